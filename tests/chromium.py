"""The one Chromium of a test process: Playwright cannot be started twice beside itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser_setup import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
    """A running Chromium; tests are skipped where there is none."""
    from playwright.sync_api import sync_playwright  # half a second that most tests need not spend

    path = find_browser()
    if path is None:
        pytest.skip("no Chromium here: install one, or name it in KB_CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()
