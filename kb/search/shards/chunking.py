"""Content-defined chunking: the entries themselves decide where one shard ends and the next begins.

If each shard were filled to a fixed size, one new word would move the boundary of every later shard. Here a word
whose CRC-32 is divisible by `one_in` starts a new shard, once the shard before it has its least size. So the
boundaries are the same again a few entries after a change, and visitors keep the files that they have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Chunking:
    """The sizes of one kind of shard, in estimated bytes before compression."""

    least: int
    most: int
    """A single entry may need more."""
    most_of_pairs: int = 0
    """`most` for the pairs that follow their first word: one request should bring a word with its pairs."""
    one_in: int = 4
    """After `least` bytes, one word in `one_in` starts a new shard."""

    def starts_chunk(self, word: str, own: int, size: int) -> bool:
        """Whether `word`, which needs `own` bytes, starts a new shard when the current one has `size` bytes."""
        is_pair = " " in word
        if size + own > (max(self.most, self.most_of_pairs) if is_pair else self.most):
            return size > 0
        return not is_pair and size >= self.least and crc32(word.encode("utf-8", "surrogatepass")) % self.one_in == 0

    def split(self, sizes: Iterable[tuple[str, int]]) -> list[int]:
        """Indexes of the entries (word, bytes) that start a shard, ascending; empty for no entries."""
        starts: list[int] = []
        size = 0
        for index, (word, own) in enumerate(sizes):
            may_start = size >= self.least or size + own > self.most
            if index == 0 or (may_start and self.starts_chunk(word, own, size)):
                starts.append(index)
                size = 0
            size += own
        return starts
