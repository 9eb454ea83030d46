#!/usr/bin/python3
"""A night with cXML: orders are booked, and what is secret in them is
nowhere.

    tests/e2e/night_cxml.py [BUILD]

Prints TAP.
"""
import base64
import gzip
import io
import json
import os
import quopri
import sys
import tarfile
import xml.etree.ElementTree as ET
import zipfile

import judge_cxml
import mill as m
from mill import GLN, po, x12, zipped
from sshd import Sshd

DAY = "2026-11-23"
CARD, OTHER, SECRET = "4111111111111111", "5500000000000004", "open-sesame-9"
HIDDEN = (CARD, OTHER, SECRET, "2031-07-31")
US, THEM = "cxml:NetworkID:AN02000000002", "cxml:NetworkID:AN01000000001"


def cxml(o, kind="new", payload=None, mode="", card=False, version="",
         encoding="UTF-8", request=None, sku=True):
    """An OrderRequest; request: another one in its place."""
    items = "".join(
        f'<ItemOut quantity="{quantity}" lineNumber="{n}" '
        f'requestedDeliveryDate="{o["requested"]}"><ItemID><SupplierPartID>'
        f'{name}</SupplierPartID></ItemID><ItemDetail><UnitPrice>'
        f'<Money currency="EUR">{price or "0"}</Money></UnitPrice>'
        f'<Description xml:lang="en">{name}</Description>'
        '<UnitOfMeasure>EA</UnitOfMeasure>'
        '<Classification domain="UNSPSC">39101600</Classification>'
        '</ItemDetail></ItemOut>\n'
        for n, (name, quantity, price) in enumerate(o["lines"], 1))
    total = sum(round(float(p or 0) * 100) * q for _, q, p in o["lines"])
    payment = f"""<Payment><PCard number="{CARD}" expiration="2031-07-31"
name="A Buyer"/></Payment>
""" if card else ""
    extrinsic = (f'<Extrinsic name="CreditCardNumber">{OTHER}</Extrinsic>'
                 if card else "")
    request = request or f"""<OrderRequest>
<OrderRequestHeader orderID="{o["po"]}" orderDate="{o["ordered"]}T09:00:00\
+01:00" type="{kind}"{f' orderVersion="{version}"' if version else ""}>
<Total><Money currency="EUR">{total // 100}.{total % 100:02}</Money></Total>
<BillTo><Address><Name xml:lang="en">The buyer</Name></Address></BillTo>
<BusinessPartner type="organization" role="soldTo"><Address
 addressID="{GLN["acme"]}" addressIDDomain="GLN"><Name xml:lang="en">The buyer\
</Name></Address></BusinessPartner>
{payment}{extrinsic}</OrderRequestHeader>
{items}</OrderRequest>"""
    return f"""<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd">
<cXML payloadID="{payload or o["po"] + "." + kind + "@acme.example"}" \
timestamp="2026-11-20T09:05:00+01:00">
<Header>
<From><Credential domain="NetworkId"><Identity>AN01000000001</Identity>\
</Credential></From>
<To><Credential domain="NetworkID"><Identity>AN02000000002</Identity>\
</Credential></To>
<Sender><Credential domain="NetworkID"><Identity>AN01000000001</Identity>
<SharedSecret>{SECRET}</SharedSecret></Credential><UserAgent>Test 1\
</UserAgent></Sender>
</Header>
<Request{f' deploymentMode="{mode}"' if mode else ""}>{request}</Request>
</cXML>
""".encode(encoding)


def world(work, **more):
    mill = work.mill()
    mill.customer("acme", "ubl", identifiers=[THEM],
                  receive='{ format = "cxml"; messages = [ "OrderRequest" ]; '
                  '}', **more)
    path = f"{mill.path}/partners/acme.conf"
    with open(path, encoding="utf-8") as f:
        text = f.read()
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace('"account:lampco"',
                             f'"account:lampco", "{US}"'))
    return mill


def everything(folder):
    """Name and bytes of every file, and of what is packed in it."""
    for top, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(top, name)
            if not os.path.isfile(path):
                continue
            with open(path, "rb") as f:
                data = f.read()
            yield path, data
            if data[:2] == b"\x1f\x8b":
                yield path + " unpacked", gzip.decompress(data)
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as z:
                    for inner in z.namelist():
                        yield f"{path} {inner}", z.read(inner)


