#!/usr/bin/python3
"""Standing orders through the program: revisions, new ones, settings, the
proof: night_standing.py [BUILD].  ONLY=part of a test's name runs those."""
import json
import os
import sqlite3
import sys

import mill as m
from mill import po, ubl, x12

DAY = "2026-11-23"              # a Monday
SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                      "store", "schema", "sqlite")


def weekly(work, recurrence="lead_days = 0;", lines=(("BULB", 1000, "1.60"),),
           rule="FREQ=WEEKLY", start="2026-12-01"):
    """A standing order S-1 of nordlys, accepted."""
    mill = work.mill()
    mill.customer("nordlys", "ubl", recurrence='accept = "yes"; ' + recurrence)
    mill.drop("nordlys", "a.xml", ubl(
        po("S-1", list(lines), rule=rule, start=start, requested=start)))
    assert mill.night(DAY).code == 0
    return mill


def days(mill, state=None):
    return {o["nominal_on"]: o["state"] for o in mill.list("occurrence")
            if state in (None, o["state"])}


def order_of(mill, day):
    return mill.one("order", nominal_on=day)


def lines_of(mill, day):
    return [(r["sku"], r["quantity"], r["price"], r["amount_minor"],
             r["state"]) for r in mill.list(
                 "order_line", order_id=order_of(mill, day)["order_id"])]


def change(mill, *words):
    return mill.run("standing", "change", "S-1", *words, "--reason", "asked")


def forge(mill, sql, *values):
    """A damaged book: what the program would never write."""
    mill.damaged = True
    db = sqlite3.connect(mill.path + "/var/ordermill.db")
    db.execute(sql, values)
    db.commit()
    db.close()


# --- revisions ---------------------------------------------------------------

def a_quantity_changes_on_one_day_or_from_a_day(work):
    mill = weekly(work)
    assert change(mill, "--from", "2026-12-15", "--quantity",
                  "500").code == 0
    assert change(mill, "--on", "2026-12-22", "--quantity", "1=200").code == 0
    for night in ("2026-12-08", "2026-12-15", "2026-12-22", "2026-12-29"):
        assert mill.night(night).code == 0
    assert [lines_of(mill, d)[0][1:4] for d in (
        "2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22",
        "2026-12-29")] == [
            ("1000", "1.6", 160000), ("1000", "1.6", 160000),
            ("500", "1.6", 80000), ("200", "1.6", 32000),
            ("500", "1.6", 80000)]
    assert order_of(mill, "2026-12-22")["total_minor"] == 38720
    rows = mill.list("standing_revision")
    assert [(r["number"], r["from_on"], r["to_on"]) for r in rows] == [
        (1, "2026-12-15", None), (2, "2026-12-22", "2026-12-22")]
    assert all(r["reason"] == "asked" for r in rows)


def the_later_word_holds_and_what_it_does_not_name_stays(work):
    mill = weekly(work)
    assert change(mill, "--on", "2026-12-15", "--quantity", "300").code == 0
    assert change(mill, "--from", "2026-12-08", "--price", "1.70").code == 0
    assert mill.night("2026-12-15").code in (0, 1)
    assert lines_of(mill, "2026-12-08")[0][1:4] == ("1000", "1.7", 170000)
    assert lines_of(mill, "2026-12-15")[0][1:4] == ("300", "1.7", 51000)


def what_we_changed_is_told_to_the_buyer(work):
    mill = weekly(work)
    assert change(mill, "--from", "2026-12-08", "--quantity",
                  "900").code == 0
    assert mill.night("2026-12-08").code == 0
    assert mill.codes("nordlys", "S-1") == ["AP", "CA"]


def lines_come_and_go_and_the_place_may_be_another(work):
    mill = weekly(work, lines=[("BULB", 1000, "1.60"), ("LED", 10, "3.95")])
    mill.master["locations"].append(
        ("nordlys", "gln:8712345000042", "The other depot", "Kade 1", "Breda",
         "4811 AA", "NL", "venlo", ""))
    mill.write_master()
    assert mill.night("2026-11-24").code == 0
    assert change(mill, "--from", "2026-12-08", "--drop", "2", "--add",
                  "TUBE=5", "--ship-to", "gln:8712345000042").code == 0
    assert mill.night("2026-12-08").code == 0
    assert [x[:4] for x in lines_of(mill, "2026-12-08")] == [
        ("BULB", "1000", "1.6", 160000), ("TUBE", "5", "2.6", 1300)]
    got = mill.rows("SELECT ship_name, city FROM orders WHERE order_id = ?",
                    order_of(mill, "2026-12-08")["order_id"])
    assert got == [("The other depot", "Breda")], got


def a_new_rule_holds_from_its_day_and_the_audit_knows_both(work):
    mill = weekly(work)
    assert mill.night("2026-12-09").code == 0
    assert change(mill, "--from", "2026-12-20", "--rule",
                  "FREQ=MONTHLY;BYMONTHDAY=20").code == 0
    for night in ("2026-12-16", "2026-12-21", "2027-01-20", "2027-02-20"):
        assert mill.night(night).code == 0, night
    assert sorted(days(mill)) == [
        "2026-12-01", "2026-12-08", "2026-12-15", "2026-12-20", "2027-01-20",
        "2027-02-20"]
    assert set(days(mill).values()) == {"issued"}
    audit = json.loads(mill.good("standing", "audit", "--json").out)
    assert (audit["due"], audit["issued"]) == (6, 6), audit
    numbers = [o["number"] for o in mill.list("occurrence")]
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6], numbers


def dates_may_follow_a_rule(work):
    mill = weekly(work)
    assert change(mill, "--from", "2026-12-08", "--dates",
                  "2026-12-10,2026-12-24", "--except", "2026-12-10").code == 0
    assert mill.night("2026-12-31").code in (0, 1)
    assert sorted(days(mill)) == ["2026-12-01", "2026-12-24"]
    assert mill.one("standing_order")["state"] == "ended"


def what_is_decided_is_not_changed(work):
    mill = weekly(work)
    assert mill.night("2026-12-08").code == 0
    for words, says in (
            (("--from", "2026-12-08", "--quantity", "5"), "is decided"),
            (("--on", "2026-12-09", "--quantity", "5"), "no day of"),
            (("--on", "2026-12-15", "--rule", "FREQ=DAILY"), "on one day"),
            (("--from", "2026-12-15", "--quantity", "7=5"), "no line 7"),
            (("--from", "2026-12-15", "--quantity", "0"), "more than nothing"),
            (("--from", "2026-12-15", "--price", "-1"), "not less"),
            (("--from", "2026-12-15", "--drop", "1"), "no line is left"),
            (("--from", "2026-12-15", "--add", "NONE=5"), "not in the cat"),
            (("--from", "2026-12-15", "--ship-to", "gln:1"), "no location"),
            (("--from", "2026-12-15", "--rule", "FREQ=NEVER"), "FREQ"),
            (("--from", "2026-12-15", "--rule",
              "FREQ=DAILY;UNTIL=20261214"), "no day from"),
            (("--from", "2026-12-15", "--except", "2026-12-16"), "say a rule"),
            (("--from", "2026-12-15"), "nothing that is"),
            (("--quantity", "5"), "--on DAY or --from DAY"),
            (("--from", "2026-12-15", "--on", "2026-12-15"), "--on DAY or"),
            (("--from", "soon", "--quantity", "5"), "is a day"),
            (("--from", "2026-12-15", "--quantity", "many"), "no number")):
        ran = change(mill, *words)
        assert ran.code == 64 or ran.code == 65, (words, ran)
        assert says in ran.err, (words, ran)
    assert mill.run("standing", "change", "S-1", "--from", "2026-12-15",
                    "--quantity", "5").code == 64, "no reason"
    assert not mill.list("standing_revision")
    mill.good("standing", "end", "S-1", "2026-12-09")
    assert "has ended" in change(mill, "--from", "2026-12-15", "--quantity",
                                 "5").err


