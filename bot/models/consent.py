"""Consent: what a resident allowed, and when it was withdrawn (个人信息保护法 14, 15, 23, 29)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class ConsentPurpose(StrEnum):
    """What the consent is for."""

    CASE_HANDLING = "case_handling"


class Consent(Base):
    """One answer to one notice; withdrawing is a moment, not a deletion, so that the record stays."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), index=True)
    purpose: Mapped[ConsentPurpose]
    notice_version: Mapped[str]
    given: Mapped[bool]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
