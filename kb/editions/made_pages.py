"""Which addresses an edition has, those of pages that nobody wrote included: what its links may lead to."""

from __future__ import annotations

from kb.content.addresses import slug_of
from kb.content.links import LinkResolver
from kb.content.made_addresses import FOR_AGENTS, FOR_ALL, list_addresses
from kb.editions.selection import Edition


def made_addresses(edition: Edition) -> frozenset[str]:
    """The addresses below a language's root of pages that are made: `tests/website/test_made_pages.py` holds it so."""
    return frozenset(
        (
            *FOR_ALL,
            *list_addresses((page.document for page in edition.pages.values()), edition.options),
            *(FOR_AGENTS if edition.name == "agents" else ()),
        )
    )


def is_for_agents(made: str) -> bool:
    """Whether a made page, by its address below a language's root, is in the agents' edition alone."""
    return made in FOR_AGENTS or made.startswith("sections/")


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
