"""Exports as other hands made them: signs, quotes and packings in ways that no sample of ours has."""

from __future__ import annotations

import csv
import gzip
import io
import json
import unicodedata
from collections.abc import Callable

import pytest

from tests.insights.conftest import Shop
from tests.insights.exports.containers import zipped

HEADER = ["Mã đơn hàng", "Ngày đặt hàng", "Trạng Thái Đơn Hàng", "Tên sản phẩm", "Số lượng", "Người Mua", "Ghi chú",
          "Tổng số tiền người mua thanh toán"]  # fmt: skip
NOTE = "giao giờ hành chính, sau 9h\ngọi trước; nhà có chó"


def orders(count: int, first: int = 0) -> list[list[str]]:
    """Orders of which each has a cell of two lines and one with quotes; in all `count` × 125,000."""
    return [[f"2611{1 + at % 20:02d}AB{at:06d}", f"2026-11-{1 + at % 20:02d} 10:00", "Hoàn thành",
             'Áo "cổ tròn", trắng' if at % 2 else "Túi", "2", f"khach{at}", NOTE, "125.000"]
            for at in range(first, first + count)]  # fmt: skip


def as_csv(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress], ids=["plain", "gzip"])
def test_lines_in_cells_do_not_hide_the_sign_between_them(
    vietnamese: Shop, delimiter: str, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    shop = vietnamese
    path = shop.put("o.csv.gz", pack(as_csv([HEADER, *orders(60)], delimiter, encoding)))
    shop.insights("import", path)
    assert shop.ask("SELECT count(*), sum(total) FROM orders") == [(60, 60 * 125_000)]


@pytest.mark.parametrize("at", [0, 7, 39])
def test_an_open_quote_costs_its_own_row_among_rows_of_several_lines(vietnamese: Shop, at: int) -> None:
    shop = vietnamese
    rows = orders(40)
    data = as_csv([HEADER, *rows], ";").replace(rows[at][0].encode(), b'"' + rows[at][0].encode(), 1)
    (told,) = shop.insights("import", shop.put("o.csv", data), code=1)["files"]
    assert shop.ask("SELECT count(*) FROM orders") == [(39,)]
    assert {row["line"] for row in told["set_aside"]} <= {2 + 2 * at, 3 + 2 * at}, told["set_aside"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (gzip.compress(as_csv([HEADER, *orders(40)]))[:-30], "cut off or damaged"),
        (gzip.compress(gzip.compress(b"a,b\n1,2\n")), "packed with gzip twice"),
        (gzip.compress(b""), "is empty"),
        (gzip.compress(zipped({"a.csv": "a,b\n1,2\n"})), "an archive in an archive"),
        (gzip.compress(b"%PDF-1.7"), "is a PDF"),
    ],
    ids=["cut off", "twice", "empty", "archive", "pdf"],
)
def test_what_gzip_holds_is_looked_at_like_any_file(vietnamese: Shop, data: bytes, why: str) -> None:
    assert why in vietnamese.refusal("o.csv.gz", data)


def test_a_nul_byte_costs_its_own_row(vietnamese: Shop) -> None:
    rows = orders(40)
    for at in (0, 39):
        rows[at][5] = "kha\0ch"
    (told,) = vietnamese.insights("import", vietnamese.put("o.csv", as_csv([HEADER, *rows])), code=1)["files"]
    assert vietnamese.ask("SELECT count(*) FROM orders") == [(38,)]
    assert [row["line"] for row in told["set_aside"]] == [2, 80]
    assert "NUL byte" in told["set_aside"][0]["reason"]
    assert "no text" in vietnamese.refusal("noise.csv", b"a,b,c,d,e,f\n1,2,3,4,5\0\1\2\3\n")


