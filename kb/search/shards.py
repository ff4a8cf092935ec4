"""The index as files: what a browser fetches, and what Python can load again.

In the index's folder (a name holds the hash of what is in the file, or in all files of its sort, so
that a cache never gives an old one for a new one):

* `core-*.json` - settings, the language's word lists, the titles (up to `INLINE_TITLES` documents),
  and where everything else is; the worker script carries a copy of it;
* `terms-*-N.json` - postings of the words from one to the next in the core's list, with their exact
  forms and the pairs that begin with them;
* `titles-*-N.json` - titles and addresses, where the core does not hold them;
* `texts-*-N.json` - answer and passages of a few documents, to show;
* `words-*.json` - every word, for repair.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from kb.search.confidence import CONFIDENCES, COVERAGE_SHARE, HIGHEST_STRENGTH, STEP
from kb.search.counts import sort_of
from kb.search.documents import SearchDocument
from kb.search.index import Index, rarity
from kb.search.packing import pack_numbers, pack_words
from kb.search.weights import COMMON_POSTINGS, IMPACT_LEVELS, PREFIX_WEIGHT, PREFIX_WORDS, REPAIR_WEIGHTS
from kb.text.characters import TABLE, fold
from kb.text.languages import Language

FORMAT = 1
INLINE_TITLES = 1_500
TITLES_IN_SHARD = 50
TERMS_BYTES = 6_000
"""Size at which a shard of postings is full, before compression; a single word may need more."""
TEXTS_BYTES = 24_000
SMALL_TERMS, SMALL_TERMS_SHARDS = 100_000, 3
SMALL_TEXTS, SMALL_TEXTS_SHARDS = 150_000, 2
"""Up to so many bytes in all, so few shards: a small help centre is asked for fewer files, not for fewer bytes."""
PYTHON_ONLY = ("guess", "endings")
SCRIPTS = ("reading.js", "scorer.js", "worker.js")


def home_of(term: str, language: Language) -> str:
    """The word whose shard holds `term`: an exact form lies with its stem, a pair with its first word."""
    sort = sort_of(term)
    if sort == "concept":
        return term
    if sort == "exact":
        word = term[1:]
        return fold(re.sub("[1-5]+$", "", word)) if language.has_tones else language.stem(fold(word))
    return term.split(" ", 1)[0]


def write_shards(index: Index, folder: Path) -> str:
    """Write the shards of `index` into `folder`; the name of the core file, which names the others."""
    folder.mkdir(parents=True, exist_ok=True)
    core = {
        "format": FORMAT,
        "language": index.language.code,
        "count": len(index.documents),
        "unknown": rarity(len(index.documents), 0),
        "settings": {
            "impacts": IMPACT_LEVELS, "common": COMMON_POSTINGS, "repair": REPAIR_WEIGHTS,
            "prefix": PREFIX_WEIGHT, "prefixes": PREFIX_WORDS, "query": index.weights.in_query(),
            "confidence": {"share": COVERAGE_SHARE, "highest": HIGHEST_STRENGTH, "step": STEP, "table": CONFIDENCES},
        },
        "data": {name: value for name, value in index.language.data.items() if name not in PYTHON_ONLY},
        "characters": TABLE,
        "terms": _write_terms(index, folder),
        "texts": _write_texts(index.documents, folder),
        "words": _write(folder, "words", _words(index)),
    }  # fmt: skip
    titles = [
        _titles(index.documents[i : i + TITLES_IN_SHARD]) for i in range(0, len(index.documents), TITLES_IN_SHARD)
    ]
    if len(index.documents) <= INLINE_TITLES:
        core["titles"] = _titles(index.documents)
    else:
        core["title_shards"] = _write_all(folder, "titles", titles)
        core["titles_in_shard"] = TITLES_IN_SHARD
    return _write(folder, "core", core)


def write_worker(folder: Path, core_name: str) -> str:
    """Write the worker script, the core inside it, beside the shards; its file name."""
    core = (folder / core_name).read_text("utf-8").replace("<", "\\u003c")
    own = files("kb.search") / "browser"
    source = "\n".join((own / name).read_text("utf-8") for name in SCRIPTS)
    source = re.sub(r"^\s*(//|/\*\*|\*).*\n", "", source, flags=re.MULTILINE)
    script = f'"use strict";\nself.kbCore = {core};\n{source}'
    name = f"worker-{index_hash(script)}.js"
    (folder / name).write_text(script, encoding="utf-8", newline="\n")
    return name


def index_hash(text: str) -> str:
    """The part of a file's name that changes with its content."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _dump(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _write(folder: Path, kind: str, content: object) -> str:
    text = _dump(content)
    name = f"{kind}-{index_hash(text)}.json"
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return name


