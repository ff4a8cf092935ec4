"""The one Chromium of a test process: Playwright cannot be started twice beside itself.

Tests wait for what they need, never for a time. `settle` is for those that say that nothing happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser_setup import find_test_browser
from tests.needed import skip_or_fail

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE = 120_000
"""Milliseconds until something that should come to pass is given up: a machine may be very busy."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",  # no other host is ever met
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    from playwright.sync_api import expect, sync_playwright  # half a second that most tests need not spend

    path = find_test_browser()
    if path is None:
        skip_or_fail("no Chromium here: install one, or name it in KB_CHROMIUM")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


def settle(page: Page) -> None:
    """Let the page do all that it has begun: tasks and frames that wait, and a request behind all earlier ones.

    What was set off before has then happened, so a test can say that something did not.
    """
    page.evaluate("""async () => {
        for (let turn = 0; turn < 3; turn += 1) {
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        }
        if (location.protocol.startsWith("http")) await fetch("?settled").catch(() => null);
    }""")


def is_of_test(url: str) -> bool:
    """Whether a request is the one that `settle` makes."""
    return url.endswith("?settled")
