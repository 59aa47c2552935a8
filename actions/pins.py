"""Pins: a place that was sent on the map a moment before the words that belong to it, and pictures sent in a form."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.said import Cause
from bot.models import Author, Message, MessageKind
from bot.tickets import attach_media

_SHORTLY = timedelta(minutes=30)
_PICTURES = (MessageKind.IMAGE, MessageKind.VIDEO, MessageKind.VOICE)


def recent_pin(session: Session, cause: Cause, now: datetime) -> str | None:
    """Return the place that the resident sent on the map directly before this message."""
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
    is_pin = before is not None and before.kind is MessageKind.LOCATION and now - before.created_at < _SHORTLY
    return before.text or None if before is not None and is_pin else None


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
