#!/usr/bin/python3
"""Customers' accounts through the program: night_accounts.py [BUILD].

Charges, part payments, discounts, cancellations, changes, returns, refunds,
chargebacks, corrections, credit control, statements, the export as hledger
reads it, and the examples of docs/accounts.md.  ONLY=part of a name."""
import csv
import glob
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys

import doc_examples
import mill as m
from mill import po, shipped, x12

DAY = "2026-11-23"              # a Monday
LEFT = "2026-11-24"             # when goods left, in shipped()


def acme(work, **more):
    mill = work.mill()
    mill.customer("acme", **more)
    return mill


def booked(work, *orders, day=DAY, **more):
    mill = acme(work, **more)
    mill.drop("acme", "a.edi", x12(orders))
    mill.night(day)
    return mill


def ship(mill, number="P-1", lines=None, at=LEFT + "T08:30:00Z"):
    more = ["--lines", lines] if lines else []
    return mill.good("ship", number, "--at", at, *more)


def account(mill, *words, code=0):
    ran = mill.run("account", *words, "--json")
    assert ran.code == code, (words, ran)
    return [json.loads(line) for line in ran.out.splitlines()]


def refused(mill, code, word, *words):
    before = mill.dump()
    ran = mill.run(*words)
    assert ran.code == code and word in ran.err, (words, ran)
    assert mill.dump() == before, m.differences(before, mill.dump())


def pay(mill, amount, reference="bank", received="2026-11-25", code=0):
    return account(mill, "pay", "acme", amount, "--reference", reference,
                   "--received", received, code=code)[0]


def balances(mill):
    return {b["account"]: b["amount_minor"] for b in
            mill.list("balance", customer="acme") if b["amount_minor"]}


# --- what is paid for an order is known --------------------------------------

def a_paid_order_that_is_cancelled_is_a_deposit(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]),
                  po("P-2", [("BULB", 20, "1.60")]), charge_at="acceptance")
    assert balances(mill)["receivable"] == 1936 + 3872
    assert pay(mill, "19.36")["applied_minor"] == 1936   # the oldest: P-1
    mill.good("cancel", "P-1", "--reason", "paid, and not wanted")
    assert balances(mill) == {"cash": 1936, "receivable": 3872,
                              "deposit": -1936, "liability": -3872}
    mill.good("cancel", "P-2", "--reason", "nor this one")
    assert balances(mill) == {"cash": 1936, "deposit": -1936}


def an_unpaid_order_that_is_cancelled_is_less_debt(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]),
                  po("P-2", [("BULB", 20, "1.60")]), charge_at="acceptance")
    pay(mill, "19.36")
    mill.good("cancel", "P-2", "--reason", "never paid")
    assert balances(mill) == {"cash": 1936, "liability": -1936}
    assert not mill.list("receivable", open_minor=1)
    assert [r["open_minor"] for r in mill.list("receivable")] == [0, 0]


def a_cheaper_change_gives_back_what_was_paid_for_this_order(work):
    mill = acme(work, charge_at="acceptance", receive='{ format = "x12"; '
                'messages = [ "850", "860" ]; }')
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")]),
                                    po("P-2", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    pay(mill, "19.36")
    mill.drop("acme", "b.edi", x12([po("P-1", [("BULB", 5, "1.60")],
                                       purpose="04")], control=2))
    mill.night("2026-11-25")
    assert mill.one("order", po_number="P-1", purpose="original")[
        "total_minor"] == 968
    assert balances(mill) == {"cash": 1936, "receivable": 1936,
                              "deposit": -968, "liability": -2904}


def part_payments_go_to_the_oldest_debt_and_the_rest_is_a_deposit(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]),
                  po("P-2", [("BULB", 10, "1.60")]))
    ship(mill, "P-2", at="2026-11-24T08:00:00Z")
    ship(mill, "P-1", at="2026-11-26T08:00:00Z")
    two = mill.one("order", po_number="P-2")["order_id"]
    assert pay(mill, "10.00", "one")["applied_minor"] == 1000
    rows = {r["order_id"]: r["open_minor"] for r in mill.list("receivable")}
    assert rows[two] == 936 and sum(rows.values()) == 2872, rows
    got = pay(mill, "30.00", "two")
    assert got["applied_minor"] == 2872, got
    assert balances(mill)["deposit"] == -128
    assert "receivable" not in balances(mill)


def part_deliveries_add_up_to_the_order_to_the_cent(work):
    mill = booked(work, po("P-1", [("BULB", 3, "0.333")]),
                  rules='price_tolerance_percent = "100";')
    for _ in range(3):
        ship(mill, lines="1=1")
    total = mill.one("order")["total_minor"]
    pieces = [r["amount_minor"] for r in mill.list("receivable")]
    assert len(pieces) == 3 and sum(pieces) == total, (pieces, total)
    assert balances(mill)["receivable"] == total
    assert "commitment" not in balances(mill)


