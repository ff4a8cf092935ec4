"""What hosts do to files on their way: known by undoing it, by the file as it was built, or by what they leave in it.

Undoing proves: what then has the hash that was expected differs in nothing else. All the rest is a hint, and said so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

MOST_TEXT_BYTES = 2 * 1024 * 1024
"""Longer files are compared by their hash alone."""
_MOST_TOLD = 3
_MOST_SHIFTED = 64
_MARK = b"\xef\xbb\xbf"
_SCRIPT_SOURCE = re.compile(rb"""\ssrc\s*=\s*["']?([^"'\s>]{1,500})""", re.IGNORECASE)
_SCRIPT_TYPE = re.compile(rb"""\stype\s*=\s*["']?([^"'\s>]{1,100})""", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_PIECES = re.compile(r"<[^<>]*>|[^<>\s]+")
_QUOTES = re.compile(r"[\"']|/$")
_HOSTS_OWN = re.compile(rb"//|https?:|data:|/cdn-cgi/|/[._]", re.IGNORECASE)
_SIGNS: Mapping[bytes, str] = {
    b"/cdn-cgi/l/email-protection": "Cloudflare hides e-mail addresses in it (turn Email Address Obfuscation off)",
    b"rocket-loader.min.js": "Cloudflare's Rocket Loader changes its scripts (turn it off)",
    b"/cdn-cgi/challenge-platform/": "Cloudflare's check for robots is in it",
    b"static.cloudflareinsights.com": "Cloudflare's analytics are in it (turn automatic setup off)",
    b"/.netlify/scripts/": "Netlify's analytics are in it",
}
"""What each host leaves in pages, by the addresses that its manual names."""


def explain(path: str, body: bytes, expected: str, original: bytes | None) -> str:
    """Why `body` may not be the file at `path` whose SHA-256 is `expected`; "" where nothing can be told.

    `original` is the file as it was built, where it is at hand; another file than expected is not used.
    """
    for undone, done in _undone(body):
        if _sha256(undone) == expected:
            return f"{done}; nothing else differs"
    if original is not None and _sha256(original) == expected:
        return _compared(path, body, original)
    if not path.endswith(".html"):
        return ""
    signs = [words for sign, words in _SIGNS.items() if sign in body]
    foreign = [_named(body, span) for span in _foreign_scripts(body)]
    return "; ".join(signs or ([f"it holds {_listed(foreign)}"] if foreign else []))


def _undone(body: bytes) -> Iterator[tuple[bytes, str]]:
    """What a file may have been before a host touched it, and what the host then did."""
    yield body.replace(b"\r\n", b"\n"), "the ends of its lines were changed"
    yield body.removeprefix(_MARK), "a byte order mark was put before it"
    yield _MARK + body, "its byte order mark was taken away"
    yield body.rstrip(b"\r\n"), "empty lines were put behind it"
    yield body.rstrip(b"\r\n") + b"\n", "the end of its last line was changed"
    if spans := list(_foreign_scripts(body)):
        told = f"the host put in {_listed([_named(body, span) for span in spans])}"
        for before, after in ((b"", b""), (b"", b"\n"), (b"\n", b""), (b"\n", b"\n")):
            yield _without(body, spans, before, after), told


def _without(body: bytes, spans: list[tuple[int, int]], before: bytes, after: bytes) -> bytes:
    """`body` without `spans`, and without the line's end before or after each where there is one."""
    kept, start = bytearray(), 0
    for first, last in spans:
        piece = body[start:first]
        kept += piece.removesuffix(before) if before else piece
        start = last + len(after) if after and body.startswith(after, last) else last
    return bytes(kept + body[start:])


def _foreign_scripts(body: bytes) -> Iterator[tuple[int, int]]:
    """Where scripts stand that no page of kb has: inline ones, and those of another host or of the host's own tools."""
    low = body.lower()
    start = 0
    while (first := low.find(b"<script", start)) >= 0:
        inner = low.find(b">", first)
        closing = low.find(b"</script", inner)
        end = low.find(b">", closing)
        if min(inner, closing, end) < 0:
            return
        start = end + 1
        if _is_foreign(body[first:inner]):
            yield first, start


def _is_foreign(tag: bytes) -> bool:
    kind = _SCRIPT_TYPE.search(tag)
    if kind and b"json" in kind[1].lower():
        return False
    source = _SCRIPT_SOURCE.search(tag)
    return source is None or _HOSTS_OWN.match(source[1]) is not None


def _named(body: bytes, span: tuple[int, int]) -> str:
    source = _SCRIPT_SOURCE.search(body[span[0] : body.find(b">", span[0])])
    return (
        f"the script {source[1].decode('utf-8', 'replace').partition('?')[0][:120]}" if source else "an inline script"
    )


def _listed(names: list[str]) -> str:
    told = list(dict.fromkeys(names))
    more = f" and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    return f"{', '.join(told[:_MOST_TOLD])}{more}"


def _compared(path: str, body: bytes, original: bytes) -> str:
    if original.startswith(body):
        return f"it ends after {len(body):,} of {len(original):,} bytes"
    if path.endswith(".html") and _words(body) == _words(original):
        return "only white space, comments, quotes and end tags differ: the host minifies HTML"
    first = _first_difference(body, original)
    tail = _first_difference(body[first:][::-1], original[first:][::-1])
    line = original.count(b"\n", 0, first) + 1
    if first + tail == len(original):
        added = _from_a_tag(body[first : len(body) - tail], body[max(0, first - _MOST_SHIFTED) : first])
        shown = _SPACES.sub(" ", added[:120].decode("utf-8", "replace")).strip()
        return f"the host put {len(added):,} bytes into line {line}: {shown}; nothing else differs"
    return f"it differs from line {line} on"


def _from_a_tag(added: bytes, before: bytes) -> bytes:
    """What was put in, from the tag it begins with: where its end is like what stands before it, its place is open."""
    for _ in range(len(before)):
        if added.startswith(b"<") or not before.endswith(added[-1:]):
            break
        added, before = added[-1:] + added[:-1], before[:-1]
    return added


def _first_difference(one: bytes, other: bytes) -> int:
    """The first place at which two texts differ, found by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _words(page: bytes) -> list[str]:
    """A page as tags and words, without what minifiers take away; by patterns that read each letter once."""
    first, *rest = page.decode("utf-8", "replace").split("<!--")
    text = first + "".join(one.partition("-->")[2] for one in rest)
    found = []
    for piece in _PIECES.findall(text):
        if not piece.startswith("<"):
            found.append(piece)
        elif not piece.startswith("</"):
            found.extend(sorted(_QUOTES.sub("", piece.strip("</>")).split()))
    return found


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
