"""Rate limits: guessing passwords and codes, replying, exporting (Flask-Limiter on Redis)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, make_response, render_template, request, session
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address
from flask_security import current_user

from bot.accounts.datastore import LoginForm
from bot.settings import Settings

# Views in which somebody might guess; only what failed counts (they answer 200 with the form again, else redirect).
_GUESSED = ("two_factor_token_validation", "two_factor_setup_validate", "mf_recovery", "verify", "change_password")
_REPLIES, _EXPORTS = "60 per minute", "20 per hour"


@dataclass(frozen=True)
class Limits:
    """Limits of one app, put around its views."""

    app: Flask
    limiter: Limiter

    def stop_guessing(self) -> None:
        """Limit failed attempts: one person's mistakes, one machine's guessing, one account tried from everywhere."""
        self._limit("security.login", "10 per 15 minutes", lambda: f"{get_remote_address()}:{_account()}", failed=True)
        self._limit("security.login", "50 per 15 minutes", get_remote_address, failed=True)
        self._limit("security.login", "100 per hour", _account, failed=True)
        for view in _GUESSED:
            self._limit(f"security.{view}", "10 per 15 minutes", _person, failed=True)

    def slow_down(self, replies: Iterable[str]) -> None:
        """Limit what one person sends, and every view whose name ends in `_export`; called when all views are there."""
        for endpoint in replies:
            self._limit(endpoint, _REPLIES, _person)
        for endpoint in [name for name in self.app.view_functions if name.endswith("_export")]:
            self._limit(endpoint, _EXPORTS, _person)

    def _limit(self, endpoint: str, rate: str, key: Callable[[], str], *, failed: bool = False) -> None:
        view: Any = self.app.view_functions.get(endpoint)
        if view is not None:
            methods = ["POST"] if failed else None
            when = _failed if failed else None
            wrapped = self.limiter.limit(rate, key_func=key, methods=methods, deduct_when=when)(view)
            self.app.view_functions[endpoint] = wrapped


def make_limits(app: Flask, settings: Settings) -> Limits:
    """Return the limits of an app; counts are shared by all processes in Redis."""
    address = settings.redis_address
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=f"redis+{address}" if address.startswith("unix://") else address,
        key_prefix="linli:login",
        # Without Redis each process counts for itself: weaker, but nobody is locked out of an alarm.
        in_memory_fallback_enabled=True,
        on_breach=_too_many,
    )
    return Limits(app, limiter)


def _account() -> str:
    return (request.form.get("username") or "").strip().lower()[:64]


def _person() -> str:
    """Who is logged in, or half logged in: with the password, and not yet with the code."""
    if current_user.is_authenticated:
        return f"staff:{current_user.id}"
    return f"half:{session.get('tf_user_id', get_remote_address())}"


def _failed(response: Response) -> bool:
    return response.status_code == 200


def _too_many(_breached: RequestLimit) -> Response:
    if request.endpoint == "security.login":
        page = render_template("accounts/login.html", login_user_form=LoginForm(), is_locked=True)
    else:
        wait = "15 分钟后" if request.blueprint == "security" else "过一会儿"
        words = f"为了安全先停一停，请{wait}再试。着急的话请找管理员。"
        page = render_template("pages/error.html", title="次数太多了", words=words)
    return make_response(page, 429)
