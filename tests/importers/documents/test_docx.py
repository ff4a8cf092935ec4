"""`kb import docx`: what a document shows becomes an article; what its writer did not mean to publish does not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.importers.conftest import snapshot
from tests.importers.documents.conftest import Shop
from tests.importers.documents.documents_made import (
    link,
    make_docx,
    note,
    paragraph,
    picture,
    png,
    table,
    text,
)
from tests.importers.documents.sheets_made import zipped

MakeShop = Callable[..., Shop]
H1, H2 = "berschrift1", "berschrift2"


def test_headings_lists_tables_links_notes_and_pictures_come_along(make_shop: MakeShop) -> None:
    shop = make_shop("de")
    document = make_docx(
        paragraph("Rückgabe", "Title"),
        paragraph("Inhalt 1", "TOC1"),
        paragraph(
            text("Sie haben ") + text("14 Tage", "<w:b/>") + note(1) + text(" Zeit, ") + link("hier", 1) + text(".")
        ),
        paragraph("So geht es", H1),
        paragraph("Melden", item="0,2"),
        paragraph("per Mail", item="1,1"),
        paragraph("Senden", item="0,2"),
        table([["Ware", "Tage"], ["Kleid", "14"]]),
        paragraph(picture(1, "Das Etikett")),
        links=["https://shop.example/retoure"],
        pictures={"image1.png": png()},
        notes=["Ab Erhalt der Ware."],
    )
    shop.put("Kundenservice/rueckgabe.docx", document)
    told = shop.run("docx", "Kundenservice", "--audience", "public")
    assert told.code == 0, told.text
    body = shop.body("docs/faq/ruckgabe.md")
    assert "title: Rückgabe" in shop.read("docs/faq/ruckgabe.md")
    assert body.startswith(
        "Sie haben **14 Tage**\\[1\\] Zeit, [hier](https://shop.example/retoure).\n\n\\[1\\] Ab Erhalt der Ware.\n\n"
        "## So geht es\n\n1.  Melden\n    *   per Mail\n2.  Senden\n\n"
        "| Ware | Tage |\n| --- | --- |\n| Kleid | 14 |\n\n"
        "![Das Etikett](../img/imported/das-etikett-"
    ), body
    assert "Inhalt" not in body
    pictures = shop.files("docs/img")
    assert [(shop.root / one).read_bytes() for one in pictures] == [png()]
    assert not shop.errors()
    before = snapshot(shop.root)
    assert "1 file unchanged" in shop.run("docx", "Kundenservice", "--audience", "public").text
    assert snapshot(shop.root) == before


def test_what_is_not_meant_for_readers_is_not_published(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    document = make_docx(
        paragraph("Pay", H1),
        paragraph(
            text("By card.") + text("SECRET hidden", "<w:vanish/>") + '<w:r><w:commentReference w:id="0"/></w:r>'
        ),
        paragraph("SECRET style", "Secret"),
        comments=["SECRET comment"],
        header="SECRET header",
    )
    shop.put("pay.docx", document)
    told = shop.run("docx", "pay.docx", "--audience", "public")
    assert "SECRET" not in shop.read("docs/faq/pay.md")
    assert shop.body("docs/faq/pay.md") == "By card."
    for loss in ("1 comments: left out", "2 pieces of hidden text", "has a header (“SECRET header”)"):
        assert loss in told.text


def test_a_document_with_changes_that_nobody_settled_is_a_draft(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    changed = (
        text("Within ")
        + f'<w:del w:id="1"><w:r><w:delText>SECRET ten</w:delText></w:r></w:del><w:ins w:id="2">{text("seven")}</w:ins>'
        + text(" days.")
    )
    shop.put("returns.docx", make_docx(paragraph("Returns", H1), paragraph(changed)))
    told = shop.run("docx", "returns.docx", "--audience", "public")
    assert told.code == 1 and "2 tracked changes" in told.text
    made = shop.read("docs/faq/returns.md")
    assert "draft: true" in made and "SECRET" not in made and "Within seven days." in made


def test_headings_become_articles_where_the_command_says_so(make_shop: MakeShop) -> None:
    shop = make_shop("vi", "en")
    blocks = (
        paragraph("FAQ", "Title"), paragraph("Giao hàng", H1), paragraph("Bao lâu?", H2), paragraph("Hai ngày."),
        paragraph("Thanh toán", H1), paragraph("Có COD không?", H2), paragraph("Có."),
    )  # fmt: skip
    english = (
        paragraph("FAQ", "Title"), paragraph("Delivery", H1), paragraph("How long?", H2), paragraph("Two days."),
        paragraph("Payment", H1), paragraph("Is there COD?", H2), paragraph("Yes."),
    )  # fmt: skip
    shop.put("d/faq.docx", make_docx(*blocks))
    shop.put("d/faq.en.docx", make_docx(*english))
    told = shop.run("docx", "d", "--split-at", "heading2", "--audience", "public")
    assert shop.files("docs/faq") == [
        "docs/faq/bao-lau.en.md", "docs/faq/bao-lau.md", "docs/faq/co-cod-khong.en.md", "docs/faq/co-cod-khong.md",
    ], told.text  # fmt: skip
    assert "joined as translations by their order" in told.text
    assert "topic: giao-hang" in shop.read("docs/faq/bao-lau.en.md") and "vi: Thanh toán" in shop.read("mkdocs.yml")
    assert not shop.errors()


def test_folders_are_topics_languages_and_readers(make_shop: MakeShop) -> None:
    shop = make_shop("en", "vi")
    shop.put("all/Returns/exchange.docx", make_docx(paragraph("Exchange", H1), paragraph("Yes.")))
    shop.put("all/vi/Returns/exchange.docx", make_docx(paragraph("Đổi hàng", H1), paragraph("Được.")))
    shop.put("all/Nội bộ/sop.docx", make_docx(paragraph("SOP", H1), paragraph("Quiet.")))
    shop.put("all/old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    told = shop.run("docx", "all", "--audience", "public")
    assert shop.files() == ["agents/procedures/sop.md", "docs/faq/exchange.md", "docs/faq/exchange.vi.md"], told.text
    assert told.code == 1 and "old.doc:1: is no .docx: left out; save it as .docx" in told.text
    assert "topic: returns" in shop.read("docs/faq/exchange.md")
    assert not shop.errors()


def test_pictures_that_browsers_do_not_show_are_told(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put(
        "a.docx", make_docx(paragraph("A", H1), paragraph(text("See ") + picture(1, "x")), pictures={"i.emf": b"EMF"})
    )
    told = shop.run("docx", "a.docx", "--audience", "public")
    assert told.code == 1 and "x-emf, which browsers do not show" in told.text
    assert shop.body("docs/faq/a.md") == "See"


@pytest.mark.parametrize("part", ["document", "styles", "numbering", "footnotes", "_rels/document.xml.rels"])
@pytest.mark.parametrize("how", ["", "<w:document", "<a/>", "no XML"])
def test_a_document_with_a_damaged_part_is_no_fault_of_kbs(part: str, how: str, make_shop: MakeShop) -> None:
    shop = make_shop("en")
    whole = make_docx(paragraph("A", H1), paragraph(text("One") + note(1)), notes=["Two"])
    name = f"word/{part}" + ("" if part.endswith(".rels") else ".xml")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    shop.put("a.docx", zipped(parts | {name: how.encode()}))
    told = shop.run("docx", "a.docx", "--audience", "public")
    assert told.code in (0, 1, 2) and "fault of kb's" not in told.text
    assert told.code == 2 or shop.files("docs/faq")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old format .doc"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"", "damaged"),
        (make_docx(paragraph("A"))[:-200], "damaged"),
        (None, "is not there"),
    ],
)
def test_a_file_that_is_no_document_is_refused_with_a_sentence(
    data: bytes | None, why: str, make_shop: MakeShop
) -> None:
    shop = make_shop("en")
    if data is not None:
        shop.put("a.docx", data)
    told = shop.run("docx", "a.docx")
    assert told.code == 2 and why in told.text and told.text.count("\n") == 1
    assert not shop.files()