def what_left_bears_its_own_tax_and_no_other(work):
    mill = acme(work)
    mill.master["catalog"] += [
        ("BOOK", "", "A book", "goods", "C62", "1.60", "EUR", "AA", "9", "",
         ""),
        ("GIFT", "", "A free rate", "goods", "C62", "1.60", "EUR", "Z", "0",
         "", "")]
    customer = list(mill.master["customers"][0])
    customer[10] = ""           # the articles' categories hold
    mill.master["customers"] = [tuple(customer)]
    mill.write_master()
    mill.drop("acme", "a.edi", x12([po("P-1", [
        ("BULB", 10, "1.60"), ("BOOK", 10, "1.60"), ("GIFT", 10, "1.60")])]))
    mill.night(DAY)
    assert mill.one("order")["tax_minor"] == 336 + 144, mill.list("order")
    ship(mill, lines="1=10")
    assert balances(mill)["tax"] == -336, balances(mill)
    ship(mill, lines="3=10")
    assert balances(mill)["tax"] == -336, balances(mill)
    account(mill, "return", "P-1", "--lines", "3=10", "--reason", "x")
    assert balances(mill)["tax"] == -336, balances(mill)
    ship(mill, lines="2=5")
    assert balances(mill)["tax"] == -336 - 72, balances(mill)
    account(mill, "return", "P-1", "--lines", "1=10", "--reason", "x")
    assert balances(mill)["tax"] == -72, balances(mill)


def the_customers_category_wins(work):
    mill = acme(work)
    for category, tax in (("AE", 0), ("E", 0), ("S", 336)):
        customer = list(mill.master["customers"][0])
        customer[10] = category
        mill.master["customers"] = [tuple(customer)]
        mill.write_master()
        n = int("".join(str(ord(c)) for c in category))
        mill.drop("acme", f"{category}.edi", x12(
            [po("P-" + category, [("BULB", 10, "1.60")])], control=n))
        mill.night(DAY)
        assert mill.one("order", po_number="P-" + category)[
            "tax_minor"] == tax, category


def what_is_charged_at_acceptance_is_due_when_it_left(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]),
                  charge_at="acceptance")
    piece = mill.one("receivable")
    assert piece["due_on"] is None and piece["open_minor"] == 1936, piece
    pay(mill, "3.00")
    ship(mill, lines="1=4")
    rows = {r["left_on"]: r for r in mill.list("receivable")}
    # Four of ten are 7.74; what was paid is for what leaves first.
    assert rows[LEFT]["open_minor"] == 774 - 300, rows
    assert rows[LEFT]["due_on"] == "2026-12-24", rows
    assert rows[None]["open_minor"] == 1936 - 774, rows
    ship(mill, lines="1=6", at="2026-11-28T08:00:00Z")
    assert sum(r["open_minor"] for r in mill.list("receivable")) == 1636
    assert {r["due_on"] for r in mill.list("receivable")
            if r["open_minor"]} == {"2026-12-24", "2026-12-28"}


# --- discounts ----------------------------------------------------------------

def a_discount_is_taken_in_time(work):
    mill = booked(work, po("P-1", [("BULB", 1000, "1.60")]),
                  discount=("2", "10"))
    ship(mill)
    assert mill.one("receivable")["discount_until"] == "2026-12-04"
    got = pay(mill, "1897.28", received="2026-12-04")
    assert got["applied_minor"] == 189728 and got["discount_minor"] == 3872
    assert balances(mill) == {"cash": 189728, "discount": 3872,
                              "sales": -160000, "tax": -33600}
    assert [p["event"] for p in mill.list("ledger", account="discount")] == \
        ["discount_taken"]


def a_day_late_earns_no_discount(work):
    mill = booked(work, po("P-1", [("BULB", 1000, "1.60")]),
                  discount=("2", "10"))
    ship(mill)
    got = pay(mill, "1897.28", received="2026-12-05")
    assert got["discount_minor"] == 0, got
    assert balances(mill)["receivable"] == 193600 - 189728


def a_part_earns_its_discount_when_it_is_completed_in_time(work):
    mill = booked(work, po("P-1", [("BULB", 1000, "1.60")]),
                  discount=("2", "10"))
    ship(mill)
    assert pay(mill, "1000.00", "one")["discount_minor"] == 0
    got = pay(mill, "897.28", "two", received="2026-12-01")
    assert got["discount_minor"] == 3872, got
    assert "receivable" not in balances(mill)


def too_much_in_time_leaves_the_discount_as_a_deposit(work):
    mill = booked(work, po("P-1", [("BULB", 1000, "1.60")]),
                  discount=("2", "10"))
    ship(mill)
    got = pay(mill, "1936.00")
    assert got["applied_minor"] == 189728, got
    assert balances(mill)["deposit"] == -3872


def tolerant(mill, amount="0.50", percent="0"):
    """payments.tolerance of the mill."""
    path = os.path.join(mill.path, "ordermill.conf")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    for key, value in (("tolerance", amount), ("tolerance_percent", percent)):
        old = key + ' = "0";'
        assert old in text, text
        text = text.replace(old, f'{key} = "{value}";')
    mill.write("ordermill.conf", text)
    return mill


def a_small_rest_is_let_go_where_the_rule_says_so(work):
    mill = booked(work, po("P-1", [("BULB", 100, "1.60")]),
                  po("P-2", [("BULB", 100, "1.60")]))
    ship(mill, "P-1")
    ship(mill, "P-2")
    assert pay(mill, "193.30", "before")["difference_minor"] == 0
    tolerant(mill)
    got = pay(mill, "0.30", "rest of P-1")
    assert got["difference_minor"] == 0, got        # nothing is left of it
    got = pay(mill, "193.10", "P-2")
    assert (got["applied_minor"], got["difference_minor"]) == (19310, 50), got
    assert balances(mill) == {"cash": 38670, "difference": 50,
                              "sales": -32000, "tax": -6720}
    assert not [r for r in mill.list("receivable") if r["open_minor"]]
    shown = mill.good("account", "statement", "acme", "--to", "2026-12-31").out
    assert "difference" in shown and "closing balance    0.00" in shown, shown


