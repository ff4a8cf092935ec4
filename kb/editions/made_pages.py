"""Which addresses an edition has, those of pages that nobody wrote included: what its links may lead to."""

from __future__ import annotations

from collections.abc import Iterator

from kb.content.addresses import slug_of
from kb.content.links import LinkResolver
from kb.editions.selection import Edition

_FOR_ALL = ("", "all", "search")
_FOR_AGENTS = (
    "desk",
    *(
        f"tools/{name}"
        for name in (
            *("timetable", "scripts", "changes", "journey", "sequences", "channels", "facts", "reviews"),
            "translations",
        )
    ),
)


def made_addresses(edition: Edition) -> frozenset[str]:
    """The addresses below a language's root of pages that are made: `tests/website/test_made_pages.py` holds it so."""
    return frozenset((*_FOR_ALL, *_sections(edition), *(_FOR_AGENTS if edition.name == "agents" else ())))


def is_for_agents(made: str) -> bool:
    """Whether a made page, by its address below a language's root, is in the agents' edition alone."""
    return made in _FOR_AGENTS or made.startswith("sections/")


def _sections(edition: Edition) -> Iterator[str]:
    for page in edition.pages.values():
        document = page.document
        if document.is_internal:
            yield f"sections/{document.kind.value}"
        elif document.topic in edition.options.topics:
            yield f"topics/{document.topic}"
        elif page.id != "index":
            folder = page.id.split("/")[0] if "/" in page.id else ""
            yield f"topics/{slug_of(folder) or 'other'}"


def resolver_for(edition: Edition, *, docs: str, site_url: str) -> LinkResolver:
    """What resolves the links of the edition's documents. `docs` is the folder of the public texts."""
    moved: dict[str, str] = {}
    for page in edition.pages.values():
        for old in page.document.redirect_from:
            moved |= dict.fromkeys((old.strip("/"), slug_of(old.strip("/"))), page.id)
    return LinkResolver(
        {id for id, _ in edition.pages},
        edition.assets,
        edition.options,
        docs=docs,
        site_url=site_url,
        made=made_addresses(edition),
        moved=moved,
    )
