"""What agents copied → `insights/data/learned.json` → what a new German shop's desk says first."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kb.insights.learning.counting import LEAST_TIMES, MOST_A_DAY, count_choices
from kb.insights.records.records import Choice, Origin
from kb.text.languages import FULL
from tests.cli.running import call_kb, said
from tests.insights.conftest import Shop

FRIDAY = "2026-11-27"
DELAY, ANGRY = "scripts/verspaetet", "scripts/verloren"
SCRIPT = "---\ntitle: {title}\n---\nIhr Karton ist unterwegs, wir fragen beim Fahrer nach.\n"
MESSAGE = "wo bleibt mein karton, fragt den fahrer"
LEARNED = "insights/data/learned.json"


@pytest.fixture
def shop(german: Shop) -> Shop:
    """A new shop whose desk learns, with two replies that fit a message alike."""
    config = german.root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  - kb:\n", "  - kb:\n      learning: true\n"), "utf-8")
    for id, title in ((DELAY, "Dauert noch"), (ANGRY, "Ist weg")):
        (german.root / f"agents/{id}.md").write_text(SCRIPT.format(title=title), "utf-8")
    return german


def event(day: str, item: str, words: str = "fahrer karton", **more: Any) -> str:
    told = {
        "v": 2,
        "kind": "desk",
        "at": f"{day}T08:15Z",
        "did": "copied",
        "item": item,
        "language": "de",
        "channel": "",
    }
    return json.dumps({**told, "words": words, **more}, ensure_ascii=False) + "\n"


def first_of(shop: Shop) -> dict[str, Any]:
    done = call_kb(shop.root, "suggest", MESSAGE, "--lang", "de", "--json", "--today", FRIDAY)
    assert done.returncode == 0, said(done)
    told = json.loads(done.stdout)
    best: dict[str, Any] = (told["answers"] or told["closest"])[0]
    return best


def days(count: int) -> list[str]:
    return [(date(2026, 11, 26) - timedelta(at)).isoformat() for at in range(count)]


def test_what_colleagues_copied_is_learned_kept_and_said_first(shop: Shop) -> None:
    before = first_of(shop)
    assert before["chosen_by_colleagues"] is False
    other = {DELAY: ANGRY, ANGRY: DELAY}[before["id"]]
    words = "fahrer karton kowalczyk 0170123 unterweg"  # of which the index has two
    lines = "".join(event(day, other, words) for day in days(5)) + "".join(
        event(day, before["id"], "paket geld") for day in days(9)
    )
    shop.insights("import", shop.put("events.ndjson", lines))
    told = shop.insights("learn", "--today", FRIDAY)
    assert (told["path"], told["from"], told["until"]) == (LEARNED, "2026-11-18", "2026-11-26")
    (german,) = told["languages"]
    assert (german["language"], german["words"]) == ("de", 4)
    text = (shop.root / LEARNED).read_text("utf-8")
    assert '\n  ["de", "' + other + '", "fahrer", ' in text and "T08:15" not in text
    after = first_of(shop)
    assert (after["id"], after["chosen_by_colleagues"]) == (other, True)
    shop.insights("learn", "--today", FRIDAY)
    assert (shop.root / LEARNED).read_text("utf-8") == text, "the same choices, the same file"
    done = call_kb(shop.root, "suggest", MESSAGE, "--lang", "de", "--today", FRIDAY)
    assert "chosen by colleagues" in said(done)
    config = shop.root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("learning: true", "learning: false"), "utf-8")
    assert first_of(shop) == before, "only where the shop wants it"
    shop.insights("forget", "insights/inbox/events.ndjson")
    assert not (shop.root / LEARNED).exists()


def test_counts_that_agents_copied_are_learned_from_too(shop: Shop) -> None:
    groups = {"taken": {DELAY: 2}, "chosen": {f"de {DELAY} karton": 2, f"de {DELAY} fahrer": 1, "de broken": 4}}
    export = {"format": "kb-desk-counts", "version": 1, "id": "m-1", "made": "2026-11-26T10:00:00Z",
              "days": {"2026-11-25": groups}}  # fmt: skip
    shop.insights("import", shop.put("counts.json", json.dumps(export)))
    assert shop.ask("SELECT language, item, words, count FROM choices ORDER BY words") == [
        ("de", DELAY, "fahrer", 1),
        ("de", DELAY, "karton", 2),
    ]
    later = {**export, "made": "2026-11-26T18:00:00Z", "days": {"2026-11-25": {"chosen": {f"de {DELAY} karton": 3}}}}
    shop.insights("import", shop.put("counts.json", json.dumps(later)))
    assert shop.ask("SELECT words, count FROM choices") == [("karton", 3)]
    assert shop.insights("learn", "--today", FRIDAY)["languages"][0]["words"] == 1


def test_what_is_gone_is_left_out_and_said(shop: Shop) -> None:
    lines = "".join(event(day, item) for day in days(3) for item in (DELAY, "scripts/nie-da"))
    shop.insights("import", shop.put("events.ndjson", lines + event("2026-11-20", DELAY, language="fr")))
    told = shop.insights("learn", "--today", FRIDAY)
    assert told["gone"] == [{"name": "fr", "choices": 1}, {"name": "scripts/nie-da", "choices": 3}]
    assert "nie-da" not in (shop.root / LEARNED).read_text("utf-8")
    (shop.root / f"agents/{DELAY}.md").unlink()
    done = call_kb(shop.root, "check", "--json", "--today", FRIDAY)
    (problem,) = [one for one in json.loads(done.stdout) if one["code"] == "KB731"]
    assert (problem["path"], problem["severity"]) == (LEARNED, "hint") and problem["line"] == 4
    assert f"“{DELAY}”" in problem["message"]
    assert first_of(shop)["chosen_by_colleagues"] is False


GOOD = '["de", "scripts/verspaetet", "karton", 300]'
HEAD = (
    '{\n "format": "kb-learned", "version": 1, "counted_from": "2026-11-20", "last": "2026-11-26",\n "choices": [\n  '
)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 0, ""),
        ("<<<<<<< HEAD\n{", 1, "no JSON"),
        (f"{HEAD}{GOOD},\n<<<<<<< HEAD\n ]\n}}", 5, "no JSON"),
        ("[]", 1, "made"),
        ("[" * 100_000, 1, "no JSON"),
        ('{"format": "kb-learned", "version": 9, "choices": []}', 1, "version 9"),
        ('{"format": "kb-learned", "version": 1}', 1, "no list"),
        (f'{HEAD}{GOOD},\n  ["de", "scripts/x", "karton", "often"]\n ]\n}}', 5, "whole number"),
        (f'{HEAD}{GOOD},\n\n  ["de", "scripts/x", "karton", -1]\n ]\n}}', 6, "whole number"),
        (f'{HEAD}{GOOD},\n  ["de", "scripts/x", 3, 1]\n ]\n}}', 5, "texts"),
        (f'{HEAD}{GOOD},\n  ["de", "scripts/x\\u001b", "a", 1]\n ]\n}}', 5, "texts"),
        (f'{HEAD}{GOOD},\n  ["de", "scripts/x", 1]\n ]\n}}', 5, "row 2"),
        (f"{HEAD}{GOOD},\n  {GOOD}\n ]\n}}", 5, "repeats"),
        (f"{HEAD}{GOOD}\n ]\n}}", 0, ""),
    ],
)
def test_a_broken_file_is_a_problem_and_nothing_is_learned(shop: Shop, text: str, line: int, why: str) -> None:
    (shop.root / "insights/data").mkdir(parents=True, exist_ok=True)
    (shop.root / LEARNED).write_text(text, "utf-8")
    done = call_kb(shop.root, "check", "--json", "--today", FRIDAY)
    found = [one for one in json.loads(done.stdout) if one["code"] == "KB730"]
    if not line:
        assert not found
        return
    (problem,) = found
    assert (problem["path"], problem["line"]) == (LEARNED, line) and why in problem["message"], problem
    assert first_of(shop)["chosen_by_colleagues"] is False
    assert call_kb(shop.root, "check", "--strict", "--today", FRIDAY).returncode == 1


def test_the_public_edition_does_not_read_it(shop: Shop) -> None:
    (shop.root / "insights/data").mkdir(parents=True, exist_ok=True)
    (shop.root / LEARNED).write_text("broken", "utf-8")
    done = call_kb(shop.root, "build", "--edition", "public", "--strict", "--today", FRIDAY)
    assert done.returncode == 0, said(done)


def test_nothing_to_learn_from_is_said(german: Shop) -> None:
    done = call_kb(german.root, "insights", "learn")
    assert done.returncode == 2 and "nothing was imported yet" in said(done)
    german.take("desk-counts.json")
    done = call_kb(german.root, "insights", "learn")
    assert done.returncode == 2 and "learning: true" in said(done)


def choice(day: date, item: str, count: int = 1, word: str = "karton", machine: str = "m") -> Choice:
    return Choice(day, "de", item, word, count, Origin("x", 1), machine)


TODAY = date(2026, 11, 27)


def test_one_agent_who_clicks_a_hundred_times_counts_as_few() -> None:
    choices = [choice(TODAY, "a", 100), *(choice(TODAY, "b", 1, machine=f"m{at}") for at in range(4))]
    assert count_choices(choices, TODAY)["de"]["karton"] == {"a": MOST_A_DAY * FULL, "b": 4 * FULL}
    events = [choice(TODAY, "a", machine="") for _ in range(100)]
    assert count_choices(events, TODAY)["de"]["karton"] == {"a": MOST_A_DAY * FULL}


def test_older_choices_count_less_and_very_old_or_coming_ones_not_at_all() -> None:
    def counted(days_ago: int) -> int:
        found = count_choices([choice(TODAY - timedelta(days_ago), "a", 2)], TODAY)
        return found["de"]["karton"]["a"] if found else 0

    assert [counted(ago) for ago in (0, 90, 180, 359, 360, -1)] == [200, 100, 50, 13, 0, 0]


def test_what_was_chosen_once_for_a_word_is_not_kept() -> None:
    assert LEAST_TIMES == 2
    found = count_choices([choice(TODAY, "a"), choice(TODAY, "b", 2, "fahrer")], TODAY)
    assert found == {"de": {"": {"b": 200}, "fahrer": {"b": 200}}}
    assert count_choices([], TODAY) == {}


def test_a_store_of_the_first_version_learns_too(shop: Shop, tmp_path: Path) -> None:
    import sqlite3
    from importlib import resources

    first = resources.files("kb.insights.store").joinpath("schema.sql").read_text("utf-8")
    connection = sqlite3.connect(shop.root / "insights/store.db")
    connection.executescript(first)
    connection.close()
    shop.insights("import", shop.put("events.ndjson", event("2026-11-25", DELAY)))
    assert shop.ask("SELECT words FROM choices") == [("fahrer karton",)]
    assert shop.ask("PRAGMA user_version") == [(2,)]
