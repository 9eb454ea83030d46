#!/usr/bin/python3
"""What has left since a product was counted, kept night by night:
night_stock.py [BUILD].  ONLY=part of a test's name runs those.

Behind every test `verify` compares what is kept with the shipments."""
import os
import sqlite3
import sys

import mill as m
from mill import po, shipped, x12

DAY = "2026-11-23"
SHIP_DAY = "2026-11-29"         # the warehouse gets what is wanted on the 30th
LEFT = "2026-11-24T08:30:00Z"   # what shipped() says


def counted(mill, stock, at):
    mill.master["catalog"] = [
        row[:-2] + (stock, at) if row[0] == "TUBE" else row
        for row in mill.master["catalog"]]
    mill.write_master()


def acme(work):
    mill = work.mill()
    mill.customer("acme")
    return mill


def order(mill, number, quantity, day=DAY, **more):
    mill.drop("acme", f"{number}.edi", x12(
        [po(number, [("TUBE", quantity, "2.60")], **more)],
        control=int(number[2:])))
    return mill.night(day)


def kept(mill):
    return mill.rows("SELECT sku, quantity FROM stock_gone")


def backordered(mill, number):
    return [line["backorder_quantity"] for line in mill.list("order_line")
            if line["state"] == "backordered" and line["order_id"] ==
            mill.one("order", po_number=number)["order_id"]]


def leave(mill, number, quantity, name, final=True, day=SHIP_DAY):
    o = mill.one("order", po_number=number)
    mill.drop("venlo", f"{name}.csv", shipped(
        [(name, o["confirmation"], 1, "TUBE", quantity, final)]))
    return mill.night(day)


def shipped_60(work):
    mill = acme(work)
    order(mill, "P-1", 60)
    mill.night(SHIP_DAY)
    assert mill.state("P-1") == "at_warehouse"
    leave(mill, "P-1", 60, "S-1")
    assert mill.state("P-1") == "shipped"
    return mill


def what_left_is_kept_with_its_shipment(work):
    mill = shipped_60(work)
    assert kept(mill) == [("TUBE", "60")], kept(mill)
    order(mill, "P-2", 60, "2026-11-30", requested="2026-12-07")
    assert backordered(mill, "P-2") == ["20"]


def a_shipment_told_twice_is_kept_once(work):
    mill = shipped_60(work)
    leave(mill, "P-1", 60, "S-1")
    assert kept(mill) == [("TUBE", "60")], kept(mill)


def parts_of_an_order_add_up(work):
    mill = acme(work)
    order(mill, "P-1", 60)
    mill.night(SHIP_DAY)
    leave(mill, "P-1", 25, "S-1", final=False)
    assert kept(mill) == [("TUBE", "25")], kept(mill)
    leave(mill, "P-1", 35, "S-2")
    assert kept(mill) == [("TUBE", "60")], kept(mill)


def goods_shipped_by_hand_are_kept_too(work):
    mill = acme(work)
    order(mill, "P-1", 60)
    mill.good("ship", "P-1", "--at", LEFT, "--lines", "1=10")
    assert kept(mill) == [("TUBE", "10")], kept(mill)


def a_new_count_starts_anew(work):
    mill = shipped_60(work)
    counted(mill, "50", "2026-11-25")       # after the shipment of the 24th
    order(mill, "P-2", 60, "2026-11-30", requested="2026-12-07")
    assert kept(mill) == [("TUBE", "0")], kept(mill)
    assert backordered(mill, "P-2") == ["10"]


def a_count_of_before_takes_back_what_left_since(work):
    mill = acme(work)
    counted(mill, "100", "2026-11-25")
    order(mill, "P-1", 60)
    mill.night(SHIP_DAY)
    leave(mill, "P-1", 60, "S-1")           # it left before the count
    assert kept(mill) == [("TUBE", "0")], kept(mill)
    counted(mill, "100", "2026-11-20")
    order(mill, "P-2", 60, "2026-11-30", requested="2026-12-07")
    assert kept(mill) == [("TUBE", "60")], kept(mill)
    assert backordered(mill, "P-2") == ["20"]


def change(mill, sql):
    db = sqlite3.connect(os.path.join(mill.path, "var", "ordermill.db"))
    db.executescript(sql)
    db.close()


def what_is_not_kept_is_read_from_the_shipments(work):
    mill = shipped_60(work)
    change(mill, "DELETE FROM stock_gone")
    order(mill, "P-2", 60, "2026-11-30", requested="2026-12-07")
    assert kept(mill) == [("TUBE", "60")], kept(mill)
    assert backordered(mill, "P-2") == ["20"]


