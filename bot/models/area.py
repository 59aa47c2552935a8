"""Area: 市 → 县区 → 街道/乡镇 → 社区/村 → 网格."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.base import Base


class AreaLevel(StrEnum):
    """Levels of administration, from the city down to the grid (article 20)."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"


class Area(Base):
    """One area; its parent is the area one level up."""

    __tablename__ = "area"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    level: Mapped[AreaLevel]
    name: Mapped[str] = mapped_column(index=True)
    # Other names that residents use for it: estates, courtyards, roads.
    aliases: Mapped[list[str]] = mapped_column(default=list)

    parent: Mapped[Area | None] = relationship(remote_side=[id], lazy="joined", join_depth=4)

    def lineage(self) -> list[Area]:
        """This area, then each one above it up to the city."""
        above = self.parent.lineage() if self.parent else []
        return [self, *above]

    @property
    def full_name(self) -> str:
        """Names from the district down, as people write an address: 幸福社区第一网格 tells its community already."""
        names = [area.name for area in reversed(self.lineage()) if area.level is not AreaLevel.CITY]
        return "".join(name for name, below in pairwise([*names, ""]) if not below.startswith(name))
