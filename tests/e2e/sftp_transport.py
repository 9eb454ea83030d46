#!/usr/bin/python3
"""The transport against a real OpenSSH server, and against hostile ones.

    tests/e2e/sftp_transport.py [TEST_TRANSPORT_CLI]

Prints TAP.  The program is build/asan/tests/test_transport_cli unless named.
"""
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

from sshd import Sshd

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
CLI = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else
                      os.path.join(TOP, "build/asan/tests/test_transport_cli"))
os.makedirs(os.path.join(TOP, "build"), exist_ok=True)
WORK = tempfile.mkdtemp(prefix="e2e-transport-", dir=os.path.join(TOP,
                                                                  "build"))
TESTS = []


def test(f):
    TESTS.append(f)
    return f


class Skip(Exception):
    pass


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def fill(path, names, size=8192):
    os.makedirs(path, exist_ok=True)
    for i, name in enumerate(names):
        n = size(i) if callable(size) else size
        with open(os.path.join(path, name), "wb") as f:
            f.write((hashlib.sha256(name.encode()).digest() *
                     (n // 32 + 1))[:n])


def fresh(name):
    path = os.path.join(WORK, name)
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


def content(path):
    with open(path, "rb") as f:
        return f.read()


class Result:
    def __init__(self, out, err, code, seconds):
        self.code, self.seconds, self.err = code, seconds, err
        self.lines = [l.split("\t") for l in out.splitlines()]
        self.text = out + err
        self.error = next((l for l in self.lines if l[0] == "error"), None)

    def count(self, outcome):
        return sum(1 for l in self.lines if l[0] == outcome)

    def of(self, name):
        """The line of that file."""
        found = [l for l in self.lines if len(l) > 3 and
                 l[2] == f'"{name}"']
        check(len(found) == 1, f"{name} reported {len(found)} times: " +
              self.text[:3000])
        return found[0]

    def codes(self, code, exit_code):
        check(self.error is not None and self.error[1] == code and
              self.error[2] == str(exit_code), f"not {code}: " +
              self.text[:3000])
        return self.error[3] + " " + self.error[4]


class Partner:
    """One login with its own directory, and how to call the program."""

    def __init__(self, server, name, command=None, **kind):
        self.server, self.name = server, name
        self.dir = fresh(name)
        for d in ("in", "out"):
            os.makedirs(os.path.join(self.dir, d))
        self.key = server.add_user_key(name, self.dir, command, **kind)
        self.url = None

    def path(self, *more):
        return os.path.join(self.dir, *more)

    def arguments(self, *words, **options):
        given = {"key": self.key, "pin": self.server.fingerprint,
                 "timeout": 5, "sessions": 1, "retries": 4}
        given.update(options)
        return [CLI] + [f"{k}={v}" for k, v in given.items()
                        if v is not None] + \
            [self.url or self.server.url()] + list(words)

    def run(self, *words, stdin="", env=None, limit=60, **options):
        begin = time.monotonic()
        p = subprocess.run(self.arguments(*words, **options), input=stdin,
                           capture_output=True, text=True, timeout=limit,
                           env=dict(os.environ, **(env or {})),
                           encoding="utf-8", errors="backslashreplace")
        check(p.returncode in (0, 1), "the program died: " + p.stderr[-4000:])
        check("Sanitizer" not in p.stderr, p.stderr[-4000:])
        return Result(p.stdout, p.stderr, p.returncode,
                      time.monotonic() - begin)

    def start(self, *words, env=None, **options):
        return subprocess.Popen(self.arguments(*words, **options),
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True,
                                env=dict(os.environ, **(env or {})))

    def get(self, spool, **options):
        return self.run("get", "out", spool, **options)


def finish(p, begin=0):
    out, err = p.communicate(timeout=60)
    check(p.returncode in (0, 1), "the program died: " + err[-4000:])
    return Result(out, err, p.returncode, begin)


def check_listed(h, n):
    """The program started with HAND_WAIT has its listing, and waits."""
    line = h.stderr.readline()
    if line != f"listed {n}\n":
        out, err = h.communicate(timeout=60)
        raise AssertionError(f"not listed: {line}{out}{err}")


def same_files(result, spool, source, flipped=False):
    """Every file that is done has the bytes of the source."""
    for line in result.lines:
        if line[0] != "done":
            continue
        local = content(os.path.join(spool, "%012d.get" % int(line[3])))
        if flipped:
            local = bytes(b ^ 255 for b in local)
        check(local == content(os.path.join(
            source, line[2].strip('"'))), line[2] + " differs")


# --- an honest server --------------------------------------------------------

@test
def three_hundred_files_arrive_with_their_bytes(server):
    p = Partner(server, "down")
    names = [f"po{i:04}.edi" for i in range(300)]
    fill(p.path("out"), names, lambda i: i * 331)
    for sessions in (1, 8):
        spool = fresh("spool")
        r = p.get(spool, sessions=sessions)
        check(r.count("done") == 300 and r.code == 0, r.text[:2000])
        same_files(r, spool, p.path("out"))
        check(len(os.listdir(spool)) == 300, "odd files in the spool")


@test
def many_files_are_in_flight_and_one_at_a_time_works_too(server):
    p = Partner(server, "flight")
    fill(p.path("out"), [f"a{i}" for i in range(60)])
    for width in (1, 2, 256):
        spool = fresh("spool")
        r = p.get(spool, in_flight=width)
        check(r.count("done") == 60, r.text[:2000])
        same_files(r, spool, p.path("out"))


@test
def three_hundred_files_are_delivered_whole(server):
    p = Partner(server, "up")
    local = fresh("local")
    names = [f"ack{i:04}.xml" for i in range(300)]
    fill(local, names, lambda i: i * 331)
    for sessions in (1, 4):
        shutil.rmtree(p.path("in"))
        os.makedirs(p.path("in"))
        r = p.run("put", "in", local, sessions=sessions)
        check(r.count("done") == 300 and r.code == 0, r.text[:2000])
        check(sorted(os.listdir(p.path("in"))) == names,
              "other names than ours are there")
        for n in names:
            check(content(p.path("in", n)) == content(
                os.path.join(local, n)), n)


@test
def a_file_of_ten_megabytes_and_an_empty_one_go_both_ways(server):
    p = Partner(server, "large")
    fill(p.path("out"), ["big", "empty"], lambda i: (10 << 20) * (1 - i) + 7
         * (1 - i))
    spool = fresh("spool")
    r = p.get(spool)
    check(r.count("done") == 2, r.text)
    same_files(r, spool, p.path("out"))
    r = p.run("put", "in", p.path("out"))
    check(r.count("done") == 2, r.text)
    for n in ("big", "empty"):
        check(content(p.path("in", n)) == content(p.path("out", n)), n)


@test
def a_file_above_max_file_is_not_read(server):
    p = Partner(server, "max")
    fill(p.path("out"), ["big", "small"], lambda i: 5000 if i == 0 else 4999)
    spool = fresh("spool")
    r = p.get(spool, max_file=4999)
    check(r.of("big")[:2] == ["large", "NET-LARGE"], r.text)
    check(r.of("small")[0] == "done", r.text)
    check(len(os.listdir(spool)) == 1, "a file is left")


@test
def an_unreadable_file_harms_no_other(server):
    p = Partner(server, "unreadable")
    fill(p.path("out"), ["a", "z"])
    os.makedirs(p.path("out", "m"))     # root reads all, but no directory
    spool = fresh("spool")
    r = p.run("get", "out", spool, "*")
    check(r.of("m")[0] == "refused", r.text)
    check(r.of("a")[0] == r.of("z")[0] == "done", r.text)
    check(len(os.listdir(spool)) == 2, "a file is left")


@test
def a_file_that_is_gone_is_reported_as_gone(server):
    p = Partner(server, "gone")
    fill(p.path("out"), ["a", "b"])
    h = p.start("get", "out", fresh("spool"), env={"HAND_WAIT": "1"})
    check_listed(h, 2)
    os.unlink(p.path("out", "a"))
    h.stdin.write("\n")
    r = finish(h)
    check(r.of("a")[:2] == ["gone", "NET-GONE"], r.text)
    check(r.of("b")[0] == "done", r.text)


@test
def a_file_that_grows_shrinks_or_is_replaced_is_not_taken(server):
    p = Partner(server, "grow")
    for size in (100, 400000):
        fill(p.path("out"), ["grows", "shrinks", "same_size", "calm"], size)
        spool = fresh("spool")
        h = p.start("get", "out", spool, env={"HAND_WAIT": "1"})
        check_listed(h, 4)
        with open(p.path("out", "grows"), "ab") as f:
            f.write(b"more")
        os.truncate(p.path("out", "shrinks"), size - 1)
        os.utime(p.path("out", "same_size"), (1000, 1000))
        h.stdin.write("\n")
        r = finish(h)
        for n in ("grows", "shrinks", "same_size"):
            check(r.of(n)[:2] == ["changed", "NET-CHANGED"], r.text)
        check(r.of("calm")[0] == "done", r.text)
        check(len(os.listdir(spool)) == 1, "a partial file is left")


@test
def listing_and_stat_tell_size_time_and_kind(server):
    p = Partner(server, "list")
    fill(p.path("out"), ["file"], 77)
    os.utime(p.path("out", "file"), (1, 1234567890))
    os.makedirs(p.path("out", "directory"))
    os.symlink("/etc/passwd", p.path("out", "link"))
    lines = {l[0].strip('"'): l[1:] for l in p.run("list", "out").lines}
    check(lines["file"] == ["77", "1234567890", "file", "usable"], lines)
    check(lines["directory"][2] == lines["link"][2] == "other", lines)
    check(set(lines) == {"file", "directory", "link"}, lines)
    check(p.run("stat", "out", "file").lines[0] ==
          ["found", "77", "1234567890"], "stat")
    check(p.run("stat", "out", "none").lines[0][0] == "absent", "stat")
    r = p.run("list", "nowhere")
    r.codes("NET-GONE", 69)


@test
def a_listing_of_three_thousand_files_is_complete(server):
    p = Partner(server, "long")
    names = {f"n{i}" for i in range(3000)}
    fill(p.path("out"), names, 0)
    r = p.run("list", "out")
    check({l[0].strip('"') for l in r.lines} == names, "names are missing")


@test
def what_was_replaced_after_the_fetch_stays(server):
    p = Partner(server, "clear")
    fill(p.path("out"), ["same", "replaced", "touched"], 50)
    lines = "".join(f"{n} 50 {int(os.stat(p.path('out', n)).st_mtime)}\n"
                    for n in ("same", "replaced", "touched", "absent")
                    if n != "absent")
    with open(p.path("out", "replaced"), "ab") as f:
        f.write(b"x")
    os.utime(p.path("out", "touched"), (5, 5))
    r = p.run("clear", "out", stdin=lines + "absent 1 1\n")
    check(r.of("same")[0] == "done" and r.of("absent")[0] == "done", r.text)
    check(r.of("replaced")[0] == r.of("touched")[0] == "changed", r.text)
    check(sorted(os.listdir(p.path("out"))) == ["replaced", "touched"],
          "the wrong ones were removed")


@test
def moving_away_makes_the_directory_and_overwrites_nothing(server):
    p = Partner(server, "move")
    for turn in range(2):
        fill(p.path("out"), ["a", "b"], 50 + turn)
        for n in "ab":
            os.utime(p.path("out", n), (5, 5 + turn))
        r = p.run("clear", "out", "out/done",
                  stdin=f"a {50 + turn} {5 + turn}\nb {50 + turn} {5 + turn}"
                  "\n")
        check(r.count("done") == 2, r.text)
    check(sorted(os.listdir(p.path("out", "done"))) ==
          ["a", "a.6", "b", "b.6"], os.listdir(p.path("out", "done")))
    check(os.path.getsize(p.path("out", "done", "a")) == 50, "overwritten")
    check(os.listdir(p.path("out")) == ["done"], "left behind")


@test
def a_name_taken_by_the_same_bytes_is_success(server):
    p = Partner(server, "again")
    local = fresh("local")
    fill(local, [f"a{i}" for i in range(5)], lambda i: i * 40000)
    check(p.run("put", "in", local).count("done") == 5, "first")
    before = os.stat(p.path("in", "a4")).st_ino
    r = p.run("put", "in", local)
    check(r.count("done") == 5, r.text)
    check(os.stat(p.path("in", "a4")).st_ino == before, "written again")
    check(len(os.listdir(p.path("in"))) == 5, "a temporary file is left")


@test
def a_name_taken_by_other_bytes_is_an_error_and_stays(server):
    p = Partner(server, "other")
    local = fresh("local")
    fill(local, ["a", "b", "c"], 40000)
    for n, text in (("a", b"short"), ("b", b"x" * 40000)):
        with open(p.path("in", n), "wb") as f:
            f.write(text)
    r = p.run("put", "in", local)
    for n in "ab":
        check(r.of(n)[:2] == ["exists", "TARGET-EXISTS"], r.text)
    check(r.of("c")[0] == "done", r.text)
    check(content(p.path("in", "a")) == b"short", "overwritten")
    check(sorted(os.listdir(p.path("in"))) == ["a", "b", "c"], "left over")


@test
def a_left_over_temporary_file_does_not_matter(server):
    p = Partner(server, "leftover")
    local = fresh("local")
    fill(local, ["a"], 100)
    with open(p.path("in", ".a.part"), "wb") as f:
        f.write(b"y" * 5000)
    r = p.run("put", "in", local)
    check(r.count("done") == 1, r.text)
    check(content(p.path("in", "a")) == content(os.path.join(local, "a")) and
          os.listdir(p.path("in")) == ["a"], "wrong bytes")


@test
def delivery_into_a_missing_directory_is_refused(server):
    p = Partner(server, "nodir")
    local = fresh("local")
    fill(local, ["a", "b"], 100)
    r = p.run("put", "nowhere", local)
    check(r.count("refused") == 2 and "NET-GONE" in r.text, r.text)


# --- who is there ------------------------------------------------------------

@test
def a_wrong_host_key_is_refused_and_both_fingerprints_are_shown(server):
    p = Partner(server, "wrongkey")
    other = "SHA256:" + "A" * 43
    before = content(server.path("log")).count(b"Accepted")
    r = p.run("list", "out", pin=other)
    text = r.codes("SSH-HOSTKEY", 69)
    check(server.fingerprint in text and other in text, text)
    check(content(server.path("log")).count(b"Accepted") == before, "login")


@test
def without_a_pin_nothing_is_trusted(server):
    p = Partner(server, "nopin")
    p.run("list", "out", pin=None).codes("SSH-NOPIN", 78)
    p.run("list", "out", pin="ab:cd:ef").codes("SSH-NOPIN", 78)


@test
def the_host_key_can_be_looked_at_without_logging_in(server):
    p = Partner(server, "look")
    r = p.run("hostkey", pin=None, key=None)
    check(r.lines == [[server.fingerprint]], r.text)


@test
def a_pin_of_the_second_host_key_counts_too(server):
    del server
    with Sshd(os.path.join(WORK, "two"), ("ed25519", "ecdsa")) as two:
        p = Partner(two, "two_keys")
        for kind in ("ed25519", "ecdsa"):
            r = p.run("list", "out", pin=two.fingerprints[kind])
            check(r.code == 0, r.text)
        p.run("list", "out", pin="SHA256:" + "B" * 43).codes(
            "SSH-HOSTKEY", 69)


@test
def a_server_with_an_rsa_key_only_is_explained(server):
    del server
    with Sshd(os.path.join(WORK, "rsa"), ("rsa",)) as rsa:
        p = Partner(rsa, "rsa_server")
        r = p.run("list", "out")
        if r.code == 0:
            raise Skip("this libssh2 can do rsa-sha2")
        text = r.codes("SSH-ALGORITHM", 69)
        check("rsa-sha2" in text and "ed25519" in text, text)


@test
def an_rsa_user_key_is_explained(server):
    p = Partner(server, "rsa_user", kind="rsa")
    r = p.run("list", "out")
    if r.code == 0:
        raise Skip("this libssh2 can do rsa-sha2")
    text = r.codes("SSH-KEYFILE", 78)
    check("rsa-sha2" in text and "ed25519" in text, text)
    p = Partner(server, "rsa_pem", kind="rsa", form="PEM")
    check("rsa-sha2" in p.run("list", "out").codes("SSH-KEYFILE", 78), "PEM")


@test
def ecdsa_keys_log_in_in_both_formats(server):
    for form in (None, "PEM", "PKCS8"):
        p = Partner(server, f"ecdsa_{form}", kind="ecdsa", form=form)
        # libssh2 1.10 itself loses two numbers of such a key.
        with open(p.path("known"), "w", encoding="ascii") as f:
            f.write("leak:CRYPTO_zalloc\n")
        r = p.run("list", "out", env={"LSAN_OPTIONS": "print_suppressions=0:"
                                      "suppressions=" + p.path("known")})
        check(r.code == 0, f"{form}: {r.text}")


@test
def a_key_file_must_be_private_plain_and_unlocked(server):
    p = Partner(server, "keyfile")
    os.chmod(p.key, 0o644)
    text = p.run("list", "out").codes("SSH-KEYFILE", 77)
    check("chmod 600" in text, text)
    p.run("list", "out", key=p.path("none")).codes("SSH-KEYFILE", 77)
    p.run("list", "out", key=p.path("out")).codes("SSH-KEYFILE", 77)
    with open(p.path("no.key"), "w", encoding="ascii") as f:
        f.write("hello\n")
    os.chmod(p.path("no.key"), 0o600)
    p.run("list", "out", key=p.path("no.key")).codes("SSH-KEYFILE", 77)
    for form in ([], ["-m", "PEM"]):
        path = p.path("locked" + "".join(form))
        subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-N", "secret",
                        "-f", path] + form, check=True)
        text = p.run("list", "out", key=path).codes("SSH-KEYFILE", 77)
        check("passphrase" in text, text)


@test
def an_unknown_key_is_not_let_in_and_not_tried_again(server):
    p = Partner(server, "stranger")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                    p.path("strange")], check=True)
    r = p.run("list", "out", key=p.path("strange"))
    text = r.codes("SSH-AUTH", 69)
    check("publickey" in text and server.user in text, text)
    check(r.seconds < 3, "it was tried again")


