#!/usr/bin/python3
"""Bad inputs in a night beside good ones: night_hostile.py [BUILD].

What is asked of every night: each bad thing ends as a finding, a rejection or
a quarantine with a reason (or stays where it is, where that is the rule), and
the good orders of all partners, those in the same inbox included, get the
very answers that they get in a night without bad things."""
import contextlib
import glob
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import zipfile

import mill as m
from mill import csv_orders, po, ubl, x12
from sshd import Sshd

DAY = "2026-11-23"
HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(m.ROOT, "samples")
GOOD = ("acme", "nordlys", "kiosk")
RECEIVE = ", ".join(f'{{ format = "{f}"; }}' for f in ("x12", "ubl", "csv"))


def world(work, server=None):
    """Three partners with a good file each.  All mills of one test have the
    key of the first, and so the same numbers for the same orders."""
    mill = work.mill()
    first = os.path.join(work.path, "mill1/keys/mill.hmac")
    if work.n > 1:
        shutil.copy(first, os.path.join(mill.path, "keys/mill.hmac"))
    for who, kind, more in (
            ("acme", "x12", {"receive": RECEIVE, "identifiers": (
                "x12:ZZ:ACMEBV", "gs:ACMEBV")}),
            ("nordlys", "ubl", {}), ("kiosk", "csv", {})):
        if server is not None:
            more.update(mill.at_server(server, who, os.path.join(
                work.directory(f"at{mill.path[-1]}"), who)))
        mill.customer(who, kind, **more)
    mill.drop("acme", "m-good.edi", x12([po("GOOD-A", [
        ("BULB", 10, "1.60"), ("LED", 3, "3.95")]),
        po("HELD-A", [("NONE", 1, "9.99")])], control=900000001))
    mill.drop("nordlys", "m-good.xml", ubl(po("GOOD-N", [("BULB", 7,
                                                         "1.60")])))
    mill.drop("kiosk", "m-good.csv", csv_orders([po("GOOD-K", [
        ("LED", 2, "3.95")])]))
    return mill


def good_outcome(mill):
    """Everything about the good orders, and each byte said about them."""
    out = {}
    for o in mill.list("order"):
        if o["po_number"] not in ("GOOD-A", "HELD-A", "GOOD-N", "GOOD-K"):
            continue
        keep = {k: v for k, v in o.items() if not k.endswith("_id")}
        out[o["po_number"]] = json.dumps(keep, sort_keys=True)
        for a in mill.answers(o["partner"], o["po_number"]):
            out[o["partner"], a.name] = a.data
    for who in GOOD:
        for name, data in mill.outgoing(who).items():
            if name.startswith("receipt_900000001") or \
                    name.startswith("receipt_GOOD"):
                out[who, name] = data
    return out


def peaceful(work, server=None):
    mill = world(work, server)
    ran = mill.night(DAY)
    assert ran.code == 1, ran
    found = good_outcome(mill)
    assert len(found) == 4 + 4 + 2, list(found)
    return mill, found


def is_untouched(mill, want):
    now = good_outcome(mill)
    assert set(now) == set(want), set(now) ^ set(want)
    wrong = [k for k in want if now[k] != want[k]]
    assert not wrong, (wrong, want[wrong[0]], now[wrong[0]])
    assert mill.ledger_is_balanced()


def every_file_has_an_end(mill, at_least, but=()):
    files = mill.list("file")
    findings = {f["file_id"] for f in mill.list("finding")
                if f["severity"] != "note"}
    parts = {f["parent_file_id"] for f in files}
    bad = [f for f in files if not f["remote_name"].startswith("m-good")]
    assert len(bad) >= at_least, len(bad)
    for f in bad:
        assert f["state"] not in ("received", "parsing"), f
        if f["state"] in ("rejected", "quarantined"):
            assert f["reason"], f
        elif f["state"] == "parsed" and f["remote_name"] not in but:
            assert f["file_id"] in findings, f"nothing is said of {f}"
        elif f["state"] == "unpacked":
            assert f["file_id"] in parts, f
    return bad