def held(mill):
    return dict(mill.rows("SELECT sku, quantity FROM stock_open"))["TUBE"]


def what_open_orders_hold_follows_every_turn(work):
    """Kept as of the night before: each night takes in what came since."""
    mill = acme(work)
    counted(mill, "1000", "2026-11-01")
    order(mill, "P-1", 60)
    order(mill, "P-2", 5, "2026-11-24")
    assert held(mill) == "60"
    order(mill, "P-3", 7, "2026-11-25", requested="2026-12-20")
    assert held(mill) == "65"
    mill.good("hold", "P-3", "--reason", "wait")
    mill.good("cancel", "P-2", "--reason", "not wanted")
    order(mill, "P-4", 1, "2026-11-26", requested="2026-12-20")
    assert held(mill) == "60"
    mill.good("release", "P-3", "--reason", "go on")
    mill.night(SHIP_DAY)
    leave(mill, "P-1", 20, "S-1", final=False)
    order(mill, "P-5", 1, "2026-11-30", requested="2026-12-20")
    assert held(mill) == "48"               # 40 of P-1, P-3, P-4
    leave(mill, "P-1", 30, "S-2", day="2026-12-01")     # ten never come
    order(mill, "P-6", 1, "2026-12-02", requested="2026-12-20")
    assert held(mill) == "9"                # P-3, P-4, P-5
    assert mill.run("verify").code == 0
    counted(mill, "", "")
    order(mill, "P-7", 1, "2026-12-03", requested="2026-12-20")
    assert not mill.rows("SELECT sku FROM stock_open WHERE sku = 'TUBE'")
    counted(mill, "1000", "2026-11-01")
    order(mill, "P-8", 1, "2026-12-04", requested="2026-12-20")
    assert held(mill) == "11"


def what_is_held_is_changed_by_hand_and_counted_so(work):
    mill = acme(work)
    counted(mill, "100", "2026-11-01")
    order(mill, "P-1", 60)
    order(mill, "P-2", 5, "2026-11-24")
    for sql, now in (
            ("UPDATE order_line SET quantity = '50', stock_quantity = '50' "
             "WHERE order_id = 1", "55"),
            ("UPDATE order_line SET sku = 'LED' WHERE order_id = 1", "5"),
            ("UPDATE order_line SET sku = 'TUBE' WHERE order_id = 1", "55"),
            ("DELETE FROM order_line WHERE order_id = 2", "50"),
            ("UPDATE orders SET test = 1 WHERE order_id = 1", "0"),
            ("UPDATE orders SET test = 0 WHERE order_id = 1", "50"),
            ("DELETE FROM stock_open", "50")):
        change(mill, sql)
        copy = work.mill_copy(mill, f"copy{len(work.mills)}")
        copy.damaged = True
        order(copy, "P-3", 1, "2026-11-25")
        assert held(copy) == now, (sql, held(copy))
        found = [line for line in copy.run("verify").out.splitlines()
                 if "VERIFY-STOCK" in line]
        assert not found, (sql, found)
    mill.damaged = True


def what_was_changed_is_found_by_verify(work):
    mill = shipped_60(work)
    order(mill, "P-2", 3, "2026-11-30", requested="2026-12-07")
    for sql in ("UPDATE stock_open SET quantity = '59' WHERE sku = 'TUBE'",
                "UPDATE stock_open SET quantity = '' WHERE sku = 'TUBE'",
                "DELETE FROM stock_touched",
                "UPDATE stock_gone SET quantity = '59'",
                "UPDATE stock_gone SET quantity = ''",
                "UPDATE stock_gone SET since = 1900000000",
                "INSERT INTO stock_gone VALUES ('BULB', 0, '1')",
                "UPDATE shipment_line SET quantity = '61'",
                "UPDATE shipment SET left_at = 1"):
        copy = work.mill_copy(mill, f"copy{len(work.mills)}")
        copy.damaged = True
        change(copy, sql)
        ran = copy.run("verify")
        assert ran.code == 70 and "VERIFY-STOCK" in ran.out, (sql, ran)
    assert mill.run("verify").code == 0


TESTS = [
    what_left_is_kept_with_its_shipment, a_shipment_told_twice_is_kept_once,
    parts_of_an_order_add_up, goods_shipped_by_hand_are_kept_too,
    a_new_count_starts_anew, a_count_of_before_takes_back_what_left_since,
    what_is_not_kept_is_read_from_the_shipments,
    what_open_orders_hold_follows_every_turn,
    what_is_held_is_changed_by_hand_and_counted_so,
    what_was_changed_is_found_by_verify]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
