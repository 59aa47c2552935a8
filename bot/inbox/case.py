"""Case: one conversation as a page: who it is, who has it, what can be done, and the resident's tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import moments
from bot.inbox import drafts, loading, scope, words
from bot.inbox.arrangement import Arrangement, of_conversation
from bot.inbox.drafts import DraftWords
from bot.inbox.people import resident_name, staff_names
from bot.inbox.rows import TicketRow, ticket_row
from bot.inbox.said import last_answer_id
from bot.inbox.transcript import Transcript, transcript
from bot.inbox.window import Window, window
from bot.masks import mask_phone
from bot.models import Conversation, Resident, Staff, Ticket
from bot.tickets import is_active

_TICKETS = 20


@dataclass(frozen=True)
class Alarm:
    """An alarm and, once somebody has said so by name, who saw it."""

    kind: str
    waited: str
    seen_by: str
    seen_at: str


@dataclass(frozen=True)
class Person:
    """The resident beside the conversation; the phone number is masked."""

    name: str
    given_name: str
    phone: str
    area: str
    since: str
    follows: bool


@dataclass(frozen=True)
class Case:
    """`holder` is the name of who has it, "" for the bot."""

    id: int
    person: Person
    holder: str
    is_mine: bool
    attention: str
    waited: str
    alarm: Alarm | None
    can_take: bool
    can_settle: bool
    window: Window
    transcript: Transcript
    tickets: tuple[TicketRow, ...]
    arrangement: Arrangement
    draft: DraftWords
    last_answer_id: int

    @property
    def is_with_bot(self) -> bool:
        """Whether nobody has it."""
        return not self.holder


def find(session: Session, staff: Staff, conversation_id: int, *, lock: bool = False) -> Conversation | None:
    """Return a conversation if this person may see it; locked, so that two people cannot take it at once."""
    seen = scope.conversations_of(session, staff)
    wanted = select(Conversation).where(Conversation.id == conversation_id, seen).options(*loading.CONVERSATION)
    return session.scalar(wanted.with_for_update(of=Conversation) if lock else wanted)


def case(
    session: Session, conversation: Conversation, staff: Staff, now: datetime, *, passive_only: bool, limit: int
) -> Case:
    """Return the page of a conversation."""
    holder, attention = conversation.assignee, conversation.attention
    is_alarm = attention is not None and attention.is_alarm
    return Case(
        id=conversation.id,
        person=person(conversation.identity.resident, conversation.identity.subscribed, now),
        holder=holder.name if holder else "",
        is_mine=holder is not None and holder.id == staff.id,
        attention=words.ATTENTION[attention] if attention else "",
        waited=moments.waited(conversation.attention_since, now) if attention else "",
        alarm=_alarm(session, conversation, now) if is_alarm else None,
        can_take=holder is None,
        can_settle=holder is None and attention is not None and not is_alarm,
        window=window(session, conversation.identity, passive_only, now),
        transcript=transcript(session, conversation.id, now, limit),
        tickets=_tickets(session, conversation.identity.resident_id, staff, now),
        arrangement=of_conversation(session, conversation, staff, now),
        draft=drafts.read(session, conversation.id, staff, now),
        last_answer_id=last_answer_id(session, conversation.id) or 0,
    )


def person(resident: Resident, follows: bool, now: datetime) -> Person:
    """Return a resident as the side panel shows one."""
    return Person(
        name=resident_name(resident),
        given_name=resident.name or "",
        phone=mask_phone(resident.phone) if resident.phone else "",
        area=resident.area.full_name if resident.area else "",
        since=moments.day(resident.created_at, now),
        follows=follows,
    )


def _alarm(session: Session, conversation: Conversation, now: datetime) -> Alarm:
    seen_by = staff_names(session, [conversation.acknowledged_by_id]).get(conversation.acknowledged_by_id or 0, "")
    return Alarm(
        kind=words.ATTENTION[conversation.attention] if conversation.attention else "",
        waited=moments.span(now - (conversation.attention_since or now)),
        seen_by=seen_by,
        seen_at=moments.when(conversation.acknowledged_at, now) if conversation.acknowledged_at else "",
    )


def _tickets(session: Session, resident_id: int, staff: Staff, now: datetime) -> tuple[TicketRow, ...]:
    found = session.scalars(
        select(Ticket)
        .where(Ticket.resident_id == resident_id, scope.tickets_of(session, staff))
        .order_by(Ticket.id.desc())
        .limit(_TICKETS)
        .options(*loading.TICKET_ROWS)
    ).all()
    return tuple(ticket_row(one, now) for one in sorted(found, key=lambda one: not is_active(one.state)))
