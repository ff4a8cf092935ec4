"""The table of settings has every setting that MkDocs and Material have."""

from __future__ import annotations

import re
from pathlib import Path

import material
from mkdocs.config.defaults import MkDocsConfig

from kb.project.setting_table import EXTRA, FEATURES, GROUPS, MKDOCS, THEME, Verdict, feature_row

TEMPLATES = Path(material.__path__[0]) / "templates"


def test_every_setting_of_mkdocs_is_there() -> None:
    removed = {"config_file_path", "google_analytics", "pages"}
    known = {name for name, _ in MkDocsConfig._schema} - removed
    assert known == {row.name for row in MKDOCS} - {"INHERIT"} | {"theme"}


def test_every_setting_of_the_theme_s_own_file_is_there() -> None:
    keys = set(re.findall(r"^(\w+):", (TEMPLATES / "mkdocs_theme.yml").read_text("utf-8"), re.MULTILINE))
    assert keys - {"features"} <= {row.name.split(".")[1] for row in THEME}


def test_every_feature_that_material_asks_for_is_there() -> None:
    texts = [path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")]
    asked = {name for text in texts for name in re.findall(r"\"([a-z.]+)\" (?:not )?in features", text)}
    bundle = next((TEMPLATES / "assets/javascripts").glob("bundle.*.js")).read_text("utf-8")
    named = re.findall(r"\"((?:announce|content|header|navigation|search|toc)\.[a-z.]+)\"\)", bundle)
    asked |= {name for name in named if not name.startswith("search.result")}
    assert len(asked) > 20 and sorted(name for name in asked if feature_row(name) is None) == []
    assert feature_row("navigation.tpo") is None


def test_what_material_reads_of_extra_is_there() -> None:
    texts = [path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")]
    asked = {name for text in texts for name in re.findall(r"config\.extra\.(\w+)", text)}
    assert asked and sorted(asked - {row.name.split(".")[1] for row in EXTRA}) == []


def test_whatever_has_no_effect_says_what_to_do() -> None:
    rows = [row for _, _, group in GROUPS for row in group]
    assert all(row.what and (row.instead or row.verdict in {Verdict.HONOURED, Verdict.BY_ITSELF}) for row in rows)
    assert len(FEATURES) == len({row.name for row in FEATURES})