def test_what_two_files_of_an_archive_both_have_counts_once(vietnamese: Shop) -> None:
    october, november = orders(30), orders(30, first=20)
    late = [*orders(1, first=49)[0]]
    late[3] = "Mũ"  # the export was cut in the middle of an order
    names = {"don/10.csv": [HEADER, *october], "don/11.csv": [HEADER, *november], "don/12.csv": [HEADER, late]}
    data = zipped({name: as_csv(rows) for name, rows in names.items()})
    (told,) = vietnamese.insights("import", vietnamese.put("don.zip", data))["files"]
    assert vietnamese.ask("SELECT count(*), sum(total) FROM orders") == [(50, 50 * 125_000)]
    assert vietnamese.ask("SELECT count(*) FROM order_items") == [(51,)]
    assert told["records"] == {"orders": 50, "order_items": 51}


@pytest.mark.parametrize("packed", ["[{}]", "[{},{}]", "{}\n{}\n", '{}\n\n{{"data": {{"payload": []}}}}'])
def test_pages_of_an_api_are_read_however_they_were_put_together(vietnamese: Shop, packed: str) -> None:
    pages = [json.dumps({"data": {"meta": {"all_count": 4}, "payload": [{
        "id": page * 10 + at, "inbox_id": 3, "status": "open", "created_at": 1_793_500_000 + at,
        "meta": {"sender": {"name": "Hoàng Phi"}}, "messages": [],
    } for at in range(2)]}}) for page in (1, 2)]  # fmt: skip
    count = packed.replace("{{", "").count("{}")
    vietnamese.insights("import", vietnamese.put("cw.json", packed.format(*pages)))
    assert vietnamese.ask("SELECT count(*) FROM conversations") == [(2 * count,)]


def test_orders_of_shopee_in_indonesia(vietnamese: Shop) -> None:
    header = ("No. Pesanan,Status Pesanan,Alasan Pembatalan,Opsi Pengiriman,Waktu Pesanan Dibuat,Nomor Referensi SKU,"
              "Nama Produk,Jumlah,Returned quantity,Total Pembayaran,Username (Pembeli),Provinsi\n")  # fmt: skip
    rows = (
        "261103AAAABBBB,Selesai,,Reguler,2026-11-03 10:00,S1,Sambal,2,0,125.000,budi,Jawa Barat\n"
        "261103AAAABBBB,Selesai,,Reguler,2026-11-03 10:00,S2,Kue,1,1,125.000,budi,Jawa Barat\n"
        "261104AAAACCCC,Perlu Dikirim,,Reguler,2026-11-04 10:00,S1,Sambal,1,0,40.000,dewi,Bali\n"
    )
    vietnamese.insights("import", vietnamese.put("Order.all.csv", header + rows))
    assert vietnamese.ask("SELECT status, total FROM orders ORDER BY placed") == [
        ("complete", 125_000),
        ("paid", 40_000),
    ]
    assert vietnamese.ask("SELECT sum(quantity), sum(returned) FROM order_items") == [(4, 1)]


def test_goatcounter_gives_views_and_visits_of_each_day_and_no_page(german: Shop) -> None:
    header = ("2Path,Title,Event,UserAgent,Browser,System,Session,Bot,Referrer,Referrer scheme,Screen size,Location,"
              "FirstVisit,Date\n")  # fmt: skip
    rows = "".join(
        f"/de/faq/retoure/,Retoure,{event},Firefox,Firefox 140,Linux,{at:x},{bot},https://a.example/?q=anna,h,"
        f'"1920,1080,1",DE,{first},2026-11-{day:02d}T{hour:02d}:15:00Z\n'
        for at, (event, bot, first, day, hour) in enumerate([
            ("false", 0, "true", 16, 8), ("false", 0, "false", 16, 9), ("false", 3, "true", 16, 9),
            ("true", 0, "true", 16, 9), ("false", 0, "true", 16, 23), ("0", 0, "1", 18, 8),
        ])
    )  # fmt: skip
    data = gzip.compress((header + rows + "/x,X,false,,,,,0,,,,,true,soon\n").encode())
    (told,) = german.insights("import", german.put("goatcounter-export.csv.gz", data), code=1)["files"]
    assert told["sources"] == ["goatcounter"] and [row["line"] for row in told["set_aside"]] == [8]
    wanted = [("2026-11-16", "page_views", 2), ("2026-11-16", "visits", 1), ("2026-11-17", "page_views", 1),
              ("2026-11-17", "visits", 1), ("2026-11-18", "page_views", 1), ("2026-11-18", "visits", 1)]  # fmt: skip
    assert german.ask("SELECT day, measure, value FROM measures ORDER BY day, measure") == wanted
    assert not any(word in " ".join(german.dump()) for word in ("retoure", "Firefox", "anna"))
    figures = german.insights("report", "--week", "2026-W47")["figures"]
    assert {one["id"]: one["value"] for one in figures if one["id"].startswith("typed:")} == {
        "typed:page_views": 4.0, "typed:visits": 3.0,
    }  # fmt: skip


