"""Sources: regulations and notices that administrators import, each in its editions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.base import Base
from bot.models.staff import Staff


class SourceEdition(Base):
    """One edition of a document with its dates; an amendment is a new edition under the same title."""

    __tablename__ = "source_edition"
    __table_args__ = (UniqueConstraint("title", "in_force"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(index=True)
    passed: Mapped[date | None] = mapped_column(Date)
    approved: Mapped[date | None] = mapped_column(Date)
    in_force: Mapped[date] = mapped_column(Date)
    repealed: Mapped[date | None] = mapped_column(Date)
    # Chapters with their articles and paragraphs, as `bot.faq.sources` packs them.
    chapters: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    file_name: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship(lazy="joined")


class ArticleReview(Base):
    """Somebody compared the plain explanation of an article with its present text."""

    __tablename__ = "article_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(index=True)
    article: Mapped[int]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
