#!/usr/bin/python3
"""The rules of the night, one by one, through the program: night_rules.py
[BUILD].  ONLY=part of a test's name runs those."""
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import mill as m
from mill import csv_orders, po, shipped, ubl, x12

DAY = "2026-11-23"              # a Monday; orders are wanted on the 30th
SHIP_DAY = "2026-11-29"         # then the warehouse gets them


def acme(work, **more):
    mill = work.mill()
    mill.customer("acme", **more)
    return mill


def said_before(mill, number):
    return len(mill.answers("acme", number, "OrderResponse"))


def events(mill, subject, kind=None):
    return [e for e in mill.list("event", subject=subject)
            if kind is None or e["kind"] == kind]


# --- said twice --------------------------------------------------------------

def a_known_arrival_is_left_alone(work):
    mill = acme(work, connection='after_fetch = "leave";')
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 0
    for name in mill.outgoing("acme"):
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    before = mill.dump()
    assert mill.night("2026-11-24").code == 0
    assert before == mill.dump(), m.differences(before, mill.dump())
    assert not mill.outgoing("acme"), "answered what was answered"
    assert list(mill.outgoing("acme", "inbox")) == ["a.edi"]


def the_same_bytes_again_are_answered_again_and_book_nothing(work):
    mill = acme(work)
    data = x12([po("P-1", [("BULB", 10, "1.60")])])
    mill.drop("acme", "a.edi", data)
    assert mill.night(DAY).code == 0
    first, ledger = mill.outgoing("acme"), mill.list("ledger")
    assert len(first) == 2, first.keys()
    for name in first:
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    mill.drop("acme", "other name.edi", data)
    assert mill.night("2026-11-24").code == 0
    assert mill.outgoing("acme") == first, "other answers than before"
    assert mill.list("ledger") == ledger and len(mill.list("order")) == 1
    assert len(mill.list("file")) == 1 and not mill.outgoing("acme", "inbox")
    assert events(mill, "file:1", "repeated")


def the_same_interchange_in_another_file_books_nothing(work):
    mill = acme(work)
    one = x12([po("P-1", [("BULB", 10, "1.60")])], control=7)
    mill.drop("acme", "a.edi", one)
    assert mill.night(DAY).code == 0
    first, ledger = mill.outgoing("acme"), mill.list("ledger")
    for name in first:
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    mill.drop("acme", "b.zip", m.zipped([("in.edi", one)]))
    mill.drop("acme", "c.edi", one + x12([po("P-2", [("LED", 5, "3.95")])],
                                         control=8))
    assert mill.night("2026-11-24").code == 0
    again = mill.outgoing("acme")
    assert {n: again[n] for n in first} == first, "answered otherwise"
    assert mill.list("ledger")[:2] == ledger
    assert mill.codes("acme", "P-1") == ["AP"]
    assert mill.codes("acme", "P-2") == ["AP"]
    accepted = [o for o in mill.list("order") if o["state"] == "accepted"]
    assert [o["po_number"] for o in accepted] == ["P-1", "P-2"]


def an_interchange_says_why_its_first_message_failed_or_what_refused_it(work):
    mill = acme(work)
    two = x12([po("P-1", [("BULB", "1O", "1.60")]),
               po("P-2", [("BULB", 10, "1.60")])], 7)
    mill.drop("acme", "a.edi", two.replace(b"SE*8*0002", b"SE*9*0002"))
    mill.drop("acme", "b.edi", two.replace(b"IEA*1*", b"IEA*3*").replace(
        b"0007", b"0008"))
    mill.drop("acme", "c.edi", two.replace(b"GE*2*", b"GE*3*").replace(
        b"0007", b"0009"))
    mill.drop("acme", "d.edi", two.replace(b"0007", b"0010"))
    assert mill.night(DAY).code == 1
    said = mill.rows(
        "SELECT f.name, i.state, i.reason, i.detail FROM interchange i "
        "JOIN file f USING (file_id) ORDER BY f.name")
    assert said == [
        ("a.edi", "rejected", "X12-ELEMENT-NUMBER",
         "the first of 2 messages, all of which are refused"),
        ("b.edi", "rejected", "X12-IEA-COUNT", ""),
        ("c.edi", "rejected", "X12-GE-COUNT", ""),
        ("d.edi", "accepted", "", "")], said


def a_rejected_order_is_told_as_an_order_and_not_as_a_message_too(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", "1O", "1.60")]),
                                    po("P-2", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 1
    assert mill.rows("SELECT document_id, state, purpose FROM message") == [
        ("P-1", "rejected", "original"), ("P-2", "accepted", "original")]
    told = mill.run("report").out
    assert told.count("PO P-1") == 1, told
    assert "850 P-1 in file" not in told, told


def a_control_number_with_other_content_is_held_and_refused_by_name(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])], 7))
    assert mill.night(DAY).code == 0
    mill.drop("acme", "b.edi", x12([po("P-2", [("BULB", 10, "1.60")])], 7))
    ran = mill.night("2026-11-24")
    assert ran.code == 1, ran
    assert mill.rows("SELECT state, reason FROM interchange "
                     "ORDER BY interchange_id")[1] == ("held",
                                                       "FILE-DUPLICATE")
    assert mill.codes("acme", "P-2") == [], "an order of a held interchange"
    refused = mill.answers("acme", kind="ApplicationResponse")[-1]
    assert refused.code == "RE", refused.data
    assert "FILE-DUPLICATE" in mill.run("run", "report", "--report").out or \
        "control number" in mill.run("run", "report", "--report").out


