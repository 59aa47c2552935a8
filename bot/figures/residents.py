"""What residents brought, and how the bot fared with it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, cast, distinct, exists, func, literal_column, select
from sqlalchemy.orm import Session

from bot.clock import SHANGHAI
from bot.figures.period import Period
from bot.figures.section import Section, percent
from bot.models import AskedQuestion, Author, Message, MessageKind, MessageState, Ticket, TicketKind

_SPOKEN = (MessageKind.TEXT, MessageKind.VOICE, MessageKind.MENU)
# What the model answers when nothing fits.
_BEYOND = "out_of_scope"


def _said(period: Period) -> list[ColumnElement[bool]]:
    return [
        Message.author == Author.RESIDENT, Message.kind.in_(_SPOKEN),
        Message.created_at >= period.start, Message.created_at < period.end,
    ]  # fmt: skip


def by_day(session: Session, period: Period) -> Section:
    """Residents' messages, residents and new tickets on each day."""
    day = _day(session, Message.created_at)
    counts: Any = session.execute(
        select(day, func.count(), func.count(distinct(Message.conversation_id))).where(*_said(period)).group_by(day)
    ).all()
    said = {_date(found): (messages, residents) for found, messages, residents in counts}
    opened = _tickets_by_day(session, period)
    rows = tuple((f"{one.month}月{one.day}日", *said.get(one, (0, 0)), opened.get(one, 0)) for one in period.days)
    return Section(
        "每天的来往", "居民发来的话（文字、语音、点菜单），和当天新开的工单。", ("日期", "居民消息", "居民人数", "新工单"), rows,
        chart="line", drawn=("居民消息", "居民人数", "新工单"),
    )  # fmt: skip


def _tickets_by_day(session: Session, period: Period) -> dict[date, int]:
    day = _day(session, Ticket.created_at)
    found = session.execute(
        select(day, func.count()).where(Ticket.created_at >= period.start, Ticket.created_at < period.end).group_by(day)
    ).all()
    return {_date(one): count for one, count in found}


def _day(session: Session, moment: Any) -> ColumnElement[Any]:
    """Return the day of a moment in Asia/Shanghai, which has had no summer time since 1991."""
    if session.get_bind().dialect.name == "sqlite":
        return func.date(moment, "+8 hours")
    return cast(func.timezone(literal_column(f"'{SHANGHAI.key}'"), moment), Date)


def _date(found: Any) -> date:
    return date.fromisoformat(found) if isinstance(found, str) else found


def bot(session: Session, period: Period) -> Section:
    """How many messages the bot understood, answered, handed over."""
    messages = _messages(session, period)
    talked, alone = _conversations(session, period)
    asked = _questions(session, period)
    handed, silent = _handed_over(session, period), asked["silent"]
    rows = (
        ("居民说的话（有文字的）", messages["all"], "100%" if messages["all"] else "—"),
        ("听懂了的", messages["understood"], percent(messages["understood"], messages["all"])),
        ("不归这里管的", messages["beyond"], percent(messages["beyond"], messages["all"])),
        ("没能及时答复的", messages["unanswered"], percent(messages["unanswered"], messages["all"])),
        ("来过的居民", talked, "100%" if talked else "—"),
        ("机器人自己办好、没有转人的", alone, percent(alone, talked)),
        ("转人工的", handed, percent(handed, talked)),
        ("问条例和政策的", sum(asked.values()), "100%" if sum(asked.values()) else "—"),
        ("依据里没有、如实说不知道的", silent, percent(silent, sum(asked.values()))),
    )
    return Section(
        "机器人答得怎么样", "话的比例以居民说的话为准，人的比例以来过的居民为准。", ("项目", "数量", "比例"), rows
    )


def _messages(session: Session, period: Period) -> dict[str, int]:
    found = session.execute(
        select(
            Message.intent, Message.state, Message.payload["understood"].as_boolean().label("understood"), func.count()
        )
        .where(*_said(period), Message.text != "")
        .group_by(Message.intent, Message.state, "understood")
    ).all()
    counts: Counter[str] = Counter()
    for intent, state, understood, count in found:
        counts["all"] += count
        if intent == _BEYOND:
            counts["beyond"] += count
        elif state is MessageState.UNANSWERED:
            counts["unanswered"] += count
        elif intent and understood is not False:
            counts["understood"] += count
    return counts


def _conversations(session: Session, period: Period) -> tuple[int, int]:
    """Return how many residents wrote, and how many of them needed nobody: no staff wrote, no person was asked for."""
    came = select(Message.conversation_id.label("id")).where(*_said(period)).distinct().subquery()
    by_staff = exists().where(
        Message.conversation_id == came.c.id, Message.author == Author.STAFF,
        Message.created_at >= period.start, Message.created_at < period.end,
    )  # fmt: skip
    asked_for = exists().where(
        Ticket.conversation_id == came.c.id, Ticket.kind == TicketKind.HUMAN_AGENT,
        Ticket.created_at >= period.start, Ticket.created_at < period.end,
    )  # fmt: skip
    talked = session.scalar(select(func.count()).select_from(came)) or 0
    alone = session.scalar(select(func.count()).select_from(came).where(~by_staff, ~asked_for)) or 0
    return talked, alone


def _handed_over(session: Session, period: Period) -> int:
    return (
        session.scalar(
            select(func.count(distinct(Ticket.conversation_id))).where(
                Ticket.kind == TicketKind.HUMAN_AGENT, Ticket.created_at >= period.start, Ticket.created_at < period.end
            )
        )
        or 0
    )


def _questions(session: Session, period: Period) -> Counter[str]:
    found: Any = session.execute(
        select(AskedQuestion.kind, func.count())
        .where(AskedQuestion.asked_at >= period.start, AskedQuestion.asked_at < period.end)
        .group_by(AskedQuestion.kind)
    )
    return Counter(dict(found.all()))
