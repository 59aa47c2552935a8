"""Undoing: an act is put back as a whole, or not at all where something else has happened since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.models import (
    ChecklistPoint,
    Conversation,
    SavedView,
    Staff,
    Ticket,
    TicketLink,
    TicketState,
    WorkChange,
)
from bot.work_changes.ledger import Changed, count_events
from bot.work_changes.steps import Row, Step, plain, put_label, rich

# Long enough to notice a slip, short enough that nobody is surprised by it.
UNDO_WITHIN = timedelta(minutes=10)
_Kind = TypeVar("_Kind", Conversation, Ticket, ChecklistPoint, SavedView, TicketLink)


class CannotUndo(Exception):
    """The act was somebody else's, is too old, was undone before, or others have changed the same since."""


@dataclass(frozen=True)
class Undone:
    """What an undo did: its words, the rows to tell of it, and those of them that the act had opened."""

    words: str
    rows: tuple[Row, ...]
    closed: tuple[Ticket, ...]


def undo(session: Session, change_id: int, staff: Staff, now: datetime) -> Undone:
    """Put everything back as it was before an act. Raises `CannotUndo`: then the caller's transaction must not stand."""
    change = session.scalar(select(WorkChange).where(WorkChange.id == change_id).with_for_update())
    if change is None or change.staff_id != staff.id or change.undone_at or now - change.at > UNDO_WITHIN:
        raise CannotUndo(f"change {change_id}")
    change.undone_at = now
    rows = [_put_back(session, step, now) for step in reversed(change.steps)]
    opened = {step["id"] for step in change.steps if "opened" in step}
    told = tuple(dict.fromkeys(row for row in rows if isinstance(row, Conversation | Ticket)))
    return Undone(change.words, told, tuple(row for row in told if isinstance(row, Ticket) and row.id in opened))


def _put_back(session: Session, step: Step, now: datetime) -> Changed | None:
    """Undo one step; return the row, None where it is gone again."""
    for sign, put_back in _SORTS.items():
        if sign in step:
            return put_back(session, step, now)
    raise CannotUndo(f"unknown step {sorted(step)}")


def _set_back(session: Session, step: Step, _now: datetime) -> Changed:
    row = _locked(session, _CHANGED[step["table"]], step)
    for name in list(step["after"])[:1]:
        if plain(getattr(row, name)) != step["after"][name]:
            raise CannotUndo(f"{name} of {step['table']} {row.id} was changed since")
    for name, value in step["before"].items():
        setattr(row, name, rich(type(row), name, value))
    session.flush()
    return row


def _label_back(session: Session, step: Step, _now: datetime) -> Row:
    row: Row = _locked(session, Ticket, step) if step["table"] == "ticket" else _locked(session, Conversation, step)
    put_label(session, row, step["label"], not step["on"])
    return row


def _unmake(session: Session, step: Step, _now: datetime) -> None:
    session.delete(_locked(session, TicketLink, step))
    session.flush()


def _write_again(session: Session, step: Step, _now: datetime) -> None:
    """Its number may be somebody else's by now: it gets a new one."""
    columns = {name: rich(SavedView, name, value) for name, value in step["removed"].items() if name != "id"}
    session.add(SavedView(**columns))
    try:
        session.flush()
    except IntegrityError as error:
        raise CannotUndo(f"what {step['table']} {step['id']} belonged to is gone") from error


def _close_again(session: Session, step: Step, now: datetime) -> Ticket:
    """Let a ticket that was split off go on in the first one; its number was told and stays to be found."""
    ticket = _locked(session, Ticket, step)
    has_points = session.scalar(select(ChecklistPoint.id).where(ChecklistPoint.ticket_id == ticket.id).limit(1))
    if has_points or count_events(session, ticket.id) != step["opened"]["events"]:
        raise CannotUndo(f"something has happened on ticket {ticket.number}")
    ticket.state, ticket.closed_at, ticket.merged_into_id = TicketState.CLOSED, now, step["opened"]["into"]
    session.flush()
    return ticket


def _locked(session: Session, kind: type[_Kind], step: Step) -> _Kind:
    row = session.get(kind, step["id"], with_for_update={"of": kind})
    if row is None:
        raise CannotUndo(f"{step['table']} {step['id']} is gone")
    return row


_CHANGED: dict[str, type] = {one.__tablename__: one for one in (Conversation, Ticket, ChecklistPoint, SavedView)}
_SORTS: dict[str, Callable[[Session, Step, datetime], Changed | None]] = {
    "label": _label_back,
    "made": _unmake,
    "removed": _write_again,
    "opened": _close_again,
    "after": _set_back,
}