def speaks_cleanly(mill, words=()):
    """What people read of that night carries no control bytes."""
    said = [("run", "report", "--report", "--as-of", DAY + "T05:00:00Z"),
            ("status",), ("report",)] + list(words)
    for view in m.VIEWS:
        said += [("list", view), ("list", view, "--json")]
    for f in mill.list("file")[:40]:
        said += [(w, f"file:{f['file_id']}") for w in
                 ("show", "trace", "explain")]
    for w in said:
        ran = mill.run(*w)
        assert ran.code in (0, 1, 2), (w, ran)
        for said_there in (ran.raw_out, ran.raw_err):
            bad = m.has_control_bytes(said_there)
            assert not bad, (w, bad[:3], [x for x in said_there.split(b"\n")
                                         if m.has_control_bytes(x)][:3])
        ran.raw_out.decode("utf-8")
    for folder, _, names in os.walk(os.path.join(mill.path, "var/report")):
        for name in names:
            with open(os.path.join(folder, name), "rb") as f:
                assert not m.has_control_bytes(f.read()), name


def bad_samples_are_named_and_spoil_nothing(work):
    _, want = peaceful(work)
    mill = world(work)
    n = 0
    for path in sorted(glob.glob(SAMPLES + "/*/bad_*")):
        if path.endswith(".expect"):
            continue
        with open(path, "rb") as f:
            data = f.read()
        name = os.path.basename(path)
        mill.drop("acme", name, data)
        mill.drop("kiosk" if "/csv/" in path else "nordlys", "k-" + name,
                  data)
        n += 1
    assert n > 150, n
    ran = mill.night(DAY)
    assert ran.code == 1, ran
    print(f"# {n} bad samples, twice: {ran.seconds:.1f} s", flush=True)
    every_file_has_an_end(mill, n)
    is_untouched(mill, want)
    for who in GOOD:
        assert not mill.outgoing(who, "inbox"), mill.outgoing(who,
                                                              "inbox").keys()
    speaks_cleanly(mill)


def broken_archives_are_refused_and_spoil_nothing(work):
    _, want = peaceful(work)
    made = work.directory("archives")
    subprocess.run(["/usr/bin/python3", "-B", os.path.join(
        m.ROOT, "tests/unit/make_archives.py"), made], check=True)
    mill = world(work)
    bad = [n for n in sorted(os.listdir(made)) if n.startswith("bad_")]
    assert len(bad) >= 20, bad
    for name in bad:
        with open(os.path.join(made, name), "rb") as f:
            mill.drop("acme", name, f.read())
    ran = mill.night(DAY)
    assert ran.code == 1, ran
    print(f"# {len(bad)} broken archives: {ran.seconds:.1f} s", flush=True)
    every_file_has_an_end(mill, len(bad))
    refused = {f["remote_name"]: f for f in mill.list("file")
               if f["remote_name"] in bad}
    assert len(refused) == len(bad)
    for f in refused.values():
        assert f["state"] in ("rejected", "quarantined"), f
    is_untouched(mill, want)
    # What an archive would write outside is not there.
    assert not glob.glob(os.path.join(work.path, "**", "evil*"),
                         recursive=True)
    speaks_cleanly(mill)


def an_archive_inside_is_refused_by_its_name(work):
    mill = world(work)
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as z:
        z.writestr("x.edi", b"ISA")
    with zipfile.ZipFile(outer, "w") as z:
        z.writestr("1.edi", b"ISA")
        z.writestr("week/é.zip", inner.getvalue())
    mill.drop("acme", "all.zip", outer.getvalue())
    assert mill.night(DAY).code == 1
    found = mill.one("finding", code="FILE-ARCHIVE")
    assert found["message"] == "there is an archive inside the archive: " \
        '"week/é.zip"', found


NAMES = [b"new\nline.edi", b"esc\x1b[31mred.edi", b"-rf", b"--help.edi",
         "rtl\u202egpj.edi".encode(), b"n" * 251 + b".edi",
         b"n" * 255, b"bad\xff\xfeutf8.edi", b"\xc0\xaf.edi",
         b"=cmd|'C calc'!A0.edi", b";rm -rf x.edi", b"$(reboot).edi",
         b"`id`.edi", b"a b.edi", b" lead.edi", b"trail .edi", b"tab\t.edi",
         b"bell\x07.edi", b"del\x7f.edi", b"quote\".edi", b"'.edi",
         b"%s%n.edi", b"a\\b.edi", b"*.edi", b"?.edi", b"[x].edi", b"~.edi",
         b"CON.edi", b"c1\xc2\x9b31m.edi", b"null\xe2\x80\xa8sep.edi",
         b"<script>.edi", b"&amp;.edi", b"cr\r.edi", b"|x.edi", b"#.edi"]
