"""Notices: what a step of a ticket tells its resident, warmly and with what was done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot import outbox
from bot.conversations import records
from bot.conversations.handoff import Renderer
from bot.dialogue import Choice, Say
from bot.models import Author, Conversation, Message, Staff, Ticket, TicketKind
from bot.tickets import Step
from bot.tickets.words import KIND, matter_label

# What the choices say when they are tapped: the second one calls a person, who finds the ticket beside it.
_SETTLED, _NOT_SETTLED = Choice("解决了", "谢谢，解决了"), Choice("没解决", "转人工")


def tell_step(
    session: Session,
    ticket: Ticket,
    step: Step,
    staff: Staff,
    note: str,
    channel: Renderer,
    now: datetime,
    *,
    asks: bool = True,
) -> Message | None:
    """Write to the resident what a step means for them, and put it in the outbox; None when it is not their concern.

    `asks`: whether they are asked if it is settled. Whoever was in a crisis never is.
    """
    say = _words(ticket, step, note.strip(), asks=asks and ticket.kind is not TicketKind.PSYCH_CRISIS)
    if say is None:
        return None
    conversation = session.get_one(Conversation, ticket.conversation_id)
    payload = {"notice": step.value, "ticket": ticket.number}
    message = records.write(
        session, conversation, Author.BOT, say.text, now, choices=say.choices, staff_id=staff.id, payload=payload
    )
    outbox.enqueue(session, conversation.identity_id, message.id, channel.pieces((say,)), now)
    return message


def _words(ticket: Ticket, step: Step, note: str, *, asks: bool) -> Say | None:
    about = matter_label(ticket.kind, ticket.matter)
    matter = f"“{about}”这件事" if about else f"{KIND[ticket.kind]}这件事"
    if step is Step.RESOLVE:
        done = f"：{note.rstrip('。')}。" if note else "。"
        text = f"您的{matter}办好了{done}\n工单 {ticket.number}。"
        if not asks:
            return Say(f"{text}还有什么事，随时跟我说。")
        return Say(f"{text}您看看，解决了吗？没解决我们接着办。", (_SETTLED, _NOT_SETTLED))
    if step is Step.ASK_RESIDENT and note:
        return Say(f"您的{matter}正在办，还想请您补充一下：{note}\n直接回复我就行，工单 {ticket.number}。")
    return None
