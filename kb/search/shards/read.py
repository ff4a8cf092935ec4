"""Read an index back from the files of its shards: for `kb search --site`, which has no documents."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.encoding import unpack_numbers, unpack_words
from kb.search.indexing.index import Index, Posting, idf_of
from kb.search.shards.postings import PackedPosting, unpack_listed, unpack_terms
from kb.search.shards.titles import Title, unpack_titles
from kb.search.shards.write import INDEX_FORMAT, TITLES_IN_SHARD, shard_name, texts_name
from kb.text.languages import load_language


def load_shards(folder: Path, core_name: str) -> Index:
    """The index that `write_shards` wrote, from its files alone.

    Raises OSError if a file is missing and ValueError if one is not what it should be.
    """
    try:
        index = _read(folder, core_name)
    except (ValueError, OSError):
        raise
    except (LookupError, TypeError, AttributeError, StopIteration, RecursionError, OverflowError) as error:
        raise ValueError(f"{core_name}, or a file that it names, is damaged: build again") from error
    last = len(index.documents) - 1
    if any(posting.documents and posting.documents[-1] > last for posting in index.postings.values()):
        raise ValueError(f"{core_name}: a word stands in a document that is not there: build again")
    return index


def _read(folder: Path, core_name: str) -> Index:
    core = _load(folder, core_name)
    if core["format"] != INDEX_FORMAT:
        raise ValueError(f"{core_name}: format {core['format']}, this is kb's format {INDEX_FORMAT}: build again")
    language = load_language(core["language"])
    count = core["count"]
    postings: dict[str, PackedPosting] = {}
    for shard in _load_all(folder, "terms", core["terms"]["hashes"], len(unpack_words(core["terms"]["first"]))):
        postings |= unpack_terms(shard)
    words = [
        word
        for shard in _load_all(folder, "words", core["words"]["hashes"], len(unpack_words(core["words"]["first"])))
        for word in unpack_listed(shard)
    ]
    shards = (
        [core["titles"]]
        if "titles" in core
        else _load_all(folder, "titles", core["title_shards"], -(-count // TITLES_IN_SHARD))
    )
    titles = [title for shard in shards for title in unpack_titles(shard)]
    hashes = "".join(shard["texts"] for shard in shards)
    names = [texts_name(number, hashes) for number in range(-(-count // core["texts"]))]
    texts = [text for name in names for text in _load(folder, name)]
    if not len(titles) == len(texts) == count:
        raise ValueError(f"{core_name}: titles or texts are missing: build again")
    documents = tuple(_document(title, text, core["language"]) for title, text in zip(titles, texts, strict=True))
    idfs = {size: idf_of(count, size) for size in {len(posting.gaps) for posting in postings.values()}}
    return Index(
        language,
        documents,
        {term: _unpacked(posting, idfs) for term, posting in sorted(postings.items())},
        tuple(word.word for word in words),
        {word.word: word.stem for word in words if word.stem},
    )


def _load(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def _load_all(folder: Path, kind: str, hashes: str, count: int) -> list[Any]:
    return [_load(folder, shard_name(kind, number, hashes)) for number in range(count)]


def _unpacked(posting: PackedPosting, idfs: Mapping[int, int]) -> Posting:
    impacts = bytes(number + 1 for number in unpack_numbers("".join(posting.impacts)))
    return Posting(idfs[len(impacts)], array("i", posting.documents()), impacts)


def _document(title: Title, text: Mapping[str, Any], language: str) -> SearchDocument:
    _expect_texts(
        title.other_language or "",
        title.title,
        text["answer"],
        *text["questions"],
        *(part for row in text["passages"] for part in row),
    )
    return SearchDocument(
        id=title.id,
        language=language if title.other_language is None else title.other_language,
        kind=title.kind,
        title=title.title,
        url=title.url,
        questions=tuple(text["questions"]),
        answer=text["answer"],
        passages=tuple(Passage(*passage) for passage in text["passages"]),
        is_fallback=title.is_fallback,
    )


def _expect_texts(*values: object) -> None:
    if not all(isinstance(value, str) for value in values):
        raise ValueError("a text of the index is damaged: build again")
