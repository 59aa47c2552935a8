"""Media: a picture, voice or video that a resident sent, kept in the data folder."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class MediaState(StrEnum):
    """Whether the file has been fetched; WeChat keeps it for three days."""

    WAITING = "waiting"
    STORED = "stored"
    FAILED = "failed"


class Conversion(StrEnum):
    """Whether a voice that browsers do not play has been made into one that they do."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Media(Base):
    """One file; `path` is below the data folder's `media/`, and so is `sound_path`, the same voice as browsers play it."""

    __tablename__ = "media"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    state: Mapped[MediaState] = mapped_column(default=MediaState.WAITING, index=True)
    path: Mapped[str | None]
    content_type: Mapped[str | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    # Under which anybody may see it: only pictures that administrators put into answers have one.
    public_key: Mapped[str | None] = mapped_column(unique=True)
    # None for what needs no conversion.
    conversion: Mapped[Conversion | None] = mapped_column(index=True)
    sound_path: Mapped[str | None]
    seconds: Mapped[int | None]
