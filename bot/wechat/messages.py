"""From the fields of a callback to an `Incoming`: what the resident wrote, sent or tapped."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.conversations.incoming import Incoming, Touch
from bot.models import MessageKind
from bot.wechat.channel import NAME
from bot.wechat.errors import Malformed
from bot.wechat.menu import words_behind
from bot.wechat.payload import Fields

# Names and numbers are columns of 255 characters; WeChat's own are far shorter.
_NAME_LENGTH = 64
_TEXT_LENGTH = 1024
_RAW_LENGTH = 4000
# Events that earn the quota of a tap: menu click and scan, follow, QR scan.
_TAPS = frozenset({"click", "subscribe", "scan", "scancode_push", "scancode_waitmsg"})


@dataclass(frozen=True)
class _Content:
    kind: MessageKind
    text: str = ""
    touch: Touch = Touch.MESSAGE
    payload: dict[str, Any] = field(default_factory=dict)
    event: str | None = None


def read_incoming(fields: Fields, now: datetime) -> Incoming:
    """Return the message; kinds and events nobody knows yet are kept as they came. Raises `Malformed`."""
    sender, kind = _name(fields, "FromUserName"), _name(fields, "MsgType").lower()
    content = _event(fields) if kind == "event" else _READERS.get(kind, _unknown)(fields)
    return Incoming(
        channel=NAME,
        sender=sender,
        external_id=_external_id(fields, sender, content.event or kind),
        kind=content.kind,
        received_at=now,
        text=content.text,
        touch=content.touch,
        event=content.event,
        payload={name: value for name, value in content.payload.items() if value not in (None, "")},
    )


def _external_id(fields: Fields, sender: str, kind: str) -> str:
    """Return what a repeated delivery has in common: MsgId; for events sender, time and event."""
    is_event = str(fields.get("MsgType", "")).lower() == "event"
    if not is_event and (number := _text(fields, "MsgId", 40)):
        return number
    if not (created := _text(fields, "CreateTime", 20)):
        raise Malformed("neither MsgId nor CreateTime")
    # Two events of one second differ by what was tapped, or by the template message whose result they are.
    more = (_text(fields, "EventKey", _NAME_LENGTH), _text(fields, "MsgID", 40)) if is_event else ()
    return ":".join(part for part in (sender, created, kind, *more) if part)


def _name(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > _NAME_LENGTH:
        raise Malformed(f"{name} is missing or too long")
    return value.strip()


def _text(fields: Fields, name: str, length: int = _TEXT_LENGTH) -> str:
    value = fields.get(name)
    return str(value).strip()[:length] if isinstance(value, (str, int, float)) else ""


def _number(fields: Fields, name: str) -> float | None:
    try:
        value = float(_text(fields, name))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _said(fields: Fields) -> _Content:
    content = fields.get("Content")
    text = str(content).strip() if isinstance(content, (str, int, float)) else ""
    menu_id = _text(fields, "bizmsgmenuid", _NAME_LENGTH)
    # A tap on a 菜单消息 comes as a text, but earns only a tap's quota.
    return _Content(MessageKind.TEXT, text, Touch.TAP if menu_id else Touch.MESSAGE, {"menu_id": menu_id})


def _voice(fields: Fields) -> _Content:
    payload = {"media_id": _text(fields, "MediaId", 255), "format": _text(fields, "Format", 20)}
    return _Content(MessageKind.VOICE, _text(fields, "Recognition", 8000), payload=payload)


def _image(fields: Fields) -> _Content:
    payload = {"media_id": _text(fields, "MediaId", 255), "url": _text(fields, "PicUrl")}
    return _Content(MessageKind.IMAGE, payload=payload)


def _video(fields: Fields) -> _Content:
    payload = {"media_id": _text(fields, "MediaId", 255), "thumb_media_id": _text(fields, "ThumbMediaId", 255)}
    return _Content(MessageKind.VIDEO, payload=payload)


def _location(fields: Fields) -> _Content:
    label = _text(fields, "Label")
    payload = {"latitude": _number(fields, "Location_X"), "longitude": _number(fields, "Location_Y"), "label": label}
    return _Content(MessageKind.LOCATION, label, payload=payload)


def _link(fields: Fields) -> _Content:
    names = {"title": "Title", "description": "Description", "url": "Url"}
    return _Content(MessageKind.LINK, payload={key: _text(fields, name) for key, name in names.items()})


def _unknown(fields: Fields) -> _Content:
    return _Content(MessageKind.UNKNOWN, payload={"raw": _raw(fields)})


def _raw(fields: Fields) -> str:
    return json.dumps(fields, ensure_ascii=False)[:_RAW_LENGTH]


_READERS: dict[str, Callable[[Fields], _Content]] = {
    "text": _said,
    "voice": _voice,
    "image": _image,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
}


def _event(fields: Fields) -> _Content:
    event = _name(fields, "Event").lower()
    touch = Touch.TAP if event in _TAPS else Touch.NONE
    key = _text(fields, "EventKey")
    if event == "click":
        return _Content(MessageKind.MENU, words_behind(key), touch, {"key": key}, event)
    if event in ("subscribe", "scan"):
        return _Content(MessageKind.EVENT, "", touch, {"scene": key.removeprefix("qrscene_")[:_NAME_LENGTH]}, event)
    if event == "location":
        payload = {"latitude": _number(fields, "Latitude"), "longitude": _number(fields, "Longitude")}
        return _Content(MessageKind.EVENT, "", touch, payload, event)
    if event == "view":
        return _Content(MessageKind.EVENT, "", touch, {"url": key}, event)
    if event == "unsubscribe":
        return _Content(MessageKind.EVENT, "", touch, {}, event)
    # Results of templates and subscriptions, and whatever WeChat invents next.
    return _Content(MessageKind.EVENT, "", touch, {"raw": _raw(fields)}, event)
