"""A marketplace's rules as dated data: read from YAML, words expanded, patterns compiled.

`packs/rules.yml` holds the rules; each other file of `packs/` is one marketplace: its sources, the
day they were last read, and which rules it has. A shop's own folder may replace or add packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from kb.channels.channel import Channel
from kb.source.provenance import Provenance
from kb.source.shipped_yaml import load_shipped
from kb.ui_strings import shipped_strings

LANGUAGES = ("en", "vi", "ms")
"""Languages in which rules have patterns."""
_ENGLISH = shipped_strings("en")
"""Problems are told in English; `worded_packs` gives rules their names in the languages of a site."""

ANY = "any"
"""Patterns that hold in every language: numbers, links."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to break a rule, over folded text; all three are regular expressions."""

    language: str
    find: str
    unless: str = ""
    """No breach if this matches in the same sentence."""
    before: str = ""
    """No breach if this matches in the text just before."""


@dataclass(frozen=True, slots=True)
class PackRule:
    """One thing a marketplace forbids; `names` and `reasons` are language → text."""

    id: str
    names: Mapping[str, str]
    reasons: Mapping[str, str]
    patterns: tuple[Pattern, ...]
    permits_own_hosts: bool = False
    """A find that is a link to the channel's own hosts is no breach."""
    breaks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → sentences that must match: the rule's own tests."""
    keeps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → sentences that must not."""


@dataclass(frozen=True, slots=True)
class RulePack:
    """The rules of one marketplace, where they were read and when."""

    id: str
    name: str
    sources: tuple[str, ...]
    checked_on: date
    rules: tuple[PackRule, ...]
    untoned: tuple[str, ...] = ()
    """Words that mean something else if a text with diacritics has them without any (Huy, a name)."""
    check_every_days: int = 0
    own_known: Mapping[str, Provenance] = field(default_factory=dict)
    """Rule id → how it is known, where that is not by the pack's sources."""

    def known_by(self, rule_id: str) -> Provenance:
        """How the rule is known."""
        of_all = Provenance("; ".join(self.sources), self.checked_on, self.check_every_days)
        return self.own_known.get(rule_id, of_all)


_DOLLAR = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$", re.DOTALL)
"""A `$`, or what it may stand in without meaning the end: Python lets a bare one match before a last line end."""


@cache
def compiled(expression: str) -> re.Pattern[str]:
    """The expression as both twins read it: ASCII letters, digits and word borders, and `$` the very end."""
    return re.compile(_DOLLAR.sub(lambda match: r"\Z" if match.group() == "$" else match.group(), expression), re.ASCII)


def shipped_pack_ids() -> frozenset[str]:
    """The ids of the shipped packs, without reading them."""
    names = (file.name for file in resources.files(__package__).joinpath("packs").iterdir())
    return frozenset(name.removesuffix(".yml") for name in names if name.endswith(".yml") and name != "rules.yml")


def load_rule_packs(folder: Path | None = None) -> Mapping[str, RulePack]:
    """Pack id → pack: the shipped ones, and over them those of a shop's `folder` (same form; a
    `rules.yml` there adds or replaces rules).

    Raises ValueError naming the file when a file cannot be read or a pattern cannot be compiled.
    """
    return _shipped_packs() if folder is None else _read_packs(folder)


def rule_packs_of(channels: Iterable[Channel]) -> Mapping[str, RulePack]:
    """The shipped packs that one of `channels` has."""
    wanted = {pack for channel in channels for pack in channel.rule_packs}
    return {id: pack for id, pack in load_rule_packs().items() if id in wanted} if wanted else {}


@cache
def _shipped_packs() -> Mapping[str, RulePack]:
    return MappingProxyType(_read_packs(None))


