"""The register of channels: the shipped ones, and over them what `mkdocs.yml` says.

plugins:
  - kb:
      channels:
        sms: {limit: 2}                     # change one
        telegram: {names: {en: Telegram}}   # add one
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, replace
from functools import cache
from importlib import resources
from typing import Any

from kb.channels.channel import Accents, Channel, Counting, Form, Links
from kb.channels.rule_packs import RulePack, shipped_pack_ids
from kb.source.fields import (
    WrongTypeError,
    read_date,
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
RULES = (BROKEN_CHANNEL, UNKNOWN_RULE_PACK)


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
    "hours": _read_hours,
    "reply_within_minutes": _read_limit,
    "window_hours": _read_limit,
    "strengths": read_texts_by_language,
    "weaknesses": read_texts_by_language,
    "fallback": read_text,
    "rule_packs": read_texts,
    "source": read_text,
    "checked_on": read_date,
}


@cache
def shipped_channels() -> Mapping[str, Channel]:
    """Channel id → channel, in the order of the shipped file."""
    text = resources.files(__package__).joinpath("channels.yml").read_text("utf-8")
    node, problems = parse_yaml(text, path="channels.yml")
    assert node is not None and not problems, problems
    channels, found = _read_channels({}, node, path="channels.yml")
    assert not found, found
    return channels


def channels_from_options(
    options: Node = EMPTY_MAPPING, *, path: str = "mkdocs.yml", packs: Mapping[str, RulePack] | None = None
) -> tuple[Mapping[str, Channel], tuple[Problem, ...]]:
    """The shipped channels changed and added to by the `channels` option, and what is wrong with it.

    A channel that cannot be read keeps its shipped form. `packs` are those that channels may name;
    the shipped ones when None.
    """
    known = shipped_pack_ids() if packs is None else packs
    channels, problems = _read_channels(shipped_channels(), options, path=path)
    for channel_id, channel in channels.items():
        line = options.line_of(channel_id)
        missing = [f"rule pack “{pack}”" for pack in channel.rule_packs if pack not in known]
        if channel.fallback and channel.fallback not in channels:
            missing.append(f"fall-back channel “{channel.fallback}”")
        problems += [UNKNOWN_RULE_PACK.at(path, line, f"channel {channel_id}: there is no {name}") for name in missing]
    return channels, tuple(problems)


def _read_channels(
    shipped: Mapping[str, Channel], options: Node, *, path: str
) -> tuple[dict[str, Channel], list[Problem]]:
    channels = dict(shipped)
    problems: list[Problem] = []
    try:
        entries = read_mapping(options)
    except WrongTypeError as error:
        return channels, [BROKEN_CHANNEL.at(path, error.line, f"channels: {error}", error.hint)]
    for channel_id, node in entries.items():
        try:
            channels[channel_id] = _read_channel(
                channel_id, node, channels.get(channel_id), options.line_of(channel_id)
            )
        except WrongTypeError as error:
            problems.append(BROKEN_CHANNEL.at(path, error.line, f"channel {channel_id}: {error}", error.hint))
    return channels, problems


def _read_channel(channel_id: str, node: Node, shipped: Channel | None, line: int) -> Channel:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", channel_id):
        raise WrongTypeError(line, "an id of a-z, 0-9 and hyphens", f"“{channel_id}”")
    values: dict[str, Any] = {}
    for name, value in read_mapping(node).items():
        if name not in _READERS:
            near = difflib.get_close_matches(name, _READERS, 1)
            raise WrongTypeError(node.line_of(name), f"a field such as {near[0] if near else 'limit'}", f"“{name}”")
        values[name] = _READERS[name](value)
    if shipped is not None:
        return replace(shipped, **values)
    return Channel(id=channel_id, **({"names": {}, "strengths": {}, "weaknesses": {}} | values))


def channels_as_json(channels: Mapping[str, Channel]) -> dict[str, Any]:
    """The register as the desk's script reads it; fields at their defaults are left out."""
    return {channel_id: _channel_as_json(channel) for channel_id, channel in channels.items()}


def _channel_as_json(channel: Channel) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for entry in fields(channel):
        value = getattr(channel, entry.name)
        if entry.default is not MISSING and value == entry.default:
            continue
        if isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, Mapping):
            value = dict(value)
        written[entry.name] = value.isoformat() if entry.name == "checked_on" else value
    return written
