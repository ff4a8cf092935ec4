"""Messages as vectors: the words that tell something, and the documents of the shop that they find.

Words alone cannot tell “where is my parcel” from “my order has not come”; that both find the same article can. So each
message is two vectors side by side: its terms in the reading of search (stems, concepts, slang, pairs of words), by
their rarity among the messages, and the first documents that the shop's own index finds, by a power of their score.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from kb.insights.gaps.grouping import Vector
from kb.search.indexing.index import Index
from kb.search.indexing.terms import EXACT, query_terms
from kb.search.indexing.weights import WEIGHTS
from kb.search.ranking.scoring import plan_query, score_documents
from kb.text.languages import FULL, Language
from kb.text.tokenizer import read

COMMON = 2
"""Added to the odds of BM25's idf: what all messages of a week say still tells what they are about (idf: log 2)."""
DOCUMENTS = 5
"""First documents that say what a message is about."""
STEEPNESS = 4
"""The power of a score: the first document says far more than the fifth."""
SHARE_OF_DOCUMENTS = 0.65
"""How much of the likeness comes from documents, where a message finds any: short messages share few words.

Of .35, .5, .65 and .75 this groups most of them at about the same purity (`python -m bench.grouping`)."""
DOCUMENT = "\N{SECTION SIGN}"
"""Begins a feature that is a document; no term begins so."""


def message_vectors(messages: Sequence[str], language: Language, index: Index | None) -> list[Vector]:
    """Each message's features, as a vector of length 1 (empty where nothing in it tells anything).

    A word of one message alone brings it near no other and is left out; the same text said again is no other message.
    `index` is the shop's own for `language`; without one, words alone count.
    """
    read_terms = [_terms(message, language) for message in messages]
    told = {frozenset(terms): terms for terms in read_terms}
    spread = Counter(term for terms in told.values() for term in terms)
    vectors: list[Vector] = []
    for message, terms in zip(messages, read_terms, strict=True):
        words = _unit(
            {
                term: weight * math.log(COMMON + (len(told) - spread[term] + 0.5) / (spread[term] + 0.5))
                for term, weight in terms.items()
                if spread[term] > 1
            }
        )
        found = _unit(_documents(message, index)) if index else {}
        share = SHARE_OF_DOCUMENTS if found else 0
        vectors.append(
            {
                **{term: weight * math.sqrt(1 - share) for term, weight in words.items()},
                **{one: weight * math.sqrt(share) for one, weight in found.items()},
            }
        )
    return vectors


def _terms(message: str, language: Language) -> dict[str, int]:
    """The terms of a message, words in their exact form left out, with the weight that search gives them."""
    terms: dict[str, int] = {}
    tokens = read(message, language)
    for one in query_terms(tokens, lambda token: [(token, FULL)], lambda _: True, language, WEIGHTS.in_query()):
        if one.term[0] != EXACT:
            terms[one.term] = max(terms.get(one.term, 0), one.weight)
    return terms


def _documents(message: str, index: Index) -> dict[str, float]:
    ranked = score_documents(index, plan_query(index, message), DOCUMENTS)
    best = ranked[0][0] if ranked else 0
    return {DOCUMENT + index.documents[place].id: (score / best) ** STEEPNESS for score, place in ranked}


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {feature: weight / length for feature, weight in vector.items()} if length else {}
