"""Due times of a ticket as clocks: what is promised next, and whether the promise is broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import moments
from bot.clock import day_in_words
from bot.models import Ticket
from bot.tickets import is_active

# From here on a clock is amber: one working day is left to act.
_SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Clock:
    """One promise; `tone` is alarm (broken), wait (soon, or kept too late), quiet, or done (kept in time)."""

    label: str
    at: str
    left: str
    tone: str
    is_kept: bool = False


def next_clock(ticket: Ticket, now: datetime) -> Clock | None:
    """Return the clock that runs out next, None when nothing is owed any more."""
    running = [one for one in clocks(ticket, now) if not one.is_kept] if is_active(ticket.state) else []
    return running[0] if running else None


def clocks(ticket: Ticket, now: datetime) -> list[Clock]:
    """Return the promises of a ticket, first response first."""
    return [
        _clock(label, due, kept, now)
        for label, due, kept in (
            ("首次答复", ticket.first_response_due_at, ticket.first_responded_at),
            ("办结", ticket.handling_due_at, ticket.closed_at),
        )
        if due is not None
    ]


def _clock(label: str, due: datetime, kept: datetime | None, now: datetime) -> Clock:
    if kept is not None:
        left, tone = ("超时完成", "wait") if kept > due else ("按时完成", "done")
        return Clock(label, day_in_words(due), left, tone, is_kept=True)
    tone = "alarm" if due <= now else "wait" if due - now <= _SOON else "quiet"
    return Clock(label, day_in_words(due), moments.left(due, now), tone)
