"""Where an edition may be written: an empty folder, or one that kb made; never among the shop's own files."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kb.project.editions import EDITIONS
from kb.project.folders import AGENTS, INSIGHTS
from kb.project.project import CONFIG, Project
from kb.source.private_folders import CACHE, SET_ASIDE
from kb.source.problem import Problem, Rule, Severity
from kb.source.walk import walk_files
from kb.website.output.manifest import MANIFESTS, read_manifest

FOREIGN_FOLDER = Rule(
    "KB904",
    "foreign-output-folder",
    Severity.ERROR,
    what="The folder to be written holds files that kb did not write, or is one of the project's own.",
    why="A build takes the place of what is there: the shop's own files would be gone.",
    example="kb build --out .   # agents/ is both the sources and the edition",
    hint="name a folder of its own, for example --out site",
)
RULES = (FOREIGN_FOLDER,)

_RELEASE = "kb-lock/release.json"
_SEALED = re.compile(r"kb-lock/(?:files/[0-9a-f]{2}/[0-9a-f]{30}\.bin|[a-z-]+\.(?:json|js|css|html))\Z")
_SHELL = frozenset(
    {"index.html", "404.html", "kb-worker.js", "robots.txt", "_headers", ".nojekyll", "CNAME", *MANIFESTS}
)
IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", ".gitignore"})
"""What systems and git leave in folders: no work of anybody's."""
_VERSIONED = (".git", ".svn", ".hg")
_PACKED = (".gz", ".br", ".zst")
"""What a host's tool writes beside each file."""
LOCK_FILE = ".kb-build.lock"
"""In a folder that builds write into: one at a time."""
_MOST_NAMES = 3


def find_output_problems(project: Project, lives: Sequence[Path], out: Path, shown: str) -> tuple[Problem, ...]:
    """Why nothing may be written into `lives`, folders of `out`; `shown` is how the user named `out`.

    Links are followed. Nothing is read of folders that are not named.
    """
    if reason := _why_not_here(project, [out, *lives]):
        return (FOREIGN_FOLDER.at(CONFIG, 1, f"--out {shown}: {reason}"),)
    if found := [(live, why) for live in lives if (why := why_not_replaced(live))]:
        hint = "move what is yours out of it, or name another folder with --out"
        return tuple(FOREIGN_FOLDER.at(f"{shown}/{live.name}", 1, why, hint) for live, why in found)
    reason = _why_not_below(project.root.resolve(), out.resolve())
    return (FOREIGN_FOLDER.at(CONFIG, 1, f"--out {shown}: {reason}"),) if reason else ()


def find_site_dir_problem(project: Project, site_dir: Path) -> tuple[Problem, ...]:
    """The same for `site_dir`, which MkDocs empties before it writes."""
    reason = _why_not_here(project, [site_dir])
    if not reason and any(is_made_by_kb(site_dir / name) for name in EDITIONS):
        reason = "the editions that `kb build` wrote lie in it"
    if not reason and is_locked(site_dir):
        reason = "a locked edition lies there, and `mkdocs build` writes the public one"
    reason = reason or why_not_replaced(site_dir, may_be_of_mkdocs=True)
    hint = "write `site_dir: site/public`"
    return (FOREIGN_FOLDER.at(CONFIG, 1, f"site_dir: {reason}", hint),) if reason else ()


def why_not_replaced(live: Path, *, may_be_of_mkdocs: bool = False) -> str:
    """Why the folder `live` must stay as it is; empty where it may be replaced."""
    if not live.is_dir():
        return "it is a file" if live.exists() else ""
    names = sorted(one.name for one in live.iterdir() if one.name not in IGNORED)
    if own := [name for name in names if name in _VERSIONED]:
        return f"it holds {own[0]}, which a build would take away"
    if not names or is_made_by_kb(live) or (may_be_of_mkdocs and {"404.html", "sitemap.xml"} <= set(names)):
        return ""
    more = ", …" if len(names) > _MOST_NAMES else ""
    return f"it holds files that kb did not write ({', '.join(names[:_MOST_NAMES])}{more})"


def is_made_by_kb(folder: Path) -> bool:
    """Whether `folder` is an edition that kb wrote, this version or an older one: known by its own manifest."""
    return _manifest_of(folder) is not None or is_locked(folder)


def is_locked(folder: Path) -> bool:
    """Whether a locked edition, or what is left of one, lies in `folder`."""
    try:
        row = json.loads((folder / _RELEASE).read_bytes())
        return isinstance(row, dict) and str(row.get("format", "")).startswith("kb-lock ")
    except (OSError, ValueError, RecursionError):
        return (folder / "kb-lock" / "files").is_dir()


def strange_files(folder: Path) -> list[str]:
    """Files in an edition of kb's that kb did not write, by path: the shop's own, put there since."""
    known = {*(_manifest_of(folder) or {}), *MANIFESTS}
    is_sealed = is_locked(folder)
    return [
        name
        for name, _ in walk_files(folder, ignores_unreadable=True)
        if name not in known
        and name.rpartition("/")[2] not in IGNORED
        and not (is_sealed and (name in _SHELL or _SEALED.match(name)))
        and not (name.endswith(_PACKED) and name.rpartition(".")[0] in known)
    ]


def _manifest_of(folder: Path) -> Iterable[str] | None:
    for name in MANIFESTS:
        with contextlib.suppress(OSError, ValueError, RecursionError):
            return read_manifest((folder / name).read_bytes())
    return None


def _why_not_here(project: Project, wanted: Sequence[Path]) -> str:
    """Why none of `wanted` may be a folder that is written: it is, holds or lies in a folder of the project's own."""
    root = project.root
    for folder in wanted:
        for own in _own_folders(project):
            if _lies_in(own, folder):
                return f"it holds {'the project itself' if own == root else own.name + '/ of the project'}"
            if own != root and _lies_in(folder, own):
                return f"it lies in {own.name}/ of the project"
    return ""


def _why_not_below(root: Path, out: Path) -> str:
    """The same for a folder of the project that is none of those it reads, but has files and no build in it."""
    if not out.is_relative_to(root):
        return ""
    top = root / out.relative_to(root).parts[0]
    return f"{top.name}/ is a folder of the project with files that kb did not write" if _is_the_shops(top, out) else ""


def _own_folders(project: Project) -> list[Path]:
    root = project.root
    sources = {project.docs, AGENTS, INSIGHTS, project.custom_dir, "docs", "overrides"}
    named = sources | {CACHE, SET_ASIDE, *_VERSIONED}
    return [root, *(root / name for name in sorted(named - {""}) if (root / name).is_dir())]


def _is_the_shops(top: Path, out: Path) -> bool:
    """Whether `top`, a folder of the project in which `out` lies, has files and no build ever wrote into it."""
    if top.name.startswith("."):
        return True
    start = "" if out == top else f"{out.relative_to(top).as_posix()}/"
    editions = tuple(f"{start}{edition}/" for edition in EDITIONS)  # these were looked at
    if all(f"{name}/".startswith((".", *editions)) for name, _ in walk_files(top, ignores_unreadable=True)):
        return False
    return not any(
        (one / LOCK_FILE).is_file() or any(is_made_by_kb(one / name) for name in (".", *EDITIONS))
        for one in (out, *out.parents)
        if one.is_relative_to(top)
    )


def _lies_in(path: Path, folder: Path) -> bool:
    """Whether `path` is `folder` or lies in it, links followed, in whatever case the names are written."""
    try:
        real = path.resolve()
        return folder.exists() and any(one.exists() and one.samefile(folder) for one in (real, *real.parents))
    except (OSError, RuntimeError):
        return False