def _write_all(folder: Path, kind: str, contents: Sequence[object]) -> str:
    """Write shards `KIND-HASH-0.json`, `-1.json` …; what stands before their numbers.

    One hash for all of them: the core then needs no name a shard, which is most of a small core.
    """
    texts = [_dump(content) for content in contents]
    stem = f"{kind}-{index_hash(chr(10).join(texts))}-"
    for number, text in enumerate(texts):
        (folder / f"{stem}{number}.json").write_text(text, encoding="utf-8", newline="\n")
    return stem


def _titles(documents: Sequence[SearchDocument]) -> dict[str, Any]:
    addresses = [d.url if d.url != f"{d.id}/" else "" for d in documents]
    return {
        "ids": "\n".join(d.id for d in documents),
        "titles": [d.title for d in documents],
        "urls": "\n".join(addresses) if any(addresses) else "",
        "kinds": " ".join(d.kind for d in documents),
        "fallback": [place for place, d in enumerate(documents) if d.is_fallback],
    }


def _words(index: Index) -> dict[str, Any]:
    stems = [index.word_stems.get(word, "") for word in index.words]
    sizes = (len(index.postings[index.word_stems.get(word, word)].documents) for word in index.words)
    return {"words": pack_words(index.words), "stems": "\n".join(stems), "sizes": pack_numbers(sizes)}


def _write_terms(index: Index, folder: Path) -> dict[str, str]:
    """Write the postings; `name` is what stands before a shard's number, `first` their first homes."""
    homes: dict[str, list[str]] = {}
    for term in index.postings:
        homes.setdefault(home_of(term, index.language), []).append(term)
    firsts: list[str] = []
    batches: list[list[str]] = []
    sizes = {
        home: sum(len(term) + 3 + 2 * len(index.postings[term].documents) for term in terms)
        for home, terms in homes.items()
    }
    total = sum(sizes.values())
    most = total // SMALL_TERMS_SHARDS + 1 if total <= SMALL_TERMS else TERMS_BYTES
    size = 0
    for home in sorted(homes):
        own = sizes[home]
        if not batches or size + own > max(most, TERMS_BYTES):
            firsts.append(home)
            batches.append([])
            size = 0
        batches[-1] += homes[home]
        size += own
    name = _write_all(folder, "terms", [_pack_terms(index, batch) for batch in batches])
    return {"name": name, "first": pack_words(firsts)}


def _pack_terms(index: Index, terms: Sequence[str]) -> dict[str, str]:
    ordered = sorted(terms)
    postings = [index.postings[term] for term in ordered]
    return {
        "terms": pack_words(ordered),
        "idfs": pack_numbers(posting.idf for posting in postings),
        "sizes": pack_numbers(len(posting.documents) for posting in postings),
        "steps": pack_numbers(step for posting in postings for step in _steps(posting.documents)),
        "impacts": pack_numbers(impact - 1 for posting in postings for impact in posting.impacts),
    }


def _steps(documents: Sequence[int]) -> Iterator[int]:
    before = -1
    for document in documents:
        yield document - before - 1
        before = document


def _write_texts(documents: Sequence[SearchDocument], folder: Path) -> dict[str, str]:
    """Write answers and passages; `first` holds how many documents each shard has."""
    batches: list[list[dict[str, Any]]] = []
    texts = [
        {
            "answer": document.answer,
            "passages": [[p.anchor, p.heading, p.text] for p in document.passages],
            "questions": document.questions,
        }
        for document in documents
    ]
    sizes = [len(_dump(shown)) for shown in texts]
    total = sum(sizes)
    most = total // SMALL_TEXTS_SHARDS + 1 if total <= SMALL_TEXTS else TEXTS_BYTES
    size = 0
    for shown, own in zip(texts, sizes, strict=True):
        if not batches or size + own > max(most, TEXTS_BYTES):
            batches.append([])
            size = 0
        batches[-1].append(shown)
        size += own
    return {"name": _write_all(folder, "texts", batches), "sizes": pack_numbers(map(len, batches))}
