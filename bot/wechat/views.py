"""The callback at `/wechat`: check, parse, hand over, answer. Never an error page, never 500."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from bot import safety
from bot.clock import utc_now
from bot.conversations.incoming import Incoming, Touch
from bot.hotlines import default_numbers
from bot.settings import Settings
from bot.wechat.callback import Callback, Opened, seal
from bot.wechat.errors import CallbackRefused, Malformed, TooLarge
from bot.wechat.messages import read_incoming
from bot.wechat.replies import SUCCESS, text_reply
from bot.wechat.text import shipped_limit, split

MAX_BODY = 1 << 20
# Said only when not even storing worked: then nobody but the resident knows of the message.
BROKEN = "系统出了点问题，您刚才发的可能没有收到，请过几分钟再发一遍。\n急事请打 12345，有危险请打 110。"
_logger = logging.getLogger(__name__)


class Receiver(Protocol):
    """What the callback needs of `bot.conversations.Conversations`."""

    def receive(self, incoming: Incoming, started: float | None = None) -> str:
        """Take a message and return the passive reply; "" when nothing is to be said."""


def blueprint(
    conversations: Receiver,
    settings: Settings,
    clock: Callable[[], datetime] = utc_now,
    limit: Callable[[], int] = shipped_limit,
) -> Blueprint:
    """Return the blueprint of `/wechat`. It takes no cookies and needs no CSRF token: its requests are signed."""
    callback = Callback(
        settings.wechat_token.get_secret_value(),
        settings.wechat_app_id,
        settings.wechat_aes_keys,
        stale_seconds=settings.wechat_stale_seconds,
        secure_only=settings.wechat_secure_only,
    )
    pages = Blueprint("wechat", __name__)

    @pages.get("/wechat")
    def verify() -> Response:
        """Prove to WeChat's console that this is the account's server."""
        callback.verify(request.args, clock())
        return _plain(request.args.get("echostr", "")[:256])

    @pages.post("/wechat")
    def receive() -> Response:
        """Take one message or event and answer it within WeChat's five seconds."""
        started, now = time.monotonic(), clock()
        opened = callback.open(request.args, _body(), now)
        incoming = read_incoming(opened.fields, now)
        text = _receive(conversations, incoming, started)
        return _answer(opened, text, limit(), clock())

    @pages.errorhandler(CallbackRefused)
    def refuse(error: CallbackRefused) -> Response:
        _logger.warning(
            "refused %s from %s (%s bytes): %s", request.method, request.remote_addr, request.content_length, error
        )
        return _plain("", error.status)

    @pages.errorhandler(Exception)
    def fail(error: Exception) -> Response:
        """Whatever else goes wrong with a request is not shown as an error page."""
        _logger.exception("a callback failed", exc_info=error)
        return _plain("", 400)

    return pages


def _body() -> bytes:
    """Return the request's body. Raises `TooLarge`, `Malformed` when it breaks off."""
    # Per request: pages of the same app take uploads that are larger. One byte more than is taken, for a body without a
    # length is cut there in silence.
    request.max_content_length = MAX_BODY + 1
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise TooLarge("the body is larger than 1 MiB") from error
    # A client that hangs up, a chunk without its end: every WSGI server raises errors of its own.
    except Exception as error:
        raise Malformed(f"the body broke off: {type(error).__name__}") from error
    if len(body) > MAX_BODY:
        raise TooLarge("the body is larger than 1 MiB")
    return body


def _receive(conversations: Receiver, incoming: Incoming, started: float) -> str:
    try:
        return conversations.receive(incoming, started=started)
    except Exception:
        _logger.exception("message %s could not be taken", incoming.external_id)
        return "" if incoming.touch is Touch.NONE else _say_without_storage(incoming.text)


def _say_without_storage(text: str) -> str:
    """What can be said when a message was lost: the rules of danger need no database."""
    alarm = safety.detect(text)
    return safety.reply_without_staff(alarm, default_numbers()) if alarm else BROKEN


def _answer(opened: Opened, text: str, limit: int, now: datetime) -> Response:
    # WeChat takes no reply to a LOCATION event.
    if not text or str(opened.fields.get("Event", "")).lower() == "location":
        return _plain(SUCCESS)
    reply = text_reply(opened.fields, split(text, limit)[0], now, as_json=opened.as_json)
    kind = "application/json" if opened.as_json else "application/xml"
    return Response(seal(opened, reply, now), content_type=f"{kind}; charset=utf-8")


def _plain(text: str, status: int = 200) -> Response:
    return Response(text, status, content_type="text/plain; charset=utf-8")
