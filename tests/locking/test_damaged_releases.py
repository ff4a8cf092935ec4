"""A release that somebody damaged, at the sign-in page: a sentence that says what is wrong, and the button again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.locking.static_host import StaticHost
from tests.locking.visits import NOTHING, left_on_device, sign_in

Change = Callable[[dict[str, Any], list[dict[str, Any]]], object]

NO_RELEASE, DAMAGED, ROUNDS = "sends something else, or nothing", "is damaged", "too few or too many rounds"
CHANGED, OFFLINE, WRONG = "is missing or was changed", "cannot be reached", "is wrong"


def _all(envelopes: list[dict[str, Any]], **values: object) -> None:
    for envelope in envelopes:
        envelope.update(values)


CHANGES: Mapping[str, tuple[str, Change]] = {
    "two thousand million rounds": (ROUNDS, lambda _, envelopes: _all(envelopes, iterations=2 * 10**9)),
    "one round": (ROUNDS, lambda _, envelopes: _all(envelopes, iterations=1)),
    "one round too few": (ROUNDS, lambda _, envelopes: _all(envelopes, iterations=599_999)),
    "one round too many": (ROUNDS, lambda _, envelopes: _all(envelopes, iterations=10_000_001)),
    "no rounds": (ROUNDS, lambda _, envelopes: _all(envelopes, iterations=0)),
    "rounds of one agent": (ROUNDS, lambda _, envelopes: envelopes[0].update(iterations=-1)),
    "rounds as text": (DAMAGED, lambda _, envelopes: _all(envelopes, iterations="600000")),
    "a part of a round": (DAMAGED, lambda _, envelopes: _all(envelopes, iterations=600_000.5)),
    "rounds missing": (DAMAGED, lambda _, envelopes: [one.pop("iterations") for one in envelopes]),
    "no envelopes": (DAMAGED, lambda row, _: row.pop("envelopes")),
    "empty envelopes": (DAMAGED, lambda row, _: row.update(envelopes={})),
    "envelopes null": (DAMAGED, lambda row, _: row.update(envelopes=None)),
    "envelopes a list": (DAMAGED, lambda row, envelopes: row.update(envelopes=envelopes)),
    "envelopes without content": (DAMAGED, lambda row, _: row.update(envelopes=dict.fromkeys(row["envelopes"]))),
    "envelopes as texts": (DAMAGED, lambda row, _: row.update(envelopes=dict.fromkeys(row["envelopes"], "x"))),
    "a salt that is no base64": (DAMAGED, lambda _, envelopes: _all(envelopes, salt="%%%%")),
    "a short salt": (DAMAGED, lambda _, envelopes: _all(envelopes, salt="AAAA")),
    "no salt": (DAMAGED, lambda _, envelopes: [one.pop("salt") for one in envelopes]),
    "another salt": (WRONG, lambda _, envelopes: _all(envelopes, salt="A" * 22 + "==")),
    "a key that is no base64": (DAMAGED, lambda _, envelopes: _all(envelopes, private_key="é" * 240)),
    "a key cut off": (
        DAMAGED,
        lambda _, envelopes: [one.update(private_key=one["private_key"][:30]) for one in envelopes],
    ),
    "a wrapped secret cut off": (
        DAMAGED,
        lambda _, envelopes: [one.update(wrapped=one["wrapped"][:-1]) for one in envelopes],
    ),
    "another wrapped secret": (DAMAGED, lambda _, envelopes: _all(envelopes, wrapped="A" * 123 + "=")),
    "a wrapped secret as a number": (DAMAGED, lambda _, envelopes: _all(envelopes, wrapped=7)),
    "no point": (DAMAGED, lambda row, _: row.pop("ephemeral")),
    "a point on no curve": (DAMAGED, lambda row, _: row.update(ephemeral="A" * 87 + "=")),
    "no release": (DAMAGED, lambda row, _: row.update(release="../../x")),
    "another format": (NO_RELEASE, lambda row, _: row.update(format="kb-lock 2")),
}
TEXTS: Mapping[str, tuple[str, str]] = {
    "nothing in it": (NO_RELEASE, ""),
    "a page": (NO_RELEASE, "<!doctype html><title>Welcome</title>"),
    "null": (NO_RELEASE, "null"),
    "a list": (NO_RELEASE, "[]"),
    "a text": (NO_RELEASE, '"kb-lock 1"'),
    "cut off": (DAMAGED, '{\n "format": "kb-lock 1",\n "release": "00'),
}


def _say(page: Page, host: StaticHost) -> str:
    """What the page says after a try with the right passphrase, once it takes another."""
    sign_in(page, host.url)
    expect(page.get_by_role("button", name="Sign in")).to_be_enabled()
    expect(page.get_by_role("status")).not_to_contain_text("Signing in")
    return page.get_by_role("status").inner_text()


def _release(host: StaticHost) -> Path:
    return host.folder / "kb-lock/release.json"


def test_every_damaged_release_is_told_and_nothing_is_kept(page: Page, host: StaticHost) -> None:
    whole = _release(host).read_text()
    for name, (sentence, change) in CHANGES.items():
        row = json.loads(whole)
        change(row, list(row["envelopes"].values()))
        _release(host).write_text(json.dumps(row))
        assert sentence in _say(page, host), name
    for name, (sentence, text) in TEXTS.items():
        _release(host).write_text(text)
        assert sentence in _say(page, host), name
    _release(host).unlink()
    assert NO_RELEASE in _say(page, host)
    assert left_on_device(page) == NOTHING
    _release(host).write_text(whole)
    sign_in(page, host.url)
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


@pytest.mark.parametrize("name", ["kb-worker.js", "kb-lock/bar.js", "kb-lock/bar.css"])
def test_a_host_that_lacks_a_file_of_the_worker_is_told_apart_from_a_browser_that_refuses(
    page: Page, host: StaticHost, name: str
) -> None:
    (host.folder / name).unlink()
    assert CHANGED in _say(page, host)
    assert left_on_device(page) == NOTHING


def test_a_host_out_of_reach_or_with_a_doorkeeper_is_told(page: Page, host: StaticHost) -> None:
    page.goto(host.url)
    page.get_by_label("Name").fill("lan")
    page.get_by_label("Passphrase", exact=True).fill("whatever it is")
    host.stop()
    _expect_offline(page)
    host.turns_away = True
    host.start()
    _expect_offline(page)


def _expect_offline(page: Page) -> None:
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("status")).to_contain_text(OFFLINE)
    expect(page.get_by_role("button", name="Sign in")).to_be_enabled()


def test_a_browser_that_fails_in_the_middle_gives_the_button_back(page: Page, host: StaticHost) -> None:
    page.add_init_script("crypto.subtle.deriveKey = () => Promise.reject(new Error('odd'))")
    assert "Something went wrong in this browser" in _say(page, host)


def test_a_desk_that_is_open_stays_with_its_release_when_the_next_is_damaged(page: Page, host: StaticHost) -> None:
    sign_in(page, host.url, keeps_copy=False)
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
    row = json.loads(_release(host).read_text())
    row["release"] = "0" * 32
    _all(list(row["envelopes"].values()), iterations=1)
    _release(host).write_text(json.dumps(row))
    page.goto(host.url + "scripts/delay/")
    expect(page.locator("#reply")).to_contain_text("zebracorn")
    expect(page.get_by_text("Signed in as lan")).to_be_visible()
