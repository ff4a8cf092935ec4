"""Facts in every language: the number is always there, in the plural that CLDR's charts give for it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from babel.localedata import locale_identifiers

from kb.content.amounts import render_value
from kb.content.facts import UNITS
from kb.project.unit_words import BUSINESS_DAYS, CLDR_UNITS, PLURAL_FORMS, forms_of
from kb.text.locales import locale_of

EXPECTED = {
    ("en", "days"): {0: "0 days", 1: "1 day", 1.5: "1.5 days", 2: "2 days", 21: "21 days"},
    ("de", "days"): {0: "0 Tage", 1: "1 Tag", 1.5: "1,5 Tage", 2: "2 Tage", 14: "14 Tage", (2, 4): "2–4 Tage"},
    ("de", "hours"): {1: "1 Stunde", 24: "24 Stunden", (0, 1): "0–1 Stunde"},
    ("de", "months"): {12: "12 Monate", 1: "1 Monat"},
    ("de", "business_days"): {1: "1 Werktag", 3: "3 Werktage", (3, 7): "3–7 Werktage"},
    ("fr", "days"): {
        0: "0\u00a0jour",
        1: "1\u00a0jour",
        1.5: "1,5\u00a0jour",
        2: "2\u00a0jours",
        14: "14\u00a0jours",
        (1, 2): "1–2\u00a0jours",
    },
    ("fr", "business_days"): {1: "1\u00a0jour ouvré", (3, 5): "3–5\u00a0jours ouvrés"},
    ("es", "days"): {0: "0 días", 1: "1 día", 7: "7 días", (0, 1): "0–1 días"},
    ("es", "business_days"): {1: "1 día laborable", 2: "2 días laborables"},
    ("pt", "days"): {0: "0 dia", 1: "1 dia", 2: "2 dias"},
    ("pt-BR", "months"): {1: "1 mês", 3: "3 meses"},
    ("pt-BR", "business_days"): {1: "1 dia útil", (5, 7): "5–7 dias úteis"},
    ("it", "days"): {1: "1 giorno", 14: "14 giorni", 1.5: "1,5 giorni"},
    ("it", "business_days"): {1: "1 giorno lavorativo", (2, 4): "2–4 giorni lavorativi"},
    ("nl", "days"): {1: "1 dag", 14: "14 dagen"},
    ("nl", "business_days"): {1: "1 werkdag", 2: "2 werkdagen"},
    ("ru", "days"): {
        0: "0 дней",
        1: "1 день",
        2: "2 дня",
        5: "5 дней",
        11: "11 дней",
        14: "14 дней",
        21: "21 день",
        22: "22 дня",
        1.5: "1,5 дня",
        (2, 4): "2–4 дня",
        (3, 5): "3–5 дней",
    },
    ("ru", "hours"): {1: "1 час", 3: "3 часа", 24: "24 часа", 48: "48 часов"},
    ("ru", "business_days"): {1: "1 рабочий день", 2: "2 рабочих дня", 5: "5 рабочих дней", 1.5: "1,5 рабочего дня"},
    ("pl", "days"): {0: "0 dni", 1: "1 dzień", 2: "2 dni", 5: "5 dni", 1.5: "1,5 dnia"},
    ("pl", "months"): {1: "1 miesiąc", 2: "2 miesiące", 5: "5 miesięcy", 22: "22 miesiące", 12: "12 miesięcy"},
    ("pl", "hours"): {1: "1 godzina", 24: "24 godziny", 48: "48 godzin"},
    ("pl", "business_days"): {
        1: "1 dzień roboczy",
        2: "2 dni robocze",
        5: "5 dni roboczych",
        (1, 2): "1–2 dni robocze",
        (3, 5): "3–5 dni roboczych",
    },
    ("cs", "days"): {1: "1 den", 2: "2 dny", 5: "5 dnů", 14: "14 dnů", 1.5: "1,5 dne"},
    ("ar", "hours"): {
        0: "0 ساعة",
        1: "1 ساعة",
        2: "2 ساعة",
        5: "5 ساعات",
        11: "11 ساعة",
        24: "24 ساعة",
        100: "100 ساعة",
    },
    ("ar", "days"): {3: "3 أيام", 14: "14 يومًا", 100: "100 يوم", (3, 5): "3–5 أيام"},
    ("ar", "business_days"): {3: "3 أيام عمل", 14: "14 يوم عمل", (5, 7): "5–7 أيام عمل"},
    ("he", "days"): {2: "2 ימים", 7: "7 ימים"},
    ("th", "days"): {1: "1 วัน", 14: "14 วัน"},
    ("th", "hours"): {24: "24 ชั่วโมง"},
    ("th", "business_days"): {(3, 7): "3–7 วันทำการ"},
    ("ja", "days"): {1: "1 日", 14: "14 日"},
    ("ja", "business_days"): {3: "3 営業日"},
    ("ko", "business_days"): {3: "3영업일"},
    ("zh", "days"): {14: "14天"},
    ("zh", "business_days"): {3: "3个工作日"},
    ("zh-TW", "days"): {14: "14 天"},
    ("zh-TW", "business_days"): {3: "3 個工作天"},
    ("id", "days"): {1: "1 hari", 14: "14 hari", 1.5: "1,5 hari"},
    ("id", "business_days"): {(1, 2): "1–2 hari kerja"},
    ("vi", "days"): {7: "7 ngày", (1, 2): "1–2 ngày"},
    ("ms", "minutes"): {30: "30 minit"},
    ("de", "kg"): {2.5: "2,5 kg"},
    ("en", "cm"): {30: "30 cm"},
    ("de-VN", "days"): {14: "14 Tage"},
    ("tr", "percent"): {12.5: "%12,5", (10, 15): "%10–15"},
    ("de", "percent"): {12.5: "12,5\u00a0%", (10, 15): "10–15\u00a0%"},
    ("en", "items"): {12345.6789: "12,345.6789", (1, 2): "1–2"},
}
MONEY = {
    ("de", "EUR"): {5: "5,00\u00a0€", (1000, 2500): "1.000,00–2.500,00\u00a0€"},
    ("fr", "EUR"): {(1000, 2500): "1\u202f000,00–2\u202f500,00\u00a0€"},
    ("en", "VND"): {30000: "₫30,000", 30000.5: "₫30,000.5", (20000, 30000): "₫20,000–30,000"},
    ("ms", "MYR"): {8: "RM8", 8.5: "RM8.50", (6, 12): "RM6–12"},
}


@pytest.mark.parametrize(("language", "unit"), EXPECTED)
def test_a_number_takes_its_own_plural(language: str, unit: str) -> None:
    expected = EXPECTED[language, unit]
    assert {value: render_value(value, unit, language=language) for value in expected} == expected


def test_a_whole_number_written_with_a_point_is_whole() -> None:
    assert render_value(1.0, "days", language="en") == "1 day"


@pytest.mark.parametrize(("language", "currency"), MONEY)
def test_money_keeps_every_digit(language: str, currency: str) -> None:
    expected = MONEY[language, currency]
    written = {value: render_value(value, "money", language=language, currency=currency) for value in expected}
    assert written == expected


LANGUAGES = sorted({identifier.replace("_", "-") for identifier in locale_identifiers()})


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit not in {"date", "time", "text"}])
def test_no_language_loses_a_number(unit: str) -> None:
    lost = []
    for language in LANGUAGES:
        for value in (0, 1, 2, 5, 11, 21, 100, 1.5, 0.25):
            written = render_value(value, unit, language=language, currency="EUR")
            digits = re.sub(r"\D", "", written)
            if re.sub(r"\D", "", str(value)) not in digits or "{" in written or "duration" in written:
                lost.append((language, value, written))
        low_and_high = render_value((3, 47), unit, language=language, currency="EUR")
        if "3" not in low_and_high or "47" not in low_and_high:
            lost.append((language, "3–47", low_and_high))
    assert lost == []


def test_every_language_writes_dates_and_times() -> None:
    for language in LANGUAGES:
        assert "26" in render_value(date(2026, 7, 1), "date", language=language), language
        assert "30" in render_value("14:30", "time", language=language), language


def test_the_words_that_kb_ships_have_each_form_that_the_language_uses() -> None:
    for language, forms in BUSINESS_DAYS.items():
        assert locale_of(language).language == language.split("-")[0]
        assert set(forms) <= set(PLURAL_FORMS)
        assert all(pattern.count("{0}") == 1 for pattern in forms.values())
        used = {locale_of(language).plural_form(number) for number in range(200)}
        lacking = used - set(forms) - {"other"}
        # Where a form is left out, the general one serves: Arabic's many and zero, Hebrew's two.
        assert not lacking or language in {"ar", "he"} or len(forms) == 1, (language, lacking)


def test_a_language_without_words_says_so() -> None:
    for unit in (*CLDR_UNITS, "business_days"):
        assert forms_of(unit, "de", {})[1]
    assert forms_of("business_days", "eo", {}) == (BUSINESS_DAYS["en"], False)
    assert forms_of("days", "la", {})[1] is False
    assert forms_of("days", "tlh", {})[1] is False
