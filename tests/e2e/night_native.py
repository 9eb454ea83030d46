#!/usr/bin/python3
"""Answers in the partner's own standard: a partner on X12 is answered by 997,
855 and 856, and what it says of those closes the loop.
usage: night_native.py BUILD (default build/checked); TAP."""
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
from mill import (GLN, csv_orders, po, shipped, tap_main,  # noqa: E402
                  ubl, x12)

DAY = "2026-11-23"
LATER = "2026-11-24"
SHIP_DAY = "2026-11-29"
BULBS = [("BULB", 10, "1.60")]
X12 = 'technical = "x12-997"; order = "x12-855"; ship = "x12-856";'


def acme(work, answers=X12, **more):
    mill = work.mill()
    mill.customer("acme", answers=answers, **more)
    return mill


class Interchange:
    """One of ours, read by rules that are not ours: separators by place."""

    def __init__(self, name, data):
        self.name, text = name, data.decode("ascii")
        assert text.startswith("ISA") and len(text) > 106, data
        self.element, self.end = text[3], text[105]
        assert text.endswith(self.end), text
        self.segments = [s.strip("\r\n").split(self.element)
                         for s in text.split(self.end) if s.strip("\r\n")]
        isa, iea = self.segments[0], self.segments[-1]
        assert len(isa) == 17 and iea[0] == "IEA" and isa[13] == iea[2]
        self.control, self.usage = int(isa[13]), isa[15]
        self.sides = tuple(x.strip() for x in isa[5:9])
        groups = self.all("GS")
        assert len(groups) == len(self.all("GE")) == int(iea[1])
        self.group = groups[0] if groups else None
        sets = self.all("ST")
        self.sets = [s[1] for s in sets]
        for st, se in zip(sets, self.all("SE")):
            assert st[2] == se[2], (st, se)

    def all(self, tag):
        return [s for s in self.segments if s[0] == tag]

    def one(self, tag):
        found = self.all(tag)
        assert len(found) == 1, (tag, self.segments)
        return found[0]


def answers(mill, partner="acme", set_=None):
    """Our interchanges in the order in which they were made."""
    here = mill.outgoing(partner)
    out = [Interchange(r["name"], here[r["name"]])
           for r in mill.list("outbox", partner=partner) if r["name"] in here]
    return [i for i in out if set_ is None or set_ in i.sets]


def only(mill, set_, partner="acme"):
    found = answers(mill, partner, set_)
    assert len(found) == 1, (set_, [i.segments for i in found])
    return found[0]


def wrap(sets, control, function="FA", sender="ACME", receiver="LAMPCO",
         usage="P", ta1=(), ack="0"):
    """Sets (lists of segments) of a partner in an interchange."""
    out = [f"ISA*00*          *00*          *ZZ*{sender:<15}*ZZ*"
           f"{receiver:<15}*261123*0905*U*00401*{control:09}*{ack}*{usage}*>"]
    out += ["*".join(("TA1",) + t) for t in ta1]
    if sets:
        out.append(f"GS*{function}*{sender}*{receiver}*20261123*0905*"
                   f"{control}*X*004010")
        for n, (set_, body) in enumerate(sets, 1):
            out += [f"ST*{set_}*{n:04}"] + body + \
                [f"SE*{len(body) + 2}*{n:04}"]
        out.append(f"GE*{len(sets)}*{control}")
    out.append(f"IEA*{1 if sets else 0}*{control:09}")
    return "".join(s + "~" for s in out).encode()


def ack(document, verdict, control, **more):
    """A 997 about one of our interchanges."""
    group, set_ = document.group, document.one("ST")
    body = [f"AK1*{group[1]}*{group[6]}", f"AK2*{set_[1]}*{set_[2]}",
            f"AK5*{verdict}", f"AK9*{verdict}*1*1*"
            f"{0 if verdict == 'R' else 1}"]
    return wrap([("997", body)], control, **more)


# --- answers -----------------------------------------------------------------

def an_order_is_answered_in_its_own_standard(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)], control=905))
    ran = mill.night(DAY)
    assert ran.code == 0, ran
    receipt, response = only(mill, "997"), only(mill, "855")
    for i in (receipt, response):
        assert i.sides == ("ZZ", "LAMPCO", "ZZ", "ACME"), i.sides
        assert i.group[2:4] == ["LAMPCO", "ACME"], i.group
        assert i.group[8] == "004010" and i.usage == "P"
    assert receipt.one("AK1")[1:3] == ["PO", "905"], receipt.segments
    assert receipt.one("AK2")[1:3] == ["850", "0001"]
    assert receipt.one("AK5")[1] == "A"
    assert receipt.one("AK9")[1:5] == ["A", "1", "1", "1"]
    bak = response.one("BAK")
    assert bak[2:4] == ["AD", "P-1"], bak
    assert response.one("ACK")[1:3] == ["IA", "10"], response.segments
    confirmation = mill.one("order")["confirmation"]
    assert confirmation in bak, (confirmation, bak)


def control_numbers_count_up_and_a_second_run_changes_nothing(work):
    mill = acme(work)
    mill.customer("south", answers=X12)
    for n in (1, 2):
        mill.drop("acme", f"{n}.edi", x12([po(f"P-{n}", BULBS)], control=n))
    mill.drop("south", "s.edi", x12([po("S-1", BULBS)], sender="SOUTH"))
    assert mill.night(DAY).code == 0
    # Counted for each partner, from 1, without a gap.
    assert [i.control for i in answers(mill)] == [1, 2, 3, 4]
    assert [int(i.group[6]) for i in answers(mill)] == [1, 2, 3, 4]
    assert [i.control for i in answers(mill, "south")] == [1, 2]
    before, there = mill.dump(), mill.outgoing("acme")
    assert mill.night(LATER).code == 0
    assert mill.outgoing("acme") == there and mill.dump() == before
    # The same bytes again are answered by the same bytes again.
    for name in there:
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    mill.drop("acme", "again.edi", x12([po("P-1", BULBS)], control=1))
    assert mill.night("2026-11-25").code == 0
    again = mill.outgoing("acme")
    assert len(again) == 2 and all(there[n] == again[n] for n in again)
    mill.drop("acme", "3.edi", x12([po("P-3", BULBS)], control=3))
    assert mill.night("2026-11-26").code == 0
    assert [i.control for i in answers(mill)][-2:] == [5, 6]
    rows = {r["name"]: r for r in mill.list("outbox", partner="acme")}
    for i in answers(mill):
        row = rows[i.name]
        assert (row["interchange_control"], row["group_control"]) == \
            (i.control, int(i.group[6])), row


