#!/usr/bin/python3
"""Payments that arrive: what banks tell, which orders it pays, and what a
person must settle: night_bank.py BUILD (TAP)."""
import os
import subprocess
import sys

import mill as m

OUR = "NL91ABNA0417164300"
OTHER = "NL02ABNA0123456789"
THEIRS = "DE89370400440532013000"
DAY = "2026-11-23"
SCHEMAS = os.path.join(os.environ.get("ORDERMILL_SHARED",
                                      os.path.join(m.ROOT, "..", "shared")),
                       "schemas", "camt")


# --- what a bank writes -------------------------------------------------------

def tx(end="NOTPROVIDED", text="", payer=THEIRS, amount=None, ref=None,
       reason=None, name="The payer"):
    return dict(end=end, text=text, payer=payer, amount=amount, ref=ref,
                reason=reason, name=name)


def entry(amount, *parts, ref="BK-1", sign="CRDT", status="BOOK",
          currency="EUR", reversal=False, day="2026-11-21", told=0):
    return dict(amount=amount, parts=parts, ref=ref, sign=sign, status=status,
                currency=currency, reversal=reversal, day=day, told=told)


def camt(entries, kind="053", version="08", account=OUR, number="S-1"):
    outer, one = (("BkToCstmrStmt", "Stmt") if kind == "053" else
                  ("BkToCstmrDbtCdtNtfctn", "Ntfctn"))
    new = version == "08"
    out = [f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}">
<{outer}><GrpHdr><MsgId>{number}</MsgId>\
<CreDtTm>2026-11-21T22:00:00</CreDtTm></GrpHdr>
<{one}><Id>{number}</Id><CreDtTm>2026-11-21T22:00:00</CreDtTm>\
<Acct><Id><IBAN>{account}</IBAN></Id></Acct>
"""]
    if kind == "053":
        out.append("""<Bal><Tp><CdOrPrtry><Cd>CLAV</Cd></CdOrPrtry></Tp>\
<Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-21</Dt>\
</Dt></Bal>
""")
    for e in entries:
        status = f"<Cd>{e['status']}</Cd>" if new else e["status"]
        ref = f"<AcctSvcrRef>{e['ref']}</AcctSvcrRef>" if e["ref"] else ""
        back = "<RvslInd>true</RvslInd>" if e["reversal"] else ""
        out.append(f"""<Ntry><Amt Ccy="{e['currency']}">{e['amount']}</Amt>\
<CdtDbtInd>{e['sign']}</CdtDbtInd>{back}<Sts>{status}</Sts>
<BookgDt><Dt>{e['day']}</Dt></BookgDt>{ref}<BkTxCd/>""")
        if e["parts"] or e["told"]:
            out.append("<NtryDtls>")
            if e["told"]:
                out.append(f"<Btch><NbOfTxs>{e['told']}</NbOfTxs></Btch>")
            out += [part(p, e, new) for p in e["parts"]]
            out.append("</NtryDtls>")
        out.append("</Ntry>\n")
    return "".join(out + [f"</{one}></{outer}></Document>\n"]).encode()


def part(p, e, new):
    refs = ((f"<AcctSvcrRef>{p['ref']}</AcctSvcrRef>" if p["ref"] else "") +
            f"<EndToEndId>{p['end']}</EndToEndId>")
    amount = p["amount"]
    money = "" if amount is None else (
        f'<Amt Ccy="{e["currency"]}">{amount}</Amt>'
        f"<CdtDbtInd>{e['sign']}</CdtDbtInd>" if new else
        f'<AmtDtls><TxAmt><Amt Ccy="{e["currency"]}">{amount}</Amt></TxAmt>'
        "</AmtDtls>")
    name = f"<Nm>{p['name']}</Nm>"
    said = (f"<RmtInf><Ustrd>{p['text']}</Ustrd></RmtInf>" if p["text"]
            else "")
    why = (f"<RtrInf><Rsn><Cd>{p['reason']}</Cd></Rsn></RtrInf>"
           if p["reason"] else "")
    return (f"<TxDtls><Refs>{refs}</Refs>{money}<RltdPties><Dbtr>"
            f"{'<Pty>' + name + '</Pty>' if new else name}</Dbtr><DbtrAcct>"
            f"<Id><IBAN>{p['payer']}</IBAN></Id></DbtrAcct></RltdPties>"
            f"{said}{why}</TxDtls>")


# --- a mill -------------------------------------------------------------------

def bank(mill, accounts=(OUR,), name="bank", more_receive="", **more):
    ours = ", ".join(f'"{a}"' for a in accounts)
    mill.profile(name, "camt", "camt.053", [], role="bank",
                 receive='{ format = "camt"; }, ' +
                 (more_receive or '{ format = "csv"; }') + ', '
                 '{ format = "x12"; messages = [ "820" ]; }',
                 more=f"accounts = [ {ours} ];", **more)


def widen(mill, *last):
    """The last customer's row gets what stands in its last columns."""
    row = list(mill.master["customers"][-1])
    width = len(m.COLUMNS["customers"].split()) - len(last)
    mill.master["customers"][-1] = tuple(
        row[:width] + [""] * (width - len(row)) + list(last))


