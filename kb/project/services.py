"""Services of others that pages may use: videos, statistics, a chat; each with the hosts that it takes.

Source: the services' own manuals, read 2026-11: players of YouTube and Vimeo; Plausible, Umami (tracker configuration),
GoatCounter, Matomo (JavaScript tracking), Google (tag platform, Content Security Policy).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kb.project.allowed_hosts import origin_of_host, read_hosts
from kb.source.fields import WrongTypeError, read_mapping, read_one_of, read_text, read_yes_no
from kb.source.yaml_nodes import Node

VIDEO_FRAMES: Mapping[str, str] = MappingProxyType(
    {"youtube": "https://www.youtube-nocookie.com", "vimeo": "https://player.vimeo.com"}
)
"""Service → the host of its player, without cookies where it has such a one."""
_INTEGRITY = re.compile(r"sha(256|384|512)-[A-Za-z0-9+/]+={0,2}")
_ATTRIBUTE = re.compile(r"(?:data-[a-z0-9-]+|id|async|defer|charset)")


@dataclass(frozen=True, slots=True)
class StatisticsService:
    """How a service counts visits. `{host}` and `{id}` are the shop's."""

    script: str
    host: str = ""
    """Its own; where there is none the shop must name one."""
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Of the script's element."""
    sends_to: tuple[str, ...] = ("{host}",)
    asks: bool = False
    """Whether it keeps something in the browser, so that readers are asked first."""
    id_form: str = r"[\w.,-]+"


STATISTICS: Mapping[str, StatisticsService] = MappingProxyType(
    {
        "plausible": StatisticsService(
            "{host}/js/script.js", "https://plausible.io", MappingProxyType({"data-domain": "{id}"})
        ),
        "umami": StatisticsService(
            "{host}/script.js",
            "https://cloud.umami.is",
            MappingProxyType({"data-website-id": "{id}", "data-host-url": "{host}", "data-do-not-track": "true"}),
        ),
        "goatcounter": StatisticsService(
            "https://gc.zgo.at/count.js",
            "https://{id}.goatcounter.com",
            MappingProxyType({"data-goatcounter": "{host}/count"}),
            id_form=r"[a-z0-9-]+",
        ),
        "matomo": StatisticsService("{host}/matomo.js", id_form=r"\d+"),
        "ga4": StatisticsService(
            "https://www.googletagmanager.com/gtag/js?id={id}",
            "https://www.googletagmanager.com",
            sends_to=(
                "https://*.google-analytics.com",
                "https://*.analytics.google.com",
                "https://*.googletagmanager.com",
            ),
            asks=True,
            id_form=r"G-[A-Z0-9]+",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The option `statistics`, filled in."""

    service: str
    id: str
    host: str
    script: str
    attributes: Mapping[str, str]
    asks: bool
    integrity: str = ""

    @property
    def origins(self) -> Mapping[str, tuple[str, ...]]:
        """Purpose → hosts."""
        sends = tuple(one.replace("{host}", self.host) for one in STATISTICS[self.service].sends_to)
        return {"scripts": (_origin(self.script),), "connect": sends, "images": sends}


@dataclass(frozen=True, slots=True)
class Chat:
    """The option `chat`: a widget that is loaded when its button is pressed."""

    script: str
    hosts: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    integrity: str = ""
    inline_styles: bool = False
    """Whether the widget writes styles into the page, which the policy then lets any script of the page do."""

    @property
    def origins(self) -> Mapping[str, tuple[str, ...]]:
        """Purpose → hosts."""
        own = tuple(dict.fromkeys((_origin(self.script), *self.hosts)))
        sockets = tuple(one.replace("https://", "wss://") for one in own)
        inline = ("'unsafe-inline'",) if self.inline_styles else ()
        everything = dict.fromkeys(("scripts", "frames", "images", "media", "fonts"), own)
        return {**everything, "styles": (*inline, *own), "connect": (*own, *sockets)}


def _origin(address: str) -> str:
    return "/".join(address.split("/")[:3])


def read_statistics(node: Node) -> Statistics:
    """`{service, id}`, and `host`, `consent`, `integrity`."""
    entries = _known(node, {"service", "id", "host", "consent", "integrity"})
    name = read_one_of(tuple(STATISTICS))(entries["service"]) if "service" in entries else ""
    if not name:
        raise WrongTypeError(node.line, "`service`: one of " + ", ".join(STATISTICS), "none")
    service = STATISTICS[name]
    own_id = read_text(entries["id"]) if "id" in entries else ""
    if not re.fullmatch(service.id_form, own_id):
        line = node.line_of("id")
        raise WrongTypeError(line, f"`id`: what {name} calls your site", f"“{own_id}”" if own_id else "none")
    host = origin_of_host(read_text(entries["host"]), entries["host"].line) if "host" in entries else service.host
    if not host:
        raise WrongTypeError(node.line, f"`host`: where your {name} is", "none")

    def filled(text: str) -> str:
        return text.replace("{host}", host).replace("{id}", own_id)

    host = filled(host)
    asks = read_yes_no(entries["consent"]) if "consent" in entries else service.asks
    attributes = MappingProxyType({key: filled(value) for key, value in service.attributes.items()})
    return Statistics(name, own_id, host, filled(service.script), attributes, asks, _integrity(entries))


def read_chat(node: Node) -> Chat:
    """`{script, hosts}`, and `attributes`, `integrity`, `inline_styles`."""
    entries = _known(node, {"script", "hosts", "attributes", "integrity", "inline_styles"})
    script = read_text(entries["script"]) if "script" in entries else ""
    found = re.fullmatch(r"(https://[^/?#\s\"'<>;,]+)/[^\s\"'<>;,]*", script)
    if found is None:
        expected = "`script`: the address of the widget's script, with https://"
        raise WrongTypeError(node.line_of("script"), expected, f"“{script}”" if script else "none")
    origin_of_host(found[1], entries["script"].line)
    attributes = {}
    for name, value in read_mapping(entries["attributes"]).items() if "attributes" in entries else ():
        if not _ATTRIBUTE.fullmatch(name):
            raise WrongTypeError(entries["attributes"].line_of(name), "attributes such as data-id", f"“{name}”")
        attributes[name] = read_text(value)
    return Chat(
        script,
        read_hosts(entries["hosts"]) if "hosts" in entries else (),
        MappingProxyType(attributes),
        _integrity(entries),
        read_yes_no(entries["inline_styles"]) if "inline_styles" in entries else False,
    )


def _known(node: Node, names: set[str]) -> Mapping[str, Node]:
    entries = read_mapping(node)
    if unknown := sorted(set(entries) - names):
        raise WrongTypeError(node.line_of(unknown[0]), ", ".join(sorted(names)), f"“{unknown[0]}”")
    return entries


def _integrity(entries: Mapping[str, Node]) -> str:
    text = read_text(entries["integrity"]) if "integrity" in entries else ""
    if text and not _INTEGRITY.fullmatch(text):
        raise WrongTypeError(entries["integrity"].line, "`integrity` such as sha384-…", f"“{text}”")
    return text
