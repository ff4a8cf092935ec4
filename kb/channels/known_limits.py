"""How a channel's limits are known, as `channels.yml` and the option `channels` write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.channels.channel import LIMITS, Channel
from kb.source.fields import read_mapping, unknown_key
from kb.source.provenance import PROVENANCE_KEYS, Provenance, read_provenance, read_provenance_of_all
from kb.source.yaml_nodes import Node

KNOWN_KEYS = ("known", "source", "checked", "checked_on", "check_every_days")
"""The last four for all limits of a channel, `known` for each. `checked_on` is the former name of `checked`."""


def read_known_limits(
    node: Node, values: Mapping[str, Any], shipped: Channel | None, line: int
) -> dict[str, Provenance]:
    """Limit → how it is known. What was shipped says nothing about a limit that the shop sets itself.

    `values` are the channel's other fields in `node`. Raises `WrongTypeError`.
    """
    entries = dict(read_mapping(node))
    of_each = read_mapping(entries["known"]) if "known" in entries else {}
    if unknown := sorted(set(of_each) - set(LIMITS)):
        raise unknown_key(entries["known"], unknown[0], "one of " + ", ".join(LIMITS), LIMITS)
    fields = {name: entries[name] for name in PROVENANCE_KEYS if name in entries}
    if "checked_on" in entries:
        fields.setdefault("checked", entries["checked_on"])
    of_all = read_provenance(fields, (), line)[""] if fields else None
    known = {limit: one for limit, one in (shipped.known if shipped else {}).items() if limit not in values}
    for limit in LIMITS:
        has_it = values.get(limit) is not None or (shipped is not None and getattr(shipped, limit) is not None)
        if limit in of_each:
            known[limit] = read_provenance_of_all(of_each[limit])
        elif of_all is not None and has_it:
            known[limit] = of_all
    return known
