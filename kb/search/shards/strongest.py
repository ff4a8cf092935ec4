"""The words that tell most: an index in little, which a browser has at hand before anything is typed.

They answer at once, while the shards of a longer query are still on their way. Of the questions that this repository's
example lists, and of parts of them, over nine in ten have the same article first as in the whole index.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping

from kb.search.indexing.index import Posting
from kb.search.indexing.term_frequencies import term_kind

LEAST_IMPACT = 24
"""What a word of a title has: words of titles, questions and answers, and what a body says often."""
_KINDS = frozenset({"word", "concept"})


def strongest(postings: Mapping[str, Posting]) -> dict[str, Posting]:
    """Words and concepts in the documents in which their impact is at least `LEAST_IMPACT`."""
    found = {}
    for term, posting in postings.items():
        if term_kind(term) not in _KINDS:
            continue
        strong = [pair for pair in zip(posting.documents, posting.impacts, strict=True) if pair[1] >= LEAST_IMPACT]
        if strong:
            found[term] = Posting(posting.idf, array("i", [one for one, _ in strong]), bytes(i for _, i in strong))
    return found
