"""The access token: one for all processes, held in Redis, fetched by one of them at a time.

WeChat's `/cgi-bin/stable_token` returns the same token while it is valid, so that processes do not push each other out;
a forced refresh makes a new one, 20 times a day, at least 30 seconds apart.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import redis
from redis.exceptions import LockError

from bot.wechat.errors import TokenRefused

_logger = logging.getLogger(__name__)

# The old token stays valid this long beside a new one: an earlier renewal fails nobody.
_OVERLAP_SECONDS = 300
_FORCED_A_DAY = 20
_FORCED_APART_SECONDS = 30
_LOCK_SECONDS = 20


@dataclass(frozen=True)
class Token:
    """An access token and for how many seconds it is valid."""

    value: str
    seconds: int


# Asks WeChat for a token; the argument says whether it must be a new one.
Fetch = Callable[[bool], Token]


class Tokens:
    """Hands out the account's access token."""

    def __init__(self, client: redis.Redis, app_id: str, fetch: Fetch) -> None:
        self._redis = client
        self._fetch = fetch
        self._key = f"linli:wechat:token:{app_id}"

    def current(self) -> str:
        """Return the token, fetched when there is none. Raises `ApiError`."""
        if known := self._stored():
            return known
        with self._alone():
            return self._stored() or self._renew(force=False)

    def replace(self, refused: str) -> str:
        """Return another token than the refused one. Raises `TokenRefused` when WeChat gives none.

        A process that comes second takes what the first one fetched.
        """
        with self._alone():
            if (known := self._stored()) and known != refused:
                return known
            if (token := self._renew(force=False)) != refused:
                return token
            self._count_forced()
            return self._renew(force=True)

    def _renew(self, *, force: bool) -> str:
        token = self._fetch(force)
        kept_for = max(token.seconds - _OVERLAP_SECONDS, 30)
        try:
            self._redis.set(self._key, json.dumps(token.value), ex=kept_for)
        except redis.RedisError:
            _logger.warning("the access token could not be kept", exc_info=True)
        return token.value

    def _stored(self) -> str | None:
        try:
            stored = self._redis.get(self._key)
        except redis.RedisError:
            return None
        return str(json.loads(stored)) if stored else None

    def _count_forced(self) -> None:
        """Note a forced refresh. Raises `TokenRefused` when WeChat would count it as too many."""
        try:
            if not self._redis.set(f"{self._key}:forced", "1", nx=True, ex=_FORCED_APART_SECONDS):
                raise TokenRefused(40001, "the token was forcibly renewed less than 30 s ago")
            today = f"{self._key}:forced:{time.strftime('%Y%m%d', time.gmtime())}"
            count = self._redis.incr(today)
            self._redis.expire(today, 2 * 24 * 3600)
            if int(count) > _FORCED_A_DAY:
                raise TokenRefused(40001, "the token was forcibly renewed 20 times today")
        except redis.RedisError as error:
            raise TokenRefused(40001, "forced renewals cannot be counted without Redis") from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of all processes; without Redis each process fetches for itself (the token is the same)."""
        lock = self._redis.lock(f"{self._key}:lock", timeout=_LOCK_SECONDS)
        held = False
        try:
            held = lock.acquire(blocking_timeout=_LOCK_SECONDS)
        except redis.RedisError:
            _logger.warning("no lock for the access token", exc_info=True)
        try:
            yield
        finally:
            if held:
                try:
                    lock.release()
                except (LockError, redis.RedisError):
                    _logger.warning("the access token's lock ran out", exc_info=True)
