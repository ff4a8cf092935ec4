"""Who of a chat's senders is the shop, and who the customer."""

from __future__ import annotations

from collections.abc import Sequence

from kb.text.folding import fold


def customers_among(senders: Sequence[str], shop_names: Sequence[str], title: str = "") -> tuple[frozenset[str], bool]:
    """Those of `senders` (in the order in which they first speak) who are customers, and whether that is certain.

    The shop is known by its names; the customer by the chat's title. Else the first to speak is the customer.
    """
    shop = {fold(name) for name in shop_names}
    agents = {one for one in senders if fold(one) in shop}
    titled = {one for one in senders if title and fold(one) == fold(title)} - agents
    if titled:
        return frozenset(titled), True
    if agents:
        return frozenset(set(senders) - agents), True
    return frozenset(senders[:1]), False
