"""The one home of the Content-Security-Policy: what pages of an edition may load, run and send to.

Headers, the `meta` element of pages, settings for servers and the checks all ask here. Source: Content Security
Policy Level 3 (W3C), read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from kb.project.allowed_hosts import DIRECTIVES
from kb.project.editions import EditionName
from kb.project.options import Options
from kb.project.services import VIDEO_FRAMES

Policy = Mapping[str, tuple[str, ...]]
"""Directive → its sources."""
SELF = "'self'"


def page_policy(options: Options, edition: EditionName) -> Policy:
    """Nothing but the site's own files, and the hosts that the shop allows for this edition.

    A shop's `feedback_url` may be written to. Who may frame a page is said elsewhere: only a header can.
    """
    policy = {
        "default-src": (SELF,),
        "script-src": (SELF,),
        "style-src": (SELF,),
        "img-src": (SELF, "data:"),
        "connect-src": (SELF,),
        "worker-src": (SELF,),
        "object-src": ("'none'",),
        "base-uri": (SELF,),
        "form-action": (SELF,),
    }
    if edition == "public" and options.feedback_url:
        for directive in ("connect-src", "form-action"):
            policy[directive] = (SELF, origin(options.feedback_url))
    if edition == "agents" and (address := events_address(options, edition, "desk")):
        policy["connect-src"] = (SELF, origin(address))
    for purpose, origins in allowed_origins(options, edition).items():
        directive = DIRECTIVES[purpose]
        policy[directive] = tuple(dict.fromkeys((*policy.get(directive, (SELF,)), *origins)))
    return policy


def events_address(options: Options, edition: EditionName, events: str) -> str:
    """Where pages of `edition` send `events` (`searches` of shoppers, counts of the `desk`); "" where they do not.

    A locked edition asks no other host for anything.
    """
    is_there = edition == "public" if events == "searches" else edition == "agents" and not options.lock
    return options.feedback_url if is_there and events in options.feedback_events else ""


def allowed_origins(options: Options, edition: EditionName) -> Mapping[str, tuple[str, ...]]:
    """Purpose → other hosts that pages of `edition` may use. A locked edition asks no other host for anything."""
    found: dict[str, tuple[str, ...]] = {}

    def add(more: Mapping[str, tuple[str, ...]]) -> None:
        for purpose, origins in more.items():
            found[purpose] = (*found.get(purpose, ()), *origins)

    if edition in options.allow_hosts.editions and not (edition == "agents" and options.lock):
        add({purpose: origins for purpose, origins in options.allow_hosts.origins.items() if origins})
        if options.video:
            add({"frames": tuple(VIDEO_FRAMES[name] for name in options.video)})
    for service in (options.statistics, options.chat):
        if service is not None and edition == "public":
            add(service.origins)
    return found


def origin(address: str) -> str:
    """Scheme and host of an address; the address itself where it has no host that could be read."""
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that hold no IPv6 address
        return address.lower()
    return f"{parts.scheme}://{parts.netloc}".lower()


def allows(policy: Policy, directive: str, address: str) -> bool:
    """Whether `policy` lets a page use `address` (absolute, of another host; or `data:…`) as `directive` says."""
    sources = policy.get(directive, policy["default-src"] if directive.endswith("-src") else ())
    scheme, _, _ = address.partition(":")
    if scheme in {"data", "blob"}:
        return f"{scheme}:" in sources
    wanted = origin(address)
    return any(_matches(source, wanted) for source in sources)


def _matches(source: str, wanted: str) -> bool:
    scheme, star, domain = source.partition("*.")
    return wanted == source or bool(star and wanted.startswith(scheme) and wanted.endswith(f".{domain}"))
