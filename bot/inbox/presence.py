"""Presence: which colleagues look at a conversation right now, and who of them is writing; kept in Redis only."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass

import redis

_logger = logging.getLogger(__name__)

# A page reports every 15 seconds; two lost reports mean that it was closed.
_FORGET_SECONDS = 40


@dataclass(frozen=True)
class Colleague:
    """Somebody who looks."""

    id: int
    name: str
    is_writing: bool


class Presence:
    """Remembers for seconds who looks where. Without Redis nobody is seen, and nothing else suffers."""

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client

    def report(self, conversation_id: int, colleague: Colleague) -> bool:
        """Remember somebody; return whether that is news to the others."""
        key = f"{_prefix(conversation_id)}{colleague.id}"
        value = json.dumps({"name": colleague.name, "writing": colleague.is_writing})
        try:
            before = self._redis.set(key, value, ex=_FORGET_SECONDS, get=True)
        except redis.RedisError:
            _logger.warning("presence could not be kept", exc_info=True)
            return False
        return before is None or before.decode() != value  # type: ignore[union-attr]

    def others(self, conversation_id: int, own_id: int, staff_ids: Sequence[int]) -> list[Colleague]:
        """Return who else of the given people looks at a conversation, those who write first."""
        ids = [one for one in staff_ids if one != own_id]
        try:
            values = self._redis.mget([f"{_prefix(conversation_id)}{one}" for one in ids]) if ids else []
        except redis.RedisError:
            _logger.warning("presence could not be read", exc_info=True)
            return []
        found = [(id_, json.loads(value)) for id_, value in zip(ids, values, strict=True) if value]
        people = [Colleague(id_, one["name"], one["writing"]) for id_, one in found]
        return sorted(people, key=lambda one: (not one.is_writing, one.name))


def _prefix(conversation_id: int) -> str:
    return f"linli:here:{conversation_id}:"
