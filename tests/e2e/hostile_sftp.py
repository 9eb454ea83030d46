"""An SFTP server on stdin and stdout that misbehaves in one named way.

    hostile_sftp.py MODE DIRECTORY

Its files are those of DIRECTORY (flat).  Modes whose name ends in "_ok" do
what the protocol allows and only odd servers do.  Used behind a real sshd as
a forced command.
"""
import os
import stat
import struct
import sys
import time

MODE, ROOT = sys.argv[1], sys.argv[2]
OK, EOF, NO_FILE, DENIED, FAILURE, UNSUPPORTED = 0, 1, 2, 3, 4, 8
STATUS, HANDLE, DATA, NAME, ATTRS = 101, 102, 103, 104, 105
NAMES = {
    "empty_names": [b"", b"", b"a.edi", b""],
    "bad_names": [b"../evil", b"/etc/passwd", b"a/b", b"..", b"nul\0byte",
                  b"esc\x1b[31m", b"new\nline", b"-rf", b"x" * 5000],
}


def string(s):
    return struct.pack(">I", len(s)) + s


def attrs(path, size=None, mtime=None):
    st = os.lstat(path)
    return struct.pack(">IQIII", 1 | 4 | 8,
                       st.st_size if size is None else size, st.st_mode,
                       int(st.st_atime),
                       int(st.st_mtime) if mtime is None else mtime)


