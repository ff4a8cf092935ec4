"""How many keys a reply takes: thirty messages, each from paste to copied, with the script that an agent wants."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.test_page import Agent
from tests.sites import Sites
from tests.visitors import Host, Visitors, serve_folder

SHIFT = [json.loads(line) for line in Path(__file__).with_name("shift.jsonl").read_text("utf-8").splitlines()]
"""Written before anything was tuned: a message, its channel, the scripts that may answer it, and what must be typed."""
MOST_KEYS = 10
MISSING = ".kb-desk__fields .kb-desk__input--missing"


class Keyboard:
    """An agent's keyboard that counts: a paste is one key, so is a chord, and so is each letter."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent
        self.count = 0

    def press(self, key: str) -> None:
        self.count += 1
        self.agent.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.count += len(text)
        self.agent.page.keyboard.type(text)


@pytest.fixture(scope="session")
def own_agents_host(own: Sites) -> Iterator[Host]:
    yield from serve_folder(own.agents)


def focused(agent: Agent, selector: str) -> bool:
    return bool(agent.page.evaluate("one => document.activeElement.matches(one)", selector))


def paste(agent: Agent, keyboard: Keyboard, text: str) -> None:
    before = agent.answered()
    agent.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    keyboard.press("Control+V")
    agent.page.wait_for_function("count => performance.getEntriesByName('kb-desk').length > count", arg=before)
    agent.page.wait_for_function("() => document.activeElement.matches('.kb-desk__pick, #kb-desk-message')")


def pick_channel(agent: Agent, keyboard: Keyboard, channel: str) -> None:
    """By its button where it has one; else in the list of all channels."""
    picker = agent.page.locator("[data-pick=channel]")
    if picker.input_value() == channel:
        return
    own = agent.page.locator(f".kb-desk__channel[data-channel={channel}]")
    before = agent.answered()
    if own.count():
        keyboard.press(str(own.get_attribute("aria-keyshortcuts")))
    else:
        while not focused(agent, "[data-pick=channel]"):
            keyboard.press("Shift+Tab")
        name = picker.locator(f"option[value={channel}]").inner_text()
        for letter in name:
            keyboard.type(letter)
            if picker.input_value() == channel:
                break
    expect(picker).to_have_value(channel)
    agent.page.wait_for_function("count => performance.getEntriesByName('kb-desk').length > count", arg=before)
    while not focused(agent, ".kb-desk__pick") and agent.picks.count():
        keyboard.press("Escape")


def take(agent: Agent, keyboard: Keyboard, wanted: list[str]) -> bool:
    """Take the wanted answer; true where that copied it too."""
    shown = [id for id, _ in agent.shown()]
    if shown and shown[0] in wanted and agent.page.locator("[data-kb-desk-ready]").count():
        keyboard.press("Control+Enter")
        return True
    found = next((place for place, id in enumerate(shown) if id in wanted), None)
    if found is not None:
        keyboard.press(str(found + 1))
        return False
    keyboard.press("/")
    first = agent.page.locator(".kb-desk__found-list [aria-selected=true]")
    for letter in wanted[0].partition("/")[2].replace("-", " "):
        keyboard.type(letter)
        expect(agent.page.locator(".kb-desk__finder-status")).not_to_have_text("")
        if first.count() and first.get_attribute("data-id") in wanted:
            break
    keyboard.press("Enter")
    return False


def work(agent: Agent, keyboard: Keyboard, message: dict[str, Any]) -> None:
    page = agent.page
    page.evaluate("navigator.clipboard.writeText('')")
    paste(agent, keyboard, message["text"])
    pick_channel(agent, keyboard, message["channel"])
    if not take(agent, keyboard, message["right"]):
        while page.locator(MISSING).count():
            if not focused(agent, MISSING):
                keyboard.press("Enter")
                continue
            keyboard.type(message["typed"][page.evaluate("document.activeElement.name")])
        keyboard.press("Control+Enter")
    expect(page.locator("[data-kb-desk-status]")).to_contain_text("Copied")
    copied = agent.clipboard()
    assert copied and "{{" not in copied
    assert page.locator(".kb-desk__reply select").first.input_value() == message["channel"]


def count_keys(agent: Agent) -> dict[str, int]:
    """Keys of each message of the shift, by its id."""
    keys = {}
    for message in SHIFT:
        keyboard = Keyboard(agent)
        work(agent, keyboard, message)
        keys[message["id"]] = keyboard.count
    return keys


def test_a_reply_takes_ten_keys_or_fewer(visitor: Visitors, own_agents_host: Host) -> None:
    visit = visitor()
    visit.context.add_init_script(
        "localStorage.getItem('kb.desk') ?? localStorage.setItem('kb.desk', '{\"agentName\":\"An\"}')"
    )
    keys = count_keys(Agent(visit, own_agents_host.url))
    assert visit.trouble == []
    told = f"median {statistics.median(keys.values())}, {min(keys.values())} to {max(keys.values())}: {keys}"
    print(told)
    assert statistics.median(keys.values()) <= MOST_KEYS, told
