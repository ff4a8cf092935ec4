"""What the desk says for an order of another day: the texts that were, or will be, other than today's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kb.content.in_time import boundaries, on_day
from kb.editions.selection import select
from kb.editions.shop_channels import with_channels_of
from kb.website.output.desk_markets import texts_by_market
from kb.website.output.desk_texts import Links, differing_texts, links_of
from kb.workspace.workspace import Workspace


def desk_days(workspace: Workspace, links: Links) -> list[dict[str, Any]]:
    """Every time at which facts or versions are others than today's, oldest first: its days, and the texts that differ.

    Under `markets` are those that are others in one market than in all of them at that time.
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
    library = on_day(workspace.library, options, day, today=today)
    edition = with_channels_of(select(library, options, now.name), workspace.channels)
    then = replace(workspace, library=library, edition=edition)
    return {**differing_texts(workspace, then, links), "markets": texts_by_market(then, links_of(then))}
