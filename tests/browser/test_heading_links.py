"""A part of a text can be sent to somebody: its heading has a link, for mouse, finger, keyboard and screen reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kb.website.build.editions import build_editions
from tests.conftest import TODAY
from tests.visitors import Host, Visitors

SHOP = """\
site_name: Hilfe
theme: {name: material}
plugins: [{kb: {default_language: de, languages: {de: Deutsch}}}]
markdown_extensions: [{toc: {permalink: PERMALINK}}]
"""


def test_a_headings_link_is_seen_on_hover_and_focus_and_copies_itself(arabic_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=1280, locale="ar")
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open(arabic_host.url + "guides/where/")
    link = page.get_by_role("link", name="رابط إلى: بعد ذلك")
    expect(link).to_have_css("opacity", "0")
    page.get_by_role("heading", name="بعد ذلك", exact=True).hover()
    expect(link).to_have_css("opacity", "1")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("تم نسخ الرابط")).to_be_visible()
    expect(page).to_have_url(re.compile("guides/where/#.+"))
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.emulate_media(media="print")
    expect(link).to_be_hidden()
    assert visit.trouble == []


def test_a_finger_sees_the_links_at_once(arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360, is_phone=True).open(arabic_host.url + "guides/where/")
    for link in page.locator(".kb-anchor").all():
        expect(link).to_have_css("opacity", "1")
        box = link.bounding_box()
        assert box and min(box["width"], box["height"]) >= 24


@pytest.mark.parametrize(("permalink", "own"), [('"¶"', 1), ("false", 0)])
def test_what_the_shop_says_of_permalinks_goes_before(permalink: str, own: int, tmp_path: Path) -> None:
    (tmp_path / "docs" / "faq").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(SHOP.replace("PERMALINK", permalink))
    (tmp_path / "docs" / "faq" / "a.md").write_text("# A\n\n## Teil\n\nText.\n")
    (report,) = build_editions(tmp_path, ("public",), tmp_path / "site", today=TODAY)
    assert report.is_whole, report.problems
    page = (tmp_path / "site" / "public" / "faq" / "a" / "index.html").read_text()
    assert page.count('class="headerlink"') == own * 2  # Python-Markdown gives the title one too
    assert "kb-anchor" not in page
