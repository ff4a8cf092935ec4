"""The agent's own language beside a reply that they may not read: written by people, and never copied."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.desk.test_page import Agent
from tests.visitors import Host, Visitors


def test_what_writers_wrote_in_the_agents_language_stands_beside_the_reply_and_is_not_copied(
    visitor: Visitors, two_languages_host: Host
) -> None:
    agent = Agent(visitor(), two_languages_host.url)
    page, status = agent.page, agent.page.locator("[data-kb-desk-status]")
    gloss, toggle = page.locator(".kb-desk__gloss-text"), page.locator(".kb-desk__gloss button")
    agent.paste("hello, where is my parcel, it is late")
    pick = page.locator(".kb-desk__pick[data-id='scripts/late']")
    expect(pick.locator("[lang=en]")).to_have_text("Late parcel")
    expect(pick.locator("[lang=de]")).to_have_text("Paket kommt spät")
    pick.click()
    agent.fill("order_id", "SS104829")
    expect(gloss).to_have_text("Guten Tag, Ihre Bestellung SS104829 ist verspätet, das tut uns leid.")
    agent.text.press("Control+Enter")
    expect(status).to_contain_text("Kopiert")
    assert agent.clipboard() == "Hello, order SS104829 is late, and we are sorry."
    agent.send_on("email")
    expect(gloss).to_contain_text("SS104829")
    agent.text.press("Control+Shift+Enter")
    expect(status).to_contain_text("Mit Formatierung")
    assert "verspätet" not in agent.clipboard()
    agent.text.press("Alt+l")
    expect(gloss).to_be_hidden()
    expect(status).to_contain_text("Ausgeblendet")
    page.reload()
    expect(toggle).to_have_attribute("aria-expanded", "false")  # this machine remembers it
    page.keyboard.press("Alt+l")
    expect(gloss).to_contain_text("SS104829")
    agent.text.fill("My own words")
    expect(page.locator(".kb-desk__gloss")).to_contain_text("Ihre eigenen Änderungen sind darin nicht enthalten")
    assert agent.visit.trouble == []


def test_a_reply_that_nobody_translated_says_so_and_one_in_the_agents_language_says_nothing(
    visitor: Visitors, two_languages_host: Host
) -> None:
    agent = Agent(visitor(), two_languages_host.url)
    gloss = agent.page.locator(".kb-desk__gloss")
    agent.paste("please send me an invoice for my company")
    agent.picks.first.click()
    expect(gloss).to_contain_text("die Antwort noch nicht: Deutsch")
    agent.paste("my parcel is late, where is it? please send me an invoice for my company")
    agent.page.locator(".kb-desk__pick[data-id='scripts/late']").click()
    expect(gloss).to_contain_text("verspätet")
    agent.page.locator("li", has=agent.page.locator("[data-id='scripts/invoice']")).locator(".kb-desk__add").click()
    expect(agent.text).to_have_value(re.compile("late.*invoice", re.DOTALL))
    expect(gloss).to_contain_text("die Antwort noch nicht: Deutsch")  # half a translation would be taken for the whole
    agent.paste("wo ist mein Paket, es kommt zu spät")
    agent.picks.first.click()
    expect(gloss).to_be_hidden()
    assert agent.visit.trouble == []
