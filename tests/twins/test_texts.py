"""Made-up texts from every corner of Unicode: Python and the browser read, cut, judge and write the same."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import strategies as st

from kb.browser_code.shared import shared_data
from kb.channels.registry import channels_as_json, shipped_channels
from kb.channels.rule_matching import check_text
from kb.channels.rule_packs import load_rule_packs, rule_packs_as_json
from kb.channels.sms import count_segments
from kb.content.model import Kind, Script
from kb.content.parse import parse_document
from kb.content.urls import Name
from kb.desk.clauses import split_questions
from kb.desk.desk import Desk
from kb.desk.export import DESK_FORMAT, desk_data, suggestion_data
from kb.desk.learned import ALL_WORDS, Learned
from kb.desk.nearest import is_compared
from kb.desk.suggest import suggest
from kb.desk.transcript import read_transcript
from kb.desk.transcript_parts import latest_words
from kb.markdown.passages import Passage
from kb.project.options import Options, Topic
from kb.replies.gaps import closing
from kb.replies.leftovers import find_leftovers, leftovers_as_json
from kb.replies.plain_text import LinkTarget, clean_value, drop_accents
from kb.replies.render import Reply, render_reply
from kb.replies.rich_text import escape_html
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.encoding import pack_numbers, pack_words, unpack_numbers, unpack_words
from kb.search.indexing.index import Index, build_index
from kb.search.ranking.compounds import possible_splits
from kb.search.ranking.confidence import (
    ANSWERED,
    FIRST,
    FIRST_BY,
    HIGHEST_STRENGTH,
    LEADS,
    STEP,
    confidence_of,
)
from kb.search.ranking.dictionary import load_dictionary, read_dictionary
from kb.search.ranking.scoring import search
from kb.search.ranking.snippets import matched_words, snippet
from kb.search.ranking.spelling import may_repair, neighbours
from kb.search.shards.postings import shard_key
from kb.search.shards.write import list_words, write_shards
from kb.text.fold_offsets import fold_with_positions
from kb.text.folding import TABLE, fold, fold_slug
from kb.text.language_detection import guess_language, guess_table
from kb.text.languages import load_language
from kb.text.letters import lower, safe_cut, split_words
from kb.text.plain_signs import plain_signs
from kb.text.tokenizer import find_concepts, is_code, read
from kb.text.typed_keys import typed_words
from tests.fuzz.running import fuzzed
from tests.twins.node import Node, node
from tests.twins.texts import SHOP_NAMES, long_texts, pastes, pieces, texts

LANGUAGES = ("en", "vi", "ms", "th")
CHANNELS = shipped_channels()
PACKS = load_rule_packs()


@pytest.fixture(scope="module", autouse=True)
def browser_side() -> Node:
    """The browser's code with every language, table and rule it is asked about."""
    running = node()
    for code in LANGUAGES:
        running.call("language", code, dict(load_language(code).data), TABLE)
    running.call("guesser", guess_table(LANGUAGES[:3]), TABLE)
    running.call("book", rule_packs_as_json(PACKS))
    return running


def tokens(text: str, code: str) -> list[list[Any]]:
    return [
        [one.start, one.end, one.folded, one.with_diacritics, one.stem, one.weight]
        for one in read(text, load_language(code))
    ]


@fuzzed(texts, st.sampled_from(LANGUAGES), few=300)
def test_words_are_read_alike(text: str, code: str) -> None:
    assert node().call("read", text, code) == tokens(text, code)
    assert node().call("slug", text, code) == fold_slug(text)
    assert node().call("lower", text, code) == lower(text)
    assert node().call("wordsOf", text) == split_words(text)
    assert node().call("safeCuts", text, code) == [safe_cut(text, place) for place in range(len(text) + 1)]
    assert node().call("fold", text, code) == fold(text)
    language = load_language(code)
    concepts = [list(found) for found in find_concepts(read(text, language), language)]
    assert node().call("concepts", text, code) == concepts
    for token in read(text, language):
        for term in (token.stem, f"={token.with_diacritics}"):
            assert node().call("homeOf", term, code) == shard_key(term, language)
        assert node().call("isCode", token.folded) == is_code(token.folded)


