"""The rule book: codes are unique, and each example really breaks its rule where it can be run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

import pytest

from kb.reports.discovery import all_rules, modules_with_rules
from kb.reports.rules import GROUPS, rules_pages
from kb.source.problem import Rule
from kb.website.mkdocs.settings import judge_settings
from kb.workspace.workspace import open_workspace
from tests.conftest import MINIMAL_CONFIG, TODAY, WriteProject

RULES = {rule.code: rule for rule in all_rules()}


def front(example: str) -> dict[str, str]:
    """An example that is front matter, or a whole file that begins with it."""
    return {"docs/faq/a.md": example if example.startswith("---") else f"---\n{example}\n---\nText.\n"}


def body(example: str) -> dict[str, str]:
    return {"docs/faq/a.md": f"---\ntitle: T\n---\n{example}\n"}


def script(example: str) -> dict[str, str]:
    """An example that is a script, or the front matter of one."""
    fields, mark, text = example.rpartition("---\n")
    has_fields = bool(mark) or example.startswith(("channels:", "placeholders:", "images:"))
    head = fields if mark else example + "\n" if has_fields else ""
    said = text if mark else "Hello." if has_fields else example
    return {"agents/scripts/a.md": f"---\ntitle: T\n{head}---\n{said}\n"}


def config(example: str) -> dict[str, str]:
    """An example of options: lines of the `kb` block, or the whole `plugins:`."""
    if example.startswith("plugins:"):
        return {"mkdocs.yml": f"site_name: T\ntheme: {{name: material}}\n{example}\n"}
    lines = "".join(f"      {line}\n" for line in example.splitlines())
    return {"mkdocs.yml": MINIMAL_CONFIG + lines}


def settings(example: str) -> dict[str, str]:
    """An example of MkDocs' own settings, put in the place of those of a right `mkdocs.yml`."""
    parts = {"site_name": "site_name: T", "theme": "theme: {name: material}", "plugins": "plugins: [kb]"}
    key = example.partition(":")[0]
    parts[key] = example.replace("plugins:", "plugins:\n  - kb") if key == "plugins" else example.partition("   #")[0]
    return {"mkdocs.yml": "\n".join(parts.values()) + "\n"}


def topic_elsewhere() -> dict[str, str]:
    """Another article, which has a topic."""
    return {"docs/faq/b.md": "---\ntitle: B\ntopic: returns\n---\nText.\n"}


Runner = Callable[[str], Mapping[str, str]]

