"""The count of changes to what residents are told: every process compares it and reads only what is newer."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.models import KnowledgeRevision

_ROW = 1


def current(session: Session) -> int:
    """The present count."""
    return session.scalar(select(KnowledgeRevision.number).where(KnowledgeRevision.id == _ROW)) or 0


def lock(session: Session) -> int:
    """The present count, which nobody else advances before this transaction ends."""
    row = select(KnowledgeRevision.number).where(KnowledgeRevision.id == _ROW).with_for_update()
    return session.scalar(row) or 0


def advance(session: Session) -> int:
    """Count one change and return its number.

    The row stays locked until the transaction ends, so that numbers become visible in their order: a reader who saw 7 never
    finds a 6 that was committed later.
    """
    advanced = _advance(session)
    if advanced is None:
        try:
            with session.begin_nested():
                session.add(KnowledgeRevision(id=_ROW, number=0))
        except IntegrityError:
            pass
        advanced = _advance(session)
    return advanced or 0


def _advance(session: Session) -> int | None:
    step = (
        update(KnowledgeRevision)
        .where(KnowledgeRevision.id == _ROW)
        .values(number=KnowledgeRevision.number + 1)
        .returning(KnowledgeRevision.number)
    )
    return session.scalar(step)