def customer(mill, name="acme", iban="", **more):
    mill.customer(name, payment="prepaid", limit="0", **more)
    widen(mill, iban, "", "")


def paying_mill(work, iban="", orders=1, name="acme", held=True):
    """A prepaid customer with orders of 10, 20, … lamps, and a bank."""
    m.COLUMNS["customers"] = m.COLUMNS["customers"].replace(
        " iban mandate mandate_signed", "") + " iban mandate mandate_signed"
    mill = work.mill()
    customer(mill, name, iban)
    bank(mill)
    mill.write_master()
    for n in range(1, orders + 1):
        mill.drop(name, f"o{n}.edi", m.x12(
            [m.po(f"P-{n}", [("BULB", 10 * n, "1.60")])], control=n))
    if held:
        assert mill.night(DAY).code == 1
        assert set(mill.states().values()) == {"held"}
    return mill


def rf(mill, po):
    return mill.one("order", po_number=po)["rf_reference"]


def total(mill, po):
    minor = mill.one("order", po_number=po)["total_minor"]
    return f"{minor // 100}.{minor % 100:02}"


def tell(mill, data, name="s.xml", day="2026-11-24"):
    mill.drop("bank", name, data)
    return mill.night(day)


def payments(mill):
    return [(p["state"], p["amount_minor"], p["order_id"] is not None)
            for p in mill.list("payment")]


def codes(mill):
    return sorted(f["code"] for f in mill.list("finding")
                  if f["code"].startswith(("BANK", "CAMT", "REMIT")))


def accepted(mill, po="P-1"):
    o = mill.one("order", po_number=po)
    return o["confirmation"] is not None


# --- paying an order ----------------------------------------------------------

def a_prepaid_order_waits_for_its_reference_and_is_then_confirmed(work):
    mill = paying_mill(work)
    assert not accepted(mill)
    assert mill.codes("acme", "P-1") == ["AB"]
    ran = tell(mill, camt([entry(total(mill, "P-1"),
                                 tx(text="Pay " + rf(mill, "P-1")))]))
    assert ran.code == 0, ran
    assert accepted(mill)
    assert mill.codes("acme", "P-1") == ["AB", "AP"]
    assert payments(mill) == [("applied", mill.one(
        "order", po_number="P-1")["total_minor"], True)]
    assert mill.balance("deposit", "acme") == 0
    assert mill.outgoing("bank") == {}, "a bank is answered nothing"


def a_payment_that_names_po_and_amount_pays_the_same_night(work):
    mill = paying_mill(work, held=False)
    price = "19.36"
    ran = tell(mill, camt([entry(price, tx(text="PO P-1"))]), day=DAY)
    assert ran.code == 0, ran
    assert accepted(mill), mill.list("payment")


def a_payment_of_exactly_the_amount_pays_the_only_order(work):
    mill = paying_mill(work, iban=THEIRS, orders=2)
    ran = tell(mill, camt([entry(total(mill, "P-2"), tx(text="thanks"))]))
    assert ran.code == 1                   # P-1 still waits
    assert accepted(mill, "P-2") and not accepted(mill, "P-1")


def a_number_in_the_words_of_the_bank_pays_too(work):
    mill = paying_mill(work, orders=2)
    words = "/TRTP/SEPA OVERBOEKING/IBAN/%s/NAME/ACME/REMI/P-2/EREF/X" % THEIRS
    data = camt([entry(total(mill, "P-2"))], version="02").replace(
        b"</Ntry>", f"<AddtlNtryInf>{words}</AddtlNtryInf></Ntry>".encode())
    tell(mill, data)
    assert mill.states()["P-1"] == "held" and accepted(mill, "P-2")
    ran = mill.good("validate", mill.write("s.xml", data.decode()))
    assert ": camt, 1 messages, 0 orders, 1 payments: good" in ran.out, ran


def what_fits_two_orders_waits_for_a_person(work):
    mill = paying_mill(work, orders=1, iban=THEIRS, held=False)
    mill.drop("acme", "o2.edi", m.x12(
        [m.po("P-2", [("BULB", 10, "1.60")])], control=2))
    assert mill.night(DAY).code == 1
    ran = tell(mill, camt([entry("19.36", tx(text="for both"))]))
    assert ran.code == 1
    assert [p["state"] for p in mill.list("payment")] == ["ambiguous"]
    assert "account assign payment:1" in mill.run("report").out
    assert not accepted(mill, "P-1") and not accepted(mill, "P-2")
    assert mill.balance("deposit", "acme") == -1936
    mill.good("account", "assign", "payment:1", "--order", "P-2")
    assert mill.night("2026-11-25").code == 1
    assert accepted(mill, "P-2") and not accepted(mill, "P-1")
    ran = mill.run("account", "assign", "payment:1", "--order", "P-1")
    assert ran.code == 65 and "PAYMENT-STATE" in ran.err, ran


