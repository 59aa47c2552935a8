"""A downloaded file: its bytes, and what they really are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import requests

from bot.wechat.errors import Unsendable

# WeChat's own ceiling for a video is 10 MB, for a picture 10 MB: more is not from WeChat.
MAX_BYTES = 32 << 20
_CHUNK = 1 << 16

_SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (0, b"GIF8", "image/gif", "gif"),
    (0, b"BM", "image/bmp", "bmp"),
    (8, b"WEBP", "image/webp", "webp"),
    (0, b"#!AMR-WB", "audio/amr-wb", "awb"),
    (0, b"#!AMR", "audio/amr", "amr"),
    (8, b"WAVE", "audio/wav", "wav"),
    (0, b"ID3", "audio/mpeg", "mp3"),
    (0, b"\xff\xfb", "audio/mpeg", "mp3"),
    (0, b"\xff\xf3", "audio/mpeg", "mp3"),
    (0, b"OggS", "audio/ogg", "ogg"),
    (4, b"ftyp", "video/mp4", "mp4"),
)


@dataclass(frozen=True)
class Download:
    """The bytes of a file and the type that the server named."""

    data: bytes
    named_type: str

    @property
    def is_json(self) -> bool:
        """Whether it is an answer in words rather than a file."""
        return self.named_type.startswith(("application/json", "text/")) and self.data.lstrip()[:1] == b"{"

    def json(self) -> Any:
        """Return the answer in words. Raises `ValueError`."""
        return json.loads(self.data)

    @property
    def content_type(self) -> str:
        """What the bytes are; a type that only the server claims is not believed, since browsers will show it."""
        return self._kind()[0]

    @property
    def ending(self) -> str:
        """The ending of a file name for it."""
        return self._kind()[1]

    def _kind(self) -> tuple[str, str]:
        for offset, signature, content_type, ending in _SIGNATURES:
            if self.data[offset : offset + len(signature)] == signature:
                return content_type, ending
        return "application/octet-stream", "bin"


def read_limited(response: requests.Response, limit: int = MAX_BYTES) -> Download:
    """Read a response piece by piece. Raises `Unsendable` when it is larger than any file of WeChat."""
    pieces, length = [], 0
    for piece in response.iter_content(_CHUNK):
        length += len(piece)
        if length > limit:
            raise Unsendable(None, f"the file is larger than {limit} bytes")
        pieces.append(piece)
    return Download(b"".join(pieces), response.headers.get("Content-Type", ""))
