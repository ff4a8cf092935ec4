"""Matters: a script and the article that it names first under `related` say the same, one to an agent, one to a
reader. Their evidence counts for both; of the two, the script stands first. The twin is in `browser/matters.js`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.browser_code.shared import shared_data
from kb.desk.candidates import Candidate, ordered
from kb.desk.certainty import amount_of, confidence_of
from kb.search.indexing.weights import IMPACT_LEVELS
from kb.text.languages import FULL

_SHARED = shared_data("desk", "suggest")
SAME_MATTER: int = _SHARED["same_matter"]
"""What a document gets of the score of the best one on the same matter, per cent."""
NEAR_SCRIPT: int = _SHARED["near_script"]
"""A script whose score is at least so much of the best article's, on the same matter, stands before it; per cent."""
NEAREST: int = _SHARED["nearest"]
"""What a document whose question is the very message gets beside its score, per cent of the best score."""
MOST_LIFT: int = shared_data("desk", "learned")["most_lift"]
"""The most that colleagues' choices add to a score, per cent of one rare word that is found in full: what such a word
adds that stands in a title alone (`Weights.word`, `Weights.saturation`: 1.5 / (1.5 + 1.8))."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate and the probability that it answers, per cent."""

    candidate: Candidate
    confidence: int


Signals = tuple[int, int, int, int, int]
"""Amount, strength, lead, nearness and telling words, as `kb.desk.certainty` reads them."""


def judge(found: Sequence[Candidate], articles: Mapping[str, str], rarest: int) -> list[Judged]:
    """The candidates in the order in which they are shown, none surer than the one before it.

    `articles`: script → the article on the same matter. `rarest`: what a word weighs that no document has.
    """
    judged: list[Judged] = []
    limit = FULL
    for one, signals in weighed(found, articles, rarest):
        limit = min(limit, confidence_of(*signals))
        judged.append(Judged(one, limit))
    return judged


def weighed(found: Sequence[Candidate], articles: Mapping[str, str], rarest: int) -> list[tuple[Candidate, Signals]]:
    """The candidates in the order in which they are shown, and what tells how sure each is."""
    amounts = {one.id: amount_of(one.score, rarest) for one in _lifted(found, articles)}
    most = rarest * FULL * IMPACT_LEVELS * MOST_LIFT // FULL
    lifted = _scripts_first(_chosen(_lifted(_neared(found), articles), articles, most), articles)
    rows = []
    for one in lifted:
        matter = _matter_of(one, articles)
        other = max((rival.score for rival in lifted if _matter_of(rival, articles) != matter), default=0)
        lead = FULL * (one.score - other) // one.score if one.score else -FULL
        rows.append((one, (amounts[one.id], one.strength, lead, one.near, one.words)))
    return rows


def _matter_of(one: Candidate, articles: Mapping[str, str]) -> str:
    return articles.get(one.id, one.id)


def _neared(found: Sequence[Candidate]) -> list[Candidate]:
    best = max((one.score for one in found), default=0)
    return [replace(one, score=one.score + best * one.near * NEAREST // (FULL * FULL)) for one in found]


def _lifted(found: Sequence[Candidate], articles: Mapping[str, str]) -> tuple[Candidate, ...]:
    scripts: dict[str, int] = {}
    scores = {one.id: one.score for one in found}
    for one in found:
        if one.is_script and one.id in articles:
            scripts[articles[one.id]] = max(scripts.get(articles[one.id], 0), one.score)

    def beside(one: Candidate) -> int:
        return scores.get(articles.get(one.id, ""), 0) if one.is_script else scripts.get(one.id, 0)

    return ordered([replace(one, score=one.score + SAME_MATTER * beside(one) // FULL) for one in found])


def _chosen(found: tuple[Candidate, ...], articles: Mapping[str, str], most: int) -> tuple[Candidate, ...]:
    """What colleagues chose, lifted by at most `most`, and past none with a word more of the message in its title."""
    if not any(one.chosen for one in found):
        return found
    titled: dict[str, frozenset[int]] = {}
    for one in found:
        matter = _matter_of(one, articles)
        titled[matter] = titled.get(matter, frozenset()) | (one.titled or frozenset())

    def raised(place: int, one: Candidate) -> Candidate:
        own = titled[_matter_of(one, articles)]
        walls = [other.score for other in found[:place] if other.titled is None or not other.titled <= own]
        ceiling = max(one.score, min(walls) - 1) if walls else one.score + most
        return replace(one, score=min(one.score + most * one.chosen // FULL, ceiling))

    return ordered([raised(place, one) for place, one in enumerate(found)])


def _scripts_first(found: tuple[Candidate, ...], articles: Mapping[str, str]) -> tuple[Candidate, ...]:
    if not found or found[0].is_script:
        return found
    least = found[0].score * NEAR_SCRIPT // FULL
    for one in found[1:]:
        if one.is_script and articles.get(one.id) == found[0].id:
            return (one, *(other for other in found if other != one)) if one.score >= least else found
    return found
