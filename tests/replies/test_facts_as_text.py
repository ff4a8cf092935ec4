"""Facts and titles in scripts are text: no channel reads a sign of theirs as a mark, a tag or a hole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.cli import main
from tests.conftest import WriteProject

VALUES = {
    "stars": "*a* _b_ **c** `d`",
    "tag": "1 < 2 & 3 > 2 &amp;",
    "link": "[a](b)",
    "list": "- item",
    "hole": "order_id",
}


def reply(root: Path, channel: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["-C", str(root), "reply", "scripts/s", "--channel", channel]) == 0, capsys.readouterr()
    return capsys.readouterr().out


@pytest.mark.parametrize("name", VALUES)
def test_a_fact_comes_out_as_it_stands(
    name: str, write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    value = VALUES[name]
    root = write_project({
        "facts.yml": f"it: {{value: {json.dumps(value)}}}",
        "agents/scripts/s.md": "---\ntitle: S\n---\n\nIt is **{{ fact.it }}** now.\n\n{{ fact.it }}\n",
    })  # fmt: skip
    lines = [line.strip() for line in reply(root, "shopee", capsys).split("\n")]
    assert f"It is {value} now." in lines
    assert value in lines


def test_the_export_gives_markdown_that_says_the_same(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project({
        "facts.yml": 'it: {value: "*a* (b)"}',
        "agents/scripts/s.md": "---\ntitle: S\n---\n\nIt is {{ fact.it }} now.\n",
    })  # fmt: skip
    out = root / "export.jsonl"
    assert main(["-C", str(root), "export", "--edition", "agents", "--out", str(out)]) == 0
    (script,) = (row for row in map(json.loads, out.read_text("utf-8").splitlines()) if row.get("type") == "script")
    assert script["parts"][0]["markdown"] == "It is \\*a\\* \\(b\\) now."
