"""The lists of the inbox: what each holds, how many there are, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, or_, select, true, union
from sqlalchemy.orm import Session, aliased

from bot.inbox import loading, scope
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
# So many of the newest conversations are gone through one by one.
_LOOKED_THROUGH = 1000
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


# Said so that no index is used for it: nearly all conversations are nobody's, and nearly none is put off.
_UNASSIGNED = func.coalesce(Conversation.assignee_id, 0) == 0
_IS_HERE = case((Conversation.snoozed_until.is_(None), 1), else_=0) == 1
_IS_QUIET = func.coalesce(Conversation.attention, "") == ""
# For lists of a few: in the order of its index all that is with the bot would be gone through.
_LATEST = func.coalesce(Conversation.last_activity_at, Conversation.attention_since)
_ALARMS = Conversation.attention.in_(scope.ALARMS)
_UNSEEN = _ALARMS & Conversation.acknowledged_at.is_(None)
_WAITING = _TOUCHED & _UNASSIGNED & _IS_HERE & Conversation.attention.is_not(None)
_RESIDENT = _TOUCHED & _IS_HERE & Conversation.assignee_id.is_not(None) & _IS_QUIET
_UNTOUCHED = _UNASSIGNED & _IS_HERE & _IS_QUIET
_CONDITIONS: dict[ListName, Callable[[Staff, datetime], ColumnElement[bool]]] = {
    ListName.ALARMS: lambda _staff, _now: _ALARMS,
    ListName.WAITING: lambda _staff, _now: _WAITING,
    ListName.MINE: lambda staff, _now: _IS_HERE & (Conversation.assignee_id == staff.id),
    ListName.TEAM: lambda staff, _now: _IS_HERE & Conversation.assignee_id.in_(_teammates(staff)),
    ListName.MENTIONS: lambda staff, _now: Conversation.id.in_(_unread_mentions(staff)),
    ListName.RESIDENT: lambda _staff, _now: _RESIDENT,
    ListName.SNOOZED: lambda _staff, _now: Conversation.snoozed_until.is_not(None),
    ListName.BOT: lambda _staff, now: _UNTOUCHED & (Conversation.last_activity_at > now - _WITH_BOT),
}


def condition(name: ListName, staff: Staff, now: datetime) -> ColumnElement[bool]:
    """Return which conversations a list holds. The bot "has" those that were active within a day."""
    make = _CONDITIONS.get(name)
    return make(staff, now) if make else true()


def _unread_mentions(staff: Staff) -> Select[int]:
    return select(Mention.conversation_id).where(Mention.staff_id == staff.id, Mention.read_at.is_(None))


def _teammates(staff: Staff) -> Select[int]:
    """Everybody in one of somebody's teams, that person included."""
    own = select(team_member.c.team_id).where(team_member.c.staff_id == staff.id)
    return select(team_member.c.staff_id).where(team_member.c.team_id.in_(own))


def _order(name: ListName) -> list[Any]:
    """Alarms nobody has seen, then who waits longest; elsewhere the newest first."""
    newest: list[Any] = [_LATEST.desc(), Conversation.id.desc()]
    if name is ListName.ALARMS:
        return [Conversation.acknowledged_at.is_not(None), Conversation.attention_since, Conversation.id]
    if name is ListName.WAITING:
        return [_URGENCY, _PRIORITY, Conversation.attention_since, Conversation.id]
    if name in (ListName.MINE, ListName.TEAM):
        return [Conversation.attention.is_(None), _PRIORITY, *newest]
    if name is ListName.SNOOZED:
        return [Conversation.snoozed_until, Conversation.id]
    if name is ListName.RESIDENT:
        return newest
    return [Conversation.last_activity_at.desc(), Conversation.id.desc()]


def conversations(
    session: Session,
    staff: Staff,
    name: ListName,
    now: datetime,
    limit: int = PAGE,
    also: Sequence[ColumnElement[bool]] = (),
) -> Sequence[Conversation]:
    """Return the first conversations of a list; `also` narrows it (filtering.py)."""
    if name is ListName.ALL and not also and not scope.sees_all(staff):
        return _with_people(session, _newest(session, staff, limit))
    seen = scope.conversations_of(session, staff)
    wanted = select(Conversation.id).where(seen, condition(name, staff, now), *also)
    return _with_people(session, session.scalars(wanted.order_by(*_order(name)).limit(limit)).all())


def unseen_alarms(session: Session, staff: Staff) -> Sequence[Conversation]:
    """Return conversations with an alarm that nobody has acknowledged, the oldest first."""
    unseen = select(Conversation.id).where(_UNSEEN, scope.conversations_of(session, staff))
    ordered = unseen.order_by(Conversation.attention_since, Conversation.id).limit(20)
    return _with_people(session, session.scalars(ordered).all())


def _newest(session: Session, staff: Staff, limit: int) -> Sequence[int]:
    """Return the ids of the newest conversations that somebody sees.

    They are looked for among the newest of all first. Whoever finds too few of them there sees few, and these are
    collected from what makes them seen: nobody's list goes through a city for the handful of one community.
    """
    moment, order = Conversation.last_activity_at, _order(ListName.ALL)
    since = session.scalar(select(moment).order_by(moment.desc()).offset(_LOOKED_THROUGH).limit(1))
    recent = scope.conversations_of(session, staff) & (moment >= since if since else true())
    found = session.scalars(select(Conversation.id).where(recent).order_by(*order).limit(limit)).all()
    if len(found) == limit or since is None:
        return found
    seen = union(*(select(Conversation.id).where(one) for one in scope.reasons_for_conversations(session, staff)))
    return session.scalars(select(Conversation.id).where(Conversation.id.in_(seen)).order_by(*order).limit(limit)).all()


