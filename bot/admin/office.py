"""Office: what the pages of the administration work with, put together by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import redis

from bot.database import Database
from bot.faq.live import LiveKnowledge


@dataclass(frozen=True)
class Office:
    """Collaborators of the administration."""

    database: Database
    redis: redis.Redis
    clock: Callable[[], datetime]
    # A function: the models are loaded when a page first needs them.
    knowledge: Callable[[], LiveKnowledge]
