"""Unique words planted wherever internal content can hold one: none is published, and the audit knows each."""

from __future__ import annotations

import gzip
import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from kb.audit.audit import audit_folder
from tests.audit.planted import MARKS, planted_project
from tests.conftest import ROOT


def run_kb(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kb", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("planted")
    for path, content in planted_project().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return root


@pytest.fixture(scope="module")
def public(planted: Path) -> Path:
    done = run_kb(planted, "build", "--edition", "public")
    assert done.returncode == 0, done.stdout + done.stderr
    return planted / "site" / "public"


def readings(site: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file as it lies there, with its name, and as simple tools unpack it."""
    for path in sorted(site.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == ".gz" else data
            text = data.decode("utf-8", "replace")
            yield (
                path,
                b"\n".join(
                    [
                        str(path.relative_to(site)).encode(),
                        data,
                        html.unescape(text).encode(),
                        unquote(text).encode(),
                        re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text).encode(
                            errors="replace"
                        ),
                    ]
                ),
            )


def test_marks_are_planted_in_at_least_sixty_places() -> None:
    assert len(MARKS) >= 60
    assert len(set(MARKS.values())) == len(MARKS)


def test_every_mark_really_lies_in_the_project(planted: Path) -> None:
    held = "\n".join(
        f"{path}\n{content if isinstance(content, str) else ''}" for path, content in planted_project().items()
    )
    packed = {
        "png_packed",
        "script_png",
        "png_text",
        "jpeg_exif",
        "jpeg_wide",
        "jpeg_comment",
        "pdf_text",
        "pdf_packed",
        "zip_member",
        "zip_text",
    }
    assert {name for name, word in MARKS.items() if word not in held} <= packed


def test_no_mark_is_in_any_public_byte(public: Path) -> None:
    found = [
        (name, str(path))
        for path, data in readings(public)
        for name, word in MARKS.items()
        if word.encode() in data.lower()
    ]
    assert found == []


def test_the_public_site_was_really_built(public: Path) -> None:
    assert "Send it back within 7" in (public / "faq" / "returns" / "index.html").read_text("utf-8").replace(
        "\xa0", " "
    )


@pytest.mark.parametrize("name", sorted(MARKS))
def test_the_audit_catches_each_mark(name: str, planted: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(f"<p>Welcome, {MARKS[name].title()}!</p>", "utf-8")
    report = audit_folder(tmp_path, planted)
    assert [problem.code[:4] for problem in report.problems] == ["KB91"], name
    assert MARKS[name] in report.problems[0].message
    assert "byte 12" in report.problems[0].message
    where = planted / report.problems[0].path
    assert where.is_file()
    if where.suffix in {".md", ".yml", ".csv"} and MARKS[name] not in report.problems[0].path:
        assert MARKS[name] in where.read_text("utf-8").split("\n")[report.problems[0].line - 1]
