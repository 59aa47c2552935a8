"""The stand-in's access tokens: the old interface, the stable one, and what WeChat says to a wrong token."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime

from bot.devtools.refusal import Refusal
from bot.devtools.store import Store

LIFETIME = 7200
_OVERLAP = 300
_DAY = 24 * 3600
_CALLS_A_DAY = 2000
_FORCED_A_DAY = 20
_FORCED_APART = 30


class AccountTokens:
    """Gives and checks access tokens."""

    def __init__(self, store: Store, app_id: str, secret: str) -> None:
        self._store = store
        self._app_id = app_id
        self._secret = secret

    def plain(self, app_id: str, secret: str) -> tuple[str, int]:
        """`/cgi-bin/token`: a new token each time, the one before lives five minutes more."""
        self._check_account(app_id, secret)
        if self._store.count(f"token-calls:{datetime.now(UTC):%Y%m%d}", _DAY) > _CALLS_A_DAY:
            raise Refusal(45009, "reach max api daily quota limit")
        return self._renew(), LIFETIME

    def stable(self, app_id: str, secret: str, *, force: bool) -> tuple[str, int]:
        """`/cgi-bin/stable_token`: the same token while it is valid, unless a new one is forced."""
        self._check_account(app_id, secret)
        with self._store.lock("stable"):
            current = self._store.get("token")
            if force and self._may_force():
                return self._renew(), LIFETIME
            if current and current["until"] - time.time() > _OVERLAP:
                return str(current["value"]), int(current["until"] - time.time())
            return self._renew(), LIFETIME

    def check(self, token: str) -> None:
        """Raises `Refusal` 41001, 42001 or 40001."""
        if not token:
            raise Refusal(41001, "access_token missing")
        for name in ("token", "token-before"):
            known = self._store.get(name)
            if known and secrets.compare_digest(known["value"].encode(), token.encode()):
                if known["until"] < time.time():
                    raise Refusal(42001, "access_token expired")
                return
        raise Refusal(40001, "invalid credential, access_token is invalid or not latest")

    def invalidate(self) -> None:
        """Make all tokens invalid, as another program that shares the account would."""
        self._store.put("token", None)
        self._store.put("token-before", None)

    def check_account(self, app_id: str, secret: str) -> None:
        """Raises `Refusal` 40013 or 40125."""
        self._check_account(app_id, secret)

    def _check_account(self, app_id: str, secret: str) -> None:
        if app_id != self._app_id:
            raise Refusal(40013, "invalid appid")
        if not secrets.compare_digest(secret.encode(), self._secret.encode()):
            raise Refusal(40125, "invalid appsecret")

    def _may_force(self) -> bool:
        if self._store.get("forced-lately"):
            return False
        if self._store.count(f"forced:{datetime.now(UTC):%Y%m%d}", _DAY) > _FORCED_A_DAY:
            raise Refusal(45009, "reach max api daily quota limit")
        self._store.put("forced-lately", True, _FORCED_APART)
        return True

    def _renew(self) -> str:
        if before := self._store.get("token"):
            self._store.put("token-before", before | {"until": min(before["until"], time.time() + _OVERLAP)})
        value = secrets.token_urlsafe(96)
        self._store.put("token", {"value": value, "until": time.time() + LIFETIME})
        return value
