"""A reply says what holds in the market of the order: as named, or as numbers, channel and language say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import call_kb, said
from tests.conftest import WriteProject

TODAY = ("--today", "2026-11-26")
CONFIG = """\
site_name: Laden
site_url: https://hilfe.laden.example/
theme: {name: material}
plugins:
  - kb:
      shop: Laden
      default_language: en
      languages: {en: {name: English}, de: {name: Deutsch, markets: [DE]}}
      markets:
        DE: {currency: EUR, number_prefixes: [DE-]}
        AT: {currency: EUR, number_prefixes: [AT-, "06"]}
      channels:
        email: {}
        sms: {}
        shopee: {markets: [DE, AT]}
        whatsapp: {markets: [AT]}
"""
FILES = {
    "mkdocs.yml": CONFIG,
    "facts.yml": "days: {unit: days, since: [{from: 2025-01-01, markets: {DE: 14, AT: 21}}, "
    "{from: 2026-01-01, markets: {DE: 28, AT: 30}}]}\n"
    "same: {unit: days, markets: {DE: 3, AT: 3}}\n"
    "law: {unit: text, markets: {DE: § 355 BGB}}\n",
    "docs/faq/late.md": "---\ntitle: Late\nanswer: Wait {{ fact.days }}.\n---\nWait.\n",
    "agents/scripts/back.md": "---\ntitle: Send it back\nquestions: [can i send it back]\n"
    "placeholders: {order_id: {required: false}, phone: {required: false}}\n---\n"
    "Hello, {{ order_id }}, {{ phone }}: {{ fact.days }}.\n\n## channel: sms\n\nYes, see the site.\n",
    "agents/scripts/back.de.md": "---\ntitle: Retoure\nplaceholders: {order_id: {required: false}}\n---\n"
    "Hallo, {{ order_id }}: {{ fact.days }}.\n",
    "agents/scripts/plain.md": "---\ntitle: Plain\nquestions: [how long does it take for everyone]\n---\n"
    "It takes {{ fact.same }}; in Austria {{ fact.days.AT }}.\n",
    "agents/scripts/law.md": "---\ntitle: Law\nquestions: [which law protects buyers]\n---\nBy {{ fact.law }}.\n",
    "agents/scripts/link.md": "---\ntitle: Link\n---\nSee {{ link.faq/late }}.\n",
}


@pytest.fixture
def shop(write_project: WriteProject) -> Path:
    return write_project(FILES)


def reply(shop: Path, *more: str, script: str = "back", channel: str = "email") -> dict[str, object]:
    done = call_kb(shop, "reply", script, "--channel", channel, *more, "--json", *TODAY)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


BOTH = "28 days in Germany and 30 days in Austria"


@pytest.mark.parametrize(
    ("arguments", "channel", "market", "text"),
    [
        ([], "email", None, BOTH),
        (["--market", "AT"], "email", "AT", ": 30 days."),
        (["--market", "DE"], "whatsapp", "DE", ": 28 days."),
        ([], "whatsapp", "AT", ": 30 days."),
        (["--set", "order_id=at-1001"], "email", "AT", ": 30 days."),
        (["--set", "order_id=DE 1001"], "whatsapp", "DE", ": 28 days."),
        (["--set", "order_id=DE-12"], "email", None, BOTH),  # too short for a number
        (["--set", "phone=+49 30 1234-5678"], "email", "DE", ": 28 days."),
        (["--set", "phone=0664 123456"], "email", "AT", ": 30 days."),
        (["--set", "phone=+84 912 345 678"], "email", None, BOTH),  # a country the shop does not sell in
        (["--set", "order_id=AT-1001", "--set", "phone=+493012345678"], "whatsapp", None, BOTH),
        (["--lang", "de"], "email", "DE", ": 28 Tage."),
        (["--lang", "de"], "whatsapp", None, ": 28 Tage."),  # channel and language contradict each other
        (["--lang", "de", "--set", "order_id=AT-1001"], "email", "AT", ": 30 Tage."),
        (["--market", "AT", "--ordered-on", "2025-06-01"], "email", "AT", ": 21 days."),
    ],
)
def test_the_market_of_the_order_fills_a_reply(
    arguments: list[str], channel: str, market: str | None, text: str, shop: Path
) -> None:
    found = reply(shop, *arguments, channel=channel)
    assert found["market"] == market
    assert text in str(found["text"])
    assert found["depends_on_market"] is True
    remarks = str(found["remarks"])
    assert ("Country not chosen" in remarks or "Land nicht gewählt" in remarks) == (market is None)


def test_a_text_that_no_market_changes_says_nothing_of_markets(shop: Path) -> None:
    for script, channel in (("plain", "email"), ("back", "sms")):
        for more in ([], ["--market", "AT"]):
            found = reply(shop, *more, script=script, channel=channel)
            assert found["depends_on_market"] is False
            assert "Country" not in str(found["remarks"])
            assert "Austria" not in str(found["remarks"])


def test_an_articles_answer_says_what_holds_in_the_market(shop: Path) -> None:
    listed = FILES["mkdocs.yml"].replace("shopee: {markets: [DE, AT]}", "chat: {links: none, names: {en: Chat}}")
    (shop / "mkdocs.yml").write_text(listed, encoding="utf-8")
    found = reply(shop, "--market", "AT", script="link", channel="chat")
    assert "Wait 30 days." in str(found["text"])
    assert found["depends_on_market"] is True
    assert f"Wait {BOTH}" in str(reply(shop, script="link", channel="chat")["text"])


def test_a_fact_that_says_nothing_for_the_market_is_told(shop: Path) -> None:
    assert "no value for Austria: law" in str(reply(shop, "--market", "AT", script="law")["remarks"])
    assert "no value for" not in str(reply(shop, "--market", "DE", script="law")["remarks"])
    assert "Country not chosen" in str(reply(shop, script="law")["remarks"])


def test_a_text_for_another_market_is_told(shop: Path) -> None:
    remarks = str(reply(shop, "--lang", "de", "--market", "AT")["remarks"])
    assert "für Deutschland geschrieben" in remarks
    assert "geschrieben" not in str(reply(shop, "--lang", "de", "--market", "DE")["remarks"])


def test_an_unknown_market_is_refused(shop: Path) -> None:
    for command in (["reply", "back", "--channel", "email"], ["suggest", "send it back"]):
        done = call_kb(shop, *command, "--market", "CH", *TODAY)
        assert done.returncode == 2
        assert "no market “CH”" in said(done)


def test_suggest_says_the_market(shop: Path) -> None:
    def market(*more: str) -> object:
        return json.loads(call_kb(shop, "suggest", "can I send it back", *more, "--json", *TODAY).stdout)["market"]

    assert market("--lang", "en") is None
    assert market("--lang", "en", "--market", "AT") == "AT"
    assert market("--lang", "en", "--channel", "whatsapp") == "AT"
    assert market("--lang", "de") == "DE"
    told = call_kb(shop, "suggest", "can I send it back", "--market", "AT", *TODAY)
    assert "market AT" in said(told)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("AT: {number_prefixes: [DE-]}", "no other market has"),
        ("AT: {number_prefixes: [A]}", "two letters or digits"),
        ("AT: {number_prefixes: [Nr. Österreich]}", "two letters or digits"),
        ("AT: {number_prefix: [AT-]}", "number_prefix"),
    ],
)
def test_beginnings_of_numbers_that_say_no_market_are_told(line: str, why: str, shop: Path) -> None:
    text = FILES["mkdocs.yml"].replace('AT: {currency: EUR, number_prefixes: [AT-, "06"]}', line)
    (shop / "mkdocs.yml").write_text(text, encoding="utf-8")
    done = call_kb(shop, "check", *TODAY)
    assert done.returncode == 1
    assert "mkdocs.yml:11" in said(done)
    assert why in said(done)


def test_a_fresh_shop_of_two_countries(tmp_path: Path) -> None:
    made = call_kb(tmp_path, "init", "neu", "--languages", "de", "--markets", "DE,AT")
    assert made.returncode == 0, said(made)
    new = tmp_path / "neu"
    facts = new / "facts.yml"
    facts.write_text(f"{facts.read_text('utf-8')}\nfrist: {{unit: days, markets: {{DE: 14, AT: 30}}}}\n", "utf-8")
    (new / "agents/scripts/frist.md").write_text("---\ntitle: Frist\n---\nSie haben {{ fact.frist }}.\n", "utf-8")
    found = reply(new, script="frist")
    assert "14 Tage (Deutschland) und 30 Tage (Österreich)" in str(found["text"])
    assert "Land nicht gewählt" in str(found["remarks"])
    assert "Sie haben 30 Tage." in str(reply(new, "--market", "AT", script="frist")["text"])
