"""Collecting: which messages of a turn are worth a second look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lessons.labels import LABELS
from bot.masks import mask_text
from bot.models import Author, Lesson, LessonReason, Message, MessageKind

# What was said before that was said just before.
_SHORTLY = timedelta(minutes=30)
_SHORTEST = 2
_LONGEST = 500
# Which house somebody lives in teaches nothing.
_HOUSE = re.compile(r"[0-9０-９一二三四五六七八九十百]{1,4}(?=号楼|号院|栋|幢|单元|室|户|层|#)")


@dataclass(frozen=True)
class Heard:
    """What a turn made of a message: the guess with its confidence, and how the turn went."""

    guess: str
    confidence: float
    asked_back: bool = False
    not_understood: bool = False
    corrects: bool = False
    handed_over: bool = False


def collect(session: Session, message: Message, heard: Heard, now: datetime) -> None:
    """Keep the message, or the one before it that it puts right; each is kept once."""
    if heard.asked_back:
        _keep(session, message, LessonReason.ASKED_BACK, heard.guess, heard.confidence, now)
    elif heard.not_understood:
        _keep(session, message, LessonReason.NOT_UNDERSTOOD, heard.guess, heard.confidence, now)
    before = _before(session, message, now) if heard.corrects or heard.handed_over else None
    # "1" and 同意 were understood well enough.
    if before is not None and before.intent in (*LABELS, "nlu_fallback"):
        reason = LessonReason.CORRECTED if heard.corrects else LessonReason.HANDED_OVER
        _keep(session, before, reason, before.intent or "", before.confidence or 0.0, now)


def hidden(text: str) -> str:
    """Return a text without telephone numbers, identity numbers and house numbers."""
    return _HOUSE.sub("某", mask_text(text))[:_LONGEST]


def _keep(
    session: Session, message: Message, reason: LessonReason, guess: str, confidence: float, now: datetime
) -> None:
    known = session.scalar(select(Lesson.id).where(Lesson.message_id == message.id))
    if known is None and len(message.text.strip()) >= _SHORTEST:
        session.add(
            Lesson(
                message_id=message.id,
                text=hidden(message.text),
                reason=reason,
                guess=guess,
                confidence=confidence,
                created_at=now,
            )
        )
        session.flush()


def _before(session: Session, message: Message, now: datetime) -> Message | None:
    return session.scalar(
        select(Message)
        .where(
            Message.conversation_id == message.conversation_id,
            Message.id < message.id,
            Message.author == Author.RESIDENT,
            Message.kind == MessageKind.TEXT,
            Message.created_at > now - _SHORTLY,
        )
        .order_by(Message.id.desc())
        .limit(1)
    )
