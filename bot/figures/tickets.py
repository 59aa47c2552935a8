"""Promises: how many tickets came, and whether they were answered and handled in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from bot.figures.period import Period
from bot.figures.section import Section, percent
from bot.models import Area, AreaLevel, Ticket, TicketKind
from bot.tickets.words import KIND

_HOUR = timedelta(hours=1)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _counts(now: datetime) -> list[ColumnElement[int]]:
    """Opened; answered in time and late; handled; handled in time and late. What is not due yet is neither."""
    answered, handled = Ticket.first_responded_at, Ticket.closed_at
    return [
        func.count(),
        _sum(or_(answered <= Ticket.first_response_due_at, and_(answered.is_(None), handled.is_not(None)))),
        _sum(
            or_(
                answered > Ticket.first_response_due_at,
                and_(answered.is_(None), handled.is_(None), Ticket.first_response_due_at < now),
            )
        ),
        _sum(handled.is_not(None)),
        _sum(handled <= Ticket.handling_due_at),
        _sum(or_(handled > Ticket.handling_due_at, and_(handled.is_(None), Ticket.handling_due_at < now))),
    ]


_HEADINGS = ("新工单", "按时联系", "已办结", "按时办结", "超时")


def _row(name: str, counts: Sequence[int]) -> tuple[str | int, ...]:
    opened, answered, answered_late, handled, in_time, late = counts
    return (
        name, opened, percent(answered, answered + answered_late), handled, percent(in_time, in_time + late), late,
    )  # fmt: skip


def by_kind(session: Session, period: Period, now: datetime) -> Section:
    """Tickets opened in a period, by kind."""
    found: Any = session.execute(select(Ticket.kind, *_counts(now)).where(*_opened(period)).group_by(Ticket.kind)).all()
    counts = {kind: numbers for kind, *numbers in found}
    rows = [_row(KIND[kind], counts[kind]) for kind in TicketKind if kind in counts]
    if rows:
        rows.append(_row("合计", [sum(column) for column in zip(*counts.values(), strict=True)]))
    note = "这段时间新开的工单，到现在办得怎么样。还没到期的不算按时，也不算超时。"
    return Section("各类工单", note, ("事项", *_HEADINGS), tuple(rows), chart="bar", drawn=("新工单", "已办结", "超时"))


def by_area(session: Session, period: Period, now: datetime) -> Section:
    """Tickets opened in a period, by district."""
    found: Any = session.execute(
        select(Ticket.area_id, *_counts(now)).where(*_opened(period)).group_by(Ticket.area_id)
    ).all()
    areas = {area.id: _district(area) for area in session.scalars(select(Area))}
    totals: dict[str, list[int]] = {}
    for area_id, *numbers in found:
        name = areas.get(area_id, "没有说住哪里")
        totals[name] = [a + b for a, b in zip(totals.get(name, [0] * len(numbers)), numbers, strict=True)]
    ordered = sorted(totals.items(), key=lambda one: -one[1][0])
    rows = tuple(_row(name, numbers) for name, numbers in ordered)
    return Section(
        "各县区工单", "按工单所在的县区。", ("县区", *_HEADINGS), rows, chart="bar", drawn=("新工单", "超时")
    )


def _district(area: Area) -> str:
    return next((one.name for one in area.lineage() if one.level is AreaLevel.DISTRICT), area.name)


def _opened(period: Period) -> list[ColumnElement[bool]]:
    return [Ticket.created_at >= period.start, Ticket.created_at < period.end]
