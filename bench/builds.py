"""Builds side by side: ours, MkDocs with Material and static-i18n, Zensical, Hugo; the same Markdown for all.

Each build is a whole process: wall and CPU seconds, peak memory, pages, bytes. Then the edit loop: one article
changed, the same command again. The table shows ratios to ours; JSON goes into `bench/results/`.

    python -m bench.builds [--sizes 100,1000] [--tools kb,mkdocs,zensical,hugo] [--peer-steps whole,text] [--write]

MkDocs with static-i18n takes a quarter of an hour for 3,000 articles in three languages (897 s on two cores, measured
on 2026-11-21), so it is left out beyond `--mkdocs-most` articles. Peers are installed into `.bench/`, Hugo is the
system's. Results are saved after every tool; `--write` puts the table into the README.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.build_table import STEPS, Measured, section, write_readme
from bench.corpus import write_corpus

ROOT = Path(__file__).parent.parent
PLACE = ROOT / ".bench"
PEERS = ("mkdocs-material", "mkdocs-static-i18n", "zensical")
LANGUAGES = ("en", "vi", "ms")
RESULT = ROOT / "bench" / "results" / "builds.json"


def run(tool: str, articles: int, step: str, command: Sequence[str], folder: Path, out: Path) -> Measured:
    """Run `command` in `folder` and measure it and its children; what it wrote is counted in `out`."""
    start = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / "bench.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    files = [path for path in out.rglob("*") if path.is_file()] if out.exists() else []
    return Measured(
        tool, articles, step, round(wall, 2), round(usage.ru_utime + usage.ru_stime, 2), round(usage.ru_maxrss / 1024),
        sum(path.suffix == ".html" for path in files), sum(path.stat().st_size for path in files),
        process.returncode == 0,
    )  # fmt: skip


@dataclass(frozen=True)
class Tool:
    """One way to build the corpus."""

    name: str
    prepare: Callable[[Path, Path], None]
    """(corpus, folder) → the folder holds the tool's project."""
    command: Callable[[Path], Sequence[str]]
    out: str
    article: str
    """The file that the edit loop changes."""


def _copy_docs(corpus: Path, folder: Path) -> None:
    shutil.copytree(corpus / "docs", folder / "docs")


def prepare_ours(corpus: Path, folder: Path) -> None:
    shutil.copytree(corpus, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("site", ".kb-cache"))
    config = folder / "mkdocs.yml"  # the shop's notices lead to articles that the corpus has not
    config.write_text(config.read_text("utf-8").replace("strict: true", "strict: false"), "utf-8")


def _prepare_mkdocs(corpus: Path, folder: Path) -> None:
    _copy_docs(corpus, folder)
    languages = "".join(
        f"        - {{locale: {code}, name: {code}, build: true{', default: true' if code == 'en' else ''}}}\n"
        for code in LANGUAGES
    )
    (folder / "mkdocs.yml").write_text(
        "site_name: Bench\nsite_url: https://help.bench.example/\n"
        "theme: {name: material, features: [navigation.prune, navigation.indexes]}\n"
        f"plugins:\n  - search\n  - i18n:\n      docs_structure: suffix\n      languages:\n{languages}"
        "markdown_extensions: [admonition, attr_list, tables, pymdownx.superfences]\n",
        "utf-8",
    )


def _prepare_zensical(corpus: Path, folder: Path) -> None:
    """One project with a folder a language: Zensical has no languages of its own."""
    for path in (corpus / "docs").rglob("*.md"):
        relative = path.relative_to(corpus / "docs")
        parts = relative.name.split(".")
        code = parts[1] if len(parts) == 3 else "en"
        target = folder / "docs" / code / relative.parent / f"{parts[0]}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    (folder / "mkdocs.yml").write_text(
        "site_name: Bench\nsite_url: https://help.bench.example/\ntheme: {name: material, features: [navigation.prune]}"
        "\nmarkdown_extensions: [admonition, attr_list, tables, pymdownx.superfences]\n", "utf-8",
    )  # fmt: skip


_HUGO_PAGE = """\
<!doctype html><html lang="{{ .Site.Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><header><a href="{{ .Site.Home.RelPermalink }}">{{ .Site.Title }}</a>
<nav>{{ range .Site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav></header>
<main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}
{{ range .Translations }}<a href="{{ .RelPermalink }}">{{ .Language.Lang }}</a> {{ end }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</main></body></html>
"""
_HUGO_LIST = _HUGO_PAGE.replace(
    "{{ .TableOfContents }}", '{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}'
)


def _prepare_hugo(corpus: Path, folder: Path) -> None:
    shutil.copytree(corpus / "docs", folder / "content")
    for path in sorted((folder / "content").glob("index*.md")):
        path.rename(path.with_name(f"_{path.name}"))  # else Hugo takes the whole site for one page's attachments
    languages = "\n".join(f"  {code}:\n    weight: {place}" for place, code in enumerate(LANGUAGES, 1))
    (folder / "config.yaml").write_text(
        f"baseURL: https://help.bench.example/\ntitle: Bench\ndefaultContentLanguage: en\nlanguages:\n{languages}\n"
        "disableKinds: [taxonomy, term, RSS]\n", "utf-8",
    )  # fmt: skip
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(_HUGO_PAGE, "utf-8")
    (layouts / "list.html").write_text(_HUGO_LIST, "utf-8")


