"""A throw-away OpenSSH server for tests: class Sshd, and a slow line.

    server = Sshd("build/e2e/acme")        # made 0700, emptied by nobody
    server.start()
    key = server.add_user_key("acme", "/path/of/their/directory")
    ... sftp://{server.user}@127.0.0.1:{server.port}, pin {server.fingerprint}
    server.stop()

It has its own host key, configuration and log in that directory, listens on
a free port of 127.0.0.1 only, and runs as whoever runs the test.  Every key
that is added logs in as that same user, but its line in authorized_keys
forces `internal-sftp -d DIRECTORY` (sshd takes that name there as it does in
ForceCommand), so each key starts in a directory of its own, or any other
command, such as a server that misbehaves.  There is no chroot: "/" is
reachable, which does not matter for a test.  The directory must not lie below
one that others may write to.

As root, sshd wants /run/sshd; start() makes it when it is missing.
"""
import asyncio
import atexit
import getpass
import os
import signal
import socket
import subprocess
import threading
import time

SSHD = "/usr/sbin/sshd"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def descendants(pid):
    """All processes below pid, children first."""
    below = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as f:
                    parent = int(f.read().rpartition(b")")[2].split()[1])
            except (OSError, IndexError):
                continue
            below.setdefault(parent, []).append(int(name))
    found, todo = [], [pid]
    while todo:
        children = below.get(todo.pop(), [])
        found += children
        todo += children
    return found[::-1]


