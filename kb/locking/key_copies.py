"""Copies of key files in a built folder, however they were written anew: sorted, indented, on one line, as YAML.

What is looked for is what must not be published: a private key, a wrapped secret, a salt with its rounds. No key
file of the shop needs to be known for it, and `cryptography` is not loaded.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path

from kb.audit.formats.containers import open_layers
from kb.audit.formats.reading import Reading
from kb.source.problem import Problem, Rule, Severity
from kb.source.walk import walk_files

KEYS_IN_SITE = Rule(
    "KB934",
    "key-file-in-site",
    Severity.ERROR,
    what="A key file lies in a folder that is, or becomes, a site.",
    why="Names of staff and what passphrases are guessed against would be published.",
    example="docs/kb-keys.json",
    hint="keep it beside mkdocs.yml, or name another place with --keys",
)
RULES = (KEYS_IN_SITE,)

_MARKS = (b"private_key", b"wrapped", b"kb-keys ", b"iterations")
"""One of these stands in every copy: most files hold none and are not looked at further."""
_SECRET_MARKS = frozenset(_MARKS[:2])
_SECRET_NAMES = re.compile(b"|".join(_MARKS[:2]))
_SECRET_BYTES = 4_000
"""In so many a secret ends that begins with its name, tags around each part of it included."""
_WIDE_MARKS = tuple(mark.decode().encode("utf-16-le")[:-1] for mark in _MARKS)
_ESCAPED = re.compile(rb"\\u00[5-7][0-9a-fA-F]")
"""A letter or an underscore that JSON need not escape: a mark may stand there unseen."""
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_DEEPEST = 3
"""Archives in archives that are opened."""
_FIELD = r"[\"']?\s*[:=]\s*[\"']?"
_SECRET = re.compile(rf"\b(?:private_key|wrapped){_FIELD}[A-Za-z0-9+/_-]{{80,}}")
_SALT = re.compile(rf"\bsalt{_FIELD}[A-Za-z0-9+/_-]{{22}}(?![A-Za-z0-9+/_-])")
_ROUNDS = re.compile(rf"\biterations{_FIELD}[0-9]{{4,8}}\b")
_FORMAT = re.compile(rf"\bformat{_FIELD}kb-keys [0-9]")
_KDF = re.compile(rf"\bkdf{_FIELD}PBKDF2")
_TAG = re.compile(r"<[^<>]*>")


def looks_like_keys(data: bytes) -> bool:
    """True if `data`, or a file packed in it, holds a key file or an agent's part of one."""
    return any(_holds_keys(text) for text in _unpacked(data, _DEEPEST))


def find_key_copies(site: Path, *, known: Path | None = None) -> Iterator[Problem]:
    """A problem for each file of `site` that holds keys. Files that are one with their namesake in `known`, a folder
    that was looked through before, are not read.
    """
    for name, entry in walk_files(site):
        if known is not None and _is_one(entry, f"{known}/{name}"):
            continue
        if entry.is_file() and looks_like_keys(Path(entry.path).read_bytes()):
            shown = name.encode("utf-8", "backslashreplace").decode()
            yield KEYS_IN_SITE.at(shown, 1, "this is a key file, or holds a copy of one")


def _is_one(entry: os.DirEntry[str], other: str) -> bool:
    try:
        return os.path.samestat(entry.stat(), os.stat(other))  # noqa: PTH116 - thousands of files
    except OSError:
        return False


def _holds_keys(data: bytes) -> bool:
    marks = (*_MARKS, *_WIDE_MARKS) if b"\0" in data else _MARKS
    found, is_escaped = [mark for mark in marks if mark in data], bool(b"\\u00" in data and _ESCAPED.search(data))
    if not found and not is_escaped:
        return False
    if not is_escaped and _SECRET_MARKS.issuperset(found):  # common words: a secret stands right after its name
        data = b"\n".join(_after_names(data))
    text = _plain(data)
    if _SECRET.search(text):
        return True
    return bool((_SALT.search(text) and _ROUNDS.search(text)) or (_FORMAT.search(text) and _KDF.search(text)))


def _after_names(data: bytes) -> Iterator[bytes]:
    """The stretches of `data` in which a secret stands that begins with its name; none overlaps another."""
    start = end = 0
    for found in _SECRET_NAMES.finditer(data):
        if found.start() > end:
            yield data[start:end]
            start = found.start()
        end = found.start() + _SECRET_BYTES
    yield data[start:end]


def _plain(data: bytes) -> str:
    """The text of `data`, whatever wrote it: UTF-16, escapes of JSON, a page that shows it in colours."""
    text = data.replace(b"\0", b"").decode("utf-8", "replace")
    text = re.sub(r"\\u00([0-9a-fA-F]{2})", lambda found: chr(int(found[1], 16)), text).replace("\\", "")
    return html.unescape(_TAG.sub("", text)) if "<" in text or "&" in text else text


def _unpacked(data: bytes, depth: int, reading: Reading | None = None) -> Iterator[bytes]:
    reading = reading or Reading()  # the audit tells of what cannot be opened
    yield data
    if depth and data.startswith(_PACKED):
        for layer in open_layers(data, reading):
            yield from _unpacked(layer.data, depth - 1, reading)
