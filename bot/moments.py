"""Moments and spans in words, as short as a list needs them."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import SHANGHAI

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def when(moment: datetime, now: datetime) -> str:
    """Return a moment: 14:05, 昨天 14:05, 11月20日 14:05, 2025年11月20日."""
    there, here = moment.astimezone(SHANGHAI), now.astimezone(SHANGHAI)
    days = (here.date() - there.date()).days
    if days == 0:
        return f"{there:%H:%M}"
    if days == 1:
        return f"昨天 {there:%H:%M}"
    if days == -1:
        return f"明天 {there:%H:%M}"
    if there.year == here.year:
        return f"{there.month}月{there.day}日 {there:%H:%M}"
    return f"{there.year}年{there.month}月{there.day}日"


def day(moment: datetime, now: datetime) -> str:
    """Return the day of a moment: 今天, 昨天, 11月20日."""
    there, here = moment.astimezone(SHANGHAI), now.astimezone(SHANGHAI)
    days = (here.date() - there.date()).days
    if days in (0, 1):
        return "今天" if days == 0 else "昨天"
    return f"{there.month}月{there.day}日" if there.year == here.year else f"{there.year}年{there.month}月{there.day}日"


def clock(moment: datetime) -> str:
    """Return the time of day."""
    return f"{moment.astimezone(SHANGHAI):%H:%M}"


def span(length: timedelta) -> str:
    """Return a length of time: 不到 1 分钟, 5 分钟, 3 小时, 2 天."""
    if length < _MINUTE:
        return "不到 1 分钟"
    if length < _HOUR:
        return f"{length // _MINUTE} 分钟"
    if length < 2 * _DAY:
        return f"{length // _HOUR} 小时"
    return f"{length // _DAY} 天"


def seconds(length: int) -> str:
    """Return how long a voice is: 12 秒, 1 分 5 秒."""
    minutes, rest = divmod(length, 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


def waited(since: datetime | None, now: datetime) -> str:
    """Return how long somebody waits: 等了 5 分钟."""
    if since is None:
        return ""
    length = span(max(now - since, timedelta()))
    return f"等了 {length}" if length[0].isdigit() else f"等了{length}"


def left(due: datetime, now: datetime) -> str:
    """Return how far a due time is: 还剩 3 小时, 已超 2 天."""
    return f"还剩 {span(due - now)}" if due > now else f"已超 {span(now - due)}"
