#!/usr/bin/python3
"""explain: the bytes with a caret, the rule and the help.

    tests/e2e/night_explain.py [BUILD]  prints TAP; ONLY=part of a test's name
"""
import json
import os
import sys
import unicodedata

import mill as m
from mill import csv_orders, po, ubl, x12

DAY = "2026-11-23"


def columns(text):
    """What a terminal needs for it."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else
               0 if unicodedata.combining(c) else 1 for c in text)


def carets(out):
    """[(the line shown, what stands above the carets)]"""
    found, lines = [], out.splitlines()
    for above, line in zip(lines, lines[1:]):
        if not line.startswith("   | ") or set(line[5:]) - {" ", "^"}:
            continue
        above, line = above[5:], line[5:]
        first, last = line.index("^"), len(line)
        marked, at = "", 0
        for c in above:
            if first <= at < last:
                marked += c
            at += columns(c)
        found.append((above, marked))
    return found


def told(work, name, data, *words, mill=None, code=65):
    path = os.path.join(work.path, name)
    with open(path, "wb") as f:
        f.write(data)
    ran = (mill or work.mill()).run("explain", path, *words, mill=bool(mill))
    assert ran.code == code, ran
    return ran.out


def faulty(**more):
    return x12([po("P-1", [("BULB", "1O", "1.60"), ("LED", 5, "3.95")])],
               **more)


# --- the bytes ---------------------------------------------------------------

def a_segment_is_shown_behind_a_header_that_is_not_padded(work):
    whole = faulty(end="~")
    short = whole.replace(b"          *00*          *", b"*00**", 1)
    short = short.replace(b"ACME           *", b"ACME*", 1)
    assert short != whole
    shown = carets(told(work, "a.edi", short))
    assert ("PO1*1*1O*EA*1.60**VN*BULB~", "1O") in shown, shown
    lines = b"\r\n".join(whole[i:i + 80] for i in range(0, len(whole), 80))
    shown = carets(told(work, "b.edi", lines))
    assert any(line.startswith("ISA*00*") and marked == "00"
               for line, marked in shown), shown


def a_segment_is_shown_of_a_file_in_one_line(work):
    for data in (faulty(end="~"), faulty(end="~\r\n"), faulty()):
        shown = carets(told(work, "a.edi", data))
        assert ("PO1*1*1O*EA*1.60**VN*BULB~", "1O") in shown, shown


def the_terminator_is_the_one_of_the_file(work):
    data = faulty(end="\x1d").replace(b"~", b"!")
    shown = carets(told(work, "a.edi", data))
    assert ("PO1*1*1O*EA*1.60**VN*BULB\\x1d", "1O") in shown, shown


def edifact(*segments):
    body = ["UNH+1+ORDERS:D:96A:UN:EAN008"] + list(segments)
    body.append(f"UNT+{len(body) + 1}+1")
    return ("UNB+UNOC:3+8712345000004:14+8798765000008:14+261120:0905+7'"
            + "'".join(body) + "'UNZ+1+7'").encode()


def a_released_terminator_ends_no_segment(work):
    data = edifact("BGM+220+P-1+9", "DTM+137:20261399:102",
                   "NAD+BY+8712345000004::9", "LIN+1++8710000000017:EN",
                   "IMD+F++:::12?'?' wide??+?", "QTY+21:ten:PCE?'")
    shown = carets(told(work, "a.edi", data))
    assert any(line == "DTM+137:20261399:102'" for line, _ in shown), shown
    assert any(line == "IMD+F++:::12?'?' wide??+?'QTY+21:ten:PCE?''"
               for line, _ in shown), shown


def a_long_line_is_cut_around_the_fault(work):
    note = "x" * 3000
    data = ubl(po("N-1", [("BULB", 10, "1.60")])).replace(b"\n", b" ")
    data = data.replace(b"<cbc:IssueDate>2026-11-20",
                        f"<!--{note}--><cbc:IssueDate>2026-13-20".encode())
    [(line, marked)] = [x for x in carets(told(work, "a.xml", data))
                        if "2026-13" in x[0]]
    assert line.startswith("…") and line.endswith("…"), line
    assert len(line) < 260, len(line)
    assert "2026-13-20" in marked or marked in "<cbc:IssueDate>2026-13-20", \
        (line, marked)


def wide_letters_and_accents_have_their_columns(work):
    data = csv_orders([po("K-1", [("灯泡é", "many", "3.95")])])
    out = told(work, "a.csv", data)
    shown = carets(out)
    assert ", row 2, column quantity\n" in out, out
    assert out.count("A number is written with digits") == 1, out
    assert any(marked == "many" for _, marked in shown), shown


def utf_16_is_shown_as_text(work):
    rows = csv_orders([po("K-1", [("灯泡é😀", "many", "3.95")])]).decode()
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        shown = carets(told(work, "a.csv", mark + rows.encode(name)))
        assert any(marked == "many" and "灯泡é😀" in line
                   for line, marked in shown), shown
        # much before and behind it; half a letter; nothing but the mark
        long = rows.replace("灯泡é😀", "😀" * 400).encode(name)
        (line, marked), *_ = carets(told(work, "a.csv", mark + long))
        assert marked == "many" and line.startswith("…"), line
        half = rows.encode(name) + "😀".encode(name)[:2]
        out = told(work, "a.csv", mark + half)
        assert "half a UTF-16 character" in out, out
        assert ("\ufffd", "\ufffd") in carets(out), out
        assert told(work, "a.csv", mark)


def control_bytes_and_bad_utf8_are_escaped(work):
    data = faulty().replace(b"1O", b"1\x1b[31m\xff\xe2\x80\xae")
    out = told(work, "a.edi", data)
    assert "\x1b" not in out and "\u202e" not in out, out
    assert any("\\x1b[31m\\xff" in marked for _, marked in carets(out)), out


def what_is_missing_at_the_end_is_shown_there(work):
    data = faulty().replace(b"1O", b"10")
    data = data[:data.index(b"GE*")]
    out = told(work, "a.edi", data)
    assert "X12-IEA-MISSING" in out, out
    assert carets(out), out


def every_fault_has_its_bytes_and_the_place_is_true(work):
    data = x12([po("P-1", [("BULB", "x", "1.60")] * 3)])
    ran = told(work, "a.edi", data, "--json")
    rows = [json.loads(line) for line in ran.splitlines()]
    rows = [r for r in rows if r.get("code") == "X12-ELEMENT-NUMBER"]
    assert len(rows) == 3 and len({r["byte_offset"] for r in rows}) == 3
    for r in rows:
        at = r["byte_offset"]
        assert data[at:at + r["bytes"]] == b"x" == r["value"].encode()
        assert r["tag"] == "PO1" and r["element"] == "2"
        assert r["rule"] and r["help"] and r["message"]


def xml_is_told_by_its_path(work):
    data = ubl(po("N-1", [("BULB", 10, "1.60")])).replace(
        b'unitCode="C62"', b'unitCode="pieces"')
    out = told(work, "a.xml", data)
    assert "/Order/cac:OrderLine" in out and "cbc:Quantity" in out, out
    assert "help: " in out and carets(out), out


def a_thousand_findings_are_told(work):
    mill = work.mill()
    mill.customer("acme")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", "x", "1")] * 1500)]))
    assert mill.night(DAY).code == 1
    for words in (["P-1"], ["file:1"]):
        ran = mill.good("explain", *words)
        assert ran.out.count("error[") >= 1000, ran.out.count("error[")
        assert ran.seconds < 20, ran.seconds
    rows = [json.loads(line) for line in
            mill.good("explain", "file:1", "--json").out.splitlines()]
    assert len(rows) >= 1000 and all(r["rule"] for r in rows)


# --- in words ----------------------------------------------------------------

def a_language_can_be_chosen(work):
    mill = work.mill()
    for language, rule, label in (
            ("nl", "getallen hebben cijfers", "hulp"),
            ("pt-BR", "números têm dígitos", "ajuda"),
            ("pt", "números têm dígitos", "ajuda"),
            ("en", "numbers have digits", "help")):
        ran = mill.good("explain", "X12-ELEMENT-NUMBER", "--language",
                        language)
        assert rule in ran.out and f"  {label}: " in ran.out, ran
        out = told(work, "a.edi", faulty(), "--language", language)
        assert rule in out and f"  {label}: " in out, out
        [row] = [json.loads(line) for line in mill.good(
            "explain", "X12-ELEMENT-NUMBER", "--language", language,
            "--json").out.splitlines()]
        assert rule in row["rule"], row


def another_language_is_a_usage_error(work):
    ran = work.mill().run("explain", "X12-ELEMENT-NUMBER", "--language", "de")
    assert ran.code == 64 and "pt-BR" in ran.err, ran


def what_came_is_explained_in_it_too(work):
    mill = work.mill()
    mill.customer("acme")
    mill.drop("acme", "a.edi", faulty())
    assert mill.night(DAY).code == 1
    out = mill.good("explain", "P-1", "--language", "nl").out
    assert "getallen hebben cijfers" in out and "hulp: " in out, out
    assert ("PO1*1*1O*EA*1.60**VN*BULB~", "1O") in carets(out), out


def a_reason_that_is_no_finding_is_json_too(work):
    mill = work.mill()
    mill.customer("acme")
    mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 0
    assert mill.good("explain", "P-1", "--json").out == ""
    mill.good("hold", "P-1", "--reason", "wait")
    rows = [json.loads(line) for line in
            mill.good("explain", "P-1", "--json").out.splitlines()]
    assert [r["code"] for r in rows] == ["ORDER-MANUAL"], rows


TESTS = [t for name, t in list(globals().items()) if callable(t) and
         getattr(t, "__module__", "") == __name__ and
         t.__code__.co_varnames[:t.__code__.co_argcount] == ("work",)]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
