"""One point: a fresh mill, a disturbance, and what must hold afterwards."""
import os
import random
import re
import shutil
import signal
import subprocess
import time

import book
import disk
import night
import under

KEPT = ("ordermill.conf", "partners", "calendars", "master", "keys")
# a run that met an error ends so, never with another code or a signal
FAULT_CODES = {2, 69, 74, 75}
READING = "OP"			# operations that change nothing
AGAIN = 7			# every so many points, one more run


class Proof:
    """What all points share; a worker process has its own directory."""

    def __init__(self, binary, build, top, more=None):
        """more: adds to the night before it is disturbed."""
        self.build, self.top = build, top
        self.shim = under.build_shim(build)
        self.base = os.path.join(top, "base")
        os.makedirs(top, exist_ok=True)
        # a copy: the other may be linked again meanwhile
        self.binary = shutil.copy2(binary, os.path.join(top, "ordermill"))
        binary = self.binary
        night.prepare(binary, self.base)
        if more is not None:
            more(self.base)
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

    def stop(self):
        """For those that have something running."""

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
            seen.append((lines, sorted(p for p in points
                                       if p.op not in READING)))
        if seen[0] != seen[1]:
            raise RuntimeError("two undisturbed nights differ: " + "\n".join(
                book.difference(seen[0][0], seen[1][0])))
        self.lines = lines
        self.work_lines = book.by_order(lines, mill)
        self.may_fail = points
        self.points = [p for p in points if p.op not in READING]
        self.answers = book.visible_answers(mill)
        mill, start = self.fresh(), time.monotonic()
        under.run(self.binary, mill, self.state, night.NIGHT_2, None)
        self.seconds = time.monotonic() - start

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

    def kill_any_time(self, seed):
        """Without the shim: all workers run at once, as in life."""
        mill = self.fresh()
        state = self.state
        state.plan(under.COUNT)
        after = random.Random(seed).uniform(0, 1.1 * self.seconds)
        under.run(self.binary, mill, state, night.NIGHT_2, None, after)
        return self.observe(mill) + self.made_good(mill, seed % AGAIN == 0)

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
        """Several places of one model in one pass over the journal."""
        model, places, first_only = job
        found = []
        entries = self.journal()
        d = disk.Disk(self.base)
        for i, e in enumerate(entries):
            if i in places:
                found.append((i, self.cut_here(d, model, i, e)))
                if first_only and found[-1][1]:
                    break
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
                for e in self.state.entries() if e.op not in READING]

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
