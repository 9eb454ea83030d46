#!/usr/bin/python3
"""The documentation agrees with the program: night_docs.py BUILD (TAP).

docs/database.md names every view, column, type and state of a new mill's
database; every `ordermill COMMAND`, file, folder and link that the documents
name exists; every setting and every column of a master file is explained;
every source file stands in its folder's README.
"""
import glob
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BUILD = os.path.abspath(sys.argv[1])
PROGRAM = os.path.join(BUILD, "ordermill")
DOCS = sorted(["README.md", "ARCHITECTURE.md"] +
              glob.glob("docs/*.md", root_dir=ROOT) +
              glob.glob("*/README.md", root_dir=ROOT) +
              glob.glob("tests/*/README.md", root_dir=ROOT) +
              glob.glob("config/*/README.md", root_dir=ROOT))
FOLDERS = ["base", "domain", "parsers", "writers", "store", "transport",
           "config", "pipeline", "cli"]
# How a type of database.md is declared; a computed column has no type.
DECLARED = {"int": "INTEGER", "flag": "INTEGER", "money": "INTEGER",
            "text": "TEXT", "decimal": "TEXT", "day": "", "instant": ""}
COMPUTED = {("v_finding", "help"), ("v_order_line", "ordered_sku"),
            ("v_outbox", "acknowledged"),
            ("v_ledger", "posting_id"), ("v_ledger", "account"),
            ("v_ledger", "amount_minor")}


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        return f.read()


def run(*args, mill=None):
    command = [PROGRAM] + (["-C", mill] if mill else []) + list(args)
    return subprocess.run(command, capture_output=True, text=True,
                          timeout=60, check=False)


def new_mill():
    os.makedirs(os.path.join(ROOT, "build"), exist_ok=True)
    base = tempfile.mkdtemp(prefix="e2e-docs-", dir=os.path.join(ROOT,
                                                                 "build"))
    mill = os.path.join(base, "mill")
    done = run("-q", "init", mill)
    assert done.returncode == 0, done.stderr
    return base, mill


