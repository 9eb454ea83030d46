#!/usr/bin/python3
"""The readable report beside the technical answer, through the program:
night_report.py [BUILD].  ONLY=part of a test's name runs those."""
import html.parser
import os
import re
import shutil
import subprocess
import sys

import mill as m
from mill import csv_orders, po, ubl, x12

DAY = "2026-11-23"
GOOD = [po("P-1", [("BULB", 10, "1.60")])]


def acme(work, language="nl", form="both", answers="", **more):
    mill = work.mill()
    mill.customer("acme", answers=f'report = "{form}"; {answers}',
                  more=f'language = "{language}";', **more)
    return mill


def faulty(control=1):
    """A quantity that is none, on line 8 of the file."""
    return x12([po("P-1", [("BULB", "1O", "1.60")])], control=control)


def reports(mill, partner="acme"):
    """{"txt": text, "html": page} of the one report that was sent."""
    found = {}
    for name, data in mill.outgoing(partner).items():
        if name.startswith("report_"):
            ending = name.rpartition(".")[2]
            assert ending not in found, mill.outgoing(partner).keys()
            found[ending] = data.decode()
    return found


def kinds(mill):
    return sorted(o["kind"] for o in mill.list("outbox"))


class Page(html.parser.HTMLParser):
    """The text of a page; a tag that is not closed fails."""

    def __init__(self, data):
        super().__init__()
        self.open, self.seen, self.said = [], set(), []
        self.feed(data)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert name not in ("src", "href"), (tag, value)

    def handle_startendtag(self, tag, attrs):
        self.seen.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.said.append(data)


def page(work, data):
    """Well-formed, alone, without scripts; its text."""
    if shutil.which("xmllint"):
        path = os.path.join(work.path, "page.html")
        with open(path, "w", encoding="utf-8") as f:
            f.write(data)
        for how in (["--html"], ["--nonet"]):
            done = subprocess.run(["xmllint", *how, "--noout", path],
                                  capture_output=True, text=True,
                                  check=False)
            # its HTML is that of before <section>
            said = [line for line in done.stderr.splitlines()
                    if "error" in line and "Tag section invalid" not in line]
            assert not said, said
    parsed = Page(data)
    assert "script" not in parsed.seen and "link" not in parsed.seen
    return " ".join(parsed.said)


# --- what is told ------------------------------------------------------------

