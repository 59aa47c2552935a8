"""A stand-in for WeChat's servers and a phone to chat with: for development and tests only.

It is written against WeChat's documentation, not against `bot.wechat`: what both sides got wrong in the same way would
never be noticed. Production refuses to start it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import redis
from flask import Flask

from bot.database import Database
from bot.settings import Settings

NO_MENU: Mapping[str, Any] = {"button": []}


class RefusedInProduction(RuntimeError):
    """Somebody tried to open the stand-in where real residents are."""


def register(
    app: Flask,
    settings: Settings,
    client: redis.Redis,
    _database: Database | None = None,
    menu: Mapping[str, Any] = NO_MENU,
) -> None:
    """Add `/dev/wechat` and `/dev/phone` to a web application. Raises `RefusedInProduction`.

    They take JSON without a CSRF token, as WeChat's servers do. The phone shows `menu` until another one is pushed.
    """
    if settings.is_production:
        raise RefusedInProduction("the stand-in for WeChat and the phone page are for development only")
    # Imported here, so that production does not even load them.
    from bot.devtools import api, controls, phone

    pages = (
        api.blueprint(settings, client),
        controls.blueprint(settings, client),
        phone.blueprint(settings, client, menu),
    )
    csrf = app.extensions.get("csrf")
    for blueprint in pages:
        app.register_blueprint(blueprint)
        if csrf is not None:
            csrf.exempt(blueprint)
