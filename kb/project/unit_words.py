"""How each language writes a number with its unit: patterns by plural form, `{"one": "{0} day", "other": "{0} days"}`.

Days, hours and the like come from Unicode's CLDR, through Babel. CLDR has no words for working days: those of the
languages that kb ships stand here, in CLDR's plural forms
(https://www.unicode.org/cldr/charts/48/supplemental/language_plural_rules.html). A shop may give its own for any unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, cast

from babel import Locale, localedata

from kb.source.fields import WrongTypeError, read_mapping, read_text
from kb.source.yaml_nodes import Node
from kb.text.locales import locale_of

Forms = Mapping[str, str]
"""Plural form of CLDR → pattern with `{0}` for the number; `other` is always there."""
UnitWords = Mapping[str, Mapping[str, Forms]]
"""Unit → language → forms."""

PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
CLDR_UNITS = {
    "days": "duration-day",
    "hours": "duration-hour",
    "minutes": "duration-minute",
    "months": "duration-month",
    "years": "duration-year",
    "kg": "mass-kilogram",
    "cm": "length-centimeter",
}
UNITS_WITH_WORDS = (*CLDR_UNITS, "business_days")
_SYMBOLS = frozenset({"kg", "cm"})
"""Written short everywhere: “5 kg”, not “5 kilograms”."""
_LENGTHS = ("long", "short", "narrow")
"""If CLDR's long form equals the short one, Babel has the short one alone."""


def _forms(**forms: str) -> Forms:
    return MappingProxyType(forms)


BUSINESS_DAYS: Mapping[str, Forms] = {
    "af": _forms(one="{0} werksdag", other="{0} werksdae"),
    "ar": _forms(few="{0} أيام عمل", other="{0} يوم عمل"),
    "az": _forms(other="{0} iş günü"),
    "be": _forms(one="{0} рабочы дзень", few="{0} рабочыя дні", many="{0} рабочых дзён", other="{0} рабочага дня"),
    "bg": _forms(one="{0} работен ден", other="{0} работни дни"),
    "bs": _forms(one="{0} radni dan", few="{0} radna dana", other="{0} radnih dana"),
    "ca": _forms(one="{0} dia laborable", other="{0} dies laborables"),
    "cs": _forms(one="{0} pracovní den", few="{0} pracovní dny", many="{0} pracovního dne", other="{0} pracovních dnů"),
    "da": _forms(one="{0} arbejdsdag", other="{0} arbejdsdage"),
    "de": _forms(one="{0} Werktag", other="{0} Werktage"),
    "el": _forms(one="{0} εργάσιμη ημέρα", other="{0} εργάσιμες ημέρες"),
    "en": _forms(one="{0} working day", other="{0} working days"),
    "es": _forms(one="{0} día laborable", other="{0} días laborables"),
    "et": _forms(one="{0} tööpäev", other="{0} tööpäeva"),
    "eu": _forms(other="{0} lanegun"),
    "fa": _forms(other="{0} روز کاری"),
    "fi": _forms(one="{0} arkipäivä", other="{0} arkipäivää"),
    "fil": _forms(other="{0} araw ng trabaho"),
    "fr": _forms(one="{0}\u00a0jour ouvré", other="{0}\u00a0jours ouvrés"),
    "gl": _forms(one="{0} día laborable", other="{0} días laborables"),
    "he": _forms(one="{0} יום עסקים", other="{0} ימי עסקים"),
    "hi": _forms(other="{0} कार्य दिवस"),
    "hr": _forms(one="{0} radni dan", few="{0} radna dana", other="{0} radnih dana"),
    "hu": _forms(other="{0} munkanap"),
    "hy": _forms(other="{0} աշխատանքային օր"),
    "id": _forms(other="{0} hari kerja"),
    "is": _forms(one="{0} virkur dagur", other="{0} virkir dagar"),
    "it": _forms(one="{0} giorno lavorativo", other="{0} giorni lavorativi"),
    "ja": _forms(other="{0} 営業日"),
    "ka": _forms(other="{0} სამუშაო დღე"),
    "kk": _forms(other="{0} жұмыс күні"),
    "km": _forms(other="{0} ថ្ងៃធ្វើការ"),
    "ko": _forms(other="{0}영업일"),
    "lo": _forms(other="{0} ວັນເຮັດວຽກ"),
    "lt": _forms(one="{0} darbo diena", few="{0} darbo dienos", many="{0} darbo dienos", other="{0} darbo dienų"),
    "lv": _forms(zero="{0} darba dienu", one="{0} darba diena", other="{0} darba dienas"),
    "mk": _forms(one="{0} работен ден", other="{0} работни дена"),
    "mn": _forms(other="{0} ажлын өдөр"),
    "ms": _forms(other="{0} hari bekerja"),
    "nb": _forms(one="{0} virkedag", other="{0} virkedager"),
    "nl": _forms(one="{0} werkdag", other="{0} werkdagen"),
    "nn": _forms(one="{0} virkedag", other="{0} virkedagar"),
    "no": _forms(one="{0} virkedag", other="{0} virkedager"),
    "pl": _forms(one="{0} dzień roboczy", few="{0} dni robocze", many="{0} dni roboczych", other="{0} dnia roboczego"),
    "pt": _forms(one="{0} dia útil", other="{0} dias úteis"),
    "ro": _forms(one="{0} zi lucrătoare", few="{0} zile lucrătoare", other="{0} de zile lucrătoare"),
    "ru": _forms(one="{0} рабочий день", few="{0} рабочих дня", many="{0} рабочих дней", other="{0} рабочего дня"),
    "sk": _forms(one="{0} pracovný deň", few="{0} pracovné dni", many="{0} pracovného dňa", other="{0} pracovných dní"),
    "sl": _forms(one="{0} delovni dan", two="{0} delovna dneva", few="{0} delovni dnevi", other="{0} delovnih dni"),
    "sq": _forms(other="{0} ditë pune"),
    "sr": _forms(one="{0} радни дан", few="{0} радна дана", other="{0} радних дана"),
    "sr-Latn": _forms(one="{0} radni dan", few="{0} radna dana", other="{0} radnih dana"),
    "sv": _forms(one="{0} arbetsdag", other="{0} arbetsdagar"),
    "sw": _forms(one="siku {0} ya kazi", other="siku {0} za kazi"),
    "ta": _forms(one="{0} வேலை நாள்", other="{0} வேலை நாட்கள்"),
    "th": _forms(other="{0} วันทำการ"),
    "tr": _forms(other="{0} iş günü"),
    "uk": _forms(one="{0} робочий день", few="{0} робочі дні", many="{0} робочих днів", other="{0} робочого дня"),
    "uz": _forms(other="{0} ish kuni"),
    "vi": _forms(other="{0} ngày làm việc"),
    "yue": _forms(other="{0} 個工作天"),
    "zh": _forms(other="{0}个工作日"),
    "zh-Hant": _forms(other="{0} 個工作天"),
}
"""A working day as shops say it, Monday to Friday. Arabic and Hebrew name the number of one and two as well."""

