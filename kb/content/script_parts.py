"""A script's text taken apart: `## variant: vip`, `## channel: sms, zalo`, both, and `## short` forms of each."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from kb.content.model import ScriptPart
from kb.source.problem import Problem, Rule, Severity

BROKEN_VARIANT = Rule(
    "KB403",
    "broken-variant",
    Severity.ERROR,
    what="A script has two parts for one case, an empty part, or a part for something unknown.",
    why="An agent would send an empty message, or never see the text that was written.",
    example="## variant: vipp\n\nHello again.",
    hint="write `## variant: NAME`, `## channel: ID, ID`, `## variant: NAME, channel: ID` or `## short` before any of "
    "them, each once",
)
RULES = (BROKEN_VARIANT,)

_HEADING = re.compile(
    r"^##[ \t]+(?P<what>(?:(?:variant|channel)[ \t]*:|short[ \t]*(?=[,:]|$))[^\n]*)$", re.MULTILINE | re.IGNORECASE
)
_SHORT = re.compile(r"(?:^|,)[ \t]*short[ \t]*(?=,|$)", re.IGNORECASE)
"""`short`, before the aspects or among them: “short, channel: zalo”, “variant: vip, short”."""
_ASPECT = re.compile(
    r"(?P<kind>variant|channel)\s*:\s*(?P<names>[\w-]+(?:\s*,\s*[\w-]+(?!\s*:|[\w-]))*)", re.IGNORECASE
)
"""A name is no list's next one if a colon follows it: `variant: vip, channel: sms`."""


def split_parts(
    body: str, *, path: str, body_line: int, variants: tuple[str, ...]
) -> tuple[tuple[ScriptPart, ...], tuple[Problem, ...]]:
    """The parts of a script, the default first, and what is wrong with their headings.

    Whether a channel exists is checked later, by the stage that knows the register.
    """
    headings = list(_HEADING.finditer(body))
    spans = [("", "", False, 0, headings[0].start() if headings else len(body))]
    problems: list[Problem] = []
    for index, heading in enumerate(headings):
        end = headings[index + 1].start() if index + 1 < len(headings) else len(body)
        is_short, aspects = aspects_of(heading["what"])
        what = _SHORT.sub("", heading["what"])
        line = body_line + body.count("\n", 0, heading.start())
        if _ASPECT.sub("", what).strip(" ,\t") or not (aspects or is_short):
            problems.append(BROKEN_VARIANT.at(path, line, f"cannot read the heading “{heading['what'].strip()}”"))
            continue
        for variant in aspects.get("variant", ("",)):
            if variant and variant not in variants:
                hint = "choose one of " + ", ".join(variants) + ", or add it to `variants` in mkdocs.yml"
                problems.append(BROKEN_VARIANT.at(path, line, f"the variant “{variant}” is not declared", hint))
            spans += ((variant, channel, is_short, heading.end(), end) for channel in aspects.get("channel", ("",)))
    parts: list[ScriptPart] = []
    for variant, channel, is_short, start, end in spans:
        text = body[start:end]
        lead = len(text) - len(text.lstrip())
        line = body_line + body.count("\n", 0, start + lead)
        name = ", ".join(filter(None, (variant, channel, "short" if is_short else ""))) or "the default"
        if not text.strip():
            problems.append(BROKEN_VARIANT.at(path, line, f"the part for {name} is empty", "write its text"))
        elif any((part.variant, part.channel, part.is_short) == (variant, channel, is_short) for part in parts):
            problems.append(BROKEN_VARIANT.at(path, line, f"a second part for {name}"))
        else:
            parts.append(ScriptPart(variant, channel, text.strip(), line, is_short))
    return tuple(parts), tuple(problems)


def aspects_of(heading: str) -> tuple[bool, Mapping[str, Sequence[str]]]:
    """Whether a part's heading says `short`, and `variant` and `channel` → the names that it gives them:
    “short, variant: vip, channel: livechat, zalo”."""
    what = _SHORT.sub("", heading)
    named = {match["kind"].lower(): re.split(r"\s*,\s*", match["names"]) for match in _ASPECT.finditer(what)}
    return what != heading, named


def without_parts(body: str, channels: Container[str]) -> str:
    """A script's text with empty lines in the place of parts for `channels` alone, so that every other line stays."""
    headings = list(_HEADING.finditer(body))
    ends = [*(heading.start() for heading in headings), len(body)]
    pieces = [body[: ends[0]]]
    for heading, end in zip(headings, ends[1:], strict=True):
        text = body[heading.start() : end]
        named = aspects_of(heading["what"])[1].get("channel", ())
        pieces.append("\n" * text.count("\n") if named and all(one in channels for one in named) else text)
    return "".join(pieces)
