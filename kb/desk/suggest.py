"""From a customer's message to the scripts and articles that answer it.

Three doors, one answer: `kb suggest`, `from kb import suggest`, and the desk page, whose twin is
`kb/desk/browser/suggest.js`. The search stage finds and ranks; this module decides which language,
which parts of the message, what a channel permits, and whether anything fits at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.browser_code.shared import shared_data
from kb.content.model import CALM
from kb.desk.candidates import Asked, Candidate, ask, may_answer, strengthened, weigh_turns
from kb.desk.certainty import BESIDE, LIKELY, OFFERED, certainty_of
from kb.desk.clauses import LONGEST_MESSAGE, Clause, split_questions
from kb.desk.desk import Desk
from kb.desk.learned import SHOWN, learnable_words
from kb.desk.matters import Judged, judge
from kb.desk.model import SuggestedAnswer, Suggestion, Turn
from kb.desk.reasons import telling_words
from kb.desk.transcript import read_transcript
from kb.desk.transcript_parts import latest_words
from kb.search.indexing.index import Index, idf_of
from kb.text.language_detection import guess_language

_SHARED = shared_data("desk", "suggest")
MOST_ANSWERS: int = _SHARED["most_answers"]
MOST_CLOSEST: int = _SHARED["most_closest"]
"""Documents that are shown apart where nothing is sure enough."""
CLOSEST = "closest"
"""The certainty of those."""
VOTING: int = _SHARED["voting"]
"""Best answers that say which topic a message is about."""


@dataclass(frozen=True, slots=True)
class _Group:
    """What answers one question of a message."""

    asked: Asked
    judged: list[Judged]
    part: str = ""
    """The words that ask it; empty for the whole message."""

    @property
    def best(self) -> str:
        """The id of the best answer; empty without one."""
        return self.judged[0].candidate.id if self.judged else ""

    @property
    def confidence(self) -> int:
        return self.judged[0].confidence if self.judged else 0


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
    """What answers `message`, best first; no answers where nothing fits or nothing is asked.

    `language` None: guessed. `channel` leaves out what may not be sent there. `stage` lifts
    documents of that stage. `customer_class` picks a script's variant when the reply is written; it
    does not change what answers. A text that is a copied conversation is read as its turns.
    Any text is a message; its first 20,000 letters are read.
    """
    latest, earlier = _latest_turns(message, desk.shop_names)
    codes = tuple(desk.indexes)
    guess = guess_language(latest, codes)
    if len(guess.candidates) > 1 and earlier:  # “SS104900” says nothing of the language; what was asked before does
        guess = guess_language(f"{latest}\n{earlier}", codes)
    languages = (language,) if language and language in codes else guess.candidates
    index = desk.indexes[languages[0]]
    heard = desk.heard.hear(latest)

    def find(text: str) -> Asked:
        table, choices = desk.questions(languages[0]), desk.learned.of(languages[0])
        return ask(index, table, text, channel=channel, stage=stage, choices=choices)

    def group(asked: Asked) -> _Group:
        found = [one for one in asked.found if not (heard.mood and CALM in desk.moods.get(one.id, ()))]
        return _Group(asked, judge(found, desk.articles, idf_of(len(index.documents), 0)))

    groups: list[_Group] = []
    if not heard.small_talk:
        clauses = split_questions(heard.text)
        whole = find(heard.text)
        whole = weigh_turns(whole, find(earlier)) if earlier else whole
        parts = [find(clause.text) for clause in clauses] if len(clauses) > 1 else []
        groups = _apart(group(strengthened(whole, parts)), [group(part) for part in parts], clauses, latest)
    best = max((one.confidence for one in groups), default=0)
    talk = heard.small_talk or ("thanks" if heard.is_thanks and best < LIKELY else "")
    if heard.mood and groups and not talk:
        groups[0] = _with_mood(groups[0], heard.mood, desk, index, channel)
        best = max(best, groups[0].confidence)
    shown = [] if talk else _interleaved(groups)
    is_offered = best >= OFFERED
    rows = [_answer(one, part, groups[part].asked, index, is_offered) for part, one in shown[: max(0, limit)]]
    answers = tuple(rows) if is_offered else ()
    topic = _topic_of(groups[0].judged, index) if answers and best >= LIKELY else ""
    declared = desk.topics.get(topic)
    return Suggestion(
        language=languages[0],
        languages=languages,
        topic=topic,
        severity=declared.severity if declared else "",
        team=declared.team if declared else "",
        small_talk=talk,
        short_reply=desk.short_replies.get(languages[0], {}).get(talk, ""),
        mood=heard.mood,
        confidence=0 if talk else best,
        answers=answers,
        closest=() if answers else tuple(rows[:MOST_CLOSEST]),
        parts=tuple(one.part or latest for one in groups) if len(groups) > 1 else (latest,),
        words=tuple(learnable_words(one.asked.plan.terms) for one in groups) if desk.learned.is_on else (),
    )


def _latest_turns(message: str | Sequence[Turn], shop_names: Iterable[str]) -> tuple[str, str]:
    """What the customer said last, and before that."""
    turns = read_transcript(message[:LONGEST_MESSAGE], shop_names).turns if isinstance(message, str) else message
    latest, earlier = latest_words(turns)
    return latest[:LONGEST_MESSAGE], earlier[:LONGEST_MESSAGE]


def _apart(whole: _Group, found: Sequence[_Group], clauses: Sequence[Clause], message: str) -> list[_Group]:
    """What answers the message, and after it one group for each clause that asks something else and has an answer.

    Which answer is first is said by the whole message: the clauses of a long story have less to go by.
    """
    groups = [whole]
    for clause, one in zip(clauses, found, strict=False):
        text = message[clause.start : clause.end]
        if whole.best and one.best == whole.best:
            groups[0] = replace(groups[0], part=groups[0].part or text)
        elif one.confidence >= OFFERED and one.best not in [group.best for group in groups]:
            groups.append(replace(one, asked=_as_written(one.asked, text), part=text))
    return groups


def _as_written(asked: Asked, text: str) -> Asked:
    """The same of the text before the phrases of a mood were taken out: every word has its place still."""
    return Asked(text, asked.plan, asked.found)


def _with_mood(group: _Group, mood: str, desk: Desk, index: Index, channel: str | None) -> _Group:
    """A script for such a customer: first where they threaten by law or nothing else is offered, else second."""
    known = {one.candidate.id: one for one in group.judged}
    fitting = [
        Candidate(number, document.id, True, known[document.id].candidate.score if document.id in known else 0, 0)
        for number, document in enumerate(index.documents)
        if mood in desk.moods.get(document.id, ()) and document.kind == "script" and may_answer(document, channel)
    ]
    if not fitting:
        return group
    chosen = min(fitting, key=lambda one: (-one.score, one.id))
    rest = [one for one in group.judged if one.candidate.id != chosen.id]
    first = group.confidence
    if mood == "legal" or first < OFFERED:
        floor = LIKELY if mood == "legal" else OFFERED
        return replace(group, judged=[Judged(chosen, max(first, floor)), *rest])
    if group.judged[0].candidate.id == chosen.id:
        return group
    return replace(group, judged=[rest[0], Judged(chosen, first), *rest[1:]])


def _topic_of(judged: Sequence[Judged], index: Index) -> str:
    """The topic that the best answers speak for most; ties by name."""
    votes: dict[str, int] = {}
    for one in judged[:VOTING]:
        if topic := index.documents[one.candidate.number].topic:
            votes[topic] = votes.get(topic, 0) + one.candidate.score
    return min(votes, key=lambda topic: (-votes[topic], topic), default="")


def _interleaved(groups: list[_Group]) -> list[tuple[int, Judged]]:
    """(part, answer): the best of each group, then the second of each, and so on; below the offered the closest."""
    least = BESIDE if any(group.confidence >= OFFERED for group in groups) else 1
    shown: dict[str, tuple[int, Judged]] = {}
    for rank in range(max((len(group.judged) for group in groups), default=0)):
        for part, group in enumerate(groups):
            if rank < len(group.judged) and group.judged[rank].confidence >= least:
                shown.setdefault(group.judged[rank].candidate.id, (part, group.judged[rank]))
    return list(shown.values())


def _answer(judged: Judged, part: int, asked: Asked, index: Index, is_offered: bool) -> SuggestedAnswer:
    one = judged.candidate
    document = index.documents[one.number]
    return SuggestedAnswer(
        kind="script" if one.is_script else "article", id=one.id, language=document.language,
        title=document.title, url=document.url, confidence=judged.confidence,
        certainty=certainty_of(judged.confidence) if is_offered else CLOSEST, topic=document.topic,
        score=one.score, part=part, matched=telling_words(asked.text, asked.plan, one.number),
        is_chosen=one.chosen >= SHOWN,
    )  # fmt: skip
