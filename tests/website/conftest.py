"""The built sites, for tests of this folder."""

from __future__ import annotations

from tests.website.sites import awkward, shop

__all__ = ["awkward", "shop"]