def the_same_order_again_is_answered_again_and_books_nothing(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])], 1))
    assert mill.night(DAY).code == 0
    first, ledger = mill.outgoing("acme"), mill.list("ledger")
    for name in first:
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    mill.drop("acme", "b.edi", x12([po("P-1", [("BULB", 10, "1.60")])], 2))
    assert mill.night("2026-11-24").code == 0
    assert [o["state"] for o in mill.list("order")] == ["accepted", "noted"]
    assert mill.list("ledger") == ledger
    assert mill.codes("acme", "P-1") == ["AP"]
    answer = mill.answers("acme", "P-1", "OrderResponse")[0]
    assert first[answer.name] == answer.data


def a_po_number_with_other_content_is_held(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])], 1))
    assert mill.night(DAY).code == 0
    mill.drop("acme", "b.edi", x12([po("P-1", [("BULB", 11, "1.60")])], 2))
    assert mill.night("2026-11-24").code == 1
    held = mill.one("order", state="held")
    assert held["reason"] == "ORDER-DUPLICATE", held
    hold = mill.one("hold", order_id=held["order_id"])
    assert hold["reason"] == "duplicate" and not hold["ended_at"]
    assert mill.codes("acme", "P-1") == ["AP", "AB"]


def a_po_number_with_other_content_is_refused_where_that_is_the_rule(work):
    mill = acme(work, rules='duplicate_po = "reject";')
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])], 1))
    assert mill.night(DAY).code == 0
    mill.drop("acme", "b.edi", x12([po("P-1", [("BULB", 11, "1.60")])], 2))
    assert mill.night("2026-11-24").code == 1
    assert mill.codes("acme", "P-1") == ["AP", "RE"]
    assert mill.one("order", state="rejected")["reason"] == "ORDER-DUPLICATE"
    assert len(mill.list("ledger")) == 2


def releases_of_one_po_number_are_orders_of_their_own(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12(
        [po("B-1", [("BULB", 10, "1.60")], release=r, type="RL")
         for r in ("1", "2", "1")]))
    mill.night(DAY)
    by = sorted((o["release_number"], o["state"]) for o in
                mill.list("order"))
    assert len(by) == 3, by
    assert [b[0] for b in by] == ["1", "1", "2"]
    assert not [b for b in by if b[1] == "received"], by


# --- test documents ----------------------------------------------------------

def a_test_document_is_answered_and_touches_nothing(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("T-1", [("TUBE", 90, "2.60")],
                                       requested="2026-11-24")], usage="T"))
    mill.drop("acme", "b.edi", x12([po("P-1", [("TUBE", 90, "2.60")],
                                       requested="2026-11-24")], control=2))
    assert mill.night("2026-11-24").code == 0
    test = mill.one("order", po_number="T-1")
    assert test["test"] == 1 and test["state"] == "accepted", test
    assert not [p for p in mill.list("ledger")
                if p["order_id"] == test["order_id"]]
    assert "TEST" in mill.answers("acme", "T-1", "OrderResponse")[0].notes
    work_list = b"".join(mill.outgoing("venlo").values())
    number = mill.one("order", po_number="P-1")["confirmation"].encode()
    assert number in work_list, "the real order is not at the warehouse"
    assert test["confirmation"].encode() not in work_list
    assert mill.state("P-1") == "at_warehouse"
    assert mill.one("order_line", order_id=mill.one(
        "order", po_number="P-1")["order_id"])["backorder_quantity"] == "0"


def a_production_document_from_a_test_partner_is_held(work):
    mill = acme(work, state="test")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 1
    o = mill.one("order")
    assert o["state"] in ("held", "received"), o
    assert not mill.list("ledger")


# --- answers -----------------------------------------------------------------

def held_is_said_first_and_accepted_after_the_release(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("NEW", 10, "1.60")])]))
    assert mill.night(DAY).code == 1
    assert mill.codes("acme", "P-1") == ["AB"]
    assert "NEW" in mill.answers("acme", "P-1")[0].notes
    assert mill.night("2026-11-24").code == 1, "an open hold is not forgotten"
    mill.master["catalog"].append(("NEW", "", "A new one", "goods", "C62",
                                   "1.60", "EUR", "S", "21", "", ""))
    mill.write_master()
    mill.night("2026-11-25")
    mill.good("release", "P-1", "--reason", "now in the catalog")
    assert mill.night("2026-11-26").code == 0
    o = mill.one("order", po_number="P-1")
    assert o["state"] == "accepted" and o["net_minor"] == 1600, o
    assert mill.codes("acme", "P-1") == ["AB", "AP"]
    answer = mill.answers("acme", "P-1")[1]
    assert answer.text("c:SalesOrderID") == o["confirmation"]
    hold = mill.one("hold")
    assert hold["ended_at"] and hold["ended_by"], hold


def refused_is_answered_with_the_reason(work):
    mill = acme(work, rules='unknown_item = "reject";')
    mill.drop("acme", "a.edi", x12([po("P-1", [("NONE", 10, "1.60")])]))
    assert mill.night(DAY).code == 1
    assert mill.state("P-1") == "rejected"
    assert mill.codes("acme", "P-1") == ["RE"]
    assert "NONE" in mill.answers("acme", "P-1")[0].notes
    assert not mill.list("ledger")
    # A rejected order frees its number.
    mill.drop("acme", "b.edi", x12([po("P-1", [("BULB", 10, "1.60")])], 2))
    assert mill.night("2026-11-24").code == 0
    assert mill.codes("acme", "P-1") == ["RE", "AP"]


def a_person_may_refuse_what_is_held(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("NONE", 10, "1.60")])]))
    mill.night(DAY)
    mill.good("reject", "P-1", "--reason", "we do not sell that")
    mill.night("2026-11-24")
    assert mill.state("P-1") == "rejected"
    assert mill.codes("acme", "P-1") == ["AB", "RE"]
    assert "we do not sell that" in mill.answers("acme", "P-1")[1].notes


