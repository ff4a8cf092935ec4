"""Addresses and e-mail addresses that stand bare in a text, and where each ends.

Source: GFM 0.29, 6.9 (extended autolinks); beyond it, the stops and brackets of Chinese, Japanese and Thai end an
address, since no blank follows there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BARE = re.compile(
    r"(?:(?P<web>(?:https?|ftp)://|www\.(?=[\w-]+\.))[^\s<>\x02\x03`\"“”«»„，。、；：！？（）「」『』【】《》…]+"
    r"|(?:mailto:)?(?P<mail>[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,63}[A-Za-z0-9_+-])?@(?:[A-Za-z0-9_-]{1,63}\.){1,8}[A-Za-z0-9_-]{1,63}))",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff/@.+-]")
"""After one of these no address begins: `xhttps://`, `a@b@c.de`."""
_ENTITY_END = re.compile(r"&[A-Za-z0-9]{1,31};$")
_STOPS = "?!.,:*_~'’"


def bare_links(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and address of every bare link in `text`, in order."""
    if "@" not in text and "://" not in text and "www." not in text.lower():
        return  # most texts, and the pattern is slow: an e-mail address may begin at every letter
    for found in _BARE.finditer(text):
        start = found.start()
        if start and _LATIN.match(text, start - 1):
            continue
        if found["mail"]:
            if not found["mail"].endswith(("-", "_")) and not text.startswith("@", found.end()):
                yield start, found.end(), "mailto:" + found["mail"]
            continue
        written = _trimmed(found[0])
        host = re.sub(r"^[a-z]+://", "", written, flags=re.IGNORECASE)
        if host and re.match(r"[\w\[]", host):
            yield start, start + len(written), ("" if found["web"].endswith("/") else "http://") + written


def _trimmed(written: str) -> str:
    """An address without the stops of the sentence, and without a bracket that it does not open."""
    opened, closed = written.count("("), written.count(")")
    end = len(written)
    while end:
        last = written[end - 1]
        if last in _STOPS:
            end -= 1
        elif last == ")" and closed > opened:
            end, closed = end - 1, closed - 1
        elif last == ";" and (entity := _ENTITY_END.search(written, max(0, end - 33), end)):
            end = entity.start()
        elif last in ";]}":
            end -= 1
        else:
            break
    return written[:end]
