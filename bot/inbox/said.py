"""Said: the text that a member of staff has written into a form, taken once however often it is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.inbox.refusals import Refused
from bot.models import Author, Conversation, Message, Staff

CHANNEL = "inbox"
LONGEST = 3000
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


def read_text(form: Mapping[str, str], *, name: str = "text", may_be_empty: bool = False) -> str:
    """Return the written text. Raises `Refused` when it is empty or longer than anybody would read."""
    text = form.get(name, "").replace("\r\n", "\n").strip()
    if not text and not may_be_empty:
        raise Refused("请先写内容。", 422)
    if len(text) > LONGEST:
        raise Refused(f"内容太长，最多 {LONGEST} 字。", 422)
    return text


def read_once(form: Mapping[str, str], staff: Staff) -> str | None:
    """Return the key that the page gave this text: a double tap or a repeated request carries the same one."""
    key = form.get("once", "")
    return f"{staff.id}:{key}" if _KEY.fullmatch(key) else None


def read_seen(form: Mapping[str, str]) -> int | None:
    """Return the last answer of staff that stood on the page when this one was written."""
    seen = form.get("seen", "")
    return int(seen) if seen.isdigit() else None


def last_answer_id(session: Session, conversation_id: int) -> int | None:
    """Return the id of what staff answered last."""
    newest = select(Message.id).where(Message.conversation_id == conversation_id, Message.author == Author.STAFF)
    return session.scalar(newest.order_by(Message.id.desc()).limit(1))


def refuse_if_answered(session: Session, conversation: Conversation, seen: int | None) -> None:
    """Raise `Refused` with the other answer when somebody has answered while this one was written."""
    last_id = last_answer_id(session, conversation.id)
    if seen is None or last_id is None or last_id <= seen:
        return
    last = session.get_one(Message, last_id)
    name, words = last.staff.name if last.staff else "同事", " ".join(last.text.split())[:60]
    raise Refused(f"您写的时候，{name}已经回复了：“{words}”。您写的还在，看过再决定发不发。")


def was_written(session: Session, once: str | None) -> bool:
    """Whether a text with this key is stored already."""
    found = select(Message.id).where(Message.channel == CHANNEL, Message.external_id == once)
    return once is not None and session.scalar(found) is not None


def mark(message: Message, once: str | None) -> None:
    """Store the key with the message; it is unique in the table."""
    if once is not None:
        message.channel, message.external_id = CHANNEL, once
