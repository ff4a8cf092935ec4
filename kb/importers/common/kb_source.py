"""Where the machines that publish a shop install kb from, pinned so that nobody can put another program there."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

_WHEEL = re.compile(r"mkdocs_kb-[\w.+!]+-[\w.]+-[\w.]+-[\w.]+\.whl")
_FORMS = (
    "a wheel on this disk (mkdocs_kb-….whl), https://….whl#sha256=… with 64 hexadecimal digits, "
    "or git+https://…@COMMIT with all 40 digits of the commit"
)


@dataclass(frozen=True, slots=True)
class KbSource:
    """One line of `requirements-kb.txt`, and the wheel that it names in the project, if it does."""

    requirement: str
    wheel: Path | None = None

    @property
    def wheel_path(self) -> str:
        """Where the wheel lies in the project; empty without one."""
        return f"wheels/{self.wheel.name}" if self.wheel else ""


def read_kb_source(text: str, base: Path) -> tuple[KbSource | None, str]:
    """The source, or what is wrong with it; paths begin at `base`."""
    word = text.strip()
    if re.fullmatch(r"git\+https://[^\s@#]+@[0-9a-f]{40}(#\S+)?", word):
        return KbSource(f"mkdocs-kb @ {word}"), ""
    if re.fullmatch(r"https://[^\s#]+\.whl#sha256=[0-9a-f]{64}", word):
        return KbSource(f"mkdocs-kb @ {word}"), ""
    if word.startswith(("https://", "http://", "git+", "git@")):
        return None, f"“{word}” is not pinned: name {_FORMS}"
    wheel = base / word
    if not wheel.is_file():
        return None, f"“{word}” is not here: name {_FORMS}"
    if not _WHEEL.fullmatch(wheel.name):
        return None, f"“{word}” is no wheel of kb: name {_FORMS}"
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return KbSource(f"./wheels/{wheel.name} --hash=sha256:{digest}", wheel), ""
