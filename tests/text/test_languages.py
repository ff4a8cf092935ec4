"""Vietnamese slang, Malay affixes, English stems, and languages that nobody wrote a file for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kb.text
from kb.text.languages import load_language, phrases_of
from kb.text.missing_tones import restore_tones
from kb.text.tokenizer import find_concepts, read
from kb.text.typed_keys import typed_words

DATA = sorted((Path(kb.text.__file__).parent / "data").glob("??.json"))


@pytest.mark.parametrize(
    ("written", "root"),
    [
        ("pemulangan", "pulang"),
        ("dipulangkan", "pulang"),
        ("memulangkan", "pulang"),
        ("mengembalikan", "kembali"),
        ("menukar", "tukar"),
        ("penukaran", "tukar"),
        ("pesanan", "pesan"),
        ("dipesan", "pesan"),
        ("kerosakan", "rosak"),
        ("barangnya", "barang"),
        ("pembayaran", "bayar"),
        ("menghantar", "hantar"),
        ("pembatalan", "batal"),
        ("kelewatan", "lewat"),
        ("barang2", "barang"),
        ("membelinya", "beli"),
    ],
)
def test_malay_affixes_lead_to_the_root(written: str, root: str) -> None:
    assert load_language("ms").stem(written) == root


@pytest.mark.parametrize("root", ["makan", "beri", "pesan", "kedai", "dapat", "simpan", "bulan", "sekat"])
def test_malay_roots_that_look_affixed_stay_whole(root: str) -> None:
    assert load_language("ms").stem(root) == root


@pytest.mark.parametrize(
    "family",
    [
        ("refund", "refunds", "refunded", "refunding", "refundable"),
        ("cancel", "cancelled", "canceling", "cancellation", "cancels"),
        ("deliver", "delivery", "deliveries", "delivered"),
        ("exchange", "exchanges", "exchanged", "exchanging"),
        ("policy", "policies"),
        ("ship", "shipping", "shipped", "shipment"),
        ("pay", "paid", "payment", "payments", "paying"),
    ],
)
def test_english_forms_of_one_word_meet(family: tuple[str, ...]) -> None:
    assert len({load_language("en").stem(word) for word in family}) == 1


def test_english_words_that_differ_stay_apart() -> None:
    stems = [load_language("en").stem(word) for word in ("news", "new", "address", "add", "thing", "size", "seize")]
    assert len(set(stems)) == len(stems)


def test_slang_has_weighted_alternatives_the_likeliest_first() -> None:
    options = load_language("vi").alternatives
    assert [" ".join(words) for words, _ in options["bn"]] == ["bao nhiêu", "bạn"]
    assert {" ".join(words) for words, _ in options["dc"]} == {"được", "địa chỉ"}
    for found in options.values():
        weights = [weight for _, weight in found]
        assert weights == sorted(weights, reverse=True)


def test_phrases_lead_to_concepts_with_and_without_tones() -> None:
    language = load_language("vi")
    for text in ("tôi muốn hoàn lại tiền", "toi muon hoan lai tien"):
        assert "hoan tien" in {name for name, _, _ in find_concepts(read(text, language), language)}


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("tra hang", ["tra3", "hang2"]),
        ("toi muon tra hang", ["toi", "muon", "tra3", "hang2"]),
        ("tai khoan bi khoa", ["tai2", "khoan3", "bi5", "khoa1"]),
        ("trả hang", ["tra3", "hang2"]),
        ("trà hang", ["tra2", "hang"]),  # no "trả": its tone was typed
        ("hang", ["hang"]),
        ("", []),
    ],
)
def test_tones_that_were_not_typed_come_from_phrases_of_the_lists(typed: str, read_as: list[str]) -> None:
    language = load_language("vi")
    assert [token.with_diacritics for token in restore_tones(read(typed, language), language)] == read_as


def test_a_weak_word_is_none_within_a_phrase_of_the_lists() -> None:
    language = load_language("vi")
    alone, within = (restore_tones(read(text, language), language)[0] for text in ("tai", "tai khoan"))
    assert (alone.weight, within.weight) == (30, 100)


def test_a_phrase_that_the_lists_spell_in_two_ways_is_none() -> None:
    assert list(phrases_of({"concepts": {"x": "sửa đổi, sữa đôi, sửa chữa, sửa"}})) == ["sua chua"]


def test_a_language_without_tones_restores_none() -> None:
    language = load_language("en")
    assert restore_tones(read("send back", language), language) == read("send back", language)


def test_a_folded_common_word_is_no_concept() -> None:
    language = load_language("vi")
    assert not find_concepts(read("co gi", language), language)


def test_a_language_without_a_file_is_read_by_letters_alone() -> None:
    language = load_language("fr")
    assert [(token.stem, token.weight) for token in read("Où est ma commande?", language)] == [
        ("ou", 100), ("est", 100), ("ma", 100), ("commande", 100),
    ]  # fmt: skip


def test_a_regional_code_is_read_as_its_language() -> None:
    assert load_language("en-GB").stem("refunds") == "refund"


@pytest.mark.parametrize("code", ["../en", "", "x" * 500, "zz", "EN"])
def test_any_code_gives_a_language(code: str) -> None:
    assert read("hello", load_language(code))


def test_scripts_without_spaces_are_read_character_by_character() -> None:
    assert [token.stem for token in read("退貨 iPhone", load_language("zh"))] == ["退", "貨", "iphone"]


def test_addresses_of_pages_are_not_words() -> None:
    text = "đơn ở https://shop.vn/a?b=1 hay www.shop.vn size 42 🎉"
    assert [token.folded for token in read(text, load_language("vi"))] == ["don", "o", "hay", "size", "42"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("E-1042", "e1042"), ("(e1042)", "e1042"), ("E_1042.", "e1042"), ("E.1042", "e1042"), ("#1042", "1042"),
        ("INV-2024-00123", "inv202400123"), ("AB-1042-X", "ab1042x"), ("Ｅ－１０４２", "e1042"), ("Е-1042", "e1042"),
        ("(028) 3822 1234", "02838221234"), ("028/3822 1234", "02838221234"), ("(+84) 28 3822 1234", "842838221234"),
        ("+60 3-1234 5678", "60312345678"), ("+44 (0)20 7946 0958", "4402079460958"),
        ("(415) 555-2671", "4155552671"),
        ("6123 4567", "61234567"), ("1135 4261 7735 9021", "1135426177359021"), ("2024 2025 2026", "2024 2025 2026"),
        ("01/2024-12/2025", "01 2024 12 2025"), ("1 000 000 đ", "1 000 000 d"), ("40x60", "40x60"),
        ("40 × 60 cm", "40x60 cm"),
        ("40*60cm", "40x60cm"), ("1,5 x 2", "15x2"), ("3 x 100.000đ", "3 x 100 000d"),
        ("12V 3M 2XL", "12v 3m 2xl"), ("RP2040", "rp2040"),
        ("1800.6838", "18006838"), ("1800 6838", "18006838"), ("1800-6838", "18006838"), ("18006838", "18006838"),
        ("1-800-886-800", "1800886800"), ("1900 63 64 61", "1900636461"), ("0912 345 678", "0912345678"),
        ("+84 912 345 678", "84912345678"), ("012-345 6789", "0123456789"), ("01 23 45 67 89", "0123456789"),
        ("1.200.000 đ", "1200000 d"), ("1.200.000đ", "1 200 000d"), ("100.000-200.000", "100 000 200 000"),
        ("05.11.2024", "05 11 2024"), ("2024-11-05", "2024 11 05"), ("2024-2025", "2024 2025"), ("7-10", "7 10"),
        ("08.00-22.00", "08 00 22 00"), ("37 38 39 40 41", "37 38 39 40 41"), ("100 120 140", "100 120 140"),
        ("365-day", "365 day"), ("hàng.2024", "hang 2024"), ("1234567890123456", "1234567890123456"), ("9" * 41, ""),
        ("Me.Too@Shop.vn!", "metoo@shopvn"), ("a@b", "a@b"), ("@shop", "shop"), ("it's", "its"),
    ],
)  # fmt: skip
def test_codes_numbers_and_addresses_of_people_are_one_word_each(text: str, words: str) -> None:
    vietnamese = load_language("vi")
    tokens = read(text, vietnamese)
    assert " ".join(token.folded for token in tokens) == words
    for token in tokens:
        assert "".join(part.folded for part in read(text[token.start : token.end], vietnamese)) == token.folded


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_no_word_list_names_a_word_twice(path: Path) -> None:
    def no_repeat(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
        return dict(pairs)

    assert json.loads(path.read_text("utf-8"), object_pairs_hook=no_repeat)["language"] == path.stem


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_word_lists_hold_together(path: Path) -> None:
    language = load_language(path.stem)
    assert language.data.get("guess") or language.data["script"]
    if language.alternatives or language.concepts:
        assert language.weak and language.alternatives and language.concepts
    for key, options in language.alternatives.items():
        assert all(words and 0 < weight <= 100 for words, weight in options), key


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ｒｅｆｕｎｄ", "refund"), ("re\u00adfund", "refund"), ("re\u200bfund", "refund"),
        ("\u200frefund\u200e", "refund"),
        ("\u202eorder\u202c", "order"), ("r\u0435fund", "refund"), ("\u043erder", "order"),
        ("заказ SMS", "заказ sms"),
        ("сор", "сор"), ("Ωmega", "ωmega"), ("𝐫𝐞𝐟𝐮𝐧𝐝", "refund"),
        ("r\u0334\u0335\u0336efu\u0337\u0338\u0339nd", "refund"),
        ("".join(letter + "\u0334\u0301\u0323\u1dd0\u20d2" * 4 for letter in "refund"), "refund"),
        ("👩\u200d👩\u200d👧 ok 1\ufe0f\u20e3", "ok 1"), ("e\u0302\u0323", "e"), ("\u200b \u200b", ""),
    ],
)  # fmt: skip
def test_signs_that_look_like_others_or_like_nothing_are_read_as_what_is_seen(text: str, words: str) -> None:
    tokens = read(text, load_language("vi"))
    assert " ".join(token.folded for token in tokens) == words


def test_a_long_number_has_its_last_digits_for_a_stem() -> None:
    spellings = ("(028) 3822 1234", "+84 28 3822 1234", "02838221234", "3822 1234", "３８２２ １２３４")
    assert {token.stem for text in spellings for token in read(text, load_language("vi"))} == {"38221234"}


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("ddoi", ["đoi"]), ("ddooir", ["đôi\u0309"]), ("hoafn", ["hoan\u0300"]), ("tieenf", ["tiên\u0300"]),
        ("tra3", ["tra\u0309"]),
        ("d9o6i3", ["đôi\u0309"]), ("d9on7", ["đơn"]), ("hang2", ["hang\u0300"]), ("nguwowif", ["ngươi\u0300"]),
        ("duocwj", ["dươc\u0323"]), ("hang", []), ("off", []), ("boss", []), ("class", []), ("order", []),
        ("rp2040", []), ("1tb", []),
        ("hacf", []), ("x" * 11, []),
    ],
)  # fmt: skip
def test_keys_of_telex_and_vni_write_syllables(keys: str, words: list[str]) -> None:
    assert typed_words(keys, load_language("vi")) == words
    assert typed_words(keys, load_language("en")) == []
