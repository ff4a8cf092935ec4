"""The agents' part of a made-up help centre: scripts with placeholders and variants, notes, procedures, facts.

Of a hundred documents sixty are scripts, twenty-five notes on public articles, fifteen procedures, each in every
language of the corpus. Facts of the agents' stand in notes and procedures alone: scripts are sent to customers.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.corpus import TOPICS, Prose, Vocabulary

KINDS = (("scripts", 60), ("notes", 25), ("procedures", 15))
"""Kind → of a hundred documents."""
FACTS = 20
_PLACEHOLDERS = {
    "customer_name": "{type: name, example: Mai, required: true}",
    "order_id": "{type: code, example: SS-20488, required: true}",
    "amount": "{type: money, example: 120000 VND, required: true}",
    "day": "{type: date, example: 2026-11-20, required: true}",
    "item_name": "{type: text, example: Serai Mini, required: true}",
}
_VARIANTS = ("vip", "new", "returning", "at-risk")
_REVIEWED = "owner: after-sales\nreviewed_on: 2026-11-16\nreview_every_days: 180\n"


def write_agents(
    folder: Path, files: int, vocabularies: Mapping[str, Vocabulary], seed: int, articles: Sequence[str]
) -> int:
    """Write `files` files below `agents/`, the last document in fewer languages where they do not divide; a file of
    facts comes on top. Returns the number of files."""
    if not files:
        return 0
    ids = _ids(-(-files // len(vocabularies)), articles, random.Random(f"{seed}-agents"))
    languages = list(vocabularies)
    for number, place in enumerate((id, code) for id in ids for code in languages):
        if number == files:
            break
        id, code = place
        path = folder / "agents" / f"{id}{'' if code == languages[0] else f'.{code}'}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        order = number // len(languages)
        prose = Prose.of(vocabularies[code], random.Random(f"{seed}-{code}-{id}"))
        path.write_text(_WRITERS[id.partition("/")[0]](prose, order, random.Random(f"{seed}-{id}")), "utf-8")
    (folder / "agents/facts.yml").write_text(_facts(random.Random(f"{seed}-agents-facts")), "utf-8")
    return files + 1


def _ids(documents: int, articles: Sequence[str], chance: random.Random) -> list[str]:
    """Ids of so many documents: notes lie on articles that are there, so there are no more of them than articles."""
    notes = min(documents * dict(KINDS)["notes"] // 100, len(articles))
    scripts = max(1, documents * dict(KINDS)["scripts"] // 100)
    procedures = documents - notes - scripts
    noted = sorted(chance.sample(list(articles), notes))
    return (
        [f"scripts/reply-{number:04d}" for number in range(scripts)]
        + [f"notes/{article}" for article in noted]
        + [f"procedures/duty-{number:04d}" for number in range(procedures)]
    )


def _script(prose: Prose, number: int, same: random.Random) -> str:
    """A saved reply. `same` gives what must be the same in every language: placeholders, variants, channels."""
    names = sorted(same.sample(sorted(_PLACEHOLDERS), same.randint(2, 4)))
    variants = same.sample(_VARIANTS, same.randint(0, 2))
    has_mail = same.random() < 0.5
    declared = "".join(f"  {name}: {_PLACEHOLDERS[name]}\n" for name in names)
    used = ", ".join(f"{{{{ {name} }}}}" for name in names)
    parts = [f"{prose.sentence()} {used}. {prose.paragraph()} {{{{ fact.email_reply_hours }}}}."]
    parts += [f"## variant: {variant}\n{prose.sentence()} {used}. {prose.paragraph()}" for variant in variants]
    if has_mail:
        steps = "\n".join(f"- {prose.sentence()}" for _ in range(3))
        parts.append(f"## channel: email\n{prose.sentence()} {used}.\n\n{steps}\n\n{prose.paragraph()}")
    return (
        f'---\ntitle: "{prose.phrase(4, 8)}"\nsummary: "{prose.sentence(6, 10)}"\n{_topic(number)}'
        f"stage: delivery\nchannels: [livechat, {'email, ' if has_mail else ''}messenger]\n{_REVIEWED}"
        f"placeholders:\n{declared}{prose.questions()}---\n\n" + "\n\n".join(parts) + "\n"
    )


def _note(prose: Prose, number: int, same: random.Random) -> str:
    points = "\n".join(f"- {prose.sentence()}" for _ in range(same.randint(2, 4)))
    return f'---\ntitle: "{prose.phrase(3, 6)}"\n{_REVIEWED}---\n\n{prose.paragraph()} {_a_fact(same)}.\n\n{points}\n'


def _procedure(prose: Prose, number: int, same: random.Random) -> str:
    steps = "\n".join(f"{step}. {prose.sentence()}" for step in range(1, same.randint(4, 8)))
    return (
        f'---\ntitle: "{prose.phrase(3, 7)}"\nsummary: "{prose.sentence(6, 10)}"\n{_topic(number)}'
        f'time: "{8 + number % 12:02}:30"\nrole: "{prose.phrase(1, 2)}"\n{_REVIEWED}{prose.questions()}---\n\n'
        f"## {prose.phrase(2, 5)}\n\n{steps}\n\n## {prose.phrase(2, 5)}\n\n{prose.paragraph()} {_a_fact(same)}.\n"
    )


_WRITERS = {"scripts": _script, "notes": _note, "procedures": _procedure}


def _topic(number: int) -> str:
    return f"topic: {TOPICS[number % len(TOPICS)]}\n"


def _a_fact(chance: random.Random) -> str:
    return f"{{{{ fact.internal_{chance.randrange(FACTS):02d} }}}}"


def _facts(chance: random.Random) -> str:
    return "".join(
        f"internal_{number:02d}:\n  about: A limit that only agents know, number {number}\n  unit: hours\n"
        f"  value: {chance.randint(1_000, 9_999)}\n"
        for number in range(FACTS)
    )