LEFT = [b".hidden.edi", b"half.edi.part", b"half.tmp", b"save~"]


def dropped_names(mill):
    """Each holds a good order: a name is no reason to refuse one."""
    for i, name in enumerate(NAMES + LEFT):
        mill.drop("acme", name, x12([po(f"N-{i}", [("BULB", i + 1, "1.60")])],
                                    control=i + 1))


def names_are_only_names(work, server):
    _, want = peaceful(work, server)
    mill = world(work, server)
    dropped_names(mill)
    inbox = mill.place("acme", "inbox")
    os.symlink("/etc/passwd", os.path.join(inbox, "link.edi"))
    os.mkdir(os.path.join(inbox, "folder.edi"))
    os.mkfifo(os.path.join(inbox, "pipe.edi"))
    ran = mill.night(DAY)
    assert ran.code in (1, 2), ran
    states = mill.states()
    for i, name in enumerate(NAMES):
        assert states.get(f"N-{i}") == "accepted", (name, ran)
    there = set(os.listdir(os.fsencode(inbox)))
    assert there == {b"link.edi", b"folder.edi", b"pipe.edi", *LEFT}, there
    assert b"root:" not in open(os.path.join(
        mill.path, "var/ordermill.db"), "rb").read()
    is_untouched(mill, want)
    answered = [n for n in mill.outgoing("acme") if n.startswith("response")]
    assert len(answered) == len(NAMES) + 2, answered
    speaks_cleanly(mill)
    before = mill.dump()
    mill.night(DAY + "T06:00:00Z")
    assert mill.dump() == before, m.differences(before, mill.dump())


def hostile_names_in_a_directory_are_only_names(work):
    names_are_only_names(work, None)


def hostile_names_at_a_server_are_only_names(work):
    server = Sshd(work.directory("sshd")).start()
    work.stop_later(server.stop)
    names_are_only_names(work, server)


def hostile_names_in_archives_are_only_names(work):
    _, want = peaceful(work)
    mill = world(work)
    names = ["new\nline.edi", "esc\x1b[31mred.edi", "-rf", "rtl\u202egpj.edi",
             "n" * 300 + ".edi", "=cmd.edi", ";rm.edi", "$(x).edi", " .edi",
             "<b>.edi", "\x07.edi", "c1\x9b31m.edi"]
    for i, name in enumerate(names):
        mill.drop("acme", f"{i}.zip", m.zipped([(name, x12(
            [po(f"Z-{i}", [("BULB", i + 1, "1.60")])], control=i + 1))]))
    ran = mill.night(DAY)
    assert ran.code == 1, ran
    states = mill.states()
    for i, name in enumerate(names):
        if f"Z-{i}" not in states:
            f = mill.one("file", remote_name=f"{i}.zip")
            assert f["state"] == "rejected" and f["reason"], (name, f)
        else:
            assert states[f"Z-{i}"] == "accepted", name
    assert sum(s == "accepted" for n, s in states.items()
               if n.startswith("Z-")) >= 5, states
    is_untouched(mill, want)
    speaks_cleanly(mill)


MODES = ("says_smaller says_larger says_huge fstat_lies stall "
         "trickle cut_at_open cut_in_data one_byte more_data empty_data "
         "wrong_ids unasked ok_for_handle long_handle huge_packet "
         "empty_packet garbage lying_count giant_attrs old_version "
         "no_version endless").split()
# Odd, but what can be had is had; cut_twice needs two connections more.
HONEST = "honest short_ok reorder_ok empty_names bad_names cut_twice".split()


def end_sleepers(work):
    """Servers that stall outlive the sshd that started them."""
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/cmdline", "rb") as f:
                words = f.read().split(b"\0")
            if any(w.endswith(b"/hostile_sftp.py") for w in words) and \
                    any(w.startswith(work.path.encode()) for w in words):
                os.kill(int(name), signal.SIGKILL)
        except OSError:
            pass


