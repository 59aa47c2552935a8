"""Notices: what a step of a ticket, or its splitting, tells its resident, warmly and with what was done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import outbox
from bot.clock import day_in_words
from bot.conversations import records
from bot.conversations.handoff import Renderer
from bot.dialogue import Choice, Say
from bot.models import Author, Conversation, Message, Staff, Ticket, TicketKind
from bot.tickets import Step
from bot.tickets.words import KIND, matter_label, who_has

_SPLIT = "split"
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
    return _tell(session, ticket, say, step.value, staff, channel, now)


def tell_split(
    session: Session, ticket: Ticket, new: Ticket, staff: Staff, channel: Renderer, now: datetime
) -> Message:
    """Write to the resident that a ticket is two from now on, and who has the new one."""
    until = f"，最晚{day_in_words(new.handling_due_at)}前给您结果" if new.handling_due_at else ""
    say = Say(
        "您说的里面有两件事，我们分开办，都有人管，您不用再说一遍。\n"
        f"“{_about(ticket)}”接着办，工单 {ticket.number}。\n"
        f"“{_about(new)}”另开工单 {new.number}，已{who_has(new)}{until}。"
    )
    return _tell(session, new, say, _SPLIT, staff, channel, now)


def tell_together_again(
    session: Session, ticket: Ticket, staff: Staff, channel: Renderer, now: datetime
) -> Message | None:
    """Take the news of a split back; a resident who has read it is told, None where it was not sent yet."""
    news, into = _news_of_split(session, ticket), ticket.merged_into
    if news is None or into is None or outbox.take_back(session, news.id, now):
        return None
    say = Say(f"刚才说分开办的两件事，还是放在一起办，工单 {into.number}。工单 {ticket.number} 不用管了。")
    return _tell(session, ticket, say, "together_again", staff, channel, now)


def _news_of_split(session: Session, ticket: Ticket) -> Message | None:
    told = session.scalars(
        select(Message).where(
            Message.conversation_id == ticket.conversation_id,
            Message.author == Author.BOT,
            Message.created_at >= ticket.created_at,
        )
    )
    wanted = {"notice": _SPLIT, "ticket": ticket.number}
    return next((one for one in told if wanted.items() <= one.payload.items()), None)


def _tell(
    session: Session, ticket: Ticket, say: Say, notice: str, staff: Staff, channel: Renderer, now: datetime
) -> Message:
    conversation = session.get_one(Conversation, ticket.conversation_id)
    payload = {"notice": notice, "ticket": ticket.number}
    message = records.write(
        session, conversation, Author.BOT, say.text, now, choices=say.choices, staff_id=staff.id, payload=payload
    )
    outbox.enqueue(session, conversation.identity_id, message.id, channel.pieces((say,)), now)
    return message


def _about(ticket: Ticket) -> str:
    return matter_label(ticket.kind, ticket.matter) or KIND[ticket.kind]


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
