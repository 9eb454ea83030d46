#!/usr/bin/python3
"""Compares the recurrence engine with python3-dateutil on random rules.

usage: recurrence_oracle.py BUILD_DIR [N]

BUILD_DIR holds tests/test_recur_oracle.  N random rules (default 6000) with
SKIP=OMIT are asked of both; a second set checks SKIP=BACKWARD and FORWARD
against dates counted with the datetime module alone.  Output is TAP.

The rules keep to what both engines read alike.  dateutil differs, and is not
asked, where
- plain and numbered weekdays are mixed (BYDAY=MO,2TU): it takes the days that
  satisfy both, RFC 5545 wants either;
- BYSETPOS picks from the first week of a WEEKLY rule: it starts that week at
  the anchor, so anchors of such rules lie on WKST here;
- BYWEEKNO stands without BYDAY: it takes all seven days, RFC 5545 the
  anchor's weekday;
- BYWEEKNO names one of the last two weeks (52, 53, -52, -53): where such a
  week reaches into January, it counts the weeks of the wrong year.  These are
  judged by a second reading of the ISO calendar below.
"""
import calendar
import datetime
import os
import random
import subprocess
import sys

try:
    from dateutil.rrule import rrulestr
except ImportError:
    print("1..0 # SKIP python3-dateutil is absent")
    sys.exit(0)

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
WANT = 24
YEARS = {"DAILY": 9, "WEEKLY": 20, "MONTHLY": 40, "YEARLY": 60}
done = failed = 0


def ok(good, text):
    global done, failed
    done += 1
    failed += not good
    print("%s %d - %s" % ("ok" if good else "not ok", done, text))


def pick(rng, values, most):
    return sorted(rng.sample(values, rng.randint(1, min(most, len(values)))))


def text(values):
    return ",".join(str(v) for v in values)


def monthdays(rng):
    return pick(rng, [d for d in range(-31, 32) if d], 5)


def random_case(rng):
    freq = rng.choice(["DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"])
    parts = ["FREQ=" + freq]
    anchor = datetime.date(2020, 1, 1) + \
        datetime.timedelta(rng.randrange(366 * 8))
    wkst = 0
    if rng.random() < 0.6:
        parts.append("INTERVAL=%d" % rng.randint(1, 13))
    if rng.random() < 0.3:
        wkst = rng.randrange(7)
        parts.append("WKST=" + DAYS[wkst])
    by = False
    if rng.random() < 0.3:
        parts.append("BYMONTH=" + text(pick(rng, list(range(1, 13)), 6)))
        by = True
    if freq != "WEEKLY" and rng.random() < 0.4:
        parts.append("BYMONTHDAY=" + text(monthdays(rng)))
        by = True
    if freq == "YEARLY" and rng.random() < 0.15:
        days = [d for d in range(-366, 367) if d]
        parts.append("BYYEARDAY=" + text(pick(rng, days, 12)))
        by = True
    weeks = freq == "YEARLY" and rng.random() < 0.15
    if weeks:
        parts.append("BYWEEKNO=" + text(pick(rng, list(range(1, 52)), 8)))
    if weeks or rng.random() < 0.5:
        names = pick(rng, list(range(7)), 5)
        if not weeks and freq in ("MONTHLY", "YEARLY") and \
                rng.random() < 0.5:
            most = 5 if freq == "MONTHLY" or any(
                p.startswith("BYMONTH=") for p in parts) else 53
            names = ["%d%s" % (rng.choice([-1, 1]) * rng.randint(1, most),
                               DAYS[w]) for w in names]
        else:
            names = [DAYS[w] for w in names]
        parts.append("BYDAY=" + ",".join(names))
        by = True
    if by and rng.random() < 0.3:
        most = {"DAILY": 1, "WEEKLY": 5, "MONTHLY": 12, "YEARLY": 40}[freq]
        places = [p for p in range(-most, most + 1) if p]
        parts.append("BYSETPOS=" + text(pick(rng, places, 3)))
        if freq == "WEEKLY":
            anchor -= datetime.timedelta((anchor.weekday() - wkst) % 7)
    end = rng.random()
    if end < 0.15:
        parts.append("COUNT=%d" % rng.randint(1, 40))
    elif end < 0.3:
        until = anchor + datetime.timedelta(rng.randrange(4000))
        parts.append("UNTIL=" + until.strftime("%Y%m%d") +
                     rng.choice(["", "T000000"]))
    rng.shuffle(parts)
    return ";".join(parts), anchor


def ask(driver, cases):
    lines = "".join("%s|%s|%d\n" % (r, a, n) for r, a, n in cases)
    out = subprocess.run([driver, "cases"], input=lines, text=True,
                         stdout=subprocess.PIPE, check=True).stdout
    answers = out.split("\n")[:-1]
    if len(answers) != len(cases):
        raise SystemExit("Bail out! %d answers to %d cases"
                         % (len(answers), len(cases)))
    return answers


def horizon(rule, anchor):
    """Up to where a rule is followed."""
    for freq, years in YEARS.items():
        if "FREQ=" + freq in rule:
            return anchor + datetime.timedelta(366 * years)
    raise ValueError(rule)


