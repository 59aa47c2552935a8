"""Due times in hours or working days; holidays and shifted working days count (国务院办公厅 holiday notices)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import chinese_calendar

from bot.clock import SHANGHAI

END_OF_WORK = time(18, 0)


def is_working_day(day: date) -> bool:
    """Whether offices work on a day; a year whose holidays are not published yet goes by its weekdays."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def due_at(start: datetime, *, hours: int | None = None, working_days: int | None = None) -> datetime | None:
    """Return when something is due that began at `start` (with its time zone); None without a promise.

    Hours run day and night. Working days are counted from the day after the start, and end with office hours,
    18:00 in Asia/Shanghai. Where both are given, the earlier moment counts.
    """
    moments = []
    if hours is not None:
        moments.append(start + timedelta(hours=hours))
    if working_days is not None:
        moments.append(_end_of_working_day(start, working_days))
    return min(moments, default=None)


def _end_of_working_day(start: datetime, working_days: int) -> datetime:
    day = start.astimezone(SHANGHAI).date()
    left = working_days
    while left > 0 or not is_working_day(day):
        day += timedelta(days=1)
        if is_working_day(day):
            left -= 1
    return datetime.combine(day, END_OF_WORK, SHANGHAI)
