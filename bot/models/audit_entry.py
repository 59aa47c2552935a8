"""Audit entry: one change that somebody made, in words that stay true after names have changed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class Deed(StrEnum):
    """What somebody did."""

    CREATE = "create"
    CHANGE = "change"
    REMOVE = "remove"
    RESTORE = "restore"
    DEACTIVATE = "deactivate"
    REACTIVATE = "reactivate"
    IMPORT = "import"
    EXPORT = "export"
    PUBLISH = "publish"
    RETIRE = "retire"
    PUSH = "push"
    UNMASK = "unmask"
    RESET = "reset"
    LOG_IN = "log_in"
    LOG_OUT = "log_out"


class AuditEntry(Base):
    """One line of the audit trail. Nobody changes or deletes it: triggers of the database refuse both.

    `before` and `after` map labels as people read them to values as people read them; what is in one of them only was
    added or removed.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject_kind_subject_key", "subject_kind", "subject_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    actor: Mapped[str]
    address: Mapped[str | None]
    deed: Mapped[Deed] = mapped_column(index=True)
    subject_kind: Mapped[str]
    subject_key: Mapped[str]
    subject: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
