"""Splitting: a page of its own, because words are chosen there; back on the ticket, a toast takes it back."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from bot import tickets
from bot.conversations import notices
from bot.inbox import dossier, parting, refusals
from bot.inbox.desk import Desk
from bot.inbox.refusals import Refused
from bot.inbox.views.handling import carry_out
from bot.inbox.views.pages import fresh, here, me, show, show_ticket, shown
from bot.models import Message, Ticket, WorkChange
from bot.tickets.words import who_has
from bot.work_changes import Ledger


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the views."""

    @inbox.get("/tickets/<number>/split")
    def split_form(number: str) -> ResponseReturnValue:
        return _show_form(desk, number, MultiDict())

    @inbox.get("/tickets/<number>/split/area")
    def split_area(number: str) -> ResponseReturnValue:
        """The area of the place that is being written."""
        with desk.database.reader() as session:
            found = dossier.find(session, me(), number)
            if found is None:
                abort(404)
            area = parting.area_name(session, found, request.args.get("place", ""))
        return fresh(render_template("inbox/_split_area.html", area=area))

    @inbox.post("/tickets/<number>/split")
    def split_ticket(number: str) -> ResponseReturnValue:
        told: list[Message] = []

        def split(ledger: Ledger, ticket: Ticket) -> str:
            part = parting.read(request.form, ticket, ledger.staff, lambda: secrets.token_hex(8))
            new, is_new = tickets.split(ledger, ticket, part, desk.preferences().soon_hours)
            if not is_new:
                return ""
            told.append(notices.tell_split(ledger.session, ticket, new, ledger.staff, desk.channel, ledger.now))
            return f"拆出工单 {new.number}，{who_has(new)}"

        try:
            change = carry_out(desk, number, split)
        except Refused as refused:
            return _show_form(desk, number, request.form, refused)
        except tickets.TicketRefusal as error:
            return _show_form(desk, number, request.form, refusals.of_ticket(error))
        for one in told:
            desk.live.publish("message", conversation=one.conversation_id, message=one.id)
            desk.wake_worker()
        return _back_to_ticket(desk, number, change)


def _back_to_ticket(desk: Desk, number: str, change: WorkChange | None) -> ResponseReturnValue:
    address = url_for("inbox.ticket", number=number, **here())
    answer = make_response(shown(lambda: show_ticket(desk, number, change=change), address))
    answer.headers["HX-Push-Url"] = address
    return answer


def _show_form(
    desk: Desk, number: str, filled: MultiDict[str, str], refused: Refused | None = None
) -> ResponseReturnValue:
    with desk.database.reader() as session:
        found = dossier.find(session, me(), number)
        if found is None:
            abort(404)
        form = parting.parting(session, found, filled)
    return show(desk, "inbox/_split.html", refused, open=f"t{number}", form=form)
