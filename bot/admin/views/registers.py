"""Registers as pages: the table, and taking it away as a sheet."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from bot import audit
from bot.admin.office import Office
from bot.admin.registers import REGISTERS, Register
from bot.admin.views.pages import actor, page
from bot.models import Deed
from bot.sheets import MIME, write_sheet

_PAGE = 100


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the tables."""

    @admin.get("/registers/<slug>")
    def register(slug: str) -> ResponseReturnValue:
        found = find(slug)
        with office.database.reader() as session:
            rows = [(found.id_of(row), found.words(row)) for row in session.scalars(found.all_rows())]
        words, start = request.args.get("q", "").strip(), request.args.get("start", 0, type=int)
        fitting = [row for row in rows if not words or any(words in value for value in row[1].values())]
        shown = fitting[start : start + _PAGE]
        return page(
            "admin/register.html", register=found, rows=shown, q=words, start=start, step=_PAGE,
            count=len(fitting), total=len(rows),
        )  # fmt: skip

    @admin.get("/registers/<slug>/export.xlsx")
    def register_export(slug: str) -> ResponseReturnValue:
        found = find(slug)
        with office.database.session() as session:
            rows = [list(found.words(row).values()) for row in session.scalars(found.all_rows())]
            whole = audit.Subject(found.noun, "*", f"{found.noun}表格")
            audit.record(session, actor(), Deed.EXPORT, whole, office.clock(), after={"行数": len(rows)})
        return sheet_answer(f"{found.noun}.xlsx", write_sheet(found.noun, found.labels, rows))


def find(slug: str) -> Register:
    """Return the register of an address, or answer 404."""
    return REGISTERS.get(slug) or abort(404)


def sheet_answer(name: str, content: bytes) -> Response:
    """Return a file to take away; its name is Chinese (RFC 6266)."""
    answer = Response(content, mimetype=MIME)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
