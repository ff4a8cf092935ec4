"""A desk that learns, in a real browser: what agents copy is counted as the shop's own words, and comes back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import PATIENCE
from tests.cli.running import run_kb, said
from tests.desk.test_page import Agent
from tests.insights.receivers.running import Running, receiving
from tests.locking.static_host import StaticHost
from tests.visitors import Visitors

SCRIPT = "---\ntitle: {title}\n---\nIhr Karton ist unterwegs, wir fragen beim Fahrer nach.\n"
MESSAGES = (
    "wo bleibt mein karton, fragt den fahrer. Waldemar Kowalczyk, 0170 1234567",
    "mein karton! der fahrer war nicht da, anna@example.de",
)
TOMORROW = (date.today() + timedelta(1)).isoformat()
"""The receiver writes what the clock says; commands of tests live on a day of their own."""
OPTIONS = "      learning: true\n      feedback_url: {url}\n      feedback_events: [desk]\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    done = run_kb(tmp_path, "init", "shop", "--languages", "de", "--markets", "DE", "--shop", "Sen & Serai")
    assert done.returncode == 0, said(done)
    for id, title in (("dauert", "Dauert noch"), ("weg", "Ist weg")):
        (tmp_path / f"shop/agents/scripts/{id}.md").write_text(SCRIPT.format(title=title), "utf-8")
    return tmp_path / "shop"


def build(root: Path) -> None:
    done = run_kb(root, "build", "--edition", "agents")
    assert done.returncode == 0, said(done)


def copied(agent: Agent, receiver: Running, count: int) -> list[dict[str, Any]]:
    """What the receiver heard of replies that were copied, once there are `count` of them."""
    found: list[dict[str, Any]] = []
    for _ in range(PATIENCE // 50):
        found = [line for line in receiver.lines() if line.get("did") == "copied"]
        if len(found) >= count:
            break
        agent.page.wait_for_timeout(50)
    return found


def test_what_agents_copy_comes_back_as_chosen_by_colleagues(root: Path, visitor: Visitors) -> None:
    build(root)
    host = StaticHost(root / "site/agents")
    host.start()
    url = f"http://127.0.0.1:{host.port}/"
    with receiving(root, origin=url.rstrip("/")) as receiver:
        config = root / "mkdocs.yml"
        config.write_text(
            config.read_text("utf-8").replace("  - kb:\n", "  - kb:\n" + OPTIONS.format(url=receiver.url)), "utf-8"
        )
        build(root)
        agent = Agent(visitor(), url, path="")
        expect(agent.page.locator("[data-kb-desk-foot]")).to_contain_text("Der Desk lernt")
        for count, message in enumerate(MESSAGES, 1):
            agent.paste(message)
            assert agent.page.locator(".kb-desk__chosen").count() == 0
            (first, _), (second, _) = agent.shown()[:2]
            assert {first, second} == {"scripts/dauert", "scripts/weg"}
            agent.page.locator(f".kb-desk__pick[data-id='{second}']").click()
            agent.page.keyboard.press("Control+Enter")
            lines = copied(agent, receiver, count)
        assert [(line["v"], line["item"], line["language"]) for line in lines] == [(2, second, "de")] * 2
        sent = {word for line in lines for word in line["words"].split()}
        assert {"karton", "fahr"} <= sent or {"karton", "fahrer"} <= sent, sent
        told = json.dumps(lines) + "".join(row for row in agent.asked if row.startswith("POST"))
        assert not any(name in told.lower() for name in ("waldemar", "kowalczyk", "0170", "anna", "example.de"))
        counts = agent.page.evaluate("Object.entries(localStorage).filter(([key]) => key.includes('counts')).join()")
        assert f"de {second} karton" in counts
        assert not any(name in counts.lower() for name in ("waldemar", "kowalczyk", "0170", "anna"))
        assert agent.visit.trouble == []
        for command in (("import", *[str(path) for path in receiver.files()]), ("learn", "--today", TOMORROW)):
            done = run_kb(root, "insights", *command)
            assert done.returncode == 0, said(done)
    build(root)
    later = Agent(visitor(), url, path="")
    later.paste(MESSAGES[0])
    assert later.shown()[0][0] == second
    expect(later.picks.first.locator(".kb-desk__chosen")).to_have_text("von Kollegen gewählt")
    assert later.page.locator(".kb-desk__chosen").count() == 1
    assert later.visit.trouble == []
    host.stop()
