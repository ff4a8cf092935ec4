"""A florist in Germany and Austria with e-mail, WhatsApp and telephone: no rule, page or word of other places."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import call_kb, said

CONFIG = """\
site_name: Blumen Hilfe
site_url: https://hilfe.blumen.example/
theme: {name: material}
plugins:
  - kb:
      default_language: de
      languages: {de: {name: Deutsch, markets: [DE, AT]}}
      markets:
        DE: {currency: EUR, name: {de: Deutschland}}
        AT: {currency: EUR, name: {de: Österreich}}
      channels: [email, whatsapp, hotline]
"""
SCRIPT = """\
---
title: Verspätete Lieferung
placeholders: {order_id: {type: code, example: B-1}}
---
Zu {{ order_id }}: Rufen Sie 030 1234567 an. https://blumen.example/status

Schreiben Sie uns gern per WhatsApp.
"""
MACRO = {
    "macros": [
        {
            "id": 11,
            "title": "Versandstatus",
            "active": True,
            "actions": [
                {
                    "field": "comment_value_html",
                    "value": '<p>Hier ist der <a href="https://blumen.example/status">Status</a>.</p>',
                },
                {"field": "comment_mode_is_public", "value": "true"},
            ],
        }
    ]
}
ELSEWHERE = re.compile(r"shopee|lazada|tiktok|tiki|zalo|marketplace", re.IGNORECASE)
ENGLISH = re.compile(r"\b(?:the|buyer|customer|reply|answer|Greet|Hotline call)\b")


@pytest.fixture
def florist(tmp_path: Path) -> Path:
    files = {
        "mkdocs.yml": CONFIG,
        "docs/faq/lieferzeit.md": "---\ntitle: Wann kommt mein Strauß?\n---\nAm nächsten Tag.\n",
        "agents/scripts/verspaetet.md": SCRIPT,
        "agents/procedures/morgen.md": "---\ntitle: Morgenrunde\ntime: '08:00'\nchannel: email\n---\nLesen.\n",
    }
    for path, text in files.items():
        write(tmp_path, path, text)
    return tmp_path


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def words_of(page: Path) -> str:
    """What a page shows, without the head, code and addresses."""
    main = re.search(r"<main.*?</main>", page.read_text("utf-8"), re.DOTALL)
    assert main, page
    return " ".join(re.sub(r"<(script|code)\b.*?</\1>|<[^>]+>|https?://\S+", " ", main[0], flags=re.DOTALL).split())


def test_a_script_with_a_link_and_a_number_is_published_and_no_page_speaks_of_other_places(florist: Path) -> None:
    (florist / "macros.json").write_text(json.dumps(MACRO), "utf-8")
    done = call_kb(florist, "import", "zendesk", "macros.json")
    assert done.returncode == 0, said(done)
    (florist / "macros.json").unlink()
    done = call_kb(florist, "check", "--strict")
    assert done.returncode == 0 and b"no problems" in done.stderr, said(done)
    done = call_kb(florist, "build", "--strict")
    assert done.returncode == 0, said(done)
    agents = florist / "site/agents"
    pages = [path for path in (florist / "site").rglob("*.html") if "manual" not in path.parts]
    assert len(pages) > 15
    for path in pages:
        assert not ELSEWHERE.search(path.read_text("utf-8")), path
    written = [path for kind in ("data", "replies", "texts") for path in (agents / "desk").glob(f"{kind}-*.json")]
    assert len(written) > 2
    for path in written:
        assert not ELSEWHERE.search(path.read_text("utf-8")), path
    page = agents / "tools/channels/index.html"
    assert re.findall(r'<section class="kb-channel"[^>]* id="([^"]+)"', page.read_text("utf-8")) == [
        "email", "whatsapp", "hotline",
    ]  # fmt: skip
    assert not ENGLISH.search(words_of(page))


def test_a_call_is_framed_in_the_shop_s_language_and_in_its_own_words(florist: Path) -> None:
    done = call_kb(florist, "reply", "verspaetet", "--channel", "hotline", "--set", "order_id=B-7")
    assert "1. Begrüßen Sie den Anrufer" in said(done) and "Der Link zu https://blumen.example" in said(done)
    write(florist, "words/de.yml", "reply_greet: Grüß Gott sagen.\nstrength_email: Passt immer\n")
    done = call_kb(florist, "reply", "verspaetet", "--channel", "hotline", "--set", "order_id=B-7")
    assert "1. Grüß Gott sagen." in said(done)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hotlin", "did you mean “hotline”? (the shop has email, whatsapp, hotline)"),
        ("shopee", "is no channel of this shop"),
        ("taube", "there is no channel “taube”"),
    ],
)
def test_commands_know_no_other_channel(florist: Path, name: str, words: str) -> None:
    for command in (("reply", "verspaetet"), ("suggest", "Wo ist mein Strauß?")):
        done = call_kb(florist, *command, "--channel", name)
        assert done.returncode == 2 and words in said(done)


def test_a_part_for_a_channel_that_the_shop_lacks_is_a_hint_and_on_no_page(florist: Path) -> None:
    extra = "\n## channel: shopee\n\nNur dort.\n\n## variant: vip, channel: sms\n\nKurz.\n"
    extra += "\n## variant: vip\n\nLiebe Stammkundin.\n"
    write(florist, "agents/scripts/verspaetet.md", SCRIPT + extra)
    done = call_kb(florist, "check", "--strict")
    rows = [row.split(": ")[1].split()[:2] for row in done.stdout.decode().splitlines()]
    assert done.returncode == 0 and rows == [["hint", "KB516"], ["hint", "KB516"]], said(done)
    assert call_kb(florist, "build", "--strict").returncode == 0
    shown = words_of(florist / "site/agents/scripts/verspaetet/index.html")
    assert "Liebe Stammkundin" in shown and "Nur dort" not in shown and "Kurz." not in shown


def test_one_edit_adds_a_channel_and_its_rules(florist: Path) -> None:
    config = CONFIG.replace("[email, whatsapp, hotline]", "[email, whatsapp, hotline, tiktok]")
    write(florist, "mkdocs.yml", config)
    done = call_kb(florist, "check")
    assert done.returncode == 1
    assert "KB502 on tiktok" in said(done) and "KB507 on tiktok" in said(done)
    write(florist, "mkdocs.yml", config.replace("tiktok", "zalo"))
    done = call_kb(florist, "check")
    assert "mkdocs.yml:11: warning KB814 channel zalo is for VN" in said(done) and said(done).count("KB814") == 1


def test_without_a_list_a_german_shop_has_none_of_the_marketplaces(florist: Path) -> None:
    write(florist, "mkdocs.yml", CONFIG.replace("      channels: [email, whatsapp, hotline]\n", ""))
    done = call_kb(florist, "check", "--strict")
    assert done.returncode == 0, said(done)


@pytest.mark.parametrize(
    ("inboxes", "expected"),
    [
        ("{Kontakt: email, 13: whatsapp, 'Channel::Api': hotline}", ""),
        ("{Kontakt: whatsap}", "mkdocs.yml:12: error KB501"),
        ("{Kontakt: shopee}", "mkdocs.yml:12: hint KB516"),
        ("{Kontakt: pigeon}", "mkdocs.yml:12: warning KB517"),
        ("{Kontakt: }", "mkdocs.yml:12: error KB801"),
        ("{Kontakt: [email]}", "mkdocs.yml:12: error KB801"),
        ("email", "mkdocs.yml:12: error KB801"),
        ("[email]", "mkdocs.yml:12: error KB801"),
    ],
)
def test_an_inbox_is_one_of_the_shops_channels(inboxes: str, expected: str, florist: Path) -> None:
    write(florist, "mkdocs.yml", f"{CONFIG}      inboxes: {inboxes}\n")
    found = said(call_kb(florist, "check"))
    told = [line for line in found.splitlines() if "mkdocs.yml:12" in line]
    assert bool(told) == bool(expected), found
    assert all(line.startswith(expected) for line in told), found
