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
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
# pylint: disable=wrong-import-position
import disk
import night
import plants
import two
import under
from proof import Proof, short
from sftp import SftpProof

ROOM = 1 << 30
PLANT_POINTS = 800		# tried before a fault counts as not caught

# --- in several processes -----------------------------------------------------

proof = None			# one a process, inherited


def start_worker(names):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    proof.settle(names.get())


def guarded(call):
    method, job = call
    try:
        return job, getattr(proof, method)(job)
    except Exception as e:	# pylint: disable=broad-except
        return job, [f"HARNESS: {type(e).__name__}: {e}"]


class Tap:
    def __init__(self, shown):
        self.n, self.bad, self.shown = 0, 0, shown

    def tell(self, name, points, violations, seconds):
        self.n += 1
        self.bad += bool(violations) or points == 0
        print(f"{'not ok' if violations or not points else 'ok'} {self.n} - "
              f"{name} ({points} points, {len(violations)} violations, "
              f"{seconds:.0f} s)")
        for where, what in violations[:self.shown]:
            print(f"#  {where}")
            for w in what[:8]:
                print("#    " + w.replace("\n", "\n#    "))
        sys.stdout.flush()

    def expect(self, name, seen, how):
        self.n += 1
        self.bad += seen is None
        print(f"{'not ok' if seen is None else 'ok'} {self.n} - {name} "
              f"({how})")
        if seen is not None:
            print("#  " + seen.replace("\n", " ")[:200])
        sys.stdout.flush()

    def skip(self, name, why):
        self.n += 1
        print(f"ok {self.n} - {name} # SKIP {why}")


def where(job):
    if isinstance(job, int):
        return f"seed {job}"
    if isinstance(job[1], frozenset):
        return f"{job[0]} at {min(job[1])} to {max(job[1])}"
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


Amount = collections.namedtuple("Amount", "kill twice fail power sftp large")
SAMPLE = Amount(160, 40, 50, 60, 20, 6)
ALL = Amount(None, 200, None, None, 20, 60)


def may_fail(points, error):
    """Points where the error makes sense."""
    if error == "SHORT":
        return [p for p in points if p.op == "W"]
    if error == "ENOSPC":
        return [p for p in points if p.op in "CWLMRSF"]
    return points


def mode_kill(pool, amount, seed):
    jobs = list(enumerate(spread(proof.points, amount.kill, seed)))
    return len(jobs), sweep(pool, "kill", [(p, i) for i, p in jobs])


def mode_twice(pool, amount, seed):
    dice = random.Random(seed)
    jobs = [(dice.choice(proof.points), seed * 1000 + i)
            for i in range(amount.twice)]
    return len(jobs), sweep(pool, "kill_twice", jobs)


def mode_any_time(pool, amount, seed):
    jobs = [seed * 1000 + i for i in range(amount.twice)]
    return len(jobs), sweep(pool, "kill_any_time", jobs)


def failing(error, sticky):
    def mode(pool, amount, seed):
        how = under.SHORT if error == "SHORT" else under.FAIL
        points = spread(may_fail(proof.may_fail, error), amount.fail, seed)
        jobs = [(p, how, under.ERRORS.get(error, 0), sticky, i)
                for i, p in enumerate(points)]
        return len(jobs), sweep(pool, "fail", jobs)
    return mode