def one_reference_cannot_pay_two_orders(work):
    mill = paying_mill(work, orders=2)
    both = f"{rf(mill, 'P-1')} {rf(mill, 'P-2')}"
    ran = tell(mill, camt([entry("58.08", tx(text=both))]))
    assert ran.code == 1
    assert payments(mill) == [("ambiguous", 5808, False)]
    assert codes(mill) == ["BANK-AMBIGUOUS"]


def what_names_nothing_is_assigned_by_hand(work):
    mill = paying_mill(work)
    ran = tell(mill, camt([entry("19.36", tx(text="many thanks"))]))
    assert ran.code == 1
    assert payments(mill) == [("unmatched", 1936, False)]
    assert mill.list("ledger") == [], "whose it is, is not known"
    assert codes(mill) == ["BANK-UNMATCHED"]
    assert mill.night("2026-11-25").code == 1, "it is told until it is mended"
    mill.good("account", "assign", "1", "--order", "P-1")
    assert mill.night("2026-11-26").code == 0
    assert accepted(mill)


def a_payer_is_known_by_the_account_that_paid_before(work):
    mill = paying_mill(work)
    tell(mill, camt([entry("19.36", tx(text=rf(mill, "P-1")))]))
    mill.drop("acme", "o9.edi", m.x12(
        [m.po("P-9", [("BULB", 30, "1.60")])], control=9))
    mill.night("2026-11-25")
    ran = tell(mill, camt([entry(total(mill, "P-9"), tx(), ref="BK-2")],
                          number="S-2"), "s2.xml", "2026-11-26")
    assert ran.code == 0, ran
    assert accepted(mill, "P-9")


def money_that_comes_before_its_order_pays_it_when_it_comes(work):
    mill = paying_mill(work, held=False, iban=THEIRS, orders=0)
    assert mill.night(DAY).code == 0
    assert tell(mill, camt([entry("19.36", tx(text="P-1"))])).code == 1
    mill.drop("acme", "o1.edi", m.x12([m.po("P-1", [("BULB", 10, "1.60")])]))
    assert mill.night("2026-11-25").code == 0
    assert accepted(mill)


def remittance(items, total, number="PAY-1", account=OUR):
    """An X12 820 of a bank: what was paid, for which purchase orders."""
    rows = [f"RMR*PO*{po}**{amount}" for po, amount in items]
    body = ["ST*820*0001", f"BPR*C*{total}*C*ACH*CTX*01*001*DA*{THEIRS}*"
            f"**01*002*DA*{account}*20261121",
            f"TRN*1*{number}", "CUR*PR*EUR", "N1*PR*The payer", "ENT*1"] + rows
    out = ["ISA*00*          *00*          *ZZ*BANK           *ZZ*"
           "LAMPCO         *261120*0905*U*00401*000000007*0*P*>",
           "GS*RA*BANK*LAMPCO*20261120*0905*7*X*004010"]
    out += body + [f"SE*{len(body) + 1}*0001", "GE*1*7", "IEA*1*000000007"]
    return "".join(s + "~\n" for s in out).encode()


def each_item_of_an_820_of_a_bank_pays_its_order(work):
    mill = paying_mill(work, orders=2)
    mill.profile("bank", "x12", "820", ["x12:ZZ:BANK", "gs:BANK"],
                 role="bank", more=f'accounts = [ "{OUR}" ];')
    data = remittance([("P-1", "19.36"), ("P-2", "38.72")], "58.08")
    ran = tell(mill, data, "r.edi")
    assert ran.code == 0, (ran, mill.list("finding"))
    assert accepted(mill, "P-1") and accepted(mill, "P-2")
    assert [p[1] for p in payments(mill)] == [1936, 3872]
    assert mill.outgoing("bank") == {}


def an_820_of_a_customer_is_kept_and_books_nothing(work):
    mill = paying_mill(work)
    receive = '{ format = "x12"; }'
    mill.profile("acme", "x12", "850", ["x12:ZZ:ACME", "gs:ACME",
                                        "endpoint:0088:" + m.GLN["acme"]],
                 role="customer", receive=receive)
    data = remittance([("P-1", "19.36")], "19.36")
    mill.drop("acme", "r.edi", data.replace(b"BANK           ",
                                            b"ACME           ").replace(
        b"*BANK*", b"*ACME*"))
    mill.night("2026-11-24")
    assert payments(mill) == [] and codes(mill) == ["REMITTANCE-KEPT"]
    assert not accepted(mill)


