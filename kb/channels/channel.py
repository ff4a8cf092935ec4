"""What a channel can carry: the noun that the register, the checks and the desk share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from kb.source.provenance import NO_PROVENANCE, Provenance

LIMITS = ("limit", "window_hours", "in_a_row")
"""What the platform decides about a channel, and may change without telling the shop."""


class Form(StrEnum):
    """What a reply becomes on a channel."""

    PLAIN = "plain"
    HTML = "html"
    CALL = "call"


class Counting(StrEnum):
    """What a length limit counts."""

    CHARACTERS = "characters"
    SEGMENTS = "segments"
    """SMS messages, as GSM-7 or UCS-2 makes them."""


class Links(StrEnum):
    """Which links a channel lets a shop send."""

    ANY = "any"
    OWN = "own"
    """Only to the marketplace's own hosts."""
    NONE = "none"


class Accents(StrEnum):
    """Whether letters keep their marks; dropping them makes a Vietnamese SMS cheaper."""

    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way to reach a customer; `names`, `strengths` and `weaknesses` are language → text (`wording.py`)."""

    id: str
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    form: Form = Form.PLAIN
    limit: int | None = None
    """The most that one reply may hold, in what `counting` says; None if nothing is known."""
    counting: Counting = Counting.CHARACTERS
    links: Links = Links.ANY
    link_hosts: tuple[str, ...] = ()
    """Hosts (and their subdomains) that `Links.OWN` permits."""
    accents: Accents = Accents.KEEP
    markets: tuple[str, ...] = ()
    """Empty: every market."""
    usual_in: tuple[str, ...] = ()
    """Markets whose shops have it though their options list no channels; empty: wherever it may be had."""
    hours: str = ""
    """When the team answers, local time, `08:00-21:00`; empty: not said."""
    reply_within_minutes: int | None = None
    """What customers (or the marketplace) expect while the team is there."""
    window_hours: int | None = None
    """Hours after the customer's last message in which a free reply may be sent."""
    in_a_row: int | None = None
    """Messages that may be sent one after another before the customer answers; None if nothing is known."""
    strengths: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    weaknesses: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fallback: str = ""
    """The channel to try when this one gets no answer."""
    rule_packs: tuple[str, ...] = ()
    known: Mapping[str, Provenance] = field(default_factory=lambda: MappingProxyType({}))
    """How each limit of `LIMITS` that the channel has is known; one that the shop sets itself may say nothing."""

    def known_by(self, limit: str) -> Provenance:
        """How `limit`, one of `LIMITS`, is known."""
        return self.known.get(limit, NO_PROVENANCE)

    def name(self, language: str) -> str:
        """The channel's name in `language`, else its id."""
        return self.names.get(language) or self.names.get("") or self.id

    def markets_hold(self, markets: Collection[str]) -> bool:
        """Whether the channel is for all of a shop's `markets`."""
        return not self.markets or set(markets) <= set(self.markets)

    def permits_host(self, host: str) -> bool:
        """May a link to `host` (lower case, no port) stand in a reply?"""
        if self.links is Links.ANY:
            return True
        return self.links is Links.OWN and any(host == own or host.endswith("." + own) for own in self.link_hosts)
