#!/usr/bin/python3
"""What an order gives back, to the cent: night_giveback.py [BUILD].

Discounts, freight, allowances, tolerance, part deliveries, returns,
cancellations, changes and payments that a bank takes back, one with another, by
hand and at random (SEED=n says which).
Every figure here was worked out by hand.  ONLY=part of a name."""
import os
import random
import sys

import mill as m
from mill import po, shipped, x12
from night_accounts import (DAY, account, acme, balances, booked, less_tax,
                            pay, ship, tolerant)
from night_bank import THEIRS, bank, camt, entry, tell, tx, widen

RULES = 'allowances = [ "D240", "C310" ]; price_tolerance_percent = "50";'
FREIGHT = ["SAC*C*D240***1000"]         # 10.00
ALLOWANCE = ["SAC*A*C310***100"]        # 1.00


def change(mill, lines, control=2, day="2026-11-26", purpose="04", **more):
    mill.drop("acme", f"c{control}.edi", x12(
        [po("P-1", lines, purpose=purpose, **more)], control=control))
    ran = mill.night(day)
    assert ran.code in (0, 1), ran
    return ran


def back(mill, *words, number="P-1"):
    """The credit note of a return: what it gave, less what was not paid."""
    note = account(mill, "return", number, "--reason", "broken", *words)[0]
    return {k[:-6]: v for k, v in note.items()
            if k.endswith("_minor") and v}


# --- a discount that was taken -----------------------------------------------

def a_cancelled_order_gives_back_what_was_paid_and_no_discount(work):
    mill = booked(work, po("P-1", [("BULB", 100, "1.60")]),
                  charge_at="acceptance", discount=("2", "10"))
    assert pay(mill, "189.73", "P-1")["discount_minor"] == 387
    mill.good("cancel", "P-1", "--reason", "their mistake")
    assert balances(mill) == {"cash": 18973, "deposit": -18973}


def a_change_gives_back_its_share_of_the_discount_too(work):
    mill = booked(work, po("P-1", [("BULB", 100, "1.60")]),
                  charge_at="acceptance", discount=("2", "10"))
    pay(mill, "189.73", "P-1")
    change(mill, [("BULB", 50, "1.60")])
    # 96.80 less half of 3.87
    assert balances(mill) == {"cash": 18973, "deposit": -9486,
                              "discount": 193, "liability": -9680}
    mill.good("cancel", "P-1", "--reason", "all of it")
    assert balances(mill) == {"cash": 18973, "deposit": -18973}


def what_is_cut_short_gives_back_its_share_of_the_discount(work):
    mill = less_tax(acme(work, charge_at="acceptance", discount=("2", "10")))
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 100, "1.60")])]))
    mill.night("2026-11-27")
    pay(mill, "189.73", "P-1", received="2026-11-27")
    assert balances(mill)["tax"] == 67          # 3.87 x 33.60 / 193.60
    mill.night("2026-11-30")
    confirmation = mill.one("order")["confirmation"]
    mill.drop("venlo", "s.csv", shipped(
        [("S1", confirmation, 1, "BULB", 25, True)]))
    assert mill.night("2026-12-01").code == 0
    # 75 of 100: 145.20 less 2.90 of the discount, which had .50 of tax
    assert balances(mill) == {"cash": 18973, "deposit": -14230,
                              "discount": 80, "sales": -4000, "tax": -823}
    back(mill)
    assert balances(mill) == {"cash": 18973, "deposit": -18973}


def goods_without_their_freight_leave_it_its_discount(work):
    mill = booked(work, po("P-1", [("BULB", 100, "1.60")], extra=FREIGHT),
                  rules=RULES, discount=("2", "10"))
    ship(mill)
    pay(mill, "201.59", "P-1")                  # 205.70 - 4.11
    # 193.60 - 3.87; freight 10.00, its tax 2.10 and discount .24 stay
    assert back(mill) == {"net": 16000, "tax": 3360, "discount": 387,
                          "deposit": 18973}
    assert balances(mill) == {"cash": 20159, "deposit": -18973,
                              "discount": 24, "freight": -1000, "tax": -210}


