"""Which row of a sheet names its columns, and what each column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kb.importers.documents.column_words import AUDIENCE_VALUES, COLUMN_WORDS
from kb.importers.documents.language_names import language_named, plain, split_language
from kb.importers.documents.sheets import Row, Sheet, letter_of

HEADER_WITHIN = 30
"""Among how many rows from the top the names of columns are looked for."""
TEXTS = ("question", "title", "answer", "summary")
INTERNAL_WORD = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        re.escape(plain(word))
        for word in AUDIENCE_VALUES["internal"].split("|")
        if word not in ("agent", "agents", "cs")
    )
    + r")(?!\w)"
)
"""“Answer (internal)”: a text that the public may not read."""
LOOSELY = {"internal": "note", "public": "", "draft": "", "number": "", "shortcut": ""}
"""What a role is taken for where a header of several words only begins or ends with its word: “Internal remarks”."""
SUFFIX_FIRST = frozenset({"en", "de", "nl", "zh", "ja"})
"""Languages whose compounds end with what it is: “customer question”; others begin: “câu hỏi của khách”."""


@dataclass(frozen=True, slots=True)
class Column:
    index: int
    header: str
    role: str
    """As in `COLUMN_WORDS`; empty for a column that means nothing here."""
    language: str = ""
    """The language that the header names: “Question (vi)”."""
    worded_in: str = ""
    """The language of the header's own words, where only one language has them."""
    rank: int = 0
    """How plainly the header says its role: 0 is plainest."""

    @property
    def label(self) -> str:
        """For findings: `column C “Answer”`."""
        return f"column {letter_of(self.index)}" + (f" “{self.header}”" if self.header else "")


