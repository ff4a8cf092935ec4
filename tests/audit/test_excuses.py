"""What excuses internal words is what readers of the public sources get, and nothing that only writers see."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.audit.audit import audit_folder
from tests.conftest import MINIMAL_CONFIG, WriteProject

WORDS = "plumbago lanterns begin on the second monday of march"
INSIDE = {"agents/procedures/quiet.md": f"---\ntitle: Quiet\n---\n{WORDS}.\n"}
CONFIG = MINIMAL_CONFIG.replace("name: material", "name: material, custom_dir: shop")

NO_EXCUSE: dict[str, dict[str, str | bytes]] = {
    "a comment of Markdown": {"docs/a.md": f"# A\n\nHi.\n\n<!-- {WORDS} -->\n"},
    "a comment over several lines": {"docs/a.md": f"# A\n\n<!--\n{WORDS}\n-->\n\nHi.\n"},
    "a comment of the front matter": {"docs/a.md": f"---\n# {WORDS}\ntitle: A\n---\nHi.\n"},
    "a comment behind a field": {"docs/a.md": f"---\ntitle: A # {WORDS}\n---\nHi.\n"},
    "why something changed": {
        "docs/a.md": f"---\ntitle: A\nchanges: [{{on: 2026-11-01, what: x, why: {WORDS}}}]\n---\nHi.\n"
    },
    "what changed": {"docs/a.md": f"---\ntitle: A\nchanges: [{{on: 2026-11-01, what: {WORDS}}}]\n---\nHi.\n"},
    "an owner": {"docs/a.md": f"---\ntitle: A\nowner: {WORDS}\n---\nHi.\n"},
    "a field that nobody reads": {"docs/a.md": f"---\ntitle: A\nremark: {WORDS}\n---\nHi.\n"},
    "an undeclared language": {"docs/a.fr.md": f"# A\n\n{WORDS}\n"},
    "what an article's writer answered": {"docs/a.md": f"---\ntitle: A\nalso_public: [{WORDS}]\n---\nHi.\n"},
    "what a fact is about": {"facts.yml": f"days: {{about: {WORDS}, unit: days, value: 7}}\n"},
    "a comment of the facts": {"facts.yml": f"# {WORDS}\ndays: {{about: x, unit: days, value: 7}}\n"},
    "a comment of the notices": {
        "notices.yml": f"# {WORDS}\n- {{id: a, from: 2026-01-01, until: 2026-02-02, text: {{en: x, vi: y}}}}\n"
    },
    "a comment of the settings": {"mkdocs.yml": f"{CONFIG}# {WORDS}\n"},
    "an entry of extra": {"mkdocs.yml": f"{CONFIG}extra: {{remark: {WORDS}}}\n"},
    "a setting that no page shows": {"mkdocs.yml": f"{CONFIG}validation: {{remark: {WORDS}}}\n"},
    "a setting inherited and not shown": {
        "mkdocs.yml": f"INHERIT: base.yml\n{CONFIG}",
        "base.yml": f"# {WORDS}\nextra: {{x: {WORDS}}}\n",
    },
    "the name of a team": {"mkdocs.yml": CONFIG.replace("team: after-sales", f"team: {WORDS}")},
    "a template that nothing uses": {"shop/partials/unused.html": f"<p>{WORDS}</p>"},
    "a comment of a template": {"shop/main.html": f"<!-- {WORDS} -->{{# {WORDS} #}}"},
    "a folder that is no theme's": {"overrides/main.html": f"<p>{WORDS}</p>"},
    "a comment of a style sheet": {"shop/a.css": f"/* {WORDS} */"},
    "a text in a script": {"shop/a.js": f'const a = "{WORDS}";'},
    "a comment of a script": {"shop/a.js": f"// {WORDS}\n"},
    "a name in a style sheet": {"shop/a.css": "." + WORDS.replace(" ", "_") + "{}"},
    "a plain text of the theme": {"shop/assets/a.txt": WORDS},
    "a drawing": {"docs/a.svg": f"<svg xmlns='http://www.w3.org/2000/svg'><text>{WORDS}</text></svg>"},
    "a style sheet of docs": {"docs/a.css": f"/* {WORDS} */"},
    "what is excluded": {"mkdocs.yml": f"{CONFIG}exclude_docs: /x/\n", "docs/x/a.md": f"# A\n\n{WORDS}\n"},
    "the published folder alone": {},
    "what an extension reads from agents": {
        "mkdocs.yml": f"{CONFIG}markdown_extensions: [{{pymdownx.snippets: {{base_path: [.]}}}}]\n",
        "docs/a.md": '# A\n\n--8<-- "agents/procedures/quiet.md"\n',
    },
}
EXCUSES: dict[str, dict[str, str | bytes]] = {
    "a page": {"docs/a.md": f"# A\n\n{WORDS}\n"},
    "a summary": {"docs/a.md": f"---\ntitle: A\nsummary: {WORDS}\n---\nHi.\n"},
    "a public fact": {"facts.yml": f"days: {{about: x, unit: text, value: {WORDS}}}\n"},
    "a notice": {"notices.yml": f"- {{id: a, from: 2026-01-01, until: 2026-02-02, text: {{en: {WORDS}, vi: y}}}}\n"},
    "the site's description": {"mkdocs.yml": f"{CONFIG}site_description: {WORDS}\n"},
    "an entry of extra that a template shows": {
        "mkdocs.yml": f"{CONFIG}extra: {{ribbon: {WORDS}}}\n",
        "shop/main.html": "{{ config.extra.ribbon }}",
    },
    "a template in place of the theme's": {"shop/main.html": f"<p>{WORDS}</p>"},
    "a template drawn in": {"shop/main.html": "{% include 'ribbon.html' %}", "shop/ribbon.html": f"<p>{WORDS}</p>"},
    "a comment shown as code": {"docs/a.md": f"# A\n\n```html\n<!-- {WORDS} -->\n```\n"},
    "what an extension reads from docs": {
        "mkdocs.yml": f"{CONFIG}markdown_extensions: [{{pymdownx.snippets: {{base_path: [docs]}}}}]\n",
        "docs/a.md": '# A\n\n--8<-- "parts.txt"\n',
        "docs/parts.txt": WORDS,
    },
}


def is_clean(write_project: WriteProject, files: dict[str, str | bytes]) -> bool:
    root: Path = write_project({"mkdocs.yml": CONFIG, "docs/index.md": "# Shop\n", **files, **INSIDE})
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text(f"<p>{WORDS}</p>")
    return audit_folder(root / "site", root).is_clean


@pytest.mark.parametrize("name", NO_EXCUSE)
def test_what_only_writers_see_excuses_nothing(name: str, write_project: WriteProject) -> None:
    assert not is_clean(write_project, NO_EXCUSE[name])


@pytest.mark.parametrize("name", EXCUSES)
def test_what_readers_get_is_no_leak(name: str, write_project: WriteProject) -> None:
    assert is_clean(write_project, EXCUSES[name])


@pytest.mark.parametrize(
    "mark",
    [
        "draft: true",
        "draft : true",
        '"draft": true',
        "'draft': yes",
        "draft: !!bool true",
        "draft:\n  true",
        "draft: # later\n  on",
        "  draft: true",
        "draft: TRUE",
        'draft: "true"',
        "? draft\n: true",
        "draft: &a true",
        '"dr\\x61ft": true',
        "draft:",
    ],
)
def test_a_draft_is_one_however_it_is_spelled(mark: str, write_project: WriteProject) -> None:
    title = "  title: Soon" if mark.startswith("  ") else "title: Soon"
    assert not is_clean(write_project, {"docs/a.md": f"---\n{title}\n{mark}\n---\n{WORDS}.\n"})


def test_a_shop_without_a_folder_of_agents_is_audited_for_its_drafts(write_project: WriteProject) -> None:
    root = write_project({"docs/a.md": f"---\ntitle: Soon\ndraft: true\n---\n{WORDS}.\n"})
    (root / "site").mkdir()
    (root / "site" / "x.css").write_text(f"/* {WORDS} */")
    assert not audit_folder(root / "site", root).is_clean
