"""The time zone of a market, and names of zones. Source: CLDR as Babel has it (territories' zones, primary zones)."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel.core import get_global

from kb.source.fields import WrongTypeError, read_text
from kb.source.yaml_nodes import Node

_PRIMARY: Mapping[str, str] = MappingProxyType(
    {
        "CL": "America/Santiago",
        "CN": "Asia/Shanghai",
        "DE": "Europe/Berlin",
        "EC": "America/Guayaquil",
        "ES": "Europe/Madrid",
        "MH": "Pacific/Majuro",
        "MY": "Asia/Kuala_Lumpur",
        "NZ": "Pacific/Auckland",
        "PT": "Europe/Lisbon",
        "UA": "Europe/Kiev",
        "UZ": "Asia/Tashkent",
        "AR": "America/Argentina/Buenos_Aires",
        "CY": "Asia/Nicosia",
        "ID": "Asia/Jakarta",
        "KZ": "Asia/Almaty",
        "PS": "Asia/Hebron",
    }
)
"""Countries with several zones of which nearly all shops keep one: CLDR's primary zones, and five more."""


def zone_of_market(market: str) -> str:
    """The zone that shops in a country keep; empty where it has several, or is none."""
    known = get_global("territory_zones").get(market, [])
    return _PRIMARY.get(market) or (known[0] if len(known) == 1 else "")


def zones_of_market(market: str) -> tuple[str, ...]:
    """Every zone of a country, by name."""
    return tuple(sorted(get_global("territory_zones").get(market, [])))


def read_zone(node: Node) -> str:
    """The name of a zone, such as Europe/Berlin."""
    name = read_text(node)
    if name and name not in _names():
        near = difflib.get_close_matches(name.replace(" ", "_"), sorted(_names()), n=1, cutoff=0.6)
        if not near:
            near = [one for one in sorted(_names()) if one.rpartition("/")[2].lower() == name.replace(" ", "_").lower()]
        asked = f" (did you mean “{near[0]}”?)" if near else ""
        raise WrongTypeError(node.line, "a time zone such as Europe/Berlin or Asia/Ho_Chi_Minh", f"“{name}”{asked}")
    return name


def read_zones(node: Node) -> Mapping[str, str]:
    """Market ("" for all) → zone: one name, or a name for each market."""
    if node.entries is None:
        zone = read_zone(node)
        return MappingProxyType({"": zone} if zone else {})
    return MappingProxyType({market: read_zone(one) for market, one in node.entries.items()})


@cache
def _names() -> frozenset[str]:
    zones = {zone for listed in get_global("territory_zones").values() for zone in listed}
    return frozenset({*zones, *get_global("zone_territories"), *get_global("zone_aliases"), "UTC"})
