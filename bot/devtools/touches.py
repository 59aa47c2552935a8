"""The stand-in's own count of what a resident's touch allows, independent of Linli's ledger."""

from __future__ import annotations

import time
from typing import Any

from bot.devtools.refusal import Refusal
from bot.devtools.store import Store

# (messages, seconds) a touch allows: WeChat's table for customer-service messages.
_ALLOWED = {"message": (5, 48 * 3600), "tap": (3, 60)}
_TYPING_SECONDS = 30


class Touches:
    """Who follows, who touched the account when, and how many messages that still allows."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def follow(self, openid: str, following: bool) -> None:
        """Note a follow or an unfollow; an unfollow closes every window."""
        self._store.put(f"following:{openid}", following)
        if not following:
            self._store.put(f"touches:{openid}", {})

    def follows(self, openid: str) -> bool:
        """Whether a resident follows; demo residents do from the start."""
        return self._store.get(f"following:{openid}") is not False

    def is_known(self, openid: str) -> bool:
        """Whether the account has ever heard of this resident."""
        return self._store.get(f"known:{openid}") is True

    def touch(self, openid: str, sort: str) -> None:
        """Note a message ("message") or a tap ("tap")."""
        self._store.put(f"known:{openid}", True)
        with self._store.lock(f"touches:{openid}"):
            touches = self._touches(openid)
            touches[sort] = {"at": time.time(), "left": _ALLOWED[sort][0]}
            self._store.put(f"touches:{openid}", touches)

    def spend(self, openid: str) -> None:
        """Use one message up. Raises `Refusal` 45015 when no window is open, 45047 when all are used up."""
        with self._store.lock(f"touches:{openid}"):
            touches = self._touches(openid)
            open_sorts = [sort for sort, one in touches.items() if time.time() - one["at"] < _ALLOWED[sort][1]]
            if not open_sorts or not self.follows(openid):
                raise Refusal(45015, "response out of time limit or subscription is canceled")
            with_left = [sort for sort in sorted(open_sorts, reverse=True) if touches[sort]["left"] > 0]
            if not with_left:
                raise Refusal(45047, "out of response count limit")
            touches[with_left[0]]["left"] -= 1
            self._store.put(f"touches:{openid}", touches)

    def check_typing(self, openid: str) -> None:
        """Raises `Refusal` 45080 when the resident was not heard within 30 seconds."""
        if not any(time.time() - one["at"] < _TYPING_SECONDS for one in self._touches(openid).values()):
            raise Refusal(45080, "can not send typing status without a message in the last 30 seconds")

    def age(self, openid: str, seconds: float) -> None:
        """Make all touches older, as if time had passed."""
        touches = self._touches(openid)
        for one in touches.values():
            one["at"] -= seconds
        self._store.put(f"touches:{openid}", touches)

    def _touches(self, openid: str) -> dict[str, Any]:
        return self._store.get(f"touches:{openid}") or {}