# --- what buyers change ------------------------------------------------------

def buyer(work, recurrence="lead_days = 0;", rule="FREQ=WEEKLY", lines=None):
    mill = work.mill()
    mill.customer("acme", recurrence='accept = "yes"; ' + recurrence)
    mill.drop("acme", "a.edi", x12([po(
        "P-1", lines or [("BULB", 1000, "1.60"), ("LED", 10, "3.95")],
        type="ST", requested="2026-12-01",
        extra=["REF*ZZ*RRULE " + rule])]))
    assert mill.night(DAY).code == 0
    return mill


def says(mill, lines, control, purpose="04", rule=None, requested="", **more):
    mill.drop("acme", f"{control}.edi", x12([po(
        "P-1", lines, purpose=purpose, requested=requested,
        extra=["REF*ZZ*RRULE " + rule] if rule else [], **more)],
        control=control))


def said(mill):
    return [(o["purpose"], o["state"], o["reason"])
            for o in mill.list("order") if o["purpose"] != "original"]


def a_change_of_lines_is_one_of_all_days_to_come(work):
    mill = buyer(work)
    assert mill.night("2026-12-08").code == 0
    says(mill, [("BULB", 600, "1.60"), ("LED", 10, "3.95"),
                ("TUBE", 5, "2.60")], 2)
    assert mill.night("2026-12-09").code == 0
    assert said(mill) == [("change", "noted", "CHANGE-APPLIED")]
    assert mill.codes("acme", "P-1") == ["AP", "AP", "AP"]
    assert "2026-12-10" in mill.answers("acme", "P-1",
                                        "OrderResponse")[-1].notes
    assert mill.night("2026-12-15").code == 0
    assert [x[:2] for x in lines_of(mill, "2026-12-08")] == [
        ("BULB", "1000"), ("LED", "10")]
    assert [x[:2] for x in lines_of(mill, "2026-12-15")] == [
        ("BULB", "600"), ("LED", "10"), ("TUBE", "5")]
    assert lines_of(mill, "2026-12-15")[0][3] == 96000
    assert mill.codes("acme", "P-1")[-1] == "AP", "as the buyer asked"
    row = mill.one("standing_revision")
    assert row["order_id"] and row["from_on"] == "2026-12-10"


def a_replacement_leaves_out_what_it_does_not_name(work):
    mill = buyer(work)
    says(mill, [("BULB", 700, "1.60")], 2, purpose="05")
    assert mill.night("2026-11-24").code == 0
    assert mill.night("2026-12-08").code == 0
    assert [x[:2] for x in lines_of(mill, "2026-12-08")] == [("BULB", "700")]


def a_change_of_the_rule_holds_from_the_day_after(work):
    mill = buyer(work)
    says(mill, [("BULB", 1000, "1.60"), ("LED", 10, "3.95")], 2,
         rule="FREQ=MONTHLY;BYDAY=1MO")
    assert mill.night("2026-12-02").code == 0
    for night in ("2026-12-07", "2027-01-04"):
        assert mill.night(night).code == 0
    assert sorted(days(mill)) == ["2026-12-01", "2026-12-07", "2027-01-04"]
    mill.good("standing", "audit")


def the_same_rule_said_again_is_no_change_of_it(work):
    mill = buyer(work)
    says(mill, [("BULB", 500, "1.60")], 2, rule="FREQ=WEEKLY")
    assert mill.night("2026-12-02").code == 0
    assert mill.one("standing_revision")["reschedules"] == 0


def a_person_lets_another_rule_hold_where_that_was_agreed(work):
    mill = buyer(work)
    mill.customer("kiosk", "csv")
    conf = mill.path + "/partners/acme.conf"
    with open(conf, encoding="utf-8") as f:
        text = f.read()
    mill.write("partners/acme.conf", text.replace('accept = "yes"',
                                                  'accept = "hold"'))
    says(mill, [("BULB", 1000, "1.60"), ("LED", 10, "3.95")], 2,
         rule="FREQ=MONTHLY;BYDAY=1MO")
    assert mill.night("2026-12-02").code == 1
    assert said(mill) == [("change", "held", "CHANGE-STANDING")]
    assert not mill.list("standing_revision")
    held = [o for o in mill.list("order") if o["purpose"] == "change"][0]
    mill.good("release", f"order:{held['order_id']}", "--reason", "agreed")
    assert mill.night("2026-12-03").code == 0
    assert said(mill) == [("change", "noted", "CHANGE-APPLIED")]
    assert mill.one("standing_revision")["rule"] == "FREQ=MONTHLY;BYDAY=1MO"


def a_cancellation_ends_it_with_what_has_not_left(work):
    mill = buyer(work, "lead_days = 3;")
    assert mill.night("2026-12-03").code == 0        # the first is away
    mill.good("standing", "send", "P-1", "2026-12-15")
    says(mill, [("BULB", 1000, "1.60")], 2, purpose="01")
    assert mill.night("2026-12-04").code == 0
    states = {o["nominal_on"]: o["state"] for o in mill.list("order")
              if o["nominal_on"]}
    assert states["2026-12-01"] == "at_warehouse", states
    assert states["2026-12-15"] == "cancelled", states
    assert mill.one("standing_order")["state"] == "ended"
    assert said(mill) == [("cancel", "noted", "CHANGE-APPLIED")]
    assert mill.night("2026-12-20").code == 0
    assert days(mill, "issued") == {"2026-12-01": "issued"}
    assert mill.ledger_is_balanced()
    mill.good("standing", "audit")


def a_cancellation_before_anything_left_cancels_all(work):
    mill = buyer(work)
    says(mill, [("BULB", 1000, "1.60")], 2, purpose="01")
    assert mill.night("2026-11-24").code == 0
    first = order_of(mill, "2026-12-01")
    assert first["state"] == "cancelled", first
    assert days(mill) == {"2026-12-01": "skipped"}
    assert mill.one("standing_order")["state"] == "ended"
    assert mill.balance("commitment", "acme") == 0
    assert mill.night("2026-12-20").code == 0
    assert len(mill.list("occurrence")) == 1


