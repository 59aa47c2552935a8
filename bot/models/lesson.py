"""Lesson: a message that was not understood well, and what two people say that it means."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.base import Base
from bot.models.staff import Staff


class LessonReason(StrEnum):
    """Why a message is worth a look."""

    ASKED_BACK = "asked_back"
    NOT_UNDERSTOOD = "not_understood"
    CORRECTED = "corrected"
    HANDED_OVER = "handed_over"


class LessonState(StrEnum):
    """Where it stands: nobody has judged it, one person has, two agree, it teaches nothing."""

    WAITING = "waiting"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DISMISSED = "dismissed"


class Lesson(Base):
    """One message, masked, with the model's guess. Nothing is learnt from it before two people agree and it is exported."""

    __tablename__ = "lesson"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[LessonReason]
    guess: Mapped[str]
    confidence: Mapped[float]
    state: Mapped[LessonState] = mapped_column(default=LessonState.WAITING, index=True)
    intent: Mapped[str | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    exported_at: Mapped[datetime | None]

    proposed_by: Mapped[Staff | None] = relationship(foreign_keys=[proposed_by_id], lazy="joined")
    agreed_by: Mapped[Staff | None] = relationship(foreign_keys=[agreed_by_id], lazy="joined")
