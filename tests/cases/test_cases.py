"""Golden cases: a folder in, problems and pages out. A new case is a new document in content-*.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.workspace.workspace import open_workspace
from tests.conftest import TODAY, WriteProject

ALWAYS_IGNORED = ("KB601", "KB128", "KB129")
"""Unless a case says `ignoring`: what short texts of a test lack, a translation, a topic and a title of their own."""
CASES = [
    (path.stem, case)
    for path in sorted(Path(__file__).parent.glob("content-*.yml"))
    for case in yaml.safe_load_all(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{group}: {case['name']}") for group, case in CASES])
def test_case(case: dict[str, Any], write_project: WriteProject) -> None:
    files = {path: _content(text) for path, text in case["files"].items()}
    root = write_project(files)
    for link, target in case.get("links", {}).items():
        (root / link).parent.mkdir(parents=True, exist_ok=True)
        (root / link).symlink_to(target)
    workspace = open_workspace(root, case.get("edition", "agents"), today=TODAY)
    found = [
        f"{problem.path}:{problem.line}: {problem.code} {problem.severity}"
        for problem in workspace.problems
        if problem.code not in case.get("ignoring", ALWAYS_IGNORED)
    ]
    assert found == case.get("problems", []), "\n".join(map(str, workspace.problems))
    for needle in case.get("messages", []):
        assert needle in "\n".join(map(str, workspace.problems))
    for key, expected in case.get("pages", {}).items():
        id, _, language = key.rpartition("@")
        page = {**workspace.edition.versions, **workspace.edition.pages}[id, language]
        html = workspace.renderings.of(page.document.body, {}).html
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
        assert sorted(workspace.edition.assets) == case["assets"]
    if "ids" in case:
        assert sorted({id for id, _ in workspace.edition.pages}) == case["ids"]


def _content(text: Any) -> str | bytes:
    """A text, or `{encoding: …, text: …}`, `{hex: …}` or `{repeat: …, text: …}` for what YAML cannot hold."""
    if isinstance(text, str):
        return text
    if "hex" in text:
        return bytes.fromhex(text["hex"])
    return str(text["text"] * text.get("repeat", 1)).encode(text.get("encoding", "utf-8"))
