"""axe-core finds nothing on any template: two editions, three languages, light and dark, phone and desk."""

from __future__ import annotations

import os
from importlib.resources import files

import pytest

from kb.website.mkdocs.theme import THEME
from tests.visitors import Host, Visitors

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
"""axe-core itself (MPL-2.0), as a test-only package ships it."""
SIZES = [(320, "light"), (1280, "dark")]
OTHER_SIZES = [(320, "dark"), (1280, "light")]

EVERYTHING = bool(os.environ.get("KB_EVERY_SIZE"))
"""By day each template in one of the four looks, in turn; with KB_EVERY_SIZE=1 (`make axe`) in all of them."""

TEMPLATES = [
    ("shop_host", ""),
    ("shop_host", "vi/all/"),
    ("shop_host", "ms/topics/returns/"),
    ("shop_host", "faq/damaged-item/"),
    ("shop_host", "vi/guides/parcel-not-arrived/"),
    ("shop_host", "ms/policies/shipping/"),
    ("shop_host", "vi/none/"),
    ("shop_host", "ms/search/"),
    ("shop_host", "vi/policies/returns/"),
    ("shop_host", "faq/track-order/"),
    ("awkward_host", "ur/faq/tree/"),
    ("awkward_host", "vi/policies/long/"),
    ("awkward_host", "topics/many/3/"),
    ("awkward_host", "ur/"),
    ("awkward_host", "ur/search/"),
    ("awkward_host", "ur/none/"),
    ("shop_agents_host", "vi/tools/start/"),
    ("shop_agents_host", "scripts/delivery-delay/"),
    ("shop_agents_host", "procedures/morning-shopee/"),
    ("shop_agents_host", "ms/sections/script/"),
    ("shop_agents_host", "vi/all/"),
    ("shop_agents_host", "search/"),
    ("shop_agents_host", "topics/returns/"),
    ("shop_agents_host", "faq/damaged-item/"),
    ("shop_agents_host", "ms/none/"),
    ("shop_agents_host", "manual/"),
    ("shop_agents_host", "manual/hosting/"),
    ("awkward_agents_host", "faq/tree/"),
    ("awkward_agents_host", "training/lamps/"),
]


def faults_of(visitor: Visitors, url: str, width: int, scheme: str, *, opened: bool = False) -> list[str]:
    """What axe says about a page: `rule: element`, empty when all is well."""
    visit = visitor(width=width, scheme=scheme, locale="de-DE")
    visit.page.clock.set_fixed_time("2026-12-25T10:00:00+07:00")
    page = visit.open(url)
    if opened:
        page.locator("summary[aria-haspopup], header details:last-of-type > summary").last.click()
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(
    ("host_name", "path", "width", "scheme"),
    [
        (*template, *size)
        for number, template in enumerate(TEMPLATES)
        for size in (SIZES + OTHER_SIZES if EVERYTHING else [(SIZES + OTHER_SIZES)[number % 4]])
    ],
)
def test_axe_finds_nothing(
    host_name: str, path: str, width: int, scheme: str, visitor: Visitors, request: pytest.FixtureRequest
) -> None:
    host: Host = request.getfixturevalue(host_name)
    assert faults_of(visitor, host.url + path, width, scheme) == []


def test_every_template_is_in_the_list() -> None:
    """One that is added needs a page above; reports and the desk have tests of their own with the same looks."""
    templates = {path.stem for path in (THEME / "kb").glob("*.html")} - {"page"} | {"404"}
    assert templates == {"404", "all", "article", "home", "script", "search", "section", "to_desk"}


@pytest.mark.parametrize("path", ["vi/policies/returns/", "guides/parcel-not-arrived/", ""])
def test_axe_finds_nothing_in_what_is_printed(path: str, visitor: Visitors, shop_host: Host) -> None:
    visit = visitor(width=1280)
    visit.page.emulate_media(media="print")
    page = visit.open(shop_host.url + path)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]] == []


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_axe_finds_nothing_in_an_open_menu_or_an_offer(
    width: int, scheme: str, shop_host: Host, visitor: Visitors
) -> None:
    assert faults_of(visitor, shop_host.url + "faq/track-order/", width, scheme, opened=True) == []
    visit = visitor(width=width, scheme=scheme, locale="vi-VN")
    page = visit.open(shop_host.url + "faq/track-order/")
    page.evaluate(AXE)
    found = page.evaluate("axe.run('.kb-offer', {resultTypes: ['violations']})")
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]] == []
