"""Exports of the newer helpdesks with fields damaged or made up: imported, or left out by name; nothing elsewhere."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from kb.content.load import load_library
from kb.importers.helpdesks.all_helpdesks import HELPDESKS
from kb.importers.helpdesks.door import import_export
from kb.project.project import load_project
from tests.fuzz.judging import in_project
from tests.fuzz.running import fuzzed
from tests.fuzz.texts import ODD_WORDS, as_json, damaged
from tests.importers.helpdesk_exports import (
    FRESHDESK_XML,
    GORGIAS_CATEGORY,
    INTERCOM_COLLECTION,
    freshdesk_article,
    freshdesk_folder,
    freshdesk_reply,
    gorgias_article,
    gorgias_macro,
    help_scout_article,
    help_scout_collection,
    intercom_article,
    intercom_list,
    intercom_macro,
)

EXPORTS: tuple[tuple[str, Any], ...] = (
    (
        "intercom",
        intercom_list(intercom_article(translated_content={"en": {"title": "x", "body": "y"}}), intercom_macro()),
    ),
    ("intercom", [INTERCOM_COLLECTION, intercom_article()]),
    ("freshdesk", [freshdesk_folder(articles=[freshdesk_article()]), freshdesk_reply()]),
    (
        "freshdesk",
        [freshdesk_article(hierarchy=[{"type": "folder", "data": {"id": 4, "name": "x"}}], attachments=[{}])],
    ),
    ("helpscout", {"articles": {"items": [help_scout_article()]}, "collections": {"items": [help_scout_collection()]}}),
    ("helpscout", {"_embedded": {"saved-replies": [{"id": 5, "name": "x", "text": "y", "chatText": "z"}]}}),
    ("gorgias", {"data": [gorgias_macro()], "meta": {"next_cursor": None}}),
    ("gorgias", {"data": [gorgias_article(), GORGIAS_CATEGORY]}),
)
ODD: list[Any] = [
    *ODD_WORDS,
    None,
    True,
    0,
    -1,
    1e300,
    [],
    {},
    [None],
    [[]],
    [{}],
    {"x": 1},
    ["a"],
    "2024-01-01",
    10**30,
]
PLACES = st.lists(st.tuples(st.integers(0, 400), st.sampled_from(ODD)), min_size=1, max_size=4)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """(container, key) of every value below `value`."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in pairs for place in ((value, key), *_places(inner))]


def _changed(export: Any, changes: list[tuple[int, Any]]) -> Any:
    export = copy.deepcopy(export)
    for number, odd in changes:
        if places := _places(export):
            container, key = places[number % len(places)]
            container[key] = odd
    return export


exports = st.builds(lambda one, changes: (one[0], as_json(_changed(one[1], changes))), st.sampled_from(EXPORTS), PLACES)


def _imported(system: str, text: str) -> None:
    def act(root: Path) -> None:
        project = root / "shop"
        project.mkdir()
        (root / "mkdocs.yml").rename(project / "mkdocs.yml")
        export = root / "export.json"
        export.write_text(text, "utf-8", errors="replace")
        before = {path for path in root.rglob("*") if path.is_file()}
        for _ in range(2):
            report = import_export(HELPDESKS[system], [export], project)
            assert not any("\n" in line or "\x1b" in line for line in report.lines())
        made = {path for path in root.rglob("*") if path.is_file()} - before
        assert all(path.is_relative_to(project) for path in made), made
        read = load_project(project)
        assert not [problem for problem in read.problems if problem.is_error], read.problems
        load_library(project, read.options, docs=read.docs, with_agents=True)

    in_project({}, act)


@fuzzed(exports)
def test_any_field_may_hold_anything(export: tuple[str, str]) -> None:
    _imported(*export)


@fuzzed(
    st.sampled_from(list(HELPDESKS)), damaged(st.sampled_from([FRESHDESK_XML, *(as_json(one) for _, one in EXPORTS)]))
)
def test_any_damage_is_refused_or_named(system: str, text: str) -> None:
    _imported(system, text)
