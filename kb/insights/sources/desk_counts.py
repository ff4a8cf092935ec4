"""The counts that agents copied at their desks, as `kb usage` reads them."""

from __future__ import annotations

from collections.abc import Iterator

from kb.insights.reading.parts import Part
from kb.insights.records.records import Choice, DeskCount, Origin, Record, SetAside
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.json_records import first_object, objects
from kb.reports.usage import FORMAT, choice_of, language_and_channel, read_export

_KINDS = {
    "taken": "copied",
    "passed_over": "passed",
    "overridden": "overridden",
    "rules": "rule",
    "nothing": "nothing_fits",
}


def claims(part: Part) -> Certainty:
    return Certainty.SURE if first_object(part, ()).get("format") == FORMAT else Certainty.NO


def read(part: Part, context: Context) -> Iterator[Record | SetAside]:
    for line, value in objects(part, ()):
        try:
            export = read_export(value)
        except ValueError as error:
            yield SetAside(line, "", str(error))
            continue
        machine = context.hashed("machine", export.id)
        for day, groups in export.days.items():
            for key, number in groups.get("chosen", {}).items():
                if (choice := choice_of(key)) and number:
                    yield Choice(day, *choice, number, Origin(part.file, line), machine, export.made)
            for group, kind in _KINDS.items():
                for key, number in groups.get(group, {}).items():
                    language, channel = language_and_channel(key) if kind == "nothing_fits" else ("", "")
                    item = "" if kind == "nothing_fits" else key
                    yield DeskCount(
                        day, kind, item, language, channel, number, Origin(part.file, line), machine, export.made
                    )


DESK_COUNTS = Source("desk_counts", "counts of the desk", claims, read)
