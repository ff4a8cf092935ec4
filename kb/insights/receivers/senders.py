"""How much may be sent: in all, and by one sender, who is known for a day and by nobody else."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date
from ipaddress import IPv6Address, ip_address

MINUTE = 60.0
MOST_SENDERS = 20_000
"""That are remembered at once; more make all of them forgotten, while the limit of all still holds."""


@dataclass(slots=True)
class Bucket:
    """Lets `a_minute` through each minute, and as many at once."""

    a_minute: int
    left: float
    at: float

    def take(self, now: float) -> bool:
        """Whether one more may pass at `now` (seconds of a clock that only goes forward)."""
        self.left = min(self.a_minute, self.left + (now - self.at) * self.a_minute / MINUTE)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Limits:
    """Both limits. A sender's address is hashed with a salt that is made anew each day; both are in memory alone."""

    def __init__(self, all_a_minute: int, one_a_minute: int) -> None:
        self._all = Bucket(all_a_minute, all_a_minute, 0.0)
        self._one_a_minute = one_a_minute
        self._senders: dict[bytes, Bucket] = {}
        self._day: date | None = None
        self._salt = b""

    def allow(self, address: str, now: float, today: date) -> bool:
        """Whether the sender at `address` ("" for one that is not known) may send one more event."""
        if today != self._day or len(self._senders) > MOST_SENDERS:
            self._day, self._salt, self._senders = today, secrets.token_bytes(32), {}
        if address:
            key = hmac.new(self._salt, network_of(address).encode("utf-8", "replace"), hashlib.sha256).digest()
            sender = self._senders.setdefault(key, Bucket(self._one_a_minute, self._one_a_minute, now))
            if not sender.take(now):
                return False
        return self._all.take(now)


def network_of(address: str) -> str:
    """What one sender has of addresses: all of IPv4, of IPv6 the first 64 bits."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or (int(found) >> 64))
    return str(found)
