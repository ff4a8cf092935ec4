"""Shops write the same words in both editions, and for good reasons: no such pair stops a publication."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.source.problem import Problem
from kb.website.build.editions import build_editions
from tests.audit.planted import png
from tests.conftest import WriteProject

CONFIG = """\
site_name: Lantern shop
site_url: https://help.lantern.example/
theme: {{name: material, custom_dir: shop-theme}}
plugins:
  - kb:
      default_language: {language}
      languages:
        en: {{name: English, markets: [MY]}}
        vi: {{name: Tiếng Việt, markets: [VN]}}
        ms: {{name: Bahasa Melayu, markets: [MY]}}
      markets:
        VN: {{currency: VND, name: {{en: Vietnam, vi: Việt Nam, ms: Vietnam}}}}
        MY: {{currency: MYR, name: {{en: Malaysia, vi: Malaysia, ms: Malaysia}}}}
      topics:
        returns:
          name: {{en: Returns, vi: Đổi trả, ms: Pemulangan}}
          summary: {{en: Sending things back, vi: Gửi hàng trở lại, ms: Hantar barang balik}}
{contact}
extra_css: [shop.css]
markdown_extensions: [admonition, attr_list, tables, footnotes, smarty, pymdownx.superfences, pymdownx.emoji]
"""
CONTACT = '      contact: [{channel: hotline, fact: hotline, hours: "08:00-21:00"}]\n'
TEMPLATE = '{% extends "base.html" %}\n{% block announce %}TEXT{% endblock %}\n'
EVERY_PAIR = bool(os.environ.get("KB_ATTACK"))
PAIRS: dict[str, dict[str, Any]] = {
    f"{kind}, {language}": {**pair, "language": language}
    for kind, languages in yaml.safe_load(Path(__file__).with_name("natural_pairs.yml").read_text("utf-8")).items()
    for language, pair in languages.items()
}  # fmt: skip
SEEDED = sorted(PAIRS)[3::11]
"""Some of each language; all of them by `make attack`."""


def _document(title: str, text: str) -> str:
    return text + "\n" if text.startswith("---\n") else f"---\ntitle: {title}\n---\n{text}\n"


def project_of(pair: dict[str, Any]) -> dict[str, str | bytes]:
    """Path → content of a shop that has the pair and nothing else."""
    config = CONFIG.format(language=pair["language"], contact=CONTACT if pair.get("contact") else "")
    files: dict[str, str | bytes] = {
        "docs/index.md": "# Lantern shop\n",
        "docs/faq/public.md": _document("Public", pair["docs"]),
        "docs/faq/seam.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>',
        "docs/shop.css": pair.get("css", ".lantern-banner { color: red }\n"),
        "agents/procedures/inside.md": _document("Inside", pair["agents"]),
        "shop-theme/main.html": TEMPLATE.replace("TEXT", pair.get("theme", "")),
        **pair.get("files", {}),
    }  # fmt: skip
    if "inherit" in pair:
        config = f"INHERIT: base.yml\n{config}"
        files["base.yml"] = pair["inherit"]
    if "picture" in pair:
        files |= {"docs/faq/soon.md": pair["picture"], "docs/faq/autumn-quilts.png": png("quilts", "x")}
    return {**files, "mkdocs.yml": config}


def build_public(root: Path) -> tuple[bool, list[Problem]]:
    (report,) = build_editions(root, ["public"], root / "site", today=date(2026, 11, 21))
    found = [problem for problem in report.problems if problem.code.startswith("KB91") or problem.is_error]
    return report.is_published, found


def test_there_are_at_least_a_hundred_and_twenty_pairs_in_three_languages() -> None:
    assert len(PAIRS) >= 120
    assert {pair["language"] for pair in PAIRS.values()} == {"en", "vi", "ms"}


@pytest.mark.parametrize("name", sorted(PAIRS) if EVERY_PAIR else SEEDED)
def test_a_natural_pair_is_published(name: str, write_project: WriteProject) -> None:
    root = write_project(project_of(PAIRS[name]))
    is_published, found = build_public(root)
    assert (is_published, [problem for problem in found if problem.is_error]) == (True, [])
    assert all(problem.code == "KB916" for problem in found)


def test_a_picture_that_only_a_draft_uses_is_not_published(write_project: WriteProject) -> None:
    root = write_project(project_of(PAIRS["draft with a picture of its own, en"]))
    assert build_public(root) == (True, [])
    assert not (root / "site/public/faq/autumn-quilts.png").exists()
