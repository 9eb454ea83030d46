"""A large book out of a small one: every row that belongs to an order, to its
file or to its standing order is written again, so many times, under new
numbers.

What is numbered anew, and what refers to it, is read from the schema; only
which text makes a row unique is said here.  Indexes and triggers are put
aside meanwhile.  The copies are as good as the originals for whatever a night
looks up; their bytes are those of the originals.
"""
import sqlite3

# One for all copies: runs, packs of bytes, and what is kept per customer.
SHARED = {"run", "pack", "counter", "master_file", "product", "price", "item",
          "unit", "customer", "location", "finding_rule", "account_balance",
          "schema_version", "stock_gone", "stock_open", "stock_touched",
          "stock_line_was", "standing_proof_sum"}
# Texts of unique keys which no number of the row is part of.
UNIQUE = {"orders": ["po_number", "confirmation"], "file": ["sha256"],
          "interchange_key": ["control_number"],
          "journal": ["business_key"], "payment": ["business_key"],
          "outbox": ["business_key", "name", "document_id"],
          "shipment": ["number"], "standing_order": ["po_number"]}


class Table:
    def __init__(self, db, name):
        self.name = name
        info = db.execute(f"PRAGMA table_info({name})").fetchall()
        self.columns = [c[1] for c in info]
        keys = [c[1] for c in info if c[5]]
        whole = [c[1] for c in info if c[5] and c[2] == "INTEGER"]
        self.refers = {f[3]: f[2] for f in
                       db.execute(f"PRAGMA foreign_key_list({name})")}
        self.id = whole[0] if len(keys) == 1 and whole and \
            keys[0] not in self.refers else None
        self.rows = db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        self.stride = 0
        if self.id and self.rows:
            self.stride = db.execute(
                f"SELECT max({self.id}) FROM {name}").fetchone()[0]


def expression(table, column, tables):
    """A column of copy number ?1."""
    if column == table.id:
        return f"{column} + ?1 * {table.stride}"
    to = tables.get(table.refers.get(column))
    if to:
        return f"{column} + ?1 * {to.stride}"
    if column == "raw_name":
        return f"CAST({column} || '/' || ?1 AS BLOB)"
    if column in UNIQUE.get(table.name, []):
        return f"{column} || '/' || ?1"
    if table.name == "event" and column == "subject":
        return f"{column} || '/' || ?1"
    return column


def multiply(path, copies, afterwards=()):
    db = sqlite3.connect(path, isolation_level=None)
    for words in ("foreign_keys = OFF", "synchronous = OFF",
                  "journal_mode = OFF", "cache_size = -500000"):
        db.execute("PRAGMA " + words).fetchall()
    names = [r[0] for r in db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT "
        "LIKE 'sqlite_%'")]
    tables = {n: Table(db, n) for n in names if n not in SHARED}
    aside = db.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND "
        "type IN ('trigger', 'index')").fetchall()
    db.execute("BEGIN")
    for kind, name, _ in aside:
        db.execute(f"DROP {kind} {name}")
    for table in tables.values():
        if not table.rows:
            continue
        words = ", ".join(expression(table, c, tables)
                          for c in table.columns)
        if "?1" not in words:
            continue            # nothing of an order is in it
        # A reference to another row may come before or behind that row.
        limit = f" WHERE {table.id} <= {table.stride}" if table.id else ""
        if not table.id:
            db.execute(f"CREATE TEMP TABLE first_{table.name} AS SELECT * "
                       f"FROM {table.name}")
        source = table.name if table.id else f"first_{table.name}"
        for k in range(1, copies):
            db.execute(f"INSERT INTO {table.name} ("
                       f"{', '.join(table.columns)}) SELECT {words} FROM "
                       f"{source}{limit}", (k,))
    for sql in afterwards:
        db.execute(sql)
    for _, _, sql in aside:
        db.execute(sql)
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode = WAL").fetchall()
    db.close()
