"""The desk picks the class of a reply by the customer's orders: from a file that the agent opens, or locked in."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from kb.insights.redaction.rules import load_rules
from kb.insights.sources.context import Context
from kb.locking.key_file import write_keys
from kb.locking.opening import open_site
from kb.text.folding import TABLE
from tests.chromium import PATIENCE
from tests.cli.running import call_kb, said
from tests.insights.conftest import Shop
from tests.insights.test_classes import import_orders, orders
from tests.locking.desk import PASSPHRASE, keys_of
from tests.locking.static_host import StaticHost
from tests.locking.visits import sign_in
from tests.twins.node import node
from tests.visitors import Host, Visitors, serve_folder

BUILD = ("build", "--edition", "agents", "--today", "2026-11-27")
LOOK_UP = "insights/key-classes.json"
LATE = "Guten Tag, my parcel is late, what is going on?"
KNOWN = (
    "W-700001,2026-11-20 10:00,complete,ÄNNE.Weiß,900,0,EUR\nW-700002,2026-11-21 10:00,complete,ÄNNE.Weiß,900,0,EUR\n"
    "W-700003,2026-11-22 10:00,complete,ÄNNE.Weiß,900,0,EUR\nW-800001,2026-11-26 10:00,paid,erst.heute,5,0,EUR\n"
)
"""Buyers of whom one is among the best, and one is new."""


@pytest.fixture(scope="module")
def sold(new_shops: Path, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A German shop with a year of orders, and its look-up."""
    shop = Shop(shutil.copytree(new_shops / "de", tmp_path_factory.mktemp("sold") / "de"))
    import_orders(shop, orders(300, 1200) + KNOWN)
    assert call_kb(shop.root, "insights", "classes", "--propose").returncode == 0
    shop.insights("classes", "--look-up", "--today", "2026-11-27")
    for name in ("delivery-delay.md", "delivery-delay.en.md"):
        with (shop.root / "agents/scripts" / name).open("a", encoding="utf-8") as script:
            script.write("\n## variant: new\n\nWelcome, {{ customer_name }}: {{ order_id }}.\n")
    return shop


def of(sold: Shop, folder: Path, source: str) -> Path:
    """A copy of the shop whose desk has its classes from `source`."""
    root = Path(shutil.copytree(sold.root, folder))
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  - kb:\n", f"  - kb:\n      customer_classes: {source}\n"))
    return root


def line_of(root: Path) -> int:
    return (root / "mkdocs.yml").read_text("utf-8").splitlines().index("      customer_classes: edition") + 1


# ---- what is hashed: Python and the browser ------------------------------------------------------------------

NAMES = ["ÄNNE.Weiß", "  Nguyễn  Văn Đức ", "ＡＢＣ　shop", "Σίσυφος ΝΊΚΟΣ", "İlker Işık", "สมชาย ใจดี", "山田 太郎",
         "Мария Ёлкина", "𝓜𝓪𝓲 ✨", "o'Brien—Smith", "عمر", "ǅemal", "mai\u00a0lan"]  # fmt: skip
OUTSIDE = re.compile("[\u1c80-\u1c8f\u13a0-\u13ff\uab70-\uabbf\u037a\u01f0\ud800-\udfff]")
"""Cherokee, whose small letters are the younger, and two signs that no name has."""


def name_of(chance: random.Random) -> str:
    blocks = [(0x20, 0x24F), (0x1E00, 0x1EFF), (0x370, 0x52F), (0x5D0, 0x64A), (0xE01, 0xE4F), (0x3041, 0x30FF),
              (0x4E00, 0x4FFF), (0xAC00, 0xADFF), (0xFF01, 0xFF5E), (0x300, 0x36F), (0x1D400, 0x1D7FF)]  # fmt: skip
    signs = [chr(chance.randint(*chance.choice(blocks))) for _ in range(chance.randint(1, 12))]
    return "".join(sign for sign in signs if not OUTSIDE.match(sign) and unicodedata.category(sign) != "Cn")


