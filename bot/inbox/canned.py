"""Canned replies as the composer offers them: their gaps filled from the conversation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.canned_replies import fill, open_gaps
from bot.clock import day_in_words
from bot.models import CannedReply, Conversation, Staff
from bot.tickets import active_tickets
from bot.tickets.words import KIND, PROVIDER_ROLE, matter_label


@dataclass(frozen=True)
class Reply:
    """A text ready to be put into the composer; `missing` names the gaps that the case cannot fill."""

    shortcut: str
    title: str
    text: str
    missing: tuple[str, ...]


def replies(session: Session, conversation: Conversation, staff: Staff) -> list[Reply]:
    """Return all active replies, in the order of the list."""
    values = _values(session, conversation, staff)
    rows = session.scalars(select(CannedReply).where(CannedReply.active).order_by(CannedReply.position, CannedReply.id))
    filled = [(row, fill(row.text, values)) for row in rows]
    return [Reply(row.shortcut, row.title, text, tuple(open_gaps(text))) for row, text in filled]


def _values(session: Session, conversation: Conversation, staff: Staff) -> dict[str, str]:
    resident = conversation.identity.resident
    values = {
        "居民称呼": resident.name or "您",
        "工作人员": staff.name,
        "所在区域": resident.area.full_name if resident.area else "",
    }
    ticket = next(iter(active_tickets(session, resident.id)), None)
    if ticket is None:
        return values
    provider, department = ticket.provider, ticket.department
    matter = matter_label(ticket.kind, ticket.matter)
    return values | {
        "工单号": ticket.number,
        "工单事项": f"{matter}的事" if matter else f"{KIND[ticket.kind]}的事",
        "承办人": f"{PROVIDER_ROLE[provider.role]}{provider.name}"
        if provider
        else department.name
        if department
        else "",
        "承诺日期": day_in_words(ticket.handling_due_at) if ticket.handling_due_at else "",
    }