def what_came_back_before_it_was_paid_bears_no_discount(work):
    mill = booked(work, po("P-1", [("BULB", 100, "1.60")]),
                  discount=("2", "10"))
    ship(mill)
    assert back(mill, "--lines", "1=20") == {"net": 3200, "tax": 672,
                                             "debt": 3872}
    assert pay(mill, "151.78")["discount_minor"] == 310
    assert back(mill, "--lines", "1=40")["deposit"] == 7589
    assert back(mill)["deposit"] == 7589
    assert balances(mill) == {"cash": 15178, "deposit": -15178}


def parts_with_freight_tax_and_discount_go_back_to_nothing(work):
    mill = less_tax(booked(
        work, po("P-1", [("BULB", 100, "1.60")], extra=FREIGHT),
        discount=("2", "10"), rules=RULES))
    ship(mill, lines="1=33")
    ship(mill, at="2026-11-25T08:30:00Z")
    assert pay(mill, "300")["discount_minor"] == 412    # 1.36 + 2.76
    assert balances(mill)["deposit"] == -9842
    # 33 bulbs: 63.89 less 4.12 x 63.89 / 205.70
    assert back(mill, "--lines", "1=33")["deposit"] == 6261
    assert back(mill, "--freight")["discount"] == 284
    assert balances(mill) == {"cash": 30000, "deposit": -30000}


def of_two_deliveries_the_unpaid_one_bears_no_discount(work):
    mill = booked(work, po("P-1", [("BULB", 100, "1.60")]),
                  discount=("2", "10"))
    ship(mill, lines="1=40")
    pay(mill, "75.89")                          # 77.44 - 1.55
    ship(mill, at="2026-11-26T08:30:00Z")       # 116.16 are owed
    assert back(mill, "--lines", "1=60") == {"net": 9600, "tax": 2016,
                                             "debt": 11616}
    assert back(mill)["deposit"] == 7589
    assert balances(mill) == {"cash": 7589, "deposit": -7589}


# --- freight, allowances, tax ------------------------------------------------

def freight_that_comes_back_brings_the_tax_that_was_charged_on_it(work):
    mill = booked(work, po("P-1", [("BULB", 100, "1.60")], extra=FREIGHT),
                  rules=RULES)
    ship(mill, lines="1=40")                    # 64 + 4 + 14.28
    assert back(mill, "--lines", "1=10", "--freight") == {
        "net": 1600, "charges": 400, "tax": 420, "debt": 2420}
    assert balances(mill)["tax"] == -1008       # of 48.00 and no freight


def freight_that_stays_keeps_the_tax_that_was_charged_on_it(work):
    mill = booked(work, po("P-1", [("BULB", 100, "1.60")], extra=FREIGHT),
                  rules=RULES)
    mill.night("2026-11-30")
    mill.drop("venlo", "s.csv", shipped(
        [("S1", mill.one("order")["confirmation"], 1, "BULB", 40, True)]))
    assert mill.night("2026-12-01").code == 0
    back(mill)
    assert balances(mill) == {"freight": -400, "receivable": 484,
                              "tax": -84}


def pieces_of_an_allowance_come_back_to_the_cent(work):
    # 3 at 3.95 less 1.00 in all: 10.85 and 2.28 tax, in three returns
    mill = booked(work, po("P-1", [("LED", 3, "3.95")], extra=ALLOWANCE),
                  rules=RULES)
    ship(mill)
    assert balances(mill) == {"discount": 100, "receivable": 1313,
                              "sales": -1185, "tax": -228}
    assert [back(mill, "--lines", "1=1")["charges"] for _ in range(3)] == \
        [-33, -34, -33]
    assert balances(mill) == {}