def test_names_and_numbers_are_hashed_alike_by_the_import_and_the_desk() -> None:
    chance = random.Random(18)
    key = bytes(range(32))
    context = Context(key=key, rules=load_rules(["DE"]), zone=ZoneInfo("Europe/Berlin"))
    for name in [*NAMES, *(name_of(chance) for _ in range(1500))]:
        text = node().call("customerText", "shopee", name, TABLE)
        expected = context.customer_key("shopee", name)
        assert (keyed(text, key) if text else "") == expected, ascii(name)
    letters = "ABCXYZabcxyz0123456789-_"
    for number in ["#1001", "2411207ABCDEF", " lh-d-0007 ", "２４１１２０７ＡＢ", *(
        "".join(chance.choices(letters, k=chance.randint(3, 20))) for _ in range(500))]:  # fmt: skip
        assert keyed(node().call("orderText", "tiktok", number), key) == context.order_key("tiktok", number), number


def keyed(text: str, key: bytes) -> str:
    """The hash of a text as it stands."""
    return "h:" + hmac.new(key, text.encode(), hashlib.sha256).digest()[:16].hex()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wo ist W-700001? Danke", ["W-700001"]),
        ("đơn 2411207ABCDEF của mình", ["2411207ABCDEF"]),
        ("order #1001 and #1002", ["#1001", "#1002"]),
        ("I paid 250000 on 2026-11-20, 20112026, in 2026", []),
        ("số ５８１２３４５６７８９０", ["581234567890"]),
    ],
)
def test_what_may_be_an_order_is_looked_up(text: str, found: list[str]) -> None:
    assert node().call("mayBeOrders", text) == found


# ---- a file that the agent opens -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def with_file(sold: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = of(sold, tmp_path_factory.mktemp("file") / "de", "file")
    done = call_kb(root, *BUILD)
    assert done.returncode == 0, said(done)
    return root


@pytest.fixture(scope="module")
def agents(with_file: Path) -> Iterator[Host]:
    yield from serve_folder(with_file / "site/agents")


def variant(page: Page, value: str) -> None:
    expect(page.locator("[data-pick=variant]")).to_have_value(value)


def paste(page: Page, text: str) -> None:
    page.locator("#kb-desk-message").evaluate(
        "(field, text) => { const data = new DataTransfer(); data.setData('text/plain', text);"
        "field.focus(); field.select(); field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, "
        "bubbles: true, cancelable: true})); }",
        text,
    )


def take(page: Page) -> None:
    page.locator(".kb-desk__pick[data-id='scripts/delivery-delay']").first.click()


def test_an_agent_opens_the_file_and_replies_pick_themselves(agents: Host, visitor: Visitors, with_file: Path) -> None:
    visit = visitor(width=1200)
    page = visit.open(agents.url + "en/desk/")
    page.locator("[data-kb-desk][data-whole]").wait_for()
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url))
    picker = page.locator(".kb-desk__classes input[type=file]")
    paste(page, f"{LATE} W-700002")
    expect(page.locator(".kb-desk__pick").first).to_be_visible()
    variant(page, "")
    wrong: FilePayload = {"name": "x.json", "mimeType": "application/json", "buffer": b'{"format": "kb-classes"}'}
    picker.set_input_files(wrong)
    expect(page.locator("[data-kb-desk-status]")).to_contain_text("no file of customers' classes")
    picker.set_input_files(with_file / LOOK_UP)
    expect(page.locator(".kb-desk__classes")).to_contain_text("Customers whose class the desk knows")
    variant(page, "vip")
    line = page.locator("[data-kb-desk-class]")
    expect(line).to_contain_text("Class, by this customer's orders:")
    take(page)
    expect(page.locator(".kb-desk__text")).to_have_value(
        re.compile("I have asked the carrier and will write to you again")
    )

    line.get_by_role("button").click()  # undo, and it stays undone for this customer
    variant(page, "")
    expect(line).to_be_hidden()
    page.locator("#kb-desk-message").press_sequentially(" please")
    expect(page.locator(".kb-desk__pick").first).to_be_visible()
    variant(page, "")

    paste(page, f"{LATE} Order w-800001.")  # another customer
    variant(page, "new")
    take(page)
    expect(page.locator(".kb-desk__text")).to_have_value(re.compile("Welcome"))
    page.locator("[data-pick=variant]").select_option("returning")
    expect(line).to_be_hidden()
    page.reload()
    page.locator("[data-kb-desk][data-whole]").wait_for()
    variant(page, "returning")

    paste(page, f"{LATE} W-700001")
    variant(page, "vip")
    page.locator("#kb-desk-message").fill("")  # what was picked for one customer is not the next one's
    variant(page, "")
    paste(page, f"{LATE} W-700001")
    variant(page, "vip")
    paste(page, LATE)  # known again after a reload: the file, not the customer
    variant(page, "")
    take(page)
    page.locator(".kb-desk__fields input[name=customer_name]").press_sequentially("anne.WEISS")
    variant(page, "vip")
    expect(page.locator(".kb-desk__fields input[name=customer_name]")).to_be_focused()
    page.locator(".kb-desk__fields input[name=customer_name]").press_sequentially("x")
    variant(page, "")

    assert not posted or all(url.startswith(agents.url) for url in posted)
    assert page.evaluate("Object.keys(localStorage).every((name) => !localStorage[name].includes('kb-classes'))")
    assert "kb-classes" in page.evaluate("JSON.stringify({...sessionStorage})")
    page.locator(".kb-desk__foot").get_by_role("button", name="Forget").click()
    expect(page.locator(".kb-desk__classes input[type=file]")).to_be_visible()
    assert "kb-classes" not in page.evaluate("JSON.stringify({...sessionStorage})")
    assert visit.trouble == [] and visit.foreign == []


