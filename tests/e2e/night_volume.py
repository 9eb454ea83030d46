#!/usr/bin/python3
"""10,000 orders of three partners at a real OpenSSH server, in one night:
night_volume.py [BUILD].  ORDERS=n makes it another number, BY_STAGE=1 runs
group after group of stages to see which takes how long."""
import hashlib
import os
import sys
import time

import judge_ubl
import mill as m
from mill import po, ubl, x12
from sshd import Sshd

ORDERS = int(os.environ.get("ORDERS", "10000"))
A_FILE = 20
BY_STAGE = "BY_STAGE" in os.environ
JUDGED = int(os.environ.get("JUDGED", "14000"))


def orders_of(who):
    """A third of all orders, in files of A_FILE."""
    files = ORDERS // A_FILE // 3 + (who == "acme") * (ORDERS // A_FILE % 3)
    for f in range(files):
        yield f, [po(f"{who[0].upper()}-{f}-{i}",
                     [("BULB", 10 + i, "1.60"), ("LED", 1 + f % 7, "3.95")]
                     [:1 + (f + i) % 2]) for i in range(A_FILE)]


def fill(mill):
    """Every third X12 and CSV file is in a zip; UBL comes 20 in one."""
    for f, orders in orders_of("acme"):
        data = x12(orders, control=f + 1)
        mill.drop("acme", f"{f}.zip" if f % 3 == 0 else f"{f}.edi",
                  m.zipped([(f"{f}.edi", data)]) if f % 3 == 0 else data)
    for f, orders in orders_of("nordlys"):
        mill.drop("nordlys", f"{f}.zip", m.zipped(
            [(f"{o['po']}.xml", ubl(o)) for o in orders]))
    for f, orders in orders_of("kiosk"):
        data = m.csv_orders(orders)
        mill.drop("kiosk", f"{f}.zip" if f % 3 == 0 else f"{f}.csv",
                  m.zipped([(f"{f}.csv", data)]) if f % 3 == 0 else data)
    return {o["po"] for who in WHO for _, orders in orders_of(who)
            for o in orders}


WHO = {"acme": "x12", "nordlys": "ubl", "kiosk": "csv"}


def make(work):
    server = Sshd(work.directory("sshd")).start()
    work.stop_later(server.stop)
    mill = work.mill()
    for who, kind in WHO.items():
        place = mill.at_server(server, who, work.directory(who),
                               more="timeout_seconds = 30; retries = 2;")
        mill.customer(who, kind, **place)
    return mill


def note(text):
    print("# " + text, flush=True)


def answers_are_there_once(mill, numbers):
    there = {(who, name): data for who in WHO
             for name, data in mill.outgoing(who).items()}
    rows = mill.list("outbox")
    assert {r["state"] for r in rows} == {"sent"}
    booked = {(r["partner"], r["name"]): r["sha256"] for r in rows}
    assert len(booked) == len(rows), "a name was given twice"
    assert set(booked) == set(there), "book and partners differ"
    for key, sha in booked.items():
        assert hashlib.sha256(there[key]).hexdigest() == sha, key
    responses, receipts, confirmations = {}, 0, set()
    for (who, name), data in there.items():
        a = m.Answer(name, data)
        assert a.code == "AP", (who, name, data)
        if a.kind == "ApplicationResponse":
            receipts += 1
            continue
        responses[a.po] = responses.get(a.po, 0) + 1
        confirmations.add(a.text("c:SalesOrderID"))
    assert set(responses) == numbers, "other orders were answered"
    assert set(responses.values()) == {1}, "answered twice"
    assert len(confirmations) == len(numbers)
    files = {who: len(list(orders_of(who))) for who in WHO}
    assert receipts == files["acme"] + files["kiosk"] + \
        A_FILE * files["nordlys"], receipts
    return there


def ten_thousand_orders_in_one_night(work):
    mill = make(work)
    numbers = fill(mill)
    assert len(numbers) == ORDERS
    started = time.monotonic()
    for stages in ("fetch unpack", "parse", "validate recur pay charge",
                   "acknowledge", "send report") if BY_STAGE else ("",):
        ran = mill.night("2026-11-23", *stages.split())
        assert ran.code == 0, ran
        note(f"{stages or 'the night'}: {ran.seconds:.1f} s")
    seconds = time.monotonic() - started
    note(f"{ORDERS} orders in {ORDERS // A_FILE} files: {seconds:.1f} s, "
         f"{ORDERS / seconds:.0f} orders/s, answers delivered by SFTP")
    for who in WHO:
        assert not mill.outgoing(who, "inbox"), "something was not removed"
    states = mill.rows("SELECT state, count(*) FROM v_order GROUP BY state")
    assert states == [("accepted", ORDERS)], states
    there = answers_are_there_once(mill, numbers)
    assert mill.ledger_is_balanced()
    totals = mill.rows("SELECT sum(total_minor) FROM v_order")[0][0]
    assert sum(mill.balance("commitment", who) for who in WHO) == totals
    second(mill, there)
    judge(mill)


def second(mill, there):
    before = mill.dump()
    ran = mill.night("2026-11-23T04:00:00Z")
    assert ran.code == 0, ran
    note(f"the second run: {ran.seconds:.1f} s")
    after = mill.dump()
    assert before == after, m.differences(before, after)
    now = {(who, name): data for who in WHO
           for name, data in mill.outgoing(who).items()}
    assert now == there, "the second run changed something at a partner"


def judge(mill):
    started = time.monotonic()
    paths = sorted(os.path.join(mill.place(who, "outbox"), name)
                   for who in WHO for name in mill.outgoing(who))
    paths = paths[::max(1, len(paths) // JUDGED)]
    said = {}
    for i in range(0, len(paths), 1000):
        said.update(judge_ubl.judge_files(paths[i:i + 1000]))
    faults = [f"{os.path.basename(p)}: {f}" for p, l in said.items()
              for f in l]
    note(f"{len(said)} answers judged in {time.monotonic() - started:.1f} s"
         + ("" if judge_ubl.schema_of("OrderResponse") else
            ", rules only: no schemas or no xmllint"))
    assert not faults, faults[:5]
    assert len(said) >= min(JUDGED, len(paths)) > 0


if __name__ == "__main__":
    sys.exit(m.tap_main([ten_thousand_orders_in_one_night], __file__))
