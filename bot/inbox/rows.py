"""Rows: a conversation or a ticket as one line of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import moments
from bot.inbox import labels, loading, words
from bot.inbox.due import Clock, next_clock
from bot.inbox.people import resident_name
from bot.masks import mask_text
from bot.models import (
    Attention,
    Author,
    Conversation,
    Message,
    MessageKind,
    Priority,
    Staff,
    Ticket,
)
from bot.tickets.words import KIND, PRIORITY, matter_label

# What people said: the bot's words would hide what the resident wants.
_PEOPLE = (Author.RESIDENT, Author.STAFF)
_EXCERPT = 60


@dataclass(frozen=True)
class ConversationRow:
    """`tone` colours the tag: alarm, wait, mine, quiet."""

    id: int
    name: str
    excerpt: str
    when: str
    tag: str
    tone: str
    waited: str
    is_unread: bool
    priority: str
    back_at: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class TicketRow:
    """A ticket and its next clock."""

    number: str
    title: str
    resident: str
    excerpt: str
    state: str
    tone: str
    clock: Clock | None
    priority: str
    is_urgent: bool
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class AlarmLine:
    """An alarm that nobody has acknowledged."""

    id: int
    name: str
    kind: str
    waited: str


def conversation_rows(
    session: Session, found: Sequence[Conversation], staff: Staff, now: datetime
) -> list[ConversationRow]:
    """Return the rows of conversations, with what was said last in each."""
    ids = [one.id for one in found]
    last, named = _last_messages(session, ids), labels.of_conversations(session, ids)
    return [_row(one, last.get(one.id), named.get(one.id, ()), staff, now) for one in found]


def _last_messages(session: Session, ids: Sequence[int]) -> dict[int, Message]:
    """Return what people said last in each conversation."""
    said = Message.author.in_(_PEOPLE) & (Message.kind != MessageKind.EVENT)
    newest = select(Message.id).where(Message.conversation_id == Conversation.id, said).order_by(Message.id.desc())
    last = select(newest.limit(1).correlate(Conversation).scalar_subquery()).where(Conversation.id.in_(ids))
    found = session.scalars(select(Message).where(Message.id.in_(last)).options(*loading.LAST_MESSAGES)) if ids else ()
    return {message.conversation_id: message for message in found}


def _row(
    conversation: Conversation, last: Message | None, named: tuple[str, ...], staff: Staff, now: datetime
) -> ConversationRow:
    tag, tone = _tag(conversation, staff)
    waits = conversation.attention is not None and conversation.acknowledged_at is None
    return ConversationRow(
        id=conversation.id,
        name=resident_name(conversation.identity.resident),
        excerpt=_excerpt(last, staff) if last else "还没有消息",
        when=moments.when(conversation.last_activity_at, now),
        tag=tag,
        tone=tone,
        waited=moments.waited(conversation.attention_since, now) if waits else "",
        is_unread=waits,
        priority=_priority(conversation.priority),
        back_at=moments.when(conversation.snoozed_until, now) if conversation.snoozed_until else "",
        labels=named,
    )


def _tag(conversation: Conversation, staff: Staff) -> tuple[str, str]:
    attention, holder = conversation.attention, conversation.assignee
    if attention is not None and attention.is_alarm:
        seen = conversation.acknowledged_at is not None
        return f"{words.ATTENTION[attention]}{'·已确认' if seen else ''}", "alarm"
    if holder is not None and holder.id == staff.id:
        return ("等您回复", "wait") if attention else ("我在办", "mine")
    if holder is not None:
        return f"{holder.name}在办", "quiet"
    return (words.ATTENTION[attention], "wait") if isinstance(attention, Attention) else ("机器人", "quiet")


def _excerpt(message: Message, staff: Staff) -> str:
    text = " ".join(mask_text(message.text).split()) or words.NO_WORDS.get(message.kind, "")
    if message.author is Author.RESIDENT:
        return text[:_EXCERPT]
    return f"{'我' if message.staff_id == staff.id else message.staff.name if message.staff else '工作人员'}：{text[:_EXCERPT]}"


def ticket_title(ticket: Ticket) -> str:
    """Return what a ticket is about: 公共问题 · 路灯."""
    return " · ".join(part for part in (KIND[ticket.kind], matter_label(ticket.kind, ticket.matter)) if part)


def ticket_rows(session: Session, found: Sequence[Ticket], now: datetime) -> list[TicketRow]:
    """Return the rows of tickets, with their labels."""
    named = labels.of_tickets(session, [one.id for one in found])
    return [ticket_row(one, now, named.get(one.id, ())) for one in found]


def ticket_row(ticket: Ticket, now: datetime, named: tuple[str, ...] = ()) -> TicketRow:
    """Return a ticket as a line of a list."""
    return TicketRow(
        number=ticket.number,
        title=ticket_title(ticket),
        resident=resident_name(ticket.resident),
        excerpt=" ".join(mask_text(ticket.details).split())[:_EXCERPT],
        state=words.STATE[ticket.state],
        tone=words.STATE_TONE[ticket.state],
        clock=next_clock(ticket, now),
        priority=_priority(ticket.priority),
        is_urgent=ticket.priority is Priority.URGENT,
        labels=named,
    )


def _priority(priority: Priority) -> str:
    """What is not ordinary is worth a word."""
    return "" if priority is Priority.NORMAL else PRIORITY[priority]


def alarm_line(conversation: Conversation, now: datetime) -> AlarmLine:
    """Return an alarm as a line of the red strip."""
    kind = words.ATTENTION[conversation.attention] if conversation.attention else ""
    name = resident_name(conversation.identity.resident)
    since = conversation.attention_since or conversation.last_activity_at
    return AlarmLine(conversation.id, name, kind, moments.span(now - since))
