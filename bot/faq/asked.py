"""What residents asked and what came of it: hits, votes, the question before, and what nobody could answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.faq.follow_up import REMEMBERED
from bot.masks import mask_text
from bot.models import AskedQuestion, FaqEntry

if TYPE_CHECKING:  # the web process asks for the last question at each turn and need not load the models for it
    from knowledge.answers import Answer


def place_of(answer: Answer) -> str | None:
    """What answered, in words: 问答12, 《…》第十九条第二款, or the list's item."""
    if answer.entry:
        return answer.entry.place
    if answer.listed:
        return f"清单：{answer.listed.name}"
    return answer.passages[0].passage.place if answer.kind == "answer" and answer.passages else None


def record(
    session: Session, message_id: int, conversation_id: int, text: str, answer: Answer, now: datetime
) -> AskedQuestion:
    """Write down a question with what came of it; the same message is written once."""
    known = session.scalar(select(AskedQuestion).where(AskedQuestion.message_id == message_id))
    if known is not None:
        return known
    asked = AskedQuestion(
        message_id=message_id, conversation_id=conversation_id, text=mask_text(text), kind=answer.kind, asked_at=now
    )
    session.add(asked)
    _point_to(session, asked, answer)
    session.flush()
    return asked


def settle_choice(session: Session, conversation_id: int, answer: Answer, now: datetime) -> AskedQuestion | None:
    """A resident picked from what was offered: the question before has its answer now."""
    asked = latest(session, conversation_id, now)
    if asked is None or asked.kind != "choices":
        return asked
    asked.kind = answer.kind
    _point_to(session, asked, answer)
    return asked


def latest(session: Session, conversation_id: int, now: datetime) -> AskedQuestion | None:
    """The last question of a conversation, while it is remembered."""
    of_conversation = select(AskedQuestion).where(
        AskedQuestion.conversation_id == conversation_id, AskedQuestion.asked_at > now - REMEMBERED
    )
    return session.scalar(of_conversation.order_by(AskedQuestion.id.desc()).limit(1))


def vote(session: Session, asked_id: int, conversation_id: int, *, helpful: bool) -> bool:
    """Take a resident's vote; a changed mind counts once. False when it is no question of this conversation."""
    asked = session.get(AskedQuestion, asked_id)
    if asked is None or asked.conversation_id != conversation_id:
        return False
    if asked.entry_id is not None and asked.helpful is not helpful:
        _count(session, asked.entry_id, helpful, 1)
        if asked.helpful is not None:
            _count(session, asked.entry_id, asked.helpful, -1)
    asked.helpful = helpful
    return True


def _point_to(session: Session, asked: AskedQuestion, answer: Answer) -> None:
    asked.place = place_of(answer)
    asked.entry_id = answer.entry.id if answer.entry else None
    if asked.entry_id is not None:
        hit = update(FaqEntry).where(FaqEntry.id == asked.entry_id).values(hits=FaqEntry.hits + 1)
        session.execute(hit)


def _count(session: Session, entry_id: int, helpful: bool, by: int) -> None:
    column = FaqEntry.helpful if helpful else FaqEntry.unhelpful
    session.execute(update(FaqEntry).where(FaqEntry.id == entry_id).values({column: column + by}))
