"""Builds side by side: each figure of ours several times, in pairs with the fair peer, then what others take.

The fair peer is Hugo, then Pagefind on its output: a site with a search, as ours is. In one run after another every
step of `bench.series` is measured beside a whole build of it, in turn before and after. Then MkDocs with static-i18n,
MaterialX, Zensical, Starlight and Docusaurus build the same articles, whole and after one edited body (`bench.peers`).
What a process is charged with says `bench.measuring`.

    python -m bench.builds [--sizes 100,1000,3000] [--runs 5] [--steps body,title] [--tools kb,starlight] [--write]
    python -m bench.builds --show [--write]        # measure nothing: the tables of the last results

Of the largest size only whole builds are measured, unless `--steps` says otherwise. Results are saved after each row,
into `bench/results/builds.json`; with `--add` rows of other sizes, tools and steps stay there. A build that fails, or
whose site has not what was edited, is told and in no figure.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.build_rows import FAIR, OURS, Measured
from bench.build_table import section, write_readme
from bench.measuring import Usage, run, size_of
from bench.peers import PEERS, Peer
from bench.places import LANGUAGES, PLACE, ROOT, compile_ours, environment_of, make_corpus
from bench.series import STEPS, WHOLE, Order, Series

RESULT = ROOT / "bench" / "results" / "builds.json"
LARGE = 3000
"""Articles from which on only whole builds are measured."""
OTHERS = tuple(name for name in PEERS if name != FAIR)


class Recorder:
    """Results: told, and saved after each row."""

    def __init__(self, file: Path, about: dict[str, Any], kept: Sequence[dict[str, Any]]) -> None:
        self._file, self.data = file, {**about, "rows": list(kept)}

    def add(self, row: Measured) -> None:
        key = (row.tool, row.articles, row.step, row.run)
        names = ("tool", "articles", "step", "run")
        rows = [one for one in self.data["rows"] if tuple(one[name] for name in names) != key]
        self.data["rows"] = [*rows, asdict(row)]
        self.save()
        told = f"FAILED: {row.failure}" if row.failure else ""
        left = f"; {row.left} processes were left" if row.left else ""
        print(
            f"{row.articles:>6} × {len(LANGUAGES)} run {row.run} {row.step:>12} {row.tool:<14}"
            f"{row.cpu:8.2f} s CPU {row.wall:8.2f} s wall {row.memory_mb:6.0f} MB{left} {told}",
            flush=True,
        )

    def miss(self, tool: str, why: str) -> None:
        """Say that a tool is not measured."""
        self.data["missing"].append(f"{tool}: {why}")
        self.save()
        print(f"{tool} is not measured: {why}", flush=True)

    def save(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(self.data, indent=1, ensure_ascii=False) + "\n", "utf-8")


def row_of(tool: str, articles: int, step: str, number: int, used: Usage, out: Path, failure: str) -> Measured:
    pages, size = size_of(out)
    load = round(os.getloadavg()[0], 1)
    return Measured(
        tool, articles, step, number, round(used.wall, 3), round(used.cpu, 3), round(used.memory_mb), pages, size,
        failure, used.left, load,
    )  # fmt: skip


def run_ours(order: Order, log: Path) -> tuple[Usage, str]:
    """What one command of ours took, and why it does not count."""
    used = run(order.command, order.folder, order.environment, log)
    return used, f"exit code {used.code}, see {log}" if used.code else order.failure()


def run_peer(peer: Peer, folder: Path, log: Path) -> tuple[list[Usage], str]:
    """What each command of a peer took, and why they do not count."""
    parts: list[Usage] = []
    for command in peer.commands:
        parts.append(run(command, folder, environment_of(PLACE / "peers-home"), log))
        if parts[-1].code:
            return parts, f"{Path(command[0]).name}: exit code {parts[-1].code}, see {log}"
    return parts, "" if (folder / peer.out / peer.page).is_file() else f"it made no {peer.page}"


def joined(parts: Sequence[Usage]) -> Usage:
    first, *more = parts
    for one in more:
        first = first.then(one)
    return first


class Pairs:
    """Our steps at one size, each beside a whole build of the fair peer."""

    def __init__(self, corpus: Path, articles: int, recorder: Recorder, *, has_peer: bool) -> None:
        self._corpus, self._articles, self._recorder = corpus, articles, recorder
        self._peer_folder = PLACE / f"{FAIR}-{articles}"
        self._log = PLACE / f"builds-{articles}.log"
        self._log.unlink(missing_ok=True)
        self._has_peer = has_peer
        if has_peer:
            shutil.rmtree(self._peer_folder, ignore_errors=True)
            self._peer_folder.mkdir(parents=True)
            PEERS[FAIR].prepare(corpus, self._peer_folder)

    def run(self, number: int, steps: Sequence[str]) -> None:
        """One run: all steps, in pairs; ours goes first in odd runs."""
        series = Series(self._corpus, PLACE / f"kb-{self._articles}", number)
        for step in steps:
            if series.needs_a_build(step):
                _, failure = run_ours(series.order("cold"), self._log)
                if failure:
                    print(f"no build to go on from: {failure}", flush=True)
                    break
            is_done = True
            for is_ours in (True, False) if number % 2 else (False, True):
                if is_ours:
                    is_done = self._ours(series, step, number)
                elif self._has_peer:
                    self._peer(step, number)
            if not is_done and step in WHOLE:
                break
        series.end()

    def _ours(self, series: Series, step: str, number: int) -> bool:
        order = series.order(step)
        used, failure = run_ours(order, self._log)
        self._recorder.add(row_of(OURS, self._articles, step, number, used, order.out, failure))
        return not failure

    def _peer(self, step: str, number: int) -> None:
        """Hugo and Pagefind together, and Hugo alone out of the same build."""
        out = self._peer_folder / PEERS[FAIR].out
        shutil.rmtree(out, ignore_errors=True)
        parts, failure = run_peer(PEERS[FAIR], self._peer_folder, self._log)
        for tool, used in (("hugo", parts[0]), (FAIR, joined(parts))):
            self._recorder.add(row_of(tool, self._articles, step, number, used, out, failure))

    def end(self) -> None:
        shutil.rmtree(self._peer_folder, ignore_errors=True)


def run_other(peer: Peer, corpus: Path, articles: int, number: int, recorder: Recorder) -> None:
    """A whole build of another tool, then one after an edited body."""
    folder = peer.home / f"bench-{peer.name}-{articles}"
    log = PLACE / f"{peer.name}-{articles}.log"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    peer.prepare(corpus, folder)
    article, words = folder / peer.article, f"One more sentence in run {number}"
    for step in ("whole", "body"):
        if step == "body":
            article.write_text(f"{article.read_text('utf-8')}\n{words}.\n", "utf-8")
        parts, failure = run_peer(peer, folder, log)
        page = folder / peer.out / peer.page
        if step == "body" and not failure and words not in page.read_text("utf-8"):
            failure = f"{peer.page} has not what was edited"
        recorder.add(row_of(peer.name, articles, step, number, joined(parts), folder / peer.out, failure))
        if failure:
            break
    shutil.rmtree(folder, ignore_errors=True)


def installed(names: Sequence[str], recorder: Recorder) -> Iterator[str]:
    """Those of the peers that could be installed; of the others the results tell why not."""
    for name in names:
        try:
            PEERS[name].install()
            recorder.data["versions"][name] = PEERS[name].version()
            yield name
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", None) or b""
            last = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [str(error)]
            recorder.miss(name, last[0])


def about(asked: argparse.Namespace, sizes: Sequence[int]) -> dict[str, Any]:
    """What the results say of the run as a whole."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit.stdout.strip() or "unknown",
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
        "processors": os.cpu_count() or 1,
        "corpus": f"`bench.corpus`, seed {asked.seed}, {asked.agents} files of the agents' a thousand articles",
        "agents": {str(articles): agents_at(articles, asked.agents) for articles in sizes},
        "versions": {},
        "missing": [],
    }


