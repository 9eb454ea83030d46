#!/usr/bin/python3
"""crash.py BUILD [--sample [N] | --all] [--mode NAME] [--at ACTOR:NUMBER]

Disturbs a night at every point, or at N of them, and looks whether the next
one makes it good.  See README.md.  Prints TAP; keeps nothing.
"""
import argparse
import collections
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
# pylint: disable=wrong-import-position
import book
import disk
import night
import under

SHOWN = 6			# violations told in full
KEPT = ("ordermill.conf", "partners", "calendars", "master", "keys")
# a run that met an error ends so, never with another code or a signal
FAULT_CODES = {2, 69, 74, 75}
AGAIN = 7			# every so many points, one more run


class Proof:
    """What all points share; a worker process has its own directory."""

    def __init__(self, binary, build, top):
        self.binary, self.build, self.top = binary, build, top
        self.shim = under.build_shim(build)
        self.base = os.path.join(top, "base")
        night.prepare(binary, self.base)
        self.inbox = {p: s for p, s in book.exchange(self.base).items()
                      if p.split(os.sep)[1] in ("orders", "shipped")}
        self.has_verify = "verify" in subprocess.run(
            [binary, "help"], capture_output=True, text=True,
            check=False).stdout
        self.work, self.state = None, None
        self.settle("0")
        self.undisturbed()

    def settle(self, name):
        self.work = os.path.join(self.top, name)
        os.makedirs(self.work, exist_ok=True)
        self.state = under.State(os.path.join(self.work, "state"))
        under.adopt_orphans()

    def fresh(self):
        mill = os.path.join(self.work, "mill")
        shutil.rmtree(mill, ignore_errors=True)
        shutil.copytree(self.base, mill)
        return mill

    def night(self, mill):
        return under.run(self.binary, mill, self.state, night.NIGHT_2,
                         self.shim)

    def undisturbed(self):
        """The night as it should be, and all its points; twice, because a
        point's number must mean the same every time."""
        seen = []
        for _ in range(2):
            mill = self.fresh()
            self.state.plan(under.COUNT)
            end = self.night(mill)
            self.code = end.code
            if end.code not in (0, 1):
                raise RuntimeError(f"the undisturbed night ended {end}")
            lines, wrong = book.outcome(mill)
            if wrong:
                raise RuntimeError(f"the undisturbed night: {wrong}")
            points = [under.Point(e.actor, e.number, e.op, e.path, e.remote)
                      for e in self.state.entries()]
            seen.append((lines, sorted(points)))
        if seen[0] != seen[1]:
            raise RuntimeError("two undisturbed nights differ: " + "\n".join(
                book.difference(seen[0][0], seen[1][0])))
        self.lines = lines
        self.work_lines = book.by_order(lines, mill)
        self.points = points
        self.answers = book.visible_answers(mill)

    # --- what must hold -----------------------------------------------------

    def observe(self, mill, strict=True):
        """At the very instant: what can a partner see, what is recorded.
        Strict: nothing that an undisturbed night would not send."""
        out = []
        b = self.book_now(mill)
        try:
            promised = b.answers()
            arrived = {(p, os.fsdecode(n)) for p, n in b.db.execute(
                "SELECT partner, raw_name FROM arrival")}
        finally:
            b.close()
        there = book.exchange(mill)
        for key, digest in book.visible_answers(mill).items():
            if promised.get(key) != digest:
                out.append(f"{'/'.join(key)} is visible and not as in the "
                           "book")
            elif strict and self.answers.get(key) != digest:
                out.append(f"{'/'.join(key)} is visible and not as in an "
                           "undisturbed night")
        for path, digest in self.inbox.items():
            partner, _, name = path.split(os.sep, 2)
            if there.get(path) != digest and (partner, name) not in arrived:
                out.append(f"{path} is gone and not in the book")
        return out

    def book_now(self, mill):
        """A copy, because reading would mend the write-ahead log."""
        copy = os.path.join(self.work, "copy")
        shutil.rmtree(copy, ignore_errors=True)
        os.mkdir(copy)
        for name in ("ordermill.db", "ordermill.db-wal"):
            path = os.path.join(mill, "var", name)
            if os.path.exists(path):
                shutil.copy(path, copy)
        return book.Book(os.path.join(copy, "ordermill.db"))

    def made_good(self, mill, again, strict=True):
        """The next run ends as the undisturbed night did."""
        self.state.plan(under.COUNT)
        end = self.night(mill)
        if end.code != self.code:
            return [f"the next run ended with {end.code or end.signal}, not "
                    f"{self.code}: {end.text.strip()}"]
        out = self.same(mill, "after the next run", strict)
        if again and not out:
            self.state.plan(under.COUNT)
            end = self.night(mill)
            if end.code != self.code:
                out.append(f"one more run ended with {end}")
            out += self.same(mill, "after one more run", strict)
            out += self.verified(mill)
        return out

    def same(self, mill, when, strict=True):
        lines, wrong = book.outcome(mill)
        if strict and lines != self.lines:
            wrong = wrong + book.difference(self.lines, lines)
        elif not strict and lines != self.lines:
            wrong = wrong + book.difference(self.work_lines,
                                            book.by_order(lines, mill))
        return [f"{when}: {w}" for w in wrong]

    def verified(self, mill):
        if not self.has_verify:
            return []
        p = subprocess.run([self.binary, "-C", mill, "verify", "--full"],
                           capture_output=True, text=True, check=False)
        if p.returncode == 0:
            return []
        return [f"verify: {p.returncode}: {p.stdout}{p.stderr}"]

    # --- the disturbances ---------------------------------------------------

    def killed(self, mill, point):
        self.state.plan(under.KILL, point[0], point[1])
        end = self.night(mill)
        if end.signal != signal.SIGKILL or not end.fired:
            return [f"HARNESS: the kill did not happen: {end}"]
        return []

    def kill(self, job):
        point, index = job
        mill = self.fresh()
        out = self.killed(mill, point)
        if out:
            return out
        return self.observe(mill) + self.made_good(mill, index % AGAIN == 0)

    def kill_twice(self, job):
        """The recovery is killed as well, and then the recovery of that."""
        point, seed = job
        dice = random.Random(seed)
        mill = self.fresh()
        out = self.killed(mill, point)
        if out:
            return out
        for _ in range(2):
            second = dice.choice(self.points)
            self.state.plan(under.KILL, second.actor,
                            dice.randint(1, second.number))
            end = self.night(mill)
            if end.signal is None and end.code != self.code:
                return [f"the recovery ended with {end}"]
            if end.signal not in (None, signal.SIGKILL):
                return [f"the recovery ended with {end}"]
            out += self.observe(mill)
        return out + self.made_good(mill, seed % AGAIN == 0)

    def fail(self, job):
        point, mode, error, sticky, index = job
        mill = self.fresh()
        self.state.plan(mode, point.actor, point.number, error, sticky)
        end = self.night(mill)
        if not end.fired:
            return [f"HARNESS: the error did not happen: {end}"]
        if end.code not in FAULT_CODES | {self.code}:
            return [f"ended with {end}"]
        out = self.observe(mill, strict=False)
        if end.code == self.code:
            out += self.same(mill, f"ended with {end.code}, but", False)
        return out + self.made_good(mill, index % AGAIN == 0, strict=False)

    def cut_power(self, job):
        """Jobs of one model are done in one pass over the journal."""
        model, places = job
        found = []
        entries = self.journal()
        d = disk.Disk(self.base)
        for i, e in enumerate(entries):
            if i in places:
                found.append((i, self.cut_here(d, model, i, e)))
            d.take(e)
        return found

    def journal(self):
        """The entries of an undisturbed run, as if in the base itself."""
        mill = self.fresh()
        self.state.plan(under.JOURNAL)
        if self.night(mill).code != self.code:
            raise RuntimeError("the journal's run failed")
        return [e._replace(path=e.path.replace(mill, self.base, 1),
                           other=e.other.replace(mill, self.base, 1))
                for e in self.state.entries()]

    def cut_here(self, d, model, i, entry):
        if model == disk.STRICT and not d.changed:
            return None
        d.changed = False
        mill = os.path.join(self.work, "mill")
        shutil.rmtree(mill, ignore_errors=True)
        os.mkdir(mill, 0o700)
        for name in KEPT:
            path = os.path.join(self.base, name)
            if os.path.isdir(path):
                shutil.copytree(path, os.path.join(mill, name))
            else:
                shutil.copy2(path, mill)
        d.rebuild(mill, model, i)
        out = self.observe_remote(mill) + self.made_good(mill, i % AGAIN == 0)
        return [f"before {entry.op} {short(entry.path)}: {o}" for o in out]

    def observe_remote(self, mill):
        try:
            return self.observe(mill)
        except book.sqlite3.Error as e:
            return [f"the book cannot be read: {e}"]


