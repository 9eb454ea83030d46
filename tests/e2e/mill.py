"""A mill for tests: made with `ordermill init`, given partners and master
files, run by night, and looked at through its public views.

    with Work("night-rules", binary) as work:      # build/e2e-night-rules-…
        mill = work.mill()
        mill.customer("acme", format="x12")
        mill.drop("acme", "a.edi", x12([po("P-1", [("BULB", 10, "1.60")])]))
        assert mill.night("2026-11-23").code == 0
        mill.one("order", po_number="P-1")["state"]
        mill.answers("acme")                       # {name: bytes}

Partners are directories below MILL/exchange/NAME/{inbox,outbox} unless
url= says otherwise; url="" with more='via = "NET";' says it is
behind a network.  A test file ends with tap_main(tests, __file__): each
test is a function that takes a Work and raises AssertionError.
"""
import csv
import io
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
import traceback
import xml.etree.ElementTree as ET
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
VIEWS = ("run file message finding order order_line hold ledger balance "
         "payment standing_order standing_revision occurrence shipment "
         "shipment_line outbox customer product event receivable refund "
         "returned blanket blanket_line debit").split()
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = ("{urn:oasis:names:specification:ubl:schema:xsd:"
       "CommonAggregateComponents-2}")
GLN = {"acme": "8712345000004", "nordlys": "7080000010004",
       "kiosk": "8712345000011", "north": "8712345000035",
       "south": "8712345000042", "lampco": "8798765000008"}

CATALOG = [
    # sku, gtin, name, kind, unit, price, cur, category, percent, stock, at
    ("BULB", "8710000000017", "Light bulb 60 W, E27", "goods", "C62", "1.60",
     "EUR", "S", "21", "", ""),
    ("LED", "8710000000031", "LED lamp 8 W, E27", "goods", "C62", "3.95",
     "EUR", "S", "21", "", ""),
    ("TUBE", "8710000000048", "Fluorescent tube, 120 cm", "goods", "C62",
     "2.60", "EUR", "S", "21", "100", "2026-11-01"),
]
COLUMNS = {
    "catalog": "sku gtin name kind unit price currency tax_category "
               "tax_percent stock stock_at expected_on replaced_by",
    "prices": "customer sku unit currency price per min_quantity valid_from "
              "valid_to",
    "items": "customer buyer_item sku",
    "units": "sku unit factor gtin",
    "customers": "customer partner name identifiers currency payment "
                 "credit_limit terms_days charge_at tax_id tax_category "
                 "email language seller discount_percent discount_days "
                 "blocked max_order max_overdue_days",
    "locations": "customer identifiers name street city postal_code country "
                 "warehouse calendar",
}


# --- orders in three formats ------------------------------------------------

def po(number, lines, **more):
    """lines: (sku, quantity, price or None), …; more: type, purpose,
    release, requested, ordered, currency, dates, rule."""
    return dict({"po": number, "lines": lines, "type": "SA", "purpose": "00",
                 "release": "", "ordered": "2026-11-20",
                 "requested": "2026-11-30", "currency": "EUR"}, **more)


def x12(orders, control=1, sender="ACME", receiver="LAMPCO", usage="P",
        end="~\n", gln=None):
    """One interchange with one 850 an order."""
    out = [f"ISA*00*          *00*          *ZZ*{sender:<15}*ZZ*"
           f"{receiver:<15}*261120*0905*U*00401*{control:09}*0*{usage}*>",
           f"GS*PO*{sender}*{receiver}*20261120*0905*{control}*X*004010"]
    for n, o in enumerate(orders, 1):
        set_ = [f"ST*850*{n:04}",
                f"BEG*{o['purpose']}*{o['type']}*{o['po']}*{o['release']}*"
                + o["ordered"].replace("-", "")]
        if o["currency"]:
            set_.append(f"CUR*BY*{o['currency']}")
        set_ += o.get("extra", [])
        if o["requested"]:
            set_.append("DTM*002*" + o["requested"].replace("-", ""))
        buyer = o.get("gln", gln or GLN.get(sender.lower()))
        if buyer:
            set_.append(f"N1*BY*The buyer*UL*{buyer}")
        if o.get("ship_to"):
            set_.append("N1*ST*Ship to*UL*" + o["ship_to"])
        for i, (sku, quantity, price) in enumerate(o["lines"], 1):
            set_.append(f"PO1*{i}*{quantity}*EA*{price or ''}**VN*{sku}")
        set_.append(f"CTT*{len(o['lines'])}")
        out += set_ + [f"SE*{len(set_) + 1}*{n:04}"]
    out += [f"GE*{len(orders)}*{control}", f"IEA*1*{control:09}"]
    return "".join(s + end for s in out).encode()