def reverse_charge_has_no_tax_on_freight_either(work):
    mill = acme(work, rules=RULES, discount=("2", "10"))
    mill.master["customers"][0] = tuple(
        "AE" if n == 10 else v
        for n, v in enumerate(mill.master["customers"][0]))
    mill.write_master()
    mill.drop("acme", "a.edi", x12([po(
        "P-1", [("BULB", 100, "1.60"), ("LED", 10, "3.95")],
        extra=FREIGHT)]))
    mill.night(DAY)
    ship(mill, lines="1=50")                    # 80.00 and 10 x 80 / 199.50
    assert balances(mill)["freight"] == -401
    assert "tax" not in balances(mill)
    ship(mill, at="2026-11-25T08:30:00Z")
    pay(mill, "205.31")                         # 209.50 - 4.19
    assert "receivable" not in balances(mill)
    back(mill, "--freight")
    assert balances(mill) == {"cash": 20531, "deposit": -20531}


def currencies_without_and_with_three_decimals(work):
    for currency, price, paid in (("JPY", "263.5", "26350"),
                                  ("KWD", "0.5275", "52.750")):
        mill = work.mill()
        mill.customer("acme", payment="prepaid", rules=RULES)
        row = list(mill.master["customers"][0])
        row[4], row[10] = currency, "Z"
        mill.master["customers"][0] = tuple(row)
        mill.master["prices"] = [("acme", "BULB", "C62", currency, price,
                                  "", "", "", "")]
        mill.write_master()
        mill.drop("acme", "a.edi", x12([po(
            "P-1", [("BULB", 100, price)], currency=currency)]))
        mill.night(DAY)
        number = int(paid.replace(".", ""))
        assert mill.one("order")["total_minor"] == number
        account(mill, "pay", "acme", paid, currency, "--reference", "P-1",
                "--received", "2026-11-23")
        mill.night("2026-11-24")
        assert mill.state("P-1") == "accepted"
        change(mill, [("BULB", 33, price)], currency=currency)
        # 33 of 100: 8695.5 is 8696 yen; 17.4075 is 17.408 dinars
        left = {"JPY": 8696, "KWD": 17408}[currency]
        assert balances(mill) == {"cash": number, "liability": -left,
                                  "deposit": left - number}
        mill.good("cancel", "P-1", "--reason", "no more")
        ran = mill.run("account", "refund", "acme", paid,
                       "--reason", "all", "--by", "anna")
        assert ran.code == 0, ran
        mill.good("account", "refund", "--approve", "1", "--by", "bert")
        mill.good("account", "refund", "--paid", "1", "--reason", "bank")
        assert balances(mill) == {}


def a_change_takes_back_the_discount_of_what_it_takes_away_alone(work):
    mill = booked(work, po("P-1", [("BULB", 100, "1.60")]),
                  charge_at="acceptance", discount=("2", "10"))
    pay(mill, "189.73", "P-1")
    change(mill, [("BULB", 150, "1.60")], 2, "2026-11-25")
    assert balances(mill) == {"cash": 18973, "discount": 387,
                              "liability": -29040, "receivable": 9680}
    # 20 of 150: 251.68 less, 96.80 of them unpaid; 3.87 x 154.88 / 193.60
    change(mill, [("BULB", 20, "1.60")], 3, "2026-11-26")
    assert balances(mill) == {"cash": 18973, "discount": 77,
                              "liability": -3872, "deposit": -15178}
    change(mill, [], 4, "2026-11-27", purpose="01")
    assert balances(mill) == {"cash": 18973, "deposit": -18973}


def parts_in_a_currency_of_three_decimals(work):
    mill = acme(work, rules=RULES, discount=("2.5", "10"))
    row = list(mill.master["customers"][0])
    row[4] = "KWD"
    mill.master["customers"][0] = tuple(row)
    mill.master["prices"] = [("acme", "BULB", "C62", "KWD", "0.5275", "", "",
                              "", "")]
    mill.write_master()
    mill.drop("acme", "a.edi", x12([po(
        "P-1", [("BULB", 7, "0.5275")], currency="KWD",
        extra=["SAC*C*D240***125"])]))
    mill.night(DAY)
    ship(mill, lines="1=3")     # 1.583, 1.250 x 3/7 of it, tax 1.038 x 3/7
    assert {k: v for k, v in balances(mill).items() if "comm" not in k} == {
        "sales": -1583, "freight": -536, "tax": -445, "receivable": 2564}
    ship(mill, at="2026-11-25T08:30:00Z")
    assert balances(mill) == {"sales": -3693, "freight": -1250,
                              "tax": -1038, "receivable": 5981}
    for amount, discount in (("5.831", 64), ("0.001", 85)):
        assert account(mill, "pay", "acme", amount, "KWD", "--reference",
                       amount, "--received", "2026-11-26")[0][
                           "discount_minor"] == discount
    assert back(mill, "--lines", "1=2") == {
        "net": 1055, "tax": 222, "discount": 32, "deposit": 1245}
    assert back(mill, "--freight") == {"net": 2638, "charges": 1250,
                                       "tax": 816, "discount": 117,
                                       "deposit": 4587}
    assert balances(mill) == {"cash": 5832, "deposit": -5832}


