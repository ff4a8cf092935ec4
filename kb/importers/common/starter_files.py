"""What every new project gets, whatever its content: .gitignore, editor settings, README, what publishes it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from kb.importers.common.kb_source import KbSource
from kb.importers.common.starter_words import STARTER
from kb.source.package import PACKAGE

README = "README.md"
OUR_README = "README-help-centre.md"
"""Where ours goes if the folder has a README already."""
_PLACES = {
    ".gitignore": "gitignore",
    ".editorconfig": "editorconfig",
    ".vscode/settings.json": "vscode-settings.json",
    ".github/workflows/publish.yml": "github-publish.yml",
    ".gitlab-ci.yml": "gitlab-ci.yml",
    "facts.yml": "empty_facts.yml",
}


def common_files(title: str, language: str = "en", kb_source: KbSource | None = None) -> dict[str, str]:
    """Path → text; `title` and `language` are the site's. The wheel of a `kb_source` is the caller's to copy."""
    texts = {path: starter_text(f"common/{name}") for path, name in _PLACES.items()}
    said = f"{kb_source.requirement}\n" if kb_source else ""
    return texts | {
        "overrides/.gitkeep": "",
        "requirements.txt": _pinned_requirements(),
        "requirements-kb.txt": starter_text("common/requirements-kb.txt") + said,
        README: _readme(language).replace("@TITLE@", title),
    }


def starter_text(name: str) -> str:
    """One file of the starter that ships with the package."""
    return files("kb.importers").joinpath(STARTER, name).read_text("utf-8")


def _readme(language: str) -> str:
    place = files("kb.importers").joinpath(STARTER, "readme", f"{language.partition('-')[0]}.md")
    return place.read_text("utf-8") if place.is_file() else starter_text("readme/en.md")


def _pinned_requirements() -> str:
    """All that kb needs, each file by its hash: from the installed package, else from a checkout."""
    places = (PACKAGE / "requirements.txt", PACKAGE.parent / "requirements" / "site.txt")
    return next(place for place in places if place.is_file()).read_text("utf-8")


def copies_for(kb_source: KbSource | None) -> dict[str, Path]:
    """Path → the file that is copied there: the wheel of kb."""
    return {kb_source.wheel_path: kb_source.wheel} if kb_source and kb_source.wheel else {}
