"""Shifts: whether somebody is there now, and when somebody will be there next; pure, but for reading them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol

import chinese_calendar
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.clock import SHANGHAI
from bot.models import Area, Shift, Team

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
# Spring Festival closes offices for nine days at most; further ahead nothing is promised.
_DAYS_AHEAD = 14
_MONDAY, _SATURDAY = 0, 5


class Hours(Protocol):
    """A shift as this room sees it; one that ends before it starts ends on the next day."""

    @property
    def weekdays(self) -> Sequence[int]:
        """0 is Monday."""

    @property
    def starts(self) -> time:
        """In Asia/Shanghai."""

    @property
    def ends(self) -> time:
        """In Asia/Shanghai."""

    @property
    def on_holidays(self) -> bool:
        """Whether it goes on over public holidays."""


def works_on(shift: Hours, day: date) -> bool:
    """Whether a shift begins on a day.

    Public holidays and the weekend days worked in exchange are those of the State Council's yearly notice
    (国务院办公厅关于节假日安排的通知); such a weekend day counts as a Monday.
    """
    if _is_public_holiday(day):
        return shift.on_holidays and day.weekday() in shift.weekdays
    if _is_exchanged(day):
        return _MONDAY in shift.weekdays or day.weekday() in shift.weekdays
    return day.weekday() in shift.weekdays


def _is_public_holiday(day: date) -> bool:
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:  # the notice for that year is not out yet
        return False
    return bool(is_off and name)


def _is_exchanged(day: date) -> bool:
    try:
        return day.weekday() >= _SATURDAY and bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return False


def is_open(now: datetime, shifts: Iterable[Hours]) -> bool:
    """Whether somebody is there at a moment. Without any shift nobody has said otherwise: somebody is."""
    known = list(shifts)
    if not known:
        return True
    today = now.astimezone(SHANGHAI).date()
    return any(start <= now < end for start, end in _spans(known, today - timedelta(days=1), 2))


def next_opening(now: datetime, shifts: Iterable[Hours]) -> datetime | None:
    """Return when somebody will be there: now when somebody is, None when no shift begins within two weeks."""
    known = list(shifts)
    if is_open(now, known):
        return now
    today = now.astimezone(SHANGHAI).date()
    return min((start for start, _end in _spans(known, today, _DAYS_AHEAD + 1) if start > now), default=None)


def _spans(shifts: Iterable[Hours], first: date, days: int) -> list[tuple[datetime, datetime]]:
    """Return beginnings and ends of all shifts that begin on some days."""
    wanted = [first + timedelta(days=number) for number in range(days)]
    return [_span(shift, day) for shift in shifts for day in wanted if works_on(shift, day)]


def _span(shift: Hours, day: date) -> tuple[datetime, datetime]:
    last = day if shift.ends > shift.starts else day + timedelta(days=1)
    return datetime.combine(day, shift.starts, SHANGHAI), datetime.combine(last, shift.ends, SHANGHAI)


def shift_words(shift: Hours) -> str:
    """Return a shift as people write it: 周一至周五 08:00–12:00."""
    ends = f"{'次日 ' if shift.ends <= shift.starts else ''}{shift.ends:%H:%M}"
    return f"{_days(sorted(shift.weekdays))} {shift.starts:%H:%M}–{ends}{'，节假日照常' if shift.on_holidays else ''}"


def _days(weekdays: Sequence[int]) -> str:
    if len(weekdays) > 2 and list(weekdays) == list(range(weekdays[0], weekdays[-1] + 1)):
        return "每天" if len(weekdays) == 7 else f"{WEEKDAYS[weekdays[0]]}至{WEEKDAYS[weekdays[-1]]}"
    return "、".join(WEEKDAYS[day] for day in weekdays)


def shifts_of(session: Session, area: Area | None) -> Sequence[Shift]:
    """Return the shifts of the active teams that serve an area: its own, those above it, and those of the whole city."""
    serving = [Team.area_id.is_(None)]
    if area is not None:
        serving.append(Team.area_id.in_([one.id for one in area.lineage()]))
    return session.scalars(select(Shift).join(Team).where(Team.active, or_(*serving))).all()
