"""Pictures that staff send: checked and kept before they go out."""

from __future__ import annotations

import secrets
from datetime import datetime

from werkzeug.datastructures import FileStorage

from bot.inbox.refusals import Refused
from bot.media_folder import MOST_PICTURE_BYTES, MediaFolder, PictureRefused, picture_kind
from bot.models import Media, MediaState


def keep(file: FileStorage | None, folder: MediaFolder, now: datetime) -> Media:
    """Write an uploaded picture and return its row. Raises `Refused` for what WeChat would not take."""
    data = file.stream.read(MOST_PICTURE_BYTES + 1) if file else b""
    try:
        ending, content_type = picture_kind(data)
    except PictureRefused as refused:
        raise Refused(str(refused), 422) from refused
    return Media(
        external_id=f"staff:{secrets.token_hex(16)}",
        kind="image",
        state=MediaState.STORED,
        path=folder.write(data, ending, now),
        content_type=content_type,
        created_at=now,
    )
