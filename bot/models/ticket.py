"""Ticket: a matter that somebody promised to deal with, and its history."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, Text, event, text
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from bot.models.area import Area
from bot.models.base import Base, EncryptedText
from bot.models.department import Department
from bot.models.priority import Priority
from bot.models.provider import Provider
from bot.models.resident import Resident


class TicketKind(StrEnum):
    """What a ticket is about: the service intents, and the lanes of safety."""

    DISPUTE = "dispute"
    ELDERLY_CARE = "elderly_care"
    DOMESTIC_SERVICE = "domestic_service"
    PSYCH_HELP = "psych_help"
    LEGAL_QUESTION = "legal_question"
    PUBLIC_ISSUE = "public_issue"
    VOLUNTEER_SIGNUP = "volunteer_signup"
    HUMAN_AGENT = "human_agent"
    EMERGENCY = "emergency"
    PSYCH_CRISIS = "psych_crisis"


class TicketState(StrEnum):
    """Where a ticket stands; the moves between them are in `bot/tickets/lifecycle.py`."""

    OPEN = "open"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


# Somebody still owes the resident something.
OWED = frozenset({TicketState.OPEN, TicketState.ASSIGNED, TicketState.IN_PROGRESS, TicketState.WAITING})


UNCLOSED = "closed_at IS NULL"
UNPROMISED = "next_due_at IS NULL AND closed_at IS NULL"
OWED_BY = "next_due_at IS NOT NULL"


class Ticket(Base):
    """One matter of one resident. `cause` names what opened it: the same cause never opens two."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_state_handling_due_at", "state", "handling_due_at"),
        # Who may see a conversation is answered from this index alone (bot/inbox/scope.py). The area is not second:
        # SQLite would look for each of a district's areas in turn.
        Index("ix_ticket_conversation_id", "conversation_id", "provider_id", "area_id", "confidential"),
        # What is owed in an area, in order, and which conversations its tickets open.
        Index("ix_ticket_area_id", "area_id", "next_due_at", "confidential", "conversation_id"),
        # Tickets of the same matter nearby.
        Index("ix_ticket_area_id_kind", "area_id", "kind", "matter", "created_at"),
        # The part of a number that people say: 0042-7 of 20261122-0042-7.
        Index("ix_ticket_serial", text("substr(number, 10)")),
        # Without those on which nothing is owed: nine of ten would stand under one key.
        Index("ix_ticket_next_due_at", "next_due_at", sqlite_where=text(OWED_BY), postgresql_where=text(OWED_BY)),
        # Of hundreds of thousands some thousands are being handled: filters are answered from this index alone.
        Index(
            "ix_ticket_unclosed",
            "kind",
            "matter",
            "next_due_at",
            "area_id",
            "priority",
            "provider_id",
            "created_at",
            "state",
            "confidential",
            "conversation_id",
            sqlite_where=text(UNCLOSED),
            postgresql_where=text(UNCLOSED),
        ),
        # The few that nobody promised anything about.
        Index("ix_ticket_unpromised", "created_at", sqlite_where=text(UNPROMISED), postgresql_where=text(UNPROMISED)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    cause: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[TicketKind] = mapped_column(index=True)
    state: Mapped[TicketState] = mapped_column(default=TicketState.OPEN)
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), index=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    matter: Mapped[str | None]
    details: Mapped[str] = mapped_column(Text, default="", active_history=True)
    happened: Mapped[str | None]
    person: Mapped[str | None]
    place: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    first_response_due_at: Mapped[datetime | None]
    handling_due_at: Mapped[datetime | None]
    first_responded_at: Mapped[datetime | None]
    # The promise that runs out next, None when nothing is owed: kept by `_note_next_due`, so that lists need no sorting.
    next_due_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    # Only supervisors, whoever holds the conversation and the provider see it.
    confidential: Mapped[bool] = mapped_column(default=False)
    # The ticket in which this one went on; a merged ticket is closed.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)

    resident: Mapped[Resident] = relationship(lazy="joined")
    area: Mapped[Area | None] = relationship(lazy="joined")
    provider: Mapped[Provider | None] = relationship(lazy="joined")
    department: Mapped[Department | None] = relationship(lazy="joined")
    merged_into: Mapped[Ticket | None] = relationship(remote_side=[id])
    events: Mapped[list[TicketEvent]] = relationship(back_populates="ticket", order_by="TicketEvent.id")


@event.listens_for(Ticket, "before_insert")
@event.listens_for(Ticket, "before_update")
def _note_next_due(_mapper: Mapper[Ticket], _connection: Connection, ticket: Ticket) -> None:
    """The first answer while it is owed, then the handling."""
    ticket.next_due_at = next_due(ticket)


def next_due(ticket: Ticket) -> datetime | None:
    """Return the promise that runs out next, None when nothing is owed or promised."""
    if ticket.state not in OWED:
        return None
    first = ticket.first_response_due_at if ticket.first_responded_at is None else None
    return first or ticket.handling_due_at


class TicketEvent(Base):
    """One change of a ticket: what, by whom, when; `cause` makes a repeated write do nothing."""

    __tablename__ = "ticket_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    kind: Mapped[str]
    # "resident", "bot", "clock", or "staff:7".
    actor: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    cause: Mapped[str | None] = mapped_column(unique=True)

    ticket: Mapped[Ticket] = relationship(back_populates="events")