def services_go_back_as_goods_do(work):
    mill = acme(work, rules=RULES, charge_at="acceptance",
                discount=("2", "10"))
    mill.master["catalog"].append(("FIT", "", "Fitting", "service", "HUR",
                                   "40", "EUR", "S", "21", "", ""))
    mill.write_master()
    mill.drop("acme", "a.edi", x12([po(
        "P-1", [("BULB", 100, "1.60"), ("FIT", 2, "40")],
        extra=FREIGHT)]).replace(b"PO1*2*2*EA", b"PO1*2*2*HR"))
    mill.night(DAY)
    pay(mill, "296.45")                 # 302.50 less 6.05
    ship(mill, lines="1=100")
    assert balances(mill)["freight"] == -667
    mill.good("complete", "P-1", "--at", "2026-11-26T08:00:00Z")
    assert back(mill, "--lines", "2=1") == {
        "net": 4000, "tax": 840, "discount": 97, "deposit": 4743}
    back(mill, "--freight")
    assert balances(mill) == {"cash": 29645, "deposit": -29645}


# --- tolerance ---------------------------------------------------------------

def what_was_let_go_does_not_come_back_as_money(work):
    for more in ({"payment": "prepaid"}, {"charge_at": "acceptance"}):
        mill = tolerant(booked(work, po("P-1", [("BULB", 100, "1.60")]),
                               **more))
        assert pay(mill, "193.30", "P-1")["difference_minor"] == 30
        mill.night("2026-11-26")
        mill.good("cancel", "P-1", "--reason", "their mistake")
        assert balances(mill) == {"cash": 19330, "deposit": -19330}


def what_was_kept_comes_back_with_its_order(work):
    mill = tolerant(booked(work, po("P-1", [("BULB", 100, "1.60")]),
                           payment="prepaid"))
    pay(mill, "194.00", "P-1")
    mill.night("2026-11-26")
    assert balances(mill)["difference"] == -40
    mill.good("cancel", "P-1", "--reason", "their mistake")
    assert balances(mill) == {"cash": 19400, "deposit": -19400}


def a_rest_behind_a_paid_debt_lets_nothing_go(work):
    mill = tolerant(booked(work, po("P-1", [("BULB", 100, "1.60")]),
                           po("P-2", [("BULB", 1, "0.30")])))
    mill.good("release", "P-2", "--price", "theirs", "--reason", "a sample")
    mill.night("2026-11-24")
    ship(mill, "P-1")
    ship(mill, "P-2", at="2026-11-25T08:30:00Z")
    got = pay(mill, "193.61")
    assert (got["applied_minor"], got["difference_minor"]) == (19361, 0)
    assert balances(mill)["receivable"] == 35   # .36 less that cent
    # The debt that it is paid for is let go as ever.
    assert pay(mill, "0.30", "P-2")["difference_minor"] == 5
    assert "receivable" not in balances(mill)


def a_payment_of_several_debts_may_be_cents_short_of_all(work):
    mill = tolerant(booked(work, po("P-1", [("BULB", 100, "1.60")]),
                           po("P-2", [("BULB", 100, "1.60")])))
    ship(mill, "P-1")
    ship(mill, "P-2")
    assert pay(mill, "386.90")["difference_minor"] == 30
    assert "receivable" not in balances(mill)


# --- taken back by the bank --------------------------------------------------

