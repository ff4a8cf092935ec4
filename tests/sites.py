"""Real sites that tests look at: a frozen shop, one of awkward cases, a large one, and this repository's own.

Each is built once a test run, whichever worker comes first; the others wait for it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT, TODAY
from tests.payloads import SCRIPTS

HOSTILE = '<img src=x onerror="window.hit=1"> & "quotes"'

MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="#123" d="M0 0h9v9z"/></svg>'
AWKWARD_CONFIG = """\
site_name: Awkward & Sons
site_url: https://help.awkward.example/desk/
theme: {name: material, palette: {primary: red}, font: {text: Roboto}}
plugins:
  - kb:
      shop: Awkward & Sons
      default_language: en
      languages:
        en: {name: English, markets: [VN]}
        vi: {name: Tiếng Việt, markets: [VN]}
        ur: {name: اردو, markets: [VN]}
      markets: {VN: {currency: VND, name: {en: Vietnam}}}
      topics:
        many: {icon: no-such-icon, name: {en: Many}, summary: {en: A long list}}
        other: {name: {en: "Other <b>things</b>"}}
        hostile:
          icon: '"><b class=attack>'
          team: <b class=attack>
          name: {en: '<b class=attack>Hostile</b>'}
          summary: {en: '"><b class=attack>'}
      featured: [faq/tree]
      feedback_url: https://feedback.awkward.example/say
      look:
        logo: {light: img/mark.svg, dark: img/dark-mark.svg}
        home_picture: img/dark-mark.svg
        header_links:
          - {name: "A shop of many words, more than a header holds", url: "https://awkward.example/?a=1&b='2'"}
          - {article: policies/long}
          - {name: '<b class=attack>Hostile</b>', url: 'https://awkward.example/"><b class=attack>'}
        footer_links: [{article: faq/tree}, {name: Mail, url: "mailto:us@awkward.example"}]
        social: [{icon: fontawesome/brands/mastodon, url: "https://social.example/@us"}]
        copyright: "© <b class=attack>Awkward</b>"
      contact:
        - {channel: hotline, fact: phone, hours: "08:00-21:00"}
        - {channel: carrier-pigeon, url: "https://pigeons.example/", hours: "22:00-06:00"}
markdown_extensions: [admonition, attr_list, tables]
"""

NOTICES = """\
- id: early
  from: 2026-12-24
  until: 2026-12-26
  level: warning
  text: {en: "Closed <over> the holidays", vi: Nghỉ lễ, ur: چھٹی}
  link: faq/tree
- id: late
  from: 2027-01-05
  until: 2027-01-05
  text: {en: One day only, vi: Chỉ một ngày, ur: ایک دن}
- id: '"><img class=attack src=x onerror="window.hit=1">'
  from: 2027-03-01
  until: 2027-03-02
  text: '"><img class=attack src=x onerror="window.hit=1">'
  link: faq/attack-00
"""

TREE = """\
---
title: Which lamp is it?
topic: other
answer: "Look at its plug & press the button."
reviewed_on: 2026-11-01
---
Some words first.

```tree
start: light
steps:
  light:
    ask: Is the light on?
    choices: {"Yes": base, "No": plug}
  base:
    ask: Is the base warm?
    choices: {"Warm": ask_us, "Cold": fine}
  plug:
    answer: Put the **plug** in.
  fine:
    answer: All is well.
  ask_us:
    contact: true
```

| A | Very wide | Table | With | Many | Columns |
|---|---|---|---|---|---|
| one | averylongwordwithoutanybreakaveryverylongword | three | four | five | six |

Averyveryveryverylongwordthatnobodyeverbrokeintopartsaveryveryveryverylongword, and
`an_identifier_that_never_ends_and_never_ends_and_never_ends_and_never_ends`.
"""

POLICY = """\
---
title: Long policy
topic: other
effective_from: 2026-09-01
reviewed_on: 2026-11-02
changes:
  - {on: 2026-10-01, what: The window is longer now, why: Buyers asked for it}
---
# Long policy, spelled out

## One
First.

## Two
Second.

