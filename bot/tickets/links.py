"""Links: which tickets belong together, so that two people who work on one household know of each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.models import LinkKind, Ticket, TicketLink
from bot.tickets.work import tell
from bot.work_changes import Ledger


def link(session: Session, ticket: Ticket, other: Ticket, kind: LinkKind, now: datetime) -> TicketLink | None:
    """Link two tickets, whichever comes first; doing it twice is once, and no ticket is linked to itself.

    Return the new link, None where there is nothing new.
    """
    older, newer = sorted((ticket, other), key=lambda one: one.id)
    if older.id == newer.id or _is_linked(session, older, newer, kind):
        return None
    new = TicketLink(from_id=older.id, to_id=newer.id, kind=kind, created_at=now)
    session.add(new)
    session.flush()
    return new


def relate(ledger: Ledger, ticket: Ticket, other: Ticket) -> None:
    """Say that two tickets belong together, in both histories; those that are linked in any way stay as they are."""
    if other in linked_to(ledger.session, ticket):
        return
    if (new := link(ledger.session, ticket, other, LinkKind.RELATED, ledger.now)) is None:
        return
    ledger.made(new)
    for one, neighbour in ((ticket, other), (other, ticket)):
        ledger.concerns(one)
        tell(ledger, one, "linked", neighbour.number)


def linked_to(session: Session, ticket: Ticket) -> Sequence[Ticket]:
    """Return the tickets that are linked to one, the oldest first."""
    return [other for other, _ in links_of(session, ticket)]


def links_of(session: Session, ticket: Ticket) -> list[tuple[Ticket, TicketLink]]:
    """Return the tickets that are linked to one, each once with its first link, the oldest ticket first."""
    links = session.scalars(
        select(TicketLink)
        .where(or_(TicketLink.from_id == ticket.id, TicketLink.to_id == ticket.id))
        .order_by(TicketLink.id.desc())
    )
    by_other = {one.to_id if one.from_id == ticket.id else one.from_id: one for one in links}
    if not by_other:
        return []
    others = session.scalars(select(Ticket).where(Ticket.id.in_(by_other)).order_by(Ticket.id))
    return [(other, by_other[other.id]) for other in others]


def _is_linked(session: Session, older: Ticket, newer: Ticket, kind: LinkKind) -> bool:
    same = select(TicketLink.id).where(
        TicketLink.from_id == older.id, TicketLink.to_id == newer.id, TicketLink.kind == kind
    )
    return session.scalar(same) is not None
