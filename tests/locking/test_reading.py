"""Reading while signed in: what the worker answers, keeps, and refuses to show."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.chromium import PATIENCE
from tests.locking.desk import INTERNAL_WORDS, PASSPHRASE, film
from tests.locking.static_host import StaticHost
from tests.locking.visits import SESSION, enter_desk, fill_in, part_of, sign_in, stop_worker, wait_for_copy


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
    page.wait_for_load_state("networkidle")
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
    parts = [path for path in host.asked[before:] if "/kb-lock/files/" in path]
    assert len(parts) == 3, f"each of the three parts is fetched once: {parts}"
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
    ask = """const refused = async (key, form) => crypto.subtle.exportKey(form, key).then(() => false, () => true);
        return { text: JSON.stringify(session), refused: [await refused(session.contentKey, "raw"),
            await refused(session.nameKey, "raw"), await refused(session.agentKey, "pkcs8"),
            await refused(session.agentKey, "jwk")] };"""
    session = page.evaluate(f"async () => {{ {SESSION} {ask} }}")
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
    _change_a_page(page, host)
    answer = page.goto(host.url + "scripts/delay/")
    assert answer is not None
    assert answer.status == 502
    expect(page.get_by_text("A file on this host is missing or was changed").first).to_be_visible()
    assert "zebracorn" not in page.content()


def test_a_changed_page_is_told_in_the_browsers_language(browser: Browser, host: StaticHost) -> None:
    with browser.new_context(locale="vi-VN") as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(host.url)
        page.get_by_role("button", name="English").click()
        fill_in(page, keeps_copy=False)
        expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
        _change_a_page(page, host)
        page.goto(host.url + "scripts/delay/")
        expect(page.get_by_text("Một tệp trên máy chủ").first).to_be_visible()
        assert page.evaluate("document.documentElement.lang") == "vi"


def _change_a_page(page: Page, host: StaticHost) -> None:
    page.wait_for_load_state()  # the session is asked for through the page's own script, which stands at its end
    part = part_of(host, page, "scripts/delay/index.html")
    data = bytearray(part.read_bytes())
    data[100] ^= 1
    part.write_bytes(data)


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
