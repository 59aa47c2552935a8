"""Weekly report: the figures of one week as they stood when it was over; kept, and never counted anew."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class WeeklyReport(Base):
    """One week, Monday to Sunday; `sections` are those of `bot/figures/section.py`."""

    __tablename__ = "weekly_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_day: Mapped[date] = mapped_column(unique=True)
    last_day: Mapped[date]
    made_at: Mapped[datetime]
    sections: Mapped[list[dict[str, Any]]]
