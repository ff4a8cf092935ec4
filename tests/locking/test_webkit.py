"""The same desk in WebKit: the browser of iPhones, and of in-app views on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.locking.lock import lock_site
from tests.locking.desk import PASSPHRASE, film, keys_of, write_desk
from tests.locking.static_host import StaticHost
from tests.locking.visits import SESSION
from tests.locking.webkit import IS_HERE, WebKit, open_webkit

pytestmark = pytest.mark.skipif(not IS_HERE, reason="no WebKitGTK: apt-get install webkit2gtk-driver xvfb")
STATUS = "return document.getElementById('status').textContent.slice(0, 13)"


def _sign_in(browser: WebKit, passphrase: str) -> None:
    browser.run(
        """document.getElementById("name").value = "lan";
        document.getElementById("passphrase").value = given[0];
        document.getElementById("form").requestSubmit();""",
        passphrase,
    )


def test_signing_in_reading_working_offline_and_signing_out_in_webkit(tmp_path: Path) -> None:
    """One long story in one window, at OWASP's count: starting this browser is dear."""
    lock_site(write_desk(tmp_path / "desk"), tmp_path / "live", keys_of("lan"))
    host = StaticHost(tmp_path / "live", "/team/desk/")
    host.start()
    with open_webkit() as browser:
        browser.go(host.url + "scripts/delay/?from=mail")
        browser.wait("return location.hash", "#/scripts/delay/?from=mail")
        browser.wait("return document.getElementById('form')?.hidden", False)
        _sign_in(browser, PASSPHRASE + "x")
        browser.wait(STATUS, "The name or t")
        _sign_in(browser, PASSPHRASE)
        browser.wait("return document.getElementById('reply')?.textContent", "The secret word is zebracorn.")
        browser.wait("return document.images[0].naturalWidth", 3)
        browser.wait("return document.documentElement.dataset.kbKept", "all")
        extractable = "return [session.contentKey, session.nameKey, session.agentKey].map((key) => key.extractable)"
        assert browser.run(f"{SESSION} {extractable}") == [False, False, False]
        part = """const r = await fetch(given[0], {headers: {range: "bytes=1048560-1048599"}});
            return [r.status, [...new Uint8Array(await r.arrayBuffer())]]"""
        assert browser.run(part, host.url + "assets/karaoke.mp4") == [206, list(film()[1048560:1048600])]
        host.stop()
        browser.go(host.url)
        browser.wait("return document.getElementById('out')?.textContent", "chậm giao hàng")
        host.start()
        browser.run("[...document.querySelectorAll('button')].find((one) => one.textContent === 'Sign out').click()")
        browser.wait("return document.getElementById('status')?.textContent.slice(0, 18)", "You are signed out")
        left = """return [await caches.keys(), await indexedDB.databases(),
            await navigator.serviceWorker.getRegistrations()].map((one) => one.length)"""
        browser.wait(left, [0, 0, 0])
    host.stop()
