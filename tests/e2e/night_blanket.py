#!/usr/bin/python3
"""Blanket orders and the call-offs that draw on them, through the program:
night_blanket.py [BUILD].  ONLY=part of a test's name runs those."""
import sys

import mill as m
from mill import po, x12

DAY = "2026-11-23"              # a Monday


def agreed(work, recurrence='accept = "yes";', lines=None, **more):
    """The blanket order P-1 of acme: 1,000 bulbs and 50 LED lamps."""
    mill = work.mill()
    mill.customer("acme", recurrence=recurrence, receive=(
        '{ format = "x12"; messages = [ "850" ]; }'))
    mill.drop("acme", "a.edi", x12([po("P-1", lines or [
        ("BULB", 1000, "1.60"), ("LED", 50, "3.95")], type="BK", **more)]))
    mill.night(DAY)
    return mill


def call(mill, release, lines, night, number="P-1", **more):
    """One call-off; its order, as it is after the night."""
    control = 100 + len(mill.list("file"))
    mill.drop("acme", f"{control}.edi", x12(
        [po(number, lines, type="RL", release=release, **more)],
        control=control))
    mill.night(night)
    return [o for o in mill.list("order", po_number=number)
            if o["release_number"] == release][-1]


def drawn(mill):
    return {x["sku"]: x["drawn_quantity"] for x in mill.list("blanket_line")}


def of_a_blanket_order_nothing_leaves_and_nothing_is_owed(work):
    mill = agreed(work)
    row = mill.one("order")
    assert row["state"] == "accepted" and row["kind"] == "blanket", row
    assert row["confirmation"] and row["warehouse_on"] is None, row
    assert mill.codes("acme", "P-1") == ["AP"]
    assert mill.night("2026-12-15").code == 0
    assert not mill.list("ledger") and not mill.outgoing("venlo")
    ran = mill.run("ship", "P-1")
    assert ran.code == 65 and not mill.list("shipment"), ran
    assert mill.one("blanket")["max_minor"] == 179750


def call_offs_draw_until_nothing_is_left(work):
    mill = agreed(work)
    first = call(mill, "1", [("BULB", 600, "1.60")], "2026-11-24")
    assert first["state"] == "accepted" and first["total_minor"] == 116160
    assert drawn(mill) == {"BULB": "600", "LED": "0"}
    assert mill.one("blanket")["drawn_minor"] == 96000
    over = call(mill, "2", [("BULB", 500, "1.60")], "2026-11-25")
    assert (over["state"], over["reason"]) == (
        "rejected", "BLANKET-OVERDRAWN"), over
    assert "400 of 1000 are left" in over["detail"], over
    assert mill.codes("acme", "P-1")[-1] == "RE"
    assert "400 of 1000" in mill.answers("acme", "P-1",
                                         "OrderResponse")[-1].notes
    assert drawn(mill) == {"BULB": "600", "LED": "0"}
    rest = call(mill, "2", [("BULB", 400, "1.60"), ("LED", 50, "3.95")],
                "2026-11-26")
    assert rest["state"] == "accepted", rest
    assert drawn(mill) == {"BULB": "1000", "LED": "50"}
    none = call(mill, "3", [("LED", 1, "3.95")], "2026-11-27")
    assert none["reason"] == "BLANKET-OVERDRAWN"
    assert len({o["confirmation"] for o in mill.list("order")
                if o["confirmation"]}) == 3
    assert mill.balance("commitment", "acme") == \
        first["total_minor"] + rest["total_minor"]


def a_call_off_may_name_its_contract(work):
    mill = agreed(work)
    got = call(mill, "", [("BULB", 100, "1.60")], "2026-11-24", number="C-7",
               extra=["REF*CT*P-1"])
    assert got["state"] == "accepted", got
    assert drawn(mill)["BULB"] == "100"


def what_is_cancelled_is_given_back(work):
    mill = agreed(work)
    got = call(mill, "1", [("BULB", 600, "1.60")], "2026-11-24")
    mill.good("cancel", f"order:{got['order_id']}", "--reason", "not wanted")
    assert drawn(mill)["BULB"] == "0"
    assert mill.one("blanket")["drawn_minor"] == 0
    got = call(mill, "2", [("BULB", 1000, "1.60")], "2026-11-25")
    assert got["state"] == "accepted", got


def what_is_changed_draws_what_it_says_now(work):
    mill = agreed(work)
    call(mill, "1", [("BULB", 600, "1.60")], "2026-11-24")
    got = call(mill, "1", [("BULB", 700, "1.60")], "2026-11-25", purpose="04")
    assert got["reason"] == "CHANGE-APPLIED", got
    assert drawn(mill)["BULB"] == "700"
    got = call(mill, "1", [("BULB", 1001, "1.60")], "2026-11-26", purpose="04")
    assert (got["state"], got["reason"]) == ("rejected", "BLANKET-OVERDRAWN")
    assert drawn(mill)["BULB"] == "700"
    line = mill.list("order_line", order_id=2)[0]
    assert line["quantity"] == "700", line