# --- too much, too little -----------------------------------------------------

def an_order_waits_for_the_rest_of_its_money(work):
    mill = paying_mill(work)
    ran = tell(mill, camt([entry("10.00", tx(text=rf(mill, "P-1")))]))
    assert ran.code == 1
    assert codes(mill) == ["BANK-SHORT"]
    told = mill.run("report").out
    assert "EUR 9.36 is missing" in told
    assert ("ordermill account pay acme 9.36 EUR --reference "
            + rf(mill, "P-1")) in told, told
    assert not accepted(mill)
    ran = tell(mill, camt([entry("9.36", tx(text=rf(mill, "P-1")),
                                 ref="BK-2")], number="S-2"), "s2.xml",
               "2026-11-25")
    assert ran.code == 0, ran
    assert accepted(mill)
    assert mill.balance("deposit", "acme") == 0


def what_is_paid_beyond_the_total_is_a_deposit(work):
    mill = paying_mill(work)
    ran = tell(mill, camt([entry("20.00", tx(text=rf(mill, "P-1")))]))
    assert ran.code == 0, ran
    assert accepted(mill)
    assert mill.balance("deposit", "acme") == -64
    assert codes(mill) == ["BANK-OVER"]


def tolerant(mill, amount="0.50"):
    path = os.path.join(mill.path, "ordermill.conf")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    assert 'tolerance = "0";' in text
    mill.write("ordermill.conf", text.replace(
        'tolerance = "0";', f'tolerance = "{amount}";'))


def a_discount_goes_when_its_payment_is_taken_back(work):
    m.COLUMNS["customers"] = m.COLUMNS["customers"].replace(
        " iban mandate mandate_signed", "") + " iban mandate mandate_signed"
    mill = work.mill()
    mill.customer("acme", discount=("2", "10"))
    widen(mill, THEIRS, "", "")
    bank(mill)
    mill.write_master()
    path = os.path.join(mill.path, "ordermill.conf")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    mill.write("ordermill.conf", text.replace('discount_tax = "kept";',
                                              'discount_tax = "less";'))
    mill.drop("acme", "a.edi", m.x12([m.po("P-1", [("BULB", 1000, "1.60")])]))
    assert mill.night(DAY).code == 0
    mill.good("ship", "P-1", "--at", "2026-11-24T08:30:00Z")
    tell(mill, camt([entry("1897.28", tx(end="E-1"))]), day="2026-11-25")
    assert mill.balance("discount", "acme") == 3200
    assert mill.balance("tax", "acme") == -32928
    assert mill.balance("receivable", "acme") == 0
    tell(mill, camt([entry("1897.28", tx(end="E-1"), sign="DBIT",
                           reversal=True)], number="S-2"), "s2.xml",
         "2026-11-26")
    assert mill.balance("receivable", "acme") == 193600
    assert mill.balance("discount", "acme") == 0
    assert mill.balance("cash", "acme") == 0
    assert mill.balance("tax", "acme") == -33600
    # What comes back now is credited whole: no discount was taken any more.
    mill.good("account", "return", "P-1", "--reason", "broken")
    assert mill.balance("receivable", "acme") + \
        mill.balance("deposit", "acme") == 0
    assert mill.balance("tax", "acme") == 0


def an_order_that_is_paid_but_for_cents_is_accepted(work):
    mill = paying_mill(work)
    tolerant(mill)
    ran = tell(mill, camt([entry("18.86", tx(end="E-1",
                                             text=rf(mill, "P-1")))]))
    assert ran.code == 0, ran
    assert accepted(mill) and codes(mill) == []
    assert mill.balance("deposit", "acme") == 0
    assert mill.balance("difference", "acme") == 50
    # Taken back, all of it is owed: what was let go, too.
    tell(mill, camt([entry("18.86", tx(end="E-1"), sign="DBIT",
                           reversal=True)], number="S-2"), "s2.xml",
         "2026-11-25")
    assert mill.balance("receivable", "acme") == 1936
    assert mill.balance("difference", "acme") == 0
    assert mill.balance("cash", "acme") == 0


def an_order_that_is_paid_with_cents_too_much_leaves_no_deposit(work):
    mill = paying_mill(work)
    tolerant(mill)
    ran = tell(mill, camt([entry("19.60", tx(text=rf(mill, "P-1")))]))
    assert ran.code == 0, ran
    assert accepted(mill) and codes(mill) == []
    assert mill.balance("deposit", "acme") == 0
    assert mill.balance("difference", "acme") == -24


def cents_beyond_the_rule_are_asked_for(work):
    mill = paying_mill(work)
    tolerant(mill)
    ran = tell(mill, camt([entry("18.85", tx(text=rf(mill, "P-1")))]))
    assert ran.code == 1 and codes(mill) == ["BANK-SHORT"]
    assert not accepted(mill)


