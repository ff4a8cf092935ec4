"""What held once, or will hold, is as secret, and as public, as what holds today."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.audit.audit import audit_folder
from tests.conftest import WriteProject

FILES = {
    "facts.yml": "desk: {unit: text, value: Counter Alder 4711, since: [{from: 2026-06-01, value: Birch 4822}]}",
    "agents/facts.yml": "limit:\n  unit: text\n  value: Gift up to Quarzo 5933\n"
    "  since: [{from: 2026-06-01, value: Gift up to Velmor 6044}, {from: 2030-01-01, value: Gift up to Zindel 7155}]\n",
    "docs/faq/a.md": "# A\n\nCome to {{ fact.desk }} today.\n",
    "agents/training/b.md": "# B\n\nCome to Counter Alder 4711 today. Come to Birch 4822 today.\n",
}


@pytest.mark.parametrize(
    ("said", "is_leak"),
    [
        ("Gift up to Quarzo 5933", True),
        ("Gift up to Velmor 6044", True),
        ("Gift up to Zindel 7155", True),
        ("Come to Counter Alder 4711 today.", False),
        ("Come to Birch 4822 today.", False),
    ],
)
def test_values_of_all_times_count(said: str, is_leak: bool, write_project: WriteProject, tmp_path: Path) -> None:
    root = write_project(FILES)
    site = tmp_path / "published"
    site.mkdir()
    (site / "index.html").write_text(f"<p>{said}</p>", encoding="utf-8")
    assert bool([one for one in audit_folder(site, root).problems if one.is_error]) == is_leak
