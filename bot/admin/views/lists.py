"""The lists of article 34: what stands in them, one item added, changed or taken out."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import audit
from bot.admin import stash, trail
from bot.admin.office import Office
from bot.admin.stash import Kind
from bot.admin.views import gate
from bot.admin.views.pages import actor, page
from bot.audit import Subject
from bot.faq.content import ContentRefused
from bot.faq.gate import Act, BreaksGolden
from bot.faq.lifecycle import ChangedMeanwhile, FaqRefusal
from bot.faq.list_items import add, change, remove
from bot.faq.list_workbook import LIST_HEADINGS, cells_of
from bot.faq.lists import KIND_WORDS, in_words
from bot.models import Deed, ListItem

_NOUN = "清单"


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the lists, the page of an item, and what is done with it."""
    _add_pages(admin, office)
    _add_changes(admin, office)


def _add_pages(admin: Blueprint, office: Office) -> None:
    @admin.get("/lists")
    def lists() -> ResponseReturnValue:
        with office.database.reader() as session:
            items = list(session.scalars(select(ListItem).order_by(ListItem.kind, ListItem.id)))
        groups = [(words, [item for item in items if item.kind is kind]) for kind, words in KIND_WORDS.items()]
        kept = stash.find(office, Kind.REMOVED, request.args.get("undo", ""))
        return page("admin/lists.html", groups=groups, in_words=in_words, removed=json.loads(kept) if kept else None)

    @admin.get("/lists/new")
    def lists_new() -> ResponseReturnValue:
        return _item_page(office, None, {"清单": request.args.get("list", "")})

    @admin.get("/lists/<int:id_>")
    def lists_show(id_: int) -> ResponseReturnValue:
        return _item_page(office, id_)


def _add_changes(admin: Blueprint, office: Office) -> None:
    @admin.post("/lists")
    def lists_save() -> ResponseReturnValue:
        """Add one item."""
        cells, now = _typed(), office.clock()

        def act(session: Session, reason: str) -> None:
            item = add(session, cells)
            audit.record(session, actor(), Deed.CREATE, _subject(item), now, after=cells_of(item) | _said(reason))

        return _done(office, act, None, f"把“{cells['事项']}”写进清单")

    @admin.post("/lists/<int:id_>")
    def lists_change(id_: int) -> ResponseReturnValue:
        now, seen = office.clock(), request.form.get("seen", 0, type=int)
        cells = _typed()

        def act(session: Session, reason: str) -> None:
            item = _found(session, id_)
            before = cells_of(item)
            change(session, item, cells, seen)
            after = cells_of(item) | _said(reason)
            audit.record(session, actor(), Deed.CHANGE, _subject(item), now, before=before, after=after)

        return _done(office, act, id_, f"把清单里的这一项改成“{cells['事项']}”")

    @admin.post("/lists/<int:id_>/remove")
    def lists_remove(id_: int) -> ResponseReturnValue:
        now, back = office.clock(), url_for("admin.lists")

        def act(session: Session, reason: str) -> dict[str, str]:
            item = _found(session, id_)
            before = cells_of(item)
            audit.record(session, actor(), Deed.REMOVE, _subject(item), now, before=before, after=_said(reason))
            remove(session, item)
            return before

        try:
            before = gate.change(office, act)
        except BreaksGolden as refused:
            return gate.stopped(refused, "删掉清单里的这一项", back)
        except FaqRefusal as refused:
            flash(str(refused), "error")
            return redirect(back)
        # In an address what was written might be too long.
        return redirect(url_for("admin.lists", undo=stash.keep(office, Kind.REMOVED, json.dumps(before).encode())))


def _done(office: Office, act: Act[None], id_: int | None, what: str) -> ResponseReturnValue:
    """Make the change, or show the form again with what stands in the way."""
    cells = _typed()
    back = url_for("admin.lists_show", id_=id_) if id_ else url_for("admin.lists_new", list=cells["清单"])
    try:
        gate.change(office, act)
    except ContentRefused as refused:
        return _item_page(office, id_, cells, refused.faults, request.form.get("seen", 0, type=int))
    except ChangedMeanwhile as refused:
        return _item_page(office, id_, cells, {"": str(refused)})
    except BreaksGolden as refused:
        return gate.stopped(refused, what, back)
    except FaqRefusal as refused:
        flash(str(refused), "error")
        return redirect(back)
    flash(f"“{cells['事项']}”已保存，居民现在就能问到。", "success")
    return redirect(url_for("admin.lists"))


def _item_page(
    office: Office,
    id_: int | None,
    cells: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Response:
    """The form; `cells`: what was typed, else what stands in the list. `seen`: the revision it was typed over, else the present."""
    item: ListItem | None = None
    history: list[trail.Entry] = []
    if id_:
        with office.database.reader() as session:
            item = _found(session, id_)
            history = trail.of_subject(session, _subject(item), office.clock())
    return page(
        "admin/list_item.html", 422 if faults else 200, item=item, history=history, faults=faults or {},
        cells=cells or (cells_of(item) if item else {}), kinds=list(KIND_WORDS.values()),
        seen=item.revision if item and seen is None else seen or 0,
    )  # fmt: skip


def _found(session: Session, id_: int) -> ListItem:
    item = session.get(ListItem, id_)
    if item is None:
        abort(404)
    return item


def _typed() -> dict[str, str]:
    return {heading: " ".join(request.form.get(heading, "").split()) for heading in LIST_HEADINGS}


def _subject(item: ListItem) -> Subject:
    return Subject(_NOUN, str(item.id), item.name)


def _said(reason: str) -> dict[str, str]:
    return {"说明": reason} if reason else {}
