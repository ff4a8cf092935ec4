"""A first mapping file for a table that no source knows: by the words of its header and the look of its values."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice
from zoneinfo import ZoneInfo

from kb.insights.reading.parts import Part, ReadError, Row
from kb.insights.sources.dates import DateForm
from kb.insights.sources.headers import Header, rows_below, written
from kb.insights.sources.mapping import fields_of
from kb.insights.sources.statuses import read_status
from kb.insights.sources.typed_tables import TYPED
from kb.insights.sources.values import amount, moment, words
from kb.text.folding import fold

LOOKED_AT = 2_000
MOST_STATES = 30
ORDER_WORDS: Mapping[str, str | tuple[str, ...]] = {
    "order": (
        r"order (?:id|no|number|code|ref)|^order$|ma don|so don|ma hoa don|ma van don hang|no pesanan|"
        r"nombor pesanan|nomor pesanan|id pesanan|bestell(?:nr|nummer|ung)|auftrags?(?:nr|nummer)|rechnungs?(?:nr|"
        r"nummer)|numero (?:de )?(?:commande|pedido|ordine)|commande|n pedido|invoice (?:no|number)|bestelnummer"
    ),
    "placed": (
        r"order(?:ed)? (?:date|time|creation)|created|creation|ngay dat|ngay tao|thoi gian(?: dat| tao)?$|"
        r"ngay ban|ngay$|tarikh|tanggal|waktu|bestelldatum|datum|date (?:de )?commande|fecha|^date$|purchase date|"
        r"placed|besteldatum"
    ),
    "status": r"status|trang thai|tinh trang|zustand|statut|estado|stato|state",
    "cancel_reason": r"cancel.*reason|ly do huy|sebab batal|alasan (?:pem)?batal|stornogrund|motif d annulation",
    "total": (
        r"grand total|order (?:total|amount)|total (?:amount|paid|payment|buyer payment|pembayaran|pesanan)|"
        r"gesamt(?:betrag|summe|preis)|rechnungsbetrag|endbetrag|bestellwert|khach (?:can )?tra|"
        r"tong (?:so )?tien (?:nguoi mua )?thanh toan|montant total|jumlah (?:bayar|keseluruhan)",
        r"\btotal|tong (?:tien|cong|gia tri|thanh toan)|thanh tien|jumlah|gesamt|summe|betrag|montant|"
        r"importe|totaa?le?",
    ),
    "refunded": r"refund|hoan tien|bayaran balik|pengembalian dana|erstatt|rembours|reembols",
    "currency": r"currency|tien te|mata wang|mata uang|wahrung|devise|moneda|valuta",
    "customer_email": r"e ?mail",
    "customer_phone": r"phone|dien thoai|sdt|so dt|telefon|telepon|tel$|mobile|handy",
    "customer": (
        r"username|buyer|customer|nguoi mua|khach(?: hang)?$|ten khach|pembeli|pelanggan|kunde|kaufer|"
        r"client|cliente|klant"
    ),
    "region": r"province|state$|region|tinh|thanh pho|negeri|provinsi|bundesland|bezirk",
    "country": r"country|quoc gia|negara|^land$|pays|pais",
    "carrier": (
        r"carrier|courier|shipping (?:provider|method|option)|don vi van chuyen|van chuyen|kurir|"
        r"versand(?:art|dienst)|transporteur"
    ),
    "payment": r"payment|thanh toan|bayaran|pembayaran|zahl(?:ung|art)|paiement|pago|betaal",
    "completed": r"complet|hoan thanh|delivered|ngay giao|selesai|geliefert|zugestellt|abgeschlossen",
    "sku": r"sku|ma hang|ma san pham|artikel(?:nr|nummer)|item code|kode",
    "item": r"product|item name|ten (?:hang|san pham)|san pham|produk|artikel|produit|producto|^item$|lineitem",
    "returned": (
        r"returned? (?:quantity|qty)|so luong.*(?:hoan|tra)|retourmenge|retournierte|"
        r"jumlah (?:di)?(?:kembali|retur)"
    ),
    "quantity": (
        r"^jumlah$|quantity|qty|so luong|kuantiti|kuantitas|jumlah (?:barang|produk)|menge|anzahl|quantite|cantidad|"
        r"aantal"
    ),
    "shop": r"^shop|store|chi nhanh|cua hang|kedai|toko|filiale",
}
"""Field → words of its header, folded, in English, Vietnamese, Malay, Indonesian, German, French, Spanish, Dutch …;
of several, the first that any header has."""
_UNLIKE: Mapping[str, str] = {
    "total": (
        r"diskon|discount|rabatt|giam gia|remise|berat|weight|gewicht|ongkos|shipping|versand|\bfee|\bphi\b|biaya|"
        r"gebuhr|thue|tax|steuer|voucher|gutschein|sub ?total|zwischensumme|so luong|jumlah (?:barang|produk|item)"
    ),
    "quantity": r"return|retour|retur|hoan|\btra\b|kembali|berat",
    "status": r"return|refund|tra hang|hoan tien|pengembalian|pembatalan|retour",
}
"""Field → words of headers that are something else, whatever other words they have."""
_DATE_FIELDS = frozenset({"placed", "completed", "time", "at", "day", "requested", "order_day", "answered_on"})
_NUMBER_FIELDS = frozenset({"total", "refunded", "value", "quantity", "returned"})


def propose_mapping(part: Part, zone: ZoneInfo, currency: str) -> tuple[str, list[str]]:
    """A mapping file's text, and the fields that it could not fill. Raises `ReadError` where `part` is no table."""
    header = _header(part)
    rows = [row for row in islice(rows_below(part, header), LOOKED_AT) if not row.broken]
    looks = [_look([words(row.cells[at]) for row in rows if at < len(row.cells)], currency, zone)
             for at in range(len(header.names))]  # fmt: skip
    source, columns = _columns(header, looks)
    _, required = fields_of(source)
    missing = [name for name in required if name not in columns]
    lines = [
        f"# How `kb insights import` reads tables such as {part.file}. Proposed by `kb insights map`: look through it.",
        f"header: {header.fingerprint}  # the columns that it is for; without it: every table that has them",
        f"source: {source}  # what a row is: orders, returns, messages, reviews, measures, problems, or a marketplace",
        "shop:  # where the table does not say it",
        "channel:  # as in mkdocs.yml: shopee, tiktok, zalo …",
    ]
    if source == "orders":
        lines.append(f"currency: {currency}" if currency else "currency:  # of its amounts, such as EUR")
    lines.append(f"skip_rows: {header.line - 1}  # rows above the header")
    lines.append('dates:  # dmy, mdy, ymd or a pattern such as "%d/%m/%Y %H:%M"; empty: the whole table decides')
    lines.append("columns:")
    for name in fields_of(source)[0]:
        if name in columns:
            lines.append(f"  {name}: {_quoted(header.names[columns[name]])}")
        else:
            lines.append(f"  # {name}:" + ("   <- needed: which column is it?" if name in required else ""))
    rest = [header.names[at] for at in range(len(header.names)) if at not in columns.values() and header.names[at]]
    if rest:
        lines.append(f"# columns that are not used: {', '.join(rest)}")
    if source == "orders" and "status" in columns:
        lines += _states(rows, columns["status"])
    return "\n".join(lines) + "\n", missing


