"""What the desk's page is given in one language: names to show, words, and where the desk's files lie."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kb.content.model import STAGES
from kb.website.agent_pages.labels import PageLabels
from kb.website.output.desk import FOLDER, MANIFEST, SCRIPT, desk_code_folder

if TYPE_CHECKING:
    from kb.website.views.site_views import SiteViews
    from kb.workspace.workspace import Workspace

PREFIX = "desk_"
"""Interface words that the desk's script needs are those that begin so."""


def desk_page(workspace: Workspace, views: SiteViews, language: str) -> Mapping[str, object]:
    """Settings for the script as JSON, and the addresses of its files from the site's root."""
    shown = PageLabels(workspace, views, language)
    options = shown.options
    settings = {
        "language": language,
        "languages": {code: one.name for code, one in options.languages.items()},
        "channels": list(shown.served) or list(shown.channels),
        "variants": {id: shown.variant(id).name for id in options.variants},
        "stages": {id: shown.stage(id).name for id in STAGES},
        "topics": {id: shown.topic(id).name for id in options.topics},
        "origins": list(options.frame_ancestors),
        "inboxes": {inbox.name: inbox.channel for inbox in options.inboxes},
        "manifest": f"{FOLDER}/{MANIFEST}",
        "words": {name.removeprefix(PREFIX): word for name, word in shown.words.items() if name.startswith(PREFIX)},
    }
    return {
        "settings": json.dumps(settings, ensure_ascii=False),
        "code": f"{desk_code_folder()}/",
        "script": f"{desk_code_folder()}/{SCRIPT}",
    }
