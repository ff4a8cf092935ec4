"""Front pages of VitePress and Starlight, whose words stand in the front matter: as a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.importers.common.settings import plain_table, plain_text


def front_page_text(fields: Mapping[str, Any]) -> str:
    """What `hero` and `features` say, as Markdown; empty if they say nothing."""
    hero = plain_table(fields.get("hero"))
    parts = [plain_text(hero.get(name)) for name in ("title", "text", "tagline")]
    parts += [_linked(plain_text(one.get("text")), one) for one in _tables(hero.get("actions"))]
    for feature in _tables(fields.get("features")):
        title = plain_text(feature.get("title"))
        parts += [f"## {_linked(title, feature)}" if title else "", plain_text(feature.get("details"))]
    return "\n\n".join(part for part in parts if part)


def _tables(value: object) -> list[Mapping[str, Any]]:
    return [plain_table(one) for one in value] if isinstance(value, list) else []


def _linked(words: str, entry: Mapping[str, Any]) -> str:
    link = plain_text(entry.get("link")).replace(" ", "%20")
    return f"[{words}]({link})" if words and link else words
