"""A run under the shim: where it is killed or fails, and what it did.

State mirrors struct state of shim.c; Entry is one line of its journal.
"""
import collections
import ctypes
import errno
import mmap
import os
import signal
import struct
import subprocess
import time

COUNT, JOURNAL, KILL, FAIL, SHORT = range(5)
HEAD = struct.Struct("=IIIIQ32sIIQQ")
ACTOR = struct.Struct("=32sQ")
ACTORS = 16
ENTRY = struct.Struct("=IBBBBQQqIHH")
HEAD_BYTES = HEAD.size + ACTORS * ACTOR.size
JOURNAL_BYTES = 64 << 20
SECONDS = 60

Entry = collections.namedtuple(
    "Entry", "op actor remote failed number inode offset path other data")
Point = collections.namedtuple("Point", "actor number op path remote")
Ended = collections.namedtuple("Ended", "code signal fired text")


def adopt_orphans():
    """Workers whose supervisor was killed become ours, so that we see all of
    a run end (PR_SET_CHILD_SUBREAPER)."""
    if ctypes.CDLL(None, use_errno=True).prctl(36, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_CHILD_SUBREAPER")


def text(raw):
    return raw.split(b"\0", 1)[0].decode()


class State:
    def __init__(self, path):
        self.path = path
        self.file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self.file, HEAD_BYTES + JOURNAL_BYTES)
        self.map = mmap.mmap(self.file, HEAD_BYTES + JOURNAL_BYTES)

    def plan(self, mode, actor="", at=0, error=0, sticky=0):
        HEAD.pack_into(self.map, 0, mode, error, sticky, 0, at,
                       actor.encode(), 0, 0, 0, JOURNAL_BYTES)
        self.map[HEAD.size:HEAD_BYTES] = bytes(HEAD_BYTES - HEAD.size)

    def fired(self):
        return HEAD.unpack_from(self.map, 0)[7] != 0

    def actors(self):
        n = HEAD.unpack_from(self.map, 0)[3]
        found = [ACTOR.unpack_from(self.map, HEAD.size + i * ACTOR.size)
                 for i in range(n)]
        return [(text(name), count) for name, count in found]

    def entries(self):
        names = [name for name, _ in self.actors()]
        at, end = HEAD_BYTES, HEAD_BYTES + HEAD.unpack_from(self.map, 0)[8]
        while at < end:
            (size, op, actor, remote, failed, number, inode, offset, n_data,
             n_path, n_other) = ENTRY.unpack_from(self.map, at)
            body = at + ENTRY.size
            path = self.map[body:body + n_path].decode()
            other = self.map[body + n_path:body + n_path + n_other].decode()
            data = self.map[at + size - n_data:at + size]
            yield Entry(chr(op), names[actor], bool(remote), bool(failed),
                        number, inode, offset, path, other, data)
            at += size


def run(binary, mill, state, as_of, shim, kill_after=None):
    """Ends when every process of the run has ended; shim None: without."""
    env = dict(os.environ)
    if shim is not None:
        env.update(LD_PRELOAD=shim, CRASH_STATE=state.path,
                   CRASH_ROOT=os.path.join(mill, "var"),
                   CRASH_REMOTE=os.path.join(mill, "exchange"))
    log = os.path.join(os.path.dirname(state.path), "stderr")
    with open(log, "wb") as err:
        p = _start(binary, mill, as_of, env, err)
    status = _wait(p, state, kill_after)
    with open(log, "rb") as f:
        said = f.read().decode(errors="replace")
    if os.WIFSIGNALED(status):
        return Ended(None, os.WTERMSIG(status), state.fired(), said)
    return Ended(os.WEXITSTATUS(status), None, state.fired(), said)


def _start(binary, mill, as_of, env, err):
    null = os.open(os.devnull, os.O_RDWR)
    try:
        return os.posix_spawn(
            binary, [binary, "-C", mill, "run", "--as-of", as_of], env,
            setpgroup=0,
            file_actions=[(os.POSIX_SPAWN_DUP2, null, 0),
                          (os.POSIX_SPAWN_DUP2, null, 1),
                          (os.POSIX_SPAWN_DUP2, err.fileno(), 2)])
    finally:
        os.close(null)


def _wait(pid, state, kill_after):
    """The status of pid, when its whole group is gone.  At the flag of the
    shim the group is killed: a confined worker cannot do that itself."""
    status, start, killed, pause = None, time.monotonic(), False, 0.0002
    mode = HEAD.unpack_from(state.map, 0)[0]
    while True:
        try:
            got, how = os.waitpid(-pid, os.WNOHANG)
        except ChildProcessError:
            if status is None:
                raise
            return status
        if got == pid:
            status = how
        if got != 0:
            continue
        took = time.monotonic() - start
        if took > 2 * SECONDS:
            raise RuntimeError(f"a run did not end in {2 * SECONDS} s")
        if not killed and (took > SECONDS or
                           (kill_after is not None and took >= kill_after) or
                           (mode == KILL and state.fired())):
            killed = True
            kill_group(pid)
        time.sleep(pause)
        pause = min(pause * 1.3, 0.004)


def kill_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def build_shim(build):
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                          "shim.c")
    out = os.path.join(os.path.abspath(build), "crash_shim.so")
    if not os.path.exists(out) or \
            os.path.getmtime(out) < os.path.getmtime(source):
        os.makedirs(os.path.dirname(out), exist_ok=True)
        new = f"{out}.{os.getpid()}"
        subprocess.run(["cc", "-std=c17", "-D_GNU_SOURCE", "-O2", "-Wall",
                        "-Wextra", "-Werror", "-fPIC", "-shared", "-o", new,
                        source], check=True)
        os.rename(new, out)
    return out


ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
