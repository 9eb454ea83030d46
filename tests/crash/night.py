"""The mill of the crash proof: made once, with a night behind it and a night
before it.

Night 1 leaves orders at the warehouse, a standing order and an outbox that
was sent.  Night 2, the one that is disturbed, has one of everything: orders
in X12 (zipped), UBL and CSV, accepted, held, rejected, repeated, changed
without a word, for test; a confirmation of the warehouse; a file that comes
again; a standing order that falls due; master data that changed; a bank that
tells of money for an order that waits for it, of money that nobody knows, and
that collects what is due of what left that night.  acme is
answered in X12, under control numbers, and says of an answer of night 1 what it
found in it.
"""
import csv
import io
import os
import re
import subprocess
import zipfile

KEY = "5a" * 32
NIGHT_1 = "2026-11-19T02:00:00Z"
NIGHT_2 = "2026-11-20T02:00:00Z"
PARTNERS = ("acme", "bank", "kiosk", "nordlys", "venlo")
OUR = "NL91ABNA0417164300"
THEIRS = "NL02ABNA0123456789"
MTIME = 1763600000

ISA = ("ISA*00*          *00*          *ZZ*ACMEBV         *ZZ*LAMPCO         "
       "*261120*0905*U*00401*{control:09}*0*{usage}*>~\n"
       "GS*PO*ACMEBV*LAMPCO*20261120*0905*{control}*X*004010~\n")

