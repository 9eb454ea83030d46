#!/usr/bin/python3
"""Changes and cancellations of booked orders, through the program:
night_changes.py [BUILD].  ONLY=part of a test's name runs those."""
import os
import sys

import mill as m
from mill import po, x12
from night_samples import sample_mill

DAY, NEXT, LATER = "2026-11-23", "2026-11-24", "2026-11-25"
SHIP_DAY = "2026-11-29"


def acme(work, **more):
    mill = work.mill()
    mill.customer("acme", **more)
    return mill


def booked(work, lines=None, **more):
    """A mill with the accepted order P-1."""
    mill = acme(work, **more)
    mill.drop("acme", "a.edi", x12([po("P-1", lines or [
        ("BULB", 10, "1.60"), ("LED", 5, "3.95")])]))
    assert mill.night(DAY).code == 0
    assert mill.state("P-1") == "accepted"
    return mill


def change(number, lines, purpose="04", **more):
    control = more.pop("control", 2)
    return x12([po(number, lines, purpose=purpose, **more)], control=control)


def order(mill, purpose="original"):
    return [o for o in mill.list("order", po_number="P-1")
            if o["purpose"] == purpose][-1]


def lines(mill, row):
    return {l["line"]: l for l in mill.list("order_line",
                                            order_id=row["order_id"])}


def committed(mill):
    return mill.balance("commitment", "acme")


def a_change_makes_the_order_another(work):
    mill = booked(work)
    first = order(mill)
    mill.drop("acme", "b.edi", change("P-1", [("BULB", 20, "1.60"),
                                              ("LED", 5, "3.95"),
                                              ("BULB", 2, "1.60")]))
    assert mill.night(NEXT).code == 0
    now, said = order(mill), order(mill, "change")
    assert now["state"] == "accepted" and now["line_count"] == 3
    assert now["confirmation"] == first["confirmation"]
    assert said["state"] == "noted" and said["reason"] == "CHANGE-APPLIED"
    assert now["net_minor"] == 2200 * 160 // 100 + 1975, now
    assert lines(mill, now)[1]["quantity"] == "20"
    assert committed(mill) == now["total_minor"]
    assert mill.ledger_is_balanced()
    assert mill.codes("acme", "P-1") == ["AP", "CA"]
    before = mill.dump()
    assert mill.night(LATER).code == 0
    assert before == mill.dump(), m.differences(before, mill.dump())


def a_price_is_kept_where_none_is_said(work):
    mill = booked(work)
    mill.drop("acme", "b.edi", change("P-1", [("BULB", 3, None)]))
    assert mill.night(NEXT).code == 0
    assert lines(mill, order(mill))[1]["amount_minor"] == 480
    assert committed(mill) == order(mill)["total_minor"]


def another_quantity_is_counted_from_the_price(work):
    """Not from the old amount, whose rounding would be multiplied."""
    mill = booked(work, [("BULB", 10, "1.2346")],
                  rules='price_tolerance_percent = "100";')
    assert order(mill)["net_minor"] == 1235
    mill.drop("acme", "b.edi", change("P-1", [("BULB", 1500, None)]))
    assert mill.night(NEXT).code == 0
    assert order(mill)["net_minor"] == 185190, order(mill)


def a_day_of_a_line_is_not_that_of_the_order(work):
    mill = booked(work)
    first = order(mill)
    text = change("P-1", [("BULB", 4, "1.60")], requested=None) \
        .replace(b"VN*BULB~\n", b"VN*BULB~\nDTM*002*20261215~\n") \
        .replace(b"SE*7*", b"SE*8*")
    mill.drop("acme", "b.edi", text)
    assert mill.night(NEXT).code == 0, mill.list("finding")
    now = order(mill)
    assert mill.rows("SELECT date(requested_on * 86400, 'unixepoch') FROM "
                     "order_line WHERE order_id = ? AND line = 1",
                     now["order_id"]) == [("2026-12-15",)]
    assert now["requested_on"] == first["requested_on"] == "2026-11-30"
    assert now["warehouse_on"] == first["warehouse_on"]


