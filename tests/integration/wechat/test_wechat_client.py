"""The client of WeChat's servers: each fault of wechatpy is fenced off, and what WeChat answers becomes our error."""

from __future__ import annotations

import io
import json
import logging
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import redis as redis_client
import requests
from requests.adapters import BaseAdapter

from bot.settings import Settings
from bot.wechat.client import WeChatApi
from bot.wechat.errors import (
    ApiError,
    CodeRefused,
    MediaGone,
    NotPermitted,
    QuotaUsedUp,
    TokenRefused,
    TooLong,
    Unreachable,
    Unsendable,
    WindowClosed,
)

OK = {"errcode": 0, "errmsg": "ok"}
Answer = dict[str, Any] | tuple[int, str, bytes] | Exception


class FakeTransport(BaseAdapter):
    """WeChat's servers on strings: `answers` by the end of the path; a function may decide by the request."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[requests.PreparedRequest] = []
        self.timeouts: list[Any] = []
        self.tokens = 0
        self.answers: dict[str, Answer | Callable[[requests.PreparedRequest], Answer]] = {"stable_token": self.renew}

    def renew(self, request: requests.PreparedRequest) -> Answer:
        force = json.loads(request.body or b"{}")["force_refresh"]
        if force or self.tokens == 0:
            self.tokens += 1
        return {"access_token": f"token-{self.tokens}", "expires_in": 7200}

    def send(self, request: requests.PreparedRequest, *_: Any, timeout: Any = None, **__: Any) -> requests.Response:
        self.requests.append(request)
        self.timeouts.append(timeout)
        found = self.answers.get(urlsplit(str(request.url)).path.rsplit("/", 1)[-1], OK)
        answer = found(request) if callable(found) else found
        if isinstance(answer, Exception):
            raise answer
        status, kind, body = (
            answer if isinstance(answer, tuple) else (200, "application/json", json.dumps(answer).encode())
        )
        response = requests.Response()
        response.status_code, response.url, response.request = status, str(request.url), request
        response.headers["Content-Type"] = kind
        response.raw = io.BytesIO(body)
        return response

    def close(self) -> None:
        """Nothing is open."""

    def paths(self) -> list[str]:
        return [urlsplit(str(request.url)).path.rsplit("/", 1)[-1] for request in self.requests]


@pytest.fixture
def transport() -> FakeTransport:
    return FakeTransport()


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, wechat_api_base_url="https://wechat.example")


@pytest.fixture
def api(settings: Settings, redis: redis_client.Redis, transport: FakeTransport) -> WeChatApi:
    return WeChatApi(settings, redis, transport)


def token_of(request: requests.PreparedRequest) -> str:
    return parse_qs(urlsplit(str(request.url)).query)["access_token"][0]


def test_a_message_goes_out_with_the_stable_token(api: WeChatApi, transport: FakeTransport) -> None:
    api.send_text("o1", "您好 ]]>")
    assert transport.paths() == ["stable_token", "send"]
    assert token_of(transport.requests[1]) == "token-1"
    assert json.loads(transport.requests[1].body or b"") == {
        "touser": "o1", "msgtype": "text", "text": {"content": "您好 ]]>"},
    }  # fmt: skip


def test_every_call_goes_to_the_configured_address_with_a_timeout(api: WeChatApi, transport: FakeTransport) -> None:
    transport.answers |= {
        "access_token": {"openid": "o1", "access_token": "x", "refresh_token": "", "expires_in": 1},
        "get": (200, "image/jpeg", b"\xff\xd8\xff"),
        "upload": {"media_id": "m1"},
    }
    api.send_text("o1", "好")
    api.show_typing("o1")
    api.download("m1")
    assert api.upload("image", "a.jpg", b"\xff\xd8\xff", "image/jpeg") == "m1"
    api.create_menu({"button": []})
    api.delete_menu()
    assert api.openid_of("code") == "o1"
    assert {urlsplit(str(request.url)).hostname for request in transport.requests} == {"wechat.example"}
    assert len(transport.requests) == 8


def test_a_wechat_that_never_answers_is_given_up(redis: redis_client.Redis) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = Settings(_env_file=None, wechat_api_base_url=f"http://127.0.0.1:{silent.getsockname()[1]}")
        api = WeChatApi(settings, redis, timeout=(0.2, 0.2))
        started = time.monotonic()
        for ask in (lambda: api.send_text("o1", "好"), lambda: api.openid_of("c")):
            with pytest.raises(Unreachable):
                ask()
        assert time.monotonic() - started < 3


def test_all_processes_share_one_token(settings: Settings, redis: redis_client.Redis, transport: FakeTransport) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: WeChatApi(settings, redis, transport).send_text("o1", "好"), range(16)))
    assert transport.paths().count("stable_token") == 1


def test_the_token_is_kept_a_little_shorter_than_it_lives(
    api: WeChatApi, redis: redis_client.Redis, settings: Settings
) -> None:
    api.check_token()
    assert 6000 < redis.ttl(f"linli:wechat:token:{settings.wechat_app_id}") <= 6900


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_refused_token_is_replaced_once_and_the_call_repeated(
    api: WeChatApi, transport: FakeTransport, code: int
) -> None:
    transport.answers["send"] = lambda request: {"errcode": code} if token_of(request) == "token-1" else OK
    api.send_text("o1", "好")
    assert transport.paths() == ["stable_token", "send", "stable_token", "stable_token", "send"]
    forced = [
        json.loads(request.body or b"")["force_refresh"]
        for request in transport.requests
        if "stable" in str(request.url)
    ]
    assert forced == [False, False, True]


def test_a_token_that_another_process_renewed_is_taken_without_forcing(
    api: WeChatApi, transport: FakeTransport, redis: redis_client.Redis, settings: Settings
) -> None:
    def refuse(request: requests.PreparedRequest) -> Answer:
        if token_of(request) == "token-1":
            redis.set(f"linli:wechat:token:{settings.wechat_app_id}", '"token-of-another"')
            return {"errcode": 40001}
        return OK

    transport.answers["send"] = refuse
    api.send_text("o1", "好")
    assert transport.paths() == ["stable_token", "send", "send"]


def test_a_lasting_refusal_ends_after_one_retry(api: WeChatApi, transport: FakeTransport) -> None:
    transport.answers["send"] = {"errcode": 40001, "errmsg": "invalid credential"}
    with pytest.raises(TokenRefused):
        api.send_text("o1", "好")
    assert transport.paths().count("send") == 2
    assert len(transport.requests) <= 5


def test_tokens_are_not_forced_again_within_half_a_minute(api: WeChatApi, transport: FakeTransport) -> None:
    transport.answers["send"] = {"errcode": 40001}
    for _ in range(10):
        with pytest.raises(TokenRefused):
            api.send_text("o1", "好")
    assert transport.tokens == 2


def test_tokens_are_forced_at_most_twenty_times_a_day(
    api: WeChatApi, transport: FakeTransport, redis: redis_client.Redis, settings: Settings
) -> None:
    transport.answers["send"] = {"errcode": 40001}
    for _ in range(30):
        redis.delete(f"linli:wechat:token:{settings.wechat_app_id}:forced")
        with pytest.raises(TokenRefused):
            api.send_text("o1", "好")
    assert transport.tokens == 21


@pytest.mark.parametrize("code", [40013, 40125, 40164])
def test_a_wrong_account_or_address_is_not_tried_again(api: WeChatApi, transport: FakeTransport, code: int) -> None:
    transport.answers["stable_token"] = {"errcode": code, "errmsg": "no"}
    with pytest.raises(TokenRefused) as caught:
        api.send_text("o1", "好")
    assert (caught.value.code, transport.paths()) == (code, ["stable_token"])


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (45015, WindowClosed), (43004, WindowClosed), (45047, QuotaUsedUp), (48001, NotPermitted), (40200, NotPermitted),
        (45002, TooLong), (40003, Unsendable), (-1, ApiError), (45009, ApiError), (99999, ApiError),
    ],
)  # fmt: skip
def test_what_wechat_answers_becomes_our_error(
    api: WeChatApi, transport: FakeTransport, code: int, kind: type[ApiError]
) -> None:
    transport.answers["send"] = {"errcode": code, "errmsg": "no"}
    with pytest.raises(ApiError) as caught:
        api.send_text("o1", "好")
    assert (type(caught.value), caught.value.code) == (kind, code)


@pytest.mark.parametrize(
    "answer",
    [
        (502, "text/html", b"<html>Bad Gateway</html>"), (200, "text/html", b"<html>busy</html>"), (200, "text/plain", b""),
        (200, "application/json", b"[1]"[:2]), (200, "application/json", b'{"errcode": "x"}'),
        requests.ConnectionError("no route"), requests.ReadTimeout("slow"), requests.exceptions.ChunkedEncodingError("cut"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["send", "stable_token"])
def test_no_answer_or_rubbish_is_unreachable(
    api: WeChatApi, transport: FakeTransport, answer: Answer, path: str
) -> None:
    transport.answers[path] = answer
    with pytest.raises(Unreachable):
        api.send_text("o1", "好")


def test_no_secret_and_no_token_gets_into_logs(
    api: WeChatApi, transport: FakeTransport, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    url = "https://wechat.example/cgi-bin/message/custom/send?access_token=token-1"
    transport.answers["send"] = requests.ConnectionError(f"cannot reach {url}")
    with caplog.at_level(logging.INFO):
        try:
            api.send_text("o1", "好")
        except ApiError:
            logging.getLogger("test").exception("not sent")
    assert "token-1" not in caplog.text
    assert settings.wechat_app_secret.get_secret_value() not in caplog.text


def test_a_file_is_downloaded(api: WeChatApi, transport: FakeTransport) -> None:
    transport.answers["get"] = (200, "image/jpeg", b"\xff\xd8\xff data")
    assert api.download("m1").data == b"\xff\xd8\xff data"


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_a_file_that_wechat_forgot_is_gone(api: WeChatApi, transport: FakeTransport, kind: str) -> None:
    transport.answers["get"] = (200, kind, b'{"errcode": 40007, "errmsg": "invalid media_id"}')
    with pytest.raises(MediaGone):
        api.download("m1")


def test_a_refused_token_is_replaced_for_downloads_as_well(api: WeChatApi, transport: FakeTransport) -> None:
    transport.answers["get"] = lambda request: (
        (200, "image/png", b"\x89PNG\r\n\x1a\n") if token_of(request) == "token-2" else {"errcode": 40001}
    )
    assert api.download("m1").ending == "png"


def test_a_video_is_fetched_from_the_address_that_wechat_names(api: WeChatApi, transport: FakeTransport) -> None:
    transport.answers |= {
        "get": {"video_url": "http://vweixinp.tc.qq.com/film.mp4"},
        "film.mp4": (200, "video/mp4", b"....ftyp"),
    }
    assert api.download("m1").ending == "mp4"
    assert "access_token" not in str(transport.requests[-1].url)


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "file:///etc/passwd", "http://qq.com.evil.example/x", "http://evil.example/.qq.com", "", "gopher://a.qq.com"]
)  # fmt: skip
def test_a_video_from_elsewhere_is_not_fetched(api: WeChatApi, transport: FakeTransport, url: str) -> None:
    transport.answers["get"] = {"video_url": url}
    with pytest.raises(ApiError):
        api.download("m1")
    assert transport.paths() == ["stable_token", "get"]


def test_the_menu_can_be_missing(api: WeChatApi, transport: FakeTransport) -> None:
    transport.answers["get"] = {"errcode": 46003, "errmsg": "menu no exist"}
    assert api.get_menu() is None


@pytest.mark.parametrize("code", [40029, 40163])
def test_an_oauth_code_works_once(api: WeChatApi, transport: FakeTransport, code: int) -> None:
    transport.answers["access_token"] = {"errcode": code, "errmsg": "invalid code"}
    with pytest.raises(CodeRefused):
        api.openid_of("c")


def test_residents_are_asked_who_they_are_without_questions(api: WeChatApi, redis: redis_client.Redis) -> None:
    query = parse_qs(urlsplit(api.authorize_url("https://linli.example/me?a=b", "s")).query)
    assert (query["scope"], query["redirect_uri"]) == (["snsapi_base"], ["https://linli.example/me?a=b"])
    real = WeChatApi(Settings(_env_file=None, wechat_api_base_url="https://api.weixin.qq.com"), redis)
    assert real.authorize_url("https://l", "s").startswith("https://open.weixin.qq.com/connect/oauth2/authorize?appid=")


def test_without_redis_the_token_is_fetched_for_each_call(settings: Settings, transport: FakeTransport) -> None:
    from bot.redis_client import connect

    api = WeChatApi(settings, connect("unix:///nonexistent/redis.sock"), transport)
    api.send_text("o1", "好")
    assert transport.paths()[-1] == "send"
