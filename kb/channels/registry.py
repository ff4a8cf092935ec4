"""The channels of a shop: those that `mkdocs.yml` lists, with what the shipped register knows of them.

plugins:
  - kb:
      channels: [email, whatsapp, hotline]       # these, as shipped
      channels:                                  # or with settings of the shop's own
        email: {}
        sms: {limit: 2}
        telegram: {names: {en: Telegram}}        # one that is not shipped
        shopee: off                              # given up
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from kb.channels.channel import Accents, Channel, Counting, Form, Links
from kb.channels.known_limits import KNOWN_KEYS, read_known_limits
from kb.channels.rule_packs import RulePack, shipped_pack_ids
from kb.source.fields import (
    WrongTypeError,
    read_mapping,
    read_one_of,
    read_text,
    read_texts,
    read_texts_by_language,
    read_whole_number,
)
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import EMPTY_MAPPING, Node, parse_yaml

BROKEN_CHANNEL = Rule(
    "KB510",
    "broken-channel",
    Severity.ERROR,
    what="A channel of the register has a field that is unknown or holds the wrong value.",
    why="Replies would be judged by other limits than the shop meant.",
    example="channels:\n  sms: {limit: three}",
    hint="write the field as the manual's page of channels shows it",
)
UNKNOWN_RULE_PACK = Rule(
    "KB511",
    "unknown-rule-pack",
    Severity.ERROR,
    what="A channel names a rule pack, or a fall-back channel, that does not exist.",
    why="Its replies would go out unjudged, or a failed message would lead nowhere.",
    example="channels:\n  shopee: {rule_packs: [shoppee]}",
    hint="name one that exists",
)
NO_MARKET = Rule(
    "KB814",
    "channel-without-market",
    Severity.WARNING,
    what="A channel that the shop lists is for markets that it does not sell in.",
    why="It does not count: no page, no reply and no rule knows it.",
    example="channels: [email, zalo]   # in a shop of Germany",
    hint="take it out of `channels`, or say with `markets` where you use it",
)
RULES = (BROKEN_CHANNEL, UNKNOWN_RULE_PACK, NO_MARKET)

ON = frozenset({"true", "yes", "on"})
OFF = frozenset({"false", "no", "off"})


def _read_hours(node: Node) -> str:
    text = read_text(node)
    if text and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d", text):
        raise WrongTypeError(node.line, 'hours such as "08:00-21:00"', node.describe())
    return text


def _read_limit(node: Node) -> int | None:
    return None if node.is_null else read_whole_number(node)


_READERS: Mapping[str, Callable[[Node], Any]] = {
    "names": read_texts_by_language,
    "form": lambda node: Form(read_one_of(tuple(Form))(node)),
    "limit": _read_limit,
    "counting": lambda node: Counting(read_one_of(tuple(Counting))(node)),
    "links": lambda node: Links(read_one_of(tuple(Links))(node)),
    "link_hosts": read_texts,
    "accents": lambda node: Accents(read_one_of(tuple(Accents))(node)),
    "markets": read_texts,
    "usual_in": read_texts,
    "hours": _read_hours,
    "reply_within_minutes": _read_limit,
    "window_hours": _read_limit,
    "strengths": read_texts_by_language,
    "weaknesses": read_texts_by_language,
    "fallback": read_text,
    "rule_packs": read_texts,
    "in_a_row": _read_limit,
}


@cache
def shipped_channels() -> Mapping[str, Channel]:
    """Channel id → channel, in the order of the shipped file."""
    text = resources.files(__package__).joinpath("channels.yml").read_text("utf-8")
    node, problems = parse_yaml(text, path="channels.yml")
    assert node is not None and not problems, problems
    return {id: _read_channel(id, entry, None, entry.line) for id, entry in (node.entries or {}).items()}


def usual_channels(markets: Collection[str], named: Collection[str] = ()) -> Mapping[str, Channel]:
    """The channels of a shop that lists none: those usual in its `markets`, and those that its own texts name."""
    return {
        id: channel
        for id, channel in shipped_channels().items()
        if _is_served(channel, markets) and (id in named or _is_usual(channel, markets))
    }


def _is_usual(channel: Channel, markets: Collection[str]) -> bool:
    homes = channel.usual_in or channel.markets
    return not homes or not set(homes).isdisjoint(markets)


def channels_from_options(
    options: Node = EMPTY_MAPPING,
    *,
    path: str = "mkdocs.yml",
    packs: Mapping[str, RulePack] | None = None,
    markets: Collection[str] = (),
    named: Collection[str] = (),
) -> tuple[Mapping[str, Channel], tuple[Problem, ...]]:
    """The shop's channels by id, in its own order, and what is wrong with the option `channels`.

    A shop that lists none has the usual ones of its `markets`, and those that are `named` by its texts. One that says
    only which are off has the others of these. A channel that cannot be read keeps its shipped form. `packs` are
    those that channels may name; the shipped ones when None.
    """
    usual = usual_channels(markets, named)
    try:
        listed = _list_channels(options)
    except WrongTypeError as error:
        return usual, (BROKEN_CHANNEL.at(path, error.line, f"channels: {error}", error.hint),)
    on = {id: entry for id, entry in listed.items() if not entry.is_off}
    channels, problems = _read_channels(on, path) if on else ({}, [])
    if not on:
        channels = {id: channel for id, channel in usual.items() if id not in listed}
    unserved = [channel for channel in channels.values() if not _is_served(channel, markets)]
    for channel in unserved:
        where = ", ".join(channel.markets)
        message = f"channel {channel.id} is for {where}, where this shop does not sell: it does not count"
        problems.append(NO_MARKET.at(path, on[channel.id].line, message))
        del channels[channel.id]
    problems += _without_target(channels, on, path, shipped_pack_ids() if packs is None else packs)
    return {id: _with_fallback_among(channel, channels) for id, channel in channels.items()}, tuple(problems)


def _is_served(channel: Channel, markets: Collection[str]) -> bool:
    """Whether the shop sells where the channel is; a shop that declares no market may list any."""
    return not channel.markets or not markets or not set(channel.markets).isdisjoint(markets)


def _without_target(
    channels: Mapping[str, Channel], on: Mapping[str, Entry], path: str, packs: Collection[str]
) -> Iterator[Problem]:
    """What the shop's own settings name and nobody has."""
    for id, channel in channels.items():
        own = (on[id].settings.entries or {}) if id in on else {}
        missing = [f"rule pack “{pack}”" for pack in channel.rule_packs if pack not in packs]
        if "fallback" in own and channel.fallback and channel.fallback not in channels:
            missing.append(f"fall-back channel “{channel.fallback}” in this shop")
        for name in missing:
            yield UNKNOWN_RULE_PACK.at(path, on[id].line if id in on else 1, f"channel {id}: there is no {name}")


