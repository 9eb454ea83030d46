#!/usr/bin/python3
"""How SQLite finds the rows of each query, and that each is called with what
it takes: night_plans.py [BUILD].

The database asks itself; nothing is run.  TAP.
"""
import glob
import os
import re
import sqlite3
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))

# What is meant to be read whole: master data, proofs, one row a run, a
# customer or a product, and partial indexes that hold only what is open or rare.
WHOLE_FILES = ("master.sql", "verify.sql", "cli.sql")
WHOLE_TABLES = ("run", "account_balance", "stock_gone", "stock_open",
                "standing_touched",
                "listed")    # the two hundred rules of a report
OPEN_ONLY = ("order_answer", "order_open", "outbox_due", "hold_open",
             "outbox_expected", "receipt_unmatched", "file_emptied",
             "occurrence_missed_open", "standing_proof_fault",
             "standing_proof_open",  # two hundred of them, for the report
             "customer_mandate", "payment_waiting", "location_customer")
# A search by these alone reads what a partner ever sent or got.
ALL_OF_A_PARTNER = re.compile(
    r"SEARCH (outbox|orders|file|message|[a-z]) USING .*\((partner|customer)=\?\)$")
BY_HAND = ("confirmations_release", "confirmations_reject")
# Asked for each of thousands: how the one is found among them.
OF_MANY = {"notice_lines": "order_id>", "notices_of_order": "(order_id="}


def scans():
    db = sqlite3.connect(":memory:")
    for path in sorted(glob.glob(f"{ROOT}/store/schema/sqlite/*.sql")):
        with open(path, encoding="utf-8") as f:
            db.executescript(f.read())
    seen, out, many = 0, [], dict(OF_MANY)
    for path in sorted(glob.glob(f"{ROOT}/store/queries/*.sql")):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for name, sql in re.findall(r"-- name: (\w+)\n(.*?)(?=\n--|\Z)",
                                    text, re.S):
            seen += 1
            numbers = [int(n) for n in re.findall(r"\$(\d+)", sql)]
            plan = db.execute("EXPLAIN QUERY PLAN " + re.sub(
                r"\$(\d+)", r"?\1", sql),
                              [None] * max(numbers, default=0)).fetchall()
            if name in many and any(many[name] in row[3] for row in plan):
                del many[name]
            out += [(os.path.basename(path), name, row[3]) for row in plan
                    if row[3].startswith("SCAN ") or
                    ALL_OF_A_PARTNER.match(row[3])]
    return seen, out, many


def meant(file, name, step):
    words = step.split()
    return (file in WHOLE_FILES or words[1] in WHOLE_TABLES or
            words[-1] in OPEN_ONLY or name in BY_HAND or "CONSTANT" in step or
            "PRIMARY KEY" in step or
            any(f"INDEX {i} " in step for i in OPEN_ONLY))


def parameters():
    """Name of a query: how many values it is given."""
    out = {}
    for path in sorted(glob.glob(f"{ROOT}/store/queries/*.sql")):
        with open(path, encoding="utf-8") as f:
            for name, sql in re.findall(r"-- name: (\w+)\n(.*?)(?=\n--|\Z)",
                                        f.read(), re.S):
                out["Q_" + name.upper()] = max(
                    (int(n) for n in re.findall(r"\$(\d+)", sql)), default=0)
    return out


def calls():
    """The types that a query is called with, where both stand together."""
    for path in sorted(glob.glob(f"{ROOT}/pipeline/*.c") +
                       glob.glob(f"{ROOT}/cli/*.c")):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for call in re.finditer(r"store_(?:exec|rows|int)\(([^;]*?)"
                                r'((?:"[a-zA-Z]*"\s*)+)[,)]', text):
            queries = re.findall(r"\bQ_[A-Z_0-9]+", call[1])
            if len(queries) == 1:
                yield os.path.basename(path), queries[0], "".join(
                    re.findall(r'"([a-zA-Z]*)"', call[2]))


def main():
    wanted, given = parameters(), list(calls())
    wrong = [c for c in given if wanted.get(c[1], -1) != len(c[2])]
    fits = len(given) > 150 and not wrong
    print("ok 1" if fits else "not ok 1",
          "- each query is called with as many values as it takes")
    for file, name, types in wrong:
        print(f"# {file} {name}: {types}, {wanted.get(name)} are taken")
    print(f"# {len(given)} calls")
    seen, found, many = scans()
    bad = [s for s in found if not meant(*s)]
    good = seen > 150 and not bad
    print("ok 2" if good else "not ok 2",
          "- no query of a night reads the whole book")
    for file, name, step in bad:
        print(f"# {file} {name}: {step}")
    print("not ok 3" if many else "ok 3",
          "- one of many is found without reading the others", *many)
    print(f"# {seen} queries\n1..3")
    return 0 if good and fits and not many else 1


if __name__ == "__main__":
    sys.exit(main())
