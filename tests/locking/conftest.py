"""A real browser, a plain static host and a locked desk below a sub-path of it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import PATIENCE
from tests.locking.static_host import StaticHost
from tests.locking.visits import KEYS, publish

VIOLATIONS = "addEventListener('securitypolicyviolation', (e) => console.error('violation ' + e.violatedDirective))"


@pytest.fixture(autouse=True, scope="session")
def remembered_rounds() -> Iterator[None]:
    """600,000 rounds take a fifth of a second. What they give depends on nothing else, so each is derived once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashlib, "pbkdf2_hmac", functools.cache(hashlib.pbkdf2_hmac))
        yield


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE)
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
