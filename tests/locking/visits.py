"""What an agent does in a browser, and what a host does behind its back."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from kb.browser_code.bundle import bundle
from kb.locking.keys import KeyFile
from kb.locking.lock import lock_site
from tests.locking.desk import PASSPHRASE, keys_of, write_desk
from tests.locking.static_host import StaticHost

KEYS = keys_of("lan", "mai")
SESSION = bundle(Path(__file__).with_name("session.js")) + "const session = await kbTest.loadSession();"
"""The beginning of a function in a page: the session that is open there, as `session`."""
NOTHING = {"caches": [], "databases": [], "workers": 0, "stored": []}


def publish(host: StaticHost, keys: KeyFile, changes: dict[str, str | bytes] | None = None) -> None:
    """Another release takes the place of the one that is served."""
    work = host.folder.parent / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.rmtree(host.folder, ignore_errors=True)
    assert lock_site(write_desk(work, changes), host.folder, keys).is_locked


def sign_in(page: Page, url: str, *, name: str = "lan", passphrase: str = PASSPHRASE, keeps_copy: bool = True) -> None:
    page.goto(url)
    fill_in(page, name=name, passphrase=passphrase, keeps_copy=keeps_copy)


def fill_in(page: Page, *, name: str = "lan", passphrase: str = PASSPHRASE, keeps_copy: bool = True) -> None:
    """Sign in on the page that is open, in English."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_label("Keep a copy").set_checked(keeps_copy)
    page.get_by_role("button", name="Sign in").click()


def enter_desk(page: Page, host: StaticHost, *, keeps_copy: bool = True) -> None:
    sign_in(page, host.url, keeps_copy=keeps_copy)
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
    expect(page.get_by_text("Signed in as lan")).to_be_visible()


def left_on_device(page: Page) -> dict[str, object]:
    # A worker that was sent away ends when the browser has finished asking the host for a newer one.
    page.wait_for_function("() => navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")
    left: dict[str, object] = page.evaluate("""async () => ({
        caches: await caches.keys(), databases: (await indexedDB.databases()).map((one) => one.name),
        workers: (await navigator.serviceWorker.getRegistrations()).length,
        stored: [...Object.keys(localStorage), ...Object.keys(sessionStorage)]})""")
    return left


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
    """The encrypted file that holds `path`, found as the worker finds it: by the modules that it is made of."""
    name = page.evaluate(f"async (path) => {{ {SESSION} return kbTest.partName(session, 'file', path, 0); }}", path)
    return host.folder / "kb-lock/files" / str(name)
