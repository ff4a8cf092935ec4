"""Internal text → what is telling however short it is: addresses, hosts, files, names of people, codes with their word.

Each is a run of words: `ha.le@ncc.vn` is four words in a row, whatever stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from kb.audit.matching.folding import RUN, Run, runs_of, words_of

NAME_FIELDS = frozenset(
    {"owner", "role", "team", "author", "agent", "agents", "contact", "supplier", "name", "channel"}
)
"""Fields of front matter that hold a name and nothing else."""
SHORTEST_HOST = 6
SHORTEST_NAME = 4
SHORTEST_CODE, LONGEST_CODE = 4, 7
"""Letters and digits, without what parts them."""

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,15}://([^\s<>\"')\]}]{3,500})", re.IGNORECASE)
_HOST = re.compile(
    r"(?<![\w.@/-])(?:[a-z0-9-]{1,63}\.){1,6}(?:com|net|org|info|biz|io|co|app|dev|vn|my|sg|id|th|ph|cn|hk|tw|jp|kr|in|uk"
    r"|de|fr|es|it|nl|eu|us|au|local|lan|corp|internal|intra|intranet)\b(?![\w@])"
)
_FILE = re.compile(
    r"(?<![\w/.-])[\w-]{2,80}\.(?:xlsx?|docx?|pptx?|pdf|csv|tsv|zip|7z|rar|png|jpe?g|gif|svg|mp[34]|txt|json|ya?ml|xml"
    r"|sql|sh|bat|ps1|py|js)\b"
)
_DIGITS = re.compile(r"\d{4}")
_INNER_DOT = re.compile(r"\.\w")
_HANDLE = re.compile(r"(?<![\w/&])[#@]([\w][\w.-]{2,60})")


def exact_runs(text: str, kinds: Iterable[Exact]) -> list[Run]:
    """The runs of words in a text that are signatures although they are short, of these `kinds`."""
    return [run for exact in kinds for run in exact(text)]


def runs_in(text: str) -> Iterable[Run]:
    """A text as one run, or as the runs of full length in it; none if it is one word."""
    words = words_of(text)
    is_telling = len(words) >= 2 and sum(map(len, words)) >= SHORTEST_NAME
    return runs_of(words, min(len(words), RUN)) if is_telling else ()


# Each asks at first for a sign that it needs: most pieces of text have none, and patterns cost more than that.


def emails(text: str) -> Iterable[Run]:
    """Addresses of e-mail."""
    return [run for match in _EMAIL.finditer(text) for run in runs_in(match[0])] if "@" in text else ()


def addresses(text: str) -> Iterable[Run]:
    """Addresses with a scheme, and the hosts in them."""
    return [run for match in _URL.finditer(text) for run in _address(match[1])] if "://" in text else ()


def hosts(text: str) -> Iterable[Run]:
    """Hosts as people name them."""
    return [run for match in _HOST.finditer(text) for run in _host(match[0])] if _has_inner_dot(text) else ()


def file_names(text: str) -> Iterable[Run]:
    """Names of files with an ending that people know."""
    return [run for match in _FILE.finditer(text) for run in runs_in(match[0])] if _has_inner_dot(text) else ()


def handles(text: str) -> Iterable[Run]:
    """Channels and accounts: `#ops-night`, `@ha.le`."""
    has_sign = "@" in text or "#" in text
    return [run for match in _HANDLE.finditer(text) for run in runs_in(match[1])] if has_sign else ()


def names(text: str) -> Iterable[Run]:
    """Names of people, shops and places."""
    has_two = b"\0\0" in bytes(map(str.islower, text.split()))  # two words in a row that are not all small letters
    return [run for name in _capitalised(text) for run in runs_in(name)] if has_two else ()


def codes(text: str) -> Iterable[Run]:
    """Numbers of four digits or more with the word next to them: “code 4471”."""
    return _codes(words_of(text)) if _DIGITS.search(text) else ()


Exact = Callable[[str], Iterable[Run]]
EXACT: tuple[Exact, ...] = (emails, addresses, hosts, file_names, handles, names, codes)
"""What is told from other text however short it is."""


def _has_inner_dot(text: str) -> bool:
    return "." in text and _INNER_DOT.search(text) is not None


def _address(written: str) -> Iterator[Run]:
    yield from _host(re.split("[/?#]", written, maxsplit=1)[0])
    yield from runs_in(written) if len(words_of(written)) > 2 else ()


def _host(host: str) -> Iterable[Run]:
    return runs_in(host.rsplit("@", 1)[-1]) if len(host) > SHORTEST_HOST else ()


def _capitalised(text: str) -> Iterator[str]:
    """Two to four words in capitals within a sentence: names of people, shops and places, as most languages write
    them. The first word of a sentence, and a text that is all capitals, say nothing."""
    if text.isupper() or text.istitle():
        return
    held: list[str] = []
    starts = True
    for token in [*text.split(), ""]:
        word = token.strip("*_`\"'“”‘’()[]{},;:.!?…")
        is_name = bool(word) and word[0].isupper() and word.isalpha() and not starts and len(word) > 1
        if is_name:
            held.append(word)
        if not is_name or (token[-1:] in ",;:.!?)…" and len(word) > 2):
            if 2 <= len(held) <= 4:
                yield " ".join(held)
                yield " ".join(held[-2:])
            held = []
        starts = not token or (token[-1:] in ".!?…" and len(word) > 2) or (starts and not word)


def _codes(words: list[bytes]) -> Iterator[Run]:
    """A number of four or five digits with the word before it, or after it; years are none."""
    for before, after in runs_of(words, 2):
        number, word = (after, before) if after.isdigit() else (before, after)
        is_code = number.isdigit() and SHORTEST_CODE <= len(number) <= LONGEST_CODE
        if is_code and not word.isdigit() and len(word) >= 2 and not _is_year(number):
            yield before, after


def _is_year(number: bytes) -> bool:
    return len(number) == 4 and 1900 <= int(number) <= 2100
