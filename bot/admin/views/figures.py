"""Figures of some days: tables, each drawn beside, and a workbook of them all."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from bot import audit
from bot.admin.office import Office
from bot.admin.views.pages import actor, page
from bot.admin.views.registers import sheet_answer
from bot.figures.period import Period, last_week, latest_days
from bot.figures.section import sheets
from bot.figures.sections import all_sections
from bot.models import Deed
from bot.sheets import write_sheets


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the figures."""

    @admin.get("/figures")
    def figures() -> ResponseReturnValue:
        period, now = _period(), office.clock()
        with office.database.reader() as session:
            sections = all_sections(session, period, now)
        choices = [("最近 7 天", latest_days(now, 7)), ("上周", last_week(now)), ("最近 30 天", latest_days(now, 30))]
        return page("admin/figures.html", sections=sections, period=period, choices=choices)

    @admin.get("/figures/export.xlsx")
    def figures_export() -> ResponseReturnValue:
        period, now = _period(), office.clock()
        with office.database.session() as session:
            content = write_sheets(sheets(all_sections(session, period, now)))
            whole = audit.Subject("统计", "*", "统计表格")
            audit.record(session, actor(), Deed.EXPORT, whole, now, after={"时间": period.words})
        return sheet_answer(f"统计 {period.first}—{period.last}.xlsx", content)

    def _period() -> Period:
        """The period of the address; one that cannot be is the last seven days."""
        try:
            return Period(date.fromisoformat(request.args["first"]), date.fromisoformat(request.args["last"]))
        except (KeyError, ValueError):
            return latest_days(office.clock(), 7)