RUNNERS: Mapping[str, Runner] = {
    "KB102": front,
    "KB103": front,
    "KB104": front,
    "KB105": front,
    "KB107": front,
    "KB108": lambda _: {"docs/faq/a.md": ""},
    "KB109": lambda _: {"docs/faq/returns.md": "A", "docs/faq/Returns.md": "B"},
    "KB110": lambda _: {"docs/faq/returns.md": "A", "docs/faq/returns.de.md": "B"},
    "KB111": lambda example: {"docs/faq/a.md": example},
    "KB112": body,
    "KB113": front,
    "KB114": body,
    "KB115": front,
    "KB116": front,
    "KB125": front,
    "KB126": front,
    "KB127": lambda example: {"docs/faq/returns_vi.md": "B", "docs/faq/returns.md": "A"},
    "KB128": lambda example: {"docs/faq/a.md": f"{example.partition('   #')[0]}\nText.\n", **topic_elsewhere()},
    "KB129": lambda _: dict.fromkeys(("docs/faq/a.md", "docs/guides/a.md"), "---\ntitle: Where?\n---\nText.\n"),
    "KB130": front,
    "KB131": body,
    "KB132": lambda example: {"docs/faq/a.md": example},
    "KB133": body,
    "KB134": body,
    "KB136": lambda example: {"notices.yml": example},
    "KB137": lambda example: {example: "Hello.\n"},
    "KB138": front,
    "KB236": body,
    "KB237": body,
    "KB238": front,
    "KB201": body,
    "KB202": lambda example: {**body(example), "docs/policies/shipping.md": "## Fees\n\nNone."},
    "KB203": lambda example: {**body(example), "agents/procedures/refund-approval.md": "A"},
    "KB204": front,
    "KB205": lambda example: {**front(example), "docs/faq/refund-time.md": "Still here."},
    "KB214": lambda example: {
        **body(example),
        "mkdocs.yml": config("raw_html: false")["mkdocs.yml"] + "markdown_extensions: [attr_list]\n",
    },
    "KB215": lambda example: {**body(example), **config("raw_html: false")},
    "KB216": lambda example: body(example.partition("…")[0] * 500),
    "KB301": body,
    "KB302": body,
    "KB309": body,
    "KB311": front,
    "KB303": lambda example: {**body(example.partition("#")[0]), "facts.yml": "return_days: {unit: days, value: 7}"},
    "KB304": lambda example: {"facts.yml": example},
    "KB307": lambda _: dict.fromkeys(("facts.yml", "agents/facts.yml"), "return_days: {unit: days, value: 7}"),
    **dict.fromkeys(("KB312", "KB313", "KB314", "KB315"), lambda example: {"facts.yml": example}),
    "KB310": lambda example: {
        "mkdocs.yml": MINIMAL_CONFIG.replace("vi: {name: Tiếng Việt, markets: [VN]}", "la: Latina"),
        "facts.yml": example,
    },
    "KB306": lambda example: {
        "docs/faq/a.vi.md": f"{example}\n",
        "docs/faq/a.md": "A",
        "facts.yml": "marketplace_return_days_tiki: {unit: days, markets: {MY: 7}}",
    },
    "KB308": config,
    "KB401": body,
    "KB402": body,
    "KB403": lambda example: {"agents/scripts/a.md": f"---\ntitle: T\n---\nHello.\n\n{example}\n"},
    "KB404": lambda example: {"notices.yml": example},
    "KB405": front,
    "KB406": lambda _: {"agents/notes/faq/retrun.md": "A note."},
    "KB407": lambda example: {**body(example), **config("raw_html: false")},
    "KB408": script,
    "KB501": script,
    "KB502": script,
    "KB503": lambda example: script(
        "channels: [sms]\n---\nHello.\n\n" + example.replace("(a text of 700 letters)", "word " * 140)
    ),
    "KB504": lambda example: script(example.partition("(")[0]),
    "KB505": script,
    "KB506": script,
    "KB507": script,
    "KB508": lambda example: script(f"{example}\n\nHello."),
    "KB510": config,
    "KB511": config,
    "KB512": script,
    "KB513": script,
    "KB514": script,
    "KB515": script,
    "KB516": lambda example: {**script(example.partition("   ")[0]), **config("channels: [email, hotline]")},
    "KB517": script,
    "KB720": script,
    "KB601": lambda _: {"docs/faq/invoice.md": "A"},
    "KB602": lambda example: {"docs/faq/a.md": "A", "docs/faq/a.vi.md": f"---\n{example}\n---\nB"},
    "KB603": front,
    "KB604": lambda example: {
        **config(example.partition("#")[0]),
        **front("reviewed_on: 2026-01-01\nreview_every_days: 10"),
    },
    "KB606": lambda _: {"docs/faq/a.md": "A", "docs/faq/a.vi.md": "---\nuntranslated: en\n---\nA"},
    "KB605": lambda _: {"docs/faq/invoice.vi.md": "A"},
    "KB801": config,
    "KB802": config,
    "KB803": settings,
    "KB804": settings,
    "KB805": settings,
    "KB806": settings,
    "KB807": settings,
    "KB808": settings,
    "KB809": settings,
    "KB316": config,
    "KB814": lambda example: {"mkdocs.yml": config(example)["mkdocs.yml"].replace("VN", "DE").replace("MY", "AT")},
    "KB816": config,
    "KB818": config,
    "KB831": config,
}
"""Code → how its example becomes a project. Those missing need bytes, a symbolic link, another program or a
built site: they have tests of their own, where they are found."""


def test_codes_and_names_are_unique_and_well_formed() -> None:
    rules = all_rules()
    assert len(rules) > 40
    for counts in (Counter(rule.code for rule in rules), Counter(rule.name for rule in rules)):
        assert [name for name, count in counts.items() if count > 1] == []
    for rule in rules:
        assert re.fullmatch(r"KB[1-9]\d\d", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
        assert rule.what.endswith(".")
        assert rule.why.endswith(".")
        assert not rule.hint.endswith(".")
        assert rule.hint[0].islower()
        assert rule.example.strip()
        assert any(rule.code.startswith(start) for start, _ in GROUPS)


def test_every_module_with_rules_is_found() -> None:
    modules = modules_with_rules()
    assert "kb.source.yaml_nodes" in modules
    assert "kb.checks.scripts" in modules
    assert any(name.startswith("kb.website.") for name in modules)


@pytest.mark.parametrize("code", sorted(RUNNERS))
def test_the_example_breaks_its_rule(code: str, write_project: WriteProject) -> None:
    rule: Rule = RULES[code]
    root = write_project(RUNNERS[code](rule.example))
    workspace = open_workspace(root, "agents", today=TODAY, judge_settings=judge_settings)
    found = {problem.code for problem in workspace.problems}
    assert code in found, f"{rule.example!r} breaks {sorted(found)}: {[str(one) for one in workspace.problems]}"


def test_the_pages_describe_every_rule_once_and_the_overview_leads_to_them() -> None:
    pages = rules_pages(all_rules())
    overview = pages.pop("reference-rules.md")
    assert all(f"]({name})" in overview for name in pages)
    for rule in all_rules():
        assert f"{rule.code} {rule.name}" in overview
        page = pages[f"reference-rules-{rule.code[:3].lower()}.md"]
        assert page.count(f"## {rule.code} {rule.name}\n") == 1
        assert rule.example.strip("\n") in page
