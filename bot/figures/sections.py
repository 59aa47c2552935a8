"""All figures of a period, in the order in which a page and a report tell them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.figures import people, residents, tickets
from bot.figures.period import Period
from bot.figures.section import Section


def all_sections(session: Session, period: Period, now: datetime) -> list[Section]:
    """Return the sections of a period."""
    return [
        residents.by_day(session, period),
        residents.bot(session, period),
        tickets.by_kind(session, period, now),
        tickets.by_area(session, period, now),
        people.workload(session, period),
    ]