def answers_go_to_the_side_that_asked(work):
    """A partner with two mailboxes, and two names for us."""
    mill = acme(work, identifiers=["x12:ZZ:ACMEUS", "gs:ACMEUS"])
    path = os.path.join(mill.path, "partners/acme.conf")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    mill.write("partners/acme.conf", text.replace(
        '"x12:ZZ:LAMPCO"', '"x12:ZZ:LAMPCO", "x12:ZZ:LAMPS"'))
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)]))
    mill.drop("acme", "b.edi", x12([po("P-2", BULBS)], sender="ACMEUS",
                                   receiver="LAMPS", gln=GLN["acme"]))
    assert mill.night(DAY).code == 0
    seen = [(i.sides[1], i.sides[3], i.control) for i in answers(mill)]
    assert sorted(seen) == [("LAMPCO", "ACME", 1), ("LAMPCO", "ACME", 2),
                            ("LAMPS", "ACMEUS", 1), ("LAMPS", "ACMEUS", 2)]
    second = [i for i in answers(mill, "acme", "855")
              if i.sides[1] == "LAMPS"][0]
    assert second.one("BAK")[3] == "P-2" and second.group[3] == "ACMEUS"
    # Its receipt is about that one, not about the other of that number.
    mill.drop("acme", "r.edi", ack(second, "R", 9, sender="ACMEUS",
                                   receiver="LAMPS"))
    assert mill.night(LATER).code == 1
    assert [r["name"] for r in mill.list("outbox",
                                         acknowledged="rejected")] == \
        [second.name]


def what_left_is_announced_by_an_856(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)]))
    mill.night(DAY)
    mill.night(SHIP_DAY)
    number = mill.one("order")["confirmation"]
    mill.drop("venlo", "s.csv", shipped([
        ("S-7", number, 1, "BULB", 10, True, "087123450000000011")]))
    assert mill.night("2026-11-30").code == 0
    notice = only(mill, "856")
    assert ["SI", "S-7"] in [s[1:] for s in notice.all("REF")]
    assert notice.one("PRF")[1] == "P-1", notice.segments
    assert notice.one("SN1")[2] == "10", notice.segments
    assert [h[3] for h in notice.all("HL")][:2] == ["S", "O"]
    assert notice.group[1] == "SH" and notice.control == 3


def to_place(number, name, street, head, line):
    """A set to a place of the buyer's own numbers."""
    return ("850", head + [f"N1*BY*The buyer*UL*{GLN['acme']}",
                           f"N1*ST*{name}*92*{number}", "N2*Receiving",
                           f"N3*{street}*Dock 5", "N4*Chicago*IL*60601*US",
                           line, "CTT*1"])


def the_place_goes_back_in_the_buyers_own_words(work):
    mill = acme(work)
    mill.profile("venlo", "csv", "shipments", ["x12:ZZ:VENLO"],
                 role="warehouse", answers='warehouse = "x12-940";')
    mill.drop("acme", "a.edi", wrap([to_place(
        "0005", "Acme DC", "Main St 1", ["BEG*00*SA*P-1**20261120",
                                         "CUR*BY*EUR", "DTM*002*20261130"],
        "PO1*1*10*EA*1.60**VN*BULB")], 1, function="PO"))
    assert mill.night(DAY).code == 0 and mill.state("P-1") == "accepted"
    # A change moves it, with its number.
    mill.drop("acme", "b.edi", wrap([to_place(
        "0006", "Acme shop", "High St 2", ["BEG*04*SA*P-1**20261120",
                                           "CUR*BY*EUR"],
        "PO1*1*12*EA*1.60**VN*BULB")], 2, function="PO"))
    assert mill.night(LATER).code == 0
    assert mill.night(SHIP_DAY).code == 0
    place = [["N1", "ST", "Acme shop, Receiving", "92", "0006"],
             ["N3", "High St 2, Dock 5"],
             ["N4", "Chicago", "IL", "60601", "US"]]
    found = only(mill, "940", "venlo").segments
    at = found.index(place[0])
    assert found[at:at + 3] == place, found
    order, = {o["confirmation"] for o in mill.list("order")
              if o["purpose"] == "original"}
    mill.drop("venlo", "s.csv", shipped([("S-1", order, 1, "BULB", 12,
                                          True)]))
    assert mill.night("2026-11-30").code == 0
    found = only(mill, "856").segments
    at = found.index(place[0])
    assert found[at:at + 3] == place, found


def a_ta1_is_sent_when_it_is_wanted(work):
    mill = acme(work)
    data = x12([po("P-1", BULBS)], control=31)
    wanted = data.replace(b"*0*P*>", b"*1*P*>", 1)
    assert wanted != data
    mill.drop("acme", "a.edi", wanted)
    assert mill.night(DAY).code == 0
    first = answers(mill)[0]
    assert first.one("TA1")[1:] == ["000000031", "261120", "0905", "A",
                                    "000"], first.segments
    assert "997" in first.sets
    mill.drop("acme", "b.edi", x12([po("P-2", BULBS)], control=32))
    assert mill.night(LATER).code == 0
    assert not answers(mill, "acme", "997")[1].all("TA1")


def a_partner_may_want_a_999_or_a_ta1_alone(work):
    mill = work.mill()
    for who, writer in (("acme", "x12-999"), ("south", "x12-ta1")):
        mill.customer(who, answers=f'technical = "{writer}"; '
                      'order = "none"; ship = "none";')
        mill.drop(who, "a.edi", x12([po("P-" + who, BULBS)], control=41,
                                    sender=who.upper()))
    assert mill.night(DAY).code == 0
    first = only(mill, "999")
    assert first.one("AK1")[1:3] == ["PO", "41"], first.segments
    assert first.one("IK5")[1] == "A" and first.group[8][:6] == "005010"
    for i in answers(mill, "south"):
        assert not i.sets and i.one("TA1")[1] == "000000041", i.segments
    assert set(mill.states().values()) == {"accepted"}


def a_number_that_went_out_twice_is_found_by_verify(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)]))
    assert mill.night(DAY).code == 0
    mill.damaged = True
    db = sqlite3.connect(f"{mill.path}/var/ordermill.db")
    db.execute("UPDATE outbox SET interchange_control = 1")
    db.commit()
    db.close()
    ran = mill.run("verify")
    assert ran.code != 0 and "VERIFY-NUMBER" in ran.out + ran.err, ran


