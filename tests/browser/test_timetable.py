"""The timetable in a real browser: the shop's clock on any device, nights, weeks, holidays, the hand-over."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kb.website.build.editions import build_editions
from tests.browser.test_agent_pages import states
from tests.conftest import TODAY
from tests.visitors import Host, Visitors, serve_folder

CONFIG = """\
site_name: Night shop
site_url: https://help.night.example/
theme: {name: material}
plugins:
  - kb:
      shop: Night shop
      languages: {en: {name: English}, vi: {name: Tiếng Việt}}
      markets:
        VN: {currency: VND, name: {en: Vietnam, vi: Việt Nam}}
        MY: {currency: MYR, name: {en: Malaysia, vi: Malaysia}}
      channels: {zalo: {markets: [VN]}, whatsapp: {markets: [MY]}, hotline: {}, email: {}}
      holidays:
        VN: {"2027-02-05..2027-02-09": {name: Tết}, "2026-12-24": "08:00-12:00"}
      contact:
        - {channel: hotline, url: "tel:+84280000000", hours: {mon-sat: "08:00-21:00", sun: closed}}
"""
DUTIES = {
    "round": ("Morning round", '["08:00", "23:30"]', "zalo"),
    "afternoon": ("Afternoon round", '"15:00"', "zalo"),
    "report": ("Weekly report", '"Fri 16:00"', ""),
    "kl": ("WhatsApp of Malaysia", '"08:00"', "whatsapp"),
    "phone": ("Missed calls", '"09:00"', "hotline"),
}
ROUND, NIGHT, AFTERNOON = "procedures/round  08:00", "procedures/round  23:30", "procedures/afternoon  15:00"
REPORT, KL, PHONE = "procedures/report Fri 16:00", "procedures/kl  08:00", "procedures/phone  09:00"

At = Callable[..., Page]


@pytest.fixture(scope="session")
def night_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The agent edition of a shop in two countries, with duties late at night and holidays."""
    root = tmp_path_factory.mktemp("night")
    texts = {"mkdocs.yml": CONFIG, "docs/index.md": "Hello."}
    for id, (title, time, channel) in DUTIES.items():
        fields = f"title: {title}\ntime: {time}\nrole: Agent\n" + (f"channel: {channel}\n" if channel else "")
        texts[f"agents/procedures/{id}.md"] = f"---\n{fields}---\nDo it.\n"
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        Path(root / name).write_text(text, "utf-8")
    (report,) = build_editions(root, ("agents",), root / "site", today=TODAY)
    assert report.is_whole, report.problems
    yield from serve_folder(root / "site" / "agents")


@pytest.fixture
def at(visitor: Visitors, night_host: Host) -> At:
    """Opens the timetable when it is `moment` in Vietnam (`2026-11-20 08:30`), on a device in `timezone`."""

    def open_page(moment: str, timezone: str = "Asia/Ho_Chi_Minh", path: str = "") -> Page:
        page = visitor(timezone=timezone).page
        page.clock.install(time=datetime.datetime.fromisoformat(f"{moment}:00+07:00"))
        page.goto(f"{night_host.url}{path}tools/timetable/", wait_until="load")
        expect(page.locator("[data-kb-now]")).to_be_visible()
        return page

    return open_page


def due(page: Page) -> list[str]:
    return page.locator("[data-kb-now-list] li").all_inner_texts()


def left_open(page: Page) -> list[str]:
    return [
        text.replace("\n", " ").removesuffix(" Done")
        for text in page.locator("[data-kb-open-list] li").all_inner_texts()
    ]


@pytest.mark.parametrize("device", ["Asia/Ho_Chi_Minh", "America/New_York", "Asia/Kuala_Lumpur"])
def test_what_is_due_goes_by_the_shops_clock_on_any_device(at: At, device: str) -> None:
    page = at("2026-11-20 08:30", device)  # a Friday in Vietnam, a Thursday evening in New York
    assert states(page) == {
        ROUND: "now", NIGHT: "later", AFTERNOON: "later", REPORT: "later", KL: "now", PHONE: "next",
    }  # fmt: skip
    clock = page.locator("p", has=page.locator("[data-kb-clock]"))
    expect(clock).to_contain_text("Times go by the clock in Vietnam (Ho Chi Minh). Friday")
    expect(clock).to_contain_text("08:30")
    other = {"America/New_York": "(Thursday, November 19, 20:30 your time)", "Asia/Kuala_Lumpur": "(09:30 your time)"}
    if device in other:
        expect(clock).to_contain_text(other[device])
    else:
        expect(clock).not_to_contain_text("your time")
    assert due(page) == ["08:00 (Kuala Lumpur) WhatsApp of Malaysia", "08:00 Morning round"]
    link = page.locator("[data-kb-now-list] a").first
    assert (link.get_attribute("href") or "").endswith("procedures/kl/")
    expect(page.locator("[data-kb-now-text]")).to_have_text("Due now: 2 · Still open: 5 · Next: 09:00")
    page.clock.fast_forward("02:00:00")
    assert states(page)[ROUND] == "missed"
    assert due(page) == ["09:00 Missed calls"], "what is over is not due now"
    assert "08:00 Morning round" in left_open(page)


