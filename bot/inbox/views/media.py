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
_UNKNOWN = "application/octet-stream"


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the view of stored files."""

    @inbox.get("/media/<int:id_>")
    def media(id_: int) -> ResponseReturnValue:
        found = _stored(desk, id_)
        return _send(desk, found.path, found.content_type or _UNKNOWN)

    @inbox.get("/media/<int:id_>/sound")
    def sound(id_: int) -> ResponseReturnValue:
        """A voice as browsers play it."""
        return _send(desk, _stored(desk, id_).sound_path, "audio/mpeg")

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


def _stored(desk: Desk, id_: int) -> Media:
    """Return a stored file of a conversation that this person may see."""
    here = (Message.media_id == Media.id) & (Conversation.id == Message.conversation_id)
    with desk.database.reader() as session:
        visible = exists().where(here, scope.conversations_of(session, me()))
        found = session.scalar(select(Media).where(Media.id == id_, Media.state == MediaState.STORED, visible))
    return found or abort(404)


def _send(desk: Desk, path: str | None, kind: str) -> Response:
    """Send a file of the media folder, or the part of it that a player asks for."""
    file = (desk.media_dir / (path or "")).resolve()
    if not file.is_relative_to(desk.media_dir.resolve()) or not file.is_file():
        abort(404)
    is_shown = kind.startswith(_SHOWN)
    response = send_file(
        file, mimetype=kind if is_shown else _UNKNOWN, as_attachment=not is_shown,
        download_name=file.name, conditional=True, max_age=0,
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, no-cache"
    return response


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
