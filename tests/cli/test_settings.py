"""`kb check` and `kb build` say the same of mkdocs.yml, with its line, and nothing of what follows from it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
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
        FINE + "nav:\n  - Home: index.md\n  - More:\n      - faq/no.md\n",
        ["mkdocs.yml:12: error KB806", "mkdocs.yml:9: warning KB820"], "faq/no.md"),
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
    "settings without effect": (
        FINE.replace("  custom", "  features: [navigation.top, navigation.instant.progress]\n  custom")
        + "use_directory_urls: false\nnav: [index.md]\nextra: {alternate: [{name: English, link: /en/}]}\n",
        [f"mkdocs.yml:{line}: warning KB820" for line in (5, 10, 11, 12)], "set `languages` of kb"),
    "a slip in a feature": (
        FINE.replace("  custom", "  features:\n    - navigation.tpo\n    - a.feature.of.ours\n  custom"),
        ["mkdocs.yml:6: warning KB804"], "did you mean “navigation.top”?"),
    "settings that say what kb does": (
        FINE.replace("  custom", "  font: false\n  language: en\n  custom") + "use_directory_urls: true\nwatch: []\n",
        [], ""),
    "Material's search behind kb": (FINE + "  - search\n", [], ""),
    "Material's search before kb, with settings": (
        FINE.replace("  - kb", "  - search:\n      lang: en\n  - kb"),
        ["mkdocs.yml:8: warning KB820"], "search of its own"),
    "a plugin that cannot stand beside kb, not installed": (
        FINE + "  - i18n:\n      docs_structure: suffix\n", ["mkdocs.yml:9: error KB821"], "`layout: suffix`"),
    "a plugin that cannot stand beside kb": (FINE + "  - blog\n", ["mkdocs.yml:9: error KB821"], "notices.yml"),
    "a plugin without effect": (FINE + "  - meta\n", ["mkdocs.yml:9: warning KB820"], "in the files"),
    "a look with files, icons and articles that are not there": (
        FINE
        + "      look:\n        logo: img/lgoo.svg\n        font: fonts/no.woff2\n"
        + "        social: [{icon: instagram, url: 'https://i.example/'}]\n"
        + "        footer_links:\n          - {article: faq/b}\n",
        ["mkdocs.yml:10: error KB806", "mkdocs.yml:11: error KB806", "mkdocs.yml:12: error KB806",
         "mkdocs.yml:14: warning KB204"], "write fontawesome/brands/instagram"),
    "a look with a file that is left out": (
        FINE + "      look:\n        logo: img/logo.svg\nexclude_docs: /img/\n",
        ["mkdocs.yml:10: error KB806"], "exclude_docs leaves it out"),
    "a look with a colour without quotes": (
        FINE + "      look:\n        accent: #9b1d54\n", ["mkdocs.yml:10: error KB801"], "in quotes"),
    "a look with a near file": (
        FINE + "      look:\n        logo: img/lgoo.svg\n",
        ["mkdocs.yml:10: error KB806"], "did you mean “img/logo.svg”?"),
    "colours that nobody can read": (
        FINE + '      look:\n        accent:\n          light: "#ff8fb1"\n          dark: "#333"\n',
        ["mkdocs.yml:11: warning KB823", "mkdocs.yml:12: warning KB823"], "has a contrast of 2.1 : 1 on light pages"),
    "a picture and a font that are too heavy": (
        FINE + "      look:\n        home_picture: img/heavy.png\n        font: img/logo.svg\n",
        ["mkdocs.yml:10: warning KB824", "mkdocs.yml:11: warning KB824"], "has 500 KB"),
    "colours of a palette": (
        FINE.replace("  custom", "  palette:\n    primary: custom\n  custom"),
        ["mkdocs.yml:6: warning KB807"], "look: {accent"),
    "a social link of Material's without an icon": (
        FINE + "extra:\n  social:\n    - icon: fontawesome/brands/instagramm\n      link: https://i.example/\n",
        ["mkdocs.yml:11: error KB806"], "did you mean “fontawesome/brands/instagram”?"),
    "Python that is no extension's": (
        FINE + "extra:\n  a: !!python/object/apply:os.system [touch pwned]\n",
        ["mkdocs.yml:10: error KB822"], "os.system"),
    "Python that is no extension's, in a key that stands twice": (
        FINE + "extra: {}\nextra:\n  a: !!python/name:os.system\n",
        ["mkdocs.yml:10: error KB105", "mkdocs.yml:11: error KB822"], "os.system"),
    "Python that is no extension's, for an extension": (
        FINE + "markdown_extensions:\n  - toc:\n      slugify: !!python/object/apply:builtins.open [pwned, w]\n",
        ["mkdocs.yml:11: error KB822"], "builtins.open"),
    "Python that an extension merely imports": (
        FINE + "markdown_extensions:\n  - toc:\n      slugify: !!python/name:pymdownx.util.url2pathname\n",
        ["mkdocs.yml:11: error KB822"], "not defined by pymdownx itself"),
    "an option of an extension that fails at work": (
        FINE + "markdown_extensions:\n  - pymdownx.tabbed:\n      slugify: lower\n",
        ["mkdocs.yml:10: error KB801"], "not callable"),
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
        "docs/img/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "docs/img/heavy.png": "x" * 500_000,
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
    assert call_kb(root, "check", "--strict").returncode == int(bool(expected))
    build = call_kb(root, "build", "--edition", "public")
    assert told(said(build)) == expected and words in said(build), said(build)
    assert build.returncode == int(is_error)
    assert "Traceback" not in said(check) + said(build)
    assert not (root / "pwned").exists()
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


TAGS = """markdown_extensions:
  - attr_list
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.superfences:
      custom_fences:
        - name: diagram
          class: diagram
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.tabbed:
      alternate_style: true
      slugify: !!python/object/apply:pymdownx.slugs.slugify
        kwds:
          case: CASE
