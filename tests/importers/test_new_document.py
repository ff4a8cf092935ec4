"""What `kb new` writes cannot be published by taking its draft mark away."""

from __future__ import annotations

import pytest

from kb.importers.scaffold.new_document import KINDS, new_document
from kb.workspace.workspace import open_workspace
from tests.conftest import TODAY, WriteProject


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_document_is_a_draft_and_stops_the_build_once_it_is_none(kind: str, write_project: WriteProject) -> None:
    root = write_project({"docs/faq/a.md": "# A\n"})
    (path,) = new_document(root, kind, "faq/a" if kind == "note" else "Gift wrapping", today=TODAY).paths
    assert [problem for problem in open_workspace(root, "agents", today=TODAY).problems if problem.is_error] == []
    text = (root / path).read_text("utf-8")
    (root / path).write_text(text.replace("draft: true\n", ""), "utf-8")
    found = [problem for problem in open_workspace(root, "agents", today=TODAY).problems if problem.code == "KB115"]
    assert found
    lines = (root / path).read_text("utf-8").splitlines()
    for problem in found:
        quoted = problem.message.partition("“")[2].partition("”")[0]
        assert quoted in "\n".join(lines[problem.line - 1 : problem.line + 2])
