"""Mentions: colleagues who are named with @ in a note are told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.models import Mention, Message, Staff

_SIGN = re.compile(r"[@＠]")


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that stand behind an @; of two names that both fit, the longer one."""
    known = sorted(names, key=len, reverse=True)
    found = (next((name for name in known if text.startswith(name, sign.end())), None) for sign in _SIGN.finditer(text))
    return list(dict.fromkeys(name for name in found if name))


def mention(session: Session, note: Message, author: Staff, now: datetime) -> list[int]:
    """Write down who is named in a note, its author excepted; return their ids. Two people of one name are both told."""
    if not _SIGN.search(note.text):
        return []
    people = session.scalars(select(Staff).where(Staff.active, Staff.id != author.id)).all()
    names = set(named_in(note.text, (one.name for one in people)))
    told = [one.id for one in people if one.name in names]
    for id_ in told:
        session.add(Mention(message_id=note.id, conversation_id=note.conversation_id, staff_id=id_, created_at=now))
    session.flush()
    return told


def mark_read(session: Session, conversation_id: int, staff_id: int, now: datetime) -> None:
    """Write down that somebody has opened the conversation of the notes that name them."""
    session.execute(
        update(Mention)
        .where(Mention.conversation_id == conversation_id, Mention.staff_id == staff_id, Mention.read_at.is_(None))
        .values(read_at=now)
    )


def has_unread(session: Session, conversation_id: int, staff_id: int) -> bool:
    """Whether a note of the conversation names somebody who has not opened it since."""
    unread = select(Mention.id).where(
        Mention.conversation_id == conversation_id, Mention.staff_id == staff_id, Mention.read_at.is_(None)
    )
    return session.scalar(unread.limit(1)) is not None
