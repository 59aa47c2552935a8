"""What stands beside the trained regulation: published entries and further documents, found by likeness alone.

They change while people ask, so nothing here is trained; the price is that only clear matches are given as an answer.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.embeddings import Encoder
from knowledge.entries import Entry
from knowledge.library import Library
from knowledge.lists import ListedItem
from knowledge.question_index import Near, QuestionIndex, letters
from knowledge.regulation import Document, Passage

# Measured on reviewed questions of which twelve an article were taken as its variants (docs/knowledge.md): from both on
# 82 % of what is shown is right and 1.6 % of the unanswerable questions get an answer.
CLEAR_SCORE, CLEAR_LEAD = 0.55, 0.08
"""From here on an entry answers."""
LIKELY_SCORE = 0.45
"""From here on an entry is offered."""
LIKELY_PASSAGE = 0.30
"""From here on an article of a further document is offered: 5 % of the unanswerable questions get such an offer."""
SURE_SCORE = 0.70
"""From here on an entry goes before an answer of the regulation, which is right more often than likeness alone."""
CERTAIN = 1.0
# Of two entries about the same matter a community's own is meant by those who live there.
_LOCAL = 0.03


@dataclass(frozen=True)
class Found:
    """An entry, or an article of a further document, with its score and, for staff, why it was found."""

    score: float
    why: str
    entry: Entry | None = None
    passage: Passage | None = None
    is_clear: bool = False

    @property
    def title(self) -> str:
        """What a list calls it."""
        return self.entry.title if self.entry else self.passage.place if self.passage else ""

    @property
    def is_likely(self) -> bool:
        """Whether it is worth offering."""
        return self.score >= (LIKELY_SCORE if self.entry else LIKELY_PASSAGE)

    @property
    def place(self) -> str:
        """What asks for exactly this: 问答12, or 《…》第三条."""
        return self.entry.place if self.entry else self.passage.place if self.passage else ""


class Shelf:
    """Entries by id and the library, with an index over both."""

    def __init__(self, encode: Encoder, library: Library) -> None:
        self._index = QuestionIndex(encode)
        self._entries: dict[int, Entry] = {}
        self._passages: dict[str, Passage] = {}
        self._exact: dict[str, set[int]] = {}
        self.library = library
        self.listed: tuple[ListedItem, ...] = ()

    def entry(self, id_: int) -> Entry | None:
        """The entry with this id, valid today or not."""
        return self._entries.get(id_)

    def entries(self) -> list[Entry]:
        """All entries, valid today or not."""
        return list(self._entries.values())

    def put(self, entries: Iterable[Entry]) -> None:
        """Add entries, or put them in the place of their older selves."""
        for entry in entries:
            self.remove(entry.id)
            self._entries[entry.id] = entry
            self._index.put(entry.place, (entry.title, *entry.variants))
            for text in (entry.title, *entry.variants):
                self._exact.setdefault(letters(text), set()).add(entry.id)

    def remove(self, id_: int) -> None:
        """Take an entry away; one that is not there is no error."""
        entry = self._entries.pop(id_, None)
        if entry is not None:
            self._index.drop(entry.place)
            for text in (entry.title, *entry.variants):
                self._exact.get(letters(text), set()).discard(id_)

    def replace_library(self, library: Library, documents: Iterable[Document], trained: Document | None = None) -> None:
        """Take a new library; the articles of `documents` are found by likeness, but for those that `trained` has, too."""
        self.library = library
        for place in self._passages:
            self._index.drop(place)
        self._passages = {}
        known = set(trained.texts.values()) if trained else set()
        for document in documents:
            for article in document.articles:
                if article.paragraphs not in known:
                    passage = document.whole(article.number)
                    key = f"{passage.place}@{document.in_force}"
                    self._passages[key] = passage
                    self._index.put(key, article.paragraphs)

    def search(self, question: str, today: date, areas: Collection[int] = ()) -> list[Found]:
        """In: a question, the day, the areas of who asks. Out: what holds for them, best first; at most one is clear."""
        exact = self._asked_word_for_word(question, today, areas)
        near = self._index.search(question, lambda key: self._holds(key, today, areas))
        found = [self._describe(one) for one in near if self._entry_of(one.key) not in exact]
        certain = [Found(CERTAIN, f"问法一字不差：{question}", entry, is_clear=True) for entry in exact]
        found.sort(key=lambda one: -(one.score + (_LOCAL if one.entry and one.entry.area else 0)))
        return [*certain, *found] if certain else _mark_clear(found)

    def similar(self, text: str, least: float = LIKELY_SCORE) -> list[Found]:
        """Entries that ask nearly the same, whatever their day and area: for whoever is about to write another."""
        near = self._index.search(text, lambda key: self._entry_of(key) is not None)
        return [self._describe(one) for one in near if one.score >= least]

    def _asked_word_for_word(self, question: str, today: date, areas: Collection[int]) -> list[Entry]:
        """Entries one of whose questions is this one; that of the smallest area answers."""
        ids = self._exact.get(letters(question), set()) if letters(question) else set()
        order = {area: position for position, area in enumerate(areas)}
        entries = [self._entries[id_] for id_ in ids if self._holds(self._entries[id_].place, today, areas)]
        nearest = sorted(entries, key=lambda entry: (order.get(entry.area or 0, len(order)), entry.id))
        return nearest[:1]

    def _holds(self, key: str, today: date, areas: Collection[int]) -> bool:
        entry = self._entry_of(key)
        if entry is not None:
            return entry.is_for(today, areas) and not self.library.is_quarantined(entry, today)
        passage = self._passages.get(key)
        current = self.library.in_force(passage.document, today) if passage else None
        return current is not None and key.endswith(f"@{current.in_force}")

    def _entry_of(self, key: str) -> Entry | None:
        return self._entries.get(int(key.removeprefix("问答"))) if key.startswith("问答") else None

    def _describe(self, near: Near) -> Found:
        why = f"与“{near.text[:40]}”意思相近 {near.meaning:.2f}、用词相近 {near.wording:.2f}"
        return Found(near.score, why, self._entry_of(near.key), self._passages.get(near.key))


def _mark_clear(found: list[Found]) -> list[Found]:
    """The first is clear when it is alike enough and leads the next different title."""
    if not found:
        return []
    first, *others = found
    lead = first.score - (others[0].score if others else 0.0)
    # A community's own answer stands beside the city's under the same question: the likeness of the two says nothing.
    if others and others[0].title == first.title:
        lead = CLEAR_LEAD
    if first.score >= CLEAR_SCORE and lead >= CLEAR_LEAD:
        first = Found(first.score, first.why, first.entry, first.passage, is_clear=True)
    return [first, *others]
