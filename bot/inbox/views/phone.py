"""Phone: a resident's whole number, once a reason is given; who looked, and why, stays in the transcript."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from bot.conversations import records
from bot.inbox import case
from bot.inbox.desk import Desk
from bot.inbox.views.pages import me
from bot.models import Author

REASONS = ("联系居民办理工单", "居民要求回电", "紧急救助")


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the view."""

    @inbox.post("/conversations/<int:id_>/phone")
    def phone(id_: int) -> ResponseReturnValue:
        reason = request.form.get("reason", "")
        if reason not in REASONS:
            abort(400)
        with desk.database.session() as session:
            conversation = case.find(session, me(), id_, lock=True)
            number = conversation.identity.resident.phone if conversation else None
            if conversation is None or number is None:
                abort(404)
            words = f"{me().name}查看了居民电话：{reason}"
            payload = {"event": "phone_seen", "reason": reason}
            records.write(session, conversation, Author.EVENT, words, desk.clock(), staff_id=me().id, payload=payload)
        desk.live.publish("conversation", conversation=id_)
        response = make_response(
            render_template("inbox/_phone.html", number=number, case_id=id_, minutes=desk.preferences().unmask_minutes)
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @inbox.get("/conversations/<int:id_>/phone")
    def masked_phone(id_: int) -> ResponseReturnValue:
        """The masked number again, once the time to look is over."""
        with desk.database.reader() as session:
            found = case.find(session, me(), id_)
            if found is None:
                abort(404)
            person = case.person(found.identity.resident, found.identity.subscribed, desk.clock())
        return render_template("inbox/_masked_phone.html", person=person, case_id=id_)
