"""A first mapping file for a table that no source knows: by the words of its header and the look of its values.

The file is committed, and what stands in a table may be a person's: its first row where it has no header, words in its
column of states. So a row with personal details is no header, and what may be a name is left out and counted.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
LONGEST_STATE = 40
"""Letters of a word that may be a state; longer ones are notes."""
Redacted = Callable[[str], str]
"""A text → the same as it may be kept (`Context.redacted`)."""
_NAME_ALONE = re.compile(r"(?:\[\w+\]\W*)+")
"""What redaction leaves of a name with nothing beside it; of “Buyer Note” it leaves a word."""
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


def propose_mapping(part: Part, file: str, zone: ZoneInfo, currency: str, redacted: Redacted) -> tuple[str, list[str]]:
    """A mapping file's text, and the fields that it could not fill. `file`: the table's name, as it may be kept.

    Raises `ReadError` where `part` is no table.
    """
    header = _header(part, redacted)
    rows = [row for row in islice(rows_below(part, header), LOOKED_AT) if not row.broken]
    looks = [_look([words(row.cells[at]) for row in rows if at < len(row.cells)], currency, zone)
             for at in range(len(header.names))]  # fmt: skip
    source, columns = _columns(header, looks, redacted)
    _, required = fields_of(source)
    missing = [name for name in required if name not in columns]
    lines = [
        f"# How `kb insights import` reads tables such as {file}. Proposed by `kb insights map`: look through it.",
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
    lines += _rest(header, columns, redacted)
    if source == "orders" and "status" in columns:
        lines += _states(rows, columns["status"], redacted)
    return "\n".join(lines) + "\n", missing


def _rest(header: Header, columns: Mapping[str, int], redacted: Redacted) -> list[str]:
    """The columns that are not used; where none is known, the row may be no header, and is not named."""
    rest = [name for at, name in enumerate(header.names) if name and at not in columns.values()]
    named = [name for name in rest if columns and redacted(name) == name]
    told = ", ".join(named)
    if len(named) < len(rest):
        told += f"{' and ' if named else ''}{len(rest) - len(named)} not named here, since they may be a person's"
    return [f"# columns that are not used: {told}"] if rest else []


def _states(rows: Sequence[Row], column: int, redacted: Redacted) -> list[str]:
    seen = Counter(words(row.cells[column]) for row in rows if column < len(row.cells))
    lines = ["statuses:  # word of the table -> placed paid shipped delivered complete cancelled returned "
             "failed_delivery other"]  # fmt: skip
    left_out = 0
    for word in filter(None, (word for word, _ in seen.most_common(MOST_STATES))):
        state = read_status(word)
        if state == "other" and (len(word) > LONGEST_STATE or redacted(word) != word):
            left_out += 1
            continue
        lines.append(f"  {_quoted(word)}: {state}" + ("  # <- not known: which is it?" if state == "other" else ""))
    if left_out:
        lines.append(f"  # {left_out} more that may be notes or a person's: add what is a state")
    return lines


def _quoted(text: str) -> str:
    """A text that YAML reads as it stands."""
    is_plain = re.fullmatch(r"[^\W\d_][\w ./-]*[\w.]", text) and text.lower() not in ("yes", "no", "on", "off", "true",
                                                                                     "false", "null")  # fmt: skip
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _header(part: Part, redacted: Redacted) -> Header:
    """The first row that has at least two words and is followed by rows as wide, with no number among them.

    Raises `ReadError` where there is none, or it is a person's.
    """
    for row in part.head[:12]:
        names = tuple(map(written, row.cells))
        filled = [name for name in names if name]
        is_wide = len(filled) >= max(2, max(sum(bool(words(c)) for c in one.cells) for one in part.head) // 2)
        if not row.broken and is_wide and not any(re.fullmatch(r"[\d.,:/\- ]+", name) for name in filled):
            if any(redacted(name) != name and re.search(r"[\d@]", name) for name in filled):
                why = "has a person's details where the names of columns should be"
                raise ReadError(why, line=row.line, hint="add a row that names the columns, or export with headers")
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


def _columns(header: Header, looks: Sequence[str], redacted: Redacted) -> tuple[str, dict[str, int]]:
    """The source that most fields are found of, and where each field stands. “Nguyễn Văn Tình” names no province."""
    typed = {"messages_csv": "messages"}
    best: tuple[int, str, dict[str, int]] = (0, "orders", {})
    for table in TYPED:
        found = {name: at for name in table.columns if (at := header.find(table.columns[name])) >= 0}
        if all(name in found for name in table.required) and len(found) > best[0]:
            best = (len(found), typed.get(table.name, table.name), found)
    orders: dict[str, int] = {}
    people = {at for at, name in enumerate(header.names) if _NAME_ALONE.fullmatch(redacted(name))}
    folded = [re.sub(r"[^\w]+|_", " ", fold(name)).strip() for name in header.names]
    for name, patterns in ORDER_WORDS.items():
        likely = [at for at, text in enumerate(folded) if at not in people and _fits(name, looks[at]) and not (
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
