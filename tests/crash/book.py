"""What a night left: the book, by business keys, and the partners' files.

Two nights that did the same have the same dump, whatever the row numbers.
Every table and column counts but those named here; a reference to a row of
another table is replaced by that row's own business key.
"""
import hashlib
import os
import re
import sqlite3

# the business key of a row that others refer to
KEYS = {
    "run": "''", "pack": "''",
    "file": "partner || '/' || sha256",
    "interchange": "file_id, ordinal",
    "message": "file_id, ordinal",
    "orders": "file_id, message_id, ordinal, nominal_on",
    "standing_order": "template_order_id",
    "journal": "business_key",
    "receivable": "journal_id",
    "shipment": "warehouse || '/' || number",
    "outbox": "business_key",
    "payment": "business_key",
    "bank_entry": "file_id, byte_offset",
    "collection": "message_id",
    "location": "customer || '/' || identifiers || '/' || name",
}
# columns that tell when and how often, not what
LEFT_OUT = {
    "outbox": {"pack_offset", "attempts"},
    "file": {"pack_offset", "attempts"},
    "master_file": {"loaded_at"},
    # noted after the removal; that the file is gone is compared itself
    "arrival": {"removed"},
    # the payment names its entry, and is compared with it
    "bank_entry": {"payment_id"},
}
LEFT_OUT_TABLES = {"run", "pack", "finding_rule", "sqlite_sequence",
                   "standing_proof", "standing_proof_rule",
                   "standing_touched",
                   # a night that is resumed takes in earlier what is open
                   "stock_open", "stock_touched", "stock_line_was"}
# what tells of a disturbance, not of the business
TROUBLE = {"unreachable", "not_sent", "faulty"}
# what a warehouse gets in one file depends on what there is to do that night
WORK = re.compile(r"outbox: .* kind='warehouse'|event: outbox:<warehouse"
                  r"|exchange: [^/]+/work/")
NUMBERED = re.compile(r"\b(order|file|message|shipment|outbox|standing)"
                      r"([ :])(\d+)\b")


