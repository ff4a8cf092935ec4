"""A text that waits for its translation says its facts in its own words, and in the places of its pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kb.workspace.workspace import open_workspace

SETTINGS = """site_name: T
plugins:
  - kb:
      default_language: de
      markdown: commonmark
      languages: {de: {name: Deutsch, in_translation: true}}
      markets: {DE: {currency: EUR}, AT: {currency: EUR}}
"""
FACTS = "late_days: {unit: business_days, value: 3}\nreturn_days: {unit: days, markets: {DE: 14, AT: 7}}\n"


def test_facts_speak_the_language_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "docs/faq").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    (tmp_path / "facts.yml").write_text(FACTS, "utf-8")
    text = "In {{ fact.late_days }}, {{ fact.return_days }}.\n"
    (tmp_path / "docs/faq/a.md").write_text(f"---\nuntranslated: en\ntitle: A\n---\n{text}", "utf-8")
    (tmp_path / "docs/faq/b.md").write_text(f"---\ntitle: B\n---\n{text}", "utf-8")
    edition = open_workspace(tmp_path, "public", today=date(2026, 11, 26)).edition
    waiting, translated = (edition.pages[f"faq/{name}", "de"].document.body for name in "ab")
    assert "3 working days" in waiting and "14 days in Germany" in waiting
    assert "3 Werktage" in translated and "Deutschland" in translated
