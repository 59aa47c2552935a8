"""When an entry holds, as people read it: not yet, until a day that comes near, or no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.faq.content import Content

# Long enough to write and review what comes after.
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Validity:
    """Words and tone of a tag; `is_over`: residents no longer get the entry, `is_soon_over`: it ends within a month."""

    words: str
    tone: str
    is_over: bool = False
    is_soon_over: bool = False


def validity(content: Content, today: date) -> Validity | None:
    """In: a content and the day. Out: what to say about its dates; None where it has none that matter."""
    begins, ends = content.valid_from, content.valid_until
    if ends and ends < today:
        return Validity(f"{_day(ends)}已到期", "alarm", is_over=True)
    if begins and begins > today:
        return Validity(f"{_day(begins)}起有效", "quiet")
    if ends and ends - today <= SOON:
        return Validity(f"{_day(ends)}到期", "wait", is_soon_over=True)
    return Validity(f"{_day(ends)}到期", "quiet") if ends else None


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