def short(path):
    return re.sub(r"^.*/((var|exchange)/)", r"\1", path)


# --- in several processes -----------------------------------------------------

proof = None			# one a process, inherited


def start_worker(names):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    proof.settle(names.get())


def guarded(call):
    method, job = call
    try:
        return job, getattr(proof, method)(job)
    except Exception as e:	# pylint: disable=broad-except
        return job, [f"HARNESS: {type(e).__name__}: {e}"]


class Tap:
    def __init__(self):
        self.n, self.bad = 0, 0

    def tell(self, name, points, violations, seconds):
        self.n += 1
        self.bad += bool(violations) or points == 0
        print(f"{'not ok' if violations or not points else 'ok'} {self.n} - "
              f"{name} ({points} points, {len(violations)} violations, "
              f"{seconds:.0f} s)")
        for where, what in violations[:SHOWN]:
            print(f"#  {where}")
            for w in what[:8]:
                print("#    " + w.replace("\n", "\n#    "))
        sys.stdout.flush()

    def skip(self, name, why):
        self.n += 1
        print(f"ok {self.n} - {name} # SKIP {why}")


def where(job):
    p = next((x for x in job if isinstance(x, under.Point)), job)
    if isinstance(p, under.Point):
        return f"{p.actor}:{p.number} before {p.op} {short(p.path)}" + \
            "".join(f" {x}" for x in job if isinstance(x, (str, int)))
    return str(job)


