"""Resident: a person who writes to Linli, known by the identities of the channels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from bot.digests import digest_last_four
from bot.models.area import Area
from bot.models.base import Base, EncryptedText


class Resident(Base):
    """A resident and what is kept so that nothing is asked twice; phone and address only with consent."""

    __tablename__ = "resident"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    address: Mapped[str | None] = mapped_column(EncryptedText)
    # A keyed hash of the phone's last four digits (bot/digests.py): staff search by them, the file does not show them.
    phone_digest: Mapped[str | None] = mapped_column(index=True)

    area: Mapped[Area | None] = relationship(lazy="joined")
    identities: Mapped[list[Identity]] = relationship(back_populates="resident")

    @validates("phone")
    def _digest_phone(self, _name: str, phone: str | None) -> str | None:
        """Keep the digest with the number, and forget it with the number."""
        self.phone_digest = digest_last_four(phone, EncryptedText.digest_key()) if phone else None
        return phone


class Identity(Base):
    """A resident's name in a channel: the OpenID in one official account."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), index=True)
    channel: Mapped[str]
    external_id: Mapped[str]
    # False after 取消关注: nothing may be sent then; tickets stay.
    subscribed: Mapped[bool] = mapped_column(default=True)
    scene: Mapped[str | None]
    created_at: Mapped[datetime]

    resident: Mapped[Resident] = relationship(back_populates="identities", lazy="joined")
