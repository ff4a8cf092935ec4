"""No page has an id twice, and what refers to one still finds its own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import html5lib
import pytest

from kb.website.build.editions import build_editions
from tests.conftest import MINIMAL_CONFIG, TODAY, WriteProject

CONFIG = (
    MINIMAL_CONFIG
    + """\
markdown_extensions: [admonition, attr_list, footnotes, md_in_html, pymdownx.superfences, pymdownx.tabbed]
"""
)
TEXT = """\
# Title

## Fees

Two[^1] and [to fees](#fees), [to own](#mine).

<label for="box">Box</label> <input type="radio" id="box" name="choice">
MORE
=== "One"
    First.
=== "Two"
    Second.

```tree
start: begin
steps:
  begin: {ask: Which?, choices: {Yes: end, No: other}}
  end: {answer: "Take one[^1].\\n\\n[^1]: First."}
  other: {answer: "Take two[^1].\\n\\n[^1]: Second."}
```

```quiz
ask: Which?
right: This
wrong: [That]
```

## Fees

[^1]: A note.
"""


def page_of(root: Path, name: str) -> list[dict[str, str]]:
    """The attributes of every element of a built page, in order; `element` is its name."""
    tree = html5lib.parse((root / "site/agents" / name).read_text("utf-8"), namespaceHTMLElements=False)
    return [{**one.attrib, "element": one.tag} for one in tree.iter() if isinstance(one.tag, str)]


@pytest.fixture
def built(write_project: WriteProject) -> Path:
    root = write_project(
        {
            "mkdocs.yml": CONFIG,
            "docs/faq/a.md": TEXT.replace("MORE", "\n## KB note\n"),
            "agents/notes/faq/a.md": TEXT.replace("MORE", "\n## Own {#mine}\n"),
        }
    )
    (report,) = build_editions(root, ("agents",), root / "site", today=TODAY)
    assert report.is_whole, report.problems
    assert not [one for one in report.problems if one.code in {"KB201", "KB207"}]
    return root


def test_a_note_over_its_article_brings_no_id_twice(built: Path) -> None:
    page = page_of(built, "faq/a/index.html")
    ids = Counter(one["id"] for one in page if "id" in one)
    assert {id: count for id, count in ids.items() if count > 1} == {}


def test_what_refers_to_an_id_finds_it_in_its_own_text(built: Path) -> None:
    page = page_of(built, "faq/a/index.html")
    ids = [one.get("id") for one in page]
    links = {one["href"][1:] for one in page if one["element"] == "a" and one.get("href", "").startswith("#")}
    assert {"note-fees", "fees", "mine", "note-fn:1", "fn:1", "answer-1-fn:1"} <= links
    assert links - {"", "__skip"} <= set(ids)
    labels = {one["for"] for one in page if "for" in one}
    assert {"box", "note-box"} <= labels
    assert labels <= set(ids)
    groups = Counter(one["name"] for one in page if one["element"] == "input" and one.get("type") == "radio")
    assert groups["quiz-2"] == groups["note-quiz-2"] == 2
    assert groups["choice"] == groups["note-choice"] == 1
