"""A site that reads from right to left: `kb init` in Arabic and English, with a tree, a wide table and pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kb.website.html.isolated_numbers import isolated, with_isolated_numbers
from tests.browser.test_accessibility import faults_of
from tests.browser.test_reading import overflow
from tests.conftest import ROOT
from tests.visitors import Host, Visitors

PAGES = ("", "all/", "topics/returns/", "guides/where/", "faq/pack/", "policies/returns/", "search/?q=طرد", "none/")
AGENT_PAGES = ("desk/", "tools/start/", "tools/timetable/", "tools/scripts/", "procedures/escalation/")
LOOKS = ((320, "light"), (360, "dark"), (768, "light"), (1280, "dark"))

PLACES = """words => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words[0]);
    if (at < 0 || !node.parentElement.checkVisibility()) continue;
    return words.map(word => {
      const range = document.createRange();
      const start = node.data.indexOf(word);
      range.setStart(node, start);
      range.setEnd(node, start + word.length);
      return range.getBoundingClientRect().left;
    });
  }
  return null;
}"""


def lefts(page: Page, *words: str) -> list[float]:
    """Where each of `words`, which stand in one text, begins on the screen, from the left."""
    found = page.evaluate(PLACES, list(words))
    assert found, words
    return list(found)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_screen(path: str, arabic_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=320, locale="ar")
    page = visit.open(arabic_host.url + path)
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert overflow(page) <= 0, (width, scheme)
    assert visit.trouble == []


@pytest.mark.parametrize("path", AGENT_PAGES)
def test_nothing_of_the_agents_is_wider_than_the_screen(path: str, arabic_agents_host: Host, visitor: Visitors) -> None:
    page = visitor(width=320, locale="ar").open(arabic_agents_host.url + path)
    for width, _ in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) <= 0, width


@pytest.mark.parametrize(
    ("host_name", "path", "look"),
    [
        *(("arabic_host", path, LOOKS[number % 4]) for number, path in enumerate(PAGES)),
        ("arabic_agents_host", "desk/", LOOKS[1]),
    ],
)
def test_axe_finds_nothing_from_right_to_left(
    host_name: str, path: str, look: tuple[int, str], visitor: Visitors, request: pytest.FixtureRequest
) -> None:
    host: Host = request.getfixturevalue(host_name)
    assert faults_of(visitor, host.url + path, *look) == []


def test_numbers_and_foreign_titles_run_from_left_to_right(arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=1280, locale="ar").open(arabic_host.url + "guides/where/")
    plus, first, last = lefts(page, "+971", "123", "4567")
    assert plus < first < last
    for number in page.locator(".kb-way__text").all():
        assert number.evaluate("one => getComputedStyle(one).unicodeBidi") == "plaintext"
    where, mark = lefts(page, "Where is my order?", "?")
    assert where < mark
    expect(page.locator(".kb-list .kb-tag").first).to_be_visible()
    tag = page.locator(".kb-list .kb-tag").first.bounding_box()
    title = page.locator(".kb-list li:has(.kb-tag) > a").first.bounding_box()
    assert tag and title and tag["x"] > title["x"]  # the kind comes first, as in every language


def test_a_text_in_english_runs_its_own_way(arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360, locale="ar").open(arabic_host.url + "faq/track-order/")
    article = page.locator("article")
    expect(article).to_have_attribute("dir", "ltr")
    for one in article.locator(".kb-body :is(p, li), h1").all():
        assert one.evaluate("one => getComputedStyle(one).textAlign") == "left"
    item = article.locator("ol > li").first
    places = item.evaluate("one => [one, one.closest('article')].map(each => each.getBoundingClientRect().left)")
    assert places[0] - places[1] >= 20  # room for the number, at the side where it stands


def test_what_points_somewhere_is_mirrored(arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=1280, locale="ar").open(arabic_host.url)
    for name in ("arrow", "return", "truck"):
        icon = page.locator(f".kb-content .kb-icon--{name}").first
        assert icon.evaluate("one => getComputedStyle(one).transform") == "matrix(-1, 0, 0, 1, 0, 0)", name
    page.locator("summary[aria-label='القائمة']").click()
    panel = page.locator(".kb-drop[open] .kb-drop__panel").bounding_box()
    assert panel and panel["x"] >= 0
    assert panel["x"] + panel["width"] < 640  # it hangs from its button, at the left


def test_the_offer_of_another_language_runs_its_own_way(arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=1280, locale="en-US").open(arabic_host.url)
    offer = page.get_by_role("complementary", name=re.compile("English"))
    assert offer.evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_styles_name_no_side_of_the_screen() -> None:
    """Logical sides turn with the writing; `left` and `right` do not."""
    side = re.compile(
        r"(?:margin|padding|border|inset|scroll-margin)-(?:left|right)\b|[;{\s](?:left|right)\s*:|float:\s*(?:left|right)"
    )
    sheets = [path for path in (ROOT / "kb").rglob("*.css") if ".venv" not in path.parts]
    assert len(sheets) > 5
    found = {str(path.relative_to(ROOT)): side.findall(Path(path).read_text("utf-8")) for path in sheets}
    assert {name: sides for name, sides in found.items() if sides} == {}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("هاتف +971 4 123 4567.", 'هاتف <bdi dir="ltr">+971 4 123 4567</bdi>.'),
        ("0800 123 456", '<bdi dir="ltr">0800 123 456</bdi>'),
        ("2026-12-31", '<bdi dir="ltr">2026-12-31</bdi>'),
        ("بين 09:00 و18:00", "بين 09:00 و18:00"),
        ("1–2 يوم", "1–2 يوم"),
        ("3 - 5 أيام", "3 - 5 أيام"),
        ("a < b & +1", 'a &lt; b &amp; <bdi dir="ltr">+1</bdi>'),
    ],
)
def test_numbers_of_groups_are_isolated(text: str, shown: str) -> None:
    assert isolated(text) == shown


def test_numbers_in_addresses_and_code_are_left_alone() -> None:
    for content in (
        '<a href="tel:+971 4 123 4567" title="+971 4 123 4567">x</a>',
        "<code>+971 4 123 4567</code>",
        "<bdi>+971 4 123 4567</bdi>",
        "<pre><b>+971 4 123 4567</b></pre>",
    ):
        assert with_isolated_numbers(content) == content
    assert with_isolated_numbers("<p>+971 4</p>") == '<p><bdi dir="ltr">+971 4</bdi></p>'


def test_on_a_narrow_screen_a_wide_table_scrolls_and_its_rows_keep_their_names(
    arabic_host: Host, visitor: Visitors
) -> None:
    page = visitor(width=320, locale="ar").open(arabic_host.url + "faq/pack/")
    box = page.get_by_role("region", name="جدول")
    box.focus()
    assert box.evaluate("one => one.scrollWidth > one.clientWidth")
    name = page.get_by_role("rowheader", name="دبي")
    before = name.bounding_box()
    box.evaluate("one => { one.scrollLeft = -one.scrollWidth; }")  # to the end, from right to left
    assert box.evaluate("one => one.scrollLeft < -50")
    after = name.bounding_box()
    edge = box.bounding_box()
    assert before and after and edge
    assert abs(before["x"] - after["x"]) <= 1
    assert after["width"] < edge["width"] / 2  # the rest has room
    last = page.get_by_role("cell", name="لا توصيل يوم الجمعة").bounding_box()
    assert last and edge["x"] <= last["x"] and last["x"] + last["width"] <= after["x"] + 1


def test_cells_in_another_writing_stay_in_their_column(arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=1280, locale="ar").open(arabic_host.url + "faq/pack/")
    column = page.locator(".kb-table__table tr > :first-child")
    rights = column.evaluate_all("""cells => cells.map(cell => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return Math.round(range.getBoundingClientRect().right);
    })""")
    assert len(rights) == 4
    assert len(set(rights)) == 1
    lines = column.evaluate_all("cells => cells.map(cell => parseFloat(getComputedStyle(cell).borderTopWidth) > 0)")
    assert lines == [False, True, True, True]  # also below the header


def test_a_column_stands_as_its_writer_wants_it(arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=1280, locale="ar").open(arabic_host.url + "faq/pack/")
    cells = page.locator(".kb-table__table tr > :nth-child(4)")
    assert {cell.get_attribute("align") for cell in cells.all()} == {"center"}
    assert set(cells.evaluate_all("all => all.map(one => getComputedStyle(one).textAlign)")) <= {
        "center",
        "-webkit-center",
    }
