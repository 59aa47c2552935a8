"""`conversations list`, `conversations show`: who waits for a person, and what was said; personal data masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from sqlalchemy import case, select
from sqlalchemy.orm import Session

from bot.commands.output import iso, json_option, moment, print_json, table
from bot.commands.refusals import Commands, Refusal
from bot.masks import mask_text
from bot.models import Attention, Conversation, Message
from bot.parts import Parts

_HEADINGS = ("id", "status", "attention", "since", "with", "area", "last activity")
_URGENCY = case({reason: rank for rank, reason in enumerate(Attention)}, value=Conversation.attention, else_=99)


def commands(parts: Parts) -> Commands:
    """Return the group `conversations`."""
    group = Commands("conversations", help="Conversations: list them, show what was said.")

    @group.command("list")
    @click.option("--attention", is_flag=True, help="Only those that wait for a person, most urgent first.")
    @click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many.")
    @json_option
    def list_conversations(attention: bool, limit: int, as_json: bool) -> None:
        """List conversations: those that wait for a person first, then by their last activity."""
        with parts.database.reader() as session:
            found = find(session, attention, limit)
            if as_json:
                print_json([summary(one) for one in found])
            else:
                rows = [_row(one) for one in found]
                click.echo(table(_HEADINGS, rows) if rows else "No conversations.")

    @group.command("show")
    @click.argument("conversation_id", metavar="ID", type=int)
    @json_option
    def show_conversation(conversation_id: int, as_json: bool) -> None:
        """Show all that was said in one conversation."""
        with parts.database.reader() as session:
            conversation = session.get(Conversation, conversation_id)
            if conversation is None:
                raise Refusal(f"there is no conversation {conversation_id}")
            messages = transcript(session, conversation_id)
            if as_json:
                print_json(summary(conversation) | {"messages": [line(one) for one in messages]})
            else:
                click.echo("\n".join(_spoken(one) for one in messages) or "Nothing was said.")

    return group


def find(session: Session, attention: bool, limit: int) -> Sequence[Conversation]:
    """Return conversations in the order in which a person should look at them."""
    query = select(Conversation).order_by(_URGENCY, Conversation.last_activity_at.desc()).limit(limit)
    if attention:
        query = query.where(Conversation.attention.is_not(None))
    return session.scalars(query).all()


def transcript(session: Session, conversation_id: int) -> Sequence[Message]:
    """Return the messages of a conversation in order."""
    return session.scalars(select(Message).where(Message.conversation_id == conversation_id).order_by(Message.id)).all()


def summary(conversation: Conversation) -> dict[str, Any]:
    """Return what lists show of a conversation."""
    area = conversation.identity.resident.area
    return {
        "id": conversation.id,
        "channel": conversation.identity.channel,
        "status": conversation.status.value,
        "attention": conversation.attention.value if conversation.attention else None,
        "attention_since": iso(conversation.attention_since),
        "assignee": conversation.assignee.name if conversation.assignee else None,
        "area": area.full_name or area.name if area else None,
        "last_activity_at": iso(conversation.last_activity_at),
    }


def line(message: Message) -> dict[str, Any]:
    """Return one message of a transcript, masked."""
    return {
        "id": message.id,
        "at": iso(message.created_at),
        "author": message.author.value,
        "staff": message.staff.name if message.staff else None,
        "kind": message.kind.value,
        "text": mask_text(message.text),
        "choices": [choice["title"] for choice in message.payload.get("choices", [])],
        "intent": message.intent,
        "confidence": message.confidence,
        "state": message.state.value if message.state else None,
    }


def _row(conversation: Conversation) -> Sequence[object]:
    one = summary(conversation)
    return (
        one["id"], one["status"], one["attention"], moment(conversation.attention_since), one["assignee"], one["area"],
        moment(conversation.last_activity_at),
    )  # fmt: skip


def _spoken(message: Message) -> str:
    """Return a message as lines: who and when, the words below it."""
    one = line(message)
    who = f"{one['author']} {one['staff']}" if one["staff"] else one["author"]
    understood = f"  [{one['intent']} {one['confidence'] or 1:.2f}]" if one["intent"] else ""
    unanswered = "  UNANSWERED" if one["state"] == "unanswered" else ""
    what = "" if one["kind"] in ("text", "event") else f"({one['kind']}) "
    choices = "".join(f"\n    {number}. {title}" for number, title in enumerate(one["choices"], start=1))
    words = one["text"].replace("\n", "\n    ")
    return f"{moment(message.created_at)}  {who}{understood}{unanswered}\n    {what}{words}{choices}"
