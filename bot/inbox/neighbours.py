"""Neighbours: tickets that may have to do with one: linked, of the same resident, or of the same matter nearby."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.inbox import loading, rows, scope
from bot.inbox.rows import TicketRow
from bot.models import LinkKind, Staff, Ticket, TicketLink
from bot.tickets import is_active
from bot.tickets.links import links_of

_MOST = 5
_NEARBY_SINCE = timedelta(days=30)


@dataclass(frozen=True)
class Neighbour:
    """A ticket and why it is shown; `can_merge` when both are still being handled."""

    row: TicketRow
    why: str
    is_linked: bool
    can_merge: bool


def neighbours(session: Session, ticket: Ticket, staff: Staff, now: datetime) -> list[Neighbour]:
    """Return the nearest tickets, each once, with the best reason."""
    linked = {other.id: (other, _why(link, ticket)) for other, link in links_of(session, ticket)}
    found = {id_: (other, why) for id_, (other, why) in linked.items() if _sees(session, staff, other)}
    for one in _first(session, staff, ticket, Ticket.resident_id == ticket.resident_id):
        found.setdefault(one.id, (one, "同一位居民"))
    if ticket.area_id is not None:
        same = (Ticket.area_id == ticket.area_id) & (Ticket.kind == ticket.kind) & (Ticket.matter == ticket.matter)
        for one in _first(session, staff, ticket, same & (Ticket.created_at > now - _NEARBY_SINCE)):
            found.setdefault(one.id, (one, "附近同类"))
    is_open = is_active(ticket.state)
    return [
        Neighbour(rows.ticket_row(one, now), why, one.id in linked, is_open and is_active(one.state))
        for one, why in found.values()
    ][: 2 * _MOST]


def _why(link: TicketLink, ticket: Ticket) -> str:
    if link.kind is LinkKind.SPLIT:
        return "拆出" if link.from_id == ticket.id else "原工单"
    return "已关联"


def _first(session: Session, staff: Staff, ticket: Ticket, condition: ColumnElement[bool]) -> list[Ticket]:
    found = select(Ticket).where(condition, Ticket.id != ticket.id, scope.tickets_of(session, staff))
    newest = found.order_by(Ticket.created_at.desc(), Ticket.id.desc()).limit(_MOST).options(*loading.TICKET_ROWS)
    return list(session.scalars(newest))


def _sees(session: Session, staff: Staff, ticket: Ticket) -> bool:
    return session.scalar(select(Ticket.id).where(Ticket.id == ticket.id, scope.tickets_of(session, staff))) is not None
