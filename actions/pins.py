"""Pins: what was sent a moment before the words that belong to it: a place on the map, a story, pictures."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.bare import is_bare
from actions.said import Cause
from bot.models import Author, Message, MessageKind
from bot.tickets import attach_media

_SHORTLY = timedelta(minutes=30)
_SHORTEST_STORY = 5
_PICTURES = (MessageKind.IMAGE, MessageKind.VIDEO, MessageKind.VOICE)


def recent_pin(session: Session, cause: Cause, now: datetime) -> str | None:
    """Return the place that the resident sent on the map directly before this message."""
    before = _message_before(session, cause, now)
    return before.text or None if before is not None and before.kind is MessageKind.LOCATION else None


def recent_story(session: Session, cause: Cause, now: datetime) -> str | None:
    """Return what the resident told directly before this message, where it tells anything of a matter."""
    before = _message_before(session, cause, now)
    tells = before is not None and before.kind is MessageKind.TEXT and len(before.text) >= _SHORTEST_STORY
    return before.text if before is not None and tells and not is_bare(before.text) else None


def _message_before(session: Session, cause: Cause, now: datetime) -> Message | None:
    before = session.scalar(
        select(Message)
        .where(
            Message.conversation_id == cause.conversation_id,
            Message.id < cause.message_id,
            Message.author == Author.RESIDENT,
        )
        .order_by(Message.id.desc())
        .limit(1)
    )
    return before if before is not None and now - before.created_at < _SHORTLY else None


def attach_pictures(session: Session, cause: Cause, since: int | None, now: datetime) -> None:
    """Add to the ticket that has just been opened what was sent while its form was filled in."""
    if since is None:
        return
    sent = select(Message).where(
        Message.conversation_id == cause.conversation_id,
        Message.id >= since,
        Message.id <= cause.message_id,
        Message.author == Author.RESIDENT,
        Message.kind.in_(_PICTURES),
    )
    for message in session.scalars(sent):
        attach_media(session, message, now)
