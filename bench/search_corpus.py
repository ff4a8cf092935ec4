"""Articles to measure search with: as many as wanted, of natural word frequencies, the same each time.

Words of our own shop's pages and of a made-up vocabulary, drawn by Zipf's law, 350 words an article, with title,
answer and four questions.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from html import escape
from itertools import accumulate
from pathlib import Path

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
from kb.search.quality.evaluation import load_evaluation
from kb.text.folding import fold_slug

ROOT = Path(__file__).resolve().parent.parent


def vocabulary(language: str, size: int, chance: random.Random) -> list[str]:
    """Words of our own pages by frequency, then made-up ones of the language's shape."""
    counts: dict[str, int] = {}
    pattern = "*.md" if language == "en" else f"*.{language}.md"
    for path in sorted((ROOT / "docs").rglob(pattern)):
        if language == "en" and path.stem.endswith((".vi", ".ms")):
            continue
        for word in re.findall(r"[^\W\d_]+", path.read_text("utf-8").lower()):
            counts[word] = counts.get(word, 0) + 1
    words = sorted(counts, key=lambda word: -counts[word])
    known = set(words)
    onsets, rimes = list("bcdghklmnprstv"), ["a", "e", "i", "o", "u", "an", "er", "ing", "ock"]
    while len(words) < size:
        word = "".join(chance.choice(onsets) + chance.choice(rimes) for _ in range(chance.choice((1, 2, 2, 3))))
        if word not in known:
            known.add(word)
            words.append(word)
    return words


def make_documents(language: str, count: int) -> list[SearchDocument]:
    """`count` articles whose words follow Zipf's law; each leans on a few subjects of its own."""
    chance = random.Random(f"{language} {count}")
    size = 2_200 if language == "vi" else 12_000
    words = vocabulary(language, size, chance)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def draw(number: int, subject: list[str]) -> str:
        drawn = chance.choices(words, cum_weights=weights, k=number)
        return " ".join(chance.choice(subject) if chance.random() < 0.2 else word for word in drawn)

    documents = []
    for number in range(count):
        subject = chance.choices(words[30:], k=8)
        title = draw(6, subject).capitalize()
        body = "\n".join(draw(44, subject) for _ in range(7))
        id = "faq/" + fold_slug(title)[:30] + f"-{number}"
        documents.append(
            SearchDocument(
                id=id,
                language=language,
                title=title,
                url=f"{id}/",
                answer=draw(22, subject),
                questions=tuple(draw(7, subject) for _ in range(4)),
                passages=(Passage("", "", draw(40, subject)), Passage("more", draw(4, subject), body)),
            )
        )
    return documents


def pool_documents(folder: Path, language: str, count: int) -> tuple[list[SearchDocument], list[str]]:
    """`count` articles and as many messages of 60 words, of the real text of a language's evaluation sets in `folder`.

    An article is a stretch of a document of the sets; from the second round on, every fifth word is another one of the
    language's texts, as frequent words more often, so that no two articles are the same. A message is queries of the
    sets, one after another.
    """
    sets = [load_evaluation(path.parent) for path in sorted(folder.glob("*/corpus.jsonl"))]
    own = [one for one in sets if one.language == language]
    texts = [text for one in own for document in one.documents for text in _stretches(document)]
    words = [word for text in texts for word in text.split()]
    queries = [query for one in own for query in one.queries.values()]
    chance = random.Random(f"{language} {count}")
    documents = []
    for number in range(count):
        written = texts[number % len(texts)].split(" ")
        if number >= len(texts):
            written = [chance.choice(words) if chance.random() < 0.2 else word for word in written]
        body = " ".join(written)
        title = " ".join(body.split()[:8])
        passages = (Passage("", "", body),)
        id = f"faq/{number}"
        documents.append(SearchDocument(id=id, language=language, title=title, url=f"{id}/", passages=passages))
    messages = []
    while len(messages) < count:
        said: list[str] = []
        while len(said) < 60:
            said += chance.choice(queries).split()
        messages.append(" ".join(said[:60]))
    return documents, messages


def _stretches(document: SearchDocument, size: int = 200) -> Iterator[str]:
    """The words of a document, at most `size` at a time; a shorter rest is no article."""
    words = [word for text in (*document.questions, *(p.text for p in document.passages)) for word in text.split()]
    for start in range(0, max(1, len(words) - size // 2), size):
        yield " ".join(words[start : start + size])


def make_queries(documents: list[SearchDocument], count: int) -> list[str]:
    """Queries of one to four words, in turn: the beginnings of questions that articles list."""
    chance = random.Random(1)
    asked = (chance.choice(chance.choice(documents).questions).split() for _ in range(count))
    return [" ".join(words[: 1 + number % 4]) for number, words in enumerate(asked)]


def as_html(document: SearchDocument) -> str:
    """The article as a plain page."""
    parts = [f"<h1>{escape(document.title)}</h1>", f"<p>{escape(document.answer)}</p>"]
    parts.append("<ul>" + "".join(f"<li>{escape(question)}</li>" for question in document.questions) + "</ul>")
    for passage in document.passages:
        if passage.heading:
            parts.append(f'<h2 id="{passage.anchor}">{escape(passage.heading)}</h2>')
        parts += [f"<p>{escape(line)}</p>" for line in passage.text.split("\n")]
    head = f'<meta charset="utf-8"><title>{escape(document.title)}</title>'
    return f'<!doctype html><html lang="{document.language}"><head>{head}</head><body>{"".join(parts)}</body></html>'


def as_markdown(document: SearchDocument) -> str:
    """The article as Markdown."""
    parts = [f"# {document.title}", document.answer, "\n".join(f"- {question}" for question in document.questions)]
    for passage in document.passages:
        if passage.heading:
            parts.append(f"## {passage.heading}")
        parts += passage.text.split("\n")
    return "\n\n".join(parts) + "\n"
