"""Hits: the newest messages and tickets that hold some words and that somebody sees.

The newest hits of all are gone through one by one; for whoever sees much, that is enough. Whoever sees little would
have a frequent word looked up all over the city: then what that person sees is collected, and the words are held against it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, TableClause, select, union
from sqlalchemy.orm import Session

from bot.inbox import scope
from bot.models import MESSAGE_WORDS, TICKET_WORDS, Conversation, Message, Staff, Ticket
from bot.models.word_index import rows_with

_LOOKED_THROUGH = 1000
Words = Sequence[tuple[str, bool]]


def newest_messages(
    session: Session, staff: Staff, words: Words, wanted: ColumnElement[bool], limit: int
) -> Sequence[int]:
    """Return the ids of the newest messages that hold all words and meet a condition."""
    index = _Index(session, MESSAGE_WORDS, words, _with_messages)
    found, is_all = index.look_through(wanted & scope.conversations_of(session, staff), limit)
    if is_all:
        return found
    if scope.sees_all(staff):
        return index.read_all(wanted, limit)
    around = union(*(select(Conversation.id).where(one) for one in scope.reasons_for_conversations(session, staff)))
    return index.hold_against(select(Message.id).where(wanted, Message.conversation_id.in_(around)), limit)


def newest_tickets(
    session: Session, staff: Staff, words: Words, wanted: ColumnElement[bool], limit: int
) -> Sequence[int]:
    """Return the ids of the newest tickets that hold all words and meet a condition."""
    index = _Index(session, TICKET_WORDS, words, _with_tickets)
    found, is_all = index.look_through(wanted & scope.tickets_of(session, staff), limit)
    if is_all:
        return found
    if scope.sees_all(staff):
        return index.read_all(wanted & scope.tickets_of(session, staff), limit)
    own = union(*(select(Ticket.id).where(wanted, one) for one in scope.reasons_for_tickets(session, staff)))
    return index.hold_against(select(own.subquery()), limit)


def _with_messages(asked: Select[Any], hits: FromClause) -> Select[Any]:
    found = asked.join_from(hits, Message, Message.id == hits.c.rowid)
    return found.join(Conversation, Conversation.id == Message.conversation_id)


def _with_tickets(asked: Select[Any], hits: FromClause) -> Select[Any]:
    return asked.join_from(hits, Ticket, Ticket.id == hits.c.rowid)


@dataclass(frozen=True)
class _Index:
    """A word index, asked for some words; `beside` joins the tables that a condition is about.

    The hits always stand in a subquery that is complete or has a limit of its own: with a limit around it PostgreSQL
    hopes to meet enough hits soon, and walks through all messages for a word that nobody said.
    """

    session: Session
    table: TableClause
    words: Words
    beside: Callable[[Select[Any], FromClause], Select[Any]]

    def look_through(self, seen: ColumnElement[bool], limit: int) -> tuple[Sequence[int], bool]:
        """Return those of the newest hits that are seen, and whether there can be no others among the first."""
        hits = self._hits().order_by(self.table.c.rowid.desc()).limit(_LOOKED_THROUGH + 1).subquery()
        asked = self.beside(select(hits.c.rowid, seen.label("seen")), hits).order_by(hits.c.rowid.desc())
        rows = self.session.execute(asked).all()
        found = [id_ for id_, is_seen in rows if is_seen][:limit]
        return found, len(found) == limit or len(rows) <= _LOOKED_THROUGH

    def read_all(self, seen: ColumnElement[bool], limit: int) -> Sequence[int]:
        """Return the newest of all hits that are seen."""
        hits = self._hits().subquery()
        asked = self.beside(select(hits.c.rowid), hits).where(seen)
        return self.session.scalars(asked.order_by(hits.c.rowid.desc()).limit(limit)).all()

    def hold_against(self, own: Select[int], limit: int) -> Sequence[int]:
        """Return the newest hits among some rows."""
        # SQLite would look up each row in the index of words: a sum is no key, and the hits are read in one go.
        hit = self.table.c.rowid + 0 if self.session.get_bind().dialect.name == "sqlite" else self.table.c.rowid
        hits = self._hits().where(hit.in_(own)).offset(0).subquery()
        return self.session.scalars(select(hits.c.rowid).order_by(hits.c.rowid.desc()).limit(limit)).all()

    def _hits(self) -> Select[int]:
        return rows_with(self.table, self.words, self.session.get_bind().dialect.name)
