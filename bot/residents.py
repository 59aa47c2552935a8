"""What is known of a resident, with consent: asked once, never twice, and forgotten when consent is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Area, Author, Consent, ConsentPurpose, Conversation, Identity, Message, Resident

# The notice as it is shipped; what administrators write instead has the moment at which they did.
NOTICE_VERSION = "2026-11"


@dataclass(frozen=True)
class Known:
    """What forms need not ask again."""

    phone: str | None = None
    address: str | None = None
    has_consented: bool = False


def known_of(session: Session, resident_id: int) -> Known:
    """Return what is known of a resident; nothing personal without a consent that stands."""
    consent = _standing_consent(session, resident_id)
    if consent is None or not consent.given:
        return Known()
    resident = session.get_one(Resident, resident_id)
    return Known(resident.phone, resident.address, has_consented=True)


def _standing_consent(session: Session, resident_id: int) -> Consent | None:
    """Return the latest answer that has not been withdrawn."""
    return session.scalar(
        select(Consent)
        .where(
            Consent.resident_id == resident_id,
            Consent.purpose == ConsentPurpose.CASE_HANDLING,
            Consent.withdrawn_at.is_(None),
        )
        .order_by(Consent.id.desc())
        .limit(1)
    )


def give_consent(session: Session, resident_id: int, now: datetime, version: str = NOTICE_VERSION) -> None:
    """Write down that the resident agreed to the notice in a version of it; once while it stands."""
    _write(session, resident_id, True, now, version)


def refuse_consent(session: Session, resident_id: int, now: datetime, version: str = NOTICE_VERSION) -> None:
    """Write down that the resident did not agree; the next form asks again, since minds change."""
    _write(session, resident_id, False, now, version)


def _write(session: Session, resident_id: int, given: bool, now: datetime, version: str) -> None:
    standing = _standing_consent(session, resident_id)
    if standing is None or standing.given is not given:
        session.add(
            Consent(
                resident_id=resident_id,
                purpose=ConsentPurpose.CASE_HANDLING,
                notice_version=version,
                given=given,
                at=now,
            )
        )


def remember(session: Session, resident_id: int, *, phone: str | None, address: str | None, area: Area | None) -> None:
    """Keep a phone number and an address for the next time; empty ones leave what is known."""
    resident = session.get_one(Resident, resident_id)
    resident.phone = phone or resident.phone
    resident.address = address or resident.address
    resident.area = area or resident.area


@dataclass(frozen=True)
class Look:
    """A member of staff looked at the whole phone number."""

    staff: str
    at: datetime
    reason: str


def looks_at_phone(session: Session, resident_id: int, since: datetime) -> list[Look]:
    """Return who has looked at a resident's phone number, the latest first (个人信息保护法 44: the right to know)."""
    found = session.scalars(
        select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(Identity, Identity.id == Conversation.identity_id)
        .where(
            Identity.resident_id == resident_id,
            Message.author == Author.EVENT,
            Message.created_at >= since,
            Message.payload["event"].as_string() == "phone_seen",
        )
        .order_by(Message.id.desc())
    )
    return [
        Look(one.staff.name if one.staff else "", one.created_at, str(one.payload.get("reason", ""))) for one in found
    ]


def withdraw_consent(session: Session, resident_id: int, now: datetime) -> bool:
    """Withdraw the consent and forget phone, address and name (个人信息保护法 15, 47); False when none stood.

    Tickets that are being handled keep theirs until they are closed: somebody is on the way to that address.
    """
    resident = session.get_one(Resident, resident_id)
    resident.phone = resident.address = resident.name = None
    standing = _standing_consent(session, resident_id)
    if standing is None or not standing.given:
        return False
    standing.withdrawn_at = now
    return True
