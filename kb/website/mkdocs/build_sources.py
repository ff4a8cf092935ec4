"""What a whole build was made from, for the record that the next build reads."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from kb.markdown.rendering import is_pure
from kb.project.project import CONFIG
from kb.website.record.build_record import BuildSources, made_by

if TYPE_CHECKING:
    from datetime import date

    from kb.website.mkdocs.fast_build import Rendering
    from kb.workspace.workspace import Workspace


_ELSEWHERE = re.compile(rb"!ENV|^INHERIT\b", re.MULTILINE)
"""Settings that come from elsewhere than `mkdocs.yml`."""


def sources_of(workspace: Workspace, rendering: Rendering, *, today: date) -> BuildSources | None:
    """What `rendering` was made from.

    None if the site may depend on more than the files that were listed: then nobody can say that nothing changed.
    """
    step_cache, listing = workspace.step_cache, workspace.listing
    if step_cache is None or listing is None or not is_pure(workspace.project.extensions):
        return None
    root = workspace.project.root
    overrides = os.path.relpath(rendering.overrides, root) if rendering.overrides else ""
    if overrides and overrides != os.path.normpath(workspace.project.custom_dir):
        return None
    if overrides.startswith("..") or _ELSEWHERE.search((root / CONFIG).read_bytes()):
        return None
    return BuildSources(
        made_by=made_by(),
        today=today.isoformat(),
        started=listing.at,
        tops=listing.tops,
        inputs=listing.stamps,
        unsure=listing.hashes,
        problems=(*workspace.problems, *rendering.problems),
    )
