#!/usr/bin/python3
"""Deliveries of a standing order whose order was refused before it was
accepted: they are told, and can be made after all, through the program:
night_standing_missed.py [BUILD].  ONLY=part of a test's name runs those."""
import sys

import mill as m
from mill import po, x12

DAY = "2026-11-23"              # a Monday
FIRST, SECOND = "2026-12-01", "2026-12-08"
EXPIRED, AGAIN = "2026-12-10", "2026-12-11"


def weekly(work, limit="25.00", rules="hold_expires_days = 2;", **more):
    """P-1, each Tuesday ten lamps, 19.36; the first is accepted and left, the
    second is over the limit."""
    mill = work.mill()
    mill.customer("acme", limit=limit, rules=rules,
                  recurrence='accept = "yes"; lead_days = 0;', **more)
    mill.drop("acme", "a.edi", x12([po(
        "P-1", [("BULB", 10, "1.60")], type="ST", requested=FIRST,
        extra=["REF*ZZ*RRULE FREQ=WEEKLY"])]))
    assert mill.night(DAY).code == 0, mill.list("finding")
    return mill


def held(work, **more):
    mill = weekly(work, **more)
    assert mill.night(SECOND).code == 1
    assert orders(mill, SECOND)[-1]["reason"] == "ORDER-CREDIT", orders(
        mill, SECOND)
    assert days(mill)[SECOND] == "issued"
    return mill


def expired(work, **more):
    mill = held(work, **more)
    mill.night(EXPIRED)
    assert orders(mill, SECOND)[-1]["reason"] == "ORDER-EXPIRED"
    return mill


def orders(mill, day):
    return mill.list("order", nominal_on=day)


def made(order):
    """It was accepted; its day has come, so its warehouse has it."""
    return order["confirmation"] is not None and \
        order["state"] in ("accepted", "at_warehouse")


def days(mill):
    return {o["nominal_on"]: o["state"] for o in mill.list("occurrence")}


def occurrence(mill, day):
    return mill.one("occurrence", nominal_on=day)


def limit(mill, amount):
    row = list(mill.master["customers"][-1])
    at = m.COLUMNS["customers"].split().index("credit_limit")
    mill.master["customers"][-1] = tuple(row[:at] + [amount] + row[at + 1:])
    mill.write_master()


def audit(mill):
    ran = mill.run("standing", "audit")
    assert ran.code == 0, ran
    return ran.out.splitlines()[0].partition(": ")[2]


def send(mill, day=SECOND):
    return mill.run("standing", "send", "P-1", day)


# --- nobody decided ----------------------------------------------------------

def what_expired_is_missed_and_told(work):
    mill = expired(work)
    now = occurrence(mill, SECOND)
    assert (now["state"], now["reason"]) == ("missed", "nobody decided"), now
    assert audit(mill).startswith("2 due = 1 issued + 0 held + 0 skipped + 1 "
                                  "missed"), audit(mill)
    said = mill.run("report").out
    assert f"ordermill standing send standing:1 {SECOND}" in said, said
    assert mill.night(AGAIN).code == 1, "until somebody sends or skips it"


def what_was_missed_is_sent_after_all_once(work):
    mill = expired(work)
    limit(mill, "unlimited")
    ran = send(mill)
    assert ran.code == 0, ran
    assert days(mill)[SECOND] == "issued"
    again = send(mill)
    assert again.code == 65 and "STANDING-STATE" in again.err, again
    assert mill.night(AGAIN).code == 0
    old, new = orders(mill, SECOND)
    assert old["state"] == "rejected" and made(new)
    assert occurrence(mill, SECOND)["order_id"] == new["order_id"]
    assert old["release_number"] == "2"
    assert new["release_number"] == f"2/{SECOND}", new
    assert audit(mill).startswith("2 due = 2 issued + 0 held + 0 skipped + 0 "
                                  "missed"), audit(mill)
    assert mill.balance("commitment", "acme") == 3872


def each_of_its_orders_is_answered(work):
    mill = expired(work)
    limit(mill, "unlimited")
    assert mill.codes("acme", "P-1") == ["AP", "AB", "RE"]
    assert send(mill).code == 0
    assert mill.night(AGAIN).code == 0
    # Made on the 10th, it comes later than it was asked for.
    assert mill.codes("acme", "P-1") == ["AP", "AB", "RE", "CA"]


