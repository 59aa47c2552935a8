"""Office: what the pages of the administration work with, put together by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import redis

from bot.database import Database
from bot.faq.live import LiveKnowledge
from bot.media_folder import MediaFolder


class MenuDesk(Protocol):
    """What the menu editor needs of WeChat's room, which is another audience's."""

    @property
    def words(self) -> Mapping[str, str]:
        """What a tap on each key says."""

    def check(self, buttons: list[dict[str, Any]]) -> list[str]:
        """Return in Chinese what WeChat would refuse."""

    def publish(self, buttons: list[dict[str, Any]]) -> str:
        """Replace the account's menu; return "" or why not."""

    def default(self) -> list[dict[str, Any]]:
        """Return the menu that counts until administrators save one."""


@dataclass(frozen=True)
class Office:
    """Collaborators of the administration."""

    database: Database
    redis: redis.Redis
    clock: Callable[[], datetime]
    # A function: the models are loaded when a page first needs them.
    knowledge: Callable[[], LiveKnowledge]
    menu: MenuDesk
    media: MediaFolder
