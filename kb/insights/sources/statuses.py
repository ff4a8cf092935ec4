"""Words for the state of an order, in the languages of marketplaces and shops → our nine states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from kb.insights.records.records import STATUSES
from kb.text.folding import fold

_WORDS: Mapping[str, str] = {
    # first what names another state beside its own
    "delivered": (
        r"xac nhan da nhan|delivered|successful delivery|da (?:duoc )?giao\b|sampai (?:di )?tujuan|telah sampai|"
        r"giao thanh cong|giao hang thanh cong|diterima|dihantar|"
        r"zugestellt|geliefert|livre|entregad|consegnat|bezorgd|da nhan hang"
    ),
    "failed_delivery": r"fail|that bai|khong thanh cong|gagal|unzustellbar|\blost\b|that lac|hilang|echec|undeliver",
    "cancelled": r"cancel|\bhuy\b|da huy|batal|stornier|storno|abgebrochen|annul|void|geannuleerd|anulad|abandon",
    "returned": (
        r"return|refund|tra hang|hoan tien|hoan hang|chuyen hoan|dipulangkan|pemulangan|retur|pengembalian|"
        r"dikembalikan|retour|ruckgabe|zuruckge|erstattet|rembours|devuelt|reembols|rimbors|reso\b"
    ),
    "complete": (
        r"complet|hoan thanh|hoan tat|selesai|abgeschlossen|abgerechnet|termin|finish|closed|\bdone\b|"
        r"erledigt|confirmed|voltooid|finalizad"
    ),
    "shipped": (
        r"shipped|shipping|in transit|dang giao|da van chuyen|van chuyen|handover|da gui|dikirim|"
        r"dalam penghantaran|dalam pengiriman|versandt|versendet|verschickt|unterwegs|expedi|enviad|spedit|verzonden|"
        r"fulfilled|on the way|chuyen phat|ban giao|to receive|out for delivery"
    ),
    "paid": (
        r"\bpaid\b|da thanh toan|dibayar|bezahlt|pay[ée]|pagad|betaald|to ship|cho lay hang|cho giao hang|"
        r"ready to ship|perlu dikirim|packed|processing|dang xu ly|diproses|in bearbeitung|dong goi|packaging|"
        r"picking"
    ),
    "placed": (
        r"unpaid|pending|placed|\bnew\b|\bmoi\b|cho xac nhan|cho thanh toan|baru|belum bayar|offen|\bneu\b|"
        r"awaiting|waiting|queue|to pay|dat hang|on hold|holded|draft|phieu tam|open"
    ),
}
_NEGATED: Mapping[str, str] = {
    # what holds the word of the state that it is not, or not yet
    "placed": (
        r"unpaid|unfulfilled|not (?:yet )?paid|chua thanh toan|cho thanh toan|belum (?:di)?bayar|"
        r"menunggu (?:pem)?bayaran|nicht bezahlt|unbezahlt|waiting.?payment|payment (?:pending|review)|"
        r"zahlung (?:ausstehend|offen)|wartet auf zahlung|non paye|en attente d[eu]|pendiente de pago|niet betaald"
    ),
    "failed_delivery": r"undelivered|not (?:be )?delivered|nicht (?:zugestellt|zustellbar)|tidak terkirim",
    "paid": (
        r"unshipped|not (?:yet )?shipped|awaiting (?:shipment|collection|fulfil|pickup)|finished packing|"
        r"ready (?:to|for) (?:ship|pick)|chua (?:giao|gui)|cho giao|"
        r"(?:belum|perlu|siap|akan|untuk) (?:dikirim|dihantar)|"
        r"(?:noch )?nicht (?:versandt|versendet|verschickt)|versandbereit|versand vorbereitet|non expedie|no enviado"
    ),
    "other": r"incomplete|unvollstandig|tidak lengkap",
}
_PATTERNS = tuple((status, re.compile(pattern)) for words in (_NEGATED, _WORDS) for status, pattern in words.items())


@lru_cache(5_000)
def read_status(text: str) -> str:
    """The state that `text` means; `other` where nobody can tell."""
    folded = re.sub(r"[_\-]+", " ", fold(text)).strip()
    if not folded:
        return "other"
    if folded in STATUSES:
        return folded
    return next((status for status, pattern in _PATTERNS if pattern.search(folded)), "other")
