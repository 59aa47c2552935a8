"""Delivery: what became of the pieces of a message that was to be sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.inbox import words
from bot.models import OutboxItem, OutboxState


@dataclass(frozen=True)
class Delivery:
    """The state of a message as a whole; `reason` says why it failed."""

    label: str
    tone: str
    reason: str = ""


_LABELS = {
    OutboxState.FAILED: ("发送失败", "alarm"),
    OutboxState.KEPT: ("留到居民下次来时", "wait"),
    OutboxState.WAITING: ("等待发送", "quiet"),
    OutboxState.WITHDRAWN: ("没有发，撤回了", "quiet"),
    OutboxState.SENT: ("已送达", "done"),
}


def deliveries(session: Session, message_ids: Iterable[int]) -> dict[int, Delivery]:
    """Return the delivery of each message that went through the outbox."""
    items = session.scalars(
        select(OutboxItem)
        .where(OutboxItem.message_id.in_(list(message_ids)))
        .options(selectinload(OutboxItem.attempts))
        .order_by(OutboxItem.id)
    )
    by_message: dict[int, list[OutboxItem]] = defaultdict(list)
    for item in items:
        by_message[item.message_id].append(item)
    return {id_: _of(found) for id_, found in by_message.items()}


def _of(items: Sequence[OutboxItem]) -> Delivery:
    """A message is as far as the piece of it that got least far."""
    state = next(state for state in _LABELS if any(item.state is state for item in items))
    label, tone = _LABELS[state]
    worst = next(item for item in items if item.state is state)
    failed = state is OutboxState.FAILED and worst.attempts
    return Delivery(label, tone, words.delivery_error(worst.attempts[-1].error_code) if failed else "")