def what_is_due_within_the_notice_is_delivered(work):
    mill = buyer(work, "lead_days = 0; notice_days = 10;")
    says(mill, [("BULB", 1000, "1.60")], 2, purpose="01")
    assert mill.night("2026-11-30").code == 0
    for night in ("2026-12-01", "2026-12-08", "2026-12-15"):
        assert mill.night(night).code == 0
    assert days(mill) == {"2026-12-01": "issued", "2026-12-08": "issued"}
    assert mill.one("standing_order")["state"] == "ended"


def a_change_that_names_its_release_changes_that_one(work):
    mill = buyer(work, "lead_days = 3;")
    assert mill.run("run", "recur", "charge", "--as-of",
                    "2026-12-05T02:00:00Z").code == 0
    assert order_of(mill, "2026-12-08")["state"] == "accepted"
    says(mill, [("BULB", 1, "1.60")], 2, release="2")
    assert mill.run("run", "fetch", "parse", "validate", "charge", "--as-of",
                    "2026-12-05T03:00:00Z").code == 0
    assert [x[:2] for x in lines_of(mill, "2026-12-08")][0] == ("BULB", "1")
    assert not mill.list("standing_revision")


def what_the_buyer_took_out_before_is_not_repeated(work):
    mill = work.mill()
    mill.customer("acme", recurrence="lead_days = 0;")
    mill.drop("acme", "a.edi", x12([po(
        "P-1", [("BULB", 10, "1.60"), ("TUBE", 4, "2.60"),
                ("LED", 5, "3.95")], requested="2026-12-15")]))
    assert mill.run("run", "fetch", "parse", "validate", "charge", "--as-of",
                    f"{DAY}T02:00:00Z").code == 0
    says(mill, [("BULB", 8, "1.60"), ("TUBE", 4, "2.60")], 2, purpose="05")
    assert mill.run("run", "fetch", "parse", "validate", "charge", "--as-of",
                    f"{DAY}T03:00:00Z").code == 0
    first = mill.one("order", purpose="original")
    assert [r["state"] for r in mill.list(
        "order_line", order_id=first["order_id"])] == [
        "accepted", "accepted", "cancelled"]
    mill.good("standing", "new", "P-1", "--rule", "FREQ=WEEKLY", "--reason",
              "by telephone")
    assert "28.07 EUR" in mill.good("standing", "preview", "P-1").out
    assert mill.night("2026-12-22").code == 0
    assert [x[:2] for x in lines_of(mill, "2026-12-22")] == [
        ("BULB", "8"), ("TUBE", "4")]
    assert order_of(mill, "2026-12-22")["net_minor"] == first["net_minor"] \
        == 2320


def what_changed_while_it_waited_for_its_money_is_agreed(work):
    mill = work.mill()
    mill.customer("acme", payment="prepaid",
                  recurrence='accept = "yes"; lead_days = 0;')
    mill.drop("acme", "a.edi", x12([po(
        "P-1", [("BULB", 10, "1.60"), ("LED", 5, "3.95")], type="ST",
        requested="2026-12-15", extra=["REF*ZZ*RRULE FREQ=WEEKLY"])]))
    mill.night(DAY)
    assert mill.one("order")["reason"] == "ORDER-PAYMENT"
    says(mill, [("BULB", 8, "1.60")], 2, purpose="05")
    mill.night("2026-11-24")
    mill.good("account", "pay", "acme", "15.49", "--reference", "P-1")
    mill.night("2026-11-25")
    assert mill.one("order", purpose="original")["state"] == "accepted"
    assert "15.49 EUR" in mill.good("standing", "preview", "P-1").out
    mill.night("2026-12-22")
    assert [x[:2] for x in lines_of(mill, "2026-12-22")] == [("BULB", "8")]
    assert order_of(mill, "2026-12-22")["total_minor"] == 1549


def a_change_of_the_first_delivery_alone_is_in_no_other(work):
    mill = work.mill()
    mill.customer("acme", recurrence='accept = "yes"; lead_days = 0;')
    mill.drop("acme", "a.edi", x12([po(
        "P-1", [("BULB", 1000, "1.60"), ("LED", 10, "3.95")], type="ST",
        requested="2026-12-15", extra=["REF*ZZ*RRULE FREQ=WEEKLY"])]))
    assert mill.night(DAY).code == 0
    mill.good("standing", "skip", "P-1", "2026-12-22", "--reason", "closed")
    mill.good("standing", "end", "P-1", "2026-12-22", "--reason", "over")
    assert mill.one("standing_order")["state"] == "ended"
    # No other is to come, so it is a change of the first one, and its place.
    says(mill, [("BULB", 600, "1.60"), ("LED", 10, "3.95")], 2)
    assert mill.night("2026-11-24").code == 0
    assert said(mill) == [("change", "noted", "CHANGE-APPLIED")]
    assert [x[:2] for x in lines_of(mill, "2026-12-15")] == [
        ("BULB", "600"), ("LED", "10")]
    # One that was left out is sent after all: as it was agreed.
    mill.good("standing", "send", "P-1", "2026-12-22", "--reason", "open")
    assert mill.night("2026-11-25").code == 0
    assert [x[:2] for x in lines_of(mill, "2026-12-22")] == [
        ("BULB", "1000"), ("LED", "10")]
    sent = order_of(mill, "2026-12-22")
    assert (sent["net_minor"], sent["total_minor"]) == (163950, 198380), sent
    mill.good("standing", "audit")


def whatever_becomes_of_the_first_one_the_others_are_whole(work):
    mill = work.mill()
    mill.customer("acme", recurrence='accept = "yes"; lead_days = 0;',
                  rules='short = "cancel";')
    mill.drop("acme", "a.edi", x12([po(
        "P-1", [("BULB", 10, "1.60"), ("TUBE", 130, "2.60")], type="ST",
        requested="2026-12-15", extra=["REF*ZZ*RRULE FREQ=WEEKLY"])]))
    assert mill.night(DAY).code == 0
    assert mill.one("order")["net_minor"] == 1600 + 26000, "100 were there"
    mill.good("cancel", "P-1", "--reason", "not this one")
    assert mill.night("2026-12-22").code == 0
    assert [x[:2] for x in lines_of(mill, "2026-12-22")] == [
        ("BULB", "10"), ("TUBE", "130")]
    assert order_of(mill, "2026-12-22")["net_minor"] == 1600 + 26000
    assert "428.34 EUR" in mill.good("standing", "preview", "P-1").out


def a_change_of_nothing_or_of_the_day_alone_is_told(work):
    mill = buyer(work)
    same = [("BULB", 1000, "1.60"), ("LED", 10, "3.95")]
    says(mill, same, 2)
    says(mill, same, 3, requested="2026-12-05")
    says(mill, [("NONE", 5, "1.60")], 4, ordered="2026-11-21")
    assert mill.night("2026-11-24").code == 1
    assert sorted(said(mill)) == [
        ("change", "held", "CHANGE-STANDING"),
        ("change", "held", "ORDER-ITEM"),
        ("change", "rejected", "CHANGE-NOTHING")], said(mill)
    assert not mill.list("standing_revision")


