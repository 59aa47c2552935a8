"""Tickets: lifecycle, routing and clocks as pure rules, and a thin service that writes."""

from bot.tickets.lifecycle import Step, is_active, next_state, steps_from
from bot.tickets.links import link, linked_to, relate
from bot.tickets.merging import CannotMerge, merge
from bot.tickets.refusals import InvalidTransition, NotTheOwner, TicketRefusal, UnknownTicket
from bot.tickets.service import (
    TicketRequest,
    active_tickets,
    add_note,
    assign,
    attach_media,
    move,
    open_ticket,
    ticket_of,
    tickets_of,
    urge,
)
from bot.tickets.splitting import CannotSplit, Part, split
from bot.tickets.work import keep_confidential, prioritise, put_label, tell_undone

__all__ = [
    "CannotMerge",
    "CannotSplit",
    "InvalidTransition",
    "NotTheOwner",
    "Part",
    "Step",
    "TicketRefusal",
    "TicketRequest",
    "UnknownTicket",
    "active_tickets",
    "add_note",
    "assign",
    "attach_media",
    "is_active",
    "keep_confidential",
    "link",
    "linked_to",
    "merge",
    "move",
    "next_state",
    "open_ticket",
    "prioritise",
    "put_label",
    "relate",
    "split",
    "steps_from",
    "tell_undone",
    "ticket_of",
    "tickets_of",
    "urge",
]
