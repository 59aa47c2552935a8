"""The lists of article 34: community matters, matters assisting government, certificates a community must not issue."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class ListKind(StrEnum):
    """Which list an item stands in."""

    NOT_TO_CERTIFY = "not_to_certify"
    COMMUNITY_MATTER = "community_matter"
    ASSISTING_MATTER = "assisting_matter"


class ListItem(Base):
    """One item: its name, other names people use, and where to go instead; every item names its source and date."""

    __tablename__ = "list_item"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ListKind]
    name: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(default=list)
    instead: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str]
    dated: Mapped[date | None] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(default=0, index=True)