def forms_of(word):
    """A word as it lies in a file: in each encoding, and in base64 behind any
    number of other bytes."""
    for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "cp037"):
        coded = word.encode(name)
        yield coded
        for skip in range(3):
            text = base64.b64encode(b"\0" * skip + coded).rstrip(b"=")
            yield text[(0, 2, 3)[skip]:-1]


def nothing_kept(mill, hidden=HIDDEN):
    """In no file of the mill, but for the keys: not across lines, not as
    "=41" either."""
    forms = [(w, f) for w in hidden for f in forms_of(w)]
    seen = 0
    for path, data in everything(mill.path):
        if path.startswith(f"{mill.path}/keys/"):
            continue
        seen += 1
        joined = data.replace(b"\r", b"").replace(b"\n", b"")
        for text in (data, joined, quopri.decodestring(data)):
            for word, form in forms:
                assert form not in text, (path, word, form)
    assert seen > 5, seen


def said_nothing(ran):
    for word in HIDDEN:
        assert word not in ran.out + ran.err, (word, ran)


def an_order_is_booked_once_and_answered(work):
    mill = world(work)
    order = cxml(po("C-1", [("BULB", 10, "1.60"), ("LED", 3, "3.95")]))
    mill.drop("acme", "a.xml", order)
    ran = mill.night(DAY)
    assert ran.code == 0, ran
    assert mill.state("C-1") == "accepted"
    seen = mill.one("message")
    assert seen["kind"] == "OrderRequest", seen
    assert seen["format"] == "cxml", seen
    assert mill.codes("acme", "C-1") == ["AP"]
    mill.drop("acme", "b.xml", order)
    assert mill.night("2026-11-24").code == 0
    assert len(mill.list("order")) == 1
    nothing_kept(mill)


def a_card_number_is_nowhere_after_a_night(work):
    mill = world(work)
    for n, name in enumerate(("plain", "utf16", "zip", "tar", "tgz"), 1):
        data = cxml(po(f"C-{n}", [("BULB", n, "1.60")]), card=True,
                    encoding="UTF-16" if name == "utf16" else "UTF-8")
        if name == "zip":
            data = zipped([("order.xml", data)])
        elif name in ("tar", "tgz"):
            out = io.BytesIO()
            with tarfile.open(fileobj=out, mode="w" if name == "tar" else
                              "w:gz") as tar:
                info = tarfile.TarInfo("order.xml")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
            data = out.getvalue()
        mill.drop("acme", f"{name}.bin", data)
    ran = mill.night(DAY, "--report")
    said_nothing(ran)
    assert ran.code == 1, ran
    assert len(mill.list("order")) == 5, mill.list("order")
    for o in mill.list("order"):
        assert o["payment"] == "prepaid", o
    found = mill.list("finding", code="CXML-CARD")
    assert len(found) == 5, found
    nothing_kept(mill)
    for f in mill.list("file"):
        for words in (("show", f"file:{f['file_id']}"),
                      ("trace", f"file:{f['file_id']}"),
                      ("show", f"file:{f['file_id']}", "--raw")):
            said_nothing(mill.run(*words))
    emptied = [f for f in mill.list("file") if f["reason"] == "FILE-EMPTIED"]
    assert len(emptied) == 2, mill.list("file")
    for f in emptied:
        assert not os.path.exists(f"{mill.path}/var/files/{f['sha256']}")
    said_nothing(mill.run("list", "order", "--json"))
    said_nothing(mill.run("list", "finding", "--json"))


def the_same_archive_again_is_removed_again(work):
    mill = world(work)
    data = zipped([("order.xml", cxml(po("C-1", [("BULB", 1, "1.60")]),
                                      card=True))])
    mill.drop("acme", "a.zip", data)
    mill.night(DAY)
    before = mill.states()
    mill.drop("acme", "b.zip", data)
    mill.night("2026-11-24")
    assert mill.states() == before and len(before) == 1, before
    nothing_kept(mill)


def a_refused_archive_with_a_card_goes_too(work):
    mill = world(work)
    data = zipped([("order.xml", cxml(po("C-1", [("BULB", 1, "1.60")]),
                                      card=True)),
                   ("more.zip", zipped([("x", b"y")]))])
    mill.drop("acme", "a.zip", data)
    mill.night(DAY)
    seen = mill.one("file")
    assert (seen["state"], seen["reason"]) == ("rejected", "FILE-EMPTIED")
    assert "FILE-ARCHIVE" in {f["code"] for f in mill.list("finding")}
    assert mill.states() == {}
    nothing_kept(mill)
    ran = mill.run("retry", f"file:{seen['file_id']}", "--reason", "test")
    assert ran.code == 65 and "neither" in ran.err, ran


