"""The page of a picture: for accounts that may not send it, and for whoever wants to see it larger."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, make_response, render_template, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from bot.database import Database
from bot.media_folder import MediaFolder
from bot.models import Media, MediaState

_PACKAGE = Path(__file__).resolve().parent
# What a key leads to never changes.
_KEEP_SECONDS = 24 * 3600


def blueprint(database: Database, media: MediaFolder) -> Blueprint:
    """Return the blueprint of pages that need no login."""
    pages = Blueprint(
        "resident",
        __name__,
        template_folder=str(_PACKAGE / "templates"),
        static_folder=str(_PACKAGE / "static"),
        static_url_path="/resident/static",
    )

    @pages.get("/pictures/<key>")
    def picture(key: str) -> ResponseReturnValue:
        """The picture that belongs to an answer; one that is on its way to us, or gone, says so."""
        found = _find(key)
        is_there = found.state is MediaState.STORED
        return _for_all(make_response(render_template("resident/picture.html", key=key, is_there=is_there)))

    @pages.get("/pictures/<key>/file")
    def picture_file(key: str) -> ResponseReturnValue:
        """The file itself."""
        found = _find(key)
        if found.state is not MediaState.STORED or not found.path:
            abort(404)
        file = media.folder / found.path
        if not file.is_file():
            abort(404)
        return _for_all(send_file(file, mimetype=found.content_type, conditional=True, max_age=_KEEP_SECONDS))

    def _find(key: str) -> Media:
        with database.reader() as session:
            return session.scalar(select(Media).where(Media.public_key == key)) or abort(404)

    return pages


def _for_all(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
