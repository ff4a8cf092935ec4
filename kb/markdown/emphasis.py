"""Emphasis, strong emphasis and strike-through by CommonMark's runs of delimiters, in Python-Markdown's tree.

Source: CommonMark 0.31.2, 6.2 and “An algorithm for parsing nested emphasis and links”; GFM 0.29, 6.5. Links, code and
HTML are elements or set aside by now, so that a run is judged by the letters beside it alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_VERBATIM = frozenset({"code", "pre", "script", "style"})
_ESCAPE = re.compile("\x02([0-9]+)\x03$")
_ENTITY_SPACE = re.compile(r"&(?:nbsp|#160|#xa0|emsp|ensp|thinsp);", re.IGNORECASE)
_WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff66-\uffdc]"
)
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean."""
_STOPS = ":;,.!?"
_STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")


@dataclass(slots=True)
class _Run:
    """A run of one delimiter."""

    sign: str
    count: int
    length: int
    """As it was written."""
    can_open: bool
    can_close: bool


_Piece = str | Element | _Run


class EmphasisTree(Treeprocessor):
    """Reads the runs of every text in the tree."""

    def __init__(self, md: Markdown, signs: str) -> None:
        super().__init__(md)
        self._signs = signs
        self._run_of = re.compile("|".join(rf"{re.escape(sign)}+" for sign in signs))

    def run(self, root: Element) -> None:
        todo = [root]
        while todo:
            element = todo.pop()
            if element.tag in _VERBATIM:
                continue
            if element.tag == "img" and (alt := element.get("alt")):
                element.set("alt", "".join(_plain(_matched(self._pieces([alt])))))
            todo += list(element)
            texts = (element.text, *(child.tail for child in element))
            if isinstance(element.text, AtomicString):
                continue
            if any(text and self._run_of.search(text) for text in texts):
                self._read(element)

    def _read(self, element: Element) -> None:
        written: list[str | Element] = [element.text or ""]
        for child in list(element):
            written += [child, child.tail or ""]
            child.tail = None
            element.remove(child)
        element.text = None
        _append(element, _matched(self._pieces(written)))

    def _pieces(self, written: Sequence[str | Element]) -> list[_Piece]:
        """Texts and elements with the runs of delimiters between."""
        pieces: list[_Piece] = []
        for number, one in enumerate(written):
            if not isinstance(one, str):
                pieces.append(one)
                continue
            position = 0
            first = "\n" if number == 0 else _edge(written[number - 1], "")
            last = "\n" if number + 1 == len(written) else _edge("", written[number + 1])
            for match in self._run_of.finditer(one):
                start, end = match.span()
                pieces.append(one[position:start])
                before = self._before(one, start) if start else first
                after = self._after(one, end) if end < len(one) else last
                pieces.append(_run(match[0], before, after))
                position = end
            pieces.append(one[position:])
        return [one for one in pieces if not isinstance(one, str) or one]

    def _before(self, text: str, at: int) -> str:
        if text[at - 1] != "\x03":
            return text[at - 1]
        return self._meant(text[text.rfind("\x02", 0, at) : at])

    def _after(self, text: str, at: int) -> str:
        if text[at] != "\x02":
            return text[at]
        return self._meant(text[at : text.find("\x03", at) + 1])

    def _meant(self, mark: str) -> str:
        """The letter that stands for what was set aside: an escaped sign, an entity, a tag."""
        if escaped := _ESCAPE.match(mark):
            return chr(int(escaped[1]))
        if stashed := _STASHED.match(mark):
            raw = self.md.htmlStash.rawHtmlBlocks[int(stashed[1])]
            return " " if isinstance(raw, str) and _ENTITY_SPACE.fullmatch(raw) else "<"
        return "<"


def _edge(before: str | Element, after: str | Element) -> str:
    """How an element beside a run counts: a line break as a blank, else as a sign."""
    one = before if isinstance(before, Element) else after
    return "\n" if isinstance(one, Element) and one.tag == "br" else "<"


def _is_space(letter: str) -> bool:
    return letter in "\t\n\f\r" or unicodedata.category(letter) == "Zs"


def _is_sign(letter: str) -> bool:
    """ASCII's signs and Unicode's; a stand-in of `letters_alone` is one too."""
    return unicodedata.category(letter)[0] in "PS" or "\ufdd0" <= letter <= "\ufdef"


