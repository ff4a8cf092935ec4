"""What an agent sets once: short forms, forms of address and signatures, and the file of all that is remembered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.desk.test_page import Agent
from tests.visitors import Host, Visitors

LATE = "wo ist mein Paket, es kommt zu spät"
ENGLISH = "hello, where is my parcel, it is late"
SIGNATURE = "Jana Weiß · Mo bis Fr\nhttps://jana.example/"
SIGNED = "https://jana.example/"


@pytest.fixture
def agent(visitor: Visitors, two_languages_host: Host) -> Iterator[Agent]:
    made = Agent(visitor(), two_languages_host.url)
    yield made
    assert made.visit.trouble == []
    assert made.visit.foreign == []


def look(agent: Agent, name: str) -> Locator:
    return agent.page.get_by_role("button", name=name)


def open_late(agent: Agent, message: str = LATE) -> None:
    agent.paste(message)
    agent.page.locator(".kb-desk__pick[data-id='scripts/late']").click()
    agent.fill("order_id", "A1")


def open_pieces(agent: Agent) -> None:
    agent.page.locator(".kb-desk__pieces summary").click()


def test_a_short_form_is_one_key_away_where_the_channel_has_one(agent: Agent) -> None:
    open_late(agent, ENGLISH)
    whole = "Hello, order A1 is late, and we are sorry."
    expect(agent.text).to_have_value(whole)
    agent.text.press("Alt+s")
    expect(agent.text).to_have_value("Order A1 is late, sorry.")
    expect(look(agent, "Kurzfassung")).to_have_attribute("aria-pressed", "true")
    expect(agent.page.locator("[data-kb-desk-status]")).to_have_text("Die Kurzfassung wird gezeigt.")
    expect(agent.page.locator(".kb-desk__gloss-text")).to_have_text("A1 kommt später.")
    agent.text.fill("My own short words")
    look(agent, "Kurzfassung").click()
    expect(agent.text).to_have_value(whole)
    expect(agent.page.locator(".kb-desk__own button")).to_contain_text("My own short words")
    look(agent, "Kurzfassung").click()
    expect(agent.text).to_have_value("My own short words")
    agent.page.reload()
    expect(agent.text).to_have_value("My own short words")
    agent.send_on("email")  # it has a text of its own, and no short form
    expect(look(agent, "Kurzfassung")).to_have_count(0)
    expect(agent.text).to_have_value("Hello,\n\nwe are sorry that order A1 is late.\n\nKind regards")
    agent.page.keyboard.press("Alt+s")
    expect(agent.text).to_have_value("Hello,\n\nwe are sorry that order A1 is late.\n\nKind regards")


def test_a_form_of_address_is_the_customers_and_its_default_the_agents(agent: Agent) -> None:
    open_late(agent)
    expect(agent.text).to_have_value("Guten Tag, Ihre Bestellung A1 ist verspätet, das tut uns leid.")
    group = agent.page.get_by_role("group", name="Anrede")
    expect(group.get_by_role("button")).to_have_text(["Wie geschrieben", "Frau", "Herr"])
    group.get_by_role("button", name="Herr").click()
    agent.fill("customer_name", "Weber")
    expect(agent.text).to_have_value("Guten Tag Herr Weber, Ihre Bestellung A1 ist verspätet, das tut uns leid.")
    agent.page.reload()
    expect(group.get_by_role("button", name="Herr")).to_have_attribute("aria-pressed", "true")
    open_pieces(agent)
    agent.page.locator("[data-kb-address=de]").select_option("Frau")
    expect(agent.text).to_have_value("Guten Tag Herr Weber, Ihre Bestellung A1 ist verspätet, das tut uns leid.")
    open_late(agent, LATE + "!")  # the next customer
    expect(agent.text).to_have_value("Guten Tag Frau, Ihre Bestellung A1 ist verspätet, das tut uns leid.")
    group.get_by_role("button", name="Wie geschrieben").click()
    expect(agent.text).to_have_value("Guten Tag, Ihre Bestellung A1 ist verspätet, das tut uns leid.")


def test_anger_and_law_lift_the_reply_for_them_and_name_the_rule(agent: Agent) -> None:
    agent.paste("Wo ist mein Paket, es kommt zu spät! Unverschämt, ich schalte meinen Anwalt ein")
    summary = agent.page.locator("[data-kb-desk-summary]")
    expect(summary).to_contain_text("Recht")
    rule = summary.get_by_role("link")
    expect(rule).to_have_text("Regel dafür: Beschwerden weitergeben")
    expect(agent.picks.first).to_have_attribute("data-id", "scripts/angry")
    with agent.page.context.expect_page() as opening:
        rule.click()
    expect(opening.value.locator("h1")).to_have_text("Beschwerden weitergeben")


def test_a_signature_stands_below_emails_and_elsewhere_when_asked_for(agent: Agent, tmp_path: Path) -> None:
    open_pieces(agent)
    agent.page.locator("[data-kb-signature=en]").fill(SIGNATURE)
    open_late(agent, ENGLISH)
    button = look(agent, "Mit meiner Signatur")
    expect(button).to_have_attribute("aria-pressed", "false")
    plain = agent.text.input_value()
    button.click()
    expect(agent.text).to_have_value(f"{plain}\n\n{SIGNATURE}")
    agent.send_on("email")
    agent.page.keyboard.press("Control+Shift+Enter")
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("Mit Formatierung")
    assert agent.clipboard().endswith(f"Kind regards\n\n{SIGNATURE}")
    expect(agent.page.locator(".kb-desk__preview a")).to_have_attribute("href", SIGNED)
    agent.page.locator(".kb-desk__star").click()

    with agent.page.expect_download() as saving:
        look(agent, "Gemerktes als Datei sichern").click()
    file = tmp_path / "kb-desk.json"
    saving.value.save_as(file)
    assert "A1" not in file.read_text("utf-8")  # nothing of a customer
    look(agent, "Gespeichertes löschen").click()
    expect(agent.page.locator(".kb-desk__pieces")).not_to_have_attribute("open", "")
    assert agent.page.evaluate("localStorage.getItem('kb.desk /')") is None
    open_pieces(agent)
    expect(agent.page.locator("[data-kb-signature=en]")).to_have_value("")
    chooser = agent.page.locator(".kb-desk__pieces input[type=file]")
    for number, text in enumerate(("no JSON", "{}", json.dumps({"recent": 1, "favourites": []}), "null")):
        other = tmp_path / f"other-{number}.json"
        other.write_text(text, "utf-8")
        chooser.set_input_files(other)
        expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("nicht vom Antwortassistenten")
    chooser.set_input_files(file)
    expect(agent.page.locator("[data-kb-signature=en]")).to_have_value(SIGNATURE)
    assert SIGNED in agent.page.evaluate("localStorage.getItem('kb.desk /')")
    assert agent.page.locator(".kb-desk__pick[data-id='scripts/late']").count() == 1  # the favourite is back
