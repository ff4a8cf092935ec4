"""Sites whose configuration is a program: Docusaurus, Starlight, VitePress. Literals are read, nothing is run."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import SettingsFile, plain_table, plain_text
from kb.importers.sites.layout import Layout, Move
from kb.importers.sites.literal_config import UNREAD, find_call, parse_literal_settings
from kb.importers.sites.source import SiteSource

_DOCUSAURUS = re.compile(r"(?P<folder>(?:[^/]+/)*?)docusaurus\.config\.[cm]?[jt]s")
_ASTRO = re.compile(r"(?P<folder>(?:[^/]+/)*?)astro\.config\.[cm]?[jt]s")
_VITEPRESS = re.compile(r"(?P<folder>(?:[^/]+/)*?)\.vitepress/config(?:/index)?\.[cm]?[jt]s")
_SIDEBARS = re.compile(r"sidebars?\.[cm]?[jt]s(?:on)?")
_I18N = re.compile(r"i18n/(?P<code>[^/]+)/docusaurus-plugin-content-docs/(?P<version>[^/]+)/")
_PAGES_I18N = re.compile(r"i18n/(?P<code>[^/]+)/docusaurus-plugin-content-pages/")
_TOLD = "its name, menu, languages and redirects were read where they are written out; nothing of it was run"


@dataclass(frozen=True, slots=True)
class _Config:
    path: str
    folder: str
    settings: SettingsFile

    def at(self, *parts: str) -> str:
        """A path of the site as one of the source."""
        joined = posixpath.normpath(posixpath.join(self.folder, *(part.lstrip("/") for part in parts)))
        return "" if joined == "." else joined


def detect_docusaurus(source: SiteSource, findings: ImportFindings) -> Layout | None:
    config = _read(source, _DOCUSAURUS, findings)
    if config is None:
        if not any(_I18N.match(path) for path in source.pages):
            return None
        config = _Config("", "", SettingsFile())
    values = config.settings.values
    docs = _docs_options(values)
    version = _latest_version(source, config, docs, findings)
    folder = plain_text(docs.get("path")) or "docs"
    root = config.at(f"versioned_docs/version-{version}" if version else folder)
    base = plain_text(docs["routeBasePath"]).strip("/") if "routeBasePath" in docs else "docs"
    roots, bases = {root: ""}, {root: base}
    for path in source.pages:
        below = path.removeprefix(config.folder)
        if (match := _I18N.match(below)) and match["version"] == (f"version-{version}" if version else "current"):
            roots[config.folder + match[0].rstrip("/")] = match["code"]
            bases[config.folder + match[0].rstrip("/")] = base
        elif match := _PAGES_I18N.match(below):
            roots[config.folder + match[0].rstrip("/")] = match["code"]
        elif below.startswith("src/pages/"):
            roots[config.at("src/pages")] = ""
    url = plain_text(values.get("url")).rstrip("/") + "/" + plain_text(values.get("baseUrl")).strip("/")
    sidebars = [
        _literal_file(source, path)
        for path in source.files
        if posixpath.dirname(path) == config.at() and _SIDEBARS.fullmatch(posixpath.basename(path))
    ]
    return Layout(
        "docusaurus",
        MappingProxyType(roots),
        default_code=plain_text(plain_table(values.get("i18n")).get("defaultLocale")),
        config=config.path,
        settings=config.settings,
        name=plain_text(values.get("title")),
        url=_address(url),
        description=plain_text(values.get("tagline")),
        bases=MappingProxyType(bases),
        site_path=plain_text(values.get("baseUrl")).strip("/"),
        moves=tuple(_docusaurus_moves(values, config, findings)),
        sidebars=tuple(sidebar for sidebar in sidebars if sidebar is not None),
    )


def detect_starlight(source: SiteSource, findings: ImportFindings) -> Layout | None:
    config = _read(source, _ASTRO, findings)
    if config is None:
        return None
    root = config.at("src/content/docs")
    if not any(page.startswith(root + "/") for page in source.pages):
        root = config.at("src/content")
        if not any(page.startswith(root + "/") for page in source.pages):
            return None
    values = config.settings.values
    call = find_call(dict(values), "starlight")
    options = plain_table(call.arguments[0]) if call and call.arguments else {}
    locales = plain_table(options.get("locales"))
    default = plain_text(options.get("defaultLocale")) or ("root" if "root" in locales else "")
    title = options.get("title")
    titles = plain_table(title)
    url = plain_text(values.get("site")).rstrip("/") + "/" + plain_text(values.get("base")).strip("/")
    redirects = plain_table(values.get("redirects"))
    return Layout(
        "starlight",
        MappingProxyType(_roots_of_locales(root, locales)),
        default_code=_code_of(default, locales),
        config=config.path,
        settings=config.settings,
        name=plain_text(title) or plain_text(next(iter(titles.values()), "")),
        url=_address(url),
        description=plain_text(options.get("description")),
        site_path=plain_text(values.get("base")).strip("/"),
        moves=tuple(_moves_of_table(redirects, config, findings)),
        sidebars=(options["sidebar"],) if isinstance(options.get("sidebar"), list) else (),
    )


def detect_vitepress(source: SiteSource, findings: ImportFindings) -> Layout | None:
    config = _read(source, _VITEPRESS, findings)
    if config is None:
        return None
    values = config.settings.values
    locales = plain_table(values.get("locales"))
    root = config.at(plain_text(values.get("srcDir")))
    theme = plain_table(values.get("themeConfig"))
    menus = [
        theme.get("sidebar"),
        *(plain_table(plain_table(one).get("themeConfig")).get("sidebar") for one in locales.values()),
    ]
    base = plain_text(values.get("base")).strip("/")
    host = plain_text(plain_table(values.get("sitemap")).get("hostname")).rstrip("/")
    first = plain_table(locales.get("root") or next(iter(locales.values()), None))
    moves = []
    for old, new in plain_table(values.get("rewrites")).items():
        if ":" in old or "*" in old or not plain_text(new).endswith(".md"):
            findings.add(
                config.path,
                config.settings.line_of("rewrites"),
                f"rewrites: {old} -> {plain_text(new)} is not carried over",
                "redirect not carried over",
            )
        else:
            moves.append(
                Move(
                    plain_text(new).removesuffix(".md").removesuffix("index"),
                    old,
                    config.path,
                    config.settings.line_of("rewrites"),
                )
            )
    return Layout(
        "vitepress",
        MappingProxyType(_roots_of_locales(root, locales)),
        default_code=_code_of("root", locales) or plain_text(values.get("lang")),
        config=config.path,
        settings=config.settings,
        name=plain_text(values.get("title")) or plain_text(first.get("title")),
        url=_address(f"{host}/{base}" if host else ""),
        description=plain_text(values.get("description")) or plain_text(first.get("description")),
        site_path=base,
        moves=tuple(moves),
        sidebars=tuple(menu for menu in menus if isinstance(menu, list | dict)),
        is_clean=values.get("cleanUrls") is True,
    )


def _read(source: SiteSource, pattern: re.Pattern[str], findings: ImportFindings) -> _Config | None:
    found = sorted((path for path in source.files if pattern.fullmatch(path)), key=lambda path: (path.count("/"), path))
    if not found:
        return None
    path = found[0]
    match = pattern.fullmatch(path)
    settings = parse_literal_settings(source.text(path))
    if settings.error:
        message = f"{settings.error}: give the shop's name, menu and redirects in mkdocs.yml"
        findings.add(path, 1, message, "configuration not read")
    else:
        findings.add(path, 1, f"is a program: {_TOLD}", "configuration read in part")
        for name, value in settings.values.items():
            if value is UNREAD:
                line = settings.line_of(name)
                findings.add(path, line, f"“{name}” would have to be run: not read", "setting that is a program")
    return _Config(path, match["folder"] if match else "", settings)


def _literal_file(source: SiteSource, path: str) -> Any:
    text = source.text(path)
    if path.endswith(".json"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return None
    settings = parse_literal_settings(text)
    return None if settings.error else dict(settings.values)


def _docs_options(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the first preset or plugin says of `docs`."""
    for entry in _entries(values.get("presets")):
        options = plain_table(entry[1]) if len(entry) > 1 else {}
        if docs := plain_table(options.get("docs")):
            return docs
    for entry in _entries(values.get("plugins")):
        if len(entry) > 1 and "content-docs" in plain_text(entry[0]) and not plain_table(entry[1]).get("id"):
            return plain_table(entry[1])
    return {}