def a_day_beside_lines_is_not_forgotten(work):
    """Is the delivery of that day meant, or all?  So is a first day."""
    mill = buyer(work)
    says(mill, [("BULB", 600, "1.60")], 2, requested="2026-12-05")
    mill.drop("acme", "3.edi", x12([po(
        "P-1", [("BULB", 700, "1.60")], purpose="04",
        requested="2026-12-05")], control=3).replace(b"DTM*002*",
                                                     b"DTM*064*"))
    assert mill.night("2026-11-24").code == 1
    assert said(mill) == [("change", "held", "CHANGE-STANDING")] * 2
    assert not mill.list("standing_revision")
    held = [o for o in mill.list("order") if o["purpose"] == "change"][0]
    mill.good("release", f"order:{held['order_id']}", "--reason", "all")
    mill.night("2026-11-25")
    assert said(mill)[0] == ("change", "noted", "CHANGE-APPLIED")
    assert len(mill.list("standing_revision")) == 1
    says(mill, [("BULB", 650, "1.60")], 4, requested="2026-12-01")
    mill.night("2026-11-26")    # the day of the order itself, said again
    assert said(mill)[2] == ("change", "noted", "CHANGE-APPLIED"), said(mill)


# --- new ones ----------------------------------------------------------------

def an_order_in_the_book_begins_to_repeat(work):
    mill = work.mill()
    mill.customer("acme", recurrence="lead_days = 0;")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")],
                                       requested="2026-12-01")]))
    assert mill.night(DAY).code == 0
    ran = mill.good("standing", "new", "P-1", "--rule", "FREQ=WEEKLY",
                    "--except", "2026-12-08", "--dates", "2026-12-10",
                    "--end", "2026-12-31", "--reason", "by telephone")
    assert "standing:1: made" in ran.out, ran
    row = mill.one("standing_order")
    assert (row["rule"], row["source"], row["starts_on"], row["ends_on"]) == (
        "FREQ=WEEKLY", "command", "2026-12-01", "2026-12-31"), row
    for night in ("2026-12-10", "2026-12-15", "2026-12-22", "2026-12-31"):
        assert mill.night(night).code == 0, night
    assert sorted(days(mill)) == ["2026-12-01", "2026-12-10", "2026-12-15",
                                  "2026-12-22", "2026-12-29"]
    orders = [o for o in mill.list("order") if o["nominal_on"]]
    assert len(orders) == 5 and len({o["confirmation"] for o in orders}) == 5
    assert {o["po_number"] for o in orders} == {"P-1"}
    again = mill.run("standing", "new", "order:1", "--rule", "FREQ=DAILY",
                     "--reason", "x")
    assert again.code == 65 and "standing order 1" in again.err, again


def columns(db, table):
    return [c[1] for c in db.execute(f"PRAGMA table_info({table})")]


def as_it_was_before(mill, number):
    """Its database with the schema of that number, the rows that fit in."""
    path = mill.path + "/var/ordermill.db"
    db = sqlite3.connect(path)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    os.rename(path, path + ".new")
    db = sqlite3.connect(path)
    for name in sorted(os.listdir(SCHEMA)):
        if int(name[:4]) <= number:
            with open(os.path.join(SCHEMA, name), encoding="utf-8") as f:
                db.executescript(f.read())
    aside = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = "
                       "'trigger'").fetchall()
    for name, _ in aside:
        db.execute(f"DROP TRIGGER {name}")
    tables = [r[0] for r in db.execute("SELECT name FROM sqlite_schema WHERE "
                                       "type = 'table'")]
    db.execute(f"ATTACH '{path}.new' AS new")
    for t in tables:
        db.execute(f"DELETE FROM {t}")
        both = ", ".join(c for c in columns(db, t) if c in {
            r[1] for r in db.execute(f"PRAGMA new.table_info({t})")})
        db.execute(f"INSERT INTO {t} ({both}) SELECT {both} FROM new.{t}")
    for _, sql in aside:
        db.execute(sql)
    db.execute(f"PRAGMA user_version = {number}")
    db.commit()
    db.close()
    os.unlink(path + ".new")


def a_book_from_before_learns_what_was_agreed(work):
    mill = weekly(work, lines=(("LED", 10, "3.95"), ("BULB", 1000, "1.60"),
                               ("TUBE", 130, "2.60"), ("BULB", 5, "1.60")))
    mill.customer("acme", recurrence='accept = "yes"; lead_days = 0;',
                  rules='short = "cancel";')
    mill.drop("acme", "b.edi", x12([po(
        "P-1", [("TUBE", 5, "2.60"), ("LED", 1, "3.95")], type="ST",
        requested="2026-12-16", extra=["REF*ZZ*RRULE FREQ=MONTHLY"])]))
    assert mill.night("2026-11-24").code == 0
    assert change(mill, "--on", "2026-12-15", "--quantity",
                  "1=20").code == 0
    cut = [r["cancelled_quantity"] for r in mill.list("order_line")
           if r["cancelled_quantity"] != "0"]
    assert cut == ["5"], "nothing was left of it"
    agreed = [mill.rows(f"SELECT * FROM {t}")
              for t in ("standing_head", "standing_line")]
    assert [len(rows) for rows in agreed] == [2, 6]
    as_it_was_before(mill, 18)
    assert mill.run("standing", "list").code == 78, "a night makes it anew"
    assert mill.night("2026-12-08").code == 0
    assert [mill.rows(f"SELECT * FROM {t}")
            for t in ("standing_head", "standing_line")] == agreed
    assert mill.night("2026-12-15").code == 0
    for day, led in ("2026-12-08", "10"), ("2026-12-15", "20"):
        assert [x[:2] for x in lines_of(mill, day)] == [
            ("LED", led), ("BULB", "1000"), ("TUBE", "130"), ("BULB", "5")]
    mill.good("standing", "audit")
    mill.good("verify")


def not_every_order_may_begin_to_repeat(work):
    mill = work.mill()
    mill.customer("acme", limit="0")
    mill.drop("acme", "a.edi", x12([
        po("P-1", [("BULB", 10, "1.60")]),
        po("P-2", [("FREE", 10, "1.60")], requested="")]))
    assert mill.night(DAY).code == 1
    held = mill.run("standing", "new", "P-1", "--rule", "FREQ=WEEKLY",
                    "--reason", "x")
    assert held.code == 65 and "accepted" in held.err, held
    assert mill.run("standing", "new", "P-1", "--reason", "x").code == 64
    assert mill.run("standing", "new", "P-1", "--rule", "FREQ=WEEKLY").code \
        == 64
    assert mill.run("standing", "new", "P-9", "--rule", "FREQ=WEEKLY",
                    "--reason", "x").code == 64
    mill.good("release", "P-1", "--reason", "good customer")
    assert mill.night("2026-11-24").code in (0, 1)
    for words, says in (
            (("--rule", "FREQ=SOON"), "FREQ"),
            (("--rule", "FREQ=WEEKLY", "--end", "2026-01-01"), "ends before"),
            (("--rule", "FREQ=WEEKLY", "--count", "0"), "--count"),
            (("--dates", "tomorrow"), "--dates")):
        ran = mill.run("standing", "new", "P-1", *words, "--reason", "x")
        assert ran.code in (64, 65) and says in ran.err, (words, ran)
    assert not mill.list("standing_order")


