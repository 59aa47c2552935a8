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
from bot.models import ChecklistPoint, ChecklistTemplate, Staff, Ticket, WorkChange
from bot.tickets import checklists
from bot.work_changes import Ledger

# Does something to a ticket; returns how the toast tells it, "" where nothing can be taken back.
Act = Callable[[Ledger, Ticket], str]
_LONGEST_POINT = 40


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the views."""
    _add_giving(inbox, desk)
    _add_checklist(inbox, desk)
    _add_neighbours(inbox, desk)


def _add_giving(inbox: Blueprint, desk: Desk) -> None:
    @inbox.post("/tickets/<number>/give")
    def give_ticket(number: str) -> ResponseReturnValue:
        def give(ledger: Ledger, ticket: Ticket) -> str:
            wanted = request.form.get("provider", "")
            chosen = next((one for one in providers_for(ledger.session, ticket) if str(one.id) == wanted), None)
            if chosen is None:
                raise Refused("这位承办人现在接不了，请换一位。", 422)
            if chosen.id != ticket.provider_id:
                tickets.assign(ledger.session, ticket, chosen, ledger.actor, ledger.now)
            return ""

        return do(desk, number, give)


def _add_checklist(inbox: Blueprint, desk: Desk) -> None:
    @inbox.post("/tickets/<number>/checklist")
    def checklist(number: str) -> ResponseReturnValue:
        """Add the points of a template, or one of one's own."""

        def add(ledger: Ledger, ticket: Ticket) -> str:
            wanted = request.form.get("template", "")
            template = ledger.session.get(ChecklistTemplate, int(wanted)) if wanted.isdigit() else None
            points = template.points if template else [said.read_text(request.form, name="point")[:200]]
            checklists.add_points(ledger.session, ticket, points)
            return ""

        return do(desk, number, add)

    @inbox.post("/tickets/<number>/checklist/<int:point_id>")
    def tick_point(number: str, point_id: int) -> ResponseReturnValue:
        def tick(ledger: Ledger, ticket: Ticket) -> str:
            point = ledger.session.get(ChecklistPoint, point_id)
            if point is None or point.ticket_id != ticket.id:
                abort(404)
            is_done = request.form.get("done") == "1"
            checklists.tick(ledger, ticket, point, is_done)
            return f"{'勾选' if is_done else '取消勾选'}“{point.text[:_LONGEST_POINT]}”"

        return do(desk, number, tick)


def _add_neighbours(inbox: Blueprint, desk: Desk) -> None:
    @inbox.post("/tickets/<number>/link")
    def link_ticket(number: str) -> ResponseReturnValue:
        def link(ledger: Ledger, ticket: Ticket) -> str:
            other = _other(ledger.session)
            tickets.relate(ledger, ticket, other)
            return f"关联工单 {other.number}"

        return do(desk, number, link)

    @inbox.post("/tickets/<number>/merge")
    def merge_ticket(number: str) -> ResponseReturnValue:
        def merge(ledger: Ledger, ticket: Ticket) -> str:
            into = _other(ledger.session)
            tickets.merge(ledger, ticket, into)
            return f"并到工单 {into.number}"

        return do(desk, number, merge)


def _other(session: Session) -> Ticket:
    """Return the ticket that a form names beside the one of the page; it must be visible as well."""
    found = dossier.find(session, me(), request.form.get("other", ""), lock=True)
    if found is None:
        raise Refused("没有找到另一个工单，请刷新页面再试。", 422)
    return found


def do(desk: Desk, number: str, act: Act) -> ResponseReturnValue:
    """Do it, and show the ticket as it is then; a refusal is shown with it."""
    try:
        change = carry_out(desk, number, act)
    except tickets.TicketRefusal as error:
        return show_ticket(desk, number, refusals.of_ticket(error))
    except Refused as refused:
        return show_ticket(desk, number, refused)
    return shown(lambda: show_ticket(desk, number, change=change), url_for("inbox.ticket", number=number))


def carry_out(desk: Desk, number: str, act: Act) -> WorkChange | None:
    """Do it as one act and tell every open page; return what can be taken back. Raises `TicketRefusal` or `Refused`."""
    with desk.database.session() as session:
        found = dossier.find(session, me(), number, lock=True)
        if found is None:
            abort(404)
        ledger = Ledger(session, session.get_one(Staff, me().id), desk.clock())
        words = act(ledger, found)
        change = ledger.close(words) if words else None
    for one in {found.number, *(ticket.number for ticket in ledger.tickets)}:
        desk.live.publish("ticket", ticket=one)
    return change
