"""What kb makes of each setting of MkDocs and of Material: the manual's page and `kb check` read this one table.

The settings are those of MkDocs 1.6 and Material 9.7 (their documentation, read 2026-11-26), and the plugins that
their manuals and examples name most.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kb.source.problem import Rule, Severity


class Verdict(StrEnum):
    """What becomes of a setting."""

    HONOURED = "honoured"
    BY_ITSELF = "kb does it by itself"
    OVERRULED = "without effect"
    CONFLICT = "refused"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: a setting by its place in `mkdocs.yml`, in dots; a feature or plugin by its name behind that."""

    name: str
    verdict: Verdict
    what: str
    """What kb does with it, or in its place."""
    instead: str = ""
    """What to do, in the imperative; empty where nothing is to be done."""


OVERRULED_SETTING = Rule(
    "KB820",
    "overruled-setting",
    Severity.WARNING,
    what="A setting of MkDocs, Material or a plugin that has no effect on the pages of kb.",
    why="Whoever set it waits for something that never comes.",
    example="use_directory_urls: false",
    hint="take it out; the manual's page of MkDocs and Material settings says what does the same",
)
CONFLICTING_PLUGIN = Rule(
    "KB821",
    "conflicting-plugin",
    Severity.ERROR,
    what="A plugin that makes pages, languages or braces its own way, and cannot stand beside kb.",
    why="Pages would be lost, doubled or in the wrong language, or no site could be built.",
    example="plugins:\n  - kb\n  - i18n:\n      languages: [{locale: en, default: true}]",
    hint="take the plugin out",
)
RULES = (OVERRULED_SETTING, CONFLICTING_PLUGIN)

_H, _B, _O, _C = Verdict.HONOURED, Verdict.BY_ITSELF, Verdict.OVERRULED, Verdict.CONFLICT
_MENU = "the menu is made of `topics`; there is no tree of pages beside the text"
_OUT = "take it out"

MKDOCS: tuple[Setting, ...] = (
    Setting("site_name", _H, "In the header, in titles and for search engines."),
    Setting("site_url", _H, "Links for search engines, the host and the folder that hosting files name."),
    Setting("site_description", _H, "The description of pages without a summary."),
    Setting("site_author", _H, "For search engines, in the head of every page."),
    Setting("copyright", _H, "In the footer, HTML allowed; `look: copyright` has one text for each language."),
    Setting("repo_url", _H, "With `edit_uri`: “Edit this page” in the agents' edition."),
    Setting("repo_name", _O, "no page shows the name of the repository", _OUT),
    Setting("edit_uri", _H, "With `repo_url`: the address at which files are edited, such as `edit/main/docs/`."),
    Setting("edit_uri_template", _O, "the link is made of `repo_url` and `edit_uri`",
            "write `edit_uri: edit/main/docs/`"),
    Setting("docs_dir", _H, "The folder of public articles."),
    Setting("site_dir", _H, "Of the public edition; the agents' stands beside it."),
    Setting("exclude_docs", _H, "Such files are in no edition."),
    Setting("draft_docs", _H, "Such files are drafts."),
    Setting("not_in_nav", _H, "Read as MkDocs reads it."),
    Setting("nav", _O, _MENU, "put articles in order by `topics`, `topic:` and `featured`, and take `nav` out"),
    Setting("use_directory_urls", _O, "addresses always end with a slash: /faq/track-order/", _OUT),
    Setting("extra_css", _H, "Styles of your own, after kb's."),
    Setting("extra_javascript", _H, "Scripts from `docs/`; from another host only if an option of kb allows it."),
    Setting("extra_templates", _H, "Templates of your own in `docs/`."),
    Setting("extra", _H, "For templates of your own in `overrides/`; what Material reads of it is listed below."),
    Setting("hooks", _H, "Your own Python; pages are then made one after another."),
    Setting("plugins", _H, "Every plugin takes part; some are listed below. Pages are then made one after another."),
    Setting("markdown_extensions", _H, "With their settings, and the Python names that Material's manual gives."),
    Setting("mdx_configs", _O, "`kb check` and the audit read `markdown_extensions` alone",
            "write the settings below the extension's own name in `markdown_extensions`"),
    Setting("strict", _H, "Warnings count as errors."),
    Setting("validation", _O, "kb checks every link itself, and a dead one is an error", _OUT),
    Setting("watch", _O, "`kb serve` watches all that the pages are made from", _OUT),
    Setting("dev_addr", _O, "`kb serve` has options for it", "write `kb serve --host … --port …`, and take it out"),
    Setting("remote_branch", _H, "By `mkdocs gh-deploy` alone."),
    Setting("remote_name", _H, "By `mkdocs gh-deploy` alone."),
    Setting("INHERIT", _H, "Another file's settings below these."),
)  # fmt: skip

