#!/usr/bin/python3
"""Compares the recurrence engine with two others on random rules.

usage: recurrence_oracle.py BUILD_DIR [N]

BUILD_DIR holds tests/test_recur_oracle.  N random rules (default 6000) of
everything that the engine reads are asked of it, with every SKIP, and of
recurrence_plain.py, which must agree; a night's way, which jumps to the day
behind the last, must find what walking from the start finds; and with SKIP=OMIT of python3-dateutil,
which must agree too, unless the rule is one of those below where it differs.
At last, months with SKIP are counted one by one.  RECUR_SEED=n: other rules.
Output is TAP.

Where dateutil may differ, and what RFC 5545, 3.3.10, says:

mixed	BYDAY=MO,2TU.  "Each BYDAY value can also be preceded by a positive or
	negative integer" and "if an integer modifier is not present, it means
	all days of this type": a list of values, any of which names a day.
	dateutil wants both kinds satisfied at once.
weekly	FREQ=WEEKLY;BYSETPOS.  BYSETPOS picks from "the set of recurrence
	instances specified by the rule" of one interval, and a week begins on
	WKST.  dateutil's first week begins on the start date.
bare	BYWEEKNO without BYDAY.  "Information, not contained in the rule,
	necessary to determine the various recurrence instance start time and
	dates are derived from the Start Time": the start's weekday.  dateutil
	takes all seven days of the week.
ends	BYWEEKNO=52, 53, 1 or counted from the end.  "Week number one of the
	calendar year is the first week that contains at least four (4) days in
	that calendar year".  dateutil leaves out days of such weeks that lie in
	the year before or behind, or counts them by the wrong year.
"""
import calendar
import collections
import datetime
import os
import random
import subprocess
import sys

from recurrence_plain import NAMES, Days, Rule, days_of

try:
    from dateutil.rrule import rrulestr
except ImportError:
    print("1..0 # SKIP python3-dateutil is absent")
    sys.exit(0)

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


def either_way(most):
    """1 to most, and counted from the end."""
    return [n for n in range(-most, most + 1) if n]


# --- random rules -----------------------------------------------------------

def random_weekdays(rng, freq, weeks, by_month):
    """Plain ones, numbered ones, or both."""
    kinds = [0]
    if freq in ("MONTHLY", "YEARLY") and not weeks:
        kinds = rng.choice([[0], [1], [1], [0, 1]])
    most = 5 if freq == "MONTHLY" or by_month else 53
    return ["%s%s" % (rng.choice([-1, 1]) * rng.randint(1, most)
                      if rng.choice(kinds) else "", NAMES[w])
            for w in pick(rng, list(range(7)), 5)]


def random_case(rng):
    freq = rng.choice(["DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY",
                       "YEARLY"])
    p = {"FREQ": freq}
    anchor = datetime.date(2020, 1, 1) + \
        datetime.timedelta(rng.randrange(366 * 8))
    if rng.random() < 0.6:
        p["INTERVAL"] = rng.randint(1, rng.choice([3, 13, 60]))
    if rng.random() < 0.3:
        p["WKST"] = rng.choice(NAMES)
    if rng.random() < 0.3:
        p["BYMONTH"] = text(pick(rng, list(range(1, 13)), 6))
    if freq != "WEEKLY" and rng.random() < 0.4:
        p["BYMONTHDAY"] = text(pick(rng, either_way(31), 5))
    if freq == "YEARLY" and rng.random() < 0.15:
        p["BYYEARDAY"] = text(pick(rng, either_way(366), 12))
    weeks = freq == "YEARLY" and rng.random() < 0.2
    if weeks:
        p["BYWEEKNO"] = text(pick(rng, either_way(53), 8))
    if rng.random() < (0.8 if weeks else 0.5):
        p["BYDAY"] = ",".join(random_weekdays(rng, freq, weeks,
                                              "BYMONTH" in p))
    if any(part.startswith("BY") for part in p) and rng.random() < 0.3:
        most = {"DAILY": 1, "WEEKLY": 5, "MONTHLY": 12,
                "YEARLY": rng.choice([40, 366])}[freq]
        p["BYSETPOS"] = text(pick(rng, either_way(most), 3))
    end = rng.random()
    if end < 0.15:
        p["COUNT"] = rng.randint(1, 40)
    elif end < 0.3:
        until = anchor + datetime.timedelta(rng.randrange(4000))
        p["UNTIL"] = until.strftime("%Y%m%d") + rng.choice(["", "T000000"])
    parts = ["%s=%s" % part for part in p.items()]
    rng.shuffle(parts)
    return ";".join(parts), anchor


