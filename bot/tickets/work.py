"""Work on tickets that is no step of their life: priority, labels, confidentiality; each can be undone."""

from __future__ import annotations

from bot.models import Label, Priority, Ticket
from bot.tickets.service import record
from bot.tickets.words import PRIORITY
from bot.work_changes import Ledger


def prioritise(ledger: Ledger, ticket: Ticket, priority: Priority) -> bool:
    """Set how soon a ticket is to be handled; return whether that changed anything."""
    if not ledger.set(ticket, priority=priority):
        return False
    tell(ledger, ticket, "priority", PRIORITY[priority])
    return True


def put_label(ledger: Ledger, ticket: Ticket, label: Label, on: bool) -> bool:
    """Put a label on a ticket, or take it off."""
    if not ledger.label(ticket, label, on):
        return False
    tell(ledger, ticket, "label" if on else "unlabel", label.name)
    return True


def keep_confidential(ledger: Ledger, ticket: Ticket, confidential: bool) -> bool:
    """Close a ticket to all but its provider, whoever holds the conversation, and supervisors; or open it again."""
    if not ledger.set(ticket, confidential=confidential):
        return False
    tell(ledger, ticket, "confidential" if confidential else "open_to_all", None)
    return True


def tell_undone(ledger: Ledger, ticket: Ticket, words: str) -> None:
    """Write into a ticket's history that an act was undone."""
    tell(ledger, ticket, "undo", words)


def tell(ledger: Ledger, ticket: Ticket, kind: str, note: str | None) -> None:
    """Write into a ticket's history what somebody did."""
    record(ledger.session, ticket, kind, ledger.actor, ledger.now, note=note)
