"""What of the desk's texts is another on another day or in another market: scripts' parts, and articles to link to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from kb.content.model import Script
from kb.replies.message_markdown import parse_markup
from kb.replies.plain_text import LinkTarget
from kb.source.substitution import OPENING
from kb.workspace.of_market import facts_without, written_part
from kb.workspace.workspace import Workspace, link_targets

Links = Mapping[str, Mapping[str, LinkTarget]]
"""Language → id → article."""


def links_of(workspace: Workspace) -> Links:
    """Every article that a script may link to."""
    edition = workspace.edition
    return {code: link_targets(edition, code, workspace.project) for code in edition.options.languages}


def articles_as_json(links: Links) -> dict[str, dict[str, Any]]:
    """The same as the desk's script reads it."""
    return {
        language: {id: {"title": one.title, "url": one.url, "answer": one.answer} for id, one in sorted(rows.items())}
        for language, rows in links.items()
    }


def in_brief(workspace: Workspace) -> Workspace:
    """The same without the text of articles and notes, which no reply says: quick to fill in for other days."""
    library = workspace.library
    articles = {key: replace(one, body="") if OPENING in one.body else one for key, one in library.articles.items()}
    return replace(workspace, library=replace(library, articles=MappingProxyType(articles), notes=MappingProxyType({})))


def differing_texts(said: Workspace, other: Workspace, links: Links, *, market: str = "") -> dict[str, Any]:
    """What `other` says otherwise than `said`, whose `links` these are: `scripts` and `links`.

    With `market`, of which `other` is, also the scripts that name a fact without a value for it (`lacks` of a part).
    """
    then = links_of(other)
    return {
        "scripts": dict(_scripts(said, other, market)),
        "links": articles_as_json(
            {code: {id: one for id, one in rows.items() if one != links[code].get(id)} for code, rows in then.items()}
        ),
    }


def _scripts(said: Workspace, other: Workspace, market: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """`scripts/delay en` → the parts of each script that says something else."""
    before = {(one.id, one.language): one for one in said.edition.scripts()}
    for script in other.edition.scripts():
        lacks = [_lacking(other, script, place, market) for place in range(len(script.parts))]
        known = before.get((script.id, script.language))
        if any(lacks) or known is None or [one.text for one in known.parts] != [one.text for one in script.parts]:
            yield (
                f"{script.id} {script.language}",
                [
                    {
                        "variant": part.variant,
                        "channel": part.channel,
                        "short": part.is_short,
                        "blocks": parse_markup(part.text),
                    }
                    | ({"lacks": list(names)} if names else {})
                    for part, names in zip(script.parts, lacks, strict=True)
                ],
            )


def _lacking(workspace: Workspace, script: Script, place: int, market: str) -> tuple[str, ...]:
    library = workspace.library
    return facts_without(library, written_part(library, script, script.parts[place]), market) if market else ()