def with_bank(work, first=True, **more):
    m.COLUMNS["customers"] = m.COLUMNS["customers"].replace(
        " iban mandate mandate_signed", "") + " iban mandate mandate_signed"
    mill = work.mill()
    mill.customer("acme", **more)
    widen(mill, THEIRS, "", "")
    bank(mill)
    mill.master["catalog"] += [
        (sku, "", sku, "goods", "C62", price, "EUR", category, percent, "",
         "") for sku, category, percent, price in (
             ("BOOK", "AA", "9", "12.3456"), ("SEED", "Z", "0", "0.0333"))]
    mill.write_master()
    if not first:
        return mill
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 100, "1.60")]),
                                    po("P-2", [("BULB", 50, "1.60")])]))
    mill.night(DAY)
    return mill


def comes(mill, amount, day="2026-11-25", **more):
    tell(mill, camt([entry(amount, tx(end="E-1", **more))]), day=day)


def goes(mill, amount, day="2026-11-27"):
    tell(mill, camt([entry(amount, tx(end="E-1"), sign="DBIT",
                           reversal=True)], number="S-2"), "s2.xml", day)


def open_of(mill):
    owed = {}
    for r in mill.list("receivable"):
        if r["open_minor"]:
            owed[r["order_id"]] = owed.get(r["order_id"], 0) + \
                r["open_minor"]
    return owed


def debts_are_open_again_each_under_its_order(work):
    mill = with_bank(work)
    ship(mill, "P-1")
    ship(mill, "P-2")
    comes(mill, "250.00")
    assert open_of(mill) == {2: 4040}
    goes(mill, "250.00")
    assert open_of(mill) == {1: 19360, 2: 9680}
    assert mill.balance("deposit", "acme") == 0
    # So what comes back of one lowers the debt of that one.
    assert back(mill, number="P-2")["debt"] == 9680
    assert open_of(mill) == {1: 19360}


def money_that_paid_nothing_goes_from_the_deposit(work):
    mill = with_bank(work)
    ship(mill, "P-2")
    comes(mill, "400.00")
    assert balances(mill)["deposit"] == -30320
    goes(mill, "400.00")
    assert open_of(mill) == {2: 9680}
    assert "deposit" not in balances(mill), "nothing of it can be paid out"
    ran = mill.run("account", "refund", "acme", "1.00", "--reason", "x")
    assert ran.code == 65 and "REFUND-DEPOSIT" in ran.err, ran


def money_that_went_back_pays_no_order(work):
    mill = with_bank(work, first=False, payment="prepaid")
    mill.night(DAY)
    comes(mill, "193.60", text="who knows what for")
    mill.good("account", "refund", "acme", "193.60", "--reason", "no order",
              "--by", "anna")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 100, "1.60")])]))
    mill.night("2026-11-26")
    mill.good("account", "refund", "--approve", "1", "--by", "bert")
    mill.good("account", "refund", "--paid", "1", "--reason", "bank")
    for day in ("2026-11-27", "2026-11-28"):
        mill.night(day)
        assert mill.state("P-1") == "held" and balances(mill) == {}
    ran = mill.run("account", "assign", "1", "--order", "P-1")
    assert ran.code == 65 and "asked back" in ran.err, ran
    # A deposit that was typed, and went back, neither.
    pay(mill, "193.50", "unknown")
    mill.good("account", "refund", "acme", "10.00", "--reason", "some",
              "--by", "anna")
    ran = mill.run("account", "assign", "2", "--order", "P-1")
    assert ran.code == 65 and "asked back" in ran.err, ran
    mill.good("account", "refund", "--refuse", "2", "--reason", "a mistake",
              "--by", "bert")
    mill.good("account", "assign", "2", "--order", "P-1")
    assert mill.one("payment", payment_id=2)["order_id"] == 1


def a_refund_never_takes_what_another_order_waits_with(work):
    mill = with_bank(work, payment="prepaid")
    comes(mill, "60.00", text="none of them")   # a deposit
    mill.good("account", "assign", "1", "--customer", "acme")
    account(mill, "pay", "acme", "50.00", "--reference", mill.one(
        "order", po_number="P-1")["rf_reference"], "--received", DAY)
    mill.good("account", "refund", "acme", "50.00", "--reason", "asked",
              "--by", "anna")
    goes(mill, "60.00")
    assert balances(mill) == {"cash": 5000, "deposit": -5000}
    ran = mill.run("account", "refund", "--approve", "1", "--by", "bert")
    assert ran.code == 65 and "0.00 EUR is left" in ran.err, ran


