"""WeChat's API server in small, at `/dev/wechat`: tokens, customer-service messages, media, menu, OAuth.

Quotas and error codes are WeChat's; `controls` switches faults on.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

import redis
from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.devtools import menus
from bot.devtools.chats import Chats
from bot.devtools.faults import Faults, HttpFault
from bot.devtools.refusal import Refusal
from bot.devtools.store import Store
from bot.devtools.tokens import AccountTokens
from bot.devtools.touches import Touches
from bot.settings import Settings

_TEXT_BYTES = 2048
_CODE_SECONDS = 300
_OPEN_TO_ALL = ("/cgi-bin/token", "/cgi-bin/stable_token", "/sns/oauth2/access_token")


@dataclass(frozen=True)
class _Account:
    """What the stand-in knows of the account."""

    store: Store
    tokens: AccountTokens
    touches: Touches
    chats: Chats
    faults: Faults


def blueprint(settings: Settings, client: redis.Redis) -> Blueprint:
    """Return the blueprint of the stand-in."""
    store = Store(client)
    tokens = AccountTokens(store, settings.wechat_app_id, settings.wechat_app_secret.get_secret_value())
    account = _Account(store, tokens, Touches(store), Chats(store), Faults(store))
    pages = Blueprint("dev_wechat", __name__, url_prefix="/dev/wechat")
    for add in (_add_guard, _add_tokens, _add_messages, _add_media, _add_menu, _add_oauth):
        add(pages, account)
    return pages


def _add_guard(pages: Blueprint, account: _Account) -> None:
    @pages.before_request
    def guard() -> None:
        path = request.path.removeprefix("/dev/wechat")
        if not path.startswith(("/cgi-bin/", "/sns/")):
            return
        account.faults.strike(path)
        if path not in _OPEN_TO_ALL:
            account.tokens.check(request.args.get("access_token", ""))

    @pages.errorhandler(Refusal)
    def refuse(refusal: Refusal) -> Response:
        return jsonify(errcode=refusal.code, errmsg=refusal.words)

    @pages.errorhandler(HttpFault)
    def break_down(fault: HttpFault) -> Response:
        return Response("<html><body>系统繁忙</body></html>", fault.status, content_type="text/html; charset=utf-8")


def _add_tokens(pages: Blueprint, account: _Account) -> None:
    @pages.get("/cgi-bin/token")
    def token() -> Response:
        value, seconds = account.tokens.plain(request.args.get("appid", ""), request.args.get("secret", ""))
        return jsonify(access_token=value, expires_in=seconds)

    @pages.post("/cgi-bin/stable_token")
    def stable_token() -> Response:
        body = _body()
        value, seconds = account.tokens.stable(
            str(body.get("appid")), str(body.get("secret")), force=body.get("force_refresh") is True
        )
        return jsonify(access_token=value, expires_in=seconds)


def _add_messages(pages: Blueprint, account: _Account) -> None:
    @pages.post("/cgi-bin/message/custom/send")
    def send() -> Response:
        body = _body()
        openid, kind = str(body.get("touser") or ""), str(body.get("msgtype") or "")
        if not account.touches.is_known(openid):
            raise Refusal(40003, "invalid openid")
        bubble = _bubble(kind, body, account.chats)
        account.touches.spend(openid)
        account.chats.type(openid, typing=False)
        account.chats.add(openid, "account", late=True, **bubble)
        return _done()

    @pages.post("/cgi-bin/message/custom/typing")
    def typing() -> Response:
        body = _body()
        if body.get("command") not in ("Typing", "CancelTyping"):
            raise Refusal(45072, "invalid command")
        openid = str(body.get("touser") or "")
        account.touches.check_typing(openid)
        account.chats.type(openid, typing=body["command"] == "Typing")
        return _done()


def _add_media(pages: Blueprint, account: _Account) -> None:
    @pages.get("/cgi-bin/media/get")
    def media_get() -> Response:
        found = account.chats.file(request.args.get("media_id", ""))
        if found is None:
            raise Refusal(40007, "invalid media_id")
        return Response(found[0], content_type=found[1])

    @pages.post("/cgi-bin/media/upload")
    def media_upload() -> Response:
        kind, file = request.args.get("type", ""), request.files.get("media")
        if kind not in ("image", "voice", "video", "thumb"):
            raise Refusal(40004, "invalid media type")
        if file is None:
            raise Refusal(41005, "media data missing")
        media_id = account.chats.keep_file(file.read(), file.mimetype or "application/octet-stream")
        return jsonify(type=kind, media_id=media_id, created_at=0)


def _add_menu(pages: Blueprint, account: _Account) -> None:
    @pages.post("/cgi-bin/menu/create")
    def menu_create() -> Response:
        menu = _body()
        menus.check(menu)
        account.store.put("menu", menu)
        return _done()

    @pages.get("/cgi-bin/menu/get")
    def menu_get() -> Response:
        if (menu := account.store.get("menu")) is None:
            raise Refusal(46003, "menu no exist")
        return jsonify(menu=menu)

    @pages.get("/cgi-bin/menu/delete")
    def menu_delete() -> Response:
        account.store.put("menu", None)
        return _done()


def _add_oauth(pages: Blueprint, account: _Account) -> None:
    @pages.get("/connect/oauth2/authorize")
    def authorize() -> AnyResponse:
        """Send the browser back with a code, as the resident whom the phone page shows."""
        openid = request.args.get("openid") or request.cookies.get("linli_dev_openid", "")
        code = secrets.token_urlsafe(16)
        account.store.put(f"code:{code}", openid, _CODE_SECONDS)
        target, state = request.args.get("redirect_uri", ""), request.args.get("state", "")
        return redirect(f"{target}{'&' if '?' in target else '?'}code={code}&state={state}")

    @pages.get("/sns/oauth2/access_token")
    def oauth_token() -> Response:
        account.tokens.check_account(request.args.get("appid", ""), request.args.get("secret", ""))
        code = request.args.get("code", "")
        openid = account.store.take(f"code:{code}")
        if openid is None:
            raise Refusal(40163 if account.store.get(f"used-code:{code}") else 40029, "invalid or used code")
        account.store.put(f"used-code:{code}", True, _CODE_SECONDS)
        return jsonify(
            access_token=secrets.token_urlsafe(16),
            expires_in=7200,
            refresh_token="",
            openid=openid,
            scope="snsapi_base",
        )


def _bubble(kind: str, body: dict[str, Any], chats: Chats) -> dict[str, Any]:
    """Return what a customer-service message shows. Raises `Refusal` when WeChat would not take it."""
    if kind == "text":
        content = (body.get("text") or {}).get("content")
        if not isinstance(content, str) or not content:
            raise Refusal(44004, "empty content")
        if len(content.encode()) > _TEXT_BYTES:
            raise Refusal(45002, "content size out of limit")
        return {"kind": "text", "text": content}
    if kind in ("image", "voice"):
        media_id = str((body.get(kind) or {}).get("media_id") or "")
        if chats.file(media_id) is None:
            raise Refusal(40007, "invalid media_id")
        return {"kind": kind, "media_id": media_id}
    raise Refusal(40008, "invalid message type")


def _body() -> dict[str, Any]:
    try:
        body = json.loads(request.get_data())
    except ValueError as error:
        raise Refusal(47001, "data format error") from error
    if not isinstance(body, dict):
        raise Refusal(47001, "data format error")
    return body


def _done() -> Response:
    return jsonify(errcode=0, errmsg="ok")
