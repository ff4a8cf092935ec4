"""An edition whose scripts know only the shop's own channels: what is written for others is on no page and no desk."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from types import MappingProxyType

from kb.content.model import Script
from kb.content.script_parts import without_parts
from kb.editions.selection import Edition


def with_channels_of(edition: Edition, channels: Container[str]) -> Edition:
    """`edition` without the parts of scripts that are for channels which are not among `channels`.

    A script that is for such channels alone stays as it is written: it belongs to nobody's desk, and to search.
    """
    narrowed = {
        key: replace(page, document=script)
        for key, page in edition.pages.items()
        if isinstance(page.document, Script) and (script := _narrowed(page.document, channels)) is not page.document
    }
    return replace(edition, pages=MappingProxyType({**edition.pages, **narrowed})) if narrowed else edition


def _narrowed(script: Script, channels: Container[str]) -> Script:
    named = {*script.channels, *(part.channel for part in script.parts if part.channel)}
    gone = {id for id in named if id not in channels}
    held = tuple(part for part in script.parts if part.channel not in gone)
    if not gone or not held or (script.channels and gone.issuperset(script.channels)):
        return script
    allowed = tuple(id for id in script.channels if id not in gone)
    return replace(script, channels=allowed, parts=held, body=without_parts(script.body, gone))