"""


def test_python_names_of_extensions_work_as_material_s_manual_gives_them(tmp_path: Path) -> None:
    root = make(tmp_path, "no theme")
    (root / "docs/faq/a.md").write_text(
        '---\ntitle: Pay\n---\n:smile: :material-truck:\n\n=== "By Card"\n\n    x\n\n```diagram\na\n```\n', "utf-8"
    )
    for case, anchor in (("lower", "by-card"), ("none", "By-Card")):  # the second time with what the first one kept
        fine = FINE.replace(
            "- kb:\n", "- kb:\n      allow_hosts: {images: [cdn.jsdelivr.net], editions: [public, agents]}\n", 1
        )
        (root / "mkdocs.yml").write_text(fine + TAGS.replace("CASE", case), "utf-8")
        check = call_kb(root, "check", "--strict")
        assert (check.returncode, told(said(check))) == (0, []), said(check)
        build = call_kb(root, "build", "--edition", "public")
        assert build.returncode == 0, said(build)
        page = (root / "site/public/faq/a/index.html").read_text("utf-8")
        assert f'id="{anchor}"' in page
    assert '<span class="twemoji"><svg' in page and '<pre class="diagram">' in page


def test_the_site_with_material_s_search_is_the_site_without(tmp_path: Path) -> None:
    sites = []
    for name, plugins in (("without", ""), ("with", "  - search\n")):
        root = make(tmp_path / name, "no theme")
        (root / "mkdocs.yml").write_text(FINE + plugins, "utf-8")
        build = call_kb(root, "build", "--edition", "public")
        assert build.returncode == 0, said(build)
        sites.append({
            path.relative_to(root): path.read_bytes()
            for path in (root / "site/public").rglob("*") if path.is_file()
        })  # fmt: skip
    assert sites[0] == sites[1]


def test_mkdocs_build_tells_what_has_no_effect_and_refuses_what_cannot_stand_beside_kb(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", "out"]
    for plugins, code, words in (
        ("  - search\n", 0, "KB820 use_directory_urls"),
        ("  - blog\n", 1, "KB821 plugins: blog"),
    ):
        root = make(tmp_path / str(code), "no theme")
        config = FINE.replace("plugins:\n", "plugins:\n" + plugins) + "use_directory_urls: false\n"
        (root / "mkdocs.yml").write_text(config, "utf-8")
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == code, done.stderr
        assert words in done.stderr and "Traceback" not in done.stderr
        assert (root / "out/faq/a/index.html").is_file() is (code == 0)
    assert not list(tmp_path.rglob("lunr")) and not list(tmp_path.rglob("search_index.json"))