class Server:
    def __init__(self):
        self.out = sys.stdout.buffer
        self.handles = {}
        self.listings = {}
        self.held = []
        self.replies = 0

    def send(self, body):
        self.out.write(struct.pack(">I", len(body)) + body)
        self.out.flush()

    def reply(self, kind, ident, body):
        if MODE == "wrong_ids" and self.handles:
            ident += 1000
        packet = bytes([kind]) + struct.pack(">I", ident) + body
        if MODE == "reorder_ok" and kind == DATA:
            self.held.append(packet)
            if len(self.held) < 2:
                return
            self.held.reverse()
        else:
            self.held.append(packet)
        for p in self.held:
            self.send(p)
        self.held = []

    def status(self, ident, code, text=b"as you say \x1b[31m\n"):
        self.reply(STATUS, ident, struct.pack(">I", code) + string(text) +
                   string(b""))

    def path(self, name):
        name = os.path.basename(name.rstrip(b"/"))
        return os.path.join(ROOT.encode(), b"" if name == b"." else name)

    def open(self, ident, name, flags):
        if MODE == "ok_for_handle":
            return self.status(ident, OK)
        if MODE == "long_handle":
            return self.reply(HANDLE, ident, string(b"h" * 100000))
        if MODE == "cut_at_open":
            os._exit(0)
        if MODE == "cut_twice" and self.first(2):
            os._exit(0)
        mode = os.O_RDONLY
        if flags & 2:
            mode = os.O_RDWR | os.O_CREAT | os.O_TRUNC
        try:
            fd = os.open(self.path(name), mode, 0o600)
        except OSError as e:
            return self.status(ident, NO_FILE if e.errno == 2 else DENIED)
        handle = b"%d" % fd
        self.handles[handle] = fd
        self.reply(HANDLE, ident, string(handle))

    def first(self, times):
        """True the first times, counted over all connections."""
        path = ROOT + ".count"
        n = os.path.getsize(path) if os.path.exists(path) else 0
        with open(path, "ab") as f:
            f.write(b".")
        return n < times

    def read(self, ident, handle, offset, length):
        if MODE == "stall":
            time.sleep(600)
        data = os.pread(self.handles[handle], length, offset)
        if MODE == "cut_in_data":
            body = bytes([DATA]) + struct.pack(">I", ident) + string(data)
            self.out.write(struct.pack(">I", len(body)) + body[:20])
            self.out.flush()
            os._exit(0)
        if MODE == "trickle":
            for b in struct.pack(">I", 9 + len(data)) + bytes([DATA]):
                self.out.write(bytes([b]))
                self.out.flush()
                time.sleep(0.3)
            time.sleep(600)
        if MODE == "one_byte":
            data = data[:1]
        if MODE == "short_ok":
            data = data[:4096]
        if MODE == "more_data":
            data += b"x" * 100
        if MODE == "empty_data":
            data = b""
            return self.reply(DATA, ident, string(b""))
        if not data:
            return self.status(ident, EOF)
        self.reply(DATA, ident, string(data))

    def names(self, ident, handle):
        queue = self.listings[handle]
        if MODE == "endless":
            queue.append([b"n%d.edi" % self.replies * 8] * 100)
        if MODE == "no_eof":
            return self.reply(NAME, ident, struct.pack(">I", 0))
        if MODE == "lying_count":
            return self.reply(NAME, ident, struct.pack(">I", 1 << 31))
        if MODE == "giant_attrs":
            return self.reply(NAME, ident, struct.pack(">I", 1) + string(b"a")
                              + string(b"a") + struct.pack(
                                  ">II", 0x80000000, 0xffffffff))
        if not queue:
            return self.status(ident, EOF)
        entries = queue.pop(0)
        body = struct.pack(">I", len(entries))
        for name in entries:
            path = os.path.join(ROOT.encode(), b"good.edi")
            size = None
            if os.path.exists(self.path(name or b"none")):
                path = self.path(name)
            if MODE == "says_smaller":
                size = 10
            if MODE == "says_larger":
                size = 100000
            if MODE == "says_huge":
                size = 1 << 62
            body += string(name) + string(b"-rw------- 1 a b 1 x")
            body += attrs(path, size)
        self.reply(NAME, ident, body)

    def opendir(self, ident):
        real = sorted(os.listdir(ROOT.encode()))
        queue = [[n] for n in NAMES.get(MODE, [])] + [real]
        if MODE == "empty_names":
            queue.insert(1, [])     # one reply with no name: not the end
        handle = b"d%d" % len(self.listings)
        self.listings[handle] = queue
        self.reply(HANDLE, ident, string(handle))

    def rename(self, ident, old, new):
        old, new = self.path(old), self.path(new)
        if MODE == "rename_lost" and self.first(1):
            os.rename(old, new)
            os._exit(0)
        if MODE != "overwrites" and os.path.exists(new):
            return self.status(ident, FAILURE)
        os.rename(old, new)
        self.status(ident, OK)

    def stat(self, ident, path):
        try:
            size = None
            if MODE == "loses_bytes" and path.endswith(b".part"):
                size = os.lstat(path).st_size // 2
            self.reply(ATTRS, ident, attrs(path, size))
        except OSError:
            self.status(ident, NO_FILE)

    def handle(self, packet):
        kind, ident = packet[0], struct.unpack(">I", packet[1:5])[0]
        rest = packet[5:]
        n = struct.unpack(">I", rest[:4])[0]
        arg, rest = rest[4:4 + n], rest[4 + n:]
        self.replies += 1
        if MODE == "huge_packet":
            self.out.write(struct.pack(">I", 0x7fffffff))
            self.out.flush()
            time.sleep(600)
        if MODE == "empty_packet":
            self.out.write(struct.pack(">I", 0))
            self.out.flush()
        if MODE == "garbage":
            self.send(os.urandom(500))
        if MODE == "unasked":
            for i in range(50):
                self.status(ident + i + 7, OK)
        if kind == 3:
            self.open(ident, arg, struct.unpack(">I", rest[:4])[0])
        elif kind == 4:
            fd = self.handles.pop(arg, None)
            if fd is not None:
                os.close(fd)
            self.status(ident, FAILURE if MODE == "close_fails" else OK)
        elif kind == 5:
            offset, length = struct.unpack(">QI", rest[:12])
            self.read(ident, arg, offset, length)
        elif kind == 6:
            offset, size = struct.unpack(">QI", rest[:12])
            os.pwrite(self.handles[arg], rest[12:12 + size], offset)
            full = MODE == "disk_full" and offset > 0
            self.status(ident, FAILURE if full else OK)
        elif kind == 8 and MODE == "fstat_lies":
            self.reply(ATTRS, ident, attrs(ROOT, 10))
        elif kind == 8:
            self.reply(ATTRS, ident, attrs(
                b"/proc/self/fd/%d" % self.handles[arg],
                os.fstat(self.handles[arg]).st_size,
                int(os.fstat(self.handles[arg]).st_mtime)))
        elif kind in (7, 17):
            self.stat(ident, self.path(arg))
        elif kind == 11:
            self.opendir(ident)
        elif kind == 12:
            self.names(ident, arg)
        elif kind == 13:
            try:
                os.unlink(self.path(arg))
                self.status(ident, OK)
            except OSError:
                self.status(ident, NO_FILE)
        elif kind == 18:
            n = struct.unpack(">I", rest[:4])[0]
            self.rename(ident, arg, rest[4:4 + n])
        else:
            self.status(ident, UNSUPPORTED)

    def run(self):
        read = sys.stdin.buffer.read
        while True:
            head = read(4)
            if len(head) < 4:
                return
            packet = read(struct.unpack(">I", head)[0])
            if packet[0] == 1:
                if MODE == "no_version":
                    time.sleep(600)
                version = 2 if MODE == "old_version" else 3
                self.send(bytes([2]) + struct.pack(">I", version))
            else:
                self.handle(packet)


assert stat.S_ISDIR(os.stat(ROOT).st_mode)
Server().run()
