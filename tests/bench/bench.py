#!/usr/bin/python3
"""make bench: how fast ordermill is, as ratios within one run.

    tests/bench/bench.py BUILD [x12 edifact ubl booking issue sftp night
                                book]...

Runs the programs that the Makefile made below BUILD, compares each with the
plain thing it stands on (memcpy, libxml2, SQLite, sftp) and prints what it
measured.  The two sides take turns and the best or the median of each counts.
Nothing passes or fails here.  QUICK=1: smaller, under two minutes.
"""
import os
import statistics
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "e2e"))
import mill as e2e                                          # noqa: E402
from multiply import multiply                               # noqa: E402
from sshd import Sshd, SlowLine                             # noqa: E402

QUICK = os.environ.get("QUICK", "") not in ("", "0")
LINES = [("BULB", 10, "1.60"), ("LED", 5, "3.95")] * 5
AS_OF = "2026-11-30"


def say(name, text):
    print(f"{name:<34} {text}", flush=True)


def ratio(a, b):
    return f"{100 * a / b:.1f} %"


def words(program, *arguments):
    """What a benchmark says: its "name value" lines."""
    out = subprocess.run([program] + [str(a) for a in arguments], check=True,
                         stdout=subprocess.PIPE, text=True).stdout
    return {k: float(v) for k, v in (line.split() for line in
                                     out.splitlines())}


def by_size(w):
    one = w["size_1"]
    return (f"1x, 2x, 4x the bytes take 1.00 : {w['size_2'] / one:.2f} : "
            f"{w['size_4'] / one:.2f}")


# --- the machine ------------------------------------------------------------

def first_line(path, start):
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith(start):
                return line.partition(":")[2].strip()
    return "?"


def machine():
    cpu = first_line("/proc/cpuinfo", "model name")
    kib = int(first_line("/proc/meminfo", "MemTotal").split()[0])
    stat = os.statvfs(".")
    say("machine", f"{os.cpu_count()} x {cpu}, {kib >> 20} GiB, "
        f"Linux {os.uname().release}, {stat.f_bavail * stat.f_frsize >> 30}"
        f" GiB free, load {os.getloadavg()[0]:.1f}")


# --- parsers ----------------------------------------------------------------

def x12(build, work):
    w = words(f"{build}/bench_x12", 20 if QUICK else 100, work.path)
    say("X12 850, parser only", f"{ratio(w['memcpy'], w['parse'])} of memcpy:"
        f" {w['bytes'] / w['parse'] / 1e6:.0f} MB/s, "
        f"{w['lines'] / w['parse'] / 1e6:.1f} million lines/s "
        f"(memcpy {w['bytes'] / w['memcpy'] / 1e9:.1f} GB/s)")
    say("", by_size(w))
    say("X12 worker, anonymous memory",
        f"{w['memory_small'] / 1024:.1f} MiB for 1 MB, "
        f"{w['memory_large'] / 1024:.1f} MiB for "
        f"{10 * (20 if QUICK else 100)} MB")


def edifact(build, work):
    w = words(f"{build}/bench_edifact", 20 if QUICK else 100)
    say("EDIFACT ORDERS, parser only",
        f"{ratio(w['memcpy'], w['parse'])} of memcpy:"
        f" {w['bytes'] / w['parse'] / 1e6:.0f} MB/s, "
        f"{w['lines'] / w['parse'] / 1e6:.1f} million lines/s "
        f"(memcpy {w['bytes'] / w['memcpy'] / 1e9:.1f} GB/s)")
    say("", by_size(w))


def ubl(build, work):
    w = words(f"{build}/bench_ubl", 20 if QUICK else 100, work.path)
    say("UBL Order, parser only", f"{ratio(w['sax'], w['parse'])} of libxml2 "
        f"SAX2 alone: {w['bytes'] / w['parse'] / 1e6:.0f} MB/s "
        f"(SAX2 {w['bytes'] / w['sax'] / 1e6:.0f} MB/s)")
    say("", by_size(w))
    say("UBL worker, anonymous memory",
        f"{w['memory_small'] / 1024:.1f} MiB for 1 MB, "
        f"{w['memory_large'] / 1024:.1f} MiB for "
        f"{10 * (20 if QUICK else 100)} MB")


# --- a mill and what a run of it costs --------------------------------------