def each_message_gets_its_own_verdict(work):
    mill = acme(work)
    data = x12([po("P-1", BULBS), po("P-2", BULBS), po("P-3", BULBS)])
    # The second set counts its segments wrong.
    at = data.index(b"SE*", data.index(b"SE*") + 3)
    bad = data[:at] + data[at:].replace(b"SE*8*", b"SE*9*", 1)
    assert bad != data, data
    mill.drop("acme", "a.edi", bad)
    assert mill.night(DAY).code == 1
    receipt = only(mill, "997")
    assert [s[1] for s in receipt.all("AK5")] == ["A", "R", "A"]
    assert receipt.all("AK5")[1][2] == "4", receipt.segments
    assert receipt.one("AK9")[1:5] == ["P", "3", "3", "2"]
    assert mill.states()["P-2"] == "rejected"
    assert sorted(i.one("BAK")[3] for i in answers(mill, "acme", "855")) == \
        ["P-1", "P-3"]
    # What failed may be sent again.
    mill.drop("acme", "b.edi", x12([po("P-2", BULBS)], control=2))
    assert mill.night(LATER).code == 0
    assert mill.list("order", po_number="P-2", state="accepted")


def held_changed_and_refused_lines_are_told(work):
    mill = acme(work, rules='short = "cancel"; unknown_item = "reject";')
    mill.drop("acme", "a.edi", x12([
        po("P-1", [("TUBE", 150, "2.60"), ("BULB", 1, "1.60")]),
        po("P-2", [("NOSUCH", 1, "1.60"), ("BULB", 1, "1.60")]),
        po("P-3", [("BULB", 10, "0.10")])]))
    assert mill.night(DAY).code == 1
    by = {i.one("BAK")[3]: i for i in answers(mill, "acme", "855")}
    assert set(by) == {"P-1", "P-2", "P-3"}, by
    assert by["P-1"].one("BAK")[2] == "AC"
    assert ["IQ", "100"] in [s[1:3] for s in by["P-1"].all("ACK")], \
        by["P-1"].segments
    assert "IR" in [s[1] for s in by["P-2"].all("ACK")] or \
        "R2" in [s[1] for s in by["P-2"].all("ACK")], by["P-2"].segments
    assert by["P-3"].one("BAK")[2] == "AH", by["P-3"].segments
    assert [s[1] for s in by["P-3"].all("ACK")] == ["IH"]
    # Then it is decided: the next version, under the next number.
    mill.good("release", "P-3", "--price", "theirs", "--reason", "a gift")
    assert mill.night(LATER).code in (0, 1)
    last = answers(mill, "acme", "855")[-1]
    assert last.one("BAK")[2:4] == ["AD", "P-3"], last.segments
    assert last.control > by["P-3"].control


def what_follows_is_told_with_its_day(work):
    """…which is the day on which more is expected, and the days of transport;
    a day that is over says nothing."""
    mill = europe(work)
    mill.customer("north", answers=X12)
    mill.customer("nordlys", "ubl")
    mill.master["catalog"] = [
        row[:-2] + (("100", "2026-11-01", "2026-12-07")
                    if row[0] == "TUBE" else
                    ("0", "2026-11-01", "2026-11-20")
                    if row[0] == "LED" else row[-2:])
        for row in mill.master["catalog"]]
    mill.write_master()
    mill.drop("north", "a.edi", x12(
        [po("P-1", [("TUBE", 150, "2.60"), ("LED", 5, "3.95")])],
        sender="NORTH"))
    mill.drop("acme", "b.edi", edifact([po("P-2", [("TUBE", 105, "2.60")])]))
    mill.drop("nordlys", "c.xml", ubl(po("P-3", [("TUBE", 7, "2.60")])))
    ran = mill.night(DAY)
    assert ran.code == 0, (ran, mill.run("report").out)
    acks = only(mill, "855", "north").all("ACK")
    assert acks == [["ACK", "IB", "150", "EA", "017", "20261208"],
                    ["ACK", "IB", "5", "EA"]], acks
    response, = european(mill, "ORDRSP")
    assert ["83", "5", "PCE"] in tagged(response, "QTY"), response
    assert ["69", "20261130", "102"] in tagged(response, "DTM"), response
    assert ["17", "20261208", "102"] in tagged(response, "DTM"), response
    answer, = mill.answers("nordlys", kind="OrderResponse")
    assert b"<cbc:MaximumBackorderQuantity>7<" in answer.data, answer.data
    assert b"2026-12-08</cbc:EndDate>" in answer.data, answer.data
    assert b"What follows is expected on 2026-12-08." in answer.data


def the_version_is_that_of_the_order_or_of_the_profile(work):
    mill = acme(work, receive='{ format = "x12"; }')
    data = x12([po("P-1", BULBS)]).replace(b"*X*004010", b"*X*005010")
    mill.drop("acme", "a.edi", data.replace(b"*U*00401*", b"*^*00501*"))
    assert mill.night(DAY).code == 0
    assert {i.group[8] for i in answers(mill)} == {"005010"}
    mill = acme(work, answers=X12 + ' version = "005010"; '
                'separators = "|:!^";')
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)]))
    assert mill.night(DAY).code == 0
    assert {(i.group[8], i.element, i.end) for i in answers(mill)} == \
        {("005010", "|", "!")}


def a_test_is_answered_with_its_flag_and_counted_apart(work):
    mill = acme(work)
    mill.drop("acme", "p.edi", x12([po("P-1", BULBS)], control=1))
    mill.drop("acme", "t.edi", x12([po("T-1", BULBS)], control=1,
                                   usage="T"))
    assert mill.night(DAY).code == 0
    by = {i.usage: [] for i in answers(mill)}
    for i in answers(mill):
        by[i.usage].append(i.control)
    assert by == {"P": [1, 2], "T": [1, 2]}, by
    order = mill.one("order", po_number="T-1")
    assert (order["state"], order["test"]) == ("accepted", 1), order
    mill.night(SHIP_DAY)
    mill.night("2026-12-15")
    # Never charged or shipped, and no work for anybody.
    assert mill.state("T-1") == "accepted"
    assert not [p for p in mill.list("ledger")
                if p["order_id"] == order["order_id"]]
    work_files = mill.outgoing("venlo").values()
    assert work_files and not [d for d in work_files
                               if order["confirmation"].encode() in d]
    ran = mill.run("ship", "T-1")
    assert ran.code == 65 and "test" in ran.err, ran
    assert {r["test"] for r in mill.list("outbox", partner="acme",
                                         order_id=order["order_id"])} == {1}


