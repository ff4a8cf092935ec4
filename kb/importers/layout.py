"""Which kind of Markdown site a folder is: where its pages stand, in which languages, under which name.

Every layout ends as the same value: roots (a folder and its language) and language suffixes. What follows the
detection needs to know nothing of Hugo or GitBook.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from kb.importers.languages import guess_language, resolve_codes
from kb.importers.report import Findings
from kb.importers.settings import Settings, parse_settings, read_table, read_word
from kb.importers.source import Source
from kb.importers.tongues import find_language_folders, find_suffix_codes

HUGO_CONFIGS = tuple(f"{folder}{name}.{ending}" for folder in ("", "config/_default/") for name in ("hugo", "config")
                     for ending in ("toml", "yaml", "yml", "json"))
DOCUSAURUS = re.compile(r"i18n/([^/]+)/docusaurus-plugin-content-docs/current/")
MKDOCS_OF_LANGUAGE = re.compile(r"((?:[^/]+/)*?)([A-Za-z_-]{2,10})/mkdocs\.ya?ml")
SAMPLE_PAGES = 5


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read one site."""

    shape: str
    """kb, mkdocs, hugo, gitbook, docusaurus or plain."""
    roots: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({"": ""}))
    """Folder (`""` is the source itself) → code of its language as the source writes it, or `""`."""
    suffixes: frozenset[str] = frozenset()
    """Codes that stand at the end of file names: `en` for `returns_en.md`."""
    default_code: str = ""
    """The source's own code for files that name no language."""
    codes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Code in the source → our code."""
    default_language: str = "en"
    config: str = ""
    """The configuration that was read, or empty."""
    settings: Settings = Settings()
    name: str = ""
    url: str = ""
    description: str = ""

    def root_of(self, path: str) -> str | None:
        """The innermost root that holds `path`."""
        held = [root for root in self.roots if not root or path.startswith(root + "/")]
        return max(held, key=len, default=None)

    @property
    def languages(self) -> tuple[str, ...]:
        """Ours, the default first."""
        others = sorted(set(self.codes.values()) - {self.default_language})
        return (self.default_language, *others)

    @property
    def aliases(self) -> Mapping[str, str]:
        """Codes that are not ours already, as the option `aliases` takes them."""
        return {code: ours for code, ours in sorted(self.codes.items()) if code != ours and re.fullmatch(r"[\w-]+", code)}


def detect_layout(source: Source, findings: Findings) -> Layout:
    """The layout of a folder; at the least `plain`, with the language guessed from the text."""
    for detect in (_detect_mkdocs, _detect_mkdocs_of_languages, _detect_hugo, _detect_docusaurus, _detect_gitbook):
        if layout := detect(source, findings):
            break
    else:
        layout = Layout("plain", MappingProxyType({_content_folder(source): ""}))
    if layout.shape == "kb":
        return layout
    return _resolve_languages(_find_languages(layout, source), source, findings)


def _read(source: Source, path: str, findings: Findings) -> Settings:
    settings = parse_settings(path, source.text(path))
    if settings.error:
        findings.add(path, settings.error_line, f"{settings.error}: the configuration was not read", "configuration not read")
    return settings


def _first(source: Source, *paths: str) -> str:
    return next((path for path in paths if path in source.files), "")


def _inside(source: Source, folder: str, config: str, findings: Findings) -> str | None:
    """`folder` of a configuration as a path in the source; None when it leads out or holds no page."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(config), folder or "."))
    if path.startswith(("..", "/")):
        findings.add(config, 1, f"names the folder “{folder}” outside the site: not read", "folder outside the site")
        return None
    path = "" if path == "." else path
    return path if any(page.startswith(path + "/" if path else "") for page in source.pages) else None


def plugin_options(settings: Settings, name: str) -> Mapping[str, Any] | None:
    """The options of an MkDocs plugin in either spelling of `plugins`, or None when it is not there."""
    plugins = settings.values.get("plugins")
    entries = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        if entry == name:
            return {}
        if isinstance(entry, Mapping) and name in entry:
            return read_table(entry[name])
    return None


