#!/usr/bin/python3
"""A customer and a warehouse that speak EDIFACT: orders, standing orders,
what was shipped, and words about our own documents.

    /usr/bin/python3 tests/e2e/night_edifact.py [BUILD]

BUILD: a directory with the program, or the program (build/checked)."""
import sys

from mill import GLN, tap_main

DAY = "2026-11-23"              # a Monday; orders want 2026-11-30
SHIP_DAY = "2026-11-29"         # then the warehouse gets them
NIGHT = "2026-11-30"


def message(kind, segments, ref=1, version="D:96A:UN:EAN008"):
    return [f"UNH+{ref}+{kind}:{version}"] + segments + \
        [f"UNT+{len(segments) + 2}+{ref}"]


def interchange(messages, control=1, sender=GLN["acme"], test=False,
                count=None, syntax="UNOC:3"):
    out = [f"UNB+{syntax}+{sender}:14+{GLN['lampco']}:14+261122:1805+"
           f"{control}" + ("++++++1" if test else "")]
    for m in messages:
        out += m
    out.append(f"UNZ+{len(messages) if count is None else count}+{control}")
    return ("UNA:+.? '\n" + "".join(s + "'\n" for s in out)).encode("latin-1")


def order(number, lines, kind="220", header=(), below=(), ref=1,
          version="D:96A:UN:EAN008", who="acme"):
    out = [f"BGM+{kind}+{number}+9", "DTM+137:20261122:102",
           "DTM+2:20261130:102", *header, f"NAD+BY+{GLN[who]}::9",
           f"NAD+DP+{GLN[who]}::9", "CUX+2:EUR:9"]
    for n, (sku, quantity, price) in enumerate(lines, 1):
        out += [f"LIN+{n}", f"PIA+5+{sku}:SA", f"QTY+21:{quantity}:PCE",
                f"PRI+AAA:{price}", *below]
    return message("ORDERS", out + ["UNS+S", f"CNT+2:{len(lines)}"], ref,
                   version)


def customer(work, **more):
    mill = work.mill()
    mill.profile("acme", "edifact", 'ORDERS", "ORDCHG',
                 [f"endpoint:0088:{GLN['acme']}",
                  f"edifact:14:{GLN['acme']}"], role="customer", **more)
    own = f"gln:{GLN['acme']}"
    mill.master["customers"].append(
        ("acme", "acme", "Customer acme", own, "EUR", "account", "unlimited",
         30, "despatch", "", "S", "", "en", "desk@lampco.example"))
    mill.master["locations"].append(
        ("acme", own, "Customer acme", "Havenweg 7", "Rotterdam", "3011 AA",
         "NL", "venlo", ""))
    mill.write_master()
    return mill


def at_warehouse(work):
    mill = customer(work)
    mill.profile("venlo", "edifact", "DESADV",
                 [f"edifact:14:{GLN['north']}"], role="warehouse",
                 answers='name = "{kind}_{date}_{seq}.csv";')
    mill.drop("acme", "a.edi", interchange(
        [order("P-1", [("BULB", 10, "1.60"), ("LED", 4, "3.95")])]))
    assert mill.night(DAY).code == 0
    assert mill.night(SHIP_DAY).code == 0
    assert mill.outgoing("venlo"), "the warehouse got nothing"
    return mill


def an_order_is_booked_and_answered(work):
    mill = customer(work)
    mill.drop("acme", "a.edi", interchange([
        order("P-1", [("BULB", 10, "1.60"), ("LED", 4, "3.95")]),
        order("P-2", [("BULB", 1, "1.60")], ref=2)]))
    assert mill.night(DAY).code == 0
    assert mill.states() == {"P-1": "accepted", "P-2": "accepted"}, \
        mill.states()
    answers = mill.answers("acme", kind="OrderResponse")
    assert len(answers) == 2, [a.name for a in answers]
    assert mill.ledger_is_balanced()


def the_same_interchange_again_books_nothing(work):
    mill = customer(work)
    data = interchange([order("P-1", [("BULB", 10, "1.60")])])
    mill.drop("acme", "a.edi", data)
    mill.night(DAY)
    mill.drop("acme", "b.edi", data)
    mill.night("2026-11-24")
    assert len(mill.list("order")) == 1, mill.states()


