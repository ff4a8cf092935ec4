"""A bundled script in fewer bytes: short names, no white space that means nothing.

Only names of variables are changed; what stands after a dot, before a colon in an object or as a method is a property,
and a shorthand (`{ limit }`) is written out (`{limit:a}`). A name that some module uses and does not declare is the
browser's, and stays everywhere. So one table of names serves the whole script, and scopes need not be read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from string import ascii_letters, ascii_lowercase
from typing import NamedTuple

from kb.browser_code.bundle import bundle

_KEYWORDS = (
    "async await break case catch class const continue default delete do else extends false finally for function get if"
    " in instanceof let new null of return set static super switch this throw true try typeof undefined var void while"
    " yield"
)
KEYWORDS = frozenset(_KEYWORDS.split())
_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*[\s\S]*?\*/)+")
_TOKEN = re.compile(
    r"(?P<name>[A-Za-z_$][\w$]*)|(?P<number>\d[\w.]*)"
    r"|(?P<text>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
    r"|(?P<sign>\?\.(?!\d)|\.\.\.|=>|[^\s\w\"'`$])"
)
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
_TEMPLATE = re.compile(r"(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)")
_BEFORE_REGEX = frozenset({"return", "typeof", "case", "in", "of", "await", "void"})
_MODULE = re.compile(r"^const \$\d+=", re.MULTILINE)
_OPENING, _CLOSING = "([{", ")]}"
_PAIRS = frozenset({"++", "--", "//", "/*"})
_WELL_KNOWN = (
    "close event find focus history length location name open origin parent print screen scroll self status stop top"
    " crypto document frames fetch navigator performance blur caches confirm alert prompt external closed"
    " opener valueOf when"
)
WELL_KNOWN = frozenset(_WELL_KNOWN.split())
"""Names of a window or a worker that a module might mean, though one of its functions declares the same."""
_BEFORE_OBJECT = frozenset({"return", "const", "let", "of", "in", "await", "yield", "typeof", "throw", "case", "new"})
_VARIABLE, _PROPERTY, _BOTH = "variable", "property", "both"
_DECLARING = frozenset({"const", "let", "var", "function", "class"})


class Token(NamedTuple):
    """A part of a script that means something."""

    kind: str
    """name, number, text, template, regex or sign."""
    text: str
    space: str
    """What stands before it: white space and comments."""


@cache
def script_of(door: Path) -> str:
    """The script of the module `door` and all that it imports, as shoppers fetch it."""
    return shorten(bundle(door))


def shorten(script: str) -> str:
    """`script`, as `bundle` puts it together, in fewer bytes; raises ValueError for text that is no such script."""
    parts = [list(tokens_of(part)) for part in modules_in(script)]
    uses = [uses_in(part) for part in parts]
    names = short_names(parts, uses)
    tokens = [token for part, used in zip(parts, uses, strict=True) for token in _renamed(part, used, names)]
    return "".join(_tight(tokens)) + "\n"


def _renamed(part: Sequence[Token], uses: Mapping[int, str], names: Mapping[str, str]) -> Iterator[Token]:
    for place, token in enumerate(part):
        short = names.get(token.text, token.text)
        if short == token.text or uses.get(place, _PROPERTY) == _PROPERTY:
            yield token
        else:
            yield token._replace(text=f"{token.text}:{short}" if uses[place] == _BOTH else short)


def short_names(parts: Sequence[Sequence[Token]], uses: Sequence[Mapping[int, str]]) -> dict[str, str]:
    """Name → short name, of those names of variables that a script's modules declare; the commonest is shortest.

    `uses` are what `uses_in` says of each of the `parts`.
    """
    counts: Counter[str] = Counter()
    declared: set[str] = set()
    kept: set[str] = {*KEYWORDS, *WELL_KNOWN}
    seen: set[str] = set()
    for part, used in zip(parts, uses, strict=True):
        own = _declared_in(part)
        found = Counter(part[place].text for place, use in used.items() if use != _PROPERTY)
        counts += found
        seen |= {token.text for token in part if token.kind == "name"}
        declared |= own
        kept |= found.keys() - own
    renamed = sorted(
        (name for name in declared - kept if len(name) > 2), key=lambda name: (-counts[name] * len(name), name)
    )
    short = (
        name
        for length in (1, 2)
        for letters in product(ascii_letters, *[ascii_lowercase] * (length - 1))
        if (name := "".join(letters)) not in seen and name not in KEYWORDS
    )
    return dict(zip(renamed, short, strict=False))


def tokens_of(script: str) -> Iterator[Token]:
    """The tokens of a script; raises ValueError where none can be told."""
    at, before, braces, templates = 0, "", 0, [-1]
    while True:
        space = match[0] if (match := _SPACE.match(script, at)) else ""
        at += len(space)
        if at == len(script):
            return
        sign = script[at]
        kind, text = "", ""
        if sign == "`" or (sign == "}" and templates[-1] == braces):
            end = _TEMPLATE.match(script, at + 1)
            if sign == "}":
                templates.pop()
            if end and end[0].endswith("${"):
                templates.append(braces)
            kind, text = "template", script[at : end.end()] if end else ""
        elif (
            sign == "/"
            and (before in _BEFORE_REGEX or before[-1:] not in _CLOSING or not before)
            and not _is_word(before)
        ):
            match = _REGEX.match(script, at)
            kind, text = "regex", match[0] if match else ""
        else:
            match = _TOKEN.match(script, at)
            kind, text = (str(match.lastgroup), match[0]) if match else ("", "")
            braces += (text == "{") - (text == "}")
        if not text:
            raise ValueError(f"shorten.py cannot read this script: {script[at : at + 60]!r}")
        yield Token(kind, text, space)
        at, before = at + len(text), text


def _is_word(text: str) -> bool:
    """Whether a stroke after `text` divides by it."""
    return text not in _BEFORE_REGEX and bool(re.search(r"[\w$\"'`]$", text)) and not text.endswith("${")


def modules_in(script: str) -> list[str]:
    """The parts of a bundled script that were modules, and what goes before them."""
    starts = [match.start() for match in _MODULE.finditer(script)]
    bounds = [0, *starts, len(script)]
    return [script[start:end] for start, end in pairwise(bounds)]


def _closings(part: Sequence[Token]) -> tuple[dict[int, int], list[int]]:
    """Place of each opening bracket → of its closing one; for each place, that of the bracket which it is in, or -1."""
    closing: dict[int, int] = {}
    inside: list[int] = []
    open_: list[int] = []
    for place, token in enumerate(part):
        is_template = token.kind == "template"
        is_closing = token.text in _CLOSING if token.kind == "sign" else is_template and token.text[0] == "}"
        if is_closing and open_:
            closing[open_.pop()] = place
        inside.append(open_[-1] if open_ else -1)
        if (token.kind == "sign" and token.text in _OPENING) or (is_template and token.text.endswith("${")):
            open_.append(place)
    return closing, inside


def uses_in(part: Sequence[Token]) -> dict[int, str]:
    """Place of each name → whether it is a variable, a property, or both in one (`{ limit }`)."""
    closing, inside = _closings(part)
    found = {}
    for place, token in enumerate(part):
        if token.kind != "name" or token.text in KEYWORDS:
            continue
        before, after = _text(part, place - 1), _text(part, place + 1)
        is_in_object = inside[place] >= 0 and _is_object(part, inside[place])
        begins = is_in_object and before in {"{", ","}
        end = closing.get(place + 1, -1) if after == "(" else -1
        is_method = (
            end >= 0 and _text(part, end + 1) == "{" and before != "function" and _text(part, place - 2) != "function"
        )
        if before in {".", "?."} or is_method or (begins and after == ":"):
            found[place] = _PROPERTY
        elif begins and after in {",", "}", "="} and not _is_own(part, inside[place]):
            found[place] = _BOTH
        else:
            found[place] = _VARIABLE
    return found


def _is_object(part: Sequence[Token], opening: int) -> bool:
    """Whether the bracket at `opening` is the brace of an object or of a pattern, not of statements."""
    if part[opening].text != "{" or opening == 0:
        return False
    before = part[opening - 1]
    if before.kind == "name":
        return before.text in _BEFORE_OBJECT
    if before.text == ":":
        return not any(token.text in {"case", "default"} for token in part[max(0, opening - 4) : opening])
    return before.text not in {")", "}", "{", ";", "=>"}


def _is_own(part: Sequence[Token], opening: int) -> bool:
    """Whether the brace at `opening` is one of bundle.py's, which passes names from module to module."""
    return part[opening - 1].text in {"return", "const"} and not part[opening].space


