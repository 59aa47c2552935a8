"""Merging: one matter that was reported twice goes on in one ticket."""

from __future__ import annotations

from bot.models import Ticket, TicketState
from bot.tickets.lifecycle import is_active
from bot.tickets.refusals import TicketRefusal
from bot.tickets.work import tell
from bot.work_changes import Ledger


class CannotMerge(TicketRefusal):
    """A ticket is not merged into itself, nor into or from one that is over."""


def merge(ledger: Ledger, ticket: Ticket, into: Ticket) -> None:
    """Close a ticket and let its matter go on in another one; both histories say so. Raises `CannotMerge`."""
    if ticket.merged_into_id == into.id:
        return
    if ticket.id == into.id or not is_active(ticket.state) or not is_active(into.state):
        raise CannotMerge(f"{ticket.number} into {into.number}")
    ledger.set(ticket, merged_into_id=into.id, state=TicketState.CLOSED, closed_at=ledger.now)
    ledger.concerns(into)
    tell(ledger, ticket, "merged", into.number)
    tell(ledger, into, "merged_in", f"{ticket.number}：{ticket.details}"[:500])
