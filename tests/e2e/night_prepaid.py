#!/usr/bin/python3
"""Orders that wait for their money and are changed meanwhile, through the
program: night_prepaid.py [BUILD].  ONLY=part of a test's name runs those."""
import sys

import mill as m
import night_bank as bank
from mill import po, x12
from night_changes import ORDERS, RECEIVE, edifact, sample, x860

DAY, NEXT, LATER, LAST = ("2026-11-23", "2026-11-24", "2026-11-25",
                          "2026-11-26")


def waiting(work, quantity=10, sku="BULB", price="1.60", held=True, **more):
    """A mill with the order P-1, which waits for its money: 19.36."""
    mill = work.mill()
    mill.customer("acme", payment="prepaid", limit="0", receive=RECEIVE,
                  **more)
    bank.bank(mill)
    mill.write_master()
    mill.drop("acme", "a.edi", x12([po("P-1", [(sku, quantity, price)])]))
    if held:
        assert mill.night(DAY).code == 1
        assert order(mill)["state"] == "held"
    return mill


def order(mill, purpose="original"):
    return [o for o in mill.list("order", po_number="P-1")
            if o["purpose"] == purpose][-1]


def change(mill, quantity, number=1, day=NEXT, **more):
    mill.drop("acme", f"c{number}.edi", x860(
        [("1", "CA", str(quantity), "1.60", "BULB")], number,
        control=20 + number, **more))
    return mill.night(day) if day else None


def pay(mill, amount, day=None, n=1):
    """By the bank, with the reference of the order."""
    mill.drop("bank", f"s{n}.xml", bank.camt([bank.entry(
        amount, bank.tx(text=order(mill)["rf_reference"]), ref=f"BK-{n}")],
        number=f"S-{n}"))
    return mill.night(day) if day else None


def said(mill):
    """The last answer to the order."""
    return mill.answers("acme", "P-1", "OrderResponse")[-1]


def deposit(mill):
    return -mill.balance("deposit", "acme")


def holds(mill):
    return [h for h in mill.list("hold") if h["ended_at"] is None]


# --- the sum -----------------------------------------------------------------

def a_dearer_order_asks_for_the_new_sum(work):
    mill = waiting(work)
    before = order(mill)
    assert before["total_minor"] == 1936
    assert change(mill, 20).code == 1
    now, told = order(mill), order(mill, "change")
    assert told["state"] == "noted" and told["reason"] == "CHANGE-APPLIED", \
        told
    assert now["state"] == "held" and now["reason"] == "ORDER-PAYMENT"
    assert now["total_minor"] == 3872
    assert now["rf_reference"] == before["rf_reference"] != ""
    assert mill.codes("acme", "P-1") == ["AB", "AB"]
    assert "to be paid: EUR 38.72" in said(mill).notes, said(mill).notes
    assert now["rf_reference"] in said(mill).notes
    assert [h["detail"] for h in holds(mill)] == [now["detail"]]
    assert "38.72" in mill.run("report").out
    # The old sum is not enough any more.
    assert pay(mill, "19.36", LATER).code == 1
    assert bank.codes(mill) == ["BANK-SHORT"]
    assert order(mill)["state"] == "held"
    assert pay(mill, "19.36", LAST, n=2).code == 0
    assert order(mill)["state"] == "accepted" and deposit(mill) == 0
    assert mill.codes("acme", "P-1") == ["AB", "AB", "AP"]


def a_cheaper_order_asks_for_less(work):
    mill = waiting(work)
    assert change(mill, 5).code == 1
    assert order(mill)["total_minor"] == 968
    assert "to be paid: EUR 9.68" in said(mill).notes
    assert pay(mill, "9.68", LATER).code == 0
    assert order(mill)["state"] == "accepted" and deposit(mill) == 0


def what_came_for_the_old_sum_is_weighed_against_the_new(work):
    mill = waiting(work)
    assert pay(mill, "10.00", NEXT).code == 1
    assert change(mill, 20, day=LATER).code == 1
    now = order(mill)
    assert now["state"] == "held" and now["total_minor"] == 3872
    assert "to be paid: EUR 28.72" in said(mill).notes, said(mill).notes
    assert "EUR 38.72" in said(mill).notes
    assert pay(mill, "28.72", LAST, n=2).code == 0
    assert order(mill)["state"] == "accepted" and deposit(mill) == 0


def what_was_paid_is_enough_for_a_cheaper_order(work):
    mill = waiting(work)
    assert pay(mill, "10.00", NEXT).code == 1
    assert change(mill, 5, day=LATER).code == 0
    now = order(mill)
    assert now["state"] == "accepted" and now["total_minor"] == 968
    assert bank.payments(mill) == [("applied", 1000, True)]
    assert deposit(mill) == 32 and holds(mill) == []
    assert mill.codes("acme", "P-1") == ["AB", "AP"]
    before = mill.dump()
    assert mill.night(LAST).code == 0
    assert before == mill.dump(), m.differences(before, mill.dump())