# --- duplicates --------------------------------------------------------------

def a_number_for_other_content_is_refused_by_ta1_025(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)], control=7))
    assert mill.night(DAY).code == 0
    mill.drop("acme", "b.edi", x12([po("P-2", BULBS)], control=7))
    assert mill.night(LATER).code == 1
    last = answers(mill)[-1]
    assert last.one("TA1")[4:6] == ["R", "025"], last.segments
    assert not last.sets and mill.state("P-2") == "received"
    # A person lets it go on, or it comes again under its own number.
    mill.drop("acme", "c.edi", x12([po("P-3", BULBS)], control=8))
    assert mill.night("2026-11-25").code == 1
    assert mill.state("P-3") == "accepted"
    mill.good("release", "file:2", "--reason", "their counter was reset")
    assert mill.night("2026-11-26").code == 0
    assert mill.state("P-2") == "accepted"


def the_same_interchange_in_another_file_is_answered_again(work):
    mill = acme(work)
    data = x12([po("P-1", BULBS)], control=7)
    mill.drop("acme", "a.edi", data)
    assert mill.night(DAY).code == 0
    there = mill.outgoing("acme")
    for name in there:
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    mill.drop("acme", "b.edi", data + b"\r\n")
    assert mill.night(LATER).code == 0
    assert mill.outgoing("acme") == there
    assert len(mill.list("order", state="accepted")) == 1


def a_number_twice_within_refuses_that_group_or_set(work):
    mill = acme(work)
    data = x12([po("P-1", BULBS), po("P-2", BULBS)]).replace(
        b"ST*850*0002", b"ST*850*0001").replace(b"*0002~", b"*0001~")
    mill.drop("acme", "a.edi", data)
    assert mill.night(DAY).code == 1
    receipt = only(mill, "997")
    assert [s[1] for s in receipt.all("AK5")] == ["A", "R"], receipt.segments
    assert receipt.all("AK5")[1][2] in ("7", "23")
    assert mill.states() == {"P-1": "accepted", "P-2": "rejected"}
    # Two groups of one number: the second one is refused.
    one = x12([po("P-3", BULBS)], control=9)
    two = x12([po("P-4", BULBS)], control=9)
    group = two[two.index(b"GS*"):two.index(b"IEA*")]
    both = one[:one.index(b"IEA*")] + group + b"IEA*2*000000009~\n"
    mill.drop("acme", "b.edi", both)
    assert mill.night(LATER).code == 1
    receipt = answers(mill, "acme", "997")[1]
    assert [s[1] for s in receipt.all("AK9")] == ["A", "R"], receipt.segments
    assert receipt.all("AK9")[1][5] in ("6", "19"), receipt.segments
    assert mill.state("P-3") == "accepted"
    assert mill.state("P-4") == "rejected"


def the_same_order_number_with_other_content_is_held(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)], control=1))
    assert mill.night(DAY).code == 0
    # The same words again, in another interchange: the same answer again.
    mill.drop("acme", "b.edi", x12([po("P-1", BULBS)], control=2))
    assert mill.night(LATER).code == 0
    assert len(answers(mill, "acme", "855")) == 1
    assert len(answers(mill, "acme", "997")) == 2
    mill.drop("acme", "c.edi", x12([po("P-1", [("BULB", 99, "1.60")])],
                                   control=3))
    assert mill.night("2026-11-25").code == 1
    held = answers(mill, "acme", "855")[1]
    assert held.one("BAK")[2] == "AH", held.segments
    assert mill.one("hold")["reason"] == "duplicate"
    assert sorted(o["state"] for o in mill.list("order")) == \
        ["accepted", "held", "noted"]


# --- receipts ----------------------------------------------------------------

def a_receipt_closes_the_loop(work):
    mill = acme(work, answers=X12 + " receipt_due_hours = 4;")
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)]))
    assert mill.night(DAY).code == 0
    response = only(mill, "855")
    row = mill.one("outbox", name=response.name)
    assert row["receipt_due_at"] == "2026-11-23T06:00:00Z", row
    # Nothing came: overdue, and to do.
    ran = mill.night(DAY + "T07:00:00Z")
    assert ran.code == 1, ran
    assert mill.one("outbox", name=response.name)["acknowledged"] == "overdue"
    assert "has not confirmed" in mill.run("report").out
    with open(f"{mill.path}/var/report/ordermill.prom",
              encoding="ascii") as f:
        assert 'ordermill_todo{kind="receipt"} 1' in f.read()
    mill.drop("acme", "997.edi", ack(response, "A", 2))
    assert mill.night(DAY + "T08:00:00Z").code == 0
    row = mill.one("outbox", name=response.name)
    assert (row["acknowledged"], row["acknowledged_at"]) == \
        ("accepted", "2026-11-23T08:00:00Z"), row
    # A receipt is never answered.
    assert len(answers(mill)) == 2
    assert "accepted" in mill.good("trace", "P-1").out.split("sent")[-1]
    assert "997" in mill.good("show", f"outbox:{row['outbox_id']}").out
    before = mill.dump()
    # The same again, in other bytes.
    mill.drop("acme", "997b.edi", ack(response, "A", 3))
    assert mill.night(DAY + "T09:00:00Z").code == 0
    assert mill.dump()["outbox"] == before["outbox"]


def a_refused_document_is_to_do_until_it_is_settled(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)]))
    assert mill.night(DAY).code == 0
    response = only(mill, "855")
    row = mill.one("outbox", name=response.name)
    assert row["receipt_due_at"] is None, row
    mill.drop("acme", "997.edi", ack(response, "R", 2))
    ran = mill.night(LATER)
    assert ran.code == 1, ran
    report = mill.run("report").out
    ref = f"outbox:{row['outbox_id']}"
    assert "refused our order document" in report and \
        f"resend {ref}" in report, report
    assert "refused our order document" in mill.run("status").out
    assert mill.night("2026-11-25").code == 1
    mill.good("resend", ref)
    assert mill.one("outbox", name=response.name)["acknowledged"] == ""
    assert mill.night("2026-11-26").code == 0
    mill.drop("acme", "997b.edi", ack(response, "R", 3))
    assert mill.night("2026-11-27").code == 1
    mill.good("release", ref, "--reason", "they took it by telephone")
    assert mill.run("release", ref, "--reason", "again").code == 65
    assert mill.night("2026-11-28").code == 0


