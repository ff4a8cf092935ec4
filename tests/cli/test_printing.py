"""How problems are printed: in which order, what is folded, colour, and how little with `--quiet`."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import FIXED, call_kb, run_kb, said
from tests.conftest import WriteProject

CONFIG = """\
site_name: Shop
theme: {name: material}
plugins:
  - kb:
      languages: {en: {name: English}}
"""
PAINT = re.compile(r"\x1b\[[0-9;]*m")
FILES = {
    "mkdocs.yml": CONFIG + "      no_such_option: 1\n",
    "docs/faq/a.md": "---\ntitle: A\nsumary: x\ntopik: y\n---\nText.\n",
    "docs/faq/b.md": "---\ntitle: B\n---\n[gone](nowhere.md), {{ fact.gone }} and {{ fact.lost }}.\n",
    "docs/index.md": "# Home\n",
}


def codes(text: str) -> list[str]:
    return re.findall(r"^\S+:\d+: (?:error|warning|hint) (KB\d{3})", PAINT.sub("", text), re.MULTILINE)


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What `kb ARGUMENTS` shows on a terminal."""
    mine, its = pty.openpty()
    names = ("NO_COLOR", "FORCE_COLOR", "TERM")
    around = {name: value for name, value in os.environ.items() if name not in names}
    command = [sys.executable, "-m", "kb", *arguments]
    with subprocess.Popen(
        command, cwd=folder, env={**around, "TERM": "xterm", **FIXED, **environment}, stdout=its, stderr=its
    ) as running:
        os.close(its)
        parts = []
        while True:
            try:
                part = os.read(mine, 65536)
            except OSError:  # Linux: the other end was closed
                break
            if not part:
                break
            parts.append(part)
        running.wait()
    os.close(mine)
    return b"".join(parts).decode()


def test_errors_come_first_then_warnings_and_the_count_last(write_project: WriteProject) -> None:
    done = call_kb(write_project(FILES), "check")
    lines = done.stdout.decode().splitlines()
    severities = [line.split(" ")[1] for line in lines]
    assert severities == sorted(severities) and set(severities) == {"error", "warning"}, said(done)
    errors, warnings = severities.count("error"), severities.count("warning")
    assert errors > 1 and warnings > 1, said(done)
    expected = f"3 files, {errors} errors, {warnings} warnings."
    assert done.stderr.decode().startswith(expected), said(done)


@pytest.mark.parametrize("command", [("check",), ("build", "--edition", "public")])
def test_the_settings_problem_stands_before_those_of_pages_of_its_severity(
    command: tuple[str, ...], write_project: WriteProject
) -> None:
    files = {**FILES, "mkdocs.yml": FILES["mkdocs.yml"] + "      contact: [{channel: hotline, fact: none}]\n"}
    done = call_kb(write_project(files), *command)
    assert codes(said(done))[0] == "KB308", said(done)


CHANNEL = {
    "mkdocs.yml": CONFIG + "      channels: {pigeon: {limit: many}}\n",
    "docs/index.md": "# Home\n",
    **{f"agents/scripts/{name}.md": f"---\ntitle: {name}\nchannels: [pigeon]\n---\nHello.\n" for name in "abcde"},
}


def test_what_follows_from_a_cause_is_counted_and_shown_on_demand(write_project: WriteProject) -> None:
    root = write_project(CHANNEL)
    folded = call_kb(root, "check")
    assert codes(said(folded)) == ["KB510"], said(folded)
    assert "and 5 more that follow from these (--all shows them)" in said(folded)
    assert "1 error, 5 warnings" in said(folded)
    assert codes(said(call_kb(root, "check", "--all"))) == ["KB510", *["KB517"] * 5]
    rows = json.loads(call_kb(root, "check", "--json").stdout)
    assert [(row["code"], row["follows"]) for row in rows] == [("KB510", False), *[("KB517", True)] * 5]


def test_a_file_that_cannot_be_read_stands_before_its_translations(write_project: WriteProject) -> None:
    config = CONFIG.replace("English}", "English}, vi: {name: Tiếng Việt}")
    files = {
        "mkdocs.yml": config,
        "docs/index.md": "# Home\n",
        "docs/index.vi.md": "# Nhà\n",
        "docs/faq/z.vi.md": "# Z\n",
    }
    root = write_project(files)
    (root / "docs/faq/z.md").write_bytes(b"\xff\xfeZ\x00")
    done = call_kb(root, "check")
    assert codes(said(done)) == ["KB101"] and "and 1 more that follows" in said(done), said(done)


def test_other_problems_are_not_folded(write_project: WriteProject) -> None:
    files = {**CHANNEL, "agents/scripts/f.md": "---\ntitle: F\nchannels: [balloon]\n---\nHello.\n"}
    done = call_kb(write_project(files), "check")
    assert codes(said(done)) == ["KB510", "KB517"] and "balloon" in said(done), said(done)


def test_a_terminal_is_shown_colours_and_a_pipe_is_not(write_project: WriteProject) -> None:
    root = write_project(FILES)
    shown = on_a_terminal(root, "check")
    assert "\x1b[1;31merror\x1b[0m KB" in shown and "\x1b[1;33mwarning\x1b[0m KB" in shown
    plain = run_kb(root, "check")
    assert "\x1b" not in said(plain)
    assert codes(shown) == codes(said(plain))


@pytest.mark.parametrize("variable", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}])
def test_colour_can_be_switched_off(variable: dict[str, str], write_project: WriteProject) -> None:
    assert "\x1b" not in on_a_terminal(write_project(FILES), "check", **variable)


def test_colour_can_be_forced_but_never_in_what_programs_read(write_project: WriteProject) -> None:
    root = write_project(FILES)
    assert b"\x1b[1;31merror" in run_kb(root, "check", FORCE_COLOR="1", NO_COLOR="").stdout
    for form in ("json", "github"):
        assert b"\x1b" not in run_kb(root, "check", "--format", form, FORCE_COLOR="1", NO_COLOR="").stdout


def test_quiet_prints_problems_and_nothing_beside(write_project: WriteProject) -> None:
    root = write_project(FILES)
    done = call_kb(root / "docs", "check", "--quiet")
    assert done.returncode == 1 and done.stderr == b"" and len(codes(said(done))) == len(said(done).split("\n")) - 2
    fine = {"mkdocs.yml": CONFIG, "docs/index.md": "# Home\n"}
    quiet = write_project(fine)
    for name in FILES.keys() - fine.keys():
        (quiet / name).unlink(missing_ok=True)
    for command in ("check", "build", "audit"):
        done = call_kb(quiet, command, "-q")
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b""), (command, said(done))
