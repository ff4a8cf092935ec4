"""Lists of the report: what was asked, what of it is not well answered, and how the texts are."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cli.running import call_kb, said
from tests.insights.conftest import Shop

TODAY = ("--today", "2026-11-27")
HEAD = "conversation;time;author;channel;name;text\n"
STORES = ("Habt ihr eine Filiale in Köln?", "gibt es eine Filiale in München", "habt ihr in München eine Filiale?")
WITH_NAMES = ("Habt ihr eine Filiale in Köln, fragt Karla?", "habt ihr eine Filiale in Köln, fragt Xaver?")


def chats(first: date, count: int, wordings: tuple[str, ...], name: str) -> str:
    """Conversations on seven days from `first`."""
    return "".join(
        f"{name}{n};{first + timedelta(n % 7)} 10:{n:02d};customer;livechat;{name}{n};{wordings[n % len(wordings)]}\n"
        for n in range(count)
    )


@pytest.fixture
def asked(german: Shop) -> Shop:
    """Nine ask for a branch in the week from Friday, 13 November; two in the week before; seven where a parcel is."""
    text = HEAD + chats(date(2026, 11, 13), 9, STORES, "a") + chats(date(2026, 11, 6), 2, STORES, "b")
    text += chats(date(2026, 11, 13), 7, ("Wo ist mein Paket?", "wo bleibt mein Paket"), "c")
    german.insights("import", german.put("chat.csv", text))
    (german.root / "insights/goals.yml").write_text("week_starts: friday\n")
    return german


def rows(shop: Shop, name: str, *period: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.insights("report", *period, *TODAY)["lists"][name]
    return found


def test_what_was_asked_is_counted_in_the_shops_own_week(asked: Shop) -> None:
    questions = rows(asked, "questions", "--week", "2026-W47")
    assert [(row["count"], row["before"]) for row in questions] == [(9, 2), (7, 0)]
    gaps = rows(asked, "gaps", "--week", "2026-W47")
    (gap,) = (row for row in gaps if "Filiale" in row["name"])
    assert (gap["count"], gap["before"], gap["about"]["state"]) == (9, 2, "unanswered")
    assert gap["about"]["todo"] == "write_article"
    month = rows(asked, "gaps", "--month", "2026-11")
    assert [(row["count"], row["before"]) for row in month] == [(11, 0), (7, 0)]
    made = asked.insights("gaps", "--week", "2026-W47", *TODAY)
    (group,) = (one for one in made["gaps"] if one["id"] == gap["about"]["group"])
    assert group["by_week"]["2026-W47"] == 9, "the same week for both commands"
    assert (made["counted_from"], made["last"]) == ("2026-10-16", "2026-11-19")


def test_a_word_that_could_be_a_name_is_in_no_report(german: Shop) -> None:
    german.insights("import", german.put("chat.csv", HEAD + chats(date(2026, 11, 16), 8, WITH_NAMES, "a")))
    made = german.insights("report", "--week", "2026-W47", *TODAY)
    call_kb(german.root, "insights", "report", "--week", "2026-W47", "--html", "week.html", *TODAY)
    html = (german.root / "week.html").read_text("utf-8")
    assert [row["name"].lower() for row in made["lists"]["questions"]] == ["habt ihr eine filiale in köln, fragt …?"]
    assert not re.search("Karla|Xaver", json.dumps(made) + html)


def test_the_page_says_what_to_do_and_nothing_of_questions_where_none_is_known(asked: Shop) -> None:
    call_kb(asked.root, "insights", "report", "--week", "2026-W47", "--html", "week.html", "--lang", "de", *TODAY)
    html = (asked.root / "week.html").read_text("utf-8")
    gap = rows(asked, "gaps", "--week", "2026-W47")[0]
    assert "Nicht beantwortet" in html
    assert f"Einen Artikel schreiben<code>kb insights draft {gap['about']['group']}</code>" in html
    call_kb(asked.root, "insights", "report", "--week", "2026-W30", "--html", "none.html", "--lang", "de", *TODAY)
    none = (asked.root / "none.html").read_text("utf-8")
    asks = none[none.index('id="asked"') :]
    assert "Keine Daten: käme aus Chatwoot, messages.csv, events.ndjson" in asks[: asks.index("</section>")]


def test_texts_that_are_due_are_named_the_oldest_first(german: Shop) -> None:
    for name, day, team in (
        ("alt", "2026-01-05", "Lager"),
        ("neu", "2026-10-20", "Kasse"),
        ("frisch", "2026-11-19", ""),
    ):
        (german.root / f"docs/faq/{name}.md").write_text(
            f"---\ntitle: Seite {name}\nowner: {team}\nreviewed_on: {day}\nreview_every_days: 30\n---\nText.\n"
        )
    (german.root / "insights/metrics.csv").write_text(
        "date,shop,channel,measure,value\n2026-11-18,S,x,response_rate,9%\n"
    )
    due = [row for row in rows(german, "due", "--week", "2026-W47") if row["name"].startswith("faq/")]
    names = [row["name"] for row in due]
    assert names.index("faq/alt") < names.index("faq/neu")
    assert "faq/frisch" not in names
    (oldest,) = (row for row in due if row["name"] == "faq/alt")
    assert (oldest["about"], oldest["count"]) == ({"due_on": "2026-02-04", "owner": "Lager"}, 291)
    done = call_kb(german.root, "insights", "report", "--week", "2026-W47", "--html", "week.html", *TODAY)
    assert done.returncode == 0, said(done)
    assert '<th scope="row">Seite alt</th><td>04.02.2026</td><td>Lager</td>' in (german.root / "week.html").read_text()


def test_the_page_begins_with_goals_and_questions_and_folds_channels_away(asked: Shop) -> None:
    votes = [("faq/track-order", "yes", ""), ("faq/return-item", "no", "not_mine")]
    events = (
        f'{{"v":1,"kind":"vote","at":"2026-11-17T08:15Z","page":"{page}","language":"de","answer":"{answer}","reason":"{reason}"}}\n'
        for page, answer, reason in votes
    )
    mails = HEAD + chats(date(2026, 11, 13), 3, STORES, "d").replace(";livechat;", ";email;")
    asked.insights("import", asked.put("events.ndjson", "".join(events)), asked.put("mails.csv", mails))
    made = asked.insights("report", "--week", "2026-W47", "--html", "week.html", "--lang", "de", *TODAY)
    html = (asked.root / "week.html").read_text("utf-8")
    assert html.index('id="goals"') < html.index('id="asked"') < html.index('id="replies"')
    assert [row["name"] for row in made["lists"]["votes"]] == ["faq/return-item"], "the other page helped everybody"
    assert '<th scope="row">Passt nicht zu meinem Fall</th>' in html
    folded = html[html.index('<details class="kb-week__split">') :]
    assert folded.startswith('<details class="kb-week__split"><summary>Nach Kanal</summary>')
    assert "<small>Live-Chat</small>" in folded[: folded.index("</details>")]


def test_a_week_of_which_nothing_was_imported_makes_no_page(asked: Shop) -> None:
    done = call_kb(asked.root, "insights", "report", "--week", "2026-W30", *TODAY)
    assert done.returncode == 0, said(done)
    assert "nothing of 2026-W30 was imported" in said(done)
    assert not (asked.root / "insights/data/2026-W30.json").exists()
