"""Handling a ticket: give it to a provider, work through its checklist, link it, merge it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot import tickets
from bot.inbox import dossier, refusals, said
from bot.inbox.desk import Desk
from bot.inbox.handling import providers_for
from bot.inbox.refusals import Refused
from bot.inbox.views.pages import me, show_ticket, shown
from bot.models import ChecklistPoint, ChecklistTemplate, LinkKind, Staff, Ticket
from bot.tickets import checklists
from bot.tickets.service import record

Change = Callable[[Session, Ticket], None]


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the views."""
    _add_giving(inbox, desk)
    _add_checklist(inbox, desk)
    _add_neighbours(inbox, desk)


def _add_giving(inbox: Blueprint, desk: Desk) -> None:
    @inbox.post("/tickets/<number>/give")
    def give_ticket(number: str) -> ResponseReturnValue:
        def change(session: Session, ticket: Ticket) -> None:
            wanted = request.form.get("provider", "")
            chosen = next((one for one in providers_for(session, ticket) if str(one.id) == wanted), None)
            if chosen is None:
                raise Refused("这位承办人现在接不了，请换一位。", 422)
            if chosen.id != ticket.provider_id:
                tickets.assign(session, ticket, chosen, _actor(), desk.clock())

        return _change(desk, number, change)


def _add_checklist(inbox: Blueprint, desk: Desk) -> None:
    @inbox.post("/tickets/<number>/checklist")
    def checklist(number: str) -> ResponseReturnValue:
        """Add the points of a template, or one of one's own."""

        def change(session: Session, ticket: Ticket) -> None:
            wanted = request.form.get("template", "")
            template = session.get(ChecklistTemplate, int(wanted)) if wanted.isdigit() else None
            points = template.points if template else [said.read_text(request.form, name="point")[:200]]
            checklists.add_points(session, ticket, points)

        return _change(desk, number, change)

    @inbox.post("/tickets/<number>/checklist/<int:point_id>")
    def tick_point(number: str, point_id: int) -> ResponseReturnValue:
        def change(session: Session, ticket: Ticket) -> None:
            point = session.get(ChecklistPoint, point_id)
            if point is None or point.ticket_id != ticket.id:
                abort(404)
            staff = session.get_one(Staff, me().id)
            checklists.tick(session, ticket, point, request.form.get("done") == "1", staff, desk.clock())

        return _change(desk, number, change)


def _add_neighbours(inbox: Blueprint, desk: Desk) -> None:
    @inbox.post("/tickets/<number>/link")
    def link_ticket(number: str) -> ResponseReturnValue:
        def change(session: Session, ticket: Ticket) -> None:
            other = _other(session)
            if other not in tickets.linked_to(session, ticket):
                tickets.link(session, ticket, other, LinkKind.RELATED, desk.clock())
                record(session, ticket, "linked", _actor(), desk.clock(), note=other.number)

        return _change(desk, number, change)

    @inbox.post("/tickets/<number>/merge")
    def merge_ticket(number: str) -> ResponseReturnValue:
        def change(session: Session, ticket: Ticket) -> None:
            tickets.merge(session, ticket, _other(session), _actor(), desk.clock())

        return _change(desk, number, change)


def _other(session: Session) -> Ticket:
    """Return the ticket that a form names beside the one of the page; it must be visible as well."""
    found = dossier.find(session, me(), request.form.get("other", ""), lock=True)
    if found is None:
        raise Refused("没有找到另一个工单，请刷新页面再试。", 422)
    return found


def _actor() -> str:
    return f"staff:{me().id}"


def _change(desk: Desk, number: str, change: Change) -> ResponseReturnValue:
    """Do it, tell every open page, and show the ticket as it is then; a refusal is shown with it."""
    try:
        with desk.database.session() as session:
            found = dossier.find(session, me(), number, lock=True)
            if found is None:
                abort(404)
            change(session, found)
    except tickets.TicketRefusal as error:
        return show_ticket(desk, number, refusals.of_ticket(error))
    except Refused as refused:
        return show_ticket(desk, number, refused)
    desk.live.publish("ticket", ticket=number)
    return shown(lambda: show_ticket(desk, number), url_for("inbox.ticket", number=number))