@test
def an_agent_can_hold_the_key(server):
    p = Partner(server, "agent")
    sock = os.path.join(WORK, "agent.sock")
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", sock],
                             stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if os.path.exists(sock):
                break
            time.sleep(0.05)
        env = {"SSH_AUTH_SOCK": sock}
        r = p.run("list", "out", key=None, agent="yes", env=env)
        r.codes("SSH-AUTH", 69)
        subprocess.run(["ssh-add", "-q", p.key], check=True,
                       env=dict(os.environ, **env))
        r = p.run("list", "out", key=None, agent="yes", env=env)
        check(r.code == 0, r.text)
    finally:
        agent.kill()
        agent.wait()
    r = p.run("list", "out", key=None, agent="yes",
              env={"SSH_AUTH_SOCK": "/nowhere"})
    check("no agent" in r.codes("SSH-AUTH", 69), r.text)


@test
def a_password_file_logs_in(server):
    del server
    if os.geteuid() != 0:
        raise Skip("a user with a password needs root")
    try:
        hidden = Sshd(os.path.join(WORK, "pw"),
                      password=("ordermill-test", "correct horse")).start()
    except (RuntimeError, OSError) as e:
        raise Skip(f"no namespace for a user of our own: {e}"[:200]) from e
    try:
        p = Partner(hidden, "password")
        os.makedirs(hidden.path("home/out"), exist_ok=True)
        for word, good in (("correct horse\nsecond line\n", True),
                           ("wrong\n", False)):
            path = p.path("word")
            with open(path, "w", encoding="ascii") as f:
                f.write(word)
            os.chmod(path, 0o600)
            r = p.run("list", "out", key=None, password_file=path)
            check((r.code == 0) == good, r.text)
            check("correct horse" not in r.text, "the secret is shown")
        r.codes("SSH-AUTH", 69)
        os.chmod(path, 0o640)
        p.run("list", "out", key=None, password_file=path).codes(
            "SSH-KEYFILE", 77)
    finally:
        hidden.stop()


