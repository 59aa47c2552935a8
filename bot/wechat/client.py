"""Calls to WeChat's servers: wechatpy's client, with its faults fenced off.

Fenced off (wechatpy 1.8.18, read in its source): a lasting 40001 makes it call itself without end; the addresses of
the token, of media and of OAuth are fixed and their calls have no timeout; the token's age is known to one process;
`stable_token` is missing; errors carry the address with the token in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import redis
import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from wechatpy.client import WeChatClient
from wechatpy.exceptions import WeChatClientException
from wechatpy.oauth import WeChatOAuth

from bot.settings import Settings
from bot.wechat.download import Download, read_limited
from bot.wechat.errors import ApiError, TokenRefused, Unreachable, api_error
from bot.wechat.tokens import Token, Tokens

T = TypeVar("T")

Timeout = tuple[float, float]

_TIMEOUT: Timeout = (3.05, 10.0)  # seconds to connect, seconds between two bytes
# A refused token is replaced once; a wrong account or address (40013, 40164, …) would stay wrong.
_WORN_OUT = frozenset({40001, 40014, 42001})


class _Timed(HTTPAdapter):
    """Gives every call a timeout: wechatpy's own token and OAuth calls have none."""

    def __init__(self, timeout: Timeout) -> None:
        super().__init__()
        self._timeout = timeout

    def send(self, request: Any, *arguments: Any, **options: Any) -> Any:
        """See `HTTPAdapter.send`."""
        options["timeout"] = options.get("timeout") or self._timeout
        return super().send(request, *arguments, **options)


class _Wechatpy(WeChatClient):
    """wechatpy's client, with our address and our token."""

    def __init__(self, app_id: str, address: str, tokens: Tokens) -> None:
        super().__init__(app_id, "", auto_retry=False)
        self.API_BASE_URL = f"{address}/cgi-bin/"
        self._tokens = tokens

    @property
    def access_token(self) -> str:
        """The token that all processes share."""
        return self._tokens.current()

    def fetch_access_token(self) -> None:
        """Never called: wechatpy would ask a fixed address, without a timeout."""
        raise NotImplementedError


