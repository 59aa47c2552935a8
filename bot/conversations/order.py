"""Order: one turn at a time in a conversation, earlier messages first; other residents do not wait."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import redis
from redis.exceptions import LockError

_logger = logging.getLogger(__name__)
_STEP_SECONDS = 0.03


class Order:
    """A lock per conversation, held in Redis so that it counts for every web process."""

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client

    @contextmanager
    def turn(self, conversation_id: int, earlier: Callable[[], bool], deadline: float) -> Iterator[None]:
        """Wait until no earlier message is unanswered and no other turn runs, at most until `deadline`.

        `earlier` says whether an earlier message still waits; `deadline` is a `time.monotonic()` moment. Without
        Redis, or past the deadline, the turn goes on alone: an answer out of order is better than none.
        """
        lock = self._redis.lock(f"linli:turn:{conversation_id}", timeout=10, sleep=_STEP_SECONDS)
        held = False
        try:
            while earlier() and time.monotonic() < deadline:
                time.sleep(_STEP_SECONDS)
            held = lock.acquire(blocking_timeout=max(0.0, deadline - time.monotonic()))
        except redis.RedisError:
            _logger.warning("no lock for conversation %s", conversation_id, exc_info=True)
        try:
            yield
        finally:
            if held:
                self._release(lock)

    @staticmethod
    def _release(lock: redis.lock.Lock) -> None:
        try:
            lock.release()
        except (LockError, redis.RedisError):
            _logger.warning("a turn outlived its lock", exc_info=True)
