"""A text that is rewritten, and for each of its lines the line of the source that it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_EMPTY_LINES = re.compile(r"(?:[ \t]*\r?\n)*")


@dataclass(frozen=True, slots=True)
class LinedText:
    """`lines[n]`: where line `n` of `text` stood in the source; both counted from 0."""

    text: str
    lines: tuple[int, ...] = ()

    @classmethod
    def of(cls, text: str) -> LinedText:
        """A text as it was written."""
        return cls(text, tuple(range(text.count("\n") + 1)))

    def place(self, line: int) -> int:
        """The source's line of line `line`."""
        return self.lines[min(line, len(self.lines) - 1)] if self.lines else line

    def line_at(self, offset: int) -> int:
        """The source's line of the sign at `offset`."""
        return self.place(self.text.count("\n", 0, offset))


@dataclass(slots=True)
class LineBuilder:
    """Copies pieces of `source` and puts others between them, and knows where each line comes from."""

    source: LinedText
    pieces: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    at: int = 0
    """How much of the source is copied or passed over."""
    _line: int = 0
    _breaks: bool = False
    """Whether an empty line must follow before anything else."""
    _indent: str = ""

    def copy(self, end: int) -> None:
        """The source up to `end`."""
        text = self.source.text[self.at : end]
        if self._breaks and text:
            passed = _EMPTY_LINES.match(text)
            skipped = passed.end() if passed else 0
            if not text[skipped:].strip(" \t"):
                self._pass(text)
                return
            self._pass(text[:skipped])
            text = text[skipped:] if skipped else self._indent + text.lstrip(" \t")
            self._break()
        for char_line in re.findall(r"[^\n]*\n|[^\n]+", text):
            self._put(char_line)
            self._line += char_line.endswith("\n")
        self.at = end

    def skip(self, end: int) -> None:
        """Pass over the source up to `end`."""
        self._pass(self.source.text[self.at : end])
        self.at = end

    def inline(self, text: str) -> None:
        """Put `text` within a line."""
        if text:
            if self._breaks:
                self._break()
                text = self._indent + text
            self._put(text)

    def block(self, lines: list[str], indent: str) -> None:
        """Put `lines` with an empty line before and behind them; no lines are just an empty line."""
        self._indent = indent
        self._trim()
        if self.pieces:
            self._break()
        for line in lines:
            self._put(indent + line if line else line)
            self._put("\n")
        self._breaks = True

    def done(self) -> LinedText:
        if self._breaks and not self.source.text[self.at :].strip():
            self.skip(len(self.source.text))
            text = "".join(self.pieces).rstrip("\n") + "\n"
        else:
            self.copy(len(self.source.text))
            text = "".join(self.pieces)
        lines = [*self.lines[: text.count("\n")], self.source.place(self._line)]
        return LinedText(text, tuple(lines))

    def _pass(self, text: str) -> None:
        self._line += text.count("\n")
        self.at += len(text)

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.lines += [self.source.place(self._line)] * text.count("\n")

    def _trim(self) -> None:
        """No blanks at the end of the line that is being written."""
        while self.pieces and not self.pieces[-1].strip(" \t"):
            self.pieces.pop()
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces[-1] = self.pieces[-1].rstrip(" \t")

    def _break(self) -> None:
        """End the line, and have an empty one before what follows."""
        self._breaks = False
        tail = "".join(self.pieces[-4:])
        if not tail:
            return
        if not tail.endswith("\n"):
            self._put("\n\n")
        elif tail.strip("\r\n") and not re.search(r"\n[ \t]*\r?\n$", tail):
            self._put("\n")
