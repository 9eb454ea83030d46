#!/usr/bin/python3
"""Three nights of a mill with real SFTP partners on loopback: what `make
demo` runs.

    demo.py BINARY [DIRECTORY]          DIRECTORY: build/demo

A throw-away sshd serves three partners: acme sends X12 in archives, nordlys
sends UBL, venlo is the warehouse; a fourth, kiosk, is down.  What it leaves:
DIRECTORY/mill, and DIRECTORY/partners/NAME/{outbox,inbox}: what the partner
sends, and what it gets.  It begins afresh each time and stops what it
started.
"""
import os
import shutil
import subprocess
import sys
import time

from mill import ROOT, po, shipped, ubl, x12, zipped
from sshd import Sshd, free_port

SERVED = ("acme", "nordlys", "venlo")
DOWN = "kiosk"
DC = "8712345000028"            # acme's distribution centre
HARBOUR = "7080000010011"       # nordlys' hotel


class Demo:
    def __init__(self, binary, directory):
        self.binary, self.dir = os.path.abspath(binary), directory
        self.mill = os.path.join(directory, "mill")
        self.server = None

    # --- talking ---------------------------------------------------------

    def heading(self, text):
        print(f"\n\033[1m== {text}\033[0m" if sys.stdout.isatty()
              else f"\n== {text}", flush=True)

    def say(self, text):
        print("   " + text, flush=True)

    def do(self, *words, show=True, want=(0, 1, 2)):
        """Runs a command as a reader would, from inside the mill."""
        shown = " ".join(f"'{w}'" if " " in w else w for w in words)
        if show:
            print(f"\n$ ordermill {shown}", flush=True)
        done = subprocess.run([self.binary, "-C", self.mill, *words],
                              stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False)
        if show or done.returncode not in want:
            for line in (done.stdout + done.stderr).rstrip().splitlines():
                print("  " + line, flush=True)
        if done.returncode not in want:
            sys.exit(f"demo: exit code {done.returncode} of: "
                     f"ordermill {shown}")
        return done

    # --- the stage -------------------------------------------------------

    def place(self, partner, folder):
        return os.path.join(self.dir, "partners", partner, folder)

    def give(self, partner, name, data):
        path = os.path.join(self.place(partner, "outbox"), name)
        with open(path, "wb") as f:
            f.write(data)
        self.say(f"{partner} puts {name} into its outbox")

    def build(self):
        shutil.rmtree(self.dir, ignore_errors=True)
        os.makedirs(self.dir, mode=0o700)
        for who in SERVED + (DOWN,):
            for folder in ("outbox", "inbox"):
                os.makedirs(self.place(who, folder), mode=0o700)
        self.server = Sshd(os.path.join(self.dir, "sshd")).start()
        done = subprocess.run([self.binary, "init", self.mill], text=True,
                              capture_output=True, check=False)
        if done.returncode != 0:
            sys.exit("demo: " + done.stderr)
        for who in SERVED + (DOWN,):
            self.connect(who)
        self.do("config", "check")

    def connect(self, who):
        """The example's profile, over SFTP instead of a folder."""
        key = os.path.join(self.mill, "keys", who)
        shutil.copy(self.server.add_user_key(who, os.path.join(
            self.dir, "partners", who)), key)
        os.chmod(key, 0o600)
        url = self.server.url() if who != DOWN else \
            f"sftp://{self.server.user}@127.0.0.1:{free_port()}"
        path = os.path.join(self.mill, "partners", who + ".conf")
        with open(path, encoding="utf-8") as f:
            lines = f.read().splitlines()
        drop = ("url =", "inbox =", "outbox =", "settle_seconds =",
                "timeout_seconds =", "retries =", "lead_days =",
                "patterns =", '"*.tar.gz"')
        out = []
        for line in lines:
            if line.strip().startswith(drop):
                continue
            out.append(line)
            if line.strip() == "connection = {":
                out += [f'\t\turl = "{url}";', f'\t\tkey = "keys/{who}";',
                        f'\t\thost_keys = [ "{self.server.fingerprint}" ];',
                        '\t\tinbox = "outbox";\t# theirs is ours to read',
                        '\t\toutbox = "inbox";', "\t\tsettle_seconds = 1;",
                        '\t\tpatterns = [ "*" ];',
                        "\t\ttimeout_seconds = 2;", "\t\tretries = 1;"]
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(out) + "\n")

    def night(self, at):
        self.do("run", "--as-of", at, show=False)
        self.do("report")

    def confirmation(self, number):
        out = self.do("list", "order", "po_number=" + number, "state=" +
                      "at_warehouse", "--json", show=False).stdout
        return out.partition('"confirmation":"')[2].partition('"')[0]

    # --- three nights ----------------------------------------------------

    def first(self):
        self.heading("Monday, 23 November")
        due = {"requested": "2026-11-25", "ship_to": DC,
               "gln": "8712345000004"}
        real = x12([
            po("4500012345", [("BULB-60W", 1000, "1.60"),
                              ("LED-8W", 200, "3.95")], **due),
            po("4500012346", [("BULB-75W", 40, "2.10")], **due),
            po("4500012347", [("TUBE-36W", 900, "2.60")], **due),
            po("4500012348", [("OIL-LAMP", 2, "80.00")], **due)],
            control=1001, sender="ACMEBV")
        test = x12([po("TEST-1", [("LED-8W", 5, "3.95")], **due)],
                   control=1002, sender="ACMEBV", usage="T")
        cut = x12([po("4500012399", [("LED-8W", 7, "3.95")], **due)],
                  control=1003, sender="ACMEBV")
        self.week = zipped([("orders.edi", real), ("test.edi", test)])
        self.give("acme", "week-48.zip", self.week)
        self.give("acme", "broken.edi", cut[:-60])
        self.give("nordlys", "NH-7000.xml", ubl(po(
            "NH-7000", [("LED-8W", 60, "3.45")], requested="2026-11-25",
            ship_to=HARBOUR)))
        self.give("nordlys", "NH-7001.xml", ubl(po(
            "NH-7001", [("LED-8W", 20, "3.45")], requested="2026-11-26",
            ship_to=HARBOUR, rule="FREQ=WEEKLY;BYDAY=TH,FR",
            start="2026-11-26")))
        self.say("kiosk is down")
        self.night("2026-11-23T02:00:00Z")

    def second(self):
        self.heading("Tuesday, 24 November")
        self.say("the desk adds the new bulb to master/catalog.csv")
        with open(os.path.join(self.mill, "master/catalog.csv"), "a",
                  encoding="ascii") as f:
            f.write('BULB-75W,,"Light bulb 75 W, E27",goods,C62,2.10,EUR,S,'
                    '21,,\n')
        due = {"requested": "2026-11-25", "ship_to": DC,
               "gln": "8712345000004"}
        self.give("acme", "week-48 again.zip", self.week)
        self.give("acme", "twice.edi", x12([
            po("4500012345", [("BULB-60W", 1000, "1.60"),
                              ("LED-8W", 200, "3.95")], **due),
            po("4500012347", [("TUBE-36W", 950, "2.60")], **due)],
            control=1004, sender="ACMEBV"))
        self.night("2026-11-24T02:00:00Z")
        self.do("release", "4500012346", "--reason", "now in the catalog")
        self.do("reject", "4500012348", "--reason", "oil lamps are sold out")

    def third(self):
        self.heading("Wednesday, 25 November")
        self.say("venlo packed what it got in the night")
        one, two = self.confirmation("4500012345"), \
            self.confirmation("NH-7000")
        self.give("venlo", "shipped.csv", shipped([
            ("V-881", one, 1, "BULB-60W", 600, False, "087987650000000176"),
            ("V-881", one, 2, "LED-8W", 200, False, "087987650000000183"),
            ("V-882", two, 1, "LED-8W", 60, True)]))
        self.night("2026-11-25T02:00:00Z")

    def look(self):
        self.heading("The life of an order")
        self.do("trace", "4500012345")
        self.heading("What was wrong with a file")
        self.do("explain", "broken.edi")
        self.heading("What the partners got")
        for who in SERVED:
            names = sorted(os.listdir(self.place(who, "inbox")))
            print(f"\n  {who}/inbox")
            for name in names:
                print("    " + name)

    def run(self):
        started = time.monotonic()
        self.heading("A mill with five partners")
        try:
            self.build()
            self.say("acme sends X12 in archives, nordlys sends UBL, venlo "
                     "is the warehouse, kiosk is down")
            self.first()
            self.second()
            self.third()
            self.look()
        finally:
            if self.server is not None:
                self.server.stop()
        shutil.rmtree(os.path.join(self.dir, "sshd"), ignore_errors=True)
        short = os.path.relpath(self.dir)
        self.heading(f"Done in {time.monotonic() - started:.0f} seconds; "
                     "to look around")
        for words in ("status", "list order", "standing list",
                      "account list", "list finding"):
            self.say(f"{os.path.relpath(self.binary)} -C {short}/mill "
                     f"{words}")
        self.say(f"ls {short}/partners/*/inbox")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__.strip())
    Demo(sys.argv[1], os.path.abspath(sys.argv[2]) if len(sys.argv) > 2
         else os.path.join(ROOT, "build", "demo")).run()
