"""The browser's scorer gives what Python gives: order, numbers, passages, words; run under Node."""

from __future__ import annotations

import json
import random
import subprocess
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import build_index
from kb.search.quality.evaluation import misspell
from kb.search.ranking.scoring import search
from kb.search.shards.write import INLINE_TITLES, write_shards
from kb.text.folding import TABLE, fold, fold_slug
from kb.text.language_detection import guess_language, guess_table
from tests.search.documents import ENGLISH, MALAY, VIETNAMESE
from tests.twins.node import find_node

TWIN = Path(__file__).parent / "browser_twin.mjs"
CASES = json.loads((Path(__file__).parent.parent / "cases" / "search.json").read_text("utf-8"))
DOCUMENTS = {"vi": VIETNAMESE, "ms": MALAY, "en": ENGLISH}


def queries_of(language: str) -> list[str]:
    chance = random.Random(7)
    words = [w for d in DOCUMENTS[language] for text in (d.title, d.answer, *d.questions) for w in text.split()]
    made = [" ".join(chance.choices(words, k=chance.randint(1, 9))) for _ in range(120)]
    made += [misspell(query, chance) for query in made[:60]] + [fold(query) for query in made[60:]]
    together = ["".join(query.split(maxsplit=3)[:3]) for query in made[::4]]
    apart = [query[: len(query) // 2] + " " + query[len(query) // 2 :] for query in made[::4]]
    return [*CASES["queries"], *made, *together, *apart]


def run(tmp_path: Path, request: dict[str, Any]) -> Any:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(request), "utf-8")
    done = subprocess.run([find_node(), str(TWIN), str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("typing", [False, True], ids=["whole", "typing"])
@pytest.mark.parametrize("language", ["vi", "ms", "en"])
def test_python_and_javascript_give_the_same_hits(language: str, typing: bool, tmp_path: Path) -> None:
    index = build_index(DOCUMENTS[language], language)
    core = write_shards(index, tmp_path)
    queries = queries_of(language)
    request = {"folder": str(tmp_path), "core": core, "queries": queries, "typing": typing}
    answers = run(tmp_path, {**request, "details": True, "limit": 5})["answers"]
    for query, found in zip(queries, answers, strict=True):
        expected = [
            {
                "id": hit.document.id, "url": hit.document.url, "score": hit.score, "confidence": hit.confidence,
                "anchor": hit.anchor, "passage": hit.passage, "matched": list(hit.matched),
            }
            for hit in search(index, query, 5, is_typing=typing)
        ]  # fmt: skip
        assert found == expected, query


@pytest.mark.parametrize("count", [150, INLINE_TITLES + 30], ids=["many-shards", "titles-apart"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_both_agree_where_words_and_titles_lie_in_many_shards(language: str, count: int, tmp_path: Path) -> None:
    dice = random.Random(f"{language} {count}")
    made = ["".join(dice.choices("abdeghiknortu", k=dice.randint(2, 7))) for _ in range(2_500)]
    words = [w for d in DOCUMENTS[language] for text in (d.title, d.answer, *d.questions) for w in text.split()] + made

    def some(most: int) -> str:
        return " ".join(dice.choices(words, k=dice.randint(1, most)))

    documents = [
        SearchDocument(
            id=f"{dice.choice(('faq', 'guides/a', 'guides'))}/{fold_slug(title) if n % 3 else 'x'}-{n}",
            language=language, kind="faq", title=title, url=dice.choice((f"{language}/u{n}/", "elsewhere/")),
            questions=(some(4),), answer=some(6), passages=(Passage("a", some(2), some(8)),), is_fallback=n % 5 == 0,
        )
        for n, title in enumerate(some(5).capitalize() for _ in range(count))
    ]  # fmt: skip
    index = build_index(documents, language)
    core = write_shards(index, tmp_path)
    assert len(list(tmp_path.glob("words-*"))) > 1 or count < INLINE_TITLES
    queries = [some(4) for _ in range(60)]
    queries += [query.replace(" ", "", 2) for query in queries[:20]] + [
        f"{query[:3]} {query[3:]}" for query in queries[:20]
    ]
    queries += [query[:-1] for query in queries] + [misspell(query, dice) for query in queries[:30]]
    request = {"folder": str(tmp_path), "core": core, "queries": queries, "details": True}
    for typing in (False, True):
        answers = run(tmp_path, {**request, "typing": typing, "limit": 4})["answers"]
        for query, found in zip(queries, answers, strict=True):
            expected = [
                (hit.document.id, hit.document.url, hit.score, hit.confidence, hit.anchor, hit.passage)
                for hit in search(index, query, 4, is_typing=typing)
            ]
            names = ("id", "url", "score", "confidence", "anchor", "passage")
            got = [tuple(hit[name] for name in names) for hit in found]
            assert got == expected, query


def test_python_and_javascript_guess_the_same_language(tmp_path: Path) -> None:
    languages = ("vi", "ms", "en")
    texts = [query for language in languages for query in queries_of(language)]
    request = {"texts": texts, "characters": TABLE, "guess": guess_table(languages)}
    guesses = run(tmp_path, request)["guesses"]
    for text, found in zip(texts, guesses, strict=True):
        guess = guess_language(text, languages)
        assert found == {"language": guess.language, "confidence": guess.confidence, "second": guess.second}, text


MARKS = "\u0301\u0300\u0323\u0334\u0336\u20d2\u1dd0"
ALIKE = str.maketrans("aeopcxyi", "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456")
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
TELEX = dict(zip("\u0301\u0300\u0309\u0303\u0323\u0302\u0306\u031b", "sfrxj6ww", strict=True))
VNI = dict(zip("\u0301\u0300\u0309\u0303\u0323\u0302\u0306\u031b", "12345687", strict=True))


def typed(text: str, keys: dict[str, str], stroke: str) -> str:
    """`text` in the keys of an input method."""
    parts = unicodedata.normalize("NFD", text.lower()).replace("đ", stroke)
    return "".join(f"{before}" if part == "6" and keys is TELEX else part
                   for before, part in pairwise(["", *(keys.get(part, part) for part in parts)]))  # fmt: skip


def slip(text: str, dice: random.Random) -> str:
    """`text` as a keyboard, a font or a joker spoils it."""
    kinds = [
        lambda: typed(text, TELEX, "dd"), lambda: typed(text, VNI, "d9"),
        lambda: "".join(letter + "".join(dice.choices(MARKS, k=dice.randint(0, 5))) for letter in text),
        lambda: "".join(letter + dice.choice(("", "", "\u200b", "\u200d", "\u200f", "\u00ad",
        "\ufe0f")) for letter in text),
        lambda: text.translate(ALIKE), lambda: text.translate(WIDE), lambda: f"{text} " * dice.randint(2, 500),
        lambda: " ".join("".join(dice.choices("bcdgkmnxz", k=6)) for _ in range(dice.randint(1, 30))),
        lambda: "👩\u200d👩\u200d👧".join(text), lambda: text.replace(" ", ""), lambda: (text * 2_000)[:10_000],
        lambda: misspell(text, dice).replace(" ",
        "\u202e "), lambda: "".join(chr(0x1D41A + ord(c) - 97) if "a" <= c <= "z" else c for c in text),
    ]  # fmt: skip
    return dice.choice(kinds)()


@pytest.mark.parametrize("language", ["vi", "ms", "en"])
def test_both_agree_on_what_was_spoilt(language: str, tmp_path: Path) -> None:
    dice = random.Random(f"slips {language}")
    index = build_index(DOCUMENTS[language], language)
    core = write_shards(index, tmp_path)
    queries = [slip(query, dice) for query in queries_of(language)[-150:]]
    answers = run(tmp_path, {"folder": str(tmp_path), "core": core, "queries": queries, "details": True, "limit": 3})
    for query, hits in zip(queries, answers["answers"], strict=True):
        expected = [(hit.document.id, hit.score, hit.confidence, hit.passage) for hit in search(index, query, 3)]
        assert [(hit["id"], hit["score"], hit["confidence"], hit["passage"]) for hit in hits] == expected, query