## Three
Third. See [the tree](../faq/tree.md).
"""

SCRIPT = """\
---
title: Late parcel
topic: other
channels: [shopee, sms]
placeholders:
  order_id: {type: code, example: A1, required: true}
---
Hello, order {{ order_id }} is late.

## variant: vip

Hello again, order {{ order_id }} is late.
"""

QUIZ = """\
---
title: Lamps
reviewed_on: 2026-11-01
---
```quiz
ask: Which?
right: This
wrong: [That]
why: So it is
```
"""

HOSTILE_ARTICLE = f"""\
---
title: '{HOSTILE}'
summary: '{HOSTILE}'
answer: '{HOSTILE}'
topic: other
---
Words.
"""


HOSTILE_QUIZ = """\
# Hostile

```quiz
ask: '<img class=attack src=x onerror="window.hit=1">'
right: '"><script>window.hit=1</script>'
wrong: ['<svg class=attack onload="window.hit=1">']
why: '</p><b class=attack>'
```
"""

HOSTILE_TREE = """\
# A hostile tree

```tree
steps:
  one:
    ask: '<img class=attack src=x onerror="window.hit=1">'
    choices: {'"><svg class=attack onload="window.hit=1">': two}
  two:
    answer: 'Done'
```
"""


def hostile_files() -> dict[str, str]:
    """Each payload in every field that holds text, in both editions, and one as a file's name."""
    files = {
        'docs/faq/"><img class=attack src=x onerror="window.hit=1"> file.md': "No title but the file's name.\n",
        "docs/guides/hostile-tree.md": HOSTILE_TREE,
        "agents/training/hostile.md": HOSTILE_QUIZ,
    }
    for number, payload in enumerate(SCRIPTS):
        text = json.dumps(payload.replace("<!--", "<! --"))  # a comment that never ends is refused
        shared = f"---\ntitle: {text}\nsummary: {text}\nowner: {text}\ntopic: hostile\nreviewed_on: 2026-11-01\n"
        change = f"changes: [{{on: 2020-01-01, what: {text}, why: {text}}}]\n"
        files[f"docs/faq/attack-{number:02}.md"] = (
            f"{shared}answer: {text}\nquestions: [{text}]\n{change}---\nThe wombat stands here.\n"
        )
        files[f"agents/scripts/attack-{number:02}.md"] = (
            f"{shared}{change}placeholders:\n  order_id: {{type: text, example: {text}}}\n---\n"
            "The wombat stands in order {{ order_id }}.\n"
        )
    files["agents/procedures/hostile.md"] = f"---\ntitle: {text}\ntime: '08:00'\nrole: {text}\n---\nDo it.\n"
    return files


ZENDESK = {
    "articles": [
        {"id": number, "title": payload, "body": "<p>The quokka stands here.</p>", "locale": "en-us", "draft": False,
         "user_segment_id": None, "label_names": [payload], "section_id": 7}
        for number, payload in enumerate(SCRIPTS[:12], 1)
    ],
    "sections": [{"id": 7, "name": '"><img class=attack src=x onerror="window.hit=1">', "locale": "en-us"}],
}  # fmt: skip
"""What an importer brings: titles and labels that somebody else wrote."""


def awkward_files() -> dict[str, str]:
    """A project with everything that is rare in a well-kept shop."""
    files = {
        "mkdocs.yml": AWKWARD_CONFIG,
        "notices.yml": NOTICES,
        "facts.yml": "phone:\n  about: The phone\n  unit: text\n  value: 1900 0000\n",
        "docs/index.md": "---\ntitle: Ask away\nsummary: A summary & more\n---\nWords of welcome.\n",
        "docs/img/mark.svg": MARK,
        "docs/img/dark-mark.svg": MARK.replace("#123", "#edc"),
        "docs/faq/tree.md": TREE,
        "docs/faq/tree.vi.md": TREE.replace("Which lamp is it?", "Đèn nào?"),
        "docs/policies/long.md": POLICY,
        "docs/faq/hostile.md": HOSTILE_ARTICLE,
        "docs/faq/welcome.vi.md": "---\ntitle: Chỉ có tiếng Việt\ntopic: other\n---\nNội dung.\n",
        "agents/scripts/late.md": SCRIPT,
        "agents/notes/faq/tree.md": "Mind the **plug**.\n",
        "agents/training/lamps.md": QUIZ,
        **hostile_files(),
    }
    for number in range(1, 112):
        files[f"docs/faq/many-{number:03}.md"] = (
            f"---\ntitle: Question number {number}\nsummary: A summary that says in one line what is behind it\n"
            f"topic: many\n---\nText {number}.\n"
        )
    return files


