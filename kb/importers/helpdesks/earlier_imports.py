"""Earlier imports: where each imported article is in the project, and who may read it there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kb.importers.common.front_matter import split_foreign_page
from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_text, plain_texts
from kb.importers.helpdesks.provenance import WAITS, ImportedFile
from kb.importers.helpdesks.records import ImportedText

PUBLIC, INTERNAL = "public", "internal"


@dataclass(frozen=True, slots=True)
class EarlierImports:
    """The imported files of a project, by article instead of by article and language."""

    articles: Mapping[str, tuple[ImportedFile, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Article key (`zendesk article 1001`) → its files in all languages, in the order of their paths."""
    docs: str = "docs"
    agents: str = "agents"

    @classmethod
    def of(cls, imported_files: Mapping[str, list[ImportedFile]], docs: str, agents: str) -> EarlierImports:
        found: dict[str, list[ImportedFile]] = defaultdict(list)
        for key, files in imported_files.items():
            found[key.rpartition(" ")[0]] += files
        ordered = {key: tuple(sorted(files, key=lambda file: file.path)) for key, files in found.items()}
        return cls(MappingProxyType(ordered), docs, agents)

    def audience_of(self, key: str) -> str:
        """Who may read the article as the project has it: public, internal, or empty if it has none.

        What is set aside, and a translation that waits for its article, say nothing.
        """
        tops = {file.path.partition("/")[0] for file in self.articles.get(key, ()) if not file.is_waiting}
        return PUBLIC if self.docs in tops else INTERNAL if self.agents in tops else ""

    def file_of(self, key: str) -> ImportedFile | None:
        """One of the article's files in an edition, the public one first, the plainest name first."""
        files = [
            file for file in self.articles.get(key, ()) if file.path.startswith((f"{self.docs}/", f"{self.agents}/"))
        ]
        return min(
            files,
            key=lambda file: (not file.path.startswith(f"{self.docs}/"), file.path.count("."), file.path),
            default=None,
        )

    def topic_of(self, key: str) -> str:
        """The topic that the article has in its own front matter."""
        return next((topic for file in self.articles.get(key, ()) if (topic := topic_in(file))), "")

    def by_address(self) -> dict[str, str]:
        """Old address (`hc/shop/articles/track`) → article key."""
        found: dict[str, str] = {}
        for key, files in self.articles.items():
            for file in files:
                for address in plain_texts(_fields(file).get("redirect_from")):
                    found.setdefault(address, key)
        return found


def _why_it_waits(text: ImportedText) -> tuple[str, str]:
    """(what the report says of a text that nobody says who may read, the group of that)."""
    if text.is_source:
        message = (
            f"{text.key} lies in a folder or collection that is not in the export: kept internal, as nothing says who "
            "may read it; import both in one command, and it moves where it belongs"
        )
        return message, "article that waits for its folder"
    message = (
        f"a translation ({text.locale or 'no language'}) of {text.key}, which neither the export nor the "
        "project has: kept internal, as nothing says who may read it; import its article, and it joins it"
    )
    return message, "translation that waits for its article"


def topic_in(file: ImportedFile) -> str:
    """The topic that a file names; empty if it names none."""
    return plain_text(_fields(file).get("topic"))


def _fields(file: ImportedFile) -> Mapping[str, object]:
    return split_foreign_page(file.text).fields


def settle_audiences(
    texts: tuple[ImportedText, ...], earlier: EarlierImports, export: str, findings: ImportFindings
) -> tuple[ImportedText, ...]:
    """`texts` with nothing unsure left: the project's own word decides, else what may be private stays back.

    An article without a word on its readers is kept inside; so is a translation without its article, till that comes.
    """
    settled = []
    for text in texts:
        audience = earlier.audience_of(text.key) if text.is_unsure else ""
        if not text.is_unsure:
            settled.append(text)
        elif text.waits_for_article and not audience:
            findings.add(export, text.line, *_why_it_waits(text), is_open=True)
            wanted = " or the folder of that" if text.is_source else ""
            comments = (*text.comments, f"{WAITS}{wanted}: kept inside until that is imported")
            settled.append(replace(text, is_unsure=False, is_internal=True, comments=comments))
        elif audience:
            if not text.waits_for_article:
                findings.add(
                    export,
                    text.line,
                    f"{text.key} does not say who may read it: it stays {audience}, as it is here",
                    "article that stays as it is",
                )
            settled.append(replace(text, is_unsure=False, waits_for_article=False, is_internal=audience == INTERNAL))
        else:
            findings.add(
                export,
                text.line,
                f"{text.key} does not say who may read it: kept internal",
                "article kept internal",
                is_open=True,
            )
            settled.append(replace(text, is_unsure=False, is_internal=True))
    return tuple(settled)
