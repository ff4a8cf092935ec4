"""`raw_html: false`: the HTML of a text, as readers get it, holds only what Markdown makes and nothing that acts.

Judged is what was made, by the lists of `kb.markdown.harmless_html`: attribute lists, link addresses and extensions
write HTML too.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.checks.places import line_of_address
from kb.content.model import Document
from kb.markdown.harmless_html import MADE, addresses_of
from kb.markdown.rendering import Rendered
from kb.markdown.start_tags import start_tags
from kb.source.problem import Problem, Rule, Severity

MADE_HTML = Rule(
    "KB214",
    "html-that-acts",
    Severity.ERROR,
    what="A text makes an element or attribute that Markdown has no sign for, while the shop says `raw_html: false`.",
    why="It may run, load or send something; attribute lists in braces write HTML too.",
    example='![Size chart](size.png){ onerror="alert(1)" }',
    hint="take it out, or allow HTML with `raw_html: true`",
)
SCHEME_OF_ADDRESS = Rule(
    "KB215",
    "scheme-of-address",
    Severity.ERROR,
    what="An address has a scheme other than http, https, mailto and tel, while the shop says `raw_html: false`.",
    why="Browsers run or open such addresses: `javascript:` is a program, `data:` a page of its own.",
    example="[Back](javascript:history.back)",
    hint="link to a page, a file, or an address that begins with https:, mailto: or tel:",
)
RULES = (MADE_HTML, SCHEME_OF_ADDRESS)


def check_made_html(rendered: Rendered, document: Document) -> Iterator[Problem]:
    """What is on a page made from `document` though the shop allows no HTML, each once."""
    told: set[str] = set()
    for tag in start_tags(rendered.html):
        for element, attribute in MADE.breaches(tag, rendered.html):
            sign = attribute or f"<{element}"
            what = f"the element <{element[:40]}> is not allowed"
            if attribute:
                what = f"the attribute “{attribute[:40]}” of <{element}> is not allowed"
            if what not in told:
                told.add(what)
                yield MADE_HTML.at(document.path, _line_of(sign, document), what)
        for address in addresses_of(tag, rendered.html):
            scheme = MADE.strange_scheme(address)
            what = f"the address “{address[:60]}” has the scheme “{(scheme or '')[:20]}:”"
            if scheme is not None and what not in told:
                told.add(what)
                yield SCHEME_OF_ADDRESS.at(document.path, line_of_address(address, document), what)


def _line_of(sign: str, document: Document) -> int:
    at = document.body.lower().find(sign)
    return document.body_line + (document.body.count("\n", 0, at) if at >= 0 else 0)