def a_refused_document_is_made_anew_once(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)]))
    assert mill.night(DAY).code == 0
    first = only(mill, "855")
    old = mill.one("outbox", name=first.name)
    mill.drop("acme", "997.edi", ack(first, "R", 2))
    assert mill.night(LATER).code == 1
    mill.good("resend", "P-1", "--anew")
    # Asked twice, made once.
    mill.good("resend", f"outbox:{old['outbox_id']}", "--anew")
    ran = mill.night("2026-11-25")
    assert ran.code == 0, ran
    was, made = answers(mill, "acme", "855")
    assert was.segments == first.segments
    assert (made.control, int(made.group[6])) == (3, 3), made.segments
    assert made.one("ST")[2] == made.one("SE")[2] == "0003"
    assert made.segments[3:-3] == first.segments[3:-3], made.segments
    old, new = mill.list("outbox", kind="order")
    assert (old["acknowledged"], old["replaced_by"], old["state"]) == \
        ("rejected", new["outbox_id"], "sent"), old
    assert (new["acknowledged"], new["replaced_by"], new["state"]) == \
        ("", None, "sent"), new
    assert (new["order_id"], new["version"]) == \
        (old["order_id"], old["version"])
    assert new["document_id"] != old["document_id"] and \
        new["name"] != old["name"]
    # Nothing to do any more; its own receipt closes the loop.
    before = mill.dump()
    assert mill.night("2026-11-26").code == 0 and mill.dump() == before
    mill.drop("acme", "997b.edi", ack(made, "A", 3))
    assert mill.night("2026-11-27").code == 0
    assert [r["acknowledged"] for r in mill.list("outbox", kind="order")] \
        == ["rejected", "accepted"]
    # The old one is never sent again, whatever comes or is typed.
    ref = f"outbox:{old['outbox_id']}"
    for words in (("resend", ref), ("resend", ref, "--anew")):
        ran = mill.run(*words)
        assert ran.code == 65 and "OUTBOX-REPLACED" in ran.err, ran
    for name in mill.outgoing("acme"):
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    mill.drop("acme", "again.edi", x12([po("P-1", BULBS)]))
    assert mill.night("2026-11-28").code == 0
    assert [i.control for i in answers(mill, "acme", "855")] == [3]
    assert "instead of outbox:" in mill.good(
        "show", f"outbox:{new['outbox_id']}").out


def what_has_no_number_is_not_made_anew(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)]))
    assert mill.night(DAY).code == 0
    assert mill.night(SHIP_DAY).code == 0
    row = mill.one("outbox", kind="warehouse")
    ran = mill.run("resend", f"outbox:{row['outbox_id']}", "--anew")
    assert ran.code == 65 and "OUTBOX-NOTHING" in ran.err, ran
    ran = mill.run("resend", "P-1", "--anew")  # nobody refused it
    assert ran.code == 65 and "OUTBOX-NOTHING" in ran.err, ran


def a_ta1_may_refuse_the_whole_interchange(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)]))
    assert mill.night(DAY).code == 0
    response = only(mill, "855")
    mill.drop("acme", "ta1.edi", wrap([], 2, ta1=[(
        f"{response.control:09}", "261123", "0200", "R", "006")]))
    assert mill.night(LATER).code == 1
    assert mill.one("outbox", name=response.name)["acknowledged"] == \
        "rejected"
    assert len(answers(mill)) == 2


def a_receipt_about_nothing_is_told_once(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)]))
    assert mill.night(DAY).code == 0
    mill.drop("acme", "997.edi", wrap([("997", [
        "AK1*PR*4711", "AK2*855*0001", "AK5*R", "AK9*R*1*1*0"])], 2))
    ran = mill.night(LATER)
    assert ran.code == 1, ran
    assert "about nothing that we sent" in mill.run("report").out
    assert {r["acknowledged"] for r in mill.list("outbox")} == {""}
    assert mill.night("2026-11-25").code == 0


def a_broken_receipt_is_not_believed_and_not_answered(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS)]))
    assert mill.night(DAY).code == 0
    response = only(mill, "855")
    mill.drop("acme", "997.edi", ack(response, "R", 2).replace(
        b"IEA*1*000000002", b"IEA*1*000000003"))
    mill.night(LATER)
    assert mill.one("outbox", name=response.name)["acknowledged"] == ""
    assert len(answers(mill)) == 2


# --- EDIFACT -----------------------------------------------------------------

EDIFACT = 'technical = "edifact-contrl"; order = "edifact-ordrsp"; ' \
          'ship = "edifact-desadv";'


def edifact(orders, control=1, test=False, ack=False, sender=GLN["acme"],
            version="D:96A:UN:EAN008"):
    """One interchange with one ORDERS an order."""
    flags = "++++" + ("1" if ack else "") + ("++1" if test else "")
    out = [f"UNB+UNOC:3+{sender}:14+{GLN['lampco']}:14+261120:0905+{control}"
           + (flags if ack or test else "")]
    for n, o in enumerate(orders, 1):
        set_ = [f"UNH+{n}+ORDERS:{version}", f"BGM+220+{o['po']}+9",
                "DTM+137:" + o["ordered"].replace("-", "") + ":102",
                "DTM+2:" + o["requested"].replace("-", "") + ":102",
                f"NAD+BY+{GLN['acme']}::9", f"NAD+SU+{GLN['lampco']}::9",
                "CUX+2:EUR:9"]
        for i, (sku, quantity, price) in enumerate(o["lines"], 1):
            set_ += [f"LIN+{i}", f"PIA+5+{sku}:SA", f"QTY+21:{quantity}:PCE",
                     f"PRI+AAA:{price}"]
        set_ += ["UNS+S", f"CNT+2:{len(o['lines'])}"]
        out += set_ + [f"UNT+{len(set_) + 1}+{n}"]
    out.append(f"UNZ+{len(orders)}+{control}")
    return "".join(s + "'" for s in out).encode()


def segments(data):
    return [s.replace(":", "+").split("+")
            for s in data.decode().replace("UNA:+.? '", "").split("'")
            if s.strip()]


