"""The page says how it read a paste, picks the channel that it shows, and takes both back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.desk.test_page import Agent, agent, centre  # noqa: F401 - fixtures

CHAT = (
    "[09:15, 20/11/2026] Lan: hi\n[09:16, 20/11/2026] You: hello, how can we help?\n"
    "[09:17, 20/11/2026] Lan: where is my parcel"
)


def test_a_copied_conversation_is_read_and_said_to_be(agent: Agent) -> None:  # noqa: F811
    read = agent.page.locator("[data-kb-desk-read]")
    agent.paste(CHAT)
    expect(read).to_contain_text("where is my parcel")
    expect(agent.message).to_have_value(CHAT)
    expect(agent.page.locator("[data-pick=channel]")).to_have_value("whatsapp")
    before = agent.answered()
    read.get_by_role("button", name="Undo the channel").click()
    expect(agent.page.locator("[data-pick=channel]")).to_have_value("")
    agent.page.wait_for_function("n => performance.getEntriesByName('kb-desk').length > n", arg=before)
    read.get_by_role("button", name="Read as plain text").click()
    expect(read).to_contain_text("as it stands")
    expect(read.get_by_role("button", name="Read as a conversation")).to_be_focused()
    agent.paste("where is my parcel")
    expect(read).to_be_hidden()


def test_a_paste_s_channel_is_this_customer_s_alone(agent: Agent) -> None:  # noqa: F811
    agent.paste(CHAT)
    expect(agent.page.locator("[data-pick=channel]")).to_have_value("whatsapp")
    agent.paste("where is my parcel")
    expect(agent.page.locator("[data-pick=channel]")).to_have_value("")
