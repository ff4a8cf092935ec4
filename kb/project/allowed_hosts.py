"""Which other hosts pages may load from, and for what: the option `allow_hosts`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kb.source.fields import WrongTypeError, read_mapping, read_texts
from kb.source.yaml_nodes import Node

DIRECTIVES: Mapping[str, str] = MappingProxyType(
    {
        "images": "img-src",
        "media": "media-src",
        "frames": "frame-src",
        "scripts": "script-src",
        "styles": "style-src",
        "fonts": "font-src",
        "connect": "connect-src",
        "forms": "form-action",
    }
)
"""What a host is allowed for → the directive of the Content-Security-Policy (CSP Level 3, W3C)."""
EDITIONS = ("public", "agents")

_HOST = re.compile(
    r"(?:https://)?((?:\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{1,5})?)/?"
)


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """Origins (`https://cdn.example.com`) by purpose, and the editions whose pages may load from them."""

    origins: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    editions: tuple[str, ...] = ("public",)


def read_allowed_hosts(node: Node) -> AllowedHosts:
    """Purpose → hosts; a plain list of hosts is for pictures."""
    if node.items is not None or node.is_scalar:
        return AllowedHosts(MappingProxyType({"images": read_hosts(node)}))
    entries = dict(read_mapping(node))
    editions = AllowedHosts().editions
    if "editions" in entries:
        where = entries.pop("editions")
        editions = read_texts(where)
        if not editions or not set(editions) <= set(EDITIONS):
            raise WrongTypeError(where.line, "editions: public, agents or both", where.describe())
    for name in entries:
        if name not in DIRECTIVES:
            known = [*DIRECTIVES, "editions"]
            near = difflib.get_close_matches(name, known, n=1)
            asked = f" (did you mean “{near[0]}”?)" if near else ""
            raise WrongTypeError(node.line_of(name), "one of " + ", ".join(known), f"“{name}”{asked}")
    origins = {name: read_hosts(one) for name, one in entries.items()}
    if "connect" in origins:  # sockets are another scheme to a policy
        origins["connect"] += tuple(one.replace("https://", "wss://") for one in origins["connect"])
    return AllowedHosts(MappingProxyType(origins), editions)


def read_hosts(node: Node) -> tuple[str, ...]:
    """A list of hosts as origins: `cdn.example.com`, `https://cdn.example.com` or `*.example.com`."""
    lines = [(item.line, text) for item in node.items or (node,) for text in read_texts(item)]
    return tuple(dict.fromkeys(origin_of_host(text, line) for line, text in lines))


def origin_of_host(text: str, line: int) -> str:
    """The origin that `text` names; raises `WrongTypeError` for anything that is more or less than a host."""
    found = _HOST.fullmatch(text.lower())
    if found is None:
        inside = re.match(r"(?:https?:)?(?://)?([^/?#\s]+)", text)
        near = f" (write {inside[1]}?)" if inside and _HOST.fullmatch(inside[1].lower()) else ""
        raise WrongTypeError(line, "a host such as cdn.example.com, reached by https", f"“{text}”{near}")
    return f"https://{found[1]}"
