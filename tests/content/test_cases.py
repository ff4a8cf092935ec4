"""Golden cases: a folder in, problems and pages out. A new case is a new document in cases/*.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.workspace.workspace import inspect
from tests.conftest import TODAY, WriteProject

CASES = [
    (path.stem, case)
    for path in sorted((Path(__file__).parent.parent / "cases").glob("content-*.yml"))
    for case in yaml.safe_load_all(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{group}: {case['name']}") for group, case in CASES])
def test_case(case: dict[str, Any], write_project: WriteProject) -> None:
    files = {path: _content(text) for path, text in case["files"].items()}
    root = write_project(files)
    for link, target in case.get("links", {}).items():
        (root / link).parent.mkdir(parents=True, exist_ok=True)
        (root / link).symlink_to(target)
    inspected = inspect(root, case.get("edition", "agents"), today=TODAY)
    found = [
        f"{problem.path}:{problem.line}: {problem.code} {problem.severity}"
        for problem in inspected.problems
        if problem.code not in case.get("ignoring", ["KB601"])
    ]
    assert found == case.get("problems", []), "\n".join(map(str, inspected.problems))
    for needle in case.get("messages", []):
        assert needle in "\n".join(map(str, inspected.problems))
    for key, expected in case.get("pages", {}).items():
        id, _, language = key.rpartition("@")
        page = inspected.edition.pages[id, language]
        html = inspected.renderings.of(page.document.body, {}).html
        seen = {
            "title": page.document.title,
            "answer": page.document.answer,
            "url": page.url,
            "html": html,
            "is_fallback": page.is_fallback,
            "kind": str(page.document.kind),
        }
        for name, value in expected.items():
            if name == "html":
                for needle in [value] if isinstance(value, str) else value:
                    assert needle in html
            elif name == "not_html":
                assert value not in html
            else:
                assert seen[name] == value
    if "assets" in case:
        assert sorted(inspected.edition.assets) == case["assets"]
    if "ids" in case:
        assert sorted({id for id, _ in inspected.edition.pages}) == case["ids"]


def _content(text: Any) -> str | bytes:
    """A text, or `{encoding: …, text: …}`, `{hex: …}` or `{repeat: …, text: …}` for what YAML cannot hold."""
    if isinstance(text, str):
        return text
    if "hex" in text:
        return bytes.fromhex(text["hex"])
    return str(text["text"] * text.get("repeat", 1)).encode(text.get("encoding", "utf-8"))
