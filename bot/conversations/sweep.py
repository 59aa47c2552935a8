"""Sweep: what a process that died left without an answer is put in front of staff."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.conversations.attention import call_staff
from bot.database import Database
from bot.models import Attention, Author, Message, MessageState

LOST_AFTER = timedelta(seconds=10)


def sweep(database: Database, now: datetime) -> list[int]:
    """Mark messages that wait for more than ten seconds as unanswered; return their conversations' ids."""
    with database.session() as session:
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
        return sorted({message.conversation_id for message in lost})
