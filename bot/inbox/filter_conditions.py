"""Conditions: what filters ask of tickets and of conversations, so that each is answered from an index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, select, union
from sqlalchemy.orm import Session, aliased

from bot.inbox import matters, scope, search
from bot.inbox.filters import Due, Filters, Standing, Waits
from bot.models import (
    MESSAGE_WORDS,
    TICKET_WORDS,
    Conversation,
    Identity,
    Message,
    Provider,
    Resident,
    Staff,
    Ticket,
    conversation_label,
    team_member,
    ticket_label,
)
from bot.models.word_index import holds
from bot.search_words import query_words

# A list is of today's work: of a word that everybody uses, the newest messages are looked through.
_MOST_HITS = 5_000
Conditions = list[ColumnElement[bool]]


def ticket_conditions(filters: Filters, staff: Staff, now: datetime, session: Session) -> Conditions:
    """Return what a ticket must be."""
    labelled = select(ticket_label.c.ticket_id)
    return [
        *_of_matter(filters),
        *_of_due(filters, now),
        *_asked(filters.area, lambda word: Ticket.area_id.in_(scope.areas_below(int(word)))),
        *_asked(filters.label, lambda word: Ticket.id.in_(labelled.where(ticket_label.c.label_id == int(word)))),
        *_asked(filters.priority, lambda word: Ticket.priority == word),
        *_asked(filters.state, lambda word: Ticket.state == word),
        *_asked(filters.waits, lambda word: Ticket.created_at <= now - Waits(word).span),
        *_asked(filters.who, lambda word: _is_with(Ticket.provider_id, word, _providers(word, staff))),
        *_asked(filters.words, lambda word: _ticket_says(word, _dialect(session))),
    ]


def conversation_conditions(filters: Filters, staff: Staff, now: datetime, session: Session) -> Conditions:
    """Return what a conversation must be; what is asked of tickets is asked of one that is owed and may be seen."""
    of_ticket, labelled = _of_matter(filters) + _of_due(filters, now), select(conversation_label.c.conversation_id)
    return [
        *([_has_ticket(session, staff, of_ticket)] if of_ticket else []),
        *_asked(filters.area, lambda word: _is_around(session, int(word), staff)),
        *_asked(
            filters.label, lambda word: Conversation.id.in_(labelled.where(conversation_label.c.label_id == int(word)))
        ),
        *_asked(filters.priority, _is_pressing),
        *_asked(filters.state, _stands),
        *_asked(filters.waits, lambda word: Conversation.attention_since <= now - Waits(word).span),
        *_asked(filters.who, lambda word: _is_with(Conversation.assignee_id, word, _people(word, staff))),
        *_asked(filters.words, lambda word: _somebody_said(word, _dialect(session))),
    ]


def _asked(word: str, make: Callable[[str], ColumnElement[bool]]) -> Conditions:
    return [make(word)] if word else []


def _of_matter(filters: Filters) -> Conditions:
    found = matters.read(filters.matter)
    if found is None:
        return []
    kind, matter = found
    return [Ticket.kind == kind] + ([Ticket.matter == matter] if matter else [])


def _of_due(filters: Filters, now: datetime) -> Conditions:
    return [Ticket.next_due_at < Due(filters.due).until(now)] if filters.due else []


def _has_ticket(session: Session, staff: Staff, conditions: Conditions) -> ColumnElement[bool]:
    """A confidential ticket must not be guessed from which conversations a filter leaves."""
    return Conversation.id.in_(_with_ticket(session, staff, conditions))


def _with_ticket(session: Session, staff: Staff, conditions: Conditions) -> Select[int]:
    return select(Ticket.conversation_id).where(
        Ticket.closed_at.is_(None), scope.tickets_of(session, staff), *conditions
    )


def _is_around(session: Session, area_id: int, staff: Staff) -> ColumnElement[bool]:
    """The resident lives there, or has a ticket there; as one set, so that it is found by indexes."""
    below = scope.areas_below(area_id)
    living = (
        select(Conversation.id)
        .join(Identity, Identity.id == Conversation.identity_id)
        .join(Resident, Resident.id == Identity.resident_id)
        .where(Resident.area_id.in_(below))
    )
    return Conversation.id.in_(union(living, _with_ticket(session, staff, [Ticket.area_id.in_(below)])))


def _is_pressing(word: str) -> ColumnElement[bool]:
    """As a set: looked at one by one in the order of the list, nearly all conversations are ordinary."""
    other = aliased(Conversation)
    return Conversation.id.in_(select(other.id).where(other.priority == word))


def _stands(word: str) -> ColumnElement[bool]:
    conditions: dict[str, ColumnElement[bool]] = {
        Standing.WAITS: Conversation.attention.is_not(None),
        Standing.HELD: Conversation.assignee_id.is_not(None),
        Standing.BOT: Conversation.assignee_id.is_(None) & Conversation.attention.is_(None),
        Standing.SNOOZED: Conversation.snoozed_until.is_not(None),
    }
    return conditions[word]


def _is_with(column: Any, who: str, ids: Select[int]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.is_(None) if who == "nobody" else column.in_(ids)
    return found


def _providers(who: str, staff: Staff) -> Select[int]:
    return select(Provider.id).where(Provider.staff_id.in_(_people(who, staff)))


def _people(who: str, staff: Staff) -> Select[int]:
    """Return the ids of those whom a word names."""
    if who.startswith("t"):
        return select(team_member.c.staff_id).where(team_member.c.team_id == int(who[1:]))
    return select(Staff.id).where(Staff.id == (staff.id if who in ("me", "nobody") else int(who[1:])))


def _ticket_says(text: str, dialect: str) -> ColumnElement[bool]:
    if search.NUMBER.fullmatch(text):
        return search.has_number(text)
    words = query_words(text)
    if not words:
        return false()
    return Ticket.id.in_(select(TICKET_WORDS.c.rowid).where(holds(TICKET_WORDS, words, dialect)))


def _somebody_said(text: str, dialect: str) -> ColumnElement[bool]:
    words = query_words(text)
    if not words:
        return false()
    hits = select(MESSAGE_WORDS.c.rowid).where(holds(MESSAGE_WORDS, words, dialect))
    newest = hits.order_by(MESSAGE_WORDS.c.rowid.desc()).limit(_MOST_HITS)
    return Conversation.id.in_(select(Message.conversation_id).where(Message.id.in_(newest)))


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
