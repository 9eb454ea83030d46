#!/usr/bin/python3
"""The stories of samples/night, each a mill and its nights, told again and
compared with what was written down; what each other sample is answered
(samples/FORMAT/answers.txt); and every code of a finding is reached by a
sample: night_samples.py [BUILD].  STORY=part of a name tells those,
GOLDEN=write writes the expectations; the word all behind BUILD
answers all samples of the parsers, not every third.

A story is text.  `night DAY` runs one; `file PARTNER NAME` drops what follows,
up to a line with a single dot (*.zip: the first line names its member; *.cut.zip
lacks its end); `do WORDS` runs a command; `set KEY VALUE` changes a setting of
ordermill.conf; `balance CUSTOMER` tells what is on its accounts; `{PO}` in a file or
command is the confirmation number of that order, `{RF PO}` the reference to
pay it under, `[PO]` its latest row."""
import glob
import os
import re
import shlex
import shutil
import sys
import threading

import mill as m

FOLDER = os.path.join(m.ROOT, "samples", "night")
# Too large for a sample, or no matter of bytes: where they are reached instead.
MADE = {
    "e2e/night_bank.py": "BANK-RETURN",
    "e2e/night_hostile.py": "FILE-DIED",
    "e2e/night_standing.py": "CHANGE-NOTHING",
    "e2e/night_x12_warehouse.py": "SHIP-CLOSED",
    "unit/test_camt.c": "CAMT-ENTRIES-MAX CAMT-LIMIT",
    "unit/test_csv.c": "CSV-LINES-MAX",
    "unit/test_cxml.c": "CXML-ATTRIBUTES CXML-ELEMENTS CXML-LINES-MAX "
                        "CXML-LONG CXML-NAMES CXML-TAG-LONG CXML-VALUE-LONG",
    "unit/test_edifact.c": "EDIFACT-LINES-LIMIT EDIFACT-SEG-LONG",
    "unit/test_guide.c": "GUIDE-TIGHTEN",
    "unit/test_shipment.c": "SHIP-QUANTITY",
    "unit/test_ubl.c": "UBL-ELEMENTS UBL-LINES-MAX UBL-LONG UBL-NAMES "
                       "UBL-REFERENCES-MAX",
    "unit/test_x12.c": "X12-LINES-LIMIT X12-SEG-LONG",
    "unit/test_x12_sets.c": "X12-ROWS-LIMIT",
}
# Second lines of defence: the readers refuse such a value before.
GUARDS = {"ORDER-PRICE-BAD", "ORDER-QUANTITY", "SHIP-AMOUNT"}
EXTRA = [
    ("FREE", "8710000000055", "Sample box", "goods", "C62", "", "", "S", "21",
     "", ""),
    ("GLOW", "", "Light bulb 75 W, E27", "goods", "C62", "3.95", "EUR", "S",
     "21", "", "", "", "LED"),
    ("WIRE", "8710000000062", "Wire, by the metre", "goods", "MTR", "0.80",
     "EUR", "S", "21", "", ""),
]


GLN = dict(acme=m.GLN["acme"], strict="8712345000202", slow="8712345000219",
           asked="8712345000226", never="8712345000233",
           tester="8712345000240",
           tight="8712345000264",
           capped="8712345000271")


TIGHT = """tighten 850
require N1=ST            "We need an address of delivery."
forbid SAC               "Charges are in the contract."
most DTM 1
element BEG 02 codes SA NE
element REF 02 most 10
element CUR 03 forbid
element PO1 05 require   "Say what the price is for."
"""


def place(mill, customer, ids):
    mill.master["locations"].append(
        (customer, ids, f"Customer {customer}", "Havenweg 7", "Rotterdam",
         "3011 AA", "NL", "venlo", ""))


def customer(mill, partner, name, ids, payment="account", limit="unlimited"):
    mill.master["customers"].append(
        (name, partner, f"Customer {name}", ids, "EUR", payment, limit, 30,
         "despatch", "", "S", "", "en", "desk@lampco.example"))
    place(mill, name, ids)


def x12_partner(mill, name, customers=(), **more):
    ids = [f"x12:ZZ:{name.upper()}", f"gs:{name.upper()}",
           "endpoint:0088:" + GLN[name]]
    receive = ('{ format = "x12"; }, { format = "ubl"; }, '
               '{ format = "csv"; messages = [ "orders" ]; }')
    mill.profile(name, "x12", "850", ids, role="customer", receive=receive,
                 **more)
    customer(mill, name, name, f"account:{name} gln:{GLN[name]}")
    for row in customers:
        customer(mill, name, *row)


