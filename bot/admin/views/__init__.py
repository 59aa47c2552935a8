"""Views of the administration: thin, one file a noun."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from bot.admin import access
from bot.admin.menu import menu_of
from bot.admin.office import Office
from bot.admin.views import (
    account_menu,
    audit,
    faq,
    faq_history,
    faq_retire,
    figures,
    golden,
    home,
    imports,
    lessons,
    lists,
    preferences,
    registers,
    reports,
    rows,
    shifts,
    sources,
    staff,
    try_out,
    unanswered,
    workbooks,
)
from bot.admin.views.pages import me
from bot.moments import when

_PACKAGE = Path(__file__).resolve().parent.parent
_NOUNS = (
    home,
    faq,
    faq_history,
    faq_retire,
    try_out,
    golden,
    unanswered,
    lessons,
    sources,
    lists,
    workbooks,
    figures,
    reports,
    registers,
    rows,
    imports,
    staff,
    shifts,
    account_menu,
    preferences,
    audit,
)


def blueprint(office: Office) -> Blueprint:
    """Return the blueprint of `/admin`; `bot.accounts.security.init_security` must have been called on the app."""
    admin = Blueprint(
        "admin",
        __name__,
        url_prefix="/admin",
        template_folder=str(_PACKAGE / "templates"),
        static_folder=str(_PACKAGE / "static"),
    )
    admin.before_request(access.guard)
    for noun in _NOUNS:
        noun.add_views(admin, office)
    _add_frame(admin, office)
    return admin


def _add_frame(admin: Blueprint, office: Office) -> None:
    @admin.app_template_filter("moment")
    def moment(at: datetime) -> str:
        """A moment in words, seen from now."""
        return when(at, office.clock())

    @admin.app_template_filter("day")
    def day(at: date | None) -> str:
        """A calendar day in words; nothing for none."""
        return f"{at.year}年{at.month}月{at.day}日" if at else ""

    @admin.context_processor
    def frame() -> dict[str, Any]:
        """What the layout shows on every page."""
        return {"me": me(), "menu": menu_of(me())}

    @admin.errorhandler(403)
    def closed(_error: Exception) -> ResponseReturnValue:
        words = "管理页面给督办和管理员用。需要的话，请找管理员开通。"
        return render_template("pages/error.html", title="您没有权限看这个页面", words=words), 403

    @admin.errorhandler(404)
    def missing(_error: Exception) -> ResponseReturnValue:
        words = "可能已经被删掉了。请回到列表看看。"
        return render_template("pages/error.html", title="没有找到", words=words), 404
