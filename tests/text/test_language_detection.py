"""Which language a message is in, as buyers write it."""

from __future__ import annotations

import pytest

from kb.text.folding import fold
from kb.text.language_detection import guess_language

LANGUAGES = ("vi", "ms", "en")
VIETNAMESE = (
    "shop ơi đơn của mình tới đâu rồi",
    "cho mình hỏi phí ship về Huế bao nhiêu",
    "hàng bị vỡ rồi shop xử lý sao đây",
    "em muốn đổi size áo khác được không",
    "sao chuyển khoản rồi mà chưa thấy xác nhận",
    "bao lâu thì nhận được tiền hoàn",
    "ship bn lâu z shop",
    "đơn e đặt tuần trc chưa thấy giao",
    "mình nhập mã giảm giá mà ko được",
    "shop giao sai màu rồi nè",
    "có xuất hóa đơn vat cho cty ko",
    "huỷ đơn giúp mình với ạ",
    "đặt nhầm địa chỉ giờ sửa sao",
    "chăn này giặt máy được ko",
)
MALAY = (
    "bila barang saya nak sampai ni",
    "nk return brg mcm mana",
    "boss parcel saya belum sampai lah",
    "saya tersalah pilih saiz boleh tukar tak",
    "dah bayar tapi order tak confirm lagi",
    "resit saya hilang, boleh claim warranty ke",
    "kenapa caj penghantaran mahal sangat",
    "tolong batalkan pesanan saya",
    "macam mana nak guna baucar tu",
    "barang rosak masa sampai, nak refund",
    "alamat salah, boleh tukar tak sis",
    "berapa hari duit masuk balik",
)
ENGLISH = (
    "where is my parcel, it was due on Monday",
    "how do I return a cracked bowl",
    "can i change the delivery address",
    "I was charged twice for one order",
    "pls cancel my order asap",
    "the voucher code doesnt work at checkout",
    "do you ship to Sabah and Sarawak",
    "is this quilt machine washable",
    "my refund has not come in yet",
)


@pytest.mark.parametrize("text", [*VIETNAMESE, *map(fold, VIETNAMESE)])
def test_vietnamese_is_known_with_and_without_tones(text: str) -> None:
    assert guess_language(text, LANGUAGES).language == "vi"


@pytest.mark.parametrize("text", MALAY)
def test_malay_is_known_short_and_mixed_with_english(text: str) -> None:
    assert guess_language(text, LANGUAGES).language == "ms"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_known(text: str) -> None:
    assert guess_language(text, LANGUAGES).language == "en"


@pytest.mark.parametrize("text", ["", "🎉🎉", "12345", "\x00\x01", "مرحبا", "a" * 100_000])
def test_nothing_to_tell_gives_the_first_language_and_no_confidence(text: str) -> None:
    guess = guess_language(text, ("en", "vi"))
    assert guess.language in ("en", "vi")
    assert 0 <= guess.confidence <= 100


def test_only_the_languages_asked_for_are_given() -> None:
    assert guess_language(VIETNAMESE[0], ("en", "ms")).language in ("en", "ms")
    assert guess_language("anything", ("vi",)).language == "vi"


ELSEWHERE = {
    "de": (
        "mein Paket ist seit 2 Wochen zu spät", "Danke!", "haben Sie Bettwäsche in 200x220?", "wo ist mein Paket",
        "Wann bekomme ich mein Geld zurück? Am 20.11. haben Sie 39,90 € zugesagt", "Retourenlabel bitte",
        "Ich möchte bestellen und im Shop abholen", "kann ich die Order canceln", "Größe falsch", "Rechnung",
    ),
    "fr": ("où est mon colis", "je veux un remboursement", "taille trop petite", "facture svp"),
    "es": ("dónde está mi pedido", "quiero un reembolso", "talla equivocada", "pedido roto"),
    "pt": ("cadê meu pedido", "quero reembolso", "tamanho errado", "quanto custa o frete"),
    "th": ("พัสดุอยู่ที่ไหน", "ขอคืนเงิน order 2411"),
    "zh": ("我的包裹在哪里", "退款"),
    "ja": ("荷物はどこですか", "返品したい order"),
    "ar": ("أين طلبي", "أريد استرداد المال"),
    "id": ("paket saya belum sampai", "barang rusak", "kapan dikirim kak", "ukuran kekecilan"),
}  # fmt: skip
"""Messages to shops that answer in this language and in English."""
ENGLISH_ANYWHERE = ("where is my parcel", "wrong size", "parcel late", "no reply", "was here wrong size?", "thanks")


@pytest.mark.parametrize("code", ELSEWHERE)
def test_a_language_of_the_interface_is_told_from_english(code: str) -> None:
    for text in ELSEWHERE[code]:
        assert guess_language(text, (code, "en")).candidates == (code,), text
        assert guess_language(text, ("en", code)).candidates == (code,), text
    for text in ENGLISH_ANYWHERE:
        assert guess_language(text, (code, "en")).candidates == ("en",), text