def sections(text):
    """'### v_run' -> what stands below it, up to the next heading."""
    parts = re.split(r"^#{2,3} +(.*)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def listed_columns(section):
    return re.findall(r"^\| `([a-z0-9_]+)` \| ([a-z]+)(\??) \|", section,
                      flags=re.M)


def schema(mill):
    db = sqlite3.connect(f"file:{mill}/var/ordermill.db?mode=ro", uri=True)
    views = [r[0] for r in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'view'")]
    columns = {v: [(r[1], r[2]) for r in db.execute(
        f"PRAGMA table_info({v})")] for v in views}
    tables = dict(db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    db.close()
    return columns, tables


# --- the database ------------------------------------------------------------

def the_document_has_exactly_the_views_of_the_schema(mill):
    said = {k for k in sections(read("docs/database.md"))
            if k.startswith("v_")}
    there = set(schema(mill)[0])
    assert there, "no views"
    assert said == there, said ^ there


def every_view_has_exactly_the_columns_that_are_told(mill):
    doc, wrong = sections(read("docs/database.md")), []
    for view, columns in schema(mill)[0].items():
        said = [c[0] for c in listed_columns(doc.get(view, ""))]
        if said != [c[0] for c in columns]:
            wrong.append(f"{view}: {said} != {[c[0] for c in columns]}")
    assert not wrong, "\n".join(wrong)


def every_column_has_the_type_that_is_told(mill):
    doc, wrong, seen = sections(read("docs/database.md")), [], 0
    for view, columns in schema(mill)[0].items():
        types = {c[0]: c[1] for c in listed_columns(doc.get(view, ""))}
        for name, declared in columns:
            seen += 1
            want = DECLARED.get(types.get(name))
            if want != declared and (view, name) not in COMPUTED:
                wrong.append(f"{view}.{name}: {types.get(name)}, the "
                             f"schema says '{declared}'")
    assert seen > 100 and not wrong, "\n".join(wrong)


def every_state_of_the_schema_is_told(mill):
    doc, tables = sections(read("docs/database.md")), schema(mill)[1]
    wrong, seen = [], 0
    for view in [k for k in doc if k.startswith("v_")]:
        table = {"v_order": "orders"}.get(view, view[2:])
        for words in re.findall(r"CHECK \((?:state|kind|payment|charge_at) "
                                r"(?:IN|=)([^)]*)\)", tables.get(table, "")):
            for word in re.findall(r"'([a-z_]+)'", words):
                seen += 1
                if f"`{word}`" not in doc[view]:
                    wrong.append(f"{view}: {word}")
    assert seen > 40 and not wrong, wrong


def every_word_of_the_code_is_told(_mill):
    """Lines, holds, ledger: words that no constraint of the schema has."""
    doc, wrong = read("docs/database.md"), []
    for path, array in [("domain/check.c", "line_state_names"),
                        ("domain/check.c", "hold_reason_names"),
                        ("domain/charging.c", "ledger_event_names"),
                        ("domain/charging.c", "account_names")]:
        text = re.search(array + r"\[\] = \{([^}]*)\}", read(path)).group(1)
        for word in re.findall(r'"([a-z_]+)"', text):
            if word != "none" and f"`{word}`" not in doc:
                wrong.append(f"{array}: {word}")
    assert not wrong, wrong


def list_prints_what_the_document_says(mill):
    """`list run --json` has the columns of v_run, in their order."""
    done = run("run", "report", "--as-of", "2026-11-21T02:00:00Z", mill=mill)
    assert done.returncode == 0, done.stderr
    row = json.loads(run("list", "run", "--json", mill=mill).stdout)
    doc = sections(read("docs/database.md"))
    assert list(row) == [c[0] for c in listed_columns(doc["v_run"])], row
    assert row["as_of"] == "2026-11-21T02:00:00Z", row


# --- what the documents name -------------------------------------------------

def code_of(path):
    """Code spans and indented or fenced blocks: what people will type."""
    text, out = read(path), []
    for block in re.findall(r"^```[a-z]*(?: \S+)?\n(.*?)^```", text,
                            re.M | re.S):
        out += block.split("\n")
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    out += [line for line in text.split("\n") if line.startswith("    ")]
    out += re.findall(r"`([^`\n]+)`", text)
    return out


def commands_there(mill):
    text, names = run("help", mill=mill).stdout, set()
    for line in text.split("\n"):
        found = re.match(r"  ([a-z]+(?: [a-z]+)?)  +\S", line)
        if found:
            names.add(found.group(1))
    assert "run" in names and "config check" in names, names
    return names


def every_command_that_is_named_exists(mill):
    there, wrong, seen = commands_there(mill), set(), 0
    groups = {n.split(" ")[0] for n in there if " " in n}
    for path in DOCS:
        for line in code_of(path):
            for rest in re.findall(r"(?:^|[\s$(])ordermill((?: +\S+)+)",
                                   line):
                words = rest.split()
                while words and (words[0].startswith("-") or
                                 words[0].isupper()):
                    words = words[2 if words[0] in ("-C", "--mill") else 1:]
                if not words or not re.fullmatch("[a-z]+", words[0]):
                    continue
                seen += 1
                name = " ".join(words[:2]) if words[0] in groups and \
                    len(words) > 1 else words[0]
                if name not in there and words[0] not in there:
                    wrong.add(f"{path}: ordermill {name}")
    assert seen > 50 and not wrong, "\n".join(sorted(wrong))


def every_command_is_told_of(mill):
    """Somewhere in what operators read, each command stands by its name."""
    text = "\n".join("\n".join(code_of(p)) for p in DOCS
                     if p == "README.md" or p.startswith("docs/"))
    text = re.sub(r"\s+", " ", text + " " + read("docs/operating.md"))
    missing = [n for n in sorted(commands_there(mill))
               if not re.search(r"ordermill(?: -C \S+)? " + n + r"\b", text)]
    assert not missing, missing


def every_option_that_is_named_exists(mill):
    wrong, seen = set(), 0
    told = {name: run("help", *name.split(" "), mill=mill).stdout
            for name in commands_there(mill)}
    for path in DOCS:
        for line in code_of(path):
            for name, text in told.items():
                found = re.search(r"ordermill(?: -C \S+)? " + name +
                                  r"(?![a-z-])([^|#;]*)", line)
                if not found:
                    continue
                for option in re.findall(r"(?<!\S)--[a-z-]+",
                                         found.group(1)):
                    seen += 1
                    if option not in text:
                        wrong.add(f"{path}: {name} {option}")
    assert seen > 10 and not wrong, "\n".join(sorted(wrong))


def every_link_leads_somewhere(_mill):
    wrong, seen = [], 0
    for path in DOCS:
        for target in re.findall(r"\]\(([^)#\s]*)(?:#[^)]*)?\)",
                                 read(path)):
            if not target or re.match(r"[a-z]+:", target):
                continue
            seen += 1
            if not os.path.exists(os.path.join(ROOT, os.path.dirname(path),
                                               target)):
                wrong.append(f"{path}: {target}")
    assert seen > 10 and not wrong, "\n".join(wrong)


def every_heading_that_is_linked_exists(_mill):
    wrong, seen = [], 0
    for path in DOCS:
        for target, anchor in re.findall(r"\]\(([^)#\s]*)#([^)]+)\)",
                                         read(path)):
            if re.match(r"[a-z]+:", target):
                continue
            seen += 1
            other = os.path.normpath(os.path.join(os.path.dirname(path),
                                                  target)) if target else path
            headings = re.findall(r"^#+ +(.*)$", read(other), flags=re.M)
            anchors = [re.sub(r"[^a-z0-9 _-]", "", h.lower()).replace(
                " ", "-") for h in headings]
            if anchor not in anchors:
                wrong.append(f"{path}: {target}#{anchor}")
    assert seen > 3 and not wrong, "\n".join(wrong)


def every_file_of_the_project_that_is_named_exists(_mill):
    """`folder/name`, from the root or from the document's own folder."""
    wrong, seen = [], 0
    tops = "|".join(FOLDERS + ["samples", "tests", "docs"])
    for path in DOCS:
        here = os.path.dirname(path)
        for name in re.findall(r"`((?:" + tops + r")/[A-Za-z0-9_./*-]*)`",
                               read(path)):
            if "NAME" in name or "NNNN" in name or "FORMAT" in name:
                continue
            seen += 1
            if not glob.glob(os.path.join(ROOT, name)) and \
               not glob.glob(os.path.join(ROOT, here, name)):
                wrong.append(f"{path}: {name}")
    assert seen > 30 and not wrong, "\n".join(wrong)


def every_target_of_make_that_is_named_exists(_mill):
    targets = set(re.findall(r"^([a-z][a-z-]*)(?: [a-z -]+)?:", read(
        "Makefile"), flags=re.M))
    for words in re.findall(r"^\.PHONY: (.*)$", read("Makefile"), re.M):
        targets |= set(words.split())
    wrong, seen = [], 0
    for path in DOCS:
        for line in code_of(path):
            for word in re.findall(r"(?:^|\s)make ([a-z][a-z-]*)", line):
                seen += 1
                if word not in targets:
                    wrong.append(f"{path}: make {word}")
    assert seen > 3 and not wrong, wrong


# --- the first night ---------------------------------------------------------

def blocks_of(section):
    """Indented blocks, each a list of lines."""
    return [re.sub(r"^    ", "", b, flags=re.M).strip("\n").split("\n")
            for b in re.findall(r"((?:^    .*\n|^\n)+)", section, re.M)
            if b.strip()]


def type_in(lines, where):
    """As a newcomer types it, but on the night that the document tells of."""
    script = "\n".join(re.sub(r"ordermill run$", "ordermill run --as-of "
                              "2026-11-21T22:00:00Z", x) for x in lines)
    path = BUILD + os.pathsep + os.environ["PATH"]
    return subprocess.run(["sh", "-ec", script], cwd=where, timeout=120,
                          env=dict(os.environ, PATH=path), check=False,
                          capture_output=True, text=True)


def the_first_night_of_the_readme_ends_as_it_says(mill):
    where = os.path.join(os.path.dirname(mill), "first")
    os.mkdir(where)
    typed, report, _, second = blocks_of(sections(read("README.md"))[
        "First night in five minutes"])[:4]
    done = type_in(typed, where)
    assert done.returncode == 0, done.stderr
    with open(os.path.join(where, "mill/var/report/latest.txt"),
              encoding="utf-8") as f:
        got = f.read()
    told = [x.strip() for x in report if x.strip() and "..." not in x and
            not re.match("run 1,", x)]
    assert len(told) > 5, told
    for line in told:
        assert line in got, f"'{line}' is not in:\n{got}"
    done = type_in([x[2:] for x in second if x.startswith("$ ")],
                   os.path.join(where, "mill"))
    told = [x.split(",", 1)[1] for x in second if not x.startswith("$ ")]
    assert done.returncode == 0 and len(told) == 3, done.stderr
    for line in told:
        assert line in done.stdout, f"'{line}' is not in:\n{done.stdout}"


def the_first_night_of_a_new_mill_ends_as_its_readme_says(mill):
    """config/example/README.md, which `ordermill init` puts there."""
    with open(os.path.join(mill, "README.md"), encoding="utf-8") as f:
        typed = blocks_of(f.read())[0]
    assert any("ordermill run" in x for x in typed), typed
    done = type_in(typed, mill)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "response_K-2001" in done.stdout, done.stdout


# --- settings and folders ----------------------------------------------------

def every_setting_is_explained(_mill):
    doc = read("docs/operating.md")
    keys = set(re.findall(r'^\t\{ "([a-z_]+)", KEY_(?!GROUP)',
                          read("config/keys.c"), flags=re.M))
    assert len(keys) > 60, keys
    missing = [k for k in sorted(keys) if not re.search(
        r"`(?:[a-z_]+\.)?" + k + r"`", doc)]
    assert not missing, missing


def every_column_of_a_master_file_is_explained(mill):
    doc, missing = read("docs/operating.md"), []
    for path in glob.glob(os.path.join(mill, "master", "*.csv")):
        with open(path, encoding="utf-8") as f:
            for column in f.readline().strip().split(","):
                if f"`{column}`" not in doc:
                    missing.append(f"{os.path.basename(path)}: {column}")
    assert not missing, missing


def every_hold_reason_has_its_command(_mill):
    text = re.search(r"hold_reason_names\[\] = \{([^}]*)\}",
                     read("domain/check.c")).group(1)
    part = sections(read("docs/operating.md"))["Holds"]
    rows = dict(re.findall(r"^\| `([a-z]+)` \|(.*)$", part, flags=re.M))
    for word in re.findall(r'"([a-z]+)"', text):
        assert word == "none" or "ordermill " in rows.get(word, ""), word


def every_source_file_stands_in_its_readme(_mill):
    missing, seen = [], 0
    for folder in FOLDERS:
        text = read(f"{folder}/README.md")
        words = set(re.findall(r"[A-Za-z0-9_.*]+", text))
        stars = [w.removesuffix(".c")[:-1] for w in words
                 if w.removesuffix(".c").endswith("*") and len(w) > 2]
        for path in glob.glob(os.path.join(ROOT, folder, "*.[ch]")):
            name = os.path.basename(path)
            seen += 1
            if not ({name, name[:-2], name[:-2] + ".c",
                     name[:-2] + ".h"} & words or
                    any(name.startswith(s) for s in stars)):
                missing.append(f"{folder}/{name}")
    assert seen > 100 and not missing, "\n".join(missing)


def every_folder_has_a_short_readme(_mill):
    wrong = []
    for folder in FOLDERS + ["samples", "tests", "tests/crash", "docs"]:
        lines = read(f"{folder}/README.md").strip().split("\n")
        if not 8 <= len(lines) <= 60:
            wrong.append(f"{folder}: {len(lines)} lines")
        if not any("To add" in line for line in lines):
            wrong.append(f"{folder}: does not say how to add something")
    assert not wrong, wrong


def the_index_of_docs_names_every_document(_mill):
    named = set(re.findall(r"^\| (?:\[|`)([a-z0-9.-]+)", read("docs/README.md"),
                           flags=re.M)) - {"file"}
    there = set(os.listdir(os.path.join(ROOT, "docs"))) - {"README.md"}
    assert named == there, named ^ there


def every_format_has_samples_and_a_row(_mill):
    table = read("parsers/table.c")
    formats = re.findall(r"&([a-z0-9]+)_parser", table)
    index, told = read("samples/README.md"), read("docs/formats.md")
    assert formats, table
    for name in formats:
        good = glob.glob(os.path.join(ROOT, "samples", name, "good_*"))
        bad = glob.glob(os.path.join(ROOT, "samples", name, "bad_*"))
        assert good and bad, name
        assert f"`{name}/`" in index and f"`{name}`" in told, name
    for path in glob.glob(os.path.join(ROOT, "samples", "*", "*")):
        if not path.endswith((".expect", "/answers.txt")):
            assert os.path.exists(
                path.removesuffix(".story") + ".expect"), path


TESTS = [
    the_document_has_exactly_the_views_of_the_schema,
    every_view_has_exactly_the_columns_that_are_told,
    every_column_has_the_type_that_is_told,
    every_state_of_the_schema_is_told,
    every_word_of_the_code_is_told,
    list_prints_what_the_document_says,
    every_command_that_is_named_exists,
    every_command_is_told_of,
    every_option_that_is_named_exists,
    every_link_leads_somewhere,
    every_heading_that_is_linked_exists,
    every_file_of_the_project_that_is_named_exists,
    every_target_of_make_that_is_named_exists,
    the_first_night_of_the_readme_ends_as_it_says,
    the_first_night_of_a_new_mill_ends_as_its_readme_says,
    every_setting_is_explained,
    every_column_of_a_master_file_is_explained,
    every_hold_reason_has_its_command,
    every_source_file_stands_in_its_readme,
    every_folder_has_a_short_readme,
    the_index_of_docs_names_every_document,
    every_format_has_samples_and_a_row,
]


def main():
    base, mill = new_mill()
    failed = 0
    for i, test in enumerate(TESTS, 1):
        name = test.__name__.replace("_", " ")
        try:
            test(mill)
            print(f"ok {i} - {name}")
        except (AssertionError, OSError, KeyError, ValueError) as fault:
            failed += 1
            print(f"not ok {i} - {name}")
            for line in str(fault).split("\n"):
                print(f"# {line}")
    print(f"1..{len(TESTS)}")
    shutil.rmtree(base)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
