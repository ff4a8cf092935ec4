"""A real browser, a plain static host and a locked desk below a sub-path of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from kb.locking.keys import KeyFile
from kb.locking.lock import lock_site
from tests.browser_setup import find_browser
from tests.locking.desk import INTERNAL_WORDS, OTHER_PASSPHRASE, PASSPHRASE, cheap_keys, film, write_desk
from tests.locking.static_host import StaticHost

CHROMIUM = find_browser()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
KEYS = cheap_keys("lan", "mai")
VIOLATIONS = "addEventListener('securitypolicyviolation', (e) => console.error('violation ' + e.violatedDirective))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.add_init_script(VIOLATIONS)
    return page


@pytest.fixture
def host(tmp_path: Path) -> Iterator[StaticHost]:
    host = StaticHost(tmp_path / "live", "/team/desk/")
    publish(host, KEYS)
    host.start()
    yield host
    host.stop()


def publish(host: StaticHost, keys: KeyFile, changes: dict[str, str | bytes] | None = None) -> None:
    """Another release takes the place of the one that is served."""
    work = host.folder.parent / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.rmtree(host.folder, ignore_errors=True)
    assert lock_site(write_desk(work, changes), host.folder, keys).is_locked


def sign_in(page: Page, url: str, *, name: str = "lan", passphrase: str = PASSPHRASE, keeps_copy: bool = True) -> None:
    page.goto(url)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_label("Keep a copy").set_checked(keeps_copy)
    page.get_by_role("button", name="Sign in").click()


def enter_desk(page: Page, host: StaticHost, *, keeps_copy: bool = True) -> None:
    sign_in(page, host.url, keeps_copy=keeps_copy)
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def left_on_device(page: Page) -> dict[str, object]:
    left: dict[str, object] = page.evaluate("""async () => ({
        caches: await caches.keys(), databases: (await indexedDB.databases()).map((one) => one.name),
        workers: (await navigator.serviceWorker.getRegistrations()).length,
        stored: [...Object.keys(localStorage), ...Object.keys(sessionStorage)]})""")
    return left


NOTHING = {"caches": [], "databases": [], "workers": 0, "stored": []}


def wait_for_copy(page: Page) -> None:
    """Until the whole desk is kept on the device."""
    expect(page.locator("html")).to_have_attribute("data-kb-kept", "all")


def stop_worker(page: Page) -> None:
    """What a browser does whenever it wants memory back."""
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()


def part_of(host: StaticHost, page: Page, path: str) -> Path:
    """The encrypted file that holds `path`, found as the worker finds it."""
    name = page.evaluate(
        """async (path) => {
        await new Promise((done) => { const add = (name) => { const one = document.createElement("script");
            one.src = document.querySelector("script[src$='bar.js']").src.replace("bar.js", name); one.onload = done;
            document.head.append(one); }; add("keys.js"); });
        return kbLock.partName(await kbLock.loadSession(), "file", path, 0);
    }""",
        path,
    )
    return host.folder / "kb-lock/files" / str(name)


def test_a_wrong_passphrase_is_said_and_leaves_nothing(page: Page, host: StaticHost) -> None:
    for name, passphrase in (("lan", OTHER_PASSPHRASE), ("nobody", PASSPHRASE), ("lan", "x")):
        sign_in(page, host.url, name=name, passphrase=passphrase)
        expect(page.get_by_role("status")).to_contain_text("is wrong")
    assert left_on_device(page) == NOTHING


def test_the_right_passphrase_opens_pages_images_and_search(page: Page, host: StaticHost) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    enter_desk(page, host)
    expect(page.locator("#out")).to_have_text("chậm giao hàng")  # a worker of the page, which fetched the index
    assert page.evaluate("document.images[0].naturalWidth") == 1
    page.get_by_role("link", name="delay").click()
    expect(page.locator("#reply")).to_contain_text("zebracorn")
    assert page.evaluate("document.images[0].naturalWidth") == 3
    expect(page.get_by_text("Signed in as lan")).to_be_visible()
    assert errors == []
    for word in INTERNAL_WORDS:
        assert not [path for path in host.asked if word in path]


def test_the_name_may_be_typed_in_capitals_and_the_passphrase_with_marks_apart(page: Page, host: StaticHost) -> None:
    import unicodedata

    sign_in(page, host.url, name=" Lan ", passphrase=unicodedata.normalize("NFD", PASSPHRASE) + " ")
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def test_a_deep_link_leads_through_the_hosts_404_page_to_its_page(page: Page, host: StaticHost) -> None:
    page.goto(host.url + "scripts/delay/?from=mail#reply")
    expect(page.get_by_label("Name")).to_be_visible()
    assert page.url == host.url + "#/scripts/delay/?from=mail#reply"
    sign_in(page, page.url)
    expect(page.locator("#reply")).to_be_visible()
    assert page.url == host.url + "scripts/delay/?from=mail#reply"


def test_a_link_with_a_fragment_path_works_while_signed_in(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    page.goto("about:blank")
    page.goto(host.url + "#/scripts/delay/")
    expect(page.locator("#reply")).to_be_visible()


@pytest.mark.parametrize(
    "fragment",
    ["#//evil.example/", "#/https://evil.example/", "#/\\evil.example", "#/javascript:alert(1)", "#/../../other/"],
)
def test_a_deep_link_never_leads_out_of_the_desk(page: Page, host: StaticHost, fragment: str) -> None:
    sign_in(page, host.url + fragment)
    page.wait_for_url(lambda url: not url.startswith(host.url + "#"))
    assert page.url.startswith(host.url)


def test_answers_of_the_worker_carry_the_policy_and_are_not_indexed(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    for path, kind, status in (
        ("scripts/delay/", "text/html; charset=utf-8", 200),
        ("assets/one.png", "image/png", 200),
        ("search/dữ-liệu.json", "application/json", 200),
        ("nothing/here/", "text/html; charset=utf-8", 404),
        ("empty.txt", "text/plain; charset=utf-8", 200),
    ):
        answer = page.evaluate(
            "fetch(arguments = '" + host.url + path + "').then((r) => [r.status, Object.fromEntries(r.headers)])"
        )
        assert answer[0] == status
        assert answer[1]["content-security-policy"].startswith("default-src 'self'; img-src 'self' data:;")
        assert answer[1]["content-type"] == kind
        assert answer[1]["x-robots-tag"] == "noindex, nofollow"
        assert answer[1]["x-content-type-options"] == "nosniff"


def test_folders_without_a_slash_and_unknown_pages_are_answered_as_hosts_do(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    page.goto(host.url + "scripts/delay?x=1")
    assert page.url == host.url + "scripts/delay/?x=1"
    answer = page.goto(host.url + "no/such/page/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="No such page in the desk")).to_be_visible()
    assert page.goto(host.url + "%E0%A4%A") is not None  # not UTF-8


def test_ranges_of_a_film_are_cut_right_across_parts(page: Page, host: StaticHost) -> None:
    enter_desk(page, host, keeps_copy=False)
    whole = film()
    before = len(host.asked)
    for header, first, last in (
        ("bytes=0-9", 0, 9),
        ("bytes=1048560-1048600", 1048560, 1048600),
        ("bytes=-7", len(whole) - 7, len(whole) - 1),
        ("bytes=2621430-", 2621430, len(whole) - 1),
        ("bytes=5-99999999", 5, len(whole) - 1),
    ):
        answer = page.evaluate(
            """([url, range]) => fetch(url, {headers: {range}}).then(async (r) =>
            [r.status, r.headers.get("content-range"),
             Array.from(new Uint8Array(await r.arrayBuffer()).slice(0, 64))])""",
            [host.url + "assets/karaoke.mp4", header],
        )
        assert answer == [206, f"bytes {first}-{last}/{len(whole)}", list(whole[first : last + 1][:64])]
    assert len(host.asked) - before == 3, "each of the three parts is fetched once"
    status = page.evaluate(
        "(url) => fetch(url, {headers: {range: 'bytes=99999999-'}}).then((r) => r.status)",
        host.url + "assets/karaoke.mp4",
    )
    assert status == 416
    size = page.evaluate(
        "(url) => fetch(url).then((r) => r.arrayBuffer()).then((b) => b.byteLength)", host.url + "assets/karaoke.mp4"
    )
    assert size == len(whole)


def test_keys_on_the_device_cannot_be_taken_out(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    session = page.evaluate("""async () => {
        const session = await kbLock.loadSession();
        const refused = async (key, form) => crypto.subtle.exportKey(form, key).then(() => false, () => true);
        return { text: JSON.stringify(session), refused: [await refused(session.contentKey, "raw"),
            await refused(session.nameKey, "raw"), await refused(session.agentKey, "pkcs8"),
            await refused(session.agentKey, "jwk")] };
    }""")
    assert session["refused"] == [True] * 4
    assert PASSPHRASE not in session["text"]


def test_what_is_kept_on_the_device_is_ciphertext(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    wait_for_copy(page)
    found = page.evaluate(
        """async (words) => { const hits = []; let count = 0;
        for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) {
            const text = await (await (await caches.open(name)).match(request)).text(); count += 1;
            for (const word of words) if ((text + request.url).includes(word)) hits.push([request.url, word]); }
        return [count, hits]; }""",
        list(INTERNAL_WORDS),
    )
    assert found[0] > 10
    assert found[1] == []


def test_a_changed_page_is_not_shown_but_said(page: Page, host: StaticHost) -> None:
    enter_desk(page, host, keeps_copy=False)
    part = part_of(host, page, "scripts/delay/index.html")
    data = bytearray(part.read_bytes())
    data[100] ^= 1
    part.write_bytes(data)
    answer = page.goto(host.url + "scripts/delay/")
    assert answer is not None
    assert answer.status == 502
    expect(page.get_by_text("A file on this host is missing or was changed").first).to_be_visible()
    expect(page.get_by_text("Một tệp trên máy chủ")).to_be_visible()
    assert "zebracorn" not in page.content()


def test_a_changed_image_is_refused_and_the_page_says_so(page: Page, host: StaticHost) -> None:
    enter_desk(page, host, keeps_copy=False)
    part_of(host, page, "assets/two.svg").write_bytes(b"\0" * 4124)
    page.goto(host.url + "scripts/delay/")
    expect(page.get_by_role("alert")).to_contain_text("missing or was changed")
    assert page.evaluate("document.images[0].naturalWidth") == 0


def test_parts_that_changed_places_are_refused(page: Page, host: StaticHost) -> None:
    enter_desk(page, host, keeps_copy=False)
    home, reply = part_of(host, page, "index.html"), part_of(host, page, "scripts/delay/index.html")
    reply.write_bytes(home.read_bytes())
    answer = page.goto(host.url + "scripts/delay/")
    assert answer is not None
    assert answer.status == 502


def test_a_changed_list_of_files_is_said(page: Page, host: StaticHost) -> None:
    for part in (host.folder / "kb-lock/files").rglob("*.bin"):
        part.write_bytes(part.read_bytes()[::-1])
    sign_in(page, host.url)
    expect(page.get_by_text("A file on this host is missing or was changed").first).to_be_visible()


def test_a_copy_spoilt_on_the_device_is_fetched_again(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    wait_for_copy(page)
    page.evaluate("""async () => { for (const name of await caches.keys()) { const cache = await caches.open(name);
        for (const request of await cache.keys())
            if (request.url.endsWith(".bin")) await cache.put(request, new Response("x")); } }""")
    stop_worker(page)
    page.goto(host.url + "scripts/delay/")
    expect(page.locator("#reply")).to_be_visible()


def test_a_second_tab_is_signed_in_and_a_waiting_one_comes_along(
    page: Page, context: BrowserContext, host: StaticHost
) -> None:
    waiting = context.new_page()
    waiting.goto(host.url + "#/scripts/delay/")
    expect(waiting.get_by_label("Name")).to_be_visible()
    enter_desk(page, host)
    expect(waiting.locator("#reply")).to_be_visible()
    third = context.new_page()
    third.goto(host.url + "scripts/delay/")
    expect(third.locator("#reply")).to_be_visible()


def test_the_worker_starts_again_from_what_the_device_keeps(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    for _ in range(3):
        stop_worker(page)
        page.goto(host.url + "scripts/delay/")
        expect(page.locator("#reply")).to_be_visible()
        stop_worker(page)
        page.goto(host.url)
        expect(page.locator("#out")).to_have_text("chậm giao hàng")


def test_a_forced_reload_past_the_worker_comes_back_to_the_desk(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    session = page.context.new_cdp_session(page)
    session.send("Page.reload", {"ignoreCache": True})
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
    expect(page.locator("#out")).to_have_text("chậm giao hàng")


def test_without_a_connection_every_page_works_even_unvisited(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    wait_for_copy(page)
    host.stop()
    stop_worker(page)
    page.goto(host.url + "scripts/delay/")
    expect(page.locator("#reply")).to_be_visible()
    assert page.evaluate("document.images[0].naturalWidth") == 3
    page.goto(host.url)
    expect(page.locator("#out")).to_have_text("chậm giao hàng")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_without_a_connection_and_without_a_copy_the_page_says_why(page: Page, host: StaticHost) -> None:
    enter_desk(page, host, keeps_copy=False)
    host.stop()
    answer = page.goto(host.url + "scripts/delay/")
    assert answer is not None
    assert answer.status == 503
    expect(page.get_by_text("The desk cannot be reached").first).to_be_visible()


def test_signing_out_clears_the_device_in_every_tab(page: Page, context: BrowserContext, host: StaticHost) -> None:
    enter_desk(page, host)
    page.evaluate("localStorage.setItem('kb-recent', 'zebracorn'); localStorage.setItem('other', 'kept')")
    other = context.new_page()
    other.goto(host.url + "scripts/delay/")
    expect(other.locator("#reply")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_contain_text("You are signed out")
    expect(other.get_by_role("status")).to_contain_text("You are signed out")
    assert left_on_device(page) == {**NOTHING, "stored": ["other"]}
    page.goto(host.url + "scripts/delay/")
    expect(page.get_by_label("Name")).to_be_visible()
    assert page.evaluate("(url) => fetch(url).then((r) => r.status)", host.url + "scripts/delay/") == 404
    sign_in(page, page.url)
    expect(page.locator("#reply")).to_be_visible()


def test_a_new_release_opens_without_asking_for_the_passphrase_again(page: Page, host: StaticHost) -> None:
    enter_desk(page, host, keeps_copy=False)
    publish(host, KEYS, {"scripts/delay/index.html": "<!doctype html><title>x</title><p id=reply>the newest words"})
    page.goto(host.url + "scripts/delay/")  # of the old release, this page is on no host any more
    expect(page.locator("#reply")).to_have_text("the newest words")
    names = page.evaluate("caches.keys()")
    assert len([name for name in names if not name.endswith("shell")]) == 1, "the old release's copies are gone"


def test_a_kept_release_is_left_for_a_new_one_when_the_worker_starts(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    wait_for_copy(page)
    publish(host, KEYS, {"scripts/delay/index.html": "<!doctype html><title>x</title><p id=reply>the newest words"})
    stop_worker(page)
    page.goto(host.url + "scripts/delay/")
    expect(page.get_by_text("A new edition of the desk is here.")).to_be_visible()
    page.get_by_role("button", name="Load it").click()
    expect(page.locator("#reply")).to_have_text("the newest words")


def test_a_half_uploaded_release_changes_nothing(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    wait_for_copy(page)
    publish(host, KEYS)
    shutil.rmtree(host.folder / "kb-lock/files")
    stop_worker(page)
    page.goto(host.url + "scripts/delay/")
    expect(page.locator("#reply")).to_contain_text("zebracorn")
    stop_worker(page)
    page.reload()
    expect(page.locator("#reply")).to_contain_text("zebracorn")


@pytest.mark.parametrize("keeps_copy", [True, False])
def test_a_removed_agent_is_signed_out_by_the_next_release_and_cannot_come_back(
    page: Page, host: StaticHost, keeps_copy: bool
) -> None:
    enter_desk(page, host, keeps_copy=keeps_copy)
    if keeps_copy:
        wait_for_copy(page)
    publish(host, KEYS.without_agent("lan"))
    stop_worker(page)
    page.goto(host.url)
    expect(page.get_by_label("Name")).to_be_visible()
    left = left_on_device(page)
    assert {**left, "stored": []} == NOTHING
    sign_in(page, host.url)
    expect(page.get_by_role("status")).to_contain_text("is wrong")
    sign_in(page, host.url, name="mai")
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def test_a_frame_that_refuses_workers_offers_a_tab(page: Page, host: StaticHost) -> None:
    host.extra["/helpdesk"] = (
        f'<iframe title="desk" sandbox="allow-scripts allow-popups" src="{host.url}#/scripts/delay/"></iframe>'.encode()
    )
    page.goto(host.url.removesuffix(host.prefix) + "/helpdesk")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("status")).to_contain_text("cannot work inside this frame")
    expect(frame.get_by_label("Name")).to_be_hidden()
    link = frame.get_by_role("link", name="Open the desk in a tab")
    assert link.get_attribute("href") == host.url + "#/scripts/delay/"
    assert link.get_attribute("target") == "_blank"


@pytest.mark.parametrize(
    ("locale", "title"),
    [("vi-VN", "Đăng nhập bàn hỗ trợ"), ("ms-MY", "Log masuk ke meja bantuan"), ("fr-FR", "Sign in to the help desk")],
)
def test_the_sign_in_page_speaks_the_browsers_language_or_the_chosen_one(
    browser: Browser, host: StaticHost, locale: str, title: str
) -> None:
    with browser.new_context(locale=locale) as context:
        page = context.new_page()
        page.goto(host.url)
        expect(page.get_by_role("heading")).to_have_text(title)
        page.get_by_role("button", name="Tiếng Việt").click()
        expect(page.get_by_role("heading")).to_have_text("Đăng nhập bàn hỗ trợ")
        assert page.evaluate("document.documentElement.lang") == "vi"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_and_the_strip_have_no_barriers(browser: Browser, host: StaticHost, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for width in (360, 1280):
        with browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 700}, locale="ms-MY"
        ) as context:
            page = context.new_page()
            page.goto(host.url)
            page.get_by_label("Nama").fill("lan")
            page.get_by_label("Frasa laluan", exact=True).fill("salah")
            page.get_by_role("button", name="Log masuk").click()
            expect(page.get_by_role("status")).to_contain_text("salah")
            assert axe.run(page).response["violations"] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.get_by_label("Frasa laluan", exact=True).fill(PASSPHRASE)
            page.get_by_role("button", name="Log masuk").click()
            expect(page.get_by_text("Signed in as lan")).to_be_visible()
            assert axe.run(page).response["violations"] == []
