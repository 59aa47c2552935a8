"""The first page: the live board, which renews itself."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from bot.admin.office import Office
from bot.admin.views.pages import page
from bot.figures.board import Board, board


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the live board."""

    @admin.get("/")
    def home() -> ResponseReturnValue:
        return page("admin/home.html", board=_now())

    @admin.get("/board")
    def home_board() -> ResponseReturnValue:
        """The part that the page renews."""
        return page("admin/_board.html", board=_now())

    def _now() -> Board:
        with office.database.reader() as session:
            return board(session, office.clock())
