"""Work: tasks with one or many conversations and tickets, told in a toast that takes them back."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot import tickets
from bot.conversations import notices, work
from bot.conversations.handoff import HeldByAnother
from bot.inbox import arrangement, tasks
from bot.inbox.desk import Desk
from bot.inbox.refusals import Refused
from bot.inbox.views.pages import me
from bot.models import Conversation, Staff, WorkChange
from bot.work_changes import CannotUndo, Ledger, Row, undo


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the views."""

    @inbox.post("/work")
    def work_on() -> ResponseReturnValue:
        try:
            return _work_on(desk)
        except Refused as refused:
            return toast(str(refused), status=refused.status)
        except HeldByAnother:
            return toast("对话在别人手上，请那位同事或督办来转交。", status=409)

    @inbox.get("/bulk")
    def bulk() -> ResponseReturnValue:
        """The bar of what can be done with many rows; fetched when the first one is picked."""
        with desk.database.reader() as session:
            offered = arrangement.for_many(session, me(), desk.clock())
        return render_template("inbox/_bulk.html", choices=offered)

    @inbox.post("/undo/<int:id_>")
    def undo_work(id_: int) -> ResponseReturnValue:
        try:
            return _undo(desk, id_)
        except CannotUndo:
            return toast("不能撤销了：时间太久，或者又有人改过。", status=409)


def _work_on(desk: Desk) -> ResponseReturnValue:
    now = desk.clock()
    with desk.database.session() as session:
        rows = tasks.read_items(request.form.getlist("item"), session, me())
        if not rows:
            abort(404)
        ledger = Ledger(session, session.get_one(Staff, me().id), now)
        change = tasks.carry_out(tasks.read_task(request.form, session, now), rows, ledger)
    _tell_pages(desk, rows)
    return toast(f"已{change.words}" if change else "已经是这样了", change)


def _undo(desk: Desk, id_: int) -> ResponseReturnValue:
    now = desk.clock()
    messages = []
    with desk.database.session() as session:
        staff = session.get_one(Staff, me().id)
        undone, ledger = undo(session, id_, staff, now), Ledger(session, staff, now)
        for row in undone.rows:
            if isinstance(row, Conversation):
                work.tell_undone(ledger, row, undone.words)
            else:
                tickets.tell_undone(ledger, row, undone.words)
        for ticket in undone.closed:
            messages.append(notices.tell_together_again(session, ticket, staff, desk.channel, now))
    _tell_pages(desk, undone.rows)
    if any(messages):
        desk.wake_worker()
    return toast(f"撤销了：{undone.words}")


def _tell_pages(desk: Desk, rows: Iterable[Row]) -> None:
    for row in rows:
        desk.live.publish("work", **tasks.item_of(row))


def toast(words: str, change: WorkChange | None = None, status: int = 200) -> ResponseReturnValue:
    """Tell what was done; a browser without scripts goes back to where it was."""
    if "HX-Request" not in request.headers:
        return redirect(request.referrer or url_for("inbox.home"), 303)
    response = make_response(render_template("inbox/_toast.html", words=words, change=change, is_trouble=status != 200))
    response.status_code = status
    response.headers["HX-Trigger"] = "refresh-lists, refresh-work, refresh-views"
    return response
