"""Department: an office with duties of its own (article 5)."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.area import Area
from bot.models.base import Base


class Department(Base):
    """An office: the desk of a community, a street office, a department of the city."""

    __tablename__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    phone: Mapped[str | None]
    duties: Mapped[list[str]] = mapped_column(default=list)

    area: Mapped[Area | None] = relationship(lazy="joined")
