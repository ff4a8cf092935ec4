"""Pages without what they do not use of Material look as with all of it."""

from __future__ import annotations

from pathlib import Path

import material
import pytest
from playwright.sync_api import Route

from tests.visitors import Host, Visitors

TEMPLATES = Path(material.__file__).parent / "templates"
(WHOLE,) = TEMPLATES.glob("assets/stylesheets/main.*.min.css")
PAGES = (
    ("shop_host", ""),
    ("shop_host", "vi/faq/damaged-item/"),
    ("shop_host", "policies/returns/"),
    ("shop_host", "ms/guides/parcel-not-arrived/"),
    ("shop_host", "topics/returns/"),
    ("shop_host", "no/such/page/"),
    ("awkward_host", "ur/faq/tree/"),
    ("awkward_host", "vi/policies/long/"),
    ("shop_agents_host", "tools/start/"),
    ("shop_agents_host", "vi/scripts/delivery-delay/"),
)


@pytest.mark.parametrize(("host_name", "path"), PAGES)
def test_a_page_looks_the_same_with_all_of_materials_styles(
    host_name: str, path: str, visitor: Visitors, request: pytest.FixtureRequest
) -> None:
    host: Host = request.getfixturevalue(host_name)
    pictures = []
    for is_whole in (False, True):
        for width, scheme in ((360, "light"), (1280, "dark")):
            visit = visitor(width=width)
            if is_whole:
                visit.context.route("**/material.*.css", lambda route: _with_all(route))
            page = visit.open(host.url + path)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            pictures.append(page.screenshot(full_page=True, animations="disabled", caret="hide"))
            assert page.locator("script[src*='javascripts/bundle']").count() == 0
            assert page.locator("link[href*='/material.']").count() == 1
    assert pictures[:2] == pictures[2:]


def _with_all(route: Route) -> None:
    route.fulfill(path=WHOLE, content_type="text/css")