def a_backordered_line_is_told_with_all_lines(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [
        ("BULB", 10, "1.60"), ("TUBE", 130, "2.60"), ("LED", 1, "3.95")])]))
    assert mill.night(DAY).code == 0
    assert mill.codes("acme", "P-1") == ["CA"]
    lines = [line["state"] for line in mill.list("order_line")]
    assert lines == ["accepted", "backordered", "accepted"], lines
    answer = mill.answers("acme", "P-1")[0]
    path = "a:OrderLine/a:LineItem/"
    assert answer.texts(path + "c:LineStatusCode") == ["5", "3", "5"]
    assert answer.texts(path + "c:Quantity") == ["10", "100", "1"], \
        answer.data
    assert answer.texts(path + "c:MaximumBackorderQuantity")[0] == "30"
    assert mill.one("order")["net_minor"] == 1600 + 33800 + 395


def a_short_line_is_cut_where_that_is_the_rule(work):
    mill = acme(work, rules='short = "cancel";')
    mill.drop("acme", "a.edi", x12([po("P-1", [
        ("BULB", 10, "1.60"), ("TUBE", 130, "2.60")])]))
    assert mill.night(DAY).code == 0
    assert mill.codes("acme", "P-1") == ["CA"]
    assert mill.one("order")["net_minor"] == 1600 + 26000
    answer = mill.answers("acme", "P-1")[0]
    assert answer.texts("a:OrderLine/a:LineItem/c:Quantity") == ["10", "100"]
    assert mill.balance("commitment", "acme") == round(27600 * 1.21)


def a_short_order_is_held_where_that_is_the_rule(work):
    mill = acme(work, rules='short = "hold";')
    mill.drop("acme", "a.edi", x12([po("P-1", [("TUBE", 130, "2.60")])]))
    mill.drop("acme", "b.edi", x12([po("P-2", [("TUBE", 60, "2.60")])], 2))
    assert mill.night(DAY).code == 1
    assert mill.states() == {"P-1": "held", "P-2": "accepted"}


def stock_goes_to_who_came_first(work):
    mill = acme(work)
    mill.drop("acme", "b.edi", x12([po("P-2", [("TUBE", 60, "2.60")])], 2))
    mill.drop("acme", "a.edi", x12([po("P-1", [("TUBE", 60, "2.60")])], 1))
    mill.night(DAY)
    assert mill.codes("acme", "P-1") == ["AP"]
    assert mill.codes("acme", "P-2") == ["CA"]
    short = [line["backorder_quantity"] for line in mill.list("order_line")
             if line["state"] == "backordered"]
    assert short == ["20"], short


# --- money -------------------------------------------------------------------

def a_prepaid_order_waits_for_its_payment(work):
    mill = acme(work, payment="prepaid", limit="")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 1
    o = mill.one("order")
    reference = o["rf_reference"]
    assert o["state"] == "held" and reference.startswith("RF"), o
    digits = "".join(str(int(c, 36)) for c in reference[4:] + reference[:4])
    assert int(digits) % 97 == 1, "not an ISO 11649 reference"
    notes = mill.answers("acme", "P-1")[0].notes
    assert mill.codes("acme", "P-1") == ["AB"]
    assert reference in notes and "19.36" in notes, notes
    assert mill.one("hold")["expires_on"] == "2026-12-07"
    mill.good("account", "pay", "acme", "19.36", "EUR", "--reference",
              reference)
    assert mill.night("2026-11-24").code == 0
    assert mill.state("P-1") == "accepted"
    assert mill.codes("acme", "P-1") == ["AB", "AP"]
    assert mill.balance("cash", "acme") == 1936
    assert mill.balance("deposit", "acme") == 0
    assert mill.balance("liability", "acme") == -1936
    assert mill.ledger_is_balanced()


def too_little_paid_changes_nothing(work):
    mill = acme(work, payment="prepaid", limit="")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    reference = mill.one("order")["rf_reference"]
    mill.run("account", "pay", "acme", "19.35", "EUR", "--reference",
             reference)
    assert mill.night("2026-11-24").code == 1
    assert mill.state("P-1") == "held"
    assert mill.balance("deposit", "acme") == -1935


def an_unpaid_order_expires_with_a_refusal(work):
    mill = acme(work, payment="prepaid", limit="")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    mill.night("2026-12-06")
    assert mill.state("P-1") == "held"
    mill.night("2026-12-07")
    assert mill.state("P-1") == "rejected"
    assert mill.codes("acme", "P-1") == ["AB", "RE"]


def an_order_above_the_credit_limit_is_held_until_released(work):
    mill = acme(work, limit="20.00")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")]),
                                    po("P-2", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 1
    assert mill.states() == {"P-1": "accepted", "P-2": "held"}
    assert mill.one("hold")["reason"] == "credit"
    assert mill.codes("acme", "P-2") == ["AB"]
    mill.good("release", "P-2", "--reason", "a good customer")
    assert mill.night("2026-11-24").code == 0
    assert mill.state("P-2") == "accepted"
    assert mill.balance("commitment", "acme") == 2 * 1936


def an_empty_credit_limit_is_nought(work):
    mill = acme(work, limit="")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 1, "1.60")])]))
    mill.night(DAY)
    assert mill.one("hold")["reason"] == "credit"


def ships_all(mill, number="P-1", shipment="S-1", day="2026-11-30"):
    o = mill.one("order", po_number=number)
    mill.drop("venlo", shipment + ".csv", shipped(
        [(shipment, o["confirmation"], x["line"], x["sku"], x["quantity"],
          False) for x in mill.list("order_line", order_id=o["order_id"])]))
    return mill.night(day)