def fill(mill, files, orders, first=0, **more):
    """Files of x12 orders with ten lines each, in the customer's inbox."""
    for f in range(first, first + files):
        mill.drop("acme", f"{f:06}.edi", e2e.x12(
            [e2e.po(f"P{f * orders + i:08}", LINES, **more)
             for i in range(orders)], control=f + 1))


def status_kib(pid, key):
    try:
        return int(first_line(f"/proc/{pid}/status", key).split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def cpu_of(pid):
    """User and system seconds of the process itself."""
    with open(f"/proc/{pid}/stat", "rb") as f:
        fields = f.read().rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Measured:
    """A run, watched: wall, cpu, peak anonymous memory of the supervisor and
    of its largest worker."""

    def __init__(self, mill, *stages, at="02:00", day=AS_OF,
                 codes=(0,)):
        self.cpu, self.anon, self.worker, self.said = 0, 0, 0, b""
        command = [mill.binary, "-C", mill.path, "run", *stages, "--as-of",
                   f"{day}T{at}:00Z"]
        started = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE) as p:
            drain = threading.Thread(target=lambda: self.keep(p.stderr))
            drain.start()
            while not self.ended(p.pid):
                self.look(p.pid)
                time.sleep(0.02)
            self.cpu = cpu_of(p.pid)        # it is there until it is reaped
            self.wall = time.monotonic() - started
            p.wait()
            drain.join()
        if p.returncode not in codes:
            raise RuntimeError(self.said[-2000:])

    def keep(self, pipe):
        self.said = pipe.read()

    @staticmethod
    def ended(pid):
        with open(f"/proc/{pid}/stat", "rb") as f:
            return f.read().rpartition(b")")[2].split()[0] == b"Z"

    def look(self, pid):
        self.anon = max(self.anon, status_kib(pid, "RssAnon"))
        for child in descendants(pid):
            self.worker = max(self.worker, status_kib(child, "RssAnon"))


def descendants(pid):
    found, todo = [], [pid]
    while todo:
        p = todo.pop()
        try:
            with open(f"/proc/{p}/task/{p}/children", encoding="ascii") as f:
                children = [int(x) for x in f.read().split()]
        except OSError:
            children = []
        found += children
        todo += children
    return found


# --- booking ----------------------------------------------------------------

def booking(build, work):
    """From record to committed ledger, against the same rows by SQLite."""
    files, rounds = (3, 3) if QUICK else (20, 5)
    ours, raw = [], []
    for i in range(rounds):
        mill = work.mill()
        mill.customer("acme")
        fill(mill, files, 1000)
        Measured(mill, "fetch")
        run = Measured(mill, "parse", "validate", "charge")
        ours.append(run)
        place = work.directory(f"raw{i}")
        raw.append(words(f"{build}/bench_sqlite",
                         f"{mill.path}/var/ordermill.db",
                         f"{place}/raw.db"))
        assert mill.rows("SELECT count(*) FROM orders WHERE state = "
                         "'accepted'") == [(files * 1000,)]
    cpu, raw_cpu = min(m.cpu for m in ours), min(w["cpu"] for w in raw)
    wall, raw_wall = min(m.wall for m in ours), min(w["wall"] for w in raw)
    say("booking, CPU of the supervisor", f"{ratio(raw_cpu, cpu)} of SQLite "
        f"alone: {files * 1000 / cpu:.0f} orders a CPU second "
        f"(SQLite {files * 1000 / raw_cpu:.0f}, "
        f"{raw[0]['rows'] / files / 1000:.1f} rows an order)")
    say("booking, elapsed", f"{ratio(raw_wall, wall)} of SQLite alone: "
        f"{files * 1000 / wall:.0f} orders/s (SQLite "
        f"{files * 1000 / raw_wall:.0f}); median of turns "
        + ratio(statistics.median(w["wall"] / m.wall for m, w in
                                  zip(ours, raw)), 1))


# --- standing orders --------------------------------------------------------

# A standing order a week, agreed in an X12 order; the second delivery is due
# on the seventh of December.
WEEKLY = {"type": "ST", "extra": ["REF*ZZ*R*FREQ=WEEKLY"]}
STANDING = 'accept = "yes"; lead_days = 0;'
DUE = "2026-12-07"


