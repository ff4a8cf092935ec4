"""Intercom, Freshdesk, Help Scout and Gorgias: articles, who may read them, languages, replies, and what is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.importers.common.report import ImportReport
from kb.project.project import load_project
from tests.importers.conftest import load, snapshot
from tests.importers.helpdesk_exports import (
    GORGIAS_CATEGORY,
    INTERCOM_COLLECTION,
    freshdesk_article,
    freshdesk_folder,
    gorgias_article,
    help_scout_article,
    help_scout_collection,
    help_scout_page,
    intercom_article,
    intercom_list,
)

EXPORTS: dict[str, tuple[list[object], str, str, str]] = {
    "intercom": (
        [intercom_list(intercom_article()), intercom_list(INTERCOM_COLLECTION)],
        "",
        "faq/bestellung-verfolgen",
        "shipping",
    ),
    "freshdesk": ([[freshdesk_article()], [freshdesk_folder()]], "vi", "faq/theo-doi-don-hang", "giao-hang"),
    "helpscout": (
        [{"article": help_scout_article()}, help_scout_page("collections", help_scout_collection())],
        "ms",
        "faq/jejak-pesanan",
        "bantuan",
    ),
    "gorgias": (
        [{"object": "list", "data": [gorgias_article()]}, {"object": "list", "data": [GORGIAS_CATEGORY]}],
        "",
        "faq/widerruf",
        "bestellungen",
    ),
}


@pytest.mark.parametrize("system", EXPORTS)
def test_a_public_article_is_public_has_its_topic_and_comes_twice_without_change(
    system: str, bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    values, language, id, topic = EXPORTS[system]
    report = bring(system, *values, language=language)
    assert len(report.written) == 1 and report.written[0].startswith(f"docs/{id}.")
    before = snapshot(tmp_path)
    article = next(iter(load(tmp_path).library.articles.values()))
    assert (article.id, article.topic, article.is_draft) == (id, topic, False)
    assert bring(system, *values, language=language).unchanged == report.written
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("system", EXPORTS)
def test_no_author_and_no_reader_is_carried_over(
    system: str, bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    values, language, *_ = EXPORTS[system]
    (path,) = bring(system, *values, language=language).written
    text = (tmp_path / path).read_text("utf-8")
    assert not any(word in text for word in ("5017691", "author", "agent_id", "73423", "createdBy"))


@pytest.mark.parametrize("system", EXPORTS)
def test_folders_may_come_before_their_articles(
    system: str, bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    values, language, id, topic = EXPORTS[system]
    bring(system, *reversed(values), language=language)
    article = next(iter(load(tmp_path).library.articles.values()))
    assert (article.id, article.topic) == (id, topic)


@pytest.mark.parametrize("system", EXPORTS)
def test_an_edit_of_the_shop_is_kept(system: str, bring: Callable[..., ImportReport], tmp_path: Path) -> None:
    values, language, *_ = EXPORTS[system]
    (path,) = bring(system, *values, language=language).written
    (tmp_path / path).write_text((tmp_path / path).read_text("utf-8") + "\nOurs.\n", "utf-8")
    assert bring(system, *values, language=language).kept == (path,)
    assert "Ours." in (tmp_path / path).read_text("utf-8")


@pytest.mark.parametrize(
    ("system", "values", "where", "is_draft"),
    [
        ("intercom", [intercom_list(intercom_article(state="draft"))], "docs/faq/", True),
        ("intercom", [intercom_list(intercom_article(state=None))], "docs/faq/", True),
        ("intercom", [intercom_list(intercom_article(state="review"))], "docs/faq/", True),
        ("intercom", [intercom_list(intercom_article(visible_to="specific_teams"))], "agents/procedures/", False),
        (
            "intercom",
            [intercom_list(intercom_article(type="internal_article", state=None))],
            "agents/procedures/",
            False,
        ),
        ("freshdesk", [[freshdesk_article(status=1)], [freshdesk_folder()]], "docs/faq/", True),
        ("freshdesk", [[freshdesk_article(status=9)], [freshdesk_folder()]], "docs/faq/", True),
        *[
            ("freshdesk", [[freshdesk_article()], [freshdesk_folder(visibility=number)]], "agents/procedures/", False)
            for number in (2, 3, 4, 5, 6, 7, 99, None, "agents")
        ],
        ("freshdesk", [[freshdesk_article()]], "agents/procedures/", False),
        ("freshdesk", [freshdesk_folder(visibility=3, articles=[freshdesk_article()])], "agents/procedures/", False),
        (
            "freshdesk",
            [[freshdesk_article()], [freshdesk_folder(parent_folder_id=5), freshdesk_folder(5, 3)]],
            "agents/procedures/",
            False,
        ),
        (
            "helpscout",
            [
                help_scout_page("articles", help_scout_article()),
                help_scout_page("collections", help_scout_collection(visibility="private")),
            ],
            "agents/procedures/",
            False,
        ),
        ("helpscout", [{"article": help_scout_article()}], "agents/procedures/", False),
        (
            "helpscout",
            [{"article": help_scout_article(status="notpublished")}, [help_scout_collection()]],
            "docs/faq/",
            True,
        ),
        ("gorgias", [{"data": [gorgias_article(visibility_status="UNLISTED")]}], "agents/procedures/", False),
        ("gorgias", [{"data": [gorgias_article(is_current=False)]}], "docs/faq/", True),
        ("gorgias", [{"data": [gorgias_article(visibility_status=None, is_current=None)]}], "docs/faq/", True),
        ("gorgias", [{"data": [gorgias_article() | {"deleted_datetime": "2024-01-01T00:00:00Z"}]}], "docs/faq/", True),
    ],
)
def test_only_what_is_clearly_public_and_published_is(
    system: str, values: list[object], where: str, is_draft: bool, bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    (path,) = bring(system, *values).written
    assert path.startswith(where)
    assert next(iter(load(tmp_path).library.articles.values())).is_draft is is_draft


def test_an_article_that_becomes_restricted_leaves_the_public_folder(
    bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    bring("freshdesk", [freshdesk_article()], [freshdesk_folder()])
    report = bring("freshdesk", [freshdesk_article()], [freshdesk_folder(visibility=3)])
    assert not list((tmp_path / "docs").rglob("*.md"))
    assert any("is restricted now" in line for line in report.lines())


@pytest.mark.parametrize("system", ["freshdesk", "helpscout"])
def test_an_article_that_came_without_its_folder_moves_when_both_come(
    system: str, bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    values, language, id, _ = EXPORTS[system]
    first = bring(system, values[0], language=language)
    assert first.is_open and first.written[0].startswith("agents/procedures/")
    bring(system, *values, language=language)
    assert not list((tmp_path / "agents").rglob("*.md"))
    assert [path.name.partition(".")[0] for path in (tmp_path / "docs").rglob("*.md")] == [id.rpartition("/")[2]]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_translation_of_freshdesk_joins_its_article_in_either_order(
    order: tuple[int, int], bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    steps = [
        lambda: bring("freshdesk", [freshdesk_article()], [freshdesk_folder()], language="vi"),
        lambda: bring(
            "freshdesk", freshdesk_article(title="Track an order", description="<p>Open it.</p>"), language="en"
        ),
    ]
    for number in (*order, *order):
        steps[number]()
    found = load(tmp_path).library.articles
    assert len(found) == 2 and {language for _, language in found} == {"en", "vi"}
    assert len({id for id, _ in found}) == 1
    assert {article.topic for article in found.values()} == {"giao-hang"}
    assert not list((tmp_path / "agents").rglob("*.md"))


def test_translations_of_intercom_have_their_own_state_and_join_one_article(
    bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    contents = {
        "type": "article_translated_content",
        "ar": None,
        "de": {"type": "article_content", "title": "x", "body": "<p>x</p>", "state": "published"},
        "en": {"title": "Track an order", "body": "<p>Open the link.</p>", "state": "draft", "url": None},
        "ms": {"title": "Jejak pesanan", "body": "<p>Buka pautan.</p>", "state": "published"},
        "fr": {"title": "Suivre", "body": "<p>Ouvrez.</p>", "state": "published"},
    }
    report = bring("intercom", intercom_list(intercom_article(translated_content=contents)))
    assert report.written == (
        "docs/faq/bestellung-verfolgen.de.md",
        "docs/faq/bestellung-verfolgen.md",
        "docs/faq/bestellung-verfolgen.ms.md",
        "imported/bestellung-verfolgen.fr.md",
    )
    found = load(tmp_path).library.articles
    assert {language: article.is_draft for (_, language), article in found.items()} == {
        "en": True,
        "de": False,
        "ms": False,
    }
    assert "Den Link" in found["faq/bestellung-verfolgen", "de"].body


def test_names_of_topics_come_in_every_language(bring: Callable[..., ImportReport], tmp_path: Path) -> None:
    bring("intercom", intercom_list(intercom_article()), intercom_list(INTERCOM_COLLECTION))
    names = [dict(topic.name) for topic in load_project(tmp_path).options.topics.values()]
    assert {"de": "Versand", "en": "Shipping"} in names


LINKS = [
    ("intercom", intercom_list, intercom_article, "body", "https://intercom.help/blumen/de/articles/40-neu", "40"),
    ("intercom", intercom_list, intercom_article, "body", "/de/articles/40-bestellung-verfolgen#h_1", "40"),
    (
        "freshdesk",
        lambda *all: list(all),
        freshdesk_article,
        "description",
        "https://x.freshdesk.com/support/solutions/articles/40-abc",
        40,
    ),
    ("freshdesk", lambda *all: list(all), freshdesk_article, "description", "/vi/support/solutions/articles/40", 40),
    (
        "helpscout",
        lambda *all: list(all),
        help_scout_article,
        "text",
        "https://docs.kedai.example/article/40-other-words",
        40,
    ),
]


@pytest.mark.parametrize(("system", "listed", "make", "field", "address", "id"), LINKS)
@pytest.mark.parametrize("is_later", [False, True])
def test_links_between_articles_lead_to_ours(
    system: str,
    listed: Callable[..., object],
    make: Callable[..., dict[str, object]],
    field: str,
    address: str,
    id: object,
    is_later: bool,
    bring: Callable[..., ImportReport],
    tmp_path: Path,
) -> None:
    folder = {"intercom": INTERCOM_COLLECTION, "freshdesk": freshdesk_folder(), "helpscout": help_scout_collection()}
    other, linking = (
        make(id, title="Other", name="Other", slug="other"),
        make(**{field: f'<p>See <a href="{address}">it</a>.</p>'}),
    )
    if is_later:
        bring(system, listed(other), [folder[system]], language="en")
        bring(system, listed(linking), [folder[system]], language="en")
    else:
        bring(system, listed(linking, other), [folder[system]], language="en")
    texts = [path.read_text("utf-8") for path in (tmp_path / "docs").rglob("*.md")]
    assert len(texts) == 2
    (text,) = [text for text in texts if "See " in text]
    assert "See [it](other." in text


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("https://help.courier.example/en/articles/40-track", False),
        ("https://hilfe.blumen.example/de/collections/143-versand", True),
        ("https://hilfe.blumen.example/de/articles/99-gone", True),
        ("https://intercom.help/blumen/de/articles/99-gone", True),
        ("https://shop.example/products/40", False),
    ],
)
def test_a_link_that_leads_to_no_article_here_stays_and_is_told_if_it_dies_with_the_account(
    address: str, is_told: bool, bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    linking = intercom_article(body=f'<p>See <a href="{address}">it</a>.</p>')
    report = bring("intercom", intercom_list(linking, intercom_article("40", title="Other")), [INTERCOM_COLLECTION])
    assert f"[it]({address})" in (tmp_path / "docs/faq/bestellung-verfolgen.de.md").read_text("utf-8")
    assert any(address in line for line in report.lines()) is is_told


def test_an_attachment_is_fetched_under_one_name_however_its_signature_changes(
    bring: Callable[..., ImportReport],
) -> None:
    address = "https://s3.amazonaws.com/cdn.freshdesk.com/data/helpdesk/attachments/9/form.pdf?X-Amz-Signature="
    files = [[{"id": 9, "name": "form.pdf", "attachment_url": address + sign}] for sign in ("abc", "xyz")]
    first, second = (bring("freshdesk", [freshdesk_article(attachments=one)], [freshdesk_folder()]) for one in files)
    assert [one.path for one in first.downloads] == [one.path for one in second.downloads]
    assert second.unchanged == first.written