RECURRENCE = """<ext:UBLExtensions><ext:UBLExtension>
<ext:ExtensionURI>urn:ordermill:order-recurrence:1</ext:ExtensionURI>
<ext:ExtensionContent>
<r:Recurrence xmlns:r="urn:ordermill:order-recurrence:1">
<r:Rule>{rule}</r:Rule><r:StartDate>{start}</r:StartDate>
</r:Recurrence></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
"""


def ubl_party(name, gln):
    return f"""<cac:Party><cbc:EndpointID schemeID="0088">{gln}\
</cbc:EndpointID>
<cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>NL\
</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party>"""


def ubl(o, sender="nordlys"):
    """One UBL order; with rule= a standing order that begins on start=."""
    urn = "urn:oasis:names:specification:ubl:schema:xsd:"
    rule = o.get("rule")
    out = [f"""<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="{urn}Order-2" xmlns:cac="{urn}CommonAggregateComponents-2"
 xmlns:cbc="{urn}CommonBasicComponents-2"
 xmlns:ext="{urn}CommonExtensionComponents-2">
""", RECURRENCE.format(rule=rule, start=o["start"]) if rule else "",
           f"""\
<cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3\
</cbc:CustomizationID>
<cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3</cbc:ProfileID>
<cbc:ID>{o['po']}</cbc:ID>
<cbc:IssueDate>{o['ordered']}</cbc:IssueDate>
<cbc:OrderTypeCode>{258 if rule else 220}</cbc:OrderTypeCode>
<cbc:DocumentCurrencyCode>{o['currency']}</cbc:DocumentCurrencyCode>
<cac:BuyerCustomerParty>
{ubl_party('The buyer', GLN[sender])}</cac:BuyerCustomerParty>
<cac:SellerSupplierParty>
{ubl_party('Lampco B.V.', GLN['lampco'])}</cac:SellerSupplierParty>
"""]
    if o["requested"]:
        place = (f"""<cac:DeliveryLocation><cbc:ID schemeID="0088">\
{o['ship_to']}</cbc:ID></cac:DeliveryLocation>
""" if o.get("ship_to") else "")
        out.append(f"""<cac:Delivery>{place}<cac:RequestedDeliveryPeriod>
<cbc:StartDate>{o['requested']}</cbc:StartDate>
</cac:RequestedDeliveryPeriod></cac:Delivery>
""")
    for i, (sku, quantity, price) in enumerate(o["lines"], 1):
        priced = (f"""<cac:Price><cbc:PriceAmount currencyID=\
"{o['currency']}">{price}</cbc:PriceAmount></cac:Price>
""" if price else "")
        out.append(f"""<cac:OrderLine><cac:LineItem><cbc:ID>{i}</cbc:ID>
<cbc:Quantity unitCode="C62">{quantity}</cbc:Quantity>
{priced}<cac:Item><cbc:Name>{sku}</cbc:Name>
<cac:SellersItemIdentification><cbc:ID>{sku}</cbc:ID>
</cac:SellersItemIdentification></cac:Item></cac:LineItem></cac:OrderLine>
""")
    return "".join(out + ["</Order>\n"]).encode()


