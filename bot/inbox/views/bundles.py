"""Bundles: the inbox's styles and scripts in one answer each; two dozen small ones delayed the first paint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from bot.inbox.desk import Desk

_STATIC = Path(__file__).resolve().parent.parent / "static"
STYLES = ("shelf.css", "work.css", "search.css", "split.css", "views.css")
# Each stands by itself; keys before focus: what a key moves is what is kept.
SCRIPTS = (
    "panes.js", "composer.js", "suggest.js", "voices.js", "presence.js", "alarm.js", "live.js", "toast.js", "keys.js",
    "focus.js", "bulk.js", "filters.js", "palette.js", "tour.js", "share.js",
)  # fmt: skip


def add_views(inbox: Blueprint, desk: Desk) -> None:
    """Add both; they need no login, as the files in them need none."""
    inbox.add_url_rule("/style.css", "style", _bundle(STYLES, "text/css"))
    inbox.add_url_rule("/script.js", "script", _bundle(SCRIPTS, "text/javascript"))


def _bundle(names: Sequence[str], mimetype: str) -> Callable[[], ResponseReturnValue]:
    """Return a view of several files, read once; a browser that has them is told so."""
    content = "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in names)

    def view() -> ResponseReturnValue:
        response = Response(content, mimetype=mimetype)
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        return response.make_conditional(request)

    return view
