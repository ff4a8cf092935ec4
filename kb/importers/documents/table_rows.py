"""Rows of a sheet → what each says in each language, with its place; nothing is decided about other rows here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kb.importers.common.report import ImportFindings
from kb.importers.documents.cells import title_words
from kb.importers.documents.column_words import AUDIENCE_VALUES, DRAFT_VALUES, NO, READY_VALUES, YES
from kb.importers.documents.columns import Column, Layout
from kb.importers.documents.language_names import language_named, plain
from kb.importers.documents.sheets import Row, Sheet

NUMBERED = re.compile(
    r"(?:(?:q|question|câu hỏi|câu|soalan|frage|hỏi|s|f)\s*\d{0,3}\s*[:.)]|\d{1,3}[.)])\s+(?=\S)", re.IGNORECASE
)
WORDS_OF_AUDIENCE = {plain(word): who for who, words in AUDIENCE_VALUES.items() for word in words.split("|")}
PUBLIC, INTERNAL = "public", "internal"
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RowText:
    """One row in one language."""

    sheet: Sheet
    line: int
    position: int
    """Which row of data it is, from 0."""
    language: str
    """As the row, a header or an option says; empty where nothing does."""
    title: str
    answer: str
    """As the cell has it."""
    questions: tuple[str, ...] = ()
    topic: str = ""
    summary: str = ""
    audience: str = ""
    """public, internal, or empty when the table has no word on it."""
    id: str = ""
    number: str = ""
    address: str = ""
    updated: date | None = None
    is_draft: bool = False


def read_rows(sheet: Sheet, layout: Layout, findings: ImportFindings) -> list[RowText]:
    """What the rows below the header say. Losses are told with row and column."""
    _report_columns(sheet, layout, findings)
    reader = _RowReader(_filled_down(sheet, layout, findings), layout, findings)
    return list(reader.texts())


def _report_columns(sheet: Sheet, layout: Layout, findings: ImportFindings) -> None:
    data = [row for row in sheet.rows if row.line > layout.header_line]
    above = [row for row in sheet.rows if row.line < layout.header_line and not row.is_empty]
    for row in above:
        words = " ".join(cell for cell in row.cells if cell)
        findings.add(sheet.path, row.line, f"stands above the table: “{words[:80]}” left out", "row above the table")
    left = [column for column in layout.columns if column.role in ("", "note", "channel")] + list(layout.spare)
    known = {column.index for column in layout.columns} | {column.index for column in layout.spare}
    width = max((len(row.cells) for row in data), default=0)
    left += [Column(index, "", "") for index in range(width) if index not in known]
    for column in sorted(left, key=lambda one: one.index):
        if filled := [row.line for row in data if row.cell(column.index)]:
            message = f"{column.label} has no place here: {len(filled)} cells left out, the first in row {filled[0]}"
            findings.add(sheet.path, max(layout.header_line, 1), message, "column left out")


def _filled_down(sheet: Sheet, layout: Layout, findings: ImportFindings) -> Sheet:
    """Cells merged downwards, and topics written only in the first row of their group, in every row they are for."""
    shared = {
        column.index: column for column in layout.columns if column.role in ("topic", "audience", "language", "status")
    }
    fills = {
        (line, left): top
        for top, left, bottom, right in sheet.merged
        for line in range(top + 1, bottom + 1)
        if left in shared and left == right
    }
    by_line = {row.line: row for row in sheet.rows}
    topic = layout.of("topic")
    data = [row for row in sheet.rows if row.line > layout.header_line and not row.is_empty]
    if topic and not any(left == topic.index for _, left in fills) and _names_groups(data, topic):
        source = 0
        for row in data:
            source = row.line if row.cell(topic.index) else source
            fills[row.line, topic.index] = source
        message = f"{topic.label} names a topic in the first row of each group: taken for the rows below it too"
        findings.add(sheet.path, data[0].line, message, "topic of a group of rows")
    rows = []
    for row in sheet.rows:
        cells = list(row.cells)
        for index in shared:
            top = fills.get((row.line, index))
            if top and top in by_line and index < len(cells) and not cells[index]:
                cells[index] = by_line[top].cell(index)
        rows.append(Row(row.line, tuple(cells)))
    return replace(sheet, rows=tuple(rows))


def _names_groups(data: list[Row], topic: Column) -> bool:
    named = [row.cell(topic.index) for row in data]
    values = [cell for cell in named if cell]
    return bool(values) and bool(named[0]) and len(values) < len(named) and len(set(values)) == len(values)


class _RowReader:
    """Reads the rows of one sheet below its header."""

    def __init__(self, sheet: Sheet, layout: Layout, findings: ImportFindings) -> None:
        self.sheet, self.layout, self.findings = sheet, layout, findings
        self.data = [row for row in sheet.rows if row.line > layout.header_line and not row.is_empty]
        status = layout.of("status")
        self.has_states = status is not None and any(row.cell(status.index) for row in self.data)
        self.wide = {top for top, left, bottom, right in sheet.merged if top == bottom and right > left}

    def texts(self) -> Iterator[RowText]:
        heading, position = "", 0
        topic = self.layout.of("topic")
        parts = self._continued()
        later = {row.line for rows in parts.values() for row in rows}
        for row in self.data:
            if row.line in later or self._repeats_header(row):
                continue
            if topic is None and (name := self._section(row)):
                heading = name
                continue
            yield from self._read(row, parts.get(row.line, []), heading, position)
            position += 1

    def _continued(self) -> Mapping[int, list[Row]]:
        """Line of a question that is merged downwards → the rows below it that go on with its answer."""
        asked = {column.index for column in self.layout.columns if column.role in ("question", "title")}
        spans = [(top, bottom) for top, left, bottom, right in self.sheet.merged if left == right and left in asked]
        return {
            top: [row for row in self.data if top < row.line <= bottom]
            for top, bottom in spans
            if top > self.layout.header_line
        }

    def _section(self, row: Row) -> str:
        """The words of a row that is one merged cell across: a heading between the rows."""
        filled = [cell for cell in row.cells if cell]
        return filled[0] if row.line in self.wide and len(filled) == 1 else ""

    def _repeats_header(self, row: Row) -> bool:
        return all(
            plain(row.cell(one.index)) == plain(one.header) for one in self.layout.columns if one.header
        ) and any(one.header for one in self.layout.columns)

    def _read(self, row: Row, rest: list[Row], heading: str, position: int) -> Iterator[RowText]:
        said = []
        for language in self.layout.languages:
            asked = self._own("question", language) or self._own("title", language) or self._own("shortcut", language)
            replied = self._own("answer", language)
            if asked or replied:
                said.append((language, asked, replied))
        found = False
        for language, asked, replied in said:
            question = row.cell(asked.index) if asked else ""
            answer = "\n\n".join(filter(None, (one.cell(replied.index) for one in (row, *rest)))) if replied else ""
            if not question and not answer:
                continue
            found = True
            if not question and not (question := self._other_title(row, language)):
                message = f"has an answer in {replied.label if replied else ''} and no question: left out"
                self.findings.add(self.sheet.path, row.line, message, "answer without a question", is_open=True)
                continue
            if not answer:
                where = replied.label if replied else "the table"
                message = f"“{question[:80]}” has no answer in {where}: imported as an empty draft"
                self.findings.add(self.sheet.path, row.line, message, "question without an answer", is_open=True)
            if replied and (row.line, replied.index) in self.sheet.numbers:
                message = (
                    f"{replied.label} holds a number or a date: read as “{answer}”; the sheet may show it otherwise"
                )
                self.findings.add(self.sheet.path, row.line, message, "number or date as an answer")
            yield self._text(row, language, question, self._with_link(row, replied, answer), heading, position)
        if not found:
            words = " ".join(cell for cell in row.cells if cell)
            message = f"has neither a question nor an answer: “{words[:80]}” left out"
            self.findings.add(self.sheet.path, row.line, message, "row without question and answer", is_open=True)

    def _own(self, role: str, language: str) -> Column | None:
        """The column of a role in just this language: another language's question is none."""
        column = self.layout.of(role, language)
        return column if column and column.language == language else None

    def _other_title(self, row: Row, language: str) -> str:
        """The title of a reply whose rows have one title for all languages."""
        column = self.layout.of("title", language) or self.layout.of("shortcut", language)
        return row.cell(column.index) if column else ""

    def _cell(self, row: Row, role: str, language: str = "") -> str:
        column = self.layout.of(role, language)
        return row.cell(column.index) if column else ""

    def _with_link(self, row: Row, column: Column | None, answer: str) -> str:
        address = self.sheet.links.get((row.line, column.index), "") if column else ""
        return f"{answer}\n\n{address}" if address.startswith("http") and address not in answer else answer

    def _text(self, row: Row, language: str, question: str, answer: str, heading: str, position: int) -> RowText:
        lines = [NUMBERED.sub("", line.strip(), count=1) for line in question.split("\n") if line.strip()]
        title, others = title_words(lines[0]), lines[1:]
        if len(title) > LONGEST_TITLE:
            message = f"has a question of {len(title)} characters: it is the title as a whole; shorten it"
            self.findings.add(self.sheet.path, row.line, message, "long question", is_open=False)
        if named := self._cell(row, "title", language) if self._own("question", language) else "":
            title, others = title_words(named), lines if plain(named) != plain(lines[0]) else others
        words = re.split(r"[,;|\n]", self._cell(row, "keywords", language))
        return RowText(
            sheet=self.sheet,
            line=row.line,
            position=position,
            language=language or self._row_language(row),
            title=title,
            answer=answer,
            questions=tuple(dict.fromkeys([*others, *(word.strip() for word in words if word.strip())])),
            topic=self._cell(row, "topic", language) or heading,
            summary=self._cell(row, "summary", language),
            audience=self._audience(row),
            id=self._cell(row, "id"),
            number=self._cell(row, "number"),
            address=self._cell(row, "address", language),
            updated=self._day(row),
            is_draft=not answer or self._is_draft(row),
        )

    def _row_language(self, row: Row) -> str:
        words = self._cell(row, "language")
        if words and not (code := language_named(words)):
            message = f"names a language that is not known: “{words[:40]}”"
            self.findings.add(self.sheet.path, row.line, message, "language not known", is_open=True)
            return words
        return code if words else ""

    def _audience(self, row: Row) -> str:
        """Who may read the row; a word that is not clear means that only agents may."""
        found = []
        for role in ("audience", "internal", "public"):
            column = self.layout.of(role)
            if column is None:
                continue
            words = row.cell(column.index)
            found.append(who := _who(role, words))
            if not who:
                shown = f"“{words[:40]}”" if words else "nothing"
                message = f"{column.label} says {shown}, which does not tell who may read it: kept internal"
                self.findings.add(self.sheet.path, row.line, message, "audience that is not clear", is_open=True)
        if not found:
            return ""
        return PUBLIC if set(found) == {PUBLIC} else INTERNAL

    def _is_draft(self, row: Row) -> bool:
        """Whether the row says that it is not ready; a status that is not known is told, and taken for a draft."""
        if row.line in self.sheet.hidden:
            message = "is hidden in the sheet: imported as a draft"
            self.findings.add(self.sheet.path, row.line, message, "hidden row", is_open=True)
            return True
        drafted = plain(self._cell(row, "draft"))
        if drafted and drafted not in NO:
            return True
        column = self.layout.of("status")
        status = plain(row.cell(column.index)) if column else ""
        if (
            column is None
            or not self.has_states
            or status in READY_VALUES
            or status in YES
            or WORDS_OF_AUDIENCE.get(status) == PUBLIC
        ):
            return False
        if status not in DRAFT_VALUES and status not in NO:
            message = f"{column.label} says “{status[:40]}”, which is not known: imported as a draft"
            self.findings.add(self.sheet.path, row.line, message, "status that is not known", is_open=True)
        return True

    def _day(self, row: Row) -> date | None:
        words = self._cell(row, "updated")
        try:
            return date.fromisoformat(words[:10]) if words else None
        except ValueError:
            column = self.layout.of("updated")
            message = (
                f"{column.label if column else ''} holds “{words[:40]}”, which is no date such as 2026-11-26: left out"
            )
            self.findings.add(self.sheet.path, row.line, message, "date that cannot be read")
            return None


def _who(role: str, words: str) -> str:
    """public, internal, or empty when the words leave a doubt."""
    word = plain(words)
    if role != "audience":
        if word in YES:
            return PUBLIC if role == "public" else INTERNAL
        if word in NO:
            return INTERNAL if role == "public" else PUBLIC
    parts = {WORDS_OF_AUDIENCE.get(plain(part), "?") for part in re.split(r"[,;/+&|]", word) if part.strip()}
    if word in WORDS_OF_AUDIENCE:
        return WORDS_OF_AUDIENCE[word]
    return PUBLIC if parts == {PUBLIC} else INTERNAL if parts == {INTERNAL} else ""