def typed(mill, *words, customer="acme"):
    return mill.run("standing", "new", "--customer", customer, "--po", "T-1",
                    "--reason", "by telephone", *words)


def a_standing_order_is_typed_and_becomes_one_with_its_first_night(work):
    mill = work.mill()
    mill.customer("acme", recurrence='lead_days = 0; accept = "no";')
    assert mill.night(DAY).code == 0
    words = ("--lines", "BULB=10,LED=5@3.50", "--rule", "FREQ=WEEKLY",
             "--from", "2026-12-01", "--dates", "2026-12-10",
             "--except", "2026-12-08", "--end", "2026-12-31")
    before = mill.dump()
    look = typed(mill, *words, "--preview")
    assert look.code == 0 and "Nothing was written" in look.out, look
    # 16.00 + 17.50 and 21 % of it, on each of the days.
    assert "40.54 EUR" in look.out and "33.50 EUR" in look.out, look.out
    for day in ("12-01", "12-10", "12-15", "12-22", "12-29"):
        assert "2026-" + day in look.out, look.out
    assert "12-08" not in look.out and mill.dump() == before
    ran = typed(mill, *words)
    assert ran.code == 0 and "order:1: typed" in ran.out, ran
    again = typed(mill, *words)
    assert again.code == 65 and "ORDER-DUPLICATE" in again.err, again
    assert mill.night("2026-11-24").code == 0
    order = mill.one("order")
    assert (order["state"], order["kind"], order["total_minor"]) == (
        "accepted", "standing", 4054), order
    row = mill.one("standing_order")
    assert (row["rule"], row["source"], row["starts_on"], row["ends_on"]) == (
        "FREQ=WEEKLY", "command", "2026-12-01", "2026-12-31"), row
    for night in ("2026-12-10", "2026-12-15", "2026-12-22", "2026-12-31"):
        assert mill.night(night).code == 0, night
    assert sorted(days(mill)) == ["2026-12-01", "2026-12-10", "2026-12-15",
                                  "2026-12-22", "2026-12-29"]
    # Answered as any order of that partner; nobody is told of a file.
    assert mill.codes("acme", "T-1")[0] == "AP"
    assert not mill.answers("acme", kind="ApplicationResponse")
    assert "BULB" in mill.good("show", "--raw", "order:1").out
    assert mill.good("standing", "audit").code == 0


def what_is_typed_is_checked_like_what_comes(work):
    mill = work.mill()
    mill.customer("acme")
    good = ("--lines", "BULB=10", "--rule", "FREQ=WEEKLY", "--from",
            "2026-12-01")
    early = typed(mill, *good)
    assert early.code == 65 and "STANDING-NIGHT" in early.err, early
    assert mill.night(DAY).code == 0
    for change, code, says in (
            (("--lines", "NIX=10"), 65, "ORDER-ITEM"),
            (("--lines", "BULB=0"), 64, "no quantity"),
            (("--lines", "BULB=10@-1"), 64, "no price"),
            (("--lines", "BULB"), 64, "--lines"),
            (("--from", "2026-12-01x"), 64, "--from"),
            (("--ship-to", "gln:1"), 65, "ORDER-LOCATION"),
            (("--end", "2026-11-01"), 65, "ORDER-RECUR-END"),
            (("--rule", "FREQ=SOON"), 65, "FREQ"),
            (("--customer", "nobody"), 65, "STANDING-CUSTOMER"),
            (("--po", ""), 64, "--po")):
        ran = mill.run("standing", "new", "--customer", "acme", "--po", "T-1",
                       *good, "--reason", "x", *change)
        assert ran.code == code and says in ran.err, (change, ran)
    ran = typed(mill, "--lines", "BULB=10", "--rule", "FREQ=WEEKLY")
    assert ran.code == 65 and "ORDER-RECUR-START" in ran.err, ran
    both = mill.run("standing", "new", "T-1", "--customer", "acme", *good,
                    "--reason", "x")
    assert both.code == 64, both
    alone = mill.run("standing", "new", *good, "--reason", "x")
    assert alone.code == 64, alone
    assert not mill.list("order") and not mill.list("file")


def what_is_typed_waits_for_credit_as_any_order(work):
    mill = work.mill()
    mill.customer("acme", limit="10")
    assert mill.night(DAY).code == 0
    words = ("--lines", "BULB=10", "--dates", "2026-12-01,2026-12-15",
             "--from", "2026-12-01")
    look = typed(mill, *words, "--preview")
    assert look.code == 0 and "over the limit of 10.00 EUR" in look.out, look
    told = mill.run("--json", "standing", "new", "--customer", "acme", "--po",
                    "T-1", "--reason", "x", *words, "--preview")
    said = [json.loads(line) for line in told.out.splitlines()]
    sums = [row for row in said if "lines" in row][0]
    assert sums["total_minor"] == 1936 and "limit" in sums["credit"], said
    assert typed(mill, *words).code == 0
    assert mill.night("2026-11-24").code == 1
    assert mill.one("order")["state"] == "held"
    assert not mill.list("standing_order")
    mill.good("release", "T-1", "--reason", "good customer")
    assert mill.night("2026-11-25").code in (0, 1)
    assert mill.one("standing_order")["source"] == "command"
    assert days(mill)["2026-12-01"] == "issued"


def what_was_refused_can_be_typed_again(work):
    mill = work.mill()
    mill.customer("acme", payment="prepaid", limit="0",
                  recurrence="lead_days = 0;")
    assert mill.night(DAY).code == 0
    words = ("--lines", "BULB=10", "--rule", "FREQ=WEEKLY", "--from",
             "2026-12-01")
    assert typed(mill, *words).code == 0
    assert mill.night("2026-11-24").code == 1       # it waits for money
    mill.good("reject", "T-1", "--reason", "a mistake")
    assert mill.night("2026-11-25").code == 0
    assert typed(mill, *words).code == 0
    assert len(mill.list("file")) == 1, "the same bytes are one file"
    assert mill.night("2026-11-26").code == 1
    mill.good("account", "pay", "acme", "19.36", "--reference",
              mill.list("order")[-1]["rf_reference"])
    assert mill.night("2026-11-27").code == 0
    assert [o["state"] for o in mill.list("order")] == ["rejected",
                                                        "accepted"]
    assert days(mill) == {"2026-12-01": "issued"}


def a_look_at_an_order_that_would_repeat_writes_nothing(work):
    mill = work.mill()
    mill.customer("acme", recurrence="lead_days = 0;")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")],
                                       requested="2026-12-01")]))
    assert mill.night(DAY).code == 0
    before = mill.dump()
    look = mill.good("standing", "new", "P-1", "--rule", "FREQ=WEEKLY",
                     "--reason", "by telephone", "--preview")
    assert "2026-12-08" in look.out and "19.36 EUR" in look.out, look
    assert mill.dump() == before and not mill.list("standing_order")


