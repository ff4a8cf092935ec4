"""Figures of a report, against exports that were counted by hand and against SQL of the test's own."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kb.insights.measures.periods import before, read_period, trail, week_of
from tests.cli.running import call_kb, said
from tests.insights.conftest import Shop

TODAY = ("--today", "2026-11-27")
METRICS = "date,shop,channel,measure,value\n"


def report(shop: Shop, *arguments: str, code: int = 0) -> dict[str, Any]:
    """The JSON of `kb insights report ARGUMENTS`."""
    return shop.insights("report", *arguments, *TODAY, code=code)


def figure(made: dict[str, Any], id: str, channel: str = "", shop: str = "") -> dict[str, Any]:
    (found,) = (one for one in made["figures"] if (one["id"], one["channel"], one["shop"]) == (id, channel, shop))
    return dict(found)


def rows(made: dict[str, Any], name: str) -> dict[str, tuple[int, int]]:
    return {row["name"]: (row["count"], row["before"]) for row in made["lists"][name]}


def conversations(count: int, answered: int, day: str = "2026-11-10") -> str:
    """A table of `count` conversations, of which a person answers the first `answered` after 5 minutes."""
    lines = ["conversation;time;author;channel;name;text"]
    for number in range(count):
        lines.append(f"C{number};{day} 10:00;customer;livechat;Zoltan{number};Wo ist mein Paket?")
        if number < answered:
            lines.append(f"C{number};{day} 10:05;agent;livechat;Eva;Unterwegs.")
    return "\n".join(lines) + "\n"


def ticket(number: int, customer: int, opened: str, solved: str = "", reopens: int = 0, text: str = "x") -> str:
    metrics: dict[str, Any] = {"reopens": reopens, "replies": 1, "reply_time_in_minutes": {"calendar": 30}}
    if solved:
        metrics["solved_at"] = f"{solved}T12:00:00Z"
    plain = {
        "id": number, "subject": text, "description": text, "status": "solved" if solved else "open",
        "created_at": f"{opened}T02:00:00Z", "updated_at": f"{solved or opened}T12:00:00Z",
        "via": {"channel": "email"}, "requester_id": customer, "metric_set": metrics,
    }  # fmt: skip
    return json.dumps(plain)


@pytest.mark.parametrize(
    ("text", "starts", "first", "last"),
    [
        ("2026-W47", "monday", "2026-11-16", "2026-11-22"),
        ("2026-W47", "friday", "2026-11-13", "2026-11-19"),
        ("2026-W01", "monday", "2025-12-29", "2026-01-04"),
        ("2026-W01", "sunday", "2025-12-28", "2026-01-03"),
        ("2026w9", "monday", "2026-02-23", "2026-03-01"),
        ("2026-W53", "monday", "2026-12-28", "2027-01-03"),
        ("2028-02", "monday", "2028-02-01", "2028-02-29"),
    ],
)
def test_weeks_and_months_have_their_days(text: str, starts: str, first: str, last: str) -> None:
    period = read_period(text, starts)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert week_of(period.first, starts).name == period.name or not period.is_week
    assert before(period).last.toordinal() == period.first.toordinal() - 1


@pytest.mark.parametrize("starts", ["monday", "friday", "sunday"])
def test_weeks_follow_each_other_without_a_gap_or_a_name_twice(starts: str) -> None:
    weeks = trail(week_of(date(2027, 6, 1), starts), 300)
    assert len({week.name for week in weeks}) == len(weeks)
    for one, other in pairwise(weeks):
        assert other.first.toordinal() - one.first.toordinal() == 7
        assert read_period(other.name, starts) == other


@pytest.mark.parametrize("text", ["2026-W54", "2026-W00", "2026-13", "last", "2025-W53", ""])
def test_a_period_that_does_not_exist_is_one_sentence(german: Shop, text: str) -> None:
    german.insights("import", german.put("metrics.csv", METRICS + "2026-11-02,S,shopee,response_rate,90%\n"))
    done = call_kb(german.root, "insights", "report", "--week", text, *TODAY)
    assert (done.returncode == 2) == bool(text), said(done)
    assert "Traceback" not in said(done)


def test_a_share_of_fewer_than_thirty_is_no_percentage(german: Shop) -> None:
    german.insights("import", german.put("few.csv", conversations(29, 20)))
    answered = figure(report(german, "--week", "2026-W46"), "answered")
    assert (answered["value"], answered["n"], answered["part"], answered["state"]) == (None, 29, 20, "few")
    german.insights("import", german.put("few.csv", conversations(40, 30)))
    answered = figure(report(german, "--week", "2026-W46"), "answered")
    assert (answered["value"], answered["n"], answered["state"]) == (0.75, 40, "counted")
    assert answered["files"] == ["insights/inbox/few.csv"]
    done = call_kb(german.root, "insights", "report", "--week", "2026-W46", *TODAY, "--lang", "de", "--print")
    assert "Binnen 12 Stunden beantwortet: 75\u00a0%, gezählt: 40" in said(done)


def test_each_figure_stands_beside_the_four_weeks_before(german: Shop) -> None:
    for number, (count, day) in enumerate([(3, "2026-10-20"), (5, "2026-11-03"), (8, "2026-11-10")]):
        text = conversations(count, count, day).replace("\nC", f"\nD{number}-")
        german.insights("import", german.put(f"{day}.csv", text))
    contacts = figure(report(german, "--week", "2026-W46"), "contacts")
    assert [point["value"] for point in contacts["trail"]] == [None, 3, None, 5, 8]
    assert [point["period"] for point in contacts["trail"]] == [f"2026-W{week}" for week in range(42, 47)]
    month = figure(report(german, "--month", "2026-11"), "contacts")
    assert [point["value"] for point in month["trail"]] == [None, None, None, 3, 13]


def test_typed_rates_are_the_last_days_and_days_are_held_against_the_goal_of_that_day(german: Shop) -> None:
    (german.root / "insights/metrics.csv").write_text(
        METRICS + "2026-11-09,A,shopee,response_rate,79%\n2026-11-10,A,shopee,response_rate,85%\n"
        "2026-11-11,A,shopee,response_rate,92\n2026-11-12,A,shopee,response_rate,0.89\n"
        "2026-11-12,B,lazada,response_rate,60%\n2026-11-12,A,shopee,complaints_open,4\n2026-11-10,A,shopee,complaints_open,9\n"
        "2026-11-11,A,shopee,guided_orders,12\n"
    )
    (german.root / "insights/goals.yml").write_text(
        "goals:\n  response_rate:\n"
        "    - {since: 2025-01-01, at_least: 80%, channel: shopee, source: https://one.example/rate}\n"
        "    - {since: 2026-11-11, at_least: 90%, channel: shopee, source: https://two.example/rate}\n"
        "    - {since: 2026-11-11, at_least: 92%, channel: shopee, source: Seller Centre}\n"
    )
    made = report(german, "--week", "2026-W46")
    shopee = figure(made, "response_rate", "shopee", "A")
    assert shopee["value"] == 0.89
    assert [(goal["value"], goal["source"]) for goal in shopee["goals"]] == [
        (0.9, "https://two.example/rate"), (0.92, "Seller Centre")
    ]  # fmt: skip
    assert figure(made, "response_rate")["state"] == "split", "two shops have no rate that anybody measured"
    assert figure(made, "response_rate", "lazada", "B")["goals"] == []
    days = figure(made, "response_days", "shopee", "A")
    assert (days["value"], days["n"]) == (2, 4), "79 % missed 80, 85 % reached it, 92 % reached both, 89 % missed 90"
    assert figure(made, "complaints_open")["value"] == 4
    assert figure(made, "typed:guided_orders")["value"] == 12
    done = call_kb(german.root, "insights", "report", "--week", "2026-W46", "--print", "--lang", "de", *TODAY)
    assert "Verfehlt: mindestens 90\u00a0%, seit 11.11.2026 / mindestens 92\u00a0%" in said(done)


def test_solved_at_first_contact_looks_seven_days_ahead_at_the_same_customer_and_topic(german: Shop) -> None:
    tickets = [
        ticket(1, 11, "2026-11-09", "2026-11-10"),                       # solved, never again
        ticket(2, 12, "2026-11-09", "2026-11-10"),                       # again on the seventh day
        ticket(3, 12, "2026-11-17"),
        ticket(4, 13, "2026-11-09", "2026-11-10"),                       # again on the eighth day
        ticket(5, 13, "2026-11-18"),
        ticket(6, 14, "2026-11-09", "2026-11-10", reopens=1),            # opened again
        ticket(7, 15, "2026-11-09"),                                     # not solved
        ticket(8, 16, "2026-11-01", "2026-11-08"),                       # solved in the week before
    ]  # fmt: skip
    german.insights("import", german.put("tickets.ndjson", "\n".join(tickets)))
    made = report(german, "--week", "2026-W46")
    solved = figure(made, "solved_first")
    assert (solved["part"], solved["n"]) == (2, 4)
    assert (solved["trail"][-2]["part"], solved["trail"][-2]["n"]) == (1, 1)
    assert solved["is_final"] is False if made["last"] > "2026-11-20" else solved["is_final"]
    median = figure(made, "resolution")
    assert (median["value"], median["n"]) == (34 * 60, 4)


def test_reviews_returns_and_problems_are_counted_with_their_causes(german: Shop) -> None:
    stars = "5453211"
    lines = [f"r{n},{star},gut,2026-11-1{n},{'Danke' if n == 5 else ''}" for n, star in enumerate(stars)]
    german.insights(
        "import", german.put("reviews.csv", "cmtid,rating_star,comment,ctime,seller_reply\n" + "\n".join(lines) + "\n")
    )
    (german.root / "insights/problems.csv").write_text(
        "day,shop,channel,topic,nature,severity,order_day,source,status,answered_on\n"
        "2026-11-10,S,shopee,delivery,late parcel,2,,chat,open,\n"
        "2026-11-11,S,shopee,delivery,late parcel,2,,chat,answered,2026-11-13\n"
        "2026-11-12,S,zalo,returns,wrong colour,3,,phone,answered,2026-11-20\n"
        "2026-10-01,S,zalo,returns,torn,1,,phone,open,\n"
    )
    made = report(german, "--week", "2026-W46")
    assert (figure(made, "reviews_good")["part"], figure(made, "reviews_good")["n"]) == (3, 6)
    bad = figure(made, "reviews_bad")
    assert (bad["value"], bad["n"]) == (2, 6)
    answered = figure(made, "reviews_bad_answered")
    assert (answered["part"], answered["n"]) == (1, 2)
    assert figure(made, "problems", "shopee", "S")["value"] == 2
    assert figure(made, "problems_open")["value"] == 3, "one of the week, one answered after it, one of October"
    assert figure(made, "problems_answered")["value"] == 2
    assert [(row["name"], row["count"], row["about"]["open"]) for row in made["lists"]["problems"]] == [
        ("wrong colour", 1, 1), ("late parcel", 2, 1), ("torn", 0, 1)
    ]  # fmt: skip
    assert made["counted_from"] == "2026-10-01"


def test_figures_of_marketplace_files_are_those_of_sql(vietnamese: Shop) -> None:
    vietnamese.take("Order.all.20261101_20261130.xlsx", "shopify.csv", "events.ndjson", "feedback.jsonl", code=1)
    ((first, last),) = vietnamese.ask("SELECT min(substr(placed,1,10)), max(substr(placed,1,10)) FROM orders")
    assert first >= "2026-10-01"
    assert last < "2027"
    for month in ("2026-11",):
        made = report(vietnamese, "--month", month)
        ((orders, gone, back),) = vietnamese.ask(
            "SELECT count(*), sum(status='cancelled'), sum(refunded > 0) FROM orders WHERE placed LIKE ?", f"{month}%"
        )
        assert figure(made, "orders")["value"] == orders
        assert (figure(made, "cancelled")["part"], figure(made, "cancelled")["n"]) == (gone, orders)
        assert figure(made, "refunds")["value"] == (back or 0)
        ((votes, yes),) = vietnamese.ask("SELECT count(*), sum(answer='yes') FROM votes WHERE at LIKE ?", f"{month}%")
        assert (figure(made, "votes_yes")["n"], figure(made, "votes_yes")["part"]) == (votes, yes)
    assert figure(made, "returns")["state"] == figure(made, "returns_per_order")["state"] == "nothing"
    assert figure(made, "returns")["needs"] == ["returns"]


def test_refunds_are_zero_only_where_an_export_tells_of_them(vietnamese: Shop) -> None:
    vietnamese.take("Order.all.20261101_20261130.xlsx")
    assert figure(report(vietnamese, "--month", "2026-11"), "refunds")["state"] == "nothing"
    vietnamese.take("shopify.csv")
    ((told,),) = vietnamese.ask("SELECT count(*) FROM orders WHERE channel = 'shopify' AND placed LIKE '2026-11%'")
    assert told > 0
    assert figure(report(vietnamese, "--month", "2026-11"), "refunds")["n"] == told


def test_searches_have_a_share_only_where_clicks_are_counted_and_names_only_where_frequent(german: Shop) -> None:
    def line(query: str, outcome: str, nth: int) -> str:
        at = f"2026-11-10T09:{nth:02d}"
        return json.dumps({"v": 1, "kind": "search", "at": at, "language": "de", "query": query, "outcome": outcome})

    failed = [line("gutschein", "nothing", n) for n in range(3)] + [
        line("frau mueller", "nothing", n) for n in range(2)
    ]
    german.insights("import", german.put("events.ndjson", "\n".join(failed)))
    made = report(german, "--week", "2026-W46")
    assert figure(made, "searches_failed")["state"] == "nothing"
    assert rows(made, "searches") == {"gutschein": (3, 0)}
    clicks = [line("rabatt", "click", n) for n in range(35)]
    german.insights("import", german.put("events.ndjson", "\n".join(failed + clicks)))
    assert figure(report(german, "--week", "2026-W46"), "searches_failed")["value"] == 0.125


def test_what_was_decided_is_held_against_what_came_of_it(german: Shop) -> None:
    (german.root / "insights").mkdir(exist_ok=True)
    (german.root / "insights/metrics.csv").write_text(
        METRICS + "2026-11-04,S,shopee,response_rate,80%\n2026-11-11,S,shopee,response_rate,91%\n"
    )
    (german.root / "insights/actions.csv").write_text(
        "decided_on;action;measure;channel;shop\n2026-11-06;Chat ab sieben Uhr;response_rate;shopee;S\n"
    )
    (action,) = report(german, "--week", "2026-W46")["actions"]
    assert (action["what"], action["then"], action["now"]) == ("Chat ab sieben Uhr", 0.8, 0.91)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("goals.yml", "goals:\n  nps:\n    - {at_least: 80%, at_most: 3}\n", "insights/goals.yml:3: a goal has one of"),
        ("goals.yml", "goals:\n  nps:\n    - {at_least: viel}\n", "“viel” is no number"),
        ("goals.yml", "goals:\n  nps: [{fact: nirgends}]\n", "there is no fact “nirgends”"),
        ("goals.yml", "week_starts: someday\n", "insights/goals.yml:1: “someday” is no day of the week"),
        ("goals.yml", "goals:\n  nps: [{since: morgen, at_least: 3}]\n", "“morgen” is no day"),
        ("goals.yml", "goals: [\n", "insights/goals.yml:"),
        ("goals.yml", "ziel: 3\n", "“ziel” is not known here"),
        ("actions.csv", "action,measure\nx,y\n", "insights/actions.csv:1: has no column decided_on"),
        ("actions.csv", "decided_on,action,measure\n06.11.2026,x,y\n", "insights/actions.csv:2: decided_on:"),
    ],
)
def test_what_the_shop_wrote_wrongly_is_one_sentence_with_its_line(
    german: Shop, name: str, text: str, words: str
) -> None:
    german.insights("import", german.put("metrics.csv", METRICS + "2026-11-09,S,shopee,response_rate,90%\n"))
    (german.root / "insights" / name).write_text(text)
    done = call_kb(german.root, "insights", "report", "--week", "2026-W46", *TODAY)
    assert done.returncode == 2, said(done)
    assert words in said(done)
    assert "Traceback" not in said(done)
    assert not (german.root / "insights/data/2026-W46.json").exists()


def test_goals_may_be_facts_and_weeks_may_begin_on_friday(german: Shop) -> None:
    with (german.root / "facts.yml").open("a") as facts:
        facts.write("\nrate_goal:\n  about: Goal\n  unit: percent\n  value: 88\n")
    (german.root / "insights").mkdir(exist_ok=True)
    (german.root / "insights/goals.yml").write_text(
        "week_starts: friday\ngoals:\n  response_rate:\n    - {fact: rate_goal}\n"
    )
    (german.root / "insights/metrics.csv").write_text(
        METRICS + "2026-11-12,S,shopee,response_rate,70%\n2026-11-13,S,shopee,response_rate,90%\n"
    )
    made = report(german, "--week", "2026-W47")
    assert (made["first"], made["last"]) == ("2026-11-13", "2026-11-19")
    rate = figure(made, "response_rate")
    assert (rate["value"], rate["goals"][0]["value"], rate["trail"][-2]["value"]) == (0.9, 0.88, 0.7)


def test_files_hold_the_same_figures_no_person_no_formula_no_script(german: Shop, tmp_path: Path) -> None:
    secret = conversations(31, 31).replace("Wo ist mein Paket?", "Ruf +49 151 23456789 an, Karla Zwetschgenbaum")
    german.insights("import", german.put("chat.csv", secret))
    (german.root / "insights/problems.csv").write_text(
        "day,topic,nature,severity\n2026-11-10,delivery,=HYPERLINK(1),2\n2026-11-10,delivery,<script>x</script>,2\n"
    )
    page, table = tmp_path / "a.html", tmp_path / "a.csv"
    done = call_kb(
        german.root, "insights", "report", "--week", "2026-W46", "--html", str(page), "--csv", str(table), *TODAY
    )
    assert done.returncode == 0, said(done)
    kept = (german.root / "insights/data/2026-W46.json").read_text("utf-8")
    for text in (kept, page.read_text("utf-8"), table.read_text("utf-8"), said(done)):
        assert not re.search(r"23456789|Zwetschgenbaum|Karla|Zoltan|\bEva\b", text)
    html = page.read_text("utf-8")
    assert not re.search(r"<script|\sstyle=|\son\w+=|src=", html)
    assert "&lt;script&gt;" in html
    read = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    assert {row["value"] for row in read if row["measure"] == "answered" and not row["channel"]} == {"1"}
    assert not [cell for row in read for cell in row.values() if (cell or "").startswith(("=", "@", "+"))]


def test_the_same_report_is_the_same_bytes_and_forgetting_deletes_it(german: Shop) -> None:
    german.insights("import", german.put("chat.csv", conversations(31, 31)))
    path = german.root / "insights/data/2026-W46.json"
    report(german, "--week", "2026-W46")
    before_it = path.read_bytes()
    report(german, "--week", "2026-W46")
    assert path.read_bytes() == before_it
    german.insights("import", german.put("typed.csv", "date,shop,channel,measure,value\n2026-11-24,S,x,complaints,1\n"))
    report(german, "--week", "2026-W48")
    later = path.with_name("2026-W48.json")
    assert later.exists()
    german.insights("forget", "insights/inbox/chat.csv")
    assert not path.exists()
    assert not later.exists(), "the weeks before are in it too"


def test_without_an_import_it_says_what_to_do(german: Shop) -> None:
    store = german.root / "insights/store.db"
    assert not store.exists()
    done = call_kb(german.root, "insights", "report")
    assert done.returncode == 2
    assert "kb insights import" in said(done)
    assert not store.exists()