class Book:
    def __init__(self, path):
        self.db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.refs, self.columns, self.labels = {}, {}, {}
        names = [r[0] for r in self.db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for t in sorted(names):
            self.columns[t] = [(r[1], r[5]) for r in self.db.execute(
                f"PRAGMA table_info({t})")]
            self.refs[t] = {r[3]: r[2] for r in self.db.execute(
                f"PRAGMA foreign_key_list({t})")}

    def close(self):
        self.db.close()

    def pk(self, table):
        keys = [c for c, k in self.columns[table] if k]
        return keys[0] if len(keys) == 1 else None

    def label(self, table, number):
        """The business key of a row, with those it is made of."""
        if number is None:
            return None
        if table not in KEYS:
            return number
        known = self.labels.get((table, number))
        if known is not None:
            return known
        self.labels[table, number] = "(itself)"
        what = KEYS[table]
        row = self.db.execute(f"SELECT {what} FROM {table} WHERE "
                              f"{self.pk(table)} = ?", (number,)).fetchone()
        if row is None:
            out = "(missing)"
        else:
            names = [w.strip() for w in what.split(",")]
            out = "|".join(str(self.label(self.refs[table][n], v)
                               if n in self.refs[table] else v)
                           for n, v in zip(names, row))
        self.labels[table, number] = out
        return out

    def in_text(self, value):
        """Row numbers in texts and subjects, as business keys."""
        tables = {"order": "orders", "standing": "standing_order"}

        def swap(m):
            t = tables.get(m[1], m[1])
            return f"{m[1]}{m[2]}<{self.label(t, int(m[3]))}>"
        return NUMBERED.sub(swap, value)

    def rows(self, table):
        pk, refs = self.pk(table), self.refs[table]
        drop = set(LEFT_OUT.get(table, ()))
        if pk is not None and pk.endswith("_id") and pk not in refs:
            drop.add(pk)
        columns = [c for c, _ in self.columns[table] if c not in drop]
        out = []
        for row in self.db.execute(f"SELECT {', '.join(columns)} "
                                   f"FROM {table}"):
            cells = []
            for c, v in zip(columns, row):
                if c in refs:
                    v = self.label(refs[c], v)
                elif isinstance(v, str):
                    v = self.in_text(v)
                cells.append(f"{c}={v!r}")
            out.append(f"{table}: " + " ".join(cells))
        return out

    def events(self):
        seen = set()
        for subject, kind in self.db.execute(
                "SELECT subject, kind FROM event"):
            if kind not in TROUBLE:
                seen.add(f"event: {self.in_text(subject)} {kind}")
        return list(seen)

    def dump(self):
        out = []
        for t in self.columns:
            if t in LEFT_OUT_TABLES or t.startswith("sqlite_"):
                continue
            out += self.events() if t == "event" else self.rows(t)
        return sorted(out)

    def answers(self):
        """(partner, name) -> SHA-256 of all that may be sent."""
        return {(p, n): s for p, n, s in self.db.execute(
            "SELECT partner, name, sha256 FROM outbox")}

    def faults(self):
        """What is wrong with the book by itself."""
        out = [f"integrity: {r[0]}" for r in self.db.execute(
            "PRAGMA integrity_check") if r[0] != "ok"]
        out += [f"foreign key: {r}" for r in self.db.execute(
            "PRAGMA foreign_key_check")]
        out += [f"a journal without postings: {r}" for r in self.db.execute(
            "SELECT business_key FROM journal WHERE journal_id NOT IN "
            "(SELECT journal_id FROM posting)")]
        out += [f"a balance is off its postings: {r}" for r in self.db.execute(
            "SELECT customer, account, currency, sum(amount_minor) FROM "
            "(SELECT customer, account, currency, amount_minor FROM v_ledger "
            "UNION ALL SELECT customer, account, currency, -amount_minor "
            "FROM account_balance) GROUP BY 1, 2, 3 "
            "HAVING sum(amount_minor) <> 0")]
        out += [f"a debt is off its account: {r}" for r in self.db.execute(
            "SELECT customer, currency, sum(amount_minor) FROM "
            "(SELECT customer, currency, open_minor AS amount_minor FROM "
            "receivable UNION ALL SELECT customer, currency, -amount_minor "
            "FROM account_balance WHERE account = 'receivable') "
            "GROUP BY 1, 2 HAVING sum(amount_minor) <> 0")]
        return out


def sha(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def exchange(mill):
    """path below exchange/ -> SHA-256, of everything there."""
    top, out = os.path.join(mill, "exchange"), {}
    for folder, _, names in os.walk(top):
        for n in names:
            path = os.path.join(folder, n)
            out[os.path.relpath(path, top)] = sha(path)
    return out


def visible_answers(mill):
    """What partners can see of what we send: (partner, name) -> SHA-256"""
    out = {}
    for path, digest in exchange(mill).items():
        partner, folder, name = path.split(os.sep, 2)
        if folder in ("answers", "work") and not name.startswith("."):
            out[partner, name] = digest
    return out


def outcome(mill):
    """All lines of the book and of the partners' directories."""
    b = Book(os.path.join(mill, "var", "ordermill.db"))
    try:
        lines = b.dump()
        wrong = b.faults()
    finally:
        b.close()
    lines += [f"exchange: {p} {s}" for p, s in sorted(exchange(mill).items())]
    for top in ("spool", "packs", "files"):
        for folder, _, names in os.walk(os.path.join(mill, "var", top)):
            lines += [f"var: left-over {top}/{n}" for n in names
                      if top == "spool" or n.endswith(".tmp")]
    return lines, wrong


# where an interchange of X12 bears a control number: tag and element
CONTROLS = {"ISA": 13, "IEA": 2, "GS": 6, "GE": 2, "ST": 2, "SE": 2}
# what of a document's row depends on its control numbers
COUNTED = re.compile(r"(sha256|bytes|\w+_control)=('\w*'|\d+)")


def without_numbers(line, mill):
    """A document in X12 but for its control numbers: they count what was made
    in the sequence in which it was made, and an error changes that."""
    if line.startswith("outbox:") and "format='x12-" in line:
        return COUNTED.sub(r"\1=_", line)
    path = line.split(" ")[1] if line.startswith("exchange:") else ""
    if not path.endswith(".x12"):
        return line
    with open(os.path.join(mill, "exchange", path), encoding="ascii") as f:
        segments = [s.split("*") for s in f.read().split("~")]
    for s in segments:
        if s[0] in CONTROLS:
            s[CONTROLS[s[0]]] = "_"
    return f"exchange: {path} " + "~".join("*".join(s) for s in segments)


def by_order(lines, mill):
    """The same, but what a warehouse has to do by row and not by file, and
    X12 without its control numbers."""
    out = [without_numbers(line, mill) for line in lines
           if not WORK.match(line)]
    for path in book_work(mill):
        with open(path, encoding="utf-8") as f:
            out += [f"work: {row.strip()}" for row in f.readlines()[1:]]
    return sorted(out)


def book_work(mill):
    top = os.path.join(mill, "exchange")
    return [os.path.join(folder, n) for folder, _, names in os.walk(top)
            for n in names if os.path.basename(folder) == "work"]


def difference(a, b, most=6):
    """Lines that only one of the two has."""
    from collections import Counter
    x, y = Counter(a), Counter(b)
    gone, new = list((x - y).elements()), list((y - x).elements())
    out = [f"- {line}" for line in gone[:most]]
    out += [f"+ {line}" for line in new[:most]]
    if len(gone) + len(new) > len(out):
        out.append(f"  ({len(gone) + len(new)} lines in all)")
    return out
