"""`kb init` for shops of any country: what it asks, what it writes, and what it never leaves behind."""

from __future__ import annotations

import os
import pty
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.channels.registry import shipped_channels
from kb.importers.common.choices import Choices, read_currencies, read_languages, read_markets
from kb.importers.common.new_folder import new_folder
from kb.importers.scaffold.starter import create_project
from kb.project.project import load_project
from kb.workspace.workspace import open_workspace
from tests.cli.running import call_kb, run_kb, said
from tests.conftest import TODAY
from tests.importers.conftest import snapshot

SHOPS: Mapping[str, tuple[str, ...]] = {
    "bookshop": ("--languages", "vi"),
    "florist": (
        "--languages",
        "de,en",
        "--markets",
        "DE,AT",
        "--currency",
        "EUR",
        "--channels",
        "email,whatsapp,hotline",
    ),
    "one-channel": ("--languages", "en", "--markets", "US", "--channels", "whatsapp"),
    "souk": ("--languages", "ar,fr", "--markets", "AE,FR"),
    "kedai": ("--languages", "ms,en", "--markets", "MY", "--channels", "shopee,email"),
    "ran": ("--languages", "th", "--channels", "sms"),
    "butik": ("--languages", "sv,pt-BR,zh-TW"),
    "everywhere": ("--channels", ",".join(shipped_channels())),
    "sample": (),
    "by-market": ("--markets", "CH,JP"),
}
"""What people say to `kb init`: languages with and without interface words of kb's, one channel, other currencies."""


@pytest.mark.parametrize("name", SHOPS)
def test_a_new_shop_passes_its_own_strict_check_and_says_nothing_of_other_countries(name: str, tmp_path: Path) -> None:
    made = call_kb(tmp_path, "init", name, *SHOPS[name])
    assert made.returncode == 0, said(made)
    shop = tmp_path / name
    checked = call_kb(shop, "check", "--strict")
    assert checked.returncode == 0, said(checked)
    options = load_project(shop).options
    said_of_markets = "\n".join(
        path.read_text("utf-8") for path in (shop / "mkdocs.yml", shop / "facts.yml", shop / "agents/facts.yml")
    )
    for code in {"VN", "MY"} - set(options.markets):
        assert not re.search(rf"\b{code}\b", said_of_markets)
    suffixes = {path.name.split(".")[-2] for path in shop.glob("*/*/*.md") if path.name.count(".") == 2}
    assert suffixes == set(options.other_languages)


@pytest.mark.parametrize("name", ["florist", "bookshop"])
def test_a_new_shop_is_built_without_a_word(name: str, tmp_path: Path) -> None:
    call_kb(tmp_path, "init", name, *SHOPS[name])
    built = run_kb(tmp_path / name, "build", "--strict")
    assert built.returncode == 0 and "no problems" in said(built), said(built)
    page = (tmp_path / name / "site/public/faq/track-order/index.html").read_text("utf-8")
    language = SHOPS[name][1][:2]
    assert f'<html lang="{language}"' in page
    is_told = (
        'class="kb-fallback"' in page and '<article class="md-content__inner md-typeset kb-article" lang="en"' in page
    )
    assert is_told == (name == "florist"), "a page in other words than its site's says so"


@pytest.mark.parametrize(
    ("options", "messages"),
    [
        (("--languages", "vn,german,xx1"), ["did you mean vi", "did you mean de", "write its code"]),
        (("--languages", ""), ["--languages: name at least one"]),
        (("--markets", "UK,Germany,ZZ"), ["did you mean GB", "did you mean DE", "“ZZ” is no country"]),
        (("--markets", "DE", "--currency", "EURO"), ["did you mean EUR?"]),
        (("--markets", "DE", "--currency", "CH=CHF"), ["CH is not among the markets: DE"]),
        (("--channels", "shopy,e-mail"), ["did you mean shopee?", "did you mean email?"]),
        (("--markets", "DE", "--channels", "tiki"), ["sells in VN alone"]),
        (("--timezone", "Berlin"), ["did you mean Europe/Berlin?"]),
        (("--shop-url", "shop.example"), ["did you mean https://shop.example?"]),
        (("--kb-source", "https://host.example/kb.whl"), ["is not pinned"]),
        (("--kb-source", "git+https://host.example/kb@main"), ["is not pinned"]),
        (("--kb-source", "nowhere.whl"), ["is not here"]),
        (
            ("--languages", "vn", "--markets", "UK", "--channels", "shopy"),
            ["did you mean vi", "mean GB", "mean shopee"],
        ),
    ],
)
def test_wrong_words_are_all_told_at_once_and_nothing_is_made(
    options: tuple[str, ...], messages: list[str], tmp_path: Path
) -> None:
    done = call_kb(tmp_path, "init", "shop", *options)
    assert done.returncode == 2
    assert [message for message in messages if message not in said(done)] == [], said(done)
    assert list(tmp_path.iterdir()) == []


def test_a_market_pays_in_its_own_currency_unless_it_is_said() -> None:
    assert read_currencies("", ["DE", "CH"])[0] == {"DE": "EUR", "CH": "CHF"}
    assert read_currencies("EUR", ["DE", "CH"])[0] == {"DE": "EUR", "CH": "EUR"}
    assert read_currencies("CH=EUR", ["DE", "CH"])[0] == {"DE": "EUR", "CH": "EUR"}


def test_codes_are_read_as_people_write_them() -> None:
    assert read_languages("DE, en;pt_br").value == ("de", "en", "pt-BR")
    assert read_markets("de at").value == ("DE", "AT")


