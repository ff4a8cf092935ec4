"""What the leak audit costs: its own processor time, beside that of the public build which it judges.

    python -m bench.audit_cost [--articles 333]

At first of this shop, with nothing kept; then of a corpus in three languages, with an agents' part as large.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.places import PLACE, ROOT, make_corpus, prepare_ours


def cpu_of(command: list[str], folder: Path, said: str = "") -> float:
    """Processor seconds of a command, its children among them. Raises `CalledProcessError`."""
    before = os.times()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=folder, env=environment, input=said, capture_output=True, text=True, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


SHOP = ("docs", "agents", "overrides", "mkdocs.yml", "facts.yml", "notices.yml")
AGENTS = 300
"""Files of the agents' in the corpus, about as many as this shop has."""
TIMES = 5
"""Audits of this shop; the cheapest counts, which other work on the machine disturbed least."""


def measure_shop() -> None:
    """Print what the audit of this repository's own shop costs."""
    folder = PLACE / "audit-shop"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in SHOP:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
        else:
            shutil.copy(ROOT / name, folder / name)
    whole = cpu_of([sys.executable, "-m", "kb", "build", "--edition", "public"], folder)
    asked = json.dumps([str(folder / "site/public"), "site/public"]) + "\n"
    audit = [sys.executable, "-P", "-m", "kb.audit", str(folder), "fresh"]
    fresh = min(cpu_of(audit, folder, asked) for _ in range(TIMES))
    share = f"{fresh / whole:.0%} of the public build's {whole:.2f} s"
    print(f"audit of this shop: {fresh:.2f} s of processor time, {share}")
    shutil.rmtree(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=333, help="each in three languages")
    folder = PLACE / f"audit-{(count := parser.parse_args().articles)}"
    measure_shop()
    shutil.rmtree(folder, ignore_errors=True)
    prepare_ours(make_corpus(count, agents=AGENTS), folder)
    build = [sys.executable, "-m", "kb", "build", "--edition", "public"]
    audit = [sys.executable, "-P", "-m", "kb.audit", str(folder)]
    asked = json.dumps([str(folder / "site/public"), "site/public"]) + "\n"
    whole = cpu_of(build, folder)
    fresh = cpu_of([*audit, "fresh"], folder, asked)
    article = next(iter(sorted((folder / "docs/faq").glob("article-*[0-9].md"))))
    article.write_text(article.read_text("utf-8") + "\nOne more sentence about this.\n", "utf-8")
    kept, aside = folder / ".kb-cache/audit", folder / "aside"
    shutil.copytree(kept, aside)
    edit = cpu_of(build, folder)
    shutil.rmtree(kept)  # what the build's own audit kept: the one measured goes on from where that one did
    aside.rename(kept)
    since = cpu_of([*audit, "since"], folder, asked)
    print(
        f"audit of {3 * count} articles: {fresh:.2f} s of processor time,"
        f" {fresh / whole:.0%} of the public build's {whole:.2f} s"
    )
    print(f"after an edit: {since:.2f} s, {since / edit:.0%} of {edit:.2f} s")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
