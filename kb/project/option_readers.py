"""Readers of single options: a YAML node → the value, or `WrongTypeError`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from kb.project.opening_hours import OpeningHours, read_holidays, read_hours
from kb.project.options import Contact, Inbox, Market, PublishFile, SiteLanguage, Topic
from kb.project.order_numbers import bare_number
from kb.project.services import VIDEO_FRAMES
from kb.project.time_zones import read_zone
from kb.source.fields import (
    WrongTypeError,
    read_mapping,
    read_one_of,
    read_text,
    read_texts,
    read_texts_by_language,
    read_yes_no,
    unknown_key,
)
from kb.source.yaml_nodes import Node

FEEDBACK_EVENTS = ("searches", "desk")
SHORTEST_PREFIX = 2
"""Letters and digits of a beginning of numbers: a single one would be that of other numbers too."""
SEVERITIES = ("low", "normal", "high", "urgent")


LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def read_languages(node: Node) -> Mapping[str, SiteLanguage]:
    """Code → language, from a mapping or a plain list of codes; at least one."""
    if node.items:  # a plain list of codes
        return {code: SiteLanguage(code, code) for code in map(read_language_code, node.items)}
    languages = {}
    for code, entry in read_mapping(node).items():
        if not LANGUAGE_CODE.fullmatch(code):
            raise WrongTypeError(entry.line, "language codes such as en, vi or pt-BR", f"“{code}”")
        if entry.is_scalar:
            languages[code] = SiteLanguage(code, read_text(entry) or code)
            continue
        part = _entries(entry, {"name", "markets", "in_translation"})
        waits = "in_translation" in part and read_yes_no(part["in_translation"])
        languages[code] = SiteLanguage(code, _text(part, "name") or code, _texts(part, "markets"), waits)
    if not languages:
        raise WrongTypeError(node.line, "at least one language", node.describe())
    return MappingProxyType(languages)


def read_language_code(node: Node) -> str:
    """A code such as en, vi or pt-BR."""
    code = read_text(node)
    if not LANGUAGE_CODE.fullmatch(code):
        raise WrongTypeError(node.line, "a language code such as en, vi or pt-BR", node.describe())
    return code


def _entries(node: Node, allowed: set[str]) -> Mapping[str, Node]:
    entries = read_mapping(node)
    if unknown := sorted(set(entries) - allowed):
        raise unknown_key(node, unknown[0], " or ".join(sorted(allowed)), allowed)
    return entries


def _text(entries: Mapping[str, Node], name: str) -> str:
    return read_text(entries[name]) if name in entries else ""


def _texts(entries: Mapping[str, Node], name: str) -> tuple[str, ...]:
    return read_texts(entries[name]) if name in entries else ()


def _by_language(entries: Mapping[str, Node], name: str) -> Mapping[str, str]:
    return MappingProxyType(dict(read_texts_by_language(entries[name]))) if name in entries else MappingProxyType({})


def read_markets(node: Node) -> Mapping[str, Market]:
    """Code → market."""
    markets: dict[str, Market] = {}
    for code, entry in read_mapping(node).items():
        part = _entries(entry, {"currency", "name", "number_prefixes"})
        prefixes = _number_prefixes(part, markets)
        markets[code] = Market(code, _text(part, "currency").upper(), _by_language(part, "name"), prefixes)
    return MappingProxyType(markets)


def _number_prefixes(market: Mapping[str, Node], others: Mapping[str, Market]) -> tuple[str, ...]:
    """How numbers of a market begin, as they are compared: in capitals, without separators."""
    prefixes = []
    for text in _texts(market, "number_prefixes"):
        prefix, line = bare_number(text), market["number_prefixes"].line
        if len(prefix) < SHORTEST_PREFIX:
            raise WrongTypeError(
                line, "beginnings of numbers, two letters or digits at least, such as MY-", f"“{text}”"
            )
        if taken := [one.code for one in others.values() if prefix in one.number_prefixes]:
            raise WrongTypeError(line, "beginnings of numbers that no other market has", f"“{text}”, as of {taken[0]}")
        prefixes.append(prefix)
    return tuple(prefixes)


def read_topics(node: Node) -> Mapping[str, Topic]:
    """Id → topic."""
    topics = {}
    for topic_id, entry in read_mapping(node).items():
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", topic_id):
            raise WrongTypeError(entry.line, "a topic id of a-z, 0-9 and hyphens", f"“{topic_id}”")
        part = _entries(entry, {"name", "summary", "icon", "team", "severity"})
        severity = read_one_of(SEVERITIES)(part["severity"]) if "severity" in part else "normal"
        topics[topic_id] = Topic(
            topic_id,
            _by_language(part, "name") or {"": topic_id},
            _by_language(part, "summary"),
            _text(part, "icon"),
            _text(part, "team"),
            severity,
        )
    return MappingProxyType(topics)


def read_contact(node: Node) -> tuple[Contact, ...]:
    """The ways to reach a person, in order."""
    if node.is_null:
        return ()
    if node.items is None:
        raise WrongTypeError(node.line, "a list of {channel, url or fact, hours}", node.describe())
    contacts = []
    for entry in node.items:
        part = _entries(entry, {"channel", "url", "fact", "hours", "holidays", "markets", "name", "timezone"})
        if not _text(part, "channel"):
            raise WrongTypeError(entry.line, "a channel", entry.describe())
        url = _text(part, "url")
        if url and not re.match(r"(https?://|mailto:|tel:|/)", url):
            raise WrongTypeError(part["url"].line, "an address with https://, mailto: or tel:", part["url"].describe())
        contacts.append(
            Contact(
                _text(part, "channel"),
                url,
                _text(part, "fact"),
                read_hours(part["hours"]) if "hours" in part else OpeningHours(),
                _texts(part, "markets"),
                _by_language(part, "name"),
                read_zone(part["timezone"]) if "timezone" in part else "",
                read_holidays(part["holidays"]) if "holidays" in part else MappingProxyType({}),
                entry.line,
            )
        )
    return tuple(contacts)


def read_aliases(node: Node) -> Mapping[str, str]:
    """Code in other people's file names → code of the site."""
    return MappingProxyType({alias: read_language_code(code) for alias, code in read_mapping(node).items()})