def _with_people(session: Session, ids: Sequence[int]) -> list[Conversation]:
    """Whole rows after the choice: sorting them with all that hangs on them costs many times more."""
    wanted = select(Conversation).where(Conversation.id.in_(ids)).options(*loading.CONVERSATION_ROWS)
    found = {one.id: one for one in session.scalars(wanted)} if ids else {}
    return [found[id_] for id_ in ids]


def tickets(session: Session, staff: Staff, name: ListName, now: datetime, limit: int = PAGE) -> Sequence[Ticket]:
    """Return tickets on which something is owed, the earliest due first, those without a promise last."""
    until = _is_due(now) if name is ListName.DUE else Ticket.next_due_at.is_not(None)
    ids = list(session.scalars(_first_tickets(session, staff, until, limit)))
    if name is ListName.TICKETS and len(ids) < limit:
        ids += session.scalars(_unpromised(session, staff, limit - len(ids)))
    wanted = select(Ticket).where(Ticket.id.in_(ids)).options(*loading.TICKET_ROWS)
    found = {one.id: one for one in session.scalars(wanted)} if ids else {}
    return [found[id_] for id_ in ids]


def _unpromised(session: Session, staff: Staff, limit: int) -> Select[int]:
    """Tickets without any promise, the oldest first: few in all, and therefore found before it is asked who sees them."""
    one = aliased(Ticket)
    few = select(one.id).where(one.next_due_at.is_(None), one.closed_at.is_(None))
    seen = select(Ticket.id).where(Ticket.id.in_(few), scope.tickets_of(session, staff))
    return seen.order_by(Ticket.created_at).limit(limit)


def _first_tickets(session: Session, staff: Staff, condition: ColumnElement[bool], limit: int) -> Select[int]:
    """The first for each reason to see some, and of these the first."""
    due = Ticket.next_due_at.label("due")
    wanted = select(Ticket.id, due).where(condition).order_by(due, Ticket.id).limit(limit)
    seen = union(
        *(select(wanted.where(one).subquery()) for one in scope.reasons_for_tickets(session, staff))
    ).subquery()
    return select(seen.c.id).order_by(seen.c.due, seen.c.id).limit(limit)


def entries(session: Session, staff: Staff, now: datetime) -> tuple[Entry, ...]:
    """Return the rail with its counts, all of them read at once."""
    totals, pressing = _count(session, staff, now)
    return tuple(
        Entry(name, LABELS[name], totals.get(name), pressing.get(name, 0), _tone(name, pressing)) for name in ListName
    )


def _count(session: Session, staff: Staff, now: datetime) -> tuple[dict[ListName, int], dict[ListName, int]]:
    """Count what people have to do with; the archive of all conversations is not counted."""
    touched = (
        ListName.ALARMS, ListName.WAITING, ListName.MINE, ListName.TEAM, ListName.RESIDENT, ListName.SNOOZED,
    )  # fmt: skip
    totals: dict[ListName, ColumnElement[int]] = {
        **{name: func.count().filter(condition(name, staff, now)) for name in touched},
        **{name: _many(session, staff, condition(name, staff, now)) for name in (ListName.MENTIONS, ListName.BOT)},
        ListName.DUE: _many_tickets(session, staff, _is_due(now)),
    }
    urgent: dict[ListName, ColumnElement[int]] = {
        ListName.ALARMS: func.count().filter(_UNSEEN),
        ListName.MINE: func.count().filter(condition(ListName.MINE, staff, now) & Conversation.attention.is_not(None)),
        ListName.DUE: _many_tickets(session, staff, Ticket.next_due_at < now),
    }
    wanted = select(*totals.values(), *urgent.values()).select_from(Conversation)
    row = session.execute(wanted.where(_TOUCHED, scope.conversations_of(session, staff))).one()
    counts = dict(zip(totals, row, strict=False))
    pressing = dict(zip(urgent, row[len(totals) :], strict=True))
    return counts, pressing | {name: counts[name] for name in (ListName.WAITING, ListName.MENTIONS)}


def _many(session: Session, staff: Staff, condition: ColumnElement[bool]) -> ScalarSelect[int]:
    """Count conversations up to where a number is only "many"."""
    seen = select(Conversation.id).where(condition, scope.conversations_of(session, staff)).limit(MANY + 1)
    return select(func.count()).select_from(seen.subquery()).scalar_subquery()


def _many_tickets(session: Session, staff: Staff, condition: ColumnElement[bool]) -> ScalarSelect[int]:
    """Count tickets in the same way."""
    first = _first_tickets(session, staff, condition, MANY + 1)
    return select(func.count()).select_from(first.subquery()).scalar_subquery()


def _is_due(now: datetime) -> ColumnElement[bool]:
    return Ticket.next_due_at <= now + SOON


def _tone(name: ListName, pressing: dict[ListName, int]) -> str:
    """Red for danger and broken promises, amber for people who wait."""
    if not pressing.get(name):
        return "quiet"
    return "alarm" if name in (ListName.ALARMS, ListName.DUE) else "wait"
