"""The page of one's own account; logging in itself belongs to Flask-Security's blueprint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy.orm import Session

from bot import audit, moments
from bot.accounts import logins
from bot.accounts.watch import LOGIN
from bot.clock import utc_now
from bot.database import Database
from bot.models import Deed, LoginSession, Staff

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class LoginRow:
    """A login as a line of the list."""

    id: int
    device: str
    address: str
    began: str
    seen: str
    is_this: bool


def blueprint(database: Database, clock: Callable[[], datetime] = utc_now) -> Blueprint:
    """Return the blueprint of `/account`: open to everybody who is logged in, each for themselves."""
    accounts = Blueprint(
        "accounts",
        __name__,
        url_prefix="/account",
        template_folder=str(_PACKAGE / "templates"),
        static_folder=str(_PACKAGE / "static"),
    )

    @accounts.before_request
    def guard() -> ResponseReturnValue | None:
        """Everybody sees their own account, and nobody another's."""
        if request.endpoint == "accounts.static" or current_user.is_authenticated:
            return None
        answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return answer

    @accounts.get("/")
    def home() -> ResponseReturnValue:
        with database.reader() as db:
            rows = [login_row(one, clock()) for one in logins.open_logins(db, current_user.id, clock())]
        response = make_response(render_template("accounts/account.html", me=_me(), rows=rows))
        response.headers["Cache-Control"] = "no-store"
        return response

    @accounts.post("/logins/<int:id_>/end")
    def end_login(id_: int) -> ResponseReturnValue:
        with database.session() as db:
            if not logins.end(db, current_user.id, id_, clock()):
                abort(404)
            _record(db, clock(), "退出了一台设备")
        flash("那台设备已退出登录。", "success")
        return redirect(url_for("accounts.home"), 303)

    @accounts.post("/logins/end-others")
    def end_others() -> ResponseReturnValue:
        with database.session() as db:
            ended = logins.end_all(db, current_user.id, clock(), but=session.get(LOGIN))
            if ended:
                _record(db, clock(), f"退出了其他 {ended} 台设备")
        flash("其他设备都已退出登录。" if ended else "没有别的设备在登录。", "success")
        return redirect(url_for("accounts.home"), 303)

    return accounts


def login_row(login: LoginSession, now: datetime) -> LoginRow:
    """Return a login as people read it."""
    return LoginRow(
        id=login.id,
        device=login.device,
        address=login.address or "",
        began=moments.when(login.began_at, now),
        seen=moments.when(login.seen_at, now),
        is_this=login.id == session.get(LOGIN),
    )


def _me() -> Staff:
    staff: Staff = current_user._get_current_object()
    return staff


def _record(db: Session, now: datetime, what: str) -> None:
    me = _me()
    subject = audit.Subject("账号", str(me.id), f"{me.name}（{me.username}）")
    audit.record(db, audit.by_staff(me, request.remote_addr), Deed.LOG_OUT, subject, now, after={"登录": what})
