"""Mention: a colleague was named in a note."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class Mention(Base):
    """One colleague in one note; `read_at` is when that colleague opened the conversation."""

    __tablename__ = "mention"
    __table_args__ = (
        UniqueConstraint("message_id", "staff_id"),
        Index("ix_mention_staff_id_read_at", "staff_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
