"""The index read back from its shards: for a command line without the documents, and for tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb.search.documents import Passage, SearchDocument
from kb.search.index import Index, Posting
from kb.search.packing import unpack_numbers, unpack_words
from kb.search.shards import FORMAT, TITLES_IN_SHARD
from kb.text.languages import load_language


def load_shards(folder: Path, core_name: str) -> Index:
    """The index that `write_shards` wrote, from its files alone.

    Raises OSError where a file is missing and ValueError where one is not what it should be.
    """
    try:
        index = _read(folder, core_name)
    except (ValueError, OSError):
        raise
    except (LookupError, TypeError, AttributeError, StopIteration, RecursionError) as error:
        raise ValueError(f"{core_name}, or a file that it names, is damaged: build again") from error
    last = len(index.documents) - 1
    if any(posting.documents and posting.documents[-1] > last for posting in index.postings.values()):
        raise ValueError(f"{core_name}: a word stands in a document that is not there: build again")
    return index


def _read(folder: Path, core_name: str) -> Index:
    core = _load(folder, core_name)
    if core["format"] != FORMAT:
        raise ValueError(f"{core_name}: format {core['format']}, this is kb's format {FORMAT}: build again")
    language = load_language(core["language"])
    postings: dict[str, Posting] = {}
    for number in range(len(unpack_words(core["terms"]["first"]))):
        postings |= _unpack_terms(_load(folder, f"{core['terms']['name']}{number}.json"))
    words = _load(folder, core["words"])
    spelt = unpack_words(words["words"])
    stems = {word: stem for word, stem in zip(spelt, words["stems"].split("\n"), strict=False) if stem}
    titles = (
        [core["titles"]]
        if "titles" in core
        else _load_all(folder, core["title_shards"], -(-core["count"] // TITLES_IN_SHARD))
    )
    sizes = list(unpack_numbers(core["texts"]["sizes"]))
    texts = [text for shard in _load_all(folder, core["texts"]["name"], len(sizes)) for text in shard]
    documents = _documents(titles, texts, core["language"])
    return Index(language, documents, dict(sorted(postings.items())), tuple(spelt), stems)


def _load(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def _load_all(folder: Path, stem: str, count: int) -> list[Any]:
    return [_load(folder, f"{stem}{number}.json") for number in range(count)]


def _unpack_terms(shard: dict[str, str]) -> dict[str, Posting]:
    steps, impacts = unpack_numbers(shard["steps"]), unpack_numbers(shard["impacts"])
    found = {}
    sizes, idfs = unpack_numbers(shard["sizes"]), unpack_numbers(shard["idfs"])
    for term, size, idf in zip(unpack_words(shard["terms"]), sizes, idfs, strict=True):
        documents: list[int] = []
        for _ in range(size):
            documents.append((documents[-1] if documents else -1) + 1 + next(steps))
        found[term] = Posting(idf, documents, [next(impacts) + 1 for _ in range(size)])
    return found


def _documents(
    titles: Sequence[dict[str, Any]], texts: Sequence[dict[str, Any]], language: str
) -> tuple[SearchDocument, ...]:
    found: list[SearchDocument] = []
    for shard in titles:
        ids = shard["ids"].split("\n") if shard["titles"] else []
        urls = shard["urls"].split("\n") if shard["urls"] else [""] * len(ids)
        for place, id in enumerate(ids):
            text = texts[len(found)]
            _expect_texts(id, shard["titles"][place], text["answer"], *text["questions"])
            for passage in text["passages"]:
                _expect_texts(*passage)
            found.append(
                SearchDocument(
                    id=id,
                    language=language,
                    kind=shard["kinds"].split(" ")[place],
                    title=shard["titles"][place],
                    url=urls[place] or f"{id}/",
                    questions=tuple(text["questions"]),
                    answer=text["answer"],
                    passages=tuple(Passage(*passage) for passage in text["passages"]),
                    is_fallback=place in shard["fallback"],
                )
            )
    return tuple(found)


def _expect_texts(*values: object) -> None:
    if not all(isinstance(value, str) for value in values):
        raise ValueError("a text of the index is damaged: build again")
