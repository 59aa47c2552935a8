"""Scope: which conversations and tickets a member of staff sees; each query of the inbox goes through here.

Somebody sees a row for one of several reasons: where it is, who has it, whom it was given to. Joined by "or" they are
a condition that is asked of each row; where few of very many rows are seen, each reason is read from an index of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, any_, false, literal, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.models import (
    ADMINISTRATOR,
    RESIDENT_DESK,
    ROLES,
    SUPERVISOR,
    Area,
    Attention,
    Conversation,
    Provider,
    Staff,
    Ticket,
)

ALARMS = tuple(reason for reason in Attention if reason.is_alarm)
Reasons = list[ColumnElement[bool]]


def _holds(staff: Staff, *names: str) -> bool:
    return any(role.name in names for role in staff.roles)


def sees_all(staff: Staff) -> bool:
    """Whether somebody sees every conversation."""
    return _holds(staff, SUPERVISOR, ADMINISTRATOR) or (staff.area_id is None and _holds(staff, *ROLES))


def conversations_of(session: Session, staff: Staff) -> ColumnElement[bool]:
    """Conversations of residents of somebody's area, those held by that person, and those of visible tickets.

    Most residents have not said where they live: the desk sees these, or nobody would. So does an emergency contact
    when there is an alarm.
    """
    tickets = _tickets_that_open(session, staff)
    opened = [select(Ticket.id).where(Ticket.conversation_id == Conversation.id, one).exists() for one in tickets]
    return or_(false(), *_own_reasons(session, staff), *opened)


def reasons_for_conversations(session: Session, staff: Staff) -> Reasons:
    """Return the same, one by one."""
    tickets = _tickets_that_open(session, staff)
    opened = [Conversation.id.in_(select(Ticket.conversation_id).where(one)) for one in tickets]
    return [*_own_reasons(session, staff), *opened] or [false()]


def _own_reasons(session: Session, staff: Staff) -> Reasons:
    """The reasons that a conversation itself gives."""
    if sees_all(staff):
        return [true()]
    if not _holds(staff, *ROLES):
        return []
    reasons = [_is_around(session, staff, Conversation.area_id), Conversation.assignee_id == staff.id]
    if _holds(staff, RESIDENT_DESK):
        reasons.append(Conversation.area_id.is_(None))
    elif staff.emergency_contact:
        reasons.append(Conversation.area_id.is_(None) & Conversation.attention.in_(ALARMS))
    return reasons


def _tickets_that_open(session: Session, staff: Staff) -> Reasons:
    """Tickets that open their conversation: those of the area, and those given to that person."""
    if sees_all(staff) or not _holds(staff, *ROLES):
        return []
    around = _is_around(session, staff, Ticket.area_id) & Ticket.confidential.is_(False)
    return [around, *_given_to(session, staff)]


def tickets_of(session: Session, staff: Staff) -> ColumnElement[bool]:
    """Tickets of somebody's area and below, and those given to that person; the desk also takes those of no area.

    A confidential one is seen only by its provider, by whoever holds its conversation, and by supervisors.
    """
    return or_(*reasons_for_tickets(session, staff))


def reasons_for_tickets(session: Session, staff: Staff) -> Reasons:
    """Return the same, one by one."""
    if _holds(staff, SUPERVISOR, ADMINISTRATOR):
        return [true()]
    if not _holds(staff, *ROLES):
        return [false()]
    around = [place & Ticket.confidential.is_(False) for place in _places_of_tickets(session, staff)]
    held = select(Conversation.id).where(Conversation.assignee_id == staff.id)
    return [*around, *_given_to(session, staff), Ticket.conversation_id.in_(held)]


def _places_of_tickets(session: Session, staff: Staff) -> Reasons:
    if sees_all(staff):
        return [true()]
    around = _is_around(session, staff, Ticket.area_id)
    return [around, Ticket.area_id.is_(None)] if _holds(staff, RESIDENT_DESK) else [around]


def _given_to(session: Session, staff: Staff) -> Reasons:
    """Most people are no providers: then there is nothing to ask of any ticket."""
    providers = _once(session, "providers", staff, lambda: select(Provider.id).where(Provider.staff_id == staff.id))
    return [Ticket.provider_id.in_(providers)] if providers else []


def _is_around(session: Session, staff: Staff, area_id: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """A district has 150 areas, and a page asks for them ten times: as one array, PostgreSQL's driver reads no thousand names."""
    areas = _areas_of(session, staff)
    if session.get_bind().dialect.name == "sqlite":
        return area_id.in_(areas)
    return area_id == any_(literal(areas, ARRAY(BigInteger)))


def _areas_of(session: Session, staff: Staff) -> list[int]:
    return _once(session, "areas", staff, lambda: areas_below(staff.area_id))


def areas_below(area_id: int | None) -> Select[int]:
    """An area and all areas below it."""
    below = select(Area.id).where(Area.id == area_id).cte(recursive=True)
    below = below.union_all(select(Area.id).where(Area.parent_id == below.c.id))
    return select(below.c.id)


def _once(session: Session, name: str, staff: Staff, wanted: Callable[[], Select[int]]) -> list[int]:
    """Read once a session, and handed over as numbers: of a subquery PostgreSQL expects thousands, and reads all rows."""
    known: dict[tuple[str, int], list[int]] = session.info.setdefault("scope", {})
    if (name, staff.id) not in known:
        known[name, staff.id] = list(session.scalars(wanted()))
    return known[name, staff.id]
