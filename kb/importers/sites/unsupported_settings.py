"""What of another system's configuration comes along, and a finding for everything that does not."""

from __future__ import annotations

from collections.abc import Mapping

from kb.importers.common.project_files import EXTENSIONS, SAFE_EXTENSIONS
from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_text
from kb.importers.sites.layout import Layout
from kb.importers.sites.plan import DOCS

_KNOWN_SETTINGS = (
    "site_name site_url site_description docs_dir nav markdown_extensions plugins title baseURL baseUrl "
    "contentDir languages defaultContentLanguage root language description structure src "
    "use_directory_urls INHERIT theme redirects exclude_docs draft_docs exclude permalink collections "
    "baseurl ignoreFiles url tagline i18n site base locales rewrites srcExclude srcDir cleanUrls lang"
)
KNOWN_SETTINGS = frozenset(_KNOWN_SETTINGS.split())


def carried_extensions(layout: Layout, findings: ImportFindings) -> list[str]:
    """Names of Markdown extensions that can come along; what they were set to does not."""
    declared = layout.settings.values.get("markdown_extensions")
    listed = declared if isinstance(declared, list) else [declared]
    entries = [entry if isinstance(entry, Mapping) else {plain_text(entry): None} for entry in listed if entry]
    line = layout.settings.line_of("markdown_extensions")
    names = []
    for entry in entries:
        for name, options in entry.items():
            if name in SAFE_EXTENSIONS:
                names.append(str(name))
            if name not in {*SAFE_EXTENSIONS, "toc"} or (options and name not in EXTENSIONS):
                what = "its options are" if name in SAFE_EXTENSIONS else "is"
                findings.add(
                    layout.config,
                    line,
                    f"markdown_extensions: {name}: {what} not carried over",
                    "Markdown extension not carried over",
                )
    return names


def report_settings(layout: Layout, findings: ImportFindings) -> None:
    for name in layout.settings.values:
        line = layout.settings.line_of(name)
        if name in {"presets", "themeConfig", "integrations"}:
            message = f"{name}: its menu and folders were read; the rest is not carried over"
            findings.add(layout.config, line, message, "setting not carried over")
        elif name not in KNOWN_SETTINGS:
            findings.add(layout.config, line, f"“{name}” is not carried over", "setting not carried over")
        elif name == "nav":
            findings.add(
                layout.config,
                line,
                "nav: its sections became topics and its titles were used; its order is not kept",
                "setting not carried over",
            )
        elif name == "plugins":
            findings.add(
                layout.config,
                line,
                "plugins: none of them is loaded; search, languages and redirects are ours",
                "setting not carried over",
            )
        elif name == "theme":
            findings.add(
                layout.config,
                line,
                "theme: is not carried over; your look goes in the option `look`",
                "setting not carried over",
            )
    for path in (layout.suffixes and layout.aliases) or ():
        findings.add(
            layout.config or DOCS,
            1,
            f"“{path}” in file names was read as the language “{layout.codes[path]}”",
            "language code read as another",
        )