REPOSITORY = {".git/HEAD": b"ref", "LICENSE": b"MIT", "README.md": b"# Mine\n", ".gitignore": b"*.log\nsite/"}


def test_a_cloned_repository_becomes_the_project_and_keeps_what_it_has(tmp_path: Path) -> None:
    for path, data in REPOSITORY.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    done = call_kb(tmp_path, "init", ".", "--name", "Mine")
    assert done.returncode == 0, said(done)
    assert "Next: kb build" in said(done) and "cd ." not in said(done)
    assert "README.md is yours and stays" in said(done)
    found = snapshot(tmp_path)
    assert found["README.md"] == b"# Mine\n" and found["LICENSE"] == b"MIT"
    assert "# Mine Help" in found["README-help-centre.md"].decode()
    lines = found[".gitignore"].decode().splitlines()
    assert lines[:2] == ["*.log", "site/"] and ".kb-cache/" in lines and lines.count("site/") == 1
    assert not (tmp_path / ".kb-init").exists()


@pytest.mark.parametrize("name", ["Nhà Sách", "-x", "it's", "a b"])
def test_the_next_line_is_one_that_a_shell_takes(name: str, tmp_path: Path) -> None:
    done = call_kb(tmp_path, "init", "--", name) if name.startswith("-") else call_kb(tmp_path, "init", name)
    assert done.returncode == 0, said(done)
    command = re.search(r"Next: (cd .*) && kb build", said(done))
    assert command and os.system(f"cd '{tmp_path}' && {command[1]} && test -f mkdocs.yml") == 0


def test_a_folder_with_work_in_it_is_refused_by_what_it_has(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = call_kb(tmp_path, "init", ".")
    assert done.returncode == 2 and "it has notes.txt" in said(done)
    assert snapshot(tmp_path) == {"notes.txt": b"mine"}


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError("disk full")])
def test_a_failed_start_leaves_the_folder_as_it_was(error: BaseException | type, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(b"mine")
    for target in (tmp_path, tmp_path / "new/shop"):
        with pytest.raises((KeyboardInterrupt, OSError)), new_folder(target) as folder:
            (folder / "mkdocs.yml").write_text("half", "utf-8")
            raise error
    assert snapshot(tmp_path) == {"README.md": b"mine"} and not (tmp_path / "new").exists()


def test_what_a_killed_start_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / ".kb-init/docs").mkdir(parents=True)
    assert create_project(tmp_path, today=TODAY).refused == ""
    assert not (tmp_path / ".kb-init").exists() and (tmp_path / "mkdocs.yml").is_file()


def test_questions_are_asked_on_a_terminal_and_enter_takes_what_is_shown(tmp_path: Path) -> None:
    answers = ["Blumen", "german", "de", "", "", "email", "", "", ""]
    shown = _answer(tmp_path, ["init", "shop"], answers)
    assert "did you mean de (Deutsch)?" in shown
    assert "Countries that you sell in [DE]" in shown and "Currency [EUR]" in shown and "[Europe/Berlin]" in shown
    options = load_project(tmp_path / "shop").options
    assert (options.shop, list(options.languages), list(options.markets)) == ("Blumen", ["de"], ["DE"])
    assert list(options.channels.entries or {}) == ["email"]


def _answer(folder: Path, command: list[str], answers: list[str]) -> str:
    """Run kb on a terminal of its own and type the answers; what it showed."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvp(os.sys.executable, [os.sys.executable, "-m", "kb", *command])  # type: ignore[attr-defined]
    os.write(terminal, "".join(f"{one}\n" for one in answers).encode())
    shown = b""
    try:
        while part := os.read(terminal, 4096):
            shown += part
    except OSError:  # the terminal closes with the program
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, shown.decode()
    return shown.decode()


def test_options_complete_what_an_imported_site_says(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/returns.md").write_text("# Returns\n\nSend it back.\n", "utf-8")
    done = call_kb(
        tmp_path, "init", "new", "--from", "old", "--name", "Corner", "--languages", "en,de", "--markets", "GB",
        "--channels", "email,whatsapp", "--shop-url", "https://corner.example/",
    )  # fmt: skip
    assert done.returncode == 0, said(done)
    options = load_project(tmp_path / "new").options
    assert (options.shop, options.shop_url) == ("Corner", "https://corner.example/")
    assert list(options.languages) == ["en", "de"] and options.languages["de"].in_translation
    assert options.markets["GB"].currency == "GBP" and options.markets["GB"].name["de"] == "Vereinigtes Königreich"
    assert open_workspace(tmp_path / "new", "agents", today=TODAY).problems == ()
    assert (tmp_path / "new/.github/workflows/publish.yml").is_file()


def test_a_change_of_a_sample_outdates_its_translations(tmp_path: Path) -> None:
    call_kb(tmp_path, "init", "shop")
    assert "untracked" not in said(call_kb(tmp_path / "shop", "translations", "--all"))
    page = tmp_path / "shop/docs/faq/track-order.md"
    page.write_text(page.read_text("utf-8") + "\nAnother sentence.\n", "utf-8")
    found = open_workspace(tmp_path / "shop", "agents", today=TODAY).problems
    assert [(one.code, one.path) for one in found] == [
        ("KB602", "docs/faq/track-order.ms.md"),
        ("KB602", "docs/faq/track-order.vi.md"),
    ]


def test_the_defaults_are_those_of_the_table() -> None:
    assert Choices().languages == ("en", "vi", "ms")