def _with_fallback_among(channel: Channel, channels: Mapping[str, Channel]) -> Channel:
    """The channel with the next of its fall-backs that the shop has too."""
    fallback, seen = channel.fallback, {channel.id}
    while fallback and fallback not in channels:
        seen.add(fallback)
        following = shipped_channels()[fallback].fallback if fallback in shipped_channels() else ""
        fallback = "" if following in seen else following  # also where the chain comes back to the channel
    return channel if fallback == channel.fallback else replace(channel, fallback=fallback)


@dataclass(frozen=True, slots=True)
class Entry:
    """One channel as the shop lists it."""

    settings: Node
    line: int
    is_off: bool = False


def listed_channels(options: Node) -> Mapping[str, Entry]:
    """Id → entry of the option `channels`; none where it cannot be read, which `channels_from_options` tells."""
    try:
        return _list_channels(options)
    except WrongTypeError:
        return {}


def _list_channels(options: Node) -> Mapping[str, Entry]:
    """Id → entry of the option `channels`: a list of names, or a mapping of names to settings, `on` or `off`.

    Raises WrongTypeError for anything else, and for a list without a channel.
    """
    if options.items is not None and not options.items:
        raise WrongTypeError(options.line, "at least one channel", "an empty list")
    entries: dict[str, Entry] = {}
    for node in options.items if options.items is not None else (options,):
        if node.entries is None and not node.is_null:
            entries[read_text(node)] = Entry(EMPTY_MAPPING, node.line)
        for id, settings in (node.entries or {}).items():
            word = (settings.text or "").lower() if settings.is_scalar else None
            is_plain = settings.is_null or word in ON
            entries[id] = Entry(EMPTY_MAPPING if is_plain else settings, node.line_of(id), word in OFF)
    return entries