class Sshd:
    def __init__(self, directory, key_types=("ed25519",), config=(),
                 password=None):
        """password: None, or (user, password): a user that exists for this
        server alone, in its own mount namespace (needs root)."""
        self.dir = os.path.abspath(directory)
        os.makedirs(self.dir, mode=0o700, exist_ok=True)
        os.chmod(self.dir, 0o700)
        self.key_types = key_types
        self.config = list(config)
        self.password = password
        self.user = password[0] if password else getpass.getuser()
        self.port = None
        self.process = None
        self.fingerprints = {}
        for kind in key_types:
            self._host_key(kind)
        open(self.path("authorized_keys"), "a", encoding="ascii").close()

    def path(self, name):
        return os.path.join(self.dir, name)

    @property
    def fingerprint(self):
        return self.fingerprints[self.key_types[0]]

    def url(self):
        return f"sftp://{self.user}@127.0.0.1:{self.port}"

    def _host_key(self, kind):
        path = self.path(f"host_{kind}")
        if not os.path.exists(path):
            subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f",
                            path], check=True)
        out = subprocess.run(["ssh-keygen", "-lf", path + ".pub"], check=True,
                             capture_output=True, text=True).stdout
        self.fingerprints[kind] = out.split()[1]

    def add_user_key(self, name, directory=None, command=None, kind="ed25519",
                     form=None):
        """Makes a key pair and lets it in; gives the private key's path.
        form "PEM" writes the older format where the kind knows it."""
        path = self.path(f"user_{name}")
        if not os.path.exists(path):
            subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f",
                            path] + (["-m", form] if form else []),
                           check=True)
        if command is None:
            command = "internal-sftp -d " + os.path.abspath(directory)
        with open(path + ".pub", encoding="ascii") as f:
            public = f.read().strip()
        with open(self.path("authorized_keys"), "a", encoding="ascii") as f:
            f.write(f'command="{command}",restrict {public}\n')
        return path

    def _write_config(self):
        lines = [f"Port {self.port}", "ListenAddress 127.0.0.1",
                 "PidFile none", "UsePAM no", "StrictModes no",
                 "PermitRootLogin yes", "PubkeyAuthentication yes",
                 f"PasswordAuthentication {'yes' if self.password else 'no'}",
                 "KbdInteractiveAuthentication no",
                 f"AuthorizedKeysFile {self.path('authorized_keys')}",
                 "MaxStartups 100", "MaxSessions 100", "PrintMotd no",
                 "Subsystem sftp internal-sftp"]
        lines += [f"HostKey {self.path('host_' + k)}" for k in self.key_types]
        given = {l.split()[0] for l in self.config}
        lines = self.config + [l for l in lines if l.split()[0] not in given]
        with open(self.path("sshd_config"), "w", encoding="ascii") as f:
            f.write("\n".join(lines) + "\n")

    def _command(self):
        base = [SSHD, "-D", "-e", "-f", self.path("sshd_config")]
        if not self.password:
            return base
        user, word = self.password
        crypted = subprocess.run(["openssl", "passwd", "-6", "-stdin"],
                                 input=word, check=True, text=True,
                                 capture_output=True).stdout.strip()
        home = self.path("home")
        os.makedirs(home, exist_ok=True)
        for name, line in (("passwd", f"{user}:x:0:0::{home}:/bin/sh"),
                           ("shadow", f"{user}:{crypted}:19000:0:99999:7:::")):
            with open("/etc/" + name, encoding="utf-8") as f:
                text = f.read()
            out = os.open(self.path(name), os.O_WRONLY | os.O_CREAT |
                          os.O_TRUNC, 0o600 if name == "shadow" else 0o644)
            os.write(out, (text + line + "\n").encode())
            os.close(out)
        script = ('mount --bind "$1/passwd" /etc/passwd && '
                  'mount --bind "$1/shadow" /etc/shadow && '
                  'shift && exec "$@"')
        return ["unshare", "-m", "sh", "-c", script, "sh", self.dir] + base

    def start(self, port=None, seconds=10):
        """Returns when the server greets; the port may be given to come back
        on the one it had."""
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
        self.port = port or free_port()
        self._write_config()
        with open(self.path("log"), "ab") as log:
            self.process = subprocess.Popen(self._command(), stdout=log,
                                            stderr=log,
                                            stdin=subprocess.DEVNULL)
        atexit.register(self.stop)      # also when a test fails half way
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with socket.create_connection(("127.0.0.1", self.port),
                                              1) as s:
                    if s.recv(4) == b"SSH-":
                        return self
            except OSError:
                time.sleep(0.02)
        self.stop()
        with open(self.path("log"), encoding="utf-8", errors="replace") as f:
            raise RuntimeError("sshd did not start: " + f.read()[-2000:])

    def stop(self):
        """Ends the server and every session, at once."""
        if self.process is None:
            return
        for pid in descendants(self.process.pid) + [self.process.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


class SlowLine:
    """A TCP proxy on 127.0.0.1 that delivers every byte `delay` seconds
    late, each way: .port leads to the target port."""

    def __init__(self, target, delay):
        self.target, self.delay = target, delay
        self.port = free_port()
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,),
                                       daemon=True)
        self.thread.start()
        ready.wait()

    def _run(self, ready):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(asyncio.start_server(
            self._serve, "127.0.0.1", self.port))
        ready.set()
        self.loop.run_forever()

    async def _serve(self, reader, writer):
        try:
            there = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._copy(reader, there[1]),
                             self._copy(there[0], writer),
                             return_exceptions=True)

    async def _copy(self, reader, writer):
        queue = asyncio.Queue()

        async def deliver():
            while True:
                due, data = await queue.get()
                await asyncio.sleep(max(0, due - self.loop.time()))
                if not data:
                    writer.close()
                    return
                writer.write(data)

        task = asyncio.ensure_future(deliver())
        while True:
            try:
                data = await reader.read(65536)
            except OSError:
                data = b""
            await queue.put((self.loop.time() + self.delay, data))
            if not data:
                break
        try:
            await task
        except OSError:
            pass

    def stop(self):
        def end():
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            # Twice round, so that the cancelled ones can end.
            self.loop.call_later(0.05, self.loop.stop)

        self.loop.call_soon_threadsafe(end)
        self.thread.join()
        self.loop.close()