def european(mill, kind):
    """Our interchanges with a message of this kind, as segments."""
    here = mill.outgoing("acme")
    made = [segments(here[r["name"]])
            for r in mill.list("outbox", partner="acme") if r["name"] in here]
    return [s for s in made if [x for x in s if x[0] == "UNH" and
                                x[2] == kind]]


def tagged(found, tag):
    return [s[1:] for s in found if s[0] == tag]


def europe(work, answers=EDIFACT, **more):
    return acme(work, answers=answers, receive='{ format = "edifact"; }',
                **more)


def an_order_in_edifact_is_answered_in_edifact(work):
    mill = europe(work)
    mill.drop("acme", "a.edi", edifact([po("P-1", BULBS)], control=77))
    ran = mill.night(DAY)
    assert ran.code == 0, ran
    control, = european(mill, "CONTRL")
    assert tagged(control, "UCI")[0][0] == "77"
    assert tagged(control, "UCI")[0][-1] == "7", control
    assert tagged(control, "UCM")[0] == ["1", "ORDERS", "D", "96A", "UN",
                                         "EAN008", "7"], control
    response, = european(mill, "ORDRSP")
    unb = tagged(response, "UNB")[0]
    assert unb[2:6] == [GLN["lampco"], "14", GLN["acme"], "14"], unb
    assert unb[8] == "2", unb
    assert tagged(response, "UNH")[0][1:] == ["ORDRSP", "D", "96A", "UN",
                                              "EAN005"]
    assert ["ON", "P-1"] in tagged(response, "RFF"), response
    assert not tagged(response, "UNB")[0][9:], response
    assert mill.night(LATER).code == 0
    assert len(mill.outgoing("acme")) == 2


def edifact_tests_duplicates_and_versions(work):
    mill = europe(work)
    mill.drop("acme", "t.edi", edifact([po("T-1", BULBS)], test=True,
                                       version="D:01B:UN:EAN010"))
    mill.drop("acme", "u.edi", edifact([po("P-1", BULBS)], control=5))
    assert mill.night(DAY).code == 0
    for kind in ("CONTRL", "ORDRSP"):
        test, = [s for s in european(mill, kind)
                 if tagged(s, "UNB")[0][-1] == "1" and
                 len(tagged(s, "UNB")[0]) > 10]
        assert tagged(test, "UNB")[0][8] == ("1" if kind == "CONTRL" else
                                             "2"), test
    assert tagged(test, "UNH")[0][2:] == ["D", "01B", "UN", "EAN009"], test
    mill.drop("acme", "v.edi", edifact([po("P-2", BULBS)], control=5))
    assert mill.night(LATER).code == 1
    last = european(mill, "CONTRL")[-1]
    assert tagged(last, "UCI")[0][-2:] == ["4", "26"], last
    assert not tagged(last, "UCM") and mill.state("P-2") == "received"
    # One number twice within: that message alone is refused.
    twice = edifact([po("P-3", BULBS), po("P-4", BULBS)], control=6).replace(
        b"UNH+2+", b"UNH+1+").replace(b"+2'UNZ", b"+1'UNZ")
    mill.drop("acme", "w.edi", twice)
    mill.night("2026-11-25")
    last = european(mill, "CONTRL")[-1]
    assert [u[-1 if len(u) < 8 else 6] for u in tagged(last, "UCM")] == \
        ["7", "4"], last
    assert mill.state("P-3") == "accepted"
    assert mill.state("P-4") == "rejected"


def documents_of_every_format_are_made_anew(work):
    mill = europe(work)
    mill.customer("nordlys", "ubl")
    mill.drop("acme", "a.edi", edifact([po("P-1", BULBS)]))
    mill.drop("nordlys", "a.xml", ubl(po("N-1", BULBS)))
    assert mill.night(DAY).code == 0
    rows = mill.list("outbox")
    for row in rows:
        mill.good("resend", f"outbox:{row['outbox_id']}", "--anew")
    assert mill.night(LATER).code == 0
    assert len(mill.list("outbox")) == 2 * len(rows) == 8
    for kind in ("CONTRL", "ORDRSP"):
        first, second = european(mill, kind)
        assert int(tagged(second, "UNB")[0][8]) > \
            int(tagged(first, "UNB")[0][8])
        assert tagged(second, "UNT")[0][1] == tagged(second, "UNH")[0][0]
        assert tagged(second, "UNZ")[0][1] == tagged(second, "UNB")[0][8]
    assert tagged(first, "BGM")[0][1] != tagged(second, "BGM")[0][1]
    for kind in ("OrderResponse", "ApplicationResponse"):
        first, second = mill.answers("nordlys", kind=kind)
        ids = first.text("c:ID"), second.text("c:ID")
        assert ids[0] != ids[1] and second.data == first.data.replace(
            ids[0].encode(), ids[1].encode()), (first.data, second.data)


def a_contrl_closes_the_loop(work):
    mill = europe(work, EDIFACT + " receipt_due_hours = 4;")
    mill.drop("acme", "a.edi", edifact([po("P-1", BULBS)]))
    mill.drop("acme", "b.edi", edifact([po("P-2", BULBS)], control=2))
    assert mill.night(DAY).code == 0
    numbers = {r["order_id"]: r["interchange_control"]
               for r in mill.list("outbox", kind="order")}
    one, two = (numbers[o["order_id"]] for o in mill.list("order"))
    # We asked for it.
    assert {tagged(s, "UNB")[0][-1] for s in european(mill, "ORDRSP")} == \
        {"1"}
    for n, (about, action) in enumerate(((one, "7"), (two, "4+12")), 11):
        mill.drop("acme", f"c{n}.edi", "".join(s + "'" for s in [
            f"UNB+UNOC:3+{GLN['acme']}:14+{GLN['lampco']}:14+261123:0905+{n}",
            "UNH+1+CONTRL:4:1:UN",
            f"UCI+{about}+{GLN['lampco']}:14+{GLN['acme']}:14+{action}",
            "UNT+3+1", f"UNZ+1+{n}"]).encode())
    assert mill.night(DAY + "T03:00:00Z").code == 1
    got = {r["interchange_control"]: r["acknowledged"]
           for r in mill.list("outbox", kind="order")}
    assert got == {one: "accepted", two: "rejected"}, got
    assert len(european(mill, "CONTRL")) == 2


# --- cXML --------------------------------------------------------------------

CXML = 'technical = "cxml-response"; order = "cxml-confirmation"; ' \
       'ship = "cxml-ship-notice";'


