"""Names of people, suppliers and channels that only internal texts have, in the shop's own styles and scripts.

Words in code excuse themselves elsewhere, since most are its author's own: `carousel`, `isOpen`. A name is different:
`.zenwarp-red` tells who weaves the linen. Whether a word is a name is a guess, so this is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from kb.audit.matching.exact_values import NAME_FIELDS
from kb.audit.matching.folding import RunMatcher, words_of
from kb.audit.matching.signatures import Key, Signatures
from kb.audit.texts.articles import texts_of
from kb.audit.texts.public import other_texts
from kb.audit.texts.sentences import answers_in
from kb.audit.texts.sources import Sources
from kb.audit.texts.theme_texts import CODE
from kb.content.model import EVERYTHING
from kb.content.urls import parse_name
from kb.project.folders import AGENTS
from kb.project.project import Project
from kb.source.files import MARKDOWN
from kb.source.problem import Problem, Rule, Severity

NAME_IN_CODE = Rule(
    "KB922",
    "name-in-code",
    Severity.WARNING,
    what="A style sheet or script of the shop has a name that only internal texts have.",
    why="Anybody can read it there: a class `.zenwarp-red` tells who weaves the linen.",
    example="docs/assets/brand.css: .zenwarp-red { color: #a40000 }, as in agents/procedures/suppliers.md",
    hint="choose another name in the code; if shoppers may know it, write it in docs/ too, or `also_public: true` at "
    "the top of the internal file",
)
RULES = (NAME_IN_CODE,)

_NOUNS_IN_CAPITALS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital."""
_BEFORE_A_NAME = r"(?<=[\w,;:(“„«'\"#@*_] )"


def words_in_code(
    project: Project, sources: Sources, signatures: Signatures, contents: Mapping[str, bytes]
) -> dict[Key, tuple[str, str]]:
    """The signatures, common words aside, in the shop's style sheets and scripts: each with the path and the text of
    the first of these. `contents` are the published files."""
    runs = RunMatcher(signatures.runs)
    told: dict[Key, tuple[str, str]] = {}
    for path, text in _code(project, sources, contents):
        words = words_of(text)
        keys: set[Key] = {*runs.find(words), *signatures.words.keys() & set(words)}
        for key in filter(_is_uncommon, keys.difference(told)):
            told[key] = (path, text)
    return told


def find_code_names(
    project: Project,
    sources: Sources,
    signatures: Signatures,
    templates: Mapping[str, str],
    told: Mapping[Key, tuple[str, str]],
) -> list[Problem]:
    """A problem for each name in a style sheet or script of the shop that no public text has.

    `templates` are the shop's own that pages are made with, `told` is what `words_in_code` gave.
    """
    found = {
        key: (path, _line_of(key, text))
        for key, (path, text) in told.items()
        if _is_name(key, project, sources, signatures)
    }
    if not found:
        return []
    said = _said(found, project, sources, templates)
    problems = []
    for key in found.keys() - said:
        (path, line), origin = found[key], signatures.origin(key)
        if not {EVERYTHING, path}.intersection(answers_in(origin.path, sources)):
            shown = b" ".join(_words(key)).decode("utf-8", "replace")
            problems.append(NAME_IN_CODE.at(path, line, f"“{shown}” stands in {origin.path}:{origin.line} alone"))
    return problems


def _code(project: Project, sources: Sources, contents: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """(path in the project, text) of the shop's styles and scripts that were published."""
    for name, data in contents.items():
        if name.lower().endswith(CODE):
            own = f"{project.custom_dir}/{name}" if project.custom_dir else ""
            path = sources.assets.get(name) or (own if own and (project.root / own).is_file() else "")
            if path:
                yield path, data.decode("utf-8", "replace")


def _words(key: Key) -> tuple[bytes, ...]:
    return key if isinstance(key, tuple) else (key if isinstance(key, bytes) else key.encode(),)


def _is_uncommon(key: Key) -> bool:
    return any(word.isalpha() and word.decode("utf-8", "replace") not in _common_words() for word in _words(key))


@cache
def _common_words() -> frozenset[str]:
    """What code is mostly written in: 80,000 words of English pages, films and passwords."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # a fifth of a second that few audits need spend

    lists = (FREQUENCY_LISTS[name] for name in ("english_wikipedia", "us_tv_and_film", "passwords"))
    return frozenset(word for words in lists for word in words)


def _is_name(key: Key, project: Project, sources: Sources, signatures: Signatures) -> bool:
    """Whether internal texts write it as a name: in a field for names, or always with capitals, within a sentence."""
    if signatures.origin(key).what in NAME_FIELDS:
        return True
    words = [word.decode("utf-8", "replace") for word in _words(key)]
    texts = [text for path, text in _internal(project, sources) if _has_names(path, project)]
    plain = re.compile(r"\b" + r"\W".join(map(re.escape, words)) + r"\b", re.IGNORECASE)
    written = [(match[0], text[: match.start()]) for text in texts for match in plain.finditer(text)]
    as_name = [one for one, before in written if all(part[0].isupper() for part in re.split(r"\W", one))]
    within = any(re.search(_BEFORE_A_NAME + r"\Z", before[-2:]) for _, before in written) if as_name else False
    if len(words) > 1 and any(before.endswith(("#", "@")) for _, before in written):
        return True
    return within and len(as_name) == len(written)


def _internal(project: Project, sources: Sources) -> Iterator[tuple[str, str]]:
    yield from ((path, data.decode("utf-8", "replace")) for path, data in sources.internal.items() if b"\0" not in data)
    yield from sources.drafts.items()


def _has_names(path: str, project: Project) -> bool:
    if not path.lower().endswith(MARKDOWN):
        return True
    is_internal = path.startswith(f"{AGENTS}/")
    name = path.removeprefix(f"{AGENTS if is_internal else project.docs}/")
    language = parse_name(name, is_internal=is_internal, options=project.options).language
    return language.split("-")[0] not in _NOUNS_IN_CAPITALS


def _said(keys: Iterable[Key], project: Project, sources: Sources, templates: Mapping[str, str]) -> set[Key]:
    """Those of `keys` that public texts have, code aside."""
    wanted = set(keys)
    runs = RunMatcher(key for key in wanted if isinstance(key, tuple))
    said = set[Key]()
    texts = [*other_texts(project, sources.facts, templates)]
    for text in (
        *texts,
        *(one for path, page in sources.public.items() for one in texts_of(path, page, project, sources.facts)),
    ):
        words = words_of(text)
        said |= (wanted & set(words)) | runs.find(words)
    return said


def _line_of(key: Key, text: str) -> int:
    pattern = r"[\W_]".join(re.escape(word.decode("utf-8", "replace")) for word in _words(key))
    found = re.search(pattern, text, re.IGNORECASE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
