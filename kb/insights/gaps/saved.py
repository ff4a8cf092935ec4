"""A week's gaps ↔ `insights/data/gaps-2026-W47.json`, which may be committed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from kb.insights.gaps.model import Action, Complaint, Gap, GapReport, Standing
from kb.insights.reading.json_values import finite_number
from kb.insights.records.data_file import write_data_file

DATA = "insights/data"
VERSION = 1
PREFIX = "gaps-"


class SavedGapsError(Exception):
    """A file of gaps cannot be read: a sentence with its path, what is wrong, and how to mend it."""

    def __init__(self, name: str, message: str, hint: str) -> None:
        super().__init__(f"{name} {message}: {hint}")
        self.message, self.hint = message, hint


def gap_as_object(gap: Gap) -> dict[str, Any]:
    """A gap as JSON has it, with what follows from its fields."""
    return {**asdict(gap), "frequency": gap.frequency, "state": gap.state}


def report_as_object(report: GapReport) -> dict[str, Any]:
    """A report as JSON has it: `version` says of what form it is."""
    gaps = [gap_as_object(gap) for gap in report.gaps]
    days = {"counted_from": report.counted_from.isoformat(), "last": report.last.isoformat()}
    return {"version": VERSION, **asdict(replace(report, gaps=())), **days, "gaps": gaps}


def redacted_report(report: GapReport, redacted: Callable[[str], str]) -> GapReport:
    """The same with wordings redacted once more: they were when they were imported, and the rules may have grown."""
    gaps = (replace(gap, examples=tuple(map(redacted, gap.examples))) for gap in report.gaps)
    return replace(report, gaps=tuple(gaps))


def write_report(root: Path, report: GapReport, redacted: Callable[[str], str]) -> str:
    """Keep a report in the project at `root`, in the place of that week's earlier one; the path from `root`.

    `redacted` takes out what is personal.
    """
    report = redacted_report(report, redacted)
    name = f"{DATA}/{PREFIX}{report.week}.json"
    return write_data_file(root, name, json.dumps(report_as_object(report), ensure_ascii=False, indent=1) + "\n")


def saved_weeks(root: Path) -> list[str]:
    """The weeks whose gaps are kept, the newest first."""
    return sorted((path.stem.removeprefix(PREFIX) for path in (root / DATA).glob(f"{PREFIX}*-W*.json")), reverse=True)


def read_report(root: Path, week: str) -> GapReport:
    """The gaps of `week` as they were kept. Raises `SavedGapsError`, or `FileNotFoundError`."""
    name = f"{DATA}/{PREFIX}{week}.json"
    try:
        told = json.loads((root / name).read_text("utf-8"), parse_float=finite_number, parse_constant=finite_number)
        if told["version"] > VERSION:
            raise SavedGapsError(name, f"was made by a newer kb (version {told['version']})", "update kb")
        gaps = tuple(_gap(one) for one in told["gaps"])
        return GapReport(
            str(told["week"]), tuple(map(str, told["weeks"])), date.fromisoformat(told["counted_from"]),
            date.fromisoformat(told["last"]), int(told["messages"]), int(told["searches"]),
            {str(code): int(count) for code, count in told["left_out"].items()}, gaps,
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise SavedGapsError(name, "is damaged", f"make it anew (kb insights gaps --week {week})") from None


def _gap(told: Mapping[str, Any]) -> Gap:
    return Gap(
        id=str(told["id"]),
        language=str(told["language"]),
        examples=tuple(map(str, told["examples"])),
        messages=int(told["messages"]),
        searches=int(told["searches"]),
        failed_searches=int(told["failed_searches"]),
        site=_standing(told["site"]),
        desk=_standing(told["desk"]),
        topic=str(told["topic"]),
        severity=str(told["severity"]),
        by_week={str(week): int(count) for week, count in told["by_week"].items()},
        is_rising=bool(told["is_rising"]),
        complaint=Complaint(
            *(int(told["complaint"][name]) for name in ("said_no", "said_yes", "asked_again", "returns"))
        ),
        actions=tuple(Action(*(str(one[name]) for name in ("kind", "document", "owner"))) for one in told["actions"]),
    )


def _standing(told: Mapping[str, Any]) -> Standing:
    return Standing(str(told["state"]), str(told["document"]), float(told["share"]), tuple(map(str, told["missing"])))
