"""What anyone can tell of a locked folder without a key: whether its scripts are the ones that kb ships."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache

from kb.locking.witness import has_fair_rounds, sign_in_files

RELEASE = "kb-lock/release.json"
_ITS_OWN = {RELEASE, "_headers", "CNAME"}
"""What differs from one locked folder to the next and is not sealed; `release.json` proves itself to who has a key."""
_PART = re.compile(r"kb-lock/files/[0-9a-f]{2}/[0-9a-f]{30}\.bin")
_LOCKS = ("kb-lock/", "kb-worker.js")


def is_locked_list(files: Mapping[str, str]) -> bool:
    """Whether a list of files tells of a locked folder, or of what somebody made of one."""
    return any(path.startswith(_LOCKS) for path in files)


def find_foreign(files: Mapping[str, str], release: bytes | None = None) -> Mapping[str, str]:
    """Path → why it does not belong into a locked folder of this version of kb; `files` is path → SHA-256,
    `release` what `release.json` holds, where that was read.

    Sealed parts cannot be told from forged ones here: they open with the release's key, or in no browser.
    """
    shipped = sign_in_hashes()
    found = {path: "missing from the sign-in page" for path in shipped if path not in files}
    for path, digest in files.items():
        if path in shipped:
            if digest != shipped[path]:
                found[path] = "not the file that this version of kb ships"
        elif path not in _ITS_OWN and not _PART.fullmatch(path):
            found[path] = "not sealed, and no file of the sign-in page"
    if release is not None and not _is_fair(release):
        found[RELEASE] = "asks for a number of rounds that the sign-in page does not take"
    return {**found, **({} if RELEASE in files else {RELEASE: "missing, so nobody can sign in"})}


def _is_fair(release: bytes) -> bool:
    try:
        row = json.loads(release)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and has_fair_rounds(row.get("envelopes"))


@cache
def sign_in_hashes() -> Mapping[str, str]:
    """Path → SHA-256 of the files of every locked folder that this version of kb makes."""
    return {path: hashlib.sha256(data).hexdigest() for path, data in sign_in_files().items()}