def _entries(value: Any) -> Iterator[list[Any]]:
    for entry in value if isinstance(value, list) else []:
        yield entry if isinstance(entry, list) else [entry]


def _latest_version(source: SiteSource, config: _Config, docs: Mapping[str, Any], findings: ImportFindings) -> str:
    """The version that readers are shown; empty for the folder of today's pages."""
    path = config.at("versions.json")
    if path not in source.files:
        return ""
    try:
        versions = json.loads(source.text(path))
    except (ValueError, RecursionError):
        versions = []
    versions = [plain_text(one) for one in versions] if isinstance(versions, list) else []
    last = plain_text(docs.get("lastVersion")) or (versions[0] if versions else "")
    if last not in versions:
        last = ""
    others = [one for one in ["current", *versions] if one != (last or "current")]
    message = (
        f"version “{last or 'current'}” is the one that readers see and comes along; left out: {', '.join(others)}"
    )
    findings.add(path, 1, message, "versions left out")
    return last


def _docusaurus_moves(values: Mapping[str, Any], config: _Config, findings: ImportFindings) -> Iterator[Move]:
    line = config.settings.line_of("plugins")
    for entry in _entries(values.get("plugins")):
        if len(entry) < 2 or "client-redirects" not in plain_text(entry[0]):
            continue
        options = plain_table(entry[1])
        for one in options["redirects"] if isinstance(options.get("redirects"), list) else []:
            table = plain_table(one)
            olds = table.get("from") if isinstance(table.get("from"), list) else [table.get("from")]
            for old in olds or []:
                yield Move(plain_text(old), plain_text(table.get("to")), config.path, line)
        for name in sorted(options.keys() - {"redirects"}):
            findings.add(config.path, line, f"redirects: “{name}” is not carried over", "redirect not carried over")


def _moves_of_table(redirects: Mapping[str, Any], config: _Config, findings: ImportFindings) -> Iterator[Move]:
    line = config.settings.line_of("redirects")
    for old, entry in redirects.items():
        new = plain_text(entry) or plain_text(plain_table(entry).get("destination"))
        if not new or "[" in old:
            findings.add(config.path, line, f"redirects: {old} is not carried over", "redirect not carried over")
        else:
            yield Move(old, new, config.path, line)


def _roots_of_locales(root: str, locales: Mapping[str, Any]) -> dict[str, str]:
    roots = {root: ""}
    for key in locales:
        if key != "root":
            roots[posixpath.join(root, key.strip("/"))] = key.strip("/")
    return roots


def _code_of(locale: str, locales: Mapping[str, Any]) -> str:
    return plain_text(plain_table(locales.get(locale)).get("lang")) or ("" if locale == "root" else locale)


def _address(url: str) -> str:
    return url if re.match(r"https?://[^/\s]+", url) else ""
