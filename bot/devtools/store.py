"""Where the stand-in keeps its state: in Redis, so that web and worker processes see the same WeChat."""

from __future__ import annotations

import json
from typing import Any

import redis

PREFIX = "linli:dev:wechat:"


class Store:
    """Small JSON values, lists and counters under the stand-in's prefix."""

    def __init__(self, client: redis.Redis) -> None:
        self.redis = client

    def get(self, name: str) -> Any:
        """Return a value, or None."""
        found = self.redis.get(PREFIX + name)
        return json.loads(found) if found is not None else None

    def put(self, name: str, value: Any, seconds: int | None = None) -> None:
        """Keep a value, for so many seconds or for good."""
        self.redis.set(PREFIX + name, json.dumps(value), ex=seconds)

    def take(self, name: str) -> Any:
        """Return a value and forget it."""
        found = self.redis.getdel(PREFIX + name)
        return json.loads(found) if found is not None else None

    def count(self, name: str, seconds: int) -> int:
        """Count one more; the count is forgotten after so many seconds."""
        number = int(self.redis.incr(PREFIX + name))
        if number == 1:
            self.redis.expire(PREFIX + name, seconds)
        return number

    def append(self, name: str, value: Any, keep: int = 400) -> None:
        """Put a value at the end of a list."""
        self.redis.rpush(PREFIX + name, json.dumps(value))
        self.redis.ltrim(PREFIX + name, -keep, -1)

    def all(self, name: str) -> list[Any]:
        """Return a list."""
        return [json.loads(one) for one in self.redis.lrange(PREFIX + name, 0, -1)]

    def lock(self, name: str) -> Any:
        """Return a lock for use in a `with` statement."""
        return self.redis.lock(f"{PREFIX}{name}:lock", timeout=5, blocking_timeout=5)

    def reset(self) -> None:
        """Forget everything."""
        names = list(self.redis.scan_iter(f"{PREFIX}*"))
        if names:
            self.redis.delete(*names)