def a_deposit_that_was_used_meanwhile_is_owed(work):
    mill = with_bank(work)
    ship(mill, "P-2")
    comes(mill, "196.80")                       # 96.80 and a deposit
    ship(mill, "P-1")
    mill.good("account", "apply", "acme")       # 100.00 of P-1
    goes(mill, "196.80")
    assert balances(mill) == {"receivable": 29040, "sales": -24000,
                              "tax": -5040}
    assert open_of(mill) == {1: 9360, 2: 9680, None: 10000}


def what_its_order_gave_back_is_not_owed_again(work):
    mill = with_bank(work, charge_at="acceptance", discount=("2", "10"))
    comes(mill, "189.73")
    mill.good("cancel", "P-1", "--reason", "their mistake")
    goes(mill, "189.73")
    assert balances(mill) == {"receivable": 9680, "liability": -9680}


def a_discount_that_was_taken_back_in_part_is_owed_for_the_rest(work):
    mill = less_tax(with_bank(work, discount=("2", "10")))
    ship(mill, "P-1")
    comes(mill, "189.73")
    assert back(mill, "--lines", "1=50")["deposit"] == 9486
    goes(mill, "189.73")
    assert balances(mill) == {"receivable": 9680, "sales": -8000,
                              "tax": -1680, "commitment": 9680,
                              "commitment_control": -9680}


def an_order_in_advance_whose_money_went_is_owed_and_no_more(work):
    for amount, kept in (("200.00", "0"), ("194.00", "0.50"),
                         ("193.30", "0.50")):
        mill = with_bank(work, payment="prepaid")
        if kept != "0":
            tolerant(mill, kept)
        comes(mill, amount, text="P-1")
        if mill.state("P-1") == "held":         # 200.00 is another amount
            mill.good("account", "assign", "1", "--order",
                      "P-1")
            mill.night("2026-11-26")
        assert mill.one("order", po_number="P-1")["confirmation"]
        goes(mill, amount)
        assert mill.state("P-1") in ("held", "at_warehouse")
        assert balances(mill) == {"receivable": 19360, "liability": -19360}
        if mill.state("P-1") == "held":
            mill.good("cancel", "P-1", "--reason", "never paid")
            assert balances(mill) == {}


# --- all of it, at random ------------------------------------------------------

SEED = int(os.environ.get("SEED", "20261122"))
MODES = [("despatch", "account"), ("acceptance", "account"),
         ("despatch", "prepaid")]


class Told:
    """Payments by statement, some of which the bank takes back."""

    def __init__(self, mill, dice):
        self.mill, self.dice, self.n, self.files = mill, dice, 0, 0
        self.here = {}

    def file(self, entries, day):
        self.files += 1
        tell(self.mill, camt(entries, number=f"S-{self.files}"),
             f"s{self.files}.xml", day)

    def pay(self, amounts, day):
        entries = []
        for amount, text in amounts:
            self.n += 1
            self.here[self.n] = amount
            entries.append(entry(f"{amount / 100:.2f}", tx(
                end=f"E-{self.n}", text=text), ref=f"BK-{self.n}", day=day))
        self.file(entries, day)

    def take_back(self, day):
        gone = [n for n in self.here if self.dice.random() < 0.3]
        self.file([entry(f"{self.here.pop(n) / 100:.2f}", tx(
            end=f"E-{n}"), ref=f"R-{n}", sign="DBIT", reversal=True, day=day)
            for n in gone], day)


def random_orders(dice, n):
    made = []
    for i in range(n):
        lines = [(sku, dice.choice((1, 3, 7, 60)), price) for sku, price in
                 dice.sample([("BULB", "1.60"), ("LED", "3.95"),
                              ("BOOK", "12.3456"), ("SEED", "0.0333")],
                             dice.randint(1, 4))]
        made.append(po(f"P-{i}", lines, requested="2027-01-30", extra=(
            [[], FREIGHT, ALLOWANCE][dice.randrange(3)]
            if any(l[1] > 3 for l in lines) else [])))
    return made


