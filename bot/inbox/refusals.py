"""Refusals in the words that staff read; the one place that maps the rules' errors to them."""

from __future__ import annotations

from bot.conversations.handoff import AlarmNotAcknowledged, BotHasIt, HandoffRefused, HeldByAnother
from bot.inbox.words import STATE, STEP
from bot.models import Conversation
from bot.tickets import CannotMerge, CannotSplit, InvalidTransition, Step, TicketRefusal


class Refused(Exception):
    """The request cannot be done; `str()` is shown, `status` tells whether the state (409) or the input (422) is why."""

    def __init__(self, words: str, status: int = 409) -> None:
        super().__init__(words)
        self.status = status


def of_handoff(error: HandoffRefused, conversation: Conversation) -> Refused:
    """Return why a conversation cannot be taken, answered or handed back."""
    holder = conversation.assignee.name if conversation.assignee else None
    if isinstance(error, AlarmNotAcknowledged):
        return Refused("请先确认警报，再交还机器人。")
    if holder is None and isinstance(error, (BotHasIt, HeldByAnother)):
        return Refused("对话现在由机器人负责，请先接手。")
    if isinstance(error, HeldByAnother):
        return Refused(f"{holder}正在处理这个对话。")
    return Refused("现在不能这样做，请看看对话的最新情况。")


def of_ticket(error: TicketRefusal) -> Refused:
    """Return why a ticket cannot take a step."""
    if isinstance(error, InvalidTransition):
        return Refused(f"工单现在是“{STATE[error.state]}”，不能{STEP[Step(error.step)].label}。")
    if isinstance(error, CannotMerge):
        return Refused("只能把在办的工单并到另一个在办的工单里。")
    if isinstance(error, CannotSplit):
        return Refused("这个工单已经结束，不能再拆。")
    return Refused("工单不能这样改。")
