#!/usr/bin/python3
"""Partners behind a network: one connection, and the envelope says whose a
file is.  usage: night_network.py BUILD (default build/checked); TAP."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
from mill import GLN, csv_orders, po, tap_main, ubl, x12  # noqa: E402
from night_edifact import interchange, order               # noqa: E402

DAY = "2026-11-23"
LATER = "2026-11-24"
BULBS = [("BULB", 10, "1.60")]


def network(work, **more):
    """A network that carries two customers' files."""
    mill = work.mill()
    mill.profile("vanone", "x12", "850", [], role="network", **more)
    for who in ("acme", "north"):
        mill.customer(who, url="", more='via = "vanone";',
                      receive='{ format = "x12"; }, { format = "ubl"; }, '
                      '{ format = "csv"; }')
    return mill


def stranger(number="X-1"):
    return x12([po(number, BULBS)], sender="STRANGER", gln="8712345000097")


def rewrite(mill, partner, old, new):
    path = f"partners/{partner}.conf"
    with open(os.path.join(mill.path, path), encoding="utf-8") as f:
        text = f.read()
    assert old in text, text
    mill.write(path, text.replace(old, new))


def the_envelope_chooses_and_one_connection_carries(work):
    mill = network(work)
    mill.drop("vanone", "a.edi", x12([po("A-1", BULBS)]))
    mill.drop("vanone", "b.xml", ubl(po("N-1", BULBS), sender="north"))
    # one file, two senders
    mill.drop("vanone", "c.edi", x12([po("A-2", BULBS)], control=2) +
              x12([po("N-2", BULBS)], sender="NORTH"))
    ran = mill.night(DAY)
    assert ran.code == 0, ran
    by = {o["po_number"]: (o["partner"], o["customer"], o["state"])
          for o in mill.list("order")}
    assert by == {n: (w, w, "accepted") for n, w in
                  (("A-1", "acme"), ("A-2", "acme"), ("N-1", "north"),
                   ("N-2", "north"))}, by
    there = mill.outgoing("vanone")
    rows = mill.list("outbox")
    assert len(rows) == 8 and {r["state"] for r in rows} == {"sent"}
    assert {r["name"] for r in rows} == set(there)
    assert {r["partner"] for r in rows} == {"acme", "north"}
    assert {f["partner"] for f in mill.list("file")} == {"vanone"}
    assert mill.night(LATER).code == 0
    assert mill.outgoing("vanone") == there


SBDH = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"


def wrapped(document, sender, number):
    """In a StandardBusinessDocument, as Peppol sends it."""
    def actor(tag, gln):
        return (f'<s:{tag}><s:Identifier Authority="iso6523-actorid-upis">'
                f'0088:{gln}</s:Identifier></s:{tag}>')
    return f"""<s:StandardBusinessDocument xmlns:s="{SBDH}">
<s:StandardBusinessDocumentHeader>{actor("Sender", GLN[sender])}
{actor("Receiver", GLN["lampco"])}<s:DocumentIdentification>
<s:InstanceIdentifier>{number}</s:InstanceIdentifier><s:Type>Order</s:Type>
</s:DocumentIdentification></s:StandardBusinessDocumentHeader>
{document.decode().split("?>", 1)[1]}</s:StandardBusinessDocument>""".encode()


def a_header_around_an_order_is_an_envelope(work):
    mill = network(work)
    mill.drop("vanone", "a.xml", wrapped(
        ubl(po("A-1", BULBS), sender="acme"), "acme", "i1"))
    mill.drop("vanone", "b.xml", wrapped(
        ubl(po("N-1", BULBS), sender="north"), "north", "i1"))
    ran = mill.night(DAY)
    assert ran.code == 0, (ran, mill.list("finding"))
    by = {o["po_number"]: (o["partner"], o["state"])
          for o in mill.list("order")}
    assert by == {"A-1": ("acme", "accepted"),
                  "N-1": ("north", "accepted")}, by
    # The header is believed; its number is used once for one content.
    mill.drop("vanone", "c.xml", wrapped(
        ubl(po("A-2", BULBS), sender="acme"), "acme", "i1"))
    mill.drop("vanone", "d.xml", wrapped(
        ubl(po("A-3", BULBS), sender="acme"), "north", "i2"))
    assert mill.night(LATER).code == 1
    assert mill.state("A-2") == "received"
    codes = {r["code"] for r in mill.list("finding")}
    assert {"FILE-DUPLICATE", "UBL-ENVELOPE-DIFFERS"} <= codes, codes


