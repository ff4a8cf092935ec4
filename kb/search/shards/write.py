"""The index as files: what a browser fetches, and what Python can load again.

In the index's folder (a name holds its number and the hash of what is in the file, so that a cache never
gives an old one for a new one, and a file that an edit does not touch keeps its name):

* `first.json` - what a browser fetches first: a copy of the core, and of up to `FEW` documents the answers. Its
  name never changes, so that an edit of one text does not change every page;
* `core-*.json` - settings, the language's word lists, the titles (up to `INLINE_TITLES` documents),
  and where everything else is;
* `terms-first-*.json` - of up to `FEW` documents the strongest words (`strongest.py`), fetched before a question;
* `terms-N-*.json` - postings of the words and pairs from one to the next in the core's list, with the
  exact forms of the words;
* `titles-N-*.json` - titles and addresses, where the core does not hold them;
* `texts-N-*.json` - questions, answer and passages of a few documents, to show; some have one hash together;
* `words-N-*.json` - the words from one to the next in the core's list, for repair and while typing;
* `dictionary-N-*.json` - hashes of the words that a language has, asked for when a word would be repaired.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from base64 import b32encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.browser_code.shared import shared_data
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.encoding import pack_words
from kb.search.indexing.index import Index, idf_of
from kb.search.indexing.weights import COMMON_POSTINGS, IMPACT_LEVELS, PREFIX_WEIGHT, PREFIX_WORDS, REPAIR_WEIGHTS
from kb.search.ranking.confidence import ANSWERED, FIRST, FIRST_BY, HIGHEST_STRENGTH, STEP
from kb.search.ranking.dictionary import dictionary_codes, read_dictionary
from kb.search.shards.characters import pack_characters
from kb.search.shards.chunking import Chunking
from kb.search.shards.postings import (
    TERM_CHUNKING,
    WORD_CHUNKING,
    ListedWord,
    pack_idfs,
    pack_listed,
    pack_terms,
    shard_key,
    term_size,
)
from kb.search.shards.strongest import strongest
from kb.search.shards.titles import Title, pack_titles
from kb.text.folding import TABLE

_SHARED = shared_data("search", "index_files")
INDEX_FORMAT: int = _SHARED["format"]
INLINE_TITLES = 1_500
TITLES_IN_SHARD = 20
TEXTS_IN_SHARD = 2
"""Documents; a divisor of `TITLES_IN_SHARD`."""
TEXTS_WITH_ONE_HASH = TITLES_IN_SHARD // TEXTS_IN_SHARD
"""Shards of texts that have one hash together: a hash for each would be 2 KB of a first file of 1,000 documents."""
FEW = 150
"""Up to so many documents, answers and the strongest words are at hand before a question: 20 KB compressed at most."""
WHOLE = 45_000
"""Estimated bytes of all terms, 20 KB compressed, up to which they are one shard, fetched before a question."""
FIRST_FILE = "first.json"
FIRST_TERMS = "terms-first-"
"""The name of the shard of the strongest words begins so."""
HASH_LETTERS: int = _SHARED["hash_letters"]
PYTHON_ONLY = ("guess", "loaned", "endings", "script", "english_means")


def write_shards(index: Index, folder: Path, talk: Mapping[str, Sequence[str]] | None = None) -> str:
    """Write the shards of `index` into `folder`; the name of the core file, which names the others.

    `talk` is what `kb.text.small_talk.search_table` gives: a question that is small talk is no search.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = _write_texts(index.documents, folder)
    is_whole = terms_size(index) <= WHOLE and len(index.documents) <= FEW
    core: dict[str, Any] = {  # what compresses together comes first
        "format": INDEX_FORMAT,
        "data": {name: value for name, value in index.language.data.items() if name not in PYTHON_ONLY},
        **_write_titles(index.documents, texts, folder),
        "terms": _write_terms(index, folder, is_whole=is_whole),
        "language": index.language.code,
        "count": len(index.documents),
        "unknown": idf_of(len(index.documents), 0),
        "idfs": pack_idfs(len(index.documents)),
        "settings": {
            "impacts": IMPACT_LEVELS, "common": COMMON_POSTINGS, "repair": REPAIR_WEIGHTS,
            "prefix": PREFIX_WEIGHT, "prefixes": PREFIX_WORDS, "query": index.weights.in_query(),
            "confidence": {
                "highest": HIGHEST_STRENGTH, "step": STEP, "answered": ANSWERED,
                "first": FIRST, "firstBy": FIRST_BY,
            },
        },
        "letters": pack_characters(TABLE),
        "words": _write_words(index, folder),
        "dictionaries": "".join(
            write_shard(folder, "dictionary", number, read_dictionary(code))
            for number, code in enumerate(dictionary_codes(index.language))
        ),
        "texts": TEXTS_IN_SHARD,
        "texts_with_one_hash": TEXTS_WITH_ONE_HASH,
        "talk": dict(talk or {}),
    }  # fmt: skip
    if is_whole:
        core["is_whole"] = True
    elif len(index.documents) <= FEW:
        core["strongest"] = write_shard(folder, "terms", "first", pack_terms(strongest(index.postings)))
    return write_core(core, folder)