def _detect_mkdocs(source: Source, findings: Findings) -> Layout | None:
    config = _first(source, "mkdocs.yml", "mkdocs.yaml")
    if not config:
        return None
    settings = _read(source, config, findings)
    if plugin_options(settings, "kb") is not None:
        return _named(Layout("kb", config=config, settings=settings))
    folder = _inside(source, read_word(settings.values.get("docs_dir")) or "docs", config, findings)
    if folder is None:
        folder = _content_folder(source)
    theme = read_table(settings.values.get("theme"))
    languages = (plugin_options(settings, "i18n") or {}).get("languages")
    default = read_word(theme.get("language"))
    for language in languages if isinstance(languages, list) else []:
        if read_table(language).get("default") is True:
            default = read_word(read_table(language).get("locale"))
    return _named(Layout("mkdocs", MappingProxyType({folder: ""}), default_code=default, config=config, settings=settings))


def _detect_mkdocs_of_languages(source: Source, findings: Findings) -> Layout | None:
    """One MkDocs site a language, side by side: `docs/en/mkdocs.yml` with `docs/en/docs/`."""
    roots: dict[str, str] = {}
    read: dict[str, Settings] = {}
    configs: dict[str, str] = {}
    for path in source.files:
        if (match := MKDOCS_OF_LANGUAGE.fullmatch(path)) and resolve_codes([match[2]], {})[match[2]]:
            read[match[2]] = _read(source, path, findings)
            folder = _inside(source, read_word(read[match[2]].values.get("docs_dir")) or "docs", path, findings)
            if folder is not None:
                roots[folder] = match[2]
                configs[match[2]] = path
    if not roots:
        return None
    default = max(configs, key=lambda code: (len(read[code].values), code == "en"))
    return _named(Layout("mkdocs", MappingProxyType(roots), default_code=default, config=configs[default],
                         settings=read[default]))


def _detect_hugo(source: Source, findings: Findings) -> Layout | None:
    config = next((path for path in HUGO_CONFIGS if path in source.files), "")
    if not config and not any(page.endswith("/_index.md") for page in source.pages):
        return None
    settings = _read(source, config, findings) if config else Settings()
    languages = read_table(settings.values.get("languages"))
    if config.startswith("config/") and not languages:
        separate = _first(source, *(f"config/_default/languages.{ending}" for ending in ("toml", "yaml", "json")))
        languages = _read(source, separate, findings).values if separate else {}
    roots = {}
    for code, entry in languages.items():
        folder = read_word(read_table(entry).get("contentDir") or read_table(entry).get("contentdir"))
        if folder and (path := _inside(source, folder, config and "x", findings)) is not None:
            roots[path] = code
    default = read_word(settings.values.get("defaultContentLanguage") or settings.values.get("languageCode"))
    folder = read_word(settings.values.get("contentDir")) or "content"
    if not roots:
        inside = _inside(source, folder, "x", findings)
        roots = {_content_folder(source) if inside is None else inside: ""}
    whole = _inside(source, "content", "x", findings)
    if whole is not None:  # folders of languages that the configuration does not name
        roots.setdefault(whole, "")
    layout = Layout("hugo", MappingProxyType(roots), default_code=default, config=config, settings=settings)
    return _named(layout)


def _detect_docusaurus(source: Source, findings: Findings) -> Layout | None:
    roots = {match[0].rstrip("/"): match[1] for path in source.pages if (match := DOCUSAURUS.match(path))}
    config = next((path for path in source.files if re.fullmatch(r"docusaurus\.config\.[a-z]+", path)), "")
    if not roots and not config:
        return None
    if config:
        findings.add(config, 1, "is a program, not data: not read; give the shop's name in mkdocs.yml", "configuration not read")
    roots["docs" if _inside(source, "docs", "x", findings) else _content_folder(source)] = ""
    return Layout("docusaurus", MappingProxyType(roots), config=config)


