"""Staff: people who log in to the inbox, and their roles."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.area import Area
from bot.models.base import Base

if TYPE_CHECKING:
    from bot.models.team import Team

# The four roles of the inbox, in rising order of what they may see and do.
RESIDENT_DESK = "resident-desk"
SPECIALIST = "specialist"
SUPERVISOR = "supervisor"
ADMINISTRATOR = "administrator"
ROLES = (RESIDENT_DESK, SPECIALIST, SUPERVISOR, ADMINISTRATOR)

staff_role = Table(
    "staff_role",
    Base.metadata,
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, RoleMixin):
    """A role: what its holder may open is decided in `access.py` of each audience."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str | None]


class Staff(Base, UserMixin):
    """A member of staff; logs in with `username` (工号) or `email`."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    last_seen_at: Mapped[datetime | None]
    # None until the tour of the inbox was ended: a first day begins with it.
    toured_at: Mapped[datetime | None]
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None] = mapped_column(Text)
    # The step of the last code taken: a code that somebody looked at over a shoulder works once only.
    tf_last_counter: Mapped[int | None]
    # One-use codes for the day the telephone is lost, encrypted by Flask-Security.
    mf_recovery_codes: Mapped[list[str] | None]
    # Set with a one-time password: the first page is the one that changes it.
    must_change_password: Mapped[bool] = mapped_column(default=False)
    # Told about every crisis alarm of the area, at any hour.
    emergency_contact: Mapped[bool] = mapped_column(default=False)

    roles: Mapped[list[Role]] = relationship(secondary=staff_role, lazy="selectin")
    area: Mapped[Area | None] = relationship(lazy="joined")
    teams: Mapped[list[Team]] = relationship(secondary="team_member", order_by="Team.name", back_populates="members")