# --- lines that fail ---------------------------------------------------------

@test
def a_server_that_is_down_is_tried_again_and_then_reported(server):
    p = Partner(server, "down_server")
    p.url = f"sftp://{server.user}@127.0.0.1:1"
    r = p.run("list", "out", retries=2)
    check("refused" in r.codes("NET-CONNECT", 69), r.text)
    check(1.4 < r.seconds < 5, f"two tries in {r.seconds} s")
    p.url = f"sftp://{server.user}@nowhere.invalid"
    p.run("list", "out", retries=0).codes("NET-RESOLVE", 69)


@test
def a_server_that_does_not_speak_ends_in_time(server):
    p = Partner(server, "mute")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen(5)
        p.url = f"sftp://x@127.0.0.1:{s.getsockname()[1]}"
        r = p.run("list", "out", retries=0, timeout=1)
        r.codes("NET-TIMEOUT", 69)
        check(r.seconds < 4, r.seconds)


class Greeter:
    """A TCP server that says one thing for ever, or once."""

    def __init__(self, first, then=b"", pause=0):
        self.first, self.then, self.pause = first, then, pause
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(5)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                s, _ = self.socket.accept()
                s.sendall(self.first)
                while True:
                    s.sendall(self.then)
                    time.sleep(self.pause if self.then else 0.1)
            except OSError:
                if self.socket.fileno() < 0:
                    return


