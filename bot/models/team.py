"""Team: people who share the work of an area or a trade, and the hours in which one of them is there."""

from __future__ import annotations

from datetime import time

from sqlalchemy import JSON, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.area import Area
from bot.models.base import Base
from bot.models.staff import Staff

team_member = Table(
    "team_member",
    Base.metadata,
    Column("team_id", ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Team(Base):
    """A team; a team without an area serves the whole city."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)

    area: Mapped[Area | None] = relationship(lazy="joined")
    members: Mapped[list[Staff]] = relationship(secondary=team_member, order_by=Staff.name, back_populates="teams")
    shifts: Mapped[list[Shift]] = relationship(
        back_populates="team", order_by="Shift.starts", cascade="all, delete-orphan"
    )


class Shift(Base):
    """Hours of a team on some weekdays, in Asia/Shanghai; one that ends before it starts ends on the next day.

    On public holidays it counts only where `on_holidays` says so; a weekend day that offices work instead counts as a
    Monday (国务院办公厅 holiday notices).
    """

    __tablename__ = "shift"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    # 0 is Monday.
    weekdays: Mapped[list[int]] = mapped_column(JSON, default=list)
    starts: Mapped[time]
    ends: Mapped[time]
    on_holidays: Mapped[bool] = mapped_column(default=False)

    team: Mapped[Team] = relationship(back_populates="shifts")