def a_faulty_file_gets_a_receipt_and_both_reports(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", faulty())
    assert mill.night(DAY).code == 1
    assert kinds(mill) == ["report", "report", "technical"], kinds(mill)
    told = reports(mill)
    text, seen = told["txt"], page(work, told["html"])
    place = re.search(r"regel (\d+), segment (\d+) PO1, element 2, byte (\d+)",
                      text)
    assert place, text
    # the place is true: there the value stands
    at = int(place[3])
    assert faulty()[at:at + 2] == b"1O", place[0]
    assert faulty()[:at].count(b"\n") + 1 == int(place[1]), place[0]
    for said in (text, seen):
        assert "23 november 2026" in said, said
        assert "000000001" in said and "a.edi" in said
        assert "P-1" in said and "afgewezen" in said
        assert re.search(r"Waarde:?\s+1O", said), said
        assert "Oplossing" in said and "controlenummer" in said
    assert "getallen hebben cijfers" in text, text
    [finding] = [f for f in mill.list("finding")
                 if f["code"].startswith("X12-ELEMENT")]
    assert finding["code"] in text and finding["code"] in seen
    assert finding["byte_offset"] == at


def a_good_file_gets_a_short_one(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12(GOOD))
    assert mill.night(DAY).code == 0
    told = reports(mill)
    page(work, told["html"])
    assert "zonder fouten" in told["txt"], told["txt"]
    assert "Wacht op onze orderbevestiging" in told["txt"]
    assert "Waarde" not in told["txt"] and len(told["txt"]) < 1200


def a_partner_is_told_in_its_language(work):
    for language, said in (("pt", "Quantidade|Relatório"),
                           ("en", "Report on what"), ("de", "Report on what")):
        mill = acme(work, language, form="text")
        mill.drop("acme", "a.edi", faulty())
        assert mill.night(DAY).code == 1
        told = reports(mill)
        assert list(told) == ["txt"] and re.search(said, told["txt"]), told


def without_the_setting_there_is_none(work):
    mill = work.mill()
    mill.customer("acme")
    mill.drop("acme", "a.edi", faulty())
    assert mill.night(DAY).code == 1
    assert kinds(mill) == ["technical"] and not reports(mill)


def a_report_needs_no_technical_answer(work):
    mill = acme(work, form="html", answers='technical = "none";')
    mill.drop("acme", "a.edi", faulty())
    assert mill.night(DAY).code == 1
    assert kinds(mill) == ["report"] and list(reports(mill)) == ["html"]


def a_native_receipt_has_a_report_beside_it(work):
    mill = acme(work, answers='technical = "x12-997"; name = '
                '"{kind}_{po}_{seq}.edi";')
    mill.drop("acme", "a.edi", faulty())
    assert mill.night(DAY).code == 1
    assert kinds(mill) == ["report", "report", "technical"]
    assert sorted(n.rpartition(".")[2] for n in mill.outgoing("acme")) == \
        ["html", "txt", "x12"], mill.outgoing("acme").keys()


def of_good_and_bad_sets_only_the_bad_is_asked_again(work):
    mill = acme(work, form="text", language="en")
    mill.drop("acme", "a.edi", x12(
        GOOD + [po("P-2", [("BULB", "x", "1.60")])]))
    assert mill.night(DAY).code == 1
    text = reports(mill)["txt"]
    assert "850 0001: accepted" in text and "850 0002: rejected" in text
    assert "We accepted a part" in text and "P-2" in text
    assert "only what was" in text, text


def an_order_that_is_refused_at_once_says_why(work):
    """What only waits for a person is told by the order response."""
    for rule, told_of in (("reject", True), ("hold", False)):
        mill = acme(work, "en", form="text",
                    rules=f'unknown_item = "{rule}";')
        mill.drop("acme", "a.edi", x12(
            [po("P-1", [("NO-SUCH", 1, "1.60")])] + [
                po("P-2", [("BULB", 1, "1.60")])]))
        assert mill.night(DAY).code == 1
        text = reports(mill)["txt"]
        assert ("ORDER-ITEM" in text) == told_of, text
        assert ("P-1, order lines: 1, rejected" in text) == told_of, text
        assert ("use our item number" in text) == told_of, text
        assert "master/" not in text, text


def a_file_that_nobody_can_read_is_told_of(work):
    mill = acme(work)
    mill.drop("acme", "hello.edi", b"Dear seller, please send ten bulbs.\n")
    assert mill.night(DAY).code == 1
    told = reports(mill)
    assert "hello.edi" in told["txt"] and "FILE-FORMAT" in told["txt"]
    assert "stuur het bestand opnieuw" in told["txt"], told["txt"]
    page(work, told["html"])


def rows_and_columns_of_a_csv_are_named(work):
    mill = work.mill()
    mill.customer("kiosk", format="csv", answers='report = "text";',
                  more='language = "pt";')
    mill.drop("kiosk", "a.csv", csv_orders(
        [po("K-1", [("BULB", 10, "1.60"), ("LED", "many", "3.95")]),
         po("K-2", [("LED", 5, "3.95")])]))
    assert mill.night(DAY).code == 1
    text = reports(mill, "kiosk")["txt"]
    assert re.search(r"linha 3, coluna quantity", text), text
    assert "K-1" in text and "K-2" in text
    assert re.search(r"Valor:\s+many", text), text


def an_element_of_xml_is_named_by_its_path(work):
    mill = work.mill()
    mill.customer("nordlys", format="ubl", answers='report = "both";',
                  more='language = "nl";')
    data = ubl(po("N-1", [("BULB", 10, "1.60")])).replace(
        b'unitCode="C62"', b'unitCode="pieces"')
    mill.drop("nordlys", "a.xml", data)
    assert mill.night(DAY).code == 1
    told = reports(mill, "nordlys")
    line = data[:data.index(b"pieces")].count(b"\n") + 1
    for said in (told["txt"].replace("\n                 ", " "),
                 page(work, told["html"])):
        assert "/Order/cac:OrderLine" in said, said
        assert f"regel {line}, byte " in said, said
        assert "UBL-UNIT" in said and "pieces" in said
        assert "Voeg unitCode toe" in said, said
    assert "stuur het bestand opnieuw" in told["txt"].replace("\n", " ")


def a_file_of_an_unknown_sender_waits(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12(GOOD, sender="STRANGER"))
    assert mill.night(DAY).code == 1
    text = reports(mill)["txt"].replace("\n", " ")
    assert "FILE-SENDER" in text and "U hoeft nu niets te doen" in text, text
    assert "STRANGER" in text and "wacht op een medewerker" in text, text


def another_content_under_a_used_number_is_told(work):
    mill = acme(work, form="text")
    mill.drop("acme", "a.edi", x12(GOOD))
    assert mill.night(DAY).code == 0
    for name in mill.outgoing("acme"):
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    mill.drop("acme", "b.edi", x12([po("P-9", [("LED", 1, "3.95")])]))
    mill.night("2026-11-24")
    text = reports(mill)["txt"].replace("\n", " ")
    assert "FILE-DUPLICATE" in text and "nieuw controlenummer" in text, text


def a_test_is_told_to_be_one(work):
    mill = acme(work, "pt")
    mill.drop("acme", "a.edi", x12(GOOD, usage="T"))
    mill.night(DAY)
    assert "TESTE" in reports(mill)["txt"]


def hostile_names_and_values_stay_text(work):
    mill = acme(work)
    evil = "<script>x"
    mill.drop("acme", f"a{evil}.edi", x12(
        [po(evil, [("BULB", "<b>&1", "1.60")])]))
    assert mill.night(DAY).code == 1
    told = reports(mill)
    assert evil in page(work, told["html"]) and evil in told["txt"]
    assert "<script" not in told["html"] and "<b>" not in told["html"]


def a_thousand_findings_fit(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", x12(
        [po("P-1", [("BULB", "x", "1.60")] * 1500)]))
    assert mill.night(DAY).code == 1
    told = reports(mill)
    page(work, told["html"])
    assert "\n1000. " in told["txt"] and "Bevindingen die hier" in told["txt"]


