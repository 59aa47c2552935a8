"""The lists of the inbox: what each holds, how many there are, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, true
from sqlalchemy.orm import Session

from bot.inbox import scope
from bot.models import Attention, Conversation, Mention, Priority, Staff, Ticket, team_member

PAGE = 50
MOST = 500
# Beyond this a number on the rail tells nobody anything: 99+.
MANY = 99
_URGENCY = case({reason: rank for rank, reason in enumerate(Attention)}, value=Conversation.attention, else_=99)
_PRIORITY = case({one: -rank for rank, one in enumerate(Priority)}, value=Conversation.priority, else_=0)
# Written as its index is, which is used for nothing else.
_TOUCHED = or_(
    Conversation.attention.is_not(None), Conversation.assignee_id.is_not(None), Conversation.snoozed_until.is_not(None)
)
_WITH_BOT = timedelta(hours=24)
# Tickets are "soon due" from here on: one working day is left to act.
SOON = timedelta(hours=24)


class ListName(StrEnum):
    """A list, in the order of the rail."""

    ALARMS = "alarms"
    WAITING = "waiting"
    MINE = "mine"
    TEAM = "team"
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
    ListName.TEAM: "我们组的",
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
    """A line of the rail; `pressing` counts what cannot wait; what is not counted has no number."""

    name: ListName
    label: str
    count: int | None
    pressing: int
    tone: str


def read_name(word: str | None) -> ListName:
    """Return the list that an address names; people start with what waits for a person."""
    return ListName(word) if word in set(ListName) else ListName.WAITING


def condition(name: ListName, staff: Staff, now: datetime) -> ColumnElement[bool]:
    """Return which conversations a list holds. The bot "has" those that were active within a day."""
    # Said so that no index is used for it: nearly all conversations are nobody's, and nearly none is put off.
    unassigned = func.coalesce(Conversation.assignee_id, 0) == 0
    is_here = case((Conversation.snoozed_until.is_(None), 1), else_=0) == 1
    is_quiet = func.coalesce(Conversation.attention, "") == ""
    conditions: dict[ListName, ColumnElement[bool]] = {
        ListName.ALARMS: Conversation.attention.in_(scope.ALARMS),
        ListName.WAITING: _TOUCHED & unassigned & is_here & Conversation.attention.is_not(None),
        ListName.MINE: is_here & (Conversation.assignee_id == staff.id),
        ListName.TEAM: is_here & Conversation.assignee_id.in_(_teammates(staff)),
        ListName.MENTIONS: Conversation.id.in_(
            select(Mention.conversation_id).where(Mention.staff_id == staff.id, Mention.read_at.is_(None))
        ),
        ListName.RESIDENT: _TOUCHED & is_here & Conversation.assignee_id.is_not(None) & is_quiet,
        ListName.SNOOZED: Conversation.snoozed_until.is_not(None),
        ListName.BOT: unassigned & is_here & is_quiet & (Conversation.last_activity_at > now - _WITH_BOT),
    }
    return conditions.get(name, true())


def _teammates(staff: Staff) -> Select[int]:
    """Everybody in one of somebody's teams, that person included."""
    own = select(team_member.c.team_id).where(team_member.c.staff_id == staff.id)
    return select(team_member.c.staff_id).where(team_member.c.team_id.in_(own))


def _order(name: ListName) -> list[Any]:
    """Alarms nobody has seen, then who waits longest; elsewhere the newest first."""
    newest: list[Any] = [Conversation.last_activity_at.desc(), Conversation.id.desc()]
    if name is ListName.ALARMS:
        return [Conversation.acknowledged_at.is_not(None), Conversation.attention_since, Conversation.id]
    if name is ListName.WAITING:
        return [_URGENCY, _PRIORITY, Conversation.attention_since, Conversation.id]
    if name in (ListName.MINE, ListName.TEAM):
        return [Conversation.attention.is_(None), _PRIORITY, *newest]
    if name is ListName.SNOOZED:
        return [Conversation.snoozed_until, Conversation.id]
    return newest


def conversations(
    session: Session,
    staff: Staff,
    name: ListName,
    now: datetime,
    limit: int = PAGE,
    also: Sequence[ColumnElement[bool]] = (),
) -> Sequence[Conversation]:
    """Return the first conversations of a list; `also` narrows it (filtering.py)."""
    conditions = [scope.conversations_of(staff), condition(name, staff, now), *also]
    return _first_conversations(session, conditions, _order(name), limit)


