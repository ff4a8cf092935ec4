"""What hosts read beside the pages: `_headers` and `_redirects`, and the limits that hosts set.

Sources: Cloudflare Pages (headers, redirects, limits) and Netlify (headers, redirects), read 2026-11-21.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from kb.project.editions import EditionName
from kb.project.project import CONFIG
from kb.source.problem import Problem, Rule, Severity
from kb.source.walk import walk_files
from kb.website.output.redirects import redirect_rules, redirects_of, write_stubs
from kb.website.output.security_headers import FOREVER, HASHED, SHARDS, content_security_policy, page_headers
from kb.website.output.server_configs import place_of
from kb.workspace.workspace import Workspace

HOST_LIMIT = Rule(
    "KB921",
    "host-limit",
    Severity.WARNING,
    what="The edition has more redirects, headers or files than a common host takes.",
    why="Cloudflare Pages leaves out what goes beyond its limits, or refuses the whole upload.",
    example="2,400 addresses in redirect_from",
    hint="take out old addresses that nobody uses, or choose a host with higher limits",
)
RULES = (HOST_LIMIT,)

MOST_HEADER_RULES = 100
LONGEST_HEADER_LINE = 2_000
MOST_REDIRECTS = 2_000
MOST_FILES = 20_000
LARGEST_FILE = 25 * 1024 * 1024
"""Limits of Cloudflare Pages without a paid plan; bytes for the largest file."""


def write_hosting_files(workspace: Workspace, staged: Path) -> tuple[Problem, ...]:
    """Write `_headers`, `_redirects` and pages for old addresses into the rendered folder `staged`.

    A shop's own `_headers` and `_redirects` in `docs/` are kept: redirects before ours, headers after.
    Returns what goes beyond the limits of hosts.
    """
    edition, options, name = workspace.edition, workspace.project.options, workspace.edition.name
    redirects = redirects_of(edition)
    policy = content_security_policy(options, name, as_header=False)
    write_stubs(redirects, staged, site_url=workspace.project.site_url if name == "public" else "", policy=policy)
    sizes = {name: entry.stat().st_size for name, entry in walk_files(staged)}
    files = sorted(sizes)
    base = place_of(workspace.project.site_url, name).base
    _write(staged / "_headers", headers_text(workspace, name, lasting(files), base) + _own(staged / "_headers"))
    if rules := _own(staged / "_redirects") + redirect_rules(redirects, base):
        _write(staged / "_redirects", rules)
    return tuple(_beyond_limits(staged, sizes))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _own(path: Path) -> str:
    """What the shop wrote itself, with an end to its last line."""
    text = path.read_text("utf-8", "replace") if path.is_file() else ""
    return text if not text or text.endswith("\n") else text + "\n"


def headers_text(workspace: Workspace, edition: EditionName, places: Sequence[str], base: str = "/") -> str:
    """The file `_headers`: for all pages, and for `places` (`assets/kb/`: what lies or begins there) that last.

    `base` is the path of the site on its host, whose other pages keep their own headers.
    """
    lines = [
        f"{quote(base)}*",
        *(f"  {name}: {value}" for name, value in page_headers(workspace.project.options, edition).items()),
    ]
    for place in places:
        lines += [f"{quote(base)}{place}*", f"  Cache-Control: {FOREVER}"]
    return "\n".join(lines) + "\n"


def lasting(files: Sequence[str]) -> list[str]:
    """Where paths begin whose files never change: folders of assets, and the index's files of each sort.

    `search/<language>/first.json` keeps its name when the index changes, so it is asked for again each time.
    """
    shards = {file[: file.rindex("/") + 1 + file.rpartition("/")[2].index("-") + 1]
              for file in files if re.search(SHARDS, f"/{file}")}  # fmt: skip
    return [*(f"{folder}/" for folder in hashed_folders(files)), *sorted(shards)]


def hashed_folders(files: Sequence[str]) -> list[str]:
    """The folders below `assets/` all of whose files carry a hash in their names."""
    folders: dict[str, bool] = {}
    for file in files:
        parts = file.split("/")
        for depth in range(2, len(parts)):
            if parts[0] == "assets":
                folder = "/".join(parts[:depth])
                folders[folder] = folders.get(folder, True) and re.search(HASHED, parts[-1]) is not None
    whole = sorted(folder for folder, is_hashed in folders.items() if is_hashed)
    return [folder for folder in whole if not any(folder.startswith(f"{other}/") for other in whole)]


def _beyond_limits(staged: Path, sizes: Mapping[str, int]) -> Iterator[Problem]:
    headers = (staged / "_headers").read_text("utf-8").splitlines()
    rules = sum(line.startswith(("/", "https://")) for line in headers)
    redirects = (staged / "_redirects").read_text("utf-8").splitlines() if (staged / "_redirects").is_file() else []
    largest = max(((size, name) for name, size in sizes.items()), default=(0, ""))
    longest = max(map(len, headers), default=0)
    for count, most, what in (
        (rules, MOST_HEADER_RULES, "rules in _headers"),
        (longest, LONGEST_HEADER_LINE, "characters in one line of _headers"),
        (sum(bool(line.strip()) and not line.startswith("#") for line in redirects), MOST_REDIRECTS, "redirects"),
        (len(sizes) + 1, MOST_FILES, "files"),
        (largest[0], LARGEST_FILE, f"bytes in {largest[1]}"),
    ):
        if count > most:
            yield HOST_LIMIT.at(CONFIG, 1, f"{count:,} {what}; Cloudflare Pages takes {most:,}")
