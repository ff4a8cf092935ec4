"""Fields by which other systems hold a page back: nothing here reads them, so the page must not go out either."""

from __future__ import annotations

import difflib
import re
from collections.abc import Set

from kb.content.model import PUBLIC_KINDS, Kind
from kb.source.fields import NO, YES
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node
from kb.text.folding import visible

HELD_BACK_ELSEWHERE = Rule(
    "KB113",
    "held-back-elsewhere",
    Severity.ERROR,
    what="A field holds the page back in another system, or is `draft` in other letters; kb does not read it.",
    why="Its writer did not want the page to be seen, and it would be published.",
    example="title: Returns\npublished: false",
    hint="write `draft: true`, or delete the field if everybody may read the page",
)
RULES = (HELD_BACK_ELSEWHERE,)

_HIDING = frozenset(
    {
        *("isdraft", "drafts", "drafted", "unpublished", "hidden", "hide", "private", "internal", "unlisted", "secret"),
        *("confidential", "restricted", "internalonly", "agentsonly", "staffonly", "teamonly", "wip"),
    }
)
_SHOWING = frozenset({"published", "publish", "public", "ispublished", "ispublic", "visible", "live", "enabled"})
_STATES = frozenset({"status", "state", "visibility", "access", "audience", "publishstatus", "poststatus", "workflow"})
_HIDING_STATES = frozenset(
    {
        *("draft", "private", "internal", "hidden", "unpublished", "unlisted", "restricted", "confidential", "secret"),
        *("agents", "agent", "staff", "team", "employees", "wip", "inreview", "review", "pending", "archived"),
        *("internalonly", "agentsonly", "staffonly", "notpublished", "inprogress", "todo"),
    }
)
_LIKE_DRAFT = 0.75
"""The similarity of “darft” and “drat” to “draft”; it counts only with a value that means yes."""


def held_back_problem(name: str, value: Node, *, kind: Kind, path: str, line: int) -> Problem | None:
    """The problem with a field that the schema lacks, where its value says that the page is not for everybody."""
    words = {_plain(item.text or "") for item in value.items or (value,)}
    if not _says_so(_plain(name), words, kind in PUBLIC_KINDS):
        return None
    return HELD_BACK_ELSEWHERE.at(path, line, f"“{name}” is not read, and the page would be published")


def reads_held_back(name: str, value: str) -> bool:
    """Whether `name: value`, found where no field is read, would hold a public page back in some system."""
    return _says_so(_plain(name), {_plain(value)}, is_public=True)


def _says_so(name: str, words: Set[str], is_public: bool) -> bool:
    if name == "draft":
        return not words & NO
    if words & YES and (_nearness(name) >= _LIKE_DRAFT or name in {"isdraft", "drafts", "drafted"}):
        return True
    if not is_public:
        return False
    if name in _HIDING:
        return bool(words & YES)
    if name in _SHOWING:
        return bool(words & NO)
    return name in _STATES and bool(words & _HIDING_STATES)


def _nearness(name: str) -> float:
    return difflib.SequenceMatcher(None, name, "draft").ratio()


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", visible(text).casefold())
