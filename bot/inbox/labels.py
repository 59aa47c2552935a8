"""Labels as pages show them: their names beside a row, and the choices of a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Table, or_, select
from sqlalchemy.orm import Session

from bot.models import Label, conversation_label, ticket_label


@dataclass(frozen=True)
class LabelChoice:
    """A label that can be put on or taken off."""

    id: int
    name: str
    is_on: bool


def of_conversations(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of the labels of each conversation that has some."""
    return _names(session, conversation_label, conversation_label.c.conversation_id, ids)


def of_tickets(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of the labels of each ticket that has some."""
    return _names(session, ticket_label, ticket_label.c.ticket_id, ids)


def _names(session: Session, table: Table, owner: Column[int], ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    if not ids:
        return {}
    pairs = session.execute(
        select(owner, Label.name)
        .join(Label, Label.id == table.c.label_id)
        .where(owner.in_(ids))
        .order_by(Label.position, Label.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for id_, name in pairs:
        found[id_].append(name)
    return {id_: tuple(names) for id_, names in found.items()}


def choices_of_conversation(session: Session, id_: int) -> tuple[LabelChoice, ...]:
    """Return all labels that are offered, and those that the conversation has."""
    return _choices(session, conversation_label, conversation_label.c.conversation_id, id_)


def choices_of_ticket(session: Session, id_: int) -> tuple[LabelChoice, ...]:
    """Return all labels that are offered, and those that the ticket has."""
    return _choices(session, ticket_label, ticket_label.c.ticket_id, id_)


def _choices(session: Session, table: Table, owner: Column[int], id_: int) -> tuple[LabelChoice, ...]:
    own = set(session.scalars(select(table.c.label_id).where(owner == id_)))
    offered = session.scalars(
        select(Label).where(or_(Label.active, Label.id.in_(own))).order_by(Label.position, Label.id)
    )
    return tuple(LabelChoice(one.id, one.name, one.id in own) for one in offered)
