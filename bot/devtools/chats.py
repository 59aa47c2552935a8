"""What a resident sees in the chat with the account, and the files in it."""

from __future__ import annotations

import base64
import secrets
import time
from typing import Any

from bot.devtools.store import Store

_MEDIA_SECONDS = 3 * 24 * 3600


class Chats:
    """The chat of each resident: a list of bubbles, numbered upwards."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, openid: str, author: str, kind: str, text: str = "", **more: Any) -> int:
        """Show a bubble; `author` is "resident", "account" or "system". Returns its number."""
        number = int(self._store.redis.incr("linli:dev:wechat:bubbles"))
        bubble = {"id": number, "author": author, "kind": kind, "text": text, "at": time.time()} | more
        self._store.append(f"chat:{openid}", bubble)
        return number

    def since(self, openid: str, after: int = 0) -> list[dict[str, Any]]:
        """Return the bubbles after a number."""
        return [one for one in self._store.all(f"chat:{openid}") if one["id"] > after]

    def type(self, openid: str, typing: bool) -> None:
        """Show or hide 对方正在输入; WeChat hides it by itself after 15 seconds."""
        self._store.put(f"typing:{openid}", typing, 15)

    def is_typing(self, openid: str) -> bool:
        """Whether 对方正在输入 is shown."""
        return self._store.get(f"typing:{openid}") is True

    def keep_file(self, data: bytes, content_type: str) -> str:
        """Keep a file for three days; return its media id."""
        media_id = secrets.token_urlsafe(32)
        value = {"data": base64.b64encode(data).decode(), "type": content_type}
        self._store.put(f"media:{media_id}", value, _MEDIA_SECONDS)
        return media_id

    def file(self, media_id: str) -> tuple[bytes, str] | None:
        """Return a file's bytes and type."""
        found = self._store.get(f"media:{media_id}")
        return (base64.b64decode(found["data"]), str(found["type"])) if found else None
