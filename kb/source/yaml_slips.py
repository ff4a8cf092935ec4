"""What a writer did where YAML cannot be read, in plain words, with the line as it should be.

PyYAML names the place where it gave up and the rule of its grammar (“did not find expected key”). Here the lines
around that place are looked at one by one, the way a colleague would; what mends a line is tried before it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

LONGEST_SHOWN = 120
"""Letters of a line that are written out in a hint."""
LINES_ABOVE = 2
"""So many lines above the place where YAML gave up are looked at: a slip is mostly noticed one line later."""
LONGEST_LINE = 2_000
"""A longer line is not looked at: nobody wrote it by hand."""

_START = r"(?P<start>[ ]*(?:-[ ]+)*)"
_KEY = r"(?P<key>[A-Za-z_][\w .-]{0,40}?)"
_WIDE_COLON = re.compile(_START + _KEY + r"[ \t]*[：﹕꞉∶][ \t\u00a0]*(?P<value>.*)")
_NO_BLANK = re.compile(_START + r"(?P<key>[A-Za-z_][\w-]*):(?P<gap>[\u00a0\u2007\u202f\u3000]?)(?P<value>[^\s:/].*)")
_EQUALS = re.compile(_START + r"(?P<key>[A-Za-z_][\w-]*)[ \t]*=[ \t]*(?P<value>[^=\s].*)")
_BULLET = re.compile(r"(?P<start>[ ]*)(?P<sign>[•·‣◦●–—*+])[ \t\u00a0]*(?P<value>[^\s*+].*)")
_GLUED_DASH = re.compile(r"(?P<start>[ ]*)-(?P<value>[^\s\-].*)")
_ENTRY = re.compile(_START + r"(?:(?P<key>[^\s:#\-\"'\[\]{}][^:#]{0,60}?|\"[^\"]*\"|'[^']*'):[ ]+)?(?P<value>\S.*)")
_NO_COLON = re.compile(r"[ ]*[^\s#:\-\[\]{}\"'|>][^:]*")
_SIGNS = {
    "*": "an asterisk", "&": "an ampersand", "!": "an exclamation mark", "%": "a percent sign", "@": "an at sign",
    "`": "a backtick", "{": "a brace", "[": "a bracket", "}": "a brace", "]": "a bracket", "|": "a bar",
    ">": "a greater-than sign", "?": "a question mark and a blank", "-": "a hyphen and a blank", ",": "a comma",
}  # fmt: skip
_QUOTES = "“”„‟«»‘’"
_INDENT = "the line is indented differently from the lines beside it"
_PLAIN = {
    "could not find expected ':'": "a line here is neither `name: value` nor an item of a list",
    "mapping values are not allowed in this context": "a colon where no field can begin",
    "did not find expected key": "something stands here that belongs to no field",
    "did not find expected '-' indicator": "a line in a list begins with no `- `",
    "did not find expected ',' or ']'": "a list in `[…]` that is not closed, or lacks a comma",
    "did not find expected ',' or '}'": "a mapping in `{…}` that is not closed, or lacks a comma",
    "did not find expected node content": "a value is missing between brackets, commas or colons",
    "found unexpected end of stream": "a quotation mark that opens and never closes",
    "found character that cannot start any token": "a sign that no value can begin with",
    "block sequence entries are not allowed in this context": "a `- ` where no list can begin",
    "mapping keys are not allowed in this context": "a `? ` where no field can begin",
    "found unknown escape character": "a backslash in double quotes: YAML reads it and the next letter as a sign",
    "found undefined tag handle": "an exclamation mark before a value",
    "did not find expected alphabetic or numeric character": "an `&`, `*` or `!` without a name",
}
"""PyYAML's words (libyaml's, mostly) → ours."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong, on which line of the text (from 0), and how to mend it; "" where only the rule's hint is left."""

    line: int
    what: str
    hint: str = ""