def _detect_gitbook(source: Source, findings: Findings) -> Layout | None:
    config = _first(source, "book.json", ".gitbook.yaml", "book.toml")
    if not config and not _first(source, "SUMMARY.md", "docs/SUMMARY.md", "src/SUMMARY.md", "LANGS.md"):
        return None
    settings = _read(source, config, findings) if config else Settings()
    values = settings.values
    if config == "book.toml":
        book = read_table(values.get("book"))
        values = {**book, "root": book.get("src") or "src"}
    root = _inside(source, read_word(values.get("root")), "x", findings)
    if root is None:
        root = _content_folder(source)
    layout = Layout("gitbook", MappingProxyType({root: ""}), default_code=read_word(values.get("language")),
                    config=config, settings=replace(settings, values=values))
    return _named(layout)


def _named(layout: Layout) -> Layout:
    values = layout.settings.values
    name = read_word(values.get("site_name") or values.get("title"))
    url = read_word(values.get("site_url") or values.get("baseURL") or values.get("baseUrl"))
    return replace(layout, name=name, url=url if re.match(r"https?://[^/\s]+", url) else "",
                   description=read_word(values.get("site_description") or values.get("description")))


def _content_folder(source: Source) -> str:
    """Where the pages begin: down from the top while a folder holds nothing but one other folder of pages."""
    pages = [page for page in source.pages if "/" in page] or list(source.pages)
    if not pages:
        return ""
    for folder in ("docs", "content"):
        if any(page.startswith(folder + "/") for page in pages):
            others = [page for page in source.pages if "/" in page and not page.startswith(folder + "/")]
            if not others:
                return folder
    if any("/" not in page for page in source.pages):
        return ""
    common = posixpath.commonpath([posixpath.dirname(page) for page in pages])
    return common.rpartition("/")[0] if resolve_codes([common.rpartition("/")[2]], {}).get(common.rpartition("/")[2]) else common


def _find_languages(layout: Layout, source: Source) -> Layout:
    """Roots without a language are searched for folders and suffixes of languages."""
    roots = dict(layout.roots)
    for root in [root for root, code in layout.roots.items() if not code]:
        inner = [page for page in source.pages if layout.root_of(page) == root]
        for code in find_language_folders([page.removeprefix(root + "/") if root else page for page in inner]):
            roots.setdefault(f"{root}/{code}" if root else code, code)
    layout = replace(layout, roots=MappingProxyType(roots))
    free = [page for page in source.pages if (root := layout.root_of(page)) is not None and not roots[root]]
    return replace(layout, suffixes=frozenset(find_suffix_codes(free)))


def _resolve_languages(layout: Layout, source: Source, findings: Findings) -> Layout:
    codes = {code for code in layout.roots.values() if code} | layout.suffixes
    samples = {code: "\n".join(source.text(page) for page in _pages_of(layout, source, code)[:SAMPLE_PAGES]) for code in codes}
    resolved = resolve_codes(codes, samples)
    unmarked = [page for page in _pages_of(layout, source, "") if posixpath.basename(page) not in {"SUMMARY.md", "LICENSE.md"}]
    default = layout.default_code
    if default and default not in resolved:
        resolved |= {code: ours for code, ours in resolve_codes([default], {}).items() if ours and (unmarked or not codes)}
    if default not in resolved:
        default = ""
    if not default and (not codes or unmarked):
        text = "\n".join(source.text(page) for page in unmarked[:SAMPLE_PAGES])
        language = guess_language(text)
        same = [code for code, ours in resolved.items() if ours == language]
        default = same[0] if same else language
        resolved.setdefault(default, language)
        findings.add(layout.config or (unmarked[0] if unmarked else "."), 1,
                     f"names no language: the text was taken to be “{language}”; change default_language in mkdocs.yml "
                     "if it is another", "language guessed")
    if not default:
        counts = {code: len(_pages_of(layout, source, code)) for code in codes}
        default = next((code for code in sorted(codes) if resolved[code] == "en"), max(counts, key=lambda c: (counts[c], c)))
    return replace(layout, default_code=default, codes=MappingProxyType(resolved), default_language=resolved[default])


def _pages_of(layout: Layout, source: Source, code: str) -> list[str]:
    from kb.importers.tongues import split_suffix

    def code_of(page: str) -> str:
        root = layout.root_of(page)
        named = layout.roots[root] if root is not None else "-"
        return named or split_suffix(posixpath.basename(page), layout.suffixes)[1]

    return [page for page in source.pages if code_of(page) == code]
