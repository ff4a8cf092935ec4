"""How a command ends: closed pipes, other encodings, Ctrl+C, children that die, odd environments, strictness."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import FIXED, call_kb, run_kb, said

pytestmark = pytest.mark.workers


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shops")
    assert call_kb(folder, "init", "shop").returncode == 0
    return folder / "shop"


@pytest.fixture
def shop(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "shop"))


def break_many(shop: Path) -> None:
    """More problems than a pipe holds."""
    text = "".join(f"{{{{ fact.none_{number} }}}}\n\n" for number in range(1500))
    (shop / "docs/faq/many.md").write_text(f"---\ntitle: Many\n---\n{text}", "utf-8")


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_leaves_early_changes_neither_the_verdict_nor_the_words(shop: Path, form: str) -> None:
    break_many(shop)
    script = f'"{sys.executable}" -m kb check --format {form} | head -c 20 >/dev/null; echo "code ${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", script], cwd=shop, env={**os.environ, **FIXED}, capture_output=True, timeout=300
    )
    assert b"code 1" in done.stdout
    assert b"Traceback" not in done.stderr and b"BrokenPipe" not in done.stderr, said(done)


def test_what_cannot_be_written_is_no_success(shop: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    for command in ("facts", "export"):
        script = f'"{sys.executable}" -m kb {command} >/dev/full'
        done = subprocess.run(["bash", "-c", script], cwd=shop, env={**os.environ, **FIXED}, capture_output=True)
        assert done.returncode == 1
        assert b"No space left" in done.stderr and b"Traceback" not in done.stderr, said(done)


def test_a_terminal_without_the_letters_gets_them_escaped(shop: Path) -> None:
    (shop / "docs/faq/đổi trả 😀.md").write_text("---\ntitle: Đổi\n---\n[x](không.md)\n", "utf-8")
    ascii_only = {"PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C"}
    plain = json.loads(run_kb(shop, "check", "--json").stdout)
    done = run_kb(shop, "check", "--json", **ascii_only)
    assert done.stdout.isascii() and b"Traceback" not in done.stderr, said(done)
    assert json.loads(done.stdout) == plain
    assert any("😀" in problem["path"] for problem in plain)


def test_a_message_in_another_encoding_is_read_as_far_as_it_goes(shop: Path) -> None:
    done = run_kb(shop, "suggest", "-", stdin="where is my parcel é".encode("latin-1"))
    assert done.returncode == 0 and b"Traceback" not in done.stderr, said(done)


@pytest.mark.parametrize("epoch", ["²", "1" * 17, "-5", "1.5", "tomorrow", "١٢", " 5"])
def test_an_odd_source_date_epoch_is_wrong_use(shop: Path, epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    for command in (["check"], ["build"], ["new", "faq", "x"], ["suggest", "x"]):
        done = call_kb(shop, *command)
        assert done.returncode == 2, said(done)
        assert "SOURCE_DATE_EPOCH is" in said(done) and "such as 1795219200" in said(done)
    assert not (shop / "site").exists() and not (shop / "docs/faq/x.md").exists()


def test_mkdocs_itself_refuses_an_odd_source_date_epoch_with_a_sentence(shop: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=shop,
        env={**os.environ, **FIXED, "SOURCE_DATE_EPOCH": "²"},
        capture_output=True,
    )
    assert done.returncode == 1
    assert b"SOURCE_DATE_EPOCH is" in done.stderr and b"Traceback" not in done.stderr, said(done)


def test_a_build_whose_child_dies_is_refused_with_a_sentence(shop: Path) -> None:
    """A hook that ends the process stands for a machine that runs out of memory."""
    (shop / "die.py").write_text("import os\n\ndef on_env(env, **_):\n    os.kill(os.getpid(), 9)\n", "utf-8")
    config = shop / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "hooks: [die.py]\n", "utf-8")
    done = run_kb(shop, "build")
    assert done.returncode == 1
    assert b"ended without a word" in done.stderr and b"Traceback" not in done.stderr, said(done)
    assert b"Nothing was published" in done.stderr
    assert not (shop / "site/public").exists() and not (shop / "site/agents").exists()


@pytest.mark.parametrize("arguments", [["build"], ["build", "--edition", "public"]], ids=" ".join)
def test_ctrl_c_ends_a_build_with_130_and_without_a_traceback(shop: Path, arguments: list[str]) -> None:
    """The hook waits where pages are made until it is interrupted, so that the moment is certain."""
    hook = (
        "import pathlib, threading\n\ndef on_env(env, config, **_):\n"
        "    (pathlib.Path(config.config_file_path).parent / 'reached').touch()\n    threading.Event().wait(120)\n"
    )
    (shop / "wait.py").write_text(hook, "utf-8")
    config = shop / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "hooks: [wait.py]\n", "utf-8")
    started = subprocess.Popen(
        [sys.executable, "-m", "kb", *arguments],
        cwd=shop,
        env={**os.environ, **FIXED},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not (shop / "reached").exists() and started.poll() is None:
        pass
    os.killpg(started.pid, signal.SIGINT)
    _, err = started.communicate(timeout=300)
    assert started.returncode == 130, err.decode()
    assert b"kb: stopped" in err and b"Traceback" not in err, err.decode()
    assert not (shop / "site/public").exists()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A shop of one language without a problem."""
    files = {
        "mkdocs.yml": "site_name: S\ntheme: {name: material, custom_dir: overrides}\nplugins: [kb: {strict: false}]\n",
        "docs/faq/a.md": "---\ntitle: How do I pay?\n---\nBy card.\n",
        "agents/scripts/late.md": "---\ntitle: Late\nchannels: [sms]\n---\nYour parcel is late.\n",
        "overrides/main.html": "{% extends 'base.html' %}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def add_unread_file(shop: Path) -> None:
    """A file of a kind that the audit cannot look into."""
    (shop / "overrides/assets").mkdir()
    (shop / "overrides/assets/prices.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(range(256)))


def add_redirects(shop: Path) -> None:
    rows = "".join(f"  - old/page-{number}\n" for number in range(2_100))
    (shop / "docs/faq/moved.md").write_text(f"---\ntitle: Moved\nredirect_from:\n{rows}---\nHere.\n", "utf-8")


def add_warning_hook(shop: Path) -> None:
    said = "logging.getLogger('mkdocs.hooks').warning('a page less')"
    hook = f"import logging\n\ndef on_post_build(config):\n    {said}\n"
    (shop / "warn.py").write_text(hook, "utf-8")
    config = shop / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "hooks: [warn.py]\n", "utf-8")


def test_a_file_that_cannot_be_read_stops_until_the_shop_allows_it_by_its_hash(small: Path) -> None:
    add_unread_file(small)
    done = call_kb(small, "build", "--edition", "public")
    assert done.returncode == 1 and "KB914" in said(done) and not (small / "site/public").exists(), said(done)
    entry = re.search(r"publish_files: \[.*?\]", said(done))
    assert entry is not None and "/assets/prices.7z" in entry[0]
    config = small / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("{strict: false}", "{" + entry[0] + "}"), "utf-8")
    assert "/assets/prices.7z" in config.read_text("utf-8")
    done = call_kb(small, "build", "--edition", "public")
    assert done.returncode == 0 and "KB" not in said(done), said(done)


LATE_WARNINGS = {"KB921": add_redirects, "KB902": add_warning_hook}


@pytest.mark.parametrize("code", sorted(LATE_WARNINGS))
def test_a_warning_of_any_stage_is_counted_each_time_and_stops_a_strict_shop(small: Path, code: str) -> None:
    LATE_WARNINGS[code](small)
    for _ in range(2):  # the second build finds nothing changed
        done = call_kb(small, "build", "--edition", "public")
        assert done.returncode == 0 and code in said(done) and "no problems" not in said(done), said(done)
    shutil.rmtree(small / "site")
    strict = call_kb(small, "build", "--edition", "public", "--strict")
    assert strict.returncode == 1 and code in said(strict) and "Nothing was published" in said(strict)
    assert not (small / "site/public").exists()
    config = small / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("strict: false", "strict: true"), "utf-8")
    assert call_kb(small, "build", "--edition", "public").returncode == 1
    assert not (small / "site/public").exists()


def test_a_manifest_of_no_file_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "kb-manifest.json").write_text('{"format": 1, "files": {}}', "utf-8")
    assert call_kb(tmp_path, "verify", ".").returncode == 2
