"""Which addresses an edition has, those of pages that nobody wrote included: what its links may lead to."""

from __future__ import annotations

from kb.content.generated_urls import FOR_AGENTS, FOR_ALL, MANUAL_PAGES, below_language, list_addresses
from kb.content.links import LinkResolver
from kb.content.urls import slug_of
from kb.editions.selection import Edition

MANUAL_SOURCES = "kb"
"""The folder that the manual's documents name as theirs, so that no link of theirs is taken for one to a file of the
shop."""


def made_addresses(edition: Edition) -> frozenset[str]:
    """The addresses of made pages, below a language's root. `tests/editions/test_generated_pages.py` holds it so."""
    return frozenset(
        (
            *FOR_ALL,
            *list_addresses((page.document for page in edition.pages.values()), edition.options),
            *(FOR_AGENTS if edition.name == "agents" else ()),
            *(_manual_addresses(edition) if edition.name == "agents" else ()),
        )
    )


def manual_root(edition: Edition) -> str:
    """The address, below a language's root, of the product's manual: one below which the shop has nothing itself.

    A shop of appliances has manuals of its own: its pages, and old addresses of them, keep their places.
    """
    taken = {slug_of(page_id) for page_id, _ in (*edition.pages, *edition.versions)}
    taken |= {name.removesuffix("/index.html") for name in edition.assets if name.endswith("/index.html")}
    for page in edition.pages.values():
        old = (below_language(one, edition.options.other_languages) for one in page.document.redirect_from)
        taken |= {slug_of(one) for one in old}
    root = "manual"
    while any(f"{one}/".startswith(f"{root}/") for one in taken):
        root = f"kb-{root}"
    return root


def _manual_addresses(edition: Edition) -> tuple[str, ...]:
    root = manual_root(edition)
    return ("sections/manual", *(f"{root}/{name}".rstrip("/") for name in MANUAL_PAGES))


def is_for_agents(made: str) -> bool:
    """Whether a made page, by its address below a language's root, is in the agents' edition alone."""
    return made not in FOR_ALL and not made.startswith("topics/")


def resolver_for(edition: Edition, *, docs: str, site_url: str) -> LinkResolver:
    """What resolves the links of the edition's documents. `docs` is the folder of the public texts."""
    moved: dict[str, str] = {}
    for page in edition.pages.values():
        for old in page.document.redirect_from:
            moved |= dict.fromkeys((old.strip("/"), slug_of(old.strip("/"))), page.id)
    return LinkResolver(
        edition.ids,
        edition.assets,
        edition.options,
        docs=docs,
        site_url=site_url,
        made=made_addresses(edition),
        moved=moved,
    )