XSD = "urn:oasis:names:specification:ubl:schema:xsd:"
UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="{xsd}Order-2"
 xmlns:cac="{xsd}CommonAggregateComponents-2"
 xmlns:cbc="{xsd}CommonBasicComponents-2"
 xmlns:ext="{xsd}CommonExtensionComponents-2">
{extension}<cbc:ID>{po}</cbc:ID>
<cbc:IssueDate>2026-11-18</cbc:IssueDate>
<cbc:OrderTypeCode>{type}</cbc:OrderTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:BuyerCustomerParty><cac:Party>
<cbc:EndpointID schemeID="0088">7080000010004</cbc:EndpointID>
<cac:PartyName><cbc:Name>Nordlys Hotels AS</cbc:Name></cac:PartyName>
</cac:Party></cac:BuyerCustomerParty>
<cac:SellerSupplierParty><cac:Party>
<cbc:EndpointID schemeID="0088">8798765000008</cbc:EndpointID>
<cac:PartyName><cbc:Name>Lampco B.V.</cbc:Name></cac:PartyName>
</cac:Party></cac:SellerSupplierParty>
<cac:Delivery>
<cac:DeliveryLocation><cbc:ID schemeID="0088">7080000010011</cbc:ID>
</cac:DeliveryLocation>
<cac:RequestedDeliveryPeriod><cbc:StartDate>{wanted}</cbc:StartDate>
</cac:RequestedDeliveryPeriod></cac:Delivery>
<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID>
<cbc:Quantity unitCode="C62">{quantity}</cbc:Quantity>
<cac:Price><cbc:PriceAmount currencyID="EUR">1.84</cbc:PriceAmount></cac:Price>
<cac:Item><cbc:Name>Light bulb 60 W, E27</cbc:Name>
<cac:SellersItemIdentification><cbc:ID>BULB-60W</cbc:ID>
</cac:SellersItemIdentification></cac:Item>
</cac:LineItem></cac:OrderLine>
</Order>
"""

RECURRENCE = """<ext:UBLExtensions><ext:UBLExtension>
<ext:ExtensionURI>urn:ordermill:order-recurrence:1</ext:ExtensionURI>
<ext:ExtensionContent>
<rec:Recurrence xmlns:rec="urn:ordermill:order-recurrence:1">
<rec:Rule>FREQ=DAILY</rec:Rule><rec:StartDate>2026-11-20</rec:StartDate>
</rec:Recurrence></ext:ExtensionContent>
</ext:UBLExtension></ext:UBLExtensions>
"""

CSV_HEAD = ("po_number,release,customer,ship_to,ordered_on,requested_on,"
            "currency,line,seller_item,buyer_item,gtin,quantity,unit,price,"
            "repeat\n")


def x12(control, orders, usage="P"):
    """orders: (PO number, requested on, [(sku, quantity, price)], and the
    word for payment in advance, or nothing)"""
    out = [ISA.format(control=control, usage=usage)]
    for n, (po, wanted, lines, *paid) in enumerate(orders, 1):
        s = [f"ST*850*{n:04}", f"BEG*00*SA*{po}**20261118", "CUR*BY*EUR"]
        s += [f"ITD*{word}" for word in paid]
        s += [f"DTM*002*{wanted}",
             "N1*BY*Acme Verlichting B.V.*UL*8712345000004",
             "N1*ST*Acme distribution centre*UL*8712345000028"]
        s += [f"PO1*{i}*{quantity}*EA*{price}**VN*{sku}"
              for i, (sku, quantity, price) in enumerate(lines, 1)]
        s += [f"CTT*{len(lines)}"]
        out.append("~\n".join(s + [f"SE*{len(s) + 1}*{n:04}"]) + "~\n")
    out.append(f"GE*{len(orders)}*{control}~\nIEA*1*{control:09}~\n")
    return "".join(out).encode()


def ubl(po, wanted, quantity, recurring=False):
    return UBL.format(xsd=XSD, po=po, wanted=wanted, quantity=quantity,
                      type="258" if recurring else "220",
                      extension=RECURRENCE if recurring else "").encode()


def kiosk(rows):
    """rows: (PO number, line, item, quantity, price)"""
    out = [CSV_HEAD]
    out += [f"{po},,kiosk,account:shop,2026-11-18,2026-11-20,EUR,{line},"
            f"{item},,,{quantity},EA,{price},\n"
            for po, line, item, quantity, price in rows]
    return "".join(out).encode()


def statement(entries):
    """camt.053: entries are (bank's number, amount, text)."""
    rows = "".join(f"""<Ntry><Amt Ccy="EUR">{amount}</Amt>\
<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-11-19</Dt></BookgDt><AcctSvcrRef>{number}</AcctSvcrRef>\
<BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>\
<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
""" for number, amount, text in entries)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
<BkToCstmrStmt><GrpHdr><MsgId>S-1</MsgId><CreDtTm>2026-11-19T22:00:00</CreDtTm>
</GrpHdr><Stmt><Id>S-1</Id><CreDtTm>2026-11-19T22:00:00</CreDtTm>\
<Acct><Id><IBAN>{OUR}</IBAN></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>CLAV</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1.00</Amt>\
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-19</Dt></Dt></Bal>
{rows}</Stmt></BkToCstmrStmt></Document>
""".encode()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            z.writestr(zipfile.ZipInfo(name, (2026, 11, 19, 1, 0, 0)), data)
    return out.getvalue()


def drop(mill, partner, name, data, inbox="orders"):
    path = os.path.join(mill, "exchange", partner, inbox, name)
    with open(path, "wb") as f:
        f.write(data)
    os.utime(path, (MTIME, MTIME))


def run(binary, mill, as_of, codes=(0, 1)):
    p = subprocess.run([binary, "-C", mill, "run", "--as-of", as_of],
                       capture_output=True, text=True, check=False)
    if p.returncode not in codes:
        raise RuntimeError(f"a run that nothing disturbed ended with "
                           f"{p.returncode}: {p.stderr}")
    return p.returncode


NATIVE = (("ubl-application-response", "x12-997"),
          ("ubl-order-response", "x12-855"),
          ("ubl-despatch-advice", "x12-856"),
          ("receipt_due_hours = 0", "receipt_due_hours = 8"))


def natively(text):
    """Answers in X12: their control numbers must not depend on a crash."""
    for old, new in NATIVE:
        if f'{old}"' not in text and f"{old};" not in text:
            raise RuntimeError(f"acme.conf has no {old}")
        text = text.replace(f'"{old}"', f'"{new}"').replace(f"{old};",
                                                            f"{new};")
    return text


def word_about(control):
    """What acme says of the first answer to an order, the second document."""
    return (ISA.format(control=control, usage="P").replace("GS*PO", "GS*FA") +
            "ST*997*0001~\nAK1*PR*2~\nAK2*855*0002~\nAK5*E*5~\n"
            f"AK9*E*1*1*1~\nSE*6*0001~\nGE*1*{control}~\n"
            f"IEA*1*{control:09}~\n").encode()


def collecting(text):
    """The example's bank takes direct debits."""
    begin = text.index("\t# collect = {")
    end = text.index("\t# };", begin) + len("\t# };")
    return (text[:begin] + f'\tcollect = {{ account = "{OUR}"; '
            'creditor_id = "NL79ZZZ999999990000"; };' + text[end:])


def customers(mill):
    """acme may pay in advance; kiosk pays tomorrow, by direct debit."""
    path = os.path.join(mill, "master", "customers.csv")
    with open(path, encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    for row in rows:
        debit = row["customer"] == "kiosk"
        row.update(iban=THEIRS if debit else "", mandate="M-1" if debit else
                   "", mandate_signed="2026-01-15" if debit else "")
        if debit:
            row["terms_days"] = "1"
        if row["customer"] == "acme":
            row["payment"] = "either"
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, list(rows[0]), lineterminator="\n")
        w.writeheader()
        w.writerows(rows)


def settle(mill):
    """No waiting, a fixed key, less patience of peers."""
    for name in PARTNERS:
        path = os.path.join(mill, "partners", name + ".conf")
        with open(path, encoding="utf-8") as f:
            text = f.read()
        text, n = re.subn(r"settle_seconds = \d+", "settle_seconds = 0", text)
        if n == 0:
            raise RuntimeError(f"{name}.conf has no settle_seconds")
        if name == "acme":
            text = natively(text)
        if name == "bank":
            text = collecting(text)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    customers(mill)
    with open(os.path.join(mill, "keys", "mill.hmac"), "w",
              encoding="ascii") as f:
        f.write(KEY + "\n")


def confirmations(mill):
    """What the warehouse says of the work it got in night 1: the first order
    leaves whole, of the second line half."""
    work = os.path.join(mill, "exchange", "venlo", "work")
    rows = []
    for name in sorted(os.listdir(work)):
        with open(os.path.join(work, name), encoding="utf-8", newline="") as f:
            rows += list(csv.DictReader(f))
    if not rows:
        raise RuntimeError("night 1 gave the warehouse no work")
    rows.sort(key=lambda r: (r["order"], int(r["line"])))
    out = ["shipment,order,line,sku,quantity,unit,shipped_at,carrier,"
           "tracking,sscc,final\n"]
    for i, r in enumerate(rows):
        quantity = r["quantity"] if i % 2 == 0 else str(
            int(r["quantity"]) // 2)
        out.append(f"S-1,{r['order']},{r['line']},{r['sku']},{quantity},"
                   f"{r['unit']},2026-11-19T15:00:00Z,PostNL,3STEST1,,"
                   f"{'1' if i % 2 == 0 else '0'}\n")
    return "".join(out).encode()


def night_1(mill):
    drop(mill, "acme", "a1.edi", x12(1001, [
        ("A-1", "20261120", [("BULB-60W", 1000, "1.60"),
                             ("LED-8W", 10, "3.95")]),
        ("A-9", "20261127", [("BULB-60W", 100, "1.75")], "PP")]))
    drop(mill, "kiosk", "k1.csv", kiosk([
        ("K-1", 1, "BULB-60W", 24, "1.84"), ("K-1", 2, "LED-8W", 10, "3.95")]))
    drop(mill, "nordlys", "n1.xml", ubl("N-1", "2026-11-20", 100, True))


def night_2(mill):
    drop(mill, "acme", "a2.zip", zipped([
        ("one.edi", x12(1002, [
            ("A-2", "20261120", [("BULB-60W", 500, "1.75")]),
            ("A-3", "20261127", [("BULB-40W", 50, "1.72")])])),
        # the same order again under another control number
        ("again.edi", x12(1003, [
            ("A-1", "20261120", [("BULB-60W", 1000, "1.60"),
                                 ("LED-8W", 10, "3.95")])])),
        # the PO number with another content: held
        ("changed.edi", x12(1004, [
            ("A-1", "20261120", [("BULB-60W", 2000, "1.60")])])),
        ("twice.edi", x12(1008, [
            ("A-3", "20261127", [("BULB-40W", 60, "1.72")])])),
        # a control number that was used a moment ago
        ("reused.edi", x12(1002, [
            ("A-7", "20261127", [("BULB-40W", 5, "1.72")])])),
        ("test.edi", x12(1005, [
            ("A-T", "20261120", [("BULB-60W", 5, "1.75")])], "T")),
        # far too dear an order for the credit, and a price nobody agreed
        ("held.edi", x12(1006, [
            ("A-4", "20261127", [("BULB-60W", 40000, "1.60")]),
            ("A-5", "20261127", [("BULB-60W", 10, "1.00")])])),
        ("broken.edi", x12(1007, [
            ("A-6", "20261127", [("BULB-60W", 1, "1.75")])])[:-40]),
    ]))
    drop(mill, "acme", "word.edi", word_about(1009))
    drop(mill, "kiosk", "k1-again.csv", kiosk([
        ("K-1", 1, "BULB-60W", 24, "1.84"), ("K-1", 2, "LED-8W", 10, "3.95")]))
    drop(mill, "kiosk", "k2.csv", kiosk([
        ("K-2", 1, "BULB-60W", 12, "1.84"), ("K-3", 1, "NO-SUCH", 1, "1.00"),
        ("K-4", 1, "LED-8W", 4, "3.95"), ("K-4", 2, "TUBE-36W", 2, "2.60")]))
    drop(mill, "nordlys", "n2.xml", ubl("N-2", "2026-11-23", 20))
    drop(mill, "nordlys", "n3.xml", ubl("N-3", "2026-11-23", 20)[:-60])
    with open(os.path.join(mill, "master", "catalog.csv"), "a",
              encoding="utf-8") as f:
        f.write("LED-5W,,\"LED lamp 5 W, E14\",goods,C62,2.95,EUR,S,21,,\n")
    drop(mill, "venlo", "shipped.csv", confirmations(mill), "shipped")
    drop(mill, "bank", "s1.xml", statement([
        ("B-1", "211.75", "order A-9"), ("B-2", "3.00", "who knows")]),
         "statements")


def large(mill):
    """More orders in one file than one transaction takes."""
    drop(mill, "kiosk", "k9.csv", kiosk(
        [(f"L-{i:04}", 1, "BULB-60W", 1, "1.84") for i in range(1, 1101)]))


def prepare(binary, mill):
    """A mill before its night 2."""
    subprocess.run([binary, "-q", "init", mill], check=True)
    settle(mill)
    night_1(mill)
    run(binary, mill, NIGHT_1)
    night_2(mill)
