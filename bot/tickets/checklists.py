"""Checklists: the usual points of a ticket, done one after another by name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.models import ChecklistPoint, ChecklistTemplate, Ticket
from bot.tickets.work import tell
from bot.work_changes import Ledger


def templates_for(session: Session, ticket: Ticket) -> Sequence[ChecklistTemplate]:
    """Return the checklists that fit a ticket's kind."""
    fits = or_(ChecklistTemplate.kind == ticket.kind, ChecklistTemplate.kind.is_(None))
    return session.scalars(
        select(ChecklistTemplate).where(ChecklistTemplate.active, fits).order_by(ChecklistTemplate.id)
    ).all()


def points_of(session: Session, ticket: Ticket) -> Sequence[ChecklistPoint]:
    """Return a ticket's points in their order."""
    own = select(ChecklistPoint).where(ChecklistPoint.ticket_id == ticket.id)
    return session.scalars(own.order_by(ChecklistPoint.position, ChecklistPoint.id)).all()


def add_points(session: Session, ticket: Ticket, texts: Sequence[str]) -> int:
    """Add points that the ticket does not have yet, at the end; return how many."""
    known = {point.text for point in points_of(session, ticket)}
    new = [text for text in dict.fromkeys(texts) if text not in known]
    first = session.scalar(select(func.count()).where(ChecklistPoint.ticket_id == ticket.id)) or 0
    session.add_all(ChecklistPoint(ticket_id=ticket.id, text=text, position=first + at) for at, text in enumerate(new))
    session.flush()
    return len(new)


def tick(ledger: Ledger, ticket: Ticket, point: ChecklistPoint, done: bool) -> None:
    """Mark a point as done or open; twice is once."""
    if (point.done_at is not None) is done:
        return
    ledger.set(point, done_at=ledger.now if done else None, done_by_id=ledger.staff.id if done else None)
    ledger.concerns(ticket)
    tell(ledger, ticket, "tick" if done else "untick", point.text)
