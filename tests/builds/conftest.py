"""The built shop, for the tests of what pages weigh."""

from __future__ import annotations

from tests.website.sites import shop

__all__ = ["shop"]