def test_the_edition_of_a_shop_that_opens_files_holds_no_hash(with_file: Path) -> None:
    key = json.loads((with_file / LOOK_UP).read_text("utf-8"))["key"].encode()
    assert not [path for path in (with_file / "site").rglob("*") if path.is_file() and key in path.read_bytes()]
    assert not list((with_file / "site").rglob("classes.json"))


# ---- in a locked edition -------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [(), ("--unlocked",)])
def test_in_the_clear_it_is_an_error_with_its_line(how: tuple[str, ...], sold: Shop, tmp_path: Path) -> None:
    root = of(sold, tmp_path / "de", "edition")
    done = call_kb(root, *BUILD, *how)
    assert done.returncode == 1
    assert f"mkdocs.yml:{line_of(root)}: error KB940" in said(done)
    assert not (root / "site/agents").exists()
    assert call_kb(root, "build", "--edition", "public").returncode == 0


def test_locked_twice_the_desk_picks_by_itself_and_nothing_lies_in_the_clear(
    sold: Shop, tmp_path: Path, browser: Browser
) -> None:
    root = of(sold, tmp_path / "de", "edition")
    write_keys(root / "kb-keys.json", keys_of("lan"))
    look_up = (root / LOOK_UP).read_bytes()
    for _ in range(2):
        done = call_kb(root, *BUILD, "--lock")
        assert done.returncode == 0 and "KB94" not in said(done), said(done)
        opened = dict(open_site(root / "site/agents", "lan", PASSPHRASE))
        assert opened["desk/classes.json"] == look_up
    key = json.loads(look_up)["key"].encode()
    held = [path for path in root.rglob("*") if path.is_file() and key in path.read_bytes()]
    assert held == [root / LOOK_UP]

    host = StaticHost(root / "site/agents", "/desk/")
    host.start()
    context = browser.new_context(locale="en-GB", viewport={"width": 1200, "height": 800})
    context.set_default_timeout(PATIENCE)
    try:
        page = context.new_page()
        sign_in(page, host.url + "#/en/desk/")
        page.locator("[data-kb-desk][data-whole]").wait_for()
        expect(page.locator(".kb-desk__classes")).to_contain_text("Customers whose class the desk knows")
        paste(page, f"{LATE} W-700003")
        variant(page, "vip")
        page.locator("[data-kb-desk-class]").get_by_role("button").click()
        variant(page, "")
        assert not [path for path in host.asked if "classes" in path]
        assert "kb-classes" not in page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    finally:
        context.close()
        host.stop()

    (root / LOOK_UP).write_text('{"format": "kb-classes", "version": 99}', "utf-8")
    assert f"mkdocs.yml:{line_of(root)}: warning KB941" in said(call_kb(root, *BUILD, "--lock"))
    (root / LOOK_UP).unlink()
    done = call_kb(root, *BUILD, "--lock")
    assert done.returncode == 0
    assert f"mkdocs.yml:{line_of(root)}: warning KB941" in said(done)
    assert "desk/classes.json" not in dict(open_site(root / "site/agents", "lan", PASSPHRASE))
