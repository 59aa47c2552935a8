"""Composer: what helps while a reply is written: canned texts, quotations, colleagues, drafts, who else is here."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.clock import SHANGHAI
from bot.inbox import canned, case, drafts, said
from bot.inbox.desk import Desk
from bot.inbox.people import colleagues, names_of_colleagues
from bot.inbox.presence import Colleague
from bot.inbox.views.pages import me
from bot.models import Conversation
from knowledge.rendering import render_body

_LONGEST_QUESTION = 200


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the views."""
    _add_choices(inbox, desk)
    _add_state(inbox, desk)


def _add_choices(inbox: Blueprint, desk: Desk) -> None:
    @inbox.get("/conversations/<int:id_>/canned")
    def canned_replies(id_: int) -> ResponseReturnValue:
        with desk.database.reader() as session:
            offered = canned.replies(session, _find(session, id_), me())
        return _fresh(render_template("inbox/_canned.html", replies=offered))

    @inbox.get("/colleagues")
    def mentionable() -> ResponseReturnValue:
        with desk.database.reader() as session:
            people = [one for one in colleagues(session) if one.id != me().id]
        return _fresh(render_template("inbox/_colleagues.html", people=people))

    @inbox.get("/knowledge")
    def knowledge() -> ResponseReturnValue:
        """What the regulation and published entries say to a question, ready to be put into the reply."""
        question = request.args.get("q", "").strip()[:_LONGEST_QUESTION]
        answer = desk.ask(question, desk.clock().astimezone(SHANGHAI).date()) if question else None
        text = render_body(answer) if answer and answer.kind == "answer" else ""
        return _fresh(render_template("inbox/_knowledge.html", question=question, answer=answer, text=text))


def _add_state(inbox: Blueprint, desk: Desk) -> None:
    @inbox.post("/conversations/<int:id_>/draft")
    def draft(id_: int) -> ResponseReturnValue:
        text = request.form.get("text", "")[: said.LONGEST]
        with desk.database.session() as session:
            if _find(session, id_).assignee_id != me().id:
                abort(409)
            drafts.keep(session, id_, me(), text, desk.clock())
        return "", 204

    @inbox.post("/conversations/<int:id_>/here")
    def here(id_: int) -> ResponseReturnValue:
        """Say that this page is open, and learn who else has it open."""
        with desk.database.reader() as session:
            _find(session, id_)
            ids = [id_ for id_, _name in names_of_colleagues(session)]
            written = drafts.read(session, id_, me(), desk.clock())
        own = Colleague(me().id, me().name, request.form.get("writing") == "1")
        if desk.presence.report(id_, own):
            desk.live.publish("presence", conversation=id_)
        return _fresh(render_template("inbox/_here.html", others=desk.presence.others(id_, own.id, ids), draft=written))


def _find(session: Session, id_: int) -> Conversation:
    found = case.find(session, me(), id_)
    if found is None:
        abort(404)
    return found


def _fresh(html: str) -> Response:
    return Response(html, headers={"Cache-Control": "no-store"})