def may_differ(rule, anchor):
    """By which of the reasons above dateutil may differ; None: by none."""
    r = Rule(rule)
    if len({n != 0 for n, _ in r.weekdays}) == 2:
        return "mixed"
    if r.freq == "WEEKLY" and r.places and anchor.weekday() != r.wkst:
        return "weekly"
    if r.weeks and not r.weekdays:
        return "bare"
    if any(n < 0 or n in (1, 52, 53) for n in r.weeks):
        return "ends"
    return None


# --- who is asked -----------------------------------------------------------

def ask(driver, cases, *what):
    lines = "".join("%s|%s|%d\n" % (r, a, n) for r, a, n in cases)
    out = subprocess.run([driver] + list(what or ["cases"]), input=lines,
                         text=True, stdout=subprocess.PIPE, check=True).stdout
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


def from_dateutil(rule, anchor, last):
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


def from_plain(facts, rule, anchor, last):
    found = facts.answer(rule, anchor, (last - anchor).days + 1, strict=True)
    return [d.isoformat() for d in days_of(found, anchor)[:WANT]]


def days(answer, last=datetime.date.max):
    if answer.startswith("reject") or answer in ("bad case", "too long"):
        return [answer]
    return [d for d in answer.split(",") if d and d <= last.isoformat()]


def show(rule, anchor, got, name, want):
    print("# %s from %s\n#  ours %s\n#  %s %s"
          % (rule, anchor, ",".join(got), name, ",".join(want)))


# --- comparisons ------------------------------------------------------------

def compare_with_plain(driver, cases, rng):
    """Every rule with one SKIP or the other; the answers for OMIT are
    dateutil's too."""
    facts = Days(2018, 2090)
    agree = empty = shown = 0
    asked = [(r + rng.choice([";SKIP=OMIT", ";SKIP=FORWARD",
                              ";SKIP=BACKWARD", ""]), a, WANT)
             for r, a in cases]
    for (rule, anchor, _), answer in zip(asked, ask(driver, asked)):
        last = horizon(rule, anchor)
        got = days(answer, last)
        want = from_plain(facts, rule, anchor, last)
        agree += got == want
        empty += not want
        if got != want and shown < 10:
            shown += 1
            show(rule, anchor, got, "plain", want)
        facts.known.clear()
    ok(agree == len(cases), "%d of %d random rules agree with sets of days "
       "(%d of them empty)" % (agree, len(cases), empty))


def compare_jumps(driver, cases, rng):
    asked = [(r + rng.choice([";SKIP=OMIT", ";SKIP=FORWARD", ""]), a, 3000)
             for r, a in cases]
    agree = shown = 0
    for case, walked, jumped in zip(asked, ask(driver, asked, "sums", "ours"),
                                    ask(driver, asked, "sums", "jumps")):
        agree += walked == jumped
        if walked != jumped and shown < 10:
            shown += 1
            print("# %s from %s: %s walking, %s jumping"
                  % (case[:2] + (walked, jumped)))
    ok(agree == len(cases), "%d of %d random rules have the same days for one "
       "who jumps" % (agree, len(cases)))


def compare_with_dateutil(driver, cases):
    facts = Days(2018, 2090)
    reasons = collections.Counter()
    agree = shown = 0
    asked = [(r + ";SKIP=OMIT", a, WANT) for r, a in cases]
    for (rule, anchor), answer in zip(cases, ask(driver, asked)):
        last = horizon(rule, anchor)
        got, want = days(answer, last), from_dateutil(rule, anchor, last)
        if got == want:
            agree += 1
            continue
        why = may_differ(rule, anchor)
        facts.known.clear()
        if why and got == from_plain(facts, rule + ";SKIP=OMIT", anchor,
                                     last):
            reasons[why] += 1
        elif shown < 10:
            shown += 1
            show(rule, anchor, got, "dateutil", want)
    ok(agree + sum(reasons.values()) == len(cases),
       "%d of %d random rules agree with dateutil, and where %d differ "
       "RFC 5545 says why (%s)"
       % (agree, len(cases), sum(reasons.values()),
          ", ".join("%s %d" % r for r in sorted(reasons.items()))))


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
            show(case[0], case[1], days(answer), "counted", want)
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
    cases = [random_case(rng) for _ in range(n)]
    compare_with_plain(driver, cases, rng)
    compare_jumps(driver, cases, rng)
    compare_with_dateutil(driver, cases)
    compare_skip(driver, max(n // 10, 1), rng)
    print("1..%d" % done)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
