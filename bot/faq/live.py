"""What is published, as this process knows it: compared with the database at each question, read anew only where it changed."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.faq import revision
from bot.faq.content import from_json, to_entry
from bot.faq.lists import read_items
from bot.faq.sources import imported, read_library
from bot.faq.vectors import StoredVectors
from bot.models import FaqEntry
from knowledge.embeddings import Encoder
from knowledge.entries import Entry
from knowledge.library import Edition, Library
from knowledge.regulation import Document
from knowledge.shelf import Found, Shelf

if TYPE_CHECKING:  # the models behind it are heavy, and a web process may never ask
    from knowledge.answers import Answer, KnowledgeBase


class LiveKnowledge:
    """The knowledge base with everything published; one in each process that answers."""

    def __init__(self, database: Database, base: KnowledgeBase, encode: Encoder) -> None:
        self._database = database
        self._vectors = StoredVectors(database, encode)
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

    def similar(self, text: str) -> list[Found]:
        """Published entries that ask nearly the same; see `Shelf.similar`."""
        with self._lock:
            self.refresh()
            return self._shelf.similar(text)

    @property
    def library(self) -> Library:
        """All editions of all sources."""
        return self._shelf.library

    def refresh(self) -> None:
        """Read what was published since the last look; a look at one row when nothing was."""
        with self._lock, self._database.reader() as session:
            newest = revision.current(session)
            if newest == self._seen:
                return
            self._read_entries(session)
            self._read_sources(session)
            self._shelf.listed = tuple(read_items(session))
            self._seen = newest

    @contextmanager
    def trying(self, candidate: Entry) -> Iterator[KnowledgeBase]:
        """The knowledge as it would be with this entry published; nobody else sees it."""
        with self._lock:
            self.refresh()
            before = self._shelf.entry(candidate.id)
            self._shelf.put([candidate])
            try:
                yield self.base
            finally:
                self._shelf.put([before]) if before else self._shelf.remove(candidate.id)

    def _read_entries(self, session: Session) -> None:
        changed = session.scalars(select(FaqEntry).where(FaqEntry.revision > self._seen))
        live: list[Entry] = []
        for row in changed:
            if row.published is None:
                self._shelf.remove(row.id)
            else:
                title = self.base.document.title
                live.append(to_entry(row.id, from_json(row.published), row.reviewed_at, title))
        with self._vectors.read_ahead(text for entry in live for text in (entry.title, *entry.variants)):
            self._shelf.put(live)

    def _read_sources(self, session: Session) -> None:
        library = read_library(session, self.base.document)
        documents = list(imported(library, self.base.document))
        if documents == self._documents:
            self._shelf.library = library
        else:
            self._shelf.replace_library(library, documents, trained=self.base.document)
            self._documents = documents
