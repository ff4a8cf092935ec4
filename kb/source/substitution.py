"""Braces are substitution, nothing more.

`{{ fact.NAME }}`, `{{ fact.NAME.MARKET }}` and `{{ link.ARTICLE_ID }}` are replaced; in scripts the
declared placeholders are left for the agent. Every other pair of braces stays as it is, so text from
anywhere builds, and there is no expression to sandbox. What is almost ours (`{ fact.x }`) is a problem that
`kb.checks.near_braces` tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

BRACES = re.compile(r"\{\{[ \t]*(?P<space>fact|link)\.(?P<name>[^\s{}|()\"']+?)[ \t]*\}\}")
OPENING = "{{"
"""A text without it has nothing to fill in."""
PLACEHOLDER = re.compile(r"\{\{[ \t]*(?P<name>[a-z][a-z0-9_]*)[ \t]*\}\}")


@dataclass(frozen=True, slots=True)
class Use:
    """One pair of braces: `fact` or `link`, the name, and its line counted from 1 in the text."""

    space: str
    name: str
    line: int


def uses_in(text: str) -> Iterator[Use]:
    """Every fact and link that `text` names, in order."""
    for match in BRACES.finditer(text) if OPENING in text else ():
        yield Use(match["space"], match["name"], text.count("\n", 0, match.start()) + 1)


def substitute(
    text: str, *, facts: Mapping[str, str], link: Callable[[str], str | None], as_text: Callable[[str], str] = str
) -> str:
    """`text` with facts and links filled in.

    `facts` maps `name` and `name.MARKET` to what the page's language says, of which `as_text` makes what `text` needs
    (in Markdown, signs that mean nothing); `link` gives the text that stands for an article, or None if there is
    none. What is unknown stays as written.
    """
    if OPENING not in text:
        return text

    def fill(match: re.Match[str]) -> str:
        if match["space"] == "fact":
            value = facts.get(match["name"])
            return match[0] if value is None else as_text(value)
        return link(match["name"]) or match[0]

    return BRACES.sub(fill, text)