def _read_channels(entries: Mapping[str, Entry], path: str) -> tuple[dict[str, Channel], list[Problem]]:
    """Each entry over what is shipped of it; one that is not shipped stands by itself, but for slips of a name."""
    shipped = shipped_channels()
    channels: dict[str, Channel] = {}
    problems: list[Problem] = []
    for id, entry in entries.items():
        own = entry.settings
        if id not in shipped and not own.entries and (near := near_channel(id, shipped)):
            hint = f"did you mean “{near}”? A channel of your own has settings: {id}: {{names: {{en: …}}}}"
            problems.append(BROKEN_CHANNEL.at(path, entry.line, f"there is no channel “{id}”", hint))
            continue
        try:
            channels[id] = _read_channel(id, own, shipped.get(id), entry.line)
        except WrongTypeError as error:
            problems.append(BROKEN_CHANNEL.at(path, error.line, f"channel {id}: {error}", error.hint))
            if id in shipped:
                channels[id] = shipped[id]
    return channels, problems


def near_channel(name: str, known: Iterable[str]) -> str:
    """The channel that `name` is most likely a slip for; "" where none is near."""
    return next(iter(difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=0.8)), "")


def why_no_channel(name: str, channels: Iterable[str]) -> str:
    """What is said of a channel that the shop does not have, with those that it has."""
    held = list(channels)
    has = f"the shop has {', '.join(held)}" if held else "the shop has none"
    if near := near_channel(name, held):
        return f"there is no channel “{name}”, did you mean “{near}”? ({has})"
    if name in shipped_channels():
        return f"“{name}” is no channel of this shop: {has}"
    if near := near_channel(name, shipped_channels()):
        return f"there is no channel “{name}”, did you mean “{near}”? ({has})"
    return f"there is no channel “{name}”: {has}"


def _read_channel(channel_id: str, node: Node, shipped: Channel | None, line: int) -> Channel:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", channel_id):
        raise WrongTypeError(line, "an id of a-z, 0-9 and hyphens", f"“{channel_id}”")
    values: dict[str, Any] = {}
    for name, value in read_mapping(node).items():
        if name in KNOWN_KEYS:
            continue
        if name not in _READERS:
            near = difflib.get_close_matches(name, (*_READERS, *KNOWN_KEYS), 1)
            raise WrongTypeError(node.line_of(name), f"a field such as {near[0] if near else 'limit'}", f"“{name}”")
        values[name] = _READERS[name](value)
    channel = replace(shipped, **values) if shipped is not None else Channel(id=channel_id, **values)
    return replace(channel, known=MappingProxyType(read_known_limits(node, values, shipped, line)))


def channels_as_json(channels: Mapping[str, Channel]) -> dict[str, Any]:
    """The register as the desk's script reads it; fields at their defaults are left out."""
    return {channel_id: _channel_as_json(channel) for channel_id, channel in channels.items()}


def _channel_as_json(channel: Channel) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for entry in fields(channel):
        value = getattr(channel, entry.name)
        if entry.name in ("usual_in", "known") or (entry.default is not MISSING and value == entry.default):
            continue
        if isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, Mapping):
            value = dict(value)
        written[entry.name] = value
    return written
