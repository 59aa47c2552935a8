"""Routing: which provider gets a ticket, by kind, area, skill and load; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.models import ProviderRole, TicketKind

_ROLES: dict[TicketKind, ProviderRole] = {
    TicketKind.DISPUTE: ProviderRole.MEDIATOR,
    TicketKind.ELDERLY_CARE: ProviderRole.VOLUNTEER,
    TicketKind.DOMESTIC_SERVICE: ProviderRole.VOLUNTEER,
    TicketKind.PSYCH_HELP: ProviderRole.COUNSELLOR,
    TicketKind.PSYCH_CRISIS: ProviderRole.COUNSELLOR,
    TicketKind.LEGAL_QUESTION: ProviderRole.LEGAL_ADVISER,
    TicketKind.PUBLIC_ISSUE: ProviderRole.GRID_WORKER,
}


@dataclass(frozen=True)
class Candidate:
    """A provider as routing sees one; `load` is the number of active tickets."""

    id: int
    role: ProviderRole
    area_id: int
    skills: Sequence[str] = ()
    load: int = 0
    capacity: int = 20


def role_for(kind: TicketKind) -> ProviderRole | None:
    """Return who deals with a kind of ticket; None means the community's desk."""
    return _ROLES.get(kind)


def choose(
    candidates: Iterable[Candidate], kind: TicketKind, matter: str | None, lineage: Sequence[int]
) -> Candidate | None:
    """Return the best provider for a ticket, or None when nobody is suitable.

    `lineage` lists the ids of the ticket's area and of each area above it. Nearest area first, then a fitting
    skill, then the smallest share of the capacity in use, then the lowest id, so that the choice can be repeated.
    """
    role = role_for(kind)
    suitable = [
        one
        for one in candidates
        if one.role is role
        and one.area_id in lineage
        and one.load < one.capacity
        and (not one.skills or matter is None or matter in one.skills)
    ]
    return min(
        suitable,
        key=lambda one: (lineage.index(one.area_id), matter not in one.skills, one.load / one.capacity, one.id),
        default=None,
    )