ONE_AFTER_A_RANGE = {
    **dict.fromkeys(("af", "bg", "ca", "en", "es", "et", "eu", "fa", "fi", "mk", "nb", "no", "sv", "ur"), "other"),
    **dict.fromkeys(("ro", "sl"), "few"),
}
"""The form of a range that ends in “one” (0–1 days), if it is not the form of its end (CLDR, `pluralRanges`)."""


def forms_of(unit: str, language: str, own: UnitWords) -> tuple[Forms, bool]:
    """The forms in which `language` writes `unit`, the shop's own first; if there are none, English and False."""
    for code in _codes(language):
        if found := own.get(unit, {}).get(code) or (BUSINESS_DAYS.get(code) if unit == "business_days" else None):
            return found, True
    if unit in CLDR_UNITS and is_known(language) and (forms := _cldr_forms(locale_of(language), unit)):
        return forms, True
    return (BUSINESS_DAYS["en"] if unit == "business_days" else _cldr_forms(Locale.parse("en"), unit)), False


def is_known(language: str) -> bool:
    """Whether Babel knows the language at all."""
    return locale_of(language).language != "en" or language.split("-")[0].split("_")[0] == "en"


def _codes(language: str) -> tuple[str, ...]:
    """As written, then with its script, then alone: zh-TW → zh-TW, zh-Hant, zh."""
    locale = locale_of(language)
    found = [language, f"{locale.language}-{locale.script}"] if locale.script else [language]
    return (*found, locale.language) if is_known(language) else tuple(found)


def _cldr_forms(locale: Locale, unit: str) -> Forms:
    """CLDR's patterns; none if the language only inherits the signs of CLDR's root (“7 d”) for a word."""
    patterns = _patterns(str(locale), CLDR_UNITS[unit])
    if unit not in _SYMBOLS and patterns == _patterns("root", CLDR_UNITS[unit]):
        return {}
    return patterns


def _data(locale: str) -> localedata.LocaleDataDict:
    """What Babel knows of a locale, by the name that Babel gives it."""
    return localedata.LocaleDataDict(cast("dict[str | int | None, Any]", localedata.load(locale)))


@cache
def _patterns(locale: str, unit: str) -> Forms:
    by_length = _data(locale)["unit_patterns"].get(unit, {})
    is_symbol = CLDR_UNITS.get("kg") == unit or CLDR_UNITS.get("cm") == unit
    for length in _LENGTHS[1:] if is_symbol else _LENGTHS:
        found = by_length.get(length, {})
        if "other" in found:
            return {form: found[form] for form in PLURAL_FORMS if form in found}
    return {}


def read_unit_words(node: Node) -> UnitWords:
    """A shop's own words: unit → language → a pattern, or one for each plural form. Raises `WrongTypeError`."""
    words: dict[str, Mapping[str, Forms]] = {}
    for unit, languages in read_mapping(node).items():
        if unit not in UNITS_WITH_WORDS:
            raise WrongTypeError(node.line_of(unit), "a unit: " + ", ".join(UNITS_WITH_WORDS), f"“{unit}”")
        words[unit] = {code: _read_forms(forms) for code, forms in read_mapping(languages).items()}
    return words


def _read_forms(node: Node) -> Forms:
    if node.is_scalar:
        return {"other": _read_pattern(node)}
    entries = read_mapping(node)
    if unknown := sorted(set(entries) - set(PLURAL_FORMS)):
        raise WrongTypeError(node.line_of(unknown[0]), "plural forms: " + ", ".join(PLURAL_FORMS), f"“{unknown[0]}”")
    if "other" not in entries:
        raise WrongTypeError(node.line, "a pattern for the plural form `other`", "none")
    return {form: _read_pattern(entry) for form, entry in entries.items()}


def _read_pattern(node: Node) -> str:
    text = read_text(node)
    if text.count("{0}") != 1 or text.replace("{0}", "").count("{"):
        raise WrongTypeError(node.line, 'words with {0} for the number, such as "{0} working days"', node.describe())
    return text