def more_than_the_rule_lets_go_is_owed(work):
    mill = tolerant(booked(work, po("P-1", [("BULB", 100, "1.60")])))
    ship(mill)
    got = pay(mill, "193.09")
    assert got["difference_minor"] == 0, got
    assert balances(mill)["receivable"] == 51


def where_amount_and_percent_are_said_the_smaller_counts(work):
    mill = tolerant(booked(work, po("P-1", [("BULB", 10, "1.60")]),
                           po("P-2", [("BULB", 10, "1.60")])), "0.50", "1")
    ship(mill, "P-1")
    ship(mill, "P-2")
    assert pay(mill, "19.16", "20 cents")["difference_minor"] == 0
    assert pay(mill, "0.20", "the rest")["difference_minor"] == 0
    assert pay(mill, "19.17", "19 cents")["difference_minor"] == 19
    assert balances(mill)["difference"] == 19


def a_little_too_much_is_kept_and_no_deposit(work):
    mill = tolerant(booked(work, po("P-1", [("BULB", 100, "1.60")])))
    ship(mill)
    got = pay(mill, "194.00")
    assert (got["applied_minor"], got["difference_minor"]) == (19360, -40)
    assert balances(mill) == {"cash": 19400, "difference": -40,
                              "sales": -16000, "tax": -3360}
    assert mill.one("payment")["state"] == "applied"
    assert pay(mill, "0.40", "a gift")["difference_minor"] == 0
    assert balances(mill)["deposit"] == -40     # it paid nothing


def a_discount_that_is_rounded_by_the_payer_is_taken(work):
    mill = tolerant(booked(work, po("P-1", [("BULB", 1000, "1.60")]),
                           discount=("2", "10")))
    ship(mill)
    got = pay(mill, "1897.00", received="2026-12-04")
    assert (got["discount_minor"], got["difference_minor"]) == (3872, 28), got
    assert "receivable" not in balances(mill)


def a_deposit_that_is_applied_lets_nothing_go(work):
    mill = tolerant(acme(work))
    assert mill.night("2026-11-22").code == 0
    pay(mill, "193.50", received="2026-11-22")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 100, "1.60")])]))
    assert mill.night(DAY).code == 0
    ship(mill)
    mill.good("account", "apply", "acme")
    assert balances(mill)["receivable"] == 10


def who_took_a_discount_gets_back_what_was_paid(work):
    mill = booked(work, po("P-1", [("BULB", 1000, "1.60")]),
                  discount=("2", "10"))
    ship(mill)
    pay(mill, "1897.28")
    got = account(mill, "return", "P-1", "--lines", "1=500", "--reason",
                  "x")[0]
    assert got["discount_minor"] == 1936, got
    assert got["deposit_minor"] == 94864, got
    account(mill, "return", "P-1", "--reason", "the rest")
    assert balances(mill) == {"cash": 189728, "deposit": -189728}


# --- returns -------------------------------------------------------------------

def goods_that_come_back_are_a_credit_note(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60"), ("LED", 3, "3.95")]))
    ship(mill)
    got = account(mill, "return", "P-1", "--lines", "1=4", "--reason",
                  "broken")[0]
    assert got["net_minor"] == 640 and got["tax_minor"] == 134, got
    assert got["debt_minor"] == 774 and got["number"].startswith("CN"), got
    row = mill.one("returned")
    assert row["quantity"] == "4" and row["number"] == got["number"], row
    refused(mill, 65, "RETURN-LINES", "account", "return", "P-1", "--lines",
            "1=7", "--reason", "too many")
    refused(mill, 65, "RETURN-LINES", "account", "return", "P-1", "--lines",
            "3=1", "--reason", "no such line")
    refused(mill, 65, "RETURN-LINES", "account", "return", "P-1", "--lines",
            "1=x", "--reason", "no number")
    refused(mill, 64, "--reason", "account", "return", "P-1")
    account(mill, "return", "P-1", "--reason", "all the rest")
    assert not balances(mill), balances(mill)
    refused(mill, 65, "RETURN-STATE", "account", "return", "P-1", "--reason",
            "again")


def what_was_paid_and_comes_back_is_a_deposit(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]))
    ship(mill)
    pay(mill, "19.36")
    got = account(mill, "return", "P-1", "--lines", "1=5", "--reason", "x")[0]
    assert got["deposit_minor"] == 968 and got["debt_minor"] == 0, got
    assert balances(mill)["deposit"] == -968


def pieces_that_come_back_add_up_to_the_cent(work):
    mill = booked(work, po("P-1", [("BULB", 3, "0.333"), ("LED", 7, "0.111")]),
                  rules='price_tolerance_percent = "100";')
    ship(mill)
    for lines in ("1=1", "2=2", "1=1,2=1", "2=3,1=1"):
        account(mill, "return", "P-1", "--lines", lines, "--reason", lines)
    mill.good("account", "return", "P-1", "--reason", "the last")
    assert not balances(mill), balances(mill)


def what_did_not_leave_cannot_come_back(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]))
    refused(mill, 65, "RETURN-STATE", "account", "return", "P-1", "--reason",
            "x")


# --- refunds -------------------------------------------------------------------