def _read_packs(folder: Path | None) -> dict[str, RulePack]:
    texts = {
        entry.name: entry.read_text("utf-8")
        for entry in resources.files(__package__).joinpath("packs").iterdir()
        if entry.name.endswith(".yml")
    }
    book = _Book(texts.pop("rules.yml"), tries=folder is not None)
    if folder is not None:
        own = {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.yml"))}
        if "rules.yml" in own:
            book.add(own.pop("rules.yml"))
        texts |= own
    packs = {}
    for name in sorted(texts):
        packs[name.removesuffix(".yml")] = _parse_pack(name, texts[name], book)
    return packs


class _Book:
    """Rules and words as the YAML files give them, later files over earlier ones.

    Patterns are compiled when they are first used, a shop's own here too, so that a broken one is told.
    """

    def __init__(self, text: str, *, tries: bool) -> None:
        self._tries = tries
        self.rules: dict[str, Any] = {}
        self.words: dict[str, str] = {}
        self.untoned: tuple[str, ...] = ()
        self.add(text)

    def add(self, text: str) -> None:
        raw = _mapping("rules.yml", text)
        self.rules |= raw.get("rules", {})
        self.words |= raw.get("words", {})
        self.untoned = tuple(raw.get("untoned", self.untoned))

    def expand(self, expression: str) -> str:
        """Replace each `<word>` by its alternatives; a word may use other words."""
        while match := re.search(r"<(\w+)>", expression):
            word = self.words.get(match.group(1))
            if word is None:
                raise ValueError(f"rules.yml: no word <{match.group(1)}>")
            expression = expression[: match.start()] + word + expression[match.end() :]
        if self._tries:
            compiled(expression)
        return expression

    def rule(self, rule_id: str) -> PackRule:
        raw = self.rules[rule_id]
        return PackRule(
            id=rule_id,
            names=raw.get("name") or {"en": _ENGLISH[f"rule_{rule_id}"]},
            reasons=raw.get("reason") or {"en": _ENGLISH[f"rule_{rule_id}_why"]},
            patterns=tuple(self._patterns(raw["patterns"])),
            permits_own_hosts=bool(raw.get("permits_own_hosts", False)),
            breaks={language: tuple(rows) for language, rows in raw.get("breaks", {}).items()},
            keeps={language: tuple(rows) for language, rows in raw.get("keeps", {}).items()},
        )

    def _patterns(self, raw: Mapping[str, Any]) -> list[Pattern]:
        return [
            Pattern(language, *(self.expand(row.get(key, "")) for key in ("find", "unless", "before")))
            for language in sorted(raw)
            for row in raw[language]
        ]


def _parse_pack(name: str, text: str, book: _Book) -> RulePack:
    raw = _mapping(name, text)
    try:
        return RulePack(
            id=name.removesuffix(".yml"),
            name=str(raw["name"]),
            sources=tuple(map(str, raw["sources"])),
            checked_on=raw["checked_on"],
            rules=tuple(book.rule(rule_id) for rule_id in raw["rules"]),
            untoned=book.untoned,
            check_every_days=int(raw.get("check_every_days", 0)),
            own_known=dict(_known_of_rules(raw)),
        )
    except (KeyError, TypeError, re.error) as error:
        raise ValueError(f"{name}: {error!r}") from error


def _known_of_rules(raw: Mapping[str, Any]) -> Iterator[tuple[str, Provenance]]:
    """`rules` is a list of ids, or a mapping: id → `source`, `checked`, `check_every_days`, each of them if its own."""
    rules = raw["rules"]
    for rule_id, own in rules.items() if isinstance(rules, Mapping) else ():
        if own:
            every = int(own.get("check_every_days", raw.get("check_every_days", 0)))
            yield rule_id, Provenance(str(own["source"]), own.get("checked", raw["checked_on"]), every)


def _mapping(name: str, text: str) -> dict[str, Any]:
    try:
        raw = load_shipped(text)
    except yaml.YAMLError as error:
        raise ValueError(f"{name}: {error}") from error
    match raw:
        case dict():
            return raw
        case _:
            raise ValueError(f"{name}: a mapping is expected")


def rule_packs_as_json(packs: Mapping[str, RulePack]) -> dict[str, Any]:
    """The packs as `browser/rule_matching.js` reads them; rules that packs share stand once."""
    rules = {rule.id: rule for pack in packs.values() for rule in pack.rules}
    return {
        "rules": {
            rule.id: {
                "names": dict(rule.names),
                "reasons": dict(rule.reasons),
                "permits_own_hosts": rule.permits_own_hosts,
                "patterns": [
                    [pattern.language, pattern.find, pattern.unless, pattern.before] for pattern in rule.patterns
                ],
            }
            for rule in sorted(rules.values(), key=lambda rule: rule.id)
        },
        "packs": {
            pack.id: {
                "name": pack.name,
                "sources": list(pack.sources),
                "checked_on": pack.checked_on.isoformat(),
                "rules": [rule.id for rule in pack.rules],
                "untoned": list(pack.untoned),
            }
            for pack in packs.values()
        },
    }
