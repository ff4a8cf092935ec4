"""Markdown of another system that can do nothing here: no HTML that acts, no script in a link, no attribute lists.

What is not on the short list of harmless tags is shown as text. Where it is not certain that something is code, it is
taken for text: an escape too many can be seen and mended, one too few acts in a reader's browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

HARMLESS = (
    "b|blockquote|br|code|dd|del|details|dl|dt|em|hr|i|ins|kbd|li|mark|ol|p|pre|s|small|strong|sub|summary|sup|"
    "table|tbody|td|th|thead|tr|u|ul"
)
TAG = re.compile(rf"<(?!/?(?:{HARMLESS})[ \t]*/?>)(?=[a-zA-Z/!?])", re.IGNORECASE)
"""The start of anything that a browser may take for a tag, but a harmless tag without attributes."""
AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>\"'`]+>|<[\w.+-]+@[\w.-]+>", re.IGNORECASE)
SAFE_ADDRESS = re.compile(r"(?:https?:|mailto:|tel:|sms:|[^:]*$|[^:]*[/?#])", re.IGNORECASE)
DESTINATION = re.compile(r"(?P<before>\]\([ \t]*<?)(?P<target>[^\s)>]*)")
REFERENCE = re.compile(r"(?P<before>^[ \t>]*\[[^\]\n]+\]:[ \t]*<?)(?P<target>[^\s>]*)")
BRACE = re.compile(r"(?P<before>^|.)(?P<escapes>\\*)(?P<braces>\{\{[^{}\n]*\}\}|\{+)", re.MULTILINE)
ENDS_OF_INLINES = ")]*_`>~\ue011"
"""What a link, picture, emphasis or code ends with: braces right behind are its attributes, also two of them."""
CODE = re.compile(r"(?<!`)(`+)(?!`)(?P<code>[^\n|]*?[^`\n|])\1(?!`)")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""Lines as Markdown has them: other separators of Unicode end none."""
OPENING = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})[ \t]*[\w+#.-]*[ \t]*")
OUR_BRACES = re.compile(r"\{\{(?=[ \t]*(?:fact|link)\.)")


def disarm_markdown(markdown: str, remarks: list[str]) -> str:
    """`markdown` with everything that acts shown as text, and a remark with the count."""
    lines, count = [], 0
    for block, is_code in _blocks(markdown.replace("\r\n", "\n").replace("\r", "\n")):
        if is_code:
            lines.append(block)
            continue
        trusts_code = all(_is_balanced(line) for line in block.split("\n"))
        for line in LINE.findall(block):
            shown, found = _disarm_line(line, trusts_code=trusts_code)
            lines.append(shown)
            count += found
    if count:
        remarks.append(f"holds {count} pieces of HTML or links that act: shown as text")
    return escape_our_braces("".join(lines), remarks)


def _blocks(markdown: str) -> Iterator[tuple[str, bool]]:
    """(some whole lines, whether they are a fenced block that is closed); other blocks end at an empty line."""
    lines = LINE.findall(markdown)
    waiting: list[str] = []
    number = 0
    while number < len(lines):
        opening = OPENING.fullmatch(lines[number].rstrip("\n"))
        end = _closing(lines, number, opening["mark"]) if opening else None
        if end is not None or not lines[number].strip():
            yield "".join(waiting), False
            waiting = []
        if end is not None:
            yield "".join(lines[number : end + 1]), True
            number = end
        else:
            waiting.append(lines[number])
        number += 1
    yield "".join(waiting), False


def _closing(lines: list[str], opening: int, mark: str) -> int | None:
    """The line that ends a fence; None where none does, and the fence is mere text."""
    return next((n for n in range(opening + 1, len(lines)) if lines[n].strip() == mark), None)


def _is_balanced(line: str) -> bool:
    """Whether every backtick of a line is part of a span that begins and ends on it."""
    return "\\`" not in line and "`" not in CODE.sub("", line)


def _disarm_line(line: str, *, trusts_code: bool) -> tuple[str, int]:
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\ue010{len(kept) - 1}\ue011"

    count = 0

    def address(match: re.Match[str]) -> str:
        nonlocal count
        plain = re.sub(r"[\x00-\x20\\]", "", unescape(match["target"]))
        if SAFE_ADDRESS.match(plain):
            return match[0]
        count += 1
        return match["before"] + "#" + re.sub(r"[^\w./?=&%-]", "", plain.partition(":")[2])

    line = line.replace("\ue010", "").replace("\ue011", "")
    if trusts_code:
        line = CODE.sub(keep, line)
    line = AUTOLINK.sub(keep, line)
    line = REFERENCE.sub(address, DESTINATION.sub(address, line))
    line, tags = TAG.subn("&lt;", line)
    line = escape_attribute_lists(line)
    line = re.sub("\ue010([0-9]+)\ue011", lambda match: kept[int(match[1])], line)
    return line, count + tags


def escape_attribute_lists(text: str) -> str:
    """`{ onclick=… }` as text; `{{order}}` stays as it is where it cannot be taken for attributes."""

    def escape(match: re.Match[str]) -> str:
        is_pair = match["braces"].endswith("}")
        if is_pair and match["before"] not in {*ENDS_OF_INLINES} and len(match["escapes"]) % 2 == 0:
            return match[0]
        braces = match["braces"].replace("{", "\\{")
        return match["before"] + match["escapes"] + (braces[1:] if len(match["escapes"]) % 2 else braces)

    return BRACE.sub(escape, text)


def escape_our_braces(text: str, remarks: list[str]) -> str:
    """`{{ fact.x }}` of another system is text, not a fact of ours."""
    text, count = OUR_BRACES.subn("{ {", text)
    if count:
        remarks.append("holds braces that mean a fact or a link here: a space keeps them as text")
    return text