def _states(rows: Sequence[Row], column: int) -> list[str]:
    seen = Counter(words(row.cells[column]) for row in rows if column < len(row.cells))
    lines = ["statuses:  # word of the table -> placed paid shipped delivered complete cancelled returned "
             "failed_delivery other"]  # fmt: skip
    for word, _ in seen.most_common(MOST_STATES):
        if word and len(word) < 100:
            state = read_status(word)
            lines.append(f"  {_quoted(word)}: {state}" + ("  # <- not known: which is it?" if state == "other" else ""))
    return lines


def _quoted(text: str) -> str:
    """A text that YAML reads as it stands."""
    is_plain = re.fullmatch(r"[^\W\d_][\w ./-]*[\w.]", text) and text.lower() not in ("yes", "no", "on", "off", "true",
                                                                                     "false", "null")  # fmt: skip
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _header(part: Part) -> Header:
    """The first row that has at least two words and is followed by rows as wide, with no number among them."""
    for row in part.head[:12]:
        names = tuple(map(written, row.cells))
        filled = [name for name in names if name]
        is_wide = len(filled) >= max(2, max(sum(bool(words(c)) for c in one.cells) for one in part.head) // 2)
        if not row.broken and is_wide and not any(re.fullmatch(r"[\d.,:/\- ]+", name) for name in filled):
            return Header(row.line, names)
    raise ReadError("has no row that names its columns", hint="add one, or export with headers")


def _look(values: Sequence[str], currency: str, zone: ZoneInfo) -> str:
    """`date`, `number`, `id`, `words` or ``: what most values of a column are."""
    held = [value for value in values if value][:200]
    if not held:
        return ""
    dates = numbers = ids = 0
    for value in held:
        dates += _is_date(value, zone)
        numbers += _is_number(value, currency)
        ids += bool(re.fullmatch(r"#?(?=.*\d)[\w./\-]{3,30}", value))
    if dates > len(held) * 0.5:  # little else can be read as a day
        return "date"
    if ids > len(held) * 0.8 and len(set(held)) > len(held) * 0.3 and not numbers > len(held) * 0.8:
        return "id"
    return "number" if numbers > len(held) * 0.8 else "words"


def _is_date(value: str, zone: ZoneInfo) -> bool:
    for order in ("dmy", "mdy"):
        try:
            moment(value, DateForm(order), zone)
        except ValueError:
            continue
        return not value.isdigit()
    return False


def _is_number(value: str, currency: str) -> bool:
    try:
        return isinstance(amount(value, currency), Decimal)
    except ValueError:
        return False


def _columns(header: Header, looks: Sequence[str]) -> tuple[str, dict[str, int]]:
    """The source that most fields are found of, and where each field stands."""
    typed = {"messages_csv": "messages"}
    best: tuple[int, str, dict[str, int]] = (0, "orders", {})
    for table in TYPED:
        found = {name: at for name in table.columns if (at := header.find(table.columns[name])) >= 0}
        if all(name in found for name in table.required) and len(found) > best[0]:
            best = (len(found), typed.get(table.name, table.name), found)
    orders: dict[str, int] = {}
    folded = [re.sub(r"[^\w]+|_", " ", fold(name)).strip() for name in header.names]
    for name, patterns in ORDER_WORDS.items():
        likely = [at for at, text in enumerate(folded) if _fits(name, looks[at]) and not (
            name in _UNLIKE and re.search(_UNLIKE[name], text))]  # fmt: skip
        for pattern in (patterns,) if isinstance(patterns, str) else patterns:
            at = next((at for at in likely if at not in orders.values() and re.search(pattern, folded[at])), -1)
            if at >= 0:
                orders[name] = at
                break
    if len(orders) >= best[0] or "order" in orders:
        return "orders", orders
    return best[1], best[2]


def _fits(name: str, look: str) -> bool:
    if name in _DATE_FIELDS:
        return look in ("date", "")
    if name in _NUMBER_FIELDS:
        return look in ("number", "id", "")
    return look != "date"