@dataclass(frozen=True, slots=True)
class Layout:
    header_line: int
    """0 when no row names the columns."""
    columns: tuple[Column, ...]
    spare: tuple[Column, ...] = ()
    """Columns that say the same as another one, less plainly."""
    is_internal: bool = False
    """Whether the only answers are for agents: “Answer (internal)”."""

    def of(self, role: str, language: str = "") -> Column | None:
        """The column of a role in a language; one without a language serves all."""
        mine = [column for column in self.columns if column.role == role]
        exact = next((column for column in mine if column.language == language), None)
        return exact or next((column for column in mine if not column.language), None)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the question columns, "" for one without; then of answers that stand alone."""
        asked = [column.language for column in self.columns if column.role in ("question", "title")]
        return tuple(dict.fromkeys([*asked, *(one.language for one in self.columns if one.role == "answer")]))


@cache
def _words() -> dict[str, tuple[str, frozenset[str], int]]:
    """Word → (role, languages that have it, how plain)."""
    found: dict[str, tuple[str, frozenset[str], int]] = {}
    for role, languages in COLUMN_WORDS.items():
        for language, words in languages.items():
            for rank, word in enumerate(map(plain, words.split("|"))):
                known = found.get(word)
                if known is None:
                    found[word] = (role, frozenset({language}), rank)
                elif known[0] == role:
                    found[word] = (role, known[1] | {language}, min(known[2], rank))
    return found


def read_header(index: int, header: str) -> Column:
    """What a header says its column holds."""
    shown = " ".join(header.split())
    name, language = split_language(shown)
    found = _words().get(plain(shown)) or (_role(name) if language else None)
    language = "" if plain(shown) in _words() else language
    if found is None:
        language = ""
        found = _role(shown) or _loose_role(shown)
    if found is None:
        return Column(index, shown, "")
    role, languages, rank = found
    if role in TEXTS and INTERNAL_WORD.search(plain(shown)):
        role = f"internal {role}"
    return Column(index, shown, role, language, next(iter(languages)) if len(languages) == 1 else "", rank)


def _role(header: str) -> tuple[str, frozenset[str], int] | None:
    bare = plain(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header)) or plain(header)
    for word in (plain(header), bare, bare.replace("_", " ").replace("-", " ")):
        if word in _words():
            return _words()[word]
    parts = [plain(part) for part in re.split(r"[/|\n]", header) if plain(part)]
    named = [_words()[part] for part in parts if part in _words()]
    if len(parts) > 1 and named and len({role for role, _, _ in named}) == 1:
        return named[0][0], frozenset(), named[0][2]
    return None


def _loose_role(header: str) -> tuple[str, frozenset[str], int] | None:
    """By the end or the beginning of a header of several words."""
    word = plain(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header)).replace("_", " ").replace("-", " ")
    if len(word.split()) > 6:
        return None
    found = []
    for known, (role, languages, rank) in _words().items():
        if len(known) < 3 and known != "id":
            continue
        if word.endswith(f" {known}"):
            found.append((0 if languages & SUFFIX_FIRST else 1, -len(known), role, languages, rank))
        elif word.startswith(f"{known} "):
            found.append((1 if languages <= SUFFIX_FIRST else 0, -len(known), role, languages, rank))
    if not found:
        return None
    _, _, role, languages, rank = min(found, key=lambda one: one[:3])
    role = LOOSELY.get(role, role)
    return (role, languages, rank + 10) if role else None


def find_layout(sheet: Sheet, wanted: Mapping[str, Sequence[str]], header: int | None = None) -> Layout | None:
    """The columns of `sheet`; None when neither a row nor `wanted` names a question and an answer.

    `wanted`: role → columns that options name, by letter or by header, `vi=C` for one language. `header`: the line
    that names the columns, 0 for none.
    """
    if header is not None:
        line = next((row for row in sheet.rows if row.line == header), Row(0, ()))
        return _mapped(_read_row(sheet, line), wanted, sheet)
    layouts = [_mapped(_read_row(sheet, row), wanted, sheet) for row in sheet.rows[:HEADER_WITHIN] if not row.is_empty]
    complete = [layout for layout in layouts if layout is not None]
    return max(complete, key=lambda layout: (_score(layout), -layout.header_line), default=None)


def _score(layout: Layout) -> int:
    return sum(1 for column in layout.columns if column.role) + sum(1 for column in layout.columns if column.language)


def _read_row(sheet: Sheet, row: Row) -> Layout:
    columns = [read_header(index, cell) for index, cell in enumerate(row.cells) if cell]
    return Layout(row.line, tuple(_with_languages_above(columns, sheet, row)))


def _with_languages_above(columns: list[Column], sheet: Sheet, row: Row) -> list[Column]:
    """“Question | Answer | Question | Answer” under merged cells “English” and “Tiếng Việt”."""
    asked = [column for column in columns if column.role == "question"]
    above = next((one for one in reversed(sheet.rows) if one.line < row.line and not one.is_empty), None)
    if len(asked) < 2 or above is None or len({column.worded_in for column in asked}) == len(asked):
        return columns
    language, spans = "", {}
    for index in range(max(column.index for column in columns) + 1):
        language = language_named(above.cell(index)) or language
        spans[index] = language
    return [replace(one, language=one.language or spans[one.index]) for one in columns]


def _mapped(layout: Layout, wanted: Mapping[str, Sequence[str]], sheet: Sheet) -> Layout | None:
    """`layout` with the columns that options name; None if a question and an answer are not both there."""
    columns = {column.index: column for column in layout.columns}
    for role, names in wanted.items():
        if names:
            columns = {at: replace(one, role="") if one.role == role else one for at, one in columns.items()}
        for name in names:
            language, found = _named(name, layout, sheet)
            if found is None:
                return None
            header = columns[found].header if found in columns else ""
            columns[found] = Column(found, header, role, language)
    whole = _without_rivals(_by_language(list(columns.values())))
    roles = {column.role for column in whole.columns}
    if not roles & {"question", "title", "shortcut"} or "answer" not in roles:
        return None
    return replace(whole, header_line=layout.header_line)


def _named(name: str, layout: Layout, sheet: Sheet) -> tuple[str, int | None]:
    """(language, index) of a column that an option names."""
    before, sign, after = name.partition("=")
    language = language_named(before) if sign else ""
    word = after if language else name
    for column in layout.columns:
        if plain(column.header) == plain(word):
            return language, column.index
    width = max((len(row.cells) for row in sheet.rows), default=0)
    letters = word.strip().upper()
    if re.fullmatch(r"[A-Z]{1,3}", letters):
        index = next((one for one in range(width) if letter_of(one) == letters), None)
        return language, index
    return language, None


def _by_language(columns: list[Column]) -> list[Column]:
    """“Câu hỏi”, “Question”, “Soalan” side by side: each column is in the language of its header."""
    asked = [column for column in columns if column.role == "question" and not column.language]
    spoken = {column.worded_in for column in asked}
    if len(asked) < 2 or "" in spoken or len(spoken) != len(asked):
        return columns
    return [
        replace(one, language=one.language or (one.worded_in if one.worded_in in spoken else ""))
        if one.role in ("question", "title", "answer", "topic", "keywords", "summary")
        else one
        for one in columns
    ]


def _without_rivals(columns: list[Column]) -> Layout:
    """One column for a role and language: the one that says it most plainly.

    Internal answers beside public ones are notes, which nobody publishes; alone, they are the answers of agents.
    """
    is_internal = not any(column.role == "answer" for column in columns)
    for role in TEXTS:
        has_public = any(column.role == role for column in columns)
        hidden = "note" if has_public else role
        columns = [replace(one, role=hidden) if one.role == f"internal {role}" else one for one in columns]
    best: dict[tuple[str, str], Column] = {}
    for column in sorted(columns, key=lambda one: (one.rank, one.index)):
        if column.role and column.role not in ("note", "person"):
            best.setdefault((column.role, column.language), column)
    kept = [one for one in columns if one.role in ("", "note", "person") or best[one.role, one.language] is one]
    spare = [one for one in columns if one not in kept]
    return Layout(0, tuple(sorted(kept, key=lambda one: one.index)), tuple(spare), is_internal)
