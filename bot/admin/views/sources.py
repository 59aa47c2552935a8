"""Sources: regulations and notices in their editions, importing them, and what waits after an amendment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import audit
from bot.admin.office import Office
from bot.admin.views import gate
from bot.admin.views.pages import actor, me, page
from bot.audit import Subject
from bot.clock import SHANGHAI
from bot.faq import revision
from bot.faq.differences import Difference, article_differences, pieces
from bot.faq.gate import BreaksGolden
from bot.faq.importing import pack_draft, preview, read_document, repeal, take_in
from bot.faq.lifecycle import FaqRefusal
from bot.faq.quarantine import held_entries, held_explanations
from bot.faq.sources import read_library, review_article, unpack
from bot.models import Deed, SourceEdition
from knowledge.explanations import read_explanations
from knowledge.importing import Draft, ImportRefused, read_draft, read_file
from knowledge.library import Library
from knowledge.regulation import Document, read_regulation

_KIND = "法规文件"


@dataclass(frozen=True)
class EditionLine:
    """One edition in the list; `id` None: it came with the program."""

    id: int | None
    document: Document
    state: str
    tone: str


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the list, an edition's text, importing, repealing and reviewing."""
    _add_reading(admin, office)
    _add_importing(admin, office)

    @admin.post("/sources/<int:id_>/repeal")
    def sources_repeal(id_: int) -> ResponseReturnValue:
        now, back = office.clock(), url_for("admin.sources_show", id_=id_)

        def act(session: Session, reason: str) -> SourceEdition:
            row = session.get(SourceEdition, id_)
            if row is None:
                abort(404)
            before = {"废止日期": str(row.repealed or "")}
            repeal(session, row, _day(request.form.get("repealed", "")))
            after = {"废止日期": str(row.repealed or "")} | _said(reason)
            audit.record(session, actor(), Deed.CHANGE, _subject(row), now, before=before, after=after)
            return row

        try:
            row = gate.change(office, act)
            flash("废止日期已更新。" if row.repealed else "已取消废止。", "success")
        except BreaksGolden as refused:
            return gate.stopped(refused, "改了废止日期", back)
        except (ImportRefused, FaqRefusal) as refused:
            flash(str(refused), "error")
        return redirect(back)

    @admin.post("/sources/reviewed/<int:article>")
    def sources_reviewed(article: int) -> ResponseReturnValue:
        """Somebody compared the plain explanation of an amended article with its new text: it still holds."""
        now, title, back = office.clock(), read_regulation().title, url_for("admin.sources")

        def act(session: Session, reason: str) -> None:
            review_article(session, title, article, me().id, now, "解释仍然适用")
            revision.advance(session)
            subject = Subject("条文解释", str(article), f"第{article}条")
            after = {"说明": f"条文修改后复核。{reason}" if reason else "条文修改后复核"}
            audit.record(session, actor(), Deed.PUBLISH, subject, now, after=after)

        try:
            gate.change(office, act)
            flash(f"第{article}条的解释已复核，居民又能看到了。", "success")
        except BreaksGolden as refused:
            return gate.stopped(refused, "让这条解释重新给居民看", back)
        except FaqRefusal as refused:
            flash(str(refused), "error")
        return redirect(back)


def _add_reading(admin: Blueprint, office: Office) -> None:
    @admin.get("/sources")
    def sources() -> ResponseReturnValue:
        shipped, today = read_regulation(), office.clock().astimezone(SHANGHAI).date()
        with office.database.reader() as session:
            library = read_library(session, shipped)
            rows = list(session.scalars(select(SourceEdition)))
            entries = held_entries(session, library, today)
        held = held_explanations(library, shipped, read_explanations(shipped), today)
        explanations = [(one, [Difference("条文", tuple(pieces(one.old, one.new)))]) for one in held]
        lines = sorted(
            _lines(rows, shipped, library, today), key=lambda one: (one.document.title, one.document.in_force)
        )
        return page("admin/sources.html", lines=lines, entries=entries, explanations=explanations)

    @admin.get("/sources/<int:id_>")
    def sources_show(id_: int) -> ResponseReturnValue:
        with office.database.reader() as session:
            row = session.get(SourceEdition, id_)
        if row is None:
            abort(404)
        return page("admin/source.html", row=row, document=unpack(row))

    @admin.get("/sources/shipped")
    def sources_shipped() -> ResponseReturnValue:
        return page("admin/source.html", row=None, document=read_regulation())


