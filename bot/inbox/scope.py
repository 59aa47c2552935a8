"""Scope: which conversations and tickets a member of staff sees; each query of the inbox goes through here."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, exists, false, or_, select, true, union

from bot.models import (
    ADMINISTRATOR,
    RESIDENT_DESK,
    ROLES,
    SUPERVISOR,
    Area,
    Attention,
    Conversation,
    Identity,
    Provider,
    Resident,
    Staff,
    Ticket,
)

ALARMS = tuple(reason for reason in Attention if reason.is_alarm)


def _holds(staff: Staff, *names: str) -> bool:
    return any(role.name in names for role in staff.roles)


def sees_all(staff: Staff) -> bool:
    """Whether somebody sees every area."""
    return _holds(staff, SUPERVISOR, ADMINISTRATOR) or (staff.area_id is None and _holds(staff, *ROLES))


def areas_below(area_id: int | None) -> Select[int]:
    """Ids of an area and of all areas below it."""
    below = select(Area.id).where(Area.id == area_id).cte(recursive=True)
    below = below.union_all(select(Area.id).where(Area.parent_id == below.c.id))
    return select(below.c.id)


def tickets_of(staff: Staff) -> ColumnElement[bool]:
    """Tickets of somebody's area and below, and those given to that person; the desk also takes those of no area.

    A confidential one is seen only by its provider, by whoever holds its conversation, and by supervisors.
    """
    if _holds(staff, SUPERVISOR, ADMINISTRATOR):
        return true()
    if not _holds(staff, *ROLES):
        return false()
    is_involved = or_(
        Ticket.provider_id.in_(_providers_of(staff)),
        exists().where(Conversation.id == Ticket.conversation_id, Conversation.assignee_id == staff.id),
    )
    return or_(Ticket.confidential.is_(False) & _tickets_around(staff), is_involved)


def tickets_near(staff: Staff) -> ColumnElement[bool]:
    """A set that holds whatever `tickets_of` allows, found by indexes alone: asked of hundreds of thousands first."""
    if sees_all(staff):
        return true()
    held = select(Ticket.id).join(Conversation, Conversation.id == Ticket.conversation_id)
    parts = [
        select(Ticket.id).where(Ticket.area_id.in_(areas_below(staff.area_id))),
        select(Ticket.id).where(Ticket.provider_id.in_(_providers_of(staff))),
        held.where(Conversation.assignee_id == staff.id),
    ]
    if _holds(staff, RESIDENT_DESK):
        parts.append(select(Ticket.id).where(Ticket.area_id.is_(None)))
    return Ticket.id.in_(union(*parts))


def _tickets_around(staff: Staff) -> ColumnElement[bool]:
    if sees_all(staff):
        return true()
    rules = [Ticket.area_id.in_(areas_below(staff.area_id))]
    if _holds(staff, RESIDENT_DESK):
        rules.append(Ticket.area_id.is_(None))
    return or_(*rules)


def _providers_of(staff: Staff) -> Select[int]:
    return select(Provider.id).where(Provider.staff_id == staff.id)


def conversations_of(staff: Staff) -> ColumnElement[bool]:
    """Conversations of residents of somebody's area, those held by that person, and those of visible tickets.

    Most residents have not said where they live: the desk sees these, or nobody would. So does an emergency contact
    when there is an alarm.
    """
    if sees_all(staff):
        return true()
    if not _holds(staff, *ROLES):
        return false()
    lives_here = Resident.area_id.in_(areas_below(staff.area_id))
    nowhere = Resident.area_id.is_(None)
    rules = [
        _resident_is(or_(lives_here, nowhere) if _holds(staff, RESIDENT_DESK) else lives_here),
        Conversation.assignee_id == staff.id,
        exists().where(Ticket.conversation_id == Conversation.id, tickets_of_area(staff)),
    ]
    if staff.emergency_contact and not _holds(staff, RESIDENT_DESK):
        rules.append(_resident_is(nowhere) & Conversation.attention.in_(ALARMS))
    return or_(*rules)


def tickets_of_area(staff: Staff) -> ColumnElement[bool]:
    """Tickets that open their conversation: those of the area, and those given to that person."""
    return or_(
        Ticket.area_id.in_(areas_below(staff.area_id)) & Ticket.confidential.is_(False),
        Ticket.provider_id.in_(_providers_of(staff)),
    )


def _resident_is(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Asked of each conversation by itself: the lists hold few of the many, and a set of all residents costs more."""
    return exists().where(Identity.id == Conversation.identity_id, Resident.id == Identity.resident_id, condition)
