"""Steps: how one alteration of one row is stored, as plain values that JSON can keep.

Every step names its `table` and `id`, and is one of these:
`before`, `after`   columns were set; with nothing in them the row is only told of the act
`label`, `on`       a label was put on or taken off
`made`              the row is new, and goes when the act is undone
`removed`           the row is gone; all its columns are kept here
`opened`            a ticket is new: it goes back into the ticket `into` if it still has as many `events`
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from bot.models import Base, Conversation, Ticket, conversation_label, ticket_label

Row = Conversation | Ticket
Step = dict[str, Any]


def plain(value: Any) -> Any:
    """Return a column's value as it is stored in a step."""
    if isinstance(value, Enum):
        return value.value
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def rich(kind: type[Base], name: str, value: Any) -> Any:
    """Return a stored value as the column has it."""
    if value is None:
        return None
    type_ = kind.__table__.c[name].type.python_type
    if issubclass(type_, datetime):
        return datetime.fromisoformat(value)
    return type_(value) if issubclass(type_, Enum) else value


def is_labelled(session: Session, row: Row, label_id: int) -> bool:
    """Whether a row has a label."""
    table, own = _labels_of(row)
    return session.scalar(select(own).where(own == row.id, table.c.label_id == label_id)) is not None


def put_label(session: Session, row: Row, label_id: int, on: bool) -> None:
    """Put a label on a row, or take it off."""
    table, own = _labels_of(row)
    session.execute(delete(table).where(own == row.id, table.c.label_id == label_id))
    if on:
        session.execute(insert(table).values({own.name: row.id, "label_id": label_id}))


def _labels_of(row: Row) -> tuple[Any, Any]:
    if isinstance(row, Conversation):
        return conversation_label, conversation_label.c.conversation_id
    return ticket_label, ticket_label.c.ticket_id
