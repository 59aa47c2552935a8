"""Search: messages by their words, tickets by words or number, residents by the last four digits of the phone.

Whoever searches finds only what the lists would show, too (scope.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, func, literal_column, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased
from sqlalchemy.sql.base import ExecutableOption

from bot import moments
from bot.digests import digest_last_four
from bot.inbox import loading, rows, scope
from bot.inbox.hits import Hits, newest_messages, newest_tickets, with_words
from bot.inbox.people import resident_name
from bot.inbox.rows import TicketRow
from bot.masks import mask_phone, mask_text
from bot.models import (
    MESSAGE_WORDS,
    TICKET_WORDS,
    Author,
    Conversation,
    EncryptedText,
    Identity,
    Message,
    Resident,
    Staff,
    Ticket,
    TicketKind,
)
from bot.search_words import query_words

SHOWN = 20
_AROUND = 24
NUMBER = re.compile(r"(?=-*\d)[\d-]{4,20}")
_PHONE_END = re.compile(r"\d{4}|1\d{10}")
_Row = TypeVar("_Row", Conversation, Message, Ticket)


class Since(StrEnum):
    """How far back."""

    EVER = "ever"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def span(self) -> timedelta | None:
        """The time it covers, None for all."""
        days = {Since.WEEK: 7, Since.MONTH: 31, Since.YEAR: 366}.get(self)
        return timedelta(days=days) if days else None


class By(StrEnum):
    """Whose words."""

    ANYBODY = "anybody"
    RESIDENT = "resident"
    STAFF = "staff"
    NOTE = "note"


@dataclass(frozen=True)
class Question:
    """What is looked for. `kind` narrows tickets, `by` narrows messages."""

    text: str = ""
    since: Since = Since.EVER
    by: By = By.ANYBODY
    kind: TicketKind | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for yet."""
        return not query_words(self.text) and not NUMBER.fullmatch(self.text)


