"""Translations that come before, after or without their article: public ones stay public, none is orphaned."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.importers.common.report import ImportReport
from kb.importers.helpdesks.chatwoot import import_chatwoot
from kb.importers.helpdesks.zendesk import import_zendesk
from tests.conftest import MINIMAL_CONFIG, WriteProject
from tests.importers.conftest import load, snapshot
from tests.importers.zendesk_article import SECTION, article

Write = Callable[..., Path]

PICTURE = '<img src="https://old.example/kettle.png">'
ARTICLES = {
    "articles": [
        article(body=f'<p>See <a href="/hc/en-us/articles/102-Other">it</a>. {PICTURE}</p>'),
        article(102, title="Other"),
    ],
    "sections": [SECTION],
}
TRANSLATION = {
    "id": 1,
    "source_id": 101,
    "source_type": "Article",
    "locale": "vi",
    "title": "Trả ấm đun?",
    "body": f'<p>Xem <a href="/hc/vi/articles/102-Other">này</a>. {PICTURE}</p>',
    "draft": False,
}
TRANSLATIONS = {"translations": [TRANSLATION]}
EXPORTS = {"articles": ARTICLES, "translations": TRANSLATIONS}
FOLDERS = MINIMAL_CONFIG.replace("default_language: en", "default_language: en\n      layout: folder")


@pytest.mark.parametrize("config", [MINIMAL_CONFIG, FOLDERS])
@pytest.mark.parametrize("order", list(itertools.permutations(EXPORTS)))
def test_articles_and_translations_meet_in_any_order_and_twice(
    order: tuple[str, ...], config: str, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({"mkdocs.yml": config})
    exports = [write_export(EXPORTS[name], f"{name}.json") for name in order]
    for export in (*exports, *exports):
        import_zendesk(export, project)
    library = load(project).library
    assert set(library.articles) == {
        ("faq/how-do-i-return-a-kettle", "en"),
        ("faq/how-do-i-return-a-kettle", "vi"),
        ("faq/other", "en"),
    }
    page = library.articles["faq/how-do-i-return-a-kettle", "vi"]
    assert (page.title, page.topic) == ("Trả ấm đun?", "care-and-repair")
    assert "img/imported/" in page.body
    assert not (project / "agents").exists() or not list((project / "agents").rglob("*.md"))
    before = snapshot(project)
    for export in exports:
        report = import_zendesk(export, project)
        assert (report.written, report.updated, report.kept) == ((), (), ())
    assert snapshot(project) == before


def test_a_translation_waits_inside_and_brings_its_picture(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    report = import_zendesk(write_export(TRANSLATIONS), project)
    assert report.is_open
    (download,) = report.downloads
    assert download.path.startswith("agents/img/internal/")
    (project / download.path).parent.mkdir(parents=True)
    (project / download.path).write_bytes(b"a picture")
    assert [path.partition("/")[0] for path in snapshot(project) if path != "mkdocs.yml"] == ["agents", "agents"]
    import_zendesk(write_export(ARTICLES), project)
    name = download.path.rpartition("/")[2]
    assert (project / "docs/img/imported" / name).read_bytes() == b"a picture"
    assert not (project / download.path).exists()


def test_a_translation_that_was_edited_while_it_waited_keeps_the_edit(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    import_zendesk(write_export(TRANSLATIONS), project)
    (waiting,) = (project / "agents").rglob("*.md")
    waiting.write_text(waiting.read_text("utf-8") + "\nA writer's line.\n", "utf-8")
    import_zendesk(write_export(ARTICLES), project)
    assert "A writer's line." in load(project).library.articles["faq/how-do-i-return-a-kettle", "vi"].body


@pytest.mark.parametrize("first", EXPORTS)
def test_a_translation_of_a_restricted_article_stays_inside(
    first: str, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    secret = {"articles": [article(user_segment_id=5)]}
    for value in (secret, TRANSLATIONS) if first == "articles" else (TRANSLATIONS, secret):
        import_zendesk(write_export(value), project)
    assert set(load(project).library.articles) == {
        ("procedures/how-do-i-return-a-kettle", "en"),
        ("procedures/how-do-i-return-a-kettle", "vi"),
    }
    assert not list((project / "docs").rglob("*.md"))


def test_a_translation_finds_an_article_that_a_writer_moved(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    import_zendesk(write_export(ARTICLES), project)
    (project / "docs/guides").mkdir()
    (project / "docs/faq/how-do-i-return-a-kettle.md").rename(project / "docs/guides/kettle.md")
    import_zendesk(write_export(TRANSLATIONS), project)
    assert (project / "docs/guides/kettle.vi.md").is_file()


@pytest.mark.parametrize("later", [{"user_segment_id": None}, {}, {"locale": "vi", "user_segment_id": None}])
def test_an_article_that_is_public_here_stays_public(
    later: dict[str, Any], write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    import_zendesk(write_export(ARTICLES), project)
    rerender = {key: value for key, value in article().items() if key != "user_segment_id"} | later
    report = import_zendesk(write_export([rerender, article(103, title="Third", user_segment_id=5)]), project)
    assert (project / "docs/faq/how-do-i-return-a-kettle.md").is_file()
    assert not any("is restricted now" in line for line in report.lines())


def test_a_restricted_article_takes_links_and_pictures_along(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    linking = article(102, title="Other", body='<p><a href="/hc/en-us/articles/101-Kettle">kettle</a></p>')
    export = {"articles": [ARTICLES["articles"][0], linking], **TRANSLATIONS}  # type: ignore[index]
    (download,) = import_zendesk(write_export(export), project).downloads
    (project / download.path).parent.mkdir(parents=True)
    (project / download.path).write_bytes(b"a picture")
    edited = project / "docs/faq/how-do-i-return-a-kettle.vi.md"
    edited.write_text(edited.read_text("utf-8") + "\nA writer's line.\n", "utf-8")
    restricted = article(body=ARTICLES["articles"][0]["body"], user_segment_id=5)  # type: ignore[index]
    report = import_zendesk(write_export([restricted]), project)
    name = download.path.rpartition("/")[2]
    moved = (project / "agents/procedures/how-do-i-return-a-kettle.vi.md").read_text("utf-8")
    assert "(../../docs/faq/other.md)" in moved and f"(../img/internal/{name})" in moved and "A writer's line." in moved
    assert (project / "agents/img/internal" / name).read_bytes() == b"a picture"
    assert not (project / download.path).exists()
    assert any("docs/faq/other.md links docs/faq/how-do-i-return-a-kettle.md" in line for line in report.lines())
    assert report.is_open
    problems = [str(problem) for problem in load(project).problems if problem.is_error]
    assert problems == []


def _category(id: int, name: str, locale: str, **changes: Any) -> dict[str, Any]:
    return {"id": id, "name": name, "slug": f"c-{id}", "locale": locale} | changes


def _chatwoot(id: int, locale: str, category: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": id,
        "title": f"Title {id}",
        "slug": f"title-{id}",
        "content": f"Text {id}.",
        "status": "published",
        "locale": locale,
        "category": category,
        "associated_article_id": None,
    } | changes


RETURNS, TRA_HANG = _category(3, "Send it back", "en"), _category(4, "Gửi lại hàng", "vi")


def _import_chatwoot(write_export: Write, project: Path, *articles: dict[str, Any]) -> ImportReport:
    return import_chatwoot(write_export({"payload": list(articles), "meta": {"articles_count": 1}}), project)


@pytest.mark.parametrize("later", ["together", "article first", "translation first"])
def test_a_translation_in_chatwoot_joins_its_article_and_topic(
    later: str, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    original = _chatwoot(1, "en", RETURNS)
    translation = _chatwoot(2, "vi", TRA_HANG, associated_article_id=1)
    steps = {
        "together": [[original, translation]],
        "article first": [[original], [translation]],
        "translation first": [[translation], [original], [translation]],
    }[later]
    for step in steps:
        _import_chatwoot(write_export, project, *step)
    loaded = load(project)
    assert sorted(language for _, language in loaded.library.articles) == ["en", "vi"]
    assert len({id for id, _ in loaded.library.articles}) == 1
    topics = {page.topic for page in loaded.library.articles.values()}
    assert topics == {"send-it-back"}
    if later == "together":
        assert "Gửi lại hàng" in (project / "mkdocs.yml").read_text("utf-8")
    assert "gui-lai-hang" not in (project / "mkdocs.yml").read_text("utf-8")
    before = snapshot(project)
    for step in steps:
        _import_chatwoot(write_export, project, *step)
    assert snapshot(project) == before
