"""Articles to measure search with: as many as wanted, of natural word frequencies, the same each time.

Words of our own shop's pages and of a made-up vocabulary, drawn by Zipf's law, 350 words an article, with title,
answer and four questions.
"""

from __future__ import annotations

import random
import re
from html import escape
from itertools import accumulate
from pathlib import Path

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
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
