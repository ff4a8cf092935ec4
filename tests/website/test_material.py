"""What of Material a page loads: little, unless its text or a setting uses more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.audit.scan_files import is_of_theme
from kb.website.mkdocs.material import lighten
from tests.cli.running import call_kb, said
from tests.conftest import WriteProject

CONFIG = """\
site_name: Laden
theme: {{name: material{theme}}}
{more}plugins:
  - kb:
      default_language: de
      languages: {{de: Deutsch}}
markdown_extensions:
  - admonition
  - attr_list
  - md_in_html
  - abbr
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.tabbed: {{alternate_style: true}}
"""
PLAIN = "# Frage\n\nAntwort.\n\n!!! warning\n    Heiß.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n"
CODE = "# Frage\n\n```\nABC\n```\n"


def loads(root: Path, name: str = "a") -> str:
    """Which of Material's files the page of `docs/faq/NAME.md` asks for: "light" or "whole" styles, "+ script"."""
    page = (root / f"site/public/faq/{name}/index.html").read_text("utf-8")
    sheets = re.findall(r'href="[^"]*/((?:material|stylesheets/main)\.[^"]*\.css)"', page)
    assert len(sheets) == 1
    script = "bundle." in page
    assert script == ("__config" in page)
    return ("light" if sheets[0].startswith("material") else "whole") + (" + script" if script else "")


def build(root: Path) -> None:
    done = call_kb(root, "build", "--edition", "public", "--today", "2026-11-21")
    assert done.returncode == 0, said(done)


def test_each_page_loads_what_its_own_text_uses(write_project: WriteProject) -> None:
    files = {
        "plain": PLAIN,
        "code": CODE,
        "tabs": '# Frage\n\n=== "Handy"\n\n    Eins.\n\n=== "Rechner"\n\n    Zwei.\n',
        "notes": "# Frage\n\nAntwort (1)\n{ .annotate }\n\n1. Mehr.\n",
        "example": "# Frage\n\n!!! example\n    So.\n",
        "folded": '# Frage\n\n??? quote "Wort"\n    So.\n',
        "card": '# Frage\n\n<div class="grid cards" markdown>\n\n- Eins\n- Zwei\n\n</div>\n',
    }
    root = write_project(
        {"mkdocs.yml": CONFIG.format(theme="", more=""), **{f"docs/faq/{name}.md": files[name] for name in files}}
    )
    build(root)
    assert {name: loads(root, name) for name in files} == {
        "plain": "light",
        "code": "whole",
        "tabs": "whole + script",
        "notes": "whole + script",
        "example": "whole",
        "folded": "whole",
        "card": "whole",
    }
    (root / "docs/faq/plain.md").write_text(PLAIN + "\n!!! example\n    So.\n", "utf-8")
    build(root)
    assert loads(root, "plain") == "whole"


@pytest.mark.parametrize(
    ("theme", "more", "files", "expected"),
    [
        (", features: [content.code.copy]", "", {}, "light"),
        (", features: [content.code.copy]", "", {"docs/faq/a.md": CODE}, "whole + script"),
        (
            ", features: [content.tooltips]",
            "",
            {"docs/faq/a.md": "# F\n\nDas BGB.\n\n*[BGB]: Buch\n"},
            "whole + script",
        ),
        (", features: [navigation.top]", "", {}, "whole + script"),
        ("", "extra_javascript: [mine.js]\n", {"docs/mine.js": "document$.subscribe(() => {})"}, "whole + script"),
        ("", "extra: {consent: {title: Kekse}}\n", {}, "whole + script"),
        (", custom_dir: mine", "", {"mine/main.html": '{% extends "base.html" %}'}, "whole + script"),
        (", custom_dir: mine", "", {"mine/assets/kb/icon.svg": "<svg/>"}, "light"),
    ],
)
def test_settings_that_use_more_of_material_are_served(
    write_project: WriteProject, theme: str, more: str, files: dict[str, str], expected: str
) -> None:
    root = write_project({"mkdocs.yml": CONFIG.format(theme=theme, more=more), "docs/faq/a.md": PLAIN, **files})
    build(root)
    assert loads(root) == expected


def test_variables_that_the_shops_styles_ask_for_stay(write_project: WriteProject) -> None:
    own = ".mine { mask-image: var(--md-admonition-icon--bug); }"
    files = {"docs/mine.css": own, "docs/faq/a.md": PLAIN}
    root = write_project({"mkdocs.yml": CONFIG.format(theme="", more="extra_css: [mine.css]\n"), **files})
    build(root)
    (light,) = (root / "site/public/assets/kb").glob("material.*.css")
    assert "--md-admonition-icon--bug:url(" in light.read_text("utf-8")
    assert "--md-admonition-icon--abstract:url(" not in light.read_text("utf-8")


def test_the_audit_knows_the_light_sheet_as_the_themes_and_nothing_beside_it(write_project: WriteProject) -> None:
    root = write_project({"mkdocs.yml": CONFIG.format(theme="", more=""), "docs/faq/a.md": PLAIN})
    build(root)
    (light,) = (root / "site/public/assets/kb").glob("material.*.css")
    name, data = f"assets/kb/{light.name}", light.read_bytes()
    assert is_of_theme(name, data)
    assert not is_of_theme(name, data + b".refund-limit{order:500}")
    assert not is_of_theme("assets/kb/own.css", data)


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a{x:1}.b{x:1}.c{x:1}", "a{x:1}.b{x:1}"),
        (".b,.c>a,a:is(.b,.c),a{x:1}", ".b,a{x:1}"),
        ("a:not(.c){x:1}", "a:not(.c){x:1}"),
        ('a[href="},.c{"]:after{content:"}{,"}.c{x:1}', 'a[href="},.c{"]:after{content:"}{,"}'),
        ("@media print{.c{x:1}}@media print{.b{x:1}.c{x:1}}", "@media print{.b{x:1}}"),
        ('@charset "utf-8";@keyframes k{0%{x:1}to{x:2}}.c{x:1}', '@charset "utf-8";@keyframes k{0%{x:1}to{x:2}}'),
        (r".b\:c{x:1}.b{content:'\''}", r".b{content:'\''}"),
        (
            ":root{--a:url('data:,<a b=\"}\">');--b:url(x);--c:1px}.b{mask:var(--b)}",
            ":root{--b:url(x);}.b{mask:var(--b)}",
        ),
    ],
)
def test_rules_that_nothing_matches_are_left_out(css: str, expected: str) -> None:
    assert lighten(css, {"b"}) == expected
