"""Markdown of another system that can do nothing here: no HTML that acts, no script in a link, no attribute lists.

What is not on the short list of harmless tags is shown as text. Where it is not certain that something is code, it is
taken for text: an escape too many can be seen and mended, one too few acts in a reader's browser.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from kb.source.fences import mask_code

HARMLESS = (
    "b|blockquote|br|code|dd|del|details|dl|dt|em|hr|i|ins|kbd|li|mark|ol|p|pre|s|small|strong|sub|summary|sup|"
    "table|tbody|td|th|thead|tr|u|ul"
)
TAG = re.compile(rf"<(?!/?(?:{HARMLESS})[ \t]*/?>)(?=[a-zA-Z/!?])", re.IGNORECASE)
"""The start of anything that a browser may take for a tag, but a harmless tag without attributes."""
AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>\"'`]+>|<[\w.+-]+@[\w.-]+>", re.IGNORECASE)
SAFE_ADDRESS = re.compile(r"(?:https?:|mailto:|tel:|sms:|[^:]*$|[^:]*[/?#])", re.IGNORECASE)
DESTINATION = re.compile(r"(?P<before>\]\(\s*+<?)(?P<target>(?:[^\s()>]|\([^\s()]*+\)|\s(?![\"'(])){0,2000})")
"""To the end of a link or to its title: Markdown takes blanks and line ends into an address, and browsers out again."""
REFERENCE = re.compile(r"(?P<before>^[ \t>]*+\[[^\[\]]++\]:[ \t]*+\n?[ \t>]*+<?)(?P<target>[^\s>]*)", re.MULTILINE)
BRACE = re.compile(r"\{\{[^{}\n]*+\}\}|\{+")
ENDS_OF_INLINES = ")]*_`>~\ue011"
"""What a link, picture, emphasis or code ends with: braces right behind are its attributes, also two of them."""
CODE = re.compile(r"(?<!`)(`+)(?!`)(?P<code>[^\n|]*?[^`\n|])\1(?!`)")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""Lines as Markdown has them: other separators of Unicode end none."""
OPENING = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})[ \t]*[\w+#.-]*[ \t]*")
DATA_FENCE = re.compile(r"^(?P<before>(?:[ \t]|>)*(?:`{3,}|~{3,})[ \t]*)(?:tree|quiz)(?=[\s{]|$)", re.MULTILINE)
"""Fences whose YAML becomes Markdown and HTML here."""
OUR_FIELD = re.compile(r"\{\{[ \t]*+(?P<name>(?:fact|link)\.[^\s{}]*+)[ \t]*+\}\}")
OUR_BRACES = re.compile(r"\{\{(?=[ \t]*(?:fact|link)\.)")


def escape_active_markup(markdown: str, remarks: list[str]) -> str:
    """`markdown` with everything that acts shown as text, and a remark with the count."""
    pieces, count = [], 0
    for block, is_code in blocks_of(data_fences_as_text(markdown, remarks)):
        shown, found = (block, 0) if is_code else _escape(block)
        pieces.append(shown)
        count += found
    if count:
        remarks.append(f"holds {count} pieces of HTML or links that act: shown as text")
    return escape_our_braces("".join(pieces), remarks)


def data_fences_as_text(markdown: str, remarks: list[str]) -> str:
    """Fences named `tree` and `quiz` as mere text: their answers may hold anything, in the escapes of YAML too."""
    text, count = DATA_FENCE.subn(r"\g<before>text", markdown)
    if count:
        remarks.append("holds a block named “tree” or “quiz”, which means something here: it becomes “text”")
    return text


def blocks_of(markdown: str) -> Iterator[tuple[str, bool]]:
    """(some whole lines, whether they are a fenced block that is closed); other blocks end at an empty line.

    Every line ends with `\\n` alone, as in Markdown.
    """
    lines = LINE.findall(markdown.replace("\r\n", "\n").replace("\r", "\n"))
    ends: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        ends[line.strip()].append(number)
    waiting: list[str] = []
    number = 0
    while number < len(lines):
        opening = OPENING.fullmatch(lines[number].rstrip("\n"))
        end = _closing(ends, number, opening["mark"]) if opening else None
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


def _closing(ends: Mapping[str, Sequence[int]], opening: int, mark: str) -> int | None:
    """The line that ends a fence; None if none does, and the fence is mere text. `ends`: words of a line → where."""
    found = ends.get(mark, ())
    at = bisect_right(found, opening)
    return found[at] if at < len(found) else None


def keep_code(block: str, kept: list[str]) -> str:
    """`block` with a stand-in for each code span, in `kept`; where a backtick has no partner, none is surely code."""

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\ue010{len(kept) - 1}\ue011"

    block = block.replace("\ue010", "").replace("\ue011", "")
    if all(map(_is_balanced, block.split("\n"))):
        block = CODE.sub(keep, block)
    return AUTOLINK.sub(keep, block)


def with_code(block: str, kept: Sequence[str]) -> str:
    """`block` with what `keep_code` took out."""
    return re.sub("\ue010([0-9]+)\ue011", lambda match: kept[int(match[1])], block)


def _is_balanced(line: str) -> bool:
    """Whether every backtick of a line is part of a span that begins and ends on it."""
    return "\\`" not in line and "`" not in CODE.sub("", line)


def _escape(block: str) -> tuple[str, int]:
    kept: list[str] = []
    count = 0

    def address(match: re.Match[str]) -> str:
        nonlocal count
        if is_safe_address(match["target"]):
            return match[0]
        count += 1
        plain = _plain_address(match["target"])
        return match["before"] + "#" + re.sub(r"[^\w./?=&%-]", "", plain.partition(":")[2])

    block = keep_code(block, kept)
    block = REFERENCE.sub(address, DESTINATION.sub(address, block))
    block, tags = TAG.subn("&lt;", block)
    return with_code(escape_attribute_lists(block), kept), count + tags


def is_safe_address(written: str) -> bool:
    """Whether an address in Markdown, as written, leads somewhere and runs nothing."""
    return SAFE_ADDRESS.match(_plain_address(written)) is not None


def _plain_address(written: str) -> str:
    return re.sub(r"[\x00-\x20\\]", "", unescape(written))


def escape_attribute_lists(text: str) -> str:
    """`{ onclick=… }` as text; `{{order}}` stays as it is where it cannot be taken for attributes."""

    def escape(match: re.Match[str]) -> str:
        start = match.start()
        while start and text[start - 1] == "\\":
            start -= 1
        is_escaped = (match.start() - start) % 2 == 1
        if match[0].endswith("}") and not is_escaped and (not start or text[start - 1] not in ENDS_OF_INLINES):
            return match[0]
        braces = match[0].replace("{", "\\{")
        return braces[1:] if is_escaped else braces

    return BRACE.sub(escape, text)


def escape_our_braces(text: str, remarks: list[str]) -> str:
    """Markdown in which `{{ fact.x }}` of another system is text: by a space in code, by backslashes elsewhere."""
    masked = mask_code(text)
    pieces, done = [], 0
    for match in OUR_BRACES.finditer(text):
        is_code = masked[match.start()] != "{"
        pieces += [text[done : match.start()], "{ {" if is_code else r"\{\{"]
        done = match.end()
    if pieces:
        remarks.append("holds braces that mean a fact or a link here: they are kept as text")
    return "".join(pieces) + text[done:]


def plain_field(words: str, remarks: list[str]) -> str:
    """The words of a plain field, where nothing can be escaped: without such braces."""
    text, count = OUR_FIELD.subn(r"\g<name>", words)
    if count:
        remarks.append("has a field with braces that mean a fact or a link here: the braces are left out")
    return text
