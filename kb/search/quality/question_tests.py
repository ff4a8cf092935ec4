"""Questions as tests: each phrasing, left out of the index, must still find its own page.

What depends on ranking is a hint. It moves with every article that is added anywhere, and with every version of kb: a
shop whose CI is strict would be stopped by a page that nobody touched. What stands written twice is a warning, since
only an edit of one of the two pages makes it and mends it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index, build_index, impacts_of
from kb.search.indexing.term_frequencies import TermCounts, count_terms
from kb.search.quality.wordings import telling_words
from kb.search.ranking.scoring import plan_query, score_documents
from kb.source.problem import Problem, Rule, Severity
from kb.text.languages import load_language
from kb.text.tokenizer import read

EXPECTED_RANK = 3
CLAIMING = 105
"""Score of another page, per cent of the page's own, from which it claims a question. Nearer ones change places with
every article that is added anywhere."""

QUESTION_LOST = Rule(
    code="KB701",
    name="question-not-found",
    severity=Severity.HINT,
    what="One of a page's questions, asked without being listed, does not find the page among the first three.",
    why="Readers who ask it in slightly other words will not find the page either.",
    example="questions: [how do I wash it]   # on a page that nowhere speaks of washing",
    hint="list a second phrasing of it under `questions`; if the text does not answer it, answer it there",
)
QUESTION_CLAIMED = Rule(
    code="KB702",
    name="question-claimed-elsewhere",
    severity=Severity.HINT,
    what="Another page answers one of this page's questions more strongly.",
    why="Readers who ask exactly this are shown the other page first.",
    example="questions: [where is my order]   # on a page about addresses",
    hint="move the question to the page that should answer it, or tell the two pages apart in their titles",
)
QUESTION_TWICE = Rule(
    code="KB710",
    name="question-on-two-pages",
    severity=Severity.WARNING,
    what="Two pages list the same question, but for case and signs; or one lists the title of the other.",
    why="Only one of them can come first, and chance decides which.",
    example="questions: [where is my order]   # and, on another page: [Where is my order?]",
    hint="leave the question to the page that should answer it",
)
PAGE_LOST = Rule(
    code="KB711",
    name="page-not-found",
    severity=Severity.HINT,
    what="None of a page's questions, asked without being listed, finds the page among the first three.",
    why="Its readers and its text use other words: who asks a little otherwise than it is listed does not find it.",
    example="questions: [how do I wash it, can I iron it]   # on a page that speaks of textile care",
    hint="say in its title and answer what readers ask; `kb questions` proposes wordings that are not found yet",
)
QUESTION_CONTESTED = Rule(
    code="KB712",
    name="question-contested",
    severity=Severity.HINT,
    what="A question finds its page, but another page that lists nearly the same is as strong.",
    why="The next edit of either may turn the two round.",
    example="questions: [how do I pay by card]   # and, on another page: [pay by card]",
    hint="let one page answer it, or put into both questions what tells the pages apart",
)
RULES = (QUESTION_LOST, QUESTION_CLAIMED, QUESTION_TWICE, PAGE_LOST, QUESTION_CONTESTED)


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """How one listed question of one document fares."""

    document_id: str
    question: str
    rank: int
    """Place of its own page when the question is left out, from 1; 0 when it is not found at all."""
    claimed_by: str
    """The page that comes first although the question is listed on its own; empty when that is first."""
    rival: str = ""
    """The best other page, where it is so near that the two may change places at any time."""

    @property
    def is_found(self) -> bool:
        """Whether readers who ask it in slightly other words will see the page."""
        return 0 < self.rank <= EXPECTED_RANK


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
    other, rival = next((row for row in ranked if row[1] != place), (0, place))
    is_near = not claimed_by and rival != place and CLAIMING * other >= 100 * with_it
    near = index.documents[rival].id if is_near else ""
    return QuestionResult(index.documents[place].id, question, ahead + 1 if own else 0, claimed_by, near)


def check_questions(
    documents: Sequence[SearchDocument], language: str, places: Mapping[str, tuple[str, int]]
) -> tuple[Problem, ...]:
    """What is wrong with the questions of `documents`; `places` maps an id to its file and line.

    One problem at most about each question, and one alone about a page that none of its questions finds.
    """
    return problems_of(try_questions(documents, language), documents, language, places)


def problems_of(
    results: Sequence[QuestionResult],
    documents: Sequence[SearchDocument],
    language: str,
    places: Mapping[str, tuple[str, int]],
) -> tuple[Problem, ...]:
    """As `check_questions`, of `results` that are known."""
    claims = Claims(documents, language)
    by_page: dict[str, list[QuestionResult]] = {}
    for result in results:
        by_page.setdefault(result.document_id, []).append(result)
    problems = []
    for id, of_page in by_page.items():
        is_lost = len(of_page) > 1 and not any(one.is_found for one in of_page)
        at = places.get(id, (id, 1))
        if is_lost:
            problems.append(PAGE_LOST.at(*at, f"no one of its {len(of_page)} questions finds it without being listed"))
        found = (_problem(one, claims, at) for one in of_page)
        problems += [one for one in found if one and not (is_lost and one.code == QUESTION_LOST.code)]
    return tuple(problems)


def _problem(result: QuestionResult, claims: Claims, at: tuple[str, int]) -> Problem | None:
    """What is wrong with one question; the gravest alone."""
    question = result.question
    if others := claims.same(result.document_id, question):
        return QUESTION_TWICE.at(*at, f"“{question}” is a question or the title of {' and '.join(others)} too")
    if result.claimed_by:
        return QUESTION_CLAIMED.at(*at, f"who asks “{question}” is shown {result.claimed_by} first")
    if not result.is_found:
        where = f"comes as number {result.rank}" if result.rank else "is not among the results"
        return QUESTION_LOST.at(
            *at, f"for words like “{question}” this page {where} when the question itself is not listed"
        )
    if result.rival and claims.is_near(result.rival, question):
        return QUESTION_CONTESTED.at(*at, f"“{question}” finds {result.rival} as strongly, which lists nearly the same")
    return None


class Claims:
    """Which pages list which questions, by their words."""

    def __init__(self, documents: Sequence[SearchDocument], language: str) -> None:
        self._language = load_language(language)
        self._same: dict[tuple[str, ...], list[str]] = {}
        self._near: dict[str, set[frozenset[str]]] = {}
        for one in documents:
            for text in () if one.is_fallback else (one.title, *one.questions):
                self._same.setdefault(self._words(text), []).append(one.id)
                self._near.setdefault(one.id, set()).add(telling_words(text, self._language))

    def same(self, id: str, question: str) -> tuple[str, ...]:
        """The other pages that list `question` in the same words."""
        return tuple(dict.fromkeys(one for one in self._same.get(self._words(question), ()) if one != id))

    def is_near(self, id: str, question: str) -> bool:
        """Whether page `id` lists a question with the same telling words."""
        telling = telling_words(question, self._language)
        return bool(telling) and telling in self._near.get(id, ())

    def _words(self, text: str) -> tuple[str, ...]:
        """Words with their tones: in a tone language other tones are other words; elsewhere accents are left out."""
        has_tones = self._language.has_tones
        return tuple(one.with_diacritics if has_tones else one.folded for one in read(text, self._language))
