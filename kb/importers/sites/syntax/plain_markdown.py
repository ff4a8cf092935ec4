"""The text of a page of any generator as Markdown that every reader knows: one step after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.importers.common.front_matter import comment_for
from kb.importers.sites.layout import Layout
from kb.importers.sites.source import SiteSource
from kb.importers.sites.syntax.convert import Dialect, Remark, convert_tags
from kb.importers.sites.syntax.front_pages import front_page_text
from kb.importers.sites.syntax.includes import with_included
from kb.importers.sites.syntax.line_text import LinedText
from kb.importers.sites.syntax.liquid import without_liquid
from kb.importers.sites.syntax.mdx import without_programs
from kb.importers.sites.syntax.notion import split_properties, with_boxes
from kb.importers.sites.syntax.roles import Role
from kb.importers.sites.syntax.tags import components, shortcodes, template_tags
from kb.importers.sites.syntax.vitepress import without_groups, without_values

COMPONENTS = Dialect(
    components, "<{}>", unwraps_unknown=True, others={"highlight": Role("words"), "code": Role("words")}
)
SHORTCODES = Dialect(shortcodes, "{{{{< {} >}}}}", others={"code": Role("code"), "label": Role("words")})
TEMPLATE_TAGS = Dialect(template_tags, "{{% {} %}}")
WITH_COMPONENTS = frozenset({"docusaurus", "starlight", "vitepress"})
WITH_TEMPLATES = frozenset({"gitbook", "jekyll"})


@dataclass(slots=True)
class PlainPage:
    """The text, what changed in it, and what goes into the comments of its front matter."""

    body: LinedText
    remarks: list[Remark] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def plain_page(body: str, path: str, fields: Mapping[str, Any], layout: Layout, source: SiteSource) -> PlainPage:
    """`body` of the page `path`, whose front matter is `fields`, without its generator's syntax."""
    page = PlainPage(LinedText.of(body))
    if layout.shape in {"vitepress", "starlight"} and (words := front_page_text(fields)):
        front = words.count("\n") + 2
        page.body = LinedText(f"{words}\n\n{body}", (*[0] * front, *page.body.lines))
    is_mdx = path.lower().endswith(".mdx") or layout.shape in WITH_COMPONENTS - {"vitepress"}
    page.body = with_included(page.body, path, source, page.remarks)
    if is_mdx:
        page.body = without_programs(page.body, page.remarks)
    if layout.shape == "jekyll":
        page.body = without_liquid(page.body, layout.settings.values, fields, page.remarks)
    if layout.shape == "vitepress":
        page.body = without_groups(page.body)
        page.body = without_values(page.body, fields, page.remarks)
    if layout.shape == "notion":
        page.body, properties = split_properties(page.body)
        for line, name, value in properties:
            page.comments.append(comment_for(name, value))
            message = f"the property “{name}: {value}” is kept as a comment"
            page.remarks.append(Remark(line, message, "property kept as a comment"))
        page.body = with_boxes(page.body)
    for applies, dialect in (
        (is_mdx or layout.shape in WITH_COMPONENTS, COMPONENTS),
        (layout.shape == "hugo", SHORTCODES),
        (layout.shape in WITH_TEMPLATES, TEMPLATE_TAGS),
    ):
        if applies:
            page.body = convert_tags(page.body, dialect, page.remarks)
    return page