@test
def a_greeting_without_end_or_sense_ends_in_time(server):
    p = Partner(server, "greeting")
    for first, then, pause in (
            (b"", b"hello \x1b[31m\r\n" * 1000, 0), (b"", b"x" * 65536, 0),
            (b"S", b"S", 0.3), (b"SSH-2.0-x\r\n", b"\xff" * 4096, 0),
            (b"SSH-2.0-x\r\n\0\0\0\x0c\x0a\x14", b"\0", 0.3),
            (b"SSH-1.5-old\r\n", b"", 0), (b"HTTP/1.1 400\r\n\r\n", b"", 0)):
        g = Greeter(first, then, pause)
        p.url = f"sftp://x@127.0.0.1:{g.port}"
        r = p.run("list", "out", retries=0, timeout=1, limit=20)
        check(r.error is not None and r.error[2] == "69", r.text)
        check(r.error[1].startswith(("NET-", "SSH-ALG")), r.text)
        check("\x1b" not in r.text, "raw control bytes are shown")
        check(r.seconds < 5, f"{first} {then[:9]} took {r.seconds} s")
        g.socket.close()


def greeting(server):
    """What the server says before it wants to hear more."""
    said = b""
    with socket.create_connection(("127.0.0.1", server.port)) as s:
        s.sendall(b"SSH-2.0-test\r\n")
        s.settimeout(1)
        try:
            while len(said) < 5000:
                said += s.recv(4096)
        except socket.timeout:
            pass
    return said


