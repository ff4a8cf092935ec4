"""What pages send where a shop asked for it: a real browser, editions of a new German shop, a real `kb receive`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import PATIENCE, settle
from tests.cli.running import run_kb, said
from tests.desk.test_page import Agent
from tests.insights.receivers.running import Running, receiving
from tests.locking.static_host import StaticHost
from tests.visitors import Visitors


class _Host(StaticHost):
    """Sends what the edition's `_headers` say of all its pages."""

    def _headers(self) -> Iterator[tuple[str, str]]:
        for line in (self.folder / "_headers").read_text("utf-8").splitlines()[1:]:
            if not line.startswith(" "):
                return
            name, _, value = line.partition(":")
            yield name.strip(), value.strip()


@dataclass
class Listening:
    """Both editions as they are served, their receiver, and the policies of their pages."""

    public: str
    agents: str
    receiver: Running
    policies: dict[str, str]

    def new_lines(self, before: int, page: Page, count: int = 1) -> list[dict[str, str]]:
        """The lines after the first `before`, once there are `count` of them."""
        page.wait_for_timeout(0)
        for _ in range(PATIENCE // 50):
            if len(self.receiver.lines()) >= before + count:
                break
            page.wait_for_timeout(50)
        return [{key: line[key] for key in line if key not in ("v", "at")} for line in self.receiver.lines()[before:]]


@pytest.fixture(scope="session")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    root = tmp_path_factory.mktemp("listening") / "shop"
    done = run_kb(root.parent, "init", "shop", "--languages", "de,en", "--markets", "DE", "--shop", "Sen & Serai")
    assert done.returncode == 0, said(done)
    hosts = {name: _Host(root / "site" / name) for name in ("public", "agents")}
    for host in hosts.values():
        host.start()
    urls = {name: f"http://127.0.0.1:{host.port}" for name, host in hosts.items()}
    with receiving(root, "--origin", urls["agents"], origin=urls["public"]) as receiver:
        config = root / "mkdocs.yml"
        config.write_text(
            config.read_text("utf-8").replace(
                "  - kb:\n",
                f"  - kb:\n      feedback_url: {receiver.url}\n      feedback_events: [searches, desk]\n",
            ),
            "utf-8",
        )
        done = run_kb(root, "build", "--edition", "all")
        assert done.returncode == 0, said(done)
        policies = {name: dict(host._headers())["Content-Security-Policy"] for name, host in hosts.items()}
        yield Listening(f"{urls['public']}/", f"{urls['agents']}/", receiver, policies)
    for host in hosts.values():
        host.stop()
    shutil.rmtree(root)


def test_a_vote_arrives(listening: Listening, visitor: Visitors) -> None:
    before = len(listening.receiver.lines())
    visit = visitor()
    page = visit.open(listening.public + "faq/track-order/")
    page.locator("[data-kb-answer=yes]").click()
    assert listening.new_lines(before, page) == [
        {"kind": "vote", "page": "faq/track-order", "language": "de", "answer": "yes"}
    ]
    assert visit.trouble == visit.foreign == []


def test_a_search_that_found_nothing_is_told_when_the_page_is_left(listening: Listening, visitor: Visitors) -> None:
    before = len(listening.receiver.lines())
    visit = visitor()
    page = visit.open(listening.public + "search/?q=Xylophön  Qwertz")
    expect(page.locator(".kb-results__help")).to_be_visible()
    expect(page.locator(".kb-results__sent").first).to_contain_text("geht Ihre Suche ohne Ihren Namen an den Shop")
    settle(page)
    assert len(listening.receiver.lines()) == before, "not before"
    page.goto(listening.public)
    assert listening.new_lines(before, page) == [
        {"kind": "search", "language": "de", "query": "xylophon qwertz", "outcome": "nothing"}
    ]
    page.go_back()
    page.goto(listening.public)
    assert visit.trouble == visit.foreign == []


def test_what_was_typed_and_left_is_told_once_and_what_was_opened_is_not(
    listening: Listening, visitor: Visitors
) -> None:
    before = len(listening.receiver.lines())
    page = visitor().open(listening.public)
    field = page.locator("[data-kb-search] input").first
    for text in ("Paket", "Paket verfolgen"):
        field.fill(text)
        expect(page.locator(f".kb-results__all[href$='{text.split()[-1]}']")).to_be_visible()
    expect(page.locator(".kb-results__sent")).to_be_visible()
    page.goto(listening.public + "faq/track-order/")
    assert listening.new_lines(before, page) == [
        {"kind": "search", "language": "de", "query": "paket verfolgen", "outcome": "no_click"}
    ]
    page.goto(listening.public + "search/?q=Paket+verfolgen")
    page.locator(".kb-hit a").first.click()
    page.wait_for_url(lambda url: "search/" not in url)
    page.goto(listening.public)
    field = page.locator("[data-kb-search] input").first
    field.fill("Paket")
    page.locator("[role=option]").first.click()
    page.wait_for_url(lambda url: url.rstrip("/") != listening.public.rstrip("/"))
    page.locator("[data-kb-answer=yes]").click()  # comes after all that was sent before
    assert [line["kind"] for line in listening.new_lines(before + 1, page)] == ["vote"]


@pytest.mark.parametrize("query", ["0170 1234567", "anna@example.de", "Bestellung 241127ABCD1234"])
def test_what_may_be_a_persons_never_leaves_the_browser(listening: Listening, visitor: Visitors, query: str) -> None:
    visit = visitor()
    sent: list[str] = []
    visit.context.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page = visit.open(listening.public)
    page.locator("[data-kb-search] input").first.fill(query)
    expect(page.locator(".kb-results__sent")).to_be_visible()
    page.goto(listening.public + "faq/track-order/")
    settle(page)
    assert sent == []


@pytest.mark.parametrize("wish", ["doNotTrack: '1'", "globalPrivacyControl: true"])
def test_a_browser_that_objects_sends_no_search(listening: Listening, visitor: Visitors, wish: str) -> None:
    name, _, value = wish.partition(": ")
    visit = visitor()
    visit.context.add_init_script(f"Object.defineProperty(Navigator.prototype, '{name}', {{ get: () => {value} }})")
    sent: list[str] = []
    visit.context.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page = visit.open(listening.public + "search/?q=xylophon+qwertz")
    expect(page.locator(".kb-results__help")).to_be_visible()
    page.goto(listening.public)
    settle(page)
    assert sent == []


def test_the_desk_tells_what_was_copied_and_that_nothing_fitted(listening: Listening, visitor: Visitors) -> None:
    before = len(listening.receiver.lines())
    agent = Agent(visitor(), listening.agents, path="")
    expect(agent.page.locator("[data-kb-desk-foot]")).to_contain_text("geht als einzelne Zählung an den Shop")
    agent.paste("this is unacceptable, nobody answers me")
    agent.page.keyboard.press("1")
    agent.fill("order_id", "A1")
    agent.fill("answer_on", "25.11.2026")
    agent.page.keyboard.press("Control+Enter")
    agent.page.keyboard.press("Control+Enter")
    agent.paste("xyzzy plugh frotz")
    agent.paste("frotz xyzzy")
    found = listening.new_lines(before, agent.page, 2)
    assert [(line["kind"], line["did"], line["item"]) for line in found] == [
        ("desk", "copied", "scripts/angry-customer"),
        ("desk", "nothing_fits", ""),
    ]
    assert set(found[0]) == {"kind", "did", "item", "language", "channel"}
    assert agent.visit.trouble == []


def test_the_policy_names_the_receiver_and_nothing_else(listening: Listening) -> None:
    origin = listening.receiver.url.rstrip("/")
    for policy in listening.policies.values():
        (connect,) = [part for part in policy.split("; ") if part.startswith("connect-src")]
        assert connect == f"connect-src 'self' {origin}"
