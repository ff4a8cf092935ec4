"""Settings for one's own server, from the same headers that `_headers` carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.editions.selection import EditionName
from kb.project.options import Options
from kb.website.output.security_headers import ASK_AGAIN, FOREVER, HASHED, SHARDS, page_headers


def nginx_settings(options: Options, edition: EditionName, *, folder: str, host: str, listen: str = "80") -> str:
    """A file for nginx's `conf.d/`: serves `folder` as `host`. HTTPS is left to the server's own habits."""
    headers = "\n".join(
        f'    add_header {name} "{value}" always;' for name, value in page_headers(options, edition).items()
    )
    return f"""\
map $uri $kb_cache {{
    default "{ASK_AGAIN}";
    "~{HASHED}" "{FOREVER}";
    "~{SHARDS}" "{FOREVER}";
}}

server {{
    listen {listen};
    server_name {host};
    root {folder};
    index index.html;
    charset utf-8;
    error_page 404 /404.html;

    # Headers stand here alone: a location with an add_header of its own would lose all of these.
{headers}
    add_header Cache-Control $kb_cache always;

    gzip on;
    gzip_types text/css text/javascript application/javascript application/json image/svg+xml application/xml text/xml;

    location / {{
        try_files $uri $uri/index.html =404;
    }}
    location ~ ^/_(headers|redirects)$ {{
        return 404;
    }}
}}
"""


def caddy_settings(options: Options, edition: EditionName, *, folder: str, host: str, listen: str = "") -> str:
    """A site for a Caddyfile: serves `folder` as `host`, with HTTPS by itself."""
    headers = "\n".join(f'        {name} "{value}"' for name, value in page_headers(options, edition).items())
    return f"""\
{listen or host} {{
    root * {folder}
    encode zstd gzip
    header {{
{headers}
        Cache-Control "{ASK_AGAIN}"
    }}
    @hashed path_regexp {HASHED}|{SHARDS}
    header @hashed Cache-Control "{FOREVER}"
    @hidden path /_headers /_redirects
    respond @hidden 404
    handle_errors {{
        rewrite * /404.html
        file_server
    }}
    file_server
}}
"""


SAMPLES: Mapping[str, Callable[..., str]] = {"nginx": nginx_settings, "caddy": caddy_settings}
