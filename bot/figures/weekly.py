"""The weekly report: made once a week, kept, and written out as a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Pt
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import day_in_words
from bot.figures.period import Period, last_week
from bot.figures.section import Section, from_json
from bot.figures.sections import all_sections
from bot.models import WeeklyReport

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "宋体"


def make(session: Session, now: datetime) -> WeeklyReport:
    """Return last week's report; it is made when there is none yet, and stays as it is afterwards."""
    period = last_week(now)
    known = session.scalar(select(WeeklyReport).where(WeeklyReport.first_day == period.first))
    if known is not None:
        return known
    kept = [section.as_json() for section in all_sections(session, period, now)]
    report = WeeklyReport(first_day=period.first, last_day=period.last, made_at=now, sections=kept)
    session.add(report)
    session.flush()
    return report


def reports(session: Session) -> Sequence[WeeklyReport]:
    """Return all reports, the newest first."""
    return session.scalars(select(WeeklyReport).order_by(WeeklyReport.first_day.desc())).all()


def sections_of(report: WeeklyReport) -> list[Section]:
    """Return what a report tells."""
    return [from_json(kept) for kept in report.sections]


def title(report: WeeklyReport) -> str:
    """Return a report's title."""
    return f"邻里工作周报（{Period(report.first_day, report.last_day).words}）"


def word_document(report: WeeklyReport) -> bytes:
    """Return a report as a Word document."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.core_properties.title = title(report)
    document.add_heading(title(report), level=0)
    document.add_paragraph(f"本周报由系统于{day_in_words(report.made_at)}自动生成，数字以当时为准。")
    for section in sections_of(report):
        _add_section(document, section)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_section(document: object, section: Section) -> None:
    document.add_heading(section.title, level=1)  # type: ignore[attr-defined]
    document.add_paragraph(section.note)  # type: ignore[attr-defined]
    if not section.rows:
        document.add_paragraph("这一周没有。")  # type: ignore[attr-defined]
        return
    table = document.add_table(rows=1, cols=len(section.headings), style="Light Grid Accent 1")  # type: ignore[attr-defined]
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, heading in zip(table.rows[0].cells, section.headings, strict=True):
        cell.text = heading
    for row in section.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = str(value)