def a_faulty_message_does_not_harm_its_neighbour(work):
    mill = customer(work)
    bad = order("P-1", [("BULB", 10, "1.60")])
    bad[-1] = "UNT+99+1"
    mill.drop("acme", "a.edi", interchange(
        [bad, order("P-2", [("BULB", 1, "1.60")], ref=2)]))
    mill.night(DAY)
    assert mill.state("P-2") == "accepted", mill.states()
    assert mill.states().get("P-1", "rejected") == "rejected", mill.states()


def each_refused_order_bears_its_own_fault(work):
    mill = customer(work)
    first, second = (order(f"P-{n}", [("BULB", 10, "1.60")], ref=n)
                     for n in (1, 2))
    first[3] = "DTM+2:20261340:102"
    second[-2] = "CNT+2:3"
    mill.drop("acme", "a.edi", interchange([first, second]))
    mill.night(DAY)
    assert [mill.one("order", po_number=n)["reason"]
            for n in ("P-1", "P-2")] == \
        ["EDIFACT-DATE", "EDIFACT-CNT-LINES"], mill.list("order")


def a_file_that_was_cut_off_leaves_the_next_interchange(work):
    mill = customer(work)
    first = interchange([order("P-1", [("BULB", 10, "1.60")])])
    mill.drop("acme", "a.edi", first[:-60] + interchange(
        [order("P-2", [("BULB", 1, "1.60")])], control=2))
    mill.night(DAY)
    assert mill.state("P-2") == "accepted", mill.states()
    assert mill.states().get("P-1", "rejected") == "rejected", mill.states()


def a_pattern_makes_a_standing_order(work):
    mill = customer(work, recurrence='accept = "yes";')
    mill.drop("acme", "a.edi", interchange([order(
        "S-1", [("BULB", 1000, "1.60")], kind="258",
        header=["DTM+92:20261201:102"], below=["SCC+1++M:48"],
        version="D:01B:UN:EAN010")]))
    mill.night(DAY)
    standing = mill.one("standing_order")
    assert standing["rule"] == "FREQ=MONTHLY;INTERVAL=2", standing
    assert standing["starts_on"] == "2026-12-01", standing


def a_change_makes_the_order_another(work):
    mill = customer(work)
    mill.drop("acme", "a.edi", interchange(
        [order("P-1", [("BULB", 10, "1.60"), ("LED", 4, "3.95")])]))
    mill.night(DAY)
    mill.drop("acme", "b.edi", interchange([message("ORDCHG", [
        "BGM+230+C-1+4", "DTM+137:20261123:102", "RFF+ON:P-1",
        f"NAD+BY+{GLN['acme']}::9", "LIN+1+3", "QTY+21:20:PCE", "LIN+2+2",
        "UNS+S", "CNT+2:2"])], control=2))
    assert mill.night("2026-11-24").code == 0
    now = [o for o in mill.list("order", po_number="P-1")
           if o["purpose"] == "original"][-1]
    assert now["state"] == "accepted" and now["net_minor"] == 3200, now


def a_cancellation_ends_the_order(work):
    mill = customer(work)
    mill.drop("acme", "a.edi", interchange(
        [order("P-1", [("BULB", 10, "1.60")])]))
    mill.night(DAY)
    mill.drop("acme", "b.edi", interchange([message("ORDCHG", [
        "BGM+230+C-1+1", "DTM+137:20261123:102", "RFF+ON:P-1",
        f"NAD+BY+{GLN['acme']}::9", "UNS+S"])], control=2))
    assert mill.night("2026-11-24").code == 0
    now = [o for o in mill.list("order", po_number="P-1")
           if o["purpose"] == "original"][-1]
    assert now["state"] == "cancelled", now


def a_despatch_advice_ships(work):
    mill = at_warehouse(work)
    number = mill.one("order", po_number="P-1")["confirmation"]
    mill.drop("venlo", "d.edi", interchange([message("DESADV", [
        "BGM+351+V-1+9", "DTM+137:20261129:102", "DTM+11:20261129:102",
        f"RFF+VN:{number}", "RFF+CN:SP-V-1", "TDT+20++30++SNEL::92", "CPS+1",
        "PAC+1", "PCI+33E", "GIN+BJ+087987650000000176", "LIN+1",
        "PIA+5+BULB:SA", "QTY+12:10:PCE", f"RFF+VN:{number}:1", "LIN+2",
        "PIA+5+LED:SA", "QTY+12:4:PCE", "CNT+2:2"])],
        sender=GLN["north"]))
    ran = mill.night(NIGHT)
    assert ran.code == 0, ran
    assert mill.state("P-1") == "shipped", mill.states()
    ship = mill.one("shipment")
    assert (ship["number"], ship["carrier"], ship["tracking"]) == \
        ("V-1", "SNEL", "SP-V-1"), ship
    assert ship["left_at"].startswith("2026-11-29"), ship