THEME: tuple[Setting, ...] = (
    Setting("theme.name", _H, "`material`, for which the pages are made."),
    Setting("theme.custom_dir", _H, "Templates of your own, such as `overrides/main.html`."),
    Setting("theme.static_templates", _H, "More pages from templates of your own."),
    Setting("theme.logo", _H, "The picture in the header; `look: logo` has one for dark pages too."),
    Setting("theme.favicon", _H, "The icon of the browser's tab; `look: favicon` is the same."),
    Setting("theme.font", _O, "fonts come from no other host, and are the reader's own until you give a file",
            "write `font: false`, and name a font file by `look: font`"),
    Setting("theme.palette", _H, "`primary` gives the colour of links and buttons, made readable."),
    Setting("theme.language", _O, "each page is in its own language", "set `default_language` and `languages` of kb"),
    Setting("theme.locale", _O, "each page is in its own language", "set `default_language` and `languages` of kb"),
    Setting("theme.direction", _O, "each language runs its own way, Arabic from right to left", _OUT),
    Setting("theme.icon.top", _H, "On the button “back to top”."),
    Setting("theme.icon.close", _H, "On an announcement."),
    Setting("theme.icon", _O, "the icons of the pages are kb's own",
            "set `look: logo`, or draw icons anew in your styles (`.kb-icon--search` …)"),
)  # fmt: skip

FEATURES: tuple[Setting, ...] = (
    Setting("announce.dismiss", _H, "An announcement that your `overrides/main.html` makes; `notices.yml` needs none."),
    Setting("content.code.copy", _H, "A button that copies a code block."),
    Setting("content.code.select", _H, "A button that selects lines of code."),
    Setting("content.code.annotate", _H, "Notes in a code block."),
    Setting("content.footnote.tooltips", _H, "Footnotes shown where they are named."),
    Setting("content.lazy", _B, "Pictures are loaded when they come into view."),
    Setting("content.tabs.link", _H, "Tabs of the same name change together."),
    Setting("content.tooltips", _H, "Tooltips that can be styled."),
    Setting("content.action.edit", _B, "“Edit this page” is there for agents where `repo_url` and `edit_uri` are set."),
    Setting("content.action.view", _O, "pages lead to the file's editor, not to its source", _OUT),
    Setting("header.autohide", _O, "the header stays: the search box and the menu are in it", _OUT),
    Setting("navigation.top", _H, "A button back to the top."),
    Setting("navigation.tracking", _H, "The address follows the heading that is read."),
    Setting("navigation.path", _B, "The way to the page stands above every article."),
    Setting("navigation.instant", _O, "every page is loaded whole, with its own menus and languages", _OUT),
    Setting("navigation.tabs", _O, _MENU, _OUT),
    Setting("navigation.sections", _O, _MENU, _OUT),
    Setting("navigation.expand", _O, _MENU, _OUT),
    Setting("navigation.prune", _O, _MENU, _OUT),
    Setting("navigation.indexes", _O, "the `index.md` of a folder is that folder's page anyway", _OUT),
    Setting("navigation.footer", _O, "articles end with related ones, not with the next in a tree",
            "set `related:` in articles"),
    Setting("toc.follow", _O, "the table of contents has the first level of headings alone", _OUT),
    Setting("toc.integrate", _O, _MENU, _OUT),
    Setting("search.suggest", _O, "kb's own search offers articles while a reader types", _OUT),
    Setting("search.highlight", _O, "kb's own search leads to the passage that was found", _OUT),
    Setting("search.share", _O, "the page of results has an address that can be sent", _OUT),
)  # fmt: skip

