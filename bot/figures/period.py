"""Period: some days in Asia/Shanghai, both ends included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI

_LONGEST = 366


@dataclass(frozen=True)
class Period:
    """From the morning of the first day to the end of the last; raises `ValueError` when it runs backwards."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not timedelta() <= self.last - self.first < timedelta(days=_LONGEST):
            raise ValueError("a period runs forwards, for a year at most")

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), SHANGHAI)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), SHANGHAI)

    @property
    def days(self) -> list[date]:
        """Its days in order."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def words(self) -> str:
        """As people write it: 2026年11月16日—11月22日."""
        last = f"{self.last.month}月{self.last.day}日"
        return f"{self.first.year}年{self.first.month}月{self.first.day}日—{last}"


def last_week(now: datetime) -> Period:
    """Return the last full week, Monday to Sunday."""
    today = now.astimezone(SHANGHAI).date()
    monday = today - timedelta(days=today.weekday() + 7)
    return Period(monday, monday + timedelta(days=6))


def latest_days(now: datetime, number: int) -> Period:
    """Return that many days up to today."""
    today = now.astimezone(SHANGHAI).date()
    return Period(today - timedelta(days=number - 1), today)
