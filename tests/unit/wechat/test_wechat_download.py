"""Files are what their bytes say, not what a server claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from bot.wechat.download import Download, read_limited
from bot.wechat.errors import Unsendable


@pytest.mark.parametrize(
    ("data", "content_type", "ending"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg", "jpg"),
        (b"\x89PNG\r\n\x1a\n...", "image/png", "png"),
        (b"RIFF....WEBP", "image/webp", "webp"),
        (b"#!AMR\n....", "audio/amr", "amr"),
        (b"#!AMR-WB\n....", "audio/amr-wb", "awb"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4", "mp4"),
        (b"<html><script>", "application/octet-stream", "bin"),
        (b"<svg onload=x>", "application/octet-stream", "bin"),
        (b"", "application/octet-stream", "bin"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(data: bytes, content_type: str, ending: str) -> None:
    file = Download(data, "image/jpeg")
    assert (file.content_type, file.ending) == (content_type, ending)


def test_an_answer_in_words_is_not_taken_for_a_file() -> None:
    assert Download(b'{"errcode": 40007}', "text/plain").is_json
    assert not Download(b'{"looks": "like json"}', "audio/amr").is_json


class Endless(requests.Response):
    """A response that never ends."""

    def iter_content(self, *_: Any, **__: Any) -> Iterator[bytes]:
        while True:
            yield b"x" * 1000


def test_an_endless_file_is_given_up() -> None:
    with pytest.raises(Unsendable):
        read_limited(Endless(), limit=10_000)
