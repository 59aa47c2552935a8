"""How every process connects to Redis: soon, or not at all."""

from __future__ import annotations

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

_CONNECT_SECONDS, _ANSWER_SECONDS = 0.5, 5.0


def connect(address: str) -> redis.Redis:
    """Return a client that gives up fast: redis-py's own retries take longer than WeChat waits for an answer.

    One retry at once survives a connection that the server closed meanwhile.
    """
    return redis.Redis.from_url(
        address,
        socket_connect_timeout=_CONNECT_SECONDS,
        socket_timeout=_ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 1),
    )
