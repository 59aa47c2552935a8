"""Ticket numbers: 20261122-0042-7, the day, the count of that day and a check digit (Damm).

Digits only, so that an old person can read one out over the telephone; one wrong digit or two swapped ones are found.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from stdnum import damm

from bot.clock import SHANGHAI
from bot.models import TicketSequence

_NUMBER = re.compile(r"(?<!\d)(20\d{6})[\s\-—_]?(\d{4,6})[\s\-—_]?(\d)(?!\d)")


def compose(day: str, count: int) -> str:
    """Return the number of the `count`-th ticket of a day (YYYYMMDD)."""
    body = f"{day}{count:04d}"
    return f"{day}-{count:04d}-{damm.calc_check_digit(body)}"


def find(text: str) -> str | None:
    """Return the first ticket number in a text, however it is spaced, or None; a mistyped one is none."""
    for day, count, digit in _NUMBER.findall(text):
        if damm.is_valid(f"{day}{count}{digit}"):
            return f"{day}-{count}-{digit}"
    return None


def take_next(session: Session, now: datetime) -> str:
    """Count the day up and return its next number; two transactions never get the same."""
    day = now.astimezone(SHANGHAI).strftime("%Y%m%d")
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    make = postgresql.insert if on_postgresql else sqlite.insert
    first = make(TicketSequence).values(day=day, last=1)
    counted = first.on_conflict_do_update(
        index_elements=[TicketSequence.day], set_={"last": TicketSequence.last + 1}
    ).returning(TicketSequence.last)
    return compose(day, session.execute(counted).scalar_one())