def what_a_refused_archive_still_hides_is_looked_for(work):
    """Whatever is wrong with it; one that hides nothing is kept."""
    mill = world(work)
    data = cxml(po("C-1", [("BULB", 1, "1.60")]), card=True)
    plain = data.replace(CARD.encode(), b"").replace(
        OTHER.encode(), b"").replace(SECRET.encode(), b"").replace(
            b"2031-07-31", b"")

    def linked(order):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w:gz") as t:
            link = tarfile.TarInfo("a")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            t.addfile(link)
            member = tarfile.TarInfo("order.xml")
            member.size = len(order)
            t.addfile(member, io.BytesIO(order))
        return out.getvalue()

    def tarred(order):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as t:
            member = tarfile.TarInfo("order.xml")
            member.size = len(order)
            t.addfile(member, io.BytesIO(order))
        return out.getvalue()

    def wrong(order):
        whole = zipped([("order.xml", order)])
        many = zipped([("x.xml", order), ("y.txt", os.urandom(9000))])
        return {
            "gz": gzip.compress(order),
            "inside": zipped([("in.zip", zipped([("in.tgz", linked(order))]))]),
            "link": linked(order),
            "cut": many[:-60],    # in its directory
            "behind": whole + b"more",
            "mime": gzip.compress(enclosed(order, "base64")),
            "second": gzip.compress(tarred(b"nothing") + tarred(order)),
        }
    for name, packed in wrong(data).items():
        mill.drop("acme", f"{name}.bad", packed)
    for name, packed in wrong(plain).items():
        mill.drop("acme", f"{name}.good", packed)
    # what cannot be read may hide anything
    for n, text in enumerate((data, plain)):
        packed = gzip.compress(text + os.urandom(9000))[:-4000]
        mill.drop("acme", f"cut.{n}.bad", packed)
        packed = zipped([("x.xml", text + os.urandom(9000))])
        mill.drop("acme", f"zip.{n}.bad", packed[:4000])
        one, two = zipped([("order.xml", text)]), zipped([("x", b"nothing")])
        for where, packed in (
                ("first", one + two), ("second", two + one + two),
                ("junk", one + two + b"junk"), ("gz", two + gzip.compress(one)),
                ("gz_zip", gzip.compress(two) + one),
                ("text", gzip.compress(tarred(b"nothing") + text))):
            mill.drop("acme", f"{where}.{n}.bad", packed)
    mill.drop("acme", "clear.bad", gzip.compress(tarred(b"nothing")) + data)
    assert mill.night(DAY).code == 1
    assert mill.states() == {}
    for f in mill.list("file"):
        there = os.path.exists(f"{mill.path}/var/files/{f['sha256']}")
        bad = f["remote_name"].endswith(".bad")
        assert f["state"] == "rejected", f
        assert f["reason"] == ("FILE-EMPTIED" if bad else "FILE-ARCHIVE"), f
        assert there == (not bad), f
    assert len(mill.list("file")) == 31, mill.list("file")
    nothing_kept(mill)


def a_zip_that_packs_nothing_is_read_too(work):
    mill = world(work)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
        z.writestr("order.xml", cxml(po("C-1", [("BULB", 1, "1.60")]),
                                     card=True))
    mill.drop("acme", "a.zip", out.getvalue())
    mill.night(DAY)
    assert len(mill.list("order")) == 1
    nothing_kept(mill)


def a_card_number_over_sftp_is_nowhere(work):
    server = Sshd(work.directory("sshd"))
    server.start()
    work.stop_later(server.stop)
    mill = work.mill()
    more = mill.at_server(server, "acme", os.path.join(work.directory("at"),
                                                       "acme"))
    mill.customer("acme", "ubl", identifiers=[THEM, US], receive=
                  '{ format = "cxml"; }', **more)
    path = f"{mill.path}/partners/acme.conf"
    with open(path, encoding="utf-8") as f:
        text = f.read()
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace('"account:lampco"',
                             f'"account:lampco", "{US}"').replace(
                                 f'"{THEM}", "{US}"', f'"{THEM}"'))
    lines = [("BULB", 1, "1.60")] * 900    # several blocks of the transfer
    mill.drop("acme", "a.xml", cxml(po("C-1", lines), card=True))
    ran = mill.night(DAY)
    said_nothing(ran)
    assert mill.states() == {"C-1": "held"}, ran
    assert mill.one("order", po_number="C-1")["line_count"] == 900
    nothing_kept(mill)


