"""Pictures on the web are taken from the public internet only, and only if they are pictures."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from bot.media_folder import MOST_PICTURE_BYTES
from bot.wechat.errors import ApiError, MediaGone, Unreachable, Unsendable
from bot.wechat.web_pictures import WebPictures

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


class Web(BaseAdapter):
    """A web with one file."""

    def __init__(self, data: bytes = PNG, status: int = 200, headers: dict[str, str] | None = None) -> None:
        super().__init__()
        self.data, self.status, self.headers = data, status, headers or {}
        self.asked: list[str] = []

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.asked.append(str(request.url))
        response = requests.Response()
        response.status_code, response.request, response.url = self.status, request, str(request.url)
        response.headers.update(self.headers)
        response.raw = HTTPResponse(io.BytesIO(self.data), preload_content=False)
        return response

    def close(self) -> None:
        pass


class Down(Web):
    """A web that does not answer."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        raise requests.ConnectTimeout


def public(_host: str) -> Iterable[str]:
    return ["8.8.8.8", "2001:4860:4860::8888"]


def test_a_picture_is_taken() -> None:
    web = Web()
    assert WebPictures(web, public).download("https://example.org/a.png").content_type == "image/png"
    assert web.asked == ["https://example.org/a.png"]


@pytest.mark.parametrize(
    "inside",
    ["127.0.0.1", "10.0.0.7", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1", "0.0.0.0"],
)
def test_nothing_inside_the_operators_network_is_asked(inside: str) -> None:
    web = Web()
    with pytest.raises(Unsendable, match="public"):
        WebPictures(web, lambda _host: ["8.8.8.8", inside]).download("https://example.org/a.png")
    assert web.asked == []


def test_a_host_that_is_not_found_is_asked_again_later() -> None:
    def nowhere(_host: str) -> Iterable[str]:
        raise OSError("no such host")

    with pytest.raises(Unreachable):
        WebPictures(Web(), nowhere).download("https://example.org/a.png")


@pytest.mark.parametrize(
    ("web", "error"),
    [
        (Web(status=404), MediaGone),
        (Web(status=500), Unreachable),
        (Web(status=302, headers={"Location": "http://127.0.0.1/"}), Unreachable),
        (Web(data=b"<html>"), Unsendable),
        (Web(data=b""), Unsendable),
        (Web(data=PNG + bytes(MOST_PICTURE_BYTES)), Unsendable),
        (Down(), Unreachable),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(web: Web, error: type[ApiError]) -> None:
    with pytest.raises(error):
        WebPictures(web, public).download("https://example.org/a.png")
    assert len(web.asked) <= 1
