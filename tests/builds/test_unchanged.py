"""Where nothing changed `kb build` starts no process and loads little; else all that must be is asked."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds.projects import edit_text, make_project
from tests.conftest import TODAY

pytestmark = pytest.mark.workers
PROGRAM = """
import json, sys
begun = []
sys.addaudithook(lambda event, given: begun.append(given[1]) if event == "subprocess.Popen" else None)
from kb.cli import main
code = main(["build", "--today", sys.argv[1], "-q", *sys.argv[2:]])
loaded = sorted(name for name in sys.modules)
modules = [argv[argv.index("-m") + 1] for argv in begun if "-m" in argv]
print(json.dumps({"code": code, "begun": modules, "loaded": loaded}))
"""
AUDIT, WORKER = "kb.audit", "kb.website.build.worker_process"
HEAVY = {"mkdocs", "jinja2", "markdown", "pygments", "cryptography", "kb.content.model", "kb.markdown", "kb.search"}


def build(root: Path, *options: str, day: str = TODAY.isoformat(), **more: str) -> tuple[int, list[str], set[str]]:
    """The exit code of `kb build`, the modules that it ran as processes of their own, and those that it loaded."""
    home = root.with_name("home")
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment |= {"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "XDG_CACHE_HOME": str(home / "c"), **more}
    command = [sys.executable, "-c", PROGRAM, day, *options]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    row = json.loads(done.stdout.splitlines()[-1])
    return row["code"], sorted(set(row["begun"])), set(row["loaded"])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop, built once; each test leaves it built."""
    root = tmp_path_factory.mktemp("unchanged") / "shop"
    make_project(root, random.Random("unchanged"))
    assert build(root)[0] == 0
    return root


def test_where_nothing_changed_no_process_begins_and_little_is_loaded(built: Path) -> None:
    code, begun, loaded = build(built)
    assert (code, begun) == (0, [])
    assert not HEAVY & loaded


def test_who_asks_for_a_proof_gets_one(built: Path) -> None:
    assert AUDIT in build(built, "--strict")[1]
    assert AUDIT in build(built, CI="true")[1]
    build(built)  # another key signs what is kept
    assert build(built)[1] == []


def test_on_another_day_all_is_asked_anew(built: Path) -> None:
    assert build(built, day="2027-01-02")[1] == [AUDIT, WORKER]
    assert build(built)[1] == [AUDIT, WORKER]
    assert build(built)[1] == []


def test_what_is_kept_and_was_signed_by_nobody_is_not_believed(built: Path) -> None:
    (kept,) = (built / ".kb-cache/agents").glob("published-*.json")
    _, _, body = kept.read_bytes().partition(b"\n")
    kept.write_bytes(b"0" * 64 + b"\n" + body)
    assert build(built)[1] == [AUDIT, WORKER]
    assert build(built)[1] == []


def test_what_agents_alone_were_built_from_is_audited_with_the_public_site(built: Path) -> None:
    with (built / "agents/procedures/morning.md").open("a", encoding="utf-8") as text:
        text.write("\nAnd then look once more.\n")
    assert build(built, "--edition", "agents")[1] == []  # in this process, without an audit
    assert build(built)[1] == [AUDIT]
    assert build(built)[1] == []


@pytest.mark.parametrize("name", ["insights/inbox/orders.csv", "agents/files/list.txt"])
def test_what_the_audit_alone_reads_is_no_less_a_change(built: Path, name: str) -> None:
    path = built / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Anna, 12 Rose Lane\n", "utf-8")
    assert AUDIT in build(built)[1]
    path.unlink()
    build(built)
    assert build(built)[1] == []


def test_a_site_changed_in_place_with_its_time_set_back_is_looked_at(built: Path) -> None:
    page = built / "site/public/faq/a2/index.html"
    before, stat = page.read_bytes(), page.stat()
    with page.open("r+b") as file:
        file.write(b"#")
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert AUDIT in build(built)[1]
    with page.open("r+b") as file:
        file.write(before[:1])
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    build(built)
    assert page.read_bytes() == before


def test_a_text_edited_twice_within_one_tick_of_the_clock_is_built(built: Path) -> None:
    path = next((built / "docs/faq").glob("a3*.md"))
    edit_text(built, random.Random("tick"))
    build(built)
    text, stat = path.read_text("utf-8"), path.stat()
    path.write_text(text.swapcase(), "utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert WORKER in build(built)[1]
    path.write_text(text, "utf-8")
    build(built)
    assert build(built)[1] == []