def what_expires_again_is_missed_again(work):
    mill = expired(work)
    releases = ["2"]
    for n, (day, end) in enumerate((("2026-12-11", "2026-12-14"),
                                    ("2026-12-15", "2026-12-21"))):
        assert send(mill).code == 0
        mill.night(day)
        assert orders(mill, SECOND)[-1]["reason"] == "ORDER-CREDIT"
        mill.night(end)
        assert days(mill)[SECOND] == "missed"
        releases.append(f"2/{SECOND}" + ("/2" if n else ""))
    assert [o["release_number"] for o in orders(mill, SECOND)] == releases
    audit(mill)


def what_was_missed_can_be_left_out(work):
    mill = expired(work)
    mill.good("standing", "skip", "P-1", SECOND, "--reason", "too late now")
    assert days(mill)[SECOND] == "skipped"
    assert mill.night(AGAIN).code == 0
    assert audit(mill).startswith("2 due = 1 issued + 0 held + 1 skipped")


def money_that_never_came_is_missed_too(work):
    mill = prepaid(work)
    mill.night(SECOND)
    assert orders(mill, SECOND)[-1]["reason"] == "ORDER-PAYMENT"
    first = orders(mill, SECOND)[-1]["rf_reference"]
    mill.night("2026-12-23")
    assert days(mill)[SECOND] == "missed"
    assert send(mill).code == 0
    mill.night("2026-12-24")
    new = orders(mill, SECOND)[-1]
    assert new["reason"] == "ORDER-PAYMENT" and new["rf_reference"] != first
    mill.good("account", "pay", "acme", "19.36", "--reference",
              new["rf_reference"])
    mill.night("2026-12-25")
    assert made(orders(mill, SECOND)[-1])
    audit(mill)


def prepaid(work):
    mill = work.mill()
    mill.customer("acme", payment="prepaid", limit="0",
                  recurrence='accept = "yes"; lead_days = 0;')
    mill.drop("acme", "a.edi", x12([po(
        "P-1", [("BULB", 10, "1.60")], type="ST", requested=FIRST,
        extra=["REF*ZZ*RRULE FREQ=WEEKLY"])]))
    mill.night(DAY)
    mill.good("account", "pay", "acme", "19.36", "--reference",
              mill.one("order")["rf_reference"])
    assert mill.night("2026-11-24").code == 0
    return mill


# --- somebody, or a rule, said no --------------------------------------------

def what_a_person_refused_is_skipped_and_can_be_sent(work):
    mill = held(work)
    mill.good("reject", f"order:{orders(mill, SECOND)[-1]['order_id']}",
              "--reason", "too much")
    now = occurrence(mill, SECOND)
    assert (now["state"], now["reason"]) == ("skipped", "refused"), now
    assert audit(mill).startswith("2 due = 1 issued + 0 held + 1 skipped")
    assert mill.night(EXPIRED).code == 0
    limit(mill, "unlimited")
    assert send(mill).code == 0
    assert mill.night(AGAIN).code == 0
    assert made(orders(mill, SECOND)[-1])


def what_a_rule_refused_is_skipped_and_told_to_the_buyer(work):
    mill = weekly(work, rules='over_limit = "reject";')
    mill.night(SECOND)
    assert orders(mill, SECOND)[-1]["state"] == "rejected"
    assert days(mill)[SECOND] == "skipped"
    assert mill.codes("acme", "P-1") == ["AP", "RE"]
    audit(mill)


def what_was_accepted_stays_issued(work):
    mill = weekly(work, limit="unlimited")
    assert mill.night(SECOND).code == 0
    assert made(orders(mill, SECOND)[-1])
    ran = send(mill)
    assert ran.code == 65 and "STANDING-STATE" in ran.err, ran
    assert days(mill)[SECOND] == "issued" and len(orders(mill, SECOND)) == 1
    audit(mill)


TESTS = [t for name, t in list(globals().items()) if callable(t) and
         getattr(t, "__module__", "") == __name__ and
         t.__code__.co_varnames[:t.__code__.co_argcount] == ("work",) and
         name not in ("held", "expired", "prepaid")]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
