"""Two runs at once: one works, the other says who it is, and nothing is done
twice."""
import os
import re
import subprocess
import time

import night

LOCKED = 75
PAIRS = 20


def start(proof, mill):
    return subprocess.Popen(
        [proof.binary, "-C", mill, "run", "--as-of", night.NIGHT_2],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def slow(mill, seconds):
    """A mill whose run waits for a file to settle."""
    path = os.path.join(mill, "partners", "acme.conf")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace("settle_seconds = 0",
                             f"settle_seconds = {seconds}"))


def holder(mill):
    with open(os.path.join(mill, "var", "run.lock"), encoding="utf-8") as f:
        found = re.match(r"process (\d+)", f.read())
    return int(found[1]) if found else 0


def while_one_works(proof):
    mill = proof.fresh()
    slow(mill, 2)
    first = start(proof, mill)
    end = time.monotonic() + 10
    while holder(mill) != first.pid and time.monotonic() < end:
        time.sleep(0.005)
    began = time.monotonic()
    second = start(proof, mill)
    said = second.communicate(timeout=60)[1]
    took = time.monotonic() - began
    out = []
    if second.returncode != LOCKED:
        out.append(f"the second run ended with {second.returncode}: {said}")
    if took >= 1:
        out.append(f"the second run took {took:.2f} s to say so")
    if f"process {first.pid}" not in said:
        out.append(f"the second run does not name {first.pid}: {said}")
    said = first.communicate(timeout=60)[1]
    if first.returncode != proof.code:
        out.append(f"the first run ended with {first.returncode}: {said}")
    return out + proof.same(mill, "after both")


def both_at_once(proof):
    mill = proof.fresh()
    runs = [start(proof, mill), start(proof, mill)]
    said = [r.communicate(timeout=60)[1] for r in runs]
    codes = sorted(r.returncode for r in runs)
    # the slower one may find all done
    if codes not in ([proof.code, LOCKED], [proof.code, proof.code]):
        return [f"they ended with {codes}: {said}"]
    return proof.same(mill, "after both")


def all_pairs(proof):
    bad = [("one waits", out) for out in [while_one_works(proof)] if out]
    bad += [(f"pair {i}", out) for i in range(PAIRS)
            for out in [both_at_once(proof)] if out]
    return PAIRS + 1, bad
