"""Receivers for servers of other makers, as files: a shop's own sites and places are filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Places:
    """Where things lie on the server that nginx runs on."""

    path: str = "/help-events"
    """Of the address that pages send to."""
    folder: str = "/etc/nginx/kb"
    """Where the written files will lie."""
    log: str = "/var/log/nginx/kb-events.ndjson"
    port: int = 8091
    """Of the machine itself, free."""


RECEIVERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "nginx": MappingProxyType({"kb-events.conf": "nginx.conf", "kb-events.location.conf": "nginx.location.conf"}),
        "cloudflare": MappingProxyType(
            {"worker.js": "worker.js", "wrangler.toml": "wrangler.toml", "schema.sql": "schema.sql"}
        ),
    }
)
"""Receiver → name of each file that is written → its pattern in `files/`."""


def ready_files(receiver: str, origins: Sequence[str], places: Places) -> dict[str, str]:
    """Name → text of the files of `receiver` for pages of `origins` (`https://help.shop.example`)."""
    lines = "\n".join(f'    "{origin}" 1;' for origin in origins)
    values = {
        "PATH": places.path,
        "FOLDER": places.folder,
        "LOG": places.log,
        "PORT": str(places.port),
        "ORIGINS": lines if receiver == "nginx" else " ".join(origins),
    }
    folder = files("kb.insights.receivers").joinpath("files")
    return {
        name: _fill(folder.joinpath(pattern).read_text("utf-8"), values)
        for name, pattern in RECEIVERS[receiver].items()
    }


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text
