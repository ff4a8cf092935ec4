"""`kb init DIR --from FOLDER`: a Markdown site of any common shape becomes a project of ours."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote

from kb.importers.common.build_refusals import report_refused_texts
from kb.importers.common.choices import Choices
from kb.importers.common.escaping import OUR_BRACES, escape_our_braces, plain_field
from kb.importers.common.front_matter import comment_for, join_document, render_front_matter, split_foreign_page
from kb.importers.common.markdown_scan import find_oddities, has_heading, rename_fences, retarget_links
from kb.importers.common.new_folder import new_folder, refusal_of_target, remarks_on
from kb.importers.common.project_files import Shop, render_mkdocs, write_project
from kb.importers.common.report import ImportFindings, ImportReport, refuse
from kb.importers.common.sanitizer import Sanitizer
from kb.importers.common.settings import plain_text
from kb.importers.common.starter_files import common_files, copies_for
from kb.importers.sites.copy_kb_project import carry_project
from kb.importers.sites.detect import detect_layout
from kb.importers.sites.field_map import map_fields
from kb.importers.sites.layout import Layout
from kb.importers.sites.links import OldLinks
from kb.importers.sites.navigation import Navigation, read_navigation
from kb.importers.sites.plan import PlannedPage, SitePlan, make_plan
from kb.importers.sites.redirects import CarriedPage, give_addresses
from kb.importers.sites.source import SiteSource, load_source
from kb.importers.sites.syntax.plain_markdown import plain_page
from kb.importers.sites.topics import choose_topics
from kb.importers.sites.unsupported_settings import carried_extensions, report_settings

FIELD_ORDER = (
    "title",
    "summary",
    "draft",
    "answer",
    "questions",
    "topic",
    "redirect_from",
    "owner",
    "reviewed_on",
    "review_every_days",
    "effective_from",
    "order",
    "changes",
)


def import_site(source: Path, target: Path, choices: Choices | None = None, today: date | None = None) -> ImportReport:
    """Read the site in `source` and write a new project into `target`, which must be new or nearly empty.

    Nothing in `source` is executed or changed, and nothing is written outside `target`; if anything fails, `target`
    is left as it was. What was given of `choices` completes what is found. `today` decides which pages of Hugo's are
    shown; by default it is the day of the clock.
    """
    choices = choices or Choices()
    if not source.is_dir():
        return refuse(f"{source} is no folder: name the folder that holds the Markdown site")
    if refusal := refusal_of_target(target):
        return refuse(refusal)
    findings = ImportFindings()
    for remark in remarks_on(target):
        findings.add(remark.partition(" ")[0], 1, remark)
    files = load_source(source, findings)
    if not files.pages:
        return refuse(f"{source} holds no Markdown file (.md, .markdown, .mdx): nothing to import")
    layout = detect_layout(files, findings)
    if layout.shape == "kb":
        return carry_project(files, layout, target, findings, choices)
    navigation = read_navigation(files, layout, findings)
    plan = make_plan(files, layout, navigation, findings)
    day = today or datetime.now(UTC).date()
    pages = [_read_page(page, files, layout, day, findings) for page in plan.pages]
    name = choices.name or layout.name or source.resolve().name or "Help centre"
    texts: dict[str, str | bytes] = dict(common_files(name, layout.default_language, choices.kb_source))
    texts.update(_render_pages(pages, plan, layout, navigation, findings, name, choices))
    report_settings(layout, findings)
    copies = {placed: files.files[path] for path, placed in plan.assets.items()} | copies_for(choices.kb_source)
    with new_folder(target) as folder:
        write_project(folder, texts, copies)
        report_refused_texts(folder, {*texts, *copies}, findings)
    return ImportReport(pages=len(pages), written=tuple(sorted({*texts, *copies})), findings=findings.sorted())


def _read_page(
    planned: PlannedPage, source: SiteSource, layout: Layout, today: date, findings: ImportFindings
) -> CarriedPage:
    decoded = source.read(planned.source)
    path = planned.source
    for remark in decoded.remarks:
        findings.add(path, 1, remark, "encoding", is_open="\ufffd" in remark)
    if not decoded.text.strip():
        findings.add(path, 1, "is empty: kept as an empty page; write it or delete it", "empty page")
    parts = split_foreign_page(decoded.text)
    mapped = map_fields(parts, path=path, findings=findings, shape=layout.shape, today=today)
    if planned.why_draft:
        mapped.fields["draft"] = True
        findings.add(path, 1, f"{planned.why_draft}: it becomes a draft", "page that the site does not show: a draft")
    plain = plain_page(parts.body, path, parts.fields, layout, source)
    for one in plain.remarks:
        line = parts.body_line + one.line
        findings.add(path, line, one.message, one.group, is_open=one.is_open)
    mapped.comments += plain.comments
    return CarriedPage(planned, parts, mapped, plain.body)


def _render_pages(
    pages: list[CarriedPage],
    plan: SitePlan,
    layout: Layout,
    navigation: Navigation,
    findings: ImportFindings,
    name: str,
    choices: Choices,
) -> dict[str, str | bytes]:
    titles = {(page.plan.relative, page.plan.language): plain_text(page.mapped.fields.get("title")) for page in pages}
    categories = {(page.plan.relative, page.plan.language): page.mapped.category for page in pages}
    topics = choose_topics(plan, navigation, titles, categories, layout.default_language)
    _give_titles(pages, navigation, findings)
    _give_search_words(pages, findings)
    links = OldLinks.of(plan, layout, give_addresses(pages, layout, topics.of, findings))
    extensions = carried_extensions(layout, findings)
    sanitizer = Sanitizer(extensions)
    rendered: dict[str, str | bytes] = {}
    for page in pages:
        if topic := topics.of.get(page.plan.relative):
            page.mapped.fields["topic"] = topic
        rendered[page.plan.target] = _render(page, links, layout, sanitizer, findings)
    rendered["mkdocs.yml"] = render_mkdocs(
        Shop(
            name=name,
            url=layout.url,
            description=layout.description,
            default_language=layout.default_language,
            languages=layout.languages,
            aliases=layout.aliases,
            topics=topics.names,
            extensions=extensions,
            choices=choices,
        )
    )
    return rendered


def _render(page: CarriedPage, links: OldLinks, layout: Layout, sanitizer: Sanitizer, findings: ImportFindings) -> str:
    path, first = page.plan.source, page.parts.body_line

    def place(line: int) -> int:
        return first + page.body.place(line)

    body, fences = rename_fences(page.body.text)
    for line, name in fences:
        message = f"a block named “{name}” means something here: it becomes “text”"
        findings.add(path, place(line), message, f"block named “{name}”")
    body, count = retarget_links(body, lambda link: _new_link(link, page.plan, links, layout))
    if count:
        message = f"{count} {'link follows a file' if count == 1 else 'links follow files'} that moved"
        findings.add(path, 1, message, "links that follow moved files")
    body = _braces_as_text(body, path, place, findings)
    sanitized = sanitizer.sanitize(body)
    body = sanitized.text
    for loss in sanitized.losses:
        findings.add(path, place(loss.line), loss.message, "HTML that acts", is_open=loss.is_open)
    for line, message, group in find_oddities(body):
        findings.add(path, place(line), message, group)
    remarks: list[str] = []
    fields = {name: _plain(page.mapped.fields[name], remarks) for name in FIELD_ORDER if name in page.mapped.fields}
    for remark in dict.fromkeys(remarks):
        findings.add(path, 1, remark, "braces that mean something here")
    return join_document(render_front_matter(fields, page.mapped.comments), body)


def _plain(value: object, remarks: list[str]) -> object:
    """A field's value without braces of ours."""
    if isinstance(value, str):
        return plain_field(value, remarks)
    return [_plain(one, remarks) for one in value] if isinstance(value, list) else value