def a_test_is_a_test(work):
    mill = world(work)
    mill.drop("acme", "a.xml", cxml(po("C-1", [("BULB", 1, "1.60")]),
                                    mode="test"))
    mill.night(DAY)
    assert mill.one("order", po_number="C-1")["test"] in (1, True)
    assert mill.list("ledger") == []


def other_requests_and_broken_orders_are_refused_by_name(work):
    mill = world(work)
    o = po("C-1", [("BULB", 1, "1.60")])
    mill.drop("acme", "a.xml", cxml(o, payload="1@x", request=
                                    '<PunchOutSetupRequest operation='
                                    '"create"/>'))
    mill.drop("acme", "b.xml", cxml(o, payload="2@x").replace(
        b'cXML.dtd">', b'cXML.dtd" [<!ENTITY a SYSTEM "/etc/passwd">]>'))
    mill.drop("acme", "c.xml", cxml(o, payload="3@x").replace(
        b'<UnitOfMeasure>EA', b'<UnitOfMeasure>each'))
    assert mill.night(DAY).code == 1
    codes = {f["code"] for f in mill.list("finding")}
    assert {"CXML-REQUEST", "CXML-DOCTYPE", "CXML-UNIT"} <= codes, codes
    assert mill.states() == {"C-1": "rejected"}, mill.states()
    nothing_kept(mill)


def a_delete_cancels_and_an_update_replaces(work):
    mill = world(work)
    for n in (1, 2):
        mill.drop("acme", f"{n}.xml", cxml(po(f"C-{n}", [
            ("BULB", 10, "1.60"), ("LED", 3, "3.95")])))
    assert mill.night(DAY).code == 0
    mill.drop("acme", "3.xml", cxml(po("C-1", [("BULB", 10, "1.60")]),
                                    "delete", version="2"))
    mill.drop("acme", "4.xml", cxml(po("C-2", [("BULB", 25, "1.60")]),
                                    "update", version="2"))
    mill.night("2026-11-24")
    one, two = (mill.one("order", po_number=n, purpose="original")
                for n in ("C-1", "C-2"))
    assert one["state"] == "cancelled", one
    assert two["state"] == "accepted", two
    lines = {l["line"]: l for l in mill.list("order_line")
             if l["order_id"] == two["order_id"]}
    assert lines[1]["quantity"] == "25", lines
    assert lines[2]["state"] == "cancelled", lines


def updates_without_a_version_are_done_as_they_were_written(work):
    """Whatever their files are called: the last one is what is wanted."""
    mill = world(work)
    mill.drop("acme", "c.xml", cxml(po("C-1", [("BULB", 10, "1.60")])))
    for name, quantity, hour in (("b.xml", 20, b"10"), ("a.xml", 30, b"11")):
        data = cxml(po("C-1", [("BULB", quantity, "1.60")]), kind="update",
                    payload=f"{quantity}@acme.example")
        mill.drop("acme", name, data.replace(b'timestamp="2026-11-20T09',
                                             b'timestamp="2026-11-20T' + hour))
    assert mill.night(DAY).code == 0
    one = mill.one("order", po_number="C-1", purpose="original")
    assert [l["quantity"] for l in mill.list("order_line")
            if l["order_id"] == one["order_id"]] == ["30"]


def call_offs_draw_on_the_most_that_a_blanket_agrees_on(work):
    """MaxQuantity, for the quantity of its items is 1 (the DTD)."""
    mill = world(work, recurrence='accept = "yes";')
    data = cxml(po("B-1", [("BULB", 1, "1.60")]))
    data = data.replace(b'type="new"', b'type="new" orderType="blanket"')
    mill.drop("acme", "b.xml", data.replace(
        b"ItemDetail>", b"BlanketItemDetail>").replace(
        b"<UnitPrice>", b"<MaxQuantity>600</MaxQuantity><UnitPrice>"))
    assert mill.night(DAY).code == 0
    for number, quantity in (("R-1", 500), ("R-2", 101)):
        mill.drop("acme", number, cxml(po(number, [
            ("BULB", quantity, "1.60")])).replace(
            b'type="new"',
            b'type="new" orderType="release" agreementID="B-1"'))
    mill.night("2026-11-24")
    assert mill.states() == {"B-1": "accepted", "R-1": "accepted",
                             "R-2": "rejected"}, mill.states()