def a_number_and_nearly_the_amount_pay_the_order(work):
    mill = paying_mill(work, orders=2)
    tolerant(mill)
    ran = tell(mill, camt([entry("38.50", tx(text="order P-2"))]))
    assert accepted(mill, "P-2") and not accepted(mill), ran
    assert mill.balance("difference", "acme") == 22


# --- told twice ---------------------------------------------------------------

def an_entry_in_notification_and_statement_counts_once(work):
    mill = paying_mill(work)
    paid = entry("19.36", tx(end="E-1", text=rf(mill, "P-1")))
    for n, (kind, version) in enumerate((("054", "02"), ("053", "08"),
                                         ("053", "02"), ("054", "08"))):
        tell(mill, camt([paid], kind, version), f"s{n}.xml",
             f"2026-11-{24 + n}")
    assert payments(mill) == [("applied", 1936, True)]
    assert codes(mill) == ["BANK-REPEATED"] * 3
    assert mill.balance("cash", "acme") == 1936


def without_a_bank_reference_the_same_still_counts_once(work):
    mill = paying_mill(work)
    two = [entry("5.00", tx(end="E-1"), ref=None),
           entry("5.00", tx(end="E-1"), ref=None)]
    tell(mill, camt(two, "054", "02"))
    tell(mill, camt(two, "053", "08"), "s2.xml", "2026-11-25")
    assert [p[1] for p in payments(mill)] == [500, 500], payments(mill)


def the_parts_of_a_batch_take_the_place_of_its_whole(work):
    mill = paying_mill(work, orders=2)
    tell(mill, camt([entry("58.08", ref="BK-9", told=2)]))
    assert [p[0] for p in payments(mill)] == ["unmatched"]
    assert codes(mill) == ["BANK-BATCH"]
    parts = (tx(end="A", text=rf(mill, "P-1"), amount="19.36"),
             tx(end="B", text=rf(mill, "P-2"), amount="38.72"))
    ran = tell(mill, camt([entry("58.08", *parts, ref="BK-9", told=2)], "054"),
               "s2.xml", "2026-11-25")
    assert ran.code == 0, ran
    assert [p[0] for p in payments(mill)] == ["replaced", "applied",
                                              "applied"]
    tell(mill, camt([entry("58.08", ref="BK-9", told=2)], number="S-3"),
         "s3.xml", "2026-11-26")
    assert len(payments(mill)) == 3
    assert accepted(mill, "P-1") and accepted(mill, "P-2")


# --- what is not taken --------------------------------------------------------

def an_account_that_is_not_in_the_profile_gives_nothing(work):
    mill = paying_mill(work)
    ran = tell(mill, camt([entry("19.36", tx(text=rf(mill, "P-1")))],
                          account=OTHER))
    assert ran.code == 1
    assert payments(mill) == [] and codes(mill) == ["BANK-ACCOUNT"]
    assert mill.list("file")[-1]["state"] == "rejected"
    bank(mill, (OUR, OTHER))
    mill.good("retry", "s.xml")
    assert mill.night("2026-11-25").code == 0
    assert accepted(mill)


def a_pending_entry_is_told_and_not_booked(work):
    mill = paying_mill(work)
    tell(mill, camt([entry("19.36", tx(text=rf(mill, "P-1")),
                           status="PDNG")]))
    assert payments(mill) == [] and codes(mill) == ["CAMT-PENDING"]
    ran = tell(mill, camt([entry("19.36", tx(text=rf(mill, "P-1")))]),
               "s2.xml", "2026-11-25")
    assert ran.code == 0 and accepted(mill)


def a_word_beside_the_amount_says_which_way_money_went(work):
    mill = paying_mill(work, orders=2)
    bank(mill, more_receive="""{ format = "csv"; columns = {
        booked_on = "Datum"; amount = "Bedrag (EUR)"; iban = "Tegenrekening";
        text = "Mededelingen"; direction = "Af Bij"; };
        delimiter = ";"; decimal = ","; date = "YYYYMMDD"; }""")
    rows = [("20261121", p, sign, total(mill, p).replace(".", ","),
             "Betaling " + rf(mill, p))
            for p, sign in (("P-1", "Bij"), ("P-2", "Af"))]
    ran = tell(mill, ('"Datum";"Tegenrekening";"Af Bij";"Bedrag (EUR)";'
                      '"Mededelingen"\n' + "".join(
                          f'"{d}";"{THEIRS}";"{s}";"{a}";"{t}"\n'
                          for d, _, s, a, t in rows)).encode(), "ing.csv")
    assert ran.code == 1, ran
    assert accepted(mill, "P-1") and not accepted(mill, "P-2")


