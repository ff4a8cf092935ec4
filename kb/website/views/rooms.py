"""The agents' menu: five rooms, and the pages that each holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kb.content.generated_urls import AGENTS_START
from kb.content.model import Article, Script
from kb.content.urls import url_of
from kb.editions.selection import Edition
from kb.project.options import Options
from kb.website.views.types import MadePage, Room, RoomPage, Section

DESK = "desk"
ROOMS: Mapping[str, Sequence[str]] = {
    DESK: (DESK,),
    "replies": ("tools/scripts", "sections/script"),
    "today": ("tools/timetable", "tools/changes"),
    "knowhow": (
        *("sections/procedure", "tools/channels", "sections/training", "sections/internal"),
        *(AGENTS_START, "all"),
    ),
    "lead": (
        *("tools/insights", "tools/reviews", "tools/translations", "tools/facts", "tools/journey", "tools/sequences"),
        "sections/manual",
    ),
}
"""Each room's pages in the order of the menu, by their address below a language's root."""
_OF_ALL = {AGENTS_START: "topics", "all": "all_articles"}
"""Pages that are neither a tool nor a section → the interface word that names them in the menu."""


def rooms_of(
    edition: Edition, language: str, tools: Iterable[MadePage], sections: Iterable[Section]
) -> tuple[Room, ...]:
    """The rooms of the agents' edition in `language`; an empty page, or room, is left out."""
    options = edition.options
    words = options.ui_strings(language)
    known = {f"sections/{one.id}": RoomPage(f"sections/{one.id}", one.name, one.url, "") for one in sections}
    for tool in tools:
        if _is_used(tool.id, edition, language):
            known[tool.id] = _page(tool.id, tool.title_word, words, language, options)
    known |= {id: _page(id, word, words, language, options) for id, word in _OF_ALL.items()}
    found = ((name, tuple(known[id] for id in ids if id in known)) for name, ids in ROOMS.items())
    return tuple(
        Room(name, pages[0].title if name == DESK else words[f"tool_room_{name}"], pages)
        for name, pages in found
        if pages
    )


def _page(id: str, word: str, words: Mapping[str, str], language: str, options: Options) -> RoomPage:
    return RoomPage(id, words.get(word, word), url_of(id, language, options), words.get(f"{word}_find", ""))


def _is_used(id: str, edition: Edition, language: str) -> bool:
    """Whether a tool has something to show in this shop; its page is there all the same."""
    documents = (page.document for page in edition.in_language(language))
    if id == "tools/translations":
        return len(edition.options.languages) > 1
    if id in {"tools/scripts", "tools/sequences"}:
        return any(isinstance(one, Script) for one in documents)
    if id == "tools/timetable":
        return any(isinstance(one, Article) and one.times for one in documents)
    return True
