"""Nearest: how like a message is the question, of all that a document lists, that is most like it.

Search counts the words of all questions of a document together, so a document that lists many is found by a few words
of each. A customer asks one of them. Likeness is the weight of the terms that both have, as a share of the weight of
all terms of either (Jaccard, weighted by rarity among the listed questions). Exact forms and pairs of words are left
out: they treble the data for the browser. The twin is in `browser/nearest.js`, which gets the table that
`table_as_json` makes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.encoding import pack_numbers, pack_words
from kb.search.indexing.index import idf_of
from kb.search.indexing.terms import CONCEPT, EXACT, QueryTerm, query_terms
from kb.search.indexing.weights import WEIGHTS
from kb.text.languages import FULL, Language
from kb.text.tokenizer import read

ListedTerms = Sequence[Mapping[str, int]]
"""Of a document's title and of each of its questions, the terms that are compared and how much each counts."""
ReadListed = Callable[[Sequence[SearchDocument], Language], Sequence[ListedTerms]]


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """The listed questions of one language."""

    terms: Mapping[str, int]
    """Term → its number."""
    weights: Sequence[int]
    """By number: the most that the term counts."""
    rarities: Sequence[int]
    """By number: the idf among the listed questions' documents."""
    unlisted: int
    """The idf of a term that no question has."""
    questions: Sequence[tuple[str, tuple[int, ...]]]
    """(document, terms) of each."""
    having: Sequence[Sequence[int]]
    """By term: the questions that have it."""
    masses: Sequence[int]
    """By question: the weight of all its terms."""
    titles: Mapping[str, frozenset[int]]
    """Document → the terms of its title, which is the first of its questions."""


def read_listed(documents: Sequence[SearchDocument], language: Language) -> Sequence[ListedTerms]:
    """What each of `documents` lists."""
    return [[_terms_of(text, language) for text in (one.title, *one.questions)] for one in documents]


def question_table(
    documents: Iterable[SearchDocument], language: Language, read_all: ReadListed = read_listed
) -> QuestionTable:
    """The titles and listed questions of `documents`, as `read_all` reads them; those with another language's text left
    out."""
    asked = [one for one in documents if not one.is_fallback]
    weights: dict[str, int] = {}
    speakers: Counter[str] = Counter()
    listed: list[tuple[str, Mapping[str, int]]] = []
    for one, questions in zip(asked, read_all(asked, language), strict=True):
        listed += ((one.id, found) for found in questions)
        speakers.update(set().union(*questions))
        for found in questions:
            weights.update((term, weight) for term, weight in found.items() if weight > weights.get(term, 0))
    places = {term: place for place, term in enumerate(sorted(weights))}
    rarities = [idf_of(len(asked), speakers[term]) for term in places]
    numbered = [(id, tuple(sorted([places[term] for term in found]))) for id, found in listed]
    return made_table(
        places, [weights[term] * rarity // FULL for term, rarity in zip(places, rarities, strict=True)], rarities,
        idf_of(len(asked), 0), numbered,
    )  # fmt: skip


def made_table(
    terms: Mapping[str, int],
    weights: Sequence[int],
    rarities: Sequence[int],
    unlisted: int,
    questions: Sequence[tuple[str, tuple[int, ...]]],
) -> QuestionTable:
    """A table and what is looked up in it."""
    having: list[list[int]] = [[] for _ in terms]
    for number, (_, places) in enumerate(questions):
        for place in places:
            having[place].append(number)
    masses = [sum(weights[place] for place in places) for _, places in questions]
    titles = {id: frozenset(places) for id, places in reversed(questions)}
    return QuestionTable(terms, weights, rarities, unlisted, questions, having, masses, titles)


def _terms_of(text: str, language: Language) -> dict[str, int]:
    found = query_terms(
        read(text, language), lambda token: [(token, FULL)], lambda stem: True, language, WEIGHTS.in_query()
    )
    return {one.term: one.weight for one in found if is_compared(one.term)}


def is_compared(term: str) -> bool:
    """A word or a concept, no exact form and no pair."""
    return term[0] == CONCEPT or (term[0] != EXACT and " " not in term)


def nearest(table: QuestionTable, terms: Iterable[QueryTerm]) -> dict[str, int]:
    """Document → how like the `terms` of a message its nearest question is, per cent; those that are not at all left
    out."""
    shared: dict[int, int] = {}
    mass = 0
    for one in terms:
        if not is_compared(one.term):
            continue
        place = table.terms.get(one.term)
        said = one.weight * (table.unlisted if place is None else table.rarities[place]) // FULL
        mass += said
        if place is not None:
            common = min(said, table.weights[place])
            for number in table.having[place]:
                shared[number] = shared.get(number, 0) + common
    best: dict[str, int] = {}
    for number, common in shared.items():
        id = table.questions[number][0]
        all_of_either = mass + table.masses[number] - common
        best[id] = max(best.get(id, 0), FULL * common // all_of_either if all_of_either else 0)
    return best


def table_as_json(table: QuestionTable) -> dict[str, Any]:
    """What `kb/desk/browser/nearest.js` reads: of each document how many questions, of each question how many terms,
    and of each term how far its number is from the one before."""
    questions: dict[str, list[tuple[int, ...]]] = {}
    for id, places in table.questions:
        questions.setdefault(id, []).append(places)
    listed = sorted(questions.items())
    return {
        "terms": pack_words(table.terms),
        "weights": pack_numbers(table.weights),
        "rarities": pack_numbers(table.rarities),
        "unlisted": table.unlisted,
        "ids": [id for id, _ in listed],
        "counts": pack_numbers(len(places) for _, places in listed),
        "lengths": pack_numbers(len(places) for _, asked in listed for places in asked),
        "steps": pack_numbers(step for _, asked in listed for places in asked for step in _steps(places)),
    }


def _steps(places: tuple[int, ...]) -> Iterator[int]:
    """How far each number is from the one before, less 1."""
    for before, place in zip((-1, *places), places, strict=False):
        yield place - before - 1
