"""A sign-in page of which a file is missing or of another version: it says which, in words that stand in the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.locking.static_host import StaticHost
from tests.locking.visits import NOTHING, left_on_device, sign_in

SCRIPTS = ["whole.js", "sign-in.js"]
OF_THE_WORKER = ["bar.js"]


def _of_another_version(path: Path) -> None:
    """The stamp that all files of one version share is another one."""
    stamp = _stamp(path.parent.parent)
    path.write_text(path.read_text().replace(stamp, "0123456789ab"))


def _stamp(folder: Path) -> str:
    found = re.search(r'data-shell="([0-9a-f]{12})"', (folder / "index.html").read_text())
    assert found
    return found[1]


def _before_stamps(path: Path) -> None:
    """As kb wrote it before files had stamps."""
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "stamps" not in line))


FAULTS: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-30]),
    "a page of the host": lambda path: path.write_text("<!doctype html><title>Welcome</title>"),
    "another version": _of_another_version,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_sign_in_page_says_which_of_its_files_is_not_right(page: Page, host: StaticHost, fault: str) -> None:
    for name in SCRIPTS:
        path = host.folder / "kb-lock" / name
        whole = path.read_bytes()
        FAULTS[fault](path)
        page.goto(host.url)
        alarm = page.locator("#broken")
        expect(alarm).to_be_visible()
        expect(alarm).to_contain_text("is missing on this host, or is of another version")
        expect(alarm).to_contain_text(
            f"kb-lock/{name}" if (name, fault) != ("whole.js", "another version") else "kb-lock/"
        )
        expect(alarm.locator("[lang=vi]")).to_contain_text("phiên bản khác")
        expect(alarm.locator("[lang=ms]")).to_contain_text("versi lain")
        expect(page.get_by_label("Name")).to_be_hidden()
        path.write_bytes(whole)
    page.goto(host.url)
    expect(page.get_by_label("Name")).to_be_visible()
    expect(page.locator("#broken")).to_have_count(0)
    assert left_on_device(page) == NOTHING


def test_files_without_a_stamp_are_of_another_version(page: Page, host: StaticHost) -> None:
    _before_stamps(host.folder / "kb-lock/sign-in.js")
    page.goto(host.url)
    expect(page.locator("#broken-files")).to_have_text("kb-lock/sign-in.js")


def test_a_page_without_any_of_its_scripts_says_so_after_a_while(page: Page, host: StaticHost) -> None:
    for name in SCRIPTS:
        (host.folder / "kb-lock" / name).unlink()
    page.goto(host.url)
    expect(page.locator("#broken")).to_be_hidden()
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")  # the while
    expect(page.locator("#broken")).to_be_visible()
    (host.folder / "kb-lock/style.css").unlink()
    page.goto(host.url)
    expect(page.locator("#broken")).to_be_visible()


def test_a_missing_style_is_named_and_keeps_nobody_out(page: Page, host: StaticHost) -> None:
    (host.folder / "kb-lock/style.css").unlink()
    page.goto(host.url)
    expect(page.locator("#broken-files")).to_have_text("kb-lock/style.css")
    sign_in(page, host.url)
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


@pytest.mark.parametrize("fault", ["missing", "empty", "cut short", "another version"])
def test_a_file_of_the_worker_that_is_not_right_is_named(page: Page, host: StaticHost, fault: str) -> None:
    for name in OF_THE_WORKER:
        path = host.folder / "kb-lock" / name
        whole = path.read_bytes()
        FAULTS[fault](path)
        sign_in(page, host.url)
        expect(page.get_by_role("status")).to_contain_text(f"(kb-lock/{name})")
        expect(page.get_by_role("status")).to_contain_text("is missing or was changed")
        assert left_on_device(page) == NOTHING
        path.write_bytes(whole)
    sign_in(page, host.url)
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def test_every_script_of_the_shell_carries_one_stamp(host: StaticHost) -> None:
    stamp = _stamp(host.folder)
    for path in [*(host.folder / "kb-lock").glob("*.js"), host.folder / "kb-worker.js", host.folder / "index.html"]:
        text = path.read_text()
        assert "@kb-shell@" not in text, path
        assert stamp in text or path.name == "find.js", path
