"""Letters without marks, in every spelling that keyboards send."""

from __future__ import annotations

import unicodedata

import pytest

from kb.text.folding import WORD, fold, fold_slug, read_word


@pytest.mark.parametrize("d_with_stroke", ["đ", "Đ", "\u00d0", "\u00f0", "\u0189", "\u0256"])
def test_every_d_with_a_stroke_folds_to_d(d_with_stroke: str) -> None:
    assert fold(d_with_stroke) == "d"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_composed_and_decomposed_text_read_the_same(form: str) -> None:
    words = ["Đổi", "trả", "hàng", "đã", "đặt", "ở", "Huế,", "ưỡn", "ẹo,", "quýt,", "người"]
    for word in words:
        assert read_word(unicodedata.normalize(form, word)) == read_word(word)


def test_windows_mixed_composition_reads_the_same() -> None:
    assert read_word("ê\u0323") == read_word("ệ") == ("e", "ê5")


@pytest.mark.parametrize(("old", "new"), [("hoà", "hòa"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("HOÀ", "hòa")])
def test_old_and_new_tone_placement_are_one_word(old: str, new: str) -> None:
    assert read_word(old) == read_word(new)


def test_different_tones_stay_apart_and_fold_together() -> None:
    toned = {read_word(word)[1] for word in ("ma", "má", "mà", "mả", "mã", "mạ")}
    assert len(toned) == 6
    assert {read_word(word)[0] for word in ("ma", "má", "mà", "mả", "mã", "mạ")} == {"ma"}


def test_slugs_are_ascii_and_keep_every_syllable() -> None:
    assert fold_slug("Đổi trả hàng đã đặt") == "doi-tra-hang-da-dat"
    assert fold_slug("What's new? — v2.0") == "whats-new-v2-0"
    assert fold_slug("退貨") == ""


def test_words_hold_their_marks_and_apostrophes_and_end_at_punctuation() -> None:
    decomposed = unicodedata.normalize("NFD", "Shop ơi, don't gửi!")
    assert [read_word(word)[0] for word in WORD.findall(decomposed)] == ["shop", "oi", "dont", "gui"]


def test_full_width_and_ligatures_fold() -> None:
    assert fold("ＳＨＩＰ ﬁx") == "ship fix"
