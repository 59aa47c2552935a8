"""Incoming: what a channel hands over of a resident's message or tap."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.models import MessageKind


class Touch(StrEnum):
    """What the resident did, as far as the channel's quotas care."""

    MESSAGE = "message"
    TAP = "tap"
    NONE = "none"


@dataclass(frozen=True)
class Incoming:
    """One message or event of a resident, already checked and decrypted.

    `external_id` is unique in its channel and the same for each repeated delivery. `payload` holds what the kind
    needs: media_id, latitude/longitude/label, menu key, url, scene. `event` is the channel's word for an event
    ("subscribe", "click", …) or None. `received_at` is when it arrived here, with its time zone.
    """

    channel: str
    sender: str
    external_id: str
    kind: MessageKind
    received_at: datetime
    text: str = ""
    touch: Touch = Touch.MESSAGE
    event: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
