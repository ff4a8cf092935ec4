"""Settings and links that lead into `agents/`, or to a folder that holds it, are refused at their line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.project.project import load_project
from tests.conftest import MINIMAL_CONFIG, WriteProject

LEADS_INSIDE = "KB809"
SECRET = "The night captain waives the third charge in silence"
AGENTS = {
    "agents/procedures/quiet.md": f"---\ntitle: Quiet\n---\n{SECRET}.\n",
    "agents/base.yml": "copyright: x\n",
    "agents/hook.py": "",
    "agents/x.css": "",
    "docs/faq/a.md": "---\ntitle: A\n---\nText.\n",
    "docs/snippets/s.txt": "A rightful snippet.\n",
    "overrides/main.html": '{% extends "base.html" %}\n',
    "hooks/fine.py": "",
}
INSIDE = {
    "docs_dir": "docs_dir: agents",
    "docs_dir, deeper": "docs_dir: agents/procedures",
    "docs_dir, above": "docs_dir: .",
    "docs_dir, roundabout": "docs_dir: docs/../agents",
    "docs_dir, by a link": "docs_dir: link",
    "site_dir": "site_dir: agents/site",
    "site_dir, above": "site_dir: .",
    "hook": "hooks: [agents/hook.py]",
    "hook, roundabout": "hooks: [hooks/../agents/hook.py]",
    "style": "extra_css: [../agents/x.css]",
    "style, escaped": "extra_css: ['..%2Fagents%2Fx.css']",
    "script": "extra_javascript: [{path: ../agents/x.js}]",
    "template": "extra_templates: [../agents/x.html]",
    "watched": "watch: [agents]",
    "snippets, above": "markdown_extensions: [{pymdownx.snippets: {base_path: ['.']}}]",
    "snippets, far above": "markdown_extensions: [{pymdownx.snippets: {base_path: '..'}}]",
    "snippets": "markdown_extensions: [{pymdownx.snippets: {base_path: [docs, agents/procedures]}}]",
    "snippets, absolute": "markdown_extensions: [{pymdownx.snippets: {base_path: ['ROOT']}}]",
    "snippets, root": "markdown_extensions: [{pymdownx.snippets: {base_path: /}}]",
    "snippets, relative": "markdown_extensions: [{pymdownx.snippets: {base_path: !relative $config_dir}}]",
    "snippets, inside": "markdown_extensions: [{pymdownx.snippets: {base_path: !relative $config_dir/agents}}]",
    "snippets, by the environment": "markdown_extensions: [{pymdownx.snippets: {base_path: !ENV KB_TEST_FOLDER}}]",
    "snippets, by default": "markdown_extensions: [{pymdownx.snippets: {base_path: !ENV [NOT_SET_AT_ALL, agents]}}]",
    "snippets, each page": "markdown_extensions: [{pymdownx.snippets: {auto_append: [agents/procedures/quiet.md]}}]",
    "snippets, mdx_configs": "markdown_extensions: [tables]\nmdx_configs: {pymdownx.snippets: {base_path: .}}",
    "b64": "markdown_extensions: [{pymdownx.b64: {base_path: .}}]",
    "b64, root": "markdown_extensions: [{pymdownx.b64: {base_path: docs, root_path: agents}}]",
    "pictures of emoji": "markdown_extensions: [{pymdownx.emoji: {options: {custom_icons: [agents]}}}]",
    "path converter": "markdown_extensions: [{pymdownx.pathconverter: {base_path: 'file:///ROOT/agents'}}]",
    "INHERIT": "INHERIT: agents/base.yml",
    "INHERIT, roundabout": "INHERIT: docs/../agents/base.yml",
    "INHERIT, by a file between": "INHERIT: between.yml",
    "INHERIT, by a link": "INHERIT: link/base.yml",
}
THEMES = {
    "custom_dir": "{name: material, custom_dir: agents}",
    "custom_dir, above": "{name: material, custom_dir: .}",
    "custom_dir, far above": "{name: material, custom_dir: ../}",
    "custom_dir, deeper": "{name: material, custom_dir: agents/procedures}",
    "custom_dir, by a link": "{name: material, custom_dir: link}",
    "logo": "{name: material, logo: ../agents/logo.svg}",
}
LINKS = {
    "a file of agents'": "../agents/base.yml",
    "the folder": "../agents",
    "the project": "..",
    "a file of the machine": "/etc/hostname",
}
RIGHTFUL = (
    "markdown_extensions: [{pymdownx.snippets: {base_path: [docs/snippets]}}]",
    "markdown_extensions: [{pymdownx.snippets: {base_path: !relative $docs_dir}}]",
    "markdown_extensions: [pymdownx.snippets, admonition, {toc: {permalink: true, title: agents}}]",
    "markdown_extensions: [{pymdownx.b64: {base_path: docs}}]",
    "hooks: [hooks/fine.py]",
    "site_dir: site/public",
    "extra_css: [assets/x.css, https://agents.example/agents/x.css]",
    "extra: {team: agents, more: [agents/procedures]}",
    "copyright: agents",
    "site_description: agents",
)


def _config(more: str, root: Path) -> str:
    return f"{more.replace('ROOT', root.as_posix())}\n{MINIMAL_CONFIG}"


def _write(write_project: WriteProject, root: Path, config: str) -> None:
    write_project({**AGENTS, "between.yml": "INHERIT: agents/base.yml\n", "mkdocs.yml": config})
    (root / "link").symlink_to("agents")


def _found(root: Path) -> list[tuple[str, str, int]]:
    return [(one.code, one.path, one.line) for one in load_project(root).problems if one.is_error]


@pytest.mark.parametrize("named", INSIDE)
def test_a_setting_that_leads_to_agents_is_refused_at_its_line(
    named: str, write_project: WriteProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_TEST_FOLDER", "agents")
    _write(write_project, tmp_path, _config(INSIDE[named], tmp_path))
    code = "KB808" if named.startswith("docs_dir") else LEADS_INSIDE
    line = 2 if "mdx_configs" in named else 1
    path = "between.yml" if "between" in named else "mkdocs.yml"
    assert (code, path, line) in _found(tmp_path)
    assert not load_project(tmp_path).is_settled, "nothing is read that the settings name"


@pytest.mark.parametrize("named", THEMES)
def test_a_folder_of_the_theme_that_leads_to_agents_is_refused(
    named: str, write_project: WriteProject, tmp_path: Path
) -> None:
    config = MINIMAL_CONFIG.replace("{name: material}", THEMES[named])
    _write(write_project, tmp_path, config)
    assert _found(tmp_path) == [(LEADS_INSIDE, "mkdocs.yml", 2)]


@pytest.mark.parametrize("named", LINKS)
def test_a_link_in_the_themes_folder_that_leads_out_is_refused(
    named: str, write_project: WriteProject, tmp_path: Path
) -> None:
    _write(
        write_project, tmp_path, MINIMAL_CONFIG.replace("{name: material}", "{name: material, custom_dir: overrides}")
    )
    (tmp_path / "overrides" / "part").symlink_to(LINKS[named])
    assert _found(tmp_path) == [(LEADS_INSIDE, "overrides/part", 1)]


@pytest.mark.parametrize("more", RIGHTFUL)
def test_what_stays_outside_is_no_matter(more: str, write_project: WriteProject, tmp_path: Path) -> None:
    _write(write_project, tmp_path, _config(more, tmp_path))
    assert _found(tmp_path) == []


def test_links_within_the_theme_and_the_project_are_no_matter(write_project: WriteProject, tmp_path: Path) -> None:
    _write(
        write_project, tmp_path, MINIMAL_CONFIG.replace("{name: material}", "{name: material, custom_dir: overrides}")
    )
    (tmp_path / "overrides" / "same.html").symlink_to("main.html")
    (tmp_path / "overrides" / "snippet.txt").symlink_to(os.path.join("..", "docs", "snippets", "s.txt"))
    assert _found(tmp_path) == []
