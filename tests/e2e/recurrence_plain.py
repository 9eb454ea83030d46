"""A second reading of the rules, by sets of days and nothing else.

    days = Days(2025, 2131)
    days.answer("FREQ=MONTHLY;INTERVAL=2", date(2025, 12, 31), 365)

Written against RFC 5545 and RFC 7529 with the decisions of
domain/recurrence.h, and with no word of the engine's way: where that one
builds period after period, this one has for each fact ("is a Monday", "is the
second last of its month") the set of all days of which it is true, as one long
number, a bit a day.  A rule is a few of these, joined and met.

The window must begin a week before the first start's year and hold everything
that is asked.
"""
import datetime

DAY = datetime.timedelta(1)
NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def numbers(text):
    return [int(n) for n in text.split(",")] if text else []


class Rule:
    """The parts of a rule's text."""

    def __init__(self, text):
        p = dict(part.split("=", 1) for part in text.split(";"))
        self.freq = p.pop("FREQ")
        self.interval = int(p.pop("INTERVAL", "1"))
        self.count = int(p.pop("COUNT", "0"))
        until = p.pop("UNTIL", "")[:8]
        self.until = datetime.date(int(until[:4]), int(until[4:6]),
                                   int(until[6:])) if until else None
        self.wkst = NAMES.index(p.pop("WKST", "MO"))
        self.skip = p.pop("SKIP", "BACKWARD")
        p.pop("RSCALE", None)
        self.months = numbers(p.pop("BYMONTH", ""))
        self.weeks = numbers(p.pop("BYWEEKNO", ""))
        self.yeardays = numbers(p.pop("BYYEARDAY", ""))
        self.monthdays = numbers(p.pop("BYMONTHDAY", ""))
        self.places = numbers(p.pop("BYSETPOS", ""))
        days = p.pop("BYDAY", "")
        self.weekdays = [(int(d[:-2] or 0), NAMES.index(d[-2:]))
                         for d in days.split(",")] if days else []
        if p:
            raise ValueError(text)

    def implied(self, start):
        """What the text leaves out comes from the start: (monthdays, months,
        weekdays)."""
        monthdays, months, weekdays = (self.monthdays, self.months,
                                       self.weekdays)
        if self.freq == "WEEKLY" and not weekdays:
            weekdays = [(0, start.weekday())]
        if self.freq == "MONTHLY" and not weekdays and not monthdays:
            monthdays = [start.day]
        if self.freq == "YEARLY" and not weekdays and not monthdays and \
                not self.yeardays:
            if self.weeks:
                weekdays = [(0, start.weekday())]
            else:
                monthdays = [start.day]
                months = months or [start.month]
        return monthdays, months, weekdays

    def moves(self, start):
        """Whether SKIP can have anything to do from this start."""
        if self.freq not in ("MONTHLY", "YEARLY"):
            return False
        monthdays, months, _ = self.implied(start)
        length = min(29 if m == 2 else 30 if m in (4, 6, 9, 11) else 31
                     for m in months or range(1, 13))
        if length == 29:
            length = 28
        return any(abs(n) > length for n in monthdays) or \
            any(abs(n) == 366 for n in self.yeardays)

    def meaning(self, start):
        """Starts of the same meaning have the same days behind the later
        one, but for COUNT: where the periods lie, and what is implied."""
        n, at = self.interval, start.toordinal()
        phase = {"DAILY": at % n,
                 "WEEKLY": (at - (start.weekday() - self.wkst) % 7) % (7 * n),
                 "MONTHLY": (start.year * 12 + start.month - 1) % n,
                 "YEARLY": start.year % n}[self.freq]
        return (phase,) + tuple(tuple(p) for p in self.implied(start))


def every(n, count):
    """`count` single bits, n apart."""
    return ((1 << n * count) - 1) // ((1 << n) - 1)


