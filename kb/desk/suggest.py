"""From a customer's message to the scripts and articles that answer it.

Three doors, one answer: `kb suggest`, `from kb import suggest`, and the desk page, whose twin is
`kb/desk/browser/suggest.js`. The search stage finds and ranks; this module decides which language,
which parts of the message, what a channel permits, and whether anything fits at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from kb.browser_code.shared import shared_data
from kb.desk.answer_confidence import ENOUGH, answer_confidence
from kb.desk.clauses import LONGEST_MESSAGE, Clause, split_questions
from kb.desk.model import SuggestedAnswer, Suggestion, Turn
from kb.desk.transcript import read_transcript
from kb.desk.transcript_parts import latest_words
from kb.project.options import Topic
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index
from kb.search.indexing.terms import LONGEST_QUERY
from kb.search.ranking.scoring import plan_query, score_documents
from kb.search.ranking.snippets import matched_words
from kb.text.folding import fold
from kb.text.language_detection import guess_language
from kb.text.letters import split_words
from kb.text.tokenizer import read

_SHARED = shared_data("desk", "suggest")
LATEST_WEIGHT: int = _SHARED["latest_weight"]
EARLIER_WEIGHT: int = _SHARED["earlier_weight"]
"""Weights of a customer's latest turn and of the turn before it."""
SAME_STAGE: int = _SHARED["same_stage"]
"""Score of a document of the stage that the agent named, per cent of its search score."""
OTHER_CHANNEL: int = _SHARED["other_channel"]
"""The same of a script for a single channel, while neither the agent nor the message names that channel."""
LOOKED_AT: int = _SHARED["looked_at"]
"""Search results for a clause, before internal documents are left out."""
ANSWERING: frozenset[str] = frozenset(_SHARED["answering"])
"""Kinds of documents that may answer; procedures and training are for the team alone."""
FOUND: int = _SHARED["found"]
"""Documents of a clause that are ranked."""
MOST_ANSWERS: int = _SHARED["most_answers"]
COMPARED: int = _SHARED["compared"]
"""Best answers of two clauses that tell whether both ask the same thing."""
VOTING: int = _SHARED["voting"]
"""Best answers that say which topic a message is about."""


@dataclass(frozen=True)
class Desk:
    """What suggestions are made from: an index for each language of the agent edition, and topics."""

    indexes: Mapping[str, Index]
    """Language → index of its articles and scripts; the first is the default language's."""
    topics: Mapping[str, Topic]
    shop_names: tuple[str, ...] = ()
    """What the shop calls itself where its conversations are copied from."""


def suggest(
    message: str | Sequence[Turn],
    desk: Desk,
    *,
    language: str | None = None,
    channel: str | None = None,
    customer_class: str | None = None,
    stage: str | None = None,
    limit: int = MOST_ANSWERS,
) -> Suggestion:
    """What answers `message`, best first; no answers where nothing fits.

    `language` None: guessed. `channel` leaves out scripts that may not be sent there. `stage` lifts
    documents of that stage. `customer_class` picks a script's variant when the reply is written; it
    does not change what answers. A text that is a copied conversation is read as its turns.
    Any text is a message; its first 20,000 letters are read.
    """
    latest, earlier = _latest_turns(message, desk.shop_names)
    codes = tuple(desk.indexes)
    code = language if language and language in codes else guess_language(latest, codes).language
    clauses = split_questions(latest)
    index = desk.indexes[code]

    def find(text: str) -> list[SuggestedAnswer]:
        return _find(index, text, channel=channel, stage=stage)

    whole = _weigh_turns(find(latest), find(earlier) if earlier else [])
    by_clause = [find(clause.text) for clause in clauses] if len(clauses) > 1 else []
    groups, parts = _answer_apart(whole, by_clause, clauses, latest)
    topic = _topic_of(groups[0])
    wanted = [_term_weights(index, part) for part in parts]
    answers = tuple(_with_words(answer, wanted[answer.part], index) for answer in _interleave(groups, limit))
    declared = desk.topics.get(topic) or next(iter(desk.topics.values()), None)
    return Suggestion(
        language=code,
        topic=topic,
        severity=declared.severity if declared and topic else "normal",
        team=declared.team if declared else "",
        confidence=max((group[0].confidence for group in groups if group), default=0),
        answers=answers,
        parts=parts,
    )


def _latest_turns(message: str | Sequence[Turn], shop_names: Iterable[str]) -> tuple[str, str]:
    """What the customer said last, and before that."""
    turns = read_transcript(message[:LONGEST_MESSAGE], shop_names).turns if isinstance(message, str) else message
    latest, earlier = latest_words(turns)
    return latest[:LONGEST_MESSAGE], earlier[:LONGEST_MESSAGE]


