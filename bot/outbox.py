"""The transactional outbox: a piece to send is written together with its reason, and delivered afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from bot.models import Media, OutboxItem, OutboxState


def enqueue(session: Session, identity_id: int, message_id: int, pieces: Iterable[str], now: datetime) -> None:
    """Write pieces for a resident, in order; they are sent once the caller's transaction has committed."""
    for text in pieces:
        session.add(
            OutboxItem(identity_id=identity_id, message_id=message_id, text=text, next_try_at=now, created_at=now)
        )


def enqueue_picture(session: Session, identity_id: int, message_id: int, media_id: int, now: datetime) -> None:
    """Write a picture for a resident: it goes by itself, without text."""
    session.add(
        OutboxItem(
            identity_id=identity_id, message_id=message_id, text="", media_id=media_id, next_try_at=now, created_at=now
        )
    )


def take_back(session: Session, message_id: int, now: datetime) -> bool:
    """Take a message back before it is sent; return False where a piece is sent, or may be on its way."""
    is_unsent = or_(
        OutboxItem.state == OutboxState.KEPT,
        and_(OutboxItem.state == OutboxState.WAITING, OutboxItem.next_try_at <= now),
    )
    own = OutboxItem.message_id == message_id
    session.execute(update(OutboxItem).where(own, is_unsent).values(state=OutboxState.WITHDRAWN))
    return session.scalar(select(OutboxItem.id).where(own, OutboxItem.state != OutboxState.WITHDRAWN)) is None


def release_kept(session: Session, identity_id: int, now: datetime) -> int:
    """Make what a closed window held back ready to be sent again; return how many pieces that is."""
    kept = (
        update(OutboxItem)
        .where(OutboxItem.identity_id == identity_id, OutboxItem.state == OutboxState.KEPT)
        .values(state=OutboxState.WAITING, next_try_at=now)
    )
    return int(session.execute(kept).rowcount)  # type: ignore[attr-defined]


def take_for_passive_reply(
    session: Session, identity_id: int, now: datetime, line_of: Callable[[Media], str]
) -> list[str]:
    """Take all that waits for a resident, for accounts that may only answer passively; marked as sent.

    A picture that everybody may see goes as the line that `line_of` makes of it; what staff sent to one resident waits.
    """
    waiting = session.scalars(
        select(OutboxItem)
        .where(
            OutboxItem.identity_id == identity_id,
            OutboxItem.state.in_((OutboxState.KEPT, OutboxState.WAITING)),
        )
        .order_by(OutboxItem.id)
    ).all()
    # A passive reply is one text.
    taken = [item for item in waiting if item.media is None or item.media.public_key]
    for item in taken:
        item.state, item.sent_at = OutboxState.SENT, now
    return [line_of(item.media) if item.media else item.text for item in taken]