@dataclass(frozen=True)
class Sites:
    """Where one project's editions were built."""

    public: Path
    agents: Path

    def text(self, path: str, *, agents: bool = False) -> str:
        """The text of a file of the site; `path` may end with a slash, as addresses do."""
        name = f"{path}index.html" if path.endswith("/") or not path else path
        return ((self.agents if agents else self.public) / name).read_text("utf-8")

    def pages(self, *, agents: bool = False) -> list[Path]:
        return sorted((self.agents if agents else self.public).rglob("*.html"))


def _once(folder: Path, build: Callable[[Path], None]) -> Sites:
    """What `build` writes into `folder`, made by whichever process comes first; the others wait until it is there."""
    import fcntl

    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".state").open("a+") as state:
        fcntl.flock(state, fcntl.LOCK_EX)
        state.seek(0)
        if not (before := state.read()):
            state.write("failed")
            state.flush()
            build(folder)
            state.truncate(0)
            state.write("built")
        assert before != "failed", "another worker could not build this site"
    return Sites(folder / "public", folder / "agents")


def _build(root: Path, out: Path) -> None:
    from kb.website.build.editions import build_editions  # half a second that most tests need not spend

    reports = build_editions(root, ("public", "agents"), out, today=TODAY)
    problems = [str(problem) for report in reports for problem in report.problems if problem.is_error]
    assert all(report.is_whole for report in reports), problems


def _shared_folder(factory: pytest.TempPathFactory, worker: str) -> Path:
    base = factory.getbasetemp()
    return (base if worker == "master" else base.parent) / "sites"


FROZEN = Path(__file__).with_name("shop")
"""A shop in three languages that only tests read: nobody rewords it."""


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Sites:
    """Both editions of the frozen shop."""

    def build(out: Path) -> None:
        root = out.parent / "shop-project"
        shutil.copytree(FROZEN, root, ignore=shutil.ignore_patterns(".kb-cache", "site"))
        _build(root, out)

    return _once(_shared_folder(tmp_path_factory, worker_id) / "shop", build)


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Sites:
    """Both editions of this repository's own shop: for what holds of any site, whatever its writers say."""
    return _once(_shared_folder(tmp_path_factory, worker_id) / "own", lambda out: _build(ROOT, out))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Sites:
    """Both editions of a centre whose agents' lists are long."""
    from tests.large import write_large

    def build(out: Path) -> None:
        root = out.parent / "large-project"
        write_large(root)
        _build(root, out)

    return _once(_shared_folder(tmp_path_factory, worker_id) / "large", build)


@pytest.fixture(scope="session")
def arabic(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Sites:
    """Both editions of a shop that `kb init` made for Arabic and English, with pictures, a film and a wide table."""
    from tests.arabic_shop import write_arabic_shop

    def build(out: Path) -> None:
        root = out.parent / "arabic-project"
        shutil.rmtree(root, ignore_errors=True)
        write_arabic_shop(root)
        _build(root, out)

    return _once(_shared_folder(tmp_path_factory, worker_id) / "arabic", build)


@pytest.fixture(scope="session")
def awkward(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Sites:
    """Both editions of a small project that holds everything awkward."""

    from kb.importers.helpdesks.zendesk import import_zendesk

    def build(out: Path) -> None:
        root = out.parent / "awkward-project"
        shutil.rmtree(root, ignore_errors=True)
        for name, text in awkward_files().items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        export = out.parent / "awkward-export.json"
        export.write_text(json.dumps(ZENDESK), "utf-8")
        assert not import_zendesk(export, root).is_refused
        _build(root, out)

    return _once(_shared_folder(tmp_path_factory, worker_id) / "awkward", build)
