"""Desk: what the views work with, put together by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.database import Database
from bot.dialogue import Say
from bot.live import Live


class Channel(Protocol):
    """What pages need to know of the channel that replies go out by."""

    @property
    def passive_only(self) -> bool:
        """Whether residents can only be told something when they write."""

    def pieces(self, says: Sequence[Say]) -> list[str]:
        """Return the texts to send."""


@dataclass(frozen=True)
class Desk:
    """Collaborators of the inbox. `text_bytes` is the channel's ceiling for one text."""

    database: Database
    live: Live
    channel: Channel
    clock: Callable[[], datetime]
    wake_worker: Callable[[], None]
    media_dir: Path
    text_bytes: int
