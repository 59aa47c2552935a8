"""Transcript: a conversation's messages as bubbles, notes and events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import moments
from bot.inbox import loading, words
from bot.inbox.delivery import Delivery, deliveries
from bot.masks import mask_text
from bot.models import Author, Conversion, Media, MediaState, Message, MessageKind, MessageState

PAGE = 60
MOST = 600
_BEFORE = 8
_IN_WORDS = (MessageKind.TEXT, MessageKind.MENU, MessageKind.VOICE)
_PLAYABLE = {"image": ("image/",), "voice": ("audio/mpeg", "audio/wav"), "video": ("video/mp4",)}
_KINDS = {"image": "图片", "voice": "语音", "video": "视频"}


@dataclass(frozen=True)
class Attachment:
    """A picture, voice or video; `is_shown` when browsers can show it, else it is offered for download.

    `has_sound`: what they play is a conversion; the original is offered beside it. `length`: how long a voice is, in words.
    """

    id: int
    kind: str
    is_ready: bool
    is_shown: bool
    words: str
    has_sound: bool = False
    length: str = ""


@dataclass(frozen=True)
class Place:
    """A location."""

    label: str
    position: str


@dataclass(frozen=True)
class Intent:
    """What the model made of a resident's message."""

    label: str
    percent: int | None
    is_sure: bool


@dataclass(frozen=True)
class Turn:
    """One message. `side` is resident, bot, staff, note or event; `day` is set on the first of each day."""

    id: int
    side: str
    author: str
    text: str
    at: str
    day: str = ""
    is_alarm: bool = False
    is_unanswered: bool = False
    by_menu: bool = False
    intent: Intent | None = None
    choices: tuple[str, ...] = ()
    attachment: Attachment | None = None
    place: Place | None = None
    link: str = ""
    delivery: Delivery | None = None
    can_hear: bool = False
    heard_by: str = ""


@dataclass(frozen=True)
class Transcript:
    """The newest turns in order; `more` is how many to ask for to see earlier ones, 0 when there are none."""

    turns: tuple[Turn, ...]
    limit: int
    more: int


def transcript(session: Session, conversation_id: int, now: datetime, limit: int = PAGE) -> Transcript:
    """Return the newest messages of a conversation."""
    limit = max(1, min(limit, MOST))
    newest = session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.id.desc())
        .limit(limit + 1)
        .options(*loading.MESSAGES)
    ).all()
    messages = list(reversed(newest[:limit]))
    sent = deliveries(session, [one.id for one in messages if one.author in (Author.BOT, Author.STAFF)])
    turns = [_turn(one, sent.get(one.id)) for one in messages]
    has_more = len(newest) > limit and limit < MOST
    return Transcript(_with_days(turns, messages, now), limit, min(limit + PAGE, MOST) if has_more else 0)


def back_to(session: Session, conversation_id: int, message_id: int) -> int:
    """Return how many of the newest messages must be shown so that one of them is seen with what was said before it."""
    later = select(func.count()).where(Message.conversation_id == conversation_id, Message.id >= message_id)
    return max(PAGE, min((session.scalar(later) or 0) + _BEFORE, MOST))


def _with_days(turns: Sequence[Turn], messages: Sequence[Message], now: datetime) -> tuple[Turn, ...]:
    days = [moments.day(one.created_at, now) for one in messages]
    return tuple(
        replace(turn, day=day) if day != before else turn
        for turn, day, before in zip(turns, days, ["", *days], strict=False)
    )


def _turn(message: Message, delivery: Delivery | None) -> Turn:
    is_event = message.author is Author.EVENT or message.kind is MessageKind.EVENT
    payload, is_residents = message.payload, message.author is Author.RESIDENT and not is_event
    is_bots = message.author is Author.BOT
    return Turn(
        id=message.id,
        side="event" if is_event else message.author.value,
        author=_author(message),
        text=_event_words(message) if is_event else mask_text(message.text),
        at=moments.clock(message.created_at),
        is_alarm=payload.get("event") == "alarm",
        is_unanswered=message.state is MessageState.UNANSWERED,
        by_menu=message.kind is MessageKind.MENU,
        intent=_intent(message) if is_residents and message.text and message.kind in _IN_WORDS else None,
        choices=tuple(one.get("title", "") for one in payload.get("choices", [])),
        attachment=_attachment(message.media) if message.media else None,
        place=_place(payload) if message.kind is MessageKind.LOCATION else None,
        can_hear=message.kind is MessageKind.VOICE and is_residents,
        heard_by=str(payload.get("heard_by", "")),
        link=_link(payload) if message.kind is MessageKind.LINK else "",
        # The bot's first piece goes out as the passive reply: only what is not through yet is worth a word.
        delivery=None if is_bots and delivery and delivery.tone == "done" else delivery,
    )


def _author(message: Message) -> str:
    if message.author in (Author.STAFF, Author.NOTE):
        return message.staff.name if message.staff else "工作人员"
    return {Author.RESIDENT: "居民", Author.BOT: "机器人"}.get(message.author, "")


def _event_words(message: Message) -> str:
    payload = message.payload
    if payload.get("event") == "alarm":
        kind = words.INTENT.get(payload.get("alarm", ""), "警报")
        return f"警报：{kind}，已开紧急工单 {payload.get('ticket', '')}"
    if message.text:
        return message.text
    return words.CHANNEL_EVENT.get(payload.get("event", ""), "微信通知")


def _intent(message: Message) -> Intent:
    percent = round(message.confidence * 100) if message.confidence is not None else None
    is_known = message.intent in words.INTENT and message.payload.get("understood") is not False
    return Intent(words.intent(message.intent), percent, is_known)


def _attachment(media: Media) -> Attachment:
    is_ready = media.state is MediaState.STORED and bool(media.path) and media.conversion is not Conversion.WAITING
    has_sound = media.conversion is Conversion.DONE
    is_playable = has_sound or (media.content_type or "").startswith(_PLAYABLE.get(media.kind, ("-",)))
    length = moments.seconds(media.seconds) if media.seconds else ""
    return Attachment(media.id, media.kind, is_ready, is_ready and is_playable, _state(media), has_sound, length)


def _state(media: Media) -> str:
    kind = _KINDS.get(media.kind, "文件")
    if media.state is MediaState.WAITING:
        return f"{kind}正在从微信取回，到了自动出现"
    if media.state is MediaState.FAILED:
        return f"{kind}没能从微信取回"
    return f"{kind}正在转换，马上就能听" if media.conversion is Conversion.WAITING else kind


def _place(payload: dict[str, Any]) -> Place:
    latitude, longitude = payload.get("latitude"), payload.get("longitude")
    position = f"北纬 {latitude:.5f}，东经 {longitude:.5f}" if latitude is not None and longitude is not None else ""
    return Place(payload.get("label") or "没有地名", position)


def _link(payload: dict[str, Any]) -> str:
    """A resident's link is shown as words and never as a link: nobody should tap what a stranger sends."""
    return "\n".join(str(payload[key]) for key in ("title", "url") if payload.get(key))
