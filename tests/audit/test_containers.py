"""Every byte of a published file is read, or the file stops publication until the shop allows that very file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kb.audit.audit import audit_folder
from tests.audit.packers import PACKERS, UNREADABLE
from tests.conftest import WriteProject

SENTENCE = "Offer the quiet refund only when a buyer mentions small claims court"
CONFIG = "site_name: T\ntheme: {name: material}\nplugins: [{kb: {}}]\n"
FILES = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": "---\ntitle: Returns\n---\nSend it back.\n",
    "agents/procedures/quiet.md": f"---\ntitle: Quiet\n---\n{SENTENCE}.\n",
}


@pytest.fixture
def project(write_project: WriteProject) -> Path:
    root = write_project(FILES)
    (root / "site").mkdir()
    return root


@pytest.mark.parametrize("name", PACKERS)
def test_a_text_is_found_wherever_it_is_packed(name: str, project: Path) -> None:
    (project / "site/thing.bin").write_bytes(PACKERS[name](SENTENCE.encode()))
    problems = audit_folder(project / "site", project, shown_as="site").problems
    assert {problem.code for problem in problems} & {"KB910", "KB911"}, problems
    assert "agents/procedures/quiet.md" in {problem.path for problem in problems}


@pytest.mark.parametrize("name", PACKERS)
def test_a_harmless_text_packed_alike_is_published_without_a_word(name: str, project: Path) -> None:
    (project / "site/thing.bin").write_bytes(PACKERS[name](b"Send the parcel back to us within a week"))
    assert audit_folder(project / "site", project, shown_as="site").problems == ()


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_stops(name: str, project: Path) -> None:
    (project / "site/thing.bin").write_bytes(UNREADABLE[name])
    report = audit_folder(project / "site", project, shown_as="site")
    assert [(problem.code, problem.path) for problem in report.problems] == [("KB914", "site/thing.bin")]
    assert not report.is_clean


def test_a_file_that_the_shop_allows_by_its_hash_is_published_until_it_changes(project: Path) -> None:
    data = UNREADABLE["7-Zip"]
    (project / "site/files").mkdir()
    (project / "site/files/app.7z").write_bytes(data)
    (problem,) = audit_folder(project / "site", project, shown_as="site").problems
    entry = f'publish_files: [{{"/files/app.7z": "{hashlib.sha256(data).hexdigest()}"}}]'
    assert entry in problem.hint
    (project / "mkdocs.yml").write_text(CONFIG.replace("{}", "{" + entry + "}"))
    assert audit_folder(project / "site", project, shown_as="site").problems == ()
    (project / "site/files/app.7z").write_bytes(data + b"x")
    (problem,) = audit_folder(project / "site", project, shown_as="site").problems
    assert (problem.code, problem.is_error) == ("KB919", True)