def power_jobs(model, places, first_only):
    """Neighbours stay together: most have the same state."""
    step = max(1, len(places) // 12)
    return [("cut_power", (model, frozenset(places[i:i + step]), first_only))
            for i in range(0, len(places), step)]


def power(model):
    def mode(pool, amount, seed):
        places = list(range(len(proof.points)))
        if amount.power is not None:
            step = max(1, len(places) // amount.power)
            places = places[seed % step::step]
        n, bad = 0, []
        for _, found in pool.imap_unordered(guarded, power_jobs(
                model, places, False)):
            if found and isinstance(found[0], str):	# HARNESS
                bad.append((model, found))
                continue
            n += sum(1 for _, out in found if out is not None)
            bad += [(f"{model} at {i}", out) for i, out in found if out]
        return n, bad
    return mode


def mode_two(_pool, _amount, _seed):
    return two.all_pairs(proof)


MODES = {
    "kill": ("a_kill_at_any_operation_is_made_good", mode_kill),
    "twice": ("a_kill_of_the_recovery_is_made_good", mode_twice),
    "any-time": ("a_kill_at_any_time_is_made_good", mode_any_time),
    "eio": ("one_io_error_loses_nothing", failing("EIO", 0)),
    "eio-sticky": ("a_broken_disk_loses_nothing", failing("EIO", 1)),
    "enospc": ("one_moment_of_a_full_disk_loses_nothing",
               failing("ENOSPC", 0)),
    "enospc-sticky": ("a_full_disk_loses_nothing", failing("ENOSPC", 1)),
    "short": ("a_write_that_is_cut_short_loses_nothing",
              failing("SHORT", 0)),
    "two": ("of_two_runs_at_once_one_works_and_one_says_so", mode_two),
    "power": ("a_power_cut_that_loses_all_unsynced_is_made_good",
              power(disk.STRICT)),
    "power-ordered": ("a_power_cut_with_ordered_metadata_is_made_good",
                      power(disk.ORDERED)),
    "power-subset": ("a_power_cut_that_loses_at_random_is_made_good",
                     power(disk.SUBSET)),
}


# those that need a mill of their own
QUICK_PLANTS = ("no-directory-fsync", "no-fsync", "remove-before-commit",
                "synchronous-normal", "upload-in-place")


def first_violation(pool, mode, sign):
    """Disturbs until it shows in that way; (points tried, what was seen)."""
    places = list(proof.points)
    random.Random(7).shuffle(places)
    if mode == "power":
        calls = power_jobs(disk.STRICT, list(range(len(places))), True)
    elif mode == "kill":
        calls = [("kill", (p, 1)) for p in places]
    else:
        how, error = (under.SHORT, 0) if mode == "short" else \
            (under.FAIL, under.ERRORS[mode.upper()])
        calls = [("fail", (p, how, error, 0, 1)) for p in
                 may_fail(places, mode.upper())]
    n = 0
    for job, out in pool.imap_unordered(guarded, calls[:PLANT_POINTS]):
        if mode == "power" and not (out and isinstance(out[0], str)):
            n += sum(1 for _, o in out if o is not None)
            out = [x for _, o in out if o for x in o]
        else:
            n += 1
        seen = next((x for x in out if re.search(sign, x)), None)
        if seen is not None:
            return n, f"{where(job)[:80]}: {seen}"
    return n, None


def try_plant(tap, o, top, name):
    global proof		# pylint: disable=global-statement
    start, kept = time.monotonic(), proof
    mode, sign = plants.caught_by(name)
    test = "a_planted_fault_is_caught__" + name.replace("-", "_")
    try:
        build = plants.build(name, o.build, top)
        proof = Proof(os.path.join(build, "ordermill"), o.build,
                      os.path.join(top, name, "mills"))
        with workers(o.jobs) as pool:
            n, seen = first_violation(pool, mode, sign)
    except (OSError, RuntimeError, subprocess.CalledProcessError) as e:
        n, seen = 0, None
        print("# " + str(e).replace("\n", "\n# "))
    finally:
        proof = kept
    tap.expect(test, seen, f"{mode}, {n} points, "
               f"{time.monotonic() - start:.0f} s")


def workers(n):
    names = multiprocessing.Queue()
    for i in range(n):
        names.put(str(i + 1))
    return multiprocessing.Pool(n, start_worker, (names,))


def with_other(tap, o, name, amount, make):
    """Kills at so many points of another proof."""
    global proof		# pylint: disable=global-statement
    start, kept = time.monotonic(), proof
    try:
        proof = make()
    except (OSError, RuntimeError, subprocess.CalledProcessError) as e:
        tap.tell(name, 0, [("undisturbed", [str(e)])], 0)
        return
    try:
        own = [p for p in proof.points if p.actor in ("run", "acme")]
        jobs = list(enumerate(spread(own, amount, o.seed)))
        with workers(o.jobs) as pool:
            bad = sweep(pool, "kill", [(p, i) for i, p in jobs])
        tap.tell(name, len(jobs), bad, time.monotonic() - start)
    finally:
        proof.stop()
        proof = kept


def try_sftp(tap, o, top, amount):
    """The undisturbed night over SFTP is the one over directories, and at
    these points it is made good."""
    sshd_dir = os.path.join(os.path.abspath(o.build),
                            f"crash-sshd-{os.getpid()}")
    with_other(tap, o, "the_night_over_sftp_is_made_good", amount.sftp,
               lambda: SftpProof(proof, os.path.join(top, "sftp"), sshd_dir,
                                 o.jobs))


def try_large(tap, o, top, amount):
    with_other(tap, o, "a_file_of_several_transactions_is_made_good",
               amount.large, lambda: Proof(
                   proof.binary, o.build, os.path.join(top, "large"),
                   night.large))


OTHERS = {"large": try_large, "sftp": try_sftp}


def options():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("build")
    p.add_argument("--sample", nargs="?", type=int, const=100, default=100,
                   help="percent of the usual sample")
    p.add_argument("--all", action="store_true")
    p.add_argument("--mode", action="append", choices=list(MODES) +
                   list(OTHERS) + ["plants"])
    p.add_argument("--plant", action="append", choices=plants.names())
    p.add_argument("--show", type=int, default=6,
                   help="so many violations of a mode are told in full")
    p.add_argument("--at", metavar="ACTOR:NUMBER",
                   help="only at this point, as a violation names it")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--jobs", type=int, default=2)
    return p.parse_args()


def place(build):
    """In memory where there is room: what is durable, the shim knows."""
    try:
        v = os.statvfs("/dev/shm")
        if v.f_bavail * v.f_frsize > ROOM:
            return "/dev/shm"
    except OSError:
        pass
    return os.path.abspath(build)


def only(points, at):
    actor, number = at.rsplit(":", 1)
    return [p for p in points if (p.actor, p.number) == (actor, int(number))]


def main():
    global proof		# pylint: disable=global-statement
    o = options()
    amount = ALL if o.all else Amount(*(max(1, n * o.sample // 100)
                                        for n in SAMPLE))
    tap = Tap(o.show)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))	# tidies up
    with tempfile.TemporaryDirectory(prefix="ordermill-crash-",
                                     dir=place(o.build)) as top:
        binary = os.path.abspath(os.path.join(o.build, "ordermill"))
        proof = Proof(binary, o.build, top)
        print(f"# {len(proof.points)} points in a night, "
              f"{len(proof.lines)} lines in its outcome, seed {o.seed}")
        if o.at:
            proof.points = only(proof.points, o.at)
            proof.may_fail = only(proof.may_fail, o.at)
        chosen = o.mode or list(MODES) + list(OTHERS) + ["plants"]
        with workers(o.jobs) as pool:
            for key in [k for k in chosen if k in MODES]:
                name, mode = MODES[key]
                start = time.monotonic()
                points, bad = mode(pool, amount, o.seed)
                tap.tell(name, points, bad, time.monotonic() - start)
        for key in [k for k in chosen if k in OTHERS]:
            OTHERS[key](tap, o, top, amount)
        if "plants" in chosen:
            for name in o.plant or (plants.names() if o.all else
                                    QUICK_PLANTS):
                try_plant(tap, o, top, name)
    print(f"1..{tap.n}")
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