def pipe(a, b):
    try:
        while True:
            data = a.recv(65536)
            if not data:
                break
            b.sendall(data)
    except OSError:
        pass
    b.close()


class OnlyOnce(Greeter):
    """Leads the first connection to the server; the others are greeted and
    then left alone."""

    def __init__(self, server):
        self.server, self.kept, self.said = server, [], greeting(server)
        super().__init__(b"")

    def serve(self):
        a, _ = self.socket.accept()
        b = socket.create_connection(("127.0.0.1", self.server.port))
        threading.Thread(target=pipe, args=(a, b), daemon=True).start()
        threading.Thread(target=pipe, args=(b, a), daemon=True).start()
        while True:
            try:
                c, _ = self.socket.accept()
                c.sendall(self.said)
                self.kept.append(c)
            except OSError:
                if self.socket.fileno() < 0:
                    return


@test
def a_server_that_falls_silent_in_the_key_exchange_ends_in_time(server):
    p = Partner(server, "silent")
    g = Greeter(greeting(server))
    p.url = f"sftp://x@127.0.0.1:{g.port}"
    r = p.run("list", "out", retries=1, timeout=1)
    r.codes("NET-TIMEOUT", 69)
    check(r.seconds < 6, r.seconds)


@test
def sessions_that_get_stuck_do_not_hold_up_the_one_that_works(server):
    p = Partner(server, "stuck")
    fill(p.path("out"), [f"f{i}" for i in range(200)])
    line = OnlyOnce(server)
    p.url = f"sftp://{server.user}@127.0.0.1:{line.port}"
    r = p.get(fresh("spool"), sessions=4, pause=2)
    check(r.count("done") == 200 and r.code == 0, r.text[:2000])
    check(r.seconds < 4 and len(line.kept) == 3, f"{r.seconds} s, "
          f"{len(line.kept)} stuck")


