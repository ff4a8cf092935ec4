"""The built shop, a browser and hosts, for the tests of the agents' own pages."""

from __future__ import annotations

from tests.browser.conftest import awkward_agents_host, shop_agents_host, visitor
from tests.website.sites import awkward, shop

__all__ = ["awkward", "awkward_agents_host", "shop", "shop_agents_host", "visitor"]
