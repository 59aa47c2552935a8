"""The media folder: pictures, voices and videos as files; the table keeps their paths."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

# WeChat takes pictures of these kinds up to 10 MB (客服接口, 新增临时素材).
MOST_PICTURE_BYTES = 10 * 1024 * 1024
_PICTURES = {b"\xff\xd8\xff": ("jpg", "image/jpeg"), b"\x89PNG\r\n\x1a\n": ("png", "image/png")}


@dataclass(frozen=True)
class MediaFolder:
    """Files below one folder, each under a name that nobody can guess."""

    folder: Path

    def write(self, data: bytes, ending: str, now: datetime) -> str:
        """Write a file whole or not at all, readable by this user only; return its path below the folder."""
        path = f"{now:%Y/%m}/{secrets.token_hex(16)}.{ending}"
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(".part")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(data)
        unfinished.replace(target)
        return path

    def read(self, path: str) -> bytes:
        """Return a file's content. Raises `OSError`."""
        return (self.folder / path).read_bytes()


class PictureRefused(Exception):
    """WeChat would not take it; `str()` says in Chinese what to do."""


def picture_kind(data: bytes) -> tuple[str, str]:
    """Return ending and content type of a picture, told by its first bytes. Raises `PictureRefused`."""
    if not data:
        raise PictureRefused("请先选一张图片。")
    if len(data) > MOST_PICTURE_BYTES:
        raise PictureRefused("图片超过 10 MB，微信不收。请截图或压缩后再发。")
    kind = next((kind for mark, kind in _PICTURES.items() if data.startswith(mark)), None)
    if kind is None:
        raise PictureRefused("只能发 JPG 或 PNG 图片。")
    return kind
