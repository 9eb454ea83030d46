#!/usr/bin/python3
"""Judges cXML documents that ordermill sends.

	judge_cxml.py FILE|DIR…		one line a fault, exit 1 if any
	judge_cxml.py --tap [BUILD]	judges what tests/unit/test_writers_cxml
					makes, and itself; prints TAP

Two judges in one: xmllint with the DTDs of cXML 1.2.063 (below
ORDERMILL_SHARED, skipped where absent), and the rules below, which the DTDs
have in their comments only.  It shares no code with the writers.
"""
import decimal
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
SHARED = os.environ.get("ORDERMILL_SHARED",
                        os.path.join(os.path.dirname(ROOT), "shared"))
DTDS = os.path.join(SHARED, "schemas", "cxml")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$")
STATUSES = {
    "accept": {"accept"},
    "backordered": {"backordered"},
    "except": {"accept", "detail", "backordered", "reject", "unknown"},
    "detail": {"accept", "detail", "backordered", "reject", "unknown"},
}


def by_dtd(path, data):
    name = "Fulfill.dtd" if b"Fulfill.dtd" in data else "cXML.dtd"
    ran = subprocess.run(["xmllint", "--nonet", "--noout", "--dtdvalid",
                          os.path.join(DTDS, name), path],
                         capture_output=True, text=True)
    return [line for line in ran.stderr.splitlines()
            if "validity error" in line or "parser error" in line]


def dates(root):
    for e in root.iter():
        for name, value in e.attrib.items():
            if (name.endswith("Date") or name == "timestamp") and \
                    not INSTANT.match(value):
                yield f"{e.tag}/@{name} is '{value}'"


def confirmation(r):
    h = r.find("ConfirmationHeader")
    items = r.findall("ConfirmationItem")
    kind = h.get("type")
    if kind == "reject" and (items or h.find("Comments") is None):
        yield "a reject has comments and no items"
    if kind in ("except", "detail") and not items:
        yield f"{kind} without items"
    if (h.get("operation") == "update") != (h.find("DocumentReference")
                                            is not None):
        yield "update and DocumentReference belong together"
    numbers = [i.get("lineNumber") for i in items]
    if len(numbers) != len(set(numbers)):
        yield "a line is named twice"
    for i in items:
        sum_ = decimal.Decimal(0)
        for s in i.findall("ConfirmationStatus"):
            sum_ += decimal.Decimal(s.get("quantity"))
            if s.get("type") not in STATUSES.get(kind, ()):
                yield f"{s.get('type')} in {kind}"
            if s.get("type") == "detail" and s.get("deliveryDate") is None \
                    and all(s.find(t) is None for t in (
                        "UnitPrice", "Shipping", "Tax", "ItemIn")):
                yield "a detail without a detail"
        if sum_ != decimal.Decimal(i.get("quantity")):
            yield f"line {i.get('lineNumber')}: parts sum to {sum_}"


def ship_notice(r):
    orders = [p.find("OrderReference").get("orderID")
              for p in r.findall("ShipNoticePortion")]
    if len(orders) != len(set(orders)):
        yield "an order has two portions"
    for item in r.iter("ShipNoticeItem"):
        if decimal.Decimal(item.get("quantity")) <= 0:
            yield "an item that did not leave"
    for code in r.iter("ShippingContainerSerialCode"):
        digits = [int(c) for c in code.text]
        if len(digits) != 18 or sum(d * (3 if i % 2 == 0 else 1) for i, d in
                                    enumerate(digits)) % 10:
            yield f"'{code.text}' is no SSCC"


def by_rules(data):
    root = ET.fromstring(data)
    if root.tag != "cXML" or not root.get("payloadID"):
        return ["no cXML with a payloadID"]
    faults = list(dates(root))
    for e in root.iter():
        if e.text is not None and not e.text.strip() and not len(e):
            faults.append(f"{e.tag} is empty")
    for r in root.iter("ConfirmationRequest"):
        faults += confirmation(r)
    for r in root.iter("ShipNoticeRequest"):
        faults += ship_notice(r)
    return faults


def judge(path):
    with open(path, "rb") as f:
        data = f.read()
    try:
        faults = by_rules(data)
    except (ET.ParseError, decimal.DecimalException, ValueError) as e:
        faults = [f"unreadable: {e}"]
    if os.path.isdir(DTDS):
        faults += by_dtd(path, data)
    return faults


def documents(names):
    for name in names:
        if os.path.isdir(name):
            yield from sorted(glob.glob(os.path.join(name, "*.xml")))
        else:
            yield name


# Each makes a fault of the document that the writers made.
FAULTS = [
    ("except_split", b'quantity="600"', b'quantity="601"', "sum to"),
    ("accept", b'quantity="250" type="accept"',
     b'quantity="250" type="reject"', "reject in accept"),
    ("except_detail", b"2026-12-15T12:00:00+00:00", b"2026-12-15", "Date is"),
    ("update", b'operation="update"', b'operation="new"', "belong together"),
    ("ship_cartons", b"340123450000000017", b"340123450000000018",
     "no SSCC"),
    ("response_200", b"payloadID=\"OR-", b"payloadId=\"OR-", "payloadID"),
]


def tap(build):
    work = tempfile.mkdtemp(prefix="judge-cxml-")
    made = os.path.join(build, "tests", "test_writers_cxml")
    n = failed = 0

    def say(good, what, skip=""):
        nonlocal n, failed
        n += 1
        failed += not good
        print(f"{'ok' if good else 'not ok'} {n} - {what}{skip}")

    try:
        ran = subprocess.run([made], capture_output=True, cwd=ROOT,
                             env=dict(os.environ, WRITERS_OUT=work))
        found = sorted(glob.glob(os.path.join(work, "*.xml")))
        say(ran.returncode == 0 and len(found) >= 18,
            f"the writers made documents ({len(found)})")
        for path in found:
            faults = judge(path)
            say(not faults, os.path.basename(path))
            for fault in faults:
                print(f"# {fault}")
        for name, a, b, want in FAULTS:
            path = os.path.join(work, name + ".xml")
            with open(path, "rb") as f:
                data = f.read()
            spoiled = data.replace(a, b, 1)
            try:
                faults = by_rules(spoiled)
            except ET.ParseError as e:
                faults = [str(e)]
            say(spoiled != data and any(want in x for x in faults),
                f"the judge sees a fault in {name}: {want}")
        say(True, "the DTDs were asked",
            "" if os.path.isdir(DTDS) else " # SKIP they are not here")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"1..{n}")
    return 1 if failed else 0


def main():
    if sys.argv[1:2] == ["--tap"]:
        return tap(sys.argv[2] if len(sys.argv) > 2 else
                   os.path.join(ROOT, "build/asan"))
    bad = 0
    for path in documents(sys.argv[1:]):
        for fault in judge(path):
            print(f"{path}: {fault}")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())
