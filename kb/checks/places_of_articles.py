"""Whether readers find an article where they look for it: on the page of a topic, and by a title of its own."""

from __future__ import annotations

from collections.abc import Iterator

from kb.content.model import PUBLIC_KINDS, Document, Library, Note
from kb.project.options import Options
from kb.source.problem import Problem, Rule, Severity
from kb.text.folding import WORD

NO_TOPIC = Rule(
    "KB128",
    "no-topic",
    Severity.WARNING,
    what="A public article has no topic, while others have one.",
    why="It stands on no topic's page: only search and links lead to it.",
    example="---\ntitle: Gift wrapping\n---   # and other articles say `topic: delivery`",
    hint="add `topic:` with one that mkdocs.yml declares",
)
SAME_TITLE = Rule(
    "KB129",
    "same-title",
    Severity.WARNING,
    what="Two pages of one language have the same title.",
    why="Lists and search show both alike: readers cannot tell which one answers them.",
    example="docs/faq/track.md and docs/guides/track.md both say `title: Where is my order?`",
    hint="say in each title what only this page answers, or join the two",
)
RULES = (NO_TOPIC, SAME_TITLE)


def check_places(library: Library, options: Options) -> Iterator[Problem]:
    """Public articles without a topic, and titles that two pages have."""
    yield from _without_topic(library, options)
    yield from _same_titles(library)


def _without_topic(library: Library, options: Options) -> Iterator[Problem]:
    sorted_in = [one for one in library.articles.values() if one.topic in options.topics and _is_listed(one, library)]
    if not sorted_in:  # the shop sorts its articles by folders alone
        return
    topics = {(one.id, one.language): one.topic for one in sorted_in}
    for article in library.articles.values():
        if article.topic or not _is_listed(article, library):
            continue
        of_original = topics.get((article.id, options.default_language), "")
        hint = f"add `topic: {of_original}`, as {options.default_language} has it" if of_original else ""
        choose = f"add `topic:` with one of {', '.join(options.topics)}"
        line = article.line_of("title")
        yield NO_TOPIC.at(article.path, line, "the article has no topic: it is on no topic's page", hint or choose)


def _is_listed(article: Document, library: Library) -> bool:
    """Whether topics are for it: a public article, neither a draft, nor a folder's own page, nor kept out of lists."""
    is_own_page = article.id == "index" or article.path.rpartition("/")[2].split(".")[0].lower() in {"index", "readme"}
    return (
        article.kind in PUBLIC_KINDS
        and not article.is_draft
        and not article.is_other_version
        and not is_own_page
        and article.path not in library.unlisted
    )


def _same_titles(library: Library) -> Iterator[Problem]:
    first: dict[tuple[str, bool, bool, str], Document] = {}
    for document in sorted(library.documents(), key=lambda one: (one.path.count("."), one.path)):
        if document.is_draft or document.is_other_version or isinstance(document, Note):
            continue
        words = " ".join(WORD.findall(document.title.casefold())) or document.title
        key = (document.language, document.is_internal, document.kind == "script", words)
        other = first.setdefault(key, document)
        if other is not document:
            message = f"“{document.title}” is the title of {other.path} too"
            yield SAME_TITLE.at(document.path, document.line_of("title"), message)
