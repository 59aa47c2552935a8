"""What is published, as this process knows it: compared with the database at each question, read anew only where it changed."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from bot.database import Database
from bot.faq import revision
from bot.faq.news import News, read_news
from bot.faq.sources import imported
from bot.faq.vectors import RememberedVectors, StoredVectors
from knowledge.embeddings import Encoder, Vectors
from knowledge.entries import Entry
from knowledge.library import Edition, Library
from knowledge.regulation import Document
from knowledge.shelf import LIKELY_SCORE, Found, Shelf

if TYPE_CHECKING:  # the models behind it are heavy, and a web process may never ask
    from knowledge.answers import Answer, KnowledgeBase


class LiveKnowledge:
    """The knowledge base with everything published; one in each process that answers."""

    def __init__(self, database: Database, base: KnowledgeBase, encode: Encoder) -> None:
        self._database = database
        self._vectors = StoredVectors(database, encode)
        self._remembered = RememberedVectors(encode)
        self._shelf = Shelf(self._vectors, Library([Edition(base.document)]))
        self.base = base.with_shelf(self._shelf)
        self._lock = threading.RLock()
        self._seen = 0
        self._documents: list[Document] = []

    def ask(self, question: str, today: date, areas: Collection[int] = ()) -> Answer:
        """Answer with what is published at this moment; see `KnowledgeBase.ask`."""
        with self._lock:
            self.refresh()
            return self.base.ask(question, today, areas)

    def ask_without(self, id_: int, question: str, today: date, areas: Collection[int] = ()) -> Answer:
        """Answer as if an entry were retired."""
        with self._lock:
            self.refresh()
            with self.trying(News(self._seen, (), (id_,), self._shelf.library, self._shelf.listed)) as base:
                return base.ask(question, today, areas)

    def similar(self, text: str, least: float = LIKELY_SCORE) -> list[Found]:
        """Published entries that ask nearly the same; see `Shelf.similar`."""
        with self._lock:
            self.refresh()
            return self._shelf.similar(text, least)

    def meanings(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of what residents asked, one row each; kept in this process only."""
        with self._lock:
            return self._remembered(texts)

    @property
    def library(self) -> Library:
        """All editions of all sources."""
        return self._shelf.library

    @property
    def seen(self) -> int:
        """The revision that this process knows."""
        return self._seen

    def entries(self) -> Sequence[Entry]:
        """All published entries, valid today or not."""
        with self._lock:
            return self._shelf.entries()

    def entry(self, id_: int) -> Entry | None:
        """The published entry with this id."""
        return self._shelf.entry(id_)

    def refresh(self) -> None:
        """Read what was published since the last look; a look at one row when nothing was."""
        with self._lock:
            with self._database.reader() as session:
                if revision.current(session) == self._seen:
                    return
                news = read_news(session, self._seen, self.base.document)
            self._take(news)
            self._seen = news.number

    @contextmanager
    def trying(self, news: News) -> Iterator[KnowledgeBase]:
        """The knowledge as it would be with this news; nobody else sees it."""
        with self._lock:
            self.refresh()
            before = self._opposite(news)
            try:
                self._take(news)
                yield self.base
            finally:
                self._take(before)

    def _opposite(self, news: News) -> News:
        """What takes the news back."""
        ids = (*(entry.id for entry in news.put), *news.gone)
        known = {id_: entry for id_ in ids if (entry := self._shelf.entry(id_))}
        gone = tuple(id_ for id_ in ids if id_ not in known)
        return News(self._seen, tuple(known.values()), gone, self._shelf.library, self._shelf.listed)

    def _take(self, news: News) -> None:
        for id_ in news.gone:
            self._shelf.remove(id_)
        with self._vectors.read_ahead(text for entry in news.put for text in (entry.title, *entry.variants)):
            self._shelf.put(news.put)
        self._shelf.listed = news.listed
        documents = list(imported(news.library, self.base.document))
        if documents == self._documents:
            self._shelf.library = news.library
        else:
            self._shelf.replace_library(news.library, documents, trained=self.base.document)
            self._documents = documents