def rows_csv(columns, rows):
    out = io.StringIO()
    w = csv.writer(out, lineterminator="\n")
    w.writerow(columns.split() if isinstance(columns, str) else columns)
    w.writerows(rows)
    return out.getvalue().encode()


def csv_orders(orders, customer="kiosk"):
    return rows_csv(
        "po_number release customer ship_to ordered_on requested_on currency "
        "line seller_item buyer_item gtin quantity unit price repeat",
        [(o["po"], o["release"], customer, "", o["ordered"], o["requested"],
          o["currency"], i, sku, "", "", quantity, "EA", price or "",
          o.get("rule", "")) for o in orders
         for i, (sku, quantity, price) in enumerate(o["lines"], 1)])


def shipped(rows):
    """rows: (shipment, confirmation, line, sku, quantity, final, …sscc)."""
    return rows_csv(
        "shipment order line sku quantity unit shipped_at carrier tracking "
        "sscc final",
        [(r[0], r[1], r[2], r[3], r[4], "C62", "2026-11-24T08:30:00Z",
          "Snelpost", "SP-" + r[0], r[6] if len(r) > 6 else "",
          "yes" if r[5] else "no") for r in rows])


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            z.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 9, 0, 0)), data)
    return out.getvalue()


# --- answers ----------------------------------------------------------------

class Answer:
    """What an XML answer says, read with a parser that is not ours."""

    def __init__(self, name, data):
        self.name, self.data = name, data
        self.root = ET.fromstring(data)
        self.kind = self.root.tag.partition("}")[2]

    def text(self, path):
        found = self.root.find(self._ns(path))
        return None if found is None else found.text

    def texts(self, path):
        return [x.text for x in self.root.findall(self._ns(path))]

    @staticmethod
    def _ns(path):
        return "/".join(p if p.startswith(".") or not p else
                        (CBC if p.startswith("c:") else CAC) + p[2:]
                        for p in path.split("/"))

    @property
    def code(self):
        if self.kind == "OrderResponse":
            return self.text("c:OrderResponseCode")
        return self.text("a:DocumentResponse/a:Response/c:ResponseCode")

    @property
    def po(self):
        return self.text("a:OrderReference/c:ID")

    @property
    def notes(self):
        return " ".join(t or "" for t in self.texts("c:Note"))


# --- the mill ---------------------------------------------------------------

class Ran:
    def __init__(self, done, seconds):
        self.code, self.seconds = done.returncode, seconds
        self.raw_out, self.raw_err = done.stdout, done.stderr
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")

    def __repr__(self):
        return f"exit {self.code}\n{self.out[-3000:]}\n{self.err[-3000:]}"


