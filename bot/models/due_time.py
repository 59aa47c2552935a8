"""Due time: how soon a kind of ticket is answered and handled; a setting with its source."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base
from bot.models.ticket import TicketKind


class DueTime(Base):
    """Promises for one kind. Hours run day and night; working days skip weekends and holidays."""

    __tablename__ = "due_time"

    kind: Mapped[TicketKind] = mapped_column(primary_key=True)
    first_response_hours: Mapped[int | None]
    first_response_working_days: Mapped[int | None]
    handling_hours: Mapped[int | None]
    handling_working_days: Mapped[int | None]
    source: Mapped[str] = mapped_column(Text)
