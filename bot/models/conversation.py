"""Conversation: all that one resident and Linli say to each other in one channel."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, ForeignKey, Index, event, select, text, update
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship
from sqlalchemy.orm.attributes import get_history

from bot.models.base import Base
from bot.models.priority import Priority
from bot.models.resident import Identity, Resident
from bot.models.staff import Staff


class ConversationStatus(StrEnum):
    """Who has the conversation: the bot (pending), staff (open), nobody for now."""

    PENDING = "pending"
    OPEN = "open"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Attention(StrEnum):
    """Why staff should look, most urgent first."""

    EMERGENCY = "emergency"
    PSYCH_CRISIS = "psych_crisis"
    DOUBTFUL = "doubtful"
    REQUESTED = "requested"
    UNANSWERED = "unanswered"
    UNREADABLE = "unreadable"

    @property
    def is_alarm(self) -> bool:
        """Whether life may be in danger."""
        return self in (Attention.EMERGENCY, Attention.PSYCH_CRISIS)


TOUCHED = "attention IS NOT NULL OR assignee_id IS NOT NULL OR snoozed_until IS NOT NULL"


class Conversation(Base):
    """One resident's conversation in one channel; it is never closed for good, only resolved."""

    __tablename__ = "conversation"
    __table_args__ = (
        # Of tens of thousands of conversations staff have to do with a few: what is counted and listed of them is all here.
        Index(
            "ix_conversation_touched", "attention", "assignee_id", "snoozed_until", "area_id", "acknowledged_at",
            "attention_since", "priority", "last_activity_at", "id",
            sqlite_where=text(TOUCHED), postgresql_where=text(TOUCHED),
        ),
        Index("ix_conversation_area_id", "area_id", "last_activity_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), unique=True)
    # Where its resident lives: a copy, kept by `_note_area` and `_move`, so that an area's lists ask no other table.
    area_id: Mapped[int | None]
    status: Mapped[ConversationStatus] = mapped_column(default=ConversationStatus.PENDING, index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    attention: Mapped[Attention | None] = mapped_column(index=True)
    attention_since: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    acknowledged_at: Mapped[datetime | None]
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL, index=True)
    # Until then staff need not look; the worker's sweep, or the resident's next message, brings it back.
    snoozed_until: Mapped[datetime | None] = mapped_column(index=True)
    # Rasa keeps one tracker an episode, so that no turn reads a tracker of hundreds of turns.
    episode: Mapped[int] = mapped_column(default=1)
    episode_at: Mapped[datetime | None]
    last_inbound_at: Mapped[datetime | None]
    last_activity_at: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime]

    identity: Mapped[Identity] = relationship(lazy="joined")
    assignee: Mapped[Staff | None] = relationship(foreign_keys=[assignee_id], lazy="joined")

    @property
    def is_held(self) -> bool:
        """Whether the bot must be silent: a person has it, or an alarm waits for one."""
        return self.status is ConversationStatus.OPEN and (
            self.assignee_id is not None or (self.attention is not None and self.attention.is_alarm)
        )


@event.listens_for(Conversation, "before_insert")
def _note_area(_mapper: Mapper[Conversation], connection: Connection, conversation: Conversation) -> None:
    lives = select(Resident.area_id).join(Identity, Identity.resident_id == Resident.id)
    conversation.area_id = connection.scalar(lives.where(Identity.id == conversation.identity_id))


@event.listens_for(Resident, "after_update")
def _move(_mapper: Mapper[Resident], connection: Connection, resident: Resident) -> None:
    if get_history(resident, "area_id").has_changes():
        own = select(Identity.id).where(Identity.resident_id == resident.id)
        moved = update(Conversation.__table__).where(Conversation.identity_id.in_(own))  # type: ignore[arg-type]
        connection.execute(moved.values(area_id=resident.area_id))
