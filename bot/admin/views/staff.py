"""What an administrator does for a member of staff: a one-time password, a lost telephone, an open login."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot import audit, moments
from bot.accounts import logins, passwords
from bot.admin.office import Office
from bot.admin.registers import STAFF, saving
from bot.admin.views.pages import actor, page
from bot.models import Deed, Staff


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the views of one member of staff."""

    @admin.post("/staff/<int:id_>/password")
    def staff_password(id_: int) -> ResponseReturnValue:
        """The password is shown on this page once: a redirect would have to keep it somewhere."""
        with office.database.session() as session:
            staff = session.get(Staff, id_) or abort(404)
            password = passwords.reset_password(session, staff, office.clock())
            _record(session, staff, office, {"密码": "一次性密码"})
        return page("admin/one_time_password.html", staff=staff, password=password)

    @admin.post("/staff/<int:id_>/second-factor")
    def staff_second_factor(id_: int) -> ResponseReturnValue:
        with office.database.session() as session:
            staff = session.get(Staff, id_) or abort(404)
            passwords.reset_second_factor(session, staff, office.clock())
            _record(session, staff, office, {"两步验证": "已清除"})
        flash(f"{staff.name}的两步验证已清除，下次登录重新绑定手机。", "success")
        return redirect(url_for("admin.register_row", slug=STAFF.slug, id_=id_), 303)

    @admin.post("/staff/<int:id_>/logins/end")
    def staff_end_logins(id_: int) -> ResponseReturnValue:
        with office.database.session() as session:
            staff = session.get(Staff, id_) or abort(404)
            ended = logins.end_all(session, id_, office.clock())
            _record(session, staff, office, {"登录": f"退出了 {ended} 台设备"})
        flash(f"{staff.name}已在 {ended} 台设备上退出登录。", "success")
        return redirect(url_for("admin.register_row", slug=STAFF.slug, id_=id_), 303)


def more(session: Session, staff: Staff, office: Office) -> dict[str, object]:
    """Return what the page of a member of staff shows besides the fields."""
    now = office.clock()
    open_logins = [
        (one.device, one.address or "", moments.when(one.seen_at, now))
        for one in logins.open_logins(session, staff.id, now)
    ]
    return {
        "logins": open_logins,
        "has_second_factor": bool(staff.tf_totp_secret),
        "has_password": bool(staff.password),
    }


def _record(session: Session, staff: Staff, office: Office, after: dict[str, str]) -> None:
    audit.record(session, actor(), Deed.RESET, saving.subject(STAFF, staff), office.clock(), after=after)
