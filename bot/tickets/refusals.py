"""Named refusals: why a change of a ticket cannot be."""

from __future__ import annotations

from bot.models import TicketState


class TicketRefusal(Exception):
    """Base of all refusals; `str()` is for logs, pages have words of their own."""


class InvalidTransition(TicketRefusal):
    """The lifecycle knows no such step from the ticket's state."""

    def __init__(self, state: TicketState, step: str) -> None:
        super().__init__(f"a ticket that is {state.value} cannot {step}")
        self.state = state
        self.step = step


class NotTheOwner(TicketRefusal):
    """Somebody asked about another resident's ticket."""


class UnknownTicket(TicketRefusal):
    """No ticket has that number."""
