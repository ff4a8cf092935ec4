"""Whatever the days of versions and facts: no text says what holds on two days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.content.in_time import boundaries, on_day
from kb.content.model import Article, Fact, FactPeriod, Kind, Library, Script, ScriptPart
from kb.editions.selection import select
from kb.markdown.letters_alone import in_plain_text
from kb.project.options import Options, SiteLanguage
from kb.replies.order_day import order_day

OPTIONS = Options(languages={"en": SiteLanguage("en", "English"), "vi": SiteLanguage("vi", "Tiếng Việt")})
START = date(2026, 1, 1)
days = st.integers(0, 40).map(lambda number: START + timedelta(days=number))
SAYS = "text of {0}, fact {{{{ fact.n }}}} and {{{{ fact.m }}}}"


def library_of(versions: list[date], languages: dict[date, list[str]], facts: dict[str, list[date]]) -> Library:
    newest = max(versions)
    articles = {}
    for first in versions:
        id = "policies/a" if first == newest else f"policies/a@{first}"
        for code in languages[first]:
            says = SAYS.format(first)
            articles[id, code] = Article(
                id=id, language=code, kind=Kind.POLICY, path=f"docs/{id}.{code}.md", title=says, body=says,
                summary=says, answer=says, effective_from=first if first == newest else None,
            )  # fmt: skip
    script = Script(
        id="scripts/s", language="en", kind=Kind.SCRIPT, path="agents/scripts/s.md", title="S", body="{{ fact.n }}",
        parts=(ScriptPart("", "", "{{ fact.n }}, {{ link.policies/a }}", 1),),
    )  # fmt: skip
    held = {
        name: Fact(
            name, "", "text", MappingProxyType({"": "ever"}), "facts.yml", 1,
            periods=(FactPeriod(None, MappingProxyType({"": "ever"})),
                     *(FactPeriod(first, MappingProxyType({"": str(first)})) for first in sorted(firsts))),
        )
        for name, firsts in facts.items()
    }  # fmt: skip
    none: MappingProxyType[str, str] = MappingProxyType({})
    scripts = MappingProxyType({("scripts/s", "en"): script})
    return Library(MappingProxyType(articles), scripts, MappingProxyType({}), MappingProxyType(held), (), none)


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    versions = draw(st.lists(days, min_size=2, max_size=5, unique=True))
    languages = {one: ["en", *draw(st.sampled_from([[], ["vi"]]))] for one in versions}
    facts = {name: draw(st.lists(days, max_size=4, unique=True)) for name in ("n", "m")}
    return library_of(versions, languages, facts)


def value_on(library: Library, name: str, day: date) -> str:
    return str(library.facts[name].on(day).values[""])


@given(libraries(), days, days)
def test_no_text_mixes_two_days(library: Library, day: date, today: date) -> None:
    edition = select(on_day(library, OPTIONS, day, today=today), OPTIONS, "agents")
    firsts = sorted({one.effective_from or date.fromisoformat(one.id[-10:]) for one in library.articles.values()})
    begun = [one for one in firsts if one <= day] or firsts[:1]
    assert {id for id, _ in edition.pages} == {"policies/a", "scripts/s"}
    for (id, _), page in {**edition.pages, **edition.versions}.items():
        if id == "scripts/s":
            continue
        document = page.document
        said = {document.title, document.summary, document.answer, plain(document.body)}
        assert len(said) == 1
        version, n, m = re.findall(r"\d{4}-\d\d-\d\d|ever", said.pop())
        first = date.fromisoformat(version)
        if id == "policies/a":
            assert first == begun[-1]
            of_facts = day
        else:
            of_facts = first if first > day else firsts[firsts.index(first) + 1] - timedelta(days=1)
        assert (n, m) == (value_on(library, "n", of_facts), value_on(library, "m", of_facts))
    title = edition.pages["policies/a", "en"].document.title
    (part,) = edition.scripts()[0].parts
    assert plain(part.text) == f"{value_on(library, 'n', day)}, [{title}](kb:policies/a)"


@given(libraries(), days, days)
def test_any_day_is_reached_from_any_other(library: Library, first: date, second: date) -> None:
    """Caches and the desk read one library for several days: what one day did, the next one undoes."""
    assert on_day(on_day(library, OPTIONS, first), OPTIONS, second) == on_day(library, OPTIONS, second)


@given(libraries(), days)
def test_nothing_changes_between_two_boundaries(library: Library, day: date) -> None:
    after = day + timedelta(days=1)
    if after not in boundaries(on_day(library, OPTIONS, day)):
        before_it, on_it = (select(on_day(library, OPTIONS, one), OPTIONS, "agents") for one in (day, after))
        assert {key: page.document.body for key, page in before_it.pages.items()} == {
            key: page.document.body for key, page in on_it.pages.items()
        }


@given(libraries(), days)
def test_each_version_has_one_address_whatever_day_is_asked_for(library: Library, today: date) -> None:
    seen: dict[str, set[str]] = {}
    for number in range(0, 44, 4):
        asked = on_day(library, OPTIONS, START + timedelta(days=number), today=today)
        edition = select(asked, OPTIONS, "public")
        for page in (*edition.pages.values(), *edition.versions.values()):
            if page.language == "en":
                seen.setdefault(page.document.dated_id, set()).add(page.url)
    addresses = [address for found in seen.values() for address in found]
    assert len(addresses) == len(set(addresses)) == len(seen)


def plain(text: str) -> str:
    return in_plain_text(text)


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("250601ABCD1234", "2025-06-01"),
        ("2506010000AbCd", "2025-06-01"),
        ("250631ABCD1234", ""),
        ("261127ABCD1234", ""),
        ("261126ABCD1234", "2026-11-26"),
        ("140601ABCD1234", ""),
        ("250601ABCD123", ""),
        ("SS-250601", ""),
        ("٢٥٠٦٠١ABCD1234", ""),
        ("", ""),
    ],
)
def test_the_day_of_a_shopee_order(number: str, day: str) -> None:
    found = order_day(number, date(2026, 11, 26))
    assert (found.isoformat() if found else "") == day
