#!/usr/bin/python3
"""A hundred years of every rule of a table, judged by four others.

usage: recurrence_table.py BUILD_DIR [all]

BUILD_DIR holds tests/test_recur_oracle.  recurrence_rules.tsv has the rules;
each is asked from many start dates of four years, the leap year 2028 among
them: from all month ends and some other days, or, with `all`, from all 1,461.
The environment: JOBS is how many rules are judged beside each other (1), ONLY
is a part of the rules that count.
Judges:

plain	 recurrence_plain.py: sets of days, our decisions included.  It judges
	 everything, the way standing orders count (the anchor is the first)
	 and the way libraries do.
libical  the C library, which knows SKIP (RFC 7529)
dateutil python3-dateutil
rrule	 npm's rrule, if `node` finds it (NODE_PATH); it is not in Debian

With `all` every judge but rrule, the slowest, is asked for the hundred years
from every start; that takes most of an hour.  Else the libraries, which are
slow, are asked for less: start dates from which a rule means the same (its periods lie the same
and the same is implied) have the same days behind the latest of them.  They
are asked for a hundred years from the first start of each such group, with
which the engine's hundred years from every other one are compared, and for
three years from each start itself.

Who is not asked about a rule, and why, stands in the table.  Output is TAP.
"""
import datetime
import hashlib
import multiprocessing
import os
import shutil
import subprocess
import sys
import time

from recurrence_plain import Days, Rule, days_of

try:
    from dateutil.rrule import rrulestr
except ImportError:
    rrulestr = None

HERE = os.path.dirname(os.path.abspath(__file__))
FIRST = datetime.date(2026, 1, 1)
STARTS = 1461
SPAN = 36525                    # days of a hundred years
NEAR = 1100                     # three years
DAY = datetime.timedelta(1)


def read_table():
    """(rule, {who: why not})"""
    out = []
    with open(os.path.join(HERE, "recurrence_rules.tsv"),
              encoding="utf-8") as f:
        for line in f:
            if line.startswith("#") or not line.strip():
                continue
            rule, who, why = (line.rstrip("\n").split("\t") + ["", ""])[:3]
            assert not who or why, rule
            out.append((rule, {w: why for w in who.split(",") if w}))
    return out


def start_dates(everything):
    days = [FIRST + i * DAY for i in range(STARTS)]
    if everything:
        return days
    return [d for i, d in enumerate(days)
            if (d + DAY).day == 1 or i % 97 == 5 or
            (d.month, d.day) in ((2, 28), (12, 28), (1, 1))]


def mask(days):
    return (1 << days) - 1


