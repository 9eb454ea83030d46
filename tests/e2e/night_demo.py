#!/usr/bin/python3
"""The demo does what it says: night_demo.py [BUILD]."""
import json
import os
import socket
import subprocess
import sys

import judge_ubl
import mill as m

HERE = os.path.dirname(os.path.abspath(__file__))


def demo(work):
    done = subprocess.run(
        [sys.executable, "-B", os.path.join(HERE, "demo.py"), work.binary,
         os.path.join(work.path, "demo")], stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, (done.stdout[-3000:], done.stderr[-3000:])
    assert not done.stderr, done.stderr
    return done.stdout


def rows(work, kind):
    done = subprocess.run([work.binary, "-C", work.path + "/demo/mill",
                           "list", kind, "--json"], capture_output=True,
                          text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def everything_is_in_it(work):
    out = demo(work)
    orders = {}
    for o in rows(work, "order"):
        orders.setdefault(o["po_number"], []).append(o)
    states = {n: [o["state"] for o in l] for n, l in orders.items()}
    assert states["4500012345"] == ["part_shipped", "noted"], states
    # Released after the second night, it went out in the third.
    assert states["4500012346"] == ["at_warehouse"], states
    assert states["4500012347"] == ["at_warehouse", "held"], states
    assert states["4500012348"] == ["rejected"], states
    assert states["4500012399"] == ["rejected"], states
    assert states["NH-7000"] == ["shipped"], states
    assert len(states["NH-7001"]) == 2, states
    assert orders["TEST-1"][0]["test"] == 1
    assert "backordered" in {x["state"] for x in rows(work, "order_line")}
    assert [s["state"] for s in rows(work, "standing_order")] == ["active"]
    assert {o["state"] for o in rows(work, "occurrence")} == {"issued"}
    assert len(rows(work, "shipment")) == 2
    assert [r["exit_code"] for r in rows(work, "run")] == [2, 2, 2]
    for word in ("kiosk could not be reached", "broken.edi", "is held",
                 "$ ordermill trace 4500012345", "confirmation",
                 "X12-IEA-MISSING", "acme/inbox", "shipnotice_"):
        assert word in out, word
    assert out.count("To do (") == 3, "a report each night"
    ledger = {}
    for p in rows(work, "ledger"):
        ledger[p["currency"]] = ledger.get(p["currency"], 0) + \
            p["amount_minor"]
    assert set(ledger.values()) == {0}, ledger


def its_answers_are_valid(work):
    demo(work)
    answers = []
    for who in ("acme", "nordlys"):
        inbox = os.path.join(work.path, "demo/partners", who, "inbox")
        answers += [os.path.join(inbox, n) for n in os.listdir(inbox)]
    assert len(answers) == 19, sorted(map(os.path.basename, answers))
    assert all(a.endswith(".xml") for a in answers), answers
    said = {p: f for p, f in judge_ubl.judge_files(answers).items() if f}
    assert not said, said
    # What is released a day late comes a day late, and is told so: CA.
    codes = sorted((a.po, a.code) for a in (
        m.Answer(p, open(p, "rb").read()) for p in answers)
        if a.kind == "OrderResponse")
    assert codes == [
        ("4500012345", "AP"), ("4500012346", "AB"), ("4500012346", "CA"),
        ("4500012347", "AB"), ("4500012347", "CA"), ("4500012348", "AB"),
        ("4500012348", "RE"), ("NH-7000", "AP"), ("NH-7001", "AP"), ("NH-7001", "AP"),
        ("TEST-1", "AP")], codes


def it_begins_afresh_and_stops_what_it_started(work):
    demo(work)
    first = [(o["po_number"], o["state"]) for o in rows(work, "order")]
    marker = os.path.join(work.path, "demo/partners/acme/inbox/old.xml")
    with open(marker, "w", encoding="ascii") as f:
        f.write("old")
    demo(work)
    assert not os.path.exists(marker)
    assert [(o["po_number"], o["state"]) for o in rows(work, "order")] == \
        first
    with open(os.path.join(work.path, "demo/mill/partners/acme.conf"),
              encoding="utf-8") as f:
        port = int(f.read().partition("127.0.0.1:")[2].partition('"')[0])
    with socket.socket() as s:
        assert s.connect_ex(("127.0.0.1", port)) != 0, "the sshd still runs"


TESTS = [everything_is_in_it, its_answers_are_valid,
         it_begins_afresh_and_stops_what_it_started]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
