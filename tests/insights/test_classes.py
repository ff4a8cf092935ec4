"""`kb insights classes`: figures against SQL that is written here, on a year of orders that a German shop imports."""

from __future__ import annotations

import base64
import csv
import hashlib
import hmac
import json
import random
import re
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kb.insights.classes.scoring import group_of, rank_scores
from tests.cli.running import call_kb, said
from tests.insights.conftest import Shop

HEAD = "Bestellnummer,Datum,Status,Kunde,Betrag,Erstattet,Waehrung\n"
MAPPING = """\
source: orders
channel: webshop
columns: {order: Bestellnummer, placed: Datum, status: Status, customer: Kunde, total: Betrag, refunded: Erstattet,
          currency: Waehrung}
"""
TODAY = ("--today", "2026-11-27")
STANDS = "status NOT IN ('cancelled', 'failed_delivery', 'returned')"


def orders(customers: int, count: int, seed: int = 18, currency: str = "EUR") -> str:
    """A year and a half of orders: few customers order often, some are cancelled, returned, refunded in part."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        customer = int(customers * chance.random() ** 2.2)
        day = datetime(2026, 11, 26, 10) - timedelta(hours=chance.randrange(24 * 540))
        status = chance.choices(["complete", "cancelled", "returned", "paid"], [85, 6, 4, 5])[0]
        total = round(chance.lognormvariate(3.4, 0.7), 2)
        refunded = round(total / 3, 2) if chance.random() < 0.03 else 0
        rows.append(f"{currency}-{number:06d},{day:%Y-%m-%d %H:%M},{status},kunde_{currency}_{customer},{total},"
                    f"{refunded},{currency}")  # fmt: skip
    return "\n".join(rows) + "\n"


def import_orders(shop: Shop, text: str, name: str = "bestellungen.csv") -> None:
    (shop.root / "insights/mappings").mkdir(parents=True, exist_ok=True)
    (shop.root / "insights/mappings/bestellungen.yml").write_text(MAPPING, "utf-8")
    (file,) = shop.insights("import", shop.put(name, HEAD + text))["files"]
    assert file["status"] == "imported" and not file["set_aside_count"], file


def rank(column: str) -> str:
    return f"1 + 5 * (rank() OVER (ORDER BY {column}) - 1) / count(*) OVER ()"


SCORES = f"""
WITH bought AS (
  SELECT customer, max(substr(placed, 1, 10)) AS last, count(*) AS orders,
         round(sum(total - coalesce(refunded, 0)), 4) AS money,
         (SELECT count(*) FROM orders AS o WHERE o.customer = orders.customer AND o.placed < '2025-11-27'
            AND o.{STANDS}) AS earlier
  FROM orders WHERE substr(placed, 1, 10) BETWEEN '2025-11-27' AND '2026-11-26' AND {STANDS} GROUP BY customer),
scored AS (SELECT *, {rank("last")} AS r, {rank("orders")} AS f, {rank("money")} AS m FROM bought),
valued AS (SELECT *, CASE WHEN orders + earlier = 1 THEN 1.0 ELSE (f + m) / 2.0 END AS fm FROM scored)
SELECT CASE
  WHEN r = 5 AND fm >= 4 THEN 'champions' WHEN r IN (3, 4) AND fm >= 4 THEN 'loyal'
  WHEN r >= 4 AND fm >= 2.5 THEN 'active' WHEN r = 3 AND fm >= 2.5 THEN 'needs_attention'
  WHEN r = 5 THEN 'new' WHEN r >= 3 THEN 'promising'
  WHEN fm >= 4.5 THEN 'previously_loyal' WHEN fm >= 3 THEN 'at_risk'
  WHEN r = 2 THEN 'almost_lost' ELSE 'dormant' END AS class, count(*), sum(orders), sum(money)
