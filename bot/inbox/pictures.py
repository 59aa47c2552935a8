"""Pictures that staff send: checked and kept before they go out."""

from __future__ import annotations

import secrets
from datetime import datetime

from werkzeug.datastructures import FileStorage

from bot.inbox.refusals import Refused
from bot.media_folder import MOST_PICTURE_BYTES, MediaFolder, picture_kind
from bot.models import Media, MediaState


def keep(file: FileStorage | None, folder: MediaFolder, now: datetime) -> Media:
    """Write an uploaded picture and return its row. Raises `Refused` for what WeChat would not take."""
    data = file.stream.read(MOST_PICTURE_BYTES + 1) if file else b""
    if not data:
        raise Refused("请先选一张图片。", 422)
    if len(data) > MOST_PICTURE_BYTES:
        raise Refused("图片超过 10 MB，微信不收。请截图或压缩后再发。", 422)
    kind = picture_kind(data)
    if kind is None:
        raise Refused("只能发 JPG 或 PNG 图片。", 422)
    ending, content_type = kind
    return Media(
        external_id=f"staff:{secrets.token_hex(16)}",
        kind="image",
        state=MediaState.STORED,
        path=folder.write(data, ending, now),
        content_type=content_type,
        created_at=now,
    )
