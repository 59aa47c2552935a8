"""Ticket sequence: how many tickets a day has, so that numbers have no gaps and no twins."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class TicketSequence(Base):
    """The last number given on a day (YYYYMMDD, Asia/Shanghai)."""

    __tablename__ = "ticket_sequence"

    day: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