@test
def a_server_that_lets_few_in_is_used_with_few_sessions(server):
    del server
    with Sshd(os.path.join(WORK, "sshd_few"), config=["MaxStartups 2"]) as few:
        p = Partner(few, "few")
        fill(p.path("out"), [f"f{i}" for i in range(300)])
        r = p.get(fresh("spool"), sessions=8)
        check(r.count("done") == 300 and r.code == 0, r.text[:2000])
        check(content(few.path("log")).count(b"Accepted") < 8, "all came in")


@test
def a_batch_that_ends_before_all_sessions_are_up_leaves_nothing(server):
    p = Partner(server, "early")
    fill(p.path("out"), [f"f{i}" for i in range(200)], 1)
    for _ in range(8):
        r = p.get(fresh("spool"), sessions=8)
        check(r.count("done") == 200, r.text[:2000])


@test
def a_caller_that_is_busy_for_long_makes_nobody_late(server):
    p = Partner(server, "busy")
    fill(p.path("out"), [f"f{i}" for i in range(3)])
    r = p.get(fresh("spool"), in_flight=2, timeout=1, pause=1500, retries=0)
    check(r.count("done") == 3 and r.code == 0, r.text)


@test
def a_session_that_died_while_idle_is_replaced(server):
    del server
    mortal = Sshd(os.path.join(WORK, "sshd_idle")).start()
    p = Partner(mortal, "idle")
    fill(p.path("out"), ["a", "b"])
    h = p.start("get", "out", fresh("spool"), env={"HAND_WAIT": "1"},
                retries=1)
    check_listed(h, 2)
    port = mortal.port
    mortal.stop()
    mortal.start(port)
    h.stdin.write("\n")
    r = finish(h)
    mortal.stop()
    check(r.count("done") == 2 and r.code == 0, r.text)


@test
def files_are_repeated_when_the_server_dies_and_comes_back(server):
    del server
    mortal = Sshd(os.path.join(WORK, "mortal")).start()
    for sessions, verb in ((1, "get"), (4, "get"), (4, "put")):
        p = Partner(mortal, f"mortal_{verb}{sessions}")
        source = p.path("out") if verb == "get" else fresh("local")
        names = [f"f{i}" for i in range(120)]
        fill(source, names, 20000)
        spool = fresh("spool")
        h = p.start(verb, "out" if verb == "get" else "in",
                    spool if verb == "get" else source, pause=10,
                    in_flight=8, sessions=sessions)
        out = [h.stdout.readline() for _ in range(20)]
        port = mortal.port
        mortal.stop()
        time.sleep(0.7)
        mortal.start(port)
        rest, err = h.communicate(timeout=60)
        r = Result("".join(out) + rest, err, h.returncode, 0)
        check(r.code == 0 and r.count("done") == 120, r.text[-2000:])
        if verb == "get":
            same_files(r, spool, source)
            check(len(os.listdir(spool)) == 120, "partial files are left")
        else:
            check(sorted(os.listdir(p.path("in"))) == sorted(names),
                  "not all, or temporary files are left")
            for n in names:
                check(content(p.path("in", n)) == content(
                    os.path.join(source, n)), n)
    mortal.stop()


