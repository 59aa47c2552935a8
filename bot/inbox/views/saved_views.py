"""Saved views and the filters they are made of: the form, the rail's part, keeping, renaming, moving, deleting."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.inbox import filter_bar, filters, lists, saved_views
from bot.inbox.desk import Desk
from bot.inbox.refusals import Refused
from bot.inbox.views.pages import fresh, here, me
from bot.inbox.views.work import toast
from bot.models import SavedView, Staff, WorkChange
from bot.work_changes import Ledger

# Does something to a view; returns how the toast tells it.
Act = Callable[[Ledger, SavedView], str]
_STEPS = {"up": -1, "down": 1}


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the views."""
    _add_showing(inbox, desk)
    _add_keeping(inbox, desk)
    _add_changing(inbox, desk)


def _add_showing(inbox: Blueprint, desk: Desk) -> None:
    @inbox.get("/views")
    def views() -> ResponseReturnValue:
        """The saved views of the rail, with their counts."""
        with desk.database.reader() as session:
            groups = saved_views.groups(session, me(), desk.clock())
        return fresh(render_template("inbox/_views.html", groups=groups, here=here()))

    @inbox.get("/filters")
    def filter_form() -> ResponseReturnValue:
        """What the list can be narrowed by; fetched when somebody opens the filters."""
        name = lists.read_name(request.args.get("list"))
        with desk.database.reader() as session:
            offered = filter_bar.fields(session, me(), name)
        on = filters.read(request.args, name)
        return fresh(render_template("inbox/_filter_form.html", fields=offered, on=on, chosen=name))


def _add_keeping(inbox: Blueprint, desk: Desk) -> None:
    @inbox.post("/views")
    def save_view() -> ResponseReturnValue:
        name = lists.read_name(request.form.get("list"))
        wanted = filters.read(request.form, name)
        try:
            if not wanted:
                raise Refused("先选几个筛选条件，再存为视图。", 422)
            with desk.database.session() as session:
                ledger = Ledger(session, session.get_one(Staff, me().id), desk.clock())
                at = saved_views.address(name, wanted)
                view = saved_views.keep(ledger, _read_name(), request.form.get("team", ""), at)
                change = ledger.close(f"改了视图“{view.name}”")
        except Refused as refused:
            return toast(str(refused), status=refused.status)
        return _told(desk, f"已存为视图“{view.name}”", change)


def _add_changing(inbox: Blueprint, desk: Desk) -> None:
    @inbox.post("/views/<int:id_>/rename")
    def rename_view(id_: int) -> ResponseReturnValue:
        def rename(ledger: Ledger, view: SavedView) -> str:
            name = _read_name()
            saved_views.rename(ledger, view, name)
            return f"把视图改名为“{name}”"

        return _change(desk, id_, rename)

    @inbox.post("/views/<int:id_>/move")
    def move_view(id_: int) -> ResponseReturnValue:
        step = _STEPS.get(request.form.get("step", ""))
        if step is None:
            abort(400)

        def move(ledger: Ledger, view: SavedView) -> str:
            saved_views.move(ledger.session, view, step)
            return f"把视图“{view.name}”{'上移' if step < 0 else '下移'}"

        return _change(desk, id_, move)

    @inbox.post("/views/<int:id_>/delete")
    def remove_view(id_: int) -> ResponseReturnValue:
        def remove(ledger: Ledger, view: SavedView) -> str:
            ledger.remove(view)
            return f"删除视图“{view.name}”"

        return _change(desk, id_, remove)


def _change(desk: Desk, id_: int, act: Act) -> ResponseReturnValue:
    try:
        with desk.database.session() as session:
            staff = session.get_one(Staff, me().id)
            view = saved_views.find(session, staff, id_)
            if view is None:
                abort(404)
            if not saved_views.may_change(view, staff):
                raise Refused("这是别人给组里存的视图，请那位同事或督办来改。")
            ledger = Ledger(session, staff, desk.clock())
            words = act(ledger, view)
            change = ledger.close(words)
    except Refused as refused:
        return toast(str(refused), status=refused.status)
    return _told(desk, f"已{words}", change)


def _told(desk: Desk, words: str, change: WorkChange | None) -> ResponseReturnValue:
    desk.live.publish("views")
    if "HX-Request" not in request.headers:
        return redirect(request.referrer or url_for("inbox.home"), 303)
    return toast(words, change)


def _read_name() -> str:
    """Return the name that somebody wrote. Raises `Refused` when it is empty or does not fit the rail."""
    name = " ".join(request.form.get("name", "").split())
    if not name:
        raise Refused("给视图起个名字。", 422)
    if len(name) > saved_views.LONGEST_NAME:
        raise Refused(f"名字太长，最多 {saved_views.LONGEST_NAME} 个字。", 422)
    return name
