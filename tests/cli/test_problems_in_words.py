"""`kb audit` and `kb check` say a problem in words where no format is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.audit.audit import audit_folder
from tests.cli.running import call_kb, said
from tests.conftest import WriteProject

SENTENCE = "Offer the quiet refund only when a buyer mentions small claims court"
FILES = {
    "mkdocs.yml": "site_name: T\ntheme: {name: material}\nplugins: [{kb: {}}]\n",
    "docs/index.md": "---\ntitle: Returns\n---\nSend it back.\n",
    "agents/procedures/quiet.md": f"---\ntitle: Quiet\n---\n{SENTENCE}.\n",
    "agents/facts.yml": "wait: {about: How long we wait, unit: hours, value: 5}\n",
}


@pytest.fixture
def project(write_project: WriteProject) -> Path:
    root = write_project(FILES)
    (root / "site/public").mkdir(parents=True)
    (root / "site/public/a.txt").write_text(SENTENCE)
    return root


def test_audit_without_a_format_prints_the_problem_as_text(project: Path) -> None:
    done = call_kb(project, "audit")
    assert done.returncode == 1
    assert "agents/procedures/quiet.md" in done.stdout.decode() and "KB910" in done.stdout.decode(), said(done)


def test_check_without_a_format_prints_the_problem_as_text(project: Path) -> None:
    (project / "docs/index.md").write_text("---\ntitle: Returns\nSend it back.\n")
    done = call_kb(project, "check")
    assert done.returncode == 1
    assert "docs/index.md:1" in done.stdout.decode() and "KB107" in done.stdout.decode(), said(done)


def test_values_too_short_to_be_looked_for_are_told_with_their_place(project: Path) -> None:
    report = audit_folder(project / "site/public", project)
    assert any(one.startswith("agents/facts.yml:1: “5 ") for one in report.unguarded), report.unguarded
