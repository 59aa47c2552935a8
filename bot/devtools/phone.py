"""The phone page at `/dev/phone`: a WeChat chat in the browser, whose other end is WeChat's stand-in."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

import redis
from flask import Blueprint, Response, abort, jsonify, render_template, request

from bot.devtools.chats import Chats
from bot.devtools.courier import OUT_OF_ORDER, Account, Courier
from bot.devtools.people import PEOPLE
from bot.devtools.speech import hum
from bot.devtools.store import Store
from bot.devtools.touches import Touches
from bot.settings import Settings

_PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"})


def blueprint(settings: Settings, client: redis.Redis, menu: Mapping[str, Any]) -> Blueprint:
    """Return the blueprint of the phone page; `menu` is shown until another one is pushed."""
    store = Store(client)
    phone = Phone(Chats(store), Touches(store), courier(settings), settings.site_url)
    pages = Blueprint(
        "dev_phone", __name__, url_prefix="/dev/phone", template_folder="templates", static_folder="static"
    )

    @pages.get("")
    def page() -> Response:
        openid = request.args.get("openid") or PEOPLE[0].openid
        response = Response(render_template("devtools/phone.html", openid=openid, people=PEOPLE))
        # The stand-in's OAuth knows by this who opens a page.
        response.set_cookie("linli_dev_openid", openid, samesite="Lax")
        return response

    @pages.get("/chat")
    def chat() -> Response:
        openid = request.args.get("openid", "")
        return jsonify(phone.state(openid, request.args.get("after", 0, int)))

    @pages.get("/menu")
    def account_menu() -> Response:
        return jsonify(store.get("menu") or menu)

    @pages.get("/media/<media_id>")
    def media(media_id: str) -> Response:
        found = phone.chats.file(media_id)
        if found is None:
            abort(404)
        return Response(found[0], content_type=found[1])

    @pages.post("/act")
    def act() -> Response:
        """Do what a thumb does: {"openid": …, "kind": "text", …}; answers when WeChat's delivery is over."""
        wish: dict[str, Any] = request.get_json(force=True)
        outcome = phone.act(str(wish["openid"]), str(wish["kind"]), wish)
        return jsonify(reply=outcome)

    return pages


def courier(settings: Settings) -> Courier:
    """Return a courier to this very server, in secure mode."""
    account = Account(
        url=f"http://127.0.0.1:{settings.port}/wechat",
        token=settings.wechat_token.get_secret_value(),
        app_id=settings.wechat_app_id,
        aes_key=settings.wechat_aes_keys[0],
    )
    return Courier(account)


class Phone:
    """A resident's phone: shows a bubble, tells WeChat, shows what comes back."""

    def __init__(self, chats: Chats, touches: Touches, courier: Courier, site_url: str) -> None:
        self.chats = chats
        self._touches = touches
        self._courier = courier
        self._site_url = site_url
        self._acts: dict[str, Callable[[str, dict[str, Any]], dict[str, Any]]] = {
            "text": self._text,
            "voice": self._voice,
            "image": self._image,
            "location": self._location,
            "click": self._click,
            "view": self._view,
            "follow": self._follow,
            "unfollow": self._unfollow,
            "scan": self._scan,
        }

    def state(self, openid: str, after: int) -> dict[str, Any]:
        """Return what the screen shows: new bubbles, whether somebody types, whether the resident follows."""
        return {
            "bubbles": self.chats.since(openid, after),
            "typing": self.chats.is_typing(openid),
            "following": self._touches.follows(openid),
        }

    def act(self, openid: str, kind: str, wish: dict[str, Any]) -> str | None:
        """Do one thing and return the passive reply: "" for none, None when the account is out of order."""
        if kind not in self._acts:
            abort(400)
        outcome = self._courier.deliver(self._acts[kind](openid, wish))
        if outcome.text is None:
            self.chats.add(openid, "system", "notice", OUT_OF_ORDER, problem=outcome.problem)
        elif outcome.text:
            self.chats.add(openid, "account", "text", outcome.text)
        return outcome.text

    def _text(self, openid: str, wish: dict[str, Any]) -> dict[str, Any]:
        text, menu_id = str(wish.get("text") or ""), wish.get("menu_id")
        self._touches.touch(openid, "tap" if menu_id else "message")
        self.chats.add(openid, "resident", "text", text)
        more = {"bizmsgmenuid": str(menu_id)} if menu_id else {}
        return self._courier.message(openid, "text", Content=text, **more)

    def _voice(self, openid: str, wish: dict[str, Any]) -> dict[str, Any]:
        spoken, understood = str(wish.get("text") or ""), bool(wish.get("recognition"))
        # Four characters a second, and a minute at most, as in WeChat.
        seconds = max(1, min(60, len(spoken) // 4))
        media_id = self.chats.keep_file(hum(seconds), "audio/amr")
        self._touches.touch(openid, "message")
        self.chats.add(openid, "resident", "voice", spoken if understood else "", seconds=seconds)
        more = {"Recognition": spoken} if understood else {}
        return self._courier.message(openid, "voice", MediaId=media_id, Format="amr", **more)

    def _image(self, openid: str, wish: dict[str, Any]) -> dict[str, Any]:
        kind, _, data = str(wish.get("data") or "").removeprefix("data:").partition(";base64,")
        if kind not in _PICTURES:
            abort(400)
        try:
            media_id = self.chats.keep_file(base64.b64decode(data, validate=True), kind)
        except binascii.Error:
            abort(400)
        self._touches.touch(openid, "message")
        self.chats.add(openid, "resident", "image", media_id=media_id)
        url = f"{self._site_url}/dev/phone/media/{media_id}"
        return self._courier.message(openid, "image", PicUrl=url, MediaId=media_id)

    def _location(self, openid: str, wish: dict[str, Any]) -> dict[str, Any]:
        label = str(wish.get("label") or "")
        place = {"Location_X": str(wish.get("latitude")), "Location_Y": str(wish.get("longitude"))}
        self._touches.touch(openid, "message")
        self.chats.add(openid, "resident", "location", label)
        return self._courier.message(openid, "location", **place, Scale="16", Label=label)

    def _click(self, openid: str, wish: dict[str, Any]) -> dict[str, Any]:
        self._touches.touch(openid, "tap")
        return self._courier.event(openid, "CLICK", EventKey=str(wish.get("key")))

    def _view(self, openid: str, wish: dict[str, Any]) -> dict[str, Any]:
        return self._courier.event(openid, "VIEW", EventKey=str(wish.get("url")))

    def _follow(self, openid: str, wish: dict[str, Any]) -> dict[str, Any]:
        self._touches.follow(openid, following=True)
        self._touches.touch(openid, "tap")
        scene = wish.get("scene")
        return self._courier.event(openid, "subscribe", EventKey=f"qrscene_{scene}" if scene else "")

    def _unfollow(self, openid: str, _wish: dict[str, Any]) -> dict[str, Any]:
        self._touches.follow(openid, following=False)
        return self._courier.event(openid, "unsubscribe", EventKey="")

    def _scan(self, openid: str, wish: dict[str, Any]) -> dict[str, Any]:
        self._touches.touch(openid, "tap")
        return self._courier.event(openid, "SCAN", EventKey=str(wish.get("scene") or "1"), Ticket="demo")
