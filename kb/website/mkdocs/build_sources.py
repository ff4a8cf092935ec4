"""What a whole build was made from, for the record that the next build reads."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cache.inputs import list_inputs
from kb.markdown.rendering import is_pure
from kb.project.project import CONFIG
from kb.source.walk import walk_files
from kb.website.record.build_record import BuildSources, DocumentRecord, PageRecord, made_by

if TYPE_CHECKING:
    from datetime import date

    from kb.website.mkdocs.fast_build import Rendering
    from kb.workspace.workspace import Workspace


_ELSEWHERE = re.compile(rb"!ENV|^INHERIT\b", re.MULTILINE)
"""Settings that come from elsewhere than `mkdocs.yml`."""
_SEES_THE_TEXT = re.compile(r"\bpage\b|\btoc\b")
"""A shop's template that may show the text of a page a second time."""


def sources_of(workspace: Workspace, rendering: Rendering, *, today: date) -> BuildSources | None:
    """What `rendering` was made from.

    None if the site may depend on more than the files that were listed, or if a template of the shop's own may show
    a page's text a second time: then the next build must be a whole one.
    """
    step_cache, listing, edition = workspace.step_cache, workspace.listing, workspace.edition
    if step_cache is None or listing is None or not is_pure(workspace.project.extensions):
        return None
    root = workspace.project.root
    overrides = os.path.relpath(rendering.overrides, root) if rendering.overrides else ""
    if overrides.startswith("..") or _ELSEWHERE.search((root / CONFIG).read_bytes()):
        return None
    if overrides and any(_SEES_THE_TEXT.search(text) for text in _templates_below(Path(rendering.overrides))):
        return None
    tops = (*listing.tops, overrides) if overrides else listing.tops
    more = list_inputs(root, (overrides,), at=listing.at).stamps if overrides else {}
    titles = {one.document.path: one.document.title for one in edition.pages.values()}
    return BuildSources(
        made_by=made_by(),
        today=today.isoformat(),
        started=listing.at,
        tops=tops,
        inputs={**more, **listing.stamps},
        documents=tuple(
            DocumentRecord(
                path=one.path,
                id=one.id,
                language=one.language,
                kind=one.kind.value,
                title=titles.get(one.path, one.title),
                source_hash=one.source_hash,
                translates=one.translates,
                parse_key=step_cache.parse_keys.get(one.path, ""),
            )
            for one in workspace.library.documents()
        ),
        pages=tuple(PageRecord(one.id, one.language, one.url, one.document.language) for one in edition.pages.values()),
        fact_texts=edition.fact_texts,
        assets=edition.assets,
        picture_sizes=rendering.picture_sizes,
        problems=(*workspace.problems, *rendering.problems),
    )


def _templates_below(folder: Path) -> list[str]:
    names = (entry.path for name, entry in walk_files(folder) if name.endswith(".html"))
    return [Path(path).read_text("utf-8", errors="replace") for path in names]