@dataclass(frozen=True)
class Piece:
    """A part of a text; `is_hit` when it is what was looked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class MessageHit:
    """A message that holds the words."""

    id: int
    conversation_id: int
    name: str
    by: str
    when: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ResidentHit:
    """A resident whose phone ends so."""

    conversation_id: int
    name: str
    phone: str
    area: str
    when: str


@dataclass(frozen=True)
class Found:
    """The newest of each; `more_…` when there are others."""

    residents: tuple[ResidentHit, ...] = ()
    tickets: tuple[TicketRow, ...] = ()
    messages: tuple[MessageHit, ...] = ()
    more_tickets: bool = False
    more_messages: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.residents or self.tickets or self.messages)


def find(session: Session, staff: Staff, question: Question, now: datetime) -> Found:
    """Return what this person may see of what was found, the newest first."""
    if question.is_empty:
        return Found()
    tickets, messages = _tickets(session, staff, question, now), _messages(session, staff, question, now)
    return Found(
        residents=tuple(_residents(session, staff, question, now)),
        tickets=tuple(rows.ticket_rows(session, tickets[:SHOWN], now)),
        messages=tuple(_hit(one, question.text, now) for one in messages[:SHOWN]),
        more_tickets=len(tickets) > SHOWN,
        more_messages=len(messages) > SHOWN,
    )


def _messages(session: Session, staff: Staff, question: Question, now: datetime) -> list[Message]:
    words = query_words(question.text)
    if not words:
        return []
    author = true() if question.by is By.ANYBODY else Message.author == Author(question.by.value)
    wanted = author & _is_since(Message.created_at, question, now)
    ids = newest_messages(session, staff, with_words(session, MESSAGE_WORDS, words), wanted, SHOWN + 1)
    return _rows(session, Message, ids, loading.MESSAGE_HITS)


def _tickets(session: Session, staff: Staff, question: Question, now: datetime) -> list[Ticket]:
    kind = true() if question.kind is None else Ticket.kind == question.kind
    wanted = kind & _is_since(Ticket.created_at, question, now)
    text, is_number = question.text, NUMBER.fullmatch(question.text)
    hits = _with_number(text.strip("-")) if is_number else with_words(session, TICKET_WORDS, query_words(text))
    ids = newest_tickets(session, staff, hits, wanted, SHOWN + 1)
    return _rows(session, Ticket, ids, loading.TICKET_ROWS)


def _rows(session: Session, model: type[_Row], ids: Sequence[int], options: Sequence[ExecutableOption]) -> list[_Row]:
    wanted = select(model).where(model.id.in_(ids)).options(*options)
    found = {one.id: one for one in session.scalars(wanted)} if ids else {}
    return [found[id_] for id_ in ids]


def has_number(text: str) -> ColumnElement[bool]:
    """Return whether a ticket has a number like this one."""
    return Ticket.id.in_(_with_number(text.strip("-")).found)


def _with_number(text: str) -> Hits:
    """Tickets with a whole number or its beginning, or the part after the date: 20261123-0001-3, 0001-3."""
    one = aliased(Ticket)
    is_whole = text.startswith("20") and len(text) >= 6
    number = one.number if is_whole else func.substr(one.number, literal_column("10"))
    return Hits(select(one.id).where(_begins(number, text)), one.id)


def _begins(number: Any, text: str) -> ColumnElement[bool]:
    """As a range, so that an index serves, and up to the next digit: databases differ in where other signs stand."""
    stem = text.rstrip("9-")
    after = [number < f"{stem[:-1]}{int(stem[-1]) + 1}"] if stem else []
    return and_(number >= text, *after)


def _residents(session: Session, staff: Staff, question: Question, now: datetime) -> list[ResidentHit]:
    if not _PHONE_END.fullmatch(question.text):
        return []
    found = (
        select(Conversation.id)
        .join(Identity, Identity.id == Conversation.identity_id)
        .join(Resident, Resident.id == Identity.resident_id)
        .where(
            Resident.phone_digest == digest_last_four(question.text, EncryptedText.digest_key()),
            scope.conversations_of(session, staff),
        )
        .order_by(Conversation.last_activity_at.desc())
        .limit(SHOWN)
    )
    ids = session.scalars(found).all()
    return [_resident_hit(one, now) for one in _rows(session, Conversation, ids, loading.RESIDENT_HITS)]


def _resident_hit(conversation: Conversation, now: datetime) -> ResidentHit:
    resident = conversation.identity.resident
    return ResidentHit(
        conversation_id=conversation.id,
        name=resident_name(resident),
        phone=mask_phone(resident.phone) if resident.phone else "",
        area=resident.area.name if resident.area else "",
        when=moments.when(conversation.last_activity_at, now),
    )


def _hit(message: Message, asked: str, now: datetime) -> MessageHit:
    by = {Author.RESIDENT: "居民", Author.NOTE: "备注"}.get(message.author) or (
        message.staff.name if message.staff else "工作人员"
    )
    return MessageHit(
        id=message.id,
        conversation_id=message.conversation_id,
        name=resident_name(message.conversation.identity.resident),
        by=by,
        when=moments.when(message.created_at, now),
        pieces=pieces(" ".join(mask_text(message.text).split()), asked),
    )


def pieces(text: str, asked: str) -> tuple[Piece, ...]:
    """Return the part of a text around the first hit, cut where what was asked begins and ends."""
    words = sorted({word for word in asked.lower().split() if word}, key=len, reverse=True)
    hits = re.compile("|".join(map(re.escape, words)) or r"(?!)", re.IGNORECASE)
    first = hits.search(text)
    start = max(0, first.start() - _AROUND) if first else 0
    shown = (
        ("…" if start else "") + text[start : start + 4 * _AROUND] + ("…" if len(text) > start + 4 * _AROUND else "")
    )
    found, position = [], 0
    for hit in hits.finditer(shown):
        found += [Piece(shown[position : hit.start()], False), Piece(hit.group(), True)]
        position = hit.end()
    return tuple(piece for piece in (*found, Piece(shown[position:], False)) if piece.text)


def _is_since(moment: InstrumentedAttribute[datetime], question: Question, now: datetime) -> ColumnElement[bool]:
    span = question.since.span
    return true() if span is None else moment >= now - span


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