WRITTEN_TOGETHER = st.text("aeghinortuwyđé0123456789", max_size=26)


@fuzzed(WRITTEN_TOGETHER, st.sampled_from(LANGUAGES), few=200)
def test_words_are_taken_apart_alike(word: str, code: str) -> None:
    language = load_language(code)
    ways = [[list(span) for span in way] for way in possible_splits(word, language)]
    assert node().call("possibleSplits", word, code) == ways
    assert node().call("mayRepair", word, code) == may_repair(word, language)


KEYS = st.text("dahngtrieouwsfrxj123456789", max_size=11)


@fuzzed(KEYS, st.sampled_from(LANGUAGES), few=300)
def test_keys_of_an_input_method_are_read_alike(word: str, code: str) -> None:
    assert node().call("typedWords", word, code) == typed_words(word, load_language(code))


CODE_PIECES = ("1800", "6838", "09", "+84", "E", "SS", "x", "đ", "é", "1042", "2024", "11", "me", "a.b", "shop", "vn",
               ".", "-", "_", "@", " ", "#", "(", ")", "/", "x", "×", "40", "028", "3822 1234", "\u200b",
        "\u0435", "Е", "ж", "１", "＠", "'", "\u2011", "\u00a0", "…")  # fmt: skip


@fuzzed(st.lists(st.sampled_from(CODE_PIECES), max_size=14).map("".join), st.sampled_from(LANGUAGES), few=300)
def test_codes_are_read_alike(text: str, code: str) -> None:
    assert node().call("plainSigns", text) == plain_signs(text)
    assert len(plain_signs(text)) == len(text)
    assert node().call("read", text, code) == tokens(text, code)


@fuzzed(st.one_of(texts, long_texts), few=150)
def test_the_language_is_guessed_alike(text: str) -> None:
    guess = guess_language(text, LANGUAGES[:3])
    made = {"language": guess.language, "confidence": guess.confidence, "second": guess.second}
    assert node().call("guess", text) == made


@fuzzed(st.lists(texts, max_size=8), few=100)
def test_texts_are_sorted_alike(several: list[str]) -> None:
    assert node().call("sorted", several) == sorted(several)


@fuzzed(long_texts, st.lists(pieces, max_size=3), st.sampled_from(LANGUAGES), few=200)
def test_snippets_and_found_words_are_alike(text: str, asked: list[str], code: str) -> None:
    language = load_language(code)
    wanted = {
        term: place + 1
        for place, token in enumerate(read(" ".join(asked), language))
        for term in (token.stem, "=" + token.with_diacritics)
    }
    assert node().call("snippet", text, wanted, code) == snippet(text, wanted, language)
    document = SearchDocument(id="a", language=code, title=asked[0] if asked else "", questions=(text[:50],),
                              answer=text[50:100], passages=(Passage("x", text[:9], text),))  # fmt: skip
    shown = {"questions": [text[:50]], "answer": text[50:100], "passages": [["x", text[:9], text]]}
    matched = list(matched_words(document, wanted, language))
    assert node().call("matched", document.title, shown, wanted, code) == matched


@fuzzed(texts, few=300)
def test_messages_are_taken_apart_alike(text: str) -> None:
    folded = fold_with_positions(text)
    assert node().call("foldWithPositions", text) == [
        folded.text, list(folded.starts), list(folded.ends), folded.has_diacritics,
    ]  # fmt: skip
    clauses = [[one.text, one.start, one.end] for one in split_questions(text)]
    assert node().call("splitQuestions", text) == clauses


@fuzzed(pastes, few=400)
def test_pastes_are_read_alike(text: str) -> None:
    made = read_transcript(text, SHOP_NAMES)
    assert node().call("readTranscript", text, SHOP_NAMES) == json.loads(json.dumps(asdict(made)))
    assert node().call("latestWords", [asdict(turn) for turn in made.turns]) == list(latest_words(made.turns))