def issue(_, work):
    """Due occurrences made orders and charged, against received orders of
    the same ten lines, from the record on; a week after as many."""
    files, rounds = (10, 2) if QUICK else (100, 2)
    orders = files * 1000
    issued, booked = [], []
    for _ in range(rounds):
        mill = work.mill()
        mill.customer("acme", recurrence=STANDING)
        fill(mill, files, 1000, **WEEKLY)
        Measured(mill, "fetch", "parse", "validate", "charge")
        # The answers of a week ago are overdue by then: exit code 1.
        issued.append(Measured(mill, "recur", "charge", day=DUE,
                               codes=(0, 1)))
        made = mill.rows("SELECT count(*) FROM orders WHERE state = "
                         "'accepted' AND release_number = '2'")
        assert made == [(orders,)], made
        # The other side has as many orders in its book before.
        mill = work.mill()
        mill.customer("acme")
        fill(mill, files, 1000)
        Measured(mill, "fetch", "parse", "validate", "charge")
        fill(mill, files, 1000, first=files)
        Measured(mill, "fetch", day=DUE, codes=(0, 1))
        booked.append(Measured(mill, "parse", "validate", "charge", day=DUE,
                               codes=(0, 1)))
        made = mill.rows("SELECT count(*) FROM orders WHERE state = "
                         "'accepted'")
        assert made == [(2 * orders,)], made
    a, b = min(m.cpu for m in issued), min(m.cpu for m in booked)
    say(f"issuing {orders} standing orders", f"{ratio(a, b)} of booking as "
        f"many received ones, by CPU: {1e6 * a / orders:.0f} and "
        f"{1e6 * b / orders:.0f} µs an order")
    a, b = min(m.wall for m in issued), min(m.wall for m in booked)
    say("", f"{ratio(a, b)} by the clock: {orders / a:.0f} and "
        f"{orders / b:.0f} orders/s")


# --- SFTP -------------------------------------------------------------------