def agents_at(articles: int, per_thousand: int) -> int:
    """Files of the agents' in a corpus of this size."""
    return round(articles * per_thousand / 1000)


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """Run everything that was asked for."""
    sizes = sorted(map(int, asked.sizes.split(",")))
    tools, kept = asked.tools.split(","), []
    told = about(asked, sizes)
    if asked.add and asked.result.exists():
        old = json.loads(asked.result.read_text("utf-8"))
        kept, told["versions"] = old["rows"], old["versions"]
        told["agents"] = {**old["agents"], **told["agents"]}
    recorder = Recorder(asked.result, told, kept)
    has_peer = bool([*installed([FAIR] if OURS in tools else [], recorder)])
    others = [*installed([name for name in OTHERS if name in tools], recorder)]
    compile_ours()
    for articles in sizes:
        corpus = make_corpus(articles, agents=agents_at(articles, asked.agents), seed=asked.seed)
        if OURS in tools:
            pairs = Pairs(corpus, articles, recorder, has_peer=has_peer)
            for number in range(1, asked.runs + 1):
                pairs.run(number, steps_at(articles, asked.steps))
            pairs.end()
        for name in others if articles <= asked.others_most else ():
            for number in range(1, asked.others_runs + 1):
                run_other(PEERS[name], corpus, articles, number, recorder)
        shutil.rmtree(corpus, ignore_errors=True)
    recorder.save()
    return recorder.data


def steps_at(articles: int, asked: str) -> tuple[str, ...]:
    """The steps to measure at this size, in their order."""
    if asked:
        return tuple(step for step in STEPS if step in asked.split(","))
    return WHOLE if articles >= LARGE else tuple(STEPS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000,3000", help="articles, each in three languages")
    parser.add_argument("--agents", type=int, default=300, help="files of the agents' a thousand articles")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another corpus")
    parser.add_argument("--runs", type=int, default=5, help="of each step of ours, with its peer")
    parser.add_argument("--steps", default="", help=f"some of {','.join(STEPS)}")
    parser.add_argument("--tools", default=",".join((OURS, *OTHERS)), help="kb (with its peer), and others")
    parser.add_argument("--others-runs", type=int, default=1)
    parser.add_argument("--others-most", type=int, default=1000, help="the largest size for other tools")
    parser.add_argument("--result", type=Path, default=RESULT, help="the file to save into")
    parser.add_argument("--add", action="store_true", help="keep the rows in it that are not measured again")
    parser.add_argument("--show", action="store_true", help="measure nothing: use the results that are there")
    parser.add_argument("--write", action="store_true", help="the tables into bench/results and the README")
    asked = parser.parse_args()
    unknown = {*asked.tools.split(",")} - {OURS, *OTHERS} | {*filter(None, asked.steps.split(","))} - {*STEPS}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    data = json.loads(asked.result.read_text("utf-8")) if asked.show else measure(asked)
    if "versions" not in data:
        parser.error(f"{asked.result} was written by an older bench: measure again")
    print(f"\n{section(data, STEPS)}")
    if asked.write:
        about_it = f"# Builds side by side\n\n{(__doc__ or '').strip()}\n\n"
        asked.result.with_suffix(".md").write_text(f"{about_it}{section(data, STEPS)}\n", "utf-8")
        write_readme(data, STEPS)
    if any(row["failure"] for row in data["rows"]):
        sys.exit(1)


if __name__ == "__main__":
    main()
