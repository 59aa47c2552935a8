"""The watch over logins: each request of staff needs one that is open; some must do something else first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import user_logged_out
from flask_security import current_user, password_changed, tf_code_confirmed, url_for_security, user_authenticated
from flask_security.utils import logout_user

from bot import audit
from bot.accounts import logins
from bot.accounts.devices import device_words
from bot.database import Database
from bot.models import Deed, LoginSession, Staff

LOGIN = "login"
_OFFER_CODES = "offer_recovery_codes"
_GUARDED = frozenset({"inbox", "admin", "accounts", "security"})
# What somebody with a one-time password may do: change it, or go.
_BEFORE_A_PASSWORD = frozenset({"security.change_password", "security.logout"})


@dataclass(frozen=True)
class Watch:
    """Begins, checks and ends logins."""

    database: Database
    clock: Callable[[], datetime]

    def begin(self, _app: Flask, user: Staff, **_details: object) -> None:
        """Write down a login; changing the password logs in again and keeps the one there is."""
        session.permanent = True
        if LOGIN in session:
            return
        with self.database.session() as db:
            session[LOGIN] = logins.begin(
                db, user.id, address=request.remote_addr,
                device=device_words(request.user_agent.string), now=self.clock(),
            )  # fmt: skip
            audit.record(db, audit.by_staff(user, request.remote_addr), Deed.LOG_IN, _account(user), self.clock())

    def end(self, _app: Flask, user: Staff, **_details: object) -> None:
        """End the login that somebody leaves."""
        login_id = session.pop(LOGIN, None)
        if login_id is not None:
            with self.database.session() as db:
                if logins.end(db, user.id, login_id, self.clock()):
                    actor = audit.by_staff(user, request.remote_addr)
                    audit.record(db, actor, Deed.LOG_OUT, _account(user), self.clock())

    def password_was_changed(self, _app: Flask, user: Staff, **_details: object) -> None:
        """Whoever else is logged in as this person is out."""
        with self.database.session() as db:
            db.get_one(Staff, user.id).must_change_password = False
            logins.end_all(db, user.id, self.clock(), but=session.get(LOGIN))
            actor = audit.by_staff(user, request.remote_addr)
            audit.record(db, actor, Deed.CHANGE, _account(user), self.clock(), after={"密码": "已更改"})

    def code_was_right(self, _app: Flask, user: Staff, **_details: object) -> None:
        """Recovery codes are made before they are needed: the first page after setting up offers them."""
        if not user.mf_recovery_codes:
            session[_OFFER_CODES] = True

    def check(self) -> ResponseReturnValue | None:
        """Stop a request whose login has ended, and lead somebody who must do something else first."""
        endpoint = request.endpoint or ""
        if request.blueprint not in _GUARDED or endpoint.endswith(".static") or not current_user.is_authenticated:
            return None
        if not self._is_open():
            logout_user()
            return _go(url_for_security("login"))
        if current_user.must_change_password and endpoint not in _BEFORE_A_PASSWORD:
            return _go(url_for_security("change_password"))
        if _is_page() and session.pop(_OFFER_CODES, False):
            return _go(url_for_security("mf_recovery_codes"))
        return None

    def _is_open(self) -> bool:
        now, login_id, address = self.clock(), session.get(LOGIN), request.remote_addr
        with self.database.reader() as db:
            login = db.get(LoginSession, login_id) if login_id is not None else None
        if login is None or not logins.is_open(login, current_user.id):
            return False
        if logins.is_stale(login, address, now):
            with self.database.session() as db:
                logins.see(db, login.id, address, now)
        return True


def keep_watch(app: Flask, watch: Watch) -> None:
    """Have an app watched."""
    # By their methods' owner, which the app keeps: signals hold their receivers weakly.
    app.extensions["linli.watch"] = watch
    user_authenticated.connect(watch.begin, app, weak=False)
    user_logged_out.connect(watch.end, app, weak=False)
    password_changed.connect(watch.password_was_changed, app, weak=False)
    tf_code_confirmed.connect(watch.code_was_right, app, weak=False)
    app.before_request(watch.check)


def _account(user: Staff) -> audit.Subject:
    return audit.Subject("账号", str(user.id), f"{user.name}（{user.username}）")


def _is_page() -> bool:
    is_part = "HX-Request" in request.headers or request.accept_mimetypes.best == "text/event-stream"
    return request.method == "GET" and not is_part


def _go(address: str) -> ResponseReturnValue:
    """A page is sent elsewhere; a part of a page takes its whole page along."""
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": address})
    if request.accept_mimetypes.best == "text/event-stream":
        return Response(status=401)
    return redirect(address)
