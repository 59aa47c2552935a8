"""Media: residents' pictures and voices, only to those who may see the conversation they are from."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.inbox import said, scope
from bot.inbox.desk import Desk
from bot.inbox.refusals import Refused
from bot.inbox.views.pages import me, show_conversation, shown
from bot.models import Conversation, Media, MediaState, Message, MessageKind

# What browsers may show in place; everything else is only downloaded.
_SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "audio/", "video/mp4")


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the view of stored files."""

    @inbox.get("/media/<int:id_>")
    def media(id_: int) -> ResponseReturnValue:
        with desk.database.reader() as session:
            here = (Message.media_id == Media.id) & (Conversation.id == Message.conversation_id)
            visible = exists().where(here, scope.conversations_of(session, me()))
            found = session.scalar(select(Media).where(Media.id == id_, Media.state == MediaState.STORED, visible))
            if found is None or not found.path:
                abort(404)
            path, kind = (desk.media_dir / found.path).resolve(), found.content_type or "application/octet-stream"
        if not path.is_relative_to(desk.media_dir.resolve()) or not path.is_file():
            abort(404)
        is_shown = kind.startswith(_SHOWN)
        response = send_file(
            path, mimetype=kind if is_shown else "application/octet-stream", as_attachment=not is_shown,
            download_name=path.name, conditional=True, max_age=0,
        )  # fmt: skip
        response.headers["Cache-Control"] = "private, no-cache"
        return response

    @inbox.post("/messages/<int:id_>/hear")
    def hear(id_: int) -> ResponseReturnValue:
        """Write down what a voice says: it is read and searched like any message from then on."""
        try:
            with desk.database.session() as session:
                message = _voice(session, id_)
                message.text = said.read_text(request.form)[:1000]
                message.payload = message.payload | {"heard_by": me().name}
                conversation_id = message.conversation_id
        except Refused as refused:
            return Response(str(refused), refused.status)
        desk.live.publish("message", conversation=conversation_id, message=id_)
        address = url_for("inbox.conversation", id_=conversation_id)
        return shown(lambda: show_conversation(desk, conversation_id), address)


def _voice(session: Session, id_: int) -> Message:
    """Return a voice that this person may see."""
    found = session.scalar(
        select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.id == id_, Message.kind == MessageKind.VOICE, scope.conversations_of(session, me()))
        .with_for_update(of=Message)
    )
    if found is None:
        abort(404)
    return found