def cxml(number, lines, mode="production", payload=None):
    items = "".join(f"""<ItemOut quantity="{quantity}" lineNumber="{i}">
<ItemID><SupplierPartID>{sku}</SupplierPartID></ItemID><ItemDetail>
<UnitPrice><Money currency="EUR">{price}</Money></UnitPrice>
<Description xml:lang="en">{sku}</Description>
<UnitOfMeasure>EA</UnitOfMeasure>
<Classification domain="UNSPSC">39101600</Classification>
</ItemDetail></ItemOut>""" for i, (sku, quantity, price) in
                    enumerate(lines, 1))

    def who(name, secret=""):
        return (f'<Credential domain="NetworkID"><Identity>{name}</Identity>'
                f'{secret}</Credential>')
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.045/cXML.dtd">
<cXML payloadID="{payload or number + '.1@acme.example'}"
 timestamp="2026-11-20T16:05:00+01:00" xml:lang="en"><Header>
<From>{who("ACME-N")}</From><To>{who("LAMPCO-N")}</To>
<Sender>{who("ACME-N", "<SharedSecret>x</SharedSecret>")}
<UserAgent>a</UserAgent></Sender></Header>
<Request deploymentMode="{mode}"><OrderRequest>
<OrderRequestHeader orderID="{number}" orderDate="2026-11-20T16:00:00+01:00"
 type="new"><Total><Money currency="EUR">16.00</Money></Total>
</OrderRequestHeader>{items}</OrderRequest></Request></cXML>
""".encode()


def an_order_in_cxml_is_answered_in_cxml(work):
    mill = work.mill()
    mill.customer("acme", answers=CXML, receive='{ format = "cxml"; }',
                  identifiers=["cxml:NetworkID:ACME-N"])
    path = os.path.join(mill.path, "partners/acme.conf")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    ran = mill.run("config", "check")
    assert ran.code == 78 and "cxml:DOMAIN:ID" in ran.out + ran.err, ran
    mill.write("partners/acme.conf", text.replace(
        '"gs:LAMPCO"', '"gs:LAMPCO", "cxml:NetworkID:LAMPCO-N"'))
    mill.drop("acme", "a.xml", cxml("P-1", BULBS))
    mill.drop("acme", "t.xml", cxml("T-1", BULBS, mode="test"))
    ran = mill.night(DAY)
    assert ran.code == 0, ran
    assert mill.states() == {"P-1": "at_warehouse", "T-1": "accepted"}
    here = mill.outgoing("acme")
    by = {(r["format"], r["test"]): here[r["name"]].decode()
          for r in mill.list("outbox", partner="acme")}
    assert set(by) == {(w, t) for w in ("cxml-response", "cxml-confirmation")
                       for t in (0, 1)}, by.keys()
    confirmed = by["cxml-confirmation", 0]
    assert 'payloadID="P-1.1@acme.example"' in confirmed, confirmed
    assert 'orderID="P-1"' in confirmed and \
        'deploymentMode="production"' in confirmed, confirmed
    assert confirmed.index("LAMPCO-N") < confirmed.index("ACME-N")
    assert 'deploymentMode="test"' in by["cxml-confirmation", 1]
    assert 'code="200"' in by["cxml-response", 0], by["cxml-response", 0]
    assert mill.night(LATER).code == 0 and mill.outgoing("acme") == here
    # One payloadID, other words: refused.
    mill.drop("acme", "u.xml", cxml("P-2", BULBS,
                                    payload="P-1.1@acme.example"))
    assert mill.night("2026-11-25").code == 1
    assert mill.state("P-2") == "received"


def what_is_said_of_our_cxml_closes_the_loop(work):
    """By a Response with our payloadID, or a StatusUpdateRequest that names
    it; neither is answered."""
    mill = work.mill()
    mill.customer("acme", answers=CXML, receive='{ format = "cxml"; }',
                  identifiers=["cxml:NetworkID:ACME-N"])
    path = os.path.join(mill.path, "partners/acme.conf")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    mill.write("partners/acme.conf", text.replace(
        '"gs:LAMPCO"', '"gs:LAMPCO", "cxml:NetworkID:LAMPCO-N"'))
    mill.drop("acme", "a.xml", cxml("P-1", BULBS))
    mill.drop("acme", "b.xml", cxml("P-2", BULBS))
    assert mill.night(DAY).code == 0
    here = mill.outgoing("acme")
    ours = {}
    for r in mill.list("outbox", kind="order"):
        sent = here[r["name"]].decode()
        po = sent.split('orderID="')[1].split('"')[0]
        ours[po] = sent.split('payloadID="')[1].split('"')[0]
    mill.drop("acme", "r.xml", f"""<cXML payloadID="{ours['P-1']}"
timestamp="2026-11-23T09:00:00+01:00"><Response><Status code="200"
text="OK"/></Response></cXML>""".encode())
    order = cxml("P-3", BULBS).decode()
    start, end = order.index("<OrderRequest>"), order.index("</Request>")
    mill.drop("acme", "s.xml", (order[:start] + f"""<StatusUpdateRequest>
