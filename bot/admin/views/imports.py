"""Importing a register from a sheet: upload, look at what would change, then do it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.admin import stash
from bot.admin.office import Office
from bot.admin.registers import Register, importing
from bot.admin.registers.importing import Report
from bot.admin.stash import Kind
from bot.admin.views.pages import actor, me, page
from bot.admin.views.registers import find
from bot.sheets import SheetRefused, read_sheet


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the views of importing."""

    @admin.get("/registers/<slug>/import")
    def register_import(slug: str) -> ResponseReturnValue:
        return page("admin/import.html", register=_importable(slug), report=None, refused="", token="")

    @admin.post("/registers/<slug>/import")
    def register_import_preview(slug: str) -> ResponseReturnValue:
        register, file = _importable(slug), request.files.get("sheet")
        content = file.read() if file else b""
        if not content:
            return _refuse(register, "请先选一个 xlsx 文件。")
        try:
            report = _run(register, content, office, keep=False)
        except SheetRefused as refused:
            return _refuse(register, str(refused))
        token = stash.keep(office, Kind.IMPORT, content)
        return page("admin/import.html", register=register, report=report, refused="", token=token)

    @admin.post("/registers/<slug>/import/apply")
    def register_import_apply(slug: str) -> ResponseReturnValue:
        register = _importable(slug)
        content = stash.take(office, Kind.IMPORT, request.form.get("token", ""))
        if content is None:
            return _refuse(register, "预览放得太久了，或者已经导入过。请重新选文件。")
        report = _run(register, content, office, keep=True)
        if report.faults:
            return page("admin/import.html", 422, register=register, report=report, refused="", token="")
        flash(f"导入完成：新建 {report.count('新建')} 条，修改 {report.count('修改')} 条。", "success")
        return redirect(url_for("admin.register", slug=slug), 303)


def _run(register: Register, content: bytes, office: Office, *, keep: bool) -> Report:
    """Run the sheet; without `keep`, or with a fault, all of it is rolled back."""
    lines = read_sheet(content, register.labels, register.key)
    with office.database.session() as session, session.begin_nested() as attempt:
        report = importing.run(session, register, lines, me(), actor(), office.clock())
        if report.faults or not keep:
            attempt.rollback()
    return report


def _importable(slug: str) -> Register:
    register = find(slug)
    return register if register.has_sheet else abort(404)


def _refuse(register: Register, words: str) -> Response:
    return page("admin/import.html", 422, register=register, report=None, refused=words, token="")
