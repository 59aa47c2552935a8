"""Sweep: what nobody looks after comes back to the lists of staff: lost answers, put-off cases, waiting residents."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import records
from bot.conversations.attention import call_staff
from bot.database import Database
from bot.models import Attention, Author, Conversation, Message, MessageState
from bot.preferences import Preferences

LOST_AFTER = timedelta(seconds=10)
# A resident who wrote to a person and hears nothing for this long is offered to the others.
UNANSWERED_AFTER = timedelta(minutes=Preferences.silent_minutes)


def sweep(database: Database, now: datetime, unanswered_after: timedelta = UNANSWERED_AFTER) -> list[int]:
    """Bring back what waits too long; return the ids of the conversations that changed."""
    with database.session() as session:
        changed = {*_find_lost(session, now), *_wake(session, now), *_free(session, now, unanswered_after)}
    return sorted(changed)


def _find_lost(session: Session, now: datetime) -> list[int]:
    """Mark messages that wait for more than ten seconds as unanswered."""
    lost = session.scalars(
        select(Message).where(
            Message.state == MessageState.RECEIVED,
            Message.author == Author.RESIDENT,
            Message.created_at < now - LOST_AFTER,
        )
    ).all()
    for message in lost:
        message.state = MessageState.UNANSWERED
        call_staff(message.conversation, Attention.UNANSWERED, now)
    return [message.conversation_id for message in lost]


def _wake(session: Session, now: datetime) -> list[int]:
    """Bring back what was put off until now."""
    due = session.scalars(select(Conversation).where(Conversation.snoozed_until <= now)).all()
    for conversation in due:
        conversation.snoozed_until = None
        if conversation.assignee_id is not None:
            call_staff(conversation, Attention.REQUESTED, now)
            # The resident's patience is counted anew: it was agreed to wait.
            conversation.attention_since = now
        payload = {"event": "woken"}
        records.write(session, conversation, Author.EVENT, "说好再办的时间到了", now, payload=payload)
    return [conversation.id for conversation in due]


def _free(session: Session, now: datetime, unanswered_after: timedelta) -> list[int]:
    """Take conversations from people who do not answer. An alarm stays with the one who acknowledged it."""
    waiting = session.scalars(
        select(Conversation).where(
            Conversation.assignee_id.is_not(None),
            Conversation.attention == Attention.REQUESTED,
            Conversation.attention_since <= now - unanswered_after,
            Conversation.snoozed_until.is_(None),
        )
    ).all()
    for conversation in waiting:
        holder = conversation.assignee.name if conversation.assignee else "工作人员"
        minutes = unanswered_after // timedelta(minutes=1)
        conversation.assignee_id = conversation.assignee = None
        words = f"居民等了 {minutes} 分钟，{holder}没有回复，对话放回“等人接手”"
        records.write(session, conversation, Author.EVENT, words, now, payload={"event": "freed"})
    return [conversation.id for conversation in waiting]
