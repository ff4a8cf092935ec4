"""Files packed with gzip (logs of a day, exports of counters) → what is inside, unpacked anew at each reading."""

from __future__ import annotations

import gzip
import zlib
from typing import BinaryIO, cast

from kb.insights.reading.encodings import Opener
from kb.insights.reading.parts import ReadError

GZIP = b"\x1f\x8b"
MOST_UNPACKED = 2_000_000_000
"""Bytes: a text is read row by row and needs no memory for them, but each pass unpacks them again."""
_BLOCK = 1 << 20


class _Inside(gzip.GzipFile):
    """Closes the file that it unpacks, as `GzipFile` does only for one that it opened itself."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        super().__init__(fileobj=packed)

    def close(self) -> None:
        super().close()
        self._packed.close()


def unpacked(opened: Opener) -> tuple[Opener, int]:
    """The opener of what is inside, and its size in bytes. Reads it once.

    Raises `ReadError` where the file is damaged, packed twice, or unpacks to more than `MOST_UNPACKED`.
    """

    def open_inside() -> BinaryIO:
        return cast("BinaryIO", _Inside(opened()))

    size = 0
    try:
        with open_inside() as file:
            while block := file.read(_BLOCK):
                if not size and block.startswith(GZIP):
                    raise ReadError("is packed with gzip twice", hint="unpack it and import what is inside")
                size += len(block)
                if size > MOST_UNPACKED:
                    raise ReadError(
                        f"unpacks to more than {MOST_UNPACKED // 1_000_000_000} GB", hint="export a shorter time"
                    )
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise ReadError("is cut off or damaged", hint="download or export it again") from None
    return open_inside, size
