"""Message: everything said, done or noted in a conversation, in order."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.base import Base
from bot.models.conversation import Conversation
from bot.models.media import Media
from bot.models.staff import Staff


class Author(StrEnum):
    """Who a message is from; a note and an event are seen by staff only."""

    RESIDENT = "resident"
    BOT = "bot"
    STAFF = "staff"
    NOTE = "note"
    EVENT = "event"


class MessageKind(StrEnum):
    """What a message holds."""

    TEXT = "text"
    VOICE = "voice"
    IMAGE = "image"
    VIDEO = "video"
    LOCATION = "location"
    LINK = "link"
    MENU = "menu"
    EVENT = "event"
    UNKNOWN = "unknown"


class MessageState(StrEnum):
    """What became of a resident's message: nothing stays RECEIVED beyond its deadline."""

    RECEIVED = "received"
    ANSWERED = "answered"
    JOINED = "joined"
    UNANSWERED = "unanswered"


class Message(Base):
    """One message. `external_id` is WeChat's MsgId, or sender and time for events: unique in its channel."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix_message_conversation_id_id", "conversation_id", "id"),
        Index("ix_message_state_created_at", "state", "created_at"),
        # For the figures of a week or a month.
        Index("ix_message_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    channel: Mapped[str | None]
    external_id: Mapped[str | None]
    author: Mapped[Author]
    kind: Mapped[MessageKind] = mapped_column(default=MessageKind.TEXT)
    text: Mapped[str] = mapped_column(Text, default="", active_history=True)
    # What else the channel told: location, scene, media id, buttons offered ("choices").
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[MessageState | None]
    intent: Mapped[str | None]
    confidence: Mapped[float | None] = mapped_column(Float)
    # What was answered within WeChat's five seconds, as sent: a repeated delivery gets the same again.
    passive_reply: Mapped[str | None] = mapped_column(Text)
    # The resident's message that a bot's message answers.
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    media_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    created_at: Mapped[datetime]

    conversation: Mapped[Conversation] = relationship()
    staff: Mapped[Staff | None] = relationship(lazy="joined")
    media: Mapped[Media | None] = relationship(lazy="joined")
