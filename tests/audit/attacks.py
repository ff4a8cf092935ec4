"""Every file that the audit is attacked with, and what it must say of each; and one audit of one such file."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import material

from kb.audit.incremental import stamp_inputs
from kb.audit.matching.exact_values import EXACT, Exact
from kb.audit.matching.folding import words_of
from kb.audit.matching.matchers import Matcher, SignatureMatcher
from kb.audit.matching.model import Origin, Piece
from kb.audit.matching.signatures import Key, Signatures, make_signatures
from kb.audit.scan_files import scan_files
from kb.audit.texts.internal import internal_pieces
from kb.audit.texts.sources import read_sources
from tests.audit.forms import (
    BYTE_FORMS,
    CONFIG,
    FILES,
    NUMBERS_IN_DATA,
    PHONE,
    PIECES,
    PLACES,
    QUOTED_FORMS,
    SENTENCE,
    TEXT_FORMS,
    TONED,
)
from tests.audit.packers import PACKERS, UNREADABLE, zipped
from tests.audit.rare import BY_CHANCE, RARE, STAY_CLOSED

HARMLESS = "Send the parcel back to us within a week"
WHOLE_FILE = b"k l m n k l m n.\n" * 3
"""An internal file whose words say nothing."""
FOUND, CLEAN, UNREAD = "found", "clean", "unread"


@dataclass(frozen=True, slots=True)
class Attack:
    """One published file, and the only right verdict."""

    what: str
    name: str
    data: bytes
    verdict: str
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """Other files of the folder."""
    is_brought: bool = False
    """Whether the shop put it there as it is, such as a library of scripts."""


def piece(text: str, what: str = "text", *, is_name: bool = False) -> Piece:
    return Piece(text, Origin("agents/a.md", 1, what), is_name)


@cache
def internal() -> tuple[Piece, ...]:
    """What the shop of `FILES` has inside, taken apart."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in {"mkdocs.yml": CONFIG, **FILES}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content, "utf-8")
        project = stamp_inputs(root).project
        sources = read_sources(project)
        return (*internal_pieces(project, sources.internal, sources.drafts, sources.facts),)


def signatures_of(pieces: Iterable[Piece], exact: tuple[Exact, ...] = EXACT) -> Signatures:
    """Their signatures, but for the words that public pages have."""
    public = {*words_of(FILES["docs/faq/returns.md"]), *words_of(FILES["docs/faq/returns.vi.md"])}
    signatures = make_signatures(pieces, {}, exact)
    words = {word: origin for word, origin in signatures.words.items() if word not in public}
    return replace(
        signatures, words=words, files={sha256(WHOLE_FILE).hexdigest(): Origin("agents/files/a.bin", 1, "file")}
    )


def verdict(matcher: Matcher, attack: Attack, is_telling: Callable[[Key], bool]) -> str:
    contents = {attack.name: attack.data, **attack.beside}
    names = [*contents]
    hits, closed = scan_files(matcher, contents, names, names, lambda name, data: attack.is_brought, is_telling)
    return UNREAD if closed else FOUND if hits else CLEAN


def texts(text: str, place: str) -> Iterator[tuple[str, str, bytes]]:
    for name, form in TEXT_FORMS.items():
        yield f"{name} in {place}: {text[:5]}", *PLACES[place](form(text))


