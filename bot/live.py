"""News for open pages: published on Redis, read by each web process and pushed to browsers."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import redis

_CHANNEL = "linli:live"
_logger = logging.getLogger(__name__)


class Live:
    """Publishes and follows what happens. Losing a piece of news is never losing data: pages read the database."""

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client

    def publish(self, kind: str, **data: Any) -> None:
        """Tell every open page; `kind` is "message", "conversation", "ticket" or "alarm"."""
        try:
            self._redis.publish(_CHANNEL, json.dumps({"kind": kind, **data}))
        except redis.RedisError:
            _logger.warning("could not publish %s", kind, exc_info=True)

    def follow(self, beat_seconds: float = 15.0) -> Iterator[dict[str, Any] | None]:
        """Yield each piece of news, and None whenever `beat_seconds` passed without one."""
        with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
            subscription.subscribe(_CHANNEL)
            while True:
                news = subscription.get_message(timeout=beat_seconds)
                yield json.loads(news["data"]) if news else None
