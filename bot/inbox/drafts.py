"""Drafts: the unsent reply of a conversation, kept on the server so that a colleague can go on with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot import moments
from bot.inbox import loading
from bot.models import Draft, Staff


@dataclass(frozen=True)
class DraftWords:
    """`by` says whose it is, "" for one's own."""

    text: str
    by: str


NO_DRAFT = DraftWords("", "")


def read(session: Session, conversation_id: int, staff: Staff, now: datetime) -> DraftWords:
    """Return the draft of a conversation as one person sees it."""
    draft = session.get(Draft, conversation_id, options=loading.DRAFT)
    if draft is None:
        return NO_DRAFT
    is_own = draft.staff_id == staff.id
    return DraftWords(draft.text, "" if is_own else f"{draft.staff.name} {moments.when(draft.updated_at, now)}写到一半")


def keep(session: Session, conversation_id: int, staff: Staff, text: str, now: datetime) -> None:
    """Keep what has been written so far; nothing written is no draft."""
    draft = session.get(Draft, conversation_id)
    if not text.strip():
        if draft is not None:
            session.delete(draft)
        return
    if draft is None:
        session.add(Draft(conversation_id=conversation_id, text=text, staff_id=staff.id, updated_at=now))
    else:
        draft.text, draft.staff_id, draft.updated_at = text, staff.id, now


def forget(session: Session, conversation_id: int) -> None:
    """Drop the draft: it was sent."""
    if (draft := session.get(Draft, conversation_id)) is not None:
        session.delete(draft)