def _declared_in(part: Sequence[Token]) -> set[str]:
    """Names that a module declares: constants, functions, classes, parameters."""
    closing, _ = _closings(part)
    opening = {end: start for start, end in closing.items()}
    found = set()
    for place, token in enumerate(part):
        after = place + 1
        if token.text in _DECLARING and token.kind == "name":
            after += _text(part, after) == "*"
            if after < len(part) and part[after].kind == "name":
                found.add(part[after].text)
            elif _text(part, after) in {"{", "["}:
                found |= _bound(part, after, closing[after])
        if token.text == "=>" and place:
            if part[place - 1].kind == "name":
                found.add(part[place - 1].text)
            elif place - 1 in opening:
                found |= _bound(part, opening[place - 1], place - 1)
        if token.text == "(" and _text(part, closing.get(place, -1) + 1) == "{":
            is_function = _text(part, place - 1) == "function" or _text(part, place - 2) in {"function", "*"}
            if is_function or _text(part, place - 1) not in KEYWORDS or _text(part, place - 1) == "catch":
                found |= _bound(part, place, closing[place])
    return found


def _bound(part: Sequence[Token], start: int, end: int) -> set[str]:
    """Names bound between the brackets of a pattern or a list of parameters."""
    return {
        part[place].text
        for place in range(start + 1, end)
        if part[place].kind == "name" and _text(part, place - 1) in {"(", "[", "{", ",", ":", "..."}
    }


def _text(part: Sequence[Token], place: int) -> str:
    return part[place].text if 0 <= place < len(part) else ""


def _tight(tokens: Sequence[Token]) -> Iterator[str]:
    before = ";"
    for token in tokens:
        text = token.text
        if "\n" in token.space and before[-1] not in "{;,([" and text[0] not in "})];,.?:":
            yield "\n"
        elif token.space and (_joins(before[-1], text[0]) or before[-1] + text[0] in _PAIRS):
            yield " "
        yield text
        before = text


def _joins(left: str, right: str) -> bool:
    return bool(re.match(r"[\w$]{2}", left + right))
