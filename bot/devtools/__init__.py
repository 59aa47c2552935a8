"""A stand-in for WeChat's servers and a phone to chat with: for development and tests only.

It is written against WeChat's documentation, not against `bot.wechat`: what both sides got wrong in the same way would
never be noticed. Production refuses to start it.
"""

from __future__ import annotations

import redis
from flask import Blueprint

from bot.settings import Settings


class RefusedInProduction(RuntimeError):
    """Somebody tried to open the stand-in where real residents are."""


def blueprints(settings: Settings, client: redis.Redis) -> tuple[Blueprint, ...]:
    """Return the blueprints of `/dev/wechat` and `/dev/phone`. Raises `RefusedInProduction`.

    They take JSON without a CSRF token, as WeChat's servers do.
    """
    if settings.is_production:
        raise RefusedInProduction("the stand-in for WeChat and the phone page are for development only")
    from bot.devtools import api, phone

    return api.blueprint(settings, client), phone.blueprint(settings, client)
