"""Draft: what somebody has begun to write to a resident; colleagues see it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.base import Base
from bot.models.staff import Staff


class Draft(Base):
    """The unsent reply of a conversation and who wrote on it last."""

    __tablename__ = "draft"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    updated_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship(lazy="joined")