def _add_importing(admin: Blueprint, office: Office) -> None:
    @admin.get("/sources/import")
    def sources_import() -> ResponseReturnValue:
        return page("admin/source_import.html", fault=None)

    @admin.post("/sources/import")
    def sources_read() -> ResponseReturnValue:
        """Read the uploaded file and show what was understood; nothing is written yet."""
        file = request.files.get("file")
        try:
            if file is None or not file.filename:
                raise ImportRefused("请先选一个文件。")
            draft = read_draft(read_file(file.filename, file.read()))
        except ImportRefused as refused:
            return page("admin/source_import.html", 422, fault=str(refused))
        return _confirm(draft, file.filename)

    @admin.post("/sources/import/confirm")
    def sources_confirm() -> ResponseReturnValue:
        """Show what would change, and write it when that has been seen."""
        try:
            document = read_document(request.form)
            if request.form.get("seen"):
                return _take_in(office, document)
            with office.database.reader() as session:
                found = preview(session, document, read_regulation(), office.clock())
        except ImportRefused as refused:
            return _confirm_again(str(refused))
        changed = article_differences(found.changed, found.follows, document) if found.follows else []
        return page("admin/source_preview.html", preview=found, changed=changed, form=request.form)


def _take_in(office: Office, document: Document) -> ResponseReturnValue:
    now, file_name = office.clock(), request.form.get("file_name", "")

    def act(session: Session, reason: str) -> None:
        preview(session, document, read_regulation(), now)
        row = take_in(session, document, file_name, me(), now)
        told = {"施行日期": str(document.in_force), "条数": len(document.articles), "文件": file_name} | _said(reason)
        audit.record(session, actor(), Deed.IMPORT, _subject(row), now, after=told)

    back = url_for("admin.sources")
    try:
        gate.change(office, act)
        flash(f"已导入《{document.title}》，从施行那天起用它回答。", "success")
    except BreaksGolden as refused:
        return gate.stopped(refused, f"导入《{document.title}》", back)
    except FaqRefusal as refused:
        flash(str(refused), "error")
    return redirect(back)


def _subject(row: SourceEdition) -> Subject:
    return Subject(_KIND, str(row.id), row.title)


def _said(reason: str) -> dict[str, str]:
    return {"说明": reason} if reason else {}


def _confirm(draft: Draft, file_name: str) -> ResponseReturnValue:
    form = {"title": draft.title, "in_force": str(draft.in_force or ""), "file_name": file_name}
    return page("admin/source_confirm.html", form=form, chapters=pack_draft(draft), articles=draft.articles, fault=None)


def _confirm_again(fault: str) -> ResponseReturnValue:
    chapters = request.form.get("chapters", "")
    return page("admin/source_confirm.html", 422, form=request.form, chapters=chapters, articles=(), fault=fault)


def _lines(rows: list[SourceEdition], shipped: Document, library: Library, today: date) -> list[EditionLine]:
    editions = [(None, shipped), *((row.id, unpack(row)) for row in rows)]
    return [EditionLine(id_, document, *_state(document, library, today)) for id_, document in editions]


def _state(document: Document, library: Library, today: date) -> tuple[str, str]:
    if today < document.in_force:
        return "还没施行", "wait"
    if not document.is_in_force(today):
        return "已废止", "quiet"
    current = library.in_force(document.title, today)
    is_current = current is not None and current.in_force == document.in_force
    return ("正在施行", "done") if is_current else ("已有新版", "quiet")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ImportRefused("废止日期写成 2026-01-31 这样。") from error
