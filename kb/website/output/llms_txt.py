"""`llms.txt`: the public edition as a list of links for programs that read (llmstxt.org). Public only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.content.urls import url_of
from kb.editions.selection import Page
from kb.project.options import in_language
from kb.workspace.workspace import Workspace


def write_llms(workspace: Workspace, staged: Path, *, description: str = "") -> None:
    """Write `llms.txt` where the site has an address; links are absolute."""
    if workspace.edition.name == "public" and workspace.project.site_url:
        (staged / "llms.txt").write_text(llms_text(workspace, description), encoding="utf-8", newline="\n")


def llms_text(workspace: Workspace, description: str = "") -> str:
    """Title, description, the default language by topic, and the other languages as optional lists."""
    options, project = workspace.edition.options, workspace.project
    lines = [f"# {_plain(project.site_name or options.shop)}", ""]
    if description:
        lines += [f"> {_plain(description)}", ""]
    for heading, pages in _groups(workspace):
        lines += [f"## {_plain(heading)}", "", *(_link(page, workspace) for page in pages), ""]
    others = [code for code in options.languages if code != options.default_language]
    if others:
        base = project.site_url.rstrip("/")
        lines += ["## Optional", ""]
        lines += [f"- [{options.languages[code].name}]({base}/{url_of('all', code, options)})" for code in others]
        lines.append("")
    return "\n".join(lines)


def _groups(workspace: Workspace) -> Iterator[tuple[str, list[Page]]]:
    options = workspace.edition.options
    pages = [
        page
        for page in workspace.edition.in_language(options.default_language)
        if page.id != "index" and not page.is_in_other_words
    ]
    for topic in options.topics.values():
        own = [page for page in pages if page.document.topic == topic.id]
        if own:
            yield in_language(topic.name, options.default_language), own
    rest = [page for page in pages if page.document.topic not in options.topics]
    if rest:
        yield options.ui_strings(options.default_language)["other_pages"], rest


def _link(page: Page, workspace: Workspace) -> str:
    told = page.document.answer or page.document.summary
    title = _plain(page.document.title)
    return f"- [{title}]({workspace.project.site_url.rstrip('/')}/{page.url})" + (f": {_plain(told)}" if told else "")


def _plain(text: str) -> str:
    """One line that is no markup, whatever it holds: a title is text, and so is a summary."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")").replace("<", "&lt;")
