"""Imports: once, whole or not at all, corrected, set aside, mapped, forgotten."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kb.insights.redaction.rules import load_rules
from kb.insights.sources.context import Context
from kb.insights.store.database import open_store
from kb.insights.store.importing import Importer
from tests.cli.running import FIXED, call_kb, run_kb, said
from tests.insights.conftest import Shop
from tests.insights.exports.containers import make_xls, make_xlsx, ole, wide_xlsx, zipped
from tests.insights.exports.sheets import TIKTOK

HEADER = "date,shop,channel,measure,value\n"


def test_the_same_file_twice_changes_nothing_and_says_so(vietnamese: Shop) -> None:
    vietnamese.take("shopify.csv", "events.ndjson", "_chat.txt", code=1)
    before = vietnamese.dump()
    again = vietnamese.take("shopify.csv", "events.ndjson", "_chat.txt")
    assert {file["status"] for file in again} == {"unchanged"}
    assert vietnamese.dump() == before
    vietnamese.put("other name.csv", (vietnamese.inbox / "shopify.csv").read_bytes())
    done = call_kb(vietnamese.root, "insights", "import", "insights/inbox/other name.csv")
    assert "was imported as insights/inbox/shopify.csv" in said(done)
    vietnamese.insights("import", "insights/inbox/shopify.csv", "--again")
    assert vietnamese.ask("SELECT count(*) FROM order_items") == [(4,)]


def test_a_corrected_file_replaces_and_another_week_does_not(german: Shop) -> None:
    week = HEADER + "2026-11-02,S,shopee,response_rate,90%\n2026-11-03,S,shopee,complaints,4\n"
    german.insights("import", german.put("metrics.csv", week))
    (file,) = german.insights("import", german.put("metrics.csv", week.replace("complaints", "complaints_lost")))[
        "files"
    ]
    assert file["replaced"] == 1
    assert german.ask("SELECT measure FROM measures ORDER BY day") == [("response_rate",), ("complaints_lost",)]
    german.insights("import", german.put("metrics.csv", HEADER + "2026-11-09,S,shopee,response_rate,91%\n"))
    assert german.ask("SELECT count(*) FROM measures") == [(3,)]


MESSAGES = "conversation,time,author,channel,text\n"
TALKS = "".join(
    f"{talk},2026-11-0{2 + talk} 10:0{at},{who},{'shopee' if talk < 3 else 'email'},words {talk} {at}\n"
    for talk in range(1, 5)
    for at, who in enumerate(("customer", "agent"))
)


@pytest.mark.parametrize(
    ("old", "new", "counted"),
    [
        ("1,2026-11-03 10:00,customer,shopee", "1,2026-11-03 10:00,customer,facebook", 4),  # its other row: shopee
        ("shopee,words 1", "facebook,words 1", 4),
        ("shopee", "facebook", 4),
        ("4,2026", "40,2026", 4),
        ("shopee,words 1 1", ",words 1 1", 4),
    ],
)
def test_a_corrected_table_of_messages_counts_each_conversation_once(
    german: Shop, old: str, new: str, counted: int
) -> None:
    german.insights("import", german.put("messages.csv", MESSAGES + TALKS))
    assert german.ask("SELECT count(*) FROM conversations") == [(4,)]
    german.insights("import", german.put("messages.csv", MESSAGES + TALKS.replace(old, new)))
    assert german.ask("SELECT count(*) FROM conversations") == [(counted,)]
    assert german.ask("SELECT count(*) FROM messages") == [(8,)]


def test_a_conversation_that_a_corrected_table_has_no_more_is_gone(german: Shop) -> None:
    lines = TALKS.splitlines(keepends=True)
    german.insights("import", german.put("messages.csv", MESSAGES + TALKS))
    german.insights("import", german.put("messages.csv", MESSAGES + "".join(lines[:2] + lines[4:])))
    assert german.ask("SELECT count(*) FROM conversations") == [(3,)]
    next_week = TALKS.replace("2026-11-0", "2026-11-1")
    german.insights("import", german.put("messages.csv", MESSAGES + next_week.replace("\n", "!\n")))
    assert german.ask("SELECT count(*) FROM messages") == [(14,)]


def test_rows_of_one_conversation_are_one_whatever_their_channels(german: Shop) -> None:
    rows = "1,2026-11-03 10:00,customer,,a\n1,2026-11-03 10:01,agent,zalo,b\n1,2026-11-03 10:02,customer,email,c\n"
    (file,) = german.insights("import", german.put("messages.csv", MESSAGES + rows))["files"]
    assert german.ask("SELECT channel FROM conversations") == [("zalo",)]
    assert "line 4" in " ".join(file["notes"])


def test_who_speaks_is_told_by_whole_words(german: Shop) -> None:
    said_by = {
        "admin": "agent", "Kundendienst": "agent", "Verkäufer": "agent", "chăm sóc khách hàng": "agent",
        "Layanan Pelanggan": "agent", "Customer Service": "agent", "out": "agent", "outgoing": "agent",
        "Kunde": "customer", "Käufer": "customer", "shopper": "customer", "in": "customer", "người mua": "customer",
        "pelanggan": "customer", "Chatbot": "bot", "System": "bot",
    }  # fmt: skip
    rows = [f"{author};2026-11-03 10:{at:02d};{author};email;was {at}" for at, author in enumerate(said_by)]
    german.insights("import", german.put("m.csv", "\n".join(["conversation;time;author;channel;text", *rows])))
    assert [row[0] for row in german.ask("SELECT author FROM messages ORDER BY at")] == list(said_by.values())


def test_a_log_that_grew_counts_nothing_twice(german: Shop) -> None:
    line = '{"v":1,"kind":"search","at":"2026-11-03T09:00","language":"de","query":"x","outcome":"nothing"}\n'
    desk = '{"v":1,"kind":"desk","at":"2026-11-03T09:01","did":"copied","item":"scripts/a","language":"de"}\n'
    for times in (1, 2, 3):
        german.insights("import", german.put("events.ndjson", (line + desk) * times))
    german.insights("import", german.put("events-of-november.ndjson", (line + desk) * 3 + "\n"))
    assert german.ask("SELECT count(*) FROM searches") == german.ask("SELECT sum(count) FROM desk_counts") == [(3,)]


def test_a_later_copy_of_a_desks_counts_replaces_the_earlier(german: Shop) -> None:
    german.take("desk-counts.json")
    later = (german.inbox / "desk-counts.json").read_text().replace('"scripts/delay": 3', '"scripts/delay": 5')
    german.insights("import", german.put("later.json", later.replace("2026-11-08T10", "2026-11-09T10")))
    assert german.ask("SELECT count FROM desk_counts WHERE kind = 'copied' AND item = 'scripts/delay'") == [(5,)]


def test_a_corrected_order_keeps_its_items_once(german: Shop) -> None:
    german.take("shopify.csv")
    text = (german.inbox / "shopify.csv").read_text().replace(",2,Kerze,", ",3,Kerze,")
    german.insights("import", german.put("november.csv", text))
    assert german.ask("SELECT quantity FROM order_items WHERE sku = 'KE-1' ORDER BY quantity") == [(1,), (3,)]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.xlsx", b"\n\n  \n", "is empty"),
        ("cut.xlsx", make_xlsx({"a": TIKTOK})[:3000], "is cut off or damaged"),
        ("cut.json", b'{"data": {"payload": [{"id": 1,\n"x": "abc', "ends in the middle"),
        ("locked.xlsx", ole({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 100}), "password"),
        ("a.csv", b"%PDF-1.7 x", "is a PDF"),
        ("a.csv", b"<html><table><tr><td>x</td></tr></table></html>", "is an HTML page"),
        ("a.xlsx", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "is XML"),
        ("bomb.xlsx", wide_xlsx([("A1", "Order ID"), ("XFD1048576", "x")]), "more than can be held"),
        ("entities.xlsx", wide_xlsx([("A1", "x")], before='<!DOCTYPE a [<!ENTITY b "c">]>'), "XML entities"),
        ("zeros.zip", zipped({"a.txt": b""}), "holds no text"),
        ("nested.zip", zipped({"a.zip": zipped({"a.txt": b"x"})}), "archive in an archive"),
        ("deep.json", b"[" * 100_000, "deeper"),
        ("binary.csv", bytes(range(256)) * 10, "no text, no sheet"),
        ("one-line.csv", b"x" * 1_200_000, "more than 1,000,000 characters"),
        ("dates.csv", HEADER + "13/02/2026,S,shopee,a,1\n02/13/2026,S,shopee,a,1\n", "in row 2 the day comes first"),
        ("strange.csv", "a,b\n1,2\n", "kb insights map insights/inbox/strange.csv"),
        ("header.csv", HEADER, "holds no row below its header"),
        ("quotes.csv", HEADER + "".join(f'{n},"x\n' + "y\n" * 250 for n in range(600)), "never closed"),
        ("bad.csv", HEADER + "soon,S,shopee,a,1\nlater,S,shopee,a,1\n", "no row of 2 can be read"),
        ("agents.csv", b"Period 01/11/2026 to 07/11/2026\n\nAgent name,No. of conversations\nA,3\n", "on agents"),
        ("hidden.xls", make_xls("Sheet1", [["a", "b"], ["1", "2"]]), "is of no kind"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_one_sentence_and_leaves_nothing(
    german: Shop, name: str, data: str | bytes, words: str
) -> None:
    assert words in german.refusal(name, data)


def test_ids_that_lost_digits_are_an_error_with_path_row_and_column(vietnamese: Shop) -> None:
    rows = [list(row) for row in TIKTOK]
    rows[3][0] = 577123456789012399.0
    error = vietnamese.refusal("tiktok.xlsx", make_xlsx({"OrderSKUList": rows}))
    assert error.startswith("insights/inbox/tiktok.xlsx#OrderSKUList:4: error column “Order ID”") and "as CSV" in error
    text = (vietnamese.root / vietnamese.put("shopify.csv")).read_text().replace("#1002", "5.77123E+17")
    assert vietnamese.refusal("shopify.csv", text).startswith("insights/inbox/shopify.csv:4: error column “Name”")


def test_bad_rows_are_set_aside_with_their_reason_and_good_neighbours_kept(german: Shop) -> None:
    rows = (
        "2026-11-02,S,shopee,a,1",
        "2026-13-02,S,shopee,a,1",
        "2026-11-03,S,shopee,a,many",
        '2026-11-04,S,shopee,"open,5',
        "2026-11-05,S,shopee,a,1,too,wide",
        '2026-11-05,S,shopee,"a ""quoted"" name",3',
        "2026-11-06,S,sho",
        "2026-11-07,S,shopee,a,=1+1",
        "2026-11-08,S,shopee,a,7",
    )
    (file,) = german.insights("import", german.put("m.csv", HEADER + "\n".join(rows) + "\n"), code=1)["files"]
    assert [row["line"] for row in file["set_aside"]] == [3, 4, 5, 6, 8, 9]
    assert "never closed" in file["set_aside"][2]["reason"] and file["set_aside"][0]["column"] == "date"
    assert german.ask("SELECT day FROM measures ORDER BY day") == [("2026-11-02",), ("2026-11-05",), ("2026-11-08",)]
    assert german.ask("SELECT count(*) FROM set_aside") == [(6,)]


def test_what_people_write_into_other_columns_of_orders_and_problems_is_redacted_too(vietnamese: Shop) -> None:
    told = "gọi 0938 447 721"
    header = "Mã đơn hàng,Ngày đặt hàng,Trạng Thái Đơn Hàng,Đơn Vị Vận Chuyển,Người Mua,"
    header += "Tỉnh/Thành phố,Tên sản phẩm,Phương thức thanh toán"
    row = f"261103A1,2026-11-03 10:00,Hoàn thành {told},Hermes {told},lan,Hà Nội {told},Khăn lụa {told},COD {told}"
    vietnamese.insights("import", vietnamese.put("o.csv", f"{header}\n{row}\n"))
    problem = f"day,shop,channel,topic,nature,severity\n2026-11-03,S,shopee,delivery {told},late,2\n"
    vietnamese.insights("import", vietnamese.put("problems.csv", problem))
    assert vietnamese.ask("SELECT carrier, region, payment FROM orders") == [
        ("Hermes gọi [phone]", "Hà Nội gọi [phone]", "COD gọi [phone]")
    ]
    assert "0938" not in "".join(vietnamese.dump())


def test_what_no_store_can_hold_is_mended_or_set_aside(german: Shop) -> None:
    """Half an emoji, as exports cut texts; numbers greater than 64 bits; infinity."""
    event = (
        '{"v":1,"kind":"search","at":"2026-11-03T09:00","language":"de","query":"tuch \\ud83d","outcome":"nothing"}\n'
    )
    german.insights(
        "import", german.put("events.ndjson", event + event.replace('"2026', f'{"9" * 30},"x":"2026')), code=1
    )
    assert german.ask("SELECT query FROM searches") == [("tuch \ufffd",)]
    assert german.ask("SELECT line FROM set_aside") == [(2,)]
    rows = f"2026-11-02,S,shopee,a,{'9' * 30}\n2026-11-02,S,shopee,b,4\n"
    german.insights("import", german.put("metrics.csv", HEADER + rows), code=1)
    assert german.ask("SELECT measure, value FROM measures") == [("b", 4)]
    done = call_kb(german.root, "insights", "import", german.put("n.json", f'[\n{{"id": {"1" * 6000}}}]'))
    assert "n.json:1: error holds a number of thousands of digits" in said(done)


def test_encodings_are_found_and_said(vietnamese: Shop) -> None:
    text = HEADER + "2026-11-02,Cửa hàng Đà Nẵng,shopee,a,1\n"
    for name, data, words in (
        ("utf16.csv", text.encode("utf-16"), "is in UTF-16"),
        ("bom.csv", text.replace("a,1", "b,1").encode("utf-8-sig"), ""),
        ("western.csv", text.replace("Cửa hàng Đà Nẵng", "Läden").encode("cp1252"), "Windows-1252"),
    ):
        (file,) = vietnamese.insights("import", vietnamese.put(name, data))["files"]
        assert words in " ".join(file["notes"]) and bool(words) == bool(file["notes"])
    assert {row[0] for row in vietnamese.ask("SELECT shop FROM measures")} == {"Cửa hàng Đà Nẵng", "Läden"}
    mixed = (
        HEADER.encode()
        + "2026-11-03,Đà Nẵng,shopee,a,1\n2026-11-04,Huế,shopee,a,1\n".encode()
        + b"2026-11-05,L\xe4den,shopee,a,1\n"
    )
    (file,) = vietnamese.insights("import", vietnamese.put("mixed.csv", mixed), code=1)["files"]
    assert [row["line"] for row in file["set_aside"]] == [4]


@pytest.mark.parametrize(("market", "day"), [("de", "2026-03-02"), ("us", "2026-02-03")])
def test_day_and_month_are_told_by_the_market_where_no_row_tells_them(
    new_shops: Path, tmp_path: Path, market: str, day: str
) -> None:
    code = {"de": "DE", "us": "US"}[market]
    assert run_kb(tmp_path, "init", "shop", "--languages", "en", "--markets", code).returncode == 0
    shop = Shop(tmp_path / "shop")
    (file,) = shop.insights("import", shop.put("m.csv", HEADER + "02/03/2026,S,shopee,a,1\n"))["files"]
    assert shop.ask("SELECT day FROM measures") == [(day,)] and "--dates" in " ".join(file["notes"])
    shop.insights("import", "insights/inbox/m.csv", "--dates", "dmy", "--again")
    assert shop.ask("SELECT day FROM measures") == [("2026-03-02",)]


def test_a_table_of_the_shops_own_is_mapped(german: Shop) -> None:
    path = german.put("eigene-bestellungen.csv")
    assert "kb insights map" in said(call_kb(german.root, "insights", "import", path))
    told = german.insights("map", path)
    assert told == {"mapping": "insights/mappings/eigene-bestellungen.yml", "missing": []}
    (file,) = german.insights("import", path)["files"]
    assert file["sources"] == ["mapping:eigene-bestellungen"]
    assert german.ask("SELECT placed, status, total, currency FROM orders ORDER BY placed") == [
        ("2026-11-03T00:00:00+01:00", "shipped", 1058.9, "EUR"),
        ("2026-11-04T00:00:00+01:00", "cancelled", 30, "EUR"),
        ("2026-11-14T00:00:00+01:00", "complete", 30, "EUR"),
    ]
    assert "is there already" in said(call_kb(german.root, "insights", "map", path))


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        ("source: ordrs\ncolumns: {order: A, placed: B}\n", 1, "orders"),
        ("source: orders\ncolums: {}\n", 2, "columns"),
        ("source: orders\ncolumns:\n  order: A\n", 2, "placed"),
        ("source: orders\ncolumns:\n  order: A\n  plced: B\n", 4, "placed"),
        ("source: orders\ncolumns: {order: A, placed: B}\nstatuses:\n  x: gone\n", 4, "no state"),
        ("source: orders\ncolumns: {order: A, placed: B}\ndates: sometimes\n", 3, "dmy"),
        ("source: orders\ncolumns: {order: A, placed: B}\nskip_rows: many\n", 3, "0 to 12"),
        ("source: [orders\n", 1, ""),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told_by_its_line(german: Shop, wrong: str, line: int, words: str) -> None:
    mapping = german.root / "insights/mappings/own.yml"
    mapping.parent.mkdir()
    mapping.write_text(wrong, "utf-8")
    told = german.insights("import", german.put("metrics.csv"), code=1)
    assert told["mappings"][0].startswith(f"insights/mappings/own.yml:{line}: error") and words in told["mappings"][0]
    assert told["files"][0]["status"] == "imported"  # what does not need it goes on


def test_forgetting_a_file_deletes_it_and_all_that_came_of_it(vietnamese: Shop) -> None:
    vietnamese.take("shopify.csv", "Order.all.my.xlsx")
    data = vietnamese.root / "insights/data"
    data.mkdir()
    for name in ("2026-W45.json", "2026-W30.json"):
        (data / name).write_text("{}")
    told = vietnamese.insights("forget", "insights/inbox/shopify.csv")
    assert told["files"] == ["insights/inbox/shopify.csv"] and told["data"] == ["insights/data/2026-W45.json"]
    assert not (vietnamese.inbox / "shopify.csv").exists() and (data / "2026-W30.json").exists()
    assert vietnamese.ask("SELECT DISTINCT channel FROM orders") == [("shopee",)]
    assert "Kissen" not in (vietnamese.root / "insights/store.db").read_bytes().decode("utf-8", "replace")
    assert vietnamese.take("shopify.csv")[0]["status"] == "imported"  # it may come again


def test_forgetting_earlier_days_and_everything(vietnamese: Shop) -> None:
    vietnamese.take("Order.all.my.xlsx", "shopify.csv", "_chat.txt", "message_1.json")
    told = vietnamese.insights("forget", "--before", "2026-11-05")
    assert told["files"] == ["insights/inbox/Order.all.my.xlsx", "insights/inbox/message_1.json"]
    assert told["left"] == ["insights/inbox/shopify.csv"]
    assert vietnamese.ask("SELECT min(placed) FROM orders") == [("2026-11-06T05:29:00+07:00",)]
    assert vietnamese.ask("SELECT count(*) FROM conversations") == [(1,)]
    vietnamese.insights("forget", "--all")
    assert vietnamese.dump() == [] and not list(vietnamese.inbox.iterdir())


def test_a_file_outside_the_inbox_is_left_and_named(german: Shop, tmp_path: Path) -> None:
    outside = tmp_path / "shopify.csv"
    outside.write_bytes((german.root / german.put("shopify.csv")).read_bytes())
    german.insights("import", str(outside))
    assert german.insights("forget", str(outside))["left"] == ["../shopify.csv"]
    assert outside.exists() and german.dump() == []


def test_the_place_is_private(german: Shop) -> None:
    german.take("shopify.csv")
    for name in ("key", "store.db"):
        assert stat.S_IMODE((german.root / "insights" / name).stat().st_mode) == 0o600
    subprocess.run(["git", "init", "-q"], cwd=german.root, check=True)
    listed = subprocess.run(["git", "ls-files", "-o", "--exclude-standard", "insights"], cwd=german.root,
                            capture_output=True, text=True, check=True).stdout  # fmt: skip
    assert listed.split() == ["insights/.gitignore"]


def test_an_import_that_is_killed_leaves_nothing_half(german: Shop) -> None:
    german.take("metrics.csv", code=1)
    before = german.dump()
    rows = "".join(f"2026-{1 + n % 12:02}-{1 + n % 28:02},S,c{n},m{n},{n}\n" for n in range(200_000))
    path = german.put("many.csv", HEADER + rows)
    for sent, code in ((signal.SIGINT, 130), (signal.SIGKILL, -9)):
        with subprocess.Popen([sys.executable, "-m", "kb", "insights", "import", path], cwd=german.root,
                              env={**os.environ, **FIXED}, stderr=subprocess.PIPE) as process:  # fmt: skip
            journal = german.root / "insights/store.db-journal"
            limit = time.monotonic() + 60
            while not (journal.exists() and journal.stat().st_size > 0) and time.monotonic() < limit:
                os.sched_yield()
            process.send_signal(sent)
            process.communicate()
        assert process.returncode == code
        assert german.dump() == before


def test_a_store_of_a_newer_kb_and_a_damaged_one_are_told(german: Shop) -> None:
    german.take("shopify.csv")
    with closing(sqlite3.connect(german.root / "insights/store.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert "newer kb" in said(call_kb(german.root, "insights", "import", "insights/inbox/shopify.csv"))
    (german.root / "insights/store.db").write_bytes(b"not a database" * 100)
    done = call_kb(german.root, "insights", "import", "insights/inbox/shopify.csv")
    assert done.returncode == 2 and "is damaged" in said(done)


def test_without_the_extra_only_excel_needs_it(german: Shop, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['python_calamine'] = None\n")
    environment = {"PYTHONPATH": os.pathsep.join([str(tmp_path), FIXED["PYTHONPATH"]])}
    assert run_kb(german.root, "insights", "import", german.put("shopify.csv"), **environment).returncode == 0
    done = run_kb(german.root, "insights", "import", german.put("lazada.xlsx"), **environment)
    assert done.returncode == 2 and 'pip install "mkdocs-kb[insights]"' in said(done)


def test_json_says_what_happened(german: Shop) -> None:
    told = json.loads(call_kb(german.root, "insights", "import", german.put("shopify.csv"), "--json").stdout)
    assert told["files"][0]["from"] == "2026-11-02" and told["files"][0]["records"] == {"orders": 3, "order_items": 4}


def test_a_file_that_another_import_took_meanwhile_is_known(german: Shop) -> None:
    path = german.root / german.put("metrics.csv", HEADER + "2026-11-03,S,shopee,a,1\n")
    context = Context(b"k" * 32, load_rules(["DE"]), ZoneInfo("Europe/Berlin"), ("DE",), {"DE": "EUR"}, ("de",))
    with open_store(german.root) as mine, open_store(german.root) as others:

        def meanwhile(statement: str) -> None:
            if statement == "BEGIN IMMEDIATE":
                mine.set_trace_callback(None)
                assert Importer(others, context).import_file(path, "metrics.csv").status == "imported"

        mine.set_trace_callback(meanwhile)
        assert Importer(mine, context).import_file(path, "metrics.csv").status == "unchanged"
    assert german.ask("SELECT count(*) FROM measures") == [(1,)]
