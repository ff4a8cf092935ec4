"""Shards: what is written can be read back, is the same each time, and names what is in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.encoding import SYMBOLS, pack_numbers, pack_words, unpack_numbers, unpack_words
from kb.search.indexing.index import build_index
from kb.search.ranking.scoring import search
from kb.search.shards.postings import unpack_terms
from kb.search.shards.read import load_shards
from kb.search.shards.write import FEW, FIRST_FILE, INLINE_TITLES, write_first, write_shards
from tests.search.documents import ENGLISH, MALAY, VIETNAMESE


@given(st.lists(st.integers(0, 10**9)))
def test_packed_numbers_come_back(numbers: list[int]) -> None:
    assert list(unpack_numbers(pack_numbers(numbers))) == numbers


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1)))
def test_packed_words_come_back(words: list[str]) -> None:
    assert unpack_words(pack_words(words)) == words


def test_symbols_need_no_escape_in_json_or_html() -> None:
    assert len(SYMBOLS) == 90 == len(set(SYMBOLS))
    assert json.dumps(SYMBOLS) == f'"{SYMBOLS}"'
    assert "<" not in SYMBOLS


@pytest.mark.parametrize(("language", "documents"), [("vi", VIETNAMESE), ("ms", MALAY), ("en", ENGLISH)])
def test_an_index_comes_back_from_its_shards(
    language: str, documents: tuple[SearchDocument, ...], tmp_path: Path
) -> None:
    index = build_index(documents, language)
    loaded = load_shards(tmp_path, write_shards(index, tmp_path))
    assert loaded.postings == index.postings
    assert loaded.words == index.words
    for query in ("return", "barang rosak", "đổi trả", "hàng"):
        assert [(h.document.id, h.document.url, h.score, h.anchor) for h in search(loaded, query)] == [
            (h.document.id, h.document.url, h.score, h.anchor) for h in search(index, query)
        ]


def test_many_documents_have_their_titles_apart_and_come_back(tmp_path: Path) -> None:
    documents = [
        SearchDocument(id=f"d{n:05}", language="en", title=f"Title number {n}") for n in range(INLINE_TITLES + 7)
    ]
    index = build_index(documents, "en")
    core = write_shards(index, tmp_path)
    assert "titles" not in json.loads((tmp_path / core).read_text("utf-8"))
    assert [d.title for d in load_shards(tmp_path, core).documents] == [d.title for d in documents]


def test_the_same_documents_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    for name, documents in (("a", VIETNAMESE), ("b", VIETNAMESE[::-1])):
        index = build_index(documents, "vi")
        write_first(tmp_path / name, write_shards(index, tmp_path / name), index.documents)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in "ab")
    assert first == second


def test_a_changed_document_changes_the_name_of_the_core(tmp_path: Path) -> None:
    changed = (*VIETNAMESE[:-1], SearchDocument(id="faq/password", language="vi", title="Đặt lại mật khẩu"))
    names = [write_shards(build_index(documents, "vi"), tmp_path) for documents in (VIETNAMESE, changed)]
    assert names[0] != names[1]


@pytest.mark.parametrize("count", [2, FEW, FEW + 1])
def test_the_first_file_holds_the_core_and_the_answers_of_a_few_documents(count: int, tmp_path: Path) -> None:
    documents = [
        SearchDocument(id=f"d{n:04}", language="en", title="</script>", answer=f"Answer {n}") for n in range(count)
    ]
    index = build_index(documents, "en")
    core = write_shards(index, tmp_path)
    write_first(tmp_path, core, index.documents)
    first = json.loads((tmp_path / FIRST_FILE).read_text("utf-8"))
    assert first["core"] == json.loads((tmp_path / core).read_text("utf-8"))
    assert first.get("answers") == ([one.answer for one in documents] if count <= FEW else None)


def test_small_indexes_lie_in_one_shard_and_others_name_their_strongest_words(tmp_path: Path) -> None:
    def core_of(count: int) -> dict[str, object]:
        bodies = ["Lead.\n" + " ".join(f"w{n}x{m}" for m in range(300)) for n in range(count)]
        documents = [
            SearchDocument(id=f"d{n:04}", language="en", title=f"Bed w{n}x0", passages=(Passage("", "", body),))
            for n, body in enumerate(bodies)
        ]
        folder = tmp_path / str(count)
        core: dict[str, object] = json.loads((folder / write_shards(build_index(documents, "en"), folder)).read_text())
        return core | {"files": len(list(folder.glob("terms-*")))}

    small, larger = core_of(3), core_of(40)
    assert small["is_whole"] and small["files"] == 1 and "strongest" not in small
    assert "is_whole" not in larger and larger["strongest"]
    shard = json.loads((tmp_path / "40" / f"terms-first-{larger['strongest']}.json").read_text("utf-8"))
    held = unpack_terms(shard)
    assert held["bed"].documents() == list(range(40)), "titles are strong"
    assert "w7x9" not in held and "w7x0 w7x1" not in held, "what a body says once, and pairs, are not"


def test_an_older_format_is_refused_with_a_word(tmp_path: Path) -> None:
    core = write_shards(build_index(ENGLISH, "en"), tmp_path)
    data = json.loads((tmp_path / core).read_text("utf-8"))
    (tmp_path / core).write_text(json.dumps(data | {"format": 0}), "utf-8")
    with pytest.raises(ValueError, match="build again"):
        load_shards(tmp_path, core)


def test_an_empty_index_can_be_written_and_read(tmp_path: Path) -> None:
    assert search(load_shards(tmp_path, write_shards(build_index([], "ms"), tmp_path)), "apa") == ()
