"""Work change: what one act of staff altered, so that it can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class WorkChange(Base):
    """One act on one or many conversations and tickets; `steps` hold each value before and after."""

    __tablename__ = "work_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    words: Mapped[str]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
