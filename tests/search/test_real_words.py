"""A word that the language has is not taken for a slip of a word that the shop has; a slip still is."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index, build_index
from kb.search.ranking.correction import correct_query
from kb.search.ranking.dictionary import FOLDER
from kb.search.ranking.query_language import open_query_index
from kb.search.ranking.scoring import search
from kb.search.shards.write import write_shards
from tests.twins.test_search import run

REAL = [
    ("en", "crash", "cash"),
    ("en", "stuck", "stock"),
    ("en", "form", "from"),
    ("en", "crashes", "crashed"),
    ("ms", "polis", "polisi"),
    ("ms", "patah", "patuh"),
    ("ms", "number", "sumber"),
    ("ms", "baju", "baru"),
    ("ms", "kotak", "koyak"),
    ("ms", "sabah", "salah"),
    ("ms", "calar", "cabar"),
    ("ms", "kilang", "hilang"),
    ("ms", "delayed", "delaye"),
    ("vi", "crash", "cash"),
    ("vi", "stuck", "stock"),
]
"""(language, a real word, a word of the shop one typing error away)."""
SLIPS = [
    ("en", "stokc", "stock"), ("en", "delievry", "delivery"), ("en", "refnd", "refund"), ("ms", "polsii", "polisi"),
    ("ms", "penghanaran", "penghantaran"), ("ms", "pemulangn", "pemulangan"), ("vi", "vouhcer", "voucher"),
    ("ms", "charges", "charge"),
]  # fmt: skip
"""(language, what is typed, the word of the shop that it stands for); the last is the form without an ending."""


def index_of(language: str, word: str) -> Index:
    """A shop whose only article has `word` and "kb9", which no language has."""
    return build_index(
        [SearchDocument(id="a", language=language, title="kb9", passages=(Passage("", "", word),))], language
    )


@pytest.mark.parametrize(("language", "typed", "owned"), REAL)
def test_a_real_word_does_not_find_another(language: str, typed: str, owned: str) -> None:
    stem = index_of(language, owned).language.stem
    assert bool(search(index_of(language, owned), typed)) == (stem(typed) == stem(owned))


@pytest.mark.parametrize(("language", "typed", "owned"), SLIPS)
def test_a_slip_finds_its_word(language: str, typed: str, owned: str) -> None:
    assert [hit.document.id for hit in search(index_of(language, owned), typed)] == ["a"]


@pytest.mark.parametrize(("language", "typed", "owned"), [*REAL[:3], *REAL[4:12]])
def test_a_real_word_is_not_corrected(language: str, typed: str, owned: str) -> None:
    assert correct_query(open_query_index(index_of(language, owned)), f"{typed} kb9") == f"{typed} kb9"


def test_a_slip_is_corrected() -> None:
    assert correct_query(open_query_index(index_of("en", "stock")), "stokc") == "stock"


@pytest.mark.parametrize("code", ["sp1042", "a4b8c", "stock2"])
def test_a_code_is_not_taken_for_another(code: str) -> None:
    library = open_query_index(build_index([SearchDocument(id="a", language="en", title=f"{code}x stock")], "en"))
    assert correct_query(library, code) == code
    assert search(library.index, code) == ()


@pytest.mark.parametrize("language", ["en", "ms", "vi", "de"])
def test_python_and_javascript_tell_the_same_real_words(language: str, tmp_path: Path) -> None:
    rows = [*REAL, *SLIPS]
    words = sorted({owned for _, _, owned in rows})
    documents = [SearchDocument(id=word, language=language, title=word) for word in words]
    index = build_index(documents, language)
    request: dict[str, Any] = {"folder": str(tmp_path), "core": write_shards(index, tmp_path), "typing": False}
    queries = [typed for _, typed, _ in rows]
    answers = run(tmp_path, {**request, "queries": queries})["answers"]
    for query, found in zip(queries, answers, strict=True):
        expected = [(hit.document.id, hit.score, hit.confidence) for hit in search(index, query, 10)]
        assert [(hit["id"], hit["score"], hit["confidence"]) for hit in found] == expected, query


@pytest.mark.parametrize(
    ("queries", "asks"), [(["stock", "zzqqxx", "the stock"], False), (["crash"], True)], ids=["no-slip", "may-be-one"]
)
def test_dictionaries_are_fetched_only_for_a_word_that_would_be_repaired(
    queries: list[str], asks: bool, tmp_path: Path
) -> None:
    index = build_index([SearchDocument(id="a", language="ms", title="cash stock")], "ms")
    core = write_shards(index, tmp_path)
    asked = run(tmp_path, {"folder": str(tmp_path), "core": core, "queries": queries})["requests"]
    assert sum(name.startswith("dictionary-") for name in asked) == (2 if asks else 0)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_dictionary_is_small_and_says_where_it_comes_from(path: Path) -> None:
    assert len(gzip.compress(path.read_bytes())) <= 15 * 1024
    data = json.loads(path.read_text("utf-8"))
    assert data["source"]
    assert data["licence"]
