"""Help-centre corpora to measure on: any size, any languages, the same bytes from the same seed.

Words follow a Zipf-Mandelbrot law over a vocabulary of tens of thousands, half of them the words of this
shop's own articles, the others made of each language's syllables; every article leans on words of its own
(as real articles do), so that a page compresses about as well as real prose and a posting list is about as
long as a real one. Templated text would flatter every byte that is measured.

    python -m bench.corpus FOLDER --articles 1000 [--languages en,vi,ms] [--seed 1]
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
VOCABULARY = 20_000
OWN_WORDS = 60
"""Words that an article uses far more often than others do."""
TOPICS = ("ordering", "payment", "delivery", "returns", "products", "account", "safety")
FOLDERS = (("faq", 0.7), ("guides", 0.2), ("policies", 0.1))

_SYLLABLES = {
    "en": [
        "re",
        "un",
        "con",
        "de",
        "in",
        "pro",
        "ex",
        "com",
        "per",
        "sub",
        "trans",
        "dis",
        "over",
        "under",
        "port",
        "pack",
        "ship",
        "pay",
        "bill",
        "mark",
        "track",
        "load",
        "line",
        "lock",
        "set",
        "form",
        "tion",
        "ment",
        "able",
        "ing",
        "er",
        "ly",
        "ness",
        "ful",
        "less",
        "ist",
        "ure",
        "al",
        "ic",
        "ous",
        "ive",
        "ent",
        "ance",
    ],
    "ms": [
        "ba",
        "be",
        "bu",
        "ca",
        "da",
        "di",
        "du",
        "ga",
        "gu",
        "ha",
        "hi",
        "ja",
        "ju",
        "ka",
        "ke",
        "ki",
        "ku",
        "la",
        "le",
        "li",
        "lu",
        "ma",
        "me",
        "mi",
        "mu",
        "na",
        "ni",
        "nu",
        "pa",
        "pe",
        "pi",
        "pu",
        "ra",
        "ri",
        "ru",
        "sa",
        "se",
        "si",
        "su",
        "ta",
        "te",
        "ti",
        "tu",
        "wa",
        "ya",
        "kan",
        "an",
        "ang",
        "ing",
        "ung",
        "at",
        "ar",
        "is",
        "us",
        "am",
        "nya",
        "lah",
    ],
    "vi": [
        "an",
        "ang",
        "anh",
        "ban",
        "bao",
        "bên",
        "bình",
        "cách",
        "cảm",
        "cần",
        "cao",
        "chi",
        "chính",
        "cho",
        "chú",
        "có",
        "con",
        "công",
        "cũng",
        "của",
        "cửa",
        "đã",
        "đang",
        "đây",
        "đến",
        "điểm",
        "điều",
        "đo",
        "đồng",
        "được",
        "em",
        "gần",
        "gì",
        "giá",
        "giờ",
        "giúp",
        "hai",
        "hàng",
        "hay",
        "hết",
        "hiện",
        "hoa",
        "hỗ",
        "học",
        "hôm",
        "hợp",
        "kế",
        "khách",
        "khi",
        "khó",
        "không",
        "kiểm",
        "lại",
        "làm",
        "lần",
        "lên",
        "loại",
        "lượng",
        "mà",
        "mặt",
        "mới",
        "một",
        "mua",
        "năm",
        "này",
        "nên",
        "ngày",
        "nghe",
        "người",
        "nhà",
        "nhân",
        "nhận",
        "như",
        "những",
        "nơi",
        "nữa",
        "ở",
        "phải",
        "phần",
        "phí",
        "quá",
        "quý",
        "ra",
        "rất",
        "rồi",
        "sách",
        "sản",
        "sau",
        "sẽ",
        "số",
        "sớm",
        "sự",
        "ta",
        "tại",
        "tất",
        "tên",
        "thấy",
        "theo",
        "thêm",
        "thì",
        "thời",
        "thông",
        "tiền",
        "tiếp",
        "tìm",
        "tin",
        "tốt",
        "trả",
        "trên",
        "tra",
        "trong",
        "trước",
        "từ",
        "tự",
        "và",
        "vào",
        "vẫn",
        "về",
        "vì",
        "việc",
        "vừa",
        "xin",
        "yêu",
    ],
}


@dataclass(frozen=True)
class Vocabulary:
    """Words from the most to the least frequent, with their cumulative weights."""

    words: tuple[str, ...]
    cumulative: tuple[float, ...]

    def draw(self, chance: random.Random) -> str:
        return self.words[bisect(self.cumulative, chance.random() * self.cumulative[-1])]


def make_vocabulary(language: str, chance: random.Random, *, root: Path = ROOT) -> Vocabulary:
    """The shop's words by frequency, then made ones; weights 1/(rank + 2.7)."""
    suffix = "" if language == "en" else f".{language}"
    texts = [
        path.read_text("utf-8")
        for path in sorted((root / "docs").rglob(f"*{suffix}.md"))
        if suffix or path.name.count(".") == 1
    ]
    counts = Counter(re.findall(r"[^\W\d_]{1,20}", "\n".join(texts).lower()))
    words = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    known = set(words)
    syllables = _SYLLABLES.get(language, _SYLLABLES["en"])
    joiner = " " if language == "vi" else ""
    while len(words) < VOCABULARY:
        word = joiner.join(
            chance.choice(syllables) for _ in range(chance.choice((2, 2, 3, 3, 4) if not joiner else (1, 2, 3)))
        )
        if word not in known:
            known.add(word)
            words.append(word)
    weights = [1 / (rank + 2.7) for rank in range(1, len(words) + 1)]
    return Vocabulary(tuple(words), tuple(itertools.accumulate(weights)))


