"""Everything that only agents may read → pieces with their places, and fingerprints of whole files.

`agents/` is walked as it lies on the disk, hidden files included, because a leak is a matter of bytes and
not of what `kb` takes for content. Drafts in `docs/`, and what `mkdocs.yml` says to the team, count too.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.audit.formats.containers import open_layers
from kb.audit.formats.reading import Reading
from kb.audit.matching.folding import BREAK
from kb.audit.matching.model import Origin, Piece
from kb.audit.texts.fact_texts import FactTexts, facts_key
from kb.audit.texts.markdown_pieces import comments_in, pieces_in
from kb.audit.texts.split_document import split_document
from kb.content.fact_texts import AS_OF, SOURCE
from kb.content.facts import read_facts
from kb.content.load import INTERNAL_FACTS
from kb.content.model import Fact
from kb.content.urls import parse_name
from kb.project.folders import AGENTS, INSIGHTS
from kb.project.project import CONFIG, Project
from kb.source.fields import WrongTypeError, read_yes_no
from kb.source.files import MARKDOWN
from kb.source.provenance import is_web_address
from kb.source.substitution import substitute
from kb.source.yaml_nodes import Node, parse_yaml

IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", ".gitignore"})
_TEXTS = (
    ".yml",
    ".yaml",
    ".json",
    ".csv",
    ".tsv",
    ".txt",
    ".html",
    ".htm",
    ".svg",
    ".xml",
    ".vtt",
    ".srt",
    ".js",
    ".css",
)

RAW = (f"{INSIGHTS}/inbox/", f"{INSIGHTS}/store.db", f"{INSIGHTS}/key")
"""How paths of what customers sent begin, and of what is made of it."""
SHORTEST_AMOUNT = 4
"""Digits of an amount in an internal fact that is known with its currency."""


@dataclass(frozen=True)
class FactsRead:
    """All facts, and what each language writes for them."""

    public: FactTexts
    all: FactTexts
    internal: tuple[Fact, ...]

    def as_agents_read(self, key: str) -> list[Mapping[str, str]]:
        """What braces become in an internal text: a public fact parts the words around it, because its value,
        next to a word such as “e-mail”, stands in public too. Once for each time at which internal facts differ."""
        shared = {name for one in self.public.keys_of(key) for name in self.public[one]}
        read = [
            {name: f" {BREAK} " if name in shared else text for name, text in self.all[one].items()}
            for one in self.all.keys_of(key)
        ]
        return [one for number, one in enumerate(read) if one not in read[:number]]


def read_all_facts(project: Project) -> FactsRead:
    """Both files of facts; mistakes in them are the content stage's to report."""
    found: dict[bool, dict[str, Fact]] = {}
    for is_internal, path in ((False, INTERNAL_FACTS), (True, f"{AGENTS}/{INTERNAL_FACTS}")):
        file = project.root / path
        text = file.read_text("utf-8-sig", "replace") if file.is_file() else ""
        found[is_internal], _ = read_facts(text, path=path, options=project.options, is_internal=is_internal)

    public, every = found[False], {**found[False], **found[True]}
    return FactsRead(FactTexts(public, project.options), FactTexts(every, project.options), tuple(found[True].values()))


def internal_files(root: Path) -> list[str]:
    """Paths below `agents/` and `insights/`, relative to `root`, sorted; links to elsewhere are not followed.

    What customers sent (`RAW`) is not among them: see `raw_fingerprints`.
    """
    return sorted(path for top in (AGENTS, INSIGHTS) for path in _files_below(root, top) if not path.startswith(RAW))


def raw_fingerprints(root: Path) -> dict[str, Origin]:
    """SHA-256 of each raw export, of the store and of the key of its hashes → the file.

    They are known as wholes alone: their texts, millions of rows perhaps, would be looked for in every build.
    """
    found = {}
    for path in _files_below(root, INSIGHTS):
        if path.startswith(RAW):
            with (root / path).open("rb") as file:
                found[hashlib.file_digest(file, "sha256").hexdigest()] = Origin(path, 1, "whole file")
    return found


