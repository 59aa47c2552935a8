"""Attention: why staff should look at a conversation; a lesser reason never hides a greater one."""

from __future__ import annotations

from datetime import datetime

from bot.models import Attention, Conversation

_URGENCY = {reason: rank for rank, reason in enumerate(Attention)}


def call_staff(conversation: Conversation, why: Attention, now: datetime) -> None:
    """Put a conversation in front of staff; it keeps the most urgent reason, and the moment it began."""
    # What was put off is back as soon as there is something new.
    conversation.snoozed_until = None
    before = conversation.attention
    if before is not None and _URGENCY[before] <= _URGENCY[why]:
        return
    conversation.attention, conversation.attention_since = why, now
    conversation.acknowledged_by_id = conversation.acknowledged_at = None


def settle(conversation: Conversation) -> None:
    """Take a conversation out of the list: a person has dealt with the reason."""
    conversation.attention = conversation.attention_since = None
