"""The thin service around the pure rules: opens tickets, changes them, and writes each change down as an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.models import (
    Area,
    Department,
    Message,
    Priority,
    Provider,
    Resident,
    Ticket,
    TicketEvent,
    TicketKind,
    TicketState,
)
from bot.tickets import due_times, numbers, routing
from bot.tickets.lifecycle import Step, is_active, next_state
from bot.tickets.places import find_area
from bot.tickets.refusals import NotTheOwner, UnknownTicket

_ACTIVE_STATES = [state for state in TicketState if is_active(state)]


@dataclass(frozen=True)
class TicketRequest:
    """What a resident told; `cause` names the message that led to it, so that it opens one ticket only."""

    cause: str
    kind: TicketKind
    resident_id: int
    conversation_id: int
    details: str
    matter: str | None = None
    happened: str | None = None
    person: str | None = None
    place: str | None = None
    phone: str | None = None
    priority: Priority = Priority.NORMAL
    # Where it is known already; else the words of `place` are looked up.
    area_id: int | None = None
    confidential: bool = False
    # What is promised where power, water, gas or heat fails.
    soon_hours: int = due_times.SOON_HOURS


def open_ticket(session: Session, request: TicketRequest, now: datetime, actor: str = "bot") -> Ticket:
    """Open a ticket, route it and promise its times; the same cause returns the ticket it opened before."""
    if (known := caused_by(session, request.cause)) is not None:
        return known
    try:
        with session.begin_nested():
            return _open(session, request, now, actor)
    except IntegrityError:
        # Another process opened it in the meantime (PostgreSQL; SQLite has one writer).
        found = caused_by(session, request.cause)
        if found is None:
            raise
        return found


def caused_by(session: Session, cause: str) -> Ticket | None:
    """Return the ticket that a cause has opened."""
    return session.scalar(select(Ticket).where(Ticket.cause == cause))


def _open(session: Session, request: TicketRequest, now: datetime, actor: str) -> Ticket:
    resident = session.get_one(Resident, request.resident_id)
    known = session.get(Area, request.area_id) if request.area_id else None
    area = known or find_area(session, request.place or "", resident.area)
    first_due, handling_due = due_times.promise(session, request.kind, request.matter, now, request.soon_hours)
    ticket = Ticket(
        number=numbers.take_next(session, now),
        cause=request.cause,
        kind=request.kind,
        priority=request.priority,
        resident=resident,
        conversation_id=request.conversation_id,
        area=area,
        matter=request.matter,
        details=request.details,
        happened=request.happened,
        person=request.person,
        place=request.place,
        phone=request.phone,
        confidential=request.confidential,
        first_response_due_at=first_due,
        handling_due_at=handling_due,
        created_at=now,
    )
    session.add(ticket)
    session.flush()
    record(session, ticket, "open", actor, now)
    _route(session, ticket, now)
    return ticket


def _route(session: Session, ticket: Ticket, now: datetime) -> None:
    lineage = [area.id for area in ticket.area.lineage()] if ticket.area else _city_lineage(session)
    chosen = routing.choose(_candidates(session), ticket.kind, ticket.matter, lineage)
    if chosen is None:
        ticket.department = _desk(session, lineage)
        record(session, ticket, "to_desk", "bot", now)
        return
    assign(session, ticket, session.get_one(Provider, chosen.id), "bot", now)


def _city_lineage(session: Session) -> list[int]:
    return list(session.scalars(select(Area.id).where(Area.parent_id.is_(None))))


def _candidates(session: Session) -> list[routing.Candidate]:
    loads = dict(
        session.execute(
            select(Ticket.provider_id, func.count())
            .where(Ticket.state.in_(_ACTIVE_STATES), Ticket.provider_id.is_not(None))
            .group_by(Ticket.provider_id)
        )
        .tuples()
        .all()
    )
    providers = session.scalars(select(Provider).where(Provider.active))
    return [
        routing.Candidate(one.id, one.role, one.area_id, one.skills, loads.get(one.id, 0), one.capacity)
        for one in providers
    ]


def _desk(session: Session, lineage: Sequence[int]) -> Department | None:
    """Return the desk of the nearest area that has one."""
    desks = session.scalars(select(Department).where(Department.area_id.in_(lineage))).all()
    return min(desks, key=lambda one: (lineage.index(one.area_id or 0), one.id), default=None)


def assign(session: Session, ticket: Ticket, provider: Provider, actor: str, now: datetime) -> None:
    """Give a ticket to a provider."""
    ticket.state = next_state(ticket.state, Step.ASSIGN)
    ticket.provider, ticket.department = provider, None
    record(session, ticket, Step.ASSIGN.value, actor, now, data={"provider": provider.name})


def move(
    session: Session,
    ticket: Ticket,
    step: Step,
    actor: str,
    now: datetime,
    *,
    note: str | None = None,
    cause: str | None = None,
) -> None:
    """Take a step of the lifecycle; raises `InvalidTransition`. A cause that was seen before changes nothing."""
    if cause is not None and _was_recorded(session, cause):
        return
    ticket.state = next_state(ticket.state, step)
    if step is Step.START and ticket.first_responded_at is None:
        ticket.first_responded_at = now
    ticket.closed_at = None if is_active(ticket.state) else now
    record(session, ticket, step.value, actor, now, note=note, cause=cause)


def urge(session: Session, ticket: Ticket, now: datetime, cause: str) -> None:
    """Write down that the resident urges; the ticket becomes more pressing once."""
    if _was_recorded(session, cause):
        return
    if ticket.priority is Priority.NORMAL:
        ticket.priority = Priority.HIGH
    record(session, ticket, "urge", "resident", now, cause=cause)


def add_note(session: Session, ticket: Ticket, note: str, actor: str, now: datetime, cause: str | None = None) -> None:
    """Write down what somebody adds to a ticket."""
    if cause is None or not _was_recorded(session, cause):
        record(session, ticket, "add", actor, now, note=note, cause=cause)


def attach_media(session: Session, message: Message, now: datetime) -> Ticket | None:
    """Add a picture, voice or video to the resident's latest active ticket; None when there is none."""
    ticket = next(iter(active_tickets(session, message.conversation.identity.resident_id)), None)
    cause = f"message:{message.id}:media"
    if ticket is not None and not _was_recorded(session, cause):
        record(session, ticket, "attach", "resident", now, data={"message": message.id}, cause=cause)
    return ticket


