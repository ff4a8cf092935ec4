"""Search: documents in, postings and shards out, and one scorer for both sides."""

from kb.search.counts import COUNTING, TermCounts, count_terms
from kb.search.documents import Passage, SearchDocument, hash_document
from kb.search.index import Index, build_index
from kb.search.scoring import Hit, search

__all__ = [
    "COUNTING",
    "Hit",
    "Index",
    "Passage",
    "SearchDocument",
    "TermCounts",
    "build_index",
    "count_terms",
    "hash_document",
    "search",
]
