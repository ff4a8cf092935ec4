"""`kb init --from` and sites of other generators: nothing is lost in silence, nothing becomes public that was not."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from kb.project.project import load_project
from tests.cli.running import call_kb, run_kb, said
from tests.importers.conftest import snapshot
from tests.importers.foreign_sites import SITES
from tests.importers.site_words import words_lost


@pytest.mark.parametrize("name", SITES)
def test_a_site_comes_along_whole(name: str, make_source: Callable[..., Path], tmp_path: Path) -> None:
    site = SITES[name]
    make_source(site.files)
    made = call_kb(tmp_path, "init", "new", "--from", "source")
    again = call_kb(tmp_path, "init", "again", "--from", "source")
    report = said(made)
    assert snapshot(tmp_path / "new") == snapshot(tmp_path / "again")
    assert report.splitlines()[1:] == said(again).splitlines()[1:]
    for line in site.told:
        assert any(one.startswith(line) for one in report.splitlines()), (line, report)
    checked = call_kb(tmp_path / "new", "check")
    assert checked.returncode == 0 and " error " not in said(checked), said(checked)
    options = load_project(tmp_path / "new").options
    names = [topic.name[options.default_language] for topic in options.topics.values()]
    assert tuple(names[: len(site.topics)]) == site.topics
    assert not site.name or options.shop == site.name
    built = run_kb(tmp_path / "new", "build", "--edition", "public")
    assert built.returncode == 0, said(built)
    public = tmp_path / "new/site/public"
    moved = (public / "_redirects").read_text("utf-8") if (public / "_redirects").exists() else ""
    for old, new in site.moved.items():
        assert re.search(rf"^{re.escape(old)} {re.escape(new)} 301$", moved, re.MULTILINE), (old, moved)
    for page, pieces in site.shown.items():
        html = unescape((public / page / "index.html").read_text("utf-8"))
        for piece in pieces:
            assert unescape(piece) in html, (piece, page, re.findall(r"(?s)kb-body.*?</article", html))
    texts = "\n".join(path.read_text("utf-8") for path in public.rglob("*") if path.suffix in {".html", ".json", ".md"})
    for words in site.hidden:
        assert words not in texts
    assert words_lost(site.files, public, report) == set()