<DocumentReference payloadID="{ours['P-2']}"/><Status code="406"
text="Not Acceptable">Line 1</Status></StatusUpdateRequest>""" +
                                order[end:]).encode())
    mill.night(DAY + "T05:00:00Z")
    got = {r["document_id"]: r["acknowledged"]
           for r in mill.list("outbox", kind="order")}
    assert got == {ours["P-1"]: "accepted", ours["P-2"]: "rejected"}, \
        (got, ours)
    assert len(mill.list("outbox", kind="technical")) == 2


# --- what is not in the partner's standard -----------------------------------

def what_has_no_envelope_of_theirs_is_not_acknowledged(work):
    mill = acme(work, receive='{ format = "x12"; }, { format = "csv"; }',
                identifiers=["account:acme"])
    mill.master["customers"] = [
        c[:3] + (c[3] + " account:acme",) + c[4:]
        for c in mill.master["customers"]]
    mill.write_master()
    mill.drop("acme", "a.csv", csv_orders([po("P-1", BULBS)], "acme"))
    mill.drop("acme", "b.bin", b"\x01\x02 nothing of ours \x00")
    mill.drop("acme", "c.edi", x12([po("P-2", BULBS)])[:200])
    ran = mill.night(DAY)
    assert ran.code == 1, ran
    assert mill.state("P-1") == "accepted"
    # The order is answered, the table of orders is not acknowledged.
    assert only(mill, "855").one("BAK")[3] == "P-1"
    assert {r["file_id"] for r in mill.list("outbox", kind="technical")} == \
        {f["file_id"] for f in mill.list("file", remote_name="c.edi")}
    refused = [i for i in answers(mill) if i.all("TA1")]
    assert [i.one("TA1")[4] for i in refused] == ["R"], refused


# --- a warehouse on X12, and services ----------------------------------------

def a_warehouse_may_get_its_work_as_a_940(work):
    mill = acme(work)
    mill.profile("venlo", "csv", "shipments", ["x12:ZZ:VENLO"],
                 role="warehouse", answers='warehouse = "x12-940";')
    mill.drop("acme", "a.edi", x12([po("P-1", BULBS), po("P-2", BULBS)]))
    assert mill.night(DAY).code == 0
    assert mill.night(SHIP_DAY).code == 0
    order = only(mill, "940", "venlo")
    assert order.sets == ["940", "940"] and order.group[1] == "OW"
    assert sorted(s[3] for s in order.all("W05")) == ["P-1", "P-2"]
    numbers = {o["confirmation"] for o in mill.list("order")}
    assert {s[2] for s in order.all("W05")} == numbers
    assert order.sides == ("ZZ", "LAMPCO", "ZZ", "VENLO")
    assert mill.states() == {"P-1": "at_warehouse", "P-2": "at_warehouse"}
    mill.drop("venlo", "s.csv", shipped([
        ("S-1", n, 1, "BULB", 10, True) for n in sorted(numbers)]))
    assert mill.night("2026-11-30").code == 0
    assert mill.states() == {"P-1": "shipped", "P-2": "shipped"}


def with_service(mill):
    mill.master["catalog"].append(
        ("FITTING", "", "Fitting on the spot", "service", "C62", "25.00",
         "EUR", "S", "21", "", ""))
    mill.write_master()


def a_service_is_no_work_for_a_warehouse(work):
    mill = acme(work)
    with_service(mill)
    mill.drop("acme", "a.edi", x12([
        po("P-1", BULBS + [("FITTING", 2, "25.00")]),
        po("P-2", [("FITTING", 1, "25.00")])]))
    assert mill.night(DAY).code == 0
    assert mill.states() == {"P-1": "accepted", "P-2": "accepted"}
    assert mill.night(SHIP_DAY).code == 0
    files = b"".join(mill.outgoing("venlo").values())
    assert b"BULB" in files and b"FITTING" not in files, files
    # Nothing of P-2 is goods: it waits for whoever does it.
    assert mill.states() == {"P-1": "at_warehouse", "P-2": "accepted"}
    mill.drop("venlo", "s.csv", shipped([
        ("S-1", mill.one("order", po_number="P-1")["confirmation"], 1,
         "BULB", 10, True)]))
    assert mill.night("2026-11-30").code == 0
    assert mill.state("P-1") == "part_shipped"
    notices = answers(mill, "acme", "856")
    assert len(notices) == 1 and len(notices[0].all("SN1")) == 1
    # Done: charged, and told by no ship notice.
    mill.good("ship", "P-1")
    mill.good("ship", "P-2")
    assert mill.night("2026-12-01").code == 0
    assert mill.states() == {"P-1": "shipped", "P-2": "shipped"}
    assert len(answers(mill, "acme", "856")) == 1
    assert {s["state"] for s in mill.list("shipment")} == {"noticed"}
    gross = round((10 * 160 + 2 * 2500 + 2500) * 1.21)
    assert mill.balance("receivable", "acme") == gross
    assert mill.balance("commitment", "acme") == 0


def a_warehouse_that_closes_its_part_leaves_the_service_open(work):
    mill = acme(work)
    with_service(mill)
    mill.drop("acme", "a.edi", x12([
        po("P-1", BULBS + [("FITTING", 2, "25.00")])]))
    mill.night(DAY)
    mill.night(SHIP_DAY)
    number = mill.one("order")["confirmation"]
    mill.drop("venlo", "s.csv", shipped([
        ("S-1", number, 1, "BULB", 4, True)]))
    mill.night("2026-11-30")
    lines = {r["sku"]: r["state"] for r in mill.list("order_line")}
    assert lines == {"BULB": "shipped", "FITTING": "accepted"}, lines
    mill.good("ship", "P-1")
    assert mill.state("P-1") == "shipped"


TESTS = [
    an_order_is_answered_in_its_own_standard,
    control_numbers_count_up_and_a_second_run_changes_nothing,
    answers_go_to_the_side_that_asked,
    what_left_is_announced_by_an_856,
    the_place_goes_back_in_the_buyers_own_words,
    a_ta1_is_sent_when_it_is_wanted,
    a_partner_may_want_a_999_or_a_ta1_alone,
    a_number_that_went_out_twice_is_found_by_verify,
    each_message_gets_its_own_verdict,
    held_changed_and_refused_lines_are_told,
    what_follows_is_told_with_its_day,
    the_version_is_that_of_the_order_or_of_the_profile,
    a_test_is_answered_with_its_flag_and_counted_apart,
    a_number_for_other_content_is_refused_by_ta1_025,
    the_same_interchange_in_another_file_is_answered_again,
    a_number_twice_within_refuses_that_group_or_set,
    the_same_order_number_with_other_content_is_held,
    a_receipt_closes_the_loop,
    a_refused_document_is_to_do_until_it_is_settled,
    a_refused_document_is_made_anew_once,
    what_has_no_number_is_not_made_anew,
    a_ta1_may_refuse_the_whole_interchange,
    a_receipt_about_nothing_is_told_once,
    a_broken_receipt_is_not_believed_and_not_answered,
    an_order_in_edifact_is_answered_in_edifact,
    edifact_tests_duplicates_and_versions,
    documents_of_every_format_are_made_anew,
    a_contrl_closes_the_loop,
    an_order_in_cxml_is_answered_in_cxml,
    what_is_said_of_our_cxml_closes_the_loop,
    what_has_no_envelope_of_theirs_is_not_acknowledged,
    a_warehouse_may_get_its_work_as_a_940,
    a_service_is_no_work_for_a_warehouse,
    a_warehouse_that_closes_its_part_leaves_the_service_open,
]

if __name__ == "__main__":
    sys.exit(tap_main(TESTS, __file__))
