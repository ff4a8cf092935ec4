"""Where one shard ends and the next begins: decided by what stands there, so that an edit moves few ends.

Were a shard simply filled until it is full, one word more would move the end of every later shard. Here an
end lies before certain words (those whose checksum says so) once a shard is full enough, so the same ends
come back soon after a change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Cutting:
    """How long shards of one sort are."""

    least: int
    most: int
    """Estimated bytes before compression; a single entry may need more."""
    most_of_pairs: int = 0
    """The same while pairs follow their first word: a word and its pairs are better asked for in one piece."""
    one_in: int = 4
    """Of the words past `least`, one in so many begins a new shard."""

    def begins(self, word: str, own: int, size: int) -> bool:
        """Whether `word`, which needs `own` bytes, begins a new shard after one of `size` bytes."""
        is_pair = " " in word
        if size + own > (max(self.most, self.most_of_pairs) if is_pair else self.most):
            return size > 0
        return not is_pair and size >= self.least and crc32(word.encode("utf-8", "surrogatepass")) % self.one_in == 0

    def cut(self, sizes: Iterable[tuple[str, int]]) -> list[int]:
        """Places of the entries (word, bytes), in order, that begin a shard; none for none."""
        starts: list[int] = []
        size = 0
        for place, (word, own) in enumerate(sizes):
            if place == 0 or self.begins(word, own, size):
                starts.append(place)
                size = 0
            size += own
        return starts
