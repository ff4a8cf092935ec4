"""How well personal details are found in the marked sample: `python -m bench.redaction [--misses] [--half even|odd]`.

A marked span is found if none of its letters or digits is left. What is redacted and touches no marked span is wrong.
Names in free text, which nothing but their capital letter tells, are counted apart.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kb.insights.redaction.redact import redacted_spans
from kb.insights.redaction.rules import Rules, load_rules

SAMPLE = Path(__file__).parent.parent / "tests/insights/marked_sample.jsonl"
APART = "name_in_text"
EXAMPLE_SHOP = ("VN", "MY")
KEPT = (
    "1900 6868", "028 3822 1234", "hello@senserai.example", "12 Lê Thánh Tôn, Quận 1", "+60 3-2188 4400", "Sen & Serai",
)  # fmt: skip
"""What the sample's own shop is reached by."""


@dataclass
class Figures:
    """What was found of one kind, or of all."""

    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    redacted: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def recall(self, kinds: Iterable[str]) -> float:
        """The share of marked spans of `kinds` that are gone."""
        listed = list(kinds)
        return sum(self.found[kind] for kind in listed) / max(1, sum(self.marked[kind] for kind in listed))

    @property
    def total_recall(self) -> float:
        """Of all kinds but names in free text."""
        return self.recall(kind for kind in self.marked if kind != APART)

    @property
    def precision(self) -> float:
        """The share of redacted spans that touch a marked one."""
        return sum(self.right.values()) / max(1, sum(self.redacted.values()))


def read_sample(path: Path = SAMPLE) -> list[Mapping[str, object]]:
    """The rows of a sample: id, language, country, text, spans."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def measure(rows: Iterable[Mapping[str, object]]) -> Figures:
    """The figures of `rows`, each read with the rules of its country and of the example shop's."""
    figures = Figures()
    rules: dict[str, Rules] = {}
    for row in rows:
        country = str(row["country"])
        if country not in rules:
            rules[country] = load_rules({country, *EXAMPLE_SHOP}).keeping(KEPT)
        _count(figures, row, list(redacted_spans(str(row["text"]), rules[country])))
    return figures


def _count(figures: Figures, row: Mapping[str, object], gone: Sequence[tuple[int, int, str]]) -> None:
    text = str(row["text"])
    spans = row["spans"]
    assert isinstance(spans, list)
    covered = {place for start, end, _ in gone for place in range(start, end)}
    marked = {place for span in spans for place in range(span["start"], span["end"])}
    for span in spans:
        figures.marked[span["kind"]] += 1
        if all(place in covered for place in range(span["start"], span["end"]) if text[place].isalnum()):
            figures.found[span["kind"]] += 1
        else:
            figures.misses.append(f"{row['id']} {span['kind']}: {text[span['start'] : span['end']]!r} in {text!r}")
    for start, end, kind in gone:
        figures.redacted[kind] += 1
        if marked.isdisjoint(range(start, end)):
            figures.wrong.append(f"{row['id']} {kind}: {text[start:end]!r} in {text!r}")
        else:
            figures.right[kind] += 1


def table(figures: Figures) -> Iterator[str]:
    """The figures as lines."""
    yield f"{'kind':<14}{'marked':>8}{'found':>8}{'recall':>8}{'redacted':>10}{'right':>8}"
    for kind in sorted({*figures.marked, *figures.redacted}):
        yield (
            f"{kind:<14}{figures.marked[kind]:>8}{figures.found[kind]:>8}{figures.recall([kind]):>8.3f}"
            f"{figures.redacted[kind]:>10}{figures.right[kind]:>8}"
        )
    yield f"recall {figures.total_recall:.3f} (without {APART}), precision {figures.precision:.3f}"


def main() -> None:
    """Print the figures of both halves of the sample, or of one, or of another sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list what was missed and what was wrong")
    parser.add_argument("--half", choices=("even", "odd"), help="one half alone")
    parser.add_argument("--sample", type=Path, default=SAMPLE, help="another marked sample of the same form")
    arguments = parser.parse_args()
    rows = read_sample(arguments.sample)
    for half, rest in (("even", 0), ("odd", 1)):
        if arguments.half in (None, half):
            figures = measure(row for row in rows if int(str(row["id"])) % 2 == rest)
            print(f"{half} ids", *table(figures), sep="\n")
            if arguments.misses:
                print("missed:", *figures.misses, "wrong:", *figures.wrong, sep="\n  ")


if __name__ == "__main__":
    main()
