"""Whatever is done in whatever order, and killed in the middle: what is called locked is locked, wholly.

A seeded handful runs with the suite; `make lock-sequences` runs two thousand. Most publish a small desk that was
built once, by the functions that `kb build` calls; the others are whole builds from the command line.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.cli.main import main
from kb.project.editions import EditionName
from kb.website.build.editions import build_editions
from kb.website.build.staging_apart import Order
from kb.website.output.manifest import write_manifest
from kb.website.record.recycled_folder import delete_empty_folders, delete_files
from kb.website.record.report import BuildReport
from tests.conftest import MINIMAL_CONFIG, ROOT, TODAY
from tests.locking.shop import Shop, State, editions_of, killed_after

pytestmark = pytest.mark.workers
SEQUENCES = int(os.environ.get("KB_LOCK_SEQUENCES", "20"))
BUILDS = int(os.environ.get("KB_LOCK_BUILDS", "1"))
AT_ONCE = 20
STEPS, BUILD_STEPS = 9, 5
OUTS = ("site", "elsewhere/help")
HOWS = ("", "", "--lock", "--lock", "--lock", "--unlocked")
PAGE = "<!doctype html><title>desk</title><p>{words}</p>"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _project(root: Path, seed: str) -> Shop:
    shop = Shop(root, random.Random(seed))
    for path, text in {
        "mkdocs.yml": MINIMAL_CONFIG,
        "docs/faq/returns.md": "# Returns\nSend it back.\n",
        "docs/index.md": "---\ntitle: Welcome\n---\nWords.\n",
    }.items():
        _write(root / path, text)
    _write_script(shop)
    return shop


def _write_script(shop: Shop) -> None:
    text = f"---\ntitle: Late\n---\nHello, {shop.words().decode()}\n"
    _write(shop.root / "agents/scripts/late.md", text)


def _edit(shop: Shop) -> None:
    shop.version += 1
    shop.log.append(f"edit {shop.version}")
    _write_script(shop)


def _stage_desk(shop: Shop, order: Order, staged: Mapping[EditionName, Path]) -> list[BuildReport]:
    """Put the small desk, in this version, into the staging folders; nothing where it is served already."""
    reports = []
    for edition, folder in staged.items():
        words = shop.words().decode() if edition == "agents" else "for everybody"
        page = PAGE.format(words=words)
        served = order.lives[edition] / "scripts/late/index.html"
        is_live = not order.is_whole(edition) and served.is_file() and served.read_text() == page
        if not is_live:
            delete_files(folder)
            for name in ("index.html", "404.html", "scripts/late/index.html", "kb-lock-free/kb.json"):
                _write(folder / name, page)
            delete_empty_folders(folder)
            write_manifest(folder)
        reports.append(BuildReport(edition, 3, 300, 0.0, (), True, is_live=is_live))
    return reports


def _publish(shop: Shop, out: str, how: str, editions: tuple[EditionName, ...]) -> tuple[BuildReport, ...]:
    return build_editions(
        shop.root,
        editions,
        shop.root / out,
        today=TODAY,
        lock_with=shop.keys() if how == "--lock" else None,
        unlocked=how == "--unlocked",
        stage=lambda order, staged: _stage_desk(shop, order, staged),
    )


@pytest.mark.parametrize("first", range(0, SEQUENCES, AT_ONCE))
def test_after_any_series_of_steps_a_desk_is_wholly_locked_or_wholly_plain(first: int) -> None:
    for seed in range(first, min(first + AT_ONCE, SEQUENCES)):
        with tempfile.TemporaryDirectory() as folder:
            shop = _project(Path(folder), f"lock {seed}")
            for _ in range(STEPS):
                _step(shop)


def _step(shop: Shop) -> None:
    step = shop.chance.choice(("edit", "keys", "publish", "publish", "publish", "killed"))
    if step == "edit":
        _edit(shop)
        return
    if step == "keys":
        shop.change_keys()
        return
    out, how, editions = shop.chance.choice(OUTS), shop.chance.choice(HOWS), editions_of(shop.chance)
    before, after = shop.state(out), shop.expected(out, how)
    shop.log.append(f"{step} {out} {how} {editions}")
    if step == "killed":
        events = shop.chance.randint(1, 260)
        killed_after(events, lambda: _publish(shop, out, how, editions))
        shop.check(out, (before, after))
        return
    reports = _publish(shop, out, how, editions)
    assert all(report.is_whole for report in reports) == _is_done(shop, how, before), shop.log
    shop.check(out, (after,))


def _is_done(shop: Shop, how: str, before: State) -> bool:
    """Whether a build that was told `how` publishes."""
    return bool(shop.passphrases) if how == "--lock" else how == "--unlocked" or before.keys is None


@pytest.mark.parametrize("seed", range(BUILDS))
def test_after_any_series_of_builds_the_desk_is_as_the_command_said(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop = _project(Path(folder), f"build {seed}")
        shop.change_keys()
        for _ in range(BUILD_STEPS):
            _build_step(shop)


def _build_step(shop: Shop) -> None:
    for _ in range(shop.chance.randint(0, 2)):
        _edit(shop) if shop.chance.random() < 0.5 else shop.change_keys()
    out, how, editions = shop.chance.choice(OUTS), shop.chance.choice(HOWS), editions_of(shop.chance)
    before, after = shop.state(out), shop.expected(out, how)
    arguments = ["-C", str(shop.root), "build", "--out", out, *([how] if how else []), "--today", TODAY.isoformat()]
    arguments += ["--edition", "agents"] if editions == ("agents",) else []
    shop.log.append(" ".join(arguments[2:]))
    if shop.chance.random() < 0.25:
        events = int(10 ** shop.chance.uniform(2.5, 4.5))
        _killed_build(events, arguments)
        shop.check(out, (before, after))
        return
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(arguments)
    shop.log.append(said.getvalue())
    shop.check(out, (after,))
    assert (code == 0) == _is_done(shop, how, before), shop.log
    assert ("locked for" in said.getvalue()) == (code == 0 and how == "--lock"), shop.log
    assert ("in the clear" in said.getvalue().partition("KB939")[0]) == (code == 0 and how != "--lock"), shop.log


def _killed_build(events: int, arguments: list[str]) -> None:
    program = (
        "import sys\nfrom kb.cli.main import main\nfrom tests.locking.shop import die_after\n"
        f"die_after({events})\nmain({arguments!r})\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    process.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
