"""Merging: one matter that was reported twice goes on in one ticket."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.models import Ticket, TicketState
from bot.tickets.lifecycle import is_active
from bot.tickets.refusals import TicketRefusal
from bot.tickets.service import record


class CannotMerge(TicketRefusal):
    """A ticket is not merged into itself, nor into or from one that is over."""


def merge(session: Session, ticket: Ticket, into: Ticket, actor: str, now: datetime) -> None:
    """Close a ticket and let its matter go on in another one; both histories say so. Raises `CannotMerge`."""
    if ticket.merged_into_id == into.id:
        return
    if ticket.id == into.id or not is_active(ticket.state) or not is_active(into.state):
        raise CannotMerge(f"{ticket.number} into {into.number}")
    ticket.state, ticket.closed_at, ticket.merged_into_id = TicketState.CLOSED, now, into.id
    record(session, ticket, "merged", actor, now, note=into.number)
    record(session, into, "merged_in", actor, now, note=f"{ticket.number}：{ticket.details}"[:500])
