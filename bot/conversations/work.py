"""Work: staff assign, put off, prioritise and label conversations; each act is written down and can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.clock import day_in_words
from bot.conversations import records
from bot.conversations.handoff import HeldByAnother
from bot.models import (
    ADMINISTRATOR,
    SUPERVISOR,
    Attention,
    Author,
    Conversation,
    ConversationStatus,
    Label,
    Priority,
    Staff,
)
from bot.tickets.words import PRIORITY
from bot.work_changes import Ledger


def assign(ledger: Ledger, conversation: Conversation, to: Staff) -> bool:
    """Give a conversation to somebody, who finds it among the waiting ones; return whether that changed anything.

    Raises `HeldByAnother` when a third person has it, unless a supervisor decides so.
    """
    by = ledger.staff
    if conversation.assignee_id == to.id:
        return False
    if conversation.assignee_id not in (None, by.id) and not _decides(by):
        raise HeldByAnother(f"conversation {conversation.id} is with staff {conversation.assignee_id}")
    ledger.set(
        conversation, assignee_id=to.id, status=ConversationStatus.OPEN, **_attention_after(ledger, conversation, to)
    )
    # A half-filled form is not gone on with behind a person's back.
    conversation.episode += 1
    conversation.episode_at = None
    _tell(ledger, conversation, f"把对话交给了{to.name}" if to.id != by.id else "接手了对话", "assign")
    return True


def snooze(ledger: Ledger, conversation: Conversation, until: datetime | None) -> bool:
    """Put a conversation off, or bring it back with None. An alarm cannot be put off: nothing changes then."""
    if until is not None and conversation.attention is not None and conversation.attention.is_alarm:
        return False
    if not ledger.set(conversation, snoozed_until=until):
        return False
    _tell(ledger, conversation, f"把对话放到{day_in_words(until)}再办" if until else "把对话提前拿回来了", "snooze")
    return True


def prioritise(ledger: Ledger, conversation: Conversation, priority: Priority) -> bool:
    """Set how soon a conversation is to be looked at."""
    if not ledger.set(conversation, priority=priority):
        return False
    _tell(ledger, conversation, f"把优先级改为“{PRIORITY[priority]}”", "priority")
    return True


def put_label(ledger: Ledger, conversation: Conversation, label: Label, on: bool) -> bool:
    """Put a label on a conversation, or take it off."""
    if not ledger.label(conversation, label, on):
        return False
    _tell(ledger, conversation, f"{'贴上' if on else '拿掉'}标签“{label.name}”", "label")
    return True


def mark_seen(ledger: Ledger, conversation: Conversation) -> bool:
    """Take a conversation out of the waiting ones; an alarm must be acknowledged by name instead."""
    if conversation.attention is None or conversation.attention.is_alarm:
        return False
    return ledger.set(conversation, attention=None, attention_since=None)


def tell_undone(ledger: Ledger, conversation: Conversation, words: str) -> None:
    """Write into a conversation that an act was undone."""
    _tell(ledger, conversation, f"撤销了：{words}", "undo")


def _attention_after(ledger: Ledger, conversation: Conversation, to: Staff) -> dict[str, Any]:
    """A colleague must notice what was handed over; who takes a conversation has noticed it."""
    attention = conversation.attention
    if to.id == ledger.staff.id:
        return {} if attention is None or attention.is_alarm else {"attention": None, "attention_since": None}
    return {} if attention is not None else {"attention": Attention.REQUESTED, "attention_since": ledger.now}


def _decides(staff: Staff) -> bool:
    return any(role.name in (SUPERVISOR, ADMINISTRATOR) for role in staff.roles)


def _tell(ledger: Ledger, conversation: Conversation, words: str, event: str) -> None:
    last = conversation.last_activity_at
    records.write(
        ledger.session, conversation, Author.EVENT, f"{ledger.staff.name}{words}", ledger.now,
        staff_id=ledger.staff.id, payload={"event": event},
    )  # fmt: skip
    # Tidying up is no news of the resident: the order of the lists stays.
    conversation.last_activity_at = last
