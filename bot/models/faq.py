"""Frequently asked questions: entries that administrators write, their history, golden questions, what was asked."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.area import Area
from bot.models.base import Base
from bot.models.staff import Staff


class FaqState(StrEnum):
    """Where the working copy of an entry stands; a published one may have a newer draft beside it."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    RETIRED = "retired"


class FaqEntry(Base):
    """One entry. `working` is what people edit, `published` what residents get (None: nothing).

    `version` counts every change, so that two people editing at once notice; `revision` is the knowledge's count at which
    residents' answers last changed through it.
    """

    __tablename__ = "faq_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[FaqState] = mapped_column(default=FaqState.DRAFT, index=True)
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=0, index=True)
    title: Mapped[str]
    category: Mapped[str] = mapped_column(default="", index=True)
    working: Mapped[dict[str, Any]]
    published: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Title, questions and answer in lower case, for the search of the list.
    search_text: Mapped[str] = mapped_column(Text, default="")
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    # Whoever changed the working copy last; somebody else must review it.
    editor_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    reviewed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    hits: Mapped[int] = mapped_column(default=0)
    helpful: Mapped[int] = mapped_column(default=0)
    unhelpful: Mapped[int] = mapped_column(default=0)

    area: Mapped[Area | None] = relationship(lazy="joined")
    editor: Mapped[Staff] = relationship(foreign_keys=[editor_id], lazy="joined")


class FaqChange(Base):
    """One step in an entry's life, with its whole content at that moment; never changed."""

    __tablename__ = "faq_change"
    __table_args__ = (UniqueConstraint("entry_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("faq_entry.id"))
    version: Mapped[int]
    act: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text, default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]

    staff: Mapped[Staff] = relationship(lazy="joined")


class GoldenQuestion(Base):
    """A question and what must come of it: an entry, an article, an item of a list, or silence.

    What came of it when it was last asked stands beside it: `got` is "" while it gets what it must, `breaks_on` the day from
    which it will not, through the end or the beginning of something by its date.
    """

    __tablename__ = "golden_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    # "问答12", "第十九条", "《…》第三条", "清单：…", or "" where nothing may answer.
    expected: Mapped[str] = mapped_column(default="")
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    got: Mapped[str] = mapped_column(Text, default="")
    breaks_on: Mapped[date | None] = mapped_column(Date)
    breaks_because: Mapped[str] = mapped_column(Text, default="")

    area: Mapped[Area | None] = relationship(lazy="joined")


class AskedQuestion(Base):
    """A resident's question and what came of it; personal data in `text` is masked before it is written."""

    __tablename__ = "asked_question"
    __table_args__ = (Index("ix_asked_question_kind_settled_at", "kind", "settled_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    # "answer", "choices" or "silent".
    kind: Mapped[str] = mapped_column(String(20))
    place: Mapped[str | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("faq_entry.id"), index=True)
    helpful: Mapped[bool | None]
    asked_at: Mapped[datetime]
    # When somebody answered it, linked it to an entry, or dismissed it.
    settled_at: Mapped[datetime | None]


class KnowledgeRevision(Base):
    """One row that counts the changes of what residents are told; its lock puts publishers in a row."""

    __tablename__ = "knowledge_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class SentenceVector(Base):
    """The embedding of a text, made once: encoding 100,000 texts anew would take minutes at every start."""

    __tablename__ = "sentence_vector"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
