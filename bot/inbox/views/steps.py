"""Steps: a ticket goes on in its life, or only what was done is written down."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from bot import tickets
from bot.conversations import notices
from bot.inbox import dossier, refusals, said
from bot.inbox.desk import Desk
from bot.inbox.refusals import Refused
from bot.inbox.views.handling import carry_out
from bot.inbox.views.pages import me, show_ticket, shown
from bot.models import Ticket
from bot.tickets import Step, TicketRefusal, move
from bot.work_changes import Ledger

# What this page offers; giving to a provider needs one, and withdrawing is the resident's own.
_OFFERED = frozenset(Step) - {Step.ASSIGN, Step.WITHDRAW}
# The button beside the steps: the ticket stays where it is, and its resident is told nothing.
_NOTE = "note"


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the view."""

    @inbox.post("/tickets/<number>/step")
    def move_ticket(number: str) -> ResponseReturnValue:
        if request.form.get("step") == _NOTE:
            return _write_down(desk, number)
        step, asks = _read_step(), desk.preferences().asks_if_settled
        try:
            with desk.database.session() as session:
                found = dossier.find(session, me(), number, lock=True)
                if found is None:
                    abort(404)
                note = said.read_text(request.form, name="note", may_be_empty=True)
                move(session, found, step, f"staff:{me().id}", desk.clock(), note=note or None)
                told = notices.tell_step(session, found, step, me(), note, desk.channel, desk.clock(), asks=asks)
        except TicketRefusal as error:
            return show_ticket(desk, number, refusals.of_ticket(error))
        except Refused as refused:
            return show_ticket(desk, number, refused)
        desk.live.publish("ticket", ticket=number)
        if told is not None:
            desk.live.publish("message", conversation=told.conversation_id, message=told.id)
            desk.wake_worker()
        return shown(lambda: show_ticket(desk, number), url_for("inbox.ticket", number=number))


def _write_down(desk: Desk, number: str) -> ResponseReturnValue:
    def write(ledger: Ledger, ticket: Ticket) -> str:
        text, once = said.read_text(request.form, name="note"), said.read_once(request.form, ledger.staff)
        tickets.add_note(ledger.session, ticket, text, ledger.actor, ledger.now, f"note:{once}" if once else None)
        return ""

    try:
        carry_out(desk, number, write)
    except Refused as refused:
        return show_ticket(desk, number, refused)
    return shown(lambda: show_ticket(desk, number, told="已记下，居民看不到"), url_for("inbox.ticket", number=number))


def _read_step() -> Step:
    word = request.form.get("step", "")
    if word not in _OFFERED:
        abort(400)
    return Step(word)