def unseen_alarms(session: Session, staff: Staff) -> Sequence[Conversation]:
    """Return conversations with an alarm that nobody has acknowledged, the oldest first."""
    unseen = Conversation.attention.in_(scope.ALARMS) & Conversation.acknowledged_at.is_(None)
    order = [Conversation.attention_since, Conversation.id]
    return _first_conversations(session, [unseen, scope.conversations_of(staff)], order, 20)


def _first_conversations(
    session: Session, conditions: Sequence[ColumnElement[bool]], order: Sequence[Any], limit: int
) -> Sequence[Conversation]:
    """Choose by ids first: sorting whole rows with all that hangs on them costs many times more."""
    ids = session.scalars(select(Conversation.id).where(*conditions).order_by(*order).limit(limit)).all()
    found = (
        {one.id: one for one in session.scalars(select(Conversation).where(Conversation.id.in_(ids)))} if ids else {}
    )
    return [found[id_] for id_ in ids]


def tickets(session: Session, staff: Staff, name: ListName, now: datetime, limit: int = PAGE) -> Sequence[Ticket]:
    """Return tickets on which something is owed, the earliest due first, those without a promise last."""
    until = Ticket.next_due_at <= now + SOON if name is ListName.DUE else Ticket.next_due_at.is_not(None)
    seen = select(Ticket.id).where(scope.tickets_of(staff)).limit(limit)
    ids = list(session.scalars(seen.where(until).order_by(Ticket.next_due_at, Ticket.id)))
    if name is ListName.TICKETS and len(ids) < limit:
        without = Ticket.next_due_at.is_(None) & Ticket.closed_at.is_(None)
        ids += session.scalars(seen.where(without).order_by(Ticket.created_at).limit(limit - len(ids)))
    found = {one.id: one for one in session.scalars(select(Ticket).where(Ticket.id.in_(ids)))} if ids else {}
    return [found[id_] for id_ in ids]


def entries(session: Session, staff: Staff, now: datetime) -> tuple[Entry, ...]:
    """Return the rail with its counts."""
    totals, pressing = _count_conversations(session, staff, now)
    totals[ListName.DUE], pressing[ListName.DUE] = _count_due(session, staff, now)
    return tuple(
        Entry(name, LABELS[name], totals.get(name), pressing.get(name, 0), _tone(name, pressing)) for name in ListName
    )


def _count_conversations(
    session: Session, staff: Staff, now: datetime
) -> tuple[dict[ListName, int | None], dict[ListName, int]]:
    """Count what people have to do with; the archive of all conversations is not counted."""
    names = (
        ListName.ALARMS, ListName.WAITING, ListName.MINE, ListName.TEAM, ListName.RESIDENT, ListName.SNOOZED,
    )  # fmt: skip
    unseen = Conversation.attention.in_(scope.ALARMS) & Conversation.acknowledged_at.is_(None)
    mine_waits = condition(ListName.MINE, staff, now) & Conversation.attention.is_not(None)
    counts = [func.count().filter(condition(name, staff, now)) for name in names]
    counts += [func.count().filter(unseen), func.count().filter(mine_waits)]
    row = session.execute(
        select(*counts).select_from(Conversation).where(_TOUCHED, scope.conversations_of(staff))
    ).one()
    totals: dict[ListName, int | None] = dict(zip(names, row, strict=False))
    totals |= {name: _count(session, staff, name, now) for name in (ListName.MENTIONS, ListName.BOT)}
    pressing = {ListName.ALARMS: row[-2], ListName.MINE: row[-1]}
    pressing |= {name: totals[name] or 0 for name in (ListName.WAITING, ListName.MENTIONS)}
    return totals, pressing


def _count(session: Session, staff: Staff, name: ListName, now: datetime) -> int:
    """Count up to where a number is only "many"."""
    seen = select(Conversation.id).where(condition(name, staff, now), scope.conversations_of(staff))
    return session.scalar(select(func.count()).select_from(seen.limit(MANY + 1).subquery())) or 0


def _count_due(session: Session, staff: Staff, now: datetime) -> tuple[int, int]:
    """Count tickets that are due within a day or late, and the late ones among the first of them."""
    due = (
        select(Ticket.next_due_at.label("due"))
        .where(Ticket.next_due_at <= now + SOON, scope.tickets_of(staff))
        .limit(MANY + 1)
        .subquery()
    )
    row = session.execute(select(func.count(), func.count().filter(now > due.c.due)).select_from(due)).one()
    return row[0], row[1]


def _tone(name: ListName, pressing: dict[ListName, int]) -> str:
    """Red for danger and broken promises, amber for people who wait."""
    if not pressing.get(name):
        return "quiet"
    return "alarm" if name in (ListName.ALARMS, ListName.DUE) else "wait"