def _files_below(root: Path, top: str) -> list[str]:
    paths = []
    for folder, _, names in os.walk(root / top):
        inside = Path(folder).relative_to(root).as_posix()
        paths += [
            f"{inside}/{name}"
            for name in names
            if name not in IGNORED and not os.path.islink(os.path.join(folder, name))
        ]
    return paths


def draft_files(texts: Mapping[str, str]) -> list[str]:
    """Those of the public Markdown files that are marked as drafts, or whose mark cannot be read as “no”."""
    return sorted(path for path, text in texts.items() if is_draft(text, path=path))


def is_draft(text: str, *, path: str = "") -> bool:
    """Whether the front matter holds the page back, read by the reader that the build reads it with."""
    if "draft" not in text.lower() and "\\" not in text:  # a name in double quotes may be written in escapes
        return False
    split = split_document(text, path)
    value = (split.fields.entries or {}).get("draft")
    try:
        return value is not None and (value.is_null or read_yes_no(value))
    except WrongTypeError:
        return True


def internal_pieces(
    project: Project, files: Mapping[str, bytes], drafts: Mapping[str, str], facts: FactsRead
) -> Iterator[Piece]:
    """The pieces of every internal file, of drafts, and of what `mkdocs.yml` keeps for the team."""
    for path, data in files.items():
        yield from file_pieces(path, data, project, facts)
    for path, text in drafts.items():
        language = parse_name(
            path.removeprefix(f"{project.docs}/"), is_internal=False, options=project.options
        ).language
        yield from _names(path)
        for texts in facts.as_agents_read(facts_key(text, path, language)):
            yield from _document(path, text, texts)
    yield from _fact_values(project, facts)
    yield from _team_options(project)


def file_pieces(path: str, data: bytes, project: Project, facts: FactsRead) -> Iterator[Piece]:
    """The pieces of one internal file, its names among them."""
    if path.startswith(f"{INSIGHTS}/"):
        yield from _insight(path, data)
        return
    yield from _names(path)
    name = path.removeprefix(f"{AGENTS}/")
    if name.lower().endswith(MARKDOWN):
        language = parse_name(name, is_internal=True, options=project.options).language
        text = data.decode("utf-8-sig", "replace")
        for texts in facts.as_agents_read(facts_key(text, path, language)):
            yield from _document(path, text, texts)
    else:
        yield from _other_file(path, data)


def fingerprints(files: Mapping[str, bytes]) -> dict[str, Origin]:
    """SHA-256 of whole internal files → the file; tiny files say nothing."""
    return {
        hashlib.sha256(data).hexdigest(): Origin(path, 1, "whole file")
        for path, data in files.items()
        if len(data) >= 32
    }


def _names(path: str) -> Iterator[Piece]:
    stem = path.rsplit("/", 1)[-1].split(".")[0]
    yield Piece(stem, Origin(path, 1, "file name"), True)
    yield Piece(path.rsplit(".", 1)[0].removeprefix(f"{AGENTS}/"), Origin(path, 1, "id"))
    yield Piece(path, Origin(path, 1, "path"))


def _document(path: str, text: str, texts: Mapping[str, str]) -> Iterator[Piece]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    split = split_document(text, path)
    yield from _node(split.fields, path, "")
    above = "\n".join(text.split("\n")[: split.body_line - 1])
    yield from (Piece(comment, Origin(path, line, "comment")) for line, comment in comments_in(above))
    if above and not split.fields.entries:
        yield from (Piece(piece, Origin(path, line, "text")) for line, piece in pieces_in(above, 1))
    body = substitute(split.body, facts=texts, link=lambda _: None)
    for line, piece in pieces_in(body, split.body_line):
        yield from (Piece(part, Origin(path, line, "text")) for part in piece.split(BREAK) if part.strip())


