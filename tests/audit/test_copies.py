"""Internal sentences that somebody copied into a public source: told with both places, and answered in the file."""

from __future__ import annotations

import pytest

from kb.audit.audit import audit_folder
from tests.conftest import WriteProject

ONE = "Offer the quiet refund only when a buyer mentions small claims court."
THREE = f"{ONE} Do it once for each buyer and year. Write nothing about it into the order's remarks."
TWO = f"{ONE}\n\nWrite nothing of it into the order's remarks."
PHRASE = "Ask for the order number."
TITLE = "What can I do when the parcel arrives wet"
TONED = "Đừng nói với khách rằng kho Bình Dương đang kẹt hàng."
MALAY = "Jangan beritahu pembeli bahawa gudang utama sedang penuh."
INSIDE = "agents/procedures/quiet.md"


def page(title: str, text: str, *fields: str) -> str:
    return "\n".join(["---", f"title: {title}", *fields, "---", text, ""])


def found(write_project: WriteProject, files: dict[str, str | bytes]) -> list[tuple[str, str, int]]:
    root = write_project(files)
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text(f"<p>{THREE} {TWO}</p>", "utf-8")
    problems = audit_folder(root / "site", root).problems
    for problem in problems:
        assert "agents/" in f"{problem.path} {problem.message}"
    return [(problem.code, problem.path, problem.line) for problem in problems]


@pytest.mark.parametrize("sentence", [ONE, TONED, MALAY])
@pytest.mark.parametrize(
    "inside", [INSIDE, "agents/notes/faq/quiet.md", "agents/training/quiet.md", "agents/other/quiet.md"]
)
def test_one_sentence_in_both_is_a_warning_with_both_places(
    inside: str, sentence: str, write_project: WriteProject
) -> None:
    files = {"docs/faq/a.md": page("A", f"Hi.\n\n- {sentence}"), inside: page("Quiet", f"Hello you.\n\n{sentence}")}
    root = write_project(files)
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text(f"<p>{sentence}</p>", "utf-8")
    (problem,) = audit_folder(root / "site", root).problems
    assert (problem.code, problem.path, problem.line, problem.is_error) == ("KB916", "docs/faq/a.md", 6, False)
    assert f"says the same as {inside}:6" in problem.message


COPIES: dict[str, tuple[dict[str, str | bytes], tuple[str, str, int]]] = {
    "three sentences in a row": (
        {"docs/faq/a.md": page("A", f"Hi. {THREE} Bye."), INSIDE: page("Quiet", f"First. {THREE}\n\nMore of it.")},
        ("KB917", "docs/faq/a.md", 4),
    ),
    "three list items": (
        {
            "docs/faq/a.md": page("A", "- " + "\n- ".join(THREE.split(". "))),
            INSIDE: page("Quiet", "Hi.\n\n1. " + "\n1. ".join(THREE.split(". ")) + "\n\nThe end."),
        },
        ("KB917", "docs/faq/a.md", 4),
    ),
    "a whole file": (
        {path: page("Quiet", TWO) for path in (INSIDE, "docs/faq/q.md")},
        ("KB917", "docs/faq/q.md", 4),
    ),
    "a fact": (
        {"facts.yml": f'terms: {{about: x, unit: text, value: "{ONE}"}}\n', INSIDE: page("Quiet", ONE)},
        ("KB916", "facts.yml", 1),
    ),
    "an internal fact": (
        {"agents/facts.yml": f'terms: {{about: x, unit: text, value: "{ONE}"}}\n', "docs/faq/a.md": page("A", ONE)},
        ("KB916", "docs/faq/a.md", 4),
    ),
    "a notice": (
        {
            "notices.yml": f'- {{id: a, from: 2026-01-01, until: 2026-02-02, text: {{en: "{ONE}", vi: x}}}}\n',
            INSIDE: page("Quiet", ONE),
        },
        ("KB916", "notices.yml", 1),
    ),
    "a summary": (
        {"docs/faq/a.md": page("A", "Hi.", f'summary: "{ONE}"'), INSIDE: page("Quiet", ONE)},
        ("KB916", "docs/faq/a.md", 3),
    ),
    "in capitals and bold": (
        {"docs/faq/a.md": page("A", f"**{ONE.upper()}**"), INSIDE: page("Quiet", ONE)},
        ("KB916", "docs/faq/a.md", 4),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_told(name: str, write_project: WriteProject) -> None:
    files, expected = COPIES[name]
    assert found(write_project, files) == [expected]


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ("also_public: true", ""),
        ("also_public: faq/a", ""),
        ("also_public: [docs/faq/a.md]", ""),
        ("", "also_public: yes"),
        ("", "also_public: [procedures/quiet]"),
    ],
)
@pytest.mark.parametrize("text", [ONE, THREE])
def test_a_writer_who_means_it_says_so_once(inside: str, outside: str, text: str, write_project: WriteProject) -> None:
    files: dict[str, str | bytes] = {
        "docs/faq/a.md": page("A", text, *filter(None, [outside])),
        INSIDE: page("Quiet", text, *filter(None, [inside])),
    }
    assert found(write_project, files) == []


@pytest.mark.parametrize("answer", ["also_public: false", "also_public: [faq/b]", "also_public: {a: b}"])
def test_an_answer_for_something_else_is_none(answer: str, write_project: WriteProject) -> None:
    files = {"docs/faq/a.md": page("A", ONE), INSIDE: page("Quiet", ONE, answer)}
    assert [code for code, _, _ in found(write_project, files)] == ["KB916"]


NATURAL: dict[str, dict[str, str | bytes]] = {
    "a script": {"docs/faq/a.md": page("A", THREE), "agents/scripts/a.md": page("A", THREE)},
    "a draft of the next version": {
        "docs/faq/a.md": page("A", THREE),
        "docs/faq/b.md": page("A", THREE, "draft: true"),
    },
    "a phrase of the trade": {"docs/faq/a.md": page("A", PHRASE), INSIDE: page("Q", PHRASE)},
    "a title that agents point to": {
        "docs/faq/a.md": page(TITLE, "Dry it."),
        INSIDE: page("Q", f"- [{TITLE}](../../docs/faq/a.md)\n- {TITLE}"),
    },
    "a comment": {"docs/faq/a.md": page("A", f"Hi.\n\n<!-- {ONE} -->"), INSIDE: page("Q", "Something else.")},
}  # fmt: skip


@pytest.mark.parametrize("name", NATURAL)
def test_what_has_to_stand_in_both_is_not_told(name: str, write_project: WriteProject) -> None:
    assert [row for row in found(write_project, NATURAL[name]) if row[0] in {"KB916", "KB917"}] == []


def test_a_quotation_is_a_warning_however_long(write_project: WriteProject) -> None:
    files = {"docs/faq/a.md": page("A", THREE), INSIDE: page("Quiet", f"> {THREE}\n\nLearn it.")}
    assert [code for code, _, _ in found(write_project, files)] == ["KB916"]
