"""Problems as programs read them: `kb check --format json`."""

from __future__ import annotations

import json

from tests.cli.running import call_kb, said
from tests.conftest import WriteProject


def test_advice_is_called_hint_and_by_its_former_name(write_project: WriteProject) -> None:
    root = write_project({"mkdocs.yml": "site_name: S\nplugins: [kb]\n", "docs/faq/a.md": "Ask {{ fact.nothing }}.\n"})
    done = call_kb(root, "check", "--format", "json")
    [problem] = [row for row in json.loads(done.stdout) if row["code"] == "KB301"]
    assert problem["hint"] == problem["mend"] == "correct the name, or add the fact to facts.yml", said(done)
    assert problem["path"] == "docs/faq/a.md"
