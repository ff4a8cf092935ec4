"""What the desk says for an order of another day: the texts that were, or will be, other than today's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from kb.content.in_time import boundaries, on_day
from kb.editions.selection import Edition, select
from kb.editions.shop_channels import with_channels_of
from kb.replies.message_markdown import parse_markup
from kb.replies.plain_text import LinkTarget
from kb.workspace.workspace import Workspace, link_targets

Links = Mapping[str, Mapping[str, LinkTarget]]


def desk_days(workspace: Workspace, links: Links) -> list[dict[str, Any]]:
    """Every time at which facts or versions are others than today's, oldest first: its days, and the texts that differ.

    `first` and `last` are "" where the time has no beginning or no end. `links` are today's, by language and id.
    """
    today = workspace.library.day
    if today is None:
        return []
    return [
        {"first": first.isoformat() if first else "", "last": last.isoformat() if last else "",
         **_texts_on(workspace, last or first or today, today, links)}
        for first, last in _times(boundaries(workspace.library))
        if not ((first or date.min) <= today <= (last or date.max))
    ]  # fmt: skip


def first_day_of_texts(workspace: Workspace) -> str:
    """The first day since which everything is as it is today; "" where nothing ever changed."""
    today = workspace.library.day
    begun = [one for one in boundaries(workspace.library) if today and one <= today]
    return begun[-1].isoformat() if begun else ""


def _times(changes: tuple[date, ...]) -> Iterator[tuple[date | None, date | None]]:
    ends = (*(one - timedelta(days=1) for one in changes), None)
    return zip((None, *changes), ends, strict=True) if changes else iter(())


def _texts_on(workspace: Workspace, day: date, today: date, links: Links) -> dict[str, Any]:
    options, now = workspace.edition.options, workspace.edition
    then = select(on_day(workspace.library, options, day, today=today), options, now.name)
    then = with_channels_of(then, workspace.channels)
    return {
        "scripts": dict(_scripts(now, then)),
        "links": {
            code: {
                id: {"title": one.title, "url": one.url, "answer": one.answer}
                for id, one in link_targets(then, code, workspace.project).items()
                if one != links[code].get(id)
            }
            for code in options.languages
        },
    }


def _scripts(now: Edition, then: Edition) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """`scripts/delay en` → the parts of each script that says something else."""
    said = {(one.id, one.language): one for one in now.scripts()}
    for script in then.scripts():
        today = said.get((script.id, script.language))
        if today is None or [part.text for part in today.parts] != [part.text for part in script.parts]:
            yield (
                f"{script.id} {script.language}",
                [
                    {"variant": part.variant, "channel": part.channel, "blocks": parse_markup(part.text)}
                    for part in script.parts
                ],
            )
