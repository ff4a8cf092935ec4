"""A group of messages against the texts of the help centre, by what search and the desk ship."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kb.desk.certainty import LIKELY as LIKELY_AT_DESK
from kb.desk.certainty import OFFERED
from kb.desk.model import Suggestion
from kb.insights.gaps.model import ANSWERED, NOT_FOUND, POORLY_ANSWERED, UNANSWERED, Complaint, Standing
from kb.search.indexing.index import Index
from kb.search.quality.wordings import telling_words
from kb.search.ranking.confidence import LIKELY as LIKELY_AT_SEARCH
from kb.search.ranking.scoring import search

_SIGNS_ROUND = re.compile(r"^\W+|\W+$")
ENOUGH = 0.5
"""The share of a group's messages that decides: those with a likely answer, or those that one text comes close to."""
CLOSE_AT_SEARCH = 20
"""Confidence from which a text that is not likely comes close: half of what “likely” asks."""
MOST_MISSING = 6
LEAST_MISSING = 2
"""Messages that have a word before it is told: what one person wrote alone may be a name."""
LEAST_VOTES = 5
TOO_MANY_NO = 0.5
"""Of at least `LEAST_VOTES` readers, the share that says no, from which a text is called a poor answer."""
ASKED_AGAIN = 0.3
"""Of the messages of a group, the share that comes from customers who asked before."""

ComplaintOf = Callable[[str], Complaint]


@dataclass(frozen=True, slots=True)
class Found:
    """What one message gets: the first text, and how sure that is."""

    document: str
    confidence: int


def found_at_search(message: str, index: Index) -> Found:
    """What the site's search box says to a message."""
    hits = search(index, message, 1)
    return Found(hits[0].document.id, hits[0].confidence) if hits else Found("", 0)


def found_at_desk(said: Suggestion) -> Found:
    """What the desk offers first; small talk asks nothing, so nothing is found."""
    first = (*said.answers, *said.closest)[:1]
    return Found(first[0].id, first[0].confidence) if first else Found("", 0)


def site_standing(messages: Sequence[str], index: Index, complaint_of: ComplaintOf) -> Standing:
    """How the public texts of one language answer `messages`; `index` is the site's.

    `complaint_of` says what speaks against a text, by its id.
    """
    found = [found_at_search(message, index) for message in messages]
    return _standing(messages, found, index, complaint_of, likely=LIKELY_AT_SEARCH, close=CLOSE_AT_SEARCH)


def desk_standing(
    messages: Sequence[str], said: Sequence[Suggestion], index: Index, complaint_of: ComplaintOf
) -> Standing:
    """How scripts and articles answer `messages`, to each of which the desk said something; `index` is the agents'."""
    found = [found_at_desk(one) for one in said]
    return _standing(messages, found, index, complaint_of, likely=LIKELY_AT_DESK, close=OFFERED)


def _standing(
    messages: Sequence[str],
    found: Sequence[Found],
    index: Index,
    complaint_of: ComplaintOf,
    *,
    likely: int,
    close: int,
) -> Standing:
    answered = [one.document for one in found if one.confidence >= likely]
    share = len(answered) / len(messages)
    if share >= ENOUGH:
        document = _commonest(answered)
        state = POORLY_ANSWERED if _is_poor(complaint_of(document), len(messages)) else ANSWERED
        return Standing(state, document, share)
    near = [one.document for one in found if one.confidence >= close]
    document = _commonest(near)
    if document and near.count(document) >= ENOUGH * len(messages):
        return Standing(NOT_FOUND, document, share, missing_words(messages, document, index))
    return Standing(UNANSWERED, "", share)


def _is_poor(complaint: Complaint, messages: int) -> bool:
    votes = complaint.said_no + complaint.said_yes
    said_no = votes >= LEAST_VOTES and complaint.said_no >= TOO_MANY_NO * votes
    return said_no or complaint.asked_again >= max(LEAST_VOTES, ASKED_AGAIN * messages)


def missing_words(messages: Iterable[str], document: str, index: Index) -> tuple[str, ...]:
    """Telling words of several messages, as they are typed, that the text does not have, the commonest first."""
    text = next(one for one in index.documents if one.id == document)
    has = frozenset().union(*(telling_words(part, index.language) for _, parts in text.fields() for part in parts))
    typed: Counter[str] = Counter()
    for message in messages:
        words = {_SIGNS_ROUND.sub("", word) for word in message.casefold().split()}
        typed.update(sorted(word for word in words if _is_missing(word, has, index)))
    return tuple(word for word, count in typed.most_common(MOST_MISSING) if count >= LEAST_MISSING)


def _is_missing(word: str, has: frozenset[str], index: Index) -> bool:
    telling = telling_words(word, index.language)
    return bool(telling) and not telling & has


def _commonest(documents: Iterable[str]) -> str:
    counted = Counter(documents)
    return min(counted, key=lambda one: (-counted[one], one), default="")
