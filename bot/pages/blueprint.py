"""The blueprint that serves the shared look, and the doors of the top bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint
from flask_security import current_user

from bot.models import Staff

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Door:
    """A link of the top bar: `endpoint` is the part's first page, `opens` says who may go there."""

    label: str
    endpoint: str
    opens: Callable[[Staff], bool]

    @property
    def part(self) -> str:
        """The blueprint it leads to, so that the top bar can mark where somebody is."""
        return self.endpoint.partition(".")[0]


def blueprint(doors: Sequence[Door]) -> Blueprint:
    """Return the blueprint; templates of every part then know `doors`, those that are open to who is logged in."""
    pages = Blueprint(
        "pages",
        __name__,
        url_prefix="/pages",
        template_folder=str(_PACKAGE / "templates"),
        static_folder=str(_PACKAGE / "static"),
    )

    @pages.app_context_processor
    def _open_doors() -> dict[str, Any]:
        if not current_user or not current_user.is_authenticated:
            return {"doors": []}
        return {"doors": [door for door in doors if door.opens(current_user)]}

    return pages
