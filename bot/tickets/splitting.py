"""Splitting: a ticket that holds two matters becomes two, each with its own number, routing and clocks."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.models import LinkKind, Ticket, TicketKind
from bot.tickets.due_times import SOON_HOURS
from bot.tickets.lifecycle import is_active
from bot.tickets.links import link
from bot.tickets.places import find_area
from bot.tickets.refusals import TicketRefusal
from bot.tickets.service import TicketRequest, caused_by, open_ticket
from bot.tickets.work import tell
from bot.work_changes import Ledger

# People write one matter after another with nothing but commas between them.
_PIECE = re.compile(r"[^。！？!?；;，,\n]+[。！？!?；;，,\n]*")
_LOOSE_ENDS = "，,；;、 \n"


class CannotSplit(TicketRefusal):
    """A ticket that is over is not split."""


@dataclass(frozen=True)
class Part:
    """What is taken out of a ticket; `stays` are the words that the ticket keeps, `cause` makes a repeat do nothing."""

    cause: str
    kind: TicketKind
    matter: str | None
    place: str
    goes: str
    stays: str


def pieces(text: str) -> tuple[str, ...]:
    """Return a text cut after its commas and sentences; put together again it is the same but for blank ends."""
    return tuple(_PIECE.findall(text.strip()))


def divide(text: str, chosen: Collection[int]) -> tuple[str, str]:
    """Return the pieces that stay, and those that are chosen by their places in `pieces`."""
    parted: tuple[list[str], list[str]] = ([], [])
    for at, piece in enumerate(pieces(text)):
        parted[at in chosen].append(piece)
    stays, goes = ("".join(part).strip(_LOOSE_ENDS) for part in parted)
    return stays, goes


def split(ledger: Ledger, ticket: Ticket, part: Part, soon_hours: int = SOON_HOURS) -> tuple[Ticket, bool]:
    """Open a ticket for a part of another one; return it, and whether it is new. Raises `CannotSplit`.

    It goes through the same rules as any ticket. Where the place is the same, so is the area; a confidential ticket's
    part is confidential. `soon_hours` is what is promised where power, water, gas or heat fails.
    """
    if (known := caused_by(ledger.session, part.cause)) is not None:
        return known, False
    if not is_active(ticket.state):
        raise CannotSplit(ticket.number)
    new = open_ticket(ledger.session, _request(ledger, ticket, part, soon_hours), ledger.now, ledger.actor)
    if (made := link(ledger.session, ticket, new, LinkKind.SPLIT, ledger.now)) is not None:
        ledger.made(made)
    ledger.set(ticket, details=part.stays)
    ledger.concerns(ticket)
    tell(ledger, ticket, "split_off", f"{new.number}：{part.goes}"[:500])
    tell(ledger, new, "split_from", ticket.number)
    ledger.opened(new, ticket)
    return new, True


def _request(ledger: Ledger, ticket: Ticket, part: Part, soon_hours: int) -> TicketRequest:
    is_same_place = part.place == (ticket.place or "")
    area = ticket.area if is_same_place else find_area(ledger.session, part.place, ticket.area)
    return TicketRequest(
        cause=part.cause,
        kind=part.kind,
        resident_id=ticket.resident_id,
        conversation_id=ticket.conversation_id,
        details=part.goes,
        matter=part.matter,
        place=part.place or None,
        phone=ticket.phone,
        area_id=area.id if area else None,
        confidential=ticket.confidential,
        soon_hours=soon_hours,
    )
