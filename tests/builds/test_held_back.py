"""What a shop holds back is in no file of a build, whatever was built before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kb.audit.audit import audit_folder
from kb.website.build.editions import build_editions
from kb.website.preview.preview import Preview
from kb.website.record.report import BuildReport
from tests.builds.projects import tree, write
from tests.conftest import TODAY

CONFIG = """\
site_name: Laden
site_url: https://hilfe.laden.example/
theme: {{name: material}}
plugins:
  - kb:
      layout: {layout}
      default_language: de
      languages: {{de: {{name: Deutsch}}, vi: {{name: Tiếng Việt}}}}
markdown_extensions: [admonition, attr_list, tables]
{more}
"""
PAGES = {
    "folder": ("docs/de/faq/{}.md", "docs/vi/faq/{}.md"),
    "suffix": ("docs/faq/{}.md", "docs/faq/{}.vi.md"),
}
SECRET = "Wombatpreis"


def project(root: Path, layout: str, more: str = "") -> None:
    german, vietnamese = PAGES[layout]
    write(root / "mkdocs.yml", CONFIG.format(layout=layout, more=more))
    write(root / german.format("offen"), "---\ntitle: Offen\n---\nFür alle.\n")
    write(root / vietnamese.format("offen"), "---\ntitle: Mở\n---\nCho mọi người.\n")
    write(root / german.format("geheim"), f"---\ntitle: {SECRET}\n---\n{SECRET} ![x](bild.svg)\n")
    write(root / german.format("geheim").replace("geheim.md", "bild.svg"), f"<svg><title>{SECRET}</title></svg>\n")


def build(root: Path, *, edition: str = "public") -> BuildReport:
    (report,) = build_editions(root, (edition,), root / "site", today=TODAY)  # type: ignore[arg-type]
    return report


def errors(report: BuildReport) -> list[str]:
    return [one.code for one in report.problems if one.is_error]


def holding(root: Path, words: str, edition: str = "public") -> list[str]:
    return [name for name, data in tree(root / "site" / edition).items() if words.encode() in data]


@pytest.mark.parametrize(  # each value meets each other one; reading names, patterns and editions are apart
    ("setting", "edition", "layout"),
    [
        ("exclude_docs", "public", "suffix"), ("exclude_docs", "agents", "folder"),
        ("draft_docs", "public", "folder"), ("draft_docs", "agents", "suffix"),
    ],
)  # fmt: skip
def test_what_a_setting_holds_back_vanishes_from_a_site_that_had_it(
    tmp_path: Path, layout: str, edition: str, setting: str
) -> None:
    project(tmp_path, layout)
    assert build(tmp_path, edition=edition).is_whole
    assert holding(tmp_path, SECRET, edition)
    project(tmp_path, layout, f"{setting}: |\n  geheim.md\n  bild.*\n")
    report = build(tmp_path, edition=edition)
    assert report.is_whole, report.problems
    assert not holding(tmp_path, SECRET, edition)
    assert not [name for name in tree(tmp_path / "site" / edition) if "geheim" in name or "bild" in name]


def test_mkdocs_alone_holds_back_the_same(tmp_path: Path) -> None:
    project(tmp_path, "folder", "exclude_docs: geheim.md\ndraft_docs: |\n  bild.*\n")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", "site/public"], cwd=tmp_path, check=True)
    assert not holding(tmp_path, SECRET)
    assert (tmp_path / "site/public/faq/offen/index.html").is_file()


def test_patterns_of_an_inherited_file_hold(tmp_path: Path) -> None:
    project(tmp_path, "folder", "INHERIT: base.yml\n")
    write(tmp_path / "base.yml", "exclude_docs: de/faq/geheim.md\n")
    assert build(tmp_path).is_whole
    assert [name for name in holding(tmp_path, SECRET) if not name.endswith(".svg")] == []


def test_what_a_hook_leaves_out_without_our_knowing_stops_the_build(tmp_path: Path) -> None:
    project(tmp_path, "folder", "hooks: [hook.py]\n")
    write(tmp_path / "hook.py", "def on_config(config):\n    config.exclude_docs = config.exclude_docs or HIDDEN\n"
          "    return config\nfrom pathspec.gitignore import GitIgnoreSpec\n"
          "HIDDEN = GitIgnoreSpec.from_lines(['geheim.md'])\n")  # fmt: skip
    report = build(tmp_path)
    assert not report.is_whole
    assert "docs/de/faq/geheim.md" in str(report.problems)


def test_a_page_in_no_list_is_published_and_found(tmp_path: Path) -> None:
    project(tmp_path, "suffix", "not_in_nav: geheim.md\n")
    assert build(tmp_path).is_whole
    assert (tmp_path / "site/public/faq/geheim/index.html").is_file()
    listed = [name for name in holding(tmp_path, "faq/geheim/") if name.endswith(".html") and "geheim" not in name]
    assert listed == []
    assert [name for name in holding(tmp_path, SECRET) if name.startswith("search/de/")]


def test_a_file_that_nobody_meant_is_found_after_a_build(tmp_path: Path) -> None:
    project(tmp_path, "folder")
    write(tmp_path / "docs/de/faq/offen.md", "---\ntitle: Offen\n---\nDas [Blatt](blatt.pdf).\n\nUnd mehr.\n")
    write(tmp_path / "docs/de/faq/blatt.pdf", SECRET)
    assert build(tmp_path).is_whole
    write(tmp_path / "docs/preise.xlsx", SECRET)
    assert errors(build(tmp_path)) == ["KB123"]
    (tmp_path / "docs/preise.xlsx").unlink()
    assert build(tmp_path).is_whole
    write(tmp_path / "docs/de/faq/offen.md", "---\ntitle: Offen\n---\nKein Blatt.\n\nUnd mehr.\n")
    assert errors(build(tmp_path)) == ["KB123"]


def test_an_edit_that_adds_a_comment_publishes_none_of_it(tmp_path: Path) -> None:
    project(tmp_path, "folder")
    build(tmp_path)
    text = "---\ntitle: Offen\n---\nFür alle. <!-- Notiz: gnurble\n\n- gnurble -->\n\nNoch etwas.\n"
    write(tmp_path / "docs/de/faq/offen.md", text)
    assert build(tmp_path).is_whole
    assert holding(tmp_path, "Noch etwas")
    assert not holding(tmp_path, "gnurble")
    write(tmp_path / "docs/de/faq/offen.md", text.replace("-->", ""))
    assert errors(build(tmp_path)) == ["KB121"]


def test_the_preview_shows_drafts_by_pattern_with_their_files_and_nothing_that_is_excluded(tmp_path: Path) -> None:
    project(tmp_path, "suffix", "draft_docs: |\n  geheim.md\n  bild.*\nexclude_docs: |\n  /privat/\n")
    write(tmp_path / "docs/privat/notiz.md", "# Notiz\n")
    preview = Preview(tmp_path, "public", today=TODAY)
    try:
        folder = preview.build().folder
        assert SECRET in (folder / "faq/geheim/index.html").read_text("utf-8")
        assert (folder / "faq/bild.svg").is_file()
        assert not list(folder.rglob("*notiz*"))
    finally:
        preview.close()


WORDS = "Die Marge beträgt zweiundvierzig Prozent, sagt der Einkauf seit Januar."


@pytest.mark.parametrize("setting", ["exclude_docs", "draft_docs"])
def test_the_audit_looks_for_what_is_held_back_and_excuses_nothing_by_it(tmp_path: Path, setting: str) -> None:
    project(tmp_path, "suffix", f"{setting}: /privat/\n")
    write(tmp_path / "agents/training/preise.md", f"# Schulung\n\nZum {WORDS}\n")
    write(tmp_path / "docs/privat/preise.md", f"# Preise\n\nZum {WORDS}\n")
    assert build(tmp_path).is_whole
    page = tmp_path / "site/public/faq/offen/index.html"
    page.write_text(page.read_text("utf-8").replace("Für alle.", f"Für alle. {WORDS}"), "utf-8")
    for gone in ("", "agents/training/preise.md"):
        if gone:
            (tmp_path / gone).unlink()
        found = audit_folder(tmp_path / "site/public", tmp_path).problems
        assert [one for one in found if one.is_error], f"without {gone or 'nothing'}"
