"""Help-centre corpora to measure on: any size, any languages, the same bytes from the same seed.

Words follow a Zipf-Mandelbrot law over a vocabulary of tens of thousands, half of them the words of this
shop's own articles, the others made of each language's syllables; every article leans on words of its own
(as real articles do), so that a page compresses about as well as real prose and a posting list is about as
long as a real one. Templated text would flatter every byte that is measured. One fact, `bench_wait_days`, stands on
twenty pages and nowhere else. The agents' part (`corpus_agents.py`) is scripts, notes and procedures.

    python -m bench.corpus FOLDER --articles 1000 [--agents 300] [--languages en,vi,ms] [--seed 1]
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
SHARED_FACT = "bench_wait_days"
SHARED_PAGES = 20
"""Pages of the public edition that say it; no other text does."""
_SHARED_FACT = f"""
{SHARED_FACT}:
  about: Days to wait, on {SHARED_PAGES} pages of a made-up corpus
  unit: days
  value: 12
"""
FOLDERS = (("faq", 0.7), ("guides", 0.2), ("policies", 0.1))

_SYLLABLES = {
    "en": (
        "re un con de in pro ex com per sub trans dis over under port pack ship pay bill mark track load line "
        "lock set form tion ment able ing er ly ness ful less ist ure al ic ous ive ent ance"
    ),
    "ms": (
        "ba be bu ca da di du ga gu ha hi ja ju ka ke ki ku la le li lu ma me mi mu na ni nu pa pe pi pu ra ri ru "
        "sa se si su ta te ti tu wa ya kan an ang ing ung at ar is us am nya lah"
    ),
    "vi": (
        "an ang anh ban bao bên bình cách cảm cần cao chi chính cho chú có con công cũng của cửa đã đang đây đến "
        "điểm điều đo đồng được em gần gì giá giờ giúp hai hàng hay hết hiện hoa hỗ học hôm hợp kế khách khi khó "
        "không kiểm lại làm lần lên loại lượng mà mặt mới một mua năm này nên ngày nghe người nhà nhân nhận như "
        "những nơi nữa ở phải phần phí quá quý ra rất rồi sách sản sau sẽ số sớm sự ta tại tất tên thấy theo thêm "
        "thì thời thông tiền tiếp tìm tin tốt trả trên tra trong trước từ tự và vào vẫn về vì việc vừa xin yêu"
    ),
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
    syllables = _SYLLABLES.get(language, _SYLLABLES["en"]).split()
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


@dataclass(frozen=True)
class Prose:
    """Sentences of one text, which leans on words of its own."""

    vocabulary: Vocabulary
    chance: random.Random
    own: tuple[str, ...]

    @staticmethod
    def of(vocabulary: Vocabulary, chance: random.Random) -> Prose:
        return Prose(vocabulary, chance, tuple(vocabulary.draw(chance) for _ in range(OWN_WORDS)))

    def words(self, count: int) -> str:
        chance = self.chance
        return " ".join(
            chance.choice(self.own) if chance.random() < 0.3 else self.vocabulary.draw(chance) for _ in range(count)
        )

    def phrase(self, low: int, high: int) -> str:
        """A sentence without its stop, as a title is."""
        text = self.words(self.chance.randint(low, high))
        return text[:1].upper() + text[1:]

    def sentence(self, low: int = 7, high: int = 17) -> str:
        return f"{self.phrase(low, high)}."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(2, 5)))

    def questions(self, count: int = 6) -> str:
        """The list of front matter."""
        return "questions:\n" + "".join(f'  - "{self.words(self.chance.randint(3, 6))}"\n' for _ in range(count))


def write_corpus(
    folder: Path, *, articles: int, languages: Sequence[str] = ("en", "vi", "ms"), seed: int = 1, agents: int = 0
) -> int:
    """Write a project of `articles` × `languages` files and `agents` files of the agents' into `folder`; returns the
    number of files."""
    from bench.corpus_agents import write_agents

    chance = random.Random(f"{seed}-vocabulary")
    vocabularies = {code: make_vocabulary(code, chance) for code in languages}
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    notices = re.sub(r"  link: .*\n", "", (ROOT / "notices.yml").read_text("utf-8"))  # to articles that are not here
    (folder / "notices.yml").write_text(notices, "utf-8")
    config = (ROOT / "mkdocs.yml").read_text("utf-8").replace("strict: true", "strict: false")
    config = re.sub(r"  custom_dir: overrides\n", "", config)
    config = re.sub(r"      featured:\n(        - .*\n)+", "", config)
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    (folder / "facts.yml").write_text((ROOT / "facts.yml").read_text("utf-8") + _SHARED_FACT, "utf-8")
    ids = [f"{_folder(number, articles)}/article-{number:05d}" for number in range(articles)]
    sharing = _pages_that_share(articles, languages, seed)
    for language in languages:
        suffix = "" if language == languages[0] else f".{language}"
        (folder / "docs" / f"index{suffix}.md").write_text("# Help\n\nAnswers.\n", "utf-8")
        for number, id in enumerate(ids):
            path = folder / "docs" / f"{id}{suffix}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = _article(vocabularies[language], random.Random(f"{seed}-{language}-{number}"), ids, number)
            if (number, language) in sharing:
                text += f"\n{{{{ fact.{SHARED_FACT} }}}}.\n"
            path.write_text(text, "utf-8")
    return articles * len(languages) + write_agents(folder, agents, vocabularies, seed, ids)


def _pages_that_share(articles: int, languages: Sequence[str], seed: int) -> set[tuple[int, str]]:
    """The (article, language) whose texts have the shared fact: `SHARED_PAGES`, as few articles as may be, each in all
    languages, so the last one may lack some; all pages where there are no more."""
    fewest = min(articles, -(-SHARED_PAGES // len(languages)))
    chosen = sorted(random.Random(f"{seed}-shared").sample(range(articles), fewest))
    return {(number, language) for number, language in list(itertools.product(chosen, languages))[:SHARED_PAGES]}


def _folder(number: int, articles: int) -> str:
    share = number / max(articles, 1)
    for name, part in FOLDERS:
        if share < part:
            return name
        share -= part
    return FOLDERS[-1][0]


def _article(vocabulary: Vocabulary, chance: random.Random, ids: Sequence[str], number: int) -> str:
    prose = Prose.of(vocabulary, chance)
    title, questions = prose.phrase(4, 8), prose.questions()
    related = ", ".join(chance.choice(ids) for _ in range(3))
    parts = list(_sections(prose, ids, number))
    return (
        f'---\ntitle: "{title}"\nsummary: "{prose.sentence(6, 10)}"\nanswer: "{prose.sentence()} {prose.sentence()}"\n'
        f"{questions}topic: {TOPICS[number % len(TOPICS)]}\nstage: delivery\nrelated: [{related}]\n"
        f"owner: after-sales\nreviewed_on: 2026-11-16\nreview_every_days: 180\n---\n\n" + "\n\n".join(parts) + "\n"
    )


def _sections(prose: Prose, ids: Sequence[str], number: int) -> Iterator[str]:
    yield prose.paragraph()
    for index in range(prose.chance.randint(3, 5)):
        yield f"## {prose.phrase(3, 6)}"
        yield prose.paragraph()
        if index % 2 == 0:
            yield "\n".join(f"{step}. {prose.sentence()}" for step in range(1, prose.chance.randint(3, 6)))
        else:
            yield "\n".join(f"- **{prose.phrase(2, 3)}**: {prose.sentence()}" for _ in range(3))
    target = ids[(number * 7 + 3) % len(ids)]
    yield f"{prose.sentence()} [{prose.phrase(2, 4)}](../{target}.md). {{{{ fact.email_reply_hours }}}}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--agents", type=int, default=0, help="files of the agents', all languages together")
    parser.add_argument("--languages", default="en,vi,ms")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    languages = asked.languages.split(",")
    count = write_corpus(
        asked.folder, articles=asked.articles, languages=languages, seed=asked.seed, agents=asked.agents
    )
    print(count, "files")


if __name__ == "__main__":
    main()
