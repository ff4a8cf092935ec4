"""Who may ask the preview of one writer: that writer's own browser, and no page of another site in it.

Sources: Fetch Metadata Request Headers (W3C), Fetch (WHATWG; Cross-Origin-Resource-Policy), read 2026-11-26. Browsers
send `Sec-Fetch-…` to this computer's own addresses and over HTTPS alone; the headers of `answer_headers` hold
everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

EVERYWHERE = frozenset({"", "0.0.0.0", "::", "[::]", "0", "*"})
"""Hosts to listen on that stand for every address of this computer."""
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\[\]:/@\s]+)(:[0-9]{1,5})?")
_OWN_SITES = {"", "none", "same-origin"}
"""What `Sec-Fetch-Site` says of a request by the writer or by a page of the preview; old browsers say nothing."""
_ORIGIN = re.compile(r"https?://[a-z0-9.\[\]:-]+", re.ASCII)


@dataclass(frozen=True)
class Guard:
    """What a request must say of itself."""

    names: frozenset[str]
    """Names and addresses under which the preview may be asked, beside those of this computer; in small letters."""
    origins: frozenset[str] = frozenset()
    """Origins of other sites whose pages may read and frame the preview."""

    def why_refused(self, headers: Message, authority: str, here: str) -> str:
        """Why a request is refused, as a sentence; "" where it may be answered.

        `authority` is the host that its first line names, where it names one; `here` the address at which it arrived.
        """
        hosts = [*headers.get_all("Host", []), *([authority] if authority else [])]
        if not hosts or not all(self._is_ours(host, here) for host in hosts):
            return "kb serve answers to its own address only; give other names of this computer with --name"
        if asker := self._stranger(headers, hosts[0]):
            return f"kb serve does not answer pages of other sites ({asker})"
        return ""

    def _is_ours(self, host: str, here: str) -> bool:
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = match[1].strip("[]").lower()
        if name == "localhost" or name in self.names:
            return True
        asked, arrived = _address(name), _address(here)
        return asked is not None and (asked == arrived or (asked.is_loopback and (arrived or asked).is_loopback))

    def _stranger(self, headers: Message, host: str) -> str:
        """What shows that a page of another site asks; "" where nothing does.

        A link to the preview is no danger: the page that has it cannot read what opens (`answer_headers` parts the
        two). A frame is one.
        """
        if self.listed(headers):
            return ""
        site = headers.get("Sec-Fetch-Site", "").lower()
        is_opened = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"
        if site not in _OWN_SITES and not is_opened:
            return f"Sec-Fetch-Site: {_shown(site)}"
        origin = headers.get("Origin", "")
        return f"Origin: {_shown(origin)}" if origin and _host_of(origin) != host.lower() else ""

    def listed(self, headers: Message) -> str:
        """The origin of the page that asks, where it is one of `origins`; else ""."""
        origin = headers.get("Origin") or _origin_of(headers.get("Referer", ""))
        return origin if origin in self.origins else ""

    def answer_headers(self, headers: Message | None) -> Mapping[str, str]:
        """What every answer says, so that browsers keep it from pages of other sites."""
        listed = self.listed(headers) if headers is not None else ""
        more = {"Access-Control-Allow-Origin": listed, "Vary": "Origin, Referer"} if listed else {}
        return {
            "Cross-Origin-Resource-Policy": "cross-origin" if listed else "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Content-Security-Policy": " ".join(["frame-ancestors 'self'", *sorted(self.origins)]),
            **({} if self.origins else {"X-Frame-Options": "SAMEORIGIN"}),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            **more,
        }


def make_guard(host: str, names: Iterable[str] = (), origins: Iterable[str] = ()) -> Guard:
    """The guard of a preview that listens on `host`. Raises ValueError where one of `origins` is no origin."""
    listed = frozenset(one.rstrip("/").lower() for one in origins)
    for one in sorted(listed):
        if not _ORIGIN.fullmatch(one):
            raise ValueError(f"{one!r} is no origin; write it as https://cms.example.com")
    given = {one.strip("[]").lower() for one in (*names, *(() if host in EVERYWHERE else (host,)))}
    return Guard(frozenset(given), listed)


def is_alone(address: str) -> bool:
    """Whether only programs of this computer reach what listens on `address`, an IP address."""
    found = _address(address)
    return found is not None and found.is_loopback


def _host_of(origin: str) -> str:
    """Host and port of an origin, in small letters; "" where it is none (`null`)."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _origin_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped if isinstance(found, IPv6Address) else None) or found


def _shown(text: str) -> str:
    return repr(text[:100])
