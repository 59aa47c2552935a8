"""What every view here needs: who is logged in, what the audit trail calls them, and pages that no cache keeps."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request
from flask_security import current_user

from bot import audit
from bot.models import Staff


def me() -> Staff:
    """Return who is logged in."""
    staff: Staff = current_user._get_current_object()
    return staff


def actor() -> audit.Actor:
    """Return who is logged in and from where, for the audit trail."""
    return audit.by_staff(me(), request.remote_addr)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Render a page; names and numbers of people are not left in a browser's cache."""
    response = make_response(render_template(template, **values), status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Request"
    return response