def _find(index: Index, text: str, *, channel: str | None, stage: str | None) -> list[SuggestedAnswer]:
    plan = plan_query(index, text)
    tokens = read(text, index.language)[:LONGEST_QUERY]
    words = set(split_words(fold(text)))
    found = []
    for score, number in score_documents(index, plan)[:LOOKED_AT]:
        document = index.documents[number]
        if not _may_answer(document, channel):
            continue
        shares = (SAME_STAGE if stage and document.stage == stage else 100,
                  OTHER_CHANNEL if not channel and _is_for_another_channel(document, words) else 100)  # fmt: skip
        found.append((score * shares[0] // 100 * shares[1] // 100, document.id, score, number))
    found.sort(key=lambda row: (-row[0], row[1]))
    return [
        _answer(index.documents[number], weighed, answer_confidence(index, plan, tokens, number, score))
        for weighed, _, score, number in found[:FOUND]
    ]


def _answer(document: SearchDocument, score: int, confidence: int) -> SuggestedAnswer:
    return SuggestedAnswer(
        kind="script" if document.kind == "script" else "article", id=document.id, language=document.language,
        title=document.title, url=document.url, confidence=confidence, topic=document.topic, score=score,
    )  # fmt: skip


def _may_answer(document: SearchDocument, channel: str | None) -> bool:
    """Neither the team's own page, nor a folder's page, nor a script that may not be sent there."""
    if document.kind not in ANSWERING or document.id.split("/")[-1] == "index":
        return False
    return not (channel and document.kind == "script" and document.channels and channel not in document.channels)


def _is_for_another_channel(document: SearchDocument, words: set[str]) -> bool:
    """A script for one channel alone, which the message does not name."""
    return document.kind == "script" and len(document.channels) == 1 and document.channels[0] not in words


def _ordered(answers: Iterable[SuggestedAnswer]) -> list[SuggestedAnswer]:
    return sorted(answers, key=lambda answer: (-answer.score, answer.id))


def _weigh_turns(latest: list[SuggestedAnswer], earlier: list[SuggestedAnswer]) -> list[SuggestedAnswer]:
    """What both turns found, the latest weighing most; "and how long?" needs the turn before it."""
    if not earlier:
        return latest
    said_before = {answer.id: answer for answer in earlier}
    joined = {answer.id: replace(answer, score=LATEST_WEIGHT * answer.score) for answer in latest}
    for document_id, before in said_before.items():
        held = joined.get(document_id) or replace(before, score=0)
        joined[document_id] = replace(
            held, score=held.score + EARLIER_WEIGHT * before.score, confidence=max(held.confidence, before.confidence)
        )
    return _ordered(joined.values())


def _answer_apart(
    whole: list[SuggestedAnswer], by_clause: list[list[SuggestedAnswer]], clauses: Sequence[Clause], message: str
) -> tuple[list[list[SuggestedAnswer]], tuple[str, ...]]:
    """Groups of answers, one for each question that has answers of its own, and the questions.

    Clauses whose best answers overlap ask the same thing; a message that asks one thing is answered
    as a whole, and is as sure as its surest clause.
    """
    groups: list[list[SuggestedAnswer]] = []
    parts: list[str] = []
    for clause, found in zip(clauses, by_clause, strict=False):
        if not found or found[0].confidence < ENOUGH:
            continue
        ids = {answer.id for answer in found[:COMPARED]}
        if any(ids & {answer.id for answer in group[:COMPARED]} for group in groups):
            continue
        groups.append(found)
        parts.append(clause.text)
    if len(groups) > 1:
        return groups, tuple(parts)
    surest: dict[str, int] = {}
    for answer in (answer for found in by_clause for answer in found):
        surest[answer.id] = max(surest.get(answer.id, 0), answer.confidence)
    raised = [replace(one, confidence=max(one.confidence, surest.get(one.id, 0))) for one in whole]
    return [raised], (message,)


def _topic_of(group: Iterable[SuggestedAnswer]) -> str:
    """The topic that the best answers speak for most; ties by name."""
    votes: dict[str, int] = {}
    for answer in list(group)[:VOTING]:
        if answer.topic:
            votes[answer.topic] = votes.get(answer.topic, 0) + answer.score
    return min(votes, key=lambda topic: (-votes[topic], topic), default="")


def _term_weights(index: Index, part: str) -> dict[str, int]:
    """Term → what it is worth, for all that a part of the message asks."""
    return {term.term: term.weight * posting.idf for term, posting in plan_query(index, part).terms}


def _with_words(answer: SuggestedAnswer, wanted: Mapping[str, int], index: Index) -> SuggestedAnswer:
    """The answer with the words of the document that the message asked for."""
    document = next(document for document in index.documents if document.id == answer.id)
    return replace(answer, matched=matched_words(document, wanted, index.language))


def _never_surer_below(group: list[SuggestedAnswer]) -> list[SuggestedAnswer]:
    """The same, each as sure as the one before it at most: the order is the ranking's, which knows more."""
    limits = accumulate((answer.confidence for answer in group), min)
    return [replace(answer, confidence=limit) for answer, limit in zip(group, limits, strict=True)]


def _interleave(groups: list[list[SuggestedAnswer]], limit: int) -> tuple[SuggestedAnswer, ...]:
    """The best of each group, then the second of each, and so on; nothing below `ENOUGH`, nothing that is hopeless."""
    offered: dict[str, SuggestedAnswer] = {}
    groups = list(map(_never_surer_below, groups))
    for rank in range(max(map(len, groups), default=0)):
        for part, group in enumerate(groups):
            if rank < len(group) and group[0].confidence >= ENOUGH and group[rank].confidence > 0:
                offered.setdefault(group[rank].id, replace(group[rank], part=part))
    return tuple(offered.values())[: max(0, limit)]
