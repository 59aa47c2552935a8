"""Storing: a preference is set, or goes back to its default; the audit trail keeps who, when, and both values."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot import audit
from bot.hotlines import numbers
from bot.models import Deed, StoredPreference
from bot.preferences.live import present
from bot.preferences.preference import Preference, Words

NOUN = "通用设置"
# What the trail calls the value; the setting itself is the trail's subject.
VALUE = "值"


def subject(definition: Preference) -> audit.Subject:
    """Return what the audit trail calls a preference."""
    return audit.Subject(NOUN, definition.name, definition.label)


def words_of(session: Session, definition: Preference) -> Words:
    """Return the present value in words."""
    return definition.show(getattr(present(session), definition.name))


def store(session: Session, definition: Preference, words: Words, actor: audit.Actor, now: datetime) -> bool:
    """Set a preference; False when that changes nothing. Raises `WrongPreference`."""
    value = definition.read(words, numbers(session))
    before, after = words_of(session, definition), definition.show(value)
    if before == after:
        return False
    row = session.get(StoredPreference, definition.name)
    if value == definition.default:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(StoredPreference(name=definition.name, words=after, changed_at=now, changed_by=actor.name))
    else:
        row.words, row.changed_at, row.changed_by = after, now, actor.name
    audit.record(session, actor, Deed.CHANGE, subject(definition), now, before={VALUE: before}, after={VALUE: after})
    return True
