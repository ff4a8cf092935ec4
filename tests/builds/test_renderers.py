"""Our way through a MkDocs build and MkDocs' own write the same bytes; other plugins and hooks are safe."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds.projects import edit_text, make_project, tree, write
from tests.builds.test_edit_loop import build
from tests.conftest import TODAY

pytestmark = pytest.mark.workers
HOOK = """\
seen = []
def on_page_markdown(markdown, page, **_):
    seen.append(page.url)
    return markdown
def on_post_page(output, page, **_):
    return output.replace("</body>", f"<p>page number {seen.index(page.url)}</p></body>")
"""


def test_mkdocs_build_alone_writes_the_public_edition_with_the_same_bytes(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("alone"))
    build(tmp_path, "public")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "by-mkdocs"]
    environment = {"SOURCE_DATE_EPOCH": TODAY.strftime("%s"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "by-mkdocs") == tree(tmp_path / "site/public")


def test_a_hook_that_keeps_count_sees_every_page_of_every_build(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("hooks"))
    write(tmp_path / "hooks.py", HOOK)
    write(tmp_path / "mkdocs.yml", (tmp_path / "mkdocs.yml").read_text("utf-8") + "hooks: [hooks.py]\n")
    for _ in range(2):
        report = build(tmp_path, "public")
        assert report.is_whole and report.reused == 0
        pages = [path.read_text("utf-8") for path in (tmp_path / "site/public").rglob("index.html")]
        assert all("<p>page number " in page for page in pages)
        edit_text(tmp_path, random.Random("between"))


def test_pages_that_look_into_every_list_follow_every_title(tmp_path: Path) -> None:
    """A shop's template may show what ours do not; then every page depends on every title."""
    make_project(tmp_path, random.Random("lists"))
    titles = "{% for section in kb.sections %}{% for card in section.cards %}{{ card.title }}|{% endfor %}{% endfor %}"
    block = '{% block extrahead %}<meta name="all" content="' + titles + '">{% endblock %}'
    write(tmp_path / "overrides/main.html", '{% extends "base.html" %}\n' + block + "\n")
    build(tmp_path, "public")
    path = tmp_path / "docs/faq/a5.md"
    write(path, path.read_text("utf-8").replace("title: ", "title: Renamed "))
    build(tmp_path, "public")
    assert "Renamed " in (tmp_path / "site/public/faq/a2/index.html").read_text("utf-8").partition("</head>")[0]