@test
def a_server_that_stays_dead_fails_the_rest_once_each(server):
    del server
    mortal = Sshd(os.path.join(WORK, "mortal2")).start()
    p = Partner(mortal, "stays_dead")
    fill(p.path("out"), [f"f{i}" for i in range(120)], 20000)
    spool = fresh("spool")
    h = p.start("get", "out", spool, pause=10, in_flight=8, sessions=4,
                retries=1)
    out = [h.stdout.readline() for _ in range(20)]
    mortal.stop()
    rest, err = h.communicate(timeout=60)
    r = Result("".join(out) + rest, err, h.returncode, 0)
    check(r.count("done") + r.count("failed") == 120, r.text[-2000:])
    check(r.error[1].startswith("NET-") and r.error[2] == "69", r.error)
    check(len(os.listdir(spool)) == r.count("done"), "partial files")


# --- hostile servers ---------------------------------------------------------

def hostile(server, mode):
    p = Partner(server, mode, command=f"/usr/bin/python3 {HERE}/"
                f"hostile_sftp.py {mode} {WORK}/{mode}_files")
    files = fresh(mode + "_files")
    fill(files, ["good.edi"], 100)
    fill(files, ["more.edi"], 90000)
    if os.path.exists(files + ".count"):
        os.unlink(files + ".count")
    return p, files


def hostile_get(server, mode, want, sessions=1, timeout=2, limit=20):
    """want: outcome of every file, or the code the batch fails with."""
    p, files = hostile(server, mode)
    spool = fresh("spool")
    r = p.get(spool, timeout=timeout, retries=1, sessions=sessions)
    check(r.seconds < limit, f"took {r.seconds} s")
    if want.startswith("NET-"):
        check(r.error is not None and r.error[1] == want or
              any(l[0] == "failed" and l[1] == want for l in r.lines),
              f"not {want}: {r.text[:2000]}")
        check(r.count("done") == 0, r.text)
    else:
        check(r.count(want) == 2 and len(r.lines) == 2, r.text[:2000])
    check(len(os.listdir(spool)) == r.count("done"), "a file is left")
    check("\x1b" not in r.text, "raw control bytes are shown")
    if want == "done":
        same_files(r, spool, files)


def hostile_test(mode, want):
    def run(server):
        hostile_get(server, mode, want)
    run.__name__ = f"server_that_{mode}_gives_{want}"
    TESTS.append(run)


for _mode, _want in (
        ("honest", "done"), ("short_ok", "done"), ("reorder_ok", "done"),
        ("cut_twice", "NET-CLOSED"), ("says_smaller", "changed"),
        ("says_larger", "changed"), ("says_huge", "large"),
        ("fstat_lies", "changed"), ("stall", "NET-TIMEOUT"),
        ("trickle", "NET-TIMEOUT"), ("cut_at_open", "NET-CLOSED"),
        ("cut_in_data", "NET-CLOSED"), ("one_byte", "NET-PROTOCOL"),
        ("more_data", "NET-PROTOCOL"), ("empty_data", "NET-PROTOCOL"),
        ("wrong_ids", "NET-PROTOCOL"), ("unasked", "NET-PROTOCOL"),
        ("ok_for_handle", "NET-PROTOCOL"), ("long_handle", "NET-PROTOCOL"),
        ("huge_packet", "NET-PROTOCOL"), ("empty_packet", "NET-PROTOCOL"),
        ("garbage", "NET-PROTOCOL"), ("lying_count", "NET-PROTOCOL"),
        ("giant_attrs", "NET-PROTOCOL"), ("old_version", "NET-PROTOCOL"),
        ("no_version", "NET-TIMEOUT"), ("endless", "NET-LISTING")):
    hostile_test(_mode, _want)


def flip_test(mode):
    def run(server):
        p, files = hostile(server, mode)
        fill(files, ["large.edi"], 1500000)
        spool = fresh("spool")
        r = p.get(spool, flip=1)
        check(r.count("done") == 3, r.text[:2000])
        same_files(r, spool, files, flipped=True)
    run.__name__ = f"the_filter_sees_the_bytes_of_{mode}_in_their_order"
    TESTS.append(run)


