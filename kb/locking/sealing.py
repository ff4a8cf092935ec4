"""Files → opaque parts: packed, cut, padded, encrypted, each bound to its release, path and number.

A part is 12 bytes of nonce, then AES-256-GCM's text and tag. Inside: four bytes of length (big end
first), that many bytes of the file, and zeros up to the padded size. Its name is an HMAC of what it
is, under a key of the same release. `browser/keys.js` reads the same.
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kb.locking.keys import NONCE_BYTES, RELEASE_FORMAT

PART_BYTES = (1 << 20) - 4
"""The most that one part holds: a video is fetched piece by piece, and its size shows only in sum."""
LEAST_PADDING = 4096
"""Bytes: sizes are multiples of this below 64 KiB, and Padmé's sizes above (at most 12 % more)."""
_HEADER_BYTES = 4
MANIFEST, FILE, HASHES = "manifest", "file", "hashes"
"""Kinds of parts: the list of files, a file, the hashes of all that is published."""

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".xml": "application/xml",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".wasm": "application/wasm",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".gz": "application/gzip",
}
"""Ours, not the machine's: a type must not differ with where the edition was built."""
UNKNOWN_TYPE = "application/octet-stream"
_PACKED = (
    "text/",
    "application/json",
    "application/xml",
    "application/manifest+json",
    "application/wasm",
    "image/svg+xml",
)


@dataclass(frozen=True, slots=True)
class ReleaseSecret:
    """What opens one release, and nothing else."""

    release: str
    """32 hexadecimal digits, public."""
    content_key: bytes
    """AES-256."""
    name_key: bytes
    """HMAC-SHA-256."""


def make_release_secret() -> ReleaseSecret:
    """A fresh one; two releases share nothing."""
    return ReleaseSecret(secrets.token_hex(16), secrets.token_bytes(32), secrets.token_bytes(32))


def part_name(secret: ReleaseSecret, kind: str, path: str, number: int) -> str:
    """Where part `number` of `path` lies, under `kb-lock/files/`."""
    text = f"{kind}\n{path}\n{number}".encode()
    digest = hmac.new(secret.name_key, text, hashlib.sha256).hexdigest()[:32]
    return f"{digest[:2]}/{digest[2:]}.bin"


def part_binding(secret: ReleaseSecret, kind: str, path: str, number: int, count: int) -> bytes:
    """Associated data: a part moved to another place, or another release, does not open."""
    return f"{RELEASE_FORMAT}\n{secret.release}\n{kind}\n{path}\n{number}/{count}".encode()


def media_type(path: str) -> str:
    """The type that a browser must be told for the file at `path`."""
    return MEDIA_TYPES.get(PurePosixPath(path).suffix.lower(), UNKNOWN_TYPE)


def pack(data: bytes, *, path: str) -> tuple[bytes, bool]:
    """`data` compressed if that helps (hosts cannot compress what is encrypted), and whether it was."""
    if not media_type(path).startswith(_PACKED):
        return data, False
    packed = gzip.compress(data, compresslevel=6, mtime=0)
    return (packed, True) if len(packed) < len(data) else (data, False)


def count_parts(length: int) -> int:
    """How many parts `length` bytes need; an empty file has one."""
    return max(1, -(-length // PART_BYTES))


def padded_length(length: int) -> int:
    """The size that `length` bytes are padded to: Padmé (Nikitin et al., PETS 2019), but not below 4 KiB steps."""
    exponent = max(length, 2).bit_length() - 1
    step = 1 << max(exponent - exponent.bit_length(), 0)
    step = max(step, LEAST_PADDING)
    return max(step, -(-length // step) * step)


def seal(secret: ReleaseSecret, piece: bytes, binding: bytes) -> bytes:
    """One part, ready to be written."""
    plain = len(piece).to_bytes(_HEADER_BYTES, "big") + piece
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(secret.content_key).encrypt(nonce, plain.ljust(padded_length(len(plain)), b"\0"), binding)


def unseal(secret: ReleaseSecret, part: bytes, binding: bytes) -> bytes:
    """The piece in `part`; raises `cryptography.exceptions.InvalidTag` if a byte was changed."""
    plain = AESGCM(secret.content_key).decrypt(part[:NONCE_BYTES], part[NONCE_BYTES:], binding)
    length = int.from_bytes(plain[:_HEADER_BYTES], "big")
    return plain[_HEADER_BYTES : _HEADER_BYTES + length]
