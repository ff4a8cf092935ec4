"""Candidates: the documents that may answer a text, as the search ranks them for an agent, before anything is judged.
The twin is in `browser/candidates.js`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.browser_code.shared import shared_data
from kb.desk.learned import Choices, chosen_shares, telling_in_titles
from kb.desk.nearest import QuestionTable, is_compared, nearest
from kb.desk.wording import asking_words
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index
from kb.search.indexing.weights import IMPACT_LEVELS
from kb.search.ranking.scoring import Plan, impact_in, plan_query, score_documents
from kb.text.folding import fold
from kb.text.languages import FULL
from kb.text.letters import split_words

_SHARED = shared_data("desk", "suggest")
LATEST_WEIGHT: int = _SHARED["latest_weight"]
"""What a customer's latest turn weighs where the turn before it weighs one."""
SAME_STAGE: int = _SHARED["same_stage"]
"""Score of a document of the stage that the agent named, per cent of its search score."""
OTHER_CHANNEL: int = _SHARED["other_channel"]
"""The same of a script for a single channel, while neither the agent nor the message names that channel."""
LOOKED_AT: int = _SHARED["looked_at"]
"""Search results for a clause, before internal documents are left out."""
ANSWERING: frozenset[str] = frozenset(_SHARED["answering"])
"""Kinds of documents that may answer; procedures and training are for the team alone."""
TELLING: int = _SHARED["telling"]
"""A term of at least so much weight says what a message is about; per cent."""
MOST_WORDS: int = _SHARED["most_words"]
"""More telling words than these make nothing surer."""

NO_CHOICES: Choices = {}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One document of an index that may answer."""

    number: int
    """Its place in the index."""
    id: str
    is_script: bool
    score: int
    strength: int
    """The score's share of the most that the words can give, per cent."""
    near: int = 0
    """How like the text its nearest listed question is, per cent."""
    words: int = 0
    """Telling words of the text that it has, of the most that count, per cent."""
    chosen: int = 0
    """How much of the text speaks for it by what colleagues chose, per cent."""
    titled: frozenset[int] | None = None
    """The telling terms of the text that its title has; None where nobody asked or its title is not known."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A text, what search makes of it, and who may answer it, best first."""

    text: str
    plan: Plan
    found: tuple[Candidate, ...]


def ask(
    index: Index,
    table: QuestionTable,
    text: str,
    *,
    channel: str | None,
    stage: str | None,
    choices: Choices = NO_CHOICES,
) -> Asked:
    """Who may answer `text`, on `channel` if one is named; documents of `stage` are lifted. `table`: of the index."""
    plan = plan_query(index, asking_words(text))
    most = sum(plan.potentials) * IMPACT_LEVELS
    words = set(split_words(fold(text)))
    near = nearest(table, (term for term, _ in plan.terms))
    chosen = chosen_shares(choices, table, (term for term, _ in plan.terms)) if choices else {}
    titled = telling_in_titles(table, (term for term, _ in plan.terms)) if choices else {}
    found = []
    for score, number in score_documents(index, plan)[:LOOKED_AT]:
        document = index.documents[number]
        if not may_answer(document, channel):
            continue
        lift = SAME_STAGE if stage and document.stage == stage else FULL
        share = OTHER_CHANNEL if not channel and _is_for_another_channel(document, words) else FULL
        found.append(
            Candidate(number, document.id, document.kind == "script", score * lift // FULL * share // FULL,
                      FULL * score // most if most else 0, near.get(document.id, 0), _words_in(plan, number),
                      chosen.get(document.id, 0), titled.get(document.id))
        )  # fmt: skip
    return Asked(text, plan, ordered(found))


def _words_in(plan: Plan, document: int) -> int:
    telling = [pair for pair in plan.terms if pair[0].weight >= TELLING]
    found = {term.position for term, posting in telling if is_compared(term.term) and impact_in(posting, document)}
    return FULL * min(len(found), MOST_WORDS) // MOST_WORDS


def may_answer(document: SearchDocument, channel: str | None = None) -> bool:
    """Neither the team's own page, nor a folder's page, nor what may not be sent there."""
    if document.kind not in ANSWERING or document.id.split("/")[-1] == "index":
        return False
    return not (channel and document.channels and channel not in document.channels)


def _is_for_another_channel(document: SearchDocument, words: set[str]) -> bool:
    """A script for one channel alone, which the message does not name."""
    return document.kind == "script" and len(document.channels) == 1 and document.channels[0] not in words


def ordered(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The best first; ties by id."""
    return tuple(sorted(found, key=lambda one: (-one.score, one.id)))


def weigh_turns(latest: Asked, earlier: Asked) -> Asked:
    """What both turns found, the latest weighing most; "and how long?" needs the turn before it."""
    joined = {one.id: one for one in latest.found}
    for before in earlier.found:
        held = joined.get(before.id) or replace(before, score=0)
        joined[before.id] = replace(
            held,
            score=held.score + before.score // LATEST_WEIGHT,
            strength=max(held.strength, before.strength),
            near=max(held.near, before.near // LATEST_WEIGHT),
            words=max(held.words, before.words),
            chosen=max(held.chosen, before.chosen // LATEST_WEIGHT),
            titled=None if held.titled is None or before.titled is None else held.titled | before.titled,
        )
    return replace(latest, found=ordered(tuple(joined.values())))


def strengthened(whole: Asked, clauses: Sequence[Asked]) -> Asked:
    """A message that asks one thing is as strong as the clause that says it best, and as like a question."""
    best: dict[str, tuple[int, int]] = {}
    for one in (one for clause in clauses for one in clause.found):
        strength, near = best.get(one.id, (0, 0))
        best[one.id] = max(strength, one.strength), max(near, one.near)

    def raised(one: Candidate) -> Candidate:
        strength, near = best.get(one.id, (0, 0))
        return replace(one, strength=max(one.strength, strength), near=max(one.near, near))

    return replace(whole, found=tuple(map(raised, whole.found)))
