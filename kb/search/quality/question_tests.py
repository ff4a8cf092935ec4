"""Questions as tests: each phrasing, left out of the index, must still find its own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index, build_index, impacts_of
from kb.search.indexing.term_frequencies import TermCounts, count_terms
from kb.search.ranking.scoring import plan_query, score_documents
from kb.source.problem import Problem, Rule, Severity

EXPECTED_RANK = 3
CLAIMING = 105
"""Score of another page, per cent of the page's own, from which it claims a question. Nearer ones change places with
every article that is added anywhere."""

QUESTION_LOST = Rule(
    code="KB701",
    name="question-not-found",
    severity=Severity.WARNING,
    what="One of a page's questions, asked without being listed, does not find the page among the first three.",
    why="Readers who ask it in slightly other words will not find the page either.",
    example="questions: [how do I wash it]   # on a page that nowhere speaks of washing",
    hint="list a second phrasing of it under `questions`; if the text does not answer it, answer it there",
)
QUESTION_CLAIMED = Rule(
    code="KB702",
    name="question-claimed-elsewhere",
    severity=Severity.WARNING,
    what="Another page answers one of this page's questions more strongly.",
    why="Readers who ask exactly this are shown the other page first.",
    example="questions: [where is my order]   # listed on two pages",
    hint="move the question to the page that should answer it, or tell the two pages apart in their titles",
)
RULES = (QUESTION_LOST, QUESTION_CLAIMED)


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """How one listed question of one document fares."""

    document_id: str
    question: str
    rank: int
    """Place of its own page when the question is left out, from 1; 0 when it is not found at all."""
    claimed_by: str
    """The page that comes first although the question is listed on its own; empty when that is first."""


def try_questions(documents: Sequence[SearchDocument], language: str) -> tuple[QuestionResult, ...]:
    """Ask every question of `documents` (one edition, one language); fallbacks are not asked."""
    index = build_index(documents, language)
    results = []
    for place, document in enumerate(index.documents):
        if document.is_fallback:
            continue
        for number, question in enumerate(document.questions):
            others = document.questions[:number] + document.questions[number + 1 :]
            counts = count_terms(replace(document, questions=others), index.language, index.weights)
            results.append(_try(index, place, question, counts))
    return tuple(results)


def _try(index: Index, place: int, question: str, without: TermCounts) -> QuestionResult:
    """Rank with the index as it is, then with this one document counted again without the question.

    The idf of its words is not computed again: one phrase does not change it.
    """
    plan = plan_query(index, question)
    ranked = score_documents(index, plan)
    first = ranked[0][1] if ranked else place
    impacts = impacts_of(without, index.averages, index.weights)
    own = sum(term.weight * posting.idf * impacts.get(term.term, 0) for term, posting in plan.terms)
    ahead = sum(1 for score, document in ranked if document != place and (-score, document) < (-own, place))
    with_it = next((score for score, document in ranked if document == place), 0)
    is_claimed = first != place and 100 * ranked[0][0] > CLAIMING * with_it
    claimed_by = index.documents[first].id if is_claimed else ""
    return QuestionResult(index.documents[place].id, question, ahead + 1 if own else 0, claimed_by)


def check_questions(
    documents: Sequence[SearchDocument], language: str, places: Mapping[str, tuple[str, int]]
) -> tuple[Problem, ...]:
    """One warning at most about each question of `documents`; `places` maps an id to its file and line."""
    problems = []
    for result in try_questions(documents, language):
        path, line = places.get(result.document_id, (result.document_id, 1))
        if result.claimed_by:
            message = f"who asks “{result.question}” is shown {result.claimed_by} first"
            problems.append(QUESTION_CLAIMED.at(path, line, message))
        elif result.rank == 0 or result.rank > EXPECTED_RANK:
            where = f"comes as number {result.rank}" if result.rank else "is not among the results"
            message = f"for words like “{result.question}” this page {where} when the question itself is not listed"
            problems.append(QUESTION_LOST.at(path, line, message))
    return tuple(problems)
