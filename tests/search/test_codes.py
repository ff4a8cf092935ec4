"""Codes, numbers and addresses are found; words written together or apart too; unknown numbers say nothing."""

from __future__ import annotations

import pytest

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index, build_index
from kb.search.indexing.token_cache import also_found_by
from kb.search.ranking.correction import correct_query
from kb.search.ranking.query_language import open_query_index
from kb.search.ranking.scoring import plan_query, search
from kb.text.languages import load_language


def an_index(language: str, **texts: str) -> Index:
    """An index of one document each, its id with a title and a body, apart by a stroke."""
    return build_index(
        [
            SearchDocument(id=id, language=language, title=title, answer="x", passages=(Passage("", "", body),))
            for id, (title, body) in ((id, text.split("|")) for id, text in texts.items())
        ],
        language,
    )


ENGLISH = an_index(
    "en",
    code="Error E-1042|Pay again. Sale SALE2024, kettle SS1800, board RP2040 and cell CR2032.",
    mail="Contact us|Write to hello.team@shop.example or call 1800.6838 and 0912 345 678.",
    net="Your home|Set up wi-fi.",
    pay="How to check out|Press the button.",
    login="The login page|Type your password.",
    size="Sizes|XL and 2XL, 40 x 60 cm or 50x70cm, 1.5 m of cable, ３Ｍ glue, 12 V, 1TB disk. Tel. 028.3822.1234",
)
VIETNAMESE = an_index(
    "vi", back="Đổi trả hàng|Gọi 1800 6838.", fee="Phí giao hàng|Có thể kiểm tra.", net="Mạng|Kết nối wifi trong nhà."
)


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("E-1042", "code"), ("e1042", "code"), ("E 1042", "code"), ("e_1042", "code"), ("SALE2024", "code"),
        ("sale 2024", "code"), ("SS1800", "code"), ("SS-1800", "code"), ("RP2040", "code"), ("CR-2032", "code"),
        ("hello.team@shop.example", "mail"), ("HELLO.TEAM@SHOP.EXAMPLE", "mail"), ("hello", "mail"),
        ("hello team", "mail"),
        ("1800.6838", "mail"), ("1800 6838", "mail"), ("18006838", "mail"), ("0912345678", "mail"),
        ("0912-345-678", "mail"),
        ("+84 912 345 678", "mail"), ("0084912345678", "mail"), ("(028) 3822 1234", "size"),
        ("+84 28 3822 1234", "size"),
        ("842838221234", "size"), ("3822-1234", "size"), ("12V", "size"), ("12 v", "size"), ("1TB", "size"),
        ("1 tb", "size"),
        ("3M", "size"), ("2xl", "size"), ("XL", "size"), ("40x60", "size"), ("40 × 60", "size"), ("40x60cm", "size"),
        ("1.5m", "size"), ("1,5 m", "size"), ("50x70", "size"), ("50 x 70 cm", "size"), ("Ｅ－１０４２", "code"),
        ("wifi", "net"), ("wi-fi", "net"), ("wi fi", "net"), ("Wi\u2011Fi", "net"),
        ("checkout", "pay"), ("check-out", "pay"), ("check out", "pay"), ("log in", "login"), ("log-in", "login"),
    ],
)  # fmt: skip
def test_it_is_found_however_it_is_written(query: str, id: str) -> None:
    assert [hit.document.id for hit in search(ENGLISH, query)][:1] == [id]


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("trahang", "back"), ("doitra", "back"), ("doitrahang", "back"), ("giaohang", "fee"), ("18006838", "back"),
        ("wi-fi", "net"),
    ],
)  # fmt: skip
def test_syllables_run_together_are_read_apart(query: str, id: str) -> None:
    assert [hit.document.id for hit in search(VIETNAMESE, query)][:1] == [id]


@pytest.mark.parametrize(
    "number",
    [
        "113542617735902",
        "250315ABCDEF",
        "SS-10234",
        "#10234",
        "0987 654 321",
        "john@mail.example",
        "XY-99-1234",
        "9" * 400,
    ],
)
def test_a_number_that_no_document_has_changes_nothing(number: str) -> None:
    with_number, without = (search(ENGLISH, query) for query in (f"login password {number}", "login password"))
    assert [(hit.document.id, hit.score, hit.confidence) for hit in with_number] == [
        (hit.document.id, hit.score, hit.confidence) for hit in without
    ]
    assert search(ENGLISH, number) == ()


@pytest.mark.parametrize("query", ["E-1043", "SALE2025", "hello@shop.exampel", "1800.6839"])
def test_a_code_is_never_repaired(query: str) -> None:
    assert search(ENGLISH, query) == ()
    assert correct_query(open_query_index(ENGLISH), query) == query


def test_two_words_that_documents_have_side_by_side_are_not_joined() -> None:
    index = an_index("en", apart="Log in|a", joined="The login page|b")
    assert "login" not in {term.term for term, _ in plan_query(index, "log in").terms}


def test_syllables_of_a_language_with_tones_are_not_joined_when_both_are_known() -> None:
    index = an_index("vi", a="Có gì mới|để ở nhà", code="Code giảm giá|nhập code")
    assert "code" not in {term.term for term, _ in plan_query(index, "co de").terms}


@pytest.mark.parametrize(
    ("language", "piece", "stems"),
    [
        ("en", "wi-fi,", ("wifi",)), ("en", "e-mail", ("email",)), ("en", "7-10", ()), ("en", "size-2", ()),
        ("en", "-x-", ()),
        ("ms", "barang-barang", ()), ("en", "hello'team@shop'example", ("hello", "team", "shop")),
        ("zh", "退-貨", ()),
        ("en", "a-very-long-compound-word-indeed", ()),
    ],
)  # fmt: skip
def test_what_a_piece_is_found_by_besides_its_words(language: str, piece: str, stems: tuple[str, ...]) -> None:
    assert also_found_by(piece, load_language(language)) == stems


LIKELIER = an_index(
    "en",
    **{f"card{n}": "A card transaction|x" for n in range(4)},
    act="Transact on it|x", angle="The angle of the stand|x", top="Top up|x", still="It is still pending|x",
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "stem"),
    [
        ("transacton", "transact"), ("cardd", "card"), ("angel", "angl"), ("topup", "~topup"),
        ("stillpending", "stil pend"), ("acard", "card"), ("ofthe", "of the"), ("carsh", ""),
    ],
)  # fmt: skip
def test_of_two_readings_the_likelier_is_taken(query: str, stem: str) -> None:
    terms = {term.term for term, _ in plan_query(LIKELIER, query).terms}
    assert stem in terms if stem else not terms
    assert not stem or " " in stem or not any(" " in term for term in terms)


def test_a_word_is_not_joined_across_a_sentence_or_with_a_stop_word_of_one_letter() -> None:
    index = an_index("en", many="Products|a", wifi="Wifi|b")
    for query in ("product i", "wi. Fi"):
        assert not {"products", "wifi"} & {term.term for term, _ in plan_query(index, query).terms}, query
