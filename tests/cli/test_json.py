"""`--json`: standard output is one JSON value of the documented shape and nothing else, also when a command fails."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kb.cli.main import COMMANDS, make_parser
from kb.reports.reference import subcommands
from tests.cli.running import call_kb, said
from tests.cli.test_doors import EXPORT
from tests.conftest import ROOT

WITHOUT = {"serve", "manual", "completion", "receive", "export", "keys", "insights"}
"""Commands that report nothing as JSON: they serve, print a script, or print JSON lines; or commands below them do."""
BELOW = {"keys list", "insights redact", "insights import", "insights map", "insights forget", "insights classes",
         "insights sample"}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("json")
    assert call_kb(folder, "init", "shop").returncode == 0
    assert call_kb(folder / "shop", "keys", "add", "mai", "--generate").returncode == 0
    done = call_kb(folder / "shop", "build", "--json")
    assert done.returncode == 0, said(done)
    (folder / "build.json").write_bytes(done.stdout)
    (folder / "shop/export.json").write_text(json.dumps(EXPORT), "utf-8")
    counts = {"format": "kb-desk-counts", "version": 1, "id": "a", "made": "2026-11-20T08:00:00Z", "days": {}}
    (folder / "shop/counts.json").write_text(json.dumps(counts), "utf-8")
    return folder / "shop"


def value(root: Path, *arguments: str, code: int = 0) -> Any:
    done = call_kb(root, *arguments, "--json")
    assert done.returncode == code, said(done)
    return json.loads(done.stdout)


OBJECTS = {
    "audit": None,
    "check": None,
    "facts": {"name", "about", "unit", "path", "line", "agents_only", "decided_by", "known", "values", "texts",
              "articles", "scripts", "files", "uses"},
    "hosting nginx": {"server", "edition", "host", "base", "folder", "redirects", "warning", "text"},
    "hosting publish": {"server", "edition", "host", "base", "folder", "redirects", "warning", "text"},
    "keys list": {"agents", "problems"},
    "languages": {"code", "name", "markets", "documents", "default", "in_translation"},
    "languages add de": {"changed", "deleted", "left", "done"},
    "languages remove ms": {"changed", "deleted", "left", "done"},
    "markets": {"code", "currency", "languages"},
    "markets add DE": {"changed", "deleted", "left", "done"},
    "reply delivery-delay --channel email --set customer_name=M --set order_id=A1": {
        "script", "language", "channel", "class", "short", "text", "html", "length", "too_long", "missing", "remarks"},
    "search parcel": {"id", "language", "title", "url", "passage", "score", "confidence", "certainty"},
    "suggest parcel": {"answers", "language", "topic"},
    "translations": {"id", "kind", "title", "path", "hash", "translations"},
    "translations --accept": {"recorded", "refused"},
    "translations --words vi": set(),
    "usage counts.json": {"exports", "machines", "from", "until", "answers", "never_used", "rules", "nothing",
                          "refused"},
    "insights redact mkdocs.yml": {"text", "found", "countries"},
    "insights sample invented --weeks 1": {"folder", "files", "from", "until", "written"},
    "verify site/public": {"same", "differences", "notes"},
    "new faq Why?": {"paths"},
    "import zendesk export.json": {"pages", "written", "updated", "unchanged", "kept", "findings", "downloads",
                                   "is_open"},
    "init other": {"project", "pages", "written", "updated", "unchanged", "kept", "findings", "downloads", "is_open"},
}  # fmt: skip
"""Command → what its object, or each object of its list, has at least; None for lists of problems, here empty."""


@pytest.mark.parametrize("command", OBJECTS)
def test_standard_output_is_one_value_of_its_shape(command: str, built: Path, tmp_path: Path) -> None:
    changes = command.split()[0] in {"new", "import", "init", "languages", "markets"} or "--accept" in command
    root = Path(shutil.copytree(built, tmp_path / "shop")) if changes else built
    found = value(root, *command.split())
    keys = OBJECTS[command]
    if keys is None:
        assert found == []
        return
    rows = found if isinstance(found, list) else [found]
    assert rows and all(keys <= row.keys() for row in rows), found


def test_a_build_tells_its_editions(built: Path) -> None:
    report = json.loads((built.parent / "build.json").read_text("utf-8"))
    assert report["published"] and report["problems"] == []
    assert [one["edition"] for one in report["editions"]] == ["public", "agents"]
    assert report["editions"][0]["folder"] == "site/public" and report["editions"][0]["pages"] > 5


def test_a_build_that_fails_tells_its_problems(built: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(built, tmp_path / "shop"))
    (root / "docs/faq/wrong.md").write_text("# Wrong\n\n{{ fact.none }}\n", "utf-8")
    report = value(root, "build", code=1)
    assert not report["published"]
    assert {"KB301"} <= {one["code"] for one in report["problems"]}
    assert report["problems"][0].keys() >= {"path", "line", "code", "name", "severity", "message", "hint", "follows"}


def test_a_command_that_is_refused_says_so_in_json_too(built: Path, tmp_path: Path) -> None:
    for command in ("facts nothing", "search x --lang zz", "verify nowhere", "build --edtion public"):
        refused = value(built, *command.split(), code=2)
        assert refused["exit_code"] == 2 and refused["error"] and refused["problems"] == []
    assert value(tmp_path, "facts", code=2)["error"]
    root = Path(shutil.copytree(built, tmp_path / "shop"))
    (root / "mkdocs.yml").write_text("site_name: X\nplugins:\n  - kb:\n      languages: 5\n", "utf-8")
    broken = value(root, "facts", code=1)
    assert [one["code"] for one in broken["problems"]] == ["KB801"]


def test_every_command_that_reports_has_the_option_and_the_manual_its_shape() -> None:
    found = subcommands(make_parser())
    has = {name for name, parser in found.items() if "--json" in parser._option_string_actions}
    assert has >= set(COMMANDS) - WITHOUT | BELOW
    page = (ROOT / "manual/commands.md").read_text("utf-8")
    assert [name for name in sorted(set(COMMANDS) - WITHOUT | BELOW) if f"`{name}`" not in page] == []