def test_after_midnight_yesterdays_open_duties_stand_at_the_top_until_they_are_done(at: At) -> None:
    page = at("2026-11-20 23:40")
    assert due(page) == ["23:30 Morning round"]
    row = page.locator(f"[data-kb-duty='{AFTERNOON}'] input")
    row.check()
    assert "15:00 Afternoon round" in left_open(page), "a slip can be mended where it was made"
    page.clock.fast_forward("00:30:00")
    page.reload()
    assert states(page)[NIGHT] == "now", "at 00:10 it is in its time still"
    assert due(page) == ["23:30 Morning round"]
    assert left_open(page) == [
        "yesterday 08:00 (Kuala Lumpur) WhatsApp of Malaysia", "yesterday 08:00 Morning round",
        "yesterday 09:00 Missed calls", "yesterday 16:00 Weekly report",
    ]  # fmt: skip
    page.get_by_role("checkbox", name="Done: Missed calls").check()
    page.locator(f"[data-kb-duty='{NIGHT}'] input").check()
    page.reload()
    assert states(page)[NIGHT] == "done"
    assert "yesterday 09:00 Missed calls" not in left_open(page)
    page.clock.fast_forward("48:00:00")  # Monday, 00:10
    assert "Fri, Nov 20 16:00 Weekly report" in left_open(page), "the week's own"
    assert not [line for line in left_open(page) if "Afternoon" in line and "Nov 20" in line], (
        "yesterday's stand for it"
    )
    page.clock.fast_forward(5 * 24 * 3_600_000)  # Saturday a week later
    assert "yesterday 16:00 Weekly report" in left_open(page)


def test_holidays_and_closed_days_are_no_duty(at: At) -> None:
    tet = at("2027-02-05 16:30")  # a Friday
    assert states(tet) == {
        ROUND: "off", NIGHT: "off", AFTERNOON: "off", REPORT: "now", KL: "missed", PHONE: "missed",
    }, "closed in one market alone: who serves both works"  # fmt: skip
    assert tet.locator(f"[data-kb-duty='{ROUND}'] [data-kb-state]").inner_text() == "Day off"
    assert "Thu, Feb 4 15:00 Afternoon round" not in left_open(tet)
    assert "yesterday 15:00 Afternoon round" in left_open(tet)
    after = at("2027-02-10 07:00")
    assert "Thu, Feb 4 15:00 Afternoon round" in left_open(after), "the last day of work"
    eve = at("2026-12-24 15:30")
    assert states(eve)[AFTERNOON] == "off" and states(eve)[ROUND] == "missed", "closed from noon"
    sunday = at("2026-11-22 09:30")
    assert states(sunday)[PHONE] == "off" and states(sunday)[ROUND] == "now"


def test_a_hand_over_says_what_is_done_and_open_and_takes_it_off_the_list(at: At) -> None:
    page = at("2026-11-20 17:00", path="vi/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(f"[data-kb-duty='{ROUND}'] input").check()
    promise = {"day": "2026-11-28", "id": "scripts/late", "language": "vi", "order": "A-17"}
    page.evaluate("held => localStorage.setItem('kb.desk.promises', held)", json.dumps([promise, {"day": 7}, None]))
    page.locator("[data-kb-handover] summary").click()
    page.get_by_role("button", name="Sao chép").click()
    expect(page.locator("[data-kb-handover] [role=status]")).to_have_text("Đã sao chép.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Nội dung bàn giao ca · Thứ Sáu")
    done, rest = text.split("Còn chưa xong:\n")
    assert "- 08:00 Morning round (Agent · Zalo)" in done
    rest, promised = rest.split("Đã hứa với khách:\n")
    assert "28 thg 11" in promised and promised.endswith("scripts/late · A-17"), "what the desk of this machine keeps"
    still, later = rest.rsplit(":\n", 1)
    assert "- 16:00 Weekly report (Agent)" in still and "hôm qua" in still.lower()
    assert "- 23:30 Morning round" in later
    page.get_by_role("button", name="Đã bàn giao").click()
    assert states(page)[REPORT] == "done"
    page.reload()
    assert left_open(page) == []
    expect(page.locator("[data-kb-now-text]")).to_contain_text("23:30")
