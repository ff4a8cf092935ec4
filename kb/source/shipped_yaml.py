"""YAML files of kb's own: read as plain data, without lines, and in C where PyYAML has it, ten times as fast."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_shipped(text: str) -> Any:
    """What `text` holds. Raises `yaml.YAMLError`."""
    return yaml.load(text, Loader=_LOADER)
