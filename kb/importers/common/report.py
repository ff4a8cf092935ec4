"""What an import did, as a value: what was written, what could not be carried over, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class ImportFinding:
    """One thing the importer could not carry over, or changed; printed `path:line: message`."""

    path: str
    """Of the source (the folder or the export), with forward slashes."""
    line: int
    message: str
    group: str = ""
    """What findings of the same cause share; `ImportReport.summary` counts by it."""
    is_open: bool = False
    """Whether something was not taken, or waits for the writer; what was merely changed is closed."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True, order=True)
class Download:
    """A picture that the text shows, or a file that it links, which has to be fetched by hand."""

    url: str
    path: str
    """Where it belongs, relative to the project folder."""
    what: str = "picture"
    """picture, or file for an attachment."""

    def __str__(self) -> str:
        return f"{one_line(self.url, 2000)} -> {self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """Paths are relative to the project folder, with forward slashes, and sorted."""

    refused: str = ""
    """Why nothing was done; empty when the import ran. For the front door: wrong use (exit 2)."""
    pages: int = 0
    """Documents found in the source, in all languages."""
    written: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    """Imported before, not edited since, and changed in the new export."""
    unchanged: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """Imported before and edited by a writer since: left as they are."""
    findings: tuple[ImportFinding, ...] = ()
    downloads: tuple[Download, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something was not taken, or waits for the writer (exit 1)."""
        return bool(self.downloads) or any(finding.is_open for finding in self.findings)

    @property
    def is_refused(self) -> bool:
        return bool(self.refused)

    def lines(self) -> tuple[str, ...]:
        """Everything for a terminal, in a fixed order: findings, pictures to fetch, the summary."""
        if self.refused:
            return (self.refused,)
        fetch = [f"{download.what} to download: {download}" for download in self.downloads]
        return (*map(str, self.findings), *fetch, *self.summary())

    def summary(self) -> tuple[str, ...]:
        """Counts, and the findings grouped by cause, most frequent first."""
        counts = [
            f"{len(paths)} {word if len(paths) == 1 else many}"
            for word, many, paths in (
                ("file written", "files written", self.written),
                ("file updated", "files updated", self.updated),
                ("file unchanged", "files unchanged", self.unchanged),
                ("file kept because a writer edited it", "files kept because a writer edited them", self.kept),
                ("file to download", "files to download", self.downloads),
            )
            if paths
        ]
        groups = Counter(finding.group or finding.message for finding in self.findings)
        ordered = sorted(groups.items(), key=lambda item: (-item[1], item[0]))
        return (
            f"{self.pages} {'page' if self.pages == 1 else 'pages'} found: "
            + (", ".join(counts) or "nothing to write"),
            *(f"  {count} x {group}" for group, count in ordered),
        )


def refuse(reason: str) -> ImportReport:
    """The report of an import that did nothing."""
    return ImportReport(refused=reason)


@dataclass(slots=True)
class ImportFindings:
    """Collects findings while an import runs; `sorted` freezes them."""

    items: list[ImportFinding] = field(default_factory=list)

    def add(self, path: str, line: int, message: str, group: str = "", *, is_open: bool = False) -> None:
        """Line 1 stands for the whole file."""
        self.items.append(ImportFinding(one_line(path), max(line, 1), one_line(message), one_line(group), is_open))

    def extend(self, findings: Iterable[ImportFinding]) -> None:
        self.items.extend(findings)

    def sorted(self) -> tuple[ImportFinding, ...]:
        return tuple(sorted(set(self.items)))


def one_line(text: str, limit: int = 300) -> str:
    """`text` fit for one line of a terminal: no control characters, not endless."""
    clean = " ".join("".join(char if char.isprintable() or char.isspace() else "?" for char in text).split())
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"
