"""The list of all files of a published folder with their hashes: what is live can be checked by anyone."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from kb.source.walk import walk_files

MANIFEST = "kb-manifest.json"
MANIFEST_FORMAT = 1
MOST_MANIFEST_BYTES = 64 * 1024 * 1024
"""20,000 files, the most that Cloudflare Pages takes, make 3 MB."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


def hashes_below(folder: Path) -> dict[str, str]:
    """Path → SHA-256 of every file below `folder`, the manifest itself left out; sorted by path."""
    files = ((name, entry) for name, entry in walk_files(folder) if name != MANIFEST and entry.is_file())
    return dict(sorted((name, sha256(Path(entry.path).read_bytes())) for name, entry in files))


def write_manifest(folder: Path, hashes: Mapping[str, str] | None = None) -> bytes:
    """Write `kb-manifest.json`: one line a file, so that two of them can be compared by any tool.

    `hashes` are those of every file, if they are known. Returns what was written.
    """
    data = manifest_bytes(hashes_below(folder) if hashes is None else hashes)
    (folder / MANIFEST).write_bytes(data)
    return data


def manifest_bytes(hashes: Mapping[str, str]) -> bytes:
    """What `kb-manifest.json` holds for files with these hashes."""
    row = {"format": MANIFEST_FORMAT, "algorithm": "sha256", "files": dict(sorted(hashes.items()))}
    return (json.dumps(row, ensure_ascii=False, indent=0) + "\n").encode()


def sha256(data: bytes) -> str:
    """The hash of `data` as a manifest has it."""
    return hashlib.sha256(data).hexdigest()


def read_manifest(data: bytes) -> Mapping[str, str]:
    """Path → SHA-256. Raises ValueError with a sentence where `data` is no manifest of ours, whoever wrote it."""
    try:
        row = json.loads(data, object_pairs_hook=_without_twins)
        files = row["files"]
        if (
            type(row["format"]) is int
            and row["format"] == MANIFEST_FORMAT
            and row.get("algorithm", "sha256") == "sha256"
        ):
            if faults := [path for path, digest in files.items() if not _is_row(path, digest)]:
                raise _ManifestError(f"it lists {faults[0][:60]!a}, which is no path with a SHA-256")
            return dict(files)
    except _ManifestError as error:
        raise ValueError(f"this is no {MANIFEST} that kb wrote: {error}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise ValueError(f"this is no {MANIFEST} of format {MANIFEST_FORMAT}")


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
