"""What pages try to load from other hosts, or run in the page itself, and browsers will block by our own policy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from kb.checks.places import line_of_address
from kb.content.model import Document
from kb.editions.page_policy import Policy, allows, origin, page_policy
from kb.editions.selection import Edition
from kb.markdown.loads import inline_code_in, loads_in
from kb.markdown.rendering import Renderings
from kb.markdown.start_tags import start_tags, value_of
from kb.project.allowed_hosts import DIRECTIVES
from kb.project.editions import EditionName
from kb.project.options import Options
from kb.project.project import CONFIG
from kb.source.problem import Problem, Rule, Severity

BLOCKED = Rule(
    "KB220",
    "blocked-from-elsewhere",
    Severity.WARNING,
    what="A page, a setting, a style or a template loads something from another host, which the site's own "
    "Content-Security-Policy blocks.",
    why="Readers see a broken picture or an empty box, and nothing tells the writer.",
    example="![Size chart](https://cdn.example.com/sizes.png)",
    hint="put the file into docs/, or allow the host with `allow_hosts`",
)
BLOCKED_FOR_AGENTS = Rule(
    "KB221",
    "blocked-for-agents",
    Severity.WARNING,
    what="A page that shoppers see with content of another host shows it to no agent: the agents' edition is closed.",
    why="Agents see a broken picture or an empty box where shoppers see the content.",
    example="allow_hosts: {images: [cdn.example.com]}",
    hint="write `editions: [public, agents]` into `allow_hosts`, or put the files into docs/",
)
INLINE_CODE = Rule(
    "KB222",
    "inline-code",
    Severity.WARNING,
    what="A text or template holds a script, a style or an event handler, which the site's policy blocks.",
    why="Nothing happens where it stands: browsers refuse code in the page itself, so that no text can run any.",
    example='<p style="text-align: center">Closed on Monday</p>',
    hint="put it into a file of `extra_css` or `extra_javascript`",
)
UNTOLD_VIDEO = Rule(
    "KB224",
    "untold-video",
    Severity.WARNING,
    what="A video without a title, or without words that say what it shows.",
    why="Who cannot hear or see it, has no data left, or searches for what it explains, finds nothing.",
    example="![](https://youtu.be/dQw4w9WgXcQ)",
    hint='write `![Title](address "What the video shows")`, or a fence named `video` with `title` and `text`',
)
VIDEO_LEADS_AWAY = Rule(
    "KB225",
    "video-leads-away",
    Severity.WARNING,
    what="A video of a service that the option `video` does not name: it is a link to the service's page.",
    why="Readers leave the help centre to see it.",
    example='![How to pack](https://youtu.be/dQw4w9WgXcQ "…")   # without `video: [youtube]`',
    hint="add the service to the option `video`",
)
RULES = (BLOCKED, BLOCKED_FOR_AGENTS, INLINE_CODE, UNTOLD_VIDEO, VIDEO_LEADS_AWAY)

_FILM = re.compile(r"\.(mp4|m4v|webm|ogv|mov)\b", re.IGNORECASE)
_CONTROLS = re.compile(r"[\t\n\r]")
_MENDS = {
    "style=": "give the element a class, and write its style into a file of `extra_css`",
    "style": "write the styles into a file of `extra_css`",
    "script": "put the script into a file of `extra_javascript`",
}


def check_elsewhere(
    edition: Edition,
    renderings: Renderings,
    words: Mapping[str, Mapping[str, str]],
    *,
    site_url: str = "",
) -> Iterator[Problem]:
    """What the policy blocks on the pages of `edition`; each once a document.

    Public documents are judged by the public edition's policy, in the agents' edition too.
    """
    shown = (*edition.pages.values(), *edition.versions.values())
    documents = [*(page.document for page in shown if not page.is_fallback), *edition.notes.values()]
    judges = {name: PolicyJudge(edition.options, name, site_url) for name in ("public", "agents")}
    missing: dict[tuple[str, str], str] = {}
    for document in documents:
        rendered = renderings.of(document.body, words[document.language])
        judge = judges["agents" if document.is_internal else "public"]
        for load in dict.fromkeys(loads_in(rendered.html, rendered.placed())):
            if found := judge.blocked(load.purpose, load.address):
                yield BLOCKED.at(document.path, line_of_address(load.address, document), *found)
            elif edition.name == "agents" and judges["agents"].blocked(load.purpose, load.address):
                missing.setdefault((load.purpose, origin(absolute(load.address))), document.path)
        yield from _videos(rendered.html, document, edition.options)
        # Where a shop allows no HTML, code is told already as what Markdown does not make.
        codes = inline_code_in(rendered.html) if edition.options.raw_html and rendered.may_hold_code else ()
        for code in dict.fromkeys(codes):
            line = document.body_line + line_of_code(code.kind, document.body)
            yield INLINE_CODE.at(document.path, line, *told_of_code(code.kind, code.element))
    line = edition.options.lines.get("allow_hosts", 1)
    for (purpose, host), path in missing.items():
        hint = "a locked edition loads nothing from elsewhere: put the files into docs/" if edition.options.lock else ""
        yield BLOCKED_FOR_AGENTS.at(CONFIG, line, f"{purpose} from {host}, as in {path}, are blocked for agents", hint)


def _videos(content: str, document: Document, options: Options) -> Iterator[Problem]:
    """Videos of which nothing is said, and those that do not play on the page."""
    if 'class="kb-video"' not in content:
        return
    for tag in start_tags(content):
        values = {one.name: value_of(content[one.start : one.end]) for one in tag.attributes if one.start >= 0}
        if values.get("class") != "kb-video":
            continue
        service, address = values.get("data-kb-video", ""), values.get("data-embed", "")
        name = urlsplit(address).path.rpartition("/")[2]
        found = re.search(re.escape(name), document.body) if name else _FILM.search(document.body)
        line = document.body_line + (document.body.count("\n", 0, found.start()) if found else 0)
        if untold := values.get("data-kb-untold"):
            lacks = {"title": "a title", "text": "words that say what it shows"}
            said = " and ".join(lacks[one] for one in untold.split() if one in lacks)
            yield UNTOLD_VIDEO.at(document.path, line, f"a video without {said}")
        if service and service not in options.video and not document.is_internal:
            told = ", ".join((*options.video, service))
            hint = f"add `video: [{told}]` to the options of kb, so that it plays on the page once it is clicked"
            yield VIDEO_LEADS_AWAY.at(document.path, line, f"the video leads to {service}, away from the page", hint)


class PolicyJudge:
    """The policy of one edition, asked about addresses as they are written."""

    def __init__(self, options: Options, edition: EditionName, site_url: str) -> None:
        self._policy: Policy = page_policy(options, edition)
        self._site = origin(site_url) if site_url else ""
        self._is_for_agents = edition == "agents"

    def blocked(self, purpose: str, written: str) -> tuple[str, str] | None:
        """Message and hint if pages may not use `written` for `purpose`; None if they may, or it is no address."""
        if purpose == "objects":
            shown = written.strip()
            hint = "link to the file instead, or show a picture of it"
            return f"“{shown}” stands in an <object> or <embed>, which pages cannot show", hint
        address = absolute(written)
        if not address or "{" in address or (self._site and origin(address) == self._site):
            return None
        if allows(self._policy, DIRECTIVES[purpose], address):
            return None
        return f"“{address}” will be blocked: pages load no {purpose} from there", self._hint(purpose, address)

    def _hint(self, purpose: str, address: str) -> str:
        scheme, _, rest = address.partition(":")
        host = rest.lstrip("/").partition("/")[0].partition("?")[0]
        if scheme not in {"https", "wss"} or not host:
            return "put the file into docs/ and name it by its path"
        own = "put the file into docs/, or " if purpose in {"images", "media", "styles", "fonts", "scripts"} else ""
        agents = ", editions: [public, agents]" if self._is_for_agents else ""
        more = "" if agents else "; for agents too, with `editions: [public, agents]` in it"
        return f"{own}add `allow_hosts: {{{purpose}: [{host}]{agents}}}` to the options of kb{more}"


def absolute(written: str) -> str:
    """`written` as an address of another host (`https://…`) or of no host (`data:…`); empty for one of the site."""
    address = _CONTROLS.sub("", written.strip()).replace("\\", "/")
    if address.startswith("//"):
        return f"https:{address}"
    scheme = re.match(r"(https?|wss?|data|blob):", address, re.IGNORECASE)
    return scheme[1].lower() + address[len(scheme[1]) :] if scheme else ""


def told_of_code(kind: str, element: str) -> tuple[str, str]:
    """Message and hint for code in the page itself."""
    shown = f"<{element}>" if kind == element else f"“{kind}” of <{element}>"
    hint = _MENDS.get(kind, "put what it does into a file of `extra_javascript`")
    return f"{shown} will be blocked: pages run and apply no code that stands in them", hint


def line_of_code(kind: str, text: str) -> int:
    """The line, counted from 0, of the first script, style or attribute of this kind in `text`."""
    pattern = rf"\b{re.escape(kind[:-1])}\s*=" if kind.endswith("=") else rf"<{kind}\b(?![^>]*\bsrc\s*=)"
    found = re.search(pattern, text, re.IGNORECASE)
    return text.count("\n", 0, found.start()) if found else 0
