"""What no real WeChat has: faults to switch on at `/dev/wechat/faults`, and time that passes at `/dev/wechat/time`."""

from __future__ import annotations

from typing import Any

import redis
from flask import Blueprint, Response, jsonify, request

from bot.devtools.faults import Faults
from bot.devtools.store import Store
from bot.devtools.tokens import AccountTokens
from bot.devtools.touches import Touches
from bot.settings import Settings


def blueprint(settings: Settings, client: redis.Redis) -> Blueprint:
    """Return the blueprint of the controls."""
    store = Store(client)
    tokens = AccountTokens(store, settings.wechat_app_id, settings.wechat_app_secret.get_secret_value())
    faults, touches = Faults(store), Touches(store)
    pages = Blueprint("dev_controls", __name__, url_prefix="/dev/wechat")

    @pages.get("/faults")
    def show_faults() -> Response:
        return jsonify(faults.all())

    @pages.post("/faults")
    def switch_faults() -> Response:
        """Switch faults: a list, or {"faults": [...], "invalidate_token": true, "reset": true}."""
        body: Any = request.get_json(force=True)
        wishes = body if isinstance(body, dict) else {"faults": body}
        if wishes.get("reset"):
            store.reset()
        if wishes.get("invalidate_token"):
            tokens.invalidate()
        if "faults" in wishes:
            faults.switch(wishes["faults"])
        return jsonify(faults.all())

    @pages.post("/time")
    def pass_time() -> Response:
        """Let time pass for a resident's windows: {"openid": …, "seconds": …}."""
        wish: dict[str, Any] = request.get_json(force=True)
        touches.age(str(wish["openid"]), float(wish["seconds"]))
        return jsonify(errcode=0, errmsg="ok")

    return pages