for _mode in ("honest", "short_ok", "reorder_ok", "cut_twice"):
    flip_test(_mode)


@test
def the_filter_sees_all_of_many_files_at_once(server):
    p = Partner(server, "flipped")
    fill(p.path("out"), [f"f{i:03}.edi" for i in range(120)],
         lambda i: i * 1999)
    spool = fresh("spool")
    r = p.get(spool, flip=1, sessions=3)
    check(r.count("done") == 120, r.text[:2000])
    same_files(r, spool, p.path("out"), flipped=True)


@test
def a_server_that_cuts_twice_is_outlived_with_enough_retries(server):
    p, files = hostile(server, "cut_twice")
    spool = fresh("spool")
    r = p.get(spool, retries=4)
    check(r.count("done") == 2, r.text)
    same_files(r, spool, files)


@test
def empty_names_hide_nothing(server):
    p, _ = hostile(server, "empty_names")
    r = p.run("list", "")
    names = [l[0] for l in r.lines]
    check('"good.edi"' in names and '"more.edi"' in names, r.text)
    check(all(l[4] == "unusable" for l in r.lines if l[0] == '""'), r.text)
    p, _ = hostile(server, "no_eof")
    check(p.run("list", "").lines == [], "no names were sent")


@test
def names_that_are_no_file_names_are_unusable(server):
    p, _ = hostile(server, "bad_names")
    spool = fresh("spool")
    r = p.run("list", "")
    bad = [l for l in r.lines if l[4] == "unusable"]
    check(len(bad) == 5, r.text[:3000])
    r = p.run("get", "", spool, "*")
    check(r.count("refused") + r.count("gone") >= 5, r.text[:3000])
    check(all(n.endswith(".get") for n in os.listdir(spool)),
          "a name of the server was used")
    check(r.of("good.edi")[0] == "done", r.text[:2000])


def hostile_put(server, mode):
    p, files = hostile(server, mode)
    local = fresh("local")
    fill(local, ["ack.xml"], 90000)
    return p.run("put", "", local, timeout=2, retries=2), files, local


@test
def a_lost_answer_to_rename_is_still_one_delivery(server):
    r, files, local = hostile_put(server, "rename_lost")
    check(r.of("ack.xml")[0] == "done", r.text)
    check(content(os.path.join(files, "ack.xml")) == content(
        os.path.join(local, "ack.xml")), "wrong bytes")
    check(".ack.xml.part" not in os.listdir(files), "left over")


@test
def a_server_whose_rename_overwrites_is_not_asked_to(server):
    p, files = hostile(server, "overwrites")
    local = fresh("local")
    fill(local, ["ack.xml"], 90000)
    with open(os.path.join(files, "ack.xml"), "wb") as f:
        f.write(b"theirs")
    r = p.run("put", "", local)
    check(r.of("ack.xml")[0] == "exists", r.text)
    check(content(os.path.join(files, "ack.xml")) == b"theirs",
          "overwritten")


@test
def a_server_that_loses_bytes_or_is_full_delivers_nothing(server):
    for mode in ("loses_bytes", "disk_full", "close_fails"):
        r, files, _ = hostile_put(server, mode)
        check(r.of("ack.xml")[0] == "refused", f"{mode}: {r.text}")
        check("ack.xml" not in os.listdir(files) and
              ".ack.xml.part" not in os.listdir(files), mode)


def main():
    if not os.path.exists("/usr/sbin/sshd"):
        print("1..0 # SKIP there is no sshd")
        return 0
    if not os.access(CLI, os.X_OK):
        print(f"Bail out! {CLI} is not built")
        return 1
    wanted = os.environ.get("ONLY", "")
    tests = [t for t in TESTS if wanted in t.__name__]
    print(f"1..{len(tests)}")
    failed = 0
    server = Sshd(os.path.join(WORK, "sshd")).start()
    try:
        for i, t in enumerate(tests, 1):
            name = t.__name__
            begin = time.monotonic()
            try:
                t(server)
                print(f"ok {i} - {name}", end="")
            except Skip as e:
                print(f"ok {i} - {name} # SKIP {e}", end="")
            except (AssertionError, subprocess.TimeoutExpired, OSError,
                    LookupError, RuntimeError) as e:
                failed += 1
                print(f"not ok {i} - {name}", end="")
                for line in f"{type(e).__name__}: {e}".splitlines()[:40]:
                    print(f"\n#   {line}", end="")
            print(f"\n# {time.monotonic() - begin:.2f} s", flush=True)
    finally:
        server.stop()
        if os.environ.get("KEEP") is None:
            shutil.rmtree(WORK, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    assert threading.active_count() == 1
    sys.exit(main())
