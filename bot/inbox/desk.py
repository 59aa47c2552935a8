"""Desk: what the views work with, put together by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from bot.database import Database
from bot.dialogue import Say
from bot.inbox.presence import Presence
from bot.live import Live
from bot.preferences import Preferences
from knowledge.answers import Answer


class Channel(Protocol):
    """What pages need to know of the channel that replies go out by."""

    @property
    def passive_only(self) -> bool:
        """Whether residents can only be told something when they write."""

    def pieces(self, says: Sequence[Say]) -> list[str]:
        """Return the texts to send."""


@dataclass(frozen=True)
class Desk:
    """Collaborators of the inbox. `preferences` is what administrators set; `ask` looks a question up."""

    database: Database
    live: Live
    channel: Channel
    clock: Callable[[], datetime]
    wake_worker: Callable[[], None]
    media_dir: Path
    preferences: Callable[[], Preferences]
    presence: Presence
    ask: Callable[[str, date], Answer]