def tools() -> dict[str, Tool]:
    """Every tool that can run here; peers only where they are installed."""
    peer = PLACE / "venv" / "bin"
    found = {
        "kb": Tool("kb", prepare_ours, lambda _: [sys.executable, "-m", "kb", "build", "--edition", "public"],
                   "site/public", "docs/faq/article-00003.md"),
        "mkdocs": Tool("mkdocs", _prepare_mkdocs, lambda _: [str(peer / "mkdocs"), "build", "--quiet"], "site",
                       "docs/faq/article-00003.md"),
        "zensical": Tool("zensical", _prepare_zensical, lambda _: [str(peer / "zensical"), "build"], "site",
                         "docs/en/faq/article-00003.md"),
        "hugo": Tool("hugo", _prepare_hugo, lambda _: ["hugo", "--quiet"], "public", "content/faq/article-00003.md"),
    }  # fmt: skip
    return {name: tool for name, tool in found.items() if shutil.which(tool.command(ROOT)[0])}


def install_peers() -> None:
    """MkDocs with its plugins, and Zensical, in an environment of their own."""
    if not (PLACE / "venv" / "bin" / "mkdocs").exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE / "venv")], check=True)
        command = [str(PLACE / "venv/bin/pip"), "install", "--quiet", "--disable-pip-version-check", *PEERS]
        subprocess.run(command, check=False)


def measure(tool: Tool, corpus: Path, articles: int, steps: Sequence[str]) -> list[Measured]:
    """A whole build, then those of `steps`: the same again, one changed text, one changed title."""
    folder = PLACE / f"{tool.name}-{articles}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tool.prepare(corpus, folder)
    out, command, rows = folder / tool.out, tool.command(folder), []
    article = folder / tool.article
    if not article.exists():
        article = next(iter(sorted(article.parent.glob("article-*[0-9].md"))))
    for step in (one for one in STEPS if one in steps):
        text = article.read_text("utf-8")
        if step == "text":
            article.write_text(text + "\nOne more sentence about this.\n", "utf-8")
        elif step == "title":
            head, _, tail = text.partition("title: ")
            article.write_text(f"{head}title: Another name for it\n{tail.partition(chr(10))[2]}", "utf-8")
        rows.append(run(tool.name, articles, step, command, folder, out))
        print(f"  {tool.name:>9} {articles:>5} × {len(LANGUAGES)} {step:>6}: {rows[-1].wall:8.2f} s", flush=True)
        if not rows[-1].is_done:
            print(f"  {tool.name} failed: see {folder / 'bench.log'}")
            break
    shutil.rmtree(folder, ignore_errors=True)
    return rows


def save(rows: Sequence[Measured], loads: Sequence[float]) -> dict[str, Any]:
    """Write `bench/results/builds.json`; what was written."""
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    data = {
        "date": datetime.now(UTC).date().isoformat(), "machine": machine, "waiting": [round(one, 1) for one in loads],
        "rows": [asdict(row) for row in rows],
    }  # fmt: skip
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    return data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000,3000", help="articles, each in three languages")
    parser.add_argument("--tools", default="kb,mkdocs,zensical,hugo")
    parser.add_argument("--mkdocs-most", type=int, default=1000, help="the largest size for MkDocs and Zensical")
    parser.add_argument("--peer-steps", default="whole,text", help="of the edit loop, for MkDocs and Zensical")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    parser.add_argument("--show", action="store_true", help="measure nothing: use the results that are there")
    arguments = parser.parse_args()
    data = json.loads(RESULT.read_text("utf-8")) if arguments.show else _run(arguments)
    print(f"\n{section(data)}")
    if arguments.write:
        write_readme(data)


def _run(arguments: argparse.Namespace) -> dict[str, Any]:
    asked = arguments.tools.split(",")
    if {"mkdocs", "zensical"} & set(asked):
        install_peers()
    rows: list[Measured] = []
    loads = [os.getloadavg()[0]]
    data = save(rows, loads)
    for articles in map(int, arguments.sizes.split(",")):
        corpus = PLACE / f"corpus-{articles}"
        if not (corpus / "mkdocs.yml").exists():
            write_corpus(corpus, articles=articles, languages=LANGUAGES)
        for name, tool in tools().items():
            is_slow = name in {"mkdocs", "zensical"}
            if name in asked and not (is_slow and articles > arguments.mkdocs_most):
                steps = arguments.peer_steps.split(",") if is_slow else STEPS
                rows += measure(tool, corpus, articles, steps)
                loads.append(os.getloadavg()[0])
                data = save(rows, loads)
    return data


if __name__ == "__main__":
    main()