def answers_in_cxml_are_valid_and_name_what_they_answer(work):
    mill = world(work, answers='technical = "cxml-response"; order = '
                 '"cxml-confirmation"; ship = "cxml-ship-notice";')
    for n, lines in enumerate(([("BULB", 10, "1.60"), ("LED", 3, "3.95")],
                               [("BULB", 10, "9.99")],     # held: the price
                               [("TUBE", 150, "2.60")],    # 100 are there
                               [("BULB", 10, "1.60")]), 1):
        data = cxml(po(f"C-{n}", lines), payload=f"{n}@acme.example")
        if n == 4:
            data = data.replace(b"<UnitOfMeasure>EA", b"<UnitOfMeasure>each")
        mill.drop("acme", f"{n}.xml", data)
    assert mill.night(DAY).code == 1
    assert mill.states() == {"C-1": "accepted", "C-2": "held",
                             "C-3": "accepted", "C-4": "rejected"}
    mill.good("ship", "C-1", "--carrier", "Snelpost", "--tracking", "SP-1",
              "--at", "2026-11-24T08:00:00Z")
    mill.night("2026-11-24")
    sent = {name: data.decode() for name, data in
            mill.outgoing("acme").items()}
    assert len(sent) == 8, list(sent)
    for name, text in sent.items():
        path = os.path.join(work.path, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        assert judge_cxml.judge(path) == [], (name, judge_cxml.judge(path))

    def one(kind, number):
        found = [t for n, t in sent.items() if n.startswith(kind) and
                 f"_C-{number}_" in n]
        assert len(found) == 1, (kind, number, list(sent))
        return found[0]
    assert 'type="accept"' in one("response", 1)
    assert 'payloadID="1@acme.example"' in one("response", 1)
    assert '<Status code="201"' in one("response", 2)
    assert 'quantity="50" type="backordered"' in one("response", 3)
    assert '<Status code="400"' in one("receipt", 4)
    assert "CXML-UNIT" in one("receipt", 4)
    assert '<Status code="200"' in one("receipt", 1)
    assert "SP-1" in one("shipnotice", 1)
    assert 'payloadID="1@acme.example"' in one("shipnotice", 1)


def a_ship_notice_names_orders_and_items_as_the_buyer_did(work):
    """Each order by the payloadID of what ordered it last, the item by its auxiliary id, in the
    unit that was ordered, whatever word the warehouse has for it; an update
    may say another id."""
    def auxiliary(data, text):
        return data.replace(b"</SupplierPartID>", b"</SupplierPartID><Supplier"
                            b"PartAuxiliaryID>" + text +
                            b"</SupplierPartAuxiliaryID>")
    mill = world(work, answers='order = "cxml-confirmation"; '
                 'ship = "cxml-ship-notice";')
    bulbs = [("BULB", 10, "1.60")]
    mill.drop("acme", "1.xml", auxiliary(
        cxml(po("C-1", bulbs), payload="1@acme.example"),
        b"<![CDATA[<cart a='1'/>]]> &amp; EA"))
    mill.drop("acme", "2.xml", auxiliary(
        cxml(po("C-2", bulbs), payload="2@acme.example"), b"BOX"))
    mill.drop("acme", "3.xml", auxiliary(
        cxml(po("C-3", bulbs), payload="3@acme.example"), b"<x>7</x>"))
    assert mill.night(DAY).code == 0
    mill.drop("acme", "4.xml", auxiliary(
        cxml(po("C-2", [("BULB", 12, "1.60")]), kind="update", version="2",
             payload="4@acme.example"), b"CRATE"))
    mill.night("2026-11-24")
    mill.night("2026-11-29")
    number = {o["po_number"]: o["confirmation"] for o in
              mill.list("order", purpose="original")}
    mill.drop("venlo", "s.csv", m.shipped([
        ("S-1", number["C-1"], 1, "BULB", 4, False, "087123450000000011"),
        ("S-1", number["C-1"], 1, "BULB", 2, False, "087123450000000028"),
        ("S-1", number["C-2"], 1, "BULB", 12, True),
        ("S-1", number["C-3"], 1, "BULB", 10, True)]))
    mill.night("2026-11-30")
    name, = [n for n in mill.outgoing("acme") if n.startswith("shipnotice")]
    data = mill.outgoing("acme")[name]
    path = os.path.join(work.path, name)
    with open(path, "wb") as f:
        f.write(data)
    assert judge_cxml.judge(path) == [], judge_cxml.judge(path)
    portions = list(ET.fromstring(data).iter("ShipNoticePortion"))
    assert [p.find("OrderReference/DocumentReference").get("payloadID")
            for p in portions] == [f"{n}@acme.example" for n in (1, 4, 3)]
    assert [p.findtext(".//SupplierPartAuxiliaryID") for p in portions] == \
        ["<cart a='1'/> & EA", "CRATE", None], data
    assert {u.text for p in portions for u in p.iter("UnitOfMeasure")} == \
        {"EA"}, data
    assert [c.text for c in portions[0].iter("Comments")] == \
        ["the rest follows"], data


def validate_and_convert_do_not_print_what_is_secret(work):
    mill = world(work)
    path = mill.drop("acme", "a.xml", cxml(po("C-1", [("BULB", 1, "1.60")]),
                                           card=True))
    bad = path + b".bad" if isinstance(path, bytes) else path + ".bad"
    with open(path, "rb") as f:
        data = f.read()
    with open(bad, "wb") as f:
        f.write(data.replace(b"</Payment>", b"</Paymnt>"))
    for words in (("validate", path), ("explain", path),
                  ("convert", path, "--to", "json"), ("validate", bad),
                  ("explain", bad)):
        said_nothing(mill.run(*[os.fsdecode(w) for w in words]))
    os.unlink(bad)


def with_secret(work, secret=SECRET):
    """A partner whose cXML must bear this secret, and gets answers in it."""
    mill = world(work, answers='technical = "cxml-response"; '
                 'order = "cxml-confirmation";',
                 more='shared_secret_file = "keys/acme.secret";')
    path = mill.write("keys/acme.secret", secret + "\n")
    os.chmod(path, 0o600)
    return mill


def statuses(mill):
    here = mill.outgoing("acme")
    return [ET.fromstring(here[r["name"]]).find("Response/Status").get("code")
            for r in mill.list("outbox", partner="acme", kind="technical")
            if r["name"] in here]


def the_right_secret_lets_an_order_in_and_a_wrong_one_is_401(work):
    order = cxml(po("P-1", [("BULB", 10, "1.60")]))
    mill = with_secret(work)
    mill.drop("acme", "a.xml", order)
    assert mill.night(DAY).code == 0, mill.list("finding")
    assert mill.state("P-1") == "accepted" and statuses(mill) == ["200"]
    nothing_kept(mill)
    mill = with_secret(work, "another")
    mill.drop("acme", "a.xml", order)
    mill.drop("acme", "b.xml", cxml(
        po("P-2", [("BULB", 10, "1.60")])).replace(
            f"<SharedSecret>{SECRET}</SharedSecret>".encode(), b""))
    ran = mill.night(DAY)
    assert ran.code == 1, ran
    assert not mill.list("order")
    assert statuses(mill) == ["401", "401"]
    assert {f["code"] for f in mill.list("finding")} == {"CXML-SECRET"}
    nothing_kept(mill)
    assert SECRET not in ran.out + ran.err
    for name, data in mill.outgoing("acme").items():
        assert SECRET.encode() not in data and b"another" not in data, name
    # The same bytes but for the secret, once it is the right one.
    mill.write("keys/acme.secret", SECRET)
    os.chmod(f"{mill.path}/keys/acme.secret", 0o600)
    mill.drop("acme", "c.xml", order)
    assert mill.night("2026-11-24").code in (0, 1), mill.list("finding")
    assert mill.state("P-1") == "accepted"
    assert statuses(mill) == ["401", "401", "200"], statuses(mill)


def a_secret_in_an_archive_is_compared_where_it_is_unpacked(work):
    order, other = (cxml(po(f"P-{n}", [("BULB", 10, "1.60")]))
                    for n in (1, 2))
    other = other.replace(SECRET.encode(), b"other-word-77")
    mill = with_secret(work)
    mill.drop("acme", "a.zip", zipped([("1.xml", order), ("2.xml", other)]))
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as t:
        data = order.replace(b"P-1", b"P-3")
        member = tarfile.TarInfo("3.xml")
        member.size = len(data)
        t.addfile(member, io.BytesIO(data))
    mill.drop("acme", "b.tar", plain.getvalue())
    assert mill.night(DAY).code == 1
    assert mill.states() == {"P-1": "accepted", "P-3": "accepted"}
    assert sorted(statuses(mill)) == ["200", "200", "401"]
    nothing_kept(mill, HIDDEN + ("other-word-77",))


def base64_of(data, width=76, end=b"\n"):
    text = base64.b64encode(data)
    return end.join(text[i:i + width] for i in range(0, len(text), width))


def all_coded(data):
    """Quoted-printable that writes nothing plainly."""
    return b"=\n".join(b"".join(b"=%02x" % c for c in data[i:i + 24])
                       for i in range(0, len(data), 24))


def enclosed(data, encoding, body=None, kind=b"text/xml"):
    """As the root of a MIME message, in a transfer encoding."""
    if body is None:
        body = base64_of(data) if encoding == "base64" else \
            quopri.encodestring(data)
    return (b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
            b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: " +
            encoding.encode() + b"\r\n\r\n" + body + b"\r\n--b--\r\n")


def a_card_number_is_nowhere_in_any_encoding(work):
    """What is read and what is refused: neither keeps what is secret."""
    mill = world(work)

    def order(n, encoding="UTF-8"):
        return cxml(po(f"C-{n}", [("BULB", n, "1.60")]), card=True,
                    encoding=encoding)
    read = {
        "a": enclosed(order(1), "base64"),
        "b": enclosed(order(2), "Base64", base64_of(order(2), 61, b"\r\n")),
        "c": enclosed(order(3, "UTF-16"), "base64"),
        "d": enclosed(order(4), "quoted-printable"),
        "e": enclosed(order(5), "Quoted-Printable", all_coded(order(5))),
        "f": enclosed(b"", "quoted-printable", all_coded(order(6, "UTF-16"))),
        "g": zipped([("order.xml", enclosed(order(7), "base64"))]),
        "h": zipped([("order.xml", enclosed(order(8), "quoted-printable"))]),
        "i": enclosed(order(9), "8bit", order(9)),
        # the declaration names another encoding, or is not the first
        "s": order(10).replace(b'"UTF-8"', b'"UTF-16"'),
        "t": order(11, "UTF-16").replace('"UTF-16"'.encode("utf-16-le"),
                                         '"UTF-8"'.encode("utf-16-le")),
        "u": order(12).replace(b'"UTF-8"', b'"windows-1251"'),
        "v": b"\r\n " + order(13) + b"\0\x1a",
    }
    refused = {
        "j": enclosed(order(20), "x-other", base64_of(order(20))),
        "k": enclosed(b"", "7bit", b"Content-Type: text/xml\nContent-Transfer-"
                      b"Encoding: base64\n\n" + base64_of(order(21)),
                      b"message/rfc822"),
        "l": b"Content-Type: text/xml\nContent-Transfer-Encoding: base64\n\n"
             + base64_of(order(22)),
        "m": enclosed(b"", "7bit", b"--c\nContent-Transfer-Encoding: base64"
                      b"\n\n" + base64_of(order(23)) + b"\n--c--\n",
                      b"multipart/mixed; boundary=c"),
        "n": enclosed(b"", "base64", base64_of(order(24))[:-300]),
        "o": order(25).replace(b'cXML.dtd">', b'cXML.dtd" [<!ENTITY n "%s">]>'
                               % CARD.encode()).replace(
                                   b'number="%s"' % CARD.encode(),
                                   b'number="&n;"'),
        "p": order(26, "cp037"),
        "q": order(27, "UTF-32"),
        "r": order(28, "UTF-16").replace("A Buyer".encode("utf-16-le"),
                                         "\u0422\u043c".encode("utf-16-le")),
    }
    for name, data in {**read, **refused}.items():
        mill.drop("acme", f"{name}.xml", data)
    ran = mill.night(DAY, "--report")
    said_nothing(ran)
    nothing_kept(mill)
    booked = {o["po_number"] for o in mill.list("order")}
    assert booked == {f"C-{n}" for n in (*range(1, 14), 28)}, booked
    assert len(mill.list("finding", code="CXML-CARD")) >= 10
    for f in mill.list("file"):
        said_nothing(mill.run("show", f"file:{f['file_id']}", "--raw"))
    for name, data in {**read, **refused}.items():
        path = os.path.join(work.path, name)
        with open(path, "wb") as f:
            f.write(data)
        for words in (("validate", path), ("explain", path),
                      ("convert", path, "--to", "json")):
            said_nothing(mill.run(*words))
        os.unlink(path)


def an_encoded_root_proves_its_secret(work):
    mill = with_secret(work)
    for n, encoding in enumerate(("base64", "quoted-printable")):
        mill.drop("acme", f"{n}.xml", enclosed(
            cxml(po(f"P-{n}", [("BULB", 10, "1.60")])), encoding))
    mill.drop("acme", "z.xml", enclosed(
        cxml(po("P-9", [("BULB", 10, "1.60")])).replace(
            SECRET.encode(), b"another-one"), "base64"))
    assert mill.night(DAY).code == 1
    assert mill.states() == {"P-0": "accepted", "P-1": "accepted"}
    assert sorted(statuses(mill)) == ["200", "200", "401"]
    assert {f["code"] for f in mill.list("finding")} == {"CXML-SECRET"}
    nothing_kept(mill, HIDDEN + ("another-one",))


def a_secret_file_that_others_read_is_not_used(work):
    mill = with_secret(work)
    os.chmod(f"{mill.path}/keys/acme.secret", 0o644)
    mill.drop("acme", "a.xml", cxml(po("P-1", [("BULB", 10, "1.60")])))
    ran = mill.night(DAY)
    assert ran.code in (1, 2) and "SECRET-FILE" in ran.err, ran
    assert not mill.list("file") and os.listdir(mill.place("acme", "inbox"))
    ran = mill.run("partner", "test", "acme")
    assert ran.code == 77 and "chmod 600" in ran.err, ran
    os.chmod(f"{mill.path}/keys/acme.secret", 0o600)
    assert mill.night("2026-11-24").code == 0
    assert mill.state("P-1") == "accepted"


def a_closed_secret_file_leaves_its_archives_to_the_next_run(work):
    mill = with_secret(work)
    mill.customer("north")
    secret = f"{mill.path}/keys/acme.secret"
    for n in (1, 2):
        mill.drop("acme", f"{n}.zip", zipped(
            [("1.xml", cxml(po(f"P-{n}", [("BULB", 10, "1.60")])))]))
    ran = mill.run("run", "fetch", "--as-of", f"{DAY}T02:00:00Z")
    assert ran.code == 0 and len(mill.list("file")) == 2, ran
    mill.drop("north", "a.edi", x12([po("O-1", [("BULB", 10, "1.60")])],
                                    sender="NORTH"))
    # The archives are here already: fetching is told of beside unpacking.
    for day, close in (("2026-11-24", lambda: os.chmod(secret, 0o644)),
                       ("2026-11-25", lambda: os.unlink(secret))):
        close()
        ran = mill.night(day)
        assert ran.code == 2, ran
        assert ran.err.count("acme: unpack: [SECRET-FILE]") == 1, ran
        assert "chmod 600" in ran.err, ran
        with open(f"{mill.path}/var/report/latest.json",
                  encoding="utf-8") as f:
            todo = [t for t in json.load(f)["todo"]
                    if "unpack: [SECRET-FILE]" in t["what"]]
        assert len(todo) == 1, todo
        assert todo[0]["command"] == "ordermill partner test acme", todo
        assert {f["state"] for f in mill.list("file", partner="acme")} == {
            "received"}
        assert mill.states() == {"O-1": "accepted"}, mill.states()
    mill.write("keys/acme.secret", SECRET + "\n")
    os.chmod(secret, 0o600)
    assert mill.night("2026-11-26").code == 0
    assert mill.states() == {"O-1": "accepted", "P-1": "accepted",
                             "P-2": "accepted"}
    assert statuses(mill) == ["200", "200"]
    nothing_kept(mill)


TESTS = [a_card_number_is_nowhere_in_any_encoding,
         an_encoded_root_proves_its_secret,
         a_closed_secret_file_leaves_its_archives_to_the_next_run,
         the_right_secret_lets_an_order_in_and_a_wrong_one_is_401,
         a_secret_in_an_archive_is_compared_where_it_is_unpacked,
         a_secret_file_that_others_read_is_not_used,
         an_order_is_booked_once_and_answered,
         a_card_number_is_nowhere_after_a_night,
         the_same_archive_again_is_removed_again,
         a_refused_archive_with_a_card_goes_too,
         what_a_refused_archive_still_hides_is_looked_for,
         a_zip_that_packs_nothing_is_read_too,
         a_card_number_over_sftp_is_nowhere,
         a_test_is_a_test,
         other_requests_and_broken_orders_are_refused_by_name,
         a_delete_cancels_and_an_update_replaces,
         updates_without_a_version_are_done_as_they_were_written,
         call_offs_draw_on_the_most_that_a_blanket_agrees_on,
         answers_in_cxml_are_valid_and_name_what_they_answer,
         a_ship_notice_names_orders_and_items_as_the_buyer_did,
         validate_and_convert_do_not_print_what_is_secret]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