def add_hostile(mill, work, server):
    work.stop_later(lambda: end_sleepers(work))
    for i, mode in enumerate(MODES + HONEST):
        name = mode.replace("_", "-")
        place = work.directory("h-" + mode)
        with open(os.path.join(place, "good.edi"), "wb") as f:
            f.write(x12([po(f"H-{mode}", [("BULB", 1, "1.60")])],
                        control=i + 1, sender=f"H{i}"))
        os.utime(f.name, (1795000000, 1795000000))
        at = mill.at_server(
            server, name, work.directory("r-" + mode), command=
            f"/usr/bin/python3 -B {HERE}/hostile_sftp.py {mode} {place}",
            more="timeout_seconds = 2; sessions = 1; retries = "
            f"{4 if mode in HONEST else 1};")
        mill.profile(name, "x12", "850", [f"x12:ZZ:H{i}", f"gs:H{i}"],
                     role="customer", answers='technical = "none"; '
                     'order = "none"; ship = "none";', **at)
        mill.master["customers"].append(
            (name, name, name, f"account:h{i}", "EUR", "account",
             "unlimited", 30, "despatch", "", "S", "", "en", ""))
    mill.write_master()


def servers_that_lie_stall_and_cut_hurt_nobody_else(work):
    server = Sshd(work.directory("sshd")).start()
    work.stop_later(server.stop)
    _, want = peaceful(work, server)
    mill = world(work, server)
    add_hostile(mill, work, server)
    ran = mill.night(DAY)
    assert ran.code == 2, ran
    print(f"# {len(MODES)} hostile servers: {ran.seconds:.1f} s", flush=True)
    assert ran.seconds < 90, ran.seconds
    is_untouched(mill, want)
    states = mill.states()
    for mode in MODES:
        assert f"H-{mode}" not in states, f"{mode}: {states}"
        assert mode.replace("_", "-") + ":" in ran.err, f"{mode}: {ran}"
    for mode in HONEST:
        assert f"H-{mode}" in states, f"{mode}: {ran}"
    told = {e["subject"] for e in mill.list("event", kind="unreachable")}
    assert len(told) >= 15, told
    speaks_cleanly(mill)


def a_server_with_another_key_gets_and_gives_nothing(work):
    server = Sshd(work.directory("sshd")).start()
    other = Sshd(work.directory("other"))
    work.stop_later(server.stop)
    work.stop_later(other.stop)
    mill = world(work, server)
    assert mill.night(DAY).code == 1
    mill.drop("acme", "later.edi", x12([po("L-1", [("BULB", 1, "1.60")])],
                                       control=900000002))
    shutil.copy(server.path("authorized_keys"),
                other.path("authorized_keys"))
    port = server.port
    server.stop()
    other.start(port)
    there = {who: mill.outgoing(who) for who in GOOD}
    before = mill.dump()
    ran = mill.night("2026-11-24", "--report")
    assert ran.code == 2, ran
    assert mill.dump() == before, m.differences(before, mill.dump())
    assert there == {who: mill.outgoing(who) for who in GOOD}
    assert list(mill.outgoing("acme", "inbox")) == ["later.edi"]
    for e in mill.list("event", kind="unreachable"):
        assert "NET-HOSTKEY" in e["text"] or "key" in e["text"], e
    assert other.fingerprint in ran.out + ran.err, ran
    other.stop()
    server.start(port)
    assert mill.night("2026-11-25").code == 1
    assert mill.codes("acme", "L-1") == ["AP"]


def the_same_hostile_bytes_again_change_nothing(work):
    mill = world(work)
    data = {}
    for path in sorted(glob.glob(SAMPLES + "/x12/bad_*.edi"))[:30]:
        with open(path, "rb") as f:
            data[os.path.basename(path)] = f.read()
    for name, bytes_ in data.items():
        mill.drop("acme", name, bytes_)
    mill.night(DAY)
    before, there = mill.dump(), mill.outgoing("acme")
    for t in ("arrival", "outbox"):
        before.pop(t)
    for name, bytes_ in data.items():
        mill.drop("acme", "again-" + name, bytes_)
    mill.night("2026-11-24")
    after = mill.dump()
    for t in ("arrival", "outbox"):
        after.pop(t)
    assert after == before, m.differences(before, after)
    assert mill.outgoing("acme") == there