def a_refund_needs_two_people_and_then_the_bank(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]))
    pay(mill, "50.00")
    ask = ["refund", "acme", "20.00", "--reason", "paid twice"]
    got = account(mill, *ask, "--by", "anna")[0]
    assert got == {"refund_id": 1, "state": "asked"}, got
    assert account(mill, *ask, "--by", "anna")[0]["refund_id"] == 1
    refused(mill, 65, "REFUND-DEPOSIT", "account", "refund", "acme", "30.01",
            "--reason", "more than there is")
    refused(mill, 65, "REFUND-SELF", "account", "refund", "--approve", "1",
            "--by", "anna")
    refused(mill, 65, "REFUND-STATE", "account", "refund", "--paid", "1")
    assert account(mill, "refund", "--approve", "1", "--by", "bert")[0][
        "state"] == "approved"
    assert balances(mill) == {"cash": 5000, "deposit": -3000, "refund_due":
                              -2000, "commitment": 1936,
                              "commitment_control": -1936}
    refused(mill, 65, "REFUND-STATE", "account", "refund", "--approve", "1",
            "--by", "carla")
    account(mill, "refund", "--paid", "1", "--reason", "SEPA 77", "--on",
            "2026-11-27")
    row = mill.one("refund")
    assert row["state"] == "paid" and row["decided_by"] == "bert", row
    assert row["paid_on"] == "2026-11-27" and row["reference"] == "SEPA 77"
    assert balances(mill)["cash"] == 3000
    refused(mill, 65, "REFUND-STATE", "account", "refund", "--refuse", "1",
            "--reason", "late")


def a_refused_refund_is_a_deposit_again(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]))
    pay(mill, "50.00")
    account(mill, "refund", "acme", "20.00", "--reason", "x", "--by", "anna")
    account(mill, "refund", "--refuse", "1", "--reason", "no")
    account(mill, "refund", "acme", "50.00", "--reason", "y", "--by", "anna")
    account(mill, "refund", "--approve", "2", "--by", "bert")
    account(mill, "refund", "--refuse", "2", "--reason", "no bank account")
    assert balances(mill)["deposit"] == -5000
    assert "refund_due" not in balances(mill)
    refused(mill, 64, "--reason", "account", "refund", "--refuse", "1")
    refused(mill, 64, "exclude", "account", "refund", "--refuse", "1",
            "--paid", "1")
    refused(mill, 64, "number", "account", "refund", "--approve", "x")
    refused(mill, 65, "REFUND-STATE", "account", "refund", "--approve", "9",
            "--by", "bert")
    refused(mill, 64, "CUSTOMER", "account", "refund")


def money_that_is_asked_back_secures_no_order(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]), limit="0")
    pay(mill, "50.00")
    account(mill, "refund", "acme", "40.00", "--reason", "x", "--by", "anna")
    mill.drop("acme", "b.edi", x12([po("P-2", [("BULB", 10, "1.60")])], 2))
    mill.night("2026-11-26")
    assert mill.state("P-2") == "held"


# --- corrections ----------------------------------------------------------------

def corrections_are_booked_once(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]))
    ship(mill)
    less = ["adjust", "acme", "5.00", "--less", "--reason", "goodwill",
            "--order", "P-1", "--on", "2026-11-26"]
    assert account(mill, *less)[0]["known"] is False
    assert account(mill, *less)[0]["known"] is True
    assert balances(mill)["receivable"] == 1436
    assert balances(mill)["adjustment"] == 500
    account(mill, "adjust", "acme", "20.00", "--less", "--reason", "more")
    assert balances(mill)["deposit"] == -564
    account(mill, "adjust", "acme", "1.00", "--more", "--reason", "stamps",
            "--on", "2026-11-26")
    piece = mill.one("receivable", amount_minor=100)
    assert piece["due_on"] == "2026-12-26" and piece["order_id"] is None
    for words in (["5.00", "--reason", "x"], ["5.00", "--more", "--less",
                                              "--reason", "x"],
                  ["5.00", "--more"], ["0", "--more", "--reason", "x"],
                  ["1.001", "--more", "--reason", "x"],
                  ["1", "--more", "--reason", "x", "--on", "tomorrow"],
                  ["1", "--more", "--reason", "x", "--currency", "XYZW"],
                  ["1", "--more", "--reason", "x", "--by", ""]):
        refused(mill, 64, "", "account", "adjust", "acme", *words)
    refused(mill, 64, "nobody", "account", "adjust", "nobody", "1", "--more",
            "--reason", "x")


def a_chargeback_ends_a_debt_and_no_more(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]))
    refused(mill, 65, "ACCOUNT-OWED", "account", "chargeback", "acme", "1.00",
            "--reason", "F2", "--order", "P-1")
    ship(mill)
    back = ["chargeback", "acme", "3.00", "--reason", "ship notice was late",
            "--order", "P-1", "--on", "2026-11-27"]
    assert account(mill, *back)[0]["known"] is False
    assert account(mill, *back)[0]["known"] is True
    assert balances(mill)["chargeback"] == 300
    assert balances(mill)["receivable"] == 1636
    refused(mill, 65, "ACCOUNT-OWED", "account", "chargeback", "acme",
            "16.37", "--reason", "too much")