# --- exactly once ------------------------------------------------------------

def a_second_run_says_nothing_more(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", faulty())
    assert mill.night(DAY).code == 1
    before, sent = mill.dump(), mill.outgoing("acme")
    mill.night("2026-11-24")
    assert before == mill.dump(), m.differences(before, mill.dump())
    assert mill.outgoing("acme") == sent


def the_same_file_again_is_answered_with_the_same_bytes(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", faulty())
    assert mill.night(DAY).code == 1
    first = mill.outgoing("acme")
    assert len(first) == 3, first.keys()
    for name in first:
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    mill.drop("acme", "b.edi", faulty())
    mill.night("2026-11-25")
    assert mill.outgoing("acme") == first, "other bytes than before"
    assert len(mill.list("outbox")) == 3


def resend_sends_the_report_again(work):
    mill = acme(work)
    mill.drop("acme", "a.edi", faulty())
    assert mill.night(DAY).code == 1
    first = mill.outgoing("acme")
    for name in first:
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    mill.good("resend", "file:1")
    mill.night("2026-11-24", "send")
    assert mill.outgoing("acme") == first


def a_retried_file_is_told_of_anew(work):
    mill = acme(work, form="text")
    mill.drop("acme", "a.edi", faulty())
    assert mill.night(DAY).code == 1
    first = reports(mill)["txt"]
    for name in mill.outgoing("acme"):
        os.unlink(os.path.join(mill.place("acme", "outbox"), name))
    mill.good("retry", "file:1", "--reason", "again")
    assert mill.night("2026-11-24").code == 1
    second = reports(mill)["txt"]
    assert "24 november 2026" in second and first != second
    assert kinds(mill).count("report") == 2


def an_acknowledgment_gets_no_report(work):
    mill = acme(work)
    ack = x12([]).decode().replace("GS*PO*", "GS*FA*")
    ack = ack.replace("GE*0*", "ST*997*0001~\nAK1*PR*1~\nAK9*A*1*1*1~\n"
                      "SE*4*0001~\nGE*1*")
    mill.drop("acme", "ack.edi", ack.encode())
    mill.night(DAY)
    assert not reports(mill) and not kinds(mill), kinds(mill)


def every_interchange_of_a_file_has_its_own(work):
    mill = acme(work, form="text", language="en")
    mill.drop("acme", "a.edi", x12(GOOD, control=1) + x12(
        [po("P-2", [("LED", 5, "3.95")]), po("P-3", [("LED", 6, "3.95")])],
        control=2))
    assert mill.night(DAY).code == 0
    told = sorted(d.decode() for n, d in mill.outgoing("acme").items()
                  if n.startswith("report_"))
    assert len(told) == 2
    # Whole words: a confirmation number may end in P-2, too.
    named = sorted((re.findall(r"\bP-\d\b", t), t) for t in told)
    assert [sorted(set(n)) for n, _ in named] == [["P-1"], ["P-2", "P-3"]]
    assert "Orders:       1" in named[0][1], named
    assert "Orders:       2" in named[1][1], named


def a_wrong_word_is_a_mistake_of_the_configuration(work):
    mill = acme(work, form="pdf")
    ran = mill.run("config", "check")
    assert ran.code == 78 and 'report = "pdf"' in ran.out, ran
    mill.damaged = True


TESTS = [t for name, t in list(globals().items()) if callable(t) and
         getattr(t, "__module__", "") == __name__ and
         not isinstance(t, type) and
         t.__code__.co_varnames[:t.__code__.co_argcount] == ("work",)]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
