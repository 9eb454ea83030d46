#!/usr/bin/python3
"""A partner that wants yes or no, as UBL OrderResponseSimple:
night_simple.py [BUILD]."""
import sys

import mill as m
from mill import po, ubl

DAY = "2026-11-23"
SIMPLE = 'order = "ubl-order-response-simple";'


def yes_and_no_are_sent_and_nothing_while_an_order_waits(work):
    mill = work.mill()
    mill.customer("nordlys", "ubl", answers=SIMPLE,
                  rules='unknown_item = "hold";')
    mill.drop("nordlys", "a.xml", ubl(po("P-1", [("BULB", 10, "1.60")])))
    mill.drop("nordlys", "b.xml", ubl(po("P-2", [("LAMP", 10, "1.60")])))
    mill.night(DAY)
    assert mill.states() == {"P-1": "accepted", "P-2": "held"}, mill.states()
    words = [a for a in mill.outgoing("nordlys").values()
             if b"<OrderResponseSimple" in a]
    assert len(words) == 1, len(words)
    assert b"<cbc:AcceptedIndicator>true<" in words[0], words[0]
    assert b"<cbc:ID>P-1<" in words[0], words[0]
    order = mill.one("order", po_number="P-2")
    mill.good("reject", f"order:{order['order_id']}", "--reason",
              "no such lamp")
    mill.night("2026-11-24")
    words = [a for a in mill.outgoing("nordlys").values()
             if b"<cbc:AcceptedIndicator>false<" in a]
    assert len(words) == 1 and b"<cbc:RejectionNote>" in words[0], words
    assert b"<cbc:ID>P-2<" in words[0], words[0]


TESTS = [yes_and_no_are_sent_and_nothing_while_an_order_waits]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
