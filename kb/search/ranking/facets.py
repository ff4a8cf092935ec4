"""Facets: by what documents can be counted and chosen, as `topic:returns` chooses them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kb.search.indexing.documents import SearchDocument

FACETS = ("kind", "topic", "stage", "channel", "language")
"""Names of the facets, as the query language has them."""


def facet_values(document: SearchDocument, name: str) -> tuple[str, ...]:
    """What `document` has of the facet `name`: one value, several channels, or none.

    Its language is the one it is written in: a page without a translation keeps the default language's.
    """
    if name == "channel":
        return document.channels
    value: str = getattr(document, name)
    return (value,) if value else ()


def count_facets(documents: Iterable[SearchDocument]) -> Mapping[str, Mapping[str, int]]:
    """Facet → value → how many `documents` have it, the most frequent first; facets that none has are left out."""
    counters = {name: Counter[str]() for name in FACETS}
    for document in documents:
        for name, counter in counters.items():
            counter.update(facet_values(document, name))
    return {
        name: dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))
        for name, counter in counters.items()
        if counter
    }