def a_faulty_despatch_advice_ships_nothing(work):
    mill = at_warehouse(work)
    number = mill.one("order", po_number="P-1")["confirmation"]
    mill.drop("venlo", "d.edi", interchange([message("DESADV", [
        "BGM+351+V-1+9", "DTM+137:20261129:102", f"RFF+VN:{number}", "CPS+1",
        "LIN+1", "PIA+5+BULB:SA", "QTY+12:10:PCE", "LIN+2", "PIA+5+LED:SA",
        "QTY+12:four", "CNT+2:2"])], sender=GLN["north"]))
    mill.night(NIGHT)
    assert mill.state("P-1") == "at_warehouse", mill.states()
    assert mill.list("shipment") == []


def words_on_our_documents_are_kept_and_never_answered(work):
    mill = customer(work)
    mill.drop("acme", "c.edi", interchange([message("CONTRL", [
        f"UCI+1+{GLN['lampco']}:14+{GLN['acme']}:14+7",
        "UCM+1+ORDRSP:D:96A:UN+4+18"], version="D:3:UN")]))
    mill.night(DAY)
    assert mill.outgoing("acme") == {}, mill.outgoing("acme")
    assert mill.one("message", kind="CONTRL")["state"] == "noted"


def an_order_is_converted(work):
    mill = customer(work)
    path = mill.drop("acme", "a.edi", interchange(
        [order("P-1", [("BULB", 10, "1.60")])]))
    out = mill.good("convert", path.decode() if isinstance(path, bytes)
                    else path, "--to", "json").out
    assert '"po_number":"P-1"' in out and '"seller_item":"BULB"' in out, out


RULES = """# what was agreed
tighten ORDERS
require TOD                   "Say <how> it is delivered."
element BGM 01.1 codes 220 258
element NAD 02.3 codes 9      "Parties are named by their GLN."
"""


def a_partners_own_rules_hold_and_are_told(work):
    mill = customer(work, answers='technical = "edifact-contrl";')
    mill.write("guides/acme.ORDERS.guide", RULES)
    mill.good("config", "check")
    page = mill.good("guide", "ORDERS", "--partner", "acme").out
    for rule in RULES.splitlines()[2:]:
        assert rule.split("  ")[0] in page, (rule, page)
    assert "Say &lt;how&gt; it" in \
        mill.good("guide", "ORDERS", "--partner", "acme", "--html").out
    bad = interchange([order("P-1", [("BULB", 10, "1.60")], kind="224")])
    told = mill.run("validate", mill.write("a.edi", bad.decode()),
                    "--partner", "acme")
    assert told.code == 65, told
    assert "GUIDE-SEGMENT" in told.out and "GUIDE-ELEMENT-CODE" in told.out
    assert "guides/acme.ORDERS.guide:3" in told.out, told
    assert "guides/acme.ORDERS.guide:4" in told.out, told
    mill.drop("acme", "a.edi", bad)
    mill.drop("acme", "b.edi", interchange(
        [order("P-2", [("BULB", 10, "1.60")], header=["TOD+3++DAP"]),
         order("P-3", [("BULB", 10, "1.60")], ref=2)], control=2))
    mill.night(DAY)
    assert mill.states() == {"P-1": "rejected", "P-2": "accepted",
                             "P-3": "rejected"}, mill.states()
    mine = [d.decode() for d in mill.outgoing("acme").values()
            if b"CONTRL" in d]
    assert any("UCM+1+ORDERS:D:96A:UN:EAN008+4" in d and
               "UCD+12+2:1" in d for d in mine), mine


if __name__ == "__main__":
    TESTS = [an_order_is_booked_and_answered,
             the_same_interchange_again_books_nothing,
             a_faulty_message_does_not_harm_its_neighbour,
             each_refused_order_bears_its_own_fault,
             a_file_that_was_cut_off_leaves_the_next_interchange,
             a_pattern_makes_a_standing_order,
             a_change_makes_the_order_another,
             a_cancellation_ends_the_order,
             a_despatch_advice_ships,
             a_faulty_despatch_advice_ships_nothing,
             words_on_our_documents_are_kept_and_never_answered,
             an_order_is_converted,
             a_partners_own_rules_hold_and_are_told]
    sys.exit(tap_main(TESTS, __file__))
