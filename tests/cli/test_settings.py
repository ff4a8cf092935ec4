"""`kb check` and `kb build` say the same of mkdocs.yml, with its line, and nothing of what follows from it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.running import call_kb, said

TOP = "site_name: Shop\nsite_url: https://help.shop.example/\ntheme:\n  name: material\n  custom_dir: overrides\n"
KB = "plugins:\n  - kb:\n      languages: {en: English}\n"
FINE = TOP + KB

CASES: dict[str, tuple[str, list[str], str]] = {
    "an address without https": (FINE.replace("https://help", "help"), ["mkdocs.yml:2: error KB805"], "//help.shop"),
    "an address without a host": (FINE.replace("help.shop.example/", ""), ["mkdocs.yml:2: error KB805"], "no host"),
    "an address with a question": (FINE.replace("example/", "example/?a=1"), ["mkdocs.yml:2: error KB805"], "?"),
    "a slip in site_name": (FINE.replace("site_name", "site_nmae"), ["mkdocs.yml:1: error KB805"], "write `site_name`"),
    "no site_name": (FINE.replace("site_name: Shop\n", ""), ["mkdocs.yml:1: error KB805"], "site_name is missing"),
    "an unknown setting": (FINE + "site_uri: x\n", ["mkdocs.yml:9: warning KB804"], "did you mean “site_url”?"),
    "a plugin that is not installed": (FINE + "  - no-such\n", ["mkdocs.yml:9: error KB805"], "not installed"),
    "a plugin with a wrong option": (FINE + "  - search:\n      lang: 12\n", ["mkdocs.yml:10: error KB805"], "lang"),
    "a plugin with an unknown option": (
        FINE.replace("  - kb", "  - search:\n      langs: x\n  - kb"), ["mkdocs.yml:8: warning KB807"], "langs"),
    "another theme": (FINE.replace("name: material", "name: readthedocs"), ["mkdocs.yml:4: error KB805"], "Material"),
    "no theme": (f"site_name: Shop\n{KB}", ["mkdocs.yml:1: error KB805"], "theme is missing"),
    "no such custom_dir": (FINE.replace("overrides", "overides"), ["mkdocs.yml:5: error KB805"], "overides"),
    "no such logo": (TOP + "  logo: img/no.svg\n" + KB, ["mkdocs.yml:6: error KB806"], "img/no.svg"),
    "no such icon": (TOP + "  icon:\n    logo: material/libary\n" + KB, ["mkdocs.yml:7: error KB806"], "libary"),
    "a page of the menu that is missing": (
        FINE + "nav:\n  - Home: index.md\n  - More:\n      - faq/no.md\n", ["mkdocs.yml:12: error KB806"], "faq/no.md"),
    "a missing hook": (FINE + "hooks:\n  - no.py\n", ["mkdocs.yml:10: error KB805"], "no.py"),
    "a hook that fails": (FINE + "hooks:\n  - bad.py\n", ["bad.py:2: error KB805"], "RuntimeError: no"),
    "an unknown extension": (
        FINE + "markdown_extensions:\n  - tables\n  - admonitions\n", ["mkdocs.yml:11: error KB801"], "“admonition”?"),
    "a wrong option of an extension": (
        FINE + "markdown_extensions:\n  - toc:\n      permalnk: true\n", ["mkdocs.yml:10: error KB801"], "permalnk"),
    "styles and scripts that are missing": (
        FINE + "extra_css: [no.css]\nextra_javascript:\n  - path: no.js\n",
        ["mkdocs.yml:9: error KB806", "mkdocs.yml:11: error KB806"], "no.js"),
    "a missing parent": ("INHERIT: base.yml\n" + FINE, ["mkdocs.yml:1: error KB803"], "base.yml"),
    "a parent that is itself": ("INHERIT: mkdocs.yml\n" + FINE, ["mkdocs.yml:1: error KB803"], "itself"),
    "a tab": (FINE.replace("  custom_dir", "\tcustom_dir"), ["mkdocs.yml:5: error KB102"], "spaces in place"),
    "a missing docs_dir": (FINE + "docs_dir: dosc\n", ["mkdocs.yml:9: error KB808"], "dosc"),
    "the agents' folder as docs_dir": (FINE + "docs_dir: agents\n", ["mkdocs.yml:9: error KB808"], "for agents alone"),
    "a wrong type": (FINE + "extra_css: a.css\n", ["mkdocs.yml:9: error KB805"], "expected a list"),
    "languages that cannot be read": (
        FINE.replace("{en: English}", "{en: {nmae: English}}"), ["mkdocs.yml:8: error KB801"], "nmae"),
    "two things at once": (
        FINE.replace("https://help", "help") + "  - no-such\n",
        ["mkdocs.yml:2: error KB805", "mkdocs.yml:9: error KB805"], "not installed"),
    "a template that is none": (FINE, ["overrides/main.html:1: error KB901"], "block"),
    "an icon and a channel that nobody has": (
        FINE + "      topics: {a: {icon: lorry}}\n      contact:\n        - channel: emial\n          url: /x\n",
        ["mkdocs.yml:9: warning KB807", "mkdocs.yml:11: warning KB807"], "emial"),
}  # fmt: skip
"""Name → mkdocs.yml, what is told (nothing else is), and words of it."""


def make(root: Path, name: str) -> Path:
    config, _, _ = CASES[name]
    files = {
        "mkdocs.yml": config,
        "docs/index.md": "---\ntitle: Welcome\n---\nWords.\n",
        "docs/faq/a.md": "---\ntitle: How do I pay?\n---\nBy card.\n",
        "agents/scripts/late.md": "---\ntitle: Late\nchannels: [sms]\n---\nYour parcel is late.\n",
        "overrides/main.html": "{% extends 'base.html' %}",
        "bad.py": "import os\nraise RuntimeError('no')\n",
    }
    if name == "a template that is none":
        files["overrides/main.html"] = "{% extends 'base.html' %}{% block libs %}"
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def told(text: str) -> list[str]:
    return re.findall(r"^\S+:\d+: (?:error|warning) KB\d+", text, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(CASES))
def test_check_and_build_judge_settings_alike(name: str, tmp_path: Path) -> None:
    root = make(tmp_path, name)
    _, expected, words = CASES[name]
    is_error = any(" error " in one for one in expected)
    check = call_kb(root, "check")
    assert told(said(check)) == expected and words in said(check), said(check)
    assert check.returncode == int(is_error)
    assert call_kb(root, "check", "--strict").returncode == 1
    build = call_kb(root, "build", "--edition", "public")
    assert told(said(build)) == expected and words in said(build), said(build)
    assert build.returncode == int(is_error)
    assert "Traceback" not in said(check) + said(build)
    assert (root / "site/public/index.html").exists() != is_error


def test_settings_may_come_from_another_file(tmp_path: Path) -> None:
    root = make(tmp_path, "a missing parent")
    (root / "mkdocs.yml").write_text("INHERIT: conf/base.yml\nsite_name: Mine\n", "utf-8")
    (root / "conf").mkdir()
    (root / "conf/base.yml").write_text(FINE + "extra: {a: 1}\nmarkdown_extensions: [tables]\n", "utf-8")
    check = call_kb(root, "check")
    assert (check.returncode, told(said(check))) == (0, []), said(check)
    assert "2 files" not in said(check) and "3 files, no problems." in said(check)
    assert call_kb(root, "build", "--edition", "public").returncode == 0
    assert "Mine" in (root / "site/public/index.html").read_text("utf-8")


def test_a_broken_fact_is_told_once_and_before_all_else(tmp_path: Path) -> None:
    done = call_kb(tmp_path, "init", "shop")
    assert done.returncode == 0, said(done)
    facts = tmp_path / "shop/facts.yml"
    facts.write_text(facts.read_text("utf-8").replace("unit: days", "unit: day"), "utf-8")
    check = call_kb(tmp_path / "shop", "check")
    errors = [line for line in told(said(check)) if " error " in line]
    assert check.returncode == 1
    assert errors and all(line.startswith("facts.yml:") and "KB304" in line for line in errors), said(check)
    facts.write_text("\tbroken\n", "utf-8")
    check = call_kb(tmp_path / "shop", "check")
    assert [line for line in told(said(check)) if " error " in line] == ["facts.yml:1: error KB102"], said(check)
    assert told(said(check))[0] == "facts.yml:1: error KB102"


def test_only_the_shop_s_own_documents_are_counted(tmp_path: Path) -> None:
    assert call_kb(tmp_path, "init", "shop").returncode == 0
    count = len(list((tmp_path / "shop").rglob("*.md"))) - 1  # without the README
    assert f"{count} files, " in said(call_kb(tmp_path / "shop", "check"))
    shutil.rmtree(tmp_path / "shop/agents")
    count = len(list((tmp_path / "shop").rglob("*.md"))) - 1
    assert f"{count} files, " in said(call_kb(tmp_path / "shop", "check"))
