"""A damaged index: a missing, cut, changed or foreign shard is refused or answers, and never ends in a traceback."""

from __future__ import annotations

import functools
import json
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import strategies as st

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.encoding import SYMBOLS, unpack_numbers, unpack_words
from kb.search.indexing.index import build_index
from kb.search.ranking.query_language import open_query_index, search_fields
from kb.search.ranking.scoring import search
from kb.search.shards.read import load_shards
from kb.search.shards.write import write_shards
from tests.fuzz.running import fuzzed
from tests.fuzz.texts import LETTERS, ODD_WORDS, as_json, damaged, runs, values, words

DOCUMENTS = tuple(
    SearchDocument(
        id=f"faq/{number}",
        language="en",
        title=f"Question {number} on refunds",
        answer="Within a week.",
        questions=("where is my money",),
        passages=(Passage("more", "More", f"Refunds take {number} days."),),
    )
    for number in range(4)
)
KINDS = ("core", "terms", "texts", "words")
KEYS = (
    "format",
    "language",
    "count",
    "settings",
    "data",
    "terms",
    "name",
    "first",
    "texts",
    "sizes",
    "words",
    "stems",
    "titles",
    "ids",
    "urls",
    "kinds",
    "fallback",
    "idfs",
    "steps",
    "impacts",
    "title_shards",
    "answer",
    "passages",
)


@functools.cache
def _whole() -> tuple[Path, str]:
    folder = Path(tempfile.mkdtemp(prefix="kb-fuzz-shards-"))
    return folder, write_shards(build_index(DOCUMENTS, "en"), folder)


def _ask(folder: Path, core: str) -> None:
    with suppress(OSError, ValueError):
        index = load_shards(folder, core)
        for query in ("refunds", "where is my mony", "xyzzy ref"):
            search(index, query, is_typing=True)


@fuzzed(st.sampled_from(KINDS), damaged(st.just("")), st.integers(0, 10_000), st.integers(0, 60), few=60)
def test_a_shard_with_changed_letters_is_refused_or_answers(kind: str, instead: str, place: int, length: int) -> None:
    whole, core = _whole()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(whole, Path(folder) / "index"))
        path = sorted(copy.glob(f"{kind}-*"))[0]
        text = path.read_text("utf-8")
        at = place % (len(text) + 1)
        path.write_text(text[:at] + instead + text[at + length :], "utf-8")
        _ask(copy, core)


packed = st.one_of(st.text(st.sampled_from(SYMBOLS), max_size=20), values(KEYS))


@fuzzed(st.sampled_from(KINDS), st.sampled_from(KEYS), packed, few=60)
def test_a_shard_with_another_value_is_refused_or_answers(kind: str, key: str, value: object) -> None:
    whole, core = _whole()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(whole, Path(folder) / "index"))
        path = sorted(copy.glob(f"{kind}-*"))[0]
        content = json.loads(path.read_text("utf-8"))
        for part in (content, content.get("terms") if isinstance(content, dict) else None):
            if isinstance(part, dict) and key in part:
                part[key] = value
        if isinstance(content, list):
            content[0][key] = value
        path.write_text(as_json(content), "utf-8")
        _ask(copy, core)


@fuzzed(
    st.sampled_from([*KINDS, ""]), st.one_of(st.binary(max_size=60), values(KEYS).map(lambda v: as_json(v).encode()))
)
def test_a_foreign_or_missing_shard_is_refused_or_answers(kind: str, data: bytes) -> None:
    whole, core = _whole()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(whole, Path(folder) / "index"))
        for path in sorted(copy.glob(f"{kind}-*"))[:1] if kind else ():
            path.write_bytes(data) if data else path.unlink()
        _ask(copy, core if kind else "core-0000000000.json")


@fuzzed(st.one_of(st.text(LETTERS, max_size=30), st.text(st.sampled_from(SYMBOLS + "\n"))), few=60)
def test_packed_text_that_nobody_packed_is_read_or_refused(text: str) -> None:
    with suppress(KeyError, IndexError):
        list(unpack_numbers(text))
    with suppress(KeyError, IndexError):
        unpack_words(text)


QUERY_PIECES = (
    "title:",
    "kind:",
    "(",
    ")",
    '"',
    "*",
    "?",
    "~",
    "^2",
    "AND ",
    "OR ",
    "NOT ",
    "[a TO b]",
    "{",
    "..",
    "\\",
    "-",
    "+",
    "refund ",
    "rfund ",
    "đổi trả ",
    "🙂",
    "a",
    "٣",
    "\u202e",
    "\u0000",
)
queries = st.one_of(
    st.lists(st.one_of(st.sampled_from(QUERY_PIECES), words), max_size=20).map("".join), runs(QUERY_PIECES, 2_000)
)


@functools.cache
def _index(language: str):  # type: ignore[no-untyped-def]
    return build_index(DOCUMENTS, language)


@fuzzed(queries, st.sampled_from(["en", "vi", "ms", "ur"]), st.booleans(), few=100)
def test_any_query_has_an_answer_or_an_honest_nothing(query: str, language: str, is_typing: bool) -> None:
    for hit in search(_index(language), query, is_typing=is_typing):
        assert hit.document in DOCUMENTS


@functools.cache
def _library():  # type: ignore[no-untyped-def]
    return open_query_index(_index("en"))


@fuzzed(queries, few=30)
def test_any_query_in_the_query_language_has_an_answer_or_an_honest_nothing(query: str) -> None:
    for hit in search_fields(_library(), query):
        assert hit.document in DOCUMENTS


def test_every_odd_word_is_a_query() -> None:
    for word in ODD_WORDS:
        search(_index("vi"), word)
