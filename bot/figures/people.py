"""Workload: what each member of staff holds now, and did in a period."""

from __future__ import annotations

from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from bot.figures.period import Period
from bot.figures.section import Section
from bot.models import Author, Conversation, Message, Provider, Staff, Ticket, TicketEvent, TicketState
from bot.tickets import is_active

_ACTIVE = [state for state in TicketState if is_active(state)]


def workload(session: Session, period: Period) -> Section:
    """One row a person who can log in, the busiest first."""
    held = _counts(
        session, select(Conversation.assignee_id, func.count()).where(Conversation.assignee_id.is_not(None))
        .group_by(Conversation.assignee_id),
    )  # fmt: skip
    owed = _counts(
        session, select(Provider.staff_id, func.count()).join(Ticket, Ticket.provider_id == Provider.id)
        .where(Provider.staff_id.is_not(None), Ticket.state.in_(_ACTIVE)).group_by(Provider.staff_id),
    )  # fmt: skip
    wrote = select(Message.staff_id, func.count(), func.count(distinct(Message.conversation_id))).where(
        Message.author == Author.STAFF, Message.created_at >= period.start, Message.created_at < period.end
    )
    replies = {id_: (sent, talks) for id_, sent, talks in session.execute(wrote.group_by(Message.staff_id))}
    done = _steps(session, period)
    people = session.execute(
        select(Staff.id, Staff.name, Staff.username).where(Staff.active).order_by(Staff.name)
    ).all()
    rows = [
        (f"{name}（{username}）", held.get(id_, 0), owed.get(id_, 0), *replies.get(id_, (0, 0)), done.get(id_, 0))
        for id_, name, username in people
    ]
    rows.sort(key=lambda row: (-(row[1] + row[2]), -row[3]))
    headings = ("人员", "手上的对话", "手上的工单", "发出的回复", "回复过的居民", "办结的工单")
    return Section(
        "每个人的工作量", "“手上的”是现在，其余是这段时间。", headings, tuple(rows), chart="bar",
        drawn=("手上的对话", "手上的工单", "办结的工单"),
    )  # fmt: skip


def _counts(session: Session, wanted: Any) -> dict[int, int]:
    return dict(session.execute(wanted).all())


def _steps(session: Session, period: Period) -> dict[int, int]:
    """Return how many tickets each person finished; an actor is written "staff:7"."""
    found = session.execute(
        select(TicketEvent.actor, func.count(distinct(TicketEvent.ticket_id)))
        .where(
            TicketEvent.kind == "resolve", TicketEvent.at >= period.start, TicketEvent.at < period.end,
            TicketEvent.actor.startswith("staff:"),
        )
        .group_by(TicketEvent.actor)
    )  # fmt: skip
    return {int(actor.removeprefix("staff:")): count for actor, count in found}
