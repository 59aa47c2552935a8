"""Handling: who can be given a ticket, its checklist, and whether it is confidential or went on in another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import moments
from bot.inbox.people import staff_names
from bot.models import Provider, Ticket
from bot.tickets import is_active
from bot.tickets.checklists import points_of, templates_for
from bot.tickets.words import PROVIDER_ROLE


@dataclass(frozen=True)
class ProviderChoice:
    """Somebody who can be given the ticket."""

    id: int
    label: str
    is_now: bool


@dataclass(frozen=True)
class Point:
    """A point of the checklist; `done` says who did it when."""

    id: int
    text: str
    done: str


@dataclass(frozen=True)
class Handling:
    """What the page offers besides the steps of the lifecycle."""

    providers: tuple[ProviderChoice, ...]
    points: tuple[Point, ...]
    templates: tuple[tuple[int, str], ...]
    is_open: bool
    is_confidential: bool
    merged_into: str


def handling(session: Session, ticket: Ticket, now: datetime) -> Handling:
    """Return how a ticket is handled."""
    is_open = is_active(ticket.state)
    return Handling(
        providers=tuple(_providers(session, ticket)) if is_open else (),
        points=tuple(_points(session, ticket, now)),
        templates=tuple((one.id, one.name) for one in templates_for(session, ticket)) if is_open else (),
        is_open=is_open,
        is_confidential=ticket.confidential,
        merged_into=ticket.merged_into.number if ticket.merged_into else "",
    )


def providers_for(session: Session, ticket: Ticket) -> Sequence[Provider]:
    """Return the active providers of the ticket's area and of those above it; without an area, all."""
    found = select(Provider).where(Provider.active)
    if ticket.area is not None:
        found = found.where(Provider.area_id.in_([one.id for one in ticket.area.lineage()]))
    return session.scalars(found.order_by(Provider.role, Provider.name)).all()


def _providers(session: Session, ticket: Ticket) -> list[ProviderChoice]:
    return [
        ProviderChoice(one.id, f"{PROVIDER_ROLE[one.role]} {one.name}", one.id == ticket.provider_id)
        for one in providers_for(session, ticket)
    ]


def _points(session: Session, ticket: Ticket, now: datetime) -> list[Point]:
    points = points_of(session, ticket)
    names = staff_names(session, (one.done_by_id for one in points))
    return [
        Point(
            one.id,
            one.text,
            f"{names.get(one.done_by_id or 0, '')} {moments.when(one.done_at, now)}" if one.done_at else "",
        )
        for one in points
    ]
