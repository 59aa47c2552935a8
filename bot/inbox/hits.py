"""Hits: the newest messages and tickets among those that were found, as far as somebody sees them.

The newest hits of all are gone through one by one; for whoever sees much, a few are enough. Whoever sees little would
have a frequent word looked up all over the city: then what that person sees is collected, and the hits are held against it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, TableClause, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import True_

from bot.inbox import scope
from bot.models import Conversation, Message, Staff, Ticket
from bot.models.word_index import rows_with

# First a few; then many, where the few promise enough.
_LOOKS = (400, 1000)


@dataclass(frozen=True)
class Hits:
    """What was found, before it is asked who sees it: `found` selects `id`."""

    found: Select[int]
    id: ColumnElement[int] | InstrumentedAttribute[int]


def with_words(session: Session, table: TableClause, words: Sequence[tuple[str, bool]]) -> Hits:
    """Return what a word index holds under all words."""
    return Hits(rows_with(table, words, _dialect(session)), table.c.rowid)


def newest_messages(
    session: Session, staff: Staff, hits: Hits, wanted: ColumnElement[bool], limit: int
) -> Sequence[int]:
    """Return the ids of the newest messages that were found and meet a condition."""
    finding = _Finding(session, hits, _with_messages, limit)
    found = finding.look_through(wanted & scope.conversations_of(session, staff))
    if found is not None:
        return found
    if scope.sees_all(staff):
        return finding.read_all(wanted)
    around = union(*(select(Conversation.id).where(one) for one in scope.reasons_for_conversations(session, staff)))
    return finding.hold_against(select(Message.id).where(wanted, Message.conversation_id.in_(around)))


def newest_tickets(
    session: Session, staff: Staff, hits: Hits, wanted: ColumnElement[bool], limit: int
) -> Sequence[int]:
    """Return the ids of the newest tickets that were found and meet a condition."""
    finding = _Finding(session, hits, _with_tickets, limit)
    found = finding.look_through(wanted & scope.tickets_of(session, staff))
    if found is not None:
        return found
    if scope.sees_all(staff):
        return finding.read_all(wanted & scope.tickets_of(session, staff))
    own = union(*(select(Ticket.id).where(wanted, one) for one in scope.reasons_for_tickets(session, staff)))
    return finding.hold_against(select(own.subquery()))


def _with_messages(asked: Select[Any], hits: FromClause) -> Select[Any]:
    found = asked.join_from(hits, Message, Message.id == _id(hits))
    return found.join(Conversation, Conversation.id == Message.conversation_id)


def _with_tickets(asked: Select[Any], hits: FromClause) -> Select[Any]:
    return asked.join_from(hits, Ticket, Ticket.id == _id(hits))


def _id(hits: FromClause) -> ColumnElement[int]:
    return next(iter(hits.c))


@dataclass(frozen=True)
class _Finding:
    """The ways through the hits; `beside` joins the tables that conditions are about.

    Hits always stand in a subquery that is complete or has a limit of its own: with a limit around it PostgreSQL hopes
    to meet enough of them soon, and walks through all messages for a word that nobody said.
    """

    session: Session
    hits: Hits
    beside: Callable[[Select[Any], FromClause], Select[Any]]
    limit: int

    def look_through(self, seen: ColumnElement[bool]) -> Sequence[int] | None:
        """Return those of the newest hits that are seen; None when too few of these are."""
        for most in _LOOKS:
            found, is_all = self._look(seen, most)
            if is_all:
                return found
            if len(found) * _LOOKS[-1] < self.limit * most:
                return None
        return None

    def _look(self, seen: ColumnElement[bool], most: int) -> tuple[Sequence[int], bool]:
        """Return those of so many newest hits that are seen, and whether there can be no others among the first."""
        hits = self.hits.found.order_by(self.hits.id.desc()).limit(most + 1).subquery()
        asked: Any = select(_id(hits), seen.label("seen"))
        # Whoever sees all asks nothing of any hit.
        asked = asked if isinstance(seen, True_) else self.beside(asked, hits)
        rows = self.session.execute(asked.order_by(_id(hits).desc())).all()
        found = [id_ for id_, is_seen in rows if is_seen][: self.limit]
        return found, len(found) == self.limit or len(rows) <= most

    def read_all(self, seen: ColumnElement[bool]) -> Sequence[int]:
        """Return the newest of all hits that are seen."""
        hits = self.hits.found.subquery()
        asked = self.beside(select(_id(hits)), hits).where(seen)
        return self.session.scalars(asked.order_by(_id(hits).desc()).limit(self.limit)).all()

    def hold_against(self, own: Select[int]) -> Sequence[int]:
        """Return the newest hits among some rows."""
        # SQLite would look up each row in the index of words: a sum is no key, and the hits are read in one go.
        id_ = self.hits.id + 0 if _dialect(self.session) == "sqlite" else self.hits.id
        hits = self.hits.found.where(id_.in_(own)).offset(0).subquery()
        return self.session.scalars(select(_id(hits)).order_by(_id(hits).desc()).limit(self.limit)).all()


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