def write_first(folder: Path, core_name: str, documents: Sequence[SearchDocument]) -> None:
    """Write what a browser fetches first, beside the shards of these `documents`."""
    core = (folder / core_name).read_text("utf-8")
    write_file(
        folder / FIRST_FILE, first_text(core, [one.answer for one in documents] if len(documents) <= FEW else None)
    )


def first_text(core: str, answers: Sequence[str] | None = None) -> str:
    """The text of `first.json`, with the core's JSON inside it."""
    more = "" if answers is None else f',"answers":{dump(answers)}'
    return f'{{"core":{core}{more}}}'


def index_hash(text: str) -> str:
    """The part of a file's name that changes with its content."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def shard_hash(text: str) -> str:
    """The short hash in a shard's name; its number is the other part, so 25 bits are enough."""
    return b32encode(hashlib.sha256(text.encode()).digest()[:5]).decode()[:HASH_LETTERS].lower()


def shard_name(kind: str, number: int, hashes: str) -> str:
    """The name of shard `number`, whose hash is one of those written one after another in `hashes`."""
    return f"{kind}-{number}-{hashes[number * HASH_LETTERS : (number + 1) * HASH_LETTERS]}.json"


def dump(content: object) -> str:
    """`content` as the JSON that is written."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def write_file(path: Path, text: str) -> None:
    """Write a file of the index."""
    path.write_bytes(text.encode())


def write_core(core: Mapping[str, Any], folder: Path) -> str:
    """Write the core; its name."""
    text = dump(core)
    name = f"core-{index_hash(text)}.json"
    write_file(folder / name, text)
    return name


def write_shard(folder: Path, kind: str, number: int | str, content: object) -> str:
    """Write one shard; its hash."""
    text = dump(content)
    short_hash = shard_hash(text)
    write_file(folder / f"{kind}-{number}-{short_hash}.json", text)
    return short_hash


def titles_shard(titles: Sequence[Title], texts: Sequence[str], number: int) -> dict[str, Any]:
    """Shard `number` of all `titles`, with the hash of its documents' texts."""
    first = number * TITLES_IN_SHARD
    return {**pack_titles(titles[first : first + TITLES_IN_SHARD]), "texts": texts[number]}


def texts_shard(documents: Sequence[SearchDocument]) -> list[dict[str, Any]]:
    """What is shown of each of `documents`."""
    return [
        {
            "answer": document.answer,
            "passages": [[p.anchor, p.heading, p.text] for p in document.passages],
            "questions": document.questions,
        }
        for document in documents
    ]


def list_words(index: Index) -> list[ListedWord]:
    """Every word of `index`, for repair and for what is being typed."""
    stems, postings = index.word_stems, index.postings
    return [
        ListedWord(word, stems.get(word, ""), len(postings[stems.get(word, word)].documents)) for word in index.words
    ]


