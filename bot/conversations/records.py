"""Records: finding and writing the rows of a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, not_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.conversations.incoming import Incoming, Touch
from bot.database import Database
from bot.dialogue import Choice
from bot.models import Author, Conversation, Identity, Media, Message, MessageKind, MessageState, Resident

_MEDIA_KINDS = (MessageKind.VOICE, MessageKind.IMAGE, MessageKind.VIDEO)


def store(database: Database, incoming: Incoming) -> tuple[int, bool]:
    """Write a resident's message, once; return its id and whether it is new.

    Two deliveries at the same moment, or two first messages of one resident, meet at the unique keys: the loser
    reads what the winner wrote.
    """
    for _ in range(3):
        try:
            with database.session() as session:
                if (known := find_message(session, incoming)) is not None:
                    return known, False
                return _insert(session, incoming).id, True
        except IntegrityError:
            continue
    raise RuntimeError(f"message {incoming.external_id} can be neither written nor found")


def find_message(session: Session, incoming: Incoming) -> int | None:
    """Return the id of the message if it was delivered before."""
    return session.scalar(
        select(Message.id).where(Message.channel == incoming.channel, Message.external_id == incoming.external_id)
    )


def _insert(session: Session, incoming: Incoming) -> Message:
    conversation = _conversation_of(session, incoming)
    conversation.last_activity_at = incoming.received_at
    if incoming.touch is not Touch.NONE:
        conversation.last_inbound_at = incoming.received_at
    message = Message(
        conversation_id=conversation.id,
        channel=incoming.channel,
        external_id=incoming.external_id,
        author=Author.RESIDENT if incoming.touch is not Touch.NONE else Author.EVENT,
        kind=incoming.kind,
        text=incoming.text,
        payload=incoming.payload | ({"event": incoming.event} if incoming.event else {}),
        state=MessageState.RECEIVED,
        created_at=incoming.received_at,
    )
    if incoming.kind in _MEDIA_KINDS and (media_id := incoming.payload.get("media_id")):
        message.media = Media(external_id=media_id, kind=incoming.kind, created_at=incoming.received_at)
    session.add(message)
    session.flush()
    return message


def _conversation_of(session: Session, incoming: Incoming) -> Conversation:
    identity = session.scalar(
        select(Identity).where(Identity.channel == incoming.channel, Identity.external_id == incoming.sender)
    )
    now = incoming.received_at
    if identity is None:
        identity = Identity(
            channel=incoming.channel, external_id=incoming.sender, created_at=now, resident=Resident(created_at=now)
        )
        session.add(identity)
        session.flush()
    conversation = session.scalar(select(Conversation).where(Conversation.identity_id == identity.id))
    if conversation is None:
        conversation = Conversation(identity_id=identity.id, identity=identity, last_activity_at=now, created_at=now)
        session.add(conversation)
        session.flush()
    return conversation


def write(
    session: Session,
    conversation: Conversation,
    author: Author,
    text: str,
    now: datetime,
    *,
    cause_id: int | None = None,
    staff_id: int | None = None,
    choices: Sequence[Choice] = (),
    payload: dict[str, Any] | None = None,
) -> Message:
    """Write a message that is not a resident's own: the bot's, a member of staff's, a note or an event."""
    offered = {"choices": [{"title": one.title, "payload": one.payload} for one in choices]} if choices else {}
    message = Message(
        conversation_id=conversation.id,
        author=author,
        kind=MessageKind.EVENT if author is Author.EVENT else MessageKind.TEXT,
        # PostgreSQL keeps no NUL, and no database half a surrogate pair.
        text=text.encode("utf-8", "ignore").decode().replace("\x00", ""),
        payload=offered | (payload or {}),
        cause_id=cause_id,
        staff_id=staff_id,
        created_at=now,
    )
    conversation.last_activity_at = now
    session.add(message)
    session.flush()
    return message


def waits_before(session: Session, message: Message, since: datetime) -> bool:
    """Whether an earlier message of the conversation, received after `since`, has no answer yet."""
    earlier = select(Message.id).where(
        Message.conversation_id == message.conversation_id,
        Message.id < message.id,
        Message.state == MessageState.RECEIVED,
        Message.created_at >= since,
    )
    return session.scalar(earlier.limit(1)) is not None


def last_choices(session: Session, message: Message) -> list[Choice]:
    """Return the choices that the bot offered last before this message."""
    said = session.scalar(
        select(Message)
        .where(
            Message.conversation_id == message.conversation_id,
            Message.id < message.id,
            Message.author.in_((Author.BOT, Author.STAFF)),
            # The picture of an answer stands behind its choices and takes none of them back.
            not_(and_(Message.author == Author.BOT, Message.kind == MessageKind.IMAGE)),
        )
        .order_by(Message.id.desc())
        .limit(1)
    )
    offered = said.payload.get("choices", []) if said else []
    return [Choice(one["title"], one["payload"]) for one in offered]


def noted_before(session: Session, message: Message, name: str) -> Any:
    """Return what was noted under a name of the resident's message before this one, or None."""
    before = session.scalar(
        select(Message)
        .where(
            Message.conversation_id == message.conversation_id,
            Message.id < message.id,
            Message.author == Author.RESIDENT,
        )
        .order_by(Message.id.desc())
        .limit(1)
    )
    return before.payload.get(name) if before is not None else None


def count_since(session: Session, conversation_id: int, author: Author, since: datetime) -> int:
    """Return how often somebody has spoken in a conversation since a moment (UTC)."""
    said = (Message.conversation_id == conversation_id, Message.author == author, Message.created_at >= since)
    return session.scalar(select(func.count()).select_from(Message).where(*said)) or 0
