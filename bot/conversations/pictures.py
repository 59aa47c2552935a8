"""Pictures of an answer: sent behind its words; where only passive replies are allowed, words lead to a page with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot import outbox
from bot.conversations import records
from bot.dialogue import Say
from bot.faq import pictures
from bot.models import Author, Message, MessageKind


def in_words(session: Session, says: Sequence[Say], line_of: Callable[[str], str], now: datetime) -> list[Say]:
    """Return what is said with a line in the place of each picture; `line_of` makes it from the page's address."""
    told: list[Say] = []
    for say in says:
        if not say.picture:
            told.append(say)
        elif media := pictures.order(session, say.picture, now):
            # Under the words that it belongs to, above their choices.
            before = told.pop() if told else Say("")
            line = line_of(pictures.page_of(media))
            told.append(replace(before, text=f"{before.text}\n{line}".strip()))
    return told


def send(session: Session, cause: Message, says: Sequence[Say], now: datetime) -> None:
    """Write the pictures of an answer behind its words, and put them into the outbox."""
    conversation = cause.conversation
    for say in says:
        media = pictures.order(session, say.picture, now) if say.picture else None
        if media is not None:
            message = records.write(session, conversation, Author.BOT, "", now, cause_id=cause.id)
            message.kind, message.media_id, message.media = MessageKind.IMAGE, media.id, media
            outbox.enqueue_picture(session, conversation.identity_id, message.id, media.id, now)