def test_json_that_is_too_large_is_called_so(vietnamese: Shop) -> None:
    one = b'{"id":1,"inbox_id":1,"status":"open","created_at":1793500000,"meta":{}},'
    data = b'{"data":{"payload":[' + one * (51_000_000 // len(one)) + b"{}]}}"
    assert "JSON of more than 50 MB (export a shorter time)" in vietnamese.refusal("all.json", data)


def test_a_table_that_lacks_one_column_is_told_which(vietnamese: Shop) -> None:
    rows = [[cell for at, cell in enumerate(row) if at != 5] for row in [HEADER, *orders(3)]]
    error = vietnamese.refusal("Đơn hàng tháng 11.csv", as_csv(rows))
    assert "looks like orders of Shopee, but has no column “Người Mua” or “Username (Buyer)”" in error
    assert "kb insights map 'insights/inbox/Đơn hàng tháng 11.csv'" in error


def test_an_id_that_a_sheet_made_a_fraction_has_lost_its_last_digits(vietnamese: Shop) -> None:
    rows = orders(2)
    rows[0][0], rows[1][0] = "400111222333442.0", "577123456789012352.0"
    error = vietnamese.refusal("o.csv", as_csv([HEADER, *rows]))
    assert error.startswith("insights/inbox/o.csv:4: error column “Mã đơn hàng”") and "last digits" in error


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("สวัสดีค่ะ สินค้าจะมาถึงเมื่อไหร่คะ", "tis-620", "Windows-874 (Thai)"),
        ("Hàng đẹp, giao nhanh, tôi rất thích", "cp1258", "Windows-1258 (Vietnamese)"),
        ("Größe passt nicht, schöne Schüssel für 9 €", "cp1252", "Windows-1252 (Western Europe)"),
        ("Très bien emballé, à recommander", "cp1252", "Windows-1252 (Western Europe)"),
    ],
)
def test_old_encodings_are_found_and_said(vietnamese: Shop, text: str, encoding: str, name: str) -> None:
    written = text if encoding != "cp1258" else unicodedata.normalize("NFD", text).replace("a\u0302", "â")
    written = written.replace("e\u0302", "ê").replace("o\u0302", "ô") if encoding == "cp1258" else text
    rows = "".join(f'{at},5,"{written}",2026-11-03\n' for at in range(1, 4))
    data = ("review_id,rating,comment,date\n" + rows).encode(encoding)
    (told,) = vietnamese.insights("import", vietnamese.put("r.csv", data))["files"]
    assert any(name in note for note in told["notes"])
    assert vietnamese.ask("SELECT DISTINCT text FROM reviews") == [(text,)]


def test_no_cell_of_a_report_is_a_formula(german: Shop) -> None:
    signs = ("=cmd|' /c calc'!A1", "@SUM(1)", "+49", "\uff1d1+1")
    rows = "".join(f'2026-11-{17 + at},"{sign}",shopee,response_rate,96%\n' for at, sign in enumerate(signs))
    german.insights("import", german.put("metrics.csv", "date,shop,channel,measure,value\n" + rows))
    german.insights("report", "--week", "2026-W47", "--csv", "week.csv")
    with (german.root / "week.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any("calc" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\uff1d")]