def a_chargeback_can_be_undone_once(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]))
    ship(mill)
    words = ["chargeback", "acme", "3.00", "--reason", "late", "--order",
             "P-1", "--on", "2026-11-25"]
    refused(mill, 65, "ACCOUNT-OWED", "account", *words, "--undo")
    account(mill, *words)
    assert balances(mill)["receivable"] == 1636
    refused(mill, 65, "ACCOUNT-OWED", "account", *words[:3],
            "--reason", "other words", *words[5:], "--undo")
    got = account(mill, *words, "--undo", "--by", "bert")[0]
    assert got["known"] is False, got
    assert account(mill, *words, "--undo")[0]["known"] is True
    now = balances(mill)
    assert now["receivable"] == 1936 and "chargeback" not in now, now
    debts = [r["open_minor"] for r in mill.list("receivable")]
    assert sorted(debts) == [300, 1636], debts
    assert pay(mill, "19.36")["applied_minor"] == 1936


def less_tax(mill):
    """payments.discount_tax = "less"."""
    path = os.path.join(mill.path, "ordermill.conf")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    assert 'discount_tax = "kept";' in text
    mill.write("ordermill.conf", text.replace('discount_tax = "kept";',
                                              'discount_tax = "less";'))
    return mill


def a_discount_makes_the_tax_less_where_the_rule_says_so(work):
    mill = less_tax(booked(work, po("P-1", [("BULB", 1000, "1.60")]),
                           discount=("2", "10")))
    ship(mill)
    pay(mill, "1897.28", received="2026-12-04")
    # 38.72 is 2 % of 1,936.00: 32.00 of the price and 6.72 of the tax
    assert balances(mill) == {"cash": 189728, "discount": 3200,
                              "sales": -160000, "tax": -32928}
    mill.good("account", "return", "P-1", "--lines", "1=250", "--reason",
              "broken")
    got = balances(mill)
    assert (got["discount"], got["sales"], got["tax"], got["deposit"]) == (
        2400, -120000, -24696, -47432), got
    mill.good("account", "return", "P-1", "--reason", "all the rest")
    assert balances(mill) == {"cash": 189728, "deposit": -189728}


def a_discount_without_the_rule_leaves_the_tax(work):
    mill = booked(work, po("P-1", [("BULB", 1000, "1.60")]),
                  discount=("2", "10"))
    ship(mill)
    pay(mill, "1897.28", received="2026-12-04")
    assert balances(mill)["tax"] == -33600


def free_deposits_pay_when_told(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]))
    pay(mill, "10.00")
    ship(mill)
    assert balances(mill)["receivable"] == 1936
    refused(mill, 65, "REFUND-DEPOSIT", "account", "apply", "acme", "10.01")
    assert account(mill, "apply", "acme", "4.00")[0]["applied_minor"] == 400
    assert account(mill, "apply", "acme")[0]["applied_minor"] == 600
    refused(mill, 65, "REFUND-DEPOSIT", "account", "apply", "acme")
    assert balances(mill)["receivable"] == 936
    assert "deposit" not in balances(mill)


# --- credit control --------------------------------------------------------------

def held_for(mill, number):
    order = mill.one("order", po_number=number)["order_id"]
    holds = [h for h in mill.list("hold", order_id=order)
             if not h["ended_at"]]
    assert len(holds) == 1 and holds[0]["reason"] == "credit", holds
    return holds[0]


def a_blocked_customer_gets_nothing(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]), blocked="yes")
    assert "blocked" in held_for(mill, "P-1")["detail"]
    mill.good("release", "P-1", "--reason", "this once", "--by", "anna")
    assert mill.night("2026-11-24").code == 0
    assert mill.one("hold")["ended_by"] == "anna"
    assert mill.state("P-1") == "accepted"


def a_blocked_customer_gets_nothing_for_money_either(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]), blocked="yes",
                  payment="prepaid")
    assert "blocked" in held_for(mill, "P-1")["detail"]
    assert not mill.one("order")["rf_reference"]


def an_order_may_come_to_so_much_and_no_more(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]),
                  po("P-2", [("BULB", 11, "1.60")]), max_order="19.36")
    assert mill.states() == {"P-1": "accepted", "P-2": "held"}
    hold = held_for(mill, "P-2")
    assert hold["value_minor"] == 2130 and hold["limit_minor"] is None, hold
    assert hold["exposure_minor"] == 1936, hold


def who_pays_too_late_waits(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]), overdue="10")
    ship(mill)                                      # due on 2026-12-24
    mill.drop("acme", "b.edi", x12([po("P-2", [("BULB", 1, "1.60")])], 2))
    mill.night("2027-01-03")
    assert mill.state("P-2") == "at_warehouse", "ten days late may be"
    mill.drop("acme", "c.edi", x12([po("P-3", [("BULB", 1, "1.60")])], 3))
    mill.night("2027-01-04")
    assert "11 days overdue" in held_for(mill, "P-3")["detail"]
    pay(mill, "19.36")
    mill.good("release", "P-3", "--reason", "paid")
    mill.night("2027-01-05")
    assert mill.state("P-3") == "at_warehouse"


def a_credit_hold_keeps_its_figures(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]),
                  po("P-2", [("BULB", 20, "1.60")]), limit="30.00",
                  rules="hold_expires_days = 5;")
    hold = held_for(mill, "P-2")
    assert (hold["limit_minor"], hold["exposure_minor"],
            hold["value_minor"]) == (3000, 1936, 3872), hold
    assert hold["expires_on"] == "2026-11-28"
    assert hold["detail"] == ("exposure 19.36 + order 38.72 is over the "
                              "limit of 30.00 EUR"), hold
    mill.night("2026-11-28")
    assert mill.state("P-2") == "rejected"
    assert mill.codes("acme", "P-2") == ["AB", "RE"]


