"""Interface words: one YAML file a language, the shop's own in its folder `words`, English where both lack one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from kb.source.shipped_yaml import load_shipped
from kb.ui_strings.material import material_strings

NO_STRINGS: Mapping[str, str] = MappingProxyType({})


@cache
def ui_strings(language: str) -> Mapping[str, str]:
    """The package's words in `language`; what it lacks is taken from its parent language, then from English."""
    return merged_strings(language, {})


def merged_strings(language: str, own: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Words of the package, of Material where the package lacks them, and those of `own` (language → words) over them.

    Those of a region lie over those of its language, and all over English.
    """
    return MappingProxyType(overlaid(layer for code in ("en", *lineage(language)) for layer in layers_of(code, own)))


def layers_of(code: str, own: Mapping[str, Mapping[str, str]]) -> tuple[Mapping[str, str], ...]:
    """What is known in the language `code` itself, each layer over the one before."""
    shipped = shipped_strings(code)
    return (shipped or material_strings(code), own.get(code, NO_STRINGS))


def overlaid(layers: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Words over words. Plural forms belong to their word: where a layer writes it anew, those below it are gone."""
    words: dict[str, str] = {}
    for layer in layers:
        for key in layer.keys() & words.keys():
            for form in PLURAL_FORMS:
                words.pop(f"{key}_{form}", None)
        words.update(layer)
    return words


@cache
def shipped_strings(code: str) -> Mapping[str, str]:
    """The words in the package's own file for `code`; none where it has no such file."""
    source = files(__package__) / f"{code}.yml"
    if not source.is_file():
        return NO_STRINGS
    return MappingProxyType(load_shipped(source.read_text("utf-8")))


def lineage(language: str) -> tuple[str, ...]:
    """A language after the one that it is a kind of: pt-BR → pt, pt-BR."""
    return tuple(dict.fromkeys((language.split("-")[0], language)))


PLURAL_FORMS = ("zero", "one", "two", "few", "many")
"""CLDR's plural categories but for `other`, which is the word without an ending."""