def each_is_answered_in_its_own_kind_out_of_one_file(work):
    mill = work.mill()
    mill.profile("vanone", "x12", "850", [], role="network")
    for who, form, more in (("acme", "x12", ()),
                            ("north", "edifact",
                             [f"edifact:14:{GLN['north']}"])):
        mill.customer(
            who, url="", more='via = "vanone";', identifiers=more,
            receive=f'{{ format = "{form}"; }}',
            answers='technical = "x12-997"; order = "x12-855";'
            if form == "x12" else
            'technical = "edifact-contrl"; order = "edifact-ordrsp";',
            ours=(f"edifact:14:{GLN['lampco']}",))
    first, second = (order(number, BULBS, who="north")
                     for number in ("N-1", "N-2"))
    # the second EDIFACT lost its trailer; the X12 behind it is whole
    mixed = x12([po("A-1", BULBS)]) + \
        interchange([first], sender=GLN["north"]) + \
        interchange([second], 2, sender=GLN["north"])[:-9] + \
        x12([po("A-2", BULBS)], control=2)
    mill.drop("vanone", "a.edi", mixed)
    assert mill.night(DAY).code == 1
    by = {o["po_number"]: (o["partner"], o["state"])
          for o in mill.list("order")}
    assert by == {"A-1": ("acme", "accepted"), "A-2": ("acme", "accepted"),
                  "N-1": ("north", "accepted"),
                  "N-2": ("north", "rejected")}, by
    kinds = sorted((r["partner"], r["format"]) for r in mill.list("outbox"))
    assert kinds == [("acme", "x12-855")] * 2 + [("acme", "x12-997")] * 2 + \
        [("north", "edifact-contrl")] * 2 + [("north", "edifact-ordrsp")], \
        kinds
    assert [f["state"] for f in mill.list("file")] == ["parsed"]


def one_and_the_same_number_of_two_partners_are_two_orders(work):
    mill = network(work)
    mill.drop("vanone", "a.edi", x12([po("P-1", BULBS)]))
    mill.drop("vanone", "b.edi", x12([po("P-1", BULBS)], sender="NORTH"))
    assert mill.night(DAY).code == 0
    assert [o["state"] for o in mill.list("order")] == ["accepted"] * 2


def a_stranger_is_held_until_somebody_knows_it(work):
    mill = network(work)
    mill.drop("vanone", "x.edi", stranger())
    ran = mill.night(DAY)
    assert ran.code == 1, ran
    report = mill.run("report").out
    assert "nobody via vanone" in report and "ordermill retry file:1" in \
        report, report
    assert not mill.list("ledger") and not mill.outgoing("vanone")
    finding = mill.one("finding", code="FILE-SENDER")
    assert "STRANGER" in finding["message"] and finding["help"], finding
    # A person's word does not say who it is.
    ran = mill.run("release", "file:1", "--reason", "I know them")
    assert ran.code == 65 and "retry file:1" in ran.err, ran
    rewrite(mill, "north", '"x12:ZZ:NORTH"', '"x12:ZZ:STRANGER"')
    mill.master["customers"] = [
        c if c[0] != "north" else c[:3] + ("gln:8712345000097",) + c[4:]
        for c in mill.master["customers"]]
    mill.write_master()
    assert mill.good("retry", "file:1")
    ran = mill.night(LATER)
    assert ran.code == 0, ran
    order = mill.one("order")
    assert (order["partner"], order["state"]) == ("north", "accepted"), order
    assert len(mill.outgoing("vanone")) == 2, mill.outgoing("vanone")
    # It is in the book now.
    assert mill.run("retry", "file:1").code == 65


def a_stranger_can_be_sent_away(work):
    mill = network(work)
    mill.drop("vanone", "x.edi", stranger())
    mill.night(DAY)
    assert mill.good("reject", "file:1", "--reason", "nobody of ours")
    assert mill.night(LATER).code in (0, 1)
    assert not mill.list("order", state="accepted")
    assert mill.night("2026-11-25").code == 0


def a_stranger_holds_nobody_else_up(work):
    mill = network(work)
    mill.drop("vanone", "x.edi", stranger() + x12([po("A-1", BULBS)]))
    assert mill.night(DAY).code == 1
    assert mill.state("A-1") == "accepted"
    assert mill.state("X-1") == "received"
    # The file is in the book in part: nothing is read twice.
    assert mill.run("retry", "file:1").code == 65


def a_file_without_a_sender_cannot_come_over_a_network(work):
    mill = network(work)
    mill.drop("vanone", "k.csv", csv_orders([po("K-1", BULBS)], "acme"))
    ran = mill.night(DAY)
    assert ran.code == 1, ran
    assert mill.state("K-1") == "received"
    assert "does not say who" in mill.one(
        "finding", code="FILE-SENDER")["message"]