def a_change_after_the_release_is_checked_again(work):
    mill = acme(work, limit="20.00", receive='{ format = "x12"; '
                'messages = [ "850", "860" ]; }')
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 20, "1.60")])]))
    mill.night(DAY)
    held_for(mill, "P-1")
    mill.good("release", "P-1", "--reason", "a good customer")
    mill.night("2026-11-24")
    assert mill.state("P-1") == "accepted"
    mill.drop("acme", "b.edi", x12([po("P-1", [("BULB", 30, "1.60")],
                                       purpose="04")], control=2))
    mill.night("2026-11-25")
    change = mill.one("order", purpose="change")
    assert change["state"] == "held", change
    hold = [h for h in mill.list("hold") if not h["ended_at"]][0]
    assert hold["value_minor"] == 5808 and hold["exposure_minor"] == 3872
    assert mill.one("order", purpose="original")["total_minor"] == 3872


def a_debt_of_an_unpaid_order_in_advance_counts(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")], extra=["ITD*PP"]),
                  payment="either", limit="30.00")
    mill.good("release", "P-1", "--reason", "they will pay")
    mill.drop("acme", "b.edi", x12([po("P-2", [("BULB", 10, "1.60")])], 2))
    mill.night("2026-11-24")
    assert mill.states() == {"P-1": "accepted", "P-2": "held"}
    assert held_for(mill, "P-2")["exposure_minor"] == 1936


# --- what is shown ---------------------------------------------------------------

def busy(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]),
                  po("=P-2", [("LED", 10, "3.95")]),
                  po("P-3", [("BULB", 100, "1.60")]), limit="120.00")
    ship(mill, "P-1")
    ship(mill, "=P-2", at="2026-12-01T08:00:00Z")
    pay(mill, "10.00", received="2026-12-10")
    return mill


def a_statement_adds_up(work):
    mill = busy(work)
    rows = account(mill, "statement", "acme", "--to", "2026-12-31")
    assert [(r["on"], r["event"], r["po_number"], r["amount_minor"],
             r["balance_minor"]) for r in rows] == [
        ("2026-11-24", "shipped", "P-1", 1936, 1936),
        ("2026-12-01", "shipped", "=P-2", 4780, 6716),
        ("2026-12-10", "payment", "", -1000, 5716)], rows
    assert rows[0]["confirmation"] == mill.one(
        "order", po_number="P-1")["confirmation"]
    assert rows[2]["text"] == "bank"
    out = mill.good("account", "statement", "acme", "--from", "2026-12-01",
                    "--to", "2027-01-05").out
    assert "opening balance    19.36" in out and \
        "closing balance    57.16" in out, out
    assert "1-30 days        57.16" in out, out
    out = mill.good("account", "statement", "acme", "--to", "2026-12-25").out
    assert "1-30 days        9.36" in out and "not due          47.80" in out


def a_statement_is_in_the_language_of_its_customer(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]))
    ship(mill)
    pay(mill, "9.36")
    words = ("account", "statement", "acme", "--to", "2027-02-28")
    assert "closing balance    10.00" in mill.good(*words).out
    row = list(mill.master["customers"][-1])
    row[m.COLUMNS["customers"].split().index("language")] = "nl"
    mill.master["customers"][-1] = tuple(row)
    mill.write_master()
    assert mill.night("2026-11-26").code == 0
    out = mill.good(*words).out
    for said in ("Rekeningoverzicht van acme", "uw order", "levering",
                 "betaling", "eindsaldo    10.00", "Ouderdom op 2027-02-28",
                 "61-90 dagen"):
        assert said in out, (said, out)
    assert "balance" not in out, out
    page = mill.good(*words, "--format", "html", "--language", "pt-BR").out
    assert '<html lang="pt-BR">' in page and "Extrato de" in page
    assert "entrega" in page and "mais de 90 dias" in page
    rows = mill.good(*words, "--format", "csv").out     # for programs
    assert rows.startswith("day,what,") and ",delivery," in rows, rows
    assert mill.run(*words, "--language", "de").code == 64


