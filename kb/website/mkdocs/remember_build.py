"""After a whole build: keep what the next one must know of it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cache.inputs import list_inputs
from kb.content.model import Document
from kb.content.serialize import problem_to_plain
from kb.markdown.rendering import is_pure
from kb.project.project import CONFIG
from kb.website.record.build_record import LastBuild, load_last_build, made_by, save_last_build

if TYPE_CHECKING:
    from datetime import date

    from kb.website.mkdocs.fast_build import Rendering
    from kb.workspace.workspace import Workspace


_ELSEWHERE = re.compile(rb"!ENV|^INHERIT\b", re.MULTILINE)
"""Settings that come from elsewhere than `mkdocs.yml`."""
_SEES_THE_TEXT = re.compile(r"\bpage\b|\btoc\b")
"""A shop's template that may show the text of a page a second time."""


def remember_build(
    workspace: Workspace, site: dict[str, list[int]], live: Path, *, rendering: Rendering, today: date
) -> None:
    """Keep what the next build into `live` must know of the one that just wrote the files `site`.

    Nothing is kept where a site may depend on more than its listed files, or a template of the shop's own may show
    a page's text a second time.
    """
    step_cache, listing, edition = workspace.step_cache, workspace.listing, workspace.edition
    if rendering.built is None or step_cache is None or listing is None or not is_pure(workspace.project.extensions):
        return
    root = workspace.project.root
    overrides = os.path.relpath(rendering.overrides, root) if rendering.overrides else ""
    if overrides.startswith("..") or _ELSEWHERE.search((root / CONFIG).read_bytes()):
        return
    if overrides and any(_SEES_THE_TEXT.search(_text_of(path)) for path in Path(rendering.overrides).rglob("*.html")):
        return
    more = list_inputs(root, (overrides,), at=listing.at) if overrides else listing
    before = load_last_build(step_cache.store, edition.name, live)
    documents, keys = workspace.library.documents(), step_cache.parse_keys
    titles = {one.document.path: one.document.title for one in edition.pages.values()}
    last = LastBuild(
        made_by=made_by(),
        today=today.isoformat(),
        started=listing.at,
        tops=[*listing.tops, overrides] if overrides else list(listing.tops),
        inputs={**more.stats, **listing.stats},
        documents=[_row_of(one, titles.get(one.path, one.title), keys.get(one.path, "")) for one in documents],
        pages=[[page.id, page.language, page.url, page.document.language] for page in edition.pages.values()],
        fact_texts={code: dict(texts) for code, texts in edition.fact_texts.items()},
        assets=dict(edition.assets),
        picture_sizes={name: list(size) for name, size in rendering.picture_sizes.items()},
        problems=[problem_to_plain(one) for one in (*workspace.problems, *rendering.problems)],
        site=site,
        search={**(before.search if before else {}), **rendering.built.search_states},
    )
    save_last_build(step_cache.store, edition.name, live, last)


def _text_of(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


def _row_of(one: Document, title: str, key: str) -> list[str]:
    return [one.path, one.id, one.language, one.kind.value, title, one.source_hash, one.translates, key]
