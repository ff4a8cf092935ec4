"""What browsers are told to hold a page to: one home for every header, whoever sends it.

Sources: Content Security Policy Level 3, Referrer Policy and Permissions Policy (W3C), read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Mapping

from kb.editions.page_policy import page_policy
from kb.project.editions import EditionName
from kb.project.options import Options

HASHED = r"[.-][0-9a-f]{8,}[.-]"
"""What the names of files look like that carry a hash of their content, as a regular expression."""
SHARDS = r"/search/[^/]+/(?:core|dictionary|terms|texts|titles|words)-[^/]+[.]json$"
"""The index's files, whose short hashes look like words: every one is named by those that lead to it."""
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_REFUSED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
            "midi", "payment", "usb")  # fmt: skip


def content_security_policy(options: Options, edition: EditionName, *, as_header: bool) -> str:
    """The policy of every page of an edition (`page_policy`), as text.

    Who may frame a page can only be said in a header: for the agent edition the shop's `frame_ancestors`, for the
    public one nobody else.
    """
    directives = dict(page_policy(options, edition))
    if as_header:
        frames = options.frame_ancestors if edition == "agents" else ()
        directives["frame-ancestors"] = ("'self'", *frames)
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def page_headers(options: Options, edition: EditionName) -> Mapping[str, str]:
    """The headers of every answer, in the order they are written."""
    headers = {
        "Content-Security-Policy": content_security_policy(options, edition, as_header=True),
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _REFUSED),
        "Referrer-Policy": "strict-origin-when-cross-origin" if edition == "public" else "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    if edition == "agents":
        headers["X-Robots-Tag"] = "noindex, nofollow"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"  # no page of another site may load a script of it
    return headers