def a_statement_is_csv_that_no_spreadsheet_runs(work):
    mill = busy(work)
    out = mill.good("account", "statement", "acme", "--from", "2026-11-25",
                    "--to", "2026-12-31", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [r["balance"] for r in rows] == ["19.36", "67.16", "57.16"], rows
    assert rows[1]["po_number"] == "'=P-2", rows
    assert rows[2]["amount"] == "-10.00" and rows[2]["currency"] == "EUR"


def a_statement_is_a_page_that_is_well_formed(work):
    mill = busy(work)
    mill.good("account", "adjust", "acme", "1.00", "--more", "--reason",
              "<script>alert(1)</script>", "--on", "2026-12-02")
    out = mill.good("account", "statement", "acme", "--to", "2026-12-31",
                    "--format", "html").out
    assert "<script>" not in out and "&lt;script&gt;" in out
    assert "58.16" in out and "Customer acme" in out
    done = subprocess.run(["xmllint", "--html", "--noout", "-"],
                          input=out.encode(), capture_output=True,
                          check=False)
    assert done.returncode == 0, done.stderr


def an_account_is_shown_whole(work):
    mill = busy(work)
    got = account(mill, "show", "acme", "--on", "2026-12-25")[0]
    assert got["receivable_minor"] == 5716, got
    assert got["exposure_minor"] == 5716 and got["limit_minor"] == 12000
    assert got["ageing"]["days_30"] == 936 and got["ageing"]["current"] == 4780
    assert [d["po"] for d in got["debts"]] == ["P-1", "=P-2"]
    assert got["debts"][0]["late"] == "1", got["debts"]
    assert [h["po"] for h in got["holds"]] == ["P-3"], got["holds"]
    out = mill.good("account", "show", "acme", "--on", "2026-12-25").out
    for text in ("30 days from despatch", "exposure           57.16 EUR",
                 "left               62.84 EUR", "What is owed", "Held"):
        assert text in out, (text, out)
    refused(mill, 64, "nobody", "account", "show", "nobody")
    refused(mill, 64, "html", "account", "statement", "acme", "--format",
            "pdf")
    refused(mill, 64, "later", "account", "statement", "acme", "--from",
            "2026-12-02", "--to", "2026-12-01")


def hledger_reads_the_same_balances(work):
    if shutil.which("hledger") is None:
        raise m.Skip("hledger is not installed")
    mill = busy(work)
    mill.customer("north")
    mill.master["catalog"].append(("YEN", "", "In yen", "goods", "C62", "160",
                                   "JPY", "S", "10", "", ""))
    mill.write_master()
    mill.night("2026-12-11")
    pay(mill, "3.00", "; | a\ttrap  ; comment", received="2026-12-11")
    mill.good("account", "pay", "north", "500", "JPY", "--reference", "yen")
    mill.good("account", "adjust", "acme", "2.50", "--less", "--reason",
              "a ; b | c\n2026-01-01 x")
    text = mill.good("account", "export", "--format", "hledger").out
    check = subprocess.run(["hledger", "-f", "-", "check", "--strict"],
                           input=declared(text), capture_output=True,
                           text=True, check=False)
    assert check.returncode == 0, check.stderr
    done = subprocess.run(["hledger", "-f", "-", "balance", "-N", "--flat",
                           "-O", "csv", "--layout=bare", "-E"], input=text,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    theirs = {}
    for row in csv.DictReader(io.StringIO(done.stdout)):
        key = row["account"], row["commodity"]
        theirs[key] = int(row["balance"].replace(".", ""))
    ours = {}
    for b in mill.list("balance"):
        key = hledger_name(b["account"], b["customer"]), b["currency"]
        ours[key] = ours.get(key, 0) + b["amount_minor"]
    assert {k: v for k, v in ours.items() if v} == \
        {k: v for k, v in theirs.items() if v}, (ours, theirs)
    only = mill.good("account", "export", "--customer", "north").out
    assert "acme" not in only and "500 JPY" in only, only
    assert "2026-12-11" not in mill.good("account", "export", "--to",
                                         "2026-12-10").out
    refused(mill, 64, "hledger", "account", "export", "--format", "xls")


NAMES = {"cash": "assets:bank", "receivable": "assets:receivable:",
         "deposit": "liabilities:deposit:", "tax": "liabilities:tax",
         "liability": "liabilities:orders:", "sales": "revenues:sales",
         "discount": "revenues:discount", "adjustment": "expenses:adjustment",
         "commitment": "memo:commitment:", "commitment_control":
         "memo:control"}


def hledger_name(account_, customer):
    name = NAMES[account_]
    return name + customer if name.endswith(":") else name


def declared(text):
    """With the declarations that a strict check wants."""
    names = {line.split("    ")[1] for line in text.splitlines()
             if line.startswith("    ")}
    return "".join(f"account {n}\n" for n in sorted(names)) + \
        "commodity 1000.00 EUR\ncommodity 1000. JPY\n" + text


# --- orders that are charged otherwise --------------------------------------------

def services_are_charged_when_they_are_done(work):
    mill = acme(work)
    mill.master["catalog"].append(
        ("FIT", "", "Fitting", "service", "HUR", "40.00", "EUR", "S", "21",
         "", ""))
    mill.write_master()
    data = x12([po("P-1", [("BULB", 10, "1.60"), ("FIT", 2, "40.00")])])
    mill.drop("acme", "a.edi", data.replace(b"*2*EA*40.00", b"*2*HR*40.00"))
    mill.night(DAY)
    assert mill.state("P-1") == "accepted", mill.list("finding")
    refused(mill, 65, "SHIP-LINES", "complete", "P-1", "--lines", "1=1")
    ran = mill.good("complete", "P-1", "--lines", "2=1")
    assert "charged" in ran.out
    assert balances(mill)["receivable"] == 4840
    mill.good("complete", "P-1")
    assert balances(mill)["receivable"] == 9680
    assert balances(mill)["commitment"] == 1936
    refused(mill, 65, "SHIP-NOTHING", "complete", "P-1")
    mill.night("2026-11-24")
    assert not mill.answers("acme", kind="DespatchAdvice"), \
        "no ship notice tells of a service"


def consignment_is_shipped_and_never_charged(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")], type="CN"),
                  limit="0")
    assert mill.state("P-1") == "accepted", mill.list("hold")
    assert mill.one("order")["charge_at"] == "never"
    ship(mill)
    mill.night("2026-11-25")
    assert mill.answers("acme", kind="DespatchAdvice")
    assert not mill.list("ledger")
    got = account(mill, "return", "P-1", "--reason", "not sold")[0]
    assert got["net_minor"] == 0 and mill.one("returned")["quantity"] == "10"
    assert not mill.list("ledger")


def bill_and_hold_is_charged_and_waits(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")], type="BH",
                           requested="2026-11-24"))
    assert mill.state("P-1") == "accepted", mill.list("hold")
    assert balances(mill)["receivable"] == 1936
    assert mill.one("receivable")["due_on"] == "2026-12-23"
    mill.night("2026-12-05")
    assert mill.state("P-1") == "accepted", "it waits for its call"
    mill.good("release", "P-1", "--reason", "they want it now")
    mill.night("2026-12-06")
    assert mill.state("P-1") == "at_warehouse"
    o = mill.one("order")
    mill.drop("venlo", "s.csv", shipped([("S-1", o["confirmation"], 1, "BULB",
                                          10, True)]))
    mill.night("2026-12-07")
    assert mill.state("P-1") == "shipped"
    assert mill.one("receivable")["due_on"] == "2026-12-23"
    assert balances(mill)["receivable"] == 1936


# --- a person may be wrong ----------------------------------------------------------

def verify_finds_what_was_changed_in_the_ledger(work):
    mill = booked(work, po("P-1", [("BULB", 10, "1.60")]),
                  charge_at="acceptance")
    mill.damaged = True
    ship(mill, lines="1=4")
    pay(mill, "3.00")
    good = os.path.join(mill.path, "var", "ordermill.db")
    for word, sql in (
            ("VERIFY-BALANCE", "UPDATE account_balance SET amount_minor = "
             "amount_minor + 1 WHERE account = 'sales'"),
            ("VERIFY-BALANCE", "DROP TRIGGER posting_no_update; UPDATE "
             "posting SET amount_minor = amount_minor + 1"),
            ("VERIFY-JOURNAL", "DROP TRIGGER posting_no_delete; DELETE FROM "
             "posting WHERE journal_id = 1"),
            ("VERIFY-RECEIVABLE", "UPDATE receivable SET open_minor = 0"),
            ("VERIFY-RECEIVABLE", "DROP TRIGGER settlement_no_delete; "
             "DELETE FROM settlement"),
            ("VERIFY-LIABILITY", "UPDATE orders SET done_net = 0")):
        copy = work.mill_copy(mill, f"copy{len(work.mills)}")
        copy.damaged = True
        db = sqlite3.connect(good.replace(mill.path, copy.path))
        db.executescript(sql)
        db.close()
        ran = copy.run("verify")
        assert ran.code == 70 and word in ran.out, (word, ran)
    assert mill.run("verify").code == 0


def a_ledger_of_before_becomes_rows_that_balance(work):
    mill = acme(work)
    path = os.path.join(mill.path, "var", "ordermill.db")
    for name in glob.glob(path + "*"):
        os.unlink(name)
    db = sqlite3.connect(path)
    for file in sorted(glob.glob(f"{m.ROOT}/store/schema/sqlite/*.sql")):
        if os.path.basename(file) < "0005":
            with open(file, encoding="utf-8") as f:
                db.executescript(f.read())
    at = 1763942400                                     # 2025-11-24
    before = [("liability", 9000), ("discount", 700), ("sales", -8000),
              ("tax", -1700), ("commitment", -500),
              ("commitment_control", 500)]
    db.execute("INSERT INTO journal VALUES (1, 'a', 'shipped', 'acme', NULL, "
               "'EUR', ?, NULL)", (at,))
    db.execute("INSERT INTO journal VALUES (2, 'b', 'accepted', 'acme', NULL, "
               "'EUR', ?, NULL)", (at,))
    for n, amount in before:
        db.execute("INSERT INTO posting (journal_id, account, amount_minor) "
                   "VALUES (1, ?, ?)", (n, amount))
    for n, amount in (("receivable", 9000), ("liability", -9000)):
        db.execute("INSERT INTO posting (journal_id, account, amount_minor) "
                   "VALUES (2, ?, ?)", (n, amount))
    for n, amount in dict(before, receivable=9000, liability=0).items():
        db.execute("INSERT INTO account_balance VALUES (?, 'acme', 'EUR', ?)",
                   (n, amount))
    db.execute("PRAGMA user_version = 4")
    db.commit()
    db.close()
    assert mill.night(DAY).code == 0
    sums = {}
    for p in mill.list("ledger", journal=1):
        sums[p["account"]] = sums.get(p["account"], 0) + p["amount_minor"]
    assert sums == dict(before), sums
    piece = mill.one("receivable")
    assert piece["open_minor"] == 9000 and piece["due_on"] == "2025-11-24"


def the_examples_of_the_document_are_as_it_says(work):
    document = os.path.join(m.ROOT, "docs", "accounts.md")
    if not os.path.exists(document):
        raise m.Skip("docs/accounts.md is not there")
    found = doc_examples.run(document, work.binary, work.directory("doc"))
    assert len(found) > 5, "the document has no examples"
    bad = [f"line {b.line}\n{b.failed}" for b in found if b.failed]
    assert not bad, "\n".join(bad)


TESTS = [f for f in list(globals().values())
         if callable(f) and getattr(f, "__module__", "") == __name__ and
         f.__code__.co_varnames[:1] == ("work",) and
         f.__code__.co_argcount == 1 and f.__name__ != "busy"]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
