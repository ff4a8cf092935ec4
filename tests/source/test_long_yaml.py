"""Lists and YAML texts longer than any person writes are refused with their line, before anything is done with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kb.source.fields import MOST_TEXTS
from kb.source.yaml_nodes import MAX_YAML_DEPTH, MOST_FRONT_MATTER_LETTERS, MOST_YAML_LETTERS, parse_yaml
from kb.workspace.workspace import open_workspace

CONFIG = "site_name: A\nplugins:\n  - kb\n"


def problems_of(root: Path, article: str, facts: str = "") -> list[str]:
    (root / "docs/faq").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (root / "docs/faq/a.md").write_text(article, "utf-8")
    if facts:
        (root / "facts.yml").write_text(facts, "utf-8")
    problems = open_workspace(root, "agents", today=date(2026, 11, 21)).problems
    return [f"{one.path}:{one.line}: {one.code}" for one in problems if one.code in {"KB104", "KB117"}]


@pytest.mark.parametrize(("count", "expected"), [(MOST_TEXTS, []), (MOST_TEXTS + 1, ["docs/faq/a.md:4: KB104"])])
def test_a_list_has_a_most(tmp_path: Path, count: int, expected: list[str]) -> None:
    questions = "".join(f"  - How {number}?\n" for number in range(count))
    assert problems_of(tmp_path, f"---\ntitle: A\nquestions:\n{questions}---\nText.\n") == expected


def test_two_hundred_thousand_questions_are_not_read(tmp_path: Path) -> None:
    questions = "- How?\n" * 200_000
    assert problems_of(tmp_path, f"---\ntitle: A\nquestions:\n{questions}---\nText.\n") == ["docs/faq/a.md:2: KB117"]


def test_facts_have_a_most(tmp_path: Path) -> None:
    facts = "".join(f"fact_{number}: {number}\n" for number in range(100_000))
    assert problems_of(tmp_path, "# A\n\nText.\n", facts) == ["facts.yml:1: KB117"]


@pytest.mark.parametrize("most", [MOST_YAML_LETTERS, MOST_FRONT_MATTER_LETTERS])
def test_the_most_itself_is_read(most: int) -> None:
    text = "a: " + "b" * (most - 3)
    node, problems = parse_yaml(text, path="a.yml", most=most)
    assert node and not problems
    assert parse_yaml(text + "b", path="a.yml", most=most)[0] is None


@pytest.mark.parametrize("sign", ["[", "{a: ", "- ", "? "])
def test_deep_yaml_is_refused(sign: str) -> None:
    node, problems = parse_yaml(sign * 100_000, path="a.yml")
    assert node is None
    assert f"nested more than {MAX_YAML_DEPTH} deep" in problems[0].message
