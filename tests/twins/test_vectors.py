"""Texts on which Python and the browser once differed, and what is right: both are held to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.channels.registry import channels_as_json, shipped_channels
from kb.channels.rule_matching import check_text
from kb.channels.rule_packs import load_rule_packs, rule_packs_as_json
from kb.desk.clauses import split_questions
from kb.desk.found_fields import find_fields, is_day, is_s10, person_name
from kb.desk.transcript import read_transcript
from kb.replies.field_labels import readable_name
from kb.replies.gaps import closing
from kb.replies.plain_text import clean_value, drop_accents
from kb.replies.typed_days import day_fault
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import build_index
from kb.search.ranking.scoring import search
from kb.search.ranking.snippets import snippet
from kb.search.shards.write import write_shards
from kb.text.fold_offsets import fold_with_positions
from kb.text.folding import TABLE
from kb.text.languages import load_language
from kb.text.letters import lower, safe_cut
from kb.text.tokenizer import read
from kb.text.written_dates import date_form
from tests.twins.node import node

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "cases" / "twins.json").read_text("utf-8"))
CHANNELS = channels_as_json(shipped_channels())
PACKS = load_rule_packs()


def turns(text: str) -> Any:
    made = read_transcript(text)
    return [{"text": turn.text, "is_customer": turn.is_customer} for turn in made.turns] if made.form else text


PYTHON: dict[str, Callable[..., Any]] = {
    "cleanValue": clean_value,
    "closing": lambda left, right: list(closing(left, right)),
    "dayFault": lambda typed, when, today, code: day_fault(typed, when=when, today=today, months=date_form(code)[1]),
    "dropAccents": drop_accents,
    "findFields": find_fields,
    "foldWithPositions": lambda text: fold_with_positions(text).text,
    "foldedEnds": lambda text: list(fold_with_positions(text).ends),
    "isDay": is_day,
    "isS10": is_s10,
    "lower": lambda text, code: lower(text),
    "personName": person_name,
    "read": lambda text, code: [[one.start, one.end, one.stem] for one in read(text, load_language(code))],
    "readTurns": turns,
    "readableName": readable_name,
    "rules": lambda text, channel: [
        text[one.start : one.end] for one in check_text(text, shipped_channels()[channel], packs=PACKS)
    ],
    "safeCuts": lambda text, code: [safe_cut(text, place) for place in range(len(text) + 1)],
    "snippet": lambda text, wanted, code: snippet(text, wanted, load_language(code)),
    "sorted": sorted,
    "splitQuestions": lambda text: [one.text for one in split_questions(text)],
}


def of_browser(name: str, arguments: list[Any]) -> Any:
    if name == "rules":
        text, channel = arguments
        found = node().call("checkText", text, CHANNELS[channel], "")
        return [text[start:end] for _, start, end in found]
    if name == "dayFault":
        typed, when, today, code = arguments
        return node().call(name, typed, {"when": when, "today": today, "months": date_form(code)[1]})
    if name == "foldedEnds":
        return node().call("foldWithPositions", *arguments)[2]
    made = node().call(name, *arguments)
    if name == "read":
        return [[start, end, stem] for start, end, _, _, stem, _ in made]
    if name == "splitQuestions":
        return [clause for clause, *_ in made]
    return made[0] if name == "foldWithPositions" else made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_both_sides_give_what_is_right(case: dict[str, Any]) -> None:
    for code in ("en", "vi", "th"):
        node().call("language", code, dict(load_language(code).data), TABLE)
    node().call("book", rule_packs_as_json(PACKS))
    name, arguments = case["call"], case["arguments"]
    assert PYTHON[name](*arguments) == case["expected"]
    assert of_browser(name, arguments) == case["expected"]


def test_words_beyond_the_first_plane_are_found(tmp_path: Path) -> None:
    """They sort after U+F900 in the shards, and share beginnings with their neighbours by code points."""
    words = ["zz", "a𐐨", "a𐐨b", "a𐐩", "a\uf900", "\uf900x", "𐐨𐐨", "𐐨𐐨b", *(f"w{n}" for n in range(400))]
    documents = [
        SearchDocument(id=f"faq/{place}", language="en", title=word, url=f"faq/{place}/", answer=f"{word} about {word}")
        for place, word in enumerate(words)
    ]
    index = build_index(documents, "en")
    node().call("index", "astral", str(tmp_path), write_shards(index, tmp_path))
    for place, word in enumerate(words[:8]):
        for is_typing in (False, True):
            (best, *_) = search(index, word, 3, is_typing=is_typing)
            assert best.document.id == f"faq/{place}"
            found = node().call("search", "astral", word, 3, is_typing)
            assert found[0][:3] == [best.document.id, best.score, best.confidence], word
