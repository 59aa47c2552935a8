"""Saving rows of a register: filled from words, checked, and written to the audit trail with before and after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import audit
from bot.admin.registers.register import Refused, Register, Row, Sheet
from bot.models import Deed, Staff


def subject(register: Register, row: Row) -> audit.Subject:
    """Return what the audit trail calls a row."""
    return audit.Subject(register.noun, register.id_of(row), register.name_of(row))


def create(
    session: Session, register: Register, sheet: Sheet, by: Staff | None, actor: audit.Actor, now: datetime
) -> Row:
    """Add a row. Raises `Refused`."""
    row = register.model()
    missing = {field.label: field.default for field in register.fields if field.label not in sheet}
    with session.no_autoflush:
        register.fill(session, row, missing | dict(sheet), is_new=True)
    register.prepare(row)
    _write(session, register, row, by, now)
    audit.record(session, actor, Deed.CREATE, subject(register, row), now, after=register.words(row))
    return row


def change(
    session: Session, register: Register, row: Row, sheet: Sheet, by: Staff | None, actor: audit.Actor, now: datetime
) -> bool:
    """Change a row; False when nothing was to be changed. Raises `Refused`."""
    before = register.words(row)
    with session.no_autoflush:
        register.fill(session, row, sheet, is_new=False)
    if not inspect(row).modified:
        return False
    _write(session, register, row, by, now)
    old, new = differing(before, register.words(row))
    if not new and not old:
        old, new = {}, {"内容": "已修改"}  # behind a mask: that it changed is told, not to what
    audit.record(session, actor, Deed.CHANGE, subject(register, row), now, before=old, after=new)
    return True


def remove(session: Session, register: Register, row: Row, actor: audit.Actor, now: datetime) -> audit.Subject:
    """Delete a row that nothing refers to. Raises `Refused`."""
    gone, before = subject(register, row), register.words(row)
    try:
        with session.begin_nested():
            session.delete(row)
    except IntegrityError:
        words = f"“{gone.name}”还有别的资料在用，不能删除。可以改名，或者改成不在用。"
        raise Refused({"": words}) from None
    audit.record(session, actor, Deed.REMOVE, gone, now, before=before)
    return gone


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what differs, before and after."""
    labels = [label for label in before if before[label] != after.get(label)]
    return {label: before[label] for label in labels}, {label: after[label] for label in labels if label in after}


def _write(session: Session, register: Register, row: Row, by: Staff | None, now: datetime) -> None:
    """Write a row and read back what hangs on it. Raises `Refused` for a name that is taken, and what `settle` raises."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        raise Refused({"": f"“{'、'.join(register.key)}”和另一个{register.noun}一样，请换一个。"}) from None
    session.refresh(row)
    register.settle(session, row, by, now)