@fuzzed(texts, st.sampled_from(sorted(CHANNELS)), few=300)
def test_texts_are_judged_and_counted_alike(text: str, channel: str) -> None:
    findings = [[one.rule.id, one.start, one.end] for one in check_text(text, CHANNELS[channel], packs=PACKS)]
    assert node().call("checkText", text, channels_as_json(CHANNELS)[channel], "") == findings
    assert node().call("dropAccents", text) == drop_accents(text)
    assert node().call("cleanValue", text) == clean_value(text)
    counted = count_segments(text)
    assert node().call("countSegments", text) == {
        "encoding": counted.encoding, "units": counted.units, "segments": counted.segments, "room": counted.room,
        "costly": list(counted.costly),
    }  # fmt: skip


@fuzzed(st.lists(texts, max_size=6), st.lists(st.integers(0, 10**9), max_size=40), few=100)
def test_packed_words_and_numbers_are_read_alike(words: list[str], numbers: list[int]) -> None:
    ordered = sorted({" ".join(word.split()) for word in words} - {""})
    assert node().call("unpackWords", pack_words(ordered)) == unpack_words(pack_words(ordered)) == ordered
    assert node().call("unpackNumbers", pack_numbers(numbers)) == list(unpack_numbers(pack_numbers(numbers))) == numbers


@fuzzed(st.integers(0, 400), st.lists(st.integers(0, 100), min_size=len(LEADS), max_size=len(LEADS)), few=200)
def test_confidence_is_alike(strength: int, leads: list[int]) -> None:
    rule = {
        "highest": HIGHEST_STRENGTH, "step": STEP, "answered": ANSWERED,
        "first": FIRST, "firstBy": FIRST_BY,
    }  # fmt: skip
    assert node().call("confidenceOf", strength, leads, rule) == confidence_of(strength, leads)


@fuzzed(st.text("abcdez", min_size=1, max_size=9), few=100)
def test_words_one_error_away_are_alike(word: str) -> None:
    assert sorted(map(tuple, node().call("neighbours", word))) == sorted(neighbours(word))


@pytest.mark.parametrize("code", ["en", "ms"])
def test_words_of_a_language_are_told_alike(code: str) -> None:
    words = ["order", "orders", "ordered", "pesanan", "pesanannya", "rosaklah", "ies", "sing", "a" * 300]
    words += [made for word in words for made, _ in neighbours(word[:12])]
    forms = [load_dictionary(code).held_forms(word) for word in words]
    assert any(forms)
    assert not all(forms)
    assert node().call("openDictionary", words, read_dictionary(code)) == forms


@fuzzed(texts, texts, few=400)
def test_gaps_are_closed_alike(left: str, right: str) -> None:
    assert node().call("closing", left, right) == list(closing(left, right))


@fuzzed(texts, st.lists(st.sampled_from(("name", "code")), max_size=2), few=300)
def test_leftovers_are_found_alike(text: str, holes: list[str]) -> None:
    found = [[one.kind, one.start, one.end, one.is_sure] for one in find_leftovers(text, placeholders=holes)]
    assert node().call("findLeftovers", text, leftovers_as_json(), holes) == found


@fuzzed(texts, few=200)
def test_html_is_escaped_alike(text: str) -> None:
    assert node().call("escapeHtml", text) == escape_html(text)


