"""Medians of visits, and the table of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

Row = dict[str, Any]
TIMES = ("fcp", "lcp", "tbt", "cls")
KINDS = ("document", "stylesheet", "script", "image", "fetch", "xhr", "other")
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
"""Scores of shoppers' pages; of the desk accessibility alone is 100, its performance 90, and nobody may find it."""
DESK_GOALS = {"performance": 90, "accessibility": 100}
MOST_SHIFT = 0.02


def medians(found: Sequence[Row]) -> list[Row]:
    """One row for each page of each site, in the order of the first visits."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for one in found:
        groups.setdefault((one["site"], one["page"]), []).append(one)
    rows = []
    for (site, page), visits in groups.items():
        first = visits[0]
        scores = {**first["scores"], "performance": _median([one["scores"]["performance"] for one in visits])}
        times = {name: _median([one[name] for one in visits]) for name in TIMES}
        kinds = {
            kind: {part: round(median(one["bytes"].get(kind, {}).get(part, 0) for one in visits))
                   for part in ("bytes", "requests")}
            for kind in first["bytes"]
        }  # fmt: skip
        row = {"site": site, "page": page, "scores": scores, **times, "bytes": kinds, "findings": first["findings"]}
        rows.append(row)
    return rows


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(median(known), 3) if known else None


def as_markdown(about: str, rows: Sequence[Row], machine: Mapping[str, Any], runs: int) -> str:
    """The page of results: what was measured, on what, the figures, and what counted audits name on our pages."""
    lines = [
        "# Lighthouse", "", about, "",
        f"Median of {runs}, {machine['measured']} UTC, Lighthouse {machine['lighthouse']}, {machine['browser']}, "
        f"{machine['system']}, {machine['processors']} processors, load {machine['load'][0]} to {machine['load'][1]}, "
        f"Lighthouse's mark of the machine {machine['benchmark_index'][0]} to {machine['benchmark_index'][1]}.", "",
        "| page | site | perf | a11y | best | seo | FCP ms | LCP ms | TBT ms | CLS | KB | requests | "
        + " | ".join(KINDS) + " | misses |",
        "|" + "---|" * (13 + len(KINDS)),
    ]  # fmt: skip
    for row in rows:
        scores, total = row["scores"], row["bytes"]["total"]
        cells = [row["page"], row["site"].partition("-")[0], *(_shown(scores.get(name)) for name in GOALS),
                 *(_shown(row[name]) for name in ("fcp", "lcp", "tbt")), _shown(row["cls"]),
                 f"{total['bytes'] / 1000:.1f}", str(total["requests"]),
                 *(f"{row['bytes'].get(kind, {}).get('bytes', 0) / 1000:.1f}" for kind in KINDS),
                 ", ".join(misses(row))]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    lines += [
        "",
        "Bytes are on the wire, headers with them; kinds in KB.",
        "",
        "## What Lighthouse names on our pages",
        "",
    ]
    lines += named(rows) or ["Nothing that counts."]
    return "\n".join(lines) + "\n"


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def misses(row: Row) -> list[str]:
    """Which goals a row of ours does not reach."""
    if row["site"].startswith("material"):
        return []
    goals = DESK_GOALS if row["site"] == "agents" else GOALS
    below = [name for name, goal in goals.items() if (score := row["scores"].get(name)) is not None and score < goal]
    return below + (["shift"] if (row["cls"] or 0) > MOST_SHIFT else [])


def named(rows: Sequence[Row]) -> list[str]:
    """Audits that our pages do not pass: each once, with the pages and the first places."""
    found: dict[str, tuple[Row, list[str]]] = {}
    for row in rows:
        if not row["site"].startswith("material"):
            for audit, finding in row["findings"].items():
                found.setdefault(audit, (finding, []))[1].append(row["page"])
    ordered = sorted(found.items(), key=lambda one: (not one[1][0]["counts"], one[0]))
    return [
        f"- {'**' if finding['counts'] else ''}{audit}{'**' if finding['counts'] else ''}: {finding['title']} "
        f"{finding['value']} ({', '.join(pages)}): " + "; ".join(f"`{place}`" for place in finding["places"][:3])
        for audit, (finding, pages) in ordered
    ]
