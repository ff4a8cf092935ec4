"""The gaps of a period: groups of what was asked, set against the help centre, the most pressing first."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kb.desk.suggest import Desk, suggest
from kb.insights.gaps.grouping import group_alike
from kb.insights.gaps.model import ANSWERED, AskedText, Complaint, Gap
from kb.insights.gaps.standing import desk_standing, site_standing
from kb.insights.gaps.trend import WEEKS_BEFORE, is_rising, week_of, weeks_until
from kb.insights.gaps.vectors import message_vectors
from kb.search.indexing.index import Index

LONGEST = 600
"""Letters of a message that are read: what is asked stands in them, and the rest is a story."""
JUDGED = 40
"""Messages of a group that are asked of search and desk, the most typical first."""
EXAMPLES = 5
_PLACEHOLDER = re.compile(r"\[[a-z]+\]")
"""What stands in a redacted text for a phone number, a name …: no word of a question."""
THREATS = ("legal", "review")
"""Moods that make a group urgent."""


def find_gaps(
    asked: Sequence[AskedText],
    *,
    desk: Desk,
    site: Mapping[str, Index],
    last_day: date,
    complaints: Mapping[str, Complaint] | None = None,
    weeks: int = WEEKS_BEFORE + 1,
) -> list[Gap]:
    """What is asked at least three times in the `weeks` that end with `last_day`: unanswered first, then by number.

    `desk` has the agents' indexes and `site` the public ones, by language; what is in another language is left out.
    `complaints` are those against a text, by its id. Greetings and thanks are in no group.
    """
    period = weeks_until(last_day, weeks)
    by_language: dict[str, list[AskedText]] = defaultdict(list)
    for one in asked:
        if one.language in site and week_of(one.day) in period:
            by_language[one.language].append(one)
    gaps = [
        gap
        for language, texts in by_language.items()
        for gap in _gaps_of(texts, language, desk, site[language], period, complaints or {})
    ]
    return sorted(gaps, key=lambda gap: (gap.state == ANSWERED, not gap.is_rising, -gap.frequency, gap.id))


def _gaps_of(
    texts: Sequence[AskedText],
    language: str,
    desk: Desk,
    site: Index,
    period: Sequence[str],
    complaints: Mapping[str, Complaint],
) -> Iterable[Gap]:
    read = [_PLACEHOLDER.sub(" ", one.text)[:LONGEST].strip() for one in texts]
    vectors = message_vectors(read, desk.indexes[language].language, desk.indexes[language])
    for group in group_alike(vectors):
        members = [texts[place] for place in group.members]
        wordings = list(dict.fromkeys(read[place] for place in group.members if read[place]))[:JUDGED]
        said = suggest(wordings[0], desk, language=language)
        if said.small_talk:
            continue
        counts = Counter(week_of(one.day) for one in members)
        by_week = {week: counts[week] for week in period}
        searches = [one for one in members if one.is_search]
        moods = [suggest(wording, desk, language=language).mood for wording in wordings]
        is_urgent = sum(mood in THREATS for mood in moods) * 2 > len(moods)
        at_desk = desk_standing(wordings, desk, language, complaints)
        topic = next((one.topic for one in desk.indexes[language].documents if one.id == at_desk.document), "")
        declared = desk.topics.get(topic)
        yield Gap(
            id=hashlib.sha256(f"{language}\n{wordings[0]}".encode()).hexdigest()[:8],
            language=language,
            examples=tuple(wordings[:EXAMPLES]),
            messages=len(members) - len(searches),
            searches=len(searches),
            failed_searches=sum(one.has_failed for one in searches),
            site=site_standing(wordings, site, complaints),
            desk=at_desk,
            topic=topic,
            severity="urgent" if is_urgent else declared.severity if declared else "normal",
            by_week=by_week,
            is_rising=is_rising(list(by_week.values())),
        )
