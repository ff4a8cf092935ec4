"""What reading one published file may cost, what was found packed in it, and what of it stayed unread."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes that all which is packed in one file may unfold to; a catalogue of 300 pages with its pictures has 40 MB."""
LARGEST_BUILD = 1024 * 1024 * 1024
"""The same of all files of one audit."""
MOST_PARTS = 20_000
"""Parts of one file: members of archives, chunks, streams."""
DEEPEST = 8
"""Files within files within texts."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Something inside a file: how it was reached, where it begins, and its bytes."""

    how: str
    """`gzip`, `zip: notes.txt`, `PNG text` …; "" for the bytes as they are."""
    offset: int
    """Of the layer, in the bytes around it."""
    data: bytes
    is_text: bool = True
    """False if `data` is a file again, to be opened in its turn."""


class TooMuchError(Exception):
    """Reading on would cost more than it may; the message says what."""


@dataclass
class Total:
    """What one audit may still unpack, over all its files."""

    left: int = LARGEST_BUILD


@dataclass
class Reading:
    """One file being read. Everything that is unpacked is counted here, so that no input can stall an audit."""

    total: Total = field(default_factory=Total)
    left: int = LARGEST_FILE
    parts: int = MOST_PARTS
    unread: list[str] = field(default_factory=list)
    """Why parts of the file stayed unread, in the order met."""

    @property
    def limit(self) -> int:
        """Bytes that may still be unpacked."""
        return min(self.left, self.total.left)

    def take(self, data: bytes) -> bytes:
        """`data`, counted as unpacked. Raises `TooMuchError`."""
        self.left -= len(data)
        self.total.left -= len(data)
        if self.left < 0:
            raise TooMuchError(f"it unfolds to more than {LARGEST_FILE >> 20} MB")
        if self.total.left < 0:
            raise TooMuchError(f"all files together unfold to more than {LARGEST_BUILD >> 20} MB")
        return data

    def step(self) -> None:
        """One part more. Raises `TooMuchError`."""
        self.parts -= 1
        if self.parts < 0:
            raise TooMuchError(f"it has more than {MOST_PARTS} parts")

    def leave(self, why: str) -> None:
        """Note that something stays unread."""
        if why not in self.unread:
            self.unread.append(why)


Layers = Generator[Layer, None, int]
"""Layers of a file, and in the end how many of its bytes belong to it: others may follow."""
Reader = Callable[[bytes, Reading], Layers]