def bank(mill, name):
    mill.profile(name, "camt", "", [], role="bank",
                 receive='{ format = "camt"; }, { format = "csv"; }, '
                 '{ format = "x12"; }',
                 more='accounts = [ "NL91ABNA0417164300" ];')


def build(mill):
    """The seller Lampco, its products, and a partner for each rule."""
    with open(mill.path + "/keys/mill.hmac", encoding="ascii") as f:
        n = len(f.read().strip())
    mill.write("keys/mill.hmac", "5a" * (n // 2) + "\n")
    mill.master["catalog"] += EXTRA
    mill.master["units"] += [("BULB", "CT", "24", "8710000000086")]
    mill.master["items"] += [("acme", "NL-1", "BULB")]
    x12_partner(mill, "acme", [
        ("poor", "account:poor gln:8712345000011", "account", "0"),
        ("payer", "account:payer gln:8712345000035", "prepaid", "0")],
        recurrence='accept = "yes"; catch_up = "all";')
    x12_partner(mill, "strict", rules='unknown_item = "reject"; '
                'partial = "file"; duplicate_po = "hold";')
    x12_partner(mill, "slow", rules='hold_expires_days = 1; short = "hold"; '
                'price_tolerance_percent = "0";',
                recurrence='accept = "yes"; catch_up = "ask"; grace_days = 3;')
    x12_partner(mill, "asked", recurrence='accept = "hold";')
    x12_partner(mill, "never", recurrence='accept = "no";')
    x12_partner(mill, "tester", state="test")
    x12_partner(mill, "tight")
    x12_partner(mill, "capped",
                recurrence='accept = "yes"; price = "cap:5"; lead_days = 0;')
    mill.master["prices"] += [("capped", "BULB", "C62", "EUR", "1.90", "1",
                               "0", "2026-12-05", "")]
    mill.write("guides/tight.850.guide", TIGHT)
    place(mill, "tester", "gln:8712345000257")
    bank(mill, "bank")
    mill.write_master()


class Story:
    def __init__(self, path):
        self.path = path
        self.name = os.path.basename(path)[:-len(".story")]
        with open(path, encoding="utf-8") as f:
            self.text = f.read().splitlines()

    def fill(self, mill, text):
        def number(found):
            rows = mill.list("order", po_number=found.group(1))
            return next((r["confirmation"] for r in rows
                         if r["confirmation"]), "NONE")

        def row(found):
            rows = mill.list("order", po_number=found.group(1))
            return f"order:{rows[-1]['order_id']}" if rows else "order:0"
        text = re.sub(r"\{([A-Z]-\d+)\}", number, text)
        text = re.sub(r"\{RF ([A-Z]-\d+)\}", lambda found: mill.list(
            "order", po_number=found.group(1))[-1]["rf_reference"], text)
        return re.sub(r"\[([A-Z]-\d+)\]", row, text)

    def tell(self, mill):
        """Runs it; returns what came of it, as lines."""
        out, i = [], 0
        while i < len(self.text):
            line = self.text[i]
            i += 1
            words = shlex.split(line, comments=True)
            if not words:
                continue
            if words[0] == "night":
                out.append(f"{line}: exit {mill.night(words[1]).code}")
            elif words[0] == "do":
                ran = mill.run(*shlex.split(self.fill(mill, line))[1:])
                out.append(f"{line}: exit {ran.code}")
            elif words[0] == "set":
                setting(mill, words[1], words[2])
            elif words[0] == "balance":
                out += [f"{line}: {b['account']} {b['amount_minor']}"
                        for b in mill.list("balance", customer=words[1])
                        if b["amount_minor"]]
            elif words[0] == "file":
                end = self.text.index(".", i)
                data = "".join(t + "\n" for t in self.text[i:end])
                if words[2].endswith(".zip"):
                    name, _, data = data.partition("\n")
                    data = m.zipped([(name, data.encode())])
                    if words[2].endswith(".cut.zip"):
                        data = data[:-12]
                else:
                    data = self.fill(mill, data).encode()
                mill.drop(words[1], words[2], data if len(data) > 1 or
                          end > i else b"")
                i = end + 1
            else:
                raise AssertionError(f"{self.path}:{i}: {line}")
        return out + came_of_it(mill)


def setting(mill, key, value):
    path = os.path.join(mill.path, "ordermill.conf")
    with open(path, encoding="utf-8") as f:
        text, n = re.subn(rf'\b{key} = "[^"]*";', f'{key} = "{value}";',
                          f.read())
    assert n == 1, key
    mill.write("ordermill.conf", text)


def came_of_it(mill):
    out = []
    for f in mill.list("file"):
        out.append(f"file {f['remote_name']}: {f['state']} {f['reason']}")
    for o in mill.list("order"):
        out.append(f"order {o['po_number']} {o['purpose']}: {o['state']} "
                   f"{o['reason']}")
    for p in mill.list("payment"):
        paid = "" if p["order_id"] is None else f" order:{p['order_id']}"
        out.append(f"payment {p['amount_minor']} {p['currency']}: "
                   f"{p['state']}{paid} {p['reason']}")
    for s in mill.list("shipment"):
        out.append(f"shipment {s['number']}: {s['state']}")
    for o in mill.list("occurrence"):
        out.append(f"occurrence {o['nominal_on']}: {o['state']}")
    out += answers_of(mill)
    for f in mill.list("finding"):
        out.append(f"finding {f['code']} {f['severity']}: {f['message']}")
    seen = mill.rows("SELECT DISTINCT reason FROM confirmation WHERE "
                     "reason <> '' ORDER BY reason")
    out += [f"confirmation {r[0]}" for r in seen]
    return [line.rstrip() for line in out]


def answers_of(mill):
    out = []
    for partner, kind, name in mill.rows(
            "SELECT partner, kind, name FROM outbox ORDER BY outbox_id"):
        if kind == "warehouse":
            out.append("to the warehouse")
            continue
        data = mill.outgoing(partner).get(name)
        if data is None:
            out.append(f"answer {kind}: not sent")
            continue
        a = m.Answer(name, data)
        out.append(f"answer {a.kind} {a.code or ''} {a.po or ''}".rstrip())
    return out


# --- the samples of the parsers ----------------------------------------------

IDS = ["x12:ZZ:ACMEBV", "gs:ACMEBV", "endpoint:0088:8712345000004",
       "edifact:14:8712345000004", "cxml:NetworkID:AN01000000001",
       "cxml:DUNS:401234567", "x12:ZZ:VENLO3PL", "gs:VENLO3PL"]
OURS = ["edifact:14:8712345000011", "cxml:NetworkID:AN01000000002"]


SAMPLED = [(sku, gtin, sku, "goods", "C62", price, "EUR", "S", "21", "", "")
           for sku, gtin, price in (
               ("LB-E27-8W", "8712345000028", "1.60"),
               ("LED-E27-8W", "8719876000015", "1.80"),
               ("STRIP-5M", "", "3.45"), ("LB-E14-4W", "", "2.00"))]


def sample_mill(work, role):
    """One partner who speaks everything, as customer or as warehouse."""
    mill = work.mill()
    with open(mill.path + "/keys/mill.hmac", encoding="ascii") as f:
        n = len(f.read().strip())
    mill.write("keys/mill.hmac", "5a" * (n // 2) + "\n")
    mill.profile("acme", "x12", "850", IDS, role=role, ours=OURS,
                 receive=", ".join(f'{{ format = "{f}"; }}' for f in
                                   "x12 ubl csv edifact cxml camt".split()),
                 more='accounts = [ "NL91ABNA0417164300" ];',
                 recurrence='accept = "yes";',
                 rules='price_tolerance_percent = "100";')
    mill.master["catalog"] += SAMPLED
    if role == "customer":
        customer(mill, "acme", "acme", "account:acme gln:8712345000004 "
                 "cxml:NetworkID:AN01000000001 duns:401234567")
    mill.write_master()
    return mill


def role_of(path):
    with open(path + ".expect", encoding="utf-8") as f:
        text = f.read()
    if re.search(r'"kind":"(945|shipments|DESADV)"', text):
        return "warehouse"
    return "bank" if "/samples/camt/" in path or \
        '"kind":"payments"' in text else "customer"


def answered(mill, path):
    name = os.path.basename(path)
    with open(path, "rb") as f:
        mill.drop("acme", name, f.read())
    code = mill.night("2026-11-23").code
    states = [f"{r[0]} {r[1]}".rstrip() for r in mill.rows(
        "SELECT state, reason FROM v_file")]
    orders = [f"order {r[0]}: {r[1]} {r[2]}".rstrip() for r in mill.rows(
        "SELECT po_number, state, reason FROM v_order ORDER BY order_id")]
    answers = answers_of(mill)
    mill.damaged = True         # gone, for there are hundreds
    shutil.rmtree(mill.path)
    return [f"{name}: exit {code}, {', '.join(states)}"] + \
        [f"\t{t}" for t in orders + answers]


def answers_now(work, paths):
    mills = {role: sample_mill(work, role)
             for role in ("customer", "warehouse", "bank")}
    results = {}

    def one(path):
        other = work.mill_copy(mills[role_of(path)],
                               path.replace("/", "_").replace(".", "_")[-80:])
        results[path] = answered(other, path)
    in_pairs(paths, one, results)
    return results


def in_pairs(things, do, results):
    """Two at a time; what fails is told by the test."""
    todo, lock = list(things), threading.Lock()

    def worker():
        while True:
            with lock:
                if not todo:
                    return
                thing = todo.pop()
            try:
                do(thing)
            except Exception as e:
                results[thing] = [f"failed: {type(e).__name__}: {e}"]
    threads = [threading.Thread(target=worker) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def all_stories():
    only = os.environ.get("STORY", "")
    return [Story(p) for p in sorted(glob.glob(FOLDER + "/*.story"))
            if only in p]


def told(work, stories):
    """What came of each, two at a time, each in a copy of one mill."""
    first = work.mill()
    build(first)
    results, lock = {}, threading.Lock()

    def tell(s):
        with lock:
            other = work.mill_copy(first, s.name)
        results[s.name] = s.tell(other)
    in_pairs(stories, tell, results)
    return results


def every_story_ends_as_it_is_written(work):
    stories = all_stories()
    results = told(work, stories)
    wrong = []
    for s in stories:
        path = s.path[:-len(".story")] + ".expect"
        now = "\n".join(results[s.name]) + "\n"
        if os.environ.get("GOLDEN") == "write":
            with open(path, "w", encoding="utf-8") as f:
                f.write(now)
            continue
        with open(path, encoding="utf-8") as f:
            if f.read() != now:
                wrong.append(f"{s.name}:\n{now}")
    assert not wrong, "\n".join(wrong[:5])
    assert len(stories) > 50 or os.environ.get("STORY"), "samples are missing"


def every_sample_is_answered_as_it_is_written(work):
    only, wrong, seen = os.environ.get("STORY", ""), [], 0
    for folder in sorted(glob.glob(m.ROOT + "/samples/*/")):
        paths = [p[:-len(".expect")]
                 for p in sorted(glob.glob(folder + "*.expect"))
                 if os.path.exists(p[:-len(".expect")]) and only in p]
        if not (only or os.environ.get("GOLDEN") or
                "all" in sys.argv[2:]):
            paths = paths[::3]
        if not paths:
            continue
        seen += len(paths)
        now = answers_now(work, paths)
        lines = [line for p in paths for line in now[p]]
        path = folder + "answers.txt"
        if os.environ.get("GOLDEN") == "write":
            with open(path, "w", encoding="utf-8") as f:
                f.write("\n".join(lines) + "\n")
            continue
        with open(path, encoding="utf-8") as f:
            written = f.read().splitlines()
        wrong += [f"{folder}: {line}" for line in lines
                  if line not in written]
    assert not wrong, "\n".join(wrong[:20])
    assert seen > 150 or only, "samples are missing"


def every_code_of_a_finding_is_reached_by_a_sample(work):
    mill = work.mill()
    build(mill)
    assert mill.night("2026-11-23").code == 0
    codes = {r[0] for r in mill.rows("SELECT code FROM finding_rule")}
    reached = set()
    for path in glob.glob(m.ROOT + "/samples/*/*.expect"):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        reached |= set(re.findall(r'"code":"([A-Z0-9-]+)"', text))
        if "/night/" in path:
            reached |= set(re.findall(r"\b[A-Z][A-Z0-9]*-[A-Z0-9-]+", text))
    made = set()
    for where, there in MADE.items():
        with open(f"{m.ROOT}/tests/{where}", encoding="utf-8") as f:
            text = f.read()
        made |= set(there.split())
        assert not [c for c in there.split() if c not in text], where
    missing = sorted(codes - reached - made - GUARDS)
    idle = sorted(((made | GUARDS) & reached) | ((made | GUARDS) - codes))
    assert not idle, idle
    assert len(codes) > 250 and not missing, \
        f"{len(missing)} of {len(codes)}: {' '.join(missing)}"


TESTS = [every_story_ends_as_it_is_written,
         every_sample_is_answered_as_it_is_written,
         every_code_of_a_finding_is_reached_by_a_sample]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