class Mill:
    def __init__(self, path, binary):
        self.path, self.binary = os.path.abspath(path), binary
        ran = self.run("init", self.path, mill=False)
        assert ran.code == 0, ran
        for folder in ("partners", "master"):
            shutil.rmtree(os.path.join(self.path, folder))
            os.mkdir(os.path.join(self.path, folder), 0o700)
        shutil.rmtree(os.path.join(self.path, "exchange"),
                      ignore_errors=True)
        os.mkdir(os.path.join(self.path, "exchange"), 0o700)
        self.master = {"catalog": list(CATALOG), "prices": [], "items": [],
                       "units": [("", "DZN", "12", "")], "customers": [],
                       "locations": []}
        self.partners, self.places = {}, {}
        self.warehouse("venlo")

    # Commands

    def run(self, *words, mill=True, env=None, timeout=900):
        place = ["-C", self.path] if mill else []
        started = time.monotonic()
        done = subprocess.run([self.binary] + place + [str(w) for w in words],
                              stdin=subprocess.DEVNULL, capture_output=True,
                              check=False, timeout=timeout,
                              env=dict(os.environ, **(env or {})))
        return Ran(done, time.monotonic() - started)

    def good(self, *words):
        ran = self.run(*words)
        assert ran.code == 0, (words, ran)
        return ran

    def night(self, day, *words, **more):
        """A run as of DAY, at two o'clock when no time is said."""
        at = day if "T" in day else day + "T02:00:00Z"
        return self.run("run", *words, "--as-of", at, **more)

    # What it knows: written by the test, before a night

    def write(self, name, data):
        path = os.path.join(self.path, name)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        return path

    def write_master(self):
        for name, rows in self.master.items():
            n = len(COLUMNS[name].split())
            self.write(f"master/{name}.csv", rows_csv(
                COLUMNS[name], [list(r) + [""] * (n - len(r))
                                for r in rows]))

    def profile(self, name, format_, messages, identifiers, *, role, url=None,
                state="live", connection="", rules="", answers="",
                recurrence="", more="", receive=None, ours=()):
        if url is None:
            url = f"dir:{self.path}/exchange/{name}"
            for folder in ("inbox", "outbox"):
                os.makedirs(f"{self.path}/exchange/{name}/{folder}",
                            mode=0o700, exist_ok=True)
        receive = receive or \
            f'{{ format = "{format_}"; messages = [ "{messages}" ]; }}'
        ids = ", ".join(f'"{i}"' for i in identifiers)
        ours = (f'"x12:ZZ:LAMPCO", "gs:LAMPCO", "account:lampco", '
                f'"endpoint:0088:{GLN["lampco"]}"' +
                "".join(f', "{i}"' for i in ours))
        defaults = {"inbox": '"inbox"', "outbox": '"outbox"',
                    "patterns": '[ "*" ]', "settle_seconds": "0",
                    "timeout_seconds": "5", "retries": "0"}
        for key, value in defaults.items():
            if key not in connection:
                connection += f" {key} = {value};"
        self.partners[name] = url
        self.write(f"partners/{name}.conf", f"""partner = {{
	id = "{name}";
	name = "The partner {name}";
	role = "{role}";
	state = "{state}";
	{f'identifiers = [ {ids} ];' if ids else ''}
	{f'our_identifiers = [ {ours} ];' if ids else ''}
	{more}
	{f'connection = {{ url = "{url}"; {connection} }};' if url else ''}
	receive = ( {receive} );
	answers = {{ {answers} }};
	{f'rules = {{ {rules} }};' if role == 'customer' else ''}
	{f'recurrence = {{ {recurrence} }};' if role == 'customer' else ''}
}};
""")

    def customer(self, name, format="x12", payment="account",
                 limit="unlimited", charge_at="despatch", identifiers=(),
                 discount=("", ""), blocked="", max_order="", overdue="",
                 **more):
        """A partner and its one customer of the same name."""
        messages = {"x12": "850", "ubl": "Order", "csv": "orders"}[format]
        ids = [f"endpoint:0088:{GLN[name]}"]
        if format == "x12":
            ids += [f"x12:ZZ:{name.upper()}", f"gs:{name.upper()}"]
        if format == "csv":
            ids += [f"account:{name}"]
        ids += identifiers
        self.profile(name, format, messages, ids, role="customer", **more)
        own = [f"gln:{GLN[name]}"] + ([f"account:{name}"] if format == "csv"
                                      else [])
        self.master["customers"].append(
            (name, name, f"Customer {name}", " ".join(own), "EUR", payment,
             limit, 30, charge_at, "", "S", "", "en", "desk@lampco.example",
             *discount, blocked, max_order, overdue))
        self.master["locations"].append(
            (name, "gln:" + GLN[name], f"Customer {name}", "Havenweg 7",
             "Rotterdam", "3011 AA", "NL", "venlo", ""))
        self.write_master()

    def at_server(self, server, name, directory, command=None, more=""):
        """url= and connection= of a partner at a tests' Sshd; its folders
        are directory/{inbox,outbox}, and place() knows them."""
        for folder in ("inbox", "outbox"):
            os.makedirs(os.path.join(directory, folder), mode=0o700,
                        exist_ok=True)
        key = self.path + f"/keys/{name}"
        owner = f"{name}-{os.path.basename(self.path)}"
        shutil.copy(server.add_user_key(owner, directory, command), key)
        os.chmod(key, 0o600)
        self.places[name] = directory
        return {"url": server.url(), "connection":
                f'key = "keys/{name}"; host_keys = [ "{server.fingerprint}" '
                f']; {more}'}

    def warehouse(self, name, **more):
        self.profile(name, "csv", "shipments", [], role="warehouse",
                     answers='name = "{kind}_{date}_{seq}.csv";', **more)

    def place(self, partner, folder):
        return os.path.join(self.places.get(partner, os.path.join(
            self.path, "exchange", partner)), folder)

    def drop(self, partner, name, data, folder="inbox"):
        """A file appears in the partner's inbox, whole, an hour old."""
        path = os.path.join(os.fsencode(self.place(partner, folder)),
                            os.fsencode(name))
        with open(path, "wb") as f:
            f.write(data)
        old = time.time() - 3600
        os.utime(path, (old, old))
        return path

    # What came of it

    def list(self, kind, /, **where):
        ran = self.good("list", kind, "--json",
                        *[f"{k}={v}" for k, v in where.items()])
        return [json.loads(line) for line in ran.out.splitlines()]

    def one(self, kind, /, **where):
        found = self.list(kind, **where)
        assert len(found) == 1, (kind, where, found)
        return found[0]

    def state(self, number):
        return self.one("order", po_number=number)["state"]

    def states(self):
        return {o["po_number"]: o["state"] for o in self.list("order")}

    def rows(self, sql, *values):
        db = sqlite3.connect(f"file:{self.path}/var/ordermill.db?mode=ro",
                             uri=True)
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def outgoing(self, partner, folder="outbox"):
        """Everything that lies at the partner: {name: bytes}."""
        return read_folder(self.place(partner, folder))

    def answers(self, partner, number=None, kind=None):
        """XML answers in the order in which they were made."""
        made = [r["name"] for r in self.list("outbox", partner=partner)]
        here = self.outgoing(partner)
        out = [Answer(n, here[n]) for n in made if n in here]
        return [a for a in out if (kind is None or a.kind == kind) and
                (number is None or a.po == number)]

    def codes(self, partner, number):
        return [a.code for a in self.answers(partner, number,
                                             "OrderResponse")]

    def ledger_is_balanced(self):
        sums = {}
        for p in self.list("ledger"):
            key = p["journal"], p["currency"]
            sums[key] = sums.get(key, 0) + p["amount_minor"]
        return not any(sums.values())

    def balance(self, account, customer):
        return sum(b["amount_minor"] for b in
                   self.list("balance", customer=customer)
                   if b["account"] == account)

    def dump(self):
        """Every row of every table but the diary (run, event, proofs) and what
        is open as of when, without what says which run it was."""
        db = sqlite3.connect(f"file:{self.path}/var/ordermill.db?mode=ro",
                             uri=True)
        out = {}
        try:
            tables = [r[0] for r in db.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                "name NOT LIKE 'sqlite%' ORDER BY name")]
            for t in tables:
                if t in ("run", "event", "standing_proof", "stock_open",
                         "stock_touched", "stock_line_was"):
                    continue
                columns = [r[1] for r in db.execute(
                    f"PRAGMA table_info({t})") if r[1] != "run_id"]
                out[t] = sorted(db.execute(
                    f"SELECT {', '.join(columns)} FROM {t}"), key=repr)
        finally:
            db.close()
        return out


