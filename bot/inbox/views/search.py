"""Search: one page with its box; what is typed is looked for while it is typed."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from bot.inbox.desk import Desk
from bot.inbox.search import By, Question, Since, find
from bot.inbox.views.pages import fresh, me, show
from bot.models import TicketKind
from bot.tickets.words import KIND

_Choice = TypeVar("_Choice", bound=StrEnum)
_SINCE = {Since.EVER: "全部时间", Since.WEEK: "最近一周", Since.MONTH: "最近一个月", Since.YEAR: "最近一年"}
_BY = {By.ANYBODY: "谁说的都行", By.RESIDENT: "居民说的", By.STAFF: "同事说的", By.NOTE: "备注"}


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add the search."""

    @inbox.get("/search")
    def search() -> ResponseReturnValue:
        """The page; only its results for htmx while somebody types."""
        question = _question()
        with desk.database.reader() as session:
            found = find(session, me(), question, desk.clock())
        values: dict[str, Any] = {"question": question, "found": found, "since": _SINCE, "by": _BY, "kinds": KIND}
        if request.headers.get("HX-Target", "").endswith("found"):
            return fresh(render_template("inbox/_found.html", **values))
        return show(desk, "inbox/_search.html", open="search", **values)


def _question() -> Question:
    return Question(
        text=" ".join(request.args.get("q", "").split())[:100],
        since=_choice(Since, "since") or Since.EVER,
        by=_choice(By, "by") or By.ANYBODY,
        kind=_choice(TicketKind, "kind"),
    )


def _choice(kinds: type[_Choice], name: str) -> _Choice | None:
    """Return what was chosen; an unknown word in an address narrows nothing."""
    word = request.args.get(name, "")
    return kinds(word) if word in set(kinds) else None
