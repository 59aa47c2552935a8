"""Provider: a person to whom tickets are routed."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.area import Area
from bot.models.base import Base, EncryptedText
from bot.models.staff import Staff


class ProviderRole(StrEnum):
    """What a provider does for residents."""

    VOLUNTEER = "volunteer"
    MEDIATOR = "mediator"
    LEGAL_ADVISER = "legal_adviser"
    COUNSELLOR = "counsellor"
    GRID_WORKER = "grid_worker"


class Provider(Base):
    """A volunteer, mediator, legal adviser, counsellor or grid worker, and the area served."""

    __tablename__ = "provider"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[ProviderRole] = mapped_column(index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    # Matters this provider takes (see bot/tickets/matters); empty means all of the role.
    skills: Mapped[list[str]] = mapped_column(default=list)
    capacity: Mapped[int] = mapped_column(default=20)
    active: Mapped[bool] = mapped_column(default=True)

    area: Mapped[Area] = relationship(lazy="joined")
    staff: Mapped[Staff | None] = relationship()
