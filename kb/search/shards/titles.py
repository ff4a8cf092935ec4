"""Titles and addresses of documents as a shard. Most ids repeat the title, so an id is written as its difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.encoding import FINAL, SYMBOLS, pack_numbers, unpack_numbers
from kb.text.folding import fold_slug


@dataclass(frozen=True, slots=True)
class Title:
    """What the list of results needs of a document."""

    id: str
    title: str
    url: str
    kind: str
    other_language: str | None
    """The language of a document in other words than the index's; None for one in the index's own."""

    @classmethod
    def of(cls, document: SearchDocument) -> Title:
        """The title of `document`."""
        other = document.language if document.is_fallback else None
        return cls(document.id, document.title, document.url, document.kind, other)

    @property
    def is_fallback(self) -> bool:
        return self.other_language is not None


def pack_titles(titles: Sequence[Title]) -> dict[str, Any]:
    """Titles as JSON: ids by folder, their names by what they share with the title.

    Addresses are a prefix (one for translated documents, one for fallbacks), the id and a stroke;
    `urls` holds all others, by document number within the shard.
    """
    prefixes = [_prefix(titles, is_fallback) for is_fallback in (False, True)]
    folders = [title.id.rpartition("/")[0] for title in titles]
    runs = [(folder, len(list(same))) for folder, same in groupby(folders)]
    return {
        "folders": [folder for folder, _ in runs],
        "runs": pack_numbers(length for _, length in runs),
        "names": "\n".join(map(_pack_name, titles)),
        "titles": [title.title for title in titles],
        "prefixes": prefixes,
        "urls": {
            str(number): title.url
            for number, title in enumerate(titles)
            if title.url != f"{prefixes[title.is_fallback]}{title.id}/"
        },
        "kinds": " ".join(title.kind for title in titles),
        "fallback": {str(number): title.other_language for number, title in enumerate(titles) if title.is_fallback},
    }


def unpack_titles(shard: Mapping[str, Any]) -> Iterator[Title]:
    """The titles that `pack_titles` was given; raises ValueError or LookupError for a damaged shard."""
    runs = zip(shard["folders"], unpack_numbers(shard["runs"]), strict=True)
    folders = [folder for folder, length in runs for _ in range(min(length, len(shard["titles"])))]
    names = shard["names"].split("\n") if shard["titles"] else []
    kinds = shard["kinds"].split(" ") if shard["titles"] else []
    fallback: Mapping[str, str] = shard["fallback"]
    for number, (folder, name, title, kind) in enumerate(zip(folders, names, shard["titles"], kinds, strict=True)):
        slug = fold_slug(title)[: SYMBOLS.index(name[0])]
        document_id = f"{folder}/{slug}{name[1:]}" if folder else slug + name[1:]
        other = fallback.get(str(number))
        url = shard["urls"].get(str(number), f"{shard['prefixes'][other is not None]}{document_id}/")
        yield Title(document_id, title, url, kind, other)


def _prefix(titles: Sequence[Title], is_fallback: bool) -> str:
    """The most frequent prefix of an address, before the id; the shortest of equally frequent ones."""
    counted = Counter(
        title.url[: -len(title.id) - 1]
        for title in titles
        if title.is_fallback == is_fallback and title.url.endswith(f"{title.id}/")
    )
    return min(counted, key=lambda prefix: (-counted[prefix], len(prefix), prefix), default="")


def _pack_name(title: Title) -> str:
    name, slug = title.id.rpartition("/")[2], fold_slug(title.title)
    shared, most = 0, min(len(name), len(slug), FINAL - 1)
    while shared < most and name[shared] == slug[shared]:
        shared += 1
    return SYMBOLS[shared] + name[shared:]
