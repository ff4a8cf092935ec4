"""The list of all files of a published folder with their hashes: what is live can be checked by anyone.

It has the format of `sha256sum`, which `sha256sum -c SHA256SUMS` reads. Versions of kb before it wrote
`kb-manifest.json`, which is read still.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kb.source.walk import walk_files

MANIFEST = "SHA256SUMS"
OLD_MANIFEST = "kb-manifest.json"
MANIFESTS = (MANIFEST, OLD_MANIFEST)
_HEADER = b"# Written by kb: SHA-256 of every other file of this folder. To compare: sha256sum -c SHA256SUMS"
"""The first line. `sha256sum` skips it; it tells a folder of kb's from another with such a list."""
_OLD_FORMAT = 1
MOST_MANIFEST_BYTES = 64 * 1024 * 1024
"""20,000 files, the most that Cloudflare Pages takes, make 3 MB."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LINE = re.compile(r"(\\?)([0-9a-f]{64}) [ *](.+)", re.DOTALL)
"""A backslash if the path is escaped, the hash, a mark of text or bytes, the path."""
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
"""What `sha256sum` writes in paths instead of these characters, behind a backslash at the line's start."""
_ESCAPED = re.compile(r"\\([\\nr])")


def hashes_below(folder: Path) -> dict[str, str]:
    """Path → SHA-256 of every file below `folder`, the manifest itself left out; sorted by path."""
    files = ((name, entry) for name, entry in walk_files(folder) if name not in MANIFESTS and entry.is_file())
    return dict(sorted((name, sha256(Path(entry.path).read_bytes())) for name, entry in files))


def write_manifest(folder: Path, hashes: Mapping[str, str] | None = None) -> bytes:
    """Write `SHA256SUMS`: one line a file, so that two of them can be compared by any tool.

    `hashes` are those of every file, if they are known. Returns what was written.
    """
    data = manifest_bytes(hashes_below(folder) if hashes is None else hashes)
    (folder / MANIFEST).write_bytes(data)
    return data


def manifest_bytes(hashes: Mapping[str, str], name: str = MANIFEST) -> bytes:
    """What the manifest `name`, the present one or the older, holds for files with these hashes."""
    if name == OLD_MANIFEST:
        row = {"format": _OLD_FORMAT, "algorithm": "sha256", "files": dict(sorted(hashes.items()))}
        return (json.dumps(row, ensure_ascii=False, indent=0) + "\n").encode()
    lines = [_line(path, digest).encode() for path, digest in sorted(hashes.items())]
    return b"\n".join([_HEADER, *lines, b""])


def _line(path: str, digest: str) -> str:
    escaped = "".join(_ESCAPES.get(sign, sign) for sign in path)
    return f"{'' if escaped == path else chr(92)}{digest}  {escaped}"


def sha256(data: bytes) -> str:
    """The hash of `data` as a manifest has it."""
    return hashlib.sha256(data).hexdigest()


def read_manifest(data: bytes) -> Mapping[str, str]:
    """Path → SHA-256. Raises ValueError with a sentence if `data` is no manifest of ours, whoever wrote it."""
    is_old = data.startswith(b"{")
    try:
        rows: list[tuple[str, object]] = _old_rows(data) if is_old else list(_rows(data))
        if faults := [path for path, digest in rows if not _is_row(path, digest)]:
            raise _ManifestError(f"it lists {faults[0][:60]!a}, which is no path with a SHA-256")
        return {path: str(digest) for path, digest in _without_twins(rows).items()}
    except _ManifestError as error:
        raise ValueError(f"this is no list of hashes that kb wrote: {error}") from None


def _rows(data: bytes) -> Iterator[tuple[str, str]]:
    header, _, rest = data.partition(b"\n")
    if header != _HEADER:
        raise _ManifestError("its first line is another")
    if not data.endswith(b"\n"):
        raise _ManifestError("it ends in the middle of a line")
    try:
        lines = rest.decode().split("\n")[:-1]
    except UnicodeDecodeError:
        raise _ManifestError("it is not UTF-8") from None
    for line in lines:
        if (match := _LINE.fullmatch(line)) is None:
            raise _ManifestError(f"it has the line {line[:60]!a}")
        is_escaped, digest, path = match.groups()
        yield (_ESCAPED.sub(lambda sign: _SIGNS[sign[0]], path) if is_escaped else path), digest


_SIGNS = {escaped: sign for sign, escaped in _ESCAPES.items()}


def _old_rows(data: bytes) -> list[tuple[str, object]]:
    try:
        row = json.loads(data, object_pairs_hook=_without_twins)
        if type(row["format"]) is int and row["format"] == _OLD_FORMAT and row.get("algorithm", "sha256") == "sha256":
            return list(row["files"].items())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise _ManifestError(f"it is not of format {_OLD_FORMAT}")


class _ManifestError(Exception):
    """Why a manifest is not one of ours."""


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise _ManifestError("it says something twice")
    return row


def _is_row(path: str, digest: object) -> bool:
    """Whether this is a path below the folder, and a hash."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    is_path = "\0" not in path and not any(part in {"", ".", ".."} for part in path.split("/"))
    return is_path and isinstance(digest, str) and _SHA256.fullmatch(digest) is not None


def fix_archive_times(folder: Path) -> None:
    """Pack the `.gz` files that MkDocs made anew without the time of day in them."""
    for path in sorted(folder.glob("*.xml.gz")):
        plain = path.with_suffix("")
        data = plain.read_bytes() if plain.is_file() else gzip.decompress(path.read_bytes())
        path.write_bytes(gzip.compress(data, mtime=0))
