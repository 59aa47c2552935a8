"""Changes of a conversation: take over, answer, note, hand back, acknowledge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.conversations import handoff, mentions
from bot.inbox import case, drafts, pictures, refusals, said
from bot.inbox.desk import Desk
from bot.inbox.refusals import Refused
from bot.inbox.views.pages import me, show_conversation, shown
from bot.media_folder import MediaFolder
from bot.models import Conversation, Staff

Change = Callable[[Session, Conversation, Staff, datetime], None]


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the changing views."""
    _add_holding(inbox, desk)
    _add_writing(inbox, desk)


def _add_holding(inbox: Blueprint, desk: Desk) -> None:
    @inbox.post("/conversations/<int:id_>/take-over")
    def take_over(id_: int) -> ResponseReturnValue:
        return _change(desk, id_, handoff.take_over)

    @inbox.post("/conversations/<int:id_>/acknowledge")
    def acknowledge(id_: int) -> ResponseReturnValue:
        return _change(desk, id_, handoff.acknowledge)

    @inbox.post("/conversations/<int:id_>/hand-back")
    def hand_back(id_: int) -> ResponseReturnValue:
        def change(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
            summary = said.read_text(request.form, name="summary", may_be_empty=True)
            handoff.hand_back(session, conversation, staff, desk.channel, now, summary)

        answer = _change(desk, id_, change)
        desk.wake_worker()
        return answer


def _add_writing(inbox: Blueprint, desk: Desk) -> None:
    @inbox.post("/conversations/<int:id_>/reply")
    def reply(id_: int) -> ResponseReturnValue:
        def change(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
            text, once = said.read_text(request.form), said.read_once(request.form, staff)
            if not said.was_written(session, once):
                said.refuse_if_answered(session, conversation, said.read_seen(request.form))
                said.mark(handoff.reply(session, conversation, staff, text, desk.channel, now), once)
                drafts.forget(session, conversation.id)

        answer = _change(desk, id_, change)
        desk.wake_worker()
        return answer

    @inbox.post("/conversations/<int:id_>/picture")
    def picture(id_: int) -> ResponseReturnValue:
        """Send a picture; the file is written first, and stays unused when the conversation has gone to somebody else."""

        def change(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
            once = said.read_once(request.form, staff)
            if not said.was_written(session, once):
                media = pictures.keep(request.files.get("picture"), MediaFolder(desk.media_dir), now)
                said.mark(handoff.reply_with_picture(session, conversation, staff, media, now), once)

        answer = _change(desk, id_, change)
        desk.wake_worker()
        return answer

    @inbox.post("/conversations/<int:id_>/note")
    def note(id_: int) -> ResponseReturnValue:
        def change(session: Session, conversation: Conversation, staff: Staff, now: datetime) -> None:
            text, once = said.read_text(request.form), said.read_once(request.form, staff)
            if not said.was_written(session, once):
                written = handoff.add_note(session, conversation, staff, text, now)
                said.mark(written, once)
                mentions.mention(session, written, staff, now)

        return _change(desk, id_, change)


def _change(desk: Desk, id_: int, change: Change) -> ResponseReturnValue:
    """Do it, tell every open page, and show the conversation as it is then; a refusal is shown with it."""
    try:
        with desk.database.session() as session:
            conversation = case.find(session, me(), id_, lock=True)
            if conversation is None:
                abort(404)
            try:
                change(session, conversation, session.get_one(Staff, me().id), desk.clock())
            except handoff.HandoffRefused as error:
                raise refusals.of_handoff(error, conversation) from error
    except Refused as refused:
        return show_conversation(desk, id_, refused)
    desk.live.publish("conversation", conversation=id_)
    return shown(lambda: show_conversation(desk, id_), url_for("inbox.conversation", id_=id_))
