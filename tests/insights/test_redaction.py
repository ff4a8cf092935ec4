"""Redaction: the marked sample by spans, what holds of any text, each rule's edge, a shop's own file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.redaction import APART, Figures, measure, read_sample
from kb.insights.redaction.name_book import NameBook
from kb.insights.redaction.pattern_rule import KINDS
from kb.insights.redaction.patterns import PatternError, refuse_unbounded
from kb.insights.redaction.redact import redact, redacted_spans
from kb.insights.redaction.rules import known_countries, load_rules
from kb.insights.redaction.shop_file import RulesError

RULES = load_rules(["VN", "MY"])
GERMAN = load_rules(["DE"])
SAMPLE = read_sample()
RECALL, PRECISION = 0.98, 0.95
"""What the issue asks for."""


@pytest.fixture(scope="module")
def halves() -> dict[int, Figures]:
    return {rest: measure(row for row in SAMPLE if int(str(row["id"])) % 2 == rest) for rest in (0, 1)}


def test_the_sample_is_what_it_says() -> None:
    assert len(SAMPLE) >= 500
    spans = [(row, span) for row in SAMPLE for span in row["spans"]]  # type: ignore[attr-defined]
    assert {span["kind"] for _, span in spans} == {*KINDS, APART}
    assert all(str(row["text"])[span["start"] : span["end"]].strip() for row, span in spans)
    assert 0.3 < sum(not row["spans"] for row in SAMPLE) / len(SAMPLE) < 0.5
    assert len(Counter(row["text"] for row in SAMPLE)) == len(SAMPLE)


@pytest.mark.parametrize("half", [0, 1], ids=["even ids", "odd ids"])
def test_personal_details_of_the_marked_sample_are_gone_and_little_else(half: int, halves: dict[int, Figures]) -> None:
    figures = halves[half]
    assert figures.total_recall >= RECALL, figures.misses
    assert figures.precision >= PRECISION, figures.wrong


def test_no_kind_of_the_marked_sample_is_found_badly(halves: dict[int, Figures]) -> None:
    for kind in (*KINDS, APART):
        marked = sum(one.marked[kind] for one in halves.values())
        found = sum(one.found[kind] for one in halves.values())
        assert found >= 0.93 * marked, kind


TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.one_of(
            st.sampled_from([str(row["text"]) for row in SAMPLE]),
            st.sampled_from(
                ["[phone]", "[name]", ", ", "\n", " ", "stk ", "địa chỉ: ", "em là ", "Mai", "0912345678", "o"]
            ),
            st.text(alphabet="0123456789 .-+()@abo\u200b\u0301\ufe0f\n", max_size=20),
        ),
        max_size=4,
    ).map("".join),
)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_any_text_is_redacted_once_and_for_all(text: str) -> None:
    done = redact(text, RULES)
    assert redact(done.text, RULES).text == done.text
    assert sum(done.found.values()) >= len(redacted_spans(text, RULES)) > 0 or done.text == text


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_what_is_found_never_stands_in_the_output(text: str) -> None:
    output = redact(text, RULES).text
    for start, end, _ in redacted_spans(text, RULES):
        if len(value := text[start:end]) >= 6 and value.isalnum():
            assert value not in output.split()


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=40), st.lists(st.text(max_size=12), max_size=4))
def test_nothing_is_raised_for_any_text_and_any_names(text: str, names: list[str]) -> None:
    assert set(redact(text, RULES, names).found) <= set(KINDS)


def test_letters_of_any_form_and_of_no_width_hide_nothing() -> None:
    for text in ("０９１２３４５６７８", "0912\u200b345\u00ad678", "0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "0912‑345‒678"):
        assert redact(f"sđt {text}.", RULES).text == "sđt [phone]."
    decomposed = "dia chi: số nhà 5 ngõ 3 phố Huế"
    assert redact(decomposed, RULES).text == "dia chi: [address]"


LONG = (
    "a",
    "0",
    "0 ",
    "@",
    "a@",
    "Mai ",
    "jalan ",
    "địa chỉ: ",
    "số 1, ",
    "1.",
    "p. ",
    "stk 123456 ",
    "A-",
    "\n",
    "é",
    "a dot ",
)


@pytest.mark.parametrize("part", LONG)
def test_a_long_text_takes_no_more_than_its_share(part: str) -> None:
    """Twice the text is about twice the work: what is found grows as the text, and it ends at all."""
    text = (part * 4_000)[:4_000]
    assert redact(redact(text, RULES).text, RULES).found == {}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("giá 1.250.000đ, size 38 39 40", True),
        ("ngày 05/06/2025 lúc 14:30", True),
        ("gọi 1900 6868", True),
        ("gọi 0912 345 678", False),
        ("4111 1111 1111 1111", False),
        ("4111 1111 1111 1112 là mã gì", False),
        ("GB82 WEST 1234 5698 7654 32", False),
        ("quần 2 lớp", True),
        ("Ở quận 7 có shop không", True),
        ("mai giao nhé", True),
        ("em cần 5 cái ngõ nhỏ", True),
    ],
)
def test_numbers_of_people_go_and_others_stay(text: str, kept: bool) -> None:
    assert (redact(text, RULES).text == text) is kept


@pytest.mark.parametrize(
    "home",
    ["47B ngõ 162 Khương Đình", "47, hẻm 162, Khương Đình", "số 5 ngách 12/3 ngõ Thổ Quan"],
)
def test_a_house_in_a_lane_is_an_address_without_a_word_before_it(home: str) -> None:
    assert redact(f"ship tới {home}, gọi sau", RULES).text == "ship tới [address], gọi sau"
    assert redact("ship toi so 8 ngo 12 khuong dinh", RULES).text == "ship toi [address]"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("From: Tom Becker <tom@example.org>", "From: [name] <[email]>"),
        ("Dari: Hairul Anuar <hairul@gmail.com>", "Dari: [name] <[email]>"),
        ("c Ngà ơi shop nhắn lại nhé", "c [name] ơi shop nhắn lại nhé"),
        ("vcb 1012345678 dang thi thuy trang", "vcb [account] [name]"),
        ("người nhận: a Lực", "người nhận: [name]"),
        ("Guten Tag Frau Dr. Özil", "Guten Tag Frau Dr. [name]"),
        ("Abg Long: mana\nAdmin: sekejap\nAbg Long: ok", "[name]: mana\nAdmin: sekejap\n[name]: ok"),
        ("mã khách hàng KH00981", "mã khách hàng [id]"),
        ("Kundennr. AB-10293, RMA RT-20251103", "Kundennr. [id], RMA [order]"),
        ("case of 24 bottles, ticket 500ml, bill 350k", "case of 24 bottles, ticket 500ml, bill 350k"),
        ("Combo Son Kem Lì Hồng Đất", "Combo Son Kem Lì Hồng Đất"),
        ("gửi tới bệnh viện 108, số 1 Trần Hưng Đạo", "gửi tới [address]"),
        ("giao đến quận 7 tphcm mất mấy ngày", "giao đến quận 7 tphcm mất mấy ngày"),
        ("gmail e le.minh thu@gmail.com", "gmail [email]"),
    ],
)
def test_words_that_stand_round_a_detail_tell_it(text: str, kept: str) -> None:
    assert redact(text, load_rules(["VN", "MY", "DE"])).text == kept


def test_the_place_of_a_vietnamese_tone_makes_no_difference() -> None:
    for new, old in (("mình là Thuý", "mình là Thúy"), ("12 Lê Lợi, Khánh Hoà", "12 Lê Lợi, Khánh Hòa")):
        assert redact(new, RULES).text == redact(old, RULES).text != old
    assert redact("quý khách hoà giải", RULES).text == "quý khách hoà giải"


def test_names_of_senders_go_everywhere_in_full_in_part_and_without_tones() -> None:
    book = NameBook.of(["Nguyễn Thị Mai", "shop", "beheo2k1"], RULES)
    for text in ("nguyen thi mai hỏi", "chị Mai ơi", "c mai oi", "gặp Thị Mai", "NGUYỄN THỊ MAI", "beheo2k1 đây"):
        assert "[name]" in redact(text, RULES, book).text, text
    for text in ("mai giao nhé", "Mai giao nhé", "shop ơi", "hoa mai"):
        assert redact(text, RULES, book).text == text
    assert redact("Frau Müller, Mueller", GERMAN, ["Anna Müller"]).text == "Frau [name], Mueller"


@pytest.mark.parametrize("name", ["Farid Hassan 2", "Farid 12"])
def test_the_number_that_tells_two_of_a_name_apart_is_no_part_of_the_name(name: str) -> None:
    book = NameBook.of([name], RULES)
    assert redact("Farid here, thanks", RULES, book).text == "[name] here, thanks"
    assert redact(f"I am {name}", RULES, book).text == "I am [name]"


def test_a_book_of_many_names_is_looked_up_by_word() -> None:
    book = NameBook.of([f"Nguyễn Văn{number} An" for number in range(20_000)], RULES)
    assert redact("đơn của Nguyễn Văn77 An", RULES, book).text == "đơn của [name]"


def test_a_value_that_was_found_goes_where_no_word_announces_it() -> None:
    assert redact("stk 12345678 nhé. Nhắc lại 12345678", RULES).text == "stk [account] nhé. Nhắc lại [account]"


def test_countries_without_a_file_have_what_holds_everywhere() -> None:
    rules = load_rules(["ZZ"])
    assert redact("call +994 12 345 67 89 or a.b@c.az", rules).text == "call [phone] or [email]"


def test_every_file_of_rules_can_be_read() -> None:
    for country in known_countries():
        assert load_rules([country]).countries == (country,)
    assert {"VN", "MY", "DE", "ID", "TH", "FR"} <= set(known_countries())


def test_what_the_shop_is_reached_by_stays_however_it_is_written() -> None:
    rules = RULES.keeping(["+842838221234", "hello@shop.example", "Sen & Serai"])
    for text in ("gọi 028 3822 1234", "gọi (+84) 28 3822 1234", "mail hello@shop.example", "Chào Sen & Serai"):
        assert redact(text, rules).text == text
    assert redact("gọi 028 3822 1235", rules).text == "gọi [phone]"


@pytest.mark.parametrize(
    "pattern", [r"a+", r"a*b", r"a{2,}", r"(a{1,9}){1,9}", r"(?:a|b{1,3}){2}", r"x{1,5000}", r"(?:ab?)+"]
)
def test_patterns_whose_work_has_no_bound_are_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        refuse_unbounded(pattern)


@pytest.mark.parametrize(
    "pattern", [r"SR-\d{6}", r"[a+]{1,9}\+", r"(?:SR|KT)\d{4,8}", r"(?:ab){2}", r"\d{3}(?:-\d{2})?"]
)
def test_patterns_with_a_bound_are_taken(pattern: str) -> None:
    refuse_unbounded(pattern)


def test_a_shop_has_patterns_and_kept_values_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "redaction.yml"
    path.write_text(
        "patterns:\n  - {kind: order, pattern: 'SR-[a-z]{2}', why: ours}\nkeep: ['0912 345 678']\n", "utf-8"
    )
    rules = load_rules(["VN"], path)
    assert redact("đơn sr-ab, gọi 0912.345.678", rules).text == "đơn [order], gọi 0912.345.678"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("patterns: 5", "insights/redaction.yml:1: patterns is “5”"),
        ("a: 1\n", "there is no key “a”"),
        ("keeps: []\n", "write keep"),
        ("patterns:\n  - {kind: order, pattern: 'a+'}\n", "redaction.yml:2: the pattern repeats without end"),
        ("patterns:\n  - {kind: orders, pattern: 'a'}\n", "there is no kind “orders”"),
        ("patterns:\n  - {kind: order, pattern: '('}\n", "is no regular expression"),
        ("patterns:\n  - {kind: order, pattern: 'a?'}\n", "finds empty text"),
        ("patterns:\n  - x\n", "write the keys kind and pattern"),
        ("patterns:\n  - {kind: order}\n", "needs a kind and a pattern"),
        ("keep:\n  - []\n", "redaction.yml:2: keep has a list"),
        ("- x\n", "is a list"),
        ("keep: [\n", "KB102"),
    ],
)
def test_a_shop_s_file_that_cannot_be_used_is_told_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "redaction.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(RulesError, match=r"insights/redaction\.yml:") as told:
        load_rules(["VN"], path)
    assert said in str(told.value)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hallo, Rabattcode wird nicht angenommen", "Hallo, Rabattcode wird nicht angenommen"),
        ("Hallo, Özdemir hier", "Hallo, [name] hier"),
        ("Hallo, Özdemir! wo ist mein Paket", "Hallo, [name]! wo ist mein Paket"),
        ("Hallo, Anna Schmidt möchte das Paket", "Hallo, [name] möchte das Paket"),
        ("Hallo Özdemir, mein Paket fehlt", "Hallo [name], mein Paket fehlt"),
    ],
)
def test_behind_a_greeting_and_a_comma_only_names_go(text: str, kept: str) -> None:
    assert redact(text, GERMAN).text == kept


def test_the_reason_that_shopee_writes_behind_the_buyer_is_no_name() -> None:
    text = "Hủy bởi người mua Lý do là: Đổi ý"
    assert redact(text, RULES).text == text
