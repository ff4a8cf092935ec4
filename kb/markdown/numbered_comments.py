"""Comments in Markdown: removed from the rendered page, but kept in code samples.

Each comment becomes an empty one with a number before the text is rendered, so that blank lines and marks inside it
change nothing; whether it was a comment or part of a code sample is then Python-Markdown's own judgement: a number
that stands in code belongs to a sample, and the text is rendered again with that one as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from itertools import count
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from kb.source.comments import START, end_of_comment
from kb.source.fences import mask_code

_NUMBER = re.compile(r"kbcomment([0-9]+)")
_NUMBERED = re.compile(r"<!--kbcomment[0-9]+-->")
_ALONE = re.compile(r"<p>(?:\s*<!--kbcomment[0-9]+-->)+\s*</p>\n?")
_ESCAPED = re.compile(r"&lt;!--kbcomment[0-9]+--&gt;")
_TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_CODE = re.compile(r"(<(pre|code)\b[^<>]*>.*?</\2>)", re.DOTALL | re.IGNORECASE)
_UNSEEN = re.compile(r"<!--.*?(?:--!?>|\Z)|<!(?!--)[^>]*>|<\?[^>]*>", re.DOTALL)
"""Comments as the HTML has them, and what browsers take for one: declarations, processing instructions."""
_LINE_FOLLOWS = re.compile(r"[ \t]*\n[ \t]*[^ \t\n]")
MOST_TRIES = 20


def _begins_block(text: str, start: int) -> bool:
    """Whether nothing stands before `start` on its line, and nothing on the line above."""
    above, _, before = text[:start].rpartition("\n")
    return not before.strip() and not above.rpartition("\n")[2].strip()


class CommentNumbers(Preprocessor):
    """Gives every comment outside fences a number, after fences were taken out and before HTML is read."""

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(markdown)
        self.samples: Collection[int] = ()
        """Those that are left as they are."""
        self.open = -1
        """The number of a comment that never ends."""
        markdown.preprocessors.register(self, "kb_comments", 24)

    def run(self, lines: list[str]) -> list[str]:
        self.open = -1
        text = "\n".join(lines)
        if START not in text:
            return lines
        masked, pieces = mask_code(text), []
        position = search = 0
        for number in count():
            start = masked.find(START, search)
            if start < 0:
                break
            if number in self.samples:
                search = start + len(START)
                continue
            end = end_of_comment(text, start)
            if end < 0:
                self.open, end = number, len(text)
            pieces += [text[position:start], f"<!--kbcomment{number}-->"]
            if _begins_block(text, start) and _LINE_FOLLOWS.match(text, end):
                pieces.append("\n")  # else the line below would belong to the comment's paragraph
            position = search = end
        return "".join([*pieces, text[position:]]).split("\n")


def convert_without_comments(text: str, numbers: CommentNumbers, convert: Callable[[str], str]) -> str:
    """What `convert` makes of `text`, comments taken out; afterwards `numbers` knows whether one never ends."""
    numbers.samples = ()
    content = _without_numbers(convert(text)) if START in text else convert(text)
    for _ in range(MOST_TRIES if START in text else 0):
        samples = {int(number) for number in _NUMBER.findall(content)}
        if samples <= {*numbers.samples}:
            break
        numbers.samples = {*numbers.samples, *samples}
        content = _without_numbers(convert(text))
    return _UNSEEN.sub("", content) if "<!" in content or "<?" in content else content


def _without_numbers(content: str) -> str:
    """`content` without numbered comments, but for those in code."""
    content = _NUMBERED.sub("", _ALONE.sub("", content))
    if not _ESCAPED.search(content):
        return content
    content = _TAG.sub(lambda tag: _ESCAPED.sub("", tag[0]), content)
    return "".join(
        piece if piece.startswith("<") and _CODE.fullmatch(piece) else _ESCAPED.sub("", piece)
        for piece in _CODE.split(content)
        if piece not in {"pre", "code"}
    )


def without_comments_in_token(token: Mapping[str, Any]) -> dict[str, Any]:
    """One entry of the table of contents without comments in its heading."""
    return {
        name: [without_comments_in_token(one) for one in value] if name == "children"
        else _UNSEEN.sub("", value) if isinstance(value, str) and "<" in value
        else value
        for name, value in token.items()
    }  # fmt: skip
