"""What `kb` asks of MkDocs' theme settings, set in one place before anything is rendered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kb.content.project import Project

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

THEME = Path(__file__).parent / "theme"


def prepare_theme(config: MkDocsConfig, project: Project, edition: str) -> None:
    """Lay our templates between the shop's and Material's; make what pages obey hold by default."""
    ours = str(THEME)
    if ours not in config.theme.dirs:
        place = 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(place, ours)
    config.theme["language"] = "en"
    config.theme["font"] = config.theme.get("font") or False
    config.use_directory_urls = True
