"""Priority: how soon a conversation or a ticket is to be looked at."""

from __future__ import annotations

from enum import StrEnum


class Priority(StrEnum):
    """How soon."""

    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"