WHOLE: dict[str, Callable[[bytes], bytes]] = {
    "as it is": bytes,
    "in a zip": lambda data: zipped({"a": data}),
    "in base64 in a script": lambda data: b"x='" + base64.b64encode(data) + b"'",
    "as base64": base64.b64encode,
}
THEMES = "assets/javascripts/lunr/min/lunr.vi.min.js"
MATERIAL = Path(material.__file__).parent / "templates"
WORDS_IN_A_ROW = "&quot;nói&quot;&quot;với&quot;&quot;khách&quot;&quot;rằng&quot;&quot;kho".encode()
OVER_TWO_LINES = base64.encodebytes(b"We do so. " * 5 + PHONE.encode() + b" It is so.")
WORD_LIST = json.dumps({"terms": "*mine\n*minh\n*khoa\n'kinh"}).encode()
"""Words as a shard of the search index lists them, in the order of their letters."""
SHARD_WITH_TEXT = json.dumps({"texts": ["Ask Minh Khoa first"]}).encode()
FOLDERS = (
    Attack("a name made by the order of letters", "search/en/terms-9-abc.json", WORD_LIST, CLEAN),
    Attack("an amount made by packed numbers", "search/ms/terms-2-abc.json", b'{"docs": "740-\'$-\'000"}', CLEAN),
    Attack(
        "an amount made by the symbols of packed numbers",
        "search/ms/terms-2-abc.json",
        b'{"steps":"//740000/0"}',
        CLEAN,
    ),
    Attack("a name in the place of packed numbers", "search/ms/terms-2-abc.json", b'{"steps":"Minh Khoa"}', FOUND),
    Attack("an amount that the index has as a word", "search/ms/terms-2-abc.json", b'{"terms": "*740000"}', FOUND),
    Attack("the same list elsewhere", "files/terms-9-abc.json", WORD_LIST, FOUND),
    Attack("a name in a text of the index", "search/en/texts-9-abc.json", SHARD_WITH_TEXT, FOUND),
    Attack("gzip of something else", "a.txt.gz", gzip.compress(SENTENCE.encode()), FOUND, {"a.txt": HARMLESS.encode()}),
    Attack(
        "gzip of the same", "a.txt.gz", gzip.compress(HARMLESS.encode(), mtime=1), CLEAN, {"a.txt": HARMLESS.encode()}
    ),
    Attack("a file of the theme", THEMES, (MATERIAL / THEMES).read_bytes(), CLEAN),
    Attack("a changed file of the theme", THEMES, (MATERIAL / THEMES).read_bytes() + b"//", FOUND),
    Attack("a library with a word", "a.js", b"var quiet=1", CLEAN, is_brought=True),
    Attack("a library with a sentence", "a.js", SENTENCE.encode(), FOUND, is_brought=True),
    Attack("words in a row", "a.html", WORDS_IN_A_ROW, CLEAN),
    Attack("a number over two lines of base64", "a.txt", OVER_TWO_LINES, FOUND),
)


@cache
def attacks() -> tuple[Attack, ...]:
    found: list[tuple[str, str, bytes]] = []
    for text in (SENTENCE, TONED):
        for place in PLACES if text == SENTENCE else ("a page", "a text file"):
            found += texts(text, place) if place in {"a page", "a text file"} else [(place, *PLACES[place](text))]
        found += [(f"{name}: {text[:5]}", "a.txt", form(text).encode()) for name, form in QUOTED_FORMS.items()]
        found += [
            (f"{name}: {text[:5]}", "a.txt", form(text))
            for name, form in BYTE_FORMS.items()
            if name != "UTF-32 with its mark" and (text == SENTENCE or name != "Windows-1252")
        ]
    found += [
        (f"{written!r} for {inside!r}", *PLACES["a page"](written))
        for inside, ways in PIECES.items()
        for written in ways
    ]
    packers = PACKERS | RARE
    found += [(name, "a.bin", pack(SENTENCE.encode())) for name, pack in packers.items()]
    found += [(f"a whole file: {name}", "a.bin", put(WHOLE_FILE)) for name, put in WHOLE.items()]
    clean = [(f"{name}, harmless", "a.bin", pack(HARMLESS.encode())) for name, pack in packers.items()]
    clean += [(name, "a.html", text.encode()) for name, text in NUMBERS_IN_DATA.items()]
    clean += [(name, "a.bin", data) for name, data in BY_CHANCE.items()]
    return (
        *(Attack(*one, FOUND) for one in found),
        *(Attack(*one, CLEAN) for one in clean),
        *(Attack(name, "a.bin", data, UNREAD) for name, data in (UNREADABLE | STAY_CLOSED).items()),
        *FOLDERS,
    )


def misjudged(make_matcher: Callable[[Signatures], Matcher] = SignatureMatcher) -> Iterator[str]:
    """The attacks of which the audit says something wrong."""
    signatures = signatures_of(internal())
    matcher = make_matcher(signatures)
    yield from (one.what for one in attacks() if verdict(matcher, one, signatures.tells_in_any_file) != one.verdict)
