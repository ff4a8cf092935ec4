"""What a link may lead to, and which ids a page has, held to the pages that are really built."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.editions.generated_pages import made_addresses
from kb.markdown.rendering import TEMPLATE_IDS
from kb.project.editions import EDITIONS, EditionName
from kb.website.build.editions import build_editions
from kb.workspace.workspace import open_workspace
from tests.conftest import TODAY, WriteProject

FILES = {
    "docs/index.md": "Welcome, see [all](/all/).\n",
    "docs/faq/a.md": "---\ntopic: returns\n---\n# A\n",
    "docs/faq/b.md": "# B\n",
    "docs/about.md": "# About\n",
    "docs/firm/index.md": "# Firm\n",
    "docs/firm/people.md": "# People\n",
    "docs/only.vi.md": "# Chỉ\n",
    "agents/procedures/p.md": "# P\n",
    "agents/scripts/s.md": "# S\n\nHello.\n",
}


@pytest.mark.parametrize("edition", EDITIONS)
def test_made_addresses_are_those_that_are_built(edition: EditionName, write_project: WriteProject) -> None:
    root = write_project(FILES)
    (report,) = build_editions(root, (edition,), root / "site", today=TODAY)
    assert report.is_whole
    found = open_workspace(root, edition, today=TODAY).edition
    written = {page.url for page in found.pages.values() if page.id != "index"}
    site = root / "site" / edition
    built = {path.parent.relative_to(site).as_posix() + "/" for path in site.rglob("index.html")}
    addresses = {one.removeprefix("./").removeprefix("vi/").strip("/") for one in built - written}
    made = {one for one in addresses if not re.search(r"/\d+$", one)}  # the further sheets of long lists
    assert made == made_addresses(found)


def test_a_public_text_may_not_link_to_what_agents_alone_have(write_project: WriteProject) -> None:
    links = "[a](/tools/facts/) [b](/sections/script/) [c](/desk/) [d](/all/)"
    root = write_project({"docs/faq/a.md": f"# A\n\n{links}\n", "agents/scripts/s.md": f"# S\n\n{links}\n"})
    found = {
        edition: [
            problem.code for problem in open_workspace(root, edition, today=TODAY).problems if problem.code < "KB5"
        ]
        for edition in EDITIONS
    }
    assert found == {"public": ["KB201"] * 3, "agents": ["KB203"] * 3}


def test_the_ids_of_templates_are_known() -> None:
    theme = Path(__file__).parent.parent.parent / "kb/website/theme"
    templates = [path.read_text("utf-8") for path in theme.rglob("*.html")]
    named = {id for text in templates for id in re.findall(r'\sid="(kb-[a-z-]+)"', text)}
    desk = {id for id in named if id.startswith("kb-desk-")}  # on a page without anybody's text
    assert named - desk <= TEMPLATE_IDS
