"""`kb insights sample`: invented exports that every command reads, and what is planted in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kb.insights.measures.data_files import load_reports
from kb.insights.samples.exports import sample_files
from kb.insights.samples.shop import SampleShop
from kb.insights.samples.wordings import LANGUAGES, load_wordings
from kb.insights.samples.world import BUYERS, World, make_world
from tests.cli.running import call_kb, said
from tests.conftest import ROOT
from tests.insights.conftest import Shop

UNTIL, TODAY = "2026-11-22", "2026-11-27"
BAD, LAST = "2026-W46", "2026-W47"
DAYS = ("--until", UNTIL, "--today", TODAY)


def sampled(root: Path, *options: str) -> Shop:
    """A shop with twelve weeks of invented exports, all of them imported."""
    shop = Shop(root)
    shop.insights("sample", "insights/inbox", *DAYS, *options)
    files = shop.insights("import")["files"]
    assert {file["status"] for file in files} == {"imported"}, [file["error"] for file in files]
    assert not [file["set_aside"] for file in files if file["set_aside_count"]]
    return shop


@pytest.fixture(scope="module")
def asian(new_shops: Path, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return sampled(shutil.copytree(new_shops / "vn", tmp_path_factory.mktemp("asian") / "shop"))


@pytest.fixture(scope="module")
def european(new_shops: Path, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return sampled(shutil.copytree(new_shops / "de", tmp_path_factory.mktemp("european") / "shop"))


def world_of(
    markets: dict[str, str], languages: tuple[str, ...], weeks: int = 12, *, all_formats: bool = False
) -> World:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    shop = SampleShop("Sen & Serai", languages, markets, zone, ("faq/a", "faq/b"), ("scripts/a",), (), all_formats)
    return make_world(shop, date.fromisoformat(UNTIL), weeks)


ASIA = ({"VN": "VND", "MY": "MYR"}, ("vi", "en", "ms"))


def test_wordings_are_many_in_each_language_and_two_hundred_in_all() -> None:
    matters = load_wordings().matters
    assert sum(len(set(one.words[code])) for one in matters for code in LANGUAGES) >= 200
    assert all(len(one.words[code]) > 1 or code == "de" for one in matters for code in LANGUAGES)
    assert all(one.searches[code] for one in matters for code in LANGUAGES)
    for one in matters:
        for words in one.words.values():
            assert all(text.format(order="1", name="2", phone="3") for text in words)


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others() -> None:
    first = sample_files(world_of(*ASIA, weeks=3))
    assert sample_files(world_of(*ASIA, weeks=3)) == first
    assert sample_files(world_of(*ASIA, weeks=3), seed=7)["metrics.csv"] != first["metrics.csv"]


def test_a_week_is_the_same_however_many_are_made() -> None:
    short, long = world_of(*ASIA, weeks=2), world_of(*ASIA, weeks=5)
    since = short.weeks[0].first
    assert short.orders == tuple(order for order in long.orders if order.placed.date() >= since)
    assert {talk.number: talk for talk in long.talks}.items() >= {talk.number: talk for talk in short.talks}.items()


@pytest.mark.parametrize("until", ["2026-11-22", "2026-11-28"])
def test_only_whole_weeks_are_made(german: Shop, until: str) -> None:
    told = german.insights("sample", "insights/inbox", "--weeks", "2", "--until", until, "--today", TODAY)
    assert (told["from"], told["until"]) == ("2026-11-09", "2026-11-22")


def test_every_format_is_read(new_shops: Path, tmp_path: Path) -> None:
    shop = sampled(shutil.copytree(new_shops / "vn", tmp_path / "shop"), "--all-formats", "--weeks", "2")
    sources = {name for (name,) in shop.ask("SELECT DISTINCT sources FROM imports")}
    read = {one.strip() for name in sources for one in name.split(",")}
    assert read >= {
        "shopee_orders", "tiktok_orders", "lazada_orders", "shopify_orders", "kiotviet", "shopee_returns",
        "tiktok_returns", "lazada_returns", "chatwoot", "chatwoot_ratings", "zendesk", "facebook", "whatsapp", "zalo",
        "messages_csv", "pasted", "reviews", "measures", "votes_and_searches", "desk_counts", "problems",
    }  # fmt: skip


def test_all_that_was_invented_is_in_the_store_once(asian: Shop) -> None:
    world = world_of(*ASIA)
    assert asian.ask("SELECT count(*) FROM orders") == [(len(world.orders),)]
    assert asian.ask("SELECT count(*) FROM order_items WHERE sku = ''") == [(0,)]
    people = asian.ask("SELECT count(DISTINCT key) FROM conversations WHERE EXISTS (SELECT 1 FROM messages "
                       "WHERE conversation = key)")[0][0]  # fmt: skip
    account = len({talk.buyer.username for talk in world.talks if talk.buyer.market == "VN"})
    assert len(world.talks) - account < people <= len(world.talks)  # Zalo has one conversation for each person
    sheets = [asian.root / "insights/inbox" / name for name in ("reviews-vn.csv", "reviews-my.csv")]
    written = [path.read_text("utf-16" if "vn" in path.name else "utf-8").splitlines()[1:] for path in sheets]
    assert asian.ask("SELECT count(*) FROM reviews") == [(sum(map(len, written)),)]
    before = asian.dump()
    asian.insights("sample", "insights/inbox", *DAYS)
    assert {file["status"] for file in asian.insights("import")["files"]} == {"unchanged"}
    assert asian.dump() == before


def personal(world: World) -> Iterator[str]:
    """Whatever names somebody, and can be no word besides."""
    for buyer in {order.buyer for order in world.orders} | {talk.buyer for talk in world.talks}:
        yield from (buyer.name, buyer.username, buyer.phone, buyer.email)
    yield from (order.number for order in world.orders)


def test_nobody_is_named_in_what_is_kept(asian: Shop) -> None:
    asian.insights("report", "--week", LAST, "--today", TODAY)
    asian.insights("gaps", "--week", LAST, "--today", TODAY)
    data = "".join(path.read_text("utf-8") for path in (asian.root / "insights/data").iterdir())
    kept = "\n".join(asian.dump()) + data
    assert [one for one in set(personal(world_of(*ASIA))) if one in kept] == []
    assert "Exemplar" not in kept


def figure(report: dict[str, Any], name: str) -> float:
    """The total of a measure; a share of few is worked out."""
    (one,) = [row for row in report["figures"] if row["id"] == name and not row["shop"] + row["channel"]]
    return float(one["part"] / one["n"] if one["unit"] == "share" else one["value"])


@pytest.mark.parametrize("shop_name", ["asian", "european"])
def test_the_bad_week_shows_in_the_report(shop_name: str, request: pytest.FixtureRequest) -> None:
    shop: Shop = request.getfixturevalue(shop_name)
    bad, good = (shop.insights("report", "--week", week, "--today", TODAY) for week in (BAD, LAST))
    if shop_name == "asian":  # Shopify's exports do not tell of deliveries
        assert figure(bad, "failed_delivery") > 3 * figure(good, "failed_delivery")
    assert figure(bad, "first_reply") > 4 * figure(good, "first_reply")
    assert figure(bad, "reviews_bad") > figure(good, "reviews_bad")
    assert figure(bad, "nps") < figure(good, "nps")
    rates = [value for (value,) in shop.ask("SELECT value FROM measures WHERE measure = 'response_rate' "
             "AND day BETWEEN '2026-11-09' AND '2026-11-15'")]  # fmt: skip
    assert rates
    assert all(float(one) < 0.8 for one in rates)


def test_a_fifth_of_buyers_brings_most_of_the_money(asian: Shop) -> None:
    spent = [
        amount
        for (amount,) in asian.ask(
            "SELECT sum(CAST(total AS REAL)) FROM orders WHERE currency = 'VND' AND customer <> '' GROUP BY customer "
            "ORDER BY 1 DESC"
        )
    ]
    assert 0.58 <= sum(spent[: len(spent) // 5]) / sum(spent) <= 0.8
    assert len(spent) <= 3 * BUYERS


@pytest.mark.parametrize(("shop_name", "code"), [("asian", "vi"), ("asian", "ms"), ("european", "de")])
def test_gaps_find_what_rises_and_what_is_never_answered(
    shop_name: str, code: str, request: pytest.FixtureRequest
) -> None:
    shop: Shop = request.getfixturevalue(shop_name)
    gaps = shop.insights("gaps", "--week", LAST, "--language", code, "--today", TODAY)["gaps"]
    pets = {"vi": "mèo", "ms": "kucing", "de": "Katze"}[code]
    jobs = {"vi": "part time", "ms": "jawatan kosong", "de": "Minijob"}[code]
    rising = [gap for gap in gaps if gap["is_rising"]]
    assert any(pets in text for gap in rising for text in gap["examples"])
    asked = [gap for gap in gaps if any(jobs in text for text in gap["examples"])]
    assert any(gap["site"]["state"] == "unanswered" for gap in asked)


def test_a_folder_with_anything_else_is_refused(german: Shop) -> None:
    german.put("orders.csv", "Name,Total\n1,2\n")
    done = call_kb(german.root, "insights", "sample", "insights/inbox", *DAYS)
    assert done.returncode == 2
    assert "inbox holds orders.csv, which this sample does not: name an empty folder" in said(done)
    assert [path.name for path in german.inbox.iterdir()] == ["orders.csv"]
    for wrong in (("--weeks", "0"), ("--weeks", "900"), ("--until", "gestern")):
        done = call_kb(german.root, "insights", "sample", "elsewhere", *wrong)
        assert done.returncode == 2
        assert not (german.root / "elsewhere").exists()


def test_a_sample_that_was_broken_off_is_completed(german: Shop) -> None:
    german.insights("sample", "insights/inbox", "--weeks", "2", *DAYS)
    whole = {path.name: path.read_bytes() for path in german.inbox.iterdir()}
    (german.inbox / "metrics.csv").unlink()
    (german.inbox / ".reviews-de.csv.part").write_bytes(b"half")
    assert german.insights("sample", "insights/inbox", "--weeks", "2", *DAYS)["written"] == 1
    assert {path.name: path.read_bytes() for path in german.inbox.iterdir() if path.name[0] != "."} == whole


def test_a_shop_without_markets_and_articles_has_samples_too() -> None:
    shop = SampleShop("Toko", ("id",), {"": "EUR"}, ZoneInfo("UTC"), (), (), ())
    files = sample_files(make_world(shop, date.fromisoformat(UNTIL), 1))
    assert b"orders_export_1" not in files["metrics.csv"]
    assert {"orders_export_1.csv", "zendesk-tickets.ndjson", "chatwoot-conversations.json"} <= files.keys()


def test_the_example_shop_has_reports_that_are_read_and_name_nobody() -> None:
    loaded = load_reports(ROOT)
    reports = {report.period: report for report in loaded.readable}
    assert not loaded.errors
    assert reports.keys() == {"2026-W44", "2026-W45", BAD, LAST, "2026-10"}
    assert figure(reports[BAD].as_json(), "first_reply") > 4 * figure(reports[LAST].as_json(), "first_reply")
    assert len({action.what for action in reports[LAST].actions}) >= 3
    (page,) = [row for row in reports[LAST].lists["votes"] if row.name == "faq/refund-time"]
    assert page.count > page.about["yes"]
    texts = [path.read_text("utf-8") for path in (ROOT / "insights/data").glob("*.json")]
    assert len(texts) > len(reports)  # and the gaps
    assert not any(mark in text for text in texts for mark in ("Exemplar", "buyer_", "mail.example", "090000"))
