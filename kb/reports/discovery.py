"""Every rule of the package and the whole command line, found by name while the program runs.

The rule book describes all stages, also those to the right of this one. It therefore imports none of
them: it asks Python for the modules that declare a `RULES` tuple, and for the command line's parser.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import cast

from kb.source.package import PACKAGE
from kb.source.problem import Rule

_DECLARES_RULES = re.compile(r"^RULES\b.*=", re.MULTILINE)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    rules = [rule for name in modules_with_rules() for rule in _rules_of(name)]
    return tuple(sorted(rules, key=lambda rule: rule.code))


@cache
def modules_with_rules() -> tuple[str, ...]:
    """Names of the package's modules that declare rules, sorted; only those are imported."""
    names = []
    for name in _module_names("kb", [str(PACKAGE)]):
        spec = importlib.util.find_spec(name)
        if spec and spec.origin and _DECLARES_RULES.search(Path(spec.origin).read_text("utf-8")):
            names.append(name)
    return tuple(sorted(names))


def _module_names(package: str, paths: list[str]) -> list[str]:
    names = []
    for module in pkgutil.iter_modules(paths):
        name = f"{package}.{module.name}"
        names.append(name)
        if module.ispkg:
            names += _module_names(name, [str(Path(path) / module.name) for path in paths])
    return names


def _rules_of(module: str) -> tuple[Rule, ...]:
    rows = importlib.import_module(module).RULES
    return tuple(row for row in rows if isinstance(row, Rule))


def command_line() -> argparse.ArgumentParser:
    """The parser of `kb`."""
    return cast(argparse.ArgumentParser, importlib.import_module("kb.cli.main").make_parser())
