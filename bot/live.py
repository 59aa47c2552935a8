"""News for open pages: published on Redis, read once by each web process and handed to every page that is open there."""

from __future__ import annotations

import json
import logging
import queue
import threading
import time
from collections.abc import Iterator
from typing import Any

import redis

_CHANNEL = "linli:live"
_PAUSE_SECONDS = 1.0
# How long the subscription outlives the last page.
_IDLE_SECONDS = 5.0
# A page that fell this far behind fetches everything anew when it reconnects.
_MOST_WAITING = 500
_logger = logging.getLogger(__name__)

News = dict[str, Any]


class Live:
    """Publishes and follows what happens. Losing a piece of news is never losing data: pages read the database.

    However many pages are open, a process has one subscription: a thread of its own hands the news on.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client
        self._lock = threading.Lock()
        self._followers: set[queue.Queue[News]] = set()
        self._listening = threading.Event()
        self._thread: threading.Thread | None = None

    def publish(self, kind: str, **data: Any) -> None:
        """Tell every open page; `kind` is "message", "conversation", "ticket", "work", "views", "presence" or "alarm"."""
        try:
            self._redis.publish(_CHANNEL, json.dumps({"kind": kind, **data}))
        except redis.RedisError:
            _logger.warning("could not publish %s", kind, exc_info=True)

    def follow(self, beat_seconds: float = 15.0) -> Iterator[News | None]:
        """Yield None once news are being followed, each piece of news, and None whenever a beat passed without one."""
        waiting: queue.Queue[News] = queue.Queue(_MOST_WAITING)
        with self._lock:
            self._followers.add(waiting)
            self._start()
        try:
            self._listening.wait(beat_seconds)
            yield None
            while waiting in self._followers:
                yield _next(waiting, beat_seconds)
        finally:
            with self._lock:
                self._followers.discard(waiting)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._listen, daemon=True, name="live")
            self._thread.start()

    def _listen(self) -> None:
        """Read the channel while pages are open; what was missed in a break is fetched anew by the pages."""
        was_lost = False
        while not self._ended():
            try:
                with self._redis.pubsub() as subscription:
                    subscription.subscribe(_CHANNEL)
                    self._hand_on_all(subscription, was_lost)
                    was_lost = False
            except Exception:
                # redis-py also raises OSError and ValueError on a torn line; a dead thread would leave all pages deaf.
                if self._listening.is_set() or not was_lost:
                    _logger.warning("the live channel broke; trying again", exc_info=True)
                was_lost = True
                self._listening.clear()
                time.sleep(_PAUSE_SECONDS)

    def _ended(self) -> bool:
        """Whether the last page is gone; the next one then starts a thread of its own."""
        with self._lock:
            if self._followers:
                return False
            self._listening.clear()
            self._thread = None
            return True

    def _hand_on_all(self, subscription: Any, was_lost: bool) -> None:
        while self._followers:
            piece = subscription.get_message(timeout=_IDLE_SECONDS)
            if piece is None:
                continue
            if piece["type"] == "subscribe":
                self._listening.set()
                if was_lost:
                    self._hand_on({"kind": "reconnected"})
            elif piece["type"] == "message":
                self._hand_on(json.loads(piece["data"]))

    def _hand_on(self, news: News) -> None:
        with self._lock:
            followers = list(self._followers)
        for waiting in followers:
            try:
                waiting.put_nowait(news)
            except queue.Full:
                with self._lock:
                    self._followers.discard(waiting)


def _next(waiting: queue.Queue[News], beat_seconds: float) -> News | None:
    try:
        return waiting.get(timeout=beat_seconds)
    except queue.Empty:
        return None
