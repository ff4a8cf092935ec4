"""Exports as other hands made them: signs, quotes and packings in ways that no sample of ours has."""

from __future__ import annotations

import csv
import gzip
import io
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