class WeChatApi:
    """What Linli asks of WeChat. Every method raises `ApiError` or one of its kinds.

    `transport` takes the place of the network in tests.
    """

    def __init__(
        self,
        settings: Settings,
        client: redis.Redis,
        transport: BaseAdapter | None = None,
        timeout: Timeout = _TIMEOUT,
    ) -> None:
        self._app_id = settings.wechat_app_id
        self._secret = settings.wechat_app_secret.get_secret_value()
        self._address = settings.wechat_api_address
        self._tokens = Tokens(client, self._app_id, self._fetch_token)
        self._wechatpy = _Wechatpy(self._app_id, self._address, self._tokens)
        self._http: requests.Session = self._wechatpy._http
        self._prepare(self._http, transport or _Timed(timeout))

    def send_text(self, openid: str, text: str) -> None:
        """Send a customer-service message."""
        self._call(lambda: self._wechatpy.message.send_text(openid, text))

    def send_image(self, openid: str, media_id: str) -> None:
        """Send a picture that was uploaded before, as a customer-service message."""
        self._call(lambda: self._wechatpy.message.send_image(openid, media_id))

    def show_typing(self, openid: str, *, typing: bool = True) -> None:
        """Show the resident that somebody is writing; WeChat lets it last 15 seconds."""
        data = {"touser": openid, "command": "Typing" if typing else "CancelTyping"}
        self._call(lambda: self._wechatpy.post("message/custom/typing", data=data))

    def download(self, media_id: str) -> Download:
        """Fetch what a resident sent. Raises `MediaGone` after three days, `Unsendable` when it is far too large."""
        return self._call(lambda: self._download(media_id))

    def upload(self, kind: str, name: str, data: bytes, content_type: str) -> str:
        """Store a picture or voice for three days and return its media id."""
        file = (name, data, content_type)
        return self._call(lambda: str(self._wechatpy.media.upload(kind, file)["media_id"]))

    def create_menu(self, menu: Mapping[str, Any]) -> None:
        """Replace the account's menu."""
        self._call(lambda: self._wechatpy.menu.create(dict(menu)))

    def get_menu(self) -> Mapping[str, Any] | None:
        """Return the account's menu, or None when it has none."""
        found: Mapping[str, Any] | None = self._call(self._wechatpy.menu.get)
        return found

    def delete_menu(self) -> None:
        """Remove the account's menu."""
        self._call(self._wechatpy.menu.delete)

    def authorize_url(self, redirect_uri: str, state: str) -> str:
        """Where a page sends a resident's browser to learn who they are (OAuth, snsapi_base: no questions asked)."""
        query = {"appid": self._app_id, "redirect_uri": redirect_uri, "response_type": "code"}
        is_real = self._address == "https://api.weixin.qq.com"
        base = "https://open.weixin.qq.com" if is_real else self._address
        scope = {"scope": "snsapi_base", "state": state}
        return f"{base}/connect/oauth2/authorize?{urlencode(query | scope)}#wechat_redirect"

    def openid_of(self, code: str) -> str:
        """Return whose OAuth code it is; a code works once, for five minutes. Raises `CodeRefused`."""
        oauth = WeChatOAuth(self._app_id, self._secret, "")
        oauth.API_BASE_URL = f"{self._address}/"
        oauth._http = self._http
        return _guard(lambda: str(oauth.fetch_access_token(code)["openid"]))

    def check_token(self) -> None:
        """Make sure that WeChat gives this server a token (account, secret and IP list are right)."""
        self._tokens.current()

    def _call(self, ask: Callable[[], T]) -> T:
        """Ask; when the token is worn out, once more with a new one."""
        token = self._tokens.current()
        try:
            return _guard(ask)
        except TokenRefused as error:
            if error.code not in _WORN_OUT:
                raise
            self._tokens.replace(token)
        return _guard(ask)

    def _fetch_token(self, force: bool) -> Token:
        body = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret,
            "force_refresh": force,
        }
        found = _guard(lambda: self._ask_token(body))
        if not isinstance(found.get("access_token"), str):
            raise Unreachable(None, "no access_token in the answer")
        return Token(found["access_token"], int(found.get("expires_in") or 7200))

    def _ask_token(self, body: Mapping[str, Any]) -> Any:
        response = self._http.post(f"{self._address}/cgi-bin/stable_token", json=body)
        response.raise_for_status()
        return _checked(response.json())

    def _download(self, media_id: str) -> Download:
        query = {"access_token": self._tokens.current(), "media_id": media_id}
        url = f"{self._address}/cgi-bin/media/get"
        with self._http.get(url, params=query, stream=True) as response:
            response.raise_for_status()
            found = read_limited(response)
        if not found.is_json:
            return found
        answer = _checked(found.json())
        # A video comes as the address of its file; only WeChat's own servers are asked for it.
        return self._follow(str(answer.get("video_url") or ""))

    def _follow(self, url: str) -> Download:
        parts = urlsplit(url)
        host = parts.hostname or ""
        is_wechat = host.endswith((".qq.com", ".qpic.cn")) or host == urlsplit(self._address).hostname
        if parts.scheme not in ("http", "https") or not is_wechat:
            raise ApiError(None, "the file's address is not WeChat's")
        with self._http.get(url, stream=True, allow_redirects=False) as response:
            response.raise_for_status()
            return read_limited(response)

    def _prepare(self, http: requests.Session, transport: BaseAdapter) -> None:
        for scheme in ("http://", "https://"):
            http.mount(scheme, transport)
        # A proxy for the internet must not stand between Linli and the stand-in on the same machine.
        http.trust_env = urlsplit(self._address).hostname not in ("127.0.0.1", "localhost")


def _checked(answer: Any) -> Mapping[str, Any]:
    """Return an answer of WeChat. Raises the `ApiError` that its errcode stands for."""
    if not isinstance(answer, dict):
        raise Unreachable(None, "the answer is not an object")
    if code := int(answer.get("errcode") or 0):
        raise api_error(code, str(answer.get("errmsg") or ""))
    return answer


def _guard(ask: Callable[[], T]) -> T:
    """Call, and turn what requests and wechatpy raise into our errors; `from None` keeps addresses out of logs."""
    try:
        found = ask()
    except WeChatClientException as error:
        status = getattr(error.response, "status_code", None)
        message = str(error.errmsg) if error.errcode is not None else f"HTTP {status}"
        raise api_error(error.errcode, message) from None
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise Unreachable(None, type(error).__name__) from None
    if isinstance(found, requests.Response):
        # wechatpy hands out the raw response when it is not JSON.
        raise Unreachable(None, "the answer is not JSON")
    return found