def _may_touch(letter: str) -> bool:
    """Whether a sign beyond the run may be emphasised though this letter touches the run.

    Scripts without blanks between words count too, or no sentence of them could hold `**「…」**`: the amendment
    that Chinese, Japanese and Thai writers use (github.com/tats-u/markdown-cjk-friendly).
    """
    return _is_space(letter) or _is_sign(letter) or bool(_WITHOUT_BLANKS.match(letter))


def _run(signs: str, before: str, after: str) -> _Run:
    left = not _is_space(after) and (not _is_sign(after) or _may_touch(before))
    right = not _is_space(before) and (not _is_sign(before) or _may_touch(after))
    if signs[0] == "_" or signs == "~":  # not inside words, so that “3~5 days, 7~9 days” are two ranges
        can_open = left and (not right or _is_sign(before))
        can_close = right and (not left or _is_sign(after))
    else:
        can_open, can_close = left, right
    if signs == "**" and before in _STOPS:  # `**Note:**text`: bold for Python-Markdown too, and for whoever wrote it
        can_close = True
    if signs[0] == "~" and len(signs) > 2:
        can_open = can_close = False
    return _Run(signs[0], len(signs), len(signs), can_open, can_close)


def _matched(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces with elements in place of the runs that match; one pass, with CommonMark's bottoms of openers."""
    made: list[_Piece] = []
    openers: list[int] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for piece in pieces:
        made.append(piece)
        if not isinstance(piece, _Run):
            continue
        while piece.can_close and piece.count:
            key = (piece.sign, piece.can_open, piece.length % 3 if piece.sign != "~" else piece.length)
            found = _opener(made, openers, piece, bottoms.get(key, 0))
            if found < 0:
                bottoms[key] = len(openers)
                break
            _wrap(made, openers, found, piece)
            for one in list(bottoms):
                bottoms[one] = min(bottoms[one], len(openers))
        if piece.can_open and piece.count:
            openers.append(len(made) - 1)
    return [one.sign * one.count if isinstance(one, _Run) else one for one in made]


def _opener(made: list[_Piece], openers: list[int], closer: _Run, bottom: int) -> int:
    """The place among `openers` of the run that `closer` closes; -1 if there is none."""
    for place in range(len(openers) - 1, bottom - 1, -1):
        opener = made[openers[place]]
        assert isinstance(opener, _Run)
        if opener.sign == closer.sign and _fits(opener, closer):
            return place
    return -1


def _fits(opener: _Run, closer: _Run) -> bool:
    if opener.sign == "~":
        return opener.count == closer.count
    is_both = opener.can_close or closer.can_open
    thirds = (opener.length + closer.length) % 3 == 0
    return not (is_both and thirds and (opener.length % 3 or closer.length % 3))


def _wrap(made: list[_Piece], openers: list[int], place: int, closer: _Run) -> None:
    """Put what stands between the two runs into an element; runs between that match nothing become letters."""
    at = openers[place]
    opener = made[at]
    assert isinstance(opener, _Run)
    width = opener.count if opener.sign == "~" else 2 if min(opener.count, closer.count) > 1 else 1
    element = Element("del" if opener.sign == "~" else "strong" if width == 2 else "em")
    inner = [one.sign * one.count if isinstance(one, _Run) else one for one in made[at + 1 : -1]]
    _append(element, inner)
    opener.count -= width
    closer.count -= width
    made[at + 1 :] = [element, closer]
    del openers[place + 1 :]
    if not opener.count:
        del openers[place]


def _append(element: Element, pieces: Sequence[_Piece]) -> None:
    """Put texts and elements into `element`, which is empty."""
    last: Element | None = None
    for piece in pieces:
        if isinstance(piece, Element):
            element.append(piece)
            last = piece
        elif isinstance(piece, str) and last is None:
            element.text = (element.text or "") + piece
        elif isinstance(piece, str) and last is not None:
            last.tail = (last.tail or "") + piece


def _plain(pieces: Sequence[_Piece]) -> list[str]:
    """The letters of a picture's words."""
    return [one if isinstance(one, str) else "".join(one.itertext()) for one in pieces if not isinstance(one, _Run)]
