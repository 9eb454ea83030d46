#!/usr/bin/python3
"""Whatever happens to the nights, standing orders leave nothing out and make
nothing twice: night_recurrence.py [BUILD].

Nights are left out at random, run twice, and killed before an operation on a
file that the dice choose (tests/crash/shim.c).  What the book then says is
compared with a second reckoning, which shares no line with the program: the
days of the rules from recurrence_plain.py, due and release days and verdicts
from this file.  RECUR_SEED=n throws other dice.
"""
import datetime
import json
import os
import random
import sys

import mill as m
from recurrence_plain import Days, days_of

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "crash"))
import under                                               # noqa: E402

SEED = int(os.environ.get("RECUR_SEED", "20261231"))
DAY = datetime.timedelta(1)
FIRST = datetime.date(2026, 12, 21)     # the night that books them all
FACTS = Days(2025, 2029)

D = datetime.date.fromisoformat
HOLIDAYS = {
    "nl": ["2026-12-25", "2026-12-26", "2027-01-01", "2027-03-29",
           "2027-04-27"],
    # Nothing moves in a whole week, weekends on both sides.
    "shut": ["2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31",
             "2027-01-01", "2027-02-15", "2027-02-16", "2027-02-17",
             "2027-02-18", "2027-02-19"],
}
RULES = [
    # rule, its first day
    ("FREQ=DAILY;INTERVAL=3", "2026-12-24"),
    ("FREQ=WEEKLY;BYDAY=MO,SA", "2026-12-26"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "2026-12-23"),
    ("FREQ=MONTHLY", "2026-12-31"),
    ("FREQ=MONTHLY;INTERVAL=2", "2026-12-31"),
    ("FREQ=MONTHLY;BYMONTHDAY=30,31;SKIP=FORWARD", "2026-12-30"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-12-25"),
    ("FREQ=YEARLY;BYWEEKNO=53,1,2;BYDAY=MO,SU", "2026-12-27"),
    ("FREQ=DAILY;BYMONTHDAY=1,2,29", "2026-12-26"),
    ("FREQ=WEEKLY;COUNT=5", "2026-12-29"),
    ("FREQ=DAILY;INTERVAL=5;UNTIL=20270131", "2026-12-25"),
]


# --- the second reckoning ---------------------------------------------------

class Calendar:
    def __init__(self, name):
        self.off = {D(d) for d in HOLIDAYS[name]} if name else None

    def business(self, d):
        return self.off is None or (d.weekday() < 5 and d not in self.off)

    def next(self, d, step):
        d += step * DAY
        while not self.business(d):
            d += step * DAY
        return d

    def roll(self, d, how):
        """The day it is due; None: dropped."""
        if how == "none" or self.business(d):
            return d
        if how == "drop":
            return None
        on = self.next(d, -1 if how == "preceding" else 1)
        if how == "modified_following" and on.month != d.month:
            on = self.next(d, -1)
        return on

    def before(self, d, n):
        for _ in range(n):
            d = self.next(d, -1)
        return d


class Agreement:
    """The part of a profile that matters here."""

    def __init__(self, catch_up="all", roll="following", lead=0, grace=7,
                 calendar=""):
        self.catch_up, self.roll, self.lead = catch_up, roll, lead
        self.grace, self.name = grace, calendar
        self.calendar = Calendar(calendar)

    def settings(self):
        return (f'accept = "yes"; catch_up = "{self.catch_up}"; roll = '
                f'"{self.roll}"; lead_days = {self.lead}; grace_days = '
                f'{self.grace};')


class Expected:
    """One standing order, decided night by night."""

    def __init__(self, agreement, rule, first):
        self.agreed, self.first = agreement, D(first)
        self.rule, self.pauses, self.state = rule, [], {}
        self.days = days_of(FACTS.answer(rule, self.first, 400), self.first)
        self.end = None
        if "UNTIL=" in rule:
            until = rule.partition("UNTIL=")[2][:8]
            self.end = D(f"{until[:4]}-{until[4:6]}-{until[6:]}")
        self.state[self.first] = "issued"

    def dates(self, nominal):
        """(due or None, release)"""
        a = self.agreed
        how = "following" if nominal == self.first and a.roll == "drop" \
            else a.roll
        due = a.calendar.roll(nominal, how)
        if due and self.end and due > self.end:
            due = a.calendar.roll(nominal, "preceding")
        return due, a.calendar.before(due or nominal, a.lead)

    def night(self, today):
        new = []                # (nominal, due), not yet decided
        for nominal in self.days:
            due, release = self.dates(nominal)
            if nominal not in self.state and release <= today:
                new.append((nominal, due))
        late = {}
        for nominal, due in new:
            if any(a <= nominal <= b for a, b in self.pauses) or not due or \
                    nominal < FIRST:
                self.state[nominal] = "skipped"
            elif due >= today:
                self.state[nominal] = "issued"
            else:
                late[nominal] = due
        for nominal, due in late.items():
            how = self.agreed.catch_up
            if (today - due).days > self.agreed.grace:
                how = "none"
            self.state[nominal] = {
                "all": "issued", "none": "missed", "ask": "held",
                "latest": "issued" if nominal == max(late) else "missed",
            }[how]

    def due_by(self, today):
        return [d for d in self.days if self.dates(d)[1] <= today]


# --- the mill ---------------------------------------------------------------

class Story:
    """A mill whose partners have one standing order of each rule."""

    def __init__(self, work, agreements, rules):
        self.work, self.mill = work, work.mill()
        self.rng = random.Random(SEED)
        self.expected, self.ids, self.nights = {}, {}, []
        for name, days in HOLIDAYS.items():
            self.mill.write(f"calendars/{name}.conf",
                            'weekend = [ "saturday", "sunday" ];\nholidays = '
                            "[ " + ", ".join(f'"{d}"' for d in days) + " ];")
        for partner, a in agreements.items():
            self.mill.customer(
                partner, "csv", recurrence=a.settings(),
                more=f'calendar = "{a.name}";' if a.name else "")
            orders = []
            for i, (rule, first) in enumerate(rules):
                number = f"{partner}-{i}"
                self.expected[number] = Expected(a, rule, first)
                orders.append(m.po(number, [("BULB", 10, "1.60")], rule=rule,
                                   requested=first))
            self.mill.drop(partner, "orders.csv",
                           m.csv_orders(orders, partner))
        under.adopt_orphans()
        self.state = under.State(os.path.join(work.path, "shim"))
        self.shim = under.build_shim(os.path.dirname(work.binary))
        self.steps, self.killed, self.waited = 0, 0, 0
        self.run(FIRST)
        self.ids = {s["po_number"]: s["standing_order_id"] for s in
                    self.mill.list("standing_order")}
        assert set(self.ids) == set(self.expected), self.ids

    def run(self, today, kill_at=0):
        """Whether it came to its end."""
        self.state.plan(under.KILL if kill_at else under.COUNT, "run",
                        kill_at)
        ended = under.run(self.work.binary, self.mill.path, self.state,
                          f"{today}T12:00:00Z", self.shim)
        if ended.signal:
            assert ended.fired, ended
            self.killed += 1
            return False
        assert ended.code in (0, 1), ended
        if not kill_at:
            self.steps = dict(self.state.actors())["run"]
        return True

    def night(self, today):
        """Once, twice, killed and run again, or killed and left for the
        next night to make good."""
        how = self.rng.choice(["once", "once", "twice", "killed", "killed",
                               "left"])
        if how in ("killed", "left"):
            for _ in range(self.rng.randint(1, 3)):
                if self.run(today, self.rng.randint(1, self.steps)):
                    break       # it had less to do than the night before
        if how != "left":
            self.run(today)
        if how == "twice":
            before = self.mill.dump()
            self.run(today)
            # What each night proves anew is its own.
            changed = [c for c in m.differences(before, self.mill.dump())
                       if not c.startswith("standing_proof")]
            assert not changed, changed

    def reckon(self):
        """Follows every run that began: each came to its end, with its own
        business day, before the next one."""
        runs = self.mill.list("run")
        assert all(r["ended_at"] for r in runs), runs
        days = [D(r["business_day"]) for r in runs]
        for today in days[len(self.nights):]:
            self.nights.append(today)
            for e in self.expected.values():
                e.night(today)

    def told(self):
        """{PO number: {nominal: state}}, as the book says."""
        number = {i: po for po, i in self.ids.items()}
        out = {po: {} for po in self.ids}
        for o in self.mill.list("occurrence"):
            days = out[number[o["standing_order_id"]]]
            assert o["nominal_on"] not in days
            days[o["nominal_on"]] = o["state"]
        return out

    def compare(self):
        for po, days in self.told().items():
            want = {d.isoformat(): s for d, s in
                    self.expected[po].state.items()}
            assert days == want, (po, self.expected[po].rule, self.nights,
                                  sorted(set(days.items()) ^
                                         set(want.items())))

    def orders_match(self):
        """One order for each day that was issued or waits, none besides."""
        made = [(o["po_number"], o["nominal_on"]) for o in
                self.mill.list("order")]
        want = [(po, d) for po, days in self.told().items()
                for d, s in days.items() if s in ("issued", "held")]
        refused = [(o["po_number"], o["nominal_on"]) for o in
                   self.mill.list("order") if o["state"] == "rejected"]
        assert sorted(made) == sorted(want + refused), \
            set(made) ^ set(want + refused)

    def proof(self):
        """The program's own audit, against the rules."""
        said = json.loads(self.mill.good("standing", "audit", "--json").out)
        last = max(self.nights)
        due = {(po, d) for po, e in self.expected.items()
               for d in e.due_by(last)}
        count = {s: sum(self.expected[po].state[d] == s for po, d in due)
                 for s in ("issued", "held", "skipped", "missed")}
        assert said["unbalanced"] == 0, said
        assert said["due"] == len(due) == sum(count.values()), (said, count)
        assert {k: said[k] for k in count} == count, (said, count)
        return count


# --- the proof --------------------------------------------------------------

def nights_left_out_repeated_or_killed_issue_the_rules_own_days(work):
    """Gaps within the grace and catch_up = all: issued is the rule's set."""
    story = Story(work, {
        "acme": Agreement(roll="following", lead=2, grace=9, calendar="nl"),
        "nordlys": Agreement(roll="preceding", grace=9, calendar="shut"),
        "kiosk": Agreement(roll="modified_following", lead=1, grace=9,
                           calendar="shut"),
        "north": Agreement(roll="none", grace=9),
    }, RULES)
    today, last = FIRST, FIRST + 110 * DAY
    while today < last:
        today = min(today + story.rng.randint(1, 6) * DAY, last)
        story.night(today)
    story.run(last + DAY)
    story.reckon()
    assert story.killed > 8, story.killed
    for po, days in story.told().items():
        want = {d.isoformat(): "issued" for d in
                story.expected[po].due_by(last + DAY)}
        assert days == want, (po, set(days.items()) ^ set(want.items()))
    story.compare()
    story.orders_match()
    count = story.proof()
    assert count["issued"] > 300 and sum(count.values()) == count["issued"]
    print(f"# {count['issued']} issued in {len(story.nights)} runs, of which "
          f"{story.killed} were killed")


def interfere(story, today):
    """A person pauses, leaves a day out, answers what waits."""
    rng, po = story.rng, story.rng.choice(sorted(story.ids))
    e, ref = story.expected[po], f"standing:{story.ids[po]}"
    ahead = [d for d in e.days if d not in e.state and d > today + 14 * DAY]
    if rng.random() < 0.4 and ahead:
        begin = ahead[0] - rng.randint(0, 2) * DAY
        end = begin + rng.randint(0, 12) * DAY
        story.mill.good("standing", "pause", ref, begin, end, "--reason",
                        "shut")
        e.pauses.append((begin, end))
    elif rng.random() < 0.5 and ahead:
        story.mill.good("standing", "skip", ref, ahead[0], "--reason",
                        "not wanted")
        e.state[ahead[0]] = "skipped"
    for o in story.mill.list("occurrence", state="held"):
        story.waited += 1
        how = rng.choice(["release", "reject", "wait"])
        if how == "wait":
            continue
        story.mill.good(how, f"order:{o['order_id']}", "--reason", "decided")
        po = next(p for p, i in story.ids.items()
                  if i == o["standing_order_id"])
        story.expected[po].state[D(o["nominal_on"])] = \
            "issued" if how == "release" else "skipped"


def with_any_agreement_the_outcomes_add_up_to_the_rules_days(work):
    """latest, none, ask; holidays dropped; pauses, days left out, answers;
    gaps longer than the grace."""
    story = Story(work, {
        "acme": Agreement("latest", "following", 2, 4, "nl"),
        "nordlys": Agreement("none", "modified_following", 1, 3, "shut"),
        "kiosk": Agreement("ask", "preceding", 0, 6, "shut"),
        "north": Agreement("all", "drop", 1, 2, "shut"),
        "south": Agreement("latest", "drop", 0, 20, "nl"),
    }, RULES)
    today, last = FIRST, FIRST + 110 * DAY
    while today < last:
        today = min(today + story.rng.choice([1, 1, 2, 2, 3, 5, 8, 13]) * DAY,
                    last)
        story.night(today)
        if story.rng.random() < 0.6:
            story.run(today)        # nothing is left half done
            story.reckon()
            story.compare()
            interfere(story, today)
    story.run(last)
    story.run(last + DAY)
    story.reckon()
    story.compare()
    story.orders_match()
    count = story.proof()
    assert story.killed > 8 and story.waited > 0, (story.killed, count)
    assert count["issued"] and count["skipped"] and count["missed"], count
    print(f"# {count} in {len(story.nights)} runs, of which {story.killed} "
          "were killed")


def the_night_has_the_day_of_the_mills_zone(work):
    """On both sides of the date line, at one instant."""
    for zone, day in (("Pacific/Pago_Pago", "2026-12-01"),
                      ("Europe/Amsterdam", "2026-12-02"),
                      ("Pacific/Kiritimati", "2026-12-03")):
        mill = work.mill()
        conf = os.path.join(mill.path, "ordermill.conf")
        with open(conf, encoding="utf-8") as f:
            text = f.read()
        assert '"Europe/Amsterdam"' in text
        with open(conf, "w", encoding="utf-8") as f:
            f.write(text.replace('"Europe/Amsterdam"', f'"{zone}"'))
        mill.customer("kiosk", "csv", recurrence='accept = "yes"; '
                      'lead_days = 0; catch_up = "none";')
        mill.drop("kiosk", "a.csv", m.csv_orders([m.po(
            "S-1", [("BULB", 10, "1.60")], rule="FREQ=DAILY",
            requested="2026-11-30")]))
        assert mill.night("2026-11-28T12:00:00Z").code == 0
        # Half past ten in the morning of the one is yesterday of the other.
        at = "2026-12-02T10:30:00Z"
        assert mill.night(at).code in (0, 1)
        issued = [o["nominal_on"] for o in mill.list("occurrence")
                  if o["state"] == "issued"]
        assert issued == ["2026-11-30", day], (zone, issued)
        assert mill.list("run")[-1]["business_day"] == day


if __name__ == "__main__":
    sys.exit(m.tap_main([
        nights_left_out_repeated_or_killed_issue_the_rules_own_days,
        with_any_agreement_the_outcomes_add_up_to_the_rules_days,
        the_night_has_the_day_of_the_mills_zone,
    ], __file__))
