"""Tags in a Markdown text: of components (`<Card>`), shortcodes (`{{< card >}}`) and templates (`{% hint %}`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kb.importers.common.markdown_scan import LINE
from kb.source.fences import mask_code

LONGEST_TAG = 4000
_FENCE = re.compile(r"(?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*(?P<mark>`{3,}|~{3,})[^`\n]*$")
_COMPONENT = re.compile(r"<(?P<close>/?)(?P<name>[A-Z][\w.]*)(?=[\s/>])")
_HTML = re.compile(r"<(?P<close>)(?P<name>[a-z][a-z0-9]*)(?=[\s/>])")
_SHORTCODE = re.compile(
    r"\{\{(?P<mark>[<%])(?!/\*)\s*(?P<close>/?)\s*(?P<name>[\w./-]+)"
    r"(?P<rest>(?:[^\"`>%{]++|\"(?:[^\"\\]|\\.)*+\"|`[^`]*+`|[>%](?!\}\})|\{(?!\{)){0,200}+)[>%]\}\}"
)
_TEMPLATE = re.compile(
    r"\{%-?\s*(?P<close>end|/)?(?P<name>[A-Za-z][\w-]*)"
    r"(?P<rest>(?:[^\"'%{-]++|\"[^\"]*+\"|'[^']*+'|%(?!\})|-(?!%\})|\{(?!%)){0,200}+)-?%\}"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[A-Za-z_:@][\w:.-]*)\s*=\s*(?:\"(?P<double>(?:[^\"\\]|\\.)*+)\"|'(?P<single>[^']*+)'|`(?P<tick>[^`]*+)`|(?P<bare>[^\s\"'`,{}]+))"
    r"|\"(?P<words>(?:[^\"\\]|\\.)*+)\"|'(?P<quoted>[^']*+)'|`(?P<ticked>[^`]*+)`|(?P<word>[^\s\"'`,{}=]+)"
)
_NAMES = re.compile(r"\s*\[\s*(?:(?:'[^'\n]*'|\"[^\"\n]*\")\s*,?\s*)+\]\s*")
_BRACED = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`$]*)`|(-?\d+(?:\.\d+)?|true|false))\s*")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as written, from `start` to `end`."""

    start: int
    end: int
    name: str
    """In small letters."""
    written: str
    """The name as written, for messages."""
    form: str
    """open, close or whole (`<X />`)."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Names in small letters; words without a name are `0`, `1`, …"""
    unread: tuple[str, ...] = ()
    """Attributes whose value is a program (`items={list}`)."""

    def first(self, *names: str) -> str:
        """The first of these attributes that says something."""
        return next((self.attributes[name] for name in names if self.attributes.get(name)), "")


def mask_all_code(body: str) -> str:
    """`body` with code blanked, also in fences that stand deeper than Markdown has them, within a component."""
    lines, mark = [], ""
    for line in LINE.findall(body):
        opening = _FENCE.match(line.rstrip("\r\n"))
        if mark or opening:
            lines.append(re.sub(r"[^\r\n]", " ", line))
            if not mark and opening:
                mark = opening["mark"]
            elif line.strip(" \t\r\n>").startswith(mark) and not line.strip(" \t\r\n>").strip(mark[0]):
                mark = ""
        else:
            lines.append(line)
    masked = "".join(lines)
    return body if masked == body and "`" not in body else mask_code(masked)


def components(body: str) -> Iterator[Tag]:
    """Tags of MDX and Vue whose names begin with a capital letter."""
    return _in_angles(body, _COMPONENT)


def html_tags(body: str) -> Iterator[Tag]:
    """Opening tags of HTML in small letters."""
    return _in_angles(body, _HTML)


