"""Addresses, below a language's root, of generated pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kb.content.model import Document
from kb.content.urls import slug_of
from kb.project.options import Options

FOR_ALL = ("", "all", "search")
AGENTS_START = "tools/start"
"""The start page in the agents' edition, which opens at the desk."""
FOR_AGENTS = (
    "desk",
    *(
        f"tools/{name}"
        for name in (
            *("timetable", "scripts", "changes", "journey", "sequences", "channels", "facts", "reviews"),
            *("translations", "start"),
        )
    ),
)
MANUAL_PAGES = (
    "",
    *("adding-a-language", "bring-your-own", "channels", "commands", "content-from-elsewhere", "desk", "editions"),
    *("editor", "export", "facts", "feedback", "freshness", "glossary", "helpdesk-panel", "home-page", "hosting"),
    *("insights", "insights-classes", "insights-events", "insights-gaps", "insights-learning", "insights-privacy"),
    *("languages-and-markets", "locking", "look", "notices", "opening-hours", "policies", "publishing", "team-pages"),
    *("scripts", "search-commands", "search-ranking", "start", "translations", "trees", "working-together", "writing"),
    *("reference-channels", "reference-fields", "reference-options", "reference-settings"),
    *(f"reference-commands{part}" for part in ("", "-answering", "-publishing", "-writing")),
    *(f"reference-rules{part}" for part in ("", *(f"-kb{digit}" for digit in range(1, 10)))),
)
"""Pages of the product's manual, below its root (`kb.editions.generated_pages.manual_root`)."""
_SHEET = re.compile(r"/[0-9]+$")


def list_addresses(documents: Iterable[Document], options: Options) -> Iterator[str]:
    """Those of the lists on which `documents` stand."""
    for document in documents:
        if document.is_internal:
            yield f"sections/{document.kind.value}"
        elif document.topic in options.topics:
            yield f"topics/{document.topic}"
        elif document.id != "index":
            folder = document.id.split("/")[0] if "/" in document.id else ""
            yield f"topics/{slug_of(folder) or 'other'}"


def below_language(address: str, prefixes: Iterable[str]) -> str:
    """`address` without slashes and file name around it, below the root of the language that it begins with;
    `prefixes` are the languages that have a folder of their own.
    """
    parts = [part for part in address.split("/") if part]
    if parts and parts[-1].lower() in {"index.html", "index.htm"}:
        del parts[-1]
    return "/".join(parts[1:] if parts and parts[0] in set(prefixes) else parts)


def is_made(address: str, made: Iterable[str]) -> bool:
    """Whether a page that is made, a further sheet of one, or the page for unknown addresses has this address.

    `address` is one of `below_language`; it is compared as written and as kb would write it.
    """
    if address in {"404.html", "404"}:
        return True
    known = frozenset(made)
    shapes = {address, slug_of(address) or address}
    return any(one in known or ("/" in one and _SHEET.sub("", one) in known) for one in shapes)
