"""Settings for one's own server, from the same headers that `_headers` carries, and the script that publishes to it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from kb.project.editions import EditionName
from kb.project.options import Options
from kb.website.output.redirects import RedirectRule
from kb.website.output.security_headers import ASK_AGAIN, FOREVER, HASHED, SHARDS, page_headers

ROOTS: Mapping[EditionName, str] = {"public": "/srv/help", "agents": "/srv/help-agents"}
"""Where an edition is published on the server unless the shop says otherwise: releases, and a link to the one shown."""
CURRENT = "current"
"""The link in that place which the server follows; a release is published by changing it at once."""
UNKNOWN_HOSTS: Mapping[EditionName, str] = {"public": "help.example.com", "agents": "agents.example.com"}
KEPT_RELEASES = 5
"""How many older releases stay on the server, to go back to."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an edition is served: what the settings of every server need."""

    folder: str
    """The folder on the server that holds the edition's files."""
    host: str
    base: str = "/"
    """The path below which the edition lies on `host`, decoded; begins and ends with a slash."""
    listen: str = ""
    """What the server listens on; its own default if empty."""


def place_of(
    site_url: str, edition: EditionName, *, folder: str = "", root: str = "", host: str = "", listen: str = ""
) -> Place:
    """Where `edition` is served. The public one's host and path are those of `site_url`, which is its address alone.

    `folder` is served as it is; without one, the release that is shown below `root`.
    """
    parts = urlsplit(site_url if edition == "public" else "")
    base = f"/{unquote(parts.path).strip('/')}/".replace("//", "/")
    shown = folder or f"{(root or ROOTS[edition]).rstrip('/')}/{CURRENT}"
    return Place(shown, host or _ascii_host(parts.hostname or "") or UNKNOWN_HOSTS[edition], base, listen)


def _ascii_host(host: str) -> str:
    """The name as servers and certificates write it: `bücher.example` is `xn--bcher-kva.example`."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def nginx_settings(options: Options, edition: EditionName, place: Place, redirects: Sequence[RedirectRule] = ()) -> str:
    """A file for nginx's `conf.d/`: serves `place`. HTTPS is left to the server's own habits.

    All that concerns the help centre stands within its one `location`, so that a shop's other pages on the same host
    keep their own headers, and so that the location can be moved into the shop's own server block.
    """
    base, shared = place.base, "" if place.base == "/" else _SHARED_HOST.format(host=place.host, base=place.base)
    headers = "\n".join(
        f'        add_header {name} "{value}" always;' for name, value in page_headers(options, edition).items()
    )
    moved = "".join(
        f"        location = {_nginx_text(base + old)} {{ return 301 {_nginx_text(quote(base + one.new))}; }}\n"
        for one in redirects
        for old in _both_forms(one.old)
    )
    where = f"root {_nginx_text(place.folder)};" if base == "/" else f"alias {_nginx_text(place.folder + '/')};"
    return f"""\
map $uri $kb_cache_{edition} {{
    default "{ASK_AGAIN}";
    "~{HASHED}" "{FOREVER}";
    "~{SHARDS}" "{FOREVER}";
}}

server {{
    listen {place.listen or "80"};
    server_name {place.host};
{shared}
    location {"" if base == "/" else "^~ "}{_nginx_text(base)} {{
        {where}
        index index.html;
        charset utf-8;
        absolute_redirect off;
        error_page 403 =404 {_nginx_text(base + "404.html")};
        error_page 404 {_nginx_text(base + "404.html")};

        # Headers stand here alone: a location with an add_header of its own would lose all of these.
{headers}
        add_header Cache-Control $kb_cache_{edition} always;

        gzip on;
        gzip_types text/css text/javascript application/javascript application/json image/svg+xml application/xml
            text/xml;

        # A page's address ends with a slash; nginx leads there from the one without.
        location = {_nginx_text(base + "_headers")} {{ return 404; }}
        location = {_nginx_text(base + "_redirects")} {{ return 404; }}
{moved}    }}
{_without_slash(base)}}}
"""


_SHARED_HOST = """
    # Where {host} has a server block already: move the location {base} into that, and leave this block out.
