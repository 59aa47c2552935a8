"""Changes: take over, answer, note, hand back, acknowledge, see a phone number, move a ticket on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.conversations import handoff, records
from bot.inbox import case, dossier, refusals, said
from bot.inbox.desk import Desk
from bot.inbox.refusals import Refused
from bot.inbox.views.pages import me, show_conversation, show_ticket
from bot.models import Author, Conversation, Staff
from bot.tickets import Step, TicketRefusal, move

Change = Callable[[Session, Conversation, Staff, datetime], None]
PHONE_REASONS = ("联系居民办理工单", "居民要求回电", "紧急救助")


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the changing views."""

    @inbox.post("/conversations/<int:id_>/take-over")
    def take_over(id_: int) -> ResponseReturnValue:
        def change(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
            # A second tap on the button is not a second handover.
            if conversation.assignee_id != staff.id:
                handoff.take_over(session, conversation, staff, now)

        return _change(desk, id_, change)

    @inbox.post("/conversations/<int:id_>/reply")
    def reply(id_: int) -> ResponseReturnValue:
        def change(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
            text, once = said.read_text(request.form), said.read_once(request.form, staff)
            if not said.was_written(session, once):
                message = handoff.reply(session, conversation, staff, text, desk.channel, now)
                said.mark(message, once)

        answer = _change(desk, id_, change)
        desk.wake_worker()
        return answer

    @inbox.post("/conversations/<int:id_>/note")
    def note(id_: int) -> ResponseReturnValue:
        def change(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
            text, once = said.read_text(request.form), said.read_once(request.form, staff)
            if not said.was_written(session, once):
                said.mark(handoff.add_note(session, conversation, staff, text, now), once)

        return _change(desk, id_, change)

    @inbox.post("/conversations/<int:id_>/hand-back")
    def hand_back(id_: int) -> ResponseReturnValue:
        def change(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
            summary = said.read_text(request.form, name="summary", may_be_empty=True)
            handoff.hand_back(session, conversation, staff, desk.channel, now, summary)

        answer = _change(desk, id_, change)
        desk.wake_worker()
        return answer

    @inbox.post("/conversations/<int:id_>/acknowledge")
    def acknowledge(id_: int) -> ResponseReturnValue:
        def change(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
            if conversation.acknowledged_at is None:
                handoff.acknowledge(session, conversation, staff, now)

        return _change(desk, id_, change)

    @inbox.post("/conversations/<int:id_>/phone")
    def phone(id_: int) -> ResponseReturnValue:
        """Show a resident's whole number once a reason is given; who looked, and why, stays in the transcript."""
        reason = request.form.get("reason", "")
        if reason not in PHONE_REASONS:
            abort(400)
        with desk.database.session() as session:
            conversation, staff = _find(session, id_)
            number = conversation.identity.resident.phone
            if number is None:
                abort(404)
            text = f"{staff.name}查看了居民电话：{reason}"
            payload = {"event": "phone_seen", "reason": reason}
            records.write(
                session, conversation, Author.EVENT, text, desk.clock(), staff_id=staff.id, payload=payload
            )
        desk.live.publish("conversation", conversation=id_)
        response = make_response(render_template("inbox/_phone.html", number=number))
        response.headers["Cache-Control"] = "no-store"
        return response

    @inbox.post("/tickets/<number>/step")
    def move_ticket(number: str) -> ResponseReturnValue:
        try:
            step = Step(request.form.get("step", ""))
        except ValueError:
            abort(400)
        try:
            with desk.database.session() as session:
                found = dossier.find(session, me(), number, lock=True)
                if found is None:
                    abort(404)
                text = said.read_text(request.form, name="note", may_be_empty=True)
                move(session, found, step, f"staff:{me().id}", desk.clock(), note=text or None)
        except TicketRefusal as error:
            return show_ticket(desk, number, refusals.of_ticket(error))
        except Refused as error:
            return show_ticket(desk, number, error)
        desk.live.publish("ticket", ticket=number)
        return _shown(lambda: show_ticket(desk, number), url_for("inbox.ticket", number=number))


def _find(session: Session, id_: int, *, lock: bool = False) -> tuple[Conversation, Staff]:
    found = case.find(session, me(), id_, lock=lock)
    if found is None:
        abort(404)
    return found, session.get_one(Staff, me().id)


def _change(desk: Desk, id_: int, change: Change) -> ResponseReturnValue:
    """Do it, tell every open page, and show the conversation as it is then; a refusal is shown with it."""
    try:
        with desk.database.session() as session:
            conversation, staff = _find(session, id_, lock=True)
            try:
                change(session, conversation, staff, desk.clock())
            except handoff.HandoffRefused as error:
                raise refusals.of_handoff(error, conversation) from error
    except Refused as refused:
        return show_conversation(desk, id_, refused)
    desk.live.publish("conversation", conversation=id_)
    return _shown(lambda: show_conversation(desk, id_), url_for("inbox.conversation", id_=id_))


def _shown(part: Callable[[], ResponseReturnValue], address: str) -> ResponseReturnValue:
    """Answer htmx with the part, and a browser without scripts with a redirect, so that reloading sends nothing twice."""
    if "HX-Request" not in request.headers:
        return redirect(address, 303)
    response = make_response(part())
    response.headers["HX-Trigger"] = "refresh-lists"
    return response
