"""Addresses of videos: of a service that can play on a page, or of a film of the shop's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from kb.project.services import VIDEO_FRAMES

_FILM = re.compile(r"\.(mp4|m4v|webm|ogv|mov)$", re.IGNORECASE)
_YOUTUBE_HOSTS = frozenset({"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"})
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([\w-]{3,20})/?")
_ID = re.compile(r"[\w-]{3,20}")
_VIMEO_PATH = re.compile(r"/(?:video/|channels/[\w-]+/)?(\d+)(?:/(\w+))?/?")
_SECONDS = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a video is played and watched."""

    service: str
    """`youtube`, `vimeo`, or "" for a film of its own."""
    watch: str
    """The page of the service, or the film as written."""
    embed: str = ""


def source_of(address: str) -> Source | None:
    """The video that an address leads to; None where it is none that can be shown."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # brackets that hold no IPv6 address
        return None
    host = parts.netloc.lower().removeprefix("www.")
    if host == "youtu.be" or host in _YOUTUBE_HOSTS:
        return _youtube(parts.path, parse_qs(parts.query), is_short=host == "youtu.be")
    if host in {"vimeo.com", "player.vimeo.com"} and (found := _VIMEO_PATH.fullmatch(parts.path)):
        secret = found[2] or parse_qs(parts.query).get("h", [""])[0]
        secret = secret if secret.isalnum() else ""
        watch = f"https://vimeo.com/{found[1]}" + (f"/{secret}" if secret else "")
        more = f"&h={secret}" if secret else ""
        return Source("vimeo", watch, f"{VIDEO_FRAMES['vimeo']}/video/{found[1]}?autoplay=1&dnt=1{more}")
    return Source("", address.strip()) if _FILM.search(parts.path) else None


def _youtube(path: str, query: Mapping[str, list[str]], *, is_short: bool) -> Source | None:
    name = path.strip("/") if is_short else query.get("v", [""])[0] if path.startswith("/watch") else ""
    if not name and (found := _YOUTUBE_PATH.fullmatch(path)):
        name = found[1]
    if not _ID.fullmatch(name) or name == "videoseries":
        return None
    at = _SECONDS.fullmatch((query.get("t") or query.get("start") or [""])[0])
    seconds = sum(int(part or 0) * each for part, each in zip(at.groups(), (3600, 60, 1), strict=True)) if at else 0
    watch = f"https://www.youtube.com/watch?v={name}" + (f"&t={seconds}" if seconds else "")
    more = f"&start={seconds}" if seconds else ""
    return Source("youtube", watch, f"{VIDEO_FRAMES['youtube']}/embed/{name}?autoplay=1&rel=0{more}")
