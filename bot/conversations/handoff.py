"""Handoff: staff take a conversation over, write in it, and hand it back. The bot never talks over a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import outbox
from bot.conversations import records
from bot.conversations.attention import settle
from bot.dialogue import Say
from bot.models import (
    Author,
    Conversation,
    ConversationStatus,
    Media,
    Message,
    MessageKind,
    Staff,
    Ticket,
    TicketState,
)
from bot.tickets import Step, is_active, move


class HandoffRefused(Exception):
    """Base of the refusals; `str()` is for logs."""


class HeldByAnother(HandoffRefused):
    """Another member of staff has the conversation."""


class BotHasIt(HandoffRefused):
    """Only notes can be written while the bot has the conversation."""


class AlarmNotAcknowledged(HandoffRefused):
    """An alarm must be acknowledged by name before the conversation goes back to the bot."""


class Renderer(Protocol):
    """How a channel cuts texts into pieces."""

    def pieces(self, says: Sequence[Say]) -> list[str]:
        """Return the texts to send."""


def _actor(staff: Staff) -> str:
    return f"staff:{staff.id}"


def take_over(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
    """Give the conversation to a member of staff; the bot falls silent. Raises `HeldByAnother`."""
    if conversation.assignee_id not in (None, staff.id):
        raise HeldByAnother(f"conversation {conversation.id} is with staff {conversation.assignee_id}")
    if conversation.assignee_id == staff.id:
        # A second tap on the button is not a second handover.
        return
    conversation.status = ConversationStatus.OPEN
    conversation.assignee_id, conversation.assignee = staff.id, staff
    conversation.snoozed_until = None
    # A half-filled form is not gone on with behind a person's back.
    conversation.episode += 1
    conversation.episode_at = None
    acknowledge(session, conversation, staff, now)
    records.write(
        session, conversation, Author.EVENT, f"{staff.name}接手了对话", now, staff_id=staff.id,
        payload={"event": "take_over"},
    )  # fmt: skip
    _start_handoff_tickets(session, conversation, staff, now)


def acknowledge(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
    """Write down by name that somebody has seen why the conversation wants attention. For an alarm the first name stays."""
    if conversation.attention is None:
        return
    if conversation.attention.is_alarm and conversation.acknowledged_at is not None:
        return
    conversation.acknowledged_by_id, conversation.acknowledged_at = staff.id, now
    if conversation.attention.is_alarm:
        records.write(
            session, conversation, Author.EVENT, f"{staff.name}确认了警报", now, staff_id=staff.id,
            payload={"event": "acknowledge"},
        )  # fmt: skip
    else:
        settle(conversation)


def reply(
    session: Session, conversation: Conversation, staff: Staff, text: str, channel: Renderer, now: datetime
) -> Message:
    """Write a reply and put it in the outbox. Raises `BotHasIt`, or `HeldByAnother`."""
    _must_hold(conversation, staff)
    message = records.write(session, conversation, Author.STAFF, text, now, staff_id=staff.id)
    outbox.enqueue(session, conversation.identity_id, message.id, channel.pieces((Say(text),)), now)
    _settle_unless_alarm(conversation)
    return message


def reply_with_picture(
    session: Session, conversation: Conversation, staff: Staff, media: Media, now: datetime
) -> Message:
    """Write a picture of staff and put it in the outbox. Raises `BotHasIt`, or `HeldByAnother`."""
    _must_hold(conversation, staff)
    session.add(media)
    session.flush()
    message = records.write(session, conversation, Author.STAFF, "", now, staff_id=staff.id)
    message.kind, message.media_id, message.media = MessageKind.IMAGE, media.id, media
    outbox.enqueue_picture(session, conversation.identity_id, message.id, media.id, now)
    _settle_unless_alarm(conversation)
    return message


def _settle_unless_alarm(conversation: Conversation) -> None:
    """Whoever waited has an answer now; an alarm stays until it is acknowledged by name."""
    if conversation.attention is not None and not conversation.attention.is_alarm:
        settle(conversation)


def _must_hold(conversation: Conversation, staff: Staff) -> None:
    if conversation.assignee_id is None:
        raise BotHasIt(f"conversation {conversation.id}")
    if conversation.assignee_id != staff.id:
        raise HeldByAnother(f"conversation {conversation.id} is with staff {conversation.assignee_id}")


def add_note(session: Session, conversation: Conversation, staff: Staff, text: str, now: datetime) -> Message:
    """Write a note that only staff see."""
    return records.write(session, conversation, Author.NOTE, text, now, staff_id=staff.id)


def hand_back(
    session: Session, conversation: Conversation, staff: Staff, channel: Renderer, now: datetime, summary: str = ""
) -> None:
    """Give the conversation back to the bot and tell the resident. Raises `HeldByAnother`, `AlarmNotAcknowledged`."""
    if conversation.assignee_id != staff.id:
        raise HeldByAnother(f"conversation {conversation.id}")
    if conversation.attention is not None and conversation.attention.is_alarm and not conversation.acknowledged_at:
        raise AlarmNotAcknowledged(f"conversation {conversation.id}")
    text = "我是机器人邻里，接下来由我继续帮您；想找真人，随时回复“转人工”。"
    if summary.strip():
        text = f"{summary.strip()}\n\n{text}"
    message = records.write(session, conversation, Author.BOT, text, now)
    outbox.enqueue(session, conversation.identity_id, message.id, channel.pieces((Say(text),)), now)
    conversation.status = ConversationStatus.PENDING
    conversation.assignee_id = conversation.assignee = None
    settle(conversation)
    records.write(
        session, conversation, Author.EVENT, f"{staff.name}把对话交还给机器人", now, staff_id=staff.id,
        payload={"event": "hand_back"},
    )  # fmt: skip


def _start_handoff_tickets(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
    """Begin the tickets that only promised a person: that person is here now."""
    tickets = session.scalars(select(Ticket).where(Ticket.conversation_id == conversation.id))
    for ticket in tickets:
        waits = ticket.state in (TicketState.OPEN, TicketState.ASSIGNED)
        if waits and is_active(ticket.state) and ticket.kind.value in ("human_agent", "emergency", "psych_crisis"):
            move(session, ticket, Step.START, _actor(staff), now)