def a_place_with_thousands_of_numbers_costs_no_more_than_they_are_long(work):
    mill = work.mill()
    mill.customer("acme")
    head, line, rest = x12([po("MANY", [("BULB", 10, "1.60")])]).partition(
        b"PO1*")
    many = b"N1*ST*Acme*92*WH01~\n" + b"".join(
        b"REF*11*%08d~\n" % i for i in range(8000))
    mill.drop("acme", "many.edi", head + many + line + rest)
    with subprocess.Popen([mill.binary, "-C", mill.path, "run", "--as-of",
                           DAY + "T02:00:00Z"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as p:
        _, status, used = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
    assert p.returncode == 1, p.returncode      # SE01 does not count them
    assert mill.rows("SELECT length(ship_ids) > 8000 * 15 FROM orders") == [
        (1,)]
    assert used.ru_maxrss < 200 << 10, used     # quadratic: 533 MiB


def readers(root, called):
    """Processes below `root` that read a file of a partner."""
    parent, found = {}, []
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path, encoding="utf-8", errors="replace") as f:
                pid, _, rest = f.read().partition(" (")
        except OSError:
            continue
        name, _, rest = rest.rpartition(") ")
        parent[int(pid)] = int(rest.split()[1])
        if name == called:
            found.append(int(pid))
    for pid in found:
        above = pid
        while above in parent and above != root:
            above = parent[above]
        if above == root:
            yield pid


def night_of_dying(mill, called):
    """Each reader of that name is killed when it is at work."""
    run = subprocess.Popen([mill.binary, "-C", mill.path, "run", "--as-of",
                            DAY + "T02:00:00Z"], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
    seen, killed = {}, set()
    while run.poll() is None:
        for pid in readers(run.pid, called):
            since = seen.setdefault(pid, time.monotonic())
            if pid in killed or time.monotonic() < since + .1:
                continue
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
    assert len(killed) == 2 and run.returncode == 1, (killed, run.returncode)
    file = mill.one("file")
    assert file["state"] == "quarantined", file
    assert file["reason"] == "FILE-DIED", file
    assert not mill.list("order") and not mill.list("message")
    assert mill.rows("SELECT kind FROM event WHERE kind IN ('died', "
                     "'quarantined') ORDER BY event_id") == [
        ("died",), ("quarantined",)]
    mill.good("retry", f"file:{file['file_id']}")
    return mill.night("2026-11-24")


def a_reader_that_dies_twice_leaves_its_file_to_a_person(work):
    mill = work.mill()
    mill.customer("acme")
    # each has told some orders by then
    mill.drop("acme", "a.edi", x12([po(f"P-{i}", [("BULB", 1, "1.60")] * 50)
                                    for i in range(4000)]))
    assert night_of_dying(mill, "om-parse").code == 0
    assert mill.one("file")["state"] == "parsed"
    assert len(mill.list("order")) == 4000


def so_does_one_of_an_archive(work):
    mill = work.mill()
    mill.customer("acme")
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as t:
        for name, data in (("b.txt", os.urandom(24 << 20)), ("a.edi", x12(
                [po("P-1", [("BULB", 1, "1.60")])]))):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            t.addfile(member, io.BytesIO(data))
    mill.drop("acme", "a.tgz", out.getvalue())
    night_of_dying(mill, "om-unpack")
    assert [f["state"] for f in mill.list("file")] == [
        "unpacked", "rejected", "parsed"], mill.list("file")
    assert len(mill.list("order")) == 1


TESTS = [bad_samples_are_named_and_spoil_nothing,
         broken_archives_are_refused_and_spoil_nothing,
         an_archive_inside_is_refused_by_its_name,
         hostile_names_in_a_directory_are_only_names,
         hostile_names_at_a_server_are_only_names,
         hostile_names_in_archives_are_only_names,
         servers_that_lie_stall_and_cut_hurt_nobody_else,
         a_server_with_another_key_gets_and_gives_nothing,
         the_same_hostile_bytes_again_change_nothing,
         a_place_with_thousands_of_numbers_costs_no_more_than_they_are_long,
         a_reader_that_dies_twice_leaves_its_file_to_a_person,
         so_does_one_of_an_archive]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