def read_folder(path):
    out = {}
    for name in os.listdir(path):
        with open(os.path.join(path, name), "rb") as f:
            out[name] = f.read()
    return out


def differences(one, other):
    """Of two dumps, in a few words."""
    said = []
    for t in sorted(set(one) | set(other)):
        a, b = one.get(t, []), other.get(t, [])
        if a != b:
            gone = [r for r in a if r not in b][:2]
            new = [r for r in b if r not in a][:2]
            said.append(f"{t}: {len(a)} rows, then {len(b)}; gone {gone}, "
                        f"new {new}")
    return said


def has_control_bytes(data):
    """Bytes that a terminal might act on, in what we print."""
    return [b for b in data if b < 32 and b not in (9, 10)] or \
        [b for b in (0x7f,) if b in data] or \
        [s for s in ("\u202e", "\u2028", "\x9b")
         if s in data.decode("utf-8", "replace")]


class Skip(Exception):
    """What a test needs is not on this machine."""


# --- where tests live -------------------------------------------------------

class Work:
    """build/e2e-NAME-…: private, removed when all went well."""

    def __init__(self, name, binary):
        self.name, self.binary = name, os.path.abspath(binary)
        self.n, self.stops, self.mills = 0, [], []

    def __enter__(self):
        base = os.path.join(ROOT, "build")
        os.makedirs(base, exist_ok=True)
        self.path = tempfile.mkdtemp(prefix=f"e2e-{self.name}-", dir=base)
        return self

    def mill(self):
        self.n += 1
        self.mills.append(Mill(os.path.join(self.path, f"mill{self.n}"),
                               self.binary))
        return self.mills[-1]

    def mill_copy(self, other, name):
        """Another mill with the same configuration, keys and history."""
        path = os.path.join(self.path, name)
        shutil.copytree(other.path, path)
        made = Mill.__new__(Mill)
        made.__dict__.update(other.__dict__, path=path)
        for partner in other.partners:
            conf = os.path.join(path, "partners", partner + ".conf")
            with open(conf, encoding="utf-8") as f:
                text = f.read()
            with open(conf, "w", encoding="utf-8") as f:
                f.write(text.replace(other.path, path))
        self.mills.append(made)
        return made

    def verify(self):
        """Whatever a test did, the books and bytes are in order; but for a
        mill that it damaged on purpose (mill.damaged = True)."""
        for mill in self.mills:
            if getattr(mill, "damaged", False):
                continue
            for words in (("verify", "--full"), ("standing", "audit")):
                ran = mill.run(*words)
                assert ran.code == 0, (words, ran)
            assert mill.ledger_is_balanced()

    def directory(self, name):
        path = os.path.join(self.path, name)
        os.makedirs(path, mode=0o700, exist_ok=True)
        return path

    def stop_later(self, stop):
        self.stops.append(stop)

    def __exit__(self, kind, *_):
        for stop in reversed(self.stops):
            stop()
        if kind is None and not os.environ.get("KEEP"):
            shutil.rmtree(self.path, ignore_errors=True)


