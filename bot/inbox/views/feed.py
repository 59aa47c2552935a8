"""Feed: what happens, as server-sent events with ids only; browsers then fetch what they may see."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy import update

from bot.inbox.desk import Desk
from bot.inbox.views.pages import me
from bot.models import Staff

# After this long the browser connects again, and the login is checked again.
_LONGEST_SECONDS = 600.0
_BEAT_SECONDS = 15.0


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the feed."""

    @inbox.get("/live")
    def live() -> ResponseReturnValue:
        with desk.database.session() as session:
            session.execute(update(Staff).where(Staff.id == me().id).values(last_seen_at=desk.clock()))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(_events(desk), content_type="text/event-stream; charset=utf-8", headers=headers)


def _events(desk: Desk) -> Iterator[str]:
    """Say hello once news are being followed, so that a page that refreshes then has missed nothing."""
    ends = time.monotonic() + _LONGEST_SECONDS
    yield "retry: 2000\n\n"
    for number, news in enumerate(desk.live.follow(_BEAT_SECONDS)):
        if number == 0:
            yield "event: hello\ndata: {}\n\n"
        yield f"data: {json.dumps(news)}\n\n" if news else ": beat\n\n"
        if time.monotonic() > ends:
            return