def word_size(word: ListedWord) -> int:
    """About how many bytes a listed word takes."""
    return len(word.word) + len(word.stem) + 3


def texts_name(number: int, hashes: str) -> str:
    """The name of shard `number` of texts; `hashes` are those of all of them, one after another."""
    group = number // TEXTS_WITH_ONE_HASH
    return f"texts-{number}-{hashes[group * HASH_LETTERS :][:HASH_LETTERS]}.json"


def _write_texts(documents: Sequence[SearchDocument], folder: Path) -> list[str]:
    """Write the shards of texts; their hashes, each of `TEXTS_WITH_ONE_HASH` of them."""
    shards = [
        dump(texts_shard(documents[first : first + TEXTS_IN_SHARD]))
        for first in range(0, len(documents), TEXTS_IN_SHARD)
    ]
    starts = range(0, len(shards), TEXTS_WITH_ONE_HASH)
    hashes = [texts_hash(shards[start : start + TEXTS_WITH_ONE_HASH]) for start in starts]
    for number, text in enumerate(shards):
        write_file(folder / texts_name(number, "".join(hashes)), text)
    return hashes


def texts_hash(shards: Sequence[str]) -> str:
    """The hash of some shards of texts."""
    return shard_hash("\n".join(shards))


def _write_titles(documents: Sequence[SearchDocument], texts: Sequence[str], folder: Path) -> dict[str, Any]:
    """What the core says of titles: themselves, or in which shards they are; `texts` are the hashes of texts."""
    titles = [Title.of(document) for document in documents]
    if len(titles) <= INLINE_TITLES:
        return {"titles": {**pack_titles(titles), "texts": "".join(texts)}}
    shards = [
        write_shard(folder, "titles", number, titles_shard(titles, texts, number))
        for number in range(-(-len(titles) // TITLES_IN_SHARD))
    ]
    return {"title_shards": "".join(shards), "titles_in_shard": TITLES_IN_SHARD}


def _write_words(index: Index, folder: Path) -> dict[str, str]:
    words = list_words(index)
    starts = WORD_CHUNKING.split((word.word, word_size(word)) for word in words)
    hashes = [
        write_shard(folder, "words", number, pack_listed(words[start:end]))
        for number, (start, end) in enumerate(itertools.pairwise([*starts, len(words)]))
    ]
    return listed_shards([words[start].word for start in starts], hashes)


def terms_size(index: Index) -> int:
    """The estimated bytes of all terms of `index`."""
    return sum(term_size(term, len(posting.documents)) for term, posting in index.postings.items())


def _write_terms(index: Index, folder: Path, *, is_whole: bool) -> dict[str, str]:
    terms_by_key: dict[str, list[str]] = {}
    for term in index.postings:
        terms_by_key.setdefault(shard_key(term, index.language), []).append(term)
    ordered = sorted(terms_by_key)
    sizes = [sum(term_size(term, len(index.postings[term].documents)) for term in terms_by_key[key]) for key in ordered]
    chunking = Chunking(least=WHOLE, most=WHOLE, most_of_pairs=WHOLE) if is_whole else TERM_CHUNKING
    starts = chunking.split(zip(ordered, sizes, strict=True))
    hashes = []
    for number, (start, end) in enumerate(itertools.pairwise([*starts, len(ordered)])):
        terms = [term for key in ordered[start:end] for term in terms_by_key[key]]
        hashes.append(write_shard(folder, "terms", number, pack_terms({term: index.postings[term] for term in terms})))
    return listed_shards([ordered[start] for start in starts], hashes)


def listed_shards(firsts: Sequence[str], hashes: Sequence[str]) -> dict[str, str]:
    """How the core names shards that go by words: the first word of each, and their hashes."""
    return {"first": pack_words(firsts), "hashes": "".join(hashes)}
