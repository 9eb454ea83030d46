#!/usr/bin/python3
"""A document's examples are run and must print what they show.

    tests/e2e/doc_examples.py docs/accounts.md [BUILD]   TAP, a test a block
    GOLDEN=write …          writes what was printed into the document instead

Examples are fenced, and run in order, in one empty folder of their own:

    ```console
    $ ordermill init shop
    shop is a new mill …                    … is any text, on this line;
    $ cd shop                               alone, any lines or none
    $ ordermill account show nobody
    error[USAGE]: there is no customer 'nobody'
    …
    [exit 64]                               0 where nothing is said
    ```

    ```csv exchange/kiosk/orders/a.csv      this block becomes that file
    po_number,customer,…
    ```

Standard output and error stand together.  A mill that `ordermill init` makes
gets a key that is always the same, so numbers that are made of it can be
shown.  Commands have `ordermill` in their PATH, no terminal, the time zone
UTC, and the variables that `export NAME=VALUE` set.

As a module: run(document, program, folder) gives a list of Block; each has
line, failed (a text, "" when all is as shown).
"""
import dataclasses
import difflib
import glob
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
KEY = "00112233445566778899aabbccddeeff" * 2 + "\n"


@dataclasses.dataclass
class Block:
    line: int                   # of its first line in the document
    kind: str
    file: str
    text: list                  # lines
    failed: str = ""
    now: list = None            # the lines as they should be


def blocks(document):
    """The fenced blocks that are to be run or written."""
    with open(document, encoding="utf-8") as f:
        lines = f.read().split("\n")
    found, here = [], None
    for n, line in enumerate(lines, 1):
        fence = re.match(r"^```(\S*)(?: +(\S+))?\s*$", line)
        if here is None and fence:
            here = Block(n + 1, fence.group(1), fence.group(2) or "", [])
        elif here is not None and line.startswith("```"):
            if here.kind == "console" or here.file:
                found.append(here)
            here = None
        elif here is not None:
            here.text.append(line)
    assert here is None, f"{document}: a block without its end"
    return found


def examples(block):
    """(command, lines that it is to print) each."""
    out = []
    for line in block.text:
        if line.startswith("$ "):
            out.append([line[2:], []])
        elif out and out[-1][0].endswith("\\") and not out[-1][1] and \
                line.startswith("> "):
            out[-1][0] = out[-1][0][:-1] + line[2:]
        else:
            assert out, f"line {block.line}: output before a command"
            out[-1][1].append(line)
    return out


def pattern(line):
    return re.compile(".*".join(re.escape(p) for p in line.split("…")) + "$")


def agrees(want, got):
    """Are these the lines that were to be printed?"""
    if not want:
        return not got
    if want[0] == "…":
        return any(agrees(want[1:], got[i:]) for i in range(len(got) + 1))
    return bool(got) and bool(pattern(want[0]).match(got[0])) and \
        agrees(want[1:], got[1:])


def shown(code, text):
    lines = text.rstrip("\n").split("\n") if text.strip("\n") else []
    return [x.rstrip() for x in lines] + ([f"[exit {code}]"] if code else [])


class Shell:
    def __init__(self, program, folder):
        self.folder = self.here = folder
        self.env = {k: v for k, v in os.environ.items()
                    if not k.startswith("ORDERMILL")}
        self.env.update(PATH=os.path.dirname(program) + os.pathsep +
                        self.env.get("PATH", ""), TZ="UTC", NO_COLOR="1",
                        LC_ALL="C.UTF-8")
        self.keys = set()

    def run(self, command):
        if re.fullmatch(r"cd \S+", command):
            self.here = os.path.normpath(os.path.join(self.here,
                                                      command[3:]))
            assert os.path.isdir(self.here), command
            return []
        set_ = re.fullmatch(r"export (\w+)=(\S*)", command)
        if set_:
            self.env[set_.group(1)] = set_.group(2)
            return []
        done = subprocess.run(["sh", "-c", command], cwd=self.here,
                              env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, timeout=120,
                              stderr=subprocess.STDOUT, check=False)
        self.same_keys()
        return shown(done.returncode, done.stdout.decode("utf-8", "replace"))

    def same_keys(self):
        """Before anything was made of them."""
        for path in glob.glob(self.folder + "/**/keys/mill.hmac",
                              recursive=True):
            if path not in self.keys:
                self.keys.add(path)
                with open(path, "w", encoding="ascii") as f:
                    f.write(KEY)

    def write(self, name, lines):
        path = os.path.normpath(os.path.join(self.here, name))
        assert path.startswith(self.folder + os.sep), name
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write("".join(x + "\n" for x in lines))
        # An hour old: files that are just being written are left alone.
        old = os.stat(path).st_mtime - 3600
        os.utime(path, (old, old))


def run_block(shell, block):
    if block.file:
        shell.write(block.file, block.text)
        return
    block.now, said = [], []
    for command, want in examples(block):
        got = shell.run(command)
        good = agrees([x.rstrip() for x in want], got)
        block.now += ["$ " + command] + (want if good else got)
        if not good:
            said += [f"$ {command}"] + list(difflib.unified_diff(
                want, got, "shown", "printed", lineterm="", n=1))
    block.failed = "\n".join(said)


def run(document, program, folder):
    shell, found = Shell(program, folder), blocks(document)
    for block in found:
        try:
            run_block(shell, block)
        except (AssertionError, subprocess.TimeoutExpired) as fault:
            block.failed = f"line {block.line}: {fault}"
    return found


def rewrite(document, found):
    with open(document, encoding="utf-8") as f:
        lines = f.read().split("\n")
    for b in reversed(found):
        if b.failed and b.now is not None:
            lines[b.line - 1:b.line - 1 + len(b.text)] = b.now
    with open(document, "w", encoding="utf-8") as f:
        f.write("\n".join(lines))


def program_of(build):
    path = os.path.abspath(os.path.join(build, "ordermill")
                           if os.path.isdir(build) else build)
    assert os.stat(path).st_mode & stat.S_IXUSR
    return path


def tap(document, build):
    """Prints TAP; the number of blocks that failed."""
    os.makedirs(os.path.join(ROOT, "build"), exist_ok=True)
    folder = tempfile.mkdtemp(prefix="doc-", dir=os.path.join(ROOT, "build"))
    found = run(os.path.join(ROOT, document), program_of(build), folder)
    bad = [b for b in found if b.failed]
    print(f"1..{len(found)}")
    for n, b in enumerate(found, 1):
        print(f"{'not ok' if b.failed else 'ok'} {n} - {document} line "
              f"{b.line} is as it says")
        for line in b.failed.split("\n") if b.failed else []:
            print(f"# {line}")
    if bad and os.environ.get("GOLDEN") == "write":
        rewrite(os.path.join(ROOT, document), bad)
    if not os.environ.get("KEEP"):
        shutil.rmtree(folder)
    return len(bad) + (not found)


if __name__ == "__main__":
    sys.exit(1 if tap(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else
                      os.path.join(ROOT, "build/checked")) else 0)
