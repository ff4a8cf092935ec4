"""`kb import table`: questions and answers of every make become articles; what does not is told by row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.importers.conftest import snapshot
from tests.importers.documents.conftest import Shop
from tests.importers.documents.sheets_made import make_ods, make_xlsx

MakeShop = Callable[..., Shop]
VIETNAMESE = "Câu hỏi;Trả lời;Chủ đề;Đối tượng\nĐổi hàng thế nào?;Gửi tin cho shop.;Đổi trả;công khai\n"


@pytest.mark.parametrize(
    "data",
    [
        VIETNAMESE.encode("utf-8-sig"),
        VIETNAMESE.encode("utf-16"),
        ("sep=;\r\n" + VIETNAMESE.replace("\n", "\r\n")).encode("utf-8"),
        VIETNAMESE.replace(";", "\t").encode("utf-16-le"),
        VIETNAMESE.replace(";", ",").encode("utf-8"),
        ("Bảng câu hỏi\n;;;\n" + VIETNAMESE).encode("utf-8"),
        make_xlsx({"Trang tính1": [line.split(";") for line in VIETNAMESE.splitlines()]}),
        (
            "<html><meta charset=utf-8><body><table>"
            + "".join(
                "<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split(";")) + "</tr>"
                for line in VIETNAMESE.splitlines()
            )
            + "</table>"
        ).encode("utf-8"),
        make_ods({"Trang tính1": [line.split(";") for line in VIETNAMESE.splitlines()]}),
    ],
)
def test_one_table_in_every_format_is_the_same_article(data: bytes, make_shop: MakeShop) -> None:
    shop = make_shop("vi")
    name = shop.put("faq.xlsx" if data.startswith(b"PK") else "faq.csv", data)
    told = shop.run("table", name)
    assert told.code == 0, told.text
    assert shop.files("docs/faq") == ["docs/faq/doi-hang-the-nao.md"]
    text = shop.read("docs/faq/doi-hang-the-nao.md")
    assert "title: Đổi hàng thế nào?\ntopic: doi-tra\n" in text and shop.body("docs/faq/doi-hang-the-nao.md") == (
        "Gửi tin cho shop."
    )
    assert not shop.errors()
    before = snapshot(shop.root)
    assert "1 file unchanged" in shop.run("table", name).text
    assert snapshot(shop.root) == before


def test_windows_code_pages_are_told_apart_and_the_guess_is_told(make_shop: MakeShop) -> None:
    shop = make_shop("de")
    german = "Frage;Antwort;Sichtbarkeit\n"
    german += "Wie läuft die Rückgabe für Großbestellungen – kostenlos?;Já, não é ótimo;öffentlich\n"
    shop.put("faq.csv", german.encode("cp1252"))
    told = shop.run("table", "faq.csv")
    assert told.code == 0 and "Windows-1252" in told.text and "--encoding" in told.text, told.text
    assert "Rückgabe für Großbestellungen –" in shop.read(shop.files("docs/faq")[0])
    assert shop.body(shop.files("docs/faq")[0]) == "Já, não é ótimo"


def test_a_vietnamese_code_page(make_shop: MakeShop) -> None:
    shop = make_shop("vi")
    table = "Câu hỏi,Trả lời,Đối tượng\nKhi nào giao?,Được ba ngày.,công khai\n"
    decomposed = table.translate({
        ord(one): two for one, two in {"ỏ": "o\u0309", "ả": "a\u0309", "ờ": "ơ\u0300", "ợ": "ơ\u0323", "ố": "ô\u0301",
        "ượ": "ươ\u0323", "à": "à", "ồ": "ô\u0300"}.items() if len(one) == 1
    })  # fmt: skip
    shop.put("faq.csv", decomposed.encode("cp1258"))
    told = shop.run("table", "faq.csv")
    assert told.code == 0 and "Windows-1258" in told.text, told.text
    assert shop.body(shop.files("docs/faq")[0]) == "Được ba ngày."


WORDS = [
    ("Question,Answer,Audience", "public", "docs/faq"), ("Soalan,Jawapan,Akses", "awam", "docs/faq"),
    ("Frage,Antwort,Intern", "nein", "docs/faq"), ("Frage,Antwort,Intern", "ja", "agents/procedures"),
    ("Question,Réponse,Visibilité", "Interne", "agents/procedures"), ("Pregunta,Respuesta,Público", "sí", "docs/faq"),
    ("Câu hỏi,Câu trả lời,Đối tượng", "Nội bộ", "agents/procedures"),
    ("Soalan,Jawapan,Khalayak", "dalaman", "agents/procedures"),
    ("Question,Answer,Audience", "maybe later", "agents/procedures"),
    ("Question,Answer,Audience", "", "agents/procedures"),
    ("Question,Answer,Public", "no", "agents/procedures"), ("Question,Answer (internal),No.", "1", "agents/procedures"),
    ("Question,Answer,Audience", "\"public, internal\"", "agents/procedures"),
    ("السؤال,الجواب,الجمهور", "عام", "docs/faq"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "word", "folder"), WORDS)
def test_who_may_read_a_row_is_read_from_its_words(header: str, word: str, folder: str, make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put("t.csv", f"{header}\nHow much?,Ten.,{word}\n")
    told = shop.run("table", "t.csv")
    assert shop.files() == [f"{folder}/how-much.md"], told.text
    is_clear = word not in ("maybe later", "", '"public, internal"')
    assert told.code == (0 if is_clear else 1) and ("kept internal" in told.text) is not is_clear


def test_a_table_without_a_word_on_readers_is_public_and_open_until_somebody_says_so(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put("faq.csv", "Question,Answer\nHow much?,Ten.\n")
    told = shop.run("table", "faq.csv")
    assert told.code == 1 and "--audience public" in told.text
    assert shop.files() == ["docs/faq/how-much.md"]
    assert shop.run("table", "faq.csv", "--audience", "public").code == 0


@pytest.mark.parametrize("name", ["FAQ nội bộ.csv", "faq-internal.csv", "faq_dalaman.csv"])
def test_a_file_that_is_named_internal_is_internal(name: str, make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put(name, "Question,Answer\nHow much?,Ten.\n")
    shop.run("table", name)
    assert shop.files() == ["agents/procedures/how-much.md"]


def test_one_question_with_an_answer_for_each_audience_is_two_articles(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put("faq.csv", "Question,Answer,Audience,Internal remarks\nFee?,Ten.,public,x\nFee?,Waive it.,internal,\n")
    shop.run("table", "faq.csv")
    assert [path.partition("/fee")[0] for path in shop.files()] == ["agents/procedures", "docs/faq"]
    assert shop.body("docs/faq/fee.md") == "Ten."


def test_titles_are_words_and_numbers_are_told(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    rows = [
        ["Question", "Answer"],
        ["<b>How</b> [much](https://a.example)?", 0.1],
        ["1. **When?**\nAt what time?", "8."],
    ]
    shop.put("faq.xlsx", make_xlsx({"Sheet1": rows}))
    told = shop.run("table", "faq.xlsx", "--audience", "public")
    assert "title: How much?" in shop.read("docs/faq/how-much.md")
    assert "title: When?\nquestions:\n  - At what time?" in shop.read("docs/faq/when.md")
    assert "faq.xlsx#Sheet1:2: column B “Answer” holds a number or a date: read as “0.1”" in told.text


def test_sheets_of_one_file_are_topics_and_a_lone_sheet_is_none(make_shop: MakeShop) -> None:
    shop = make_shop("vi", "en")
    head = ["Câu hỏi", "Trả lời"]
    shop.put(
        "a.xlsx",
        make_xlsx({"Giao hàng": [head, ["Bao lâu?", "Mai."]], "Đổi trả": [head, ["Đổi được không?", "Được."]]}),
    )
    shop.put("b.xlsx", make_xlsx({"Bang1": [head, ["Mấy giờ?", "Tám giờ."]]}))
    shop.put("c.csv", 'Question,Answer\nIs it open?,"Yes, daily"\n')
    assert shop.run("table", "a.xlsx", "b.xlsx", "c.csv", "--audience", "public").code == 0
    assert "topic: giao-hang" in shop.read("docs/faq/bao-lau.md")
    assert "topic: doi-tra" in shop.read("docs/faq/doi-duoc-khong.md")
    assert "topic:" not in shop.read("docs/faq/may-gio.md")
    assert "docs/faq/is-it-open.en.md" in shop.files("docs/faq")


def test_merged_cells_are_headings_and_longer_answers(make_shop: MakeShop) -> None:
    shop = make_shop("vi")
    rows = [
        ["CÂU HỎI"],
        ["STT", "Câu hỏi", "Trả lời"],
        ["GIAO HÀNG"],
        [1, "Bao lâu?", "Hai ngày."],
        [None, None, "Ở tỉnh ba."],
    ]
    shop.put("faq.xlsx", make_xlsx({"FAQ": rows}, merged={"FAQ": ["A1:C1", "A3:C3", "B4:B5"]}))
    assert shop.run("table", "faq.xlsx", "--audience", "public").code == 0
    assert shop.body("docs/faq/bao-lau.md") == "Hai ngày.\n\nỞ tỉnh ba."
    assert "topic: giao-hang" in shop.read("docs/faq/bao-lau.md")


LANGUAGES = {
    "pairs in headers": {
        "faq.csv": "Question (vi),Answer (vi),Question (en),Answer (en)\n"
        "Mở mấy giờ?,Tám giờ.,When open?,Eight.\n"},
    "words of languages": {"faq.csv": "Câu hỏi,Trả lời,Question,Answer\nMở mấy giờ?,Tám giờ.,When open?,Eight.\n"},
    "under merged titles": {
        "faq.xlsx": make_xlsx(
            {"S": [["Tiếng Việt", None, "English", None], ["Question", "Answer", "Question", "Answer"],
                   ["Mở mấy giờ?", "Tám giờ.", "When open?", "Eight."]]}, merged={"S": ["A1:B1", "C1:D1"]},
        )
    },
    "a column of languages": {
        "faq.csv": "ID,Language,Question,Answer\n"
        "1,VN,Mở mấy giờ?,Tám giờ.\n1,English,When open?,Eight.\n"},
    "a sheet for each": {
        "faq.xlsx": make_xlsx(
            {"Tiếng Việt": [["Câu hỏi", "Trả lời"], ["Mở mấy giờ?", "Tám giờ."]],
             "English": [["Question", "Answer"], ["When open?", "Eight."]]}
        )
    },
    "a file for each": {
        "faq.vi.csv": "id,Câu hỏi,Trả lời\n7,Mở mấy giờ?,Tám giờ.\n",
        "faq.en.csv": "id,Question,Answer\n7,When open?,Eight.\n"},
}  # fmt: skip


@pytest.mark.parametrize("case", LANGUAGES)
@pytest.mark.parametrize("first", ["vi", "en"])
def test_several_languages_are_translations_of_one_article(case: str, first: str, make_shop: MakeShop) -> None:
    shop = make_shop(first, "en" if first == "vi" else "vi")
    files = [shop.put(name, data) for name, data in LANGUAGES[case].items()]
    told = shop.run("table", *files, "--audience", "public")
    expected = {
        "vi": ["docs/faq/mo-may-gio.en.md", "docs/faq/mo-may-gio.md"],
        "en": ["docs/faq/when-open.md", "docs/faq/when-open.vi.md"],
    }
    assert shop.files("docs/faq") == expected[first], told.text
    assert {shop.body(path) for path in shop.files("docs/faq")} == {"Tám giờ.", "Eight."}
    assert not shop.errors()


def test_a_translation_that_comes_later_joins_its_article(make_shop: MakeShop) -> None:
    shop = make_shop("en", "vi")
    shop.put(
        "faq.csv", "id,Question,Answer,Topic,Audience\n7,When open?,Eight.,Hours,public\n8,Secret?,No.,Hours,internal\n"
    )
    assert shop.run("table", "faq.csv").code == 0
    shop.put("faq.vi.csv", "id,Câu hỏi,Trả lời\n7,Mở mấy giờ?,Tám giờ.\n8,Bí mật?,Không.\n")
    told = shop.run("table", "faq.vi.csv")
    assert shop.files() == [
        "agents/procedures/secret.md", "agents/procedures/secret.vi.md",
        "docs/faq/when-open.md", "docs/faq/when-open.vi.md",
    ], told.text  # fmt: skip
    assert "topic: hours" in shop.read("docs/faq/when-open.vi.md")
    assert not shop.errors()


def test_rows_that_moved_keep_their_articles_and_a_row_that_went_is_told(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    head = "No.,Question,Answer,Audience\n"
    shop.put("faq.csv", head + "1,How much?,Ten.,public\n2,When?,Soon.,public\n")
    shop.run("table", "faq.csv")
    shop.put("faq.csv", head + "1,Where?,Here.,public\n2,How much?,Eleven.,public\n")
    told = shop.run("table", "faq.csv")
    assert shop.body("docs/faq/how-much.md") == "Eleven." and shop.body("docs/faq/where.md") == "Here."
    assert "docs/faq/when.md came from this table, which has no such row any more" in told.text and told.code == 1
    (shop.root / "docs/faq/how-much.md").write_text(shop.read("docs/faq/how-much.md") + "\nMine.\n", "utf-8")
    shop.put("faq.csv", head + "1,How much?,Twelve.,public\n")
    assert "edited here" in shop.run("table", "faq.csv").text
    assert "Mine." in shop.read("docs/faq/how-much.md")


LOSSES = [
    ("How?,\n", "faq.csv:2: “How?” has no answer in column B “Answer”"),
    (",Ten.\n", "faq.csv:2: has an answer in column B “Answer” and no question: left out"),
    ("How?,Ten.\nHow?,Nine.\n", "faq.csv:3: table faq row"),
    ("How?,Ten.\nHow?,Ten.\n", "faq.csv:3: repeats “How?” of faq.csv:2 word for word"),
    ('"How\nmuch?",Ten.\nNone,\n', "faq.csv:4: “None” has no answer"),
    ("How?,Ten.,a note\n", "faq.csv:1: column C has no place here: 1 cells left out, the first in row 2"),
]


@pytest.mark.parametrize(("rows", "expected"), LOSSES)
def test_a_loss_is_told_with_row_and_column(rows: str, expected: str, make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put("faq.csv", "Question,Answer\n" + rows)
    assert expected in shop.run("table", "faq.csv").text
    assert not shop.errors()


def test_notes_comments_pictures_and_hidden_parts_are_not_published(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    rows = [["Question", "Answer", "Audience", "Ghi chú"], ["Pay?", "By card.", "public", "SECRET margin"],
            ["Price?", "SECRET row", "public", None]]  # fmt: skip
    book = make_xlsx({"FAQ": rows, "Old": [["Question", "Answer"], ["A?", "SECRET"]]}, hidden_sheets=["Old"],
 hidden_rows=[3],
                     links={"B2": "https://shop.example/card"})  # fmt: skip
    shop.put("faq.xlsx", book)
    told = shop.run("table", "faq.xlsx")
    assert "faq.xlsx#Old:1: is hidden" in told.text and "faq.xlsx#FAQ:3: is hidden in the sheet" in told.text
    assert "column D “Ghi chú” has no place here" in told.text
    assert "SECRET" not in shop.read("docs/faq/pay.md") and "(https://shop.example/card)" in shop.read(
        "docs/faq/pay.md"
    )
    assert "draft: true" in shop.read("docs/faq/price.md")
    answers = [["Question", "Answer"], ["HIDDEN row?", "SECRET"], ["Now?", "Yes.|comment:SECRET word"]]
    shop.put("n.ods", make_ods({"FAQ": answers}))
    shop.run("table", "n.ods", "--audience", "public")
    assert "draft: true" in shop.read("docs/faq/hidden-row.md")
    assert shop.body("docs/faq/now.md") == "Yes."


def test_hidden_columns_are_left_out(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    rows = [["Question", "Answer", "Summary"], ["Now?", "Yes.", "SECRET"]]
    shop.put("faq.xlsx", make_xlsx({"Sheet1": rows}, hidden_columns=[3]))
    told = shop.run("table", "faq.xlsx", "--audience", "public")
    assert told.code == 1 and "hides the columns C: left out" in told.text
    assert "SECRET" not in shop.read("docs/faq/now.md")


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_damaged_workbook_is_refused_with_a_sentence(cut: int, make_shop: MakeShop) -> None:
    shop = make_shop("en")
    whole = make_xlsx({"Sheet1": [["Question", "Answer"], ["Now?", "Yes."]]})
    damaged = bytearray(whole)
    for at in range(40 + cut * 97, len(damaged), 911):
        damaged[at] ^= 0x55
    shop.put("faq.xlsx", bytes(damaged) if cut % 2 else whole[: len(whole) * cut // 12])
    told = shop.run("table", "faq.xlsx", "--audience", "public")
    assert told.code in (0, 2) and "Traceback" not in told.text and "fault of kb's" not in told.text


CELLS = [
    ("Two ways:\n• shop\n• post\nThen pay 30.000đ.", "Two ways:\n\n*   shop\n*   post\n\nThen pay 30.000đ."),
    ("-one\n-two", "*   one\n*   two"),
    ("1. a\n2. b", "1.  a\n2.  b"),
    ("<p>Yes, <b>now</b></p><script>x</script>", "Yes, **now**"),
    ("**Now** see [us](https://a.example/b)", "**Now** see [us](https://a.example/b)"),
    ("Call 0901 234 567, 5*2 = {{ fact.x }}", "Call 0901 234 567, 5\\*2 = \\{\\{ fact.x }}"),
]


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_a_cell_reads_as_it_looks(cell: str, expected: str, make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put("faq.xlsx", make_xlsx({"Sheet1": [["Question", "Answer"], ["How?", cell]]}))
    shop.run("table", "faq.xlsx", "--audience", "public")
    assert shop.body("docs/faq/how.md") == expected
    assert not shop.errors()


def test_saved_replies_become_scripts_with_placeholders(make_shop: MakeShop) -> None:
    shop = make_shop("vi")
    rows = [
        ["Phím tắt", "Tiêu đề", "Nội dung"],
        ["/tre", "Giao trễ", "Chào [Tên khách],\nđơn {mã đơn} trễ xxx ngày, <tên> nhé."],
    ]
    shop.put(
        "mau.xlsx",
        make_xlsx({"FAQ": [["Câu hỏi", "Trả lời", "Đối tượng"], ["A?", "B.", "công khai"]], "Mẫu tin nhắn": rows}),
    )
    told = shop.run("table", "mau.xlsx")
    assert shop.files("agents") == ["agents/scripts/giao-tre.md"], told.text
    text = shop.read("agents/scripts/giao-tre.md")
    assert (
        "Chào {{ customer_name }}," in text
        and "đơn {{ order_id }} trễ {{ to_fill_1 }} ngày, {{ customer_name }}" in text
    )
    assert "placeholder “to_fill_1”" in told.text
    assert not shop.errors()


PEOPLE = [
    "Email,Phone,Name\na@x.vn,0901234567,Mai\nb@x.vn,0901234568,Lan\n",
    "Mã đơn hàng,Người mua,Địa chỉ\nA1,Mai,1 Lê Lợi\n",
    "Question,Answer,Customer email\nWhere?,Here.,a@x.vn\n",
    "Question,Answer,From\nWhere?,Here.,a@x.vn\nWhen?,Now.,b@x.vn\n",
    "Question,Answer,Zalo\nWhere?,Here.,0901 234 567\nWhen?,Now.,0901 234 568\n",
]


@pytest.mark.parametrize("text", PEOPLE)
def test_tables_of_people_are_refused(text: str, make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put("contacts.csv", text)
    told = shop.run("table", "contacts.csv")
    assert told.code == 2 and "data of people" in told.text
    assert not shop.files()


def test_columns_are_mapped_by_options_and_a_table_that_names_none_says_how(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put("odd.csv", "Problem,Solution,Lösung\nBroken?,Glue.,Kleben.\n")
    told = shop.run("table", "odd.csv")
    assert (told.code == 2 and "A “Problem”, B “Solution”" in told.text) or shop.files() == []
    assert shop.run("table", "odd.csv", "--question", "Problem", "--answer", "B", "--audience", "public").code == 0
    assert shop.body("docs/faq/broken.md") == "Glue."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.csv", b""),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
        ("a.csv", b"Question,Answer\n"),
        ("missing.csv", None),
        ("a.xlsx", make_xlsx({"S": []})),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(name: str, data: bytes | None, make_shop: MakeShop) -> None:
    shop = make_shop("en")
    if data is not None:
        shop.put(name, data)
    told = shop.run("table", name)
    assert told.code == 2 and told.text.count("\n") == 1 and "nothing was imported" in told.text
    assert not shop.files()