FROM valued GROUP BY 1"""


def test_groups_shares_and_rates_are_those_that_sql_gives(german: Shop) -> None:
    import_orders(german, orders(1400, 4000))
    german.ask("SELECT 1")
    told = german.insights("classes", *TODAY)
    assert (told["counted_from"], told["last"]) == ("2025-11-27", "2026-11-26")
    (eur,) = told["currencies"]
    assert eur["scores"] == "fifths" and eur["customers"] >= 500
    rows = {name: rest for name, *rest in german.ask(SCORES)}
    total = sum(row[2] for row in rows.values())
    assert {name: (one["customers"], one["orders"]) for name, one in eur["groups"].items()} == {
        name: (row[0], row[1]) for name, row in rows.items()
    }
    for name, one in eur["groups"].items():
        assert one["share"] == pytest.approx(rows[name][0] / eur["customers"], abs=6e-5)
        assert one["revenue_share"] == pytest.approx(rows[name][2] / total, abs=6e-5)
    assert len(rows) == 10
    spent = [row[0] for row in german.ask(
        f"SELECT sum(total - coalesce(refunded, 0)) FROM orders WHERE placed >= '2025-11-27' AND {STANDS} "
        "GROUP BY customer ORDER BY 1 DESC")]  # fmt: skip
    top = -(-len(spent) // 5)
    assert eur["top_fifth"] == {
        "customers": top,
        "revenue_share": pytest.approx(sum(spent[:top]) / sum(spent), abs=6e-5),
    }
    ((again,),) = german.ask(
        f"SELECT count(*) FROM (SELECT 1 FROM orders WHERE placed >= '2025-11-27' AND {STANDS} GROUP BY customer "
        "HAVING count(*) > 1)")  # fmt: skip
    assert eur["more_than_one_order"]["customers"] == again
    states = german.ask(f"SELECT status, count(*) FROM orders WHERE placed >= '2025-11-27' AND NOT {STANDS} GROUP BY 1")
    assert told["left_out"]["states"] == dict(states)
    kept = (german.root / "insights/data/classes.json").read_text("utf-8")
    assert json.loads(kept) == told and "h:" not in kept and "kunde" not in kept


def test_few_customers_are_thirds_and_very_few_have_no_percentages(german: Shop) -> None:
    import_orders(german, orders(200, 2000))
    told = said(call_kb(german.root, "insights", "classes", *TODAY))
    assert "Fewer than 500 customers: scores are thirds" in told
    assert "There is no insights/classes.yml" in told and "%" in told
    (german.root / "insights/store.db").unlink()
    import_orders(german, orders(20, 200), "wenige.csv")
    (eur,) = german.insights("classes", *TODAY)["currencies"]
    assert eur["scores"] == "thirds" and eur["customers"] <= 20
    assert eur["top_fifth"]["revenue_share"] is None and eur["more_than_one_order"]["share"] is None
    assert {one["share"] for one in eur["groups"].values()} == {None}


def test_money_of_two_currencies_is_never_added(german: Shop) -> None:
    import_orders(german, orders(700, 2500) + orders(300, 900, currency="CHF"))
    eur, chf = german.insights("classes", *TODAY)["currencies"]
    assert [eur["currency"], eur["scores"], chf["currency"], chf["scores"]] == ["EUR", "fifths", "CHF", "thirds"]
    assert sum(one["revenue_share"] for one in eur["groups"].values()) == pytest.approx(1, abs=0.001)
    rows = list(csv.DictReader(csv_of(german).splitlines()))
    assert {row["currency"] for row in rows} == {"EUR", "CHF"}
    assert sum(int(row["customers"]) for row in rows) == eur["customers"] + chf["customers"]


def csv_of(shop: Shop) -> str:
    shop.insights("classes", "--csv", "klassen.csv", "--print", *TODAY)
    return (shop.root / "klassen.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("values", "parts", "scores"),
    [
        ([1, 1, 1, 1, 1, 1, 1, 2, 2, 3], 5, [1, 1, 1, 1, 1, 1, 1, 4, 4, 5]),
        ([10, 20, 30, 40, 50], 5, [1, 2, 3, 4, 5]),
        ([50, 10, 30], 3, [3, 1, 2]),
        ([7, 7, 7], 5, [3, 3, 3]),
        ([7, 7], 3, [2, 2]),
        ([], 5, []),
    ],
)
def test_equal_values_have_equal_scores(values: list[float], parts: int, scores: list[int]) -> None:
    assert rank_scores(values, parts) == scores


def test_every_pair_of_scores_has_a_group_and_one_order_is_no_loyalty() -> None:
    found = {group_of(recency, value / 2) for recency in range(1, 6) for value in range(2, 11)}
    assert len(found) == 10
    assert [group_of(recency, 1) for recency in range(5, 0, -1)] == [
        "new", "promising", "promising", "almost_lost", "dormant",
    ]  # fmt: skip


def test_a_year_that_ends_on_a_leap_day_and_an_order_of_tomorrow(german: Shop) -> None:
    import_orders(german, "A-1,2027-02-28 10:00,paid,eva,10,0,EUR\nA-2,2028-02-29 10:00,paid,eva,10,0,EUR\n")
    told = german.insights("classes", "--today", "2028-02-29")
    assert (told["counted_from"], told["last"]) == ("2027-03-01", "2028-02-29")
    assert german.insights("classes", "--today", "2028-02-28")["last"] == "2027-02-28"
    assert "no order up to 2026-11-27 was imported yet" in said(call_kb(german.root, "insights", "classes", *TODAY))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("vip: [champions]\nstammkunde: [loyal]\n", "insights/classes.yml:2: “stammkunde” is no class of your scripts"),
        ("vip:\n  - champions\n  - best\n", "insights/classes.yml:3: “best” is no group of customers: champions"),
        ("vip: [loyal]\nnew: [new, loyal]\n", "insights/classes.yml:2: “loyal” belongs to vip already"),
        ("- vip\n", "insights/classes.yml:1: write a class and its groups"),
        ("", "insights/classes.yml:1: "),
        ("vip: {a: 1}\n", "insights/classes.yml:1: vip: write a list of groups"),
        ("vip: [champions\n", "insights/classes.yml:"),
    ],
)
def test_a_mistake_in_the_class_file_has_its_line(text: str, sentence: str, german: Shop) -> None:
    import_orders(german, orders(20, 200))
    (german.root / "insights/classes.yml").write_text(text, "utf-8")
    done = call_kb(german.root, "insights", "classes", *TODAY)
    assert done.returncode == 2 and sentence in said(done) and "Traceback" not in said(done)
    assert not (german.root / "insights/data/classes.json").exists()


def test_a_shop_with_classes_of_its_own_says_what_they_are(german: Shop) -> None:
    config = german.root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  - kb:\n", "  - kb:\n      variants: [stammkunde, neu]\n"))
    import_orders(german, orders(600, 2500))
    assert german.insights("classes", *TODAY)["mapping"] == {}
    assert call_kb(german.root, "insights", "classes", "--propose").returncode == 0
    path = german.root / "insights/classes.yml"
    path.write_text(path.read_text("utf-8").replace("stammkunde: []", "stammkunde: [Champions, LOYAL, Active]"))
    told = german.insights("classes", *TODAY)
    assert told["mapping"] == {"active": "stammkunde", "champions": "stammkunde", "loyal": "stammkunde"}
    (eur,) = told["currencies"]
    assert eur["classes"]["stammkunde"]["customers"] == sum(
        eur["groups"][name]["customers"] for name in ("champions", "loyal", "active")
    )
    done = call_kb(german.root, "insights", "classes", "--propose")
    assert done.returncode == 2 and "is there already" in said(done)


def hashes_in(look_up: dict[str, Any]) -> dict[str, set[bytes]]:
    size = 8
    return {
        name: {data[at : at + size] for at in range(0, len(data), size)}
        for name, data in ((name, base64.b64decode(text)) for name, text in look_up["classes"].items())
    }


def test_the_look_up_knows_customers_and_orders_by_keyed_hash_alone(german: Shop) -> None:
    import_orders(german, orders(600, 2500))
    done = call_kb(german.root, "insights", "classes", "--look-up", *TODAY)
    assert done.returncode == 2 and "classes that nobody decided" in said(done)
    assert call_kb(german.root, "insights", "classes", "--propose").returncode == 0
    for name in ("docs/x.json", "site/x.json", "insights/data/x.json", "agents/x.json", "overrides/x.json", "x.json"):
        done = call_kb(german.root, "insights", "classes", "--look-up", name, *TODAY)
        assert done.returncode == 2 and "the file is secret" in said(done)
        assert not (german.root / name).exists()
    german.insights("classes", "--look-up", "insights/key-other.json", *TODAY)
    german.insights("classes", "--look-up", *TODAY)
    path = german.root / "insights/key-classes.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = path.read_bytes()
    german.insights("classes", "--look-up", *TODAY)
    assert path.read_bytes() == first
    look_up = json.loads(first)
    assert b"kunde" not in first and b"h:" not in first
    held = hashes_in(look_up)
    key = base64.b64decode(look_up["key"])
    assert key == (german.root / "insights/key").read_bytes()

    def classes_of(text: str) -> set[str]:
        digest = hmac.new(key, text.encode(), hashlib.sha256).digest()[:8]
        return {name for name, found in held.items() if digest in found}

    assert classes_of("customer|webshop|kunde_eur_0") == {"vip"}
    ((order, customer),) = german.ask(
        "SELECT key, customer FROM orders WHERE placed >= '2025-11-27' ORDER BY placed DESC LIMIT 1"
    )
    assert bytes.fromhex(order[2:])[:8] in set().union(*held.values())
    assert bytes.fromhex(customer[2:])[:8] in set().union(*held.values())
    ignored = (german.root / "insights/.gitignore").read_text("utf-8")
    assert "/key-*" in ignored.splitlines() and path.name.startswith("key-")


def test_what_is_forgotten_is_in_no_class(german: Shop) -> None:
    import_orders(german, orders(600, 2500))
    call_kb(german.root, "insights", "classes", "--propose")
    german.insights("classes", "--look-up", *TODAY)
    gone = german.insights("forget", "insights/inbox/bestellungen.csv")
    assert set(gone["data"]) == {"insights/data/classes.json", "insights/key-classes.json"}
    assert not (german.root / "insights/data/classes.json").exists()
    assert not (german.root / "insights/key-classes.json").exists()
    done = call_kb(german.root, "insights", "classes", *TODAY)
    assert done.returncode == 2 and "no order up to" in said(done)


def test_orders_without_buyers_and_an_empty_shop_are_told(german: Shop, tmp_path: Path) -> None:
    done = call_kb(german.root, "insights", "classes")
    assert done.returncode == 2 and "nothing was imported yet" in said(done)
    import_orders(german, "A-1,2026-11-20 10:00,paid,,10,0,EUR\nA-2,2026-11-21 10:00,cancelled,eva,10,0,EUR\n")
    done = call_kb(german.root, "insights", "classes", *TODAY)
    assert done.returncode == 2 and "that stands names its buyer" in said(done)


def test_the_team_leads_page_shows_classes_in_each_language_and_the_public_edition_none(german: Shop) -> None:
    import_orders(german, orders(600, 2500))
    (german.root / "insights/metrics.csv").write_text(
        "date,shop,channel,measure,value\n2026-11-18,S,shopee,response_rate,90%\n", "utf-8"
    )
    german.insights("report", "--week", "2026-W47", *TODAY)
    (eur,) = german.insights("classes", *TODAY)["currencies"]
    (german.root / "insights/store.db").unlink()
    done = call_kb(german.root, "build", *TODAY)
    assert done.returncode == 0, said(done)
    page = (german.root / "site/agents/tools/insights/index.html").read_text("utf-8")
    assert "Kunden nach Gruppen" in page and "Kunde mit Abwanderungsrisiko" in page and "Keine Gruppe" in page
    top = f"{eur['top_fifth']['revenue_share'] * 100:.1f}".replace(".", ",")
    assert f"{top}\u00a0% des Umsatzes" in page
    assert f"<td>{eur['classes']['vip']['customers']}</td>" in page
    assert "Customers by class" in (german.root / "site/agents/en/tools/insights/index.html").read_text("utf-8")
    assert not list((german.root / "site/public").rglob("*insights*"))
    saved = german.root / "insights/data/classes.json"
    endless = re.sub(r'"customers": \d+', '"customers": 1e999', saved.read_text("utf-8"))
    saved.write_text(endless, "utf-8")
    assert "insights/data/classes.json:1: warning KB139" in said(call_kb(german.root, "check", *TODAY))
    saved.write_text("[]", "utf-8")
    done = call_kb(german.root, "build", "--edition", "agents", *TODAY)
    assert done.returncode == 0 and "insights/data/classes.json:1: warning KB139" in said(done), said(done)
    page = (german.root / "site/agents/tools/insights/index.html").read_text("utf-8")
    assert "Kunden nach Gruppen" not in page and "Antwortrate im Chat" in page