def explain(lines: Sequence[str], at: int, said: str, opened: int = -1) -> Slip:
    """The slip for which YAML stopped on line `at` of `lines`, with the words `said`.

    `opened` is the line on which the quotes, brackets or mapping began that YAML was reading; -1 if it told none.
    """
    near = [at, *([opened] if 0 <= opened != at else []), *range(at - 1, max(at - 1 - LINES_ABOVE, -1), -1)]
    near = [number for number in dict.fromkeys(near) if 0 <= number < len(lines) and lines[number].strip()]
    for number in near:
        if found := _first_slip(lines[number]):
            first = _first_of_its_kind(lines, number, found[0])
            return Slip(first, *(_first_slip(lines[first]) or found))
    for number in near:
        if _NO_COLON.fullmatch(lines[number]) and not lines[number].lstrip().startswith(("---", "...")):
            hint = "write `name: value`, or begin it with two blanks more if it belongs to the line above"
            return Slip(number, f"“{_shown(lines[number].strip())}” is no field", hint)
    if said.startswith("the alias "):
        return Slip(at, said, "put quotes around a value that begins with an asterisk")
    if "<document start>" in said or "indentation" in said:
        return Slip(at, _INDENT, "begin all fields of one block at the same column")
    return Slip(at, _PLAIN.get(said, said))


def _first_slip(line: str) -> tuple[str, str] | None:
    return next(_slips_on(line), None) if len(line) <= LONGEST_LINE else None


def _first_of_its_kind(lines: Sequence[str], number: int, what: str) -> int:
    """The first of the lines up to `number`, one below the other, that have the same slip: all items of a list, say."""
    while number > 0 and (above := _first_slip(lines[number - 1])) and above[0] == what:
        number -= 1
    return number


def _slips_on(line: str) -> Iterator[tuple[str, str]]:
    """Every slip that `line` shows by itself, the most certain first: what is wrong, and the hint."""
    if found := _WIDE_COLON.fullmatch(line):
        yield f"a full-width colon follows “{found['key']}”", _written(found)
    if found := _NO_BLANK.fullmatch(line):
        gap = "a no-break space follows" if found["gap"] else "no blank follows"
        yield f"{gap} “{found['key']}:”", _written(found)
    if found := _EQUALS.fullmatch(line):
        yield f"“{found['key']} =” begins no field", _written(found)
    if (found := _BULLET.fullmatch(line)) and ": " not in found["value"]:
        yield f"“{found['sign']}” begins no item of a list", _line(f"{found['start']}- {found['value']}")
    if (found := _GLUED_DASH.fullmatch(line)) and not line.strip().startswith("---"):
        yield "no blank follows the “-”", _line(f"{found['start']}- {found['value']}")
    yield from _unquoted(line)


def _unquoted(line: str) -> Iterator[tuple[str, str]]:
    """A line that YAML cannot read even alone, because its value needs quotes."""
    found = _ENTRY.fullmatch(line.rstrip())
    if found is None or _reads(line.strip()):
        return
    key, value = found["key"], found["value"]
    if key is None and found["start"].strip() == "":
        return
    mended = f"{found['start']}{key + ': ' if key else ''}{_quoted(value)}"
    if value[0] in "[{" and (closing := "]" if value[0] == "[" else "}") not in value:
        yield f"“{value[0]}” opens and no “{closing}” closes it", f"close it with “{closing}”, or {_line(mended)}"
        return
    if _reads(mended.strip()):
        yield _why(value), _line(mended)


def _why(value: str) -> str:
    first, inner = value[0], value[1:]
    if first in "\"'":
        if first not in inner:
            mixed = f", though {_QUOTES[1]} and the like stand in it" if any(sign in value for sign in _QUOTES) else ""
            return f"the quotation mark {first} opens and never closes{mixed}"
        return f"the quotation mark {first} closes before the value ends"
    if first in "|>" or (first in "?-" and inner[:1] != " "):
        return "the value cannot be read without quotes"
    if first in _SIGNS:
        return f"a value without quotes begins with {_SIGNS[first]}"
    return "a colon in a value without quotes" if ":" in value else "the value cannot be read without quotes"


def _quoted(value: str) -> str:
    """`value` in quotes that it does not hold; quotes that already stand around it, or before it, are taken off."""
    for sign in "\"'":
        if len(value) > 1 and value[0] == value[-1] == sign:
            value = value[1:-1]
            break
        if value[0] == sign and sign not in value[1:]:
            value = value[1:].rstrip("”’")
            break
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _quoted_if_needed(value: str) -> str:
    return value if _reads(f"a: {value}") else _quoted(value)


def _written(found: re.Match[str]) -> str:
    value = found["value"].strip()
    return _line(f"{found['start']}{found['key']}: {_quoted_if_needed(value) if value else ''}")


def _line(text: str) -> str:
    return f"write `{_shown(text.strip())}`"


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _reads(line: str) -> bool:
    try:
        yaml.compose(line, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return False
    return "*" not in line[:1] and not re.search(r"(?:^|[:\-][ ]+)\*", line)  # we take no aliases
