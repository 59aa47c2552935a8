"""A round of all golden questions: today and on the days to come, with what came of it written beside each.

Every page then shows how they stand without loading a model; the worker goes round once a day, because some answers change
by date alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import SHANGHAI
from bot.database import Database
from bot.faq.forecast import AHEAD, Coming, look_ahead, turns
from bot.faq.golden import Broken, check, read_golden
from bot.faq.live import LiveKnowledge
from bot.models import GoldenQuestion


@dataclass(frozen=True)
class Standing:
    """How many golden questions there are, are wrong, will go wrong, and the first day of that."""

    asked: int
    wrong: int
    coming: int
    first_day: date | None


def go_round(
    database: Database, live: LiveKnowledge, now: datetime, only: int | None = None
) -> tuple[list[Broken], list[Coming]]:
    """Ask all, or one by its id; write down what came of it. Out: what is wrong today, what will go wrong by itself."""
    live.refresh()
    today = now.astimezone(SHANGHAI).date()
    with database.reader() as session:
        questions = [one for one in read_golden(session) if only in (None, one.id)]
    broken = check(live.base, questions, today)
    coming = look_ahead(live.base, questions, turns(live.entries(), live.library, today, today + AHEAD), broken)
    with database.session() as session:
        mark(session, [one.id for one in questions], broken, now)
        mark_coming(session, [one.id for one in questions], coming)
    return broken, coming


def mark(session: Session, asked: Collection[int], broken: Iterable[Broken], now: datetime) -> None:
    """Write beside each question that was asked what it gets today."""
    got = {one.id: one.got for one in broken}
    for row in session.scalars(select(GoldenQuestion).where(GoldenQuestion.id.in_(asked))):
        row.checked_at, row.got = now, got.get(row.id, "")


def mark_coming(session: Session, asked: Collection[int], coming: Iterable[Coming]) -> None:
    """Write beside each question that was asked from which day it will be wrong, if any."""
    found = {one.broken.id: one for one in coming}
    for row in session.scalars(select(GoldenQuestion).where(GoldenQuestion.id.in_(asked))):
        one = found.get(row.id)
        row.breaks_on, row.breaks_because = (one.broken.day, one.because) if one else (None, "")


def standing(session: Session) -> Standing:
    """How the golden questions stood when they were last asked."""
    wrong, coming = GoldenQuestion.got != "", GoldenQuestion.breaks_on.is_not(None)
    counts = select(
        func.count(), func.count().filter(wrong), func.count().filter(coming), func.min(GoldenQuestion.breaks_on)
    )
    return Standing(*session.execute(counts.select_from(GoldenQuestion)).one())


def resting_on(session: Session, place: str) -> list[GoldenQuestion]:
    """The golden questions that must be answered from a place (问答12)."""
    rows = select(GoldenQuestion).where(GoldenQuestion.expected == place).order_by(GoldenQuestion.id)
    return list(session.scalars(rows))
