"""Links: which tickets belong together, so that two people who work on one household know of each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.models import LinkKind, Ticket, TicketLink


def link(session: Session, ticket: Ticket, other: Ticket, kind: LinkKind, now: datetime) -> None:
    """Link two tickets, whichever comes first; doing it twice is once, and no ticket is linked to itself."""
    older, newer = sorted((ticket, other), key=lambda one: one.id)
    if older.id != newer.id and not _is_linked(session, older, newer, kind):
        session.add(TicketLink(from_id=older.id, to_id=newer.id, kind=kind, created_at=now))
        session.flush()


def linked_to(session: Session, ticket: Ticket) -> Sequence[Ticket]:
    """Return the tickets that are linked to one, the oldest first."""
    links = session.scalars(
        select(TicketLink).where(or_(TicketLink.from_id == ticket.id, TicketLink.to_id == ticket.id))
    ).all()
    others = {one.to_id if one.from_id == ticket.id else one.from_id for one in links}
    return session.scalars(select(Ticket).where(Ticket.id.in_(others)).order_by(Ticket.id)).all() if others else []


def _is_linked(session: Session, older: Ticket, newer: Ticket, kind: LinkKind) -> bool:
    same = select(TicketLink.id).where(
        TicketLink.from_id == older.id, TicketLink.to_id == newer.id, TicketLink.kind == kind
    )
    return session.scalar(same) is not None
