"""Names that only internal texts have, in the shop's own styles and scripts: told once, and never for common words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.audit.audit import audit_folder
from tests.conftest import WriteProject

CONFIG = """\
site_name: Shop
theme: {name: material, custom_dir: overrides}
plugins: [{kb: {default_language: en, languages: {en: {name: English}, de: {name: Deutsch}}}}]
extra_css: [brand.css]
"""
INSIDE = (
    "Orders of linen go to Zenwarp and to Minh Khoa; write to #kho-hcm. Pack each Lieferung well, use Hotjar, zip it."
)
CODE = {
    "class": ("docs/brand.css", ".a {}\n.zenwarp-red { color: red }\n", 2),
    "class of two words": ("docs/brand.css", ".minh-khoa { color: red }\n", 1),
    "channel": ("docs/brand.css", ".kho-hcm { color: red }\n", 1),
    "name in a script": ("docs/shop.js", "let a = 1\nlet zenwarp_price = 2\n", 2),
    "text in a script": ("docs/shop.js", 'show("Zenwarp")\n', 1),
    "comment": ("docs/shop.js", "// what Zenwarp gave us\n", 1),
    "folder of the theme": ("overrides/assets/x.css", ".zenwarp { color: red }\n", 1),
}
HARMLESS = {
    "common words": (".carousel {} .linen-banner {} .orders {}", INSIDE + " Our Carousel turns, the Orders wait."),
    "small letters somewhere": (".zenwarp {}", INSIDE + " We zenwarp it."),
    "first in its sentence": (".zenwarp {}", "Hi. Zenwarp comes first."),
    "short": (".zen {}", "Write to Zen now."),
    "part of a longer word": (".zenwarping {}", INSIDE),
    "nouns in German": (".lieferung {}", ""),
}  # fmt: skip


def told(root: Path, inside: str, files: dict[str, str], write_project: WriteProject) -> list[tuple[str, str, int]]:
    write_project({
        "mkdocs.yml": CONFIG,
        "docs/faq/a.md": "---\ntitle: A\n---\nText.\n",
        "agents/procedures/x.md": f"---\ntitle: Inside\n---\n{inside}\n",
        "agents/procedures/x.de.md": "---\ntitle: Innen\n---\nPackt jede Lieferung gut ein.\n",
        "overrides/main.html": '{% extends "base.html" %}\n',
        **files,
    })  # fmt: skip
    (root / "site").mkdir()
    for path, text in ((path, text) for path, text in files.items() if not path.startswith("agents/")):
        published = root / "site" / path.partition("/")[2]
        published.parent.mkdir(parents=True, exist_ok=True)
        published.write_text(text, "utf-8")
    return [(one.code, one.path, one.line) for one in audit_folder(root / "site", root).problems]


@pytest.mark.parametrize("name", CODE)
def test_a_name_in_code_is_a_warning_with_both_places(name: str, tmp_path: Path, write_project: WriteProject) -> None:
    path, text, line = CODE[name]
    assert told(tmp_path, INSIDE, {path: text}, write_project) == [("KB922", path, line)]
    (problem,) = audit_folder(tmp_path / "site", tmp_path).problems
    assert not problem.is_error
    assert "agents/procedures/x.md:4" in problem.message


@pytest.mark.parametrize("name", HARMLESS)
def test_other_words_in_code_are_no_matter(name: str, tmp_path: Path, write_project: WriteProject) -> None:
    code, inside = HARMLESS[name]
    assert told(tmp_path, inside, {"docs/brand.css": code}, write_project) == []


def test_a_field_for_names_counts_in_any_language(tmp_path: Path, write_project: WriteProject) -> None:
    files = {
        "docs/brand.css": ".zenwarp {}",
        "agents/procedures/y.de.md": "---\ntitle: Y\nowner: Zenwarp\n---\nHallo\n",
    }
    assert told(tmp_path, "Hi", files, write_project) == [("KB922", "docs/brand.css", 1)]


PUBLIC = {
    "an article": {"docs/faq/b.md": "---\ntitle: B\n---\nOur linen is by Zenwarp of Hanoi.\n"},
    "an answer": {"agents/procedures/x.md": f"---\ntitle: Inside\nalso_public: true\n---\n{INSIDE}\n"},
    "an answer for one file": {
        "agents/procedures/x.md": f"---\ntitle: Inside\nalso_public: [docs/brand.css]\n---\n{INSIDE}\n"
    },
}


@pytest.mark.parametrize("name", PUBLIC)
def test_what_shoppers_may_know_is_not_told(name: str, tmp_path: Path, write_project: WriteProject) -> None:
    root = tmp_path
    assert told(root, INSIDE, {"docs/brand.css": ".zenwarp {}"}, write_project) == [("KB922", "docs/brand.css", 1)]
    write_project(PUBLIC[name] | {"mkdocs.yml": CONFIG})
    assert audit_folder(root / "site", root).problems == ()
