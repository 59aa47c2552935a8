"""Work changes: an act of staff writes down each value before and after, so that the act can be undone as a whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from bot.models import Conversation, Label, Staff, Ticket, WorkChange, conversation_label, ticket_label

Row = Conversation | Ticket

# Long enough to notice a slip, short enough that nobody is surprised by it.
UNDO_WITHIN = timedelta(minutes=10)


class CannotUndo(Exception):
    """The act was somebody else's, is too old, was undone before, or others have changed the same since."""


class Ledger:
    """Changes rows and remembers how they were; `close` stores it as one act."""

    def __init__(self, session: Session, staff: Staff, now: datetime) -> None:
        self.session, self.staff, self.now = session, staff, now
        self._steps: list[dict[str, Any]] = []

    def set(self, row: Row, **values: Any) -> bool:
        """Set columns; return whether anything is different now. The first named one must be unchanged for an undo."""
        before = {name: _plain(getattr(row, name)) for name in values}
        after = {name: _plain(value) for name, value in values.items()}
        if before == after:
            return False
        for name, value in values.items():
            setattr(row, name, value)
        self._steps.append({"table": row.__tablename__, "id": row.id, "before": before, "after": after})
        return True

    def label(self, row: Row, label: Label, on: bool) -> bool:
        """Put a label on a row or take it off; return whether anything is different now."""
        if _is_labelled(self.session, row, label.id) is on:
            return False
        _put_label(self.session, row, label.id, on)
        self._steps.append({"table": row.__tablename__, "id": row.id, "label": label.id, "on": on})
        return True

    def close(self, words: str) -> WorkChange | None:
        """Store the act under the words that people read; None when it changed nothing."""
        if not self._steps:
            return None
        change = WorkChange(staff_id=self.staff.id, words=words, steps=self._steps, at=self.now)
        self.session.add(change)
        self.session.flush()
        return change


def undo(session: Session, change_id: int, staff: Staff, now: datetime) -> list[Row]:
    """Put everything back as it was before an act; return the rows. Raises `CannotUndo`: then nothing is changed."""
    change = session.scalar(select(WorkChange).where(WorkChange.id == change_id).with_for_update())
    if change is None or change.staff_id != staff.id or change.undone_at or now - change.at > UNDO_WITHIN:
        raise CannotUndo(f"change {change_id}")
    rows = [_put_back(session, step) for step in reversed(change.steps)]
    change.undone_at = now
    return list(dict.fromkeys(rows))


def _put_back(session: Session, step: dict[str, Any]) -> Row:
    row = _locked(session, step["table"], step["id"])
    if "label" in step:
        _put_label(session, row, step["label"], not step["on"])
        return row
    first = next(iter(step["after"]))
    if _plain(getattr(row, first)) != step["after"][first]:
        raise CannotUndo(f"{first} of {step['table']} {row.id} was changed since")
    for name, value in step["before"].items():
        setattr(row, name, _rich(row, name, value))
    return row


def _locked(session: Session, table: str, id_: int) -> Row:
    row: Row | None
    if table == "ticket":
        row = session.get(Ticket, id_, with_for_update={"of": Ticket})
    else:
        row = session.get(Conversation, id_, with_for_update={"of": Conversation})
    if row is None:
        raise CannotUndo(f"{table} {id_} is gone")
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _rich(row: Row, name: str, value: Any) -> Any:
    """Return a stored value as the column has it."""
    if value is None:
        return None
    kind = type(row).__table__.c[name].type.python_type
    if issubclass(kind, datetime):
        return datetime.fromisoformat(value)
    return kind(value) if issubclass(kind, Enum) else value


def _is_labelled(session: Session, row: Row, label_id: int) -> bool:
    table, own = _labels_of(row)
    return session.scalar(select(own).where(own == row.id, table.c.label_id == label_id)) is not None


def _put_label(session: Session, row: Row, label_id: int, on: bool) -> None:
    table, own = _labels_of(row)
    session.execute(delete(table).where(own == row.id, table.c.label_id == label_id))
    if on:
        session.execute(insert(table).values({own.name: row.id, "label_id": label_id}))


def _labels_of(row: Row) -> tuple[Any, Any]:
    if isinstance(row, Conversation):
        return conversation_label, conversation_label.c.conversation_id
    return ticket_label, ticket_label.c.ticket_id
