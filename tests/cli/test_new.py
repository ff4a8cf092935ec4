"""`kb new`: what a draft says beside its title, in which language, and notices and notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.importers.scaffold.new_document import KINDS, Wanted, make_document
from kb.workspace.workspace import open_workspace
from tests.cli.running import call_kb, said
from tests.conftest import TODAY, WriteProject

SHOP = {
    "docs/faq/refund.md": "---\ntitle: When is my refund paid?\ntopic: returns\nstage: return\nowner: after-sales\n"
    "questions: [refund time, money back]\n---\nWe pay refunds after we have checked the item.\n",
}


def text_of(root: Path, path: str) -> str:
    return (root / path).read_text("utf-8")


def test_topic_stage_owner_and_related_come_from_the_articles_most_like_it(write_project: WriteProject) -> None:
    root = write_project(SHOP)
    done = call_kb(root, "new", "faq", "Where is my refund?")
    text = text_of(root, "docs/faq/where-is-my-refund.md")
    assert done.returncode == 0, said(done)
    for line in ("topic: returns", "stage: return", "owner: after-sales", "  - faq/refund", "draft: true"):
        assert f"\n{line}\n" in text


def test_what_is_given_counts_and_must_be_known(write_project: WriteProject) -> None:
    root = write_project(SHOP)
    given = ("--topic", "returns", "--stage", "paying", "--owner", "x", "--related", "")
    done = call_kb(root, "new", "script", "Gift", *given)
    text = text_of(root, "agents/scripts/gift.md")
    assert done.returncode == 0 and "stage: paying\nowner: x\n" in text and "related" not in text
    for option, value, meant in (
        ("--topic", "retruns", "did you mean “returns”?"),
        ("--stage", "payin", "did you mean “paying”?"),
        ("--related", "faq/refnd", "did you mean “faq/refund”?"),
    ):
        refused = call_kb(root, "new", "faq", "Box", option, value)
        assert refused.returncode == 2 and meant in said(refused)
    assert not (root / "docs/faq/box.md").exists()


def test_a_script_starts_with_a_channel_of_the_shop(write_project: WriteProject) -> None:
    config = CONFIG.replace("CODE: Name}", "de: Deutsch}, channels: [email, hotline]").replace("CODE", "de")
    root = write_project({"mkdocs.yml": config, "docs/index.md": "# Laden\n"})
    assert call_kb(root, "new", "script", "Gruß").returncode == 0
    assert "channels:\n  - email\n" in text_of(root, "agents/scripts/gruss.md")


def test_each_language_has_sample_texts_of_its_own(write_project: WriteProject) -> None:
    root = write_project(SHOP)
    assert call_kb(root, "new", "faq", "Gift", "--languages", "vi").returncode == 0
    assert "One line for cards" in text_of(root, "docs/faq/gift.md")
    assert "Một dòng cho thẻ" in text_of(root, "docs/faq/gift.vi.md")
    assert call_kb(root, "new", "guide", "Đổi trả thế nào?", "--lang", "vi").returncode == 0
    assert "Bạn thấy gì?" in text_of(root, "docs/guides/doi-tra-the-nao.vi.md")
    assert not (root / "docs/guides/doi-tra-the-nao.md").exists()


CONFIG = """\
site_name: Laden
theme: {name: material}
plugins:
  - kb: {default_language: CODE, languages: {CODE: Name}}
"""


@pytest.mark.parametrize("code", ["en", "vi", "ms", "de", "th"])
@pytest.mark.parametrize("kind", KINDS)
def test_sample_texts_of_any_language_are_told_once_the_draft_mark_is_gone(
    kind: str, code: str, write_project: WriteProject
) -> None:
    root = write_project({"mkdocs.yml": CONFIG.replace("CODE", code), "docs/faq/a.md": "# A\n\nText.\n"})
    made = make_document(root, Wanted(kind, "faq/a" if kind == "note" else "Gift wrapping"), today=TODAY)
    (path,) = made.paths
    errors = [one for one in open_workspace(root, "agents", today=TODAY).problems if one.is_error]
    assert not errors
    (root / path).write_text(text_of(root, path).replace("draft: true\n", ""), "utf-8")
    assert any(one.code == "KB115" for one in open_workspace(root, "agents", today=TODAY).problems)


def test_a_note_names_its_article(write_project: WriteProject) -> None:
    root = write_project(SHOP)
    for named in ("faq/refund", "When is my refund paid?"):
        assert call_kb(root, "new", "note", named).returncode == 0
        (root / "agents/notes/faq/refund.md").unlink()
    refused = call_kb(root, "new", "note", "docs/faq/refnd.md")
    assert refused.returncode == 2 and "did you mean “faq/refund”?" in said(refused)
    assert not (root / "agents").exists() or not list((root / "agents").rglob("*.md"))


def test_notices_are_added_with_dates_and_nothing_else_changes(write_project: WriteProject) -> None:
    root = write_project(SHOP)
    assert call_kb(root, "new", "notice", "Closed: stocktaking", "--today", "2026-11-21").returncode == 0
    first = text_of(root, "notices.yml")
    assert "  from: 2026-11-21\n  until: 2026-11-28\n" in first and 'en: "Closed: stocktaking"' in first
    assert call_kb(root, "new", "notice", "Closed: stocktaking", "--until", "2027-01-02").returncode == 0
    assert text_of(root, "notices.yml").startswith(first) and "id: closed-stocktaking-2" in text_of(root, "notices.yml")
    problems = open_workspace(root, "agents", today=TODAY).problems
    assert {one.code for one in problems if one.path == "notices.yml"} == {"KB136"}
    both = text_of(root, "notices.yml")
    for arguments in (["x", "--until", "26/11/2027"], ["x", "--until", "2020-01-01"], ["x", "--lang", "vi"]):
        assert call_kb(root, "new", "notice", *arguments).returncode == 2
    (root / "notices.yml").write_text("- id: [\n", "utf-8")
    assert call_kb(root, "new", "notice", "x").returncode == 2
    assert text_of(root, "notices.yml") == "- id: [\n" and both


def test_an_unknown_kind_names_the_nearest(write_project: WriteProject) -> None:
    refused = call_kb(write_project({}), "new", "notcie", "x")
    assert refused.returncode == 2 and "did you mean “notice”?" in said(refused)
