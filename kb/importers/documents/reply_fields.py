"""What agents fill in by hand in their tables of replies (`{name}`, `[Tên khách]`, `<tên>`, `xxx`) → placeholders.

Each becomes a placeholder as helpdesks write them, `{{customer.name}}`, which the spine turns into ours.
"""

from __future__ import annotations

import re

from kb.importers.documents.language_names import plain
from kb.text.folding import fold_slug

KNOWN_WORDS = {
    "customer.name": (
        "name|customer|customer name|client name|first name|name of customer|your name|buyer|buyer name|user|"
        "username|tên|tên khách|tên khách hàng|khách|khách hàng|anh/chị|a/c|tên anh/chị|người mua|nama|"
        "nama pelanggan|pelanggan|nama anda|pembeli|kunde|kundenname|name des kunden|vorname|nom|nom du client|"
        "client|prénom|nombre|nombre del cliente|cliente|nome|nome do cliente|nama pembeli|"
        "客户姓名|客户名|顾客姓名|姓名|お客様名|"
        "お名前|ชื่อลูกค้า|اسم العميل|الاسم|العميل|고객명"
    ),
    "agent.name": (
        "agent|agent name|my name|staff name|tên nhân viên|tên nv|nhân viên|tên tôi|nama ejen|nama staf|"
        "mitarbeiter|mein name|nom de l'agent|nombre del agente|اسم الموظف"
    ),
    "order_id": (
        "order|order id|order number|order no|order code|mã đơn|mã đơn hàng|số đơn|số đơn hàng|mã dh|đơn hàng|"
        "no pesanan|nombor pesanan|id pesanan|bestellnummer|bestell-nr|auftragsnummer|numéro de commande|"
        "n° de commande|número de pedido|nº de pedido|nomor pesanan|订单号|注文番号|หมายเลขคำสั่งซื้อ|رقم الطلب"
    ),
    "tracking_code": (
        "tracking|tracking number|tracking code|tracking id|mã vận đơn|no penjejakan|nombor penjejakan|"
        "sendungsnummer|numéro de suivi|número de seguimiento|运单号|رقم التتبع"
    ),
    "account.name": (
        "shop|shop name|store|store name|tên shop|tên cửa hàng|nama kedai|kedai|shopname|nom de la boutique|"
        "nombre de la tienda"
    ),
}
FIELDS = {word: field for field, words in KNOWN_WORDS.items() for word in map(plain, words.split("|"))}
HTML_NAMES = (
    "a abbr b big blockquote br center code dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins li mark ol p "
    "pre s small span strike strong sub sup table tbody td th thead tr u ul video audio iframe script style"
)
DOUBLE = re.compile(
    r"\{\{\s*(?P<name>[^{}\n]{1,60}?)\s*\}\}|\$\{(?P<dollar>[^{}\n]{1,60}?)\}|%(?P<percent>[A-Za-z_]{2,40})%"
)
SINGLE = re.compile(r"(?<!\{)\{\s*(?P<name>[^{}\n]{1,60}?)\s*\}(?!\})")
SQUARE = re.compile(r"\[{1,2}\s*(?P<name>[^\[\]\n]{1,60}?)\s*\]{1,2}(?!\()")
ANGLE = re.compile(r"<{1,2}\s*(?P<name>[^<>\n/=\"]{1,60}?)\s*>{1,2}")
BLANK = re.compile(r"(?<!\w)(?:[xX]{3,}|_{3,}|\.{4,}|…{2,}|[*#]{4,})(?!\w)")
WORDS = re.compile(r"[^\W\d_][\w\s./'’°-]*")
"""What may name a value: words. `[1]` and `[…]` are text."""


def as_placeholders(text: str) -> str:
    """`text` with whatever an agent would fill in as `{{name}}`; gaps (`xxx`, `____`) are numbered `to_fill_1`."""
    seen: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        words = next(group for group in match.groups() if group is not None)
        if not WORDS.fullmatch(words) or words.startswith(("fact.", "link.")):
            return match[0]
        return "{{" + _field(words, seen) + "}}"

    def angled(match: re.Match[str]) -> str:
        return match[0] if match["name"].split()[0].lower() in HTML_NAMES.split() else named(match)

    def gap(_: re.Match[str]) -> str:
        return "{{" + _field(f"to fill {sum(1 for one in seen if one.startswith('to fill ')) + 1}", seen) + "}}"

    for pattern, replace in ((DOUBLE, named), (SINGLE, named), (SQUARE, named), (ANGLE, angled), (BLANK, gap)):
        text = pattern.sub(replace, text)
    return text


def _field(words: str, seen: dict[str, str]) -> str:
    """The name of a placeholder for `words`: the same for the same words."""
    key = plain(words.replace("_", " "))
    if key not in seen:
        plainest = FIELDS.get(key) or FIELDS.get(plain(re.sub(r"^(?:your|the|der|die|das|le|la|el)\s+", "", key)))
        foreign = words if re.fullmatch(r"[A-Za-z_][\w.]*", words, re.ASCII) else fold_slug(words, "_")[:50]
        foreign = foreign if foreign and foreign[0].isalpha() else f"field_{len(seen) + 1}"
        seen[key] = plainest or foreign
    return seen[key]
