"""Media: residents' pictures and voices, only to those who may see the conversation they are from."""

from __future__ import annotations

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import exists, select

from bot.inbox import scope
from bot.inbox.desk import Desk
from bot.inbox.views.pages import me
from bot.models import Conversation, Media, MediaState, Message

# What browsers may show in place; everything else is only downloaded.
_SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "audio/", "video/mp4")


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the view of stored files."""

    @inbox.get("/media/<int:id_>")
    def media(id_: int) -> ResponseReturnValue:
        visible = exists().where(
            Message.media_id == Media.id, Conversation.id == Message.conversation_id, scope.conversations_of(me())
        )
        with desk.database.reader() as session:
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
