"""Every field of every record is looked through before it is kept, and a detail in any column is gone."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from dataclasses import fields
from typing import get_args, get_type_hints

import pytest

from kb.insights.records.records import Record
from kb.insights.sources.keepable import CODES, LANGUAGES, MOMENTS, WORDS
from tests.cli.running import call_kb, said
from tests.importers.documents.sheets_made import make_xlsx
from tests.insights.conftest import FILES, Shop
from tests.insights.exports.containers import zipped

HASHED_OR_CHOSEN = {
    "key", "order", "customer", "conversation", "machine",  # keyed hashes
    "status", "author", "outcome", "kind",  # words of kb's own
    "text", "query",  # redacted by the source, with the names of its file
}  # fmt: skip
PERSON = "Lê Thị Vân"
PHONE, MAIL = "0917 555 201", "van.kanari@gmail.com"
PLANTED = f"{PERSON} {PHONE} {MAIL}"


def test_each_text_of_each_record_is_looked_through_or_named_here() -> None:
    for record in get_args(Record):
        listed = {name for table in (WORDS, CODES, LANGUAGES, MOMENTS) for name in table.get(record, ())}
        texts = {one.name for one in fields(record) if get_type_hints(record)[one.name] is str}
        assert listed <= texts
        assert texts - listed <= HASHED_OR_CHOSEN, record
        assert record.__name__ != "Problem" or "status" in listed


def rows_with(name: str, column: int, value: str) -> bytes:
    text = (FILES / name).read_bytes().decode("utf-8-sig")
    mark = max(",;", key=text.splitlines()[0].count)
    rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    for row in rows[1:]:
        if len(row) > column:
            row[column] = value
    made = io.StringIO()
    csv.writer(made, delimiter=mark).writerows(rows)
    return made.getvalue().encode()


def header_of(name: str) -> list[str]:
    text = (FILES / name).read_bytes().decode("utf-8-sig").splitlines()[0]
    return text.split(max(",;", key=text.count))


def assert_nothing_kept(shop: Shop, *more: str) -> None:
    store = shop.root / "insights/store.db"
    texts = [*more]
    if store.exists():
        with closing(sqlite3.connect(store)) as connection:
            texts += ["\n".join(connection.iterdump()), store.read_bytes().decode("utf-8", "replace")]
    for text in texts:
        squeezed = text.replace(" ", "").replace("-", "")
        assert "917555201" not in squeezed
        assert "van.kanari" not in text.casefold()
        assert PERSON.casefold() not in text.casefold()


@pytest.mark.parametrize("name", ["metrics.csv", "problems.csv", "reviews.csv", "messages.csv"])
def test_what_is_written_in_any_column_of_a_table_is_not_kept_and_not_printed(name: str, vietnamese: Shop) -> None:
    for column, title in enumerate(header_of(name)):
        path = vietnamese.put(f"{column}-{name}", rows_with(name, column, PLANTED))
        done = call_kb(vietnamese.root, "insights", "import", path)
        assert_nothing_kept(vietnamese, title, said(done))


def test_names_of_files_and_sheets_are_kept_without_people(vietnamese: Shop) -> None:
    rows = [["date", "shop", "channel", "measure", "value"], ["2026-11-02", "Sen", "shopee", "response_rate", "96%"]]
    vietnamese.put(f"{PLANTED}.xlsx", make_xlsx({"metrics": rows}))
    vietnamese.put("sheets.xlsx", make_xlsx({PLANTED[:30]: [*rows, ["2026-11-03", "Sen", "shopee", "x", "1"]]}))
    vietnamese.put("Order.all.20261101_20261130.xlsx")
    call_kb(vietnamese.root, "insights", "import")
    assert_nothing_kept(vietnamese)
    kept = {file for (file,) in vietnamese.ask("SELECT file FROM imports")}
    assert "insights/inbox/Order.all.20261101_20261130.xlsx" in kept and len(kept) == 3


def test_files_of_an_archive_that_are_left_out_are_told_without_people(vietnamese: Shop) -> None:
    metrics = "date,shop,channel,measure,value\n2026-11-02,Sen,shopee,response_rate,96%\n"
    path = vietnamese.put(
        "all.zip", zipped({"m.csv": metrics, f"{PLANTED}.csv": "a,b\n1,2\n", "\x1b[2J.csv": "a,b\n1,2\n"})
    )
    done = call_kb(vietnamese.root, "insights", "import", path)
    assert done.returncode == 0 and said(done).count("left out") == 2, said(done)
    assert "\x1b" not in said(done)
    assert_nothing_kept(vietnamese, said(done))


def test_a_reason_why_a_row_is_set_aside_tells_nothing_of_its_values(vietnamese: Shop) -> None:
    export = json.loads((FILES / "desk-counts.json").read_text("utf-8"))
    export["days"]["2026-11-03"]["taken"]["scripts/delay"] = PLANTED
    path = vietnamese.put("desk.json", json.dumps(export, ensure_ascii=False))
    done = call_kb(vietnamese.root, "insights", "import", path)
    assert done.returncode == 1 and "scripts/delay" in said(done)
    assert_nothing_kept(vietnamese, said(done))


def test_a_buyer_s_name_goes_from_the_other_columns_of_the_row(german: Shop) -> None:
    made = (FILES / "shopify.csv").read_text("utf-8").replace("Anna Schulz", "Zoriana Quexley")
    german.put("shopify.csv", made.replace("Kissen", "Kissen für Zoriana Quexley"))
    call_kb(german.root, "insights", "import", "insights/inbox/shopify.csv")
    names = [item for (item,) in german.ask("SELECT name FROM order_items")]
    assert names and not [one for one in names if "Quexley" in one], names


def test_events_of_strangers_leave_nothing_personal_and_nothing_that_a_terminal_obeys(vietnamese: Shop) -> None:
    base = {"v": 2, "kind": "desk", "at": "2026-11-20T10:00", "did": "copied", "channel": "shopee"}
    events = [
        {**base, "item": PLANTED, "language": "vi", "words": f"giao {PLANTED}"},
        {**base, "item": "\x1b[31mevil\x07", "language": MAIL, "words": "giao \x1b]0;cham\x07"},
        {"v": 1, "kind": "search", "at": "2026-11-20T10:00", "language": "vi", "query": "\x1b[2Ja", "outcome": "click"},
    ]  # fmt: skip
    path = vietnamese.put("events.ndjson", "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in events))
    imported = call_kb(vietnamese.root, "insights", "import", path)
    learned = call_kb(vietnamese.root, "insights", "learn", "--today", "2026-11-27")
    assert "Traceback" not in said(learned)
    assert vietnamese.ask("SELECT count(*) FROM choices") == [(2,)]
    assert_nothing_kept(vietnamese, said(imported), said(learned))
    with closing(sqlite3.connect(vietnamese.root / "insights/store.db")) as connection:
        kept = "\n".join(connection.iterdump())
    assert not {"\x1b", "\x07"} & {*kept, *said(imported), *said(learned)}


STATES = "Order no,Date,Total,Status\nA1,12/11/2026,10,{}\nA2,13/11/2026,20,đã giao\nA3,14/11/2026,30,Đợi kho\n"
ROW = "giao chậm quá,xấu"


@pytest.mark.parametrize(
    ("name", "text", "is_written"),
    [
        ("first row a person's", f"{PERSON},{MAIL},{ROW}\nLê Minh,m@example.org,{ROW}\n", False),
        ("first row a name", f"{PERSON},{ROW}\nLê Minh,{ROW}\n", True),
        ("name that looks like a column", f"{PERSON} Tình,Trạng thái,Ngày đặt,Mã đơn\nx,x,12/11/2026,A1\n", True),
        ("column of a person", f"Mã đơn,Ngày đặt,{PERSON}\nA1,12/11/2026,x\n", True),
        ("number in a column's name", f"Mã đơn,Ngày đặt,Khách {PHONE}\nA1,12/11/2026,x\n", False),
        ("states", STATES.format(PLANTED), True),
        (PLANTED, STATES.format("đã giao"), True),
    ],
)
def test_a_proposed_mapping_holds_nobody_s_details(name: str, text: str, is_written: bool, vietnamese: Shop) -> None:
    path = vietnamese.put(f"{name}.csv", text)
    done = call_kb(vietnamese.root, "insights", "map", path)
    assert ("proposed" in said(done)) == is_written and "Traceback" not in said(done)
    made = list((vietnamese.root / "insights").glob("mappings/*"))
    assert bool(made) == is_written, said(done)
    assert_nothing_kept(vietnamese, *(f"{one.name}\n{one.read_text('utf-8')}" for one in made))
    assert not made or "le-thi-van" not in made[0].name
    if name == "states":
        assert '"Đợi kho": other' in made[0].read_text("utf-8") or "Đợi kho: other" in made[0].read_text("utf-8")
        assert "1 more that may be" in made[0].read_text("utf-8")


def test_codes_of_products_stay_as_they_are(german: Shop) -> None:
    made = (FILES / "shopify.csv").read_text("utf-8").replace("KI-1", "8936079121453")
    german.put("shopify.csv", made)
    call_kb(german.root, "insights", "import", "insights/inbox/shopify.csv")
    assert ("8936079121453",) in german.ask("SELECT sku FROM order_items")


def test_reports_say_what_was_decided_without_people(vietnamese: Shop) -> None:
    metrics = "date,shop,channel,measure,value\n2026-11-03,Sen,shopee,response_rate,96%\n"
    (vietnamese.root / "insights/metrics.csv").write_text(metrics, "utf-8")
    actions = f"decided_on,action,measure\n2026-11-02,Called {PLANTED},response_rate\n"
    (vietnamese.root / "insights/actions.csv").write_text(actions, "utf-8")
    done = call_kb(vietnamese.root, "insights", "report", "--month", "2026-11", "--today", "2026-11-30")
    assert done.returncode == 0, said(done)
    data = [path.read_text("utf-8") for path in (vietnamese.root / "insights/data").iterdir()]
    assert any("Called [name] [phone] [email]" in one for one in data)
    assert_nothing_kept(vietnamese, said(done), *data)
