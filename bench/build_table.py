"""What `bench.builds` measured, as a table: for the terminal and for the README."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STEPS = ("whole", "again", "text", "title")
README = Path(__file__).parent.parent / "README.md"
MARKS = ("<!-- bench/builds.py -->", "<!-- /bench/builds.py -->")
"""What the README has around the last table."""


@dataclass(frozen=True)
class Measured:
    """One process."""

    tool: str
    articles: int
    step: str
    """`whole`, `rerender` (nothing changed), `text` (one article's words), `title`."""
    wall: float
    cpu: float
    memory_mb: float
    """Peak of the largest process."""
    pages: int
    bytes: int
    is_done: bool


def table(rows: Sequence[Measured]) -> str:
    """Markdown: a line for each tool and size; the edit loop's seconds beside the whole build's."""
    lines = [
        "| articles × 3 | tool | whole build s | ours in it | CPU s | peak MB | pages | MB | nothing changed s "
        "| a text s | a title s |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    by_key = {(row.articles, row.tool, row.step): row for row in rows}
    for articles, tool, step in by_key:
        if step != "whole":
            continue
        one, ours = by_key[articles, tool, step], by_key.get((articles, "kb", "whole"))
        edits = [f"{row.wall:.2f}" if (row := by_key.get((articles, tool, edit))) else "–" for edit in STEPS[1:]]
        ratio = f"{ours.wall / one.wall:.2f}" if ours and one.is_done else "–"
        lines.append(
            f"| {articles:,} | {tool} | {one.wall:.2f} | {ratio} | {one.cpu:.1f} | {one.memory_mb:.0f} "
            f"| {one.pages:,} | {one.bytes / 1e6:.1f} | {' | '.join(edits)} |"
        )
    return "\n".join(lines)


def section(data: Mapping[str, Any]) -> str:
    """What the README shows of a run: date, machine, how busy it was, and the table."""
    waiting = data["waiting"]
    busy = f"{min(waiting):.1f} to {max(waiting):.1f} processes wanted to run" if waiting else "load unknown"
    rows = [Measured(**row) for row in data["rows"]]
    return (
        f"{data['date']}, {data['machine']}; {busy} meanwhile, and every build is measured once, so read ratios "
        f"rather than seconds. “ours in it” is the time of `kb build --edition public`, checks included, as a part "
        f"of that tool's.\n\n{table(rows)}"
    )


def write_readme(data: Mapping[str, Any]) -> None:
    """Put the section between its marks in the README; at the end where there are none."""
    text = README.read_text("utf-8")
    if MARKS[0] not in text:
        text = f"{text.rstrip()}\n\n## Builds beside others\n\n{MARKS[0]}\n{MARKS[1]}\n"
    head, _, rest = text.partition(MARKS[0])
    _, _, tail = rest.partition(MARKS[1])
    README.write_text(f"{head}{MARKS[0]}\n{section(data)}\n{MARKS[1]}{tail}", "utf-8")
