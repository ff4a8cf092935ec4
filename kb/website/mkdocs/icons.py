"""Icons for tabs and home screens, and a web manifest for each language, made of the shop's name and colour.

A shop that names a `favicon`, or lays its own `assets/kb/icon.svg` over ours, has that one alone: a mark of ours
beside it would be somebody else's.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

from kb.project.colours import LIGHT_PAPER, Accent, variables
from kb.website.mkdocs.icon_pictures import ico_icon, png_icon, svg_icon
from kb.website.views.types import SiteView

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

SHIPPED = "#0b6b5c"
"""The accent of `kb.css`."""
ICO = "favicon.ico"
_PNG = {"icon-32.png": 32, "touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}
MANIFEST = "manifest.webmanifest"


def icon_contents(accent: Accent) -> dict[str, bytes | str]:
    """File name → content of every icon."""
    colour = accent.light or SHIPPED
    on_colour = variables(colour, is_dark=False)["--kb-on-accent"]
    pictures: dict[str, bytes | str] = {
        name: png_icon(colour, on_colour, size, is_round=False) for name, size in _PNG.items()
    }
    return {"icon.svg": svg_icon(colour, on_colour), **pictures, ICO: ico_icon(colour, on_colour)}


def icon_addresses(contents: dict[str, bytes | str], assets: str) -> dict[str, str]:
    """File name → address, with a hash where it is not the one that browsers ask for unasked."""
    found = {}
    for name, content in contents.items():
        data = content.encode() if isinstance(content, str) else content
        stem, _, ending = name.rpartition(".")
        found[name] = name if name == ICO else f"{assets}/{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{ending}"
    return found


def icon_files(config: MkDocsConfig) -> Iterator[File]:
    """The icons as files of the site; none where the shop has its own."""
    addresses = config.extra["kb_icons"]
    for name, content in icon_contents(config.extra["kb_accent"]).items() if addresses else ():
        yield File.generated(config, addresses[name], content=content, inclusion=InclusionLevel.INCLUDED)


def manifest_file(config: MkDocsConfig, site: SiteView) -> File:
    """What a phone calls the site on its home screen, in the language of `site`."""
    home = site.home_url.removeprefix("./")
    icons = [
        {
            "src": posixpath.relpath(config.extra["kb_icons"][f"icon-{size}.png"], home or "."),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    content = {
        "name": site.site_name,
        "short_name": site.shop,
        "lang": site.language,
        "dir": site.direction,
        "start_url": "./",
        "scope": posixpath.relpath(".", home or ".").rstrip("/") + "/",
        "display": "minimal-ui",
        "background_color": LIGHT_PAPER,
        "theme_color": config.extra["kb_accent"].light or SHIPPED,
        "icons": icons,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return File.generated(config, f"{home}{MANIFEST}", content=text, inclusion=InclusionLevel.INCLUDED)
