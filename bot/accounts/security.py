"""Security of the pages of staff: login, passwords, sessions, forged requests, guessing, and what a page may load."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, Response, make_response, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address
from flask_security import Security, user_authenticated
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from bot.accounts.datastore import LoginForm, StaffDatastore
from bot.database import Database
from bot.settings import Settings

_WRONG = ("账号或密码不对，请再试一次。", "error")
_WORKING_DAY = timedelta(hours=12)
# No inline script or style; pictures of residents come through our own authorised view.
_CONTENT = {
    "default-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def init_security(app: Flask, database: Database, settings: Settings) -> CSRFProtect:
    """Protect an app whose `secret_key` is set; return the CSRF guard, from which signed webhooks are exempted.

    Called before blueprints are registered. `SECURITY_*` keys that are set already are left as they are.
    """
    for name, value in _configuration(settings).items():
        app.config.setdefault(name, value)
    csrf = CSRFProtect(app)
    app.register_error_handler(CSRFError, _forged)
    Security(app, StaffDatastore(database), login_form=LoginForm)
    user_authenticated.connect(_keep_for_a_working_day, app)
    _limit_guessing(app, settings)
    Talisman(
        app,
        # TLS ends at the proxy; a redirect here would break WeChat's callback and the health check.
        force_https=False,
        session_cookie_secure=_is_https(settings),
        session_cookie_samesite="Lax",
        content_security_policy=_CONTENT,
        frame_options="DENY",
        referrer_policy="same-origin",
        permissions_policy={"camera": "()", "microphone": "()", "geolocation": "()"},
    )
    return csrf


def _is_https(settings: Settings) -> bool:
    return settings.is_production or settings.site_url.startswith("https://")


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "PERMANENT_SESSION_LIFETIME": _WORKING_DAY,
        "SESSION_COOKIE_NAME": "linli",
        # An inbox stays open all day: the token lives as long as the session.
        "WTF_CSRF_TIME_LIMIT": None,
        "SECURITY_URL_PREFIX": "/inbox",
        "SECURITY_POST_LOGIN_VIEW": "/inbox/",
        "SECURITY_POST_LOGOUT_VIEW": "/inbox/login",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_LOGIN_USER_TEMPLATE": "accounts/login.html",
        "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"username": {"mapper": str, "case_insensitive": True}}],
        # Argon2 salts by itself: a second salt made of the secret key would void all passwords when that is renewed.
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
        "SECURITY_PASSWORD_SALT": "argon2 has its own",
        "SECURITY_SEND_REGISTER_EMAIL": False,
        "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
        # The same words whether the account, the password or the permission is missing.
        "SECURITY_MSG_USER_DOES_NOT_EXIST": _WRONG,
        "SECURITY_MSG_INVALID_PASSWORD": _WRONG,
        "SECURITY_MSG_PASSWORD_NOT_SET": _WRONG,
        "SECURITY_MSG_DISABLED_ACCOUNT": _WRONG,
        "SECURITY_MSG_UNAUTHENTICATED": ("请先登录。", "info"),
        "SECURITY_MSG_UNAUTHORIZED": ("您没有权限看这个页面。", "error"),
        "SECURITY_MSG_LOGIN": ("请先登录。", "info"),
    }


def _keep_for_a_working_day(_app: Flask, **_details: object) -> None:
    session.permanent = True


def _account() -> str:
    return (request.form.get("username") or "").strip().lower()[:64]


def _limit_guessing(app: Flask, settings: Settings) -> None:
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=_limiter_storage(settings.redis_address),
        key_prefix="linli:login",
        # Without Redis each process counts for itself: weaker, but nobody is locked out of an alarm.
        in_memory_fallback_enabled=True,
        on_breach=_too_many,
    )
    # Only failed attempts count: one person's mistakes, one machine's guessing, one account tried from everywhere.
    limits: tuple[tuple[str, Callable[[], str]], ...] = (
        ("10 per 15 minutes", lambda: f"{get_remote_address()}:{_account()}"),
        ("50 per 15 minutes", get_remote_address),
        ("100 per hour", _account),
    )
    view: Any = app.view_functions["security.login"]
    for rate, key in limits:
        view = limiter.limit(rate, key_func=key, methods=["POST"], deduct_when=_failed)(view)
    app.view_functions["security.login"] = view


def _limiter_storage(address: str) -> str:
    return f"redis+{address}" if address.startswith("unix://") else address


def _failed(response: Response) -> bool:
    return response.status_code == 200


def _too_many(_breached: RequestLimit) -> Response:
    return make_response(render_template("accounts/login.html", login_user_form=LoginForm(), is_locked=True), 429)


def _forged(_error: CSRFError) -> ResponseReturnValue:
    """The session of an open page has ended, or the request came from elsewhere: start again from a fresh page."""
    if "HX-Request" in request.headers:
        return Response(status=400, headers={"HX-Refresh": "true"})
    return render_template("pages/error.html", title="页面放得太久了", words="请返回，刷新页面后再试一次。"), 400
