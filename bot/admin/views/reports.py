"""Weekly reports: the list, one to read, and the same as a Word document."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from bot.admin.office import Office
from bot.admin.views.pages import page
from bot.clock import day_in_words
from bot.figures import weekly
from bot.models import WeeklyReport


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the weekly reports."""

    @admin.get("/reports")
    def reports() -> ResponseReturnValue:
        with office.database.reader() as session:
            rows = [(one.id, weekly.title(one), day_in_words(one.made_at)) for one in weekly.reports(session)]
        return page("admin/reports.html", reports=rows)

    @admin.post("/reports")
    def reports_make() -> ResponseReturnValue:
        """Make last week's now, where the worker has not."""
        with office.database.session() as session:
            id_ = weekly.make(session, office.clock()).id
        return redirect(url_for("admin.reports_show", id_=id_), 303)

    @admin.get("/reports/<int:id_>")
    def reports_show(id_: int) -> ResponseReturnValue:
        report = _find(id_)
        return page(
            "admin/report.html", report=report, title=weekly.title(report), sections=weekly.sections_of(report),
            made_at=day_in_words(report.made_at),
        )  # fmt: skip

    @admin.get("/reports/<int:id_>/report.docx")
    def reports_word(id_: int) -> ResponseReturnValue:
        report = _find(id_)
        answer = Response(weekly.word_document(report), mimetype=weekly.WORD)
        name = quote(f"{weekly.title(report)}.docx")
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return answer

    def _find(id_: int) -> WeeklyReport:
        with office.database.reader() as session:
            return session.get(WeeklyReport, id_) or abort(404)
