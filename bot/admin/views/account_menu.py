"""The official account's menu: edited beside a picture of the phone, checked while typing, saved, published."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import audit
from bot.admin import trail
from bot.admin.office import Office
from bot.admin.views.pages import actor, page
from bot.clock import day_in_words
from bot.models import AccountMenu, Deed

# WeChat's own: three buttons, five below each (自定义菜单).
_TOPS, _SUBS = 3, 5
_WEB = "网页"
_SUBJECT = audit.Subject("公众号菜单", "menu", "公众号菜单")

Buttons = list[dict[str, Any]]


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the menu editor."""

    @admin.get("/menu")
    def account_menu() -> ResponseReturnValue:
        with office.database.reader() as session:
            row = _row(session)
            history = trail.of_subject(session, _SUBJECT, office.clock())
        return _editor(row.buttons if row else office.menu.default(), row, history)

    @admin.post("/menu/check")
    def account_menu_check() -> ResponseReturnValue:
        """The picture of the phone and what is wrong, while somebody types."""
        buttons = read_buttons()
        return page("admin/_menu_phone.html", buttons=buttons, problems=office.menu.check(buttons))

    @admin.post("/menu")
    def account_menu_save() -> ResponseReturnValue:
        buttons = read_buttons()
        with office.database.reader() as session:
            row = _row(session)
        if problems := office.menu.check(buttons):
            return _editor(buttons, row, [], problems, status=422)
        refused = office.menu.publish(buttons) if "publish" in request.form else ""
        is_published = "publish" in request.form and not refused
        with office.database.session() as session:
            _save(session, buttons, office, is_published=is_published)
        if refused:
            flash(f"已保存，但微信没有收下：{refused}。请稍后再点“保存并发布”。", "error")
        else:
            flash("菜单已发布，居民一天之内都会看到新的。" if is_published else "菜单已保存，还没有发布。", "success")
        return redirect(url_for("admin.account_menu"), 303)

    def _editor(
        buttons: Buttons, row: AccountMenu | None, history: list[trail.Entry], problems: list[str] | None = None,
        status: int = 200,
    ) -> ResponseReturnValue:  # fmt: skip
        published = day_in_words(row.pushed_at) if row and row.pushed_at else ""
        return page(
            "admin/account_menu.html", status, tops=_lines(buttons, office), buttons=buttons,
            problems=office.menu.check(buttons) if problems is None else problems, published=published,
            is_saved=row is not None, words=office.menu.words, web=_WEB, history=history,
        )  # fmt: skip


def read_buttons() -> Buttons:
    """Return the menu that a form holds; lines without a name are left out, a button without lines acts itself."""
    tops = []
    for top in range(_TOPS):
        name = request.form.get(f"name-{top}", "").strip()
        subs = [one for sub in range(_SUBS) if (one := _button(f"{top}-{sub}"))]
        own = _button(f"{top}-own", name) if name else None
        if name and subs:
            tops.append({"name": name, "sub_button": subs})
        elif own:
            tops.append(own)
    return tops


def _button(place: str, name: str = "") -> dict[str, Any] | None:
    name = name or request.form.get(f"name-{place}", "").strip()
    if not name:
        return None
    does = request.form.get(f"does-{place}", "")
    if does == _WEB:
        return {"type": "view", "name": name, "url": request.form.get(f"url-{place}", "").strip()}
    return {"type": "click", "name": name, "key": does}


def _lines(buttons: Buttons, office: Office) -> list[dict[str, Any]]:
    """Return the form's lines: always three buttons with five below each."""
    tops = []
    for number in range(_TOPS):
        top = buttons[number] if number < len(buttons) else {}
        subs = list(top.get("sub_button") or [])
        filled = [_line(f"{number}-{sub}", subs[sub] if sub < len(subs) else {}) for sub in range(_SUBS)]
        own = _line(f"{number}-own", {} if subs else top)
        tops.append({"number": number, "name": top.get("name", ""), "own": own, "subs": filled})
    return tops


def _line(place: str, button: dict[str, Any]) -> dict[str, str]:
    does = _WEB if button.get("type") == "view" else str(button.get("key", ""))
    return {"place": place, "name": str(button.get("name", "")), "does": does, "url": str(button.get("url", ""))}


def _row(session: Session) -> AccountMenu | None:
    return session.scalar(select(AccountMenu).order_by(AccountMenu.id).limit(1))


def _save(session: Session, buttons: Buttons, office: Office, *, is_published: bool) -> None:
    now, row = office.clock(), _row(session)
    before = {"菜单": in_words(row.buttons if row else office.menu.default(), office)}
    if row is None:
        row = AccountMenu(buttons=buttons, saved_at=now)
        session.add(row)
    row.buttons, row.saved_at = buttons, now
    if is_published:
        row.pushed_at = now
    deed = Deed.PUSH if is_published else Deed.CHANGE
    audit.record(session, actor(), deed, _SUBJECT, now, before=before, after={"菜单": in_words(buttons, office)})


def in_words(buttons: Buttons, office: Office) -> str:
    """Return a menu as the audit trail keeps it, a line a button."""
    lines = []
    for top in buttons:
        subs = top.get("sub_button") or []
        lines.append(str(top["name"]) if subs else _told(top, office))
        lines += [f"　{_told(sub, office)}" for sub in subs]
    return "\n".join(lines)


def _told(button: dict[str, Any], office: Office) -> str:
    does = button.get("url") if button.get("type") == "view" else office.menu.words.get(button.get("key", ""), "")
    return f"{button['name']}：{does}"
