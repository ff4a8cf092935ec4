"""Internal sentences copied into settings that pages show: told with the line of the setting."""

from __future__ import annotations

import pytest

from kb.audit.audit import audit_folder
from kb.source.problem import Problem
from tests.conftest import MINIMAL_CONFIG, WriteProject

ONE = "Offer the quiet refund only when a buyer mentions small claims court"
THREE = f"{ONE}. Do it once for each buyer and year. Write nothing about it into the order's remarks."
INSIDE = "agents/procedures/quiet.md"
TOP = {
    "description": f"site_description: {ONE}\n",
    "author": f"site_author: {ONE}.\n",
    "copyright, with tags": f'copyright: "&copy; Shop. <b>{ONE}.</b> All rights reserved."\n',
    "title in nav": f'nav: [{{"{ONE}": index.md}}]\n',
    "part of nav": f'nav: [{{A: [{{"{ONE}": index.md}}]}}]\n',
    "extra that the theme shows": f'extra: {{social: [{{icon: a, link: b, name: "{ONE}"}}]}}\n',
    "extra that a template shows": f'extra: {{banner: "{ONE}"}}\n',
}
OF_KB = {
    "summary of a topic": f'topics: {{returns: {{name: {{en: R}}, summary: {{en: "{ONE}"}}}}}}\n',
    "copyright of the look": f'look: {{copyright: {{en: "{ONE}"}}}}\n',
    "link in the footer": f'look: {{footer_links: [{{name: "{ONE}", url: "https://a.example"}}]}}\n',
    "way to reach a person": f'contact: [{{channel: email, url: "https://a.example", name: {{en: "{ONE}"}}}}]\n',
}
TEMPLATE = '{% extends "base.html" %}{% block announce %}{{ config.extra.banner }}{% endblock %}'


def audited(write_project: WriteProject, config: str, more: dict[str, str | bytes]) -> tuple[Problem, ...]:
    root = write_project({
        "mkdocs.yml": config.replace("{name: material}", "{name: material, custom_dir: overrides}"),
        "overrides/main.html": TEMPLATE,
        INSIDE: f"---\ntitle: Quiet\n---\n{THREE}\n",
        **more,
    })  # fmt: skip
    (root / "site").mkdir(exist_ok=True)
    (root / "site" / "index.html").write_text(f"<p>{THREE}</p>", "utf-8")
    return tuple(one for one in audit_folder(root / "site", root).problems if one.code in {"KB916", "KB917"})


@pytest.mark.parametrize("name", [*TOP, *OF_KB])
def test_a_copy_in_a_setting_is_told_with_both_places(name: str, write_project: WriteProject) -> None:
    topics = MINIMAL_CONFIG.index("topics:")
    config = MINIMAL_CONFIG[:topics] + OF_KB[name] if name in OF_KB else TOP[name] + MINIMAL_CONFIG
    (problem,) = audited(write_project, config, {})
    line = config[: config.index(ONE)].count("\n") + 1
    assert (problem.code, problem.path, problem.line) == ("KB916", "mkdocs.yml", line)
    assert f"says the same as {INSIDE}:4" in problem.message
    assert "also_public" in problem.hint
    assert problem.hint.endswith(INSIDE), "a setting has no top to answer at"


def test_three_sentences_in_a_row_are_an_error(write_project: WriteProject) -> None:
    (problem,) = audited(write_project, f'site_description: "{THREE}"\n{MINIMAL_CONFIG}', {})
    assert (problem.code, problem.path, problem.line) == ("KB917", "mkdocs.yml", 1)


def test_what_is_inherited_counts(write_project: WriteProject) -> None:
    base: dict[str, str | bytes] = {"base.yml": f"copyright: {ONE}\n"}
    (problem,) = audited(write_project, f"INHERIT: base.yml\n{MINIMAL_CONFIG}", base)
    assert (problem.code, problem.path, problem.line) == ("KB916", "mkdocs.yml", 1)


UNTOLD = {
    "extra that nothing shows": f'extra: {{owner_note: "{ONE}"}}\n',
    "comment": f"# {ONE}.\n",
    "other words": "site_description: How to return a quilt, and when the money arrives\n",
}


@pytest.mark.parametrize("name", UNTOLD)
def test_what_is_no_copy_into_a_page_is_not_told_as_one(name: str, write_project: WriteProject) -> None:
    assert audited(write_project, UNTOLD[name] + MINIMAL_CONFIG, {}) == ()


def test_an_internal_text_answers_for_a_setting(write_project: WriteProject) -> None:
    answered: dict[str, str | bytes] = {INSIDE: f"---\ntitle: Quiet\nalso_public: [mkdocs.yml]\n---\n{THREE}\n"}
    assert audited(write_project, f"site_description: {ONE}\n{MINIMAL_CONFIG}", answered) == ()
