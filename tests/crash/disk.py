"""What a disk holds after a power cut, from the journal of one run.

Below var/, a file holds what it held at its last fsync and a directory the
entries of its last fsync; what came later may be there or not:

    strict    nothing that was not synced
    ordered   metadata up to some moment, as a journalling file system writes
              it; of the data each write at random, some torn
    subset    each operation on a directory and each write at random

What happened in the partners' directories is theirs and stays.
"""
import os
import random

STRICT, ORDERED, SUBSET = "strict", "ordered", "subset"
SECTOR = 512


class File:
    def __init__(self, data=b"", mtime=None):
        self.synced = data
        self.now = bytearray(data)
        self.pending = []
        self.mtime = mtime

    def write(self, offset, data):
        self.pending.append((offset, data))
        put(self.now, offset, data)

    def cut(self, size):
        self.pending.append((size, None))
        cut(self.now, size)

    def sync(self):
        changed = bool(self.pending)
        if changed:
            self.synced, self.pending = bytes(self.now), []
        return changed

    def after(self, dice):
        if dice is None or not self.pending:
            return self.synced
        out = bytearray(self.synced)
        for offset, data in self.pending:
            fate = dice.random()
            if fate < 0.45:
                continue
            if data is None:
                cut(out, offset)
            elif fate < 0.55 and len(data) > SECTOR:
                put(out, offset, data[:dice.randrange(
                    SECTOR, len(data), SECTOR)])
            else:
                put(out, offset, data)
        return bytes(out)


def put(data, offset, new):
    if len(data) < offset:
        data.extend(bytes(offset - len(data)))
    data[offset:offset + len(new)] = new


def cut(data, size):
    del data[size:]
    data.extend(bytes(size - len(data)))


class Folder:
    def __init__(self):
        self.synced, self.now = {}, {}
        self.pending = []		# (moment, name, object or None)

    def set(self, moment, name, thing):
        self.pending.append((moment, name, thing))
        if thing is None:
            self.now.pop(name, None)
        else:
            self.now[name] = thing

    def sync(self):
        changed = bool(self.pending)
        self.synced, self.pending = dict(self.now), []
        return changed

    def after(self, keep):
        out = dict(self.synced)
        for moment, name, thing in self.pending:
            if not keep(moment):
                continue
            if thing is None:
                out.pop(name, None)
            else:
                out[name] = thing
        return out


def read_tree(path):
    out = Folder()
    for e in os.scandir(path):
        if e.is_dir():
            out.now[e.name] = read_tree(e.path)
        else:
            with open(e.path, "rb") as f:
                out.now[e.name] = File(f.read(), e.stat().st_mtime_ns)
    out.synced = dict(out.now)
    return out


class Disk:
    """Starts as the mill is, everything of it synced, and takes entries."""

    def __init__(self, mill):
        self.mill = mill
        self.tops = {t: read_tree(os.path.join(mill, t))
                     for t in ("var", "exchange")}
        self.moment = 0
        self.synced_to = 0		# as a journal would have it
        self.changed = True		# since the last strict state

    def place(self, path):
        """The folder of a path and the name in it."""
        parts = os.path.relpath(path, self.mill).split(os.sep)
        at = self.tops[parts[0]]
        for p in parts[1:-1]:
            if p != ".":
                at = at.now[p]
        return at, parts[-1]

    def thing(self, path):
        parts = os.path.relpath(path, self.mill).split(os.sep)
        if len(parts) == 1:
            return self.tops[parts[0]]
        at, name = self.place(path)
        return at.now.get(name)

    def take(self, e):
        self.moment += 1
        if e.failed:
            return
        self.changed = self.changed or e.remote
        if e.op in "CMRULD":
            self.rearrange(e)
        elif e.op == "F":
            self.sync_all(self.tops["var"])
        elif e.path.endswith(" (deleted)"):
            pass
        elif e.op == "S":
            self.sync(self.thing(e.path))
        elif e.op == "W":
            self.thing(e.path).write(e.offset, e.data)
        else:
            self.thing(e.path).cut(e.offset)

    def sync(self, thing):
        self.changed = thing.sync() or self.changed
        self.synced_to = self.moment

    def sync_all(self, thing):
        """syncfs: all of the file system, here all of var/"""
        self.sync(thing)
        if isinstance(thing, Folder):
            for below in thing.now.values():
                self.sync_all(below)

    def rearrange(self, e):
        at, name = self.place(e.path)
        if e.op == "C" and e.offset == 0:
            at.set(self.moment, name, File())
        elif e.op == "M":
            at.set(self.moment, name, Folder())
        elif e.op in "UD":
            at.set(self.moment, name, None)
        elif e.op in "RL":
            to, new = self.place(e.other)
            to.set(self.moment, new, at.now[name])
            if e.op == "R":
                at.set(self.moment, name, None)

    def rebuild(self, mill, model, seed=0):
        """Writes var/ and exchange/ of a mill whose power was cut now."""
        dice = None if model == STRICT else random.Random(seed)
        kept = {}

        def keep(moment):
            if model == STRICT:
                return False
            if model == ORDERED:
                return moment <= last
            if moment not in kept:
                kept[moment] = dice.random() < 0.5
            return kept[moment]
        last = 0 if dice is None else dice.randint(self.synced_to,
                                                   self.moment)
        self.build(self.tops["var"], os.path.join(mill, "var"), keep, dice)
        self.build(self.tops["exchange"], os.path.join(mill, "exchange"),
                   None, None)

    def build(self, folder, path, keep, dice):
        os.mkdir(path, 0o700)
        for name, thing in (folder.after(keep) if keep else
                            folder.now).items():
            there = os.path.join(path, name)
            if isinstance(thing, Folder):
                self.build(thing, there, keep, dice)
            elif not name.endswith("-shm"):	# shared memory: gone
                with open(there, "wb") as f:
                    f.write(thing.after(dice) if keep else thing.now)
                if thing.mtime is not None:
                    os.utime(there, ns=(thing.mtime, thing.mtime))