def only_a_bank_tells_of_money(work):
    mill = paying_mill(work)
    mill.drop("acme", "s.xml", camt([entry("19.36",
                                           tx(text=rf(mill, "P-1")))]))
    assert mill.night("2026-11-24").code == 1
    assert payments(mill) == [] and codes(mill) == ["BANK-ROLE"]
    mill.drop("bank", "o.edi", m.x12([m.po("P-7", [("BULB", 1, "1.60")])]))
    mill.night("2026-11-25")
    assert "P-7" not in [s for s, v in mill.states().items()
                         if v != "rejected"]


def a_payment_in_another_currency_waits_for_a_person(work):
    mill = paying_mill(work)
    tell(mill, camt([entry("19.36", tx(text=rf(mill, "P-1")),
                           currency="USD")]))
    assert payments(mill) == [("unmatched", 1936, False)]
    assert codes(mill) == ["BANK-CURRENCY"]
    ran = mill.run("account", "assign", "1", "--order", "P-1")
    assert ran.code == 65 and "PAYMENT-CURRENCY" in ran.err, ran
    assert not accepted(mill)


def a_broken_statement_gives_nothing_and_is_told(work):
    mill = paying_mill(work)
    data = camt([entry("19.36", tx(text=rf(mill, "P-1")))])
    ran = tell(mill, data[:-40])
    assert ran.code == 1
    assert payments(mill) == [] and codes(mill) == ["CAMT-TRUNCATED"]
    assert mill.list("file")[-1]["state"] == "rejected"
    assert mill.outgoing("bank") == {}
    assert tell(mill, data, "s2.xml", "2026-11-25").code == 0
    assert accepted(mill)


# --- taken back ---------------------------------------------------------------

def a_deposit_that_is_taken_back_is_gone(work):
    mill = paying_mill(work)
    tell(mill, camt([entry("10.00", tx(end="E-1", text=rf(mill, "P-1")))]))
    ran = tell(mill, camt([entry("10.00", tx(end="E-1"), sign="DBIT",
                                 reversal=True)], number="S-2"), "s2.xml",
               "2026-11-25")
    assert ran.code == 1
    assert payments(mill)[0][0] == "reversed"
    assert mill.balance("deposit", "acme") == 0
    assert mill.balance("cash", "acme") == 0
    assert "BANK-REVERSAL" in codes(mill)
    tell(mill, camt([entry("10.00", tx(end="E-1"), sign="DBIT",
                           reversal=True)], "054", number="S-3"), "s3.xml",
         "2026-11-26")
    assert mill.balance("cash", "acme") == 0, "taken back once"
    assert not accepted(mill)


def a_payment_taken_back_after_acceptance_stops_the_order(work):
    mill = paying_mill(work)
    tell(mill, camt([entry("19.36", tx(end="E-1", text=rf(mill, "P-1")))]))
    assert accepted(mill)
    before = mill.state("P-1")
    tell(mill, camt([entry("19.36", tx(end="E-1"), sign="DBIT",
                           reversal=True)], number="S-2"), "s2.xml",
         "2026-11-25")
    assert "BANK-REVERSAL-OPEN" in codes(mill)
    assert mill.balance("receivable", "acme") == 1936
    assert mill.balance("cash", "acme") == 0
    assert mill.state("P-1") == ("held" if before == "accepted" else before)


def a_reversal_of_nothing_known_is_told(work):
    mill = paying_mill(work)
    ran = tell(mill, camt([entry("3.00", tx(end="E-7"), sign="DBIT",
                                 reversal=True, ref="BK-7")]))
    assert ran.code == 1
    assert codes(mill) == ["BANK-REVERSAL-OPEN"]
    assert mill.list("ledger") == []


# --- direct debits ------------------------------------------------------------

def debit_mill(work, terms=3, collect=""):
    """A customer who let us collect has two orders that left today."""
    m.COLUMNS["customers"] = m.COLUMNS["customers"].replace(
        " iban mandate mandate_signed", "") + " iban mandate mandate_signed"
    mill = work.mill()
    mill.customer("acme")
    row = list(mill.master["customers"][-1])
    row[7] = terms
    mill.master["customers"][-1] = tuple(row)
    widen(mill, THEIRS, "M-1", "2026-01-15")
    mill.profile("bank", "camt", "camt.053", [], role="bank",
                 receive='{ format = "camt"; }',
                 more=f'accounts = [ "{OUR}" ]; collect = {{ account = '
                 f'"{OUR}"; creditor_id = "NL79ZZZ999999990000"; '
                 f'{collect} }};')
    mill.write_master()
    for n in (1, 2):
        mill.drop("acme", f"o{n}.edi", m.x12(
            [m.po(f"P-{n}", [("BULB", 10 * n, "1.60")])], control=n))
    assert mill.night("2026-11-23").code == 0
    for n in (1, 2):
        mill.good("ship", f"P-{n}", "--at", "2026-11-23T12:00:00Z")
    return mill