def sum_of(bits, days):
    return "%d %s" % (bits.bit_count(), hashlib.sha256(
        bits.to_bytes((days + 7) // 8, "little")).hexdigest())


def plain_text(rule):
    """For those who know no SKIP."""
    return ";".join(p for p in rule.split(";") if not p.startswith("SKIP="))


# --- the judges -------------------------------------------------------------

class Filter:
    """A program that answers lines, see tests/unit/test_recur_oracle.c."""

    affordable = True           # a hundred years from every start

    def __init__(self, command, word):
        self.command, self.word = command, word

    def ask(self, what, rule, spans):
        lines = "".join("%s|%s|%d\n" % (self.word(rule), d, days)
                        for d, days in spans)
        command = [c.replace("WHAT", what) for c in self.command]
        done = subprocess.run(command, input=lines, text=True,
                              stdout=subprocess.PIPE, check=True)
        out = done.stdout.split("\n")[:-1]
        assert len(out) == len(spans), (command, rule)
        return out

    def sums(self, rule, starts, days):
        return self.ask("sums", rule, [(d, days) for d in starts])

    def bits(self, rule, spans):
        return [int.from_bytes(bytes.fromhex(said.split(" ")[1]), "little")
                for said in self.ask("bits", rule, spans)]

    def can(self, rule, start):     # pylint: disable=unused-argument
        return True


class Stated(Filter):
    """One that knows no SKIP."""

    def can(self, rule, start):
        return "SKIP=OMIT" in rule or not Rule(rule).moves(start)


def libical_text(rule):
    if "SKIP=OMIT" in rule:
        return plain_text(rule)
    return "RSCALE=GREGORIAN;" + rule + \
        ("" if "SKIP=" in rule else ";SKIP=BACKWARD")


class Rrule(Stated):
    affordable = False


class Dateutil(Stated):
    def __init__(self):
        super().__init__(None, plain_text)

    def ask(self, what, rule, spans):
        return [self.one(what, rule, *span) for span in spans]

    def one(self, what, rule, start, days):
        begin = datetime.datetime.combine(start, datetime.time())
        end, origin, n = begin + days * DAY, start.toordinal(), 0
        bits = bytearray((days + 7) // 8)
        for d in rrulestr(plain_text(rule), dtstart=begin):
            if d >= end:
                break
            i = d.toordinal() - origin
            bits[i >> 3] |= 1 << (i & 7)
            n += 1
        return "%d %s" % (n, bits.hex() if what == "bits" else
                          hashlib.sha256(bits).hexdigest())


def find_judges(driver):
    """{name: judge}, and who is absent."""
    judges = {"libical": Filter([driver, "WHAT", "libical"], libical_text)}
    absent = []
    if rrulestr:
        judges["dateutil"] = Dateutil()
    else:
        absent.append("dateutil")
    node = shutil.which("node") or shutil.which("nodejs")
    js = os.path.join(HERE, "recurrence_rrule.cjs")
    if node and subprocess.run([node, js], stdin=subprocess.DEVNULL,
                               check=False).returncode == 0:
        judges["rrule"] = Rrule([node, js, "WHAT"], plain_text)
    else:
        absent.append("rrule")
    return judges, absent


# --- the judgement ----------------------------------------------------------

class Ours:
    """What the engine says of one rule."""

    def __init__(self, driver, rule, starts):
        self.rule, self.starts = rule, starts
        self.loose = Filter([driver, "WHAT", "ours"], str)
        self.strict = Filter([driver, "WHAT", "strict"], str)
        self.far = dict(zip(starts, self.strict.sums(rule, starts, SPAN)))

    def differs(self, start, name, theirs, filter_=None):
        """Tells the first days that only one of the two has."""
        ours = (filter_ or self.strict).bits(self.rule, [(start, SPAN)])[0]
        theirs &= mask(SPAN)
        only = days_of(ours ^ theirs, start)[:4]
        print("# %s from %s: %s" % (self.rule, start, "; ".join(
            "%s %s alone" % (d, "we" if ours >> (d - start).days & 1 else
                             name) for d in only) or "days come twice"))


def by_plain(ours, facts):
    """Every start, a hundred years, both ways of counting."""
    wrong = 0
    loose = ours.loose.sums(ours.rule, ours.starts, SPAN)
    for start, said in zip(ours.starts, loose):
        for strict, sums in ((False, said), (True, ours.far[start])):
            bits = facts.answer(ours.rule, start, SPAN, strict)
            if sum_of(bits, SPAN) != sums:
                wrong += 1
                if wrong <= 3:
                    ours.differs(start, "plain", bits,
                                 None if strict else ours.loose)
    return len(ours.starts), wrong


def same_meaning(rule, starts):
    """Groups of starts whose days are the same behind the latest."""
    parsed, groups = Rule(rule), {}
    for d in starts:
        key = d if parsed.count else parsed.meaning(d)
        groups.setdefault(key, []).append(d)
    return list(groups.values())


def from_all(ours, asked, judge):
    """A hundred years from each."""
    return {d for d, said in zip(asked, judge.sums(ours.rule, asked, SPAN))
            if said != ours.far[d]}


def from_groups(ours, asked, judge):
    """A hundred years from the first of the starts of a meaning, with which
    the others are compared; and some years from each."""
    rule, wrong = ours.rule, set()
    near = dict(zip(asked, ours.strict.sums(rule, asked, NEAR)))
    groups = same_meaning(rule, asked)
    spans = [(g[0], SPAN + (g[-1] - g[0]).days) for g in groups]
    for group, bits in zip(groups, judge.bits(rule, spans)):
        for d in group:
            cut = bits >> (d - group[0]).days & mask(SPAN)
            # What was carried to the very start is told below.
            if ours.far[d] not in (sum_of(cut, SPAN), sum_of(cut ^ 1, SPAN)):
                wrong.add(d)
    for d, said in zip(asked, judge.sums(rule, asked, NEAR)):
        if said != near[d]:
            wrong.add(d)
    return wrong


def by_library(ours, name, judge, everything):
    asked = [d for d in ours.starts if judge.can(ours.rule, d)]
    every = everything and judge.affordable
    wrong = (from_all if every else from_groups)(ours, asked, judge)
    for d in sorted(wrong)[:3]:
        ours.differs(d, name, judge.bits(ours.rule, [(d, SPAN)])[0])
    return len(asked), len(wrong)


class Court:
    """All that is the same for every rule."""

    def __init__(self, driver, everything):
        self.driver, self.everything = driver, everything
        self.starts = start_dates(everything)
        self.judges, self.absent = find_judges(driver)
        self.facts = Days(FIRST.year - 1, FIRST.year + 106)

    def one(self, row):
        """[(judge, how many starts, how many differ, seconds)]"""
        rule, barred = row
        ours, out = Ours(self.driver, rule, self.starts), []
        for name in ["plain"] + list(self.judges):
            if name in barred:
                continue
            began = time.monotonic()
            said = by_plain(ours, self.facts) if name == "plain" else \
                by_library(ours, name, self.judges[name], self.everything)
            out.append((name,) + said + (time.monotonic() - began,))
        self.facts.known.clear()
        sys.stdout.flush()
        return out


COURT = None


def judge_row(row):
    return COURT.one(row)


def results(table):
    """As many processes as JOBS says; in the order of the table."""
    jobs = int(os.environ.get("JOBS", "1"))
    if jobs < 2:
        yield from map(judge_row, table)
        return
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        yield from pool.imap(judge_row, table)


def tell(n, rule, barred, result):
    bad = any(wrong for _, _, wrong, _ in result)
    print("%s %d - %s" % ("not ok" if bad else "ok", n, rule))
    print("#   " + ", ".join("%s %d%s" % (
        name, asked, " (%d differ)" % wrong if wrong else "")
        for name, asked, wrong, _ in result if asked))
    for name, why in barred.items():
        print("#   not %s: %s" % (name, why))
    sys.stdout.flush()
    return bad


def main():
    global COURT        # pylint: disable=global-statement
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 64
    driver = os.path.join(sys.argv[1], "tests", "test_recur_oracle")
    if not os.access(driver, os.X_OK):
        print("Bail out! %s is not there" % driver)
        return 1
    COURT = Court(driver, "all" in sys.argv[2:])
    table = [row for row in read_table()
             if os.environ.get("ONLY", "") in row[0]]
    failed, n, spent = 0, 0, {}
    for (rule, barred), result in zip(table, results(table)):
        n += 1
        failed += tell(n, rule, barred, result)
        for name, _, _, seconds in result:
            spent[name] = spent.get(name, 0) + seconds
    for name in COURT.absent:
        n += 1
        print("ok %d - %s # SKIP it is absent" % (n, name))
    print("# %d rules, %d start dates, %d years each; seconds: %s" % (
        len(table), len(COURT.starts), SPAN // 365, ", ".join(
            "%s %.0f" % s for s in spent.items())))
    print("1..%d" % n)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
