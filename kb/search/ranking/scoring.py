"""The scorer: which documents answer a query, in which order, and how sure that is.

Its twins are `kb/search/browser/planning.js` and `scoring.js`; they follow the manual's page `search-ranking.md`.
tests/twins/test_search.py asks both the same queries, tests/twins about texts from all of Unicode.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, repeat
from operator import itemgetter

from kb.browser_code.shared import shared_data
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index, Posting, idf_of
from kb.search.indexing.terms import LONGEST_QUERY, QueryTerm, Reading, query_terms
from kb.search.indexing.weights import COMMON_POSTINGS, IMPACT_LEVELS, PREFIX_WEIGHT
from kb.search.ranking.compounds import MOST_SPLIT, join_words, split_word
from kb.search.ranking.confidence import LEADS, confidence_of
from kb.search.ranking.snippets import choose_passage, matched_words
from kb.search.ranking.spelling import complete, repair
from kb.search.ranking.typed_tokens import read_keys
from kb.text.languages import FULL
from kb.text.missing_tones import restore_tones
from kb.text.tokenizer import LONGEST_TEXT, Token, is_code, read, read_token

_SHARED = shared_data("search", "ranking")
CANDIDATES: int = _SHARED["candidates"]
"""Documents that the commonest words of a long query are still looked up for."""
COMMON: int = _SHARED["common"]
"""A term that at least this many documents have is common: `Index.rows` keeps its impacts by document."""
TO_COMPARE = max(LEADS) + 1
"""Documents that are ranked at least: how sure the first is depends on those behind it."""
LONGEST_REPEAT: int = _SHARED["longest_repeat"]
"""A word so many times in a row is read once; twice may mean more of it ("barang barang")."""
MOST_ROWS = 1_000
"""Common terms that `Index.rows` keeps, one byte a document each."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that answers a query."""

    document: SearchDocument
    score: int
    confidence: int
    """0 to 100: the probability that this document answers the query, estimated from the words."""
    anchor: str
    """The anchor of the best passage; empty for the beginning of the document."""
    passage: str
    """A short stretch of that passage around the words that matched."""
    matched: tuple[str, ...]
    """Words as the document's writer spelt them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A query prepared for one index."""

    terms: tuple[tuple[QueryTerm, Posting], ...]
    """The terms that the index has, the most significant first."""
    potentials: tuple[int, ...]
    """For each word of the query, the most that it can add to a score, before impacts."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where each of these words stands in the query."""


def plan_query(index: Index, query: str, *, is_typing: bool = False) -> Plan:
    """Read `query` and look its terms up; with `is_typing` its last word is taken for a prefix."""
    language = index.language
    tokens: Sequence[Token] = without_repeats(read(query[:LONGEST_TEXT], language))[:LONGEST_QUERY]
    open_end = len(query.rstrip()) == len(query) and bool(tokens) and tokens[-1].end == len(query)
    last = tokens[-1] if is_typing and open_end else None
    tokens = restore_tones(read_keys(tokens, index, lambda token: _is_read(token, index, last)), language)
    last = last and tokens[-1]
    tokens, beside = _read_compounds(tokens, index, last)

    @cache
    def readings_of(token: Token) -> Sequence[Reading]:
        if token == last and not _is_finished(token, index):
            words = complete(token.folded, index)
            more = [(replace(_as_word(token, word, index), stem=word), PREFIX_WEIGHT) for word in words]
            if more:
                return [(token, FULL), *more] if is_known(token, index) else more
        if is_known(token, index) or token.weight < FULL:
            return [(token, FULL), *((beside[token], FULL) for _ in range(token in beside))]
        repaired = [(_as_word(token, word, index), confidence) for word, confidence in repair(token.folded, index)]
        return repaired or [(token, FULL)]

    terms = query_terms(tokens, readings_of, index.postings.__contains__, language, index.weights.in_query())
    known = [(term, index.postings[term.term]) for term in terms if term.term in index.postings]
    known.sort(key=lambda pair: (-pair[0].weight * pair[1].idf, pair[0].term))
    unknown = idf_of(len(index.documents), 0)
    first = {token.with_diacritics: place for place, token in reversed(list(enumerate(tokens)))}
    potentials = [
        readings_of(token)[0][0].weight * unknown if first[token.with_diacritics] == place else 0
        for place, token in enumerate(tokens)
    ]
    seen: set[int] = set()
    for term, posting in known:
        if " " not in term.term and term.term[0] not in "=~":
            value = term.weight * posting.idf
            potentials[term.position] = max(potentials[term.position], value) if term.position in seen else value
            seen.add(term.position)
    return Plan(tuple(known), tuple(potentials), tuple((token.start, token.end) for token in tokens))


