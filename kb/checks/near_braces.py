"""Braces that are almost ours: `{{ return_days }}`, `{ fact.return_days }`, `{{ facts.x }}`. Readers would see them.

Only what names a fact or a link counts. Braces of another system in an article stay as they are (`{{ user.name }}`),
and so does everything in code.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kb.content.fact_texts import AS_OF, SOURCE
from kb.source.substitution import BRACES
from kb.text.folding import visible


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What was written, on which line of the text (from 1), and what was probably meant; "" if nobody can tell."""

    written: str
    line: int
    meant: str


_ENTITY = re.compile(r"&(?:#0*123|#x0*7b|lbrace|lcub);|&(?:#0*125|#x0*7d|rbrace|rcub);", re.IGNORECASE)
_WIDE = str.maketrans("｛｝﹛﹜．：［］＿", "{}{}.:[]_")
_ESCAPED = re.compile(r"(?:\\\{){2}[^{}\n]*(?:\\?\})*")
_FORM = re.compile(
    r"(?P<open>\{[\s{%$#.=&!>@-]{0,20})(?:\w{1,20}\.)?(?P<space>facts?|links?)\b(?![\w-]*\})"
    r"(?P<gap>\s{0,9}(?:[.:/·,|-]|\[)?\s{0,9}[\"']?)(?P<name>[\w/.-]*)[^{}\n]{0,60}?(?P<close>[%\s]{0,9}\}+)?",
    re.IGNORECASE,
)
"""An opening brace and the word fact or link behind it."""
_JOINED = re.compile(r"\{\{\s{0,9}(?P<space>facts?|links?)[_-]?(?P<name>\w*)\s{0,9}\}{1,3}", re.IGNORECASE)
_WITHOUT = re.compile(
    r"(?P<open>[$#%]?\{{1,3}[\s%$.-]{0,9})(?P<name>[\w/-]+(?:\.[A-Za-z]{2,3})?)(?P<close>[\s%]{0,9}\}{1,3})"
)
"""A name alone in braces."""
_OTHER_MARKS = re.compile(
    r"\[\[\s?([\w.]+)\s?\]\]|%%?([a-z]\w*_\w+)%%?|<<?([a-z]\w*_\w+)>>?|\(\(([\w.]+)\)\)", re.ASCII
)
_BARE = re.compile(
    r"(?<![\w/.@:#-])(?P<space>facts?|links?)\.(?P<name>[\w/-]+(?:\.[A-Z]{2,3})?)(?P<close>\s{0,9}\})?", re.IGNORECASE
)
"""`fact.return_days` without braces, or with closing ones alone."""
_LIKE = 0.84
_KNOWN = {AS_OF.replace("_", ""): AS_OF, SOURCE: SOURCE}
"""How near a name in double braces must be to a fact's: “retrun_days” is, “returns” is not."""


class Names:
    """The facts and articles that a text may name, looked up in whatever spelling they are written."""

    def __init__(self, facts: frozenset[str], ids: frozenset[str]) -> None:
        self._facts = {_plain(name): name for name in sorted(facts)}
        self._ids = {one.casefold(): one for one in sorted(ids)}

    def fact(self, name: str, *, is_close: bool = False) -> str:
        """`{{ fact.NAME }}` for a name with or without a market, else ""."""
        whole, *more = name.strip(".").split(".")
        plain = _plain(whole)
        found = self._facts.get(plain) or self._facts.get(_plain(name))
        if not found and is_close and plain:
            near = difflib.get_close_matches(plain, self._facts, n=1, cutoff=_LIKE)
            found = self._facts[near[0]] if near else None
        if not found:
            return ""
        kept = [part.upper() if re.fullmatch("[A-Za-z]{2,3}", part) else _KNOWN.get(_plain(part)) for part in more]
        return f"{{{{ fact.{'.'.join((found, *filter(None, kept)))} }}}}"

    def link(self, name: str) -> str:
        """`{{ link.ID }}` for an article's id, a path to its file included, else ""."""
        found = self._ids.get(name.strip("./").removesuffix(".md").casefold())
        return f"{{{{ link.{found} }}}}" if found else ""

    def either(self, space: str, name: str) -> str:
        """What `space` (fact, Facts, link …) and `name` mean together."""
        return self.link(name) if space.casefold().startswith("link") else self.fact(name, is_close=True)


