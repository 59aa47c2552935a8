"""Link: two tickets that belong together."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.models.base import Base
from bot.models.ticket import Ticket


class LinkKind(StrEnum):
    """Why two tickets belong together."""

    # One message told of both: a leak, and the quarrel about it.
    TOLD_TOGETHER = "told_together"
    # Staff say so.
    RELATED = "related"
    # Staff took it out of the other one, which held two matters.
    SPLIT = "split"


class TicketLink(Base):
    """A link between two tickets, written once: the older ticket is `from`, the one that joined it `to`."""

    __tablename__ = "ticket_link"
    __table_args__ = (UniqueConstraint("from_id", "to_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    kind: Mapped[LinkKind]
    created_at: Mapped[datetime]

    from_ticket: Mapped[Ticket] = relationship(foreign_keys=[from_id])
    to_ticket: Mapped[Ticket] = relationship(foreign_keys=[to_id])