def an_audit_of_days_to_come_ends_with_the_last_night(work):
    mill = weekly(work)
    assert mill.night("2026-12-08").code == 0
    ran = mill.good("standing", "audit", "--to", "2027-03-31")
    assert "2 due = 2 issued" in ran.out, ran
    assert ran.out == mill.good("standing", "audit").out


# --- settings ----------------------------------------------------------------

def settings_hold_for_what_is_not_decided(work):
    mill = weekly(work, start="2026-12-05", rule="FREQ=WEEKLY")  # Saturdays
    mill.write("calendars/work.conf",
               'weekend = [ "saturday", "sunday" ]; holidays = [];')
    due = {}
    for roll, day in (("preceding", "2026-12-11"), ("drop", None),
                      ("modified_following", "2026-12-14"),
                      ("none", "2026-12-12"), ("following", "2026-12-14")):
        mill.good("standing", "set", "S-1", "calendar=work", "roll=" + roll,
                  "--reason", "agreed")
        ahead = [json.loads(x) for x in mill.good(
            "standing", "preview", "S-1", "--json").out.splitlines()]
        due[roll] = [a["due_on"] or None for a in ahead
                     if a["nominal_on"] == "2026-12-12"]
        assert due[roll] == [day], due
    mill.good("standing", "set", "S-1", "lead_days=3", "grace_days=1",
              "catch_up=none", "price=cap:2.5", "--reason", "agreed")
    row = mill.one("standing_order")
    assert (row["lead_days"], row["grace_days"], row["catch_up"],
            row["price"], row["roll"], row["calendar"]) == (
                3, 1, "none", "cap:2.5", "following", "work"), row
    for wrong in ("roll=sideways", "lead_days=-1", "lead_days=x", "price=free",
                  "price=cap:", "price=cap:-1", "calendar=nowhere",
                  "catch_up=some", "grace_days=999", "colour=red", "roll"):
        ran = mill.run("standing", "set", "S-1", wrong, "--reason", "x")
        assert ran.code == 65 and wrong in ran.err, (wrong, ran)
    assert mill.one("standing_order") == row
    mill.good("standing", "audit")


# --- prices ------------------------------------------------------------------

def a_list_price_is_charged_up_to_its_cap(work):
    mill = weekly(work, 'lead_days = 0; price = "cap:5";')
    catalog = mill.master["catalog"]
    bulb = next(i for i, row in enumerate(catalog) if row[0] == "BULB")
    for night, price in (("2026-12-08", "1.50"), ("2026-12-15", "1.68"),
                         ("2026-12-22", "1.69")):
        catalog[bulb] = catalog[bulb][:5] + (price,) + catalog[bulb][6:]
        mill.write_master()
        mill.night(night)
    assert lines_of(mill, "2026-12-08")[0][2:4] == ("1.5", 150000)
    assert lines_of(mill, "2026-12-15")[0][2:4] == ("1.68", 168000)
    held = order_of(mill, "2026-12-22")
    assert (held["state"], held["reason"]) == ("held", "ORDER-RECUR-CAP")
    assert held["net_minor"] == 160000
    ref = f"order:{held['order_id']}"
    assert mill.run("release", ref, "--reason", "x").code == 64
    mill.good("release", ref, "--price", "ours", "--reason", "he agreed")
    assert mill.night("2026-12-23").code == 0
    assert order_of(mill, "2026-12-22")["net_minor"] == 169000


def the_agreed_price_may_be_kept_over_the_cap(work):
    mill = weekly(work, 'lead_days = 0; price = "cap:0";')
    catalog = mill.master["catalog"]
    bulb = next(i for i, row in enumerate(catalog) if row[0] == "BULB")
    catalog[bulb] = catalog[bulb][:5] + ("1.61",) + catalog[bulb][6:]
    mill.write_master()
    assert mill.night("2026-12-08").code == 1
    held = order_of(mill, "2026-12-08")
    mill.good("release", f"order:{held['order_id']}", "--price", "theirs",
              "--reason", "this once")
    assert mill.night("2026-12-09").code == 0
    assert order_of(mill, "2026-12-08")["net_minor"] == 160000


# --- the proof ---------------------------------------------------------------

def every_report_proves_each_rule(work):
    mill = weekly(work)
    ran = mill.night("2026-12-08", "--report")
    assert "1 due = 1 issued" not in ran.out and \
        "2 due = 2 issued + 0 held + 0 skipped + 0 missed" in ran.out, ran
    report = json.loads(mill.good("report", "--json").out)
    assert report["proof"]["due"] == 2 and \
        report["proof"]["rules"][0]["po_number"] == "S-1", report["proof"]
    with open(mill.path + "/var/report/ordermill.prom",
              encoding="utf-8") as f:
        assert "ordermill_standing_unbalanced 0" in f.read()
    with open(mill.path + "/var/report/latest.html", encoding="utf-8") as f:
        assert "Proved from the rules" in f.read()


def a_lost_delivery_is_named_and_never_passes(work):
    mill = weekly(work)
    mill.night("2026-12-08")
    mill.night("2026-12-15")
    forge(mill, "DELETE FROM occurrence WHERE number = 2")
    ran = mill.run("standing", "audit")
    assert ran.code == 1 and "2026-12-08 has no record" in ran.out, ran
    assert "1 DO NOT ADD UP" in ran.out, ran
    found = json.loads(mill.run("standing", "audit", "--json").out)
    assert found["rules"][0]["fault_on"] == "2026-12-08", found
    assert found["unbalanced"] == 1, found
    ran = mill.night("2026-12-16", "--report")
    assert ran.code == 1 and "2026-12-08 has no record" in ran.out, ran
    todo = json.loads(mill.run("report", "--json").out)["todo"]
    assert [t["kind"] for t in todo] == ["proof"], todo
    with open(mill.path + "/var/report/ordermill.prom",
              encoding="utf-8") as f:
        text = f.read()
    assert "ordermill_standing_unbalanced 1" in text
    assert 'ordermill_todo{kind="proof"} 1' in text
    assert mill.run("standing", "audit", "--from", "2026-12-09").code == 0
    assert mill.run("standing", "audit", "--to", "2026-12-07").code == 0
    for words in (("--from", "x"), ("--to", "x"),
                  ("--from", "2026-12-09", "--to", "2026-12-01")):
        assert mill.run("standing", "audit", *words).code == 64


def a_delivery_that_no_rule_knows_is_named(work):
    mill = weekly(work)
    forge(mill, "INSERT INTO occurrence (standing_order_id, nominal_on, "
          "due_on, release_on, number, state) VALUES "
          "(1, 20790, 20790, 20790, 9, 'missed')")
    ran = mill.run("standing", "audit")
    assert ran.code == 1 and "is not in the rule" in ran.out, ran


