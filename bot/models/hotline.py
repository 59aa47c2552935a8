"""Hotline: a public telephone number that replies may name."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class Hotline(Base):
    """One number, what it is for, its hours and where that is written."""

    __tablename__ = "hotline"

    # What replies call it by: "police", "psychological_aid", …; the number itself may change.
    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str]
    name: Mapped[str]
    hours: Mapped[str | None]
    source: Mapped[str]
