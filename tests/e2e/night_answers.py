#!/usr/bin/python3
"""What answers tell the buyer: its own unit code, when things come, what is
not as it wished, what it changed, and what is on which pallet.
night_answers.py [BUILD].  ONLY=part of a test's name runs those."""
import os
import sys
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import judge_ubl  # noqa: E402
import mill as m  # noqa: E402
from mill import GLN, po, rows_csv, ubl, x12  # noqa: E402
from night_native import (CXML, EDIFACT, X12, acme, answers,  # noqa: E402
                          cxml, edifact, europe, european, only, tagged, wrap)

DAY, NEXT, LATER = "2026-11-23", "2026-11-24", "2026-11-25"
SHIP_DAY = "2026-11-29"
CARTON, PALLET = "087123450000000011", "087123450000000028"


def an_855(mill, number, nth=-1):
    return [i for i in answers(mill, "acme", "855")
            if i.one("BAK")[3] == number][nth]


def judged(mill, partner, own=False):
    """Nothing that we sent offends schema or rules."""
    folder = mill.place(partner, "outbox")
    paths = [os.path.join(folder, n) for n in sorted(os.listdir(folder))]
    faults = {p: f for p, f in judge_ubl.judge_files(paths, own).items() if f}
    assert not faults, faults


# --- units -------------------------------------------------------------------

