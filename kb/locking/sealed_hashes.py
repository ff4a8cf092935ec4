"""The hashes that were sealed with a release, read by somebody who has a key: what proves a whole published folder.

Nobody without a key can make or change them. Who has one could: the lock keeps strangers out, not agents.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard

from cryptography.exceptions import InvalidTag

from kb.locking.sealing import HASHES, MANIFEST, ReleaseSecret, part_binding, part_name, unseal
from kb.locking.shell import FILES_FOLDER
from kb.locking.wrapping import unwrap_secret

MOST_BYTES = 64 * 1024 * 1024
"""Of the list, packed or not: as many as a `SHA256SUMS` may have."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


class NoHashesError(Exception):
    """A release gives no hashes to compare with; the message says why, `path` is the file at fault."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(why)
        self.path = path


class NotOpenedError(Exception):
    """The name and the passphrase open nothing in this release."""


@dataclass(frozen=True)
class SealedHashes:
    """What a release says of its own files."""

    release: str
    """32 hexadecimal digits."""
    locked_at: datetime
    """With its zone."""
    files: Mapping[str, str]
    """Path → SHA-256 of every published file but `SHA256SUMS`."""


def read_sealed_hashes(
    description: bytes, name: str, passphrase: str, read: Callable[[str], bytes | None], *, release_file: str
) -> SealedHashes:
    """The hashes sealed with the release that `description` (a `release.json`) tells of.

    `read` gives the bytes of a published file, None if it is not there. Raises `NotOpenedError` or `NoHashesError`.
    """
    try:
        secret = unwrap_secret(description.decode(), name, passphrase)
    except ValueError:
        why = "it is damaged, or asks for a number of rounds that the sign-in page does not take"
        raise NoHashesError(release_file, why) from None
    if secret is None:
        raise NotOpenedError(name)
    place = _place(secret, HASHES)
    part = read(place)
    if part is None:
        raise _missing(secret, place, read, release_file)
    row = _opened(secret, HASHES, part)
    files, locked_at = row.get("files"), _time(row.get("locked_at"))
    if not _are_hashes(files) or locked_at is None:
        raise NoHashesError(place, "the sealed hashes do not open: this part is damaged, or of another release")
    return SealedHashes(secret.release, locked_at, {**files, place: hashlib.sha256(part).hexdigest()})


def _missing(
    secret: ReleaseSecret, place: str, read: Callable[[str], bytes | None], release_file: str
) -> NoHashesError:
    """Why there are no sealed hashes: what the release's list of files, which is sealed too, says of them."""
    part = read(_place(secret, MANIFEST))
    listing = _opened(secret, MANIFEST, part) if part is not None else {}
    if not listing:
        return NoHashesError(
            release_file, "this release has no files here: it is not the one that the sealed files are of"
        )
    if "hashes" in listing:
        return NoHashesError(place, "the sealed hashes are missing, and this release has some")
    return NoHashesError(
        release_file, "this release was locked by an older kb, which sealed no hashes: nothing here can be proved"
    )


def _place(secret: ReleaseSecret, kind: str) -> str:
    return f"{FILES_FOLDER}/{part_name(secret, kind, '', 0)}"


def _opened(secret: ReleaseSecret, kind: str, part: bytes) -> Mapping[str, object]:
    """What the JSON in a part says; empty if it does not open."""
    try:
        packed = unseal(secret, part, part_binding(secret, kind, "", 0, 1))
        row = json.loads(zlib.decompressobj(wbits=31).decompress(packed, MOST_BYTES))
    except (InvalidTag, zlib.error, ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _time(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _are_hashes(files: object) -> TypeGuard[dict[str, str]]:
    return isinstance(files, dict) and all(
        isinstance(digest, str) and _SHA256.fullmatch(digest) is not None for digest in files.values()
    )
