"""Outbox: what is to be sent to residents, written in the same transaction as its reason."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.base import Base
from bot.models.media import Media
from bot.models.message import Message
from bot.models.resident import Identity


class OutboxState(StrEnum):
    """KEPT: WeChat's window is closed; it goes with the resident's next touch. WITHDRAWN: it was taken back unsent."""

    WAITING = "waiting"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class OutboxItem(Base):
    """One piece for one resident; `message_id` is the stored message that it delivers."""

    __tablename__ = "outbox_item"
    __table_args__ = (Index("ix_outbox_item_state_next_try_at", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    # A picture of staff goes by itself, without text.
    media_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.WAITING)
    next_try_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    identity: Mapped[Identity] = relationship(lazy="joined")
    message: Mapped[Message] = relationship(lazy="joined")
    media: Mapped[Media | None] = relationship(lazy="joined")
    attempts: Mapped[list[Attempt]] = relationship(back_populates="item", order_by="Attempt.id")


class Attempt(Base):
    """One try to send an item, with WeChat's answer."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("outbox_item.id"), index=True)
    at: Mapped[datetime]
    error_code: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)

    item: Mapped[OutboxItem] = relationship(back_populates="attempts")


class QuotaGrant(Base):
    """What a resident's touch allows: 5 messages in 48 h after a message, 3 in a minute after a tap."""

    __tablename__ = "quota_grant"
    __table_args__ = (Index("ix_quota_grant_identity_id_expires_at", "identity_id", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    # "message" or "tap" (bot.conversations.Touch): a new touch takes the place of its own sort only.
    touch: Mapped[str]
    granted_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    allowed: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
