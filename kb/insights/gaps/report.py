"""The gaps of a period: groups of what was asked, set against the help centre, the most pressing first."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kb.desk.desk import Desk
from kb.desk.phrases import Phrases
from kb.desk.suggest import suggest
from kb.insights.gaps.advice import Owners, advise
from kb.insights.gaps.grouping import group_alike
from kb.insights.gaps.model import ANSWERED, POORLY_ANSWERED, AskedText, Complaint, Gap, Standing
from kb.insights.gaps.standing import desk_standing, site_standing
from kb.insights.gaps.trend import WEEKS_BEFORE, is_rising, week_of, weeks_until
from kb.insights.gaps.vectors import message_vectors
from kb.search.indexing.index import Index

LONGEST = 600
"""Letters of a message that are read: what is asked stands in them, and the rest is a story."""
JUDGED = 20
"""Messages of a group that are asked of search and desk, the most typical first."""
EXAMPLES = 12
"""Wordings of a group that are told: enough to choose a page's `questions` from."""
ASKED_AGAIN_DAYS = 7
"""Days after which the same customer with the same question counts as a new one (callcentrehelper.com on first-contact
resolution)."""
_PLACEHOLDER = re.compile(r"\[[a-z]+\]")
"""What stands in a redacted text for a phone number, a name …: no word of a question."""
THREATS = ("legal", "review")
"""Moods that make a group urgent."""


@dataclass(frozen=True, slots=True)
class HelpCentre:
    """What the groups are set against."""

    desk: Desk
    """With the agents' indexes."""
    site: Mapping[str, Index]
    """Language → the public index; what is asked in another language is left out."""
    owners: Owners = field(default_factory=dict)
    """Language → id of a text → who keeps it right."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What speaks against texts, from elsewhere than the messages themselves."""

    votes: Mapping[str, Mapping[str, Complaint]] = field(default_factory=dict)
    """Language → id of a text → the votes on it."""
    returns: Mapping[str, int] = field(default_factory=dict)
    """Reason of returns, as buyers gave it → how many."""


def find_gaps(
    asked: Sequence[AskedText],
    centre: HelpCentre,
    *,
    last_day: date,
    heard: Heard | None = None,
    weeks: int = WEEKS_BEFORE + 1,
    known_since: date | None = None,
    starts: str = "monday",
) -> list[Gap]:
    """What is asked at least three times in the `weeks` that end with `last_day`; rising first, then by number, and
    what is answered last.

    Greetings and thanks are in no group. Of what was asked before the day `known_since` nothing is known: only whole
    weeks after it say what usually comes. Weeks begin on the weekday `starts`.
    """
    period = weeks_until(last_day, weeks, starts)
    first_week = week_of(known_since + timedelta(days=6), starts) if known_since else period[0]
    by_language: dict[str, list[AskedText]] = defaultdict(list)
    for one in asked:
        if one.language in centre.site and week_of(one.day, starts) in period:
            by_language[one.language].append(one)
    heard = heard or Heard()
    returns = _topics_of(heard.returns, centre.desk)
    gaps = [
        gap
        for language, texts in by_language.items()
        for gap in _gaps_of(texts, language, centre, period, first_week, starts, heard.votes.get(language, {}), returns)
    ]
    return sorted(gaps, key=lambda gap: (gap.state == ANSWERED, not gap.is_rising, -gap.frequency, gap.id))


def _topics_of(reasons: Mapping[str, int], desk: Desk) -> Counter[str]:
    """Topic → the returns whose reason the desk takes to be of it."""
    topics: Counter[str] = Counter()
    for reason, count in reasons.items():
        if topic := suggest(reason, desk, limit=1).topic:
            topics[topic] += count
    return topics


def _gaps_of(
    texts: Sequence[AskedText],
    language: str,
    centre: HelpCentre,
    period: Sequence[str],
    first_week: str,
    starts: str,
    votes: Mapping[str, Complaint],
    returns: Mapping[str, int],
) -> Iterator[Gap]:
    desk, index = centre.desk, centre.desk.indexes[language]
    read = [_question_of(one.text, desk.heard) for one in texts]
    public = {one.id for one in centre.site[language].documents}
    vectors = message_vectors(read, index.language, index)
    for group in group_alike(vectors):
        members = [texts[place] for place in group.members]
        wordings = list(dict.fromkeys(read[place] for place in group.members if read[place]))[:JUDGED]
        said = [suggest(wording, desk, language=language, limit=1) for wording in wordings]
        if sum(bool(one.small_talk) for one in said) * 2 > len(said):
            continue
        counts = Counter(week_of(one.day, starts) for one in members)
        by_week = {week: counts[week] for week in period}
        searches = [one for one in members if one.is_search]
        asked_again = count_asked_again(members)

        def complaint_of(document: str, asked_again: int = asked_again) -> Complaint:
            return replace(votes.get(document, Complaint()), asked_again=asked_again)

        at_site = site_standing(wordings, centre.site[language], complaint_of)
        at_desk = desk_standing(wordings, said, index, complaint_of)
        closest = at_desk.document or at_site.document
        blamed = complaint_of(_blamed(at_site, at_desk) or closest)
        topic = next((one.topic for one in index.documents if one.id == closest), "")
        declared = desk.topics.get(topic)
        is_urgent = sum(one.mood in THREATS for one in said) * 2 > len(said)
        messages = len(members) - len(searches)
        yield Gap(
            id=hashlib.sha256(f"{language}\n{wordings[0]}".encode()).hexdigest()[:8],
            language=language,
            examples=tuple(wordings[:EXAMPLES]),
            messages=messages,
            searches=len(searches),
            failed_searches=sum(one.has_failed for one in searches),
            site=at_site,
            desk=at_desk,
            topic=topic,
            severity="urgent" if is_urgent else declared.severity if declared else "normal",
            by_week=by_week,
            is_rising=is_rising([count for week, count in by_week.items() if week >= first_week]),
            complaint=replace(blamed, returns=returns.get(topic, 0) if topic else 0),
            actions=advise(at_site, at_desk, public, centre.owners.get(language, {}), writes=messages > len(searches)),
        )


def _blamed(*standings: Standing) -> str:
    """The text that was found and does not help; "" where none is."""
    return next((one.document for one in standings if one.state == POORLY_ANSWERED), "")


def _question_of(text: str, heard: Phrases) -> str:
    """What a text asks, on one line: without placeholders, and without the greetings that were sent before it."""
    lines = _PLACEHOLDER.sub(" ", text)[:LONGEST].split("\n")
    asking = [line for line in lines if not heard.hear(line).small_talk] if len(lines) > 1 else []
    return " ".join(" ".join(asking or lines).split())


def count_asked_again(members: Sequence[AskedText]) -> int:
    """Messages whose writer asked the same on an earlier day, at most `ASKED_AGAIN_DAYS` before.

    A day's further messages are one question: people write in pieces, and while they wait.
    """
    days: dict[str, set[date]] = defaultdict(set)
    for one in members:
        if one.customer:
            days[one.customer].add(one.day)
    return sum(
        0 < (later - earlier).days <= ASKED_AGAIN_DAYS
        for asked in days.values()
        for earlier, later in itertools.pairwise(sorted(asked))
    )