class Pieces:
    """A long set, of which many short pieces are wanted."""

    def __init__(self, bits, n):
        self.bytes = bits.to_bytes(n // 8 + 2, "little")

    def cut(self, first, n):
        piece = self.bytes[first >> 3:(first + n >> 3) + 1]
        return int.from_bytes(piece, "little") >> (first & 7) & (1 << n) - 1


class Days:
    def __init__(self, first_year, last_year):
        self.first = datetime.date(first_year, 1, 1)
        self.last = datetime.date(last_year, 12, 31)
        self.n = (self.last - self.first).days + 1
        self.all = (1 << self.n) - 1
        self.at = {}            # fact: the days, as numbers
        self.sets = {}          # fact: the same as one set
        self.known = {}
        for i in range(self.n):
            self.look(i, self.first + i * DAY)

    # --- facts ---------------------------------------------------------------

    def look(self, i, d):
        after = (d.replace(day=28) + 4 * DAY).replace(day=1)
        month = (after - DAY).day
        left = month - d.day
        year = 366 if datetime.date(d.year, 12, 31).timetuple().tm_yday == \
            366 else 365
        of_year = (d - datetime.date(d.year, 1, 1)).days
        w = d.weekday()
        facts = [("weekday", w), ("month", d.month),
                 ("monthday", d.day), ("monthday", -left - 1),
                 ("yearday", of_year + 1), ("yearday", of_year - year),
                 ("nth of month", (d.day - 1) // 7 + 1, w),
                 ("nth of month", -(left // 7) - 1, w),
                 ("nth of year", of_year // 7 + 1, w),
                 ("nth of year", -((year - 1 - of_year) // 7) - 1, w),
                 ("in month", d.year * 12 + d.month - 1),
                 ("in year", d.year)]
        if d.day == 1:
            facts.append(("first of monthday", month))
        if left == 0:
            facts.append(("last of monthday", month))
        if of_year == 0:
            facts.append(("first of yearday", year))
        if of_year == year - 1:
            facts.append(("last of yearday", year))
        for f in facts:
            self.at.setdefault(f, []).append(i)

    def set_of(self, *fact):
        if fact not in self.sets:
            if fact[0] == "week" and ("week", fact[1], 0) not in self.at:
                self.look_weeks(fact[1])
            bits = bytearray((self.n + 7) // 8)
            for i in self.at.get(fact, []):
                bits[i >> 3] |= 1 << (i & 7)
            self.sets[fact] = int.from_bytes(bits, "little")
        return self.sets[fact]

    def look_weeks(self, wkst):
        """A week belongs to the year that has four days of it or more."""
        by_year = {}
        for i in range(-7, self.n + 7):
            d = self.first + i * DAY
            begin = d - (d.weekday() - wkst) % 7 * DAY
            by_year.setdefault((begin + 3 * DAY).year, {}) \
                .setdefault(begin, []).append(i)
        for year in by_year.values():
            for k, begin in enumerate(sorted(year)):
                for f in (("week", wkst, k + 1),
                          ("week", wkst, k - len(year))):
                    self.at.setdefault(f, []).extend(
                        i for i in year[begin] if 0 <= i < self.n)
        # The window cuts its first and last year: nobody asks for these.
        self.at.setdefault(("week", wkst, 0), [])

    def any_of(self, facts):
        out = 0
        for f in facts:
            out |= self.set_of(*f)
        return out

    # --- a rule --------------------------------------------------------------

    def numbered(self, inside, what, wanted, skip):
        """The days that BYMONTHDAY or BYYEARDAY names, and the last days of
        months or years behind which SKIP=FORWARD puts one."""
        here = carried = 0
        lengths = range(28, 32) if what == "monthday" else (365, 366)
        for n in wanted:
            here |= self.set_of(what, n)
            short = [length for length in lengths if length < abs(n)]
            if skip == "OMIT":
                continue
            if n < 0:
                here |= self.any_of(("first of " + what, s) for s in short)
            elif skip == "BACKWARD":
                here |= self.any_of(("last of " + what, s) for s in short)
            else:
                carried |= self.any_of(("last of " + what, s)
                                       for s in short)
        return here & inside, carried & inside

    def periods(self, rule, start):
        """The days of the periods that count, and a list of (first, days)."""
        i, n = (start - self.first).days, rule.interval
        out = []
        if rule.freq == "DAILY":
            i %= n
            return every(n, (self.n - i + n - 1) // n) << i, None
        if rule.freq == "WEEKLY":
            i = (i - (start.weekday() - rule.wkst) % 7) % (7 * n)
            out = [(k, 7) for k in range(i, self.n, 7 * n)]
            return (0x7f * every(7 * n, len(out)) << i) & self.all, out
        if rule.freq == "MONTHLY":
            at = start.year * 12 + start.month - 1
            facts = [("in month", m) for m in range(
                at % n, (self.last.year + 1) * 12, n)]
        else:
            facts = [("in year", y) for y in range(
                start.year % n, self.last.year + 1, n)]
        whole = 0
        for f in facts:
            days = self.at.get(f)
            if days:
                out.append((days[0], len(days)))
                whole |= ((1 << len(days)) - 1) << days[0]
        return whole, out

    def place(self, rule, here, carried, allowed, periods):
        """BYSETPOS, period by period."""
        if periods is None:         # of a single day
            found = here & allowed
            return (found if {1, -1} & set(rule.places) else 0), 0
        out = [0, 0]
        here, carried, allowed = (Pieces(s, self.n) for s in
                                  (here, carried, allowed))
        for first, n in periods:
            found = (here.cut(first, n) | carried.cut(first, n) << 1) & \
                allowed.cut(first, n + 1)
            days = [k for k in range(n + 1) if found >> k & 1]
            for p in rule.places:
                if abs(p) <= len(days):
                    k = days[p - 1 if p > 0 else p]
                    out[k == n] |= 1 << first + k
        return out

    def matches(self, rule, text, start):
        """All days of the window that the rule names, before the start too:
        those of their own period, and those that SKIP=FORWARD carried over
        from the period before."""
        key = text, rule.meaning(start)
        if key not in self.known:
            self.known[key] = self.work_out(
                rule, *rule.implied(start), *self.periods(rule, start))
        return self.known[key]

    def work_out(self, rule, monthdays, months, weekdays, inside, periods):
        expands = rule.freq in ("MONTHLY", "YEARLY")
        skip = rule.skip if expands else "OMIT"     # what limits moves nothing
        here, carried = inside, 0
        if months:
            here &= self.any_of(("month", m) for m in months)
        if monthdays:
            here, carried = self.numbered(here, "monthday", monthdays, skip)
        if rule.freq == "YEARLY":   # what a month carries stays in its year
            here, carried = here | carried << 1, 0
        if rule.yeardays:
            named, over = self.numbered(inside, "yearday", rule.yeardays,
                                        skip)
            if months or monthdays:     # both must name the day
                here &= named
            else:
                here, carried = named, over
        allowed = self.all << 1 | 1
        if weekdays:
            nth = "nth of year" if rule.freq == "YEARLY" and not months \
                else "nth of month"
            allowed &= self.any_of((nth, n, w) if n else ("weekday", w)
                                   for n, w in weekdays)
        if rule.weeks:
            allowed &= self.any_of(("week", rule.wkst, n)
                                   for n in rule.weeks)
        if rule.places:
            return self.place(rule, here, carried, allowed, periods)
        return here & allowed, carried << 1 & allowed

    def answer(self, text, start, days, strict=False):
        """The occurrences as a number, bit 0 is the start.  Not strict: the
        start is the first of them even if the rule passes it by.  Strict: it
        is none if only a period before it would name it."""
        rule = Rule(text)
        own, over = (s >> (start - self.first).days
                     for s in self.matches(rule, text, start))
        out = own | over >> 1 << 1 | (not strict)
        if rule.until:
            out &= (1 << max((rule.until - start).days + 1, 0)) - 1
        if rule.count:
            left = out
            for _ in range(rule.count):
                left &= left - 1 if left else 0
            out &= ~left
        return out & (1 << days) - 1


def days_of(bits, start):
    """A set as a list of dates."""
    text = bin(bits)[:1:-1]
    out, i = [], text.find("1")
    while i >= 0:
        out.append(start + i * DAY)
        i = text.find("1", i + 1)
    return out
