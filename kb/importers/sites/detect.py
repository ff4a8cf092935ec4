"""Which kind of Markdown site a folder is: where its pages stand, in which languages, under which name.

Every shape ends as the same `Layout`: what follows the detection needs to know nothing of Hugo or GitBook.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from types import MappingProxyType

from kb.importers.common.languages import resolve_codes
from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import SettingsFile, parse_settings, plain_table, plain_text
from kb.importers.sites.language_layout import tell_languages
from kb.importers.sites.layout import HUGO_CONFIGS, HUGO_LANGUAGES, MKDOCS_OF_LANGUAGE, Layout, Move, plugin_options
from kb.importers.sites.program_sites import detect_docusaurus, detect_starlight, detect_vitepress
from kb.importers.sites.source import SiteSource
from kb.importers.sites.syntax.notion import ID

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
KIND_FOLDERS = frozenset({"faq", "guides", "policies"})
"""Folders whose name says something to us: never taken for a mere wrapper."""
PROGRAMS = ("package.json", "astro.config.mjs", "Gemfile", "pyproject.toml", "go.mod")
"""Files that make a folder a program's repository, whose README is not a page of the site."""
REPOSITORY_PAGES = frozenset({"readme", "changelog", "contributing", "license", "code_of_conduct", "security"})


def detect_layout(source: SiteSource, findings: ImportFindings) -> Layout:
    """The layout of a folder; at the least `plain`, with the language guessed from the text."""
    for detect in (
        _detect_mkdocs,
        _detect_mkdocs_of_languages,
        _detect_hugo,
        detect_docusaurus,
        detect_vitepress,
        detect_starlight,
        _detect_gitbook,
        _detect_jekyll,
        _detect_notion,
    ):
        if layout := detect(source, findings):
            break
    else:
        layout = Layout("plain", MappingProxyType({_content_folder(source): ""}))
    if layout.shape == "kb":
        return layout
    return tell_languages(layout, source, findings)


def _read(source: SiteSource, path: str, findings: ImportFindings) -> SettingsFile:
    settings = parse_settings(path, source.text(path))
    if settings.error:
        findings.add(
            path, settings.error_line, f"{settings.error}: the configuration was not read", "configuration not read"
        )
    return settings


def _first(source: SiteSource, *paths: str) -> str:
    return next((path for path in paths if path in source.files), "")


