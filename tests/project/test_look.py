"""The option `look` and the colours that follow from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.project.colours import DARK_RAISED, ENOUGH, LIGHT_PAPER, MATERIAL, contrast, hex_colour, readable, variables
from kb.project.option_block import read_options
from kb.project.options import Options
from kb.source.yaml_nodes import parse_yaml

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def options_of(text: str) -> tuple[Options, list[str]]:
    node, problems = parse_yaml(text, path="mkdocs.yml")
    assert node is not None and not problems
    options, found = read_options(node, path="mkdocs.yml")
    return options, [f"{one.line} {one.code} {one.message}" for one in found]


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ("lgoo: a.svg", "2 KB801 look: expected logo or favicon"),
        ("logo: https://cdn.example/a.svg", "2 KB801 look: expected logo: a file in docs/"),
        ("logo: ../a.svg", "2 KB801 look: expected logo: a file in docs/"),
        ("logo: {dark: a.svg}", "2 KB801 look: expected logo: a file under `light`"),
        ("accent: pinkish", '2 KB801 look: expected a colour such as "#a4123f"'),
        ("accent: #a4123f", "in quotes: a # alone begins a comment"),
        ('accent: {night: "#fff"}', "2 KB801 look: expected light or dark, found “night”"),
        ("font: [a.woff2]", "2 KB801 look: expected a mapping"),
        ("font: {fat: a.woff2}", "expected regular or bold or italic or variable, found “fat”"),
        ("footer_links: {a: b}", "2 KB801 look: expected footer_links: a list"),
        ("footer_links:\n  - {name: A, url: javascript:alert(1)}", "3 KB801 look: expected url: an address"),
        ("footer_links:\n  - {url: https://a.example/}", "3 KB801 look: expected a `name` for the link"),
        ("header_links:\n  - {name: A}", "3 KB801 look: expected either `url` or `article`, found none"),
        ("social:\n  - {icon: simple/line}", "3 KB801 look: expected an icon, and an address"),
        ("copyright: [a]", "2 KB801 look: expected a mapping"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(look: str, said: str) -> None:
    options, problems = options_of("look:\n  " + look.replace("\n", "\n  ") + "\n")
    assert any(said in one for one in problems), problems
    assert options.look == Options().look


def test_a_look_is_read_and_its_empty_parts_are_left_out() -> None:
    options, problems = options_of(
        'look:\n  logo: /img/a.svg\n  accent: "#9b1D54"\n  font:\n  copyright: "© A"\n'
        "  social: [{icon: simple/line, link: https://line.example/}]\n  footer_links: [{article: policies/terms.md}]\n"
    )
    look = options.look
    assert (problems, look.logo, look.accent.light, look.font) == ([], "img/a.svg", "#9b1d54", {})
    assert look.social[0].url == "https://line.example/" and look.footer_links[0].article == "policies/terms"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)  # the W3C's and WebAIM's own examples
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01) == pytest.approx(contrast(other, one), abs=0.01)


@given(COLOURS, st.booleans())
def test_any_colour_has_a_readable_one_near_it_and_tints_on_which_it_is_read(colour: str, is_dark: bool) -> None:
    near = readable(colour, is_dark=is_dark)
    paper = DARK_RAISED if is_dark else LIGHT_PAPER
    assert contrast(near, paper) >= ENOUGH
    assert readable(near, is_dark=is_dark) == near
    made = variables(near, is_dark=is_dark)
    assert all(hex_colour(one) == one for one in made.values())
    assert contrast(near, made["--kb-on-accent"]) >= ENOUGH
    assert all(contrast(near, made[tint]) >= ENOUGH for tint in ("--kb-tint", "--kb-tint-strong"))


@pytest.mark.parametrize("name", sorted(MATERIAL))
def test_every_colour_of_material_s_can_be_made_readable(name: str) -> None:
    assert contrast(readable(MATERIAL[name], is_dark=False), LIGHT_PAPER) >= ENOUGH
    assert contrast(readable(MATERIAL[name], is_dark=True), DARK_RAISED) >= ENOUGH
