"""Steps: a ticket goes on in its life."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from bot.conversations import notices
from bot.inbox import dossier, refusals, said
from bot.inbox.desk import Desk
from bot.inbox.refusals import Refused
from bot.inbox.views.pages import me, show_ticket, shown
from bot.tickets import Step, TicketRefusal, move

# What this page offers; giving to a provider needs one, and withdrawing is the resident's own.
_OFFERED = frozenset(Step) - {Step.ASSIGN, Step.WITHDRAW}


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the view."""

    @inbox.post("/tickets/<number>/step")
    def move_ticket(number: str) -> ResponseReturnValue:
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


def _read_step() -> Step:
    word = request.form.get("step", "")
    if word not in _OFFERED:
        abort(400)
    return Step(word)