def expected(rule, anchor, last):
    """dateutil looks at UNTIL only when it has found a day: left alone, it
    would walk a rule that never matches to the year 9999."""
    datetime.MAXYEAR = last.year
    out = []
    start = datetime.datetime.combine(anchor, datetime.time())
    for d in rrulestr(rule, dtstart=start):
        if d.date() > last or len(out) == WANT:
            break
        out.append(d.date().isoformat())
    return out


def days(answer, last=datetime.date.max):
    if answer.startswith("reject") or answer in ("bad case", "too long"):
        return [answer]
    return [d for d in answer.split(",") if d and d <= last.isoformat()]


def compare_with_dateutil(driver, n, rng):
    cases = [random_case(rng) for _ in range(n)]
    asked = [(r + ";SKIP=OMIT", a, WANT) for r, a in cases]
    answers = ask(driver, asked)
    agree = empty = 0
    shown = 0
    for (rule, anchor), answer in zip(cases, answers):
        last = horizon(rule, anchor)
        want = expected(rule, anchor, last)
        if days(answer, last) == want:
            agree += 1
            empty += not want
        elif shown < 10:
            shown += 1
            print("# %s from %s\n#  ours     %s\n#  dateutil %s"
                  % (rule, anchor, answer, ",".join(want)))
    ok(agree == n,
       "%d of %d random rules agree with dateutil (%d of them empty)"
       % (agree, n, empty))


def week_of(d, wkst):
    """Week number of d and how many weeks its week-year has."""
    def first(year):
        fourth = datetime.date(year, 1, 4)
        return fourth - datetime.timedelta((fourth.weekday() - wkst) % 7)
    year = d.year
    if d < first(year):
        year -= 1
    elif d >= first(year + 1):
        year += 1
    return ((d - first(year)).days // 7 + 1,
            (first(year + 1) - first(year)).days // 7)


def compare_weeks(driver, n, rng):
    cases = []
    for _ in range(n):
        wkst = rng.randrange(7)
        numbers = pick(rng, [w for w in range(-53, 54) if w], 6)
        names = pick(rng, list(range(7)), 4)
        anchor = datetime.date(rng.randint(1990, 2040), 1, 1) + \
            datetime.timedelta(rng.randrange(365))
        cases.append((numbers, names, wkst, anchor))
    asked = [("FREQ=YEARLY;BYWEEKNO=%s;BYDAY=%s;WKST=%s"
              % (text(w), ",".join(DAYS[d] for d in ds), DAYS[k]), a, WANT)
             for w, ds, k, a in cases]
    agree = 0
    for (numbers, names, wkst, d), answer in zip(cases, ask(driver, asked)):
        want = []
        stop = d + datetime.timedelta(366 * 5)
        while len(want) < WANT and d < stop:
            week, weeks = week_of(d, wkst)
            if d.weekday() in names and \
                    (week in numbers or week - weeks - 1 in numbers):
                want.append(d.isoformat())
            d += datetime.timedelta(1)
        got = [x for x in days(answer) if x < stop.isoformat()]
        agree += got == want
        if got != want:
            print("# %s %s %s\n#  ours %s\n#  want %s"
                  % (numbers, names, wkst, got, want))
    ok(agree == n, "%d of %d week-number rules agree with a second reading "
       "of the ISO calendar" % (agree, n))


def month_day(y, m, d, skip):
    length = calendar.monthrange(y, m)[1]
    if d <= length:
        return datetime.date(y, m, d)
    last = datetime.date(y, m, length)
    return last if skip == "BACKWARD" else last + datetime.timedelta(1)


def compare_skip(driver, n, rng):
    asked, wants = [], []
    for _ in range(n):
        skip = rng.choice(["BACKWARD", "FORWARD"])
        step = rng.randint(1, 30)
        anchor = datetime.date(2020, 1, 1) + \
            datetime.timedelta(rng.randrange(366 * 8))
        named = rng.random() < 0.5
        chosen = pick(rng, list(range(25, 32)), 4) if named else [anchor.day]
        rule = "FREQ=MONTHLY;INTERVAL=%d" % step
        if named:
            rule += ";BYMONTHDAY=" + text(chosen)
        if skip == "FORWARD" or rng.random() < 0.5:
            rule += ";SKIP=" + skip
        found = set()
        month = anchor.year * 12 + anchor.month - 1
        for _ in range(WANT + 2):
            for d in chosen:
                found.add(month_day(month // 12, month % 12 + 1, d, skip))
            month += step
        asked.append((rule, anchor, WANT))
        wants.append([d.isoformat() for d in sorted(found)
                      if d >= anchor][:WANT])
    agree = 0
    for case, answer, want in zip(asked, ask(driver, asked), wants):
        agree += days(answer) == want
        if days(answer) != want:
            print("# %s\n#  ours %s\n#  want %s" % (case, answer, want))
    ok(agree == n, "%d of %d rules with SKIP agree with months counted one "
       "by one" % (agree, n))


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 64
    driver = os.path.join(sys.argv[1], "tests", "test_recur_oracle")
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 6000
    if not os.access(driver, os.X_OK):
        print("Bail out! %s is not there" % driver)
        return 1
    seed = int(os.environ.get("RECUR_SEED", "20260105"))
    print("# seed %d" % seed)
    rng = random.Random(seed)
    compare_with_dateutil(driver, n, rng)
    compare_weeks(driver, max(n // 10, 1), rng)
    compare_skip(driver, max(n // 10, 1), rng)
    print("1..%d" % done)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
