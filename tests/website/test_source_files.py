"""Other plugins see the file that a page was written in, so that they date it by that file and not by the build."""

from __future__ import annotations

from pathlib import Path

from kb.website.build.editions import build_editions
from tests.conftest import TODAY, WriteProject

CONFIG = """\
site_name: Laden
theme: {name: material}
hooks: [dates.py]
plugins:
  - kb:
      layout: folder
      default_language: de
      languages: {de: {name: Deutsch}, vi: {name: Tiếng Việt}}
"""
DATES = """\
from pathlib import Path

def on_page_markdown(markdown, page, config, files):
    if page.file.generated_by:  # what git-revision-date-localized takes for made today
        return markdown
    source = Path(page.file.abs_src_path)
    assert source.is_absolute() and source.is_file()
    return markdown + "\\n\\nSource: " + source.relative_to(Path(config.config_file_path).parent).as_posix()
"""


def test_pages_tell_plugins_their_own_source(write_project: WriteProject) -> None:
    root = write_project(
        {
            "mkdocs.yml": CONFIG,
            "dates.py": DATES,
            "docs/de/index.md": "# Hallo\n",
            "docs/de/faq/a.md": "# A\n",
            "docs/de/faq/README.md": "# Fragen\n",
            "docs/vi/faq/a.md": "# Á\n",
            "docs/de/faq/b.md": "# B\n",
            "agents/procedures/morgens.md": "# Morgens\n",
            "agents/notes/faq/a.md": "Achtung.\n",
        }
    )
    reports = build_editions(root, ("public", "agents"), root / "site", today=TODAY)
    assert all(report.is_whole for report in reports), [str(one) for report in reports for one in report.problems]
    sources = {
        "index.html": "docs/de/index.md",
        "faq/a/index.html": "docs/de/faq/a.md",
        "faq/index.html": "docs/de/faq/README.md",
        "vi/faq/a/index.html": "docs/vi/faq/a.md",
        "vi/faq/b/index.html": "docs/de/faq/b.md",
    }
    for name, source in sources.items():
        for edition in ("public", "agents"):
            page = "tools/start/index.html" if (edition, name) == ("agents", "index.html") else name
            assert f"Source: {source}" in _text(root / "site" / edition / page), (edition, name)
    assert "Source: agents/procedures/morgens.md" in _text(root / "site/agents/procedures/morgens/index.html")
    assert "Source:" not in _text(root / "site/public/all/index.html")


def _text(path: Path) -> str:
    return path.read_text("utf-8")
