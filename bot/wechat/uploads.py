"""Uploads: under which media id WeChat keeps a file of ours, while it does."""

from __future__ import annotations

import logging

import redis

# WeChat keeps what is uploaded for three days (临时素材); an hour less, so that none ends on its way.
_KEPT_SECONDS = 71 * 3600
_logger = logging.getLogger(__name__)


class Uploads:
    """Shared by all workers. Without Redis each file is uploaded anew, which is only slower."""

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client

    def known(self, path: str) -> str | None:
        """Return the media id of a file of the media folder, or None."""
        try:
            found = self._redis.get(_key(path))
        except redis.RedisError:
            _logger.warning("could not ask for an upload", exc_info=True)
            return None
        return found.decode() if isinstance(found, bytes) else None

    def remember(self, path: str, media_id: str) -> None:
        """Note that WeChat has just taken a file."""
        try:
            self._redis.set(_key(path), media_id, ex=_KEPT_SECONDS)
        except redis.RedisError:
            _logger.warning("could not note an upload", exc_info=True)

    def forget(self, path: str) -> None:
        """Note that WeChat no longer has a file."""
        try:
            self._redis.delete(_key(path))
        except redis.RedisError:
            _logger.warning("could not forget an upload", exc_info=True)


def _key(path: str) -> str:
    return f"linli:wechat:uploaded:{path}"
