"""The blueprint of one's own account; the login itself belongs to Flask-Security's blueprint."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint

_PACKAGE = Path(__file__).resolve().parent


def blueprint() -> Blueprint:
    """Return the blueprint of `/account`."""
    return Blueprint(
        "accounts",
        __name__,
        url_prefix="/account",
        template_folder=str(_PACKAGE / "templates"),
        static_folder=str(_PACKAGE / "static"),
    )
