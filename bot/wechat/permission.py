"""Whether the account may send customer-service messages, as WeChat itself last said."""

from __future__ import annotations

import logging

import redis

_KEY = "linli:wechat:may-not-send"
# Accounts get verified; a day later WeChat is asked again.
_REMEMBER_SECONDS = 24 * 3600
_logger = logging.getLogger(__name__)


class Permission:
    """Remembers a refusal (48001, 40200) for all processes, so that answers go the passive way meanwhile."""

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client

    def deny(self) -> None:
        """Note that WeChat refused."""
        try:
            self._redis.set(_KEY, "1", ex=_REMEMBER_SECONDS)
        except redis.RedisError:
            _logger.warning("could not note that the account may not send", exc_info=True)

    @property
    def denied(self) -> bool:
        """Whether WeChat refused lately; False when Redis cannot tell."""
        try:
            return bool(self._redis.exists(_KEY))
        except redis.RedisError:
            return False