def _in_angles(body: str, pattern: re.Pattern[str]) -> Iterator[Tag]:
    masked = mask_all_code(body)
    done = 0
    for match in pattern.finditer(masked):
        if match.start() < done:
            continue
        end = _end_of_component(body, match.end())
        if end < 0:
            continue
        done = end
        is_whole = body[end - 2] == "/"
        text = body[match.end() : end - (2 if is_whole else 1)]
        attributes, unread = _jsx_attributes(text)
        form = "close" if match["close"] else "whole" if is_whole else "open"
        yield Tag(match.start(), end, match["name"].lower(), match["name"], form, attributes, unread)


def shortcodes(body: str) -> Iterator[Tag]:
    """Hugo's `{{< name >}}` and `{{% name %}}`."""
    return _in_braces(body, _SHORTCODE)


def template_tags(body: str) -> Iterator[Tag]:
    """GitBook's and Jekyll's `{% name %}` … `{% endname %}`."""
    return _in_braces(body, _TEMPLATE)


TagReader = Callable[[str], Iterator[Tag]]


def _in_braces(body: str, pattern: re.Pattern[str]) -> Iterator[Tag]:
    masked = mask_all_code(body)
    for match in pattern.finditer(body):
        if masked[match.start()] != "{" or match.end() - match.start() > LONGEST_TAG:
            continue
        rest = match["rest"].rstrip()
        form = "close" if match["close"] else "whole" if rest.endswith("/") and rest != "/" and " /" in rest else "open"
        attributes = _attributes(rest.removesuffix("/") if form == "whole" else rest)
        yield Tag(match.start(), match.end(), match["name"].lower(), match["name"], form, attributes)


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    number = 0
    for match in _ATTRIBUTE.finditer(text):
        if match["name"]:
            value = next((match[part] for part in ("double", "single", "tick", "bare") if match[part] is not None), "")
            found[match["name"].lower()] = value.replace('\\"', '"')
        else:
            value = next(match[part] for part in ("words", "quoted", "ticked", "word") if match[part] is not None)
            found[str(number)] = value.replace('\\"', '"')
            number += 1
    return found


def _end_of_component(body: str, at: int) -> int:
    """Behind the `>` of a tag; -1 where none ends it. Quotes and braces may hold any sign."""
    if body.find(">", at, at + LONGEST_TAG) < 0:
        return -1
    depth, quote = 0, ""
    for place in range(at, min(len(body), at + LONGEST_TAG)):
        sign = body[place]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'`":
            quote = sign
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
        elif sign == ">" and depth <= 0:
            return place + 1
        elif sign == "\n" and depth <= 0 and body.startswith("\n", place + 1):
            return -1  # no tag goes over an empty line
    return -1


def _jsx_attributes(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    found: dict[str, str] = {}
    unread: list[str] = []
    at = 0
    for match in re.finditer(r"(?P<name>[A-Za-z_:@][\w:.-]*)(?:\s*=\s*(?P<sign>[\"'{]))?|\{\s*\.\.\.", text):
        if match.start() < at:
            continue
        at = match.end()
        if match["name"] is None:
            at = _closing(text, match.start())
            unread.append(text[match.start() : at])
        elif match["sign"] is None:
            found[match["name"].lower()] = ""
        elif match["sign"] == "{":
            at = _closing(text, match.end() - 1)
            if names := _NAMES.fullmatch(text[match.end() : at - 1]):
                found[match["name"].lower()] = ",".join(re.findall(r"['\"]([^'\"]*)['\"]", names[0]))
            elif value := _BRACED.fullmatch(text[match.end() : at - 1]):
                found[match["name"].lower()] = next(part for part in value.groups() if part is not None)
            else:
                unread.append(match["name"])
        else:
            end = text.find(match["sign"], match.end())
            at = len(text) if end < 0 else end + 1
            found[match["name"].lower()] = " ".join(text[match.end() : at - 1].split())
    return found, tuple(unread)


def _closing(text: str, opening: int) -> int:
    """Behind the brace that closes the one at `opening`."""
    depth = 0
    for place in range(opening, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if not depth:
            return place + 1
    return len(text)
