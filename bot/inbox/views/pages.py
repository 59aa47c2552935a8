"""Pages that show: the lists, a conversation, a ticket; whole, or only the part that htmx asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy.orm import Session

from bot.conversations import mentions
from bot.inbox import case, dossier, filter_bar, filtering, filters, lists, rows, saved_views
from bot.inbox.desk import Desk
from bot.inbox.filter_bar import Chip
from bot.inbox.lists import Entry, ListName
from bot.inbox.refusals import Refused
from bot.inbox.saved_views import Group, Open
from bot.inbox.transcript import PAGE, back_to
from bot.models import Staff, WorkChange


@dataclass(frozen=True)
class Shelf:
    """The left pane: rail, rows of the chosen list, and alarms that nobody has seen.

    `here` are the words of its address; `view` is the saved view that is open, `groups` are empty where only a part is shown.
    """

    chosen: ListName
    label: str
    here: dict[str, Any]
    chips: tuple[Chip, ...]
    view: Open | None
    owners: list[tuple[str, str]]
    groups: tuple[Group, ...]
    entries: tuple[Entry, ...]
    conversations: list[rows.ConversationRow]
    tickets: list[rows.TicketRow]
    alarms: list[rows.AlarmLine]
    limit: int
    more: int


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the reading views."""

    @inbox.get("/")
    def home() -> ResponseReturnValue:
        return show(desk, None)

    @inbox.get("/lists")
    def lists() -> ResponseReturnValue:
        """The left pane alone; the red strip of alarms comes along."""
        with desk.database.reader() as session:
            shelf = _shelf(desk, session, me())
        response = fresh(render_template("inbox/_lists.html", shelf=shelf, open=request.args.get("open", "")))
        if request.headers.get("HX-Source", "").endswith("#filter-form"):
            response.headers["HX-Replace-Url"] = url_for("inbox.home", **shelf.here)
        return response

    @inbox.get("/conversations/<int:id_>")
    def conversation(id_: int) -> ResponseReturnValue:
        _read_mentions(desk, id_)
        return show_conversation(desk, id_)

    @inbox.get("/tickets/<number>")
    def ticket(number: str) -> ResponseReturnValue:
        return show_ticket(desk, number)

    @inbox.errorhandler(403)
    def closed(_error: Exception) -> ResponseReturnValue:
        return _excuse("您没有权限看这个页面", "需要的话，请找管理员开通。"), 403

    @inbox.errorhandler(404)
    def missing(_error: Exception) -> ResponseReturnValue:
        return _excuse("没有找到", "对话或工单不存在，或者不归您管。"), 404


def me() -> Staff:
    """Return who is logged in."""
    staff: Staff = current_user._get_current_object()
    return staff


def _read_mentions(desk: Desk, id_: int) -> None:
    """Notes that name this person are read now; nothing is written where there are none."""
    with desk.database.reader() as session:
        if not mentions.has_unread(session, id_, me().id) or case.find(session, me(), id_) is None:
            return
    with desk.database.session() as session:
        mentions.mark_read(session, id_, me().id, desk.clock())


def show_conversation(desk: Desk, id_: int, refused: Refused | None = None) -> ResponseReturnValue:
    """Show a conversation, with a banner when something was refused; 404 when it is not this person's to see."""
    with desk.database.reader() as session:
        found = case.find(session, me(), id_)
        if found is None:
            abort(404)
        at = request.args.get("at", type=int)
        limit = back_to(session, id_, at) if at else request.values.get("limit", PAGE, type=int)
        passive_only = desk.channel.passive_only
        page = case.case(session, found, me(), desk.clock(), passive_only=passive_only, limit=limit)
    return show(desk, "inbox/_conversation.html", refused, open=f"c{id_}", case=page, at=at)


def show_ticket(
    desk: Desk, number: str, refused: Refused | None = None, change: WorkChange | None = None, told: str = ""
) -> ResponseReturnValue:
    """Show a ticket, with a banner when something was refused, or a toast: `told`, or a `change` that it takes back."""
    with desk.database.reader() as session:
        found = dossier.find(session, me(), number)
        if found is None:
            abort(404)
        page = dossier.dossier(session, found, me(), desk.clock())
    return show(desk, "inbox/_ticket.html", refused, open=f"t{number}", ticket=page, change=change, told=told)


def show(desk: Desk, part: str | None, refused: Refused | None = None, **values: Any) -> Response:
    """Render the part for htmx, or the whole page around it."""
    values |= {
        "here": here(),
        "refused": refused,
        "text_bytes": desk.preferences().text_bytes,
        "open": values.get("open", ""),
    }
    is_part = part is not None and "HX-Request" in request.headers
    if is_part:
        response = fresh(render_template(part or "", **values))
    else:
        with desk.database.reader() as session:
            shelf = _shelf(desk, session, me(), with_views=True)
        response = fresh(render_template("inbox/inbox.html", part=part, shelf=shelf, me=me(), **values))
    response.status_code = refused.status if refused else 200
    return response


def here() -> dict[str, Any]:
    """Return the words of the list that stands beside the page, with its filters: each link keeps them."""
    name = lists.read_name(request.args.get("list"))
    return saved_views.address(name, filters.read(request.args, name))


def _shelf(desk: Desk, session: Session, staff: Staff, *, with_views: bool = False) -> Shelf:
    chosen, now = lists.read_name(request.args.get("list")), desk.clock()
    wanted = filters.read(request.args, chosen)
    limit = max(1, min(request.args.get("rows", lists.PAGE, type=int), lists.MOST))
    found = [] if chosen.holds_tickets else filtering.conversations(session, staff, chosen, wanted, now, limit)
    tickets = filtering.tickets(session, staff, chosen, wanted, now, limit) if chosen.holds_tickets else []
    is_full = max(len(found), len(tickets)) == limit < lists.MOST
    return Shelf(
        chosen=chosen,
        label=lists.LABELS[chosen],
        here=here(),
        chips=filter_bar.chips(session, wanted, chosen),
        view=saved_views.open_view(session, staff, chosen, wanted) if wanted else None,
        owners=saved_views.owners(session, staff) if wanted else [],
        groups=saved_views.groups(session, staff, now) if with_views else (),
        entries=lists.entries(session, staff, now),
        conversations=rows.conversation_rows(session, found, staff, now),
        tickets=rows.ticket_rows(session, tickets, now),
        alarms=[rows.alarm_line(one, now) for one in lists.unseen_alarms(session, staff)],
        limit=limit,
        more=limit + lists.PAGE if is_full else 0,
    )


def shown(part: Callable[[], ResponseReturnValue], address: str) -> ResponseReturnValue:
    """Answer a change: htmx with the part; a browser without scripts with a redirect, so that reloading repeats nothing."""
    if "HX-Request" not in request.headers:
        return redirect(address, 303)
    response = make_response(part())
    response.headers["HX-Trigger"] = "refresh-lists"
    return response


def fresh(html: str) -> Response:
    """Residents' words are not left in a browser's cache, and a part is never taken for the whole page."""
    response = make_response(html)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Request"
    return response


def _excuse(title: str, words: str) -> Response:
    if "HX-Request" in request.headers:
        return fresh(render_template("inbox/_excuse.html", title=title, words=words))
    return fresh(render_template("pages/error.html", title=title, words=words))
