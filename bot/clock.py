"""The clock, and the time zone that people here live in."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_WEEKDAYS = "一二三四五六日"


def utc_now() -> datetime:
    """Return this moment in UTC; rules take it as an argument, only the composition root calls it."""
    return datetime.now(UTC)


def day_in_words(moment: datetime) -> str:
    """Return a moment as people here say it: 11月27日（周五）18:00."""
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日（周{_WEEKDAYS[local.weekday()]}）{local:%H:%M}"
