"""The first page of the administration."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from bot.admin.office import Office
from bot.admin.views.pages import page


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the first page."""

    @admin.get("/")
    def home() -> ResponseReturnValue:
        return page("admin/home.html")