def near_misses(text: str, names: Names, *, is_exact_allowed: bool = True) -> Iterator[NearMiss]:
    """Everything in `text` that is almost a fact or a link; code is blank in it already.

    If nothing is filled in (`is_exact_allowed` is false), the exact form is a miss too.
    """
    if not re.search(r"[{｛﹛_]|&#|&l|fact|link", text, re.IGNORECASE):
        return
    found: list[tuple[int, NearMiss]] = []

    def take(match: re.Match[str], meant: str) -> str:
        line = match.string.count("\n", 0, match.start()) + 1
        found.append((match.start(), NearMiss(" ".join(match[0].split())[:60], line, meant)))
        return _blank(match)

    def exact(match: re.Match[str]) -> str:
        around = match.string[max(match.start() - 1, 0) : match.start()] + match.string[match.end() : match.end() + 1]
        is_whole = "{" not in around[:1] and "}" not in around[-1:]
        return _blank(match) if is_whole and is_exact_allowed else take(match, match[0] if is_exact_allowed else "")

    rest = BRACES.sub(exact, text)
    if "&" in rest:
        rest = _ENTITY.sub(lambda match: "{" if re.search("123|7b|l", match[0], re.IGNORECASE) else "}", rest)
    if not rest.isascii():
        rest = visible(rest).translate(_WIDE)
    rest = _ESCAPED.sub(_blank, rest) if "\\{" in rest else rest
    for signs, pattern, meaning in _PATTERNS:
        if not any(sign in rest for sign in signs):
            continue

        def judge(match: re.Match[str], meaning: Meaning = meaning) -> str:
            meant = meaning(match, names)
            return match[0] if meant is None else take(match, meant)

        rest = pattern.sub(judge, rest)
    yield from (miss for _, miss in sorted(found, key=lambda one: one[0]))


Meaning = Callable[[re.Match[str], Names], str | None]
"""What a match means: our form, "" if it is ours but names nothing known, None if it is not ours."""


def _meant_by_form(match: re.Match[str], names: Names) -> str | None:
    meant = names.either(match["space"], match["name"])
    is_double = "{" in match["open"][1:] or "%" in match["open"]
    has_dot = match["gap"].strip().startswith(".")
    return meant if meant or is_double or has_dot else None


def _meant_by_name(match: re.Match[str], names: Names) -> str | None:
    meant = names.either(match["space"], match["name"]) if match["name"] else ""
    return meant if meant or not match["name"] else None


def _meant_without(match: re.Match[str], names: Names) -> str | None:
    is_double = match["open"].count("{") > 1
    return names.fact(match["name"], is_close=is_double) or ("/" in match["name"] and names.link(match["name"])) or None


def _meant_by_marks(match: re.Match[str], names: Names) -> str | None:
    name = next(filter(None, match.groups()))
    return names.fact(re.sub(r"^facts?\.", "", name)) or None


def _meant_bare(match: re.Match[str], names: Names) -> str | None:
    is_link = match["space"].casefold().startswith("link")
    meant = names.link(match["name"]) if is_link else names.fact(match["name"])
    return meant if meant or match["close"] else None


_PATTERNS = (
    (("{",), _FORM, _meant_by_form),
    (("{",), _JOINED, _meant_by_name),
    (("{",), _WITHOUT, _meant_without),
    (("[[", "%", "<", "(("), _OTHER_MARKS, _meant_by_marks),
    (("act.", "acts.", "ink.", "inks.", "ACT.", "ACTS.", "INK.", "INKS."), _BARE, _meant_bare),
)
"""Signs without which a pattern need not be tried, the pattern, and what its matches mean."""


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