def a_partner_of_its_own_is_nobody_on_a_network(work):
    mill = network(work)
    mill.customer("south")
    mill.drop("vanone", "s.edi", x12([po("S-1", BULBS)], sender="SOUTH"))
    assert mill.night(DAY).code == 1
    assert mill.state("S-1") == "received"
    mill.drop("south", "s.edi", x12([po("A-1", BULBS)]))
    mill.night(LATER)
    assert mill.state("A-1") == "received"


def each_has_its_own_deadlines(work):
    mill = work.mill()
    mill.profile("vanone", "x12", "850", [], role="network")
    mill.customer("acme", url="", more='via = "vanone";',
                  answers="order_due_hours = 3; technical_due_hours = 1;")
    mill.customer("north", url="", more='via = "vanone";',
                  answers="order_due_hours = 48;")
    for who in ("ACME", "NORTH"):
        mill.drop("vanone", who, x12([po("P-" + who, BULBS)], sender=who))
    assert mill.night(DAY).code == 0
    due = {(r["partner"], r["kind"]): r["due_at"]
           for r in mill.list("outbox")}
    assert due == {
        ("acme", "technical"): "2026-11-23T03:00:00Z",
        ("acme", "order"): "2026-11-23T05:00:00Z",
        ("north", "technical"): "2026-11-23T04:00:00Z",
        ("north", "order"): "2026-11-25T02:00:00Z"}, due


def a_network_that_is_away_keeps_their_answers(work):
    mill = network(work)
    mill.drop("vanone", "a.edi", x12([po("A-1", BULBS)]))
    assert mill.night(DAY, "fetch", "parse", "validate").code in (0, 2)
    place = mill.place("vanone", "outbox")
    os.rename(place, place + ".away")
    ran = mill.night(DAY + "T03:00:00Z")
    assert ran.code == 2, ran
    assert {r["state"] for r in mill.list("outbox")} == {"due"}
    os.rename(place + ".away", place)
    assert mill.night(LATER).code == 0
    assert len(mill.outgoing("vanone")) == 2
    # Suspended, it is left alone, and the run says that something waits.
    rewrite(mill, "vanone", 'state = "live"', 'state = "suspended"')
    mill.good("resend", "A-1")
    assert mill.night("2026-11-25").code == 2
    assert "due" in {r["state"] for r in mill.list("outbox")}


def one_partner_or_the_whole_network_may_be_meant(work):
    mill = network(work)
    for i, who in enumerate(("ACME", "NORTH")):
        mill.drop("vanone", who, x12([po("P-" + who, BULBS)], sender=who))
    mill.night(DAY, "--partner", "acme")
    assert mill.states() == {"P-ACME": "accepted", "P-NORTH": "received"}
    sent = {r["partner"] for r in mill.list("outbox", state="sent")}
    assert sent == {"acme"}, mill.list("outbox")
    mill.night(DAY + "T05:00:00Z", "send", "--partner", "vanone")
    assert not mill.list("outbox", state="due")
    assert mill.night(LATER).code == 0
    assert mill.states() == {"P-ACME": "accepted", "P-NORTH": "accepted"}


def partner_commands_know_who_is_behind(work):
    mill = network(work)
    shown = mill.good("partner", "show", "vanone").out
    assert "carries" in shown and "acme" in shown and "north" in shown
    shown = mill.good("partner", "show", "acme").out
    assert "vanone" in shown and "exchange/vanone" in shown, shown
    assert mill.good("partner", "test", "acme").out
    assert '"via":"vanone"' in mill.good("partner", "list", "--json").out
    # A connection of its own beside the network's is a mistake.
    rewrite(mill, "acme", 'via = "vanone";',
            'via = "vanone"; connection = { url = "dir:/srv/x"; };')
    ran = mill.run("config", "check")
    assert ran.code == 78 and "partners/acme.conf:" in ran.out + ran.err, ran
    rewrite(mill, "acme", ' connection = { url = "dir:/srv/x"; };', "")


TESTS = [
    the_envelope_chooses_and_one_connection_carries,
    a_header_around_an_order_is_an_envelope,
    each_is_answered_in_its_own_kind_out_of_one_file,
    one_and_the_same_number_of_two_partners_are_two_orders,
    a_stranger_is_held_until_somebody_knows_it,
    a_stranger_can_be_sent_away,
    a_stranger_holds_nobody_else_up,
    a_file_without_a_sender_cannot_come_over_a_network,
    a_partner_of_its_own_is_nobody_on_a_network,
    each_has_its_own_deadlines,
    a_network_that_is_away_keeps_their_answers,
    one_partner_or_the_whole_network_may_be_meant,
    partner_commands_know_who_is_behind,
]

if __name__ == "__main__":
    sys.exit(tap_main(TESTS, __file__))
