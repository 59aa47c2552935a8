"""Entries as xlsx: taken away, filled in, brought back; a wrong file is reported line by line and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import audit
from bot.admin import stash
from bot.admin.office import Office
from bot.admin.stash import Kind
from bot.admin.views import gate
from bot.admin.views.faq_page import ALL_ENTRIES, names
from bot.admin.views.pages import actor, me, page
from bot.audit import Subject
from bot.faq.differences import Difference
from bot.faq.gate import BreaksGolden
from bot.faq.lifecycle import FaqRefusal
from bot.faq.list_workbook import (
    LIST_HEADINGS,
    LIST_NEEDED,
    PlannedItem,
    list_rows,
    plan_list,
    take_list,
)
from bot.faq.sources import citable, read_library
from bot.faq.workbook import (
    ENTRY_HEADINGS,
    ENTRY_NEEDED,
    Planned,
    Taken,
    WorkbookRefused,
    carry_out,
    count,
    entry_rows,
    mark,
    plan_entries,
)
from bot.models import Deed, FaqEntry, ListItem
from bot.sheets import MIME, SheetRefused, read_sheet, write_sheet
from knowledge.regulation import read_regulation

_MOST_SHOWN = 200
_ALL_ITEMS = Subject("清单", "all", "全部清单")


AnyPlanned = TypeVar("AnyPlanned", Planned, PlannedItem)


@dataclass(frozen=True)
class _Shown:
    """A line of a file that changes something."""

    planned: Planned | PlannedItem
    title: str
    differences: Sequence[Difference]


def add_views(admin: Blueprint, office: Office) -> None:
    """Add export and import of entries and of lists."""
    _add_entries(admin, office)
    _add_lists(admin, office)


def _add_entries(admin: Blueprint, office: Office) -> None:
    @admin.get("/faq/export")
    def faq_export() -> ResponseReturnValue:
        with office.database.session() as session:
            values = names(session)
            entries = list(session.scalars(select(FaqEntry).order_by(FaqEntry.id)))
            audit.record(session, actor(), Deed.EXPORT, ALL_ENTRIES, office.clock(), after={"条数": len(entries)})
        sheet = write_sheet("问答", ENTRY_HEADINGS, entry_rows(entries, values["area_id"], values["form"]))
        return _file(sheet, "faq.xlsx")

    @admin.get("/faq/import")
    def faq_import() -> ResponseReturnValue:
        return _import_page("faq", None)

    @admin.post("/faq/import")
    def faq_take() -> ResponseReturnValue:
        """Show what a file would do; do it once that has been seen, unless an entry changed meanwhile."""
        try:
            # A file that has been looked at is taken away: pressing twice must not import it twice.
            content = _kept(office, stash.take) or _uploaded()
            taken = _carry_out(office, content) if request.form.get("seen") else None
            if taken is None:
                return _preview(office, content)
        except (SheetRefused, WorkbookRefused) as refused:
            return _import_page("faq", refused)
        flash(f"{_told(taken)}新的和改了的都是草稿，提交审核后居民才看得到。", "success")
        return redirect(url_for("admin.faq"))


def _plan(session: Session, content: bytes) -> list[Planned]:
    lines = read_sheet(content, ENTRY_HEADINGS, ENTRY_NEEDED)
    return plan_entries(session, lines, names(session), citable(read_library(session, read_regulation())))


def _carry_out(office: Office, content: bytes) -> Taken | None:
    """Import what was confirmed; None when somebody changed one of its entries since it was shown."""
    now = office.clock()
    with office.database.session() as session:
        plan = _plan(session, content)
        if request.form.get("seen") != mark(plan):
            return None
        taken = carry_out(session, plan, me(), now)
        audit.record(session, actor(), Deed.IMPORT, ALL_ENTRIES, now, after=_counts(taken))
    return taken


def _preview(office: Office, content: bytes) -> Response:
    with office.database.reader() as session:
        plan, values = _plan(session, content), names(session)
    lines = _in_order(plan)
    shown = [_Shown(one, one.content.title, one.differences(values)) for one in lines[:_MOST_SHOWN]]
    return _preview_page(office, "faq", content, shown, len(lines), count(plan), mark(plan))


def _add_lists(admin: Blueprint, office: Office) -> None:
    @admin.get("/lists/export")
    def lists_export() -> ResponseReturnValue:
        with office.database.session() as session:
            items = list(session.scalars(select(ListItem).order_by(ListItem.kind, ListItem.id)))
            audit.record(session, actor(), Deed.EXPORT, _ALL_ITEMS, office.clock(), after={"条数": len(items)})
        return _file(write_sheet("清单", LIST_HEADINGS, list_rows(items)), "lists.xlsx")

    @admin.get("/lists/import")
    def lists_import() -> ResponseReturnValue:
        return _import_page("lists", None)

    @admin.post("/lists/import")
    def lists_take() -> ResponseReturnValue:
        """Show what a file would do; do it once that has been seen, unless an item changed meanwhile."""
        now = office.clock()

        def act(session: Session, reason: str) -> Taken | None:
            plan = _plan_items(session, content)
            if request.form.get("seen") != mark(plan):
                return None
            taken = take_list(session, plan)
            after = _counts(taken) | ({"说明": reason} if reason else {})
            audit.record(session, actor(), Deed.IMPORT, _ALL_ITEMS, now, after=after)
            return taken

        try:
            # The file stays: a golden question may have to be overruled first. Pressing twice finds the items changed.
            content = _kept(office) or _uploaded()
            taken = gate.change(office, act) if request.form.get("seen") else None
            if taken is None:
                return _preview_items(office, content)
        except BreaksGolden as refused:
            return gate.stopped(refused, "导入这份清单", url_for("admin.lists_import"))
        except (SheetRefused, FaqRefusal, WorkbookRefused) as refused:
            return _import_page("lists", refused)
        flash(f"{_told(taken)}居民现在就能问到。", "success")
        return redirect(url_for("admin.lists"))


def _plan_items(session: Session, content: bytes) -> list[PlannedItem]:
    return plan_list(session, read_sheet(content, LIST_HEADINGS, LIST_NEEDED))


def _preview_items(office: Office, content: bytes) -> Response:
    with office.database.reader() as session:
        plan = _plan_items(session, content)
    lines = _in_order(plan)
    shown = [_Shown(one, one.values["name"], one.differences()) for one in lines[:_MOST_SHOWN]]
    return _preview_page(office, "lists", content, shown, len(lines), count(plan), mark(plan))


def _in_order(plan: Iterable[AnyPlanned]) -> list[AnyPlanned]:
    """Changes to what is there come first: they can spoil something."""
    return sorted((one for one in plan if not one.is_same), key=lambda one: (one.known is None, one.line))


def _preview_page(
    office: Office, what: str, content: bytes, shown: Sequence[_Shown], changing: int, taken: Taken, seen: str
) -> Response:
    """The page between choosing a file and importing it."""
    return page(
        "admin/workbook_preview.html", what=what, counts=_counts(taken), shown=shown, more=changing - len(shown),
        kept=stash.keep(office, Kind.IMPORT, content), mark=seen, is_late=bool(request.form.get("seen")),
    )  # fmt: skip


def _kept(office: Office, find: Callable[[Office, Kind, str], bytes | None] = stash.find) -> bytes | None:
    """The file that was uploaded before something had to be looked at first."""
    ticket = request.form.get("kept", "")
    if not ticket:
        return None
    content = find(office, Kind.IMPORT, ticket)
    if content is None:
        raise SheetRefused("放得太久了，或者已经导入过。请重新选文件。")
    return content


def _uploaded() -> bytes:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise SheetRefused("请先选一个文件。")
    return file.read()


def _import_page(what: str, refused: Exception | None) -> Response:
    wrong = refused if isinstance(refused, WorkbookRefused) else None
    counts = _counts(wrong.right) | {"有错": wrong.wrong} if wrong and wrong.right else {}
    faults = wrong.faults if wrong else []
    return page(
        "admin/workbook.html", 422 if refused else 200, what=what, refused=refused, faults=faults, counts=counts
    )


def _counts(taken: Taken) -> dict[str, int]:
    return {"新增": taken.added, "修改": taken.changed, "没变": taken.same}


def _told(taken: Taken) -> str:
    return f"导入完成：新增{taken.added}条，修改{taken.changed}条，没变{taken.same}条。"


def _file(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=MIME, headers=headers)
