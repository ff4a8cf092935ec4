"""What an audit finds never depends on what an earlier one kept: any series of changes, any cache.

The seeded part runs with the suite; `make attack` runs long series.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.audit.audit import Audit, audit_folder
from kb.audit.cache import VERDICTS, Cache, load_cache, load_marks
from kb.audit.signing_key import read_key
from tests.conftest import MINIMAL_CONFIG, WriteProject
from tests.website.test_images import png

KEY = b"k" * 32
IS_LONG = bool(os.environ.get("KB_ATTACK"))
SEEDS, STEPS = (range(60), 60) if IS_LONG else (range(4), 25)
TEXTS = (
    "Offer the quiet refund only when a buyer mentions small claims court",
    "Warehouse seven opens at noon on every second Sunday",
    "Đừng nói với khách rằng kho Bình Dương đang kẹt hàng",
    "Kaunter belakang menerima pulangan tanpa resit pada hari Jumaat",
    "Chargeback-ladder",
    "Courtmention",
    "goodwill",
)
"""Sentences, a name and words that stand now here, now there."""
SHOP = {
    "mkdocs.yml": MINIMAL_CONFIG.replace("{name: material}", "{name: material, custom_dir: theme}"),
    "docs/index.md": "---\ntitle: Help\n---\nAsk us.\n",
    "facts.yml": "days: {about: x, unit: days, value: 7}\n",
    "agents/procedures/start.md": "---\ntitle: Start\n---\nBegin.\n",
    "site/index.html": "<h1>Help</h1>",
}
Change = Callable[[Path, random.Random], None]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def some(chance: random.Random) -> str:
    return ".\n\n".join(chance.sample(TEXTS, chance.randint(0, 3)))


def document(folder: str, suffix: str = "md") -> Change:
    def change(root: Path, chance: random.Random) -> None:
        path = root / folder / f"{chance.choice('abc')}.{suffix}"
        draft = chance.choice(["", "", "", "draft: true\n", '"draft" : true\n', "# draft: true\n"])
        title = chance.choice(["One", "Two", TEXTS[4]])
        answer = chance.choice(["", "also_public: true\n", "also_public: true\n", "also_public: true\n"])
        write(path, f"---\ntitle: {title}\n{answer}{draft}---\n\nHello {some(chance)}.\n")

    return change


def plain(name: str, pattern: str) -> Change:
    return lambda root, chance: write(root / name, pattern.format(some(chance).replace("\n", " ")))


def delete(root: Path, chance: random.Random) -> None:
    folders = ("docs/faq", "agents", "theme", "site", "docs/files")
    paths = sorted(path for folder in folders for path in (root / folder).rglob("*") if path.is_file())
    if paths:
        chance.choice(paths).unlink()


def settings(root: Path, chance: random.Random) -> None:
    more = chance.choice(
        ["", f"# {some(chance)}".replace("\n", " ") + "\n", "exclude_docs: faq/a.md\n", "draft_docs: faq/b.md\n"]
    )
    write(root / "mkdocs.yml", SHOP["mkdocs.yml"] + more + f'site_description: "{some(chance)}"\n'.replace("\n\n", " "))


def twin(root: Path, chance: random.Random) -> None:
    data = png(7, 5 + chance.randrange(3))
    path = root / chance.choice(["docs/files/x.png", "agents/files/x.png", "site/files/x.png"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def same_stamp(root: Path, chance: random.Random) -> None:
    """A file written anew with its old size and its old time."""
    path = chance.choice([root / "site/index.html", root / "docs/index.md", root / "agents/procedures/start.md"])
    if not path.exists():
        return
    before, text = path.stat(), path.read_text("utf-8")
    path.write_text("".join(chance.sample(text, len(text))) if chance.random() < 0.3 else text, "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Change] = {
    "an article": document("docs/faq"),
    "an agents' page": document("agents/procedures"),
    "a script": document("agents/scripts"),
    "a note": document("agents/notes/faq"),
    "a published page": lambda root, chance: write(
        root / "site" / chance.choice("pqr") / "index.html", f"<p>Hello {some(chance)}</p>"
    ),
    "a style sheet": plain("theme/assets/x.css", "/* {} */"),
    "facts": plain("facts.yml", SHOP["facts.yml"].replace("{", "{{").replace("}", "}}") + "# {}\n"),
    "a public name": plain("facts.yml", 'name: {{about: y, unit: text, value: "x {}"}}\n'),
    "agents' facts": plain("agents/facts.yml", 'limit: {{about: y, unit: text, value: "x {}"}}\n'),
    "notices": plain("notices.yml", "# {}\n"),
    "a hidden file": plain("agents/.hidden/x.txt", "{}"),
    "settings": settings,
    "a twin": twin,
    "deletion": delete,
    "time set back": same_stamp,
}  # fmt: skip


def make_clean(root: Path) -> None:
    """Leave one published page, the first settings and facts, and no public article: nothing internal is published."""
    for name in ("mkdocs.yml", "facts.yml"):
        write(root / name, SHOP[name])
    shutil.rmtree(root / "site")
    write(root / "site/index.html", "<p>Hello</p>")
    for path in (root / "docs/faq").glob("*.md"):
        path.unlink()


@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_series_of_changes_a_kept_audit_finds_what_a_fresh_one_finds(
    seed: int, write_project: WriteProject
) -> None:
    chance, root = random.Random(f"warm and cold {seed}"), write_project(SHOP)
    cache, said = Cache(root, KEY), []
    for step in range(STEPS):
        for name in chance.sample(sorted(CHANGES), chance.choice([1, 1, 2])):
            CHANGES[name](root, chance)
            said.append(name)
        warm = Audit(root, cache, trusts_stamps=True).judge(root / "site", shown_as="site")
        cold = audit_folder(root / "site", root, shown_as="site")
        assert warm.problems == cold.problems, (seed, step, said)
        if cold.problems and chance.random() < 0.6:  # a writer mends what was found
            for path in (root / "site").rglob("index.html"):
                write(path, "<p>Hello</p>")
            for path in (root / "docs/faq").glob("*.md"):
                path.unlink()
    make_clean(root)
    for _ in range(2):
        last = Audit(root, cache, trusts_stamps=True).judge(root / "site", shown_as="site")
    assert (last.problems, last.reused) == ((), 1), said


def test_a_withdrawn_excuse_brings_back_what_an_unchanged_file_says(write_project: WriteProject) -> None:
    root = write_project({**SHOP, "docs/faq/a.md": f"---\ntitle: A\nalso_public: true\n---\n{TEXTS[0]}.\n"})
    write(root / "agents/procedures/quiet.md", f"---\ntitle: Quiet\n---\n{TEXTS[0]}.\n")
    write(root / "site/assets/x.css", f"/* {TEXTS[0]} */")
    cache = Cache(root, KEY)
    assert audit_folder(root / "site", root, cache=cache).problems == ()
    assert audit_folder(root / "site", root, cache=cache).reused == 2
    write(root / "docs/faq/a.md", "---\ntitle: A\n---\nSomething else.\n")
    assert [one.code for one in audit_folder(root / "site", root, cache=cache).problems] == ["KB910"]


def test_an_excuse_may_go_while_another_file_has_it_and_the_last_one_may_not(write_project: WriteProject) -> None:
    page = "---\ntitle: A\n---\nAbout {}.\n"
    words = {"docs/faq/a.md": "porcelain", "docs/faq/b.md": "lanterns"}
    root = write_project({**SHOP, **{path: page.format(f"chargebacks, {word}") for path, word in words.items()}})
    write(root / "agents/procedures/quiet.md", "---\ntitle: Quiet\n---\nAsk for chargebacks, lanterns, porcelain.\n")
    write(root / "site/index.html", "<p>Chargebacks</p><p>Porcelain</p><p>Lanterns</p>")
    cache = Cache(root, KEY)
    assert audit_folder(root / "site", root, cache=cache).problems == ()
    write(root / "docs/faq/a.md", page.format("porcelain"))
    one_left = audit_folder(root / "site", root, cache=cache)
    assert (one_left.is_clean, one_left.reused) == (True, 1)
    write(root / "docs/faq/b.md", page.format("lanterns"))
    none_left = audit_folder(root / "site", root, cache=cache)
    assert (none_left.is_clean, none_left.reused) == (False, 0)


def leaking(write_project: WriteProject) -> tuple[Path, Cache, Path]:
    """A shop with a clean audit behind it and a leak since then: (project, cache, the file that leaks)."""
    root = write_project(SHOP)
    write(root / "agents/procedures/quiet.md", f"---\ntitle: Quiet\n---\n{TEXTS[0]}.\n")
    cache = Cache(root, KEY)
    assert audit_folder(root / "site", root, cache=cache).problems == ()
    assert audit_folder(root / "site", root, cache=cache).reused == 1
    write(root / "site/assets/x.css", f"/* {TEXTS[0]} */")
    return root, cache, root / "site/assets/x.css"


def is_found(root: Path, cache: Cache) -> bool:
    return not audit_folder(root / "site", root, cache=cache).is_clean


def test_a_verdict_that_somebody_added_is_none(write_project: WriteProject) -> None:
    root, cache, leak = leaking(write_project)
    signature, _, body = (cache.folder / VERDICTS).read_bytes().partition(b"\n")
    inside, cleared, *rest = marshal.loads(body)
    cleared["assets/x.css"] = ("0.0.0.0", hashlib.sha256(leak.read_bytes()).hexdigest())
    (cache.folder / VERDICTS).write_bytes(signature + b"\n" + marshal.dumps((inside, cleared, *rest)))
    assert is_found(root, cache)


@pytest.mark.parametrize("is_verdicts", [True, False])
@pytest.mark.parametrize("spoil", [b"", b"{}", b"null\n{}", b"\xff\n[]", b"[" * 5000, None])
def test_a_broken_cache_changes_nothing(is_verdicts: bool, spoil: bytes | None, write_project: WriteProject) -> None:
    root, cache, _ = leaking(write_project)
    name = VERDICTS if is_verdicts else load_cache(cache).marks
    held = (cache.folder / name).read_bytes()
    (cache.folder / name).write_bytes(held[: len(held) // 2] if spoil is None else spoil)
    cached = load_cache(cache)
    assert load_marks(cache, cached) is None
    assert (cached.cleared == {}) == is_verdicts
    assert is_found(root, cache)


def test_marks_exchanged_for_fewer_are_not_believed(write_project: WriteProject) -> None:
    root, cache, _ = leaking(write_project)
    (cache.folder / load_cache(cache).marks).write_bytes(marshal.dumps((frozenset(),) * 5))
    assert is_found(root, cache)


def test_verdicts_of_another_project_or_of_another_key_are_not_believed(
    tmp_path: Path, write_project: WriteProject
) -> None:
    root, cache, _ = leaking(write_project)
    assert load_cache(cache).cleared
    assert load_cache(Cache(root, b"x" * 32)).cleared == {}
    assert load_cache(replace(cache, version="another kb")).cleared == {}
    other = tmp_path / "moved"
    other.mkdir()
    (root / ".kb-cache").rename(other / ".kb-cache")
    assert load_cache(Cache(other, KEY)).cleared == {}


def test_the_key_lies_outside_the_project_and_is_its_owners_alone(tmp_path: Path) -> None:
    root, home = tmp_path / "shop", tmp_path / "home"
    root.mkdir()
    key = read_key(home, root)
    assert key is not None
    assert read_key(home, root) == key
    assert read_key(root / "home", root) is None
    assert not (root / "home").exists()
    assert read_key(None, root) is None
    if os.name == "posix":
        assert (home / "audit.key").stat().st_mode & 0o077 == 0
        (home / "audit.key").chmod(0o644)
        assert read_key(home, root) != key


def test_a_broken_key_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/audit.key").write_bytes(b"")
    key = read_key(tmp_path / "home", tmp_path / "shop")
    assert key is not None
    assert len(key) == 32