def write_corpus(folder: Path, *, articles: int, languages: Sequence[str] = ("en", "vi", "ms"), seed: int = 1) -> int:
    """Write a project of `articles` × `languages` files into `folder`; returns the number of files."""
    chance = random.Random(f"{seed}-vocabulary")
    vocabularies = {code: make_vocabulary(code, chance) for code in languages}
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    for name in ("facts.yml", "notices.yml"):
        (folder / name).write_text((ROOT / name).read_text("utf-8"), "utf-8")
    config = (ROOT / "mkdocs.yml").read_text("utf-8").replace("strict: true", "strict: false")
    config = re.sub(r"  custom_dir: overrides\n", "", config)
    config = re.sub(r"      featured:\n(        - .*\n)+", "", config)
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    (folder / "facts.yml").write_text((ROOT / "facts.yml").read_text("utf-8"), "utf-8")
    ids = [f"{_folder(number, articles)}/article-{number:05d}" for number in range(articles)]
    for language in languages:
        suffix = "" if language == languages[0] else f".{language}"
        (folder / "docs" / f"index{suffix}.md").write_text("# Help\n\nAnswers.\n", "utf-8")
        for number, id in enumerate(ids):
            path = folder / "docs" / f"{id}{suffix}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = _article(vocabularies[language], random.Random(f"{seed}-{language}-{number}"), ids, number)
            path.write_text(text, "utf-8")
    return articles * len(languages)


def _folder(number: int, articles: int) -> str:
    share = number / max(articles, 1)
    for name, part in FOLDERS:
        if share < part:
            return name
        share -= part
    return FOLDERS[-1][0]


def _article(vocabulary: Vocabulary, chance: random.Random, ids: Sequence[str], number: int) -> str:
    own = [vocabulary.draw(chance) for _ in range(OWN_WORDS)]

    def words(count: int) -> str:
        return " ".join(chance.choice(own) if chance.random() < 0.3 else vocabulary.draw(chance) for _ in range(count))

    def sentence(low: int = 7, high: int = 17) -> str:
        text = words(chance.randint(low, high))
        return text[:1].upper() + text[1:] + "."

    def paragraph() -> str:
        return " ".join(sentence() for _ in range(chance.randint(2, 5)))

    title = sentence(4, 8)[:-1].replace(":", "")
    questions = "".join(f'  - "{words(chance.randint(3, 6))}"\n' for _ in range(6))
    related = ", ".join(chance.choice(ids) for _ in range(3))
    parts = list(_sections(paragraph, sentence, chance, ids, number))
    return (
        f'---\ntitle: "{title}"\nsummary: "{sentence(6, 10)}"\nanswer: "{sentence()} {sentence()}"\n'
        f"questions:\n{questions}topic: {TOPICS[number % len(TOPICS)]}\nstage: delivery\nrelated: [{related}]\n"
        f"owner: after-sales\nreviewed_on: 2026-11-16\nreview_every_days: 180\n---\n\n" + "\n\n".join(parts) + "\n"
    )


def _sections(
    paragraph: object, sentence: object, chance: random.Random, ids: Sequence[str], number: int
) -> Iterator[str]:
    assert callable(paragraph) and callable(sentence)
    yield paragraph()
    for index in range(chance.randint(3, 5)):
        yield f"## {sentence(3, 6)[:-1]}"
        yield paragraph()
        if index % 2 == 0:
            yield "\n".join(f"{step}. {sentence()}" for step in range(1, chance.randint(3, 6)))
        else:
            yield "\n".join(f"- **{sentence(2, 3)[:-1]}**: {sentence()}" for _ in range(3))
    target = ids[(number * 7 + 3) % len(ids)]
    yield f"{sentence()} [{sentence(2, 4)[:-1]}](../{target}.md). {{{{ fact.email_reply_hours }}}}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--languages", default="en,vi,ms")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(
        write_corpus(
            arguments.folder, articles=arguments.articles, languages=arguments.languages.split(","), seed=arguments.seed
        ),
        "files",
    )


if __name__ == "__main__":
    main()
