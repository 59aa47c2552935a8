"""One row of a register: its form, its history, saving and deleting it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.admin import trail
from bot.admin.office import Office
from bot.admin.registers import Refused, Register, saving
from bot.admin.registers.fields import Widget
from bot.admin.registers.register import Row, Sheet
from bot.admin.views import shifts, staff
from bot.admin.views.pages import actor, me, page
from bot.admin.views.registers import find
from bot.models import Deed


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the forms."""
    _add_new(admin, office)
    _add_changing(admin, office)


def _add_new(admin: Blueprint, office: Office) -> None:
    @admin.get("/registers/<slug>/new")
    def register_new(slug: str) -> ResponseReturnValue:
        found = find(slug)
        if not found.can_add:
            abort(404)
        with office.database.reader() as session:
            return _form(session, found, None, {field.label: field.default for field in found.fields}, office)

    @admin.post("/registers/<slug>/new")
    def register_create(slug: str) -> ResponseReturnValue:
        found = find(slug)
        if not found.can_add:
            abort(404)
        sheet = read_form(found)
        try:
            with office.database.session() as session:
                row = saving.create(session, found, sheet, me(), actor(), office.clock())
                name, id_ = found.name_of(row), found.id_of(row)
        except Refused as refused:
            with office.database.reader() as session:
                return _form(session, found, None, sheet, office, refused)
        flash(f"已添加{found.noun}“{name}”。", "success")
        has_more = found.slug in ("staff", "teams")
        return redirect(url_for("admin.register_row", slug=slug, id_=id_) if has_more else _list(found), 303)


def _add_changing(admin: Blueprint, office: Office) -> None:
    @admin.get("/registers/<slug>/rows/<id_>")
    def register_row(slug: str, id_: str) -> ResponseReturnValue:
        found = find(slug)
        with office.database.reader() as session:
            row = found.find(session, id_) or abort(404)
            return _form(session, found, row, found.words(row), office)

    @admin.post("/registers/<slug>/rows/<id_>")
    def register_save(slug: str, id_: str) -> ResponseReturnValue:
        found, sheet = find(slug), read_form(find(slug))
        try:
            with office.database.session() as session:
                row = found.find(session, id_) or abort(404)
                if request.form.get("version") != version(found.words(row)):
                    raise Refused(
                        {"": "您打开以后，别人改过这一条。下面是您填的，右边的记录里有别人的改动，核对后再保存一次。"}
                    )
                changed = saving.change(session, found, row, sheet, me(), actor(), office.clock())
                name = found.name_of(row)
        except Refused as refused:
            with office.database.reader() as session:
                return _form(session, found, found.find(session, id_), sheet, office, refused)
        flash(f"已保存“{name}”。" if changed else "没有改动。", "success")
        return redirect(_list(found), 303)

    @admin.post("/registers/<slug>/rows/<id_>/remove")
    def register_remove(slug: str, id_: str) -> ResponseReturnValue:
        found = find(slug)
        if not found.can_remove:
            abort(404)
        try:
            with office.database.session() as session:
                row = found.find(session, id_) or abort(404)
                gone = saving.remove(session, found, row, actor(), office.clock())
        except Refused as refused:
            flash(str(refused), "error")
            return redirect(url_for("admin.register_row", slug=slug, id_=id_), 303)
        with office.database.reader() as session:
            entry = trail.newest(session, gone, Deed.REMOVE)
        flash(f"已删除“{gone.name}”。", "success")
        return redirect(f"{_list(found)}?undo={entry}", 303)


def read_form(register: Register) -> Sheet:
    """Return the words that a form holds; boxes that are not ticked are told as such."""
    sheet: dict[str, str] = {}
    for field in register.fields:
        given = request.form.getlist(field.name)
        if field.widget is Widget.CHECKS:
            sheet[field.label] = "、".join(given)
        elif field.widget is Widget.SWITCH:
            sheet[field.label] = "是" if given else "否"
        elif given:
            sheet[field.label] = given[0]
    return sheet


def version(words: Mapping[str, str]) -> str:
    """Return a mark of a row as somebody saw it, so that nobody overwrites what they have not seen."""
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:16]


def _form(
    session: Session, register: Register, row: Row | None, sheet: Sheet, office: Office, refused: Refused | None = None
) -> Response:
    fields = [
        (field, sheet.get(field.label, ""), list(field.choices(session)) if field.choices else [])
        for field in register.fields
    ]
    history = trail.of_subject(session, saving.subject(register, row), office.clock()) if row is not None else []
    more = _more(session, register, row, office)
    return page(
        "admin/register_row.html", status=422 if refused else 200, register=register, row_fields=fields, history=history,
        id=register.id_of(row) if row is not None else "", name=register.name_of(row) if row is not None else "",
        version=version(register.words(row)) if row is not None else "", errors=refused.errors if refused else {}, **more,
    )  # fmt: skip


def _more(session: Session, register: Register, row: Row | None, office: Office) -> dict[str, object]:
    """Return what some registers show besides their fields: a person's logins, a team's shifts."""
    if row is None:
        return {}
    if register.slug == "staff":
        return staff.more(session, row, office)
    return shifts.more(row) if register.slug == "teams" else {}


def _list(register: Register) -> str:
    return url_for("admin.register", slug=register.slug)
