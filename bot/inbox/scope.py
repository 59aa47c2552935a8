"""Scope: which conversations and tickets a member of staff sees; each query of the inbox goes through here."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, exists, false, or_, select, true

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


def _sees_all(staff: Staff) -> bool:
    return _holds(staff, SUPERVISOR, ADMINISTRATOR) or (staff.area_id is None and _holds(staff, *ROLES))


def _areas_below(area_id: int | None) -> Select[tuple[int]]:
    """Ids of an area and of all areas below it."""
    below = select(Area.id).where(Area.id == area_id).cte(recursive=True)
    below = below.union_all(select(Area.id).where(Area.parent_id == below.c.id))
    return select(below.c.id)


def tickets_of(staff: Staff) -> ColumnElement[bool]:
    """Tickets of somebody's area and below, and those given to that person; the desk also takes those of no area."""
    if _sees_all(staff):
        return true()
    if not _holds(staff, *ROLES):
        return false()
    rules = [
        Ticket.area_id.in_(_areas_below(staff.area_id)),
        Ticket.provider_id.in_(select(Provider.id).where(Provider.staff_id == staff.id)),
        exists().where(Conversation.id == Ticket.conversation_id, Conversation.assignee_id == staff.id),
    ]
    if _holds(staff, RESIDENT_DESK):
        rules.append(Ticket.area_id.is_(None))
    return or_(*rules)


def conversations_of(staff: Staff) -> ColumnElement[bool]:
    """Conversations of residents of somebody's area, those held by that person, and those of visible tickets.

    Most residents have not said where they live: the desk sees these, or nobody would. So does an emergency contact
    when there is an alarm.
    """
    if _sees_all(staff):
        return true()
    if not _holds(staff, *ROLES):
        return false()
    rules = [
        _residents_live_in(Resident.area_id.in_(_areas_below(staff.area_id))),
        Conversation.assignee_id == staff.id,
        exists().where(Ticket.conversation_id == Conversation.id, tickets_of_area(staff)),
    ]
    nowhere = _residents_live_in(Resident.area_id.is_(None))
    if _holds(staff, RESIDENT_DESK):
        rules.append(nowhere)
    elif staff.emergency_contact:
        rules.append(nowhere & Conversation.attention.in_(ALARMS))
    return or_(*rules)


def tickets_of_area(staff: Staff) -> ColumnElement[bool]:
    """Tickets that open their conversation: those of the area, and those given to that person."""
    return or_(
        Ticket.area_id.in_(_areas_below(staff.area_id)),
        Ticket.provider_id.in_(select(Provider.id).where(Provider.staff_id == staff.id)),
    )


def _residents_live_in(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    residents = select(Identity.id).join(Resident, Resident.id == Identity.resident_id).where(condition)
    return Conversation.identity_id.in_(residents)
