"""“Since you were here”: what this machine has not seen, old text beside new; with git, without it, shallow."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kb.website.build.editions import build_editions
from tests.conftest import TODAY
from tests.visitors import Host, Visitors, serve_folder

CONFIG = """\
site_name: Nachtladen
site_url: https://hilfe.nacht.example/
theme: {name: material}
plugins:
  - kb:
      shop: Nachtladen
      default_language: en
      languages: {en: {name: English}, de: {name: Deutsch}}
      markets: {DE: {currency: EUR, name: {en: Germany, de: Deutschland}}}
      channels: [email]
"""
OLD = "Your parcel {{ order_id }} is late. You get it within {{ fact.late_days }}."
NEW = "Your parcel {{ order_id }} is late, sorry. You get it within {{ fact.late_days }}."
NEWEST = "We are sorry: {{ order_id }} is late."


def script(title: str, text: str, more: str = "") -> str:
    field = "placeholders:\n  order_id: {type: code, example: A1}\n" if "order_id" in text else ""
    return f"---\ntitle: {title}\nchannels: [email]\n{more}{field}---\n{text}\n"


def facts(days: int) -> str:
    return f"late_days:\n  value: {days}\n  unit: days\n  about: Days until we look for a parcel\n"


class Shop:
    """A project with a history, and its agents' edition."""

    def __init__(self, root: Path) -> None:
        self.root, self.site = root, root / "site" / "agents"

    def write(self, texts: dict[str, str | None], day: str = "") -> None:
        """Write files (None: take out), and commit them on `day` where one is given."""
        for name, text in texts.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True) if text is None else path.write_text(text, "utf-8")
        if day:
            self.git("add", "-A", "docs", "agents", "facts.yml", "mkdocs.yml")
            self.git("commit", "-q", "-m", "Texts", when=f"{day}T09:00:00+0700")

    def git(self, *arguments: str, when: str = "") -> None:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        names = {"NAME": "Writer", "EMAIL": "writer@shop.example", **({"DATE": when} if when else {})}
        told = {f"GIT_{who}_{name}": value for who in ("AUTHOR", "COMMITTER") for name, value in names.items()}
        settings = ("-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null")
        subprocess.run(["git", *settings, *arguments], cwd=self.root, check=True, env={**plain, **told})

    def build(self) -> None:
        (report,) = build_editions(self.root, ("agents",), self.root / "site", today=TODAY)
        assert report.is_whole, report.problems

    def hashes(self, language: str = "") -> Any:
        return json.loads((self.site / language / "tools/changes/hashes.json").read_text("utf-8"))

    def data(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.site)): path.read_bytes() for path in self.site.rglob("tools/changes/*.json")}


@pytest.fixture
def night(tmp_path: Path) -> Shop:
    """Two changes of one reply, a new one, a fact that changed, and a review that changed no word."""
    shop = Shop(tmp_path / "night")
    shop.write(
        {
            "mkdocs.yml": CONFIG, "docs/index.md": "Hello.", "facts.yml": facts(7),
            "agents/scripts/late.md": script("Late parcel", OLD),
            "agents/scripts/thanks.md": script("Thanks", "Thank you for the picture."),
        }
    )  # fmt: skip
    shop.git("init", "-q")
    shop.write({}, "2026-09-01")
    shop.write({"agents/scripts/thanks.md": script("Thanks", "Thank you.")}, "2026-10-01")
    shop.write({"agents/scripts/late.md": script("Late parcel", NEW)}, "2026-11-18")
    shop.write({"agents/scripts/lost.md": script("Lost parcel", "It is lost."), "facts.yml": facts(9)}, "2026-11-19")
    shop.write({"agents/scripts/thanks.md": script("Thanks", "Thank you.", "reviewed_on: 2026-11-20\n")}, "2026-11-20")
    return shop


@pytest.fixture
def night_host(night: Shop) -> Iterator[Host]:
    night.build()
    yield from serve_folder(night.site)


def look(page: Page, host: Host, path: str = "tools/changes/") -> Page:
    page.goto(f"{host.url}{path}", wait_until="load")
    if path.endswith("tools/changes/"):
        expect(page.locator("[data-kb-since]")).to_be_visible()
    return page


def rows(page: Page) -> list[str]:
    return page.locator("[data-kb-since-list] .kb-row__title").all_inner_texts()


