"""Exports of other helpdesks, damaged or made up: imported, or left out by name, and nothing is written elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from kb.content.load import load_library
from kb.importers.common.report import ImportReport
from kb.importers.helpdesks.chatwoot import import_chatwoot
from kb.importers.helpdesks.zendesk import import_zendesk
from kb.project.project import load_project
from tests.fuzz.judging import in_project
from tests.fuzz.running import fuzzed
from tests.fuzz.texts import MARKDOWN_PIECES, ODD_WORDS, as_json, damaged, mappings, runs, values, words

HTML_PIECES = (
    "<p>",
    "</p>",
    "<div>",
    "<table><tr><td>",
    "</table>",
    "<ul><li>",
    "<h1>",
    "<h7>",
    "<a href='",
    "<img src='",
    "<img src='data:image/png;base64,AAAA'>",
    "<script>",
    "<style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&nbsp;",
    "&#",
    "<pre>",
    "<code>",
    "<br/>",
    "<iframe src=x>",
    "{{",
    "{% raw %}",
    "{{order_id}}",
    "'>",
    "x",
    "\u0000",
    "<",
)
bodies = st.one_of(
    st.lists(st.one_of(st.sampled_from(HTML_PIECES), words), max_size=25).map("".join),
    runs(HTML_PIECES, 400),
    st.lists(st.sampled_from(MARKDOWN_PIECES), max_size=12).map("".join),
)
ANY: list[object] = [*ODD_WORDS, None, True, 0, -1, 1e300, [], {}]
SHARED: dict[str, list[object]] = {
    "id": [1, 2, "3", "../x", 1],
    "title": ["How do I return it?", "", "../../evil"],
    "locale": ["en-us", "vi", "xx", ""],
    "created_at": ["2024-02-15T16:00:00Z", "soon"],
    "updated_at": ["2024-03-15T16:00:00Z", 12],
}
_zendesk = {
    **SHARED,
    "source_locale": ["en-us"],
    "draft": [True, False, "no"],
    "section_id": [7, None],
    "user_segment_id": [None, 9],
    "label_names": [["a", "b"], "a"],
    "html_url": ["https://old.example/hc/en-us/articles/1-X", "//x"],
    "translations": [[{"locale": "vi", "title": "Đổi", "body": "<p>x</p>"}], [None]],
    "name": ["Care", ""],
}
_chatwoot = {
    **SHARED,
    "slug": ["a-b", "../x", ""],
    "status": ["published", 0, "odd"],
    "category": [{"slug": "care", "name": "Care"}, 1],
    "associated_article_id": [1, 2, None],
    "meta": [{"tags": ["a"]}, []],
    "portal": [{"slug": "p"}],
    "description": ["x"],
    "short_code": ["hi"],
    "locale": ["en", "vi", "xx"],
}


def _articles(known: dict[str, list[object]], text: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda fields, body: {text: body, **fields}, mappings(known, tuple(known)), bodies)


zendesk_article, chatwoot_article = _articles(_zendesk, "body"), _articles(_chatwoot, "content")
section = mappings({"id": [7, 8, "7"], "name": ["Care", "../x", ""], "locale": ["en-us", "vi"], "category_id": [1]})
macro = mappings(
    {
        "id": [5],
        "title": ["Late::Parcel"],
        "actions": [[{"field": "comment_value", "value": "Hi {{ticket.id}}"}], "x", [1]],
        "active": [True],
        "restriction": [None, {}],
    }
)
canned = mappings({"id": [5], "short_code": ["hi", "../x"], "content": ["Hello {{contact.name}}", "", None]})


def _export(article: st.SearchStrategy[Any], reply: st.SearchStrategy[Any], key: str) -> st.SearchStrategy[str]:
    several = st.lists(article, max_size=3)
    whole = st.one_of(
        st.builds(
            lambda a, s, r: {"articles": a, "sections": s, key: r},
            several,
            st.lists(section, max_size=2),
            st.lists(reply, max_size=2),
        ),
        several,
        values(("articles", "id", "title", "body")),
        st.builds(lambda a: {"payload": a, "meta": {}}, several),
    ).map(as_json)
    lines = several.map(lambda articles: "\n".join(map(as_json, articles)))
    return st.one_of(whole, damaged(whole), lines, damaged(lines))


def _imported(import_export: Callable[[Path, Path], ImportReport], data: bytes) -> None:
    def act(root: Path) -> None:
        project = root / "shop"
        project.mkdir()
        (root / "mkdocs.yml").rename(project / "mkdocs.yml")
        export = root / "export.json"
        export.write_bytes(data)
        before = {path for path in root.rglob("*") if path.is_file()}
        for _ in range(2):
            report = import_export(export, project)
            for line in report.lines():
                assert "\n" not in line
                assert "\x1b" not in line
        made = {path for path in root.rglob("*") if path.is_file()} - before
        assert all(path.is_relative_to(project) for path in made), made
        read = load_project(project)
        assert not [problem for problem in read.problems if problem.is_error], read.problems
        load_library(project, read.options, docs=read.docs, with_agents=True)

    in_project({}, act)


@fuzzed(_export(zendesk_article, macro, "macros"))
def test_any_export_of_zendesk_is_imported_or_named(text: str) -> None:
    _imported(import_zendesk, text.encode("utf-8"))


@fuzzed(_export(chatwoot_article, canned, "canned_responses"))
def test_any_export_of_chatwoot_is_imported_or_named(text: str) -> None:
    _imported(import_chatwoot, text.encode("utf-8"))


@fuzzed(
    st.lists(zendesk_article, min_size=1, max_size=2), st.sampled_from(["utf-16", "cp1258", "utf-8-sig", "latin-1"])
)
def test_an_export_in_any_encoding_is_imported_or_named(articles: list[Any], encoding: str) -> None:
    _imported(import_zendesk, as_json({"articles": articles}).encode(encoding, "replace"))


@fuzzed(st.binary(max_size=400), st.sampled_from([import_zendesk, import_chatwoot]))
def test_any_bytes_are_refused_or_named(data: bytes, import_export: Callable[[Path, Path], ImportReport]) -> None:
    _imported(import_export, data)
