"""Arrangement: who has a conversation, until when it is put off, how pressing it is, its labels; and what is offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import moments
from bot.inbox import labels, snoozes
from bot.inbox.people import names_of_colleagues
from bot.models import Conversation, Label, Priority, Staff, Ticket
from bot.tickets.words import PRIORITY


@dataclass(frozen=True)
class Option:
    """One line of a choice; `is_now` when it is how things are."""

    value: str
    label: str
    is_now: bool


@dataclass(frozen=True)
class Arrangement:
    """`item` is what forms call the row; an empty list offers nothing."""

    item: str
    people: tuple[Option, ...]
    snoozes: tuple[Option, ...]
    priorities: tuple[Option, ...]
    labels: tuple[labels.LabelChoice, ...]
    back_at: str = ""

    @property
    def label_names(self) -> tuple[str, ...]:
        """The labels that are on."""
        return tuple(one.name for one in self.labels if one.is_on)


def of_conversation(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> Arrangement:
    """Return how a conversation is arranged."""
    until = conversation.snoozed_until
    back_at = moments.when(until, now) if until else ""
    return Arrangement(
        item=f"c{conversation.id}",
        people=_people(session, conversation, staff),
        snoozes=_snoozes(conversation, back_at, now),
        priorities=_priorities(conversation.priority),
        labels=labels.choices_of_conversation(session, conversation.id),
        back_at=back_at,
    )


def of_ticket(session: Session, ticket: Ticket) -> Arrangement:
    """Return how a ticket is arranged; who handles it has a form of its own."""
    return Arrangement(
        item=f"t{ticket.number}",
        people=(),
        snoozes=(),
        priorities=_priorities(ticket.priority),
        labels=labels.choices_of_ticket(session, ticket.id),
    )


def for_many(session: Session, staff: Staff, now: datetime) -> list[tuple[str, str, list[Option]]]:
    """Return what is offered for many rows at once: the task, what it is called, and its choices."""
    people = [Option(str(id_), _name(id_, name, staff), False) for id_, name in names_of_colleagues(session)]
    offered = session.scalars(select(Label).where(Label.active).order_by(Label.position, Label.id))
    return [
        ("assign", "交给", sorted(people, key=lambda one: one.value != str(staff.id))),
        ("snooze", "稍后", [Option(one.key, one.label, False) for one in snoozes.choices(now)]),
        ("priority", "优先级", [Option(one.value, PRIORITY[one], False) for one in Priority]),
        ("label", "贴标签", [Option(str(one.id), one.name, False) for one in offered]),
    ]


def _people(session: Session, conversation: Conversation, staff: Staff) -> tuple[Option, ...]:
    holder = conversation.assignee_id
    nobody = () if holder else (Option("", "还没有人", True),)
    named = [Option(str(id_), _name(id_, name, staff), id_ == holder) for id_, name in names_of_colleagues(session)]
    return (*nobody, *sorted(named, key=lambda one: one.value != str(staff.id)))


def _name(id_: int, name: str, staff: Staff) -> str:
    return f"{name}（我）" if id_ == staff.id else name


def _snoozes(conversation: Conversation, back_at: str, now: datetime) -> tuple[Option, ...]:
    if conversation.attention is not None and conversation.attention.is_alarm:
        return ()
    first = Option("", f"{back_at}回来", True) if back_at else Option("", "现在就办", True)
    back = (Option("now", "拿回来现在办", False),) if back_at else ()
    return (first, *back, *(Option(one.key, one.label, False) for one in snoozes.choices(now)))


def _priorities(now: Priority) -> tuple[Option, ...]:
    return tuple(Option(one.value, PRIORITY[one], one is now) for one in Priority)
