"""A made-up project read, judged and rendered as the front doors do it; every problem has its place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kb.channels.registry import channels_from_options
from kb.channels.rule_packs import load_rule_packs
from kb.checks.run import check_edition, check_library
from kb.checks.scripts import check_article_channels, check_scripts
from kb.content.load import load_library
from kb.editions.selection import select
from kb.markdown.rendering import Renderer, Renderings
from kb.project.editions import EDITIONS
from kb.project.project import load_project
from kb.search.indexing.from_edition import documents_in
from kb.search.indexing.index import build_index
from kb.search.ranking.scoring import search
from kb.source.problem import Problem, sort_problems
from tests.conftest import MINIMAL_CONFIG, TODAY

Files = Mapping[str, str | bytes]
PROJECT: Files = {
    "mkdocs.yml": MINIMAL_CONFIG,
    "facts.yml": "days: {unit: days, markets: {VN: 7, MY: 14}}\n",
    "docs/faq/one.md": "---\ntitle: One\n---\nWithin {{ fact.days }}.\n\n## More\nSee [itself](one.md#more).\n",
}
"""What a made-up file is put beside or in place of."""


def in_project(files: Files, act: Callable[[Path], None]) -> None:
    """Write `files` over `PROJECT` into a fresh folder, and act there."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in {**PROJECT, **files}.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        act(root)


def judge(files: Files) -> tuple[Problem, ...]:
    """Every problem of a project made of `files`, both editions selected, rendered and searched."""
    found: list[Problem] = []

    def act(root: Path) -> None:
        found.extend(_judge(root))
        expect_places(found, {path: _lines(root / path) for path in (*PROJECT, *files)})

    in_project(files, act)
    return tuple(found)


def _judge(root: Path) -> Iterable[Problem]:
    project = load_project(root)
    options = project.options
    loaded = load_library(root, options, docs=project.docs, with_agents=True)
    renderings = Renderings(Renderer(project.extensions, project.extension_configs))
    channels, of_channels = channels_from_options(options.channels)
    problems = [*project.problems, *loaded.problems, *of_channels]
    problems += check_library(loaded.library, options, today=TODAY)
    words: dict[str, dict[str, str]] = {code: {} for code in options.languages}
    for name in EDITIONS:
        edition = select(loaded.library, options, name)
        problems += check_edition(edition, renderings, words, docs=project.docs, site_url=project.site_url)
        if name == "agents":
            problems += check_scripts(edition.scripts(), channels, packs=load_rule_packs(), links=lambda _: {})
            problems += check_article_channels(loaded.library.articles.values(), channels)
        code = options.default_language
        search(build_index(documents_in(edition, code, renderings, words), code), "one return")
    return sort_problems(problems)


def _lines(path: Path) -> int:
    data = path.read_bytes() if path.is_file() else b""
    return len(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))


def expect_places(problems: Iterable[Problem], lines: Mapping[str, int]) -> None:
    """Each problem names a file that there is, a line that it has, and takes one line to print."""
    for problem in problems:
        assert problem.path in lines or problem.path.split("/")[0] in {"docs", "agents"}, problem
        assert 1 <= problem.line <= lines.get(problem.path, 10**9), problem
        assert problem.message and problem.hint, problem
        assert str(problem).isprintable(), repr(str(problem))
