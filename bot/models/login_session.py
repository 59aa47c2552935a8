"""Login session: one browser in which a member of staff is logged in, until it is left or ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class LoginSession(Base):
    """One login; the signed cookie names it, and once `ended_at` is set the cookie opens nothing."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    address: Mapped[str | None]
    device: Mapped[str]
    ended_at: Mapped[datetime | None]
