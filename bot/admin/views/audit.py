"""The audit trail: looking through it, taking it away, and undoing what it tells of."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import audit as audit_trail
from bot.admin import access, trail
from bot.admin.office import Office
from bot.admin.registers import Refused, Register, of_noun, saving
from bot.admin.views.pages import actor, me, page
from bot.admin.views.registers import sheet_answer
from bot.models import AuditEntry, Deed
from bot.preferences import Preference, WrongPreference, storing
from bot.sheets import write_sheet

_PAGE = 50
# An xlsx file ends at a million lines; whoever needs more asks for a shorter time.
_MOST_EXPORTED = 50_000


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the pages of the audit trail."""

    @admin.get("/audit")
    def audit() -> ResponseReturnValue:
        filters, start = read_filters(), max(0, request.args.get("start", 0, type=int))
        with office.database.reader() as session:
            count = session.scalar(select(func.count()).select_from(trail.found(filters).subquery())) or 0
            rows = session.scalars(trail.found(filters).offset(start).limit(_PAGE)).all()
            kinds, actors = trail.kinds(session), trail.actors(session)
        return page(
            "admin/audit.html", entries=[trail.entry(one, office.clock()) for one in rows], filters=filters,
            kinds=kinds, actors=actors, deeds=list(audit_trail.DEEDS.values()), count=count, start=start, step=_PAGE,
            may_restore=access.may_open(me(), "admin.audit_restore"),
        )  # fmt: skip

    @admin.get("/audit/export.xlsx")
    def audit_export() -> ResponseReturnValue:
        with office.database.session() as session:
            rows = session.scalars(trail.found(read_filters()).limit(_MOST_EXPORTED)).all()
            lines = [trail.sheet_row(one) for one in rows]
            whole = audit_trail.Subject("操作记录", "*", "操作记录表格")
            audit_trail.record(session, actor(), Deed.EXPORT, whole, office.clock(), after={"行数": len(lines)})
        return sheet_answer("操作记录.xlsx", write_sheet("操作记录", trail.HEADINGS, lines))

    @admin.post("/audit/<int:id_>/restore")
    def audit_restore(id_: int) -> ResponseReturnValue:
        with office.database.reader() as session:
            entry = session.get(AuditEntry, id_) or abort(404)
        if (setting := trail.setting_of(entry)) and trail.can_restore(entry):
            return _restore_setting(setting, entry, office)
        register = of_noun(entry.subject_kind)
        if register is None or not trail.can_restore(entry):
            abort(404)
        try:
            with office.database.session() as session:
                _restore(session, register, entry, office)
            flash(f"“{entry.subject}”已恢复到改之前。", "success")
        except Refused as refused:
            flash(f"不能恢复：{refused}", "error")
        return redirect(url_for("admin.register", slug=register.slug), 303)


def _restore_setting(setting: Preference, entry: AuditEntry, office: Office) -> ResponseReturnValue:
    """Write back what was before, if it still may be."""
    try:
        with office.database.session() as session:
            storing.store(session, setting, str(entry.before[storing.VALUE]), actor(), office.clock())
        flash(f"“{setting.label}”已恢复到改之前。", "success")
    except WrongPreference as wrong:
        flash(f"不能恢复：{wrong}", "error")
    return redirect(url_for("admin.preferences_edit", name=setting.name), 303)


def _restore(session: Session, register: Register, entry: AuditEntry, office: Office) -> None:
    """Write back what was before; what was deleted is made again. Raises `Refused`."""
    row = register.find(session, entry.subject_key)
    if row is not None:
        saving.change(session, register, row, entry.before, me(), actor(), office.clock())
    elif entry.deed is Deed.REMOVE:
        saving.create(session, register, entry.before, me(), actor(), office.clock())
    else:
        raise Refused({"": "它已经被删除了，请先恢复删除。"})


def read_filters() -> trail.Filters:
    """Return the filters of an address; a day that is none is left out."""
    given = request.args
    return trail.Filters(
        given.get("q", "").strip(), given.get("actor", ""), given.get("kind", ""), given.get("deed", ""),
        _day(given.get("since", "")), _day(given.get("until", "")),
    )  # fmt: skip


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
