"""What stands beside the pages of a foreign site comes along only where somebody meant readers to see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kb.importers.sites.import_site import import_site

Tree = Mapping[str, str | bytes]
Make = Callable[[Tree], Path]

PAGE = "# Returns\n\nSee the form.\n"


def _imported(make_source: Make, tmp_path: Path, files: Tree) -> tuple[set[str], list[str]]:
    """Paths below docs/ that are no pages, and the lines of the report."""
    report = import_site(make_source(files), tmp_path / "shop")
    assert not report.is_refused
    docs = tmp_path / "shop/docs"
    made = {path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file()}
    return {path for path in made if not path.endswith(".md")}, list(report.lines())


@pytest.mark.parametrize(
    "name", ["noi bo.xlsx", "bang gia.docx", "notes.txt", "data.json", "a/export.csv", "old.zip", "x.pdf", "clip.mp4"]
)
def test_a_file_that_no_page_links_is_left_and_named(name: str, make_source: Make, tmp_path: Path) -> None:
    made, lines = _imported(make_source, tmp_path, {"faq/returns.md": PAGE, name: b"internal"})
    assert made == set()
    assert any(line.startswith(f"{name}:1: is linked by no page: left out") for line in lines)


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("[form](form.pdf)", "faq/form.pdf"),
        ("[form](../files/form.pdf#page=2)", "files/form.pdf"),
        ("[form](<the form.docx>)", "faq/the form.docx"),
        ("[form](the%20form.docx)", "faq/the form.docx"),
        ("[form](/files/form.xlsx)", "files/form.xlsx"),
        ("[form][1]\n\n[1]: form.pdf", "faq/form.pdf"),
        ('<a href="form.pdf">form</a>', "faq/form.pdf"),
        ("<a href=form.pdf>form</a>", "faq/form.pdf"),
        ('<video src="clip.mp4"></video>', "faq/clip.mp4"),
        ('{% file src="../files/form.pdf" %}', "files/form.pdf"),
        ("[form (new)](form(1).pdf)", "faq/form(1).pdf"),
    ],
)
def test_a_file_that_a_page_links_comes_along(link: str, file: str, make_source: Make, tmp_path: Path) -> None:
    made, _ = _imported(make_source, tmp_path, {"faq/returns.md": PAGE + link + "\n", file: b"for everybody"})
    assert made == {file}


def test_words_are_no_link(make_source: Make, tmp_path: Path) -> None:
    made, _ = _imported(
        make_source, tmp_path, {"faq/returns.md": PAGE + "Do not share noi-bo.xlsx.\n", "faq/noi-bo.xlsx": b"x"}
    )
    assert made == set()


def test_pictures_come_along_unasked(make_source: Make, tmp_path: Path) -> None:
    made, _ = _imported(make_source, tmp_path, {"faq/returns.md": PAGE, "img/a.png": b"x", "img/b.webp": b"x"})
    assert made == {"img/a.png", "img/b.webp"}


def test_pictures_of_gitbooks_hidden_folder_come_along(make_source: Make, tmp_path: Path) -> None:
    files = {
        "SUMMARY.md": "* [A](a.md)\n",
        "a.md": "# A\n\n![x](.gitbook/assets/x.png)\n",
        ".gitbook/assets/x.png": b"x",
    }
    made, _ = _imported(make_source, tmp_path, files)
    assert made == {"gitbook/assets/x.png"}
    assert "![x](gitbook/assets/x.png)" in (tmp_path / "shop/docs/a.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (".vitepress/config.ts", ".vitepress/config.ts:1: is a program: its name, menu"),
        ("astro.config.mjs", "astro.config.mjs:1: is a program, not data: not read"),
        ("docusaurus.config.js", "docusaurus.config.js:1: is a program: its name, menu"),
        (".env", ".env:1: is a hidden file: left out"),
        (".obsidian/app.json", ".obsidian:1: is a hidden folder: left out"),
        ("docs/run.js", "docs/run.js:1: is neither page nor picture: left out"),
    ],
)
def test_configurations_and_hidden_files_are_named(path: str, said: str, make_source: Make, tmp_path: Path) -> None:
    made, lines = _imported(make_source, tmp_path, {"docs/faq/returns.md": PAGE, path: "export default {}"})
    assert made == set()
    assert any(line.startswith(said) for line in lines), lines


def test_the_label_of_a_folder_names_its_topic(make_source: Make, tmp_path: Path) -> None:
    made, lines = _imported(
        make_source,
        tmp_path,
        {
            "docusaurus.config.js": "",
            "docs/giao-hang/track.md": PAGE,
            "docs/giao-hang/_category_.json": '{"label": "Giao hàng & vận chuyển", "position": 2}',
        },
    )
    assert made == set()
    assert "Giao hàng & vận chuyển" in (tmp_path / "shop/mkdocs.yml").read_text("utf-8")
    assert any("_category_.json:1: its label “Giao hàng & vận chuyển”" in line and "position" in line for line in lines)


def test_one_is_one_and_two_are_two(make_source: Make, tmp_path: Path) -> None:
    _, lines = _imported(make_source, tmp_path, {"returns.md": PAGE})
    assert any(line.startswith("1 page found: ") for line in lines)
