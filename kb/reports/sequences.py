"""Which messages a class of customer gets at each stage of the journey, and the channel to try next (S7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.channels.channel import Channel
from kb.content.model import STAGES, Script


@dataclass(frozen=True, slots=True)
class Route:
    """Channels to start with, and those to try after them, in order."""

    starts: tuple[str, ...]
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One script as one class of customers gets it."""

    script: Script
    has_variant: bool
    """False if this class is sent the default text."""
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """The messages of one stage for one class of customers, in the order of the file names."""

    variant: str
    """"" for customers of no class."""
    stage: str
    messages: tuple[Message, ...]


def sequences(
    scripts: Iterable[Script], channels: Mapping[str, Channel], variants: Iterable[str]
) -> tuple[Sequence, ...]:
    """For each class of customers, customers of no class first, every stage that has a script."""
    held = sorted(scripts, key=lambda script: script.id)
    found = []
    for variant in ("", *variants):
        for stage in STAGES:
            messages = tuple(_message(script, variant, channels) for script in held if script.stage == stage)
            if messages:
                found.append(Sequence(variant, stage, messages))
    return tuple(found)


def _message(script: Script, variant: str, channels: Mapping[str, Channel]) -> Message:
    own = not variant or any(part.variant == variant for part in script.parts)
    return Message(script, own, routes_of(script, channels))


def routes_of(script: Script, channels: Mapping[str, Channel]) -> tuple[Route, ...]:
    """The ways to send a script: channels with the same fall-backs share a route, and a fall-back counts
    only if the script can be sent on it too. A channel that only continues another's route starts none.

    A script that names no channel may go out on every one.
    """
    allowed = [id for id in script.channels or tuple(channels) if id in channels]
    tails = {id: _tail(id, allowed, channels) for id in allowed}
    continued = {id for tail in tails.values() for id in tail}
    starts = [id for id in allowed if id not in continued] or allowed[:1]
    by_tail: dict[tuple[str, ...], list[str]] = {}
    for id in starts:
        by_tail.setdefault(tails[id], []).append(id)
    return tuple(Route(tuple(ids), tail) for tail, ids in by_tail.items())


def _tail(start: str, allowed: Iterable[str], channels: Mapping[str, Channel]) -> tuple[str, ...]:
    route = [start]
    while True:
        following = channels[route[-1]].fallback
        if not following or following in route or following not in allowed:
            return tuple(route[1:])
        route.append(following)
