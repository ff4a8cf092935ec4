"""Judge the text of a reply by the rules of its channel.

The twin is `browser/rule_matching.js`; tests/cases/channels-rules.json holds both to the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kb.browser_code.shared import shared_data
from kb.channels.channel import Channel
from kb.channels.disguises import undisguised
from kb.channels.rule_packs import ANY, PackRule, Pattern, RulePack, compiled
from kb.text.fold_offsets import fold_with_positions, mask_words_without_diacritics

_SHARED = shared_data("channels", "rule_matching")
LONGEST_JUDGED: int = _SHARED["longest"]
"""Letters judged; a reply is shorter by far, and time must stay bounded whatever is pasted."""

SENTENCE_END = re.compile(_SHARED["sentence_end"], re.ASCII)
HOST = re.compile(_SHARED["host"], re.ASCII)
LOOK_BACK: int = _SHARED["look_back"]
"""Letters before a find in which a pattern's `before` is looked for."""
LONGEST_SENTENCE: int = _SHARED["longest_sentence"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The words at fault: `text[start:end]` (code points) breaks `rule`."""

    rule: PackRule
    start: int
    end: int


def check_text(
    text: str, channel: Channel, language: str = "", *, packs: Mapping[str, RulePack]
) -> tuple[Finding, ...]:
    """Findings in the order of the text; of those of one rule that overlap, the first and longest.

    `language` picks the patterns of one language (and those of every language); empty judges by
    all, which the desk does, because agents mix languages. Packs the channel names but that are
    not among `packs` are passed over: `channels_from_options` reports them.
    """
    folded = fold_with_positions(text[:LONGEST_JUDGED])
    found: dict[tuple[int, int, str], Finding] = {}
    for pack in (packs[pack_id] for pack_id in channel.rule_packs if pack_id in packs):
        masked = mask_words_without_diacritics(folded, text, pack.untoned)
        for rule in pack.rules:
            for start, end in _breaches(rule, masked, channel, language):
                span = folded.original_span(start, end)
                found[(*span, rule.id)] = Finding(rule, *span)
            for place in _hidden_breaches(rule, masked, channel, language):
                span = folded.original_span(*place)
                found[(*span, rule.id)] = Finding(rule, *span)
    return _without_overlaps(found.values())


def _hidden_breaches(rule: PackRule, text: str, channel: Channel, language: str) -> list[tuple[int, int]]:
    """Breaches by words that are disguised; patterns of every language are of numbers and links, which are not."""
    plain = undisguised(text)
    found = _breaches(rule, plain.text, channel, language, without_any=True) if plain else []
    return [span for start, end in found if plain and (span := plain.span(start, end))]


def _breaches(
    rule: PackRule, text: str, channel: Channel, language: str, *, without_any: bool = False
) -> list[tuple[int, int]]:
    return [
        (start, end)
        for pattern in rule.patterns
        if (not language or pattern.language in (language, ANY)) and not (without_any and pattern.language == ANY)
        for start, end in _matches(pattern, text)
        if not (rule.permits_own_hosts and _is_own_link(text[start:end], channel))
    ]


@lru_cache(maxsize=4_000)
def _matches(pattern: Pattern, text: str) -> tuple[tuple[int, int], ...]:
    """Spans of `text` without the blanks around them; kept, because marketplaces share their rules."""
    spans = []
    for match in compiled(pattern.find).finditer(text):
        words = match.group()
        inner = words.lstrip(" .,!?\n") or words
        start = match.end() - len(inner)
        end = start + len(inner.rstrip(" \n"))
        if end > start and not _is_excused(pattern, text, start, end):
            spans.append((start, end))
    return tuple(spans)


def _is_excused(pattern: Pattern, text: str, start: int, end: int) -> bool:
    if pattern.before and compiled(pattern.before).search(text[max(0, start - LOOK_BACK) : start]):
        return True
    return bool(pattern.unless and compiled(pattern.unless).search(_sentence(text, start, end)))


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence in which a find stands, at most `LONGEST_SENTENCE` letters to either side."""
    first = max(0, start - LONGEST_SENTENCE)
    for mark in SENTENCE_END.finditer(text, first, start):
        first = mark.end()
    mark_after = SENTENCE_END.search(text, end)
    last = min(len(text), end + LONGEST_SENTENCE, mark_after.start() if mark_after else len(text))
    return text[first:last]


def _is_own_link(words: str, channel: Channel) -> bool:
    host = HOST.match(words)
    return bool(host and channel.permits_host(host.group(1).removeprefix("www.").rstrip(".")))


def _without_overlaps(found: Iterable[Finding]) -> tuple[Finding, ...]:
    findings: list[Finding] = []
    last_end: dict[str, int] = {}
    for finding in sorted(found, key=lambda f: (f.start, -f.end, f.rule.id)):
        if finding.start >= last_end.get(finding.rule.id, -1):
            findings.append(finding)
            last_end[finding.rule.id] = finding.end
    return tuple(findings)
