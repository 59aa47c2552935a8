"""A crowd: many residents of one area who all say the same, written at once; more than a list or a search goes through."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.models import (
    MESSAGE_WORDS,
    Area,
    Author,
    Conversation,
    ConversationStatus,
    Identity,
    Message,
    MessageKind,
    Priority,
    Resident,
)
from bot.models.word_index import add_words

MANY = 1_010


def add_crowd(database: Database, area: str, says: str, now: datetime, count: int = MANY) -> None:
    """Write residents of an area with one message each, the last of them a moment ago."""
    with database.session() as session:
        place = session.scalars(select(Area.id).where(Area.name == area)).one()
        ids = [_last(session, model) for model in (Resident, Identity, Conversation, Message)]
        for start in range(0, count, 500):
            numbers = range(start + 1, min(start + 500, count) + 1)
            _write(session, place, says, [(n, now - timedelta(seconds=count - n)) for n in numbers], ids)


def _last(session: Session, model: type[Resident | Identity | Conversation | Message]) -> int:
    return session.scalar(select(func.max(model.id))) or 0


def _write(session: Session, area: int, says: str, people: list[tuple[int, datetime]], ids: list[int]) -> None:
    resident, identity, conversation, message = ids
    session.execute(
        insert(Resident.__table__), [{"id": resident + n, "created_at": at, "area_id": area} for n, at in people]
    )
    session.execute(insert(Identity.__table__), [
        {"id": identity + n, "resident_id": resident + n, "channel": "wechat", "external_id": f"oCrowd{n}",
         "subscribed": True, "created_at": at}
        for n, at in people
    ])  # fmt: skip
    session.execute(insert(Conversation.__table__), [
        {"id": conversation + n, "identity_id": identity + n, "area_id": area, "status": ConversationStatus.PENDING,
         "priority": Priority.NORMAL, "episode": 1, "last_activity_at": at, "created_at": at}
        for n, at in people
    ])  # fmt: skip
    session.execute(insert(Message.__table__), [
        {"id": message + n, "conversation_id": conversation + n, "author": Author.RESIDENT, "kind": MessageKind.TEXT,
         "text": says, "payload": {}, "created_at": at}
        for n, at in people
    ])  # fmt: skip
    add_words(session.connection(), MESSAGE_WORDS, [(message + n, says) for n, _at in people])
