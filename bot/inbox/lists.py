"""The lists of the inbox: what each holds, how many there are, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, true
from sqlalchemy.orm import Session

from bot.inbox import scope
from bot.models import Attention, Conversation, Mention, Priority, Staff, Ticket, TicketState
from bot.tickets import is_active

PAGE = 50
MOST = 500
ACTIVE_STATES = [state for state in TicketState if is_active(state)]
_URGENCY = case({reason: rank for rank, reason in enumerate(Attention)}, value=Conversation.attention, else_=99)
_PRIORITY = case({one: -rank for rank, one in enumerate(Priority)}, value=Conversation.priority, else_=0)
# Tickets are "soon due" from here on: one working day is left to act.
SOON = timedelta(hours=24)

# The promise that runs out next: the first answer while it is owed, then the handling.
_NEXT_DUE = case(
    (Ticket.first_responded_at.is_(None), func.coalesce(Ticket.first_response_due_at, Ticket.handling_due_at)),
    else_=Ticket.handling_due_at,
)


class ListName(StrEnum):
    """A list, in the order of the rail."""

    ALARMS = "alarms"
    WAITING = "waiting"
    MINE = "mine"
    MENTIONS = "mentions"
    RESIDENT = "resident"
    SNOOZED = "snoozed"
    BOT = "bot"
    ALL = "all"
    DUE = "due"
    TICKETS = "tickets"

    @property
    def holds_tickets(self) -> bool:
        """Whether its rows are tickets."""
        return self in (ListName.DUE, ListName.TICKETS)


LABELS: dict[ListName, str] = {
    ListName.ALARMS: "警报",
    ListName.WAITING: "等人接手",
    ListName.MINE: "我的",
    ListName.MENTIONS: "提到我的",
    ListName.RESIDENT: "等居民回复",
    ListName.SNOOZED: "稍后再办",
    ListName.BOT: "机器人在办",
    ListName.ALL: "全部",
    ListName.DUE: "快到期",
    ListName.TICKETS: "全部工单",
}


@dataclass(frozen=True)
class Entry:
    """A line of the rail; `pressing` counts what cannot wait."""

    name: ListName
    label: str
    count: int
    pressing: int
    tone: str


def read_name(word: str | None) -> ListName:
    """Return the list that an address names; people start with what waits for a person."""
    return ListName(word) if word in set(ListName) else ListName.WAITING


def condition(name: ListName, staff: Staff) -> ColumnElement[bool]:
    """Return which conversations a list holds."""
    unassigned, is_here = Conversation.assignee_id.is_(None), Conversation.snoozed_until.is_(None)
    conditions: dict[ListName, ColumnElement[bool]] = {
        ListName.ALARMS: Conversation.attention.in_(scope.ALARMS),
        ListName.WAITING: unassigned & is_here & Conversation.attention.is_not(None),
        ListName.MINE: is_here & (Conversation.assignee_id == staff.id),
        ListName.MENTIONS: Conversation.id.in_(
            select(Mention.conversation_id).where(Mention.staff_id == staff.id, Mention.read_at.is_(None))
        ),
        ListName.RESIDENT: is_here & Conversation.assignee_id.is_not(None) & Conversation.attention.is_(None),
        ListName.SNOOZED: Conversation.snoozed_until.is_not(None),
        ListName.BOT: unassigned & is_here & Conversation.attention.is_(None),
    }
    return conditions.get(name, true())


def _order(name: ListName) -> list[Any]:
    """Alarms nobody has seen, then who waits longest; elsewhere the newest first."""
    newest: list[Any] = [Conversation.last_activity_at.desc(), Conversation.id.desc()]
    if name is ListName.ALARMS:
        return [Conversation.acknowledged_at.is_not(None), Conversation.attention_since, Conversation.id]
    if name is ListName.WAITING:
        return [_URGENCY, _PRIORITY, Conversation.attention_since, Conversation.id]
    if name is ListName.MINE:
        return [Conversation.attention.is_(None), _PRIORITY, *newest]
    if name is ListName.SNOOZED:
        return [Conversation.snoozed_until, Conversation.id]
    return newest


def conversations(session: Session, staff: Staff, name: ListName, limit: int = PAGE) -> Sequence[Conversation]:
    """Return the first conversations of a list."""
    found = (
        select(Conversation)
        .where(scope.conversations_of(staff), condition(name, staff))
        .order_by(*_order(name))
        .limit(limit)
    )
    return session.scalars(found).all()


def tickets(session: Session, staff: Staff, name: ListName, now: datetime, limit: int = PAGE) -> Sequence[Ticket]:
    """Return tickets on which something is owed, the earliest due first."""
    is_soon = now + SOON >= _NEXT_DUE if name is ListName.DUE else true()
    found = (
        select(Ticket)
        .where(scope.tickets_of(staff), Ticket.state.in_(ACTIVE_STATES), is_soon)
        .order_by(_NEXT_DUE.is_(None), _NEXT_DUE, Ticket.id)
        .limit(limit)
    )
    return session.scalars(found).all()


def unseen_alarms(session: Session, staff: Staff) -> Sequence[Conversation]:
    """Return conversations with an alarm that nobody has acknowledged, the oldest first."""
    found = (
        select(Conversation)
        .where(
            scope.conversations_of(staff),
            Conversation.attention.in_(scope.ALARMS),
            Conversation.acknowledged_at.is_(None),
        )
        .order_by(Conversation.attention_since, Conversation.id)
        .limit(20)
    )
    return session.scalars(found).all()


def entries(session: Session, staff: Staff, now: datetime) -> tuple[Entry, ...]:
    """Return the rail with its counts."""
    totals, pressing = _count_conversations(session, staff)
    totals[ListName.TICKETS], totals[ListName.DUE], pressing[ListName.DUE] = _count_tickets(session, staff, now)
    return tuple(
        Entry(name, LABELS[name], totals[name], pressing.get(name, 0), _tone(name, pressing)) for name in ListName
    )


def _count_conversations(session: Session, staff: Staff) -> tuple[dict[ListName, int], dict[ListName, int]]:
    names = [name for name in ListName if not name.holds_tickets]
    unseen = Conversation.attention.in_(scope.ALARMS) & Conversation.acknowledged_at.is_(None)
    mine_waits = condition(ListName.MINE, staff) & Conversation.attention.is_not(None)
    counts = [func.count().filter(condition(name, staff)) for name in names]
    counts += [func.count().filter(unseen), func.count().filter(mine_waits)]
    row = session.execute(select(*counts).select_from(Conversation).where(scope.conversations_of(staff))).one()
    totals = dict(zip(names, row, strict=False))
    pressing = {ListName.ALARMS: row[-2], ListName.MINE: row[-1]}
    pressing |= {name: totals[name] for name in (ListName.WAITING, ListName.MENTIONS)}
    return totals, pressing


def _count_tickets(session: Session, staff: Staff, now: datetime) -> tuple[int, int, int]:
    """Count active tickets, those due within a day or late, and the late ones."""
    soon, late = func.count().filter(now + SOON >= _NEXT_DUE), func.count().filter(now > _NEXT_DUE)
    counts = select(func.count(), soon, late).select_from(Ticket)
    row = session.execute(counts.where(scope.tickets_of(staff), Ticket.state.in_(ACTIVE_STATES))).one()
    return row[0], row[1], row[2]


def _tone(name: ListName, pressing: dict[ListName, int]) -> str:
    """Red for danger and broken promises, amber for people who wait."""
    if not pressing.get(name):
        return "quiet"
    return "alarm" if name in (ListName.ALARMS, ListName.DUE) else "wait"