def read_address(node: Node) -> str:
    """An address with https://, or empty; http:// for this machine alone."""
    text = read_text(node)
    if text and not re.match(r"https://|http://(localhost|127\.0\.0\.1)", text):
        raise WrongTypeError(node.line, "an address that starts with https://", node.describe())
    return text


def read_origins(node: Node) -> tuple[str, ...]:
    """Origins as the header `frame-ancestors` takes them."""
    origins = read_texts(node)
    for origin in origins:
        if not re.fullmatch(r"https://[A-Za-z0-9.*-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?", origin):
            raise WrongTypeError(node.line, "origins such as https://app.chatwoot.com", f"“{origin}”")
    return origins


def read_inboxes(node: Node) -> tuple[Inbox, ...]:
    """Name, number or type of each inbox → channel."""
    found: list[Inbox] = []
    for inbox, entry in read_mapping(node).items():
        channel = read_text(entry).strip()
        if not channel or not inbox.strip():
            raise WrongTypeError(entry.line, "an inbox and its channel, such as `Zalo OA: zalo`", entry.describe())
        found.append(Inbox(inbox.strip(), channel, entry.line))
    return tuple(found)


def read_feedback_events(node: Node) -> tuple[str, ...]:
    """What is sent to `feedback_url` beside votes."""
    names = tuple(name.lower() for name in read_texts(node))
    for name in names:
        if name not in FEEDBACK_EVENTS:
            raise WrongTypeError(node.line, "one of " + ", ".join(FEEDBACK_EVENTS), f"“{name}”")
    return tuple(dict.fromkeys(names))


def read_video_services(node: Node) -> tuple[str, ...]:
    """Services whose videos may play on pages."""
    names = tuple(name.lower() for name in read_texts(node))
    for name in names:
        if name not in VIDEO_FRAMES:
            raise WrongTypeError(node.line, "one of " + ", ".join(VIDEO_FRAMES), f"“{name}”")
    return names


def read_publish_files(node: Node) -> tuple[PublishFile, ...]:
    """Patterns, and files with their SHA-256: `{path: sha256}` or `{file: path, sha256: …}`."""
    if node.is_null or node.is_scalar:
        return tuple(map(PublishFile, read_texts(node)))
    rows = [node] if node.entries is not None else node.items or ()
    found: list[PublishFile] = []
    for row in rows:
        if row.entries is None:
            found += map(PublishFile, filter(None, [read_text(row)]))
        elif row.entries.keys() == {"file", "sha256"}:
            found.append(_allowed(read_text(row.entries["file"]), row.entries["sha256"]))
        else:
            found += (_allowed(path, value) for path, value in row.entries.items())
    return tuple(found)


def _allowed(path: str, value: Node) -> PublishFile:
    sha256, name = read_text(value).lower(), path.lstrip("/")
    if not name or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise WrongTypeError(value.line, "a file and its SHA-256, of 64 hexadecimal digits", f"“{path}: {sha256}”")
    return PublishFile("/" + re.sub(r"([\\*?\[\]!# ])", r"\\\1", name), name, sha256)


def read_node(node: Node) -> Node:
    """Anything, left as a node for a later stage to read."""
    return node