def rules_of(mill):
    """po_number: due, issued, held, skipped, missed in the last report."""
    proof = json.loads(mill.run("report", "--json").out)["proof"]
    return {r["po_number"]: [r[k] for k in ("due", "issued", "held", "skipped",
                                            "missed")]
            for r in proof["rules"]}


def a_report_states_each_rule_from_its_beginning(work):
    mill = weekly(work)
    mill.drop("nordlys", "b.xml", ubl(po(
        "Y-1", [("BULB", 1, "1.60")], rule="FREQ=YEARLY", start="2026-12-01",
        requested="2026-12-01")))
    mill.good("standing", "skip", "S-1", "2026-12-15", "--reason", "closed")
    for day in ("2026-12-01", "2026-12-15", "2027-01-12", "2027-02-23",
                "2027-04-06"):
        assert mill.night(day).code in (0, 1)
    rules = rules_of(mill)
    assert rules["S-1"][0] == 19 and sum(rules["S-1"][1:]) == 19, rules
    assert rules["S-1"][3] == 1 and rules["Y-1"] == [1, 1, 0, 0, 0], rules
    audit = {r["po_number"]: [r[k] for k in ("due", "issued", "held",
                                             "skipped", "missed")]
             for r in json.loads(mill.good("standing", "audit",
                                           "--json").out)["rules"]}
    assert audit == rules, (audit, rules)
    # Nothing was to be done for the yearly one: it was not computed again.
    seen = dict(mill.rows("SELECT standing_order_id, run_id FROM "
                          "standing_proof_rule"))
    assert seen[2] < seen[1], seen


def what_changes_behind_a_proved_day_is_found_by_the_next_night(work):
    mill = weekly(work)
    for day in ("2026-12-15", "2027-01-12", "2027-02-23", "2027-04-06"):
        mill.night(day)
    for words, back, said in (
            ("DELETE FROM occurrence WHERE nominal_on = 20795",
             "INSERT INTO occurrence SELECT * FROM kept", "has no record"),
            ("UPDATE occurrence SET nominal_on = 20796 WHERE nominal_on = "
             "20795", "UPDATE occurrence SET nominal_on = 20795 WHERE "
             "nominal_on = 20796", "has no record"),
            ("INSERT INTO occurrence (standing_order_id, nominal_on, due_on, "
             "release_on, number, state) VALUES (1, 20790, 20790, 20790, 9, "
             "'missed')", "DELETE FROM occurrence WHERE nominal_on = 20790",
             "is not in the rule"),
            ("INSERT INTO standing_day VALUES (1, 20790, 'include')",
             "DELETE FROM standing_day", "has no record"),
            ("UPDATE standing_order SET rule = 'FREQ=WEEKLY;INTERVAL=2'",
             "UPDATE standing_order SET rule = 'FREQ=WEEKLY'",
             "is not in the rule")):
        forge(mill, "CREATE TABLE kept AS SELECT * FROM occurrence WHERE "
              "nominal_on = 20795")
        forge(mill, words)
        ran = mill.night("2027-04-07", "--report")
        assert ran.code == 1 and said in ran.out, (words, ran)
        # Nor does it pass unseen the night after.
        ran = mill.night("2027-04-07T03:00:00Z", "--report")
        assert ran.code == 1 and said in ran.out, (words, ran)
        forge(mill, back)
        forge(mill, "DROP TABLE kept")
        ran = mill.night("2027-04-07T04:00:00Z", "--report")
        assert "19 due = 9" in ran.out and "DO NOT ADD UP" not in ran.out, ran


def what_a_person_decides_later_is_counted_so(work):
    mill = weekly(work, "lead_days = 0; grace_days = 3;")
    mill.night("2026-12-16")
    assert rules_of(mill)["S-1"] == [3, 2, 0, 0, 1]
    mill.good("standing", "skip", "S-1", "2026-12-08", "--reason", "too late")
    mill.night("2026-12-17")
    assert rules_of(mill)["S-1"] == [3, 2, 0, 1, 0]


def the_sums_of_all_rules_are_those_of_the_audit(work):
    mill = weekly(work)
    for day in ("2026-12-08", "2026-12-09", "2026-12-22"):
        mill.night(day)
    mill.good("standing", "end", "S-1", "--reason", "enough")
    mill.night("2026-12-23")
    proof = json.loads(mill.run("report", "--json").out)["proof"]
    audit = json.loads(mill.good("standing", "audit", "--json").out)
    assert [proof[k] for k in ("due", "issued", "held", "skipped", "missed",
                               "standing_orders")] == \
        [audit[k] for k in ("due", "issued", "held", "skipped", "missed",
                            "standing_orders")], (proof, audit)
    assert proof["due"] == 4 and proof["from"] == ""


def missed_days_stay_a_task_until_somebody_decides(work):
    mill = weekly(work, "lead_days = 0; grace_days = 3;")
    assert mill.night("2026-12-16").code == 1
    assert days(mill, "missed") == {"2026-12-08": "missed"}
    ran = mill.night("2026-12-17", "--report")
    assert ran.code == 1 and "standing send standing:1 2026-12-08" in ran.out
    mill.good("standing", "skip", "S-1", "2026-12-08", "--reason", "too late")
    assert mill.night("2026-12-18").code == 0
    assert days(mill)["2026-12-08"] == "skipped"


def a_run_for_one_partner_accuses_nobody_else(work):
    mill = weekly(work)
    mill.customer("kiosk", "csv")
    assert mill.night("2026-12-15", "--partner", "kiosk").code in (0, 1)
    assert json.loads(mill.run("report", "--json").out)["proof"] is None
    mill.good("standing", "audit")
    assert sorted(days(mill)) == ["2026-12-01"]


# --- one of many -------------------------------------------------------------

def one_that_cannot_be_decided_stops_nobody(work):
    mill = work.mill()
    mill.customer("nordlys", "ubl",
                  recurrence='accept = "yes"; lead_days = 0;')
    for i in range(5):
        mill.drop("nordlys", f"{i}.xml", ubl(po(
            f"S-{i}", [("BULB", 10, "1.60")], rule="FREQ=WEEKLY",
            start="2026-12-01", requested="2026-12-01")))
    assert mill.night(DAY).code == 0
    rows = {r["po_number"]: f"standing:{r['standing_order_id']}"
            for r in mill.list("standing_order")}
    path = mill.write("calendars/gone.conf", 'weekend = []; holidays = [];')
    mill.good("standing", "set", rows["S-2"], "calendar=gone", "--reason", "x")
    os.unlink(path)
    for night in ("2026-12-08", "2026-12-15"):
        ran = mill.night(night)
        assert ran.code == 1, ran
    states = {r["po_number"]: r["state"] for r in mill.list("standing_order")}
    assert states == {"S-0": "active", "S-1": "active", "S-2": "held",
                      "S-3": "active", "S-4": "active"}, states
    assert len(days(mill, "issued")) == 3
    assert len(mill.list("occurrence", state="issued")) == 4 * 3 + 1
    mill.write("calendars/gone.conf", 'weekend = []; holidays = [];')
    assert mill.night("2026-12-16").code in (0, 1)
    states = {r["po_number"]: r["state"] for r in mill.list("standing_order")}
    assert set(states.values()) == {"active"}, states
    found = {(o["standing_order_id"], o["nominal_on"]): o["state"]
             for o in mill.list("occurrence")}
    assert len(found) == 15, "its days were caught up or are missed"