def _node(node: Node, path: str, field: str) -> Iterator[Piece]:
    for key, value in (node.entries or {}).items():
        if field:
            yield Piece(key, Origin(path, node.line_of(key), field.rstrip("s")), True)
        yield from _node(value, path, field or key)
    for item in node.items or ():
        yield from _node(item, path, field)
    if node.is_scalar and node.text:
        is_name = field in {"related", "redirect_from", "images", "placeholders", "owner", "role"}
        for line, piece in pieces_in(node.text, node.line):
            yield Piece(piece, Origin(path, line, field or "text"), is_name)


def _insight(path: str, data: bytes) -> Iterator[Piece]:
    """Lines of the shop's own tables and of aggregates; their names are words that scripts use too."""
    yield Piece(path, Origin(path, 1, "path"))
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        yield from (Piece(piece, Origin(path, number, "text")) for _, piece in pieces_in(line, number))


def _other_file(path: str, data: bytes) -> Iterator[Piece]:
    """Lines of text files; the notes within images and the like."""
    if path.lower().endswith(_TEXTS):
        text = data.decode("utf-8-sig", "replace")
        if path.lower().endswith((".yml", ".yaml")) and (node := parse_yaml(text, path=path)[0]) is not None:
            yield from _node(node, path, "")
            for name in node.entries or {}:
                yield Piece(name, Origin(path, node.line_of(name), "name"), True)
            yield from (Piece(comment, Origin(path, line, "comment")) for line, comment in comments_in(text))
            return
        for number, line in enumerate(text.splitlines(), 1):
            yield from (Piece(piece, Origin(path, number, "text")) for _, piece in pieces_in(line, number))
        return
    yield from _packed(path, data, 0)


def _packed(path: str, data: bytes, depth: int, reading: Reading | None = None) -> Iterator[Piece]:
    reading = reading or Reading()
    for layer in open_layers(data, reading):
        if not layer.is_text and depth < 3:
            yield from _packed(path, layer.data, depth + 1, reading)
        elif len(layer.data) < 2_000_000:
            text = layer.data.decode("utf-8", "replace")
            yield from (Piece(line, Origin(path, 1, layer.how or "text")) for line in re.split("[\n\x01]", text))


def _fact_values(project: Project, facts: FactsRead) -> Iterator[Piece]:
    """Each value as each language writes it, and amounts as programs do: `50000 VND`."""
    currencies = sorted({market.currency for market in project.options.markets.values()})
    for texts in facts.all.every():
        for fact in facts.internal:
            for name, text in texts.items():
                if name.split(".")[0] == fact.name and _is_secret(name, text):
                    origin = Origin(fact.path, fact.line, "fact value")
                    yield Piece(text, origin)
                    digits = "".join(filter(str.isdigit, text))
                    if fact.unit == "money" and len(digits) >= SHORTEST_AMOUNT:
                        bare = re.sub(r"[\d.,\s]+", "", text)
                        origin = Origin(fact.path, fact.line, "fact amount")
                        for unit in (*currencies, bare):
                            yield Piece(f"{unit} {digits}", origin)
                            yield Piece(f"{digits} {unit}", origin)
                            yield Piece(f"{unit}{digits}", origin)
                        yield Piece(re.sub(r"(?<=[^\W\d])(?=\d)", " ", text), origin)


def _is_secret(name: str, text: str) -> bool:
    """Not the day on which a fact was checked, nor a page of the web as its source: any page may hold those too."""
    field = name.rpartition(".")[2]
    return field != AS_OF and not (field == SOURCE and is_web_address(text))


def _team_options(project: Project) -> Iterator[Piece]:
    text = (project.root / CONFIG).read_text("utf-8-sig", "replace")
    for line, comment in comments_in(text):
        yield Piece(comment, Origin(CONFIG, line, "comment"))
    for topic in project.options.topics.values():
        place = text.find(topic.team, text.find(f"{topic.id}:"))
        yield Piece(topic.team, Origin(CONFIG, text.count("\n", 0, max(place, 0)) + 1, "team"), True)
