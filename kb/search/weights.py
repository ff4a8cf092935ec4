"""Every number of the ranking, by name. Set by `bench/tune_search.py`; its table shows each one's worth."""

from __future__ import annotations

FIELDS = ("title", "questions", "answer", "headings", "body")

SATURATION = 1.8
"""BM25's k1: how soon more of the same word stops counting."""
LENGTH = {"title": 1.0, "questions": 1.0, "answer": 0.75, "headings": 0.75, "body": 0.5}
"""BM25's b of each field: how much a longer field dilutes its words."""
FIELD_WEIGHTS = {
    "word": {"title": 2.0, "questions": 1.0, "answer": 1.6, "headings": 0.4, "body": 0.3},
    "exact": {"title": 3.0, "questions": 1.0, "answer": 0.6, "headings": 1.0, "body": 0.0},
    "concept": {"title": 5.0, "questions": 1.0, "answer": 0.06, "headings": 2.5, "body": 0.0},
    "pair": {"title": 3.0, "questions": 1.0, "answer": 1.0, "headings": 0.4, "body": 0.0},
}
"""Sort of term → field → weight. Where every field of a sort weighs nothing, no posting is kept."""
QUERY_WEIGHTS = {"exact": 40, "concept": 110, "pair": 40}
"""Sort of term → per cent of a plain word's weight in a query."""
REPAIR_WEIGHTS = (80, 45, 30)
"""Per cent for the best, second and third word one typing error away from an unknown one."""
PREFIX_WEIGHT = 70
"""Per cent for each word that begins with what is being typed."""
PREFIX_WORDS = 8
IMPACT_LEVELS = 60
"""How finely a posting's share of its term's weight is kept: 1 to this."""
IDF_SCALE = 16
COMMON_POSTINGS = 12_000
"""Postings walked in full for one query; the rest are only looked up for documents already found."""