class Line:
    """An sshd, and the two clients that talk to it."""

    def __init__(self, build, work):
        self.hand, self.work = f"{build}/tests/test_transport_cli", work
        self.sshd = Sshd(work.directory("sshd"))
        self.sshd.start()
        work.stop_later(self.sshd.stop)
        self.home = work.directory("remote")
        self.key = self.sshd.add_user_key("bench", self.home)
        self.turn = 0

    def ours(self, port, sessions, *command):
        started = time.monotonic()
        done = subprocess.run(
            [self.hand, f"key={self.key}", f"pin={self.sshd.fingerprint}",
             f"sessions={sessions}", "max_file=1000000000",
             f"sftp://{self.sshd.user}@127.0.0.1:{port}", *command],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        assert b"failed" not in done.stdout
        return time.monotonic() - started, done.stdout.count(b"done")

    def sftp(self, port, *lines):
        started = time.monotonic()
        subprocess.run(
            ["sftp", "-q", "-b", "-", "-P", str(port), "-i", self.key, "-o",
             "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o",
             "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
             f"{self.sshd.user}@127.0.0.1"],
            input="\n".join(lines).encode(), stdout=subprocess.DEVNULL,
            check=True)
        return time.monotonic() - started

    def down(self, port, sessions, count):
        """Both fetch everything in remote/in."""
        self.turn += 1
        a = self.work.directory(f"down{self.turn}a")
        b = self.work.directory(f"down{self.turn}b")
        mine, n = self.ours(port, sessions, "get", "in", a)
        assert n == count == len(os.listdir(a))
        theirs = self.sftp(port, f"lcd {b}", "cd in", "get *")
        assert len(os.listdir(b)) == count
        return mine, theirs

    def up(self, port, sessions, local, count):
        """Both deliver everything in `local` to a new directory."""
        self.turn += 1
        for side in "ab":
            os.mkdir(os.path.join(self.home, f"up{self.turn}{side}"), 0o700)
        mine, n = self.ours(port, sessions, "put", f"up{self.turn}a", local)
        assert n == count
        theirs = self.sftp(port, f"lcd {local}", f"cd up{self.turn}b",
                           "put *")
        return mine, theirs


def files_of(path, count, size):
    for i in range(count):
        with open(os.path.join(path, f"f{i:05}.xml"), "wb") as f:
            f.write(os.urandom(size))


def median_turns(turns):
    mine = statistics.median(t[0] for t in turns)
    theirs = statistics.median(t[1] for t in turns)
    return f"{theirs / mine:.2f} times sftp ({mine:.2f} s, sftp " \
        f"{theirs:.2f} s)"


def sftp(build, work):
    many, slow, large = (500, 60, 50) if QUICK else (5000, 500, 500)
    rounds = 1 if QUICK else 3
    line = Line(build, work)
    port = line.sshd.port
    os.mkdir(os.path.join(line.home, "in"), 0o700)
    files_of(os.path.join(line.home, "in"), many, 8192)
    source = os.path.join(line.home, "in")
    say(f"SFTP, {many} x 8 KB down", median_turns(
        [line.down(port, 4, many) for _ in range(rounds)]))
    say(f"SFTP, {many} x 8 KB up", median_turns(
        [line.up(port, 4, source, many) for _ in range(rounds)]))
    for name in sorted(os.listdir(source))[slow:]:
        os.unlink(os.path.join(source, name))
    proxy = SlowLine(port, 0.015)
    try:
        say(f"SFTP, {slow} x 8 KB down, 30 ms", median_turns(
            [line.down(proxy.port, 8, slow)]))
        say(f"SFTP, {slow} x 8 KB up, 30 ms", median_turns(
            [line.up(proxy.port, 8, source, slow)]))
    finally:
        proxy.stop()
    for name in os.listdir(source):
        os.unlink(os.path.join(source, name))
    with open(os.path.join(source, "large"), "wb") as f:
        for _ in range(large):
            f.write(os.urandom(1000000))
    say(f"SFTP, one file of {large} MB down", median_turns(
        [line.down(port, 4, 1) for _ in range(rounds)]))


# --- the night --------------------------------------------------------------

def describe(name, run, orders):
    say(name, f"{orders / run.wall:.0f} orders/s ({run.wall:.1f} s; "
        f"supervisor {run.cpu:.1f} s of CPU)")


def night(_, work):
    """Fetch to send, through a directory, and the same on a full book."""
    files = 10 if QUICK else 100
    orders = files * 1000
    small = work.mill()
    small.customer("acme")
    fill(small, files // 10, 1000)
    before = Measured(small)
    mill = work.mill()
    mill.customer("acme")
    fill(mill, files, 1000)
    run = Measured(mill)
    describe(f"night of {orders} orders", run, orders)
    states = mill.rows("SELECT state, count(*) FROM orders GROUP BY 1")
    assert states == [("at_warehouse", orders)], states
    assert mill.rows("SELECT count(*) FROM outbox WHERE state <> 'sent'") == \
        [(0,)]
    size = os.path.getsize(f"{mill.path}/var/ordermill.db")
    say("", f"peak anonymous memory {run.anon / 1024:.0f} MiB, of the "
        f"largest worker {run.worker / 1024:.0f} MiB; {size / orders:.0f} "
        "bytes an order in the database")
    say("", f"a tenth of it takes {before.wall / run.wall * 10:.2f} tenths "
        f"of the time, {before.cpu / run.cpu * 10:.2f} of the CPU, "
        f"{before.anon / 1024:.0f} MiB")
    fill(mill, files // 10, 1000, first=files)
    after = Measured(mill, at="03:00")
    describe("the next, a tenth, on this book", after, orders // 10)
    say("", f"{after.cpu / before.cpu:.2f} times the CPU of the same night "
        "on an empty book")


def shipped_yesterday(mill, share):
    """The warehouse confirms so many of a hundred orders, whole."""
    rows = []
    for order, confirmation in mill.rows(
            "SELECT order_id, confirmation FROM orders WHERE state = "
            "'at_warehouse' AND standing_order_id IS NULL"):
        if order % 100 < share:
            rows += [(f"S-{order}", confirmation, i, sku, quantity, True)
                     for i, (sku, quantity, _) in enumerate(LINES, 1)]
    mill.drop("venlo", "shipped.csv", e2e.shipped(rows))


def grown(work, seed, copies):
    """A mill with a book of some thousand orders, and as many copies of it."""
    mill = work.mill()
    # Every product counted a month ago, and enough of it.
    mill.master["catalog"] = [row[:-2] + ("100000000000", "2026-11-01")
                              for row in mill.master["catalog"]]
    mill.customer("acme", recurrence=STANDING)
    fill(mill, seed, 1000)
    mill.drop("acme", "standing.edi", e2e.x12(
        [e2e.po(f"S{i:06}", LINES, **WEEKLY) for i in range(seed * 100)],
        control=900000))
    Measured(mill)
    shipped_yesterday(mill, 95)
    Measured(mill, at="04:00")
    if copies > 1:
        # The copies are of other days of the week, and so not due.
        later = "1 + standing_order_id % 6"
        copies_only = f"WHERE standing_order_id > {seed * 100}"
        multiply(f"{mill.path}/var/ordermill.db", copies, [
            # What has left is that of all copies, too.
            "UPDATE stock_gone SET quantity = CAST(CAST(quantity AS "
            f"INTEGER) * {copies} AS TEXT)",
            # And what is open, told from nothing that is not in it.
            "DELETE FROM stock_touched", "DELETE FROM stock_line_was",
            "DELETE FROM stock_open",
            "INSERT INTO stock_open SELECT l.sku, CAST(sum((l.quantity - "
            "l.shipped_quantity - l.cancelled_quantity) * "
            "l.stock_quantity / l.quantity) AS TEXT) FROM order_line l "
            "CROSS JOIN orders o ON o.order_id = l.order_id WHERE l.state "
            "IN ('accepted', 'changed', 'backordered') AND o.state IN "
            "('accepted', 'at_warehouse', 'part_shipped') GROUP BY l.sku",
            "UPDATE standing_proof_rule SET again_on = again_on + "
            f"{later}, proved_to = proved_to + {later} {copies_only}",
            "UPDATE standing_proof_sum SET (standing_orders, due, issued) "
            "= (SELECT count(*), sum(due), sum(issued) FROM "
            "standing_proof_rule)",
            "UPDATE standing_order SET " + ", ".join(
                f"{c} = {c} + {later}" for c in (
                    "starts_on", "decided_on", "wake_on",
                    "next_release_on")) + " " + copies_only,
            "UPDATE occurrence SET " + ", ".join(
                f"{c} = {c} + {later}" for c in (
                    "nominal_on", "due_on", "release_on")) + " " +
            copies_only])
    return mill


def book(_, work):
    """The same nights in turns on a book of a few thousand orders and on one
    of a million and of a hundred thousand standing orders."""
    seed, copies = (2, 50) if QUICK else (4, 250)
    mills = [grown(work, seed, 1), grown(work, seed, copies)]
    nights = [[], []]
    # Making the book is not the night's: what it wrote is on the disk first.
    os.sync()
    for turn in range(6):
        for mill, mine in zip(mills, nights):
            fill(mill, 2, 1000, first=500000 + 2 * turn)
            mine.append(Measured(mill, day=DUE, at=f"02:{5 * turn:02}"))
    for mill, mine in zip(mills, nights):
        rest = Measured(mill, day=DUE, at="03:00")
        many = mill.rows("SELECT count(*) FROM orders")[0][0]
        standing = mill.rows("SELECT count(*) FROM standing_order")[0][0]
        say(f"a night of {2000 + seed * 100}",
            f"{mine[0].wall:.2f} s, {mine[0].cpu:.2f} s of CPU; one of 2000 "
            f"{statistics.median(n.wall for n in mine[1:]):.2f} s, one with "
            f"nothing to do {rest.wall:.2f} s (book of {many} orders, "
            f"{standing} standing)")
    for name, of in (("first night on the large book", slice(0, 1)),
                     ("median of six", slice(0, None))):
        small, large = (mine[of] for mine in nights)
        wall, cpu = (statistics.median(getattr(n, what) for n in large) /
                     statistics.median(getattr(n, what) for n in small)
                     for what in ("wall", "cpu"))
        say(name, f"{wall:.2f} times as long, {cpu:.2f} times the CPU")


PARTS = {"x12": x12, "edifact": edifact, "ubl": ubl, "booking": booking,
         "issue": issue, "sftp": sftp, "night": night, "book": book}


def main():
    build = os.path.abspath(sys.argv[1])
    chosen = sys.argv[2:] or list(PARTS)
    machine()
    for name in chosen:
        with e2e.Work("bench", os.path.join(build, "ordermill")) as work:
            PARTS[name](os.path.join(build, "release"), work)


if __name__ == "__main__":
    main()