def a_few_cents_less_than_the_new_sum_are_let_go(work):
    mill = waiting(work)
    bank.tolerant(mill, "0.20")
    assert pay(mill, "9.50", NEXT).code == 1
    assert change(mill, 5, day=LATER).code == 0
    assert order(mill)["state"] == "accepted" and deposit(mill) == 0
    assert mill.balance("difference", "acme") == 18


def one_cent_more_than_the_tolerance_is_missing(work):
    mill = waiting(work)
    bank.tolerant(mill, "0.17")
    assert pay(mill, "9.50", NEXT).code == 1
    assert change(mill, 5, day=LATER).code == 1
    assert order(mill)["state"] == "held"
    assert "to be paid: EUR 0.18" in said(mill).notes


# --- when --------------------------------------------------------------------

def an_order_and_its_change_of_one_night_are_asked_for_once(work):
    mill = waiting(work, held=False)
    assert change(mill, 20, day=DAY).code == 1
    assert order(mill)["state"] == "held"
    assert mill.codes("acme", "P-1") == ["AB"]
    assert "to be paid: EUR 38.72" in said(mill).notes
    assert pay(mill, "38.72", NEXT).code == 0
    assert order(mill)["state"] == "accepted" and deposit(mill) == 0


def the_new_sum_may_come_in_the_night_of_the_change(work):
    mill = waiting(work)
    pay(mill, "38.72")
    assert change(mill, 20).code == 0
    now = order(mill)
    assert now["state"] == "accepted" and now["total_minor"] == 3872
    assert order(mill, "change")["reason"] == "CHANGE-APPLIED"
    assert deposit(mill) == 0


def the_old_sum_in_the_night_of_the_change_pays_what_it_was(work):
    mill = waiting(work)
    pay(mill, "19.36")
    assert change(mill, 20).code == 1
    now, told = order(mill), order(mill, "change")
    assert now["state"] == "accepted" and now["total_minor"] == 1936
    assert told["state"] == "held" and told["reason"] == "ORDER-PAYMENT"


def two_changes_are_two_sums_and_the_last_one_counts(work):
    mill = waiting(work)
    change(mill, 20, day=None)
    assert change(mill, 30, number=2).code == 1
    assert order(mill)["total_minor"] == 5808
    assert mill.codes("acme", "P-1") == ["AB", "AB"]
    assert "to be paid: EUR 58.08" in said(mill).notes
    assert order(mill)["change_number"] == "2"


def the_same_change_again_asks_for_nothing_new(work):
    mill = waiting(work)
    change(mill, 20)
    mill.drop("acme", "again.edi", x860(
        [("1", "CA", "20", "1.60", "BULB")], 1, control=31))
    mill.night(LATER)
    assert order(mill, "change")["reason"] == "CHANGE-REPEATED"
    assert order(mill)["total_minor"] == 3872


def the_days_to_pay_are_counted_anew(work):
    mill = waiting(work)
    first = holds(mill)
    assert change(mill, 20, day=LATER).code == 1
    now = holds(mill)
    assert len(first) == len(now) == 1
    assert now[0]["expires_on"] > first[0]["expires_on"]


# --- what does not go --------------------------------------------------------

def what_cannot_be_changes_nothing(work):
    mill = waiting(work)
    before = order(mill)
    mill.drop("acme", "c.edi", x860([("1", "CA", "20", "0.01", "BULB")], 1))
    assert mill.night(NEXT).code == 1
    told = order(mill, "change")
    assert told["state"] == "held" and told["reason"] == "ORDER-PRICE", told
    assert order(mill) == before
    mill.good("release", f"order:{told['order_id']}", "--price", "theirs",
              "--reason", "a last piece")
    assert mill.night(LATER).code == 1
    assert order(mill)["total_minor"] == 24
    assert "to be paid: EUR 0.24" in said(mill).notes


def who_is_blocked_meanwhile_cannot_order_more(work):
    mill = waiting(work)
    before = order(mill)
    block(mill, "yes")
    assert change(mill, 20).code == 1
    told = order(mill, "change")
    assert told["state"] == "held" and told["reason"] == "ORDER-CREDIT", told
    assert order(mill) == before
    mill.good("release", f"order:{told['order_id']}", "--reason", "agreed")
    assert mill.night(LATER).code == 1
    now = order(mill)
    assert now["reason"] == "ORDER-PAYMENT" and now["total_minor"] == 3872
    assert pay(mill, "38.72", LAST).code == 0
    assert order(mill)["state"] == "accepted"


def block(mill, word):
    row = list(mill.master["customers"][-1])
    at = m.COLUMNS["customers"].split().index("blocked")
    mill.master["customers"][-1] = tuple(row[:at] + [word] + row[at + 1:])
    mill.write_master()