def the_buyers_own_unit_code_comes_back(work):
    mill = europe(work)
    mill.drop("acme", "a.edi", edifact([po("P-1", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 0
    line = mill.one("order_line")
    assert line["unit_code"] == "PCE" != line["unit"], line
    response, = european(mill, "ORDRSP")
    assert {q[2] for q in tagged(response, "QTY")} == {"PCE"}, response
    mill.night(SHIP_DAY)
    mill.drop("venlo", "s.csv", shipped_on_pallets(mill, [
        ("S-7", "P-1", 1, "BULB", 10, "yes", CARTON, "")]))
    assert mill.night("2026-11-30").code == 0
    notice, = european(mill, "DESADV")
    # The warehouse counts in C62, which is the same piece.
    assert ["12", "10", "PCE"] in tagged(notice, "QTY"), (line, notice)


def a_unit_that_a_change_states_is_told_in_its_words(work):
    mill = europe(work)
    mill.drop("acme", "a.edi", edifact([po("P-1", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 0
    mill.drop("acme", "b.edi", ordchg("P-1", "7", [
        ("1", "3", "BULB", "20", "PCE", "1.60")]))
    assert mill.night(NEXT).code == 0, mill.list("finding")
    assert mill.list("order_line", line=1)[0]["unit_code"] == "PCE"
    response = european(mill, "ORDRSP")[-1]
    assert ["21", "20", "PCE"] in tagged(response, "QTY"), response


# --- when --------------------------------------------------------------------

def what_comes_later_than_asked_says_when(work):
    """One business day to the customer: on Tuesday at the earliest."""
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([
        po("P-1", [("BULB", 10, "1.60")], requested="2026-11-20"),
        po("P-2", [("BULB", 10, "1.60")], requested="2026-11-24"),
        po("P-3", [("BULB", 10, "1.60")], requested="")]))
    assert mill.night(DAY).code == 0
    late = an_855(mill, "P-1")
    assert late.one("BAK")[2] == "AC", late.segments
    assert late.one("ACK")[1:] == ["DR", "10", late.one("ACK")[3], "069",
                                   "20261124"], late.segments
    assert ["069", "20261124"] in [d[1:] for d in late.all("DTM")]
    assert mill.one("order", po_number="P-1")["promised_on"] == NEXT
    in_time = an_855(mill, "P-2")
    assert in_time.one("BAK")[2] == "AD" and not in_time.all("DTM")
    assert len(in_time.one("ACK")) == 4, in_time.segments
    # Nobody asked: it is told all the same.
    told = an_855(mill, "P-3")
    assert told.one("BAK")[2] == "AD", told.segments
    assert told.one("ACK")[4:] == ["069", "20261124"], told.segments


def a_later_day_is_told_in_every_format(work):
    mill = europe(work)
    mill.customer("nordlys", "ubl")
    mill.drop("acme", "a.edi", edifact([
        po("P-1", [("BULB", 10, "1.60")], requested="2026-11-20")]))
    mill.drop("nordlys", "a.xml", ubl(
        po("N-1", [("BULB", 10, "1.60")], requested="2026-11-20")))
    assert mill.night(DAY).code == 0
    response, = european(mill, "ORDRSP")
    assert tagged(response, "BGM")[0][-2:] == ["30", "CA"], response
    assert tagged(response, "LIN")[0][1] == "6", response
    at = [s[0] for s in response].index("LIN")
    assert ["DTM", "69", "20261124", "102"] in response[at:], response
    told, = mill.answers("nordlys", "N-1", "OrderResponse")
    assert told.code == "CA"
    line = "a:OrderLine/a:LineItem/"
    assert told.text(line + "c:LineStatusCode") == "3", told.data
    for where in (line, ""):
        assert told.text(where + "a:Delivery/a:PromisedDeliveryPeriod/"
                         "c:StartDate") == NEXT, told.data
    judged(mill, "nordlys")


def what_is_there_says_when_and_what_is_not_does_not(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([
        po("P-1", [("TUBE", 150, "2.60"), ("BULB", 1, "1.60")]),
        po("P-2", [("TUBE", 5, "2.60"), ("BULB", 1, "1.60")])]))
    assert mill.night(DAY).code == 0
    first = an_855(mill, "P-1").all("ACK")
    assert [a[1:3] for a in first] == [["BP", "100"], ["IB", "50"],
                                       ["IA", "1"]], first
    assert first[0][4:] == ["069", "20261130"], first
    assert len(first[1]) == 4 and len(first[2]) == 4, first
    # Nothing of it is there: nobody knows when it comes.
    second = an_855(mill, "P-2").all("ACK")
    assert [a[1:3] for a in second] == [["IB", "5"], ["IA", "1"]], second
    assert len(second[0]) == 4, second


# --- what differs ------------------------------------------------------------

def another_price_is_told_also_of_what_is_short(work):
    mill = acme(work)
    mill.customer("nordlys", "ubl")
    mill.drop("acme", "a.edi", x12([
        po("P-1", [("BULB", 10, "0.10")]),
        po("P-2", [("TUBE", 150, "0.10")])]))
    mill.drop("nordlys", "a.xml", ubl(po("N-1", [("BULB", 10, "0.10")])))
    assert mill.night(DAY).code == 1
    for number in ("P-1", "P-2", "N-1"):
        mill.good("release", number, "--price", "ours", "--reason", "agreed")
    assert mill.night(NEXT).code == 0
    plain, short = an_855(mill, "P-1"), an_855(mill, "P-2")
    assert plain.one("ACK")[1] == "IP", plain.segments
    assert float(plain.one("PO1")[4]) == 1.6, plain.segments
    assert [a[1] for a in short.all("ACK")] == ["IC", "IB"], short.segments
    assert float(short.one("PO1")[4]) == 2.6, short.segments
    line = mill.one("order_line", order_id=mill.one(
        "order", po_number="P-2")["order_id"])
    assert float(line["asked_price"]) == 0.1, line
    assert line["state"] == "backordered", line
    told = mill.answers("nordlys", "N-1", "OrderResponse")[-1]
    assert told.text("a:OrderLine/a:LineItem/a:Price/c:PriceAmount") == \
        "1.60", told.data
    judged(mill, "nordlys")


def our_price_is_told_for_as_many_as_theirs(work):
    """Asked at 300 for a hundred, ours is 3.95 for one; 3.95 for a hundred is
    not ours."""
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([
        po("P-1", [("LED", 200, "300"), ("LED", 100, "3.95")])]).replace(
            b"*300**", b"*300*HP*").replace(b"*3.95**", b"*3.95*HP*"))
    assert mill.night(DAY).code == 1
    mill.good("release", "P-1", "--price", "ours", "--reason", "agreed")
    assert mill.night(NEXT).code == 0, mill.list("finding")
    told = an_855(mill, "P-1")
    assert [p[4:6] for p in told.all("PO1")] == [["395", "HP"]] * 2, \
        told.segments
    assert [a[1] for a in told.all("ACK")] == ["IP", "IP"], told.segments
    assert [x["amount_minor"] for x in mill.list("order_line")] == \
        [79000, 39500]


# --- held --------------------------------------------------------------------

def a_held_line_has_a_status_of_its_own(work):
    for answering, drop, seen in (
            (X12, x12([po("P-1", [("BULB", 10, "0.10")])]),
             lambda mill: [a[1] for a in an_855(mill, "P-1").all("ACK")]),
            (EDIFACT, edifact([po("P-1", [("BULB", 10, "0.10")])]),
             lambda mill: [x[1] for x in
                           tagged(european(mill, "ORDRSP")[0], "LIN")])):
        mill = (acme if answering == X12 else europe)(work)
        mill.drop("acme", "a.edi", drop)
        assert mill.night(DAY).code == 1
        assert seen(mill) == (["IH"] if answering == X12 else ["4"])


def peppol_tells_no_lines_that_wait_and_others_do(work):
    for own in ("", "urn:example:order-response"):
        mill = work.mill()
        mill.customer("nordlys", "ubl", answers=(
            f'customization = "{own}"; profile = "urn:example:ordering";'
            if own else ""))
        mill.drop("nordlys", "a.xml", ubl(po("P-1", [("BULB", 1, "0.10")])))
        assert mill.night(DAY).code == 1
        told, = mill.answers("nordlys", "P-1", "OrderResponse")
        assert told.code == "AB"
        assert told.texts("a:OrderLine/a:LineItem/c:LineStatusCode") == \
            (["4"] if own else []), told.data
        judged(mill, "nordlys", bool(own))


# --- changes -----------------------------------------------------------------

def an_860(number, sequence, lines, control=2, purpose="04", on="20261123",
           head=()):
    """lines: (line, DE 670, sku, quantity, unit, price)."""
    body = [f"BCH*{purpose}*SA*{number}**{sequence}*20261120*****{on}", *head,
            f"N1*BY*The buyer*UL*{GLN['acme']}"]
    body += ["*".join(["POC", n, what, quantity, "", unit, price, "", "VN",
                       sku]) for n, what, sku, quantity, unit, price in lines]
    body.append(f"CTT*{len(lines)}")
    return wrap([("860", body)], control, function="PC")


def ordchg(number, sequence, lines, control=2, head=()):
    """lines: (line, UNCL 1229, sku, quantity, unit, price)."""
    set_ = ["UNH+1+ORDCHG:D:96A:UN:EAN008", f"BGM+230+{sequence}+4",
            "DTM+137:20261123:102", *head, f"RFF+ON:{number}",
            f"NAD+BY+{GLN['acme']}::9", f"NAD+SU+{GLN['lampco']}::9",
            "CUX+2:EUR:9"]
    for n, what, sku, quantity, unit, price in lines:
        set_ += [f"LIN+{n}+{what}", f"PIA+5+{sku}:SA",
                 f"QTY+21:{quantity}:{unit}", f"PRI+AAA:{price}"]
    set_ += ["UNS+S", f"CNT+2:{len(lines)}"]
    out = [f"UNB+UNOC:3+{GLN['acme']}:14+{GLN['lampco']}:14+261123:0905+"
           f"{control}"] + set_ + [f"UNT+{len(set_) + 1}+1",
                                   f"UNZ+1+{control}"]
    return "".join(s + "'" for s in out).encode()


def order_change(number, own, sequence, lines, peppol=True, name="nordlys"):
    """lines: (line, status, sku, quantity)."""
    urn = "urn:oasis:names:specification:ubl:schema:xsd:"
    head = ("""<cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:\
order_change:3</cbc:CustomizationID><cbc:ProfileID>urn:fdc:peppol.eu:poacc:\
bis:advanced_ordering:3</cbc:ProfileID>""" if peppol else
            "<cbc:UBLVersionID>2.1</cbc:UBLVersionID>")
    out = [f"""<OrderChange xmlns="{urn}OrderChange-2"
 xmlns:cac="{urn}CommonAggregateComponents-2"
 xmlns:cbc="{urn}CommonBasicComponents-2">{head}
<cbc:ID>{own}</cbc:ID><cbc:IssueDate>2026-11-23</cbc:IssueDate>
<cbc:SequenceNumberID>{sequence}</cbc:SequenceNumberID>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:OrderReference><cbc:ID>{number}</cbc:ID></cac:OrderReference>
<cac:BuyerCustomerParty>{m.ubl_party('The buyer', GLN[name])}
</cac:BuyerCustomerParty><cac:SellerSupplierParty>
{m.ubl_party('Lampco B.V.', GLN['lampco'])}</cac:SellerSupplierParty>"""]
    for n, status, sku, quantity in lines:
        out.append(f"""<cac:OrderLine><cac:LineItem><cbc:ID>{n}</cbc:ID>
<cbc:LineStatusCode>{status}</cbc:LineStatusCode>
<cbc:Quantity unitCode="C62">{quantity}</cbc:Quantity>
<cac:Item><cbc:Name>{sku}</cbc:Name><cac:SellersItemIdentification>
<cbc:ID>{sku}</cbc:ID></cac:SellersItemIdentification></cac:Item>
</cac:LineItem></cac:OrderLine>""")
    return "".join(out + ["</OrderChange>"]).encode()


THREE = [("BULB", 10, "1.60"), ("LED", 5, "3.95"), ("TUBE", 3, "2.60")]


def an_865_says_what_became_of_each_changed_line(work):
    mill = acme(work, answers=X12.replace("x12-855", "x12-865"),
                receive='{ format = "x12"; }')
    mill.drop("acme", "a.edi", x12([po("P-1", THREE)]))
    assert mill.night(DAY).code == 0
    assert only(mill, "855").one("BAK")[3] == "P-1"
    mill.drop("acme", "b.edi", an_860("P-1", "7", [
        ("1", "QI", "BULB", "20", "EA", ""),
        ("2", "DI", "LED", "5", "EA", ""),
        ("4", "AI", "BULB", "2", "EA", "1.60")]))
    assert mill.night(NEXT).code == 0, mill.list("finding")
    said = only(mill, "865")
    bca = said.one("BCA")
    assert bca[1:4] == ["04", "AD", "P-1"] and bca[5] == "7", bca
    assert bca[-1] == "20261123", bca
    assert [p[1:4] for p in said.all("POC")] == [
        ["1", "CA", "20"], ["2", "DI", "5"], ["3", "NC", "3"],
        ["4", "AI", "2"]], said.segments
    assert [p[4] for p in said.all("POC")] == ["20", "0", "3", "2"]
    assert [a[1] for a in said.all("ACK")] == ["IA", "ID", "IA", "IA"]


def the_last_of_several_changes_is_answered_with_its_own_date(work):
    mill = acme(work, answers=X12.replace("x12-855", "x12-865"),
                receive='{ format = "x12"; }')
    mill.drop("acme", "a.edi", x12([po("P-1", THREE)]))
    assert mill.night(DAY).code == 0
    for name, number, quantity in (("b", 3, "7"), ("c", 1, "9"),
                                   ("d", 2, "8")):
        mill.drop("acme", name + ".edi", an_860("P-1", str(number), [
            ("1", "QC", "BULB", quantity, "EA", "")], control=1 + number,
            on=f"2026112{number}"))
    assert mill.night(NEXT).code == 0, mill.list("finding")
    said = only(mill, "865")
    bca = said.one("BCA")
    assert bca[5] == "3" and bca[-1] == "20261123", bca
    assert [p[3] for p in said.all("POC")] == ["7", "5", "3"]


def a_refused_change_names_its_number_and_lines(work):
    mill = acme(work, receive='{ format = "x12"; }')
    mill.drop("acme", "a.edi", x12([po("P-1", THREE)]))
    assert mill.night(DAY).code == 0
    mill.drop("acme", "b.edi", an_860("P-1", "7", [
        ("9", "DI", "LED", "5", "EA", "")]))
    assert mill.night(NEXT).code == 1
    said = an_855(mill, "P-1")
    assert said.one("BAK")[1:3] == ["04", "RD"], said.segments
    assert said.one("REF")[1:] == ["PP", "7"], said.segments
    assert [p[1] for p in said.all("PO1")] == ["9"]
    assert [a[1] for a in said.all("ACK")] == ["IR"], said.segments


def a_cancellation_that_is_done_is_accepted(work):
    mill = acme(work, receive='{ format = "x12"; }')
    mill.drop("acme", "a.edi", x12([po("P-1", THREE)]))
    assert mill.night(DAY).code == 0
    mill.drop("acme", "b.edi", an_860("P-1", "7", [
        ("1", "DI", "BULB", "10", "EA", "")], purpose="01"))
    assert mill.night(NEXT).code == 0, mill.list("finding")
    assert mill.list("order", po_number="P-1", state="cancelled")
    said = an_855(mill, "P-1")
    assert said.one("BAK")[1:3] == ["01", "AD"], said.segments
    assert [a[1] for a in said.all("ACK")] == ["ID"] * 3, said.segments


def changed_after_a_part(mill, name, drop, change):
    """Of line 1 eight of ten have left, of line 3 two, for good."""
    mill.drop(name, "a.in", drop)
    assert mill.night(DAY).code == 0, mill.list("finding")
    mill.night(SHIP_DAY)
    number = mill.one("order", po_number="P-1")["confirmation"]
    mill.drop("venlo", "s.csv", m.shipped([
        ("S-7", number, 1, "BULB", 8, False),
        ("S-7", number, 3, "TUBE", 2, True)]))
    assert mill.night("2026-11-30").code == 0, mill.list("finding")
    mill.drop(name, "b.in", change)
    mill.night("2026-12-01")
    mill.good("release", f"order:{mill.one('hold')['order_id']}",
              "--reason", "the warehouse knows")
    assert mill.night("2026-12-02").code == 0, mill.list("finding")


def a_change_after_a_part_has_left_tells_what_is_to_come(work):
    mill = acme(work, answers=X12.replace("x12-855", "x12-865"),
                receive='{ format = "x12"; }')
    changed_after_a_part(mill, "acme", x12([po("P-1", THREE)]), an_860(
        "P-1", "7", [("1", "QI", "BULB", "15", "EA", "")]))
    said = answers(mill, "acme", "865")[-1]
    assert said.one("BCA")[1:3] == ["04", "AD"], said.segments
    assert [p[1:5] for p in said.all("POC")] == [
        ["1", "CA", "15", "7"], ["2", "NC", "5", "5"],
        ["3", "NC", "3", "0"]], said.segments
    assert [a[1:3] for a in said.all("ACK")] == [
        ["IA", "15"], ["IA", "5"], ["AC", "2"]], said.segments

    mill = europe(work)
    changed_after_a_part(mill, "acme", edifact([po("P-1", THREE)]), ordchg(
        "P-1", "C7", [("1", "3", "BULB", "15", "PCE", "1.60")]))
    said = european(mill, "ORDRSP")[-1]
    assert [x[:2] for x in tagged(said, "LIN")] == [
        ["1", "5"], ["2", "5"], ["3", "6"]], said
    assert [q[:2] for q in tagged(said, "QTY")] == [
        ["21", "15"], ["113", "15"], ["21", "5"], ["113", "5"],
        ["21", "3"], ["113", "2"]], said

    mill = work.mill()
    mill.customer("nordlys", receive='{ format = "ubl"; }')
    changed_after_a_part(mill, "nordlys", ubl(po("P-1", THREE)), order_change(
        "P-1", "Change-1", "1", [("1", "3", "BULB", "15")]))
    said = mill.answers("nordlys", "P-1", "OrderResponse")[-1]
    line = "a:OrderLine/a:LineItem/c:"
    assert said.texts(line + "LineStatusCode") == ["5", "5", "42"], said.data
    assert said.texts(line + "Quantity") == ["15", "5", "2"], said.data
    assert said.texts(line + "MaximumBackorderQuantity") == ["0"], said.data
    judged(mill, "nordlys")


def what_is_refused_already_does_not_wait(work):
    """Though the order does, for the price of another line."""
    lines = [("BULB", 10, "0.10"), ("NOPE", 1, "1.00")]
    mill = acme(work, rules='unknown_item = "reject";')
    mill.drop("acme", "a.edi", x12([po("P-1", lines)]))
    assert mill.night(DAY).code == 1
    said = an_855(mill, "P-1")
    assert said.one("BAK")[2] == "AH", said.segments
    assert [a[1] for a in said.all("ACK")] == ["IH", "R2"], said.segments
    mill = europe(work, rules='unknown_item = "reject";')
    mill.drop("acme", "a.edi", edifact([po("P-1", lines)]))
    assert mill.night(DAY).code == 1
    assert [x[1] for x in tagged(european(mill, "ORDRSP")[0], "LIN")] == \
        ["4", "7"]


def in_cxml(mill):
    """A partner acme whose envelopes are those of night_native.cxml."""
    mill.customer("acme", answers=CXML, receive='{ format = "cxml"; }',
                  identifiers=["cxml:NetworkID:ACME-N"])
    path = "partners/acme.conf"
    with open(os.path.join(mill.path, path), encoding="utf-8") as f:
        text = f.read()
    mill.write(path, text.replace(
        '"gs:LAMPCO"', '"gs:LAMPCO", "cxml:NetworkID:LAMPCO-N"'))
    return mill


def a_confirmation_names_the_one_before_it(work):
    """It has the same confirmID; what waited was none."""
    mill = in_cxml(work.mill())
    first = cxml("P-1", [("BULB", 10, "0.10")]).replace(b"16.00", b"1.00")
    mill.drop("acme", "a.xml", first)
    assert mill.night(DAY).code == 1
    mill.good("release", "P-1", "--price", "ours", "--reason", "agreed")
    assert mill.night(NEXT).code == 0, mill.list("finding")
    mill.drop("acme", "b.xml", cxml("P-1", [("BULB", 20, "1.60")], payload=(
        "P-1.2@acme.example")).replace(b'type="new"', b'type="update"')
              .replace(b"16.00", b"32.00"))
    mill.night(LATER)
    update = mill.one("order", purpose="replace")["order_id"]
    mill.good("release", f"order:{update}", "--reason", "they know")
    assert mill.night("2026-11-26").code == 0, mill.list("finding")
    waits, told, again, changed = [
        ET.fromstring(d) for d in documents(mill, "cxml-confirmation")]
    header = "Request/ConfirmationRequest/ConfirmationHeader"
    assert waits.find(header) is None and again.find(header) is None
    told_head, changed_head = told.find(header), changed.find(header)
    assert told_head.get("operation") == "new", told_head.attrib
    assert changed_head.get("operation") == "update", changed_head.attrib
    assert told_head.get("confirmID") == changed_head.get("confirmID")
    assert changed_head.find("DocumentReference").get("payloadID") == \
        told.get("payloadID")
    assert changed.find("Request/ConfirmationRequest/OrderReference/"
                        "DocumentReference").get("payloadID") == \
        "P-1.2@acme.example"


def an_ordrsp_names_the_change_and_what_it_did(work):
    mill = europe(work)
    mill.drop("acme", "a.edi", edifact([po("P-1", THREE)]))
    assert mill.night(DAY).code == 0
    mill.drop("acme", "b.edi", ordchg("P-1", "C7", [
        ("1", "3", "BULB", "20", "PCE", "1.60"),
        ("2", "2", "LED", "5", "PCE", "3.95"),
        ("4", "1", "BULB", "2", "PCE", "1.60")]))
    assert mill.night(NEXT).code == 0, mill.list("finding")
    said = european(mill, "ORDRSP")[-1]
    assert tagged(said, "BGM")[0][-2:] == ["4", "CA"], said
    assert ["ACW", "C7"] in tagged(said, "RFF"), said
    assert [x[:2] for x in tagged(said, "LIN")] == [
        ["1", "5"], ["2", "2"], ["3", "5"], ["4", "5"]], said


def a_ubl_answer_names_the_change(work):
    """Peppol's advanced ordering has an element for it, UBL 2.1 another."""
    for peppol in (True, False):
        mill = work.mill()
        mill.customer("nordlys", receive='{ format = "ubl"; }',
                      answers="" if peppol else
                      'customization = "urn:example:1"; '
                      'profile = "urn:example:2";')
        mill.drop("nordlys", "a.xml", ubl(po("P-1", THREE)))
        assert mill.night(DAY).code == 0
        mill.drop("nordlys", "b.xml", order_change("P-1", "Change-1", "1", [
            ("1", "3", "BULB", "20"), ("2", "2", "LED", "5"),
            ("4", "1", "BULB", "2")], peppol))
        assert mill.night(NEXT).code == 0, mill.list("finding")
        first, said = mill.answers("nordlys", "P-1", "OrderResponse")
        assert first.code == "AP" and said.code == "CA"
        names = {"a:OrderChangeDocumentReference/c:ID": "Change-1"} if \
            peppol else {
                "a:AdditionalDocumentReference/c:ID": "Change-1",
                "a:AdditionalDocumentReference/c:DocumentType":
                    "OrderChange",
                "a:AdditionalDocumentReference/c:VersionID": "1"}
        for path, value in names.items():
            assert said.text(path) == value, said.data
        assert ("order_response_advanced:3" in
                said.text("c:CustomizationID")) == peppol, said.data
        assert "Answer to change 1, Change-1" in said.notes, said.notes
        line = "a:OrderLine/a:LineItem/c:"
        assert said.texts(line + "LineStatusCode") == ["5"] * 4, said.data
        assert said.texts(line + "Quantity") == ["20", "0", "3", "2"]
        judged(mill, "nordlys", not peppol)


def a_simple_answer_names_the_change(work):
    mill = work.mill()
    mill.customer("nordlys", receive='{ format = "ubl"; }',
                  answers='order = "ubl-order-response-simple";')
    mill.drop("nordlys", "a.xml", ubl(po("P-1", THREE)))
    assert mill.night(DAY).code == 0
    mill.drop("nordlys", "b.xml", order_change("P-1", "Change-1", "3", [
        ("2", "2", "LED", "5")]))
    assert mill.night(NEXT).code == 0, mill.list("finding")
    said = mill.answers("nordlys", "P-1", "OrderResponseSimple")[-1]
    reference = "a:AdditionalDocumentReference/c:"
    assert [said.text(reference + x) for x in
            ("ID", "DocumentType", "VersionID")] == \
        ["Change-1", "OrderChange", "3"], said.data
    assert "Answer to change 3, Change-1" in said.notes, said.notes


def goods_do_not_leave_before_they_may(work):
    """A first day without a day that is asked for (DTM 010, 037, 064): it
    leaves on that day, and it is told when it comes, though nobody asked."""
    mill = acme(work)
    for n, (code, on) in enumerate((("064", "2026-12-10"),
                                    ("064", "2026-11-20"),
                                    ("037", "2026-12-10")), 1):
        mill.drop("acme", f"{n}.edi", x12(
            [po(f"P-{n}", [("BULB", 10, "1.60")], requested=on)],
            control=n).replace(b"DTM*002*", f"DTM*{code}*".encode()))
    assert mill.night(DAY).code == 0
    assert [(o["warehouse_on"], o["promised_on"])
            for o in mill.list("order")] == [
        ("2026-12-10", "2026-12-11"), (DAY, NEXT),
        ("2026-12-10", "2026-12-11")], mill.list("order")
    assert mill.states() == {"P-1": "accepted", "P-2": "at_warehouse",
                             "P-3": "accepted"}
    for number, when in (("P-1", "20261211"), ("P-2", "20261124")):
        told = an_855(mill, number)
        assert told.one("BAK")[2] == "AD", told.segments
        assert told.one("ACK")[1] == "IA" and when in told.one("ACK"), \
            told.segments


def a_window_that_is_too_narrow_for_the_way_is_met(work):
    mill = acme(work)
    for n, last in enumerate(("20261210", "20261211"), 1):
        mill.drop("acme", f"{n}.edi", x12(
            [po(f"P-{n}", [("BULB", 10, "1.60")], requested="2026-12-10",
                extra=[f"DTM*063*{last}"])],
            control=n).replace(b"DTM*002*", b"DTM*064*"))
    assert mill.night(DAY).code == 0
    assert [(o["warehouse_on"], o["promised_on"])
            for o in mill.list("order")] == [
        ("2026-12-09", "2026-12-10"), ("2026-12-10", "2026-12-11")], \
        mill.list("order")


def a_change_names_another_first_day(work):
    """With lines or without, and in a whole replace; none is forgotten."""
    mill = acme(work, receive='{ format = "x12"; }, { format = "edifact"; }')
    bulb = ("BULB", "20", "EA", "1.60")
    for n, (code, lines, purpose, asked) in enumerate((
            ("064", [], "04", "064"), ("010", [], "04", "037"),
            ("010", [("1", "QI", *bulb)], "04", "064"),
            ("037", [("1", "RZ", *bulb)], "05", "064"),
            ("064", [], "04", "002"), ("002", [], "04", "064")), 1):
        mill.drop("acme", f"o{n}.edi", x12(
            [po(f"P-{n}", [("BULB", 10, "1.60")], requested="2026-12-10")],
            control=n).replace(b"DTM*002*", f"DTM*{asked}*".encode()))
        mill.drop("acme", f"p{n}.edi", an_860(
            f"P-{n}", "7", lines, control=20 + n, purpose=purpose,
            head=[f"DTM*{code}*20261220"]))
    mill.drop("acme", "o7.edi", x12(
        [po("P-7", [("BULB", 10, "1.60")], requested="2026-12-10")],
        control=7).replace(b"DTM*002*", b"DTM*037*"))
    mill.drop("acme", "p7.edi", ordchg("P-7", "7", [],
                                       head=["DTM+64:20261220:102"]))
    assert mill.night(DAY).code == 0, mill.list("finding")
    days = [(o["requested_on"], o["warehouse_on"], o["promised_on"])
            for o in mill.list("order") if o["purpose"] == "original"]
    later = (None, "2026-12-20", "2026-12-21")
    assert days == [later, later, later, later,
                    ("2026-12-10", "2026-12-20", "2026-12-21"),
                    ("2026-12-20", "2026-12-19", None), later], days


def a_first_day_does_not_come_before_the_day_that_is_asked_for(work):
    mill = acme(work, receive='{ format = "x12"; }')
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")],
                                       requested="2026-12-10")]))
    mill.drop("acme", "b.edi", an_860("P-1", "7", [],
                                      head=["DTM*064*20261201"]))
    assert mill.night(DAY).code == 0, mill.list("finding")
    seen = mill.list("order")[0]
    assert (seen["requested_on"], seen["warehouse_on"],
            seen["promised_on"]) == ("2026-12-10", "2026-12-09", None), seen


# --- substitutes -------------------------------------------------------------

OLD = ("GLOW", "8710000000055", "Light bulb 75 W, E27", "goods", "C62", "3.95",
       "EUR", "S", "21", "", "", "", "LED")
GLOW = [("GLOW", 10, "3.95"), ("BULB", 5, "1.60")]
LED_GTIN = "8710000000031"


def replaced(work, partner, format_, answering, drop, rule="accept"):
    mill = work.mill()
    mill.master["catalog"].append(OLD)
    mill.customer(partner, answers=answering,
                  rules=f'replaced_item = "{rule}";',
                  identifiers=["cxml:NetworkID:ACME-N"],
                  receive=f'{{ format = "{format_}"; }}')
    if format_ == "cxml":
        path = f"partners/{partner}.conf"
        with open(os.path.join(mill.path, path), encoding="utf-8") as f:
            text = f.read()
        mill.write(path, text.replace(
            '"gs:LAMPCO"', '"gs:LAMPCO", "cxml:NetworkID:LAMPCO-N"'))
    mill.drop(partner, "a.in", drop)
    mill.night(DAY)
    return mill


def shipped_as(mill, sku):
    mill.night(SHIP_DAY)
    number = mill.one("order", po_number="P-1")["confirmation"]
    mill.drop("venlo", "s.csv", rows_csv(
        "shipment order line sku quantity unit shipped_at final",
        [("S-7", number, 1, sku, 10, "C62", "2026-11-29T08:30:00Z", "yes")]))
    mill.night("2026-11-30")
    return mill.list("shipment")


def documents(mill, kind):
    here = mill.outgoing("acme")
    return [here[r["name"]].decode() for r in mill.list("outbox")
            if r["format"] == kind]


def a_substitute_is_told_in_every_format(work):
    order = po("P-1", GLOW)
    mill = replaced(work, "acme", "x12", X12, x12([order]))
    told = an_855(mill, "P-1")
    assert told.one("BAK")[2] == "AC", told.segments
    status = told.all("ACK")
    assert [s[1] for s in status] == ["IS", "IA"], status
    assert "LED" in status[0] and LED_GTIN in status[0], status
    assert "GLOW" in told.all("PO1")[0], told.segments
    first, other = mill.list("order_line")
    assert (first["sku"], first["ordered_sku"]) == ("LED", "GLOW"), first
    assert (other["sku"], other["ordered_sku"]) == ("BULB", ""), other
    assert shipped_as(mill, "LED"), mill.list("finding")
    notice = only(mill, "856")
    assert "LED" in notice.one("LIN") and "GLOW" not in str(notice.segments)

    mill = replaced(work, "acme", "edifact", EDIFACT, edifact([order]))
    response, = european(mill, "ORDRSP")
    assert tagged(response, "LIN")[0][1:3] == ["6", LED_GTIN], response
    assert ["4", "GLOW", "SA"] in tagged(response, "PIA"), response
    assert shipped_as(mill, "LED"), mill.list("finding")
    notice, = european(mill, "DESADV")
    assert LED_GTIN in str(notice) and OLD[1] not in str(notice), notice

    mill = replaced(work, "acme", "cxml", CXML,
                    cxml("P-1", GLOW).replace(b"16.00", b"47.50"))
    told, = documents(mill, "cxml-confirmation")
    assert "<SupplierPartID>LED</SupplierPartID>" in told, told
    assert shipped_as(mill, "LED"), mill.list("finding")

    mill = replaced(work, "nordlys", "ubl", "", ubl(order))
    told, = mill.answers("nordlys", "P-1", "OrderResponse")
    line = "a:OrderLine/"
    assert told.texts(line + "a:LineItem/c:LineStatusCode") == ["3", "5"]
    assert told.texts(line + "a:LineItem/a:Item/a:SellersItemIdentification/"
                      "c:ID") == ["GLOW", "BULB"], told.data
    assert told.text(line + "a:SellerSubstitutedLineItem/a:Item/"
                     "a:SellersItemIdentification/c:ID") == "LED", told.data
    assert shipped_as(mill, "LED"), mill.list("finding")
    judged(mill, "nordlys")


def a_substitute_that_nobody_agreed_on_waits(work):
    mill = replaced(work, "acme", "x12", X12, x12([po("P-1", GLOW)]), "hold")
    assert mill.one("hold")["reason"] == "item", mill.list("order")
    assert "ORDER-ITEM-REPLACED" in {f["code"] for f in mill.list("finding")}
    waiting = an_855(mill, "P-1")
    told = waiting.all("PO1") + waiting.all("ACK")
    assert "LED" not in str(told), waiting.segments
    mill.good("release", "P-1", "--as-is", "--reason", "they agreed")
    assert mill.night("2026-11-24").code == 0
    assert [s[1] for s in an_855(mill, "P-1").all("ACK")] == ["IS", "IA"]
    # What was ordered and left is not what was promised.
    shipped_as(mill, "GLOW")
    assert not answers(mill, "acme", "856")
    assert ("SHIP-ITEM",) in {tuple(r) for r in mill.rows(
        "SELECT reason FROM confirmation")}


def a_substitute_goes_by_its_own_gtin(work):
    """The warehouse picks LED, whatever number the buyer ordered it by; and
    what the buyer changes, it names by its own."""
    by_gtin = "GLOW*EN*" + OLD[1]
    mill = replaced(work, "acme", "x12", X12.replace("855", "865"),
                    x12([po("P-1", [(by_gtin, 10, "3.95")])]))
    told = an_855(mill, "P-1")
    assert OLD[1] in told.one("PO1") and LED_GTIN in told.one("ACK"), \
        told.segments
    for sequence, purpose, quantity, day in (("1", "04", "12", NEXT),
                                             ("2", "05", "9", LATER)):
        mill.drop("acme", sequence + ".edi", an_860(
            "P-1", sequence, [("1", "QI", by_gtin, quantity, "EA", "3.95")],
            20 + int(sequence), purpose))
        assert mill.night(day).code == 0, mill.list("finding")
        line = mill.list("order_line", order_id=1)[0]
        assert (line["sku"], line["gtin"], line["ordered_sku"],
                line["quantity"]) == ("LED", LED_GTIN, "GLOW", quantity), line
        told = answers(mill, "acme", "865")[-1]
        assert told.one("ACK")[1] == "IS", told.segments
        assert OLD[1] in told.one("POC") and LED_GTIN in told.one("ACK")
    mill.profile("venlo", "x12", "shipments", ["x12:ZZ:VENLO", "gs:VENLO"],
                 role="warehouse", answers='warehouse = "x12-940";')
    mill.night(SHIP_DAY)
    picks = only(mill, "940", "venlo").one("W01")
    assert LED_GTIN in picks and OLD[1] not in picks, picks


def a_substitute_may_be_refused(work):
    mill = replaced(work, "acme", "x12", X12, x12([po("P-1", GLOW)]), "reject")
    told = an_855(mill, "P-1")
    status = told.all("ACK")
    assert status[0][1] == "R2" and status[1][1] == "IA", status
    assert "LED" not in str(told.segments), told.segments


# --- pallets -----------------------------------------------------------------

def shipped_on_pallets(mill, rows):
    """rows: (shipment, PO number, line, sku, quantity, final, sscc, pallet)"""
    number = {o["po_number"]: o["confirmation"] for o in mill.list("order")}
    return rows_csv("shipment order line sku quantity unit shipped_at sscc "
                    "pallet final",
                    [(s, number[p], line, sku, q, "C62",
                      "2026-11-29T08:30:00Z", sscc, pallet, final)
                     for s, p, line, sku, q, final, sscc, pallet in rows])


def sent(work, partner, format_, answering, drop):
    mill = work.mill()
    mill.customer(partner, answers=answering,
                  receive=f'{{ format = "{format_}"; }}')
    mill.drop(partner, "a.in", drop)
    assert mill.night(DAY).code == 0, mill.list("finding")
    mill.night(SHIP_DAY)
    mill.drop("venlo", "s.csv", shipped_on_pallets(mill, [
        ("S-7", "P-1", 1, "BULB", 10, "yes", CARTON, PALLET),
        ("S-7", "P-1", 2, "LED", 5, "yes", "", PALLET)]))
    assert mill.night("2026-11-30").code == 0, mill.list("finding")
    assert {s["pallet"] for s in mill.list("shipment_line")} == {PALLET}
    return mill


def a_pallet_is_named_in_every_ship_notice(work):
    order = po("P-1", [("BULB", 10, "1.60"), ("LED", 5, "3.95")])
    notice = only(sent(work, "acme", "x12", X12, x12([order])), "856")
    assert [h[3] for h in notice.all("HL")] == \
        ["S", "O", "T", "P", "I", "I"], notice.segments
    assert [s[1:] for s in notice.all("MAN")] == \
        [["GM", "00" + PALLET], ["GM", "00" + CARTON]], notice.segments
    found, = european(sent(work, "acme", "edifact", EDIFACT,
                           edifact([order])), "DESADV")
    assert tagged(found, "GIN") == [["BJ", PALLET], ["BJ", CARTON]], found
    mill = sent(work, "nordlys", "ubl", "", ubl(order))
    told, = mill.answers("nordlys", kind="DespatchAdvice")
    unit = "a:DespatchLine/a:Shipment/a:TransportHandlingUnit/c:"
    assert told.texts(unit + "ID") == [CARTON, PALLET, PALLET], told.data
    assert told.texts(unit + "TransportHandlingUnitTypeCode") == \
        ["CT", "PX", "PX"], told.data
    judged(mill, "nordlys")


def a_pallet_that_is_no_sscc_is_refused(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 0
    mill.night(SHIP_DAY)
    mill.drop("venlo", "s.csv", shipped_on_pallets(mill, [
        ("S-7", "P-1", 1, "BULB", 10, "yes", CARTON, "12345")]))
    assert mill.night("2026-11-30").code == 1
    assert mill.one("finding", code="CSV-SSCC")["element"] == "pallet"
    assert not mill.list("shipment")


# --- receipts ----------------------------------------------------------------

def a_document_that_is_cut_off_is_told_so(work):
    mill = work.mill()
    mill.customer("nordlys", answers='report = "text";',
                  receive='{ format = "ubl"; }')
    mill.drop("nordlys", "a.xml", ubl(po("P-1", THREE))[:-40])
    assert mill.night(DAY).code == 1
    receipt, = [a for n, a in mill.outgoing("nordlys").items()
                if n.endswith(".xml")]
    assert b"<cbc:ResponseCode>RE<" in receipt, receipt
    for told in mill.outgoing("nordlys").values():
        assert b"UBL-TRUNCATED" in told, told
    mill = in_cxml(work.mill())
    mill.drop("acme", "a.xml", cxml("P-1", [("BULB", 10, "1.60")])[:-40])
    assert mill.night(DAY).code == 1
    receipt, = mill.outgoing("acme").values()
    assert b'code="406"' in receipt and b"CXML-TRUNCATED" in receipt, receipt


# --- places ------------------------------------------------------------------

SHOPS = {"8712345000028": "Shop one", "8712345000059": "Shop two"}


def to_shops(work, name, format_, drop, answering=""):
    """P-1 and P-3 go to shop one, P-2 to shop two; one shipment has all."""
    mill = work.mill()
    mill.customer(name, format_, answers=answering)
    mill.master["locations"] += [
        (name, "gln:" + gln, shop, "Street 1", "Utrecht", "3500 AA", "NL",
         "venlo", "") for gln, shop in SHOPS.items()]
    mill.write_master()
    one, two = SHOPS
    for i, shop in enumerate((one, two, one), 1):
        mill.drop(name, f"{i}.in", drop(po(
            f"P-{i}", [("BULB", 10, "1.60")], ship_to=shop), i))
    assert mill.night(DAY).code == 0, mill.list("finding")
    mill.night(SHIP_DAY)
    mill.drop("venlo", "s.csv", shipped_on_pallets(mill, [
        ("S-7", "P-1", 1, "BULB", 6, "no", "", PALLET),
        ("S-7", "P-2", 1, "BULB", 10, "yes", "", ""),
        ("S-7", "P-3", 1, "BULB", 10, "yes", "", PALLET)]))
    assert mill.night("2026-11-30").code == 0, mill.list("finding")
    # The rest of one order follows under the same number.
    mill.drop("venlo", "t.csv", shipped_on_pallets(mill, [
        ("S-7", "P-1", 1, "BULB", 4, "yes", CARTON, "")]))
    assert mill.night("2026-12-01").code == 0, mill.list("finding")
    return mill


def a_notice_tells_of_one_place(work):
    mill = to_shops(work, "acme", "x12",
                    lambda o, i: x12([o], control=i), X12)
    told = [([n[2] for n in i.all("N1") if n[1] == "ST"],
             sorted(p[1] for p in i.all("PRF")))
            for i in answers(mill, "acme", "856")]
    assert sorted(told[:2]) == [(["Shop one"], ["P-1", "P-3"]),
                                (["Shop two"], ["P-2"])], told
    assert told[2:] == [(["Shop one"], ["P-1"])], told
    assert {s["state"] for s in mill.list("shipment")} == {"noticed"}
    mill = to_shops(work, "nordlys", "ubl", lambda o, i: ubl(o))
    told = [(a.text("a:Shipment/a:Delivery/a:DeliveryParty/a:PartyName/"
                    "c:Name"), a.texts("a:OrderReference/c:ID"))
            for a in mill.answers("nordlys", kind="DespatchAdvice")]
    assert sorted(told[:2]) == [("Shop one", ["P-1", "P-3"]),
                                ("Shop two", ["P-2"])], told
    assert told[2:] == [("Shop one", ["P-1"])], told
    judged(mill, "nordlys")


TESTS = [
    goods_do_not_leave_before_they_may,
         a_window_that_is_too_narrow_for_the_way_is_met,
         a_change_names_another_first_day,
         a_first_day_does_not_come_before_the_day_that_is_asked_for,
    a_notice_tells_of_one_place,
    a_document_that_is_cut_off_is_told_so,
    a_substitute_is_told_in_every_format,
    a_substitute_that_nobody_agreed_on_waits,
    a_substitute_goes_by_its_own_gtin,
    a_substitute_may_be_refused,
    the_buyers_own_unit_code_comes_back,
    a_unit_that_a_change_states_is_told_in_its_words,
    what_comes_later_than_asked_says_when,
    a_later_day_is_told_in_every_format,
    what_is_there_says_when_and_what_is_not_does_not,
    another_price_is_told_also_of_what_is_short,
    our_price_is_told_for_as_many_as_theirs,
    a_held_line_has_a_status_of_its_own,
    peppol_tells_no_lines_that_wait_and_others_do,
    an_865_says_what_became_of_each_changed_line,
    the_last_of_several_changes_is_answered_with_its_own_date,
    a_refused_change_names_its_number_and_lines,
    a_cancellation_that_is_done_is_accepted,
    a_change_after_a_part_has_left_tells_what_is_to_come,
    what_is_refused_already_does_not_wait,
    a_confirmation_names_the_one_before_it,
    an_ordrsp_names_the_change_and_what_it_did,
    a_ubl_answer_names_the_change,
    a_simple_answer_names_the_change,
    a_pallet_is_named_in_every_ship_notice,
    a_pallet_that_is_no_sscc_is_refused,
]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