def what_is_charged_at_despatch_is_owed_when_it_left(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    assert mill.balance("commitment", "acme") == 1936
    assert mill.balance("receivable", "acme") == 0
    mill.night(SHIP_DAY)
    assert mill.state("P-1") == "at_warehouse"
    assert ships_all(mill).code == 0
    assert mill.balance("commitment", "acme") == 0
    assert mill.balance("receivable", "acme") == 1936
    assert mill.balance("sales", "acme") == -1600
    assert mill.balance("tax", "acme") == -336
    assert mill.ledger_is_balanced()


def what_is_charged_at_acceptance_is_owed_at_once(work):
    mill = acme(work, charge_at="acceptance")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    assert mill.balance("receivable", "acme") == 1936
    assert mill.balance("liability", "acme") == -1936
    assert mill.balance("sales", "acme") == 0
    mill.night(SHIP_DAY)
    assert ships_all(mill).code == 0
    assert mill.balance("receivable", "acme") == 1936
    assert mill.balance("liability", "acme") == 0
    assert mill.balance("sales", "acme") == -1600
    assert mill.ledger_is_balanced()


# --- checks ------------------------------------------------------------------

def their_price_is_taken_within_the_tolerance(work):
    mill = acme(work, rules='price_tolerance_percent = "0.5";')
    mill.drop("acme", "a.edi", x12([
        po("P-1", [("BULB", 1000, "1.605")]), po("P-2", [("BULB", 1000,
                                                        "1.62")]),
        po("P-3", [("BULB", 1000, None)])]))
    assert mill.night(DAY).code == 1
    assert mill.states() == {"P-1": "accepted", "P-2": "held",
                             "P-3": "accepted"}
    net = {o["po_number"]: o["net_minor"] for o in mill.list("order")}
    assert net["P-1"] == 160500 and net["P-3"] == 160000, net
    assert mill.one("hold")["reason"] == "price"


def a_price_hold_is_released_at_ours_or_theirs(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po(n, [("BULB", 1000, "1.50")])
                                    for n in ("P-1", "P-2")]))
    assert mill.night(DAY).code == 1
    mill.good("release", "P-1", "--price", "ours", "--reason", "as agreed")
    mill.good("release", "P-2", "--price", "theirs", "--reason", "for once")
    assert mill.night("2026-11-24").code == 0
    net = {o["po_number"]: o["net_minor"] for o in mill.list("order")}
    assert net == {"P-1": 160000, "P-2": 150000}, net
    assert mill.codes("acme", "P-1") == ["AB", "CA"]
    assert mill.codes("acme", "P-2") == ["AB", "AP"]


def one_bad_line_refuses_itself_alone(work):
    mill = acme(work, rules='unknown_item = "reject"; partial = "lines";')
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60"),
                                               ("NONE", 1, "1.00")])]))
    mill.night(DAY)
    assert mill.state("P-1") == "accepted"
    assert mill.one("order")["net_minor"] == 1600
    assert mill.codes("acme", "P-1") == ["CA"]
    answer = mill.answers("acme", "P-1")[0]
    assert answer.texts("a:OrderLine/a:LineItem/c:LineStatusCode") == \
        ["5", "7"], answer.data