def tickets_of(session: Session, resident_id: int, limit: int = 5) -> Sequence[Ticket]:
    """Return a resident's own tickets: those still open first, newest first."""
    found = session.scalars(
        select(Ticket).where(Ticket.resident_id == resident_id).order_by(Ticket.id.desc()).limit(50)
    ).all()
    return sorted(found, key=lambda one: (not is_active(one.state), -one.id))[:limit]


def active_tickets(session: Session, resident_id: int) -> Sequence[Ticket]:
    """Return a resident's tickets on which something is still owed, newest first."""
    return session.scalars(
        select(Ticket)
        .where(Ticket.resident_id == resident_id, Ticket.state.in_(_ACTIVE_STATES))
        .order_by(Ticket.id.desc())
    ).all()


def ticket_of(session: Session, number: str, resident_id: int) -> Ticket:
    """Return a resident's own ticket; raises `UnknownTicket`, or `NotTheOwner` when it is somebody else's."""
    ticket = session.scalar(select(Ticket).where(Ticket.number == number))
    if ticket is None:
        raise UnknownTicket(number)
    if ticket.resident_id != resident_id:
        raise NotTheOwner(number)
    return ticket


def _was_recorded(session: Session, cause: str) -> bool:
    return session.scalar(select(TicketEvent.id).where(TicketEvent.cause == cause)) is not None


def record(
    session: Session,
    ticket: Ticket,
    kind: str,
    actor: str,
    now: datetime,
    *,
    note: str | None = None,
    data: dict[str, Any] | None = None,
    cause: str | None = None,
) -> None:
    """Write a change into a ticket's history."""
    session.add(TicketEvent(ticket=ticket, kind=kind, actor=actor, at=now, note=note, data=data or {}, cause=cause))
    session.flush()
