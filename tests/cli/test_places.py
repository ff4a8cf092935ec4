"""Every command outside a project, in what is none, in a sub-folder, with a wrong option and a missing file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kb.cli.main import COMMANDS
from tests.cli.running import call_kb, names_below, said

NEEDS_A_PROJECT: dict[str, list[str]] = {
    "new": ["new", "faq", "How do I return it?"],
    "check": ["check"],
    "build": ["build"],
    "serve": ["serve", "--port", "0"],
    "audit": ["audit"],
    "hosting": ["hosting", "nginx"],
    "search": ["search", "parcel"],
    "suggest": ["suggest", "where is my parcel"],
    "reply": ["reply", "delivery-delay", "--channel", "email"],
    "questions": ["questions", "faq/track-order"],
    "translations": ["translations"],
    "facts": ["facts"],
    "usage": ["usage", "counts.json"],
    "redirects": ["redirects"],
    "import": ["import", "zendesk", "export.json"],
    "export": ["export"],
    "keys": ["keys", "list"],
    "insights": ["insights", "redact", "mkdocs.yml"],
    "languages": ["languages"],
    "markets": ["markets"],
}
"""Command → a right use of it."""
NO_ANSWER_BELOW = {"serve", "build", "redirects", "import", "usage", "insights"}
"""Those that end otherwise in a sub-folder, as they are used above."""
NEEDS_NONE = {"init", "verify", "evaluate", "receive", "schema", "manual", "completion"}
MISSING_FILE = {
    "audit": ["audit", "no/such/folder"],
    "search": ["search", "x", "--site", "no/such/folder"],
    "verify": ["verify", "no/such/folder"],
    "import": ["import", "zendesk", "no-such.json"],
    "evaluate": ["evaluate", "no/such/folder"],
    "usage": ["usage", "no-such.json"],
    "insights": ["insights", "redact", "no-such.txt"],
    "questions": ["questions", "faq/track-order", "--asked", "no-such.txt"],
    "translations": ["translations", "--accept", "no-such.vi.md"],
    "export": ["export", "--out", "no/such/folder/x.jsonl"],
    "build": ["build", "--edition", "agents", "--lock", "--keys", "no/such/keys.json"],
    "init": ["init", "fresh", "--from", "no/such/folder"],
    "keys": ["keys", "add", "mai", "--generate", "--keys", "no/such/keys.json"],
}
WRONG_NAME = {
    "new": ["new", "faqs", "x"],
    "search": ["search", "x", "--lang", "zz"],
    "suggest": ["suggest", "x", "--channel", "zz"],
    "reply": ["reply", "delivery-delay", "--channel", "email", "--lang", "zz"],
    "questions": ["questions", "faq/no-such-page"],
    "facts": ["facts", "zz"],
    "check": ["check", "--today", "2026-02-30"],
    "hosting": ["hosting", "apache"],
    "export": ["export", "--edition", "secret"],
    "keys": ["keys", "remove", "nobody"],
    "insights": ["insights", "redact", "mkdocs.yml", "--country", "ZZ"],
    "serve": ["serve", "--port", "99999"],
    "languages": ["languages", "remove", "zz"],
    "markets": ["markets", "add", "Germania"],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shops")
    done = call_kb(folder, "init", "shop")
    assert done.returncode == 0, said(done)
    return folder / "shop"


@pytest.fixture
def shop(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "shop"))


def test_every_command_is_in_these_tables() -> None:
    assert set(COMMANDS) == NEEDS_A_PROJECT.keys() | NEEDS_NONE


@pytest.mark.parametrize("command", sorted(NEEDS_A_PROJECT))
@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        (None, "has no mkdocs.yml: run kb inside a project"),
        (b"", "mkdocs.yml is empty"),
        ("a folder", "mkdocs.yml is a folder"),
        (b"site_name: X\ntheme: {name: material}\n", "mkdocs.yml:1: the plugin `kb` is not among the plugins"),
        (b"site_name: X\nplugins:\n  - search\n", "the plugin `kb` is not among the plugins"),
    ],
    ids=["nothing", "empty", "folder", "no plugins", "another plugin"],
)
def test_outside_a_project_a_command_says_so_and_leaves_nothing(
    command: str, config: bytes | str | None, sentence: str, tmp_path: Path
) -> None:
    if config == "a folder":
        (tmp_path / "mkdocs.yml").mkdir()
    elif isinstance(config, bytes):
        (tmp_path / "mkdocs.yml").write_bytes(config)
    before = names_below(tmp_path)
    done = call_kb(tmp_path, *NEEDS_A_PROJECT[command])
    assert done.returncode == 2, said(done)
    assert sentence in said(done) and "Traceback" not in said(done)
    assert names_below(tmp_path) == before


@pytest.mark.parametrize("command", sorted(NEEDS_A_PROJECT.keys() - {"check", "build", "serve", "export"}))
def test_settings_that_cannot_be_read_stop_a_command_that_does_not_judge_them(command: str, shop: Path) -> None:
    config = shop / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  font: false", "\tfont: false"), "utf-8")
    before = names_below(shop)
    done = call_kb(shop, *NEEDS_A_PROJECT[command])
    assert done.returncode == 1, said(done)
    assert "mkdocs.yml:10: error KB102" in said(done) and "Traceback" not in said(done)
    assert names_below(shop) == before


@pytest.mark.parametrize("command", sorted(NEEDS_A_PROJECT.keys() - NO_ANSWER_BELOW))
def test_a_command_finds_its_project_from_a_sub_folder(command: str, shop: Path) -> None:
    shutil.copytree(shop / "docs", shop / "site/public")  # something for the audit to look through
    below = shop / "docs/faq"
    here = call_kb(shop, *NEEDS_A_PROJECT[command])
    for path in below.glob("how-do-i*"):  # what `kb new` made
        path.unlink()
    there = call_kb(below, *NEEDS_A_PROJECT[command])
    assert there.returncode == here.returncode != 2, said(there)
    assert there.stdout == here.stdout
    assert f"the project is {shop}" in said(there)


def test_paths_of_arguments_begin_where_the_command_was_started(shop: Path) -> None:
    below = shop / "docs/faq"
    assert call_kb(below, "build", "--edition", "public", "--out", "../../other").returncode == 0
    assert (shop / "other/public/index.html").is_file() and not (shop / "site").exists()
    assert call_kb(below, "verify", "../../other/public").returncode == 0
    assert call_kb(below, "audit", "../../other/public").returncode == 0
    assert call_kb(shop.parent, "-C", "shop/docs", "audit", "../other/public").returncode == 0
    assert call_kb(below, "export", "--out", "../../out.jsonl").returncode == 0
    assert (shop / "out.jsonl").is_file()
    assert call_kb(shop.parent, "-C", "shop", "export", "--out", "second.jsonl").returncode == 0
    assert (shop / "second.jsonl").is_file()
    assert call_kb(below, "keys", "add", "mai", "--generate").returncode == 0
    assert (shop / "kb-keys.json").is_file()
    assert call_kb(below, "translations", "--accept", "track-order.vi.md").returncode == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_option_is_told_with_the_use_of_that_command(command: str, shop: Path) -> None:
    uses = {**NEEDS_A_PROJECT, "init": ["init", "x"], "verify": ["verify", "x"], "evaluate": ["evaluate", "x"],
            "completion": ["completion", "bash"]}  # fmt: skip
    before = names_below(shop)
    done = call_kb(shop, *uses.get(command, [command]), "--no-such-option")
    assert done.returncode == 2, said(done)
    assert f"usage: kb {command}" in said(done) and "--no-such-option" in said(done)
    assert names_below(shop) == before


@pytest.mark.parametrize("arguments", [*MISSING_FILE.values(), *WRONG_NAME.values()], ids=" ".join)
def test_what_is_not_there_is_wrong_use(arguments: list[str], shop: Path) -> None:
    before = names_below(shop)
    done = call_kb(shop, *arguments)
    assert done.returncode == 2, said(done)
    assert "Traceback" not in said(done) and said(done).strip()
    assert names_below(shop) == before


def test_a_slip_in_the_name_of_a_command_is_answered_with_the_nearest(tmp_path: Path) -> None:
    done = call_kb(tmp_path, "bulid")
    assert done.returncode == 2
    assert "did you mean `kb build`?" in said(done)


def test_the_help_names_the_exit_codes(tmp_path: Path) -> None:
    done = call_kb(tmp_path, "--help")
    assert done.returncode == 0
    assert "2 the command was used wrongly" in " ".join(said(done).split())
