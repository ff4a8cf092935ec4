"""Settings, styles and templates of the shop, read for what they load from other hosts."""

from __future__ import annotations

from collections.abc import Iterator

from kb.checks.elsewhere import PolicyJudge
from kb.checks.elsewhere_files import check_script, check_settings, check_style_sheet, check_template
from kb.content.model import Library
from kb.project.folders import AGENTS
from kb.project.project import Project, read_settings
from kb.source.problem import Problem

_STYLES = ".css"
_SCRIPTS = (".js", ".mjs")
_PAGES = (".html", ".htm", ".svg")


def check_elsewhere_files(project: Project, library: Library) -> Iterator[Problem]:
    """What the policy will block of all that is no article: told in every edition by the public one's policy."""
    judge = PolicyJudge(project.options, "public", project.site_url)
    node, _ = read_settings(project.root)
    if node is not None:
        yield from check_settings(node, judge)
    for path in sorted({*library.public_files.values(), *_templates(project)}):
        suffix = path[path.rfind(".") :].lower()
        if suffix == _STYLES:
            yield from check_style_sheet(path, _text(project, path), judge)
        elif suffix in _SCRIPTS:
            yield from check_script(path, _text(project, path), judge)
        elif suffix in _PAGES and not (suffix == ".svg" and path not in library.public_files.values()):
            yield from check_template(path, _text(project, path), judge)


def _templates(project: Project) -> Iterator[str]:
    """Files of `custom_dir`; none where it is, or lies in, a folder of sources."""
    folder = project.custom_dir
    if not folder or folder.split("/")[0] in {AGENTS, ".", "..", project.docs}:
        return
    for path in (project.root / folder).rglob("*"):
        if path.is_file():
            yield path.relative_to(project.root).as_posix()


def _text(project: Project, path: str) -> str:
    try:
        return (project.root / path).read_text("utf-8", "replace")
    except OSError:
        return ""
