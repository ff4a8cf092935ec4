"""Tables that no source knows, as shops of several countries have them: what `kb insights map` proposes for each."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest

from kb.insights.reading.parts import Part, Row
from kb.insights.sources.mapping_proposal import propose_mapping
from kb.insights.sources.statuses import read_status

TABLES: dict[str, tuple[str, str, dict[str, str]]] = {
    "marketplace in Indonesia": (
        "No. Pesanan|Status Pesanan|Status Pengembalian|Total Diskon|Jumlah|Returned quantity|Nama Produk|"
        "Total Pembayaran|Waktu Pesanan Dibuat|Username (Pembeli)",
        "261103ABCDEFGH|Selesai||5.000|2|0|Sambal|125.000|2026-11-03 10:00|budi_s",
        {"order": "No. Pesanan", "status": "Status Pesanan", "total": "Total Pembayaran", "quantity": "Jumlah",
         "returned": "Returned quantity", "placed": "Waktu Pesanan Dibuat", "customer": "Username (Pembeli)"},
    ),
    "own shop in Germany": (
        "Auftragsnummer|Datum|Kunde|Artikel|Artikelnummer|Menge|Versandkosten|Zwischensumme|Gesamtbetrag|Status|"
        "Zahlungsart|Versandart",
        "A-10012|03.11.2026|Anna Groß|Schüssel|S-1|2|4,90|20,00|24,90|Versandt|PayPal|DHL",
        {"order": "Auftragsnummer", "placed": "Datum", "total": "Gesamtbetrag", "quantity": "Menge",
         "status": "Status", "customer": "Kunde", "payment": "Zahlungsart", "carrier": "Versandart",
         "sku": "Artikelnummer"},
    ),
    "own shop in Vietnam": (
        "Mã đơn hàng|Ngày tạo đơn|Trạng thái xử lý|Khách hàng|Số điện thoại|Tên sản phẩm|Số lượng|Phí vận chuyển|"
        "Giảm giá|Tổng tiền|Lý do hủy",
        "SON00123|03/11/2026 10:00|Hoàn thành|Nguyễn Lan|0912345678|Áo|1|15.000|0|250.000|",
        {"order": "Mã đơn hàng", "placed": "Ngày tạo đơn", "status": "Trạng thái xử lý", "total": "Tổng tiền",
         "quantity": "Số lượng", "cancel_reason": "Lý do hủy", "item": "Tên sản phẩm"},
    ),
    "WordPress shop": (
        "Order Number|Order Date|Order Status|Shipping Total|Tax Total|Discount Total|Order Total|Item Name|SKU|"
        "Quantity|Refund Amount|Billing Email",
        "1001|2026-11-03 10:00|completed|5.00|1.00|0.00|55.00|Bowl|B1|2|0.00|a@example.com",
        {"order": "Order Number", "placed": "Order Date", "status": "Order Status", "total": "Order Total",
         "quantity": "Quantity", "refunded": "Refund Amount", "customer_email": "Billing Email"},
    ),
    "own shop in Malaysia": (
        "Nombor Pesanan|Tarikh|Status|Pembeli|Produk|Kuantiti|Jumlah Bayaran|Negeri",
        "MY-2001|03/11/2026|Selesai|Aminah|Kerepek|3|RM45.00|Selangor",
        {"order": "Nombor Pesanan", "placed": "Tarikh", "total": "Jumlah Bayaran", "quantity": "Kuantiti",
         "region": "Negeri"},
    ),
    "own shop in France": (
        "Numéro de commande|Date de commande|Statut|Client|Produit|Quantité|Remise totale|Montant total",
        "FR-301|03/11/2026|Expédiée|Zoé Petit|Bol|1|0,00|24,90 €",
        {"order": "Numéro de commande", "placed": "Date de commande", "status": "Statut", "total": "Montant total",
         "quantity": "Quantité"},
    ),
}  # fmt: skip


def proposed(rows: tuple[Row, ...]) -> tuple[str, list[str]]:
    part = Part("t.csv", "t", rows, lambda: iter(rows))
    return propose_mapping(part, "t.csv", ZoneInfo("Europe/Berlin"), "EUR", str.strip)


@pytest.mark.parametrize("name", TABLES)
def test_the_columns_of_a_table_are_told_by_their_words(name: str) -> None:
    header, row, wanted = TABLES[name]
    rows = (Row(1, tuple(header.split("|"))), *(Row(line, tuple(row.split("|"))) for line in range(2, 12)))
    text, missing = proposed(rows)
    found = {field: column.strip('"') for field, column in re.findall(r"^  (\w+): (.+)$", text, re.MULTILINE)}
    assert {field: found.get(field) for field in wanted} == wanted
    assert not missing


def test_days_written_in_three_ways_are_a_column_of_days() -> None:
    days = ["2026-10-05", "05.10.2026", "5. Okt. 2026", "5. Oktober 2026", "gestern"]
    rows = (Row(1, ("Bestellnummer", "Bestelldatum")), *(Row(at, (f"B{at}", day)) for at, day in enumerate(days, 2)))
    text, missing = proposed(rows)
    assert "  placed: Bestelldatum\n" in text and not missing


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("placed", "Belum Bayar|Menunggu Pembayaran|Zahlung ausstehend|Not paid|payment_review|Chờ thanh toán"),
        ("paid", "Perlu Dikirim|Siap Dikirim|To ship|Unshipped|Nicht versendet|finished_packing|Chưa giao hàng"),
        ("shipped", "To receive|Sedang Dikirim|Telah Dikirim|Versendet|Out for delivery|Dalam penghantaran"),
        ("delivered", "successful_delivery|Sampai Tujuan|Đơn hàng đã được giao|Zugestellt|giao_hang_thanh_cong"),
        ("failed_delivery", "Undelivered|Pengiriman Gagal|Nicht zugestellt|Giao hàng không thành công"),
        ("complete", "Selesai|Hoàn thành|Abgeschlossen|closed"),
        ("cancelled", "Dibatalkan|Đã hủy|Storniert|canceled"),
        ("returned", "Pengembalian|Đã trả hàng|Retourniert|refunded"),
        ("other", "Incomplete|Unvollständig|"),
    ],
)
def test_what_an_order_is_not_yet_is_not_taken_for_what_it_is(state: str, words: str) -> None:
    assert {word: read_status(word) for word in words.split("|")} == dict.fromkeys(words.split("|"), state)
