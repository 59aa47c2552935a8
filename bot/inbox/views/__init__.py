"""Views of the inbox: thin, one file for reading, one for changing, one for what stays open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from flask import Blueprint

from bot.clock import utc_now
from bot.database import Database
from bot.inbox import access
from bot.inbox.desk import Channel, Desk
from bot.inbox.presence import Presence
from bot.inbox.views import (
    actions,
    bundles,
    composer,
    feed,
    handling,
    media,
    pages,
    phone,
    saved_views,
    search,
    splitting,
    steps,
    tour,
    work,
)
from bot.inbox.whole_numbers import whole_numbers
from bot.live import Live
from bot.preferences import Preferences
from knowledge.answers import Answer

_PACKAGE = Path(__file__).resolve().parent.parent


def blueprint(
    database: Database,
    live: Live,
    channel: Channel,
    *,
    media_dir: Path,
    preferences: Callable[[], Preferences] = Preferences,
    wake_worker: Callable[[], None],
    presence: Presence,
    ask: Callable[[str, date], Answer],
    clock: Callable[[], datetime] = utc_now,
) -> Blueprint:
    """Return the blueprint of `/inbox`; `bot.accounts.security.init_security` must have been called on the app."""
    desk = Desk(database, live, channel, clock, wake_worker, media_dir, preferences, presence, ask)
    inbox = Blueprint(
        "inbox",
        __name__,
        url_prefix="/inbox",
        template_folder=str(_PACKAGE / "templates"),
        static_folder=str(_PACKAGE / "static"),
    )
    inbox.before_request(access.guard)
    inbox.add_app_template_filter(whole_numbers)
    pages.add_views(inbox, desk)
    actions.add_views(inbox, desk)
    phone.add_views(inbox, desk)
    steps.add_views(inbox, desk)
    handling.add_views(inbox, desk)
    splitting.add_views(inbox, desk)
    work.add_views(inbox, desk)
    composer.add_views(inbox, desk)
    search.add_views(inbox, desk)
    saved_views.add_views(inbox, desk)
    tour.add_views(inbox, desk)
    feed.add_views(inbox, desk)
    media.add_views(inbox, desk)
    bundles.add_views(inbox, desk)
    return inbox