def _inside(source: SiteSource, folder: str, config: str, findings: ImportFindings) -> str | None:
    """`folder` of a configuration as a path in the source; None when it leads out or holds no page."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(config), folder or "."))
    if path.startswith(("..", "/")):
        findings.add(config, 1, f"names the folder “{folder}” outside the site: not read", "folder outside the site")
        return None
    path = "" if path == "." else path
    return path if any(page.startswith(path + "/" if path else "") for page in source.pages) else None


def _detect_mkdocs(source: SiteSource, findings: ImportFindings) -> Layout | None:
    config = _first(source, "mkdocs.yml", "mkdocs.yaml")
    if not config:
        return None
    settings = _read(source, config, findings)
    if plugin_options(settings, "kb") is not None:
        return _named(Layout("kb", config=config, settings=settings))
    folder = _inside(source, plain_text(settings.values.get("docs_dir")) or "docs", config, findings)
    if folder is None:
        folder = _content_folder(source)
    theme = plain_table(settings.values.get("theme"))
    languages = (plugin_options(settings, "i18n") or {}).get("languages")
    default = plain_text(theme.get("language"))
    for language in languages if isinstance(languages, list) else []:
        if plain_table(language).get("default") is True:
            default = plain_text(plain_table(language).get("locale"))
    return _named(
        Layout("mkdocs", MappingProxyType({folder: ""}), default_code=default, config=config, settings=settings)
    )


def _detect_mkdocs_of_languages(source: SiteSource, findings: ImportFindings) -> Layout | None:
    """One MkDocs site a language, side by side: `docs/en/mkdocs.yml` with `docs/en/docs/`."""
    roots: dict[str, str] = {}
    read: dict[str, SettingsFile] = {}
    configs: dict[str, str] = {}
    for path in source.files:
        if (match := MKDOCS_OF_LANGUAGE.fullmatch(path)) and resolve_codes([match[2]], {})[match[2]]:
            read[match[2]] = _read(source, path, findings)
            folder = _inside(source, plain_text(read[match[2]].values.get("docs_dir")) or "docs", path, findings)
            if folder is not None:
                roots[folder] = match[2]
                configs[match[2]] = path
    if not roots:
        return None
    default = max(configs, key=lambda code: (len(read[code].values), code == "en"))
    return _named(
        Layout("mkdocs", MappingProxyType(roots), default_code=default, config=configs[default], settings=read[default])
    )


def _detect_hugo(source: SiteSource, findings: ImportFindings) -> Layout | None:
    config = next((path for path in HUGO_CONFIGS if path in source.files), "")
    if not config and not any(page.endswith("/_index.md") for page in source.pages):
        return None
    settings = _read(source, config, findings) if config else SettingsFile()
    languages = plain_table(settings.values.get("languages"))
    if config.startswith("config/") and not languages:
        separate = _first(source, *HUGO_LANGUAGES)
        languages = _read(source, separate, findings).values if separate else {}
    roots = {}
    for code, entry in languages.items():
        folder = plain_text(plain_table(entry).get("contentDir") or plain_table(entry).get("contentdir"))
        if folder and (path := _inside(source, folder, config and "x", findings)) is not None:
            roots[path] = code
    default = plain_text(settings.values.get("defaultContentLanguage") or settings.values.get("languageCode"))
    folder = plain_text(settings.values.get("contentDir")) or "content"
    if not roots:
        inside = _inside(source, folder, "x", findings)
        roots = {_content_folder(source) if inside is None else inside: ""}
    whole = _inside(source, "content", "x", findings)
    if whole is not None:  # folders of languages that the configuration does not name
        roots.setdefault(whole, "")
    layout = Layout("hugo", MappingProxyType(roots), default_code=default, config=config, settings=settings)
    return _named(layout)


def _detect_gitbook(source: SiteSource, findings: ImportFindings) -> Layout | None:
    config = _first(source, "book.json", ".gitbook.yaml", "book.toml")
    if not config and not _first(source, "SUMMARY.md", "docs/SUMMARY.md", "src/SUMMARY.md", "LANGS.md"):
        return None
    settings = _read(source, config, findings) if config else SettingsFile()
    values = settings.values
    if config == "book.toml":
        book = plain_table(values.get("book"))
        values = {**book, "root": book.get("src") or "src"}
    root = _inside(source, plain_text(values.get("root")), "x", findings)
    if root is None:
        root = _content_folder(source)
    moves = tuple(
        Move(old, plain_text(new), config, settings.line_of("redirects"))
        for old, new in plain_table(values.get("redirects")).items()
    )
    layout = Layout(
        "gitbook",
        MappingProxyType({root: ""}),
        default_code=plain_text(values.get("language")) or _first_of_langs(source),
        config=config,
        settings=replace(settings, values=values),
        moves=moves,
    )
    return _named(layout)


def _first_of_langs(source: SiteSource) -> str:
    """The language that GitBook's list of languages names first."""
    link = re.search(r"\]\(\.?/?(?P<code>[\w-]+)/?", source.text("LANGS.md"))
    return link["code"] if link else ""


def _named(layout: Layout) -> Layout:
    values = layout.settings.values
    name = plain_text(values.get("site_name") or values.get("title"))
    url = plain_text(values.get("site_url") or values.get("baseURL") or values.get("baseUrl"))
    return replace(
        layout,
        name=name,
        url=url if re.match(r"https?://[^/\s]+", url) else "",
        description=plain_text(values.get("site_description") or values.get("description")),
    )


def _content_folder(source: SiteSource) -> str:
    """Where the pages begin: down from the top while a folder holds nothing but one other folder of pages."""
    nested = [page for page in source.pages if "/" in page]
    tops = {page.partition("/")[0] for page in nested}
    if not nested or tops in ({"docs"}, {"content"}):
        return "".join(tops)
    at_top = {page.rpartition(".")[0].lower() for page in source.pages if "/" not in page}
    is_program = any(path in source.files for path in PROGRAMS)
    if at_top and not (is_program and at_top <= REPOSITORY_PAGES):
        return ""
    pictures = [path for path in source.files if path.lower().endswith(PICTURES) and "/" in path]
    shown = nested if is_program else [*nested, *pictures]
    parts = posixpath.commonpath([posixpath.dirname(path) for path in shown]).split("/")
    for number, part in enumerate(parts):
        if part in KIND_FOLDERS or resolve_codes([part], {})[part]:
            return "/".join(parts[:number])
    return "/".join(parts)


def _detect_jekyll(source: SiteSource, findings: ImportFindings) -> Layout | None:
    if "_config.yml" not in source.files:
        return None
    settings = _read(source, "_config.yml", findings)
    return _named(
        Layout(
            "jekyll",
            MappingProxyType({_content_folder(source): ""}),
            default_code=plain_text(settings.values.get("lang") or settings.values.get("locale")).replace("_", "-"),
            config="_config.yml",
            settings=settings,
        )
    )


def _detect_notion(source: SiteSource, findings: ImportFindings) -> Layout | None:
    """An export of Notion: every page has an id behind its name."""
    named = [page for page in source.pages if ID.search(posixpath.basename(page))]
    if not named or len(named) * 2 < len(source.pages):
        return None
    return Layout("notion", MappingProxyType({_content_folder(source): ""}))
