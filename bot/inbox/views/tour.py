"""Tour: five steps on somebody's first day, until that person has had enough; begun again from the sheet of keys."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.inbox.desk import Desk
from bot.inbox.views.pages import me
from bot.models import Staff


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the view."""

    @inbox.post("/tour")
    def tour() -> ResponseReturnValue:
        """End the tour, or begin it again with `again`."""
        with desk.database.session() as session:
            session.get_one(Staff, me().id).toured_at = None if "again" in request.form else desk.clock()
        return redirect(url_for("inbox.home"), 303)
