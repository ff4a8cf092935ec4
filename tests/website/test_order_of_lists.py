"""In which order a topic lists its articles."""

from __future__ import annotations

from pathlib import Path

import lxml.html

from kb.website.build.editions import build_editions
from tests.conftest import TODAY, WriteProject

CONFIG = """site_name: Laden
theme: {name: material}
plugins:
  - kb:
      languages: [de, vi]
      default_language: de
      featured: [faq/gern]
      topics: {retoure: {name: {de: Retoure, vi: Trả hàng}}}
"""


def _article(title: str, order: str = "") -> str:
    return f"---\ntitle: {title}\ntopic: retoure\n{order}---\nText.\n"


def test_numbered_ones_first_then_featured_then_questions_before_policies(write_project: WriteProject) -> None:
    root = write_project(
        {
            "mkdocs.yml": CONFIG,
            "docs/policies/alles.md": _article("Alles zur Retoure"),
            "docs/faq/zuletzt.md": _article("Zuletzt gefragt"),
            "docs/faq/gern.md": _article("Gern gefragt"),
            "docs/faq/zweite.md": _article("Die zweite", "order: 20\n"),
            "docs/policies/erste.md": _article("Die erste", "order: 3\n"),
            "docs/policies/erste.vi.md": _article("Bài đầu tiên"),
        }
    )
    for language, first in (("", "Die erste"), ("vi", "Bài đầu tiên")):
        listed = _listed(root, language)
        assert listed[0] == first
        assert listed[1:] == ["Die zweite", "Gern gefragt", "Zuletzt gefragt", "Alles zur Retoure"]


def _listed(root: Path, language: str) -> list[str]:
    page = root / "site/public" / language / "topics/retoure/index.html"
    if not page.exists():
        build_editions(root, ("public",), root / "site", today=TODAY)
    found = lxml.html.document_fromstring(page.read_text("utf-8")).xpath("//ul[contains(@class, 'kb-list--rich')]//a")
    return [" ".join(link.text_content().split()) for link in found]
