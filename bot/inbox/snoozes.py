"""Snoozes: until when something can be put off, in the words of an office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.clock import SHANGHAI

_MORNING, _AFTERNOON = time(9), time(15)


@dataclass(frozen=True)
class Snooze:
    """One choice."""

    key: str
    label: str
    until: datetime


def choices(now: datetime) -> list[Snooze]:
    """Return what is offered now; all of it lies ahead, the soonest first."""
    today = now.astimezone(SHANGHAI)
    offered = [Snooze("hour", "一小时后", now + timedelta(hours=1))]
    afternoon = _at(today, 0, _AFTERNOON)
    if afternoon - now > timedelta(hours=1):
        offered.append(Snooze("afternoon", "今天下午三点", afternoon))
    offered.append(Snooze("tomorrow", "明早九点", _at(today, 1, _MORNING)))
    offered.append(Snooze("in_three_days", "三天后早上", _at(today, 3, _MORNING)))
    offered.append(Snooze("monday", "下周一早上", _at(today, 7 - today.weekday(), _MORNING)))
    return sorted(offered, key=lambda one: one.until)


def read(key: str, now: datetime) -> datetime | None:
    """Return the moment of a choice, None for a word that is not offered now."""
    return next((one.until for one in choices(now) if one.key == key), None)


def _at(today: datetime, days: int, hour: time) -> datetime:
    return datetime.combine(today.date() + timedelta(days=days), hour, SHANGHAI)
