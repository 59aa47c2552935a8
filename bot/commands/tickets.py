"""`tickets list`, `tickets show`: what residents were promised, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.commands.output import iso, json_option, moment, pairs, print_json, table
from bot.commands.refusals import Commands, Refusal
from bot.masks import mask_phone, mask_text
from bot.models import Ticket, TicketKind, TicketState
from bot.parts import Parts
from bot.tickets import is_active, numbers
from bot.tickets.words import matter_label

_HEADINGS = ("number", "kind", "state", "priority", "area", "with", "handle by", "opened")


def commands(parts: Parts) -> Commands:
    """Return the group `tickets`."""
    group = Commands("tickets", help="Tickets: list them, show one.")

    @group.command("list")
    @click.option("--state", type=click.Choice([one.value for one in TicketState]), help="Only in this state.")
    @click.option("--kind", type=click.Choice([one.value for one in TicketKind]), help="Only of this kind.")
    @click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many, newest first.")
    @json_option
    def list_tickets(state: str | None, kind: str | None, limit: int, as_json: bool) -> None:
        """List tickets, newest first."""
        with parts.database.reader() as session:
            found = find(session, state, kind, limit)
            if as_json:
                print_json([summary(ticket) for ticket in found])
            else:
                click.echo(table(_HEADINGS, [_row(ticket) for ticket in found]) if found else "No tickets.")

    @group.command("show")
    @click.argument("number")
    @json_option
    def show_ticket(number: str, as_json: bool) -> None:
        """Show one ticket and its history, personal data masked."""
        with parts.database.reader() as session:
            ticket = session.scalar(select(Ticket).where(Ticket.number == (numbers.find(number) or number.strip())))
            if ticket is None:
                raise Refusal(f"no ticket has the number {number}")
            if as_json:
                print_json(summary(ticket) | details(ticket))
            else:
                click.echo(_page(ticket))

    return group


def find(session: Session, state: str | None, kind: str | None, limit: int) -> Sequence[Ticket]:
    """Return the newest tickets of a state and a kind."""
    query = select(Ticket).order_by(Ticket.id.desc()).limit(limit)
    if state:
        query = query.where(Ticket.state == TicketState(state))
    if kind:
        query = query.where(Ticket.kind == TicketKind(kind))
    return session.scalars(query).all()


def summary(ticket: Ticket) -> dict[str, Any]:
    """Return what lists show of a ticket."""
    return {
        "number": ticket.number,
        "kind": ticket.kind.value,
        "matter": ticket.matter,
        "state": ticket.state.value,
        "priority": ticket.priority.value,
        "area": ticket.area.full_name or ticket.area.name if ticket.area else None,
        "provider": ticket.provider.name if ticket.provider else None,
        "department": ticket.department.name if ticket.department else None,
        "first_response_due_at": iso(ticket.first_response_due_at),
        "handling_due_at": iso(ticket.handling_due_at),
        "created_at": iso(ticket.created_at),
    }


def details(ticket: Ticket) -> dict[str, Any]:
    """Return what else is known of a ticket; telephone and house numbers are hidden."""
    return {
        "conversation": ticket.conversation_id,
        "details": mask_text(ticket.details),
        "happened": ticket.happened,
        "person": mask_text(ticket.person) if ticket.person else None,
        "place": hide_numbers(ticket.place) if ticket.place else None,
        "phone": mask_phone(ticket.phone) if ticket.phone else None,
        "first_responded_at": iso(ticket.first_responded_at),
        "closed_at": iso(ticket.closed_at),
        "events": [
            {
                "at": iso(event.at),
                "kind": event.kind,
                "actor": event.actor,
                "note": mask_text(event.note) if event.note else None,
            }
            for event in ticket.events
        ],
    }


def hide_numbers(place: str) -> str:
    """Return an address without its house and door numbers: which street is enough to see where a ticket went."""
    return re.sub(r"\d", "*", place)


def _row(ticket: Ticket) -> Sequence[object]:
    one = summary(ticket)
    due = moment(ticket.handling_due_at) if is_active(ticket.state) else None
    return (
        one["number"], one["kind"], one["state"], one["priority"], one["area"],
        one["provider"] or one["department"], due, moment(ticket.created_at),
    )  # fmt: skip


def _page(ticket: Ticket) -> str:
    one, more = summary(ticket), details(ticket)
    matter = matter_label(ticket.kind, ticket.matter)
    facts = pairs(
        [
            *((name, one[name]) for name in ("number", "kind")),
            ("matter", f"{ticket.matter} ({matter})" if matter else ticket.matter),
            *((name, one[name]) for name in ("state", "priority", "area", "provider", "department")),
            *((name, more[name]) for name in ("conversation", "details", "happened", "person", "place", "phone")),
            ("opened", moment(ticket.created_at)),
            ("answer by", moment(ticket.first_response_due_at)),
            ("answered", moment(ticket.first_responded_at)),
            ("handle by", moment(ticket.handling_due_at)),
            ("closed", moment(ticket.closed_at)),
        ]
    )
    history = [
        (moment(event.at), event.kind, event.actor, mask_text(event.note) if event.note else None)
        for event in ticket.events
    ]
    return f"{facts}\n\n{table(('at', 'step', 'by', 'note'), history)}"