"""


def _without_slash(base: str) -> str:
    """The address of a sub-path without its slash leads to the one with it."""
    if base == "/":
        return ""
    return (
        f"    location = {_nginx_text(base.rstrip('/'))} {{ absolute_redirect off; "
        f"return 301 {_nginx_text(quote(base))}; }}\n"
    )


def _both_forms(old: str) -> tuple[str, ...]:
    """An old address with and without the slash at its end; that of a file as it is."""
    return (old, old.rstrip("/")) if old.endswith("/") else (old,)


def _nginx_text(text: str) -> str:
    """`text` as one word of nginx's settings. Paths begin with a slash, so none is read as a pattern."""
    plain = all(char.isalnum() or char in "/._-%" for char in text)
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def caddy_settings(options: Options, edition: EditionName, place: Place, redirects: Sequence[RedirectRule] = ()) -> str:
    """A site for a Caddyfile: serves `place`, with HTTPS by itself."""
    base = place.base
    headers = "\n".join(f'            {name} "{value}"' for name, value in page_headers(options, edition).items())
    moved = "".join(
        f"        {_caddy_text(base + old)} {_caddy_text(quote(base + one.new))}\n"
        for one in redirects
        for old in _both_forms(one.old)
    )
    lead = (
        f"""\
    map {{http.request.uri.path}} {{kb_moved}} {{
{moved}        default ""
    }}
    @moved `{{kb_moved}} != ""`
    redir @moved {{kb_moved}} 301
"""
        if moved
        else ""
    )
    inner = "/*" if base == "/" else _caddy_text(f"{base}*")
    strip = "" if base == "/" else f"        uri strip_prefix {_caddy_text(base.rstrip('/'))}\n"
    slash = "" if base == "/" else f"    redir {_caddy_text(base.rstrip('/'))} {_caddy_text(quote(base))} 301\n"
    shared = "" if base == "/" else _SHARED_CADDY.format(host=place.host)
    return f"""\
{shared}{place.listen or place.host} {{
{lead}{slash}    handle {inner} {{
{strip}        root * {_caddy_text(place.folder)}
        encode zstd gzip
        header {{
{headers}
            Cache-Control "{ASK_AGAIN}"
        }}
        @hashed path_regexp {HASHED}|{SHARDS}
        header @hashed Cache-Control "{FOREVER}"
        @hidden path /_headers /_redirects
        respond @hidden 404
        file_server
    }}
    handle_errors {{
        root * {_caddy_text(place.folder)}
        rewrite * /404.html
        file_server
    }}
}}
"""


_SHARED_CADDY = "# Where {host} stands in your Caddyfile already: move these lines into that site.\n"


def _caddy_text(text: str) -> str:
    plain = all(char.isalnum() or char in "/._-%*" for char in text)
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


SAMPLES: Mapping[str, Callable[[Options, EditionName, Place, Sequence[RedirectRule]], str]] = {
    "nginx": nginx_settings,
    "caddy": caddy_settings,
}


def publish_script(edition: EditionName, *, site: str, root: str = "") -> str:
    """A POSIX shell script that publishes the built folder `site` below `root`, by exchange.

    The files go into a new folder beside the others, are compared there with `SHA256SUMS`, and only then the link
    that the server follows is replaced by one rename: readers meet the old release or the new one, never a mix. An
    upload that broke off leaves the old release shown. `mv -T` and `sha256sum` are GNU's, as Linux servers have them.
    """
    locked = _ONLY_LOCKED if edition == "agents" else ""
    return _SCRIPT.format(
        edition=edition,
        site=shlex.quote(site),
        root=shlex.quote((root or ROOTS[edition]).rstrip("/")),
        keep=KEPT_RELEASES,
        current=CURRENT,
        locked=locked,
    )


_ONLY_LOCKED = """\
test -d "$site/kb-lock" || { echo "$site is not locked: kb build --edition agents --lock" >&2; exit 1; }
"""
_SCRIPT = """\
#!/bin/sh
# Publishes the {edition} edition by exchange: readers meet the old release or the new one, never a mix of both.
#   sh publish.sh USER@SERVER     to a server, by ssh
#   sh publish.sh                 on this computer
set -eu
site={site}
root={root}
keep={keep}      # releases that stay, to go back to
server=${{1:-}}
test -f "$site/SHA256SUMS" || {{ echo "$site is not built: kb build" >&2; exit 1; }}
{locked}release=$(date -u +%Y%m%d-%H%M%S)-$$

there() {{ if [ -n "$server" ]; then ssh "$server" "$1"; else sh -c "$1"; fi; }}

# 1. into a new folder, which nobody reads yet
tar -C "$site" -czf - . | there "set -eu; mkdir -p '$root/releases/$release'; tar -C '$root/releases/$release' -xzf -"
# 2. is every file there, and whole?  3. the exchange: one rename  4. the oldest releases go
there "set -eu
cd '$root/releases/$release' && sha256sum -c --quiet SHA256SUMS
cd '$root' && ln -sfn 'releases/$release' .next && mv -T .next {current}
cd releases && ls -1 | sort | head -n -$((keep + 1)) | while read -r old; do rm -rf \\"./\\$old\\"; done"
echo "$root/{current} is release $release now"
# Back to an older one, on the server:  cd $root && ln -sfn releases/OLDER .next && mv -T .next {current}
"""
