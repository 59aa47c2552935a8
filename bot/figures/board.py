"""The live board: who waits now, how long, and which promises are broken or about to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from bot import moments
from bot.models import Attention, Conversation, Ticket, TicketState
from bot.tickets import is_active
from bot.tickets.words import KIND

ATTENTION: dict[Attention, str] = {
    Attention.EMERGENCY: "紧急情况",
    Attention.PSYCH_CRISIS: "心理危机",
    Attention.DOUBTFUL: "像有危险，请看一眼",
    Attention.REQUESTED: "要找真人",
    Attention.UNANSWERED: "没有答复",
    Attention.UNREADABLE: "图片语音待看",
}
_ALARMS = [reason for reason in Attention if reason.is_alarm]
_ACTIVE = [state for state in TicketState if is_active(state)]
_SOON = timedelta(hours=24)
_SHOWN = 12


@dataclass(frozen=True)
class Tile:
    """One large number; `tone` is alarm, wait, mine, done or quiet. `words` says what it means."""

    label: str
    value: str
    words: str
    tone: str


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits for a person."""

    conversation_id: int
    why: str
    waited: str
    holder: str
    tone: str


@dataclass(frozen=True)
class Late:
    """A ticket whose promise is broken, or soon will be."""

    number: str
    kind: str
    left: str
    owner: str
    tone: str


@dataclass(frozen=True)
class Board:
    """What a supervisor looks at all day."""

    tiles: tuple[Tile, ...]
    waiting: tuple[Waiting, ...]
    late: tuple[Late, ...]
    at: str


def board(session: Session, now: datetime) -> Board:
    """Return the board of a moment."""
    waiting = session.scalars(
        select(Conversation).where(_waits()).order_by(Conversation.attention_since).limit(200)
    ).all()
    alarms = [one for one in waiting if one.attention in _ALARMS]
    others = [one for one in waiting if one.attention not in _ALARMS and one.assignee_id is None]
    unseen = [one for one in alarms if one.acknowledged_at is None]
    late, soon = _count(session, _is_late(now)), _count(session, _is_soon(now))
    held = _count_of(session, Conversation, Conversation.assignee_id.is_not(None))
    tiles = (
        Tile(
            "警报",
            str(len(alarms)),
            f"{len(unseen)} 个没有人确认" if unseen else "都有人确认",
            "alarm" if unseen else "done",
        ),
        Tile("等人接手", str(len(others)), _oldest(others, now), "wait" if others else "done"),
        Tile("超时的工单", str(late), "已经过了说好的时间" if late else "没有超时", "alarm" if late else "done"),
        Tile("24 小时内到期", str(soon), "还来得及" if soon else "没有快到期的", "wait" if soon else "done"),
        Tile("有人在办的对话", str(held), "已经接手", "mine"),
    )
    shown = [*alarms, *others][:_SHOWN]
    return Board(tiles, tuple(_waiting(one, now) for one in shown), _late(session, now), f"{moments.clock(now)}")


def _waits() -> ColumnElement[bool]:
    return Conversation.attention.is_not(None)


def _oldest(waiting: list[Conversation], now: datetime) -> str:
    since = min((one.attention_since for one in waiting if one.attention_since), default=None)
    return f"最久的{moments.waited(since, now)}" if since else "没有人在等"


def _waiting(one: Conversation, now: datetime) -> Waiting:
    return Waiting(
        one.id,
        ATTENTION[one.attention] if one.attention else "",
        moments.waited(one.attention_since, now),
        one.assignee.name if one.assignee else "没有人接手",
        "alarm" if one.attention in _ALARMS else "wait",
    )


def _next_due() -> list[ColumnElement[bool]]:
    return [Ticket.state.in_(_ACTIVE)]


def _is_late(now: datetime) -> ColumnElement[bool]:
    unanswered = and_(Ticket.first_responded_at.is_(None), Ticket.first_response_due_at < now)
    return and_(*_next_due(), or_(unanswered, Ticket.handling_due_at < now))


def _is_soon(now: datetime) -> ColumnElement[bool]:
    end = now + _SOON
    unanswered = and_(Ticket.first_responded_at.is_(None), Ticket.first_response_due_at.between(now, end))
    return and_(*_next_due(), or_(unanswered, Ticket.handling_due_at.between(now, end)), ~_is_late(now))


def _late(session: Session, now: datetime) -> tuple[Late, ...]:
    found = session.scalars(
        select(Ticket).where(or_(_is_late(now), _is_soon(now))).order_by(Ticket.next_due_at, Ticket.id).limit(_SHOWN)
    )
    return tuple(_late_line(one, now) for one in found)


def _late_line(ticket: Ticket, now: datetime) -> Late:
    dues = [ticket.handling_due_at, ticket.first_response_due_at if ticket.first_responded_at is None else None]
    due = min(one for one in dues if one is not None)
    owner = ticket.provider.name if ticket.provider else ticket.department.name if ticket.department else "还没有派单"
    return Late(ticket.number, KIND[ticket.kind], moments.left(due, now), owner, "alarm" if due < now else "wait")


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return _count_of(session, Ticket, condition)


def _count_of(session: Session, model: type[Ticket] | type[Conversation], condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(model).where(condition)) or 0
