"""Services of others that pages may use, each with its hosts. Source: the services' own manuals, 2026-11."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

VIDEO_FRAMES: Mapping[str, str] = MappingProxyType(
    {"youtube": "https://www.youtube-nocookie.com", "vimeo": "https://player.vimeo.com"}
)
"""Service → the host of its player, without cookies where it has such a one."""
