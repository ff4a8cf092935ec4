"""The table of translations, and recording them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.cli import main
from kb.reports.translations import State, translation_table
from tests.conftest import WriteProject
from tests.reports.projects import FILES, library_of, with_current


def states(root: Path) -> dict[str, tuple[str, list[str]]]:
    library, options = library_of(root)
    return {
        row.id: (row.translations[0].state.value, [change.what for change in row.translations[0].since])
        for row in translation_table(library, options)
    }


def test_every_state_is_told_apart_and_drafts_are_left_out(write_project: WriteProject) -> None:
    assert states(write_project(with_current(FILES))) == {
        "faq/late": ("up-to-date", []),
        "faq/size": ("missing", []),
        "notes/faq/late": ("missing", []),
        "policies/returns": ("outdated", ["The window is longer"]),
        "procedures/morning": ("missing", []),
        "procedures/noon": ("missing", []),
        "scripts/delay": ("missing", []),
    }
    assert states(write_project(FILES))["faq/late"] == ("untracked", [])


def test_a_translation_with_its_own_history_lacks_what_is_younger(write_project: WriteProject) -> None:
    changes = "changes: [{on: 2026-05-01, what: Chỉ cần ảnh}]\n"
    own = FILES["docs/policies/returns.vi.md"].replace("translates", f"{changes}translates")
    assert states(write_project({**FILES, "docs/policies/returns.vi.md": own}))["policies/returns"] == (
        "outdated",
        ["The window is longer"],
    )


def test_a_translation_without_dates_lacks_every_change(write_project: WriteProject) -> None:
    own = FILES["docs/policies/returns.vi.md"].replace("reviewed_on: 2026-06-01\n", "")
    assert states(write_project({**FILES, "docs/policies/returns.vi.md": own}))["policies/returns"] == (
        "outdated",
        ["The window is longer", "Photos are enough"],
    )


def test_accepting_writes_one_line_and_then_nothing_is_left_to_do(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project({**FILES, "docs/faq/late.vi.md": b"\xef\xbb\xbf---\r\ntitle: H\r\n---\r\nText\r\n"})
    before = {path: path.read_bytes() for path in root.rglob("*.md")}
    assert main(["-C", str(root), "translations", "--accept"]) == 0
    after = {path: path.read_bytes() for path in root.rglob("*.md")}
    changed = {path.relative_to(root).as_posix() for path in before if before[path] != after[path]}
    assert changed == {"docs/faq/late.vi.md", "docs/policies/returns.vi.md"}
    late = after[root / "docs/faq/late.vi.md"].splitlines(keepends=True)
    assert len(late) == 5
    assert late[2].startswith(b"translates: ")
    assert late[2].endswith(b"\r\n")
    assert set(after) == set(before), "nothing is left lying about"
    assert main(["-C", str(root), "translations", "--accept"]) == 0
    assert "Recorded in 0 of 2" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in root.rglob("*.md")} == after


def test_only_the_named_files_are_recorded(write_project: WriteProject, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_project(FILES)
    monkeypatch.chdir(root / "docs")
    assert main(["-C", str(root), "translations", "--accept", "faq/late.vi.md"]) == 0
    assert states(root)["faq/late"][0] == "up-to-date"
    assert states(root)["policies/returns"][0] == "outdated"


@pytest.mark.parametrize("name", ["docs/faq/late.md", "docs/faq/nowhere.vi.md", "../elsewhere.md"])
def test_a_file_that_is_no_translation_is_refused(
    write_project: WriteProject, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project(FILES)
    assert main(["-C", str(root), "translations", "--accept", name]) == 2
    assert Path(name).name in capsys.readouterr().err


def test_broken_content_is_not_accepted(write_project: WriteProject, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project({**FILES, "docs/faq/late.md": "---\ntitle: [\n---\n"})
    before = (root / "docs/faq/late.vi.md").read_bytes()
    assert main(["-C", str(root), "translations", "--accept"]) == 1
    assert (root / "docs/faq/late.vi.md").read_bytes() == before
    assert "docs/faq/late.md:" in capsys.readouterr().err


def test_json_says_the_same_as_the_table(write_project: WriteProject, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(with_current(FILES))
    assert main(["-C", str(root), "translations", "--json"]) == 0
    rows = {row["id"]: row["translations"]["vi"] for row in json.loads(capsys.readouterr().out)}
    assert rows["policies/returns"] == {
        "state": State.OUTDATED,
        "path": "docs/policies/returns.vi.md",
        "since": [{"on": "2026-11-01", "what": "The window is longer"}],
    }
    assert main(["-C", str(root), "translations"]) == 0
    printed = capsys.readouterr().out
    assert "\nfaq/late " not in printed, "what is up to date is not in the way"
    assert "vi: since 2026-11-01: The window is longer" in printed
    assert "vi: 1 up-to-date, 1 outdated, 5 missing" in printed