def a_replacement_is_the_whole_order(work):
    mill = booked(work)
    mill.drop("acme", "b.edi", change("P-1", [("BULB", 7, "1.60")],
                                      purpose="05"))
    assert mill.night(NEXT).code == 0
    now = lines(mill, order(mill))
    assert now[1]["quantity"] == "7" and now[2]["state"] == "cancelled"
    assert committed(mill) == order(mill)["total_minor"]


def a_cancellation_frees_what_was_committed(work):
    mill = booked(work)
    mill.drop("acme", "b.edi", change("P-1", [("BULB", 10, "1.60")],
                                      purpose="01"))
    assert mill.night(NEXT).code == 0
    assert order(mill)["state"] == "cancelled" and committed(mill) == 0
    assert order(mill, "cancel")["reason"] == "CHANGE-APPLIED"
    # It is the cancellation that is accepted now.
    assert mill.codes("acme", "P-1") == ["AP", "AP"]
    mill.drop("acme", "c.edi", change("P-1", [("BULB", 1, "1.60")],
                                      control=3))
    assert mill.night(LATER).code == 1
    assert order(mill, "change")["reason"] == "CHANGE-LATE"
    assert mill.codes("acme", "P-1")[-1] == "RE"


def a_change_in_the_same_night_follows_its_order(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", change("P-1", [("BULB", 4, "1.60")]))
    mill.drop("acme", "b.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 0
    assert lines(mill, order(mill))[1]["quantity"] == "4"
    assert committed(mill) == order(mill)["total_minor"]


def a_change_that_comes_first_waits(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", change("P-1", [("BULB", 4, "1.60")]))
    mill.night(DAY)
    said = order(mill, "change")
    assert said["state"] == "received" and said["reason"] == "CHANGE-PARKED"
    mill.drop("acme", "b.edi", x12([po("P-1", [("BULB", 10, "1.60")])],
                                   control=3))
    assert mill.night(DAY + "T20:00:00Z").code == 0
    assert lines(mill, order(mill))[1]["quantity"] == "4"


def a_change_without_an_order_is_refused_in_the_end(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", change("P-1", [("BULB", 4, "1.60")]))
    mill.night(DAY)
    assert mill.night("2026-11-24T01:00:00Z").code == 0
    assert order(mill, "change")["state"] == "received"
    assert mill.night("2026-11-24T03:00:00Z").code == 1
    said = order(mill, "change")
    assert said["state"] == "rejected"
    assert said["reason"] == "CHANGE-NO-ORDER"
    assert mill.codes("acme", "P-1") == ["RE"]


def what_cannot_be_meant_changes_nothing(work):
    mill = booked(work)
    before = order(mill)
    text = change("P-1", [("BULB", 4, "1.60")]).replace(b"PO1*1*", b"PO1*9*")
    mill.drop("acme", "b.edi", text.replace(b"*VN*BULB", b""))
    assert mill.night(NEXT).code == 1
    assert order(mill, "change")["reason"] == "CHANGE-LINE-UNKNOWN"
    assert mill.one("finding", code="CHANGE-LINE-UNKNOWN")
    assert order(mill) == before
    assert mill.codes("acme", "P-1") == ["AP", "RE"]


def the_same_change_counts_once(work):
    mill = booked(work)
    for control, day in ((2, NEXT), (3, LATER)):
        mill.drop("acme", f"{control}.edi", change(
            "P-1", [("BULB", 20, "1.60")], control=control))
        assert mill.night(day).code == 0
    assert order(mill, "change")["reason"] == "CHANGE-REPEATED"
    assert len([p for p in mill.list("ledger") if p["event"] == "changed"]
               ) in (2, 4)
    assert committed(mill) == order(mill)["total_minor"]


def more_than_the_credit_allows_holds_the_change_alone(work):
    mill = booked(work, limit="60.00")
    before = order(mill)
    mill.drop("acme", "b.edi", change("P-1", [("BULB", 2000, "1.60")]))
    assert mill.night(NEXT).code == 1
    said = order(mill, "change")
    assert said["state"] == "held" and said["reason"] == "ORDER-CREDIT"
    assert order(mill) == before, (before, order(mill))
    mill.good("release", f"order:{said['order_id']}", "--reason", "agreed")
    assert mill.night(LATER).code == 0
    assert lines(mill, order(mill))[1]["quantity"] == "2000"
    assert committed(mill) == order(mill)["total_minor"]


def a_change_that_is_released_at_our_price_is_booked_at_it(work):
    for word, minor, price in (("ours", 3200, "1.6"), ("theirs", 20, "0.01")):
        mill = booked(work)
        mill.drop("acme", "b.edi", change("P-1", [("BULB", 20, "0.01")]))
        assert mill.night(NEXT).code == 1
        said = order(mill, "change")
        assert said["reason"] == "ORDER-PRICE", said
        mill.good("release", f"order:{said['order_id']}", "--price", word,
                  "--reason", "as agreed")
        assert mill.night(LATER).code == 0
        now = lines(mill, order(mill))[1]
        assert (now["amount_minor"], now["price"]) == (minor, price), now
        assert committed(mill) == order(mill)["total_minor"]
        assert mill.codes("acme", "P-1")[-1] == "CA"


def what_is_at_the_warehouse_needs_its_word(work):
    mill = acme(work)
    mill.warehouse("depot")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 0
    assert mill.night(SHIP_DAY).code == 0
    assert mill.state("P-1") == "at_warehouse"
    mill.drop("acme", "b.edi", change("P-1", [("BULB", 4, "1.60")]))
    assert mill.night("2026-11-30").code == 1
    said = order(mill, "change")
    assert said["reason"] == "CHANGE-WAREHOUSE" and said["state"] == "held"
    mill.good("release", f"order:{said['order_id']}", "--reason", "not picked")
    assert mill.night("2026-12-01").code == 0
    assert lines(mill, order(mill))[1]["quantity"] == "4"
    assert order(mill)["state"] == "at_warehouse"
    assert committed(mill) == order(mill)["total_minor"]


def a_released_change_of_charges_applies_its_lines(work):
    mill = booked(work)
    mill.drop("acme", "b.edi", x12([po(
        "P-1", [("BULB", 4, "1.60")], purpose="04",
        extra=["SAC*C*D240***500"])], control=2))
    assert mill.night(NEXT).code == 1
    said = order(mill, "change")
    assert said["reason"] == "CHANGE-CHARGES", said
    mill.good("release", f"order:{said['order_id']}", "--as-is",
              "--reason", "freight as before")
    assert mill.night(LATER).code == 0
    assert lines(mill, order(mill))[1]["quantity"] == "4"
    assert order(mill)["charge_minor"] == 0


def a_test_change_changes_a_test_order_alone(work):
    mill = booked(work)
    mill.drop("acme", "b.edi", x12([po("P-1", [("BULB", 4, "1.60")],
                                       purpose="04")], control=2, usage="T"))
    assert mill.night(NEXT).code == 0
    assert lines(mill, order(mill))[1]["quantity"] == "10"
    assert order(mill, "change")["reason"] == "CHANGE-PARKED"


def a_change_in_acceptance_mode_charges_the_difference(work):
    mill = booked(work, charge_at="acceptance")
    first = order(mill)["total_minor"]
    assert mill.balance("receivable", "acme") == first
    mill.drop("acme", "b.edi", change("P-1", [("BULB", 20, "1.60")]))
    assert mill.night(NEXT).code == 0
    assert mill.balance("receivable", "acme") == order(mill)["total_minor"]
    assert order(mill)["total_minor"] > first and mill.ledger_is_balanced()


def what_ends_an_order_later_is_no_answer_to_its_change(work):
    """The warehouse has nothing, or a person cancels it: the buyer hears that
    nothing comes, not that the change was done."""
    mill = booked(work)
    mill.warehouse("venlo")
    mill.drop("acme", "b.edi", change("P-1", [("BULB", 12, "1.60")]))
    mill.drop("acme", "c.edi", x12([po("P-2", [("LED", 1, "3.95")])],
                                   control=3))
    mill.drop("acme", "d.edi", change("P-2", [("LED", 2, "3.95")], control=4))
    assert mill.night(NEXT).code == 0
    assert mill.codes("acme", "P-1") == ["AP", "CA"]
    assert mill.codes("acme", "P-2") == ["CA"]
    assert mill.run("cancel", "P-2", "--reason", "sold out").code == 0
    assert mill.night("2026-11-29").code == 0
    mill.drop("venlo", "s.csv", m.shipped([
        ("V-1", order(mill)["confirmation"], n, sku, 0, True)
        for n, sku in ((1, "BULB"), (2, "LED"))]))
    assert mill.night("2026-12-01").code == 0
    for number, before in (("P-1", ["AP", "CA"]), ("P-2", ["CA"])):
        assert mill.codes("acme", number) == before + ["CA"], number
        told = mill.answers("acme", number, "OrderResponse")[-1]
        assert set(told.texts("a:OrderLine/a:LineItem/c:LineStatusCode")) == \
            {"7"}, told.data
        assert not any("change" in n for n in told.notes), told.notes


# --- with change numbers: X12 860 -------------------------------------------

def x860(lines, number, purpose="04", control=20, usage="P"):
    """lines: (line, DE 670, quantity, price, sku), each as text."""
    set_ = ["ST*860*0001", f"BCH*{purpose}*SA*P-1**{number}*20261120*****"
            "20261123", f"N1*BY*The buyer*UL*{m.GLN['acme']}"]
    for line, what, quantity, price, sku in lines:
        set_.append(f"POC*{line}*{what}*{quantity}**EA*{price}**VN*{sku}"
                    .rstrip("*"))
    set_.append(f"CTT*{len(lines)}")
    out = ["ISA*00*          *00*          *ZZ*ACME           *ZZ*LAMPCO   "
           f"      *261123*0905*U*00401*{control:09}*0*{usage}*>",
           f"GS*PC*ACME*LAMPCO*20261123*0905*{control}*X*004010", *set_,
           f"SE*{len(set_) + 1}*0001", f"GE*1*{control}",
           f"IEA*1*{control:09}"]
    return "".join(t + "~" for t in out).encode()


RECEIVE = '{ format = "x12"; messages = [ "850", "860" ]; }'


def each_action_of_an_860_does_what_it_says(work):
    mill = booked(work, receive=RECEIVE)
    mill.drop("acme", "b.edi", x860([
        ("1", "QI", "24", "1.60", "BULB"), ("2", "DI", "5", "3.95", "LED"),
        ("3", "AI", "2", "1.60", "BULB")], 1))
    assert mill.night(NEXT).code == 0
    now = lines(mill, order(mill))
    assert now[1]["quantity"] == "24" and now[2]["state"] == "cancelled"
    assert now[3]["quantity"] == "2" and now[3]["amount_minor"] == 320
    assert order(mill)["change_number"] == "1"
    assert committed(mill) == order(mill)["total_minor"]


def changes_of_one_night_are_applied_by_their_numbers(work):
    mill = booked(work, receive=RECEIVE)
    for number, quantity, name in (("2", "30", "a"), ("1", "24", "b")):
        mill.drop("acme", f"{name}.edi", x860(
            [("1", "CA", quantity, "1.60", "BULB")], number,
            control=20 + int(number)))
    assert mill.night(NEXT).code == 0
    assert lines(mill, order(mill))[1]["quantity"] == "30"
    assert order(mill)["change_number"] == "2"
    assert committed(mill) == order(mill)["total_minor"]


def an_860_that_comes_too_late_waits_for_a_person(work):
    mill = booked(work, receive=RECEIVE)
    for number, day in (("2", NEXT), ("1", LATER)):
        mill.drop("acme", f"{number}.edi", x860(
            [("1", "CA", "1" + number, "1.60", "BULB")], number,
            control=20 + int(number)))
        mill.night(day)
    said = order(mill, "change")
    assert said["reason"] == "CHANGE-SEQUENCE" and said["state"] == "held"
    assert lines(mill, order(mill))[1]["quantity"] == "12"
    mill.good("reject", f"order:{said['order_id']}", "--reason", "overtaken")
    assert mill.night("2026-11-26").code == 0
    assert mill.codes("acme", "P-1")[-1] == "RE"


def an_860_cancels_a_held_order_at_once(work):
    mill = acme(work, limit="0", receive=RECEIVE)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 1 and mill.state("P-1") == "held"
    mill.drop("acme", "b.edi", x860([("1", "DI", "10", "1.60", "BULB")], 1,
                                    purpose="01"))
    mill.night(NEXT)
    assert order(mill)["state"] == "cancelled" and committed(mill) == 0
    assert order(mill, "cancel")["reason"] == "CHANGE-APPLIED"


# --- in other formats --------------------------------------------------------

def sample(name):
    with open(os.path.join(m.ROOT, "samples", name), encoding="utf-8") as f:
        return f.read()


def latest(mill, number, purpose="original"):
    return [o for o in mill.list("order", po_number=number)
            if o["purpose"] == purpose][-1]


def cxml_updates_and_deletes_its_order(work):
    mill = sample_mill(work, "customer")
    update = sample("cxml/good_update_quantity.xml").replace(
        ' quantity="', ' requestedDeliveryDate="2026-11-30" quantity="')
    new = update.replace('type="update" orderVersion="2"',
                         'type="new" orderVersion="1"') \
        .replace("4700001.update", "4700001.new") \
        .replace('quantity="300"', 'quantity="250"') \
        .replace("540.00", "450.00")
    delete = update.replace('type="update" orderVersion="2"',
                            'type="delete" orderVersion="3"') \
        .replace("4700001.update", "4700001.delete")
    assert new != update and 'quantity="250"' in new
    for n, (text, day) in enumerate(((new, DAY), (update, NEXT),
                                     (delete, LATER))):
        mill.drop("acme", f"{n}.xml", text.encode())
        mill.night(day)
        row = latest(mill, "4700001")
        if n < 2:
            assert row["state"] == "accepted", row
            assert lines(mill, row)[1]["quantity"] == ("250", "300")[n]
            assert row["change_number"] == ("", "2")[n], row
    assert latest(mill, "4700001")["state"] == "cancelled"
    assert committed(mill) == 0 and mill.ledger_is_balanced()


ORDERS = """UNB+UNOC:3+8712345000004:14+8712345000011:14+261121:0200+{control}'
UNH+1+{type}:D:96A:UN:EAN008'BGM+{bgm}'DTM+137:20261122:102'
DTM+2:20261130:102'{ref}
NAD+BY+8712345000004::9'NAD+SU+8712345000011::9'CUX+2:EUR:9'{lines}
UNS+S'UNT+{count}+1'UNZ+1+{control}'"""


def edifact(kind, bgm, rows, control, ref=""):
    """rows: (line, action, GTIN, quantity, price)."""
    out = [f"LIN+{line}+{what}+{gtin}:EN'QTY+21:{quantity}:PCE'"
           f"PRI+AAA:{price}'" for line, what, gtin, quantity, price in rows]
    count = 9 + 3 * len(rows) + bool(ref)
    return ORDERS.format(type=kind, bgm=bgm, lines="\n".join(out), ref=ref,
                         count=count, control=control).encode()


def ordchg_changes_and_cancels_its_order(work):
    mill = sample_mill(work, "customer")
    bulb, led = "8712345000028", "8719876000015"
    ref = "RFF+ON:4711'"
    nights = (
        (edifact("ORDERS", "220+4711+9", [(1, "", bulb, 10, "1.60"),
                                          (2, "", led, 5, "1.80")], 101), DAY),
        (edifact("ORDCHG", "230+C1+4", [(1, 3, bulb, 20, "1.60"),
                                        (2, 2, led, 5, "1.80"),
                                        (3, 1, led, 7, "1.80")], 102, ref),
         NEXT),
        (edifact("ORDCHG", "230+C2+1", [], 103, ref), LATER))
    for n, (data, day) in enumerate(nights):
        mill.drop("acme", f"{n}.edi", data)
        mill.night(day)
        if n == 1:
            said = latest(mill, "4711", "change")
            assert said["reason"] == "CHANGE-APPLIED", said
            now = lines(mill, latest(mill, "4711"))
            assert now[1]["quantity"] == "20", now
            assert now[2]["state"] == "cancelled"
            assert now[3]["quantity"] == "7"
            assert committed(mill) == latest(mill, "4711")["total_minor"]
    assert latest(mill, "4711")["state"] == "cancelled"
    assert committed(mill) == 0 and mill.ledger_is_balanced()


TESTS = [t for name, t in list(globals().items()) if callable(t) and
         getattr(t, "__module__", "") == __name__ and
         t.__code__.co_varnames[:t.__code__.co_argcount] == ("work",)]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
