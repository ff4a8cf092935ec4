"""Statistics and chat of the shop → what the page's script must know to load them, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kb.project.options import Options


def statistics_json(options: Options) -> str:
    """Of the option `statistics`; empty where the shop counts nobody."""
    found = options.statistics
    if found is None:
        return ""
    more = {"service": found.service, "id": found.id, "host": found.host, "asks": found.asks}
    return _as_json(found.script, found.attributes, found.integrity, more)


def chat_json(options: Options) -> str:
    """Of the option `chat`; empty where the shop has none."""
    found = options.chat
    return _as_json(found.script, found.attributes, found.integrity, {}) if found is not None else ""


def _as_json(script: str, attributes: Mapping[str, str], integrity: str, more: Mapping[str, object]) -> str:
    said = {"src": script, "attributes": dict(attributes), "integrity": integrity, **more}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