def a_changed_agreement_has_other_limits(work):
    mill = agreed(work)
    call(mill, "1", [("BULB", 600, "1.60")], "2026-11-24")
    for control, quantity, reason in ((7, 500, "BLANKET-OVERDRAWN"),
                                      (8, 2000, "CHANGE-APPLIED")):
        mill.drop("acme", f"c{control}.edi", x12([po("P-1", [
            ("BULB", quantity, "1.60"), ("LED", 50, "3.95")], purpose="04",
            type="BK")], control=control))
        mill.night(f"2026-11-2{control - 2}")
        got = [o for o in mill.list("order", po_number="P-1")
               if o["purpose"] == "change"][-1]
        assert got["reason"] == reason, got
    assert {x["sku"]: x["max_quantity"] for x in mill.list("blanket_line")} \
        == {"BULB": "2000", "LED": "50"}
    assert mill.one("blanket")["max_minor"] == 339750
    got = call(mill, "2", [("BULB", 1400, "1.60")], "2026-11-28")
    assert got["state"] == "accepted", got


def items_and_days_are_those_that_were_agreed(work):
    mill = agreed(work, extra=["DTM*092*20261124", "DTM*093*20261231"])
    row = mill.one("blanket")
    assert (row["starts_on"], row["ends_on"]) == ("2026-11-24", "2026-12-31")
    for release, lines, wanted, reason in (
            ("1", [("TUBE", 1, "2.60")], "2026-12-01", "BLANKET-ITEM"),
            ("2", [("BULB", 1, "1.60")], "2027-01-04", "BLANKET-ENDED"),
            ("3", [("BULB", 1, "1.60")], "2026-11-23", "BLANKET-ENDED")):
        got = call(mill, release, lines, "2026-11-24", requested=wanted)
        assert (got["state"], got["reason"]) == ("rejected", reason), got
    assert drawn(mill) == {"BULB": "0", "LED": "0"}


def a_cancelled_agreement_is_drawn_on_no_more(work):
    mill = agreed(work)
    mill.drop("acme", "c.edi", x12([po("P-1", [("BULB", 1000, "1.60")],
                                       purpose="01", type="BK")], control=9))
    assert mill.night("2026-11-24").code == 0
    assert mill.list("order", po_number="P-1")[0]["state"] == "cancelled"
    assert not mill.list("ledger")
    got = call(mill, "1", [("BULB", 1, "1.60")], "2026-11-25")
    assert (got["state"], got["reason"]) == ("rejected", "BLANKET-ENDED"), got


def a_value_is_a_limit_too(work):
    mill = agreed(work, lines=[("BULB", 1000, "1.60")])
    mill.master["catalog"] = [r if r[0] != "BULB" else r[:5] + ("1.70",) +
                              r[6:] for r in mill.master["catalog"]]
    mill.write_master()
    got = call(mill, "1", [("BULB", 1000, "1.70")], "2026-11-24")
    assert got["reason"] == "BLANKET-OVERDRAWN" and "value" in got["detail"]
    got = call(mill, "2", [("BULB", 900, "1.70")], "2026-11-25")
    assert got["state"] == "accepted", got


def a_line_without_a_quantity_is_open(work):
    mill = agreed(work, lines=[("BULB", 0, "1.60"), ("LED", 50, "3.95")])
    assert mill.one("order")["state"] == "accepted", mill.list("order")
    assert {x["sku"]: x["max_quantity"] for x in mill.list("blanket_line")} \
        == {"BULB": "", "LED": "50"}
    assert mill.one("blanket")["max_minor"] is None
    got = call(mill, "1", [("BULB", 9000, "1.60")], "2026-11-24")
    assert got["state"] == "accepted", got
    got = call(mill, "2", [("LED", 51, "3.95")], "2026-11-25")
    assert got["reason"] == "BLANKET-OVERDRAWN", got
    assert drawn(mill) == {"BULB": "9000", "LED": "0"}


def a_person_accepts_each_where_that_was_agreed(work):
    mill = agreed(work, recurrence='accept = "hold";')
    row = mill.one("order")
    assert (row["state"], row["reason"]) == ("held", "ORDER-BLANKET"), row
    got = call(mill, "1", [("BULB", 5, "1.60")], "2026-11-24")
    assert (got["state"], got["reason"]) == ("held", "ORDER-CALL-OFF"), got
    ref = f"order:{got['order_id']}"
    assert mill.run("release", ref, "--reason", "x").code == 1
    mill.good("release", "order:1", "--reason", "agreed")
    assert mill.night("2026-11-25").code == 1
    mill.good("release", ref, "--reason", "it is there now")
    assert mill.night("2026-11-26").code == 0
    assert drawn(mill)["BULB"] == "5"
    assert mill.list("order", order_id=got["order_id"])[0]["state"] == \
        "accepted"


def a_person_cannot_draw_more_either(work):
    mill = agreed(work, recurrence='accept = "hold";')
    got = call(mill, "1", [("BULB", 1001, "1.60")], "2026-11-24")
    mill.good("release", "order:1", "--reason", "agreed")
    mill.night("2026-11-25")
    ran = mill.run("release", f"order:{got['order_id']}", "--reason", "x")
    assert ran.code == 1 and "1000 of 1000 are left" in ran.err, ran
    assert drawn(mill)["BULB"] == "0"


TESTS = [t for name, t in list(globals().items()) if callable(t) and
         getattr(t, "__module__", "") == __name__ and
         t.__code__.co_varnames[:t.__code__.co_argcount] == ("work",)]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