def _braces_as_text(body: str, path: str, place: Callable[[int], int], findings: ImportFindings) -> str:
    """`{{ fact.x }}` and `{{ link.x }}` of another system, in code too, as text; `place`: line here → in the file."""
    for match in OUR_BRACES.finditer(body):
        line = place(body.count("\n", 0, match.start()))
        message = "braces mean a fact or a link here: they are kept as text"
        findings.add(path, line, message, "braces that mean something here")
    return escape_our_braces(body, [])


def _give_titles(pages: list[CarriedPage], navigation: Navigation, findings: ImportFindings) -> None:
    for page in pages:
        own = page.mapped.menu_title
        title = own or navigation.titles.get(page.plan.source)
        if title and "title" not in page.mapped.fields and not has_heading(page.body.text):
            page.mapped.fields["title"] = title
        elif own and own != page.mapped.fields.get("title"):
            page.mapped.comments.append(comment_for("title in the menu", own))
            message = f"the menu's title “{own}” is kept as a comment"
            findings.add(page.plan.source, 1, message, "title in the menu")


def _give_search_words(pages: list[CarriedPage], findings: ImportFindings) -> None:
    """A tag that one page alone carries is a word to find it by; a shared one is a shelf, and stays a comment."""
    uses = Counter((page.plan.language, tag.casefold()) for page in pages for tag in set(page.mapped.tags))
    for page in pages:
        tags = list(dict.fromkeys(page.mapped.tags))
        own = [tag for tag in tags if uses[page.plan.language, tag.casefold()] == 1]
        shared = [tag for tag in tags if tag not in own]
        if own and "questions" not in page.mapped.fields:
            page.mapped.fields["questions"] = own
        elif own:
            shared = tags
        if shared:
            page.mapped.comments.append(comment_for("tags", shared))
            line = page.parts.lines.get("tags", page.parts.lines.get("keywords", 1))
            findings.add(
                page.plan.source,
                line,
                f"tags that other pages carry too are kept as a comment: {', '.join(shared)}",
                "tags shared by several pages",
            )


def _new_link(link: str, page: PlannedPage, links: OldLinks, layout: Layout) -> str | None:
    """The link as it must read in the new place, None if it stays: other hosts, anchors, dead links."""
    path, mark, rest = re.fullmatch(r"([^?#]*)(\??[^#]*#?)(.*)", link, re.DOTALL).groups()  # type: ignore[union-attr]
    if not path:
        return None
    found = links.find(path, page, by_name=layout.shape == "hugo" and not path.startswith("/"))
    if found is None:
        return None
    target = links.targets[found]
    if posixpath.splitext(target)[1] == ".md":
        target = _same_language(target, page.language, layout)
        mark = "#" if mark.endswith("#") else ""
    here = posixpath.dirname(page.target)
    if (
        not path.startswith("/")
        and ":" not in path
        and posixpath.normpath(posixpath.join(here, unquote(path))) == target
    ):
        return None
    new = posixpath.relpath(target, here)
    return new.replace(" ", "%20") + mark + rest


def _same_language(target: str, language: str, layout: Layout) -> str:
    """A link within a language names the file without its suffix: the default language's name."""
    suffix = f".{language}.md"
    return (
        target.removesuffix(suffix) + ".md"
        if language != layout.default_language and target.endswith(suffix)
        else target
    )
