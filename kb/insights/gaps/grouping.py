"""Which messages ask the same: average-link clustering over a sparse graph of near neighbours.

Two messages are alike as far as their vectors point the same way (cosine). Each message is joined to its nearest
others only, so that a period of twenty thousand messages needs no table of all pairs; pairs that are not joined count
as unlike. Groups are then merged, the likest pair first, while the mean likeness between all members of the one and all
members of the other is at least a threshold (UPGMA: Sokal and Michener, 1958). Nothing is drawn by lot: the same
messages in the same order give the same groups.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 3
"""Messages that make a group; fewer are chance."""
THRESHOLD = 0.5
"""The least mean likeness of two groups that become one (chosen by `python -m bench.grouping` on its open sets)."""
NEIGHBOURS = 30
"""Nearest messages that one is joined to."""
LEAST_LIKE = 0.15
"""A cosine below it joins nothing."""
MOST_COMPARED = 1_000
"""Places of other messages that are read to find the nearest of one, the rarest features first."""

Vector = Mapping[str, float]
"""Feature → weight; of length 1, or empty."""
_Links = list[dict[int, float]]
"""By group: the other groups that have a joined member, with the sum of the likenesses between the members."""


@dataclass(frozen=True, slots=True)
class Group:
    """Messages that ask the same."""

    members: tuple[int, ...]
    """Places in the sequence that was given; the most typical first."""


def group_alike(vectors: Sequence[Vector], *, threshold: float = THRESHOLD, smallest: int = SMALLEST) -> list[Group]:
    """The groups of `vectors` with at least `smallest` members, the largest first; what is like nothing is in none."""
    same: dict[frozenset[tuple[str, float]], list[int]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        if vector:
            same[frozenset(vector.items())].append(place)
    copies = list(same.values())
    merged = _merge(copies, _join_nearest([vectors[places[0]] for places in copies]), threshold)
    groups = [Group(_by_typicality(members, vectors)) for members in merged if len(members) >= smallest]
    return sorted(groups, key=lambda group: (-len(group.members), group.members))


def _join_nearest(vectors: Sequence[Vector]) -> list[dict[int, float]]:
    """Each vector's nearest others, and those that it is one of the nearest of, with the likeness."""
    having: dict[str, list[int]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for feature in vector:
            having[feature].append(place)
    joined: list[dict[int, float]] = [{} for _ in vectors]
    for place, vector in enumerate(vectors):
        for likeness, other in heapq.nlargest(NEIGHBOURS, _likenesses(place, vector, vectors, having)):
            joined[place][other] = joined[other][place] = likeness
    return joined


def _likenesses(
    place: int, vector: Vector, vectors: Sequence[Vector], having: Mapping[str, Sequence[int]]
) -> Iterator[tuple[float, int]]:
    """(cosine, other message) of those that share one of the rarest features, if they are alike at all."""
    candidates: set[int] = set()
    read = 0
    for feature in sorted(vector, key=lambda one: (len(having[one]), one)):
        if read and read + len(having[feature]) > MOST_COMPARED:
            break
        read += len(having[feature])
        candidates.update(having[feature])
    candidates.discard(place)
    for other in candidates:
        theirs = vectors[other]
        likeness = sum(weight * theirs[feature] for feature, weight in vector.items() if feature in theirs)
        if likeness >= LEAST_LIKE:
            yield likeness, other


def _merge(copies: Sequence[Sequence[int]], joined: Sequence[Mapping[int, float]], threshold: float) -> list[list[int]]:
    """The members of each group that is left when no two groups are alike enough.

    `copies` are the messages of each vector, `joined` what that vector is joined to.
    """
    members = [list(places) for places in copies]
    links: _Links = [
        {other: likeness * len(copies[one]) * len(copies[other]) for other, likeness in row.items()}
        for one, row in enumerate(joined)
    ]
    changes = [0] * len(members)
    waiting = [
        (-likeness, one, other, 0, 0)
        for one, row in enumerate(joined)
        for other, likeness in row.items()
        if one < other
    ]
    heapq.heapify(waiting)
    while waiting:
        likeness, one, other, *seen = heapq.heappop(waiting)
        if seen != [changes[one], changes[other]]:
            continue
        if -likeness < threshold:
            break
        keep, give = (one, other) if len(links[one]) >= len(links[other]) else (other, one)
        _join(links, keep, give)
        members[keep] += members[give]
        members[give] = []
        changes[keep] += 1
        changes[give] += 1
        for third, total in links[keep].items():
            mean = total / (len(members[keep]) * len(members[third]))
            first, second = min(keep, third), max(keep, third)
            heapq.heappush(waiting, (-mean, first, second, changes[first], changes[second]))
    return [group for group in members if group]


def _join(links: _Links, keep: int, give: int) -> None:
    """Let the group `keep` have what the group `give` was joined to."""
    for third, total in links[give].items():
        del links[third][give]
        if third != keep:
            links[keep][third] = links[third][keep] = links[keep].get(third, 0) + total
    links[give] = {}


def _by_typicality(members: Sequence[int], vectors: Sequence[Vector]) -> tuple[int, ...]:
    """`members`, the one first that is likest to all of them together."""
    middle: dict[str, float] = defaultdict(float)
    for place in members:
        for feature, weight in vectors[place].items():
            middle[feature] += weight
    typical = {place: sum(weight * middle[one] for one, weight in vectors[place].items()) for place in members}
    return tuple(sorted(members, key=lambda place: (-typical[place], place)))
