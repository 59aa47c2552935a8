"""Stored preference: a value that administrators set in the place of the default (bot/preferences/catalogue.py)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class StoredPreference(Base):
    """One value, in words; what stands at its default has no row. `changed_by` is the name as of that day."""

    __tablename__ = "stored_preference"

    name: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
