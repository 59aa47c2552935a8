"""The lists of article 34: what stands in them, one item added, changed or taken out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import audit
from bot.admin.office import Office
from bot.admin.views import gate
from bot.admin.views.pages import actor, page
from bot.audit import Subject
from bot.faq import revision
from bot.faq.gate import BreaksGolden
from bot.faq.lifecycle import FaqRefusal
from bot.faq.lists import KIND_WORDS, in_words
from bot.faq.workbook import LIST_HEADINGS, WorkbookRefused, list_rows, take_list
from bot.models import Deed, ListItem


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the lists."""

    @admin.get("/lists")
    def lists() -> ResponseReturnValue:
        with office.database.reader() as session:
            items = list(session.scalars(select(ListItem).order_by(ListItem.kind, ListItem.id)))
        groups = [(words, [item for item in items if item.kind is kind]) for kind, words in KIND_WORDS.items()]
        return page("admin/lists.html", groups=groups, kinds=list(KIND_WORDS.values()), in_words=in_words, typed={})

    @admin.post("/lists")
    def lists_save() -> ResponseReturnValue:
        """Add one item; one with the same name in the same list is changed."""
        cells = {heading: request.form.get(heading, "").strip() for heading in LIST_HEADINGS}
        now, back = office.clock(), url_for("admin.lists")

        def act(session: Session, reason: str) -> None:
            take_list(session, [(1, cells)])
            subject = Subject("清单", cells["清单"], cells["事项"])
            audit.record(session, actor(), Deed.CHANGE, subject, now, after=cells | _said(reason))

        try:
            gate.change(office, act)
            flash(f"“{cells['事项']}”已保存，居民现在就能问到。", "success")
        except WorkbookRefused as refused:
            flash("".join(fault.words for fault in refused.faults), "error")
        except BreaksGolden as refused:
            return gate.stopped(refused, f"把“{cells['事项']}”写进清单", back)
        except FaqRefusal as refused:
            flash(str(refused), "error")
        return redirect(back)

    @admin.post("/lists/<int:id_>/remove")
    def lists_remove(id_: int) -> ResponseReturnValue:
        now, back = office.clock(), url_for("admin.lists")

        def act(session: Session, reason: str) -> dict[str, str]:
            item = _found(session, id_)
            before = dict(zip(LIST_HEADINGS, next(iter(list_rows([item]))), strict=True))
            subject = Subject("清单", before["清单"], item.name)
            audit.record(session, actor(), Deed.REMOVE, subject, now, before=before, after=_said(reason))
            session.delete(item)
            revision.advance(session)
            return before

        try:
            before = gate.change(office, act)
        except BreaksGolden as refused:
            return gate.stopped(refused, "删掉清单里的这一项", back)
        except FaqRefusal as refused:
            flash(str(refused), "error")
            return redirect(back)
        values: dict[str, Any] = {"undo": before["事项"]} | _undo(before)
        return redirect(url_for("admin.lists", **values))


def _found(session: Session, id_: int) -> ListItem:
    item = session.get(ListItem, id_)
    if item is None:
        abort(404)
    return item


def _said(reason: str) -> dict[str, str]:
    return {"说明": reason} if reason else {}


def _undo(before: dict[str, str]) -> dict[str, str]:
    """What was removed, so that one click puts it back."""
    return {f"u{number}": str(before[heading]) for number, heading in enumerate(LIST_HEADINGS)}