def debits(mill):
    return [(d["amount_minor"], d["kind"], d["state"])
            for d in mill.list("debit")]


def what_is_due_is_collected_in_one_file_a_night(work):
    mill = debit_mill(work)
    assert mill.night("2026-11-24").code == 0
    files = mill.outgoing("bank")
    assert len(files) == 1, files
    data = next(iter(files.values()))
    assert sorted(debits(mill)) == [(1936, "FRST", "asked"),
                                    (3872, "FRST", "asked")]
    assert data.count(b"<EndToEndId>") == 2
    assert b"<CtrlSum>58.08</CtrlSum>" in data
    assert b"<ReqdColltnDt>2026-11-26</ReqdColltnDt>" in data
    for day in ("2026-11-25", "2026-11-26"):
        assert mill.night(day).code == 0
    assert mill.outgoing("bank") == files, "asked for once"
    schema_judges(mill, data, "02")


def schema_judges(mill, data, version):
    schema = os.path.join(SCHEMAS, f"pain.008.001.{version}.xsd")
    if not os.path.exists(schema):
        print(f"# SKIP {schema} is not here")
        return
    path = mill.write("x.xml", data)
    done = subprocess.run(["xmllint", "--noout", "--schema", schema, path],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def a_bank_gets_the_version_that_it_takes(work):
    old, new = [], []
    for out, collect in (
            (old, 'bic = "ABNANL2A";'),
            (new, 'bic = "ABNANL2A"; version = "08";')):
        mill = debit_mill(work, collect=collect)
        assert mill.night("2026-11-24").code == 0
        out.append(next(iter(mill.outgoing("bank").values())))
        schema_judges(mill, out[0], "08" if out is new else "02")
    data = new[0]
    assert b"pain.008.001.08" in data and b"pain.008.001.02" in old[0]
    assert b"<BICFI>ABNANL2A</BICFI>" in data and b"<BIC>" not in data
    # Nothing else in it is different but the mill's own numbers, and with
    # them which debit comes first.
    def same(d):
        d = d.replace(b"BICFI", b"BIC").replace(b"001.08", b"001.02")
        return sorted(line for line in d.split(b"\n")
                      if not any(t in line for t in
                                 (b"MsgId", b"PmtInfId", b"EndToEndId")))
    assert same(data) == same(old[0])


def what_is_not_due_soon_is_not_collected(work):
    mill = debit_mill(work, terms=30)
    assert mill.night("2026-11-24").code == 0
    assert mill.outgoing("bank") == {} and debits(mill) == []
    assert mill.night("2026-12-18").code == 0
    assert len(debits(mill)) == 2


def what_was_collected_pays_what_was_owed(work):
    mill = debit_mill(work)
    mill.night("2026-11-24")
    asked = {d["amount_minor"]: d["end_to_end"] for d in mill.list("debit")}
    parts = [tx(end=asked[1936], amount="19.36"),
             tx(end=asked[3872], amount="38.72")]
    tell(mill, camt([entry("58.08", *parts, ref="BK-D")], "054"),
         day="2026-11-27")
    tell(mill, camt([entry("58.08", *parts, ref="BK-D")]), "s2.xml",
         "2026-11-28")
    assert mill.balance("receivable", "acme") == 0
    assert mill.balance("deposit", "acme") == 0
    assert {d[2] for d in debits(mill)} == {"collected"}
    assert len(payments(mill)) == 2


def a_debit_that_comes_back_is_owed_again_and_a_person_told(work):
    mill = debit_mill(work)
    mill.night("2026-11-24")
    asked = {d["amount_minor"]: d["end_to_end"] for d in mill.list("debit")}
    tell(mill, camt([entry("19.36", tx(end=asked[1936]), ref="BK-D")]),
         day="2026-11-27")
    back = [entry("19.36", tx(end=asked[1936], reason="AM04"), ref="BK-E",
                  sign="DBIT"),
            entry("38.72", tx(end=asked[3872], reason="MD01"), ref="BK-F",
                  sign="DBIT")]
    ran = tell(mill, camt(back, number="S-2"), "s2.xml", "2026-11-28")
    assert ran.code == 1
    assert codes(mill) == ["BANK-RETURN", "BANK-RETURN"]
    assert {d[2] for d in debits(mill)} == {"returned"}
    assert mill.balance("receivable", "acme") == 5808
    assert mill.balance("cash", "acme") == 0
    assert mill.night("2026-12-05").code == 0
    assert len(mill.outgoing("bank")) == 1, "not collected again by itself"


def a_batch_that_came_in_one_amount_pays_all_of_its_debts(work):
    mill = debit_mill(work)
    mill.night("2026-11-24")
    data = next(iter(mill.outgoing("bank").values()))
    batch = data.split(b"<PmtInfId>")[1].split(b"<")[0].decode()
    whole = camt([entry("58.08", ref="BK-D", told=2)], "054").replace(
        b"<NbOfTxs>", f"<PmtInfId>{batch}</PmtInfId><NbOfTxs>".encode())
    assert tell(mill, whole, day="2026-11-27").code == 0
    assert {d[2] for d in debits(mill)} == {"collected"}
    assert mill.balance("receivable", "acme") == 0
    assert tell(mill, whole.replace(b"S-1", b"S-2"), "s2.xml",
                "2026-11-28").code == 0
    assert mill.balance("cash", "acme") == 5808


# --- killed -------------------------------------------------------------------

def killed(mill, day, seconds):
    """A night that is ended after so long, whatever it is doing."""
    run = subprocess.Popen(
        [mill.binary, "-C", mill.path, "run", "--as-of", day + "T02:00:00Z"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    try:
        run.wait(timeout=seconds)
        return False
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()
        return True


def a_killed_night_books_and_collects_once(work):
    mill = debit_mill(work)
    customer(mill, "nordlys")
    mill.write_master()
    mill.drop("nordlys", "n.edi", m.x12(
        [m.po("N-1", [("BULB", 10, "1.60")])], sender="NORDLYS"))
    ran = mill.night("2026-11-23T14:00:00Z")
    assert ran.code == 1, ran
    mill.drop("bank", "s.xml", camt(
        [entry("19.36", tx(text=rf(mill, "N-1")))]))
    times = 0
    for n in range(1, 200):
        if not killed(mill, "2026-11-24", 0.004 * n):
            break
        times += 1
    assert times > 2, "it was never killed"
    assert mill.night("2026-11-24").code == 0
    assert accepted(mill, "N-1")
    assert mill.codes("nordlys", "N-1") == ["AB", "AP"]
    assert payments(mill) == [("applied", 1936, True)]
    assert mill.balance("cash", "nordlys") == 1936
    assert len(mill.outgoing("bank")) == 1 and len(debits(mill)) == 2


def the_files_of_this_test_are_valid(work):
    if not os.path.isdir(SCHEMAS):
        print("# SKIP the schemas are not here")
        return
    mill = work.mill()
    n = 0
    for kind in ("053", "054"):
        for version in ("02", "08"):
            path = mill.write("x.xml", camt(
                [entry("1.00", tx(text="x", amount="1.00", reason="AM04"),
                       told=1, reversal=True)], kind, version))
            done = subprocess.run(
                ["xmllint", "--noout", "--schema", os.path.join(
                    SCHEMAS, f"camt.{kind}.001.{version}.xsd"), path],
                capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            n += 1
    assert n == 4


TESTS = [a_prepaid_order_waits_for_its_reference_and_is_then_confirmed,
         a_payment_that_names_po_and_amount_pays_the_same_night,
         a_payment_of_exactly_the_amount_pays_the_only_order,
         a_number_in_the_words_of_the_bank_pays_too,
         what_fits_two_orders_waits_for_a_person,
         one_reference_cannot_pay_two_orders,
         what_names_nothing_is_assigned_by_hand,
         a_payer_is_known_by_the_account_that_paid_before,
         money_that_comes_before_its_order_pays_it_when_it_comes,
         each_item_of_an_820_of_a_bank_pays_its_order,
         an_820_of_a_customer_is_kept_and_books_nothing,
         an_order_waits_for_the_rest_of_its_money,
         what_is_paid_beyond_the_total_is_a_deposit,
         an_entry_in_notification_and_statement_counts_once,
         without_a_bank_reference_the_same_still_counts_once,
         the_parts_of_a_batch_take_the_place_of_its_whole,
         an_account_that_is_not_in_the_profile_gives_nothing,
         a_pending_entry_is_told_and_not_booked,
         a_word_beside_the_amount_says_which_way_money_went,
         only_a_bank_tells_of_money,
         a_payment_in_another_currency_waits_for_a_person,
         a_broken_statement_gives_nothing_and_is_told,
         a_deposit_that_is_taken_back_is_gone,
         a_payment_taken_back_after_acceptance_stops_the_order,
         a_reversal_of_nothing_known_is_told,
         a_discount_goes_when_its_payment_is_taken_back,
         an_order_that_is_paid_but_for_cents_is_accepted,
         an_order_that_is_paid_with_cents_too_much_leaves_no_deposit,
         cents_beyond_the_rule_are_asked_for,
         a_number_and_nearly_the_amount_pay_the_order,
         what_is_due_is_collected_in_one_file_a_night,
         what_is_not_due_soon_is_not_collected,
         a_bank_gets_the_version_that_it_takes,
         what_was_collected_pays_what_was_owed,
         a_debit_that_comes_back_is_owed_again_and_a_person_told,
         a_batch_that_came_in_one_amount_pays_all_of_its_debts,
         a_killed_night_books_and_collects_once,
         the_files_of_this_test_are_valid]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