# --- where the goods leave ---------------------------------------------------

def the_warehouse_says_what_day_it_is(work):
    """At 14:00 UTC it is tomorrow in Auckland."""
    mill = work.mill()
    mill.warehouse("far", more='time_zone = "Pacific/Auckland";')
    for name in ("nordlys", "kiosk"):
        mill.customer(name, "ubl",
                      recurrence='accept = "yes"; lead_days = 0;')
    mill.master["locations"] = [
        (c, "gln:" + m.GLN[c], f"Customer {c}", "Havenweg 7", "Rotterdam",
         "3011 AA", "NL", depot, "") for c, depot in (
             ("nordlys", "far"), ("kiosk", "venlo"))]
    mill.write_master()
    for c in ("nordlys", "kiosk"):
        mill.drop(c, "a.xml", ubl(po(
            f"S-{c}", [("BULB", 10, "1.60")], rule="FREQ=DAILY",
            start="2026-12-01", requested="2026-12-01", ship_to=m.GLN[c]),
                                  sender=c))
    assert mill.night("2026-12-01").code == 0
    places = {o["po_number"]: o["warehouse"] for o in mill.list("order")}
    assert places == {"S-nordlys": "far", "S-kiosk": "venlo"}, places
    assert mill.night("2026-12-02T14:00:00Z").code == 0
    last = dict(mill.rows(
        "SELECT o.po_number, max(o.nominal_on) FROM v_order o "
        "GROUP BY o.po_number"))
    assert last == {"S-nordlys": "2026-12-03", "S-kiosk": "2026-12-02"}, last
    mill.good("standing", "audit")



def a_day_begins_when_it_does_at_the_warehouse(work):
    """In Beirut 28 March 2027 begins at one o'clock; Honolulu is ten hours
    behind UTC."""
    mill = work.mill()
    mill.warehouse("east", more='time_zone = "Asia/Beirut";')
    mill.warehouse("west", more='time_zone = "Pacific/Honolulu";')
    depots = {"nordlys": "east", "kiosk": "west"}
    for name in depots:
        mill.customer(name, "ubl",
                      recurrence='accept = "yes"; lead_days = 0;')
    mill.master["locations"] = [
        (c, "gln:" + m.GLN[c], f"Customer {c}", "Havenweg 7", "Rotterdam",
         "3011 AA", "NL", depot, "") for c, depot in depots.items()]
    mill.write_master()
    for c in depots:
        mill.drop(c, "a.xml", ubl(po(
            depots[c], [("BULB", 10, "1.60")], rule="FREQ=DAILY",
            start="2027-03-26", requested="2027-03-26", ship_to=m.GLN[c]),
                                  sender=c))
    mill.night("2027-03-26T12:00:00Z")
    for night, east, west in (
            ("27T09:59:59", 27, 26), ("27T10:00:00", 27, 27),
            ("27T21:59:59", 27, 27), ("27T22:00:00", 28, 27),
            ("28T20:59:59", 28, 28), ("28T21:00:00", 29, 28)):
        assert mill.night(f"2027-03-{night}Z").code == 0
        last = dict(mill.rows("SELECT po_number, max(nominal_on) FROM v_order "
                              "GROUP BY po_number"))
        assert last == {"east": f"2027-03-{east}",
                        "west": f"2027-03-{west}"}, (night, last)


def a_pause_is_of_nominal_days_whatever_rolls(work):
    mill = work.mill()
    mill.write("calendars/work.conf", 'weekend = [ "saturday", "sunday" ]; '
               'holidays = [ "2026-12-25" ];')
    mill.customer("nordlys", "ubl", more='calendar = "work";', recurrence=(
        'accept = "yes"; lead_days = 3; roll = "preceding";'))
    mill.drop("nordlys", "a.xml", ubl(po(
        "S-1", [("BULB", 10, "1.60")], rule="FREQ=WEEKLY;BYDAY=SA",
        start="2026-11-28", requested="2026-11-28")))
    mill.night(DAY)
    mill.good("standing", "pause", "S-1", "2026-12-12", "2026-12-18",
              "--reason", "closed")
    made = []
    for night in ("11-30", "12-01", "12-08", "12-14", "12-15", "12-20",
                  "12-21"):
        mill.night("2026-" + night)
        made.append(len(mill.list("occurrence")))
    assert made == [1, 2, 3, 3, 4, 4, 5], made
    assert [(o["nominal_on"][5:], o["due_on"][5:], o["state"]) for o in
            mill.list("occurrence")][1:] == [
        ("12-05", "12-04", "issued"), ("12-12", "12-11", "skipped"),
        ("12-19", "12-18", "issued"), ("12-26", "12-24", "issued")]


def a_change_leaves_what_waits_as_it_was_made(work):
    mill = weekly(work, 'lead_days = 0; catch_up = "ask"; grace_days = 7;')
    mill.night("2026-12-10")
    assert days(mill) == {"2026-12-01": "issued", "2026-12-08": "held"}
    change(mill, "--from", "2026-12-15", "--quantity", "500")
    mill.good("release", f"order:{order_of(mill, '2026-12-08')['order_id']}",
              "--reason", "late, but wanted")
    mill.night("2026-12-15")
    assert [order_of(mill, d)["net_minor"] for d in days(mill, "issued")] == \
        [160000, 160000, 80000]


def a_cancellation_gives_back_what_was_paid_for_a_delivery(work):
    mill = work.mill()
    mill.customer("acme", payment="prepaid",
                  recurrence='accept = "yes"; lead_days = 5;')
    mill.drop("acme", "a.edi", x12([po(
        "P-1", [("BULB", 10, "1.60")], type="ST", requested="2026-12-08",
        extra=["REF*ZZ*RRULE FREQ=WEEKLY"])]))
    mill.night(DAY)
    mill.good("account", "pay", "acme", "19.36", "--reference", "P-1")
    mill.night("2026-11-24")
    mill.night("2026-12-10")
    second = order_of(mill, "2026-12-15")
    assert second["reason"] == "ORDER-PAYMENT", second
    mill.good("account", "pay", "acme", "10.00", "--reference",
              second["rf_reference"])
    mill.drop("acme", "c.edi", x12([po("P-1", [("BULB", 10, "1.60")],
                                       purpose="01")], control=9))
    mill.night("2026-12-11")
    assert days(mill) == {"2026-12-08": "issued", "2026-12-15": "skipped"}
    assert mill.balance("deposit", "acme") == -1000
    assert mill.balance("liability", "acme") == -1936

TESTS = [t for name, t in list(globals().items()) if callable(t) and
         getattr(t, "__module__", "") == __name__ and
         t.__code__.co_varnames[:t.__code__.co_argcount] == ("work",)]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
