"""Security of the pages of staff: login, forged requests, cookies, and what a page may load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import Security
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from bot.accounts.configuration import configuration
from bot.accounts.datastore import LoginForm, StaffDatastore
from bot.accounts.limits import Limits, make_limits
from bot.accounts.second_factor import totp_of
from bot.accounts.watch import Watch, keep_watch
from bot.clock import utc_now
from bot.database import Database
from bot.settings import Settings

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
# Flask-Security's ways around a lost telephone send e-mail, and staff have none: administrators reset it.
_CLOSED_VIEWS = ("security.two_factor_rescue", "security.tf_select")


@dataclass(frozen=True)
class Guards:
    """What blueprints need afterwards: `csrf` to exempt signed webhooks from, `limits` to slow down what they add."""

    csrf: CSRFProtect
    limits: Limits


def init_security(
    app: Flask, database: Database, settings: Settings, clock: Callable[[], datetime] = utc_now
) -> Guards:
    """Protect an app. Called before blueprints are registered; `SECURITY_*` keys that are set already stay as they are."""
    for name, value in configuration(settings).items():
        # Flask has a value of its own for all of its keys: only Flask-Security's may have been set by somebody.
        if not (name.startswith("SECURITY_") and name in app.config):
            app.config[name] = value
    csrf = CSRFProtect(app)
    app.register_error_handler(CSRFError, _forged)
    Security(app, StaffDatastore(database), login_form=LoginForm, totp_cls=totp_of(database))
    for view in _CLOSED_VIEWS:
        app.view_functions[view] = _closed
    keep_watch(app, Watch(database, clock))
    limits = make_limits(app, settings)
    limits.stop_guessing()
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
    return Guards(csrf, limits)


def _is_https(settings: Settings) -> bool:
    return settings.is_production or settings.site_url.startswith("https://")


def _closed(**_values: object) -> ResponseReturnValue:
    abort(404)


def _forged(_error: CSRFError) -> ResponseReturnValue:
    """The session of an open page has ended, or the request came from elsewhere: start again from a fresh page."""
    if "HX-Request" in request.headers:
        return Response(status=400, headers={"HX-Refresh": "true"})
    return render_template("pages/error.html", title="页面放得太久了", words="请返回，刷新页面后再试一次。"), 400
