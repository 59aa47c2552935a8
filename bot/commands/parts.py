"""What the commands need of the composition root (`server.Parts`); nothing here imports the server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import redis

from bot.database import Database
from bot.dialogue import Dialogue
from bot.settings import Settings


class Parts(Protocol):
    """Parts that are made when they are first asked for: a command must not need Redis just to list tickets."""

    @property
    def settings(self) -> Settings:
        """All settings."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """This moment in UTC."""

    @property
    def database(self) -> Database:
        """The database of the settings."""

    @property
    def redis(self) -> redis.Redis:
        """Redis."""

    @property
    def dialogue(self) -> Dialogue:
        """The Rasa server."""
