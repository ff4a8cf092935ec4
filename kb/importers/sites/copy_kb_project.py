"""A folder that is a project of ours already: carried over as it is, its mkdocs.yml as data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kb.importers.common.choices import Choices
from kb.importers.common.decoding import decode_any
from kb.importers.common.front_matter import dump_yaml, split_foreign_page
from kb.importers.common.new_folder import new_folder
from kb.importers.common.project_files import (
    EXTENSIONS,
    SAFE_EXTENSIONS,
    Shop,
    site_settings,
    write_project,
)
from kb.importers.common.report import ImportFindings, ImportReport, refuse
from kb.importers.common.sanitizer import Sanitizer
from kb.importers.common.settings import is_oversized, plain_text
from kb.importers.common.starter_files import common_files, copies_for
from kb.importers.sites.layout import Layout, plugin_options
from kb.importers.sites.plan import safe_path
from kb.importers.sites.source import SiteSource

CARRIED_FILES = frozenset({"facts.yml", "notices.yml"})


def carry_project(
    source: SiteSource, layout: Layout, target: Path, findings: ImportFindings, choices: Choices
) -> ImportReport:
    """Copy docs/, agents/, words/, facts.yml and notices.yml byte for byte, but for what acts in texts.

    mkdocs.yml is written anew, without tags and hooks.
    """
    block = dict(plugin_options(layout.settings, "kb") or {})
    if choices.name:
        block["shop"] = choices.name
    if is_oversized(block):
        return refuse(f"{layout.config}: its kb block is too large or endless: mend it first")
    docs = plain_text(layout.settings.values.get("docs_dir")) or "docs"
    folders = {f"{docs}/": "docs/", "agents/": "agents/", "words/": "words/"}
    copies: dict[str, Path] = {}
    left: set[str] = set()
    for path, file in source.files.items():
        folder = next((folder for folder in folders if path.startswith(folder)), None)
        if folder is not None:
            copies[folders[folder] + safe_path(path.removeprefix(folder))] = file
        elif path in CARRIED_FILES:
            copies[path] = file
        elif path != layout.config:
            left.add(path.partition("/")[0])
    for name in sorted(left):
        findings.add(name, 1, "is no content: left out; copy it yourself if it is yours", "left out")
    declared = layout.settings.values.get("markdown_extensions")
    names = [str(name) for name in declared or [] if isinstance(name, str)] if isinstance(declared, list) else []
    for name in names:
        if name not in SAFE_EXTENSIONS:
            findings.add(
                layout.config,
                layout.settings.line_of("markdown_extensions"),
                f"markdown_extensions: {name}: is not carried over",
                "Markdown extension not carried over",
            )
    shop = Shop(
        name=choices.name or layout.name or "Help centre",
        url=layout.url,
        description=layout.description,
        extensions=[name for name in names if name in SAFE_EXTENSIONS and name not in EXTENSIONS],
    )
    texts: dict[str, str | bytes] = {
        path: text
        for path, text in common_files(shop.name, layout.default_language, choices.kb_source).items()
        if path not in copies
    }
    texts["mkdocs.yml"] = "# Written by `kb init --from`.\n" + dump_yaml(site_settings(shop, block))
    for name in layout.settings.values:
        if name not in site_settings(shop, block):
            findings.add(
                layout.config,
                layout.settings.line_of(name),
                f"“{name}” is not carried over",
                "setting not carried over",
            )
    for name in sorted(choices.given - {"name", "kb_source"}):
        message = f"--{name.replace('_', '-')} is not taken: the project says it itself, in mkdocs.yml"
        findings.add(layout.config, 1, message, "option not taken")
    pages = sum(path.endswith(".md") for path in copies)
    for path, text in _sanitized(copies, Sanitizer(shop.extensions), findings).items():
        texts[path] = text
        del copies[path]
    copies |= copies_for(choices.kb_source)
    with new_folder(target) as made:
        write_project(made, texts, copies)
    return ImportReport(pages=pages, written=tuple(sorted({*texts, *copies})), findings=findings.sorted())


def _sanitized(copies: Mapping[str, Path], sanitizer: Sanitizer, findings: ImportFindings) -> dict[str, str]:
    """Those texts among `copies` that would act, as they may come in; all others stay byte for byte."""
    changed: dict[str, str] = {}
    for path, file in copies.items():
        if not path.endswith(".md"):
            continue
        text = decode_any(file.read_bytes()).text
        parts = split_foreign_page(text)
        sanitized = sanitizer.sanitize(parts.body)
        if sanitized.losses:
            changed[path] = text.removesuffix(parts.body) + sanitized.text
            for loss in sanitized.losses:
                where = parts.body_line + loss.line
                findings.add(path, where, loss.message, "HTML that acts", is_open=loss.is_open)
    return changed