PATTERNS = (
    ("text", "letters", "line_end", 0, "g"), ("text", "letters", "flag_letter", 0, "gu"),
    ("text", "tokenizer", "noise", 0, "g"), ("text", "tokenizer", "noise_sign", 0, "g"),
    ("text", "tokenizer", "joined", 0, "gu"), ("text", "tokenizer", "separators", 0, "gu"),
    ("text", "fold_offsets", "tones", 0, "g"), ("replies", "gaps", "^particle", 0, "g"),
    ("replies", "gaps", "called", re.IGNORECASE, "giu"), ("replies", "gaps", "sentence_end", 0, "g"),
    ("replies", "gaps", "^leading", 0, "g"), ("replies", "plain_text", "host", re.IGNORECASE | re.ASCII, "gi"),
    ("replies", "plain_text", "stop", 0, "g"), ("replies", "plain_text", "accented", 0, "g"),
    ("replies", "plain_text", "marks", 0, "g"), ("replies", "render", "sentence", 0, "g"),
)  # fmt: skip
"""Stage, file and name of each shared pattern, its flags in Python and in the browser; `^`: only at the beginning."""
PATTERNS_OF_FOLDED = (
    ("channels", "rule_matching", "sentence_end", re.ASCII, "g"), ("channels", "rule_matching", "host", re.ASCII, "g"),
    ("desk", "clauses", "break", re.ASCII, "g"),
)  # fmt: skip
"""Those over folded text, where white space is a blank or a line end."""


@fuzzed(texts, few=200)
def test_shared_patterns_find_the_same(text: str) -> None:
    folded = fold_with_positions(text).text
    rows = [(text, row) for row in PATTERNS] + [(folded, row) for row in PATTERNS_OF_FOLDED]
    for sought, (stage, data, name, flags, browser_flags) in rows:
        pattern = name[: name.startswith("^")] + str(shared_data(stage, data)[name.removeprefix("^")])
        found = [[match.start(), match.end()] for match in re.finditer(pattern, sought, flags)]
        assert node().call("matches", pattern, browser_flags, sought) == found, name


LINKS = {"faq/size": LinkTarget("Which size?", "https://help.shop.example/faq/size/", "Look at the table.")}
TYPES = ("text", "name", "code", "number", "money", "date", "time", "url")
HEAD = "---\ntitle: T\nplaceholders:\n" + "".join(
    f"  {name}: {{type: {name}, example: x, required: {'true' if name == 'code' else 'false'}}}\n" for name in TYPES
)
BODIES = (
    "{a}{{{{ name }}}}{b} {{{{ code }}}}, {c}", "- {a}\n- {b} {{{{ money }}}}\n\n1. {c}",
    "{a}: [x](kb:faq/size){b}\n\n> {c}", "**{a}** {{{{ url }}}}{b}\n{c}",
    "[{a}](https://shopee.vn/x) {{{{ text }}}} _{b}_ `{c}`",
)  # fmt: skip


def script_of(body: str) -> Script:
    document, _ = parse_document(
        f"{HEAD}---\n{body}\n", path="agents/scripts/a.md", name=Name("scripts/a", "en", Kind.SCRIPT), options=Options()
    )
    assert isinstance(document, Script)
    return document


@fuzzed(
    st.sampled_from(BODIES), st.tuples(texts, texts, texts), st.dictionaries(st.sampled_from(TYPES), texts, max_size=5),
    st.sampled_from(sorted(CHANNELS)), few=250,
)  # fmt: skip
def test_replies_are_written_alike(body: str, said: tuple[str, str, str], values: dict[str, str], channel: str) -> None:
    expect_the_same_reply(body.format(**dict(zip("abc", said, strict=True))), values, channel)


def test_values_of_letters_beyond_the_basic_plane_are_measured_alike() -> None:
    for signs in (30, 58, 59, 60, 80, 81):
        value = "1" + signs * "\N{PARTY POPPER}"
        made = expect_the_same_reply("{{ code }}", dict.fromkeys(TYPES, value), "email")
        assert ("time" in made.doubtful) is (1 + signs > 60)


