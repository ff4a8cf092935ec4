"""The rule book: what `kb` finds wrong, with an example of each and how to mend it, as pages of the manual."""

from __future__ import annotations

from collections.abc import Iterable

from kb.project.rule_settings import is_guard
from kb.source.problem import Rule

GROUPS = (
    ("KB1", "Reading files"),
    ("KB2", "Links and ids"),
    ("KB3", "Facts and braces"),
    ("KB4", "Structure: topics, trees, self-checks, variants"),
    ("KB5", "Channels"),
    ("KB6", "Languages and freshness"),
    ("KB7", "Search"),
    ("KB8", "Options"),
    ("KB9", "Publishing"),
)
"""Start of the code → heading."""


def rules_pages(rules: Iterable[Rule]) -> dict[str, str]:
    """File name → Markdown: an overview, and a page for each group that describes its rules by code."""
    held = sorted(rules, key=lambda rule: rule.code)
    lines = [
        "# Rules",
        "",
        "`kb check` prints one line for each mistake: `path:line: severity code message (how to mend it)`. "
        "An **error** stops publication. A **warning** does not, unless the shop sets `strict: true` or you "
        "build with `--strict`. A **hint** never does. The option `rules` sets another severity, or switches a rule "
        "off, but for those that guard what is published.",
        "",
        "| Page | Its rules |",
        "|---|---|",
    ]
    pages = {}
    for start, heading in GROUPS:
        group = [rule for rule in held if rule.code.startswith(start)]
        if group:
            name = f"reference-rules-{start.lower()}.md"
            named = ", ".join(f"{rule.code} {rule.name}" for rule in group)
            lines.append(f"| [{heading}]({name}) | {named} |")
            page = [
                f"# Rules {start}: {heading}",
                "",
                "All groups: [Rules](reference-rules.md).",
                "",
                *(line for rule in group for line in _rule_lines(rule)),
            ]
            pages[name] = "\n".join(page).rstrip() + "\n"
    return {"reference-rules.md": "\n".join(lines).rstrip() + "\n", **pages}


def _rule_lines(rule: Rule) -> list[str]:
    hint = rule.hint[:1].upper() + rule.hint[1:].rstrip(".")
    return [
        f"## {rule.code} {rule.name}",
        "",
        f"**{rule.severity.value.capitalize()}{', cannot be switched off' if is_guard(rule) else ''}.** "
        f"{rule.what} {rule.why}",
        "",
        fenced(rule.example),
        "",
        f"**Mend it:** {hint}.",
        "",
    ]


def fenced(text: str, language: str = "text") -> str:
    """`text` as a fenced block whose fence is longer than any in it."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"