def one_bad_line_refuses_its_order_where_that_is_the_rule(work):
    mill = acme(work, rules='unknown_item = "reject"; partial = "order";')
    mill.drop("acme", "a.edi", x12([
        po("P-1", [("BULB", 10, "1.60"), ("NONE", 1, "1.00")]),
        po("P-2", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    assert mill.states() == {"P-1": "rejected", "P-2": "accepted"}
    assert mill.codes("acme", "P-1") == ["RE"]


def one_bad_line_refuses_its_file_where_that_is_the_rule(work):
    mill = acme(work, rules='unknown_item = "reject"; partial = "file";')
    mill.drop("acme", "a.edi", x12([
        po("P-1", [("BULB", 10, "1.60"), ("NONE", 1, "1.00")]),
        po("P-2", [("BULB", 10, "1.60")])]))
    mill.drop("acme", "b.edi", x12([po("P-3", [("BULB", 10, "1.60")])], 2))
    mill.night(DAY)
    assert mill.states() == {"P-1": "rejected", "P-2": "rejected",
                             "P-3": "accepted"}
    assert len(mill.list("ledger")) == 2


# --- standing orders ---------------------------------------------------------

def standing(work, recurrence='accept = "yes";', rule="FREQ=MONTHLY",
             start="2026-12-01"):
    mill = work.mill()
    mill.customer("nordlys", "ubl", recurrence=recurrence)
    mill.drop("nordlys", "a.xml", ubl(
        po("S-1", [("BULB", 1000, "1.60")], rule=rule, start=start,
           requested=start)))
    return mill


def occurrences(mill):
    return {o["nominal_on"]: o["state"] for o in mill.list("occurrence")}


def a_standing_order_is_delivered_on_every_date_once(work):
    mill = standing(work)
    assert mill.night(DAY).code == 0
    assert mill.one("standing_order")["rule"] == "FREQ=MONTHLY"
    for night in ("2026-12-28", "2026-12-29", "2026-12-30", "2026-12-30",
                  "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-01"):
        ran = mill.night(night)
        assert ran.code == 0, ran
    found = occurrences(mill)
    assert found == {f"{d}-01": "issued" for d in (
        "2026-12", "2027-01", "2027-02", "2027-03")}, found
    orders = mill.list("order")
    assert len(orders) == 4, [(o["nominal_on"], o["state"]) for o in orders]
    assert len({o["confirmation"] for o in orders}) == 4
    assert all(o["net_minor"] == 160000 for o in orders)
    assert len(mill.codes("nordlys", "S-1")) == 4, \
        "one order response for each"
    work_lists = b"".join(mill.outgoing("venlo").values())
    for o in orders:
        if o["state"] == "at_warehouse":
            assert work_lists.count(o["confirmation"].encode()) == 1


def missed_nights_are_caught_up(work):
    mill = standing(work, 'accept = "yes"; grace_days = 40;', "FREQ=WEEKLY")
    mill.night(DAY)
    assert mill.night("2026-12-31").code in (0, 1)
    found = occurrences(mill)
    assert [d for d in sorted(found) if d <= "2026-12-29"] == [
        "2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22",
        "2026-12-29"], found
    assert set(found.values()) == {"issued"}, found
    before = mill.dump()
    mill.night("2026-12-31T03:00:00Z")
    assert mill.dump() == before


def what_is_older_than_the_grace_is_missed_and_reported(work):
    mill = standing(work, 'accept = "yes"; grace_days = 7;', "FREQ=WEEKLY")
    mill.night(DAY)
    ran = mill.night("2026-12-31", "--report")
    assert ran.code == 1, ran
    found = occurrences(mill)
    assert found["2026-12-01"] == "issued" and \
        found["2026-12-08"] == "missed" and \
        found["2026-12-29"] == "issued", found
    assert "missed" in ran.out, ran.out


def only_the_latest_is_caught_up_where_that_is_the_rule(work):
    mill = standing(work, 'accept = "yes"; grace_days = 40; '
                    'catch_up = "latest";', "FREQ=WEEKLY")
    mill.night(DAY)
    mill.night("2026-12-31")
    states = list(occurrences(mill).items())
    assert [s for d, s in sorted(states) if d <= "2026-12-29"].count(
        "issued") == 2, states
    assert occurrences(mill)["2026-12-29"] == "issued", states


def a_standing_order_is_held_unless_the_profile_lets_it(work):
    mill = standing(work, "")
    assert mill.night(DAY).code == 1
    assert mill.one("hold")["reason"] == "recurrence"
    assert not mill.list("standing_order") and not mill.list("ledger")


def people_steer_a_standing_order(work):
    mill = standing(work, rule="FREQ=WEEKLY")
    mill.night(DAY)
    ahead = mill.good("standing", "preview", "S-1").out
    assert "2026-12-08" in ahead and "2026-12-15" in ahead, ahead
    mill.good("standing", "skip", "S-1", "2026-12-08", "--reason", "closed")
    assert mill.night("2026-12-10").code == 0
    found = occurrences(mill)
    assert found["2026-12-08"] == "skipped", found
    mill.good("standing", "pause", "S-1", "2026-12-14", "2026-12-20",
              "--reason", "holidays")
    assert mill.night("2026-12-20").code == 0
    assert occurrences(mill)["2026-12-15"] == "skipped"
    assert occurrences(mill)["2026-12-22"] == "issued"
    mill.good("standing", "end", "S-1", "2026-12-28")
    mill.night("2027-01-10")
    assert max(occurrences(mill)) == "2026-12-22", occurrences(mill)
    assert mill.one("standing_order")["state"] == "ended"


# --- who may say what -------------------------------------------------------

def an_envelope_that_names_another_partner_is_held(work):
    mill = acme(work)
    mill.customer("north")
    mill.drop("north", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.drop("north", "b.edi", x12([po("P-2", [("BULB", 10, "1.60")])],
                                    sender="STRANGER", control=2))
    assert mill.night(DAY).code == 1
    assert not mill.list("ledger"), "booked for somebody else"
    assert [s for s, in mill.rows("SELECT state FROM interchange")] == \
        ["held", "held"]
    assert "accepted" not in mill.states().values()
    assert not mill.outgoing("acme"), "an answer to who did not ask"


def a_partner_orders_for_its_own_customers_only(work):
    mill = work.mill()
    mill.customer("kiosk", "csv")
    mill.customer("south", "csv")
    mill.drop("kiosk", "a.csv", csv_orders(
        [po("K-1", [("BULB", 10, "1.60")])], customer="south"))
    assert mill.night(DAY).code == 1
    assert mill.one("hold")["reason"] == "customer"
    assert not mill.list("ledger")


def what_is_not_agreed_is_refused(work):
    mill = acme(work)
    mill.drop("acme", "a.xml", ubl(po("P-1", [("BULB", 10, "1.60")]),
                                   sender="acme"))
    mill.drop("acme", "b.csv", shipped([
        ("S-1", "0000-0000-00-0", 1, "BULB", 1, False)]))
    mill.drop("venlo", "c.edi", x12([po("P-2", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 1
    assert not mill.list("ledger") and not mill.list("shipment")
    assert "accepted" not in mill.states().values(), mill.states()
    findings = {f["code"] for f in mill.list("finding")}
    assert "FILE-NOT-AGREED" in findings, findings


def a_network_carries_the_files_of_its_partners(work):
    mill = work.mill()
    mill.profile("vanone", "x12", "850", [], role="network")
    for who in ("acme", "north"):
        mill.customer(who, url="", more='via = "vanone";')
    mill.drop("vanone", "a.edi", x12([po("A-1", [("BULB", 1, "1.60")])]))
    mill.drop("vanone", "b.edi", x12([po("N-1", [("BULB", 2, "1.60")])],
                                     sender="NORTH"))
    mill.drop("vanone", "c.edi", x12([po("X-1", [("BULB", 2, "1.60")])],
                                     sender="STRANGER"))
    assert mill.night(DAY).code == 1
    by = {o["po_number"]: (o["partner"], o["state"])
          for o in mill.list("order")}
    assert by["A-1"] == ("acme", "accepted"), by
    assert by["N-1"] == ("north", "accepted"), by
    assert by.get("X-1", ("", ""))[1] != "accepted", by
    there = mill.outgoing("vanone")
    assert len([n for n in there if n.startswith("response")]) == 2, there


def a_suspended_partner_is_left_alone(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    path = os.path.join(mill.path, "partners/acme.conf")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    mill.write("partners/acme.conf", text.replace('state = "live"',
                                                  'state = "suspended"'))
    assert mill.night(DAY).code == 0
    assert list(mill.outgoing("acme", "inbox")) == ["a.edi"]
    assert not mill.list("file")
    mill.write("partners/acme.conf", text)
    assert mill.night("2026-11-24").code == 0
    assert mill.codes("acme", "P-1") == ["AP"]


def another_warehouse_cannot_ship_an_order(work):
    mill = acme(work)
    mill.warehouse("echt")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    mill.night(SHIP_DAY)
    mill.drop("echt", "1.csv", shipped([
        ("S-1", mill.one("order")["confirmation"], 1, "BULB", 10, True)]))
    assert mill.night("2026-11-30").code == 1
    assert mill.state("P-1") == "at_warehouse"
    assert not mill.list("shipment")


def another_currency_and_a_place_unknown_are_held(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([
        po("P-1", [("BULB", 10, "1.60")], currency="USD"),
        po("P-2", [("BULB", 10, "1.60")], ship_to="8712345000059"),
        po("P-3", [("BULB", 10, "1.60")], currency="")]))
    assert mill.night(DAY).code == 1
    assert sorted(h["reason"] for h in mill.list("hold")) == \
        ["currency", "location"], mill.list("hold")
    assert mill.state("P-3") == "accepted"


def amounts_beyond_all_reason_are_refused_not_wrapped(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([
        po("P-1", [("BULB", "999999999999999", "999999999999.99")]),
        po("P-2", [("BULB", "0.0000001", "1.60")]),
        po("P-3", [("BULB", "-5", "1.60")]),
        po("P-4", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 1
    states = mill.states()
    assert states["P-4"] == "accepted", states
    assert not [n for n in ("P-1", "P-3") if states[n] == "accepted"], states
    assert all(o["total_minor"] >= 0 for o in mill.list("order"))


def a_file_is_moved_where_that_is_the_rule(work):
    mill = acme(work, connection='after_fetch = "move:done";')
    os.mkdir(mill.place("acme", "done"))
    data = x12([po("P-1", [("BULB", 10, "1.60")])])
    mill.drop("acme", "a.edi", data)
    assert mill.night(DAY).code == 0
    assert not mill.outgoing("acme", "inbox")
    assert list(mill.outgoing("acme", "done").values()) == [data]


def an_answer_is_sent_again_in_the_same_bytes(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    there = mill.outgoing("acme")
    for name in there:
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    mill.good("resend", "P-1")
    assert mill.night("2026-11-24").code == 0
    again = mill.outgoing("acme")
    assert [n for n in again if n.startswith("response")], again
    assert all(there[n] == again[n] for n in again)


# --- the warehouse -----------------------------------------------------------

def at_warehouse(work, orders, **more):
    mill = acme(work, **more)
    mill.drop("acme", "a.edi", x12(orders))
    mill.night(DAY)
    mill.night(SHIP_DAY)
    return mill


def a_warehouse_gets_an_order_once(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")])])
    number = mill.one("order")["confirmation"].encode()
    for night in (SHIP_DAY, "2026-11-30", "2026-12-01"):
        mill.night(night)
    lists = mill.outgoing("venlo")
    assert len(lists) == 1 and list(lists.values())[0].count(number) == 1
    assert mill.state("P-1") == "at_warehouse"


def one_shipment_holds_several_orders_in_parts(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60"),
                                          ("LED", 4, "3.95")]),
                               po("P-2", [("LED", 6, "3.95")])])
    one, two = (o["confirmation"] for o in mill.list("order"))
    mill.drop("venlo", "1.csv", shipped([
        ("S-1", one, 1, "BULB", 10, False, "087987650000000176"),
        ("S-1", one, 2, "LED", 1, False), ("S-1", two, 1, "LED", 6, False)]))
    assert mill.night("2026-11-30").code == 0
    assert mill.states() == {"P-1": "part_shipped", "P-2": "shipped"}
    notice = mill.answers("acme", kind="DespatchAdvice")
    assert len(notice) == 1, [a.name for a in notice]
    assert sorted(set(notice[0].texts(
        "a:DespatchLine/a:OrderLineReference/a:OrderReference/c:ID"))) == \
        ["P-1", "P-2"], notice[0].data
    receivable = mill.balance("receivable", "acme")
    assert receivable == round((1600 + 395) * 1.21) + round(2370 * 1.21), \
        receivable
    # The rest comes short, and that is the last word.
    mill.drop("venlo", "2.csv", shipped([("S-2", one, 2, "LED", 2, True)]))
    assert mill.night("2026-12-01").code == 0
    assert mill.state("P-1") == "shipped"
    assert mill.balance("receivable", "acme") == \
        round((1600 + 3 * 395) * 1.21) + round(2370 * 1.21)
    assert mill.balance("commitment", "acme") == 0
    assert len(mill.answers("acme", kind="DespatchAdvice")) == 2
    assert mill.ledger_is_balanced()


def the_same_confirmation_again_ships_nothing(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")])])
    ships_all(mill)
    ledger = mill.list("ledger")
    ships_all(mill, day="2026-12-01")
    row = mill.outgoing("acme")
    mill.drop("venlo", "again.csv", shipped(
        [("S-1", mill.one("order")["confirmation"], 1, "BULB", "10.0",
          False)]))
    assert mill.night("2026-12-02").code == 0
    assert mill.list("ledger") == ledger
    assert len(mill.list("shipment")) == 1 and mill.outgoing("acme") == row


def more_than_ordered_is_held_and_alarmed(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")]),
                               po("P-2", [("LED", 6, "3.95")])])
    one, two = (o["confirmation"] for o in mill.list("order"))
    mill.drop("venlo", "1.csv", shipped([
        ("S-1", one, 1, "BULB", 11, False), ("S-2", two, 1, "LED", 6,
                                             False)]))
    ran = mill.night("2026-11-30", "--report")
    assert ran.code == 1 and "S-1" in ran.out, ran
    assert mill.states() == {"P-1": "at_warehouse", "P-2": "shipped"}
    assert mill.rows("SELECT state, reason FROM confirmation ORDER BY "
                     "confirmation_id") == [("held", "SHIP-OVER"),
                                            ("applied", "")]
    assert mill.night("2026-12-01").code == 1, "forgotten after a night"


def a_shipment_of_an_unknown_order_is_held(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")])])
    mill.drop("venlo", "1.csv", shipped([
        ("S-1", "0000-0000-00-0", 1, "BULB", 1, False)]))
    assert mill.night("2026-11-30").code == 1
    assert mill.state("P-1") == "at_warehouse"
    assert mill.rows("SELECT state, reason FROM confirmation") == \
        [("held", "SHIP-ORDER")]


def a_person_may_ship(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    mill.good("ship", "P-1", "--lines", "1=4", "--carrier", "Snelpost",
              "--tracking", "SP1", "--at", "2026-11-23T09:00:00Z")
    assert mill.state("P-1") == "part_shipped"
    mill.good("ship", "P-1")
    assert mill.state("P-1") == "shipped"
    assert mill.run("ship", "P-1").code == 65
    assert mill.night("2026-11-24").code == 0
    notices = mill.answers("acme", kind="DespatchAdvice")
    assert len(notices) == 2
    assert b"SP1" in notices[0].data, notices[0].data
    assert mill.balance("receivable", "acme") == 1936


# --- people ------------------------------------------------------------------

def an_order_is_held_and_let_go_by_hand(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    mill.good("hold", "P-1", "--reason", "the buyer telephoned")
    assert mill.night(SHIP_DAY).code == 1
    assert mill.state("P-1") == "held" and not mill.outgoing("venlo")
    mill.good("release", "P-1", "--reason", "it is well")
    assert mill.night(SHIP_DAY + "T03:00:00Z").code == 0
    assert mill.state("P-1") == "at_warehouse"
    assert len(mill.list("ledger")) == 2


def a_cancelled_order_gives_its_credit_back(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    mill.good("cancel", "P-1", "--reason", "the buyer asked for it")
    mill.night("2026-11-24")
    assert mill.state("P-1") == "cancelled"
    assert mill.balance("commitment", "acme") == 0
    assert mill.codes("acme", "P-1")[0] == "AP"
    assert len(mill.codes("acme", "P-1")) == 2
    mill.night(SHIP_DAY)
    assert not mill.outgoing("venlo")


def what_is_at_the_warehouse_is_not_cancelled(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")])])
    ran = mill.run("cancel", "P-1", "--reason", "too late")
    assert ran.code == 65 and "at_warehouse" in ran.err, ran
    assert mill.state("P-1") == "at_warehouse"


def a_command_without_a_reason_is_refused(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("NONE", 10, "1.60")])]))
    mill.night(DAY)
    for word in ("release", "reject", "cancel", "hold"):
        assert mill.run(word, "P-1").code == 64, word
    assert mill.run("release", "NO-SUCH", "--reason", "x").code == 64
    assert mill.state("P-1") == "held"


# --- the run -----------------------------------------------------------------

def an_answer_that_cannot_leave_is_warned_about_in_time(work):
    mill = acme(work, answers="order_due_hours = 24;")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    outbox = mill.place("acme", "outbox")
    os.rmdir(outbox)
    mill.write("exchange/acme/outbox", b"a file, no folder")
    assert mill.night(DAY).code == 2
    for e in events(mill, "partner:acme", "unreachable"):
        assert "exchange/acme" in e["text"], e
        assert "OrderResponse" not in e["text"], "other memory is shown"
    early = mill.night(DAY + "T19:00:00Z", "--report")
    late = mill.night(DAY + "T20:30:00Z", "--report")
    name = [o["name"] for o in mill.list("outbox")
            if o["kind"] == "order"][0]
    assert name not in early.out and name in late.out, (early, late)
    os.unlink(outbox)
    os.mkdir(outbox)
    assert mill.night(DAY + "T21:00:00Z").code == 0
    assert mill.codes("acme", "P-1") == ["AP"]


def the_day_is_that_of_the_sellers_zone(work):
    mill = acme(work)
    for at in ("2026-11-23T22:30:00Z", "2026-11-23T23:30:00Z",
               "2026-07-01T21:30:00Z", "2026-07-01T22:30:00Z"):
        assert mill.night(at).code == 0
    assert [r["business_day"] for r in mill.list("run")] == [
        "2026-11-23", "2026-11-24", "2026-07-01", "2026-07-02"]


def an_hourly_run_gives_technical_answers(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    ran = mill.run("run", "fetch", "unpack", "parse", "send", "--as-of",
                   DAY + "T14:00:00Z")
    assert ran.code == 0, ran
    assert [a.kind for a in mill.answers("acme")] == ["ApplicationResponse"]
    assert mill.state("P-1") == "received" and not mill.list("ledger")
    assert mill.night("2026-11-24").code == 0
    assert mill.codes("acme", "P-1") == ["AP"]


def a_partner_that_is_down_stops_nobody_else(work):
    mill = acme(work)
    with socket.socket() as s:          # bound, not listening: refused
        s.bind(("127.0.0.1", 0))
        mill.write("keys/none.password", b"x")
        os.chmod(os.path.join(mill.path, "keys/none.password"), 0o600)
        mill.customer("kiosk", "csv", url="sftp://kiosk@127.0.0.1:"
                      f"{s.getsockname()[1]}",
                      connection='password_file = "keys/none.password"; '
                      'host_keys = [ "SHA256:' + "A" * 43 + '" ];')
        mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
        ran = mill.night(DAY, "--report")
    assert ran.code == 2, ran
    assert mill.codes("acme", "P-1") == ["AP"]
    assert "kiosk could not be reached" in ran.out, ran.out
    assert events(mill, "partner:kiosk", "unreachable")


def a_second_run_at_the_same_time_is_turned_away(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    held = subprocess.Popen(
        ["/usr/bin/python3", "-c", "import fcntl, os, struct, sys, time\n"
         "fd = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)\n"
         "fcntl.fcntl(fd, 37, struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0, 0,"
         " 0))\nprint('held', flush=True)\ntime.sleep(60)\n",
         os.path.join(mill.path, "var", "run.lock")],
        stdout=subprocess.PIPE)
    try:
        assert held.stdout.readline() == b"held\n"
        ran = mill.night(DAY)
        assert ran.code == 75 and ran.seconds < 5, ran
        assert not mill.list("order")
    finally:
        held.kill()
        held.wait()
        held.stdout.close()
    assert mill.night(DAY).code == 0


def two_runs_at_once_book_once(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po(f"P-{i}", [("BULB", 10, "1.60")])
                                    for i in range(300)]))
    codes = []
    threads = [threading.Thread(target=lambda: codes.append(
        mill.night(DAY).code)) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(codes) in ([0, 75], [0, 0]), codes
    assert len(mill.list("order")) == 300
    assert len(mill.list("ledger")) == 600
    assert len(mill.outgoing("acme")) == 301


def only_the_named_partner_is_run(work):
    mill = acme(work)
    mill.customer("kiosk", "csv")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.drop("kiosk", "a.csv", csv_orders([po("K-1", [("BULB", 1,
                                                        "1.60")])]))
    assert mill.night(DAY, "--partner", "kiosk").code == 0
    assert mill.states() == {"K-1": "accepted"}
    assert not mill.outgoing("acme")
    assert list(mill.outgoing("acme", "inbox")) == ["a.edi"]
    assert mill.night(DAY, "--partner", "nobody").code == 64
    assert mill.night(DAY).code == 0
    assert mill.states() == {"K-1": "accepted", "P-1": "accepted"}


def a_rehearsal_changes_nothing(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    mill.drop("acme", "b.edi", x12([po("P-2", [("BULB", 10, "1.60")])], 2))
    before, there, all_ = mill.dump(), mill.outgoing("acme"), \
        mill.rows("SELECT (SELECT count(*) FROM run), "
                  "(SELECT count(*) FROM event)")
    files = sorted(os.listdir(os.path.join(mill.path, "var/files")))
    ran = mill.night("2026-11-24", "--dry-run", "--report")
    assert ran.code in (0, 1), ran
    assert mill.dump() == before, m.differences(before, mill.dump())
    assert mill.rows("SELECT (SELECT count(*) FROM run), "
                     "(SELECT count(*) FROM event)") == all_
    assert mill.outgoing("acme") == there
    assert list(mill.outgoing("acme", "inbox")) == ["b.edi"]
    assert sorted(os.listdir(os.path.join(mill.path, "var/files"))) == files
    assert mill.night("2026-11-24").code == 0
    assert mill.codes("acme", "P-2") == ["AP"]


def a_broken_master_file_leaves_the_old_data_in_force(work):
    mill = acme(work)
    mill.night("2026-11-22")
    path = mill.write("master/catalog.csv",
                      b"sku,gtin\nBULB,not a gtin\n\"\n")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    ran = mill.night(DAY, "--report")
    assert ran.code == 1, ran
    assert mill.state("P-1") == "accepted"
    assert len(mill.list("product")) == len(mill.master["catalog"])
    assert "catalog.csv" in ran.out, ran.out
    os.unlink(path)
    mill.write_master()
    assert mill.night("2026-11-24").code == 0


def a_night_without_news_changes_nothing(work):
    mill = acme(work)
    mill.customer("nordlys", "ubl", recurrence='accept = "yes";')
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")]),
                                    po("P-2", [("NONE", 1, None)])]))
    mill.drop("nordlys", "a.xml", ubl(po(
        "S-1", [("BULB", 5, "1.60")], rule="FREQ=MONTHLY",
        start="2026-12-01")))
    mill.night(DAY)
    before = mill.dump(), mill.outgoing("acme"), mill.outgoing("nordlys")
    for hour in range(3, 6):
        assert mill.night(f"{DAY}T0{hour}:00:00Z").code == 1
    after = mill.dump(), mill.outgoing("acme"), mill.outgoing("nordlys")
    assert before == after, m.differences(before[0], after[0])


def a_run_that_was_killed_ends_the_same(work):
    """Once only; the crash tests do it everywhere."""
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po(f"P-{i}", [("BULB", 10, "1.60")])
                                    for i in range(2000)]))
    process = subprocess.Popen(
        [mill.binary, "-C", mill.path, "run", "--as-of", DAY],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    time.sleep(0.25)
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(0.2)
    ran = mill.night(DAY)
    assert ran.code == 0, ran
    assert set(mill.states().values()) == {"accepted"}
    assert len(mill.list("order")) == 2000
    assert len(mill.list("ledger")) == 4000
    assert len(mill.outgoing("acme")) == 2001


TESTS = [t for name, t in list(globals().items()) if callable(t) and
         getattr(t, "__module__", "") == __name__ and
         t.__code__.co_varnames[:t.__code__.co_argcount] == ("work",)]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
