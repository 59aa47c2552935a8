"""All documents that answers may rest on, each in its editions; the day decides which edition is in force."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from knowledge.entries import Citation, Entry
from knowledge.regulation import Document

Places = Mapping[tuple[str, int], datetime]
"""When somebody last compared what is said about an article (title, number) with its text."""


@dataclass(frozen=True)
class Edition:
    """One version of a document; `recorded`: when it was entered here, None for what is shipped with the program."""

    document: Document
    recorded: datetime | None = None

    @property
    def title(self) -> str:
        """The document's title, the same in all its editions."""
        return self.document.title


@dataclass(frozen=True)
class Amendment:
    """What became of a place that is cited: `old` is what was last compared with it, `new` what is in force; None: repealed."""

    citation: Citation
    old: Document
    new: Document | None

    @property
    def articles(self) -> list[int]:
        """The numbers of the articles to look at again."""
        if self.citation.article is not None:
            return [self.citation.article]
        return changed_articles(self.old, self.new) if self.new else []


class Library:
    """Editions by title."""

    def __init__(self, editions: Iterable[Edition], explained: Places | None = None) -> None:
        self._editions = sorted(editions, key=lambda one: one.document.in_force)
        self._explained = explained or {}

    def titles(self) -> list[str]:
        """Every document's title, once."""
        return list(dict.fromkeys(edition.title for edition in self._editions))

    def editions(self, title: str) -> list[Edition]:
        """The editions of a document, by the day they come into force."""
        return [one for one in self._editions if one.title == title]

    def in_force(self, title: str, today: date) -> Document | None:
        """The edition of a document that applies on a day: the latest that has begun and is not repealed; else None."""
        begun = [one.document for one in self.editions(title) if one.document.is_in_force(today)]
        return begun[-1] if begun else None

    def all_in_force(self, today: date) -> Iterator[Document]:
        """Every document that applies on a day."""
        yield from (found for title in self.titles() if (found := self.in_force(title, today)))

    def is_quarantined(self, entry: Entry, today: date) -> bool:
        """Whether an entry cites an article that changed, or a document that ended, after it was last reviewed."""
        return bool(self.amendments(entry, today))

    def amendments(self, entry: Entry, today: date) -> list[Amendment]:
        """What became of the places that an entry cites after it was last reviewed; nothing where they are as they were."""
        found = (self._amendment(citation, entry.reviewed, today) for citation in entry.cites)
        return [one for one in found if one]

    def is_explained(self, title: str, article: int, today: date) -> bool:
        """Whether the explanations of an article were written or reviewed for its text of that day."""
        return not self._is_stale(Citation(title, article), self._explained.get((title, article)), today)

    def _is_stale(self, citation: Citation, reviewed: datetime | None, today: date) -> bool:
        return self._amendment(citation, reviewed, today) is not None

    def _amendment(self, citation: Citation, reviewed: datetime | None, today: date) -> Amendment | None:
        begun = [one for one in self.editions(citation.title) if one.document.in_force <= today]
        if not begun:
            return None
        present = self.in_force(citation.title, today)
        if present is None:
            return Amendment(citation, begun[-1].document, None)
        for old, new in pairwise(begun):
            is_newer = new.recorded is not None and (reviewed is None or reviewed < new.recorded)
            if is_newer and _differs(old.document, new.document, citation.article):
                return Amendment(citation, old.document, present)
        return None


def changed_articles(old: Document, new: Document) -> list[int]:
    """The numbers of the articles whose text differs between two editions, added and removed ones included."""
    numbers = {article.number for article in (*old.articles, *new.articles)}
    return sorted(number for number in numbers if _differs(old, new, number))


def _differs(old: Document, new: Document, article: int | None) -> bool:
    if article is None:
        return old.texts != new.texts
    return old.texts.get(article) != new.texts.get(article)