def expect_the_same_reply(body: str, values: dict[str, str], channel: str) -> Reply:
    script = script_of(body)
    data = desk_data([script], CHANNELS, packs=PACKS, substitute=lambda _: str, links=lambda _: LINKS)
    node().call("data", {**data, "links": {"en": {id: vars_of(target) for id, target in LINKS.items()}}})
    made = render_reply(script, channel=CHANNELS[channel], values=values, links=LINKS, packs=PACKS)
    got = node().call("renderReply", "scripts/a", "en", {"channelId": channel, "values": values})
    expected = {
        "text": made.text, "html": made.html, "steps": list(made.steps), "length": made.length,
        "missing": list(made.missing), "doubtful": list(made.doubtful), "is_too_long": made.is_too_long,
        "findings": [[one.rule.id, one.start, one.end] for one in made.findings],
    }  # fmt: skip
    assert {name: got[name] for name in expected} == expected
    return made


def vars_of(target: LinkTarget) -> dict[str, str]:
    return {"title": target.title, "url": target.url, "answer": target.answer}


documents = st.lists(
    st.tuples(texts, st.lists(texts, max_size=2), texts, st.lists(st.tuples(texts, long_texts), max_size=2)),
    min_size=1, max_size=6,
)  # fmt: skip


@fuzzed(documents, st.lists(texts, min_size=1, max_size=4), st.sampled_from(LANGUAGES[:3]), st.booleans(), few=60)
def test_search_and_suggestions_are_alike(rows: list[Any], queries: list[str], code: str, is_typing: bool) -> None:
    with TemporaryDirectory() as folder:
        expect_the_same_of(rows, queries, code, is_typing, Path(folder))


def expect_the_same_of(rows: list[Any], queries: list[str], code: str, is_typing: bool, folder: Path) -> None:
    made = tuple(
        SearchDocument(
            id=f"faq/{place}", language=code, kind="faq", title=title, url=f"faq/{place}/", topic="t",
            questions=tuple(questions), answer=answer,
            passages=tuple(Passage(f"a{n}", heading, text) for n, (heading, text) in enumerate(passages)),
        )
        for place, (title, questions, answer, passages) in enumerate(rows)
    )  # fmt: skip
    index = build_index(made, code)
    core = write_shards(index, folder)
    node().call("index", "made", str(folder), core)
    assert node().call("listed", "made") == [[one.word, one.stem or one.word, one.size] for one in list_words(index)]
    desk = Desk({code: index}, {"t": Topic("t", {}, {}, team="team")}, learned=learned_of(index, code))
    node().call("open", {
        "data": {"format": DESK_FORMAT, "scripts": [], "channels": {}, "rules": {}},
        "cores": {code: str(folder / core)},
        "suggestions": json.loads(json.dumps(suggestion_data(desk))),
    })  # fmt: skip
    own = [part for title, questions, answer, _ in rows for part in (title, *questions, answer)]
    for query in (*queries, *own[:6], *(f"{one} {other}" for one, other in zip(own, reversed(own), strict=True))):
        expected = [
            [hit.document.id, hit.score, hit.confidence, hit.anchor, hit.passage, list(hit.matched)]
            for hit in search(index, query, 4, is_typing=is_typing)
        ]
        assert node().call("search", "made", query, 4, is_typing) == expected, query
        answers = [document.answer for document in index.documents]
        assert all(at_hand == fetched for at_hand, fetched in node().call("shown", "made", answers, query, 4)), query
        suggestion = suggest(query, desk)
        message = [asdict(turn) for turn in read_transcript(query).turns]
        got = node().call("suggest", message, {})
        words = [list(one) for one in suggestion.words]
        assert got == {**suggestion.as_json(), "parts": list(suggestion.parts), "words": words}, query


def learned_of(index: Index, code: str) -> Learned:
    """Choices of every document for words of every other, some many and some few."""
    terms = [term for term in sorted(index.postings) if is_compared(term)]
    ids = [document.id for document in index.documents]
    choices = {
        term: {id: 1 + 97 * (at * (place + 2) % 11) for place, id in enumerate(ids) if (at + place) % 3}
        for at, term in enumerate(terms)
        if at % 4
    }
    sums = {id: sum(chosen.get(id, 0) for chosen in choices.values()) for id in ids}
    return Learned({code: {ALL_WORDS: sums, **choices}} if len(ids) % 2 else {}, is_on=True)
