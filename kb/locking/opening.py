"""A locked folder, a name and a passphrase → the files in it: to check a release, or to get content back."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag

from kb.locking.sealing import FILE, HASHES, MANIFEST, ReleaseSecret, count_parts, part_binding, part_name, unseal
from kb.locking.shell import FILES_FOLDER, RELEASE_FILE
from kb.locking.wrapping import unwrap_secret


class WrongKeyError(Exception):
    """The name and the passphrase do not open this release."""


class TamperedError(Exception):
    """A file is missing or was changed; the message is the path it has inside the edition."""


def open_site(folder: Path, name: str, passphrase: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the edition in the locked `folder`, by path. Raises `WrongKeyError` or `TamperedError`."""
    description = (folder / RELEASE_FILE).read_text(encoding="utf-8")
    secret = unwrap_secret(description, name, passphrase)
    if secret is None:
        raise WrongKeyError(name)
    manifest = read_manifest(folder, secret)
    if "hashes" in manifest:
        _read_part(folder, secret, HASHES, "", 0, 1, shown="the sealed hashes")
    for path, size, packed_size, is_packed in manifest["files"]:
        count = count_parts(packed_size)
        packed = b"".join(_read_part(folder, secret, FILE, path, number, count) for number in range(count))
        data = gzip.decompress(packed) if is_packed else packed
        if len(data) != size:
            raise TamperedError(path)
        yield path, data


def read_manifest(folder: Path, secret: ReleaseSecret) -> dict[str, Any]:
    """The list of files: `policy`, `part_bytes`, `types` by suffix, and `files` as rows."""
    part = _read_part(folder, secret, MANIFEST, "", 0, 1, shown="the list of files")
    manifest: dict[str, Any] = json.loads(gzip.decompress(part))
    return manifest


def _read_part(
    folder: Path, secret: ReleaseSecret, kind: str, path: str, number: int, count: int, *, shown: str = ""
) -> bytes:
    try:
        part = (folder / FILES_FOLDER / part_name(secret, kind, path, number)).read_bytes()
        return unseal(secret, part, part_binding(secret, kind, path, number, count))
    except (OSError, InvalidTag, ValueError) as error:
        raise TamperedError(path or shown) from error