def sweep(pool, method, jobs):
    """[(where, violations)] of those that have any."""
    calls = [(method, j) for j in jobs]
    return [(where(job), out) for job, out in
            pool.imap_unordered(guarded, calls, chunksize=1) if out]


def spread(points, n, seed):
    """n points: half of them of files, half of the database, evenly."""
    if n is None or n >= len(points):
        return list(points)
    db = [p for p in points if "/ordermill.db" in p.path]
    rest = [p for p in points if "/ordermill.db" not in p.path]
    out = []
    for part, share in ((rest, n - n // 2), (db, n // 2)):
        step = max(1.0, len(part) / max(1, share))
        shift = seed % max(1, int(step))
        out += [part[min(len(part) - 1, int(i * step) + shift)]
                for i in range(min(share, len(part)))]
    return out


Amount = collections.namedtuple("Amount", "kill twice fail power")
SAMPLE = Amount(160, 40, 50, 60)
ALL = Amount(None, 200, None, None)


def may_fail(points, error):
    """Points where the error makes sense."""
    if error == "SHORT":
        return [p for p in points if p.op == "W"]
    if error == "ENOSPC":
        return [p for p in points if p.op in "CWLMRS"]
    return points


def mode_kill(pool, amount, seed):
    jobs = list(enumerate(spread(proof.points, amount.kill, seed)))
    return len(jobs), sweep(pool, "kill", [(p, i) for i, p in jobs])


def mode_twice(pool, amount, seed):
    dice = random.Random(seed)
    jobs = [(dice.choice(proof.points), seed * 1000 + i)
            for i in range(amount.twice)]
    return len(jobs), sweep(pool, "kill_twice", jobs)


def failing(error, sticky):
    def mode(pool, amount, seed):
        how = under.SHORT if error == "SHORT" else under.FAIL
        points = spread(may_fail(proof.points, error), amount.fail, seed)
        jobs = [(p, how, under.ERRORS.get(error, 0), sticky, i)
                for i, p in enumerate(points)]
        return len(jobs), sweep(pool, "fail", jobs)
    return mode


def power(model):
    def mode(pool, amount, seed):
        places = list(range(len(proof.points)))
        if amount.power is not None:
            step = max(1, len(places) // amount.power)
            places = places[seed % step::step]
        parts = [set(places[i::8]) for i in range(8)]
        n, bad = 0, []
        for _, found in pool.imap_unordered(
                guarded, [("cut_power", (model, p)) for p in parts if p]):
            if found and isinstance(found[0], str):	# HARNESS
                bad.append((model, found))
                continue
            n += sum(1 for _, out in found if out is not None)
            bad += [(f"{model} at {i}", out) for i, out in found if out]
        return n, bad
    return mode


MODES = {
    "kill": ("a_kill_at_any_operation_is_made_good", mode_kill),
    "twice": ("a_kill_of_the_recovery_is_made_good", mode_twice),
    "eio": ("one_io_error_loses_nothing", failing("EIO", 0)),
    "eio-sticky": ("a_broken_disk_loses_nothing", failing("EIO", 1)),
    "enospc": ("one_moment_of_a_full_disk_loses_nothing",
               failing("ENOSPC", 0)),
    "enospc-sticky": ("a_full_disk_loses_nothing", failing("ENOSPC", 1)),
    "short": ("a_write_that_is_cut_short_loses_nothing",
              failing("SHORT", 0)),
    "power": ("a_power_cut_that_loses_all_unsynced_is_made_good",
              power(disk.STRICT)),
    "power-ordered": ("a_power_cut_with_ordered_metadata_is_made_good",
                      power(disk.ORDERED)),
    "power-subset": ("a_power_cut_that_loses_at_random_is_made_good",
                     power(disk.SUBSET)),
}


def options():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("build")
    p.add_argument("--sample", nargs="?", type=int, const=100, default=100,
                   help="percent of the usual sample")
    p.add_argument("--all", action="store_true")
    p.add_argument("--mode", action="append", choices=list(MODES))
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--jobs", type=int, default=2)
    return p.parse_args()


def main():
    global proof		# pylint: disable=global-statement
    o = options()
    amount = ALL if o.all else Amount(*(max(1, n * o.sample // 100)
                                        for n in SAMPLE))
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="ordermill-crash-",
                                     dir="/dev/shm") as top:
        binary = os.path.abspath(os.path.join(o.build, "ordermill"))
        proof = Proof(binary, o.build, top)
        print(f"# {len(proof.points)} points in a night, "
              f"{len(proof.lines)} lines in its outcome, seed {o.seed}")
        names = multiprocessing.Queue()
        for i in range(o.jobs):
            names.put(str(i + 1))
        with multiprocessing.Pool(o.jobs, start_worker, (names,)) as pool:
            for key in o.mode or MODES:
                name, mode = MODES[key]
                start = time.monotonic()
                points, bad = mode(pool, amount, o.seed)
                tap.tell(name, points, bad, time.monotonic() - start)
    print(f"1..{tap.n}")
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