def test_what_this_machine_has_not_seen_stands_with_its_old_text_until_it_is_read(
    visitor: Visitors, night: Shop, night_host: Host
) -> None:
    visit = visitor(timezone="America/New_York")
    visit.page.clock.install(time=datetime.datetime.fromisoformat("2026-11-27T10:00:00+07:00"))
    page = look(visit.page, night_host, "scripts/thanks/")
    expect(page.locator(".kb-agentbar .kb-unread").first).to_have_text("3 Unread: 3")
    look(page, night_host)
    expect(page.locator("[data-kb-since-text]")).to_contain_text("First visit on this machine")
    assert rows(page) == ["Lost parcel", "Days until we look for a parcel", "Late parcel"], "a review changes no word"
    fact, late = page.locator(".kb-news").nth(1), page.locator(".kb-news").nth(2)
    expect(page.locator(".kb-news").first).to_contain_text("New")
    expect(late.locator(".kb-row__small")).to_have_text("November 18, 2026 · Saved reply")
    late.locator("summary").click()
    expect(late.locator(".kb-besides__new")).to_have_text([", sorry"])
    expect(late.locator(".kb-besides__text").first).to_contain_text("You get it within 9 days.")
    fact.locator("summary").click()
    expect(fact.locator(".kb-besides__old")).to_have_text(["7"])
    expect(fact.locator(".kb-besides__new")).to_have_text(["9"])
    page.get_by_role("checkbox", name="Read: Lost parcel").check()
    expect(page.locator("[data-kb-since-count]")).to_have_text("Unread: 2")
    look(page, night_host)
    expect(page.locator("[data-kb-since-text]")).to_contain_text("Last here on November 26, 2026")
    assert rows(page) == ["Days until we look for a parcel", "Late parcel"]
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator("[data-kb-since-count]")).to_have_text("Nothing unread.")
    expect(page.locator(".kb-unread")).to_have_count(0)

    night.write({"agents/scripts/late.md": script("Late parcel", NEWEST), "agents/scripts/lost.md": None})
    night.build()
    look(page, night_host)
    assert rows(page) == ["Late parcel"], "written and not committed: without a day"
    page.locator(".kb-news summary").click()
    expect(page.locator(".kb-besides__text").first).to_contain_text("is late, sorry.")
    expect(page.locator("[data-kb-gone]")).to_have_text("No longer here: scripts/lost")
    look(page, night_host, "de/tools/changes/")
    expect(page.locator("[data-kb-since-text]")).to_contain_text("Erster Besuch auf diesem Gerät")
    assert visit.trouble == [] and visit.foreign == []


def test_without_git_the_machine_itself_notices_changes(visitor: Visitors, night: Shop) -> None:
    shutil.rmtree(night.root / ".git")
    changes = "changes:\n  - {on: 2026-11-20, what: Pictures are enough, why: Parcels come broken}\n"
    night.write({"agents/scripts/thanks.md": script("Thanks", "Thank you!", changes)})
    night.build()
    assert night.hashes()["git"] is False
    with contextmanager(serve_folder)(night.site) as host:
        _see_what_the_machine_notices(visitor().page, night, host)


def _see_what_the_machine_notices(page: Page, night: Shop, host: Host) -> None:
    page.clock.install(time=datetime.datetime.fromisoformat("2026-11-27T10:00:00+07:00"))
    look(page, host)
    assert rows(page) == ["Thanks"], "its own history names a day"
    expect(page.locator(".kb-news")).to_contain_text("Pictures are enoughWhy: Parcels come broken")
    expect(page.locator("[data-kb-since-text]")).to_contain_text("knows no earlier texts")
    night.write({"agents/scripts/late.md": script("Late parcel", NEWEST)})
    night.build()
    look(page, host)
    assert rows(page) == ["Late parcel", "Thanks"]
    expect(page.locator(".kb-news").first).to_contain_text("What it said before is not known here")


def test_the_data_are_the_same_from_the_same_commit_and_say_what_a_shallow_clone_lacks(
    night: Shop, tmp_path: Path
) -> None:
    night.build()
    whole = night.data()
    assert len(whole) == 4 and night.hashes()["whole"] and night.hashes()["begins"] == "2026-09-01"
    assert [row[0] for row in night.hashes()["texts"]["scripts/late"][1:]] == ["2026-11-18"]
    shutil.rmtree(night.root / ".kb-cache")
    night.build()
    assert night.data() == whole
    night.git("config", "core.fsmonitor", f"touch {tmp_path}/ran; false")
    night.git("config", "log.showSignature", "true")
    shutil.rmtree(night.site)
    night.build()
    assert night.data() == whole and not (tmp_path / "ran").exists()
    subprocess.run(["git", "clone", "-q", "--depth", "3", f"file://{night.root}", str(tmp_path / "clone")], check=True)
    clone = Shop(tmp_path / "clone")
    clone.build()
    found = clone.hashes()
    assert found["git"] and not found["whole"] and found["begins"] == "2026-11-18"
    assert [row[0] for row in found["texts"]["scripts/lost"][1:]] == ["2026-11-19"]
    assert found["texts"]["scripts/late"][1:] == [], "what was there when the clone begins did not change then"
    assert found["texts"]["scripts/thanks"] == night.hashes()["texts"]["scripts/thanks"][:1], "a review is no change"
