"""`kb build --edition agents --lock`: what is published, and what stays when it fails."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kb.cli.main import main
from kb.locking.key_file import FEW_ITERATIONS, NO_KEYS, keys_text
from kb.locking.keys import KeyFile
from kb.locking.lock import make_policy
from kb.locking.opening import open_site
from kb.website.build.editions import STAYS_LOCKED, build_editions
from kb.website.output.manifest import write_manifest
from tests.conftest import ROOT, TODAY, WriteProject
from tests.locking.desk import PASSPHRASE, keys_of

OTHER_DISK = Path("/dev/shm")
SCRIPT = "---\ntitle: Zebracorn is late\n---\nHello, your zebracorn parcel is late.\n"


def _write(write_project: WriteProject) -> Path:
    return write_project(
        {
            "docs/faq/returns.md": "# Returns\nSend it back.\n",
            "agents/scripts/zebracorn.md": SCRIPT,
            "kb-keys.json": keys_text(keys_of("lan")),
        }
    )


def test_a_locked_build_publishes_the_agent_edition_encrypted_and_nothing_else(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _write(write_project)
    assert main(["-C", str(root), "build", "--edition", "agents", "--lock"]) == 0
    assert [one.name for one in (root / "site").iterdir() if one.name != ".kb-build.lock"] == ["agents"]
    for path in (root / "site").rglob("*"):
        assert "zebracorn" not in path.name
        assert not path.is_file() or b"zebracorn" not in path.read_bytes().lower()
    assert "KB9" not in capsys.readouterr().err
    opened = dict(open_site(root / "site/agents", "lan", PASSPHRASE))
    assert b"zebracorn parcel is late" in opened["scripts/zebracorn/index.html"]


@pytest.mark.parametrize("rounds", [1, 1000, 599_999])
@pytest.mark.parametrize("marked", [True, False])
def test_keys_that_are_cheap_to_guess_are_published_by_no_build(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str], rounds: int, marked: bool
) -> None:
    root = _write(write_project)
    rows = json.loads((root / "kb-keys.json").read_text())
    rows["agents"][0]["iterations"] = rounds
    rows |= {"for_tests_only": True} if marked else {}
    (root / "kb-keys.json").write_text(json.dumps(rows, indent=2))
    assert _build(root, "--lock") == 1
    said = capsys.readouterr().err
    assert "kb-keys.json:6" in said
    assert FEW_ITERATIONS.code in said
    assert "kb keys rotate" in said
    assert not (root / "site/agents").exists()


def test_a_lock_that_fails_leaves_what_is_served(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _write(write_project)
    (root / "docs/copy.js").write_text((root / "kb-keys.json").read_text())
    live = root / "site/agents/index.html"
    live.parent.mkdir(parents=True)
    live.write_text("served")
    write_manifest(live.parent)
    assert main(["-C", str(root), "build", "--edition", "agents", "--lock"]) == 1
    assert "KB934" in capsys.readouterr().err
    assert live.read_text() == "served"
    assert [one.name for one in (root / "site").iterdir() if one.name != ".kb-build.lock"] == ["agents"]


def _build(root: Path, *arguments: str) -> int:
    return main(["-C", str(root), "build", "--edition", "agents", *arguments])


def _is_locked(root: Path, out: str = "site") -> bool:
    """Whether what lies there is locked and opens; a folder with both is neither."""
    live = root / out / "agents"
    files = {path.relative_to(live).as_posix(): path.read_bytes() for path in live.rglob("*") if path.is_file()}
    is_plain = any(b"zebracorn" in data.lower() for data in files.values())
    assert is_plain != ("kb-lock/release.json" in files), sorted(files)
    return not is_plain and b"zebracorn" in dict(open_site(live, "lan", PASSPHRASE))["scripts/zebracorn/index.html"]


ORDERS = (
    ("", "edit", "--lock"), ("", "--lock"), ("", "", "--lock"), ("", "edit", "", "edit", "--lock", "--lock"),
    ("--lock", "--unlocked", "--lock"), ("", "edit", "", "--lock", "--unlocked", "edit", "--unlocked", "--lock"),
    ("--lock", "no cache", "--lock", "--unlocked", "no cache", "--lock"),
)  # fmt: skip


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_after_any_order_of_builds_a_locked_folder_holds_nothing_in_the_clear(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str], order: tuple[str, ...]
) -> None:
    root = _write(write_project)
    for step in order:
        if step == "edit":
            script = root / "agents/scripts/zebracorn.md"
            script.write_text(script.read_text() + "More.\n")
        elif step == "no cache":
            shutil.rmtree(root / ".kb-cache")
        else:
            assert _build(root, *([step] if step else [])) == 0
            said = capsys.readouterr().out
            assert _is_locked(root) == ("locked for 1" in said) == (step == "--lock")
            assert ("in the clear" in said) == (step != "--lock")


def test_a_locked_folder_stays_locked_unless_the_build_says_otherwise(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _write(write_project)
    assert _build(root, "--lock") == 0
    before = sorted(path.name for path in (root / "site/agents").rglob("*"))
    for arguments in (["build"], ["build", "--edition", "agents"]):
        capsys.readouterr()
        assert main(["-C", str(root), *arguments]) == 1
        said = capsys.readouterr().err
        assert said.count("KB939") == 1
        assert "Nothing was published: 1 error." in said
        assert sorted(path.name for path in (root / "site/agents").rglob("*")) == before
        assert not (root / "site/public").exists(), "both are published, or neither"
    assert main(["-C", str(root), "build", "--edition", "public"]) == 0
    assert _build(root, "--unlocked") == 0
    assert not _is_locked(root)


def test_lock_in_mkdocs_yml_is_the_default_and_unlocked_overrides_it(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _write(write_project)
    config = root / "mkdocs.yml"
    config.write_text(config.read_text().replace("  - kb:\n", "  - kb:\n      lock: true\n"))
    assert main(["-C", str(root), "build"]) == 0
    assert _is_locked(root)
    assert _build(root, "--unlocked") == 0
    assert not _is_locked(root)
    (report,) = build_editions(root, ("agents",), root / "site", today=TODAY)
    assert [problem.code for problem in report.problems] == [STAYS_LOCKED.code], "nobody gave it keys"
    (root / "kb-keys.json").rename(root / "moved.json")
    capsys.readouterr()
    assert _build(root) == 1
    assert NO_KEYS.code in capsys.readouterr().err
    assert _build(root, "--keys", "moved.json") == 0
    assert _is_locked(root)
    assert main(["-C", str(root), "build", "--edition", "public"]) == 0


def test_nobody_with_a_key_leaves_the_locked_folder_as_it_was(write_project: WriteProject) -> None:
    root = _write(write_project)
    assert _build(root, "--lock") == 0
    (root / "kb-keys.json").write_text(keys_text(KeyFile()))
    assert _build(root, "--lock") == 1
    assert _is_locked(root)


@pytest.mark.parametrize("wrong", [["--lock", "--unlocked"], ["--edition", "public", "--lock"],
                                   ["--edition", "public", "--unlocked"]])  # fmt: skip
def test_a_build_is_told_one_thing(write_project: WriteProject, wrong: list[str]) -> None:
    root = _write(write_project)
    try:
        code = main(["-C", str(root), "build", *wrong])
    except SystemExit as ended:
        code = int(str(ended.code))
    assert code == 2
    assert not (root / "site").exists()


def test_a_name_of_the_locks_own_is_one_problem_however_many_files_have_it(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _write(write_project)
    for number in range(5):
        path = root / f"docs/kb-lock/page-{number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# Page {number}\nWords.\n")
    assert _build(root, "--lock") == 1
    assert capsys.readouterr().err.count("KB935") == 1


@pytest.mark.workers
@pytest.mark.parametrize(
    ("editions", "moments"),
    [(["--edition", "agents"], (200, 400, 700, 1200)), ([], (400, 1200))],
    ids=["agents alone", "both"],
)
def test_a_locked_build_has_nothing_in_the_clear_outside_the_cache_whenever_it_is_killed(
    write_project: WriteProject, editions: list[str], moments: tuple[int, ...]
) -> None:
    root = _write(write_project)
    for events in moments:
        program = (
            "from kb.cli.main import main\nfrom tests.locking.shop import die_after\n"
            f"die_after({events})\nmain({['-C', str(root), 'build', '--lock', *editions]!r})\n"
        )
        process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, start_new_session=True)
        process.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for path in (root / "site").rglob("*"):
            assert not path.is_file() or b"zebracorn" not in path.read_bytes().lower(), (events, path)
    assert main(["-C", str(root), "build", "--lock", *editions]) == 0
    assert _is_locked(root)
    assert not [one.name for one in (root / "site").iterdir() if one.name.startswith(".kb-new")]
    assert not list((root / ".kb-cache/agents").glob("work-*"))


@pytest.mark.skipif(not OTHER_DISK.is_dir(), reason="there is no second file system")
def test_a_folder_on_another_disk_is_locked_and_unlocked(write_project: WriteProject) -> None:
    root = _write(write_project)
    with tempfile.TemporaryDirectory(dir=OTHER_DISK) as out:
        for how in ("--lock", "--lock", "--unlocked", "--unlocked", "--lock"):
            assert _build(root, how, "--out", f"{out}/help") == 0
            assert _is_locked(Path(out), "help") == (how == "--lock")
            assert sorted(one.name for one in Path(out, "help").iterdir()) == [".kb-build.lock", "agents"]


def test_a_locked_folder_can_be_verified_and_is_no_matter_for_the_audit(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _write(write_project)
    assert _build(root, "--lock") == 0
    assert main(["-C", str(root), "verify", "site/agents"]) == 0
    assert main(["-C", str(root), "audit", "site/agents"]) == 2
    assert "is a locked edition" in capsys.readouterr().err
    (root / "site/agents/late.html").write_text("in the clear")
    assert main(["-C", str(root), "verify", "site/agents"]) == 1


def test_the_policy_lets_the_named_helpdesks_frame_the_desk_and_nobody_else() -> None:
    assert make_policy().endswith("frame-ancestors 'self'")
    assert make_policy(["https://app.chatwoot.com"]).endswith("frame-ancestors 'self' https://app.chatwoot.com")
    assert "unsafe" not in make_policy()
