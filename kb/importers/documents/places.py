"""Imports of many files, sheets and rows through one spine: each text has a number, and findings get their places back.

The spine (`helpdesks.write_import`) knows one export and a line in it. Here that line is a number given out by
`Places`; when the report is there, each number becomes the file and the line or row that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kb.importers.common.report import ImportFinding, ImportReport

WHOLE = 1
"""The line of findings about the import as a whole."""


@dataclass(slots=True)
class Places:
    """Gives out numbers for (file, line), from 2 on: 1 is the import as a whole."""

    items: list[tuple[str, int]] = field(default_factory=list)

    def number(self, path: str, line: int) -> int:
        self.items.append((path, line))
        return len(self.items) + WHOLE

    def put_back(self, report: ImportReport, export: str, more: Iterable[ImportFinding]) -> ImportReport:
        """`report` with the places of `export`'s findings put back, and the reader's own findings `more`."""
        if report.is_refused:
            return report

        def placed(finding: ImportFinding) -> ImportFinding:
            if finding.path != export or not WHOLE < finding.line < len(self.items) + WHOLE + 1:
                return finding
            path, line = self.items[finding.line - WHOLE - 1]
            return replace(finding, path=path, line=line)

        return replace(report, findings=tuple(sorted({*map(placed, report.findings), *more})))
