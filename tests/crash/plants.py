"""Planted faults: each patch in plants/ is built in a copy of the sources and
must be caught by the mode that it names."""
import os
import re
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
FOLDERS = ("base", "domain", "parsers", "writers", "store", "transport",
           "config", "pipeline", "cli")
FILES = ("Makefile", "tests/deps.sh")


def names():
    return sorted(f[:-6] for f in os.listdir(os.path.join(HERE, "plants"))
                  if f.endswith(".patch"))


def patch(name):
    return os.path.join(HERE, "plants", name + ".patch")


def caught_by(name):
    """The mode that must show it, and what it must say then."""
    with open(patch(name), encoding="utf-8") as f:
        text = f.read()
    return (re.search(r"^Caught by: ([\w-]+)$", text, re.M)[1],
            re.search(r"^Seen as: (.+)$", text, re.M)[1])


def copy_sources(to):
    for folder in FOLDERS:
        shutil.copytree(os.path.join(PROJECT, folder),
                        os.path.join(to, folder))
    for name in FILES:
        os.makedirs(os.path.dirname(os.path.join(to, name)), exist_ok=True)
        shutil.copy2(os.path.join(PROJECT, name), os.path.join(to, name))


def copy_objects(build, to):
    """What is compiled already need not be compiled again; times are kept."""
    there = os.path.join(to, "build", os.path.basename(build))
    shutil.copytree(build, there, ignore=shutil.ignore_patterns(
        "tests", "ordermill", "*.a", "*.so"))
    generated = os.path.join(os.path.dirname(build), "gen")
    if os.path.isdir(generated):
        shutil.copytree(generated, os.path.join(to, "build", "gen"))


def make(to, variant):
    p = subprocess.run(["make", "-s", "-C", to, f"VARIANT={variant}",
                        f"build/{variant}/ordermill"], capture_output=True,
                       text=True, check=False)
    if p.returncode != 0:
        raise RuntimeError(f"the build failed: {p.stdout}{p.stderr}")
    return os.path.join(to, "build", variant)


def build(name, from_build, top):
    """The build directory of a program with that fault."""
    from_build = os.path.abspath(from_build)
    to = os.path.join(top, name)
    copy_sources(to)
    copy_objects(from_build, to)
    p = subprocess.run(["patch", "-p1", "-s", "-d", to, "-i", patch(name)],
                       capture_output=True, text=True, check=False)
    if p.returncode != 0:
        raise RuntimeError(f"{name}.patch does not fit the sources any more:"
                           f" {p.stdout}{p.stderr}")
    return make(to, os.path.basename(from_build))
