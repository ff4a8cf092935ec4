"""Lighthouse over our built example and a plain Material site of the same Markdown, in one run.

Both sites lie on local hosts that compress (brotli, gzip) and send each site's `_headers`. Each page is visited by a
Chromium of its own with Lighthouse's mobile preset (slow 4G simulated, processor four times slower), ours and
Material's in turn; figures are medians of the visits. Material has `font: false`, its own search and the language's
files alone; facts stand there as braces. What misses a goal is marked; the goals stand in `bench/lighthouse/table.py`.
On a busy machine blocking times, and performance with them, are noisy; bytes, layout shift and other scores are not.

    python -m bench.lighthouse [--runs 5] [--languages en vi] [--pages home article] [--sites kb material] [--write]

Needs what `make lighthouse` installs into `bench/lighthouse/node_modules`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.lighthouse.table import as_markdown, medians
from kb.website.build.editions import build_editions
from tests.browser_setup import find_browser

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
RESULTS = ROOT / "bench" / "results"
DEFAULT = "en"
ARTICLE, POLICY, TREE = "faq/return-or-exchange/", "policies/returns/", "guides/parcel-not-arrived/"
QUERIES = {"en": "return an item", "vi": "doi tra hang", "ms": "pulangkan barang"}
PAGES = ("home", "article", "policy", "tree", "results", "desk")
ALL_SCORES = ("performance", "accessibility", "best-practices", "seo")


@dataclass(frozen=True)
class Visit:
    """One page to look at: in which site, under which name in the table, at which address below the site's root."""

    site: str
    page: str
    path: str


def visits_of(languages: Sequence[str], pages: Sequence[str], sites: Sequence[str]) -> Iterator[Visit]:
    """What one round visits, Material's page right after ours."""
    for language in languages:
        ours = "" if language == DEFAULT else f"{language}/"
        query = QUERIES[language].replace(" ", "+")
        paths = {"home": "", "article": ARTICLE, "policy": POLICY, "tree": TREE}
        for page in pages:
            name = f"{language} {page}"
            if page == "desk":
                if "kb" in sites:
                    yield Visit("agents", name, f"{ours}desk/")
                continue
            if "kb" in sites:
                yield Visit("kb", name, ours + paths.get(page, f"search/?q={query}"))
            if "material" in sites:
                yield Visit(f"material-{language}", name, paths.get(page, f"?q={query}"))


def build_material(language: str, place: Path) -> Path:
    """Build a plain Material site of the files that are written in `language`, below `place`; its folder."""
    project = place / f"material-{language}"
    docs = ROOT / "docs"
    others = re.compile(r"\.[a-z]{2,3}(?:-[a-z]+)?$")
    for path in sorted(docs.rglob("*")):
        relative = path.relative_to(docs)
        if path.is_dir() or (path.suffix == ".md" and "@" in path.name):
            continue
        if path.suffix == ".md":
            found = others.search(path.stem)
            if (found[0][1:] if found else DEFAULT) != language:
                continue
            relative = relative.with_name(path.stem.removesuffix(f".{language}") + ".md")
        target = project / "docs" / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    settings = {
        "site_name": "Sen & Serai Help", "site_url": "https://help.senserai.example/",
        "site_description": "Answers about orders, delivery, returns and payment",
        "theme": {"name": "material", "language": language, "font": False}, "plugins": ["search"],
        "markdown_extensions": ["admonition", "attr_list", "tables", "pymdownx.superfences"],
    }  # fmt: skip
    (project / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    return project / "site"


def build_sites(languages: Sequence[str], sites: Sequence[str], place: Path) -> dict[str, str]:
    """Build what is visited below `place`; site → folder."""
    folders: dict[str, str] = {}
    if "kb" in sites:
        out = place / "kb"
        for report in build_editions(ROOT, ("public", "agents"), out, today=date.today()):
            if not report.is_whole:
                raise SystemExit(f"the example does not build: {[str(one) for one in report.problems][:5]}")
        folders |= {"kb": str(out / "public"), "agents": str(out / "agents")}
    if "material" in sites:
        folders |= {f"material-{language}": str(build_material(language, place)) for language in languages}
    return folders


def visit_all(folders: Mapping[str, str], rounds: Sequence[Sequence[Visit]], node: str) -> Iterator[dict[str, Any]]:
    """What Lighthouse says of each visit, as it comes. The other scores than performance are the same each time."""
    order = {
        "chromium": find_browser(),
        "sites": folders,
        "visits": [
            {**vars(visit), "categories": ALL_SCORES if number == 0 else ALL_SCORES[:1]}
            for number, visits in enumerate(rounds)
            for visit in visits
        ],
    }
    command = [node, str(HERE / "audit.mjs")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps(order))
    process.stdin.close()
    for line in process.stdout:
        yield json.loads(line)
    if process.wait():
        raise SystemExit("Lighthouse failed; `make lighthouse` installs what it needs")


def machine(loads: Sequence[float], marks: Sequence[float], version: str) -> dict[str, Any]:
    """What the figures were measured on, and how busy it was: load averages and Lighthouse's own marks."""
    browser = subprocess.run([str(find_browser()), "--version"], capture_output=True, text=True, check=False)
    return {
        "measured": datetime.now(UTC).strftime("%Y-%m-%d %H:%M"), "system": platform.platform(),
        "processors": os.cpu_count(), "load": [round(min(loads), 1), round(max(loads), 1)],
        "benchmark_index": [round(min(marks)), round(max(marks))], "lighthouse": version,
        "browser": browser.stdout.strip(),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--languages", nargs="+", choices=tuple(QUERIES), default=tuple(QUERIES))
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=PAGES)
    parser.add_argument("--sites", nargs="+", choices=("kb", "material"), default=("kb", "material"))
    parser.add_argument("--write", action="store_true", help="write bench/results/lighthouse.md and .json")
    given = parser.parse_args()
    node = next((str(path) for path in (ROOT / ".venv/bin/node",) if path.is_file()), shutil.which("node"))
    if not node or not find_browser():
        raise SystemExit("needs Node and Chromium")
    visits = list(visits_of(given.languages, given.pages, given.sites))
    found, loads = [], [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory(prefix="kb-lighthouse-") as place:
        folders = build_sites(given.languages, given.sites, Path(place))
        for one in visit_all(folders, [visits] * given.runs, node):
            found.append(one)
            loads.append(os.getloadavg()[0])
            print(f"{one['site']:12} {one['page']:12} {one['scores']} cls {one['cls'] or 0:.3f} "
                  f"{one['bytes']['total']['bytes'] / 1000:.1f} KB {one['error']}", flush=True)  # fmt: skip
    rows = medians(found)
    state = machine(loads, [one["machine"] for one in found], found[0]["version"])
    text = as_markdown((__doc__ or "").strip(), rows, state, given.runs)
    print(text)
    if given.write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "lighthouse.md").write_text(text, "utf-8")
        kept = {"machine": state, "runs": given.runs, "rows": rows}
        (RESULTS / "lighthouse.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
