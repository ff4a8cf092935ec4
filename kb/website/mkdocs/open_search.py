"""What tells a browser that a site has a search of its own: an OpenSearch description for each language.

Browsers offer such a search from the address bar. Its addresses are whole ones, so a site needs its `site_url` for it,
and agents' pages, which nobody else may find, have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from mkdocs.structure.files import File, InclusionLevel

from kb.website.views.types import SiteView

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

OPEN_SEARCH = "opensearch.xml"
LONGEST_SHORT_NAME = 16
"""Letters, by the specification."""


def has_open_search(config: MkDocsConfig, site: SiteView) -> bool:
    """Whether browsers are told of the search in the language of `site`."""
    return bool(config.site_url) and not site.is_agents


def open_search_file(config: MkDocsConfig, site: SiteView) -> File:
    """The description of the search in the language of `site`, beside its home page."""
    root = str(config.site_url).rstrip("/") + "/"
    home = site.home_url.removeprefix("./")
    short = site.shop if len(site.shop) <= LONGEST_SHORT_NAME else site.shop[: LONGEST_SHORT_NAME - 1].rstrip() + "…"
    template = quoteattr(f"{root}{site.search_url.removeprefix('./')}?q={{searchTerms}}")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{escape(short)}</ShortName>",
        f"<Description>{escape(site.site_name)}</Description>",
        f"<Language>{escape(site.language)}</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Url type="text/html" template={template}/>',
        "</OpenSearchDescription>",
        "",
    ]
    return File.generated(config, f"{home}{OPEN_SEARCH}", content="\n".join(lines), inclusion=InclusionLevel.INCLUDED)