def binary_of(argument):
    """BUILD or the program itself, as tests/run.sh and people say it."""
    if os.path.isdir(argument):
        argument = os.path.join(argument, "ordermill")
    assert os.stat(argument).st_mode & stat.S_IXUSR
    return argument


def tap_main(tests, file):
    """Runs each test with its own Work; ONLY=part of a name picks."""
    binary = binary_of(sys.argv[1] if len(sys.argv) > 1 else
                       os.path.join(ROOT, "build/checked"))
    only = os.environ.get("ONLY", "")
    tests = [t for t in tests if only in t.__name__]
    prefix = os.path.basename(file).rpartition(".")[0].replace("_", "-")
    failed = 0
    print(f"1..{len(tests)}", flush=True)
    for n, test in enumerate(tests, 1):
        started, why, skipped = time.monotonic(), None, ""
        try:
            with Work(f"{prefix}-{n}", binary) as work:
                test(work)
                work.verify()
        except Skip as reason:
            skipped = f" # SKIP {reason}"
        except Exception:           # pylint: disable=broad-except
            why = traceback.format_exc()
        failed += why is not None
        print(f"{'ok' if why is None else 'not ok'} {n} - {test.__name__}"
              f"{skipped}", flush=True)
        print(f"# {time.monotonic() - started:.1f} s", flush=True)
        for line in (why or "").splitlines()[-40:]:
            print(f"# {line}", flush=True)
    return 1 if failed else 0
