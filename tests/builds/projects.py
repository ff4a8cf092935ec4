"""A small shop that can be changed at random in every way that writers and owners change one."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

from kb.source.walk import walk_files
from kb.website.record.build_record import FileStamp

CONFIG = """\
site_name: Small Shop
site_url: https://help.small.example/
theme: {{name: material, custom_dir: overrides}}
plugins:
  - kb:
      shop: Small {shop}
      default_language: en
      languages: {{en: {{name: English, markets: [VN]}}, vi: {{name: Tiếng Việt, markets: [VN]}}}}
      markets: {{VN: {{currency: VND, name: {{en: Vietnam}}}}}}
      topics: {{money: {{icon: card, name: {{en: Money}}}}, parcels: {{icon: truck, name: {{en: Parcels}}}}}}
      featured: [faq/a1]
      contact: [{{channel: hotline, fact: phone}}]
markdown_extensions: [admonition, attr_list, tables]
"""
FACTS = "phone: {{about: Phone, unit: text, value: 1900 0000}}\ndays: {{about: Days, unit: days, value: {days}}}\n"
NOTICES = "- id: closed\n  from: 2026-12-24\n  until: 2026-12-26\n  text: {{en: Closed {word}, vi: Nghỉ}}\n"
COMMENT = "gnurble"
"""A word that stands in comments alone."""
WORDS = [
    "parcel",
    "refund",
    "size",
    "colour",
    "return",
    "card",
    "shop",
    "late",
    "early",
    "broken",
    "blue",
    "linen",
    "kettle",
    "address",
    "order",
]
VI_WORDS = ["hàng", "tiền", "đổi", "trả", "đơn", "giao", "muộn", "sớm", "màu", "xanh", "ấm", "nước", "địa", "chỉ", "mã"]


LINKS = (
    *("[that](a{}.md)", "[that](/faq/a{}/)", "[that](https://help.small.example/faq/a{}/)", "[them](/all/#a{})"),
    "<a title='5 > 3' href=a{}.md>that</a>",
)


def sentence(chance: random.Random, language: str = "en") -> str:
    words = WORDS if language == "en" else VI_WORDS
    return " ".join(chance.choice(words) for _ in range(chance.randint(4, 14))).capitalize() + "."


def article(chance: random.Random, number: int, language: str = "en") -> str:
    heading = f"\n## About {chance.choice(WORDS)}\n\n" if chance.random() < 0.6 else "\n"
    link = f"\nSee {chance.choice(LINKS).format(chance.randint(1, 6))}.\n" if chance.random() < 0.6 else ""
    fact = "Within {{ fact.days }}, {{ link.faq/a1 }}.\n" if chance.random() < 0.4 else ""
    return (
        f"---\ntitle: {chance.choice(WORDS).capitalize()} {number}\ntopic: {chance.choice(['money', 'parcels'])}\n"
        f"questions: [{chance.choice(WORDS)} where]\n---\n{sentence(chance, language)}\n{heading}"
        f"{sentence(chance, language)}\n{link}{fact}"
    )


def make_project(root: Path, chance: random.Random, articles: int = 6) -> None:
    """Some articles, two of them in Vietnamese, a script, a note, facts and notices."""
    files = {
        "mkdocs.yml": CONFIG.format(shop="Shop"),
        "facts.yml": FACTS.format(days=7),
        "notices.yml": NOTICES.format(word="today"),
        "docs/index.md": "---\ntitle: Welcome\n---\nWords.\n",
        "overrides/partials/unused.html": "nothing\n",
        "agents/scripts/late.md": "---\ntitle: Late\nchannels: [sms]\n---\nYour parcel is late.\n",
        "agents/notes/faq/a1.md": "Mind the **plug**.\n",
        "agents/procedures/morning.md": '---\ntitle: Morning\ntime: ["08:00"]\n---\nLook.\n',
    }
    for number in range(1, articles + 1):
        files[f"docs/faq/a{number}.md"] = article(chance, number)
    for number in (1, 3):
        files[f"docs/faq/a{number}.vi.md"] = article(chance, number, "vi")
    for name, text in files.items():
        write(root / name, text)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _some(root: Path, chance: random.Random, pattern: str = "docs/faq/*.md") -> Path:
    return chance.choice(sorted(root.glob(pattern)))


def edit_text(root: Path, chance: random.Random) -> None:
    path = _some(root, chance)
    write(path, path.read_text("utf-8") + f"\n{sentence(chance)}\n")


def edit_words(root: Path, chance: random.Random) -> None:
    """Some words of a text are others; headings, links and braces stay."""
    path = _some(root, chance)
    head, mark, body = path.read_text("utf-8").rpartition("---\n")
    lines = [
        line if line.startswith(("#", "See ", "Within {{")) or not line else sentence(chance)
        for line in body.split("\n")
    ]
    write(path, head + mark + "\n".join(lines))


def edit_table(root: Path, chance: random.Random) -> None:
    """A table, which pages put into a box that scrolls, and bold words."""
    path = _some(root, chance)
    word, other = chance.choice(WORDS), chance.choice(WORDS)
    write(path, path.read_text("utf-8") + f"\n| {word} | {other} |\n|---|---|\n| **1** | {sentence(chance)} |\n")


def edit_title(root: Path, chance: random.Random) -> None:
    path = _some(root, chance)
    head, _, tail = path.read_text("utf-8").partition("title: ")
    write(path, f"{head}title: New {chance.choice(WORDS)} {chance.randint(1, 99)}\n{tail.partition(chr(10))[2]}")


def add(root: Path, chance: random.Random) -> None:
    number = chance.randint(10, 99)
    write(root / f"docs/faq/a{number}.md", article(chance, number))


def translate(root: Path, chance: random.Random) -> None:
    path = _some(root, chance)
    write(path.with_name(path.name.split(".")[0] + ".vi.md"), article(chance, 1, "vi"))


def rename(root: Path, chance: random.Random) -> None:
    path = _some(root, chance)
    path.rename(path.with_name(f"a{chance.randint(100, 999)}{''.join(path.suffixes)}"))


def delete(root: Path, chance: random.Random) -> None:
    if len(list(root.glob("docs/faq/*.md"))) > 4:
        _some(root, chance).unlink()


def change_fact(root: Path, chance: random.Random) -> None:
    write(root / "facts.yml", FACTS.format(days=chance.randint(2, 30)))


def change_notice(root: Path, chance: random.Random) -> None:
    write(root / "notices.yml", NOTICES.format(word=chance.choice(WORDS)))


def change_option(root: Path, chance: random.Random) -> None:
    write(root / "mkdocs.yml", CONFIG.format(shop=chance.choice(WORDS).capitalize()))


def change_template(root: Path, chance: random.Random) -> None:
    word = chance.choice(WORDS)
    target = root / "overrides/main.html"
    if target.exists() and chance.random() < 0.4:
        target.unlink()
    else:
        block = '{% block extrahead %}<meta name="word" content="' + word + '">{% endblock %}'
        write(target, '{% extends "base.html" %}\n' + block + "\n")


def change_asset(root: Path, chance: random.Random) -> None:
    write(root / "docs/faq/list.svg", sentence(chance))


def leave_file(root: Path, chance: random.Random) -> None:
    """A file that nobody meant, which stops the build; the next time it is taken away."""
    path = root / "docs/faq/left.txt"
    if path.exists():
        path.unlink()
    else:
        write(path, sentence(chance))


def add_comment(root: Path, chance: random.Random) -> None:
    """A note to colleagues, which no reader may get."""
    path = _some(root, chance)
    write(path, path.read_text("utf-8") + f"\n<!-- {COMMENT}\n\n{sentence(chance)} -->\n")


def hold_back(root: Path, chance: random.Random) -> None:
    """Another setting of what is published; `change_option` takes it away."""
    setting = chance.choice(["exclude_docs: a1*", "exclude_docs: '*.vi.md'", "draft_docs: /faq/a3.md"])
    write(root / "mkdocs.yml", CONFIG.format(shop="Shop") + setting + "\n")


def edit_internal(root: Path, chance: random.Random) -> None:
    path = _some(root, chance, "agents/**/*.md")
    write(path, path.read_text("utf-8") + f"\n{sentence(chance)}\n")


CHANGES: Mapping[str, Callable[[Path, random.Random], None]] = {
    one.__name__: one
    for one in (
        edit_text, edit_title, add, translate, rename, delete, change_fact, change_notice, change_option,
        change_template, change_asset, edit_internal, leave_file, add_comment, hold_back,
    )
}  # fmt: skip


def tree(folder: Path) -> dict[str, bytes]:
    """Path → bytes of every file below `folder`."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def stamps_below(folder: Path) -> dict[str, FileStamp]:
    """Every file below `folder`, by name."""
    return {name: FileStamp.of(entry.stat(follow_symlinks=False)) for name, entry in walk_files(folder)}