EXTRA: tuple[Setting, ...] = (
    Setting("extra.social", _H, "Links with icons in the footer; `look: social` is the same."),
    Setting("extra.annotate", _H, "With `content.code.annotate`."),
    Setting("extra.polyfills", _H, "Scripts from `docs/` that come first."),
    Setting("extra.scope", _H, "Where the browser keeps what a reader chose."),
    Setting("extra.generator", _B, "No page says what it was made with."),
    Setting("extra.homepage", _O, "the shop's name leads to the help centre's home, and the menu to the shop",
            "set `shop_url` of kb"),
    Setting("extra.alternate", _O, "the menu of languages is made of kb's `languages`", "set `languages` of kb"),
    Setting("extra.analytics", _O, "Material's own scripts for it stand in the page, which browsers are told to refuse",
            "name the service in the option `statistics` of kb, such as `statistics: {service: ga4, id: G-1}`"),
    Setting("extra.consent", _O, "readers are asked where the shop counts them by `statistics`",
            "set `consent` in the option `statistics` of kb"),
    Setting("extra.version", _O, "a help centre has one version: today's", _OUT),
    Setting("extra.tags", _O, "articles are found by `topic` and `stage`", "set `topic:` in articles"),
    Setting("extra.status", _O, "pages show `draft` and the date of their review", _OUT),
)  # fmt: skip

PLUGINS: tuple[Setting, ...] = (
    Setting("search", _B, "kb has a search of its own; the plugin is left out, in any place of the list."),
    Setting("i18n", _C, "languages are made by kb from the same file names",
            "take it out: `layout: suffix` (returns.vi.md) or `layout: folder` (vi/returns.md) of kb does it"),
    Setting("blog", _C, "a help centre has no blog: posts would be articles without a menu",
            "take it out, and write dated news in `notices.yml`"),
    Setting("macros", _C, "it reads every `{{ … }}`, and kb's facts and placeholders are written so",
            "take it out: `{{ fact.NAME }}` puts a value on every page"),
    Setting("group", _O, "a plugin in a group is not known to kb", "name its plugins in the list itself"),
    Setting("info", _O, "it writes bug reports for Material", _OUT),
    Setting("awesome-pages", _O, _MENU, "put articles in order by `topics` and `featured`, and take it out"),
    Setting("awesome-nav", _O, _MENU, "put articles in order by `topics` and `featured`, and take it out"),
    Setting("literate-nav", _O, _MENU, "put articles in order by `topics` and `featured`, and take it out"),
    Setting("section-index", _O, "the `index.md` of a folder is that folder's page anyway", _OUT),
    Setting("meta", _O, "front matter is read from each file alone", "write the fields in the files"),
    Setting("tags", _O, "`tags` are no field of articles", "set `topic:` in articles, and take it out"),
    Setting("social", _O, "pages show no card that it makes", "name one picture by `look: share_picture`"),
    Setting("redirects", _O, "hosts get true redirects from kb",
            "write `redirect_from:` in the article that took the place, and take it out"),
    Setting("privacy", _B, "Pages load nothing from other hosts; what is on them is refused by the browser."),
    Setting("offline", _O, "search needs a server, of which `kb serve` is one", _OUT),
    Setting("minify", _O, "pages are small already, and a plugin makes every build slow", _OUT),
    Setting("git-revision-date-localized", _O, "pages show `reviewed_on`, which says that somebody read them",
            "set `reviewed_on:` in articles"),
    Setting("typeset", _O, "titles are plain text", _OUT),
    Setting("mike", _O, "a help centre has one version: today's", _OUT),
    Setting("optimize", _H, "Makes pictures smaller, where its programs are installed."),
    Setting("glightbox", _O, "its scripts stand in the page, which browsers are told to refuse", _OUT),
)  # fmt: skip

_FEATURES = {one.name: one for one in FEATURES}


def feature_row(name: str) -> Setting | None:
    """The row of the feature `name`, or of the family that it belongs to: `navigation.instant.progress`."""
    while name and name not in _FEATURES:
        name = name.rpartition(".")[0]
    return _FEATURES.get(name)


GROUPS: tuple[tuple[str, str, tuple[Setting, ...]], ...] = (
    ("MkDocs", "", MKDOCS),
    ("Material: `theme`", "", THEME),
    ("Material: `theme: features`", "theme.features.", FEATURES),
    ("Material: `extra`", "", EXTRA),
    ("Plugins", "plugins.", PLUGINS),
)
"""Heading, what stands before the names, rows."""
