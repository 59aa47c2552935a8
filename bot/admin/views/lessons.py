"""Lessons: messages that were not understood, judged by two people, exported for the next training."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot import audit
from bot.admin.office import Office
from bot.admin.views.pages import actor, me, page
from bot.audit import Subject
from bot.lessons import LABELS, LessonRefusal, counts, dismiss, export, export_file_name, listed, propose, restore
from bot.lessons.labels import REASONS
from bot.models import Deed, Lesson, LessonState

_STEPS = {
    LessonState.WAITING: "等判断",
    LessonState.PROPOSED: "等第二个人",
    LessonState.AGREED: "可以导出",
    LessonState.DISMISSED: "不收的",
}


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the list, judging, leaving out with its undo, and the export."""

    @admin.get("/lessons")
    def lessons() -> ResponseReturnValue:
        state = _state(request.args.get("state", ""))
        with office.database.reader() as session:
            shown, numbers = listed(session, state), counts(session)
        return page(
            "admin/lessons.html", lessons=shown, numbers=numbers, state=state, steps=_STEPS, labels=LABELS,
            reasons=REASONS, states=LessonState, undo=request.args.get("undo", 0, type=int),
        )  # fmt: skip

    @admin.post("/lessons/<int:id_>/judge")
    def lessons_judge(id_: int) -> ResponseReturnValue:
        state = _state(request.form.get("state", ""))
        try:
            with office.database.session() as session:
                lesson = _found(session, id_)
                propose(lesson, request.form.get("intent", ""), request.form.get("text", "")[:500], me())
                agreed = lesson.state is LessonState.AGREED
            flash("两个人看法一致，可以导出了。" if agreed else "记下了，等另一位同事也看一眼。", "success")
        except LessonRefusal as refused:
            flash(str(refused), "error")
        return redirect(url_for("admin.lessons", state=state.value))

    @admin.post("/lessons/<int:id_>/dismiss")
    def lessons_dismiss(id_: int) -> ResponseReturnValue:
        with office.database.session() as session:
            dismiss(_found(session, id_))
        return redirect(url_for("admin.lessons", state=_state(request.form.get("state", "")).value, undo=id_))

    @admin.post("/lessons/<int:id_>/restore")
    def lessons_restore(id_: int) -> ResponseReturnValue:
        with office.database.session() as session:
            restore(_found(session, id_))
        flash("已放回列表。", "success")
        return redirect(url_for("admin.lessons", state=_state(request.form.get("state", "")).value))

    @admin.post("/lessons/export")
    def lessons_export() -> ResponseReturnValue:
        now = office.clock()
        with office.database.session() as session:
            count = counts(session)[LessonState.AGREED]
            content = export(session, now)
            if content:
                name = export_file_name(now)
                audit.record(session, actor(), Deed.EXPORT, Subject("训练语料", name, name), now, after={"条数": count})
        if not content:
            flash("还没有两个人都同意的句子。", "error")
            return redirect(url_for("admin.lessons"))
        headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
        return Response(content, mimetype="application/yaml", headers=headers)


def _state(name: str) -> LessonState:
    return LessonState(name) if name in set(LessonState) else LessonState.WAITING


def _found(session: Session, id_: int) -> Lesson:
    lesson = session.get(Lesson, id_)
    if lesson is None or lesson.exported_at is not None:
        abort(404)
    return lesson