def _read_compounds(
    tokens: Sequence[Token], index: Index, last: Token | None
) -> tuple[Sequence[Token], Mapping[Token, Token]]:
    """The words of a query as documents write them, together or apart, and without codes that none of them has.

    The second value gives some words another reading, as `join_words` does. `last` is the word that is being typed.
    """

    def is_read(token: Token) -> bool:
        return _is_read(token, index, last)

    words, beside = join_words(tokens, index, is_read)
    found: list[Token] = []
    tried = 0
    for token in words:
        parts: Sequence[Token] = ()
        if token.weight >= FULL and tried < MOST_SPLIT and not is_read(token):
            tried += 1
            parts = split_word(token, index)
        found += parts or [token]
    return [token for token in found if not is_code(token.folded) or is_read(token)], beside


def without_repeats(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` with a word that stands three times or more in a row once: its last time."""
    forms = [token.with_diacritics for token in tokens]
    runs = [list(run) for _, run in groupby(range(len(tokens)), forms.__getitem__)]
    return [tokens[place] for run in runs for place in (run if len(run) < LONGEST_REPEAT else run[-1:])]


def _is_read(token: Token, index: Index, last: Token | None) -> bool:
    """Whether a word is known, or is being typed and the beginning of a known one."""
    return is_known(token, index) or (token == last and bool(complete(token.folded, index)))


def is_known(token: Token, index: Index) -> bool:
    """Whether the index or the word lists of its language know a word, so that it needs no correction."""
    language = index.language
    return (
        token.stem in index.postings
        or token.with_diacritics in language.alternatives
        or token.folded in language.lexicon
    )


def _is_finished(token: Token, index: Index) -> bool:
    """Whether a word that is being typed is complete: some document has it, with these tones."""
    has_form = (
        not index.language.has_tones
        or token.with_diacritics == token.stem
        or f"={token.with_diacritics}" in index.postings
    )
    return token.stem in index.postings and has_form


def _as_word(token: Token, word: str, index: Index) -> Token:
    return read_token(word, token.start, token.end, index.language)


def score_documents(index: Index, plan: Plan, limit: int | None = None) -> list[tuple[int, int]]:
    """(score, document) of the best `limit` documents found (all of them without it), best first; ties by id.

    The postings of the most significant terms are read in full (term-at-a-time). Once `COMMON_POSTINGS` are read,
    the other terms are looked up for the best `CANDIDATES` alone, so a long message costs little more than a short
    one.
    """
    scores = [0] * len(index.documents)
    walked = 0
    for rank, (term, posting) in enumerate(plan.terms):
        if walked and walked + len(posting.documents) > COMMON_POSTINGS:
            return _score_rest(index, scores, plan, rank)[:limit]
        walked += len(posting.documents)
        factor = term.weight * posting.idf
        for document, impact in zip(posting.documents, posting.impacts, strict=True):
            scores[document] += factor * impact
    return _best(scores, limit)


def _best(scores: list[int], limit: int | None) -> list[tuple[int, int]]:
    """The best of all scores. The least score that counts is found first: cheaper than sorting all pairs."""
    if limit == 0:
        return []
    least = heapq.nlargest(limit, scores)[-1] if limit and limit < len(scores) else 1
    ranked = sorted([(-score, document) for document, score in enumerate(scores) if score >= least and score])
    return [(-score, document) for score, document in ranked[:limit]]


def _score_rest(index: Index, scores: list[int], plan: Plan, rank: int) -> list[tuple[int, int]]:
    candidates = sorted(document for _, document in _best(scores, CANDIDATES))
    totals = [scores[document] for document in candidates]
    pick = itemgetter(*candidates, *candidates[:1])  # one at least twice, so that what it gives is a tuple
    for term, posting in plan.terms[rank:]:
        factor = term.weight * posting.idf
        impacts: Iterable[int]
        if len(posting.documents) >= COMMON:
            impacts = pick(_row(index, term.term, posting))
        else:  # a short list is read whole: cheaper than a binary search for each candidate
            impacts = map(dict(zip(posting.documents, posting.impacts, strict=True)).get, candidates, repeat(0))
        totals = [total + factor * impact for total, impact in zip(totals, impacts, strict=False)]
    ranked = sorted(zip([-total for total in totals], candidates, strict=True))
    return [(-score, document) for score, document in ranked]


def _row(index: Index, term: str, posting: Posting) -> bytes:
    """A common term's impact in every document, cached: a lookup is then one index access, not a binary search."""
    row = index.rows.get(term)
    if row is None:
        made = bytearray(len(index.documents))
        for document, impact in zip(posting.documents, posting.impacts, strict=True):
            made[document] = impact
        row = bytes(made)
        if len(index.rows) < MOST_ROWS:
            index.rows[term] = row
    return row


def impact_in(posting: Posting, document: int) -> int:
    """A term's impact in a document; 0 if the document does not have it."""
    at = bisect_left(posting.documents, document)
    found = at < len(posting.documents) and posting.documents[at] == document
    return posting.impacts[at] if found else 0


def evidence(plan: Plan, ranked: Sequence[tuple[int, int]], rank: int) -> tuple[int, tuple[int, ...]]:
    """Strength and leads of one of the `ranked` (score, document), per cent.

    Strength: its score as a share of the most that the query's words can give. Leads: the share of its score
    that each of the `LEADS` among the others lacks; 0 if that one is as good.
    """
    score = ranked[rank][0]
    others = [other for at, (other, _) in enumerate(ranked[:TO_COMPARE]) if at != rank]
    others += [0] * (TO_COMPARE - len(others))
    total = sum(plan.potentials)
    strength = FULL * score // (total * IMPACT_LEVELS) if total else 0
    return strength, tuple(max(0, FULL * (score - others[at - 1]) // score) if score else 0 for at in LEADS)


def judge(plan: Plan, ranked: Sequence[tuple[int, int]], rank: int) -> int:
    """Confidence, 0 to 100, that one of the `ranked`, at least `TO_COMPARE` of what was found, answers the query."""
    return confidence_of(*evidence(plan, ranked, rank))


def search(index: Index, query: str, limit: int = 8, *, is_typing: bool = False) -> tuple[Hit, ...]:
    """The best `limit` documents of `index` for `query`, best first; empty when nothing matches.

    Any string is a query; only its first 20,000 characters and 400 words are read.
    """
    plan = plan_query(index, query, is_typing=is_typing)
    weight_of_term = {term.term: term.weight * posting.idf for term, posting in plan.terms}
    hits = []
    ranked = score_documents(index, plan, max(TO_COMPARE, limit))
    for rank, (score, number) in enumerate(ranked[: max(0, limit)]):
        document = index.documents[number]
        anchor, passage = choose_passage(document, weight_of_term, index.language)
        words = matched_words(document, weight_of_term, index.language)
        hits.append(Hit(document, score, judge(plan, ranked, rank), anchor, passage, words))
    return tuple(hits)
