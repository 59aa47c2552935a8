"""The ledger: changes rows and remembers how they were."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import (
    ChecklistPoint,
    Conversation,
    Label,
    SavedView,
    Staff,
    Ticket,
    TicketEvent,
    TicketLink,
    WorkChange,
)
from bot.work_changes.steps import Row, Step, is_labelled, plain, put_label

Changed = Conversation | Ticket | ChecklistPoint | SavedView


class Ledger:
    """Changes rows and remembers how they were; `close` stores it as one act. `tickets` are those it has to do with."""

    def __init__(self, session: Session, staff: Staff, now: datetime) -> None:
        self.session, self.staff, self.now = session, staff, now
        self.tickets: list[Ticket] = []
        self._steps: list[Step] = []

    @property
    def actor(self) -> str:
        """Who it is, as a ticket's history names people."""
        return f"staff:{self.staff.id}"

    def set(self, row: Changed, **values: Any) -> bool:
        """Set columns; return whether anything is different now. The first named one must be unchanged for an undo."""
        before = {name: plain(getattr(row, name)) for name in values}
        after = {name: plain(value) for name, value in values.items()}
        if before == after:
            return False
        for name, value in values.items():
            setattr(row, name, value)
        self._write(row, before=before, after=after)
        return True

    def label(self, row: Row, label: Label, on: bool) -> bool:
        """Put a label on a row or take it off; return whether anything is different now."""
        if is_labelled(self.session, row, label.id) is on:
            return False
        put_label(self.session, row, label.id, on)
        self._write(row, label=label.id, on=on)
        return True

    def made(self, row: TicketLink) -> None:
        """Remember a new row, which an undo removes."""
        self._write(row, made=True)

    def remove(self, row: SavedView) -> None:
        """Delete a row; an undo writes it again."""
        columns = {column.name: plain(getattr(row, column.name)) for column in row.__table__.columns}
        self._write(row, removed=columns)
        self.session.delete(row)

    def opened(self, ticket: Ticket, out_of: Ticket) -> None:
        """Remember a ticket that was split off; an undo lets it go on in the first one, unless something happened on it."""
        self._write(ticket, opened={"into": out_of.id, "events": count_events(self.session, ticket.id)})

    def concerns(self, row: Row) -> None:
        """Remember a row that is not altered, but is to be told of an undo."""
        self._write(row, before={}, after={})

    def close(self, words: str) -> WorkChange | None:
        """Store the act under the words that people read; None when it changed nothing."""
        if not self._steps:
            return None
        change = WorkChange(staff_id=self.staff.id, words=words, steps=self._steps, at=self.now)
        self.session.add(change)
        self.session.flush()
        return change

    def _write(self, row: Changed | TicketLink, **what: Any) -> None:
        if isinstance(row, Ticket):
            self.tickets.append(row)
        self._steps.append({"table": row.__tablename__, "id": row.id, **what})


def count_events(session: Session, ticket_id: int) -> int:
    """Return how much has happened on a ticket."""
    return session.scalar(select(func.count()).where(TicketEvent.ticket_id == ticket_id)) or 0
