"""Dossier: one ticket as a page: what it is about, its clocks, its history and the steps that are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import moments
from bot.inbox import scope, words
from bot.inbox.arrangement import Arrangement, of_ticket
from bot.inbox.case import Person, person
from bot.inbox.due import Clock, clocks
from bot.inbox.handling import Handling, handling
from bot.inbox.neighbours import Neighbour, neighbours
from bot.inbox.people import actor_name, staff_id, staff_names
from bot.inbox.rows import ticket_title
from bot.masks import mask_phone, mask_text
from bot.models import Conversation, Identity, Staff, Ticket, TicketEvent
from bot.tickets import Step, steps_from
from bot.tickets.words import PRIORITY, PROVIDER_ROLE

# Giving to a provider has its own form in the bigger inbox; withdrawing is the resident's own.
_NOT_BUTTONS = frozenset({Step.ASSIGN, Step.WITHDRAW})
# Of the steps that are open at one time, no two have the same letter.
_KEYS = {
    Step.START: "h",
    Step.CONTINUE: "h",
    Step.REOPEN: "h",
    Step.ASK_RESIDENT: "w",
    Step.RESOLVE: "e",
    Step.CLOSE: "e",
}
# In the order in which they are likely to be the next.
_LIKELY = (Step.CONTINUE, Step.START, Step.RESOLVE, Step.CLOSE)


@dataclass(frozen=True)
class Line:
    """One line of the history."""

    what: str
    who: str
    at: str
    note: str


@dataclass(frozen=True)
class StepButton:
    """A step that is open now."""

    name: str
    label: str
    key: str
    is_main: bool


@dataclass(frozen=True)
class Dossier:
    """A ticket; `facts` are pairs of label and words."""

    number: str
    title: str
    state: str
    tone: str
    priority: str
    is_urgent: bool
    details: str
    facts: tuple[tuple[str, str], ...]
    clocks: tuple[Clock, ...]
    history: tuple[Line, ...]
    steps: tuple[StepButton, ...]
    person: Person
    conversation_id: int
    arrangement: Arrangement
    handling: Handling
    neighbours: tuple[Neighbour, ...]


def find(session: Session, staff: Staff, number: str, *, lock: bool = False) -> Ticket | None:
    """Return a ticket if this person may see it."""
    wanted = select(Ticket).where(Ticket.number == number, scope.tickets_of(session, staff))
    return session.scalar(wanted.with_for_update(of=Ticket) if lock else wanted)


def dossier(session: Session, ticket: Ticket, staff: Staff, now: datetime) -> Dossier:
    """Return the page of a ticket."""
    own = select(Identity.subscribed).join(Conversation, Conversation.identity_id == Identity.id)
    follows = session.scalar(own.where(Conversation.id == ticket.conversation_id))
    return Dossier(
        number=ticket.number,
        title=ticket_title(ticket),
        state=words.STATE[ticket.state],
        tone=words.STATE_TONE[ticket.state],
        priority=PRIORITY[ticket.priority],
        is_urgent=ticket.priority.value == "urgent",
        details=mask_text(ticket.details),
        facts=tuple(_facts(ticket, now)),
        clocks=tuple(clocks(ticket, now)),
        history=tuple(_history(session, ticket.events, now)),
        steps=tuple(_buttons(ticket)),
        person=person(ticket.resident, follows is not False, now),
        conversation_id=ticket.conversation_id,
        arrangement=of_ticket(session, ticket),
        handling=handling(session, ticket, now),
        neighbours=tuple(neighbours(session, ticket, staff, now)),
    )


def _facts(ticket: Ticket, now: datetime) -> list[tuple[str, str]]:
    provider, department = ticket.provider, ticket.department
    facts = [
        ("承办人", f"{provider.name}（{PROVIDER_ROLE[provider.role]}）" if provider else ""),
        ("承办部门", department.name if department else ""),
        ("区域", ticket.area.full_name if ticket.area else ""),
        ("地点", ticket.place or ""),
        ("何时发生", ticket.happened or ""),
        ("涉及的人", ticket.person or ""),
        ("联系电话", mask_phone(ticket.phone) if ticket.phone else ""),
        ("受理时间", moments.when(ticket.created_at, now)),
    ]
    return [(label, text) for label, text in facts if text]


def _history(session: Session, events: Sequence[TicketEvent], now: datetime) -> list[Line]:
    names = staff_names(session, (staff_id(one.actor) for one in events))
    return [
        Line(
            what=words.TICKET_EVENT.get(one.kind, "有更新") + (f"给{to}" if (to := one.data.get("provider")) else ""),
            who=actor_name(one.actor, names),
            at=moments.when(one.at, now),
            note=mask_text(one.note or ""),
        )
        for one in reversed(events)
    ]


def _buttons(ticket: Ticket) -> list[StepButton]:
    """The likeliest step is the main one and stands last, under the thumb."""
    steps = [step for step in steps_from(ticket.state) if step not in _NOT_BUTTONS]
    if Step.CONTINUE in steps:
        steps.remove(Step.START)
    main = next((step for step in _LIKELY if step in steps), None)
    ordered = sorted(steps, key=lambda step: step is main)
    return [StepButton(step.value, words.STEP[step].label, _KEYS[step], step is main) for step in ordered]