def payments(mill, dice, prepaid):
    """What is asked, with the discount, cents less or more, or a part."""
    asked = [(o["total_minor"], o["po_number"]) for o in mill.list("order")
             if o["state"] == "held"] if prepaid else \
        [(r["open_minor"], "") for r in mill.list("receivable")
         if r["open_minor"] > 9]
    for amount, text in asked:
        kind = dice.randrange(5)
        if kind == 0 and not prepaid:
            amount = amount * 98 // 100
        elif kind == 1:
            amount += dice.randint(-6, 6)
        elif kind == 2 and not prepaid:
            amount = dice.randint(1, amount)
        if kind < 4 or prepaid:
            yield amount, text


def some_come_back(mill, dice, orders):
    for o in mill.list("order"):
        sent = o["state"] in ("shipped", "part_shipped")
        if o["purpose"] != "original" or not sent or dice.random() < 0.6:
            continue
        first = orders[o["po_number"]]["lines"][0]
        mill.run("account", "return", o["po_number"], "--lines",
                 f"1={dice.randint(1, first[1])}", "--reason", "broken",
                 *(["--freight"] if dice.random() < 0.3 else []))


def leave(mill, dice, orders, share):
    for o in mill.list("order"):
        if o["state"] not in ("accepted", "part_shipped", "at_warehouse") or \
                dice.random() > share:
            continue
        lines = [] if share == 1 or dice.random() < 0.4 else [
            "--lines", ",".join(
                f"{i}={dice.randint(1, l[1])}" for i, l in enumerate(
                    orders[o["po_number"]]["lines"], 1))]
        mill.run("ship", o["po_number"], "--at", "2026-11-24T08:00:00Z",
                 *lines)


def everything_comes_back(mill):
    for o in mill.list("order"):
        if o["purpose"] != "original" or not o["confirmation"]:
            continue
        if o["state"] in ("accepted", "held"):
            mill.good("cancel", o["po_number"], "--reason", "no more")
        elif o["state"] in ("part_shipped", "shipped", "at_warehouse"):
            if o["state"] != "shipped":
                mill.good("ship", o["po_number"])
            ran = mill.run("account", "return", o["po_number"], "--freight",
                           "--reason", "all of it")
            assert ran.code in (0, 65), ran


def whatever_comes_back_leaves_money_and_debts_alone(work):
    """No discount, difference, tax, freight or sale stays of orders that were
    wholly given back; what the customer has is what was paid."""
    for i, (charge_at, payment) in enumerate(MODES):
        dice = random.Random(SEED + i)
        mill = tolerant(with_bank(
            work, charge_at=charge_at, payment=payment, rules=RULES,
            discount=("", "") if payment == "prepaid" else ("2", "10"),
            first=False), "0.05")
        if i != 1:
            less_tax(mill)
        told = Told(mill, dice)
        orders = {o["po"]: o for o in random_orders(dice, 12)}
        mill.drop("acme", "a.edi", x12(list(orders.values())))
        mill.night(DAY)
        for day in ("2026-11-25", "2026-11-26"):
            told.pay(payments(mill, dice, payment == "prepaid"), day)
            leave(mill, dice, orders, 0.6)
            some_come_back(mill, dice, orders)
        told.pay(payments(mill, dice, False), "2026-11-27")
        told.take_back("2026-11-28")
        some_come_back(mill, dice, orders)
        if dice.random() < 0.5:
            told.take_back("2026-11-29")
        everything_comes_back(mill)
        left = balances(mill)
        assert left.get("cash", 0) == sum(told.here.values()), (left, told)
        assert set(left) <= {"cash", "deposit", "receivable"}, (SEED, i, left)


if __name__ == "__main__":
    sys.exit(m.tap_main([
        v for k, v in list(globals().items())
        if hasattr(v, "__code__") and getattr(v, "__module__", "") == "__main__" and
        v.__code__.co_varnames[:v.__code__.co_argcount] == ("work",)],
                       __file__))