def an_order_that_waits_for_a_person_is_not_changed(work):
    mill = waiting(work, price="0.01", held=False)
    assert mill.night(DAY).code == 1
    assert order(mill)["reason"] == "ORDER-PRICE"
    assert change(mill, 20).code == 1
    told = order(mill, "change")
    assert told["state"] == "received" and told["reason"] == "CHANGE-PARKED"
    mill.good("release", "P-1", "--price", "ours", "--reason", "as agreed")
    assert mill.night(LATER).code == 1
    # Charged, it waits for its money; the change is applied behind it.
    assert order(mill)["total_minor"] == 3872
    assert order(mill)["reason"] == "ORDER-PAYMENT"
    assert "to be paid: EUR 38.72" in said(mill).notes


def what_the_bank_took_back_is_changed_when_it_came_again(work):
    mill = waiting(work)
    assert pay(mill, "19.36", NEXT).code == 0
    mill.drop("bank", "back.xml", bank.camt([bank.entry(
        "19.36", bank.tx(text=order(mill)["rf_reference"]), ref="BK-1",
        sign="DBIT", reversal=True)], number="S-9"))
    assert change(mill, 20, day=LATER).code == 1
    assert order(mill)["state"] == "held"
    assert order(mill, "change")["reason"] == "CHANGE-PARKED"


def standing(work):
    mill = work.mill()
    mill.customer("acme", payment="prepaid", limit="0",
                  recurrence='accept = "yes"; lead_days = 0;')
    bank.bank(mill)
    mill.write_master()
    mill.drop("acme", "a.edi", repeats([("BULB", 10, "1.60")], type="ST"))
    assert mill.night(DAY).code == 1
    assert order(mill)["reason"] == "ORDER-PAYMENT"
    return mill


def repeats(lines, rule="FREQ=WEEKLY", control=1, **more):
    return x12([po("P-1", lines, requested="2026-12-01", extra=[
        "REF*ZZ*RRULE " + rule] if rule else [], **more)], control=control)


def the_first_of_a_standing_order_has_the_new_sum(work):
    mill = standing(work)
    mill.drop("acme", "b.edi", repeats([("BULB", 20, "1.60")], None, 2,
                                       purpose="04"))
    assert mill.night(NEXT).code == 1
    assert "to be paid: EUR 38.72" in said(mill).notes
    assert pay(mill, "38.72", LATER).code == 0
    assert order(mill)["state"] == "accepted"
    assert len(mill.list("standing_order")) == 1


def another_rule_waits_until_it_repeats(work):
    mill = standing(work)
    mill.drop("acme", "b.edi", repeats([("BULB", 20, "1.60")], "FREQ=DAILY",
                                       2, purpose="04"))
    assert mill.night(NEXT).code == 1
    assert order(mill, "change")["reason"] == "CHANGE-PARKED"
    assert order(mill)["total_minor"] == 1936
    pay(mill, "19.36", LATER)
    assert order(mill)["state"] == "accepted"
    assert order(mill, "change")["reason"] == "CHANGE-APPLIED"


# --- in other formats --------------------------------------------------------

def prepaid(work):
    from night_samples import sample_mill
    mill = sample_mill(work, "customer")
    at = m.COLUMNS["customers"].split().index("payment")
    mill.master["customers"] = [
        tuple("prepaid" if i == at else v for i, v in enumerate(row))
        for row in mill.master["customers"]]
    mill.write_master()
    return mill


def original(mill, number):
    return [o for o in mill.list("order", po_number=number)
            if o["purpose"] == "original"][-1]


def a_cxml_update_asks_for_the_new_sum(work):
    mill = prepaid(work)
    update = sample("cxml/good_update_quantity.xml")
    new = update.replace('type="update" orderVersion="2"',
                         'type="new" orderVersion="1"') \
        .replace("4700001.update", "4700001.new") \
        .replace('quantity="300"', 'quantity="250"') \
        .replace("540.00", "450.00")
    sums = []
    for n, (text, day) in enumerate(((new, DAY), (update, NEXT))):
        mill.drop("acme", f"{n}.xml", text.encode())
        assert mill.night(day).code == 1
        row = original(mill, "4700001")
        assert row["reason"] == "ORDER-PAYMENT", row
        sums.append(row["total_minor"])
        assert f"EUR {sums[-1] // 100}.{sums[-1] % 100:02}," in row["detail"]
    assert sums[0] < sums[1]


def an_ordchg_asks_for_the_new_sum(work):
    assert ORDERS
    mill = prepaid(work)
    bulb = "8712345000028"
    for n, (data, day) in enumerate((
            (edifact("ORDERS", "220+4711+9", [(1, "", bulb, 10, "1.60")],
                     101), DAY),
            (edifact("ORDCHG", "230+C1+4", [(1, 3, bulb, 20, "1.60")], 102,
                     "RFF+ON:4711'"), NEXT))):
        mill.drop("acme", f"{n}.edi", data)
        assert mill.night(day).code == 1
        row = original(mill, "4711")
        assert row["reason"] == "ORDER-PAYMENT", row
        assert f"EUR {('19.36', '38.72')[n]}," in row["detail"], row


TESTS = [t for name, t in list(globals().items()) if callable(t) and
         getattr(t, "__module__", "") == __name__ and
         t.__code__.co_varnames[:t.__code__.co_argcount] == ("work",) and
         name not in ("prepaid", "standing")]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
