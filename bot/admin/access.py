"""Who may open which page of the administration: closed unless this table says otherwise."""

from __future__ import annotations

from enum import StrEnum

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_security import current_user

from bot.models import ADMINISTRATOR, SUPERVISOR, Staff


class Act(StrEnum):
    """What somebody wants to do."""

    ENTER = "enter"
    WATCH = "watch"
    EDIT_KNOWLEDGE = "edit_knowledge"
    READ_AUDIT = "read_audit"
    MANAGE = "manage"


_ROLES: dict[str, frozenset[Act]] = {
    SUPERVISOR: frozenset({Act.ENTER, Act.WATCH, Act.EDIT_KNOWLEDGE, Act.READ_AUDIT}),
    ADMINISTRATOR: frozenset(Act),
}

OPEN_VIEWS = frozenset({"admin.static"})
_VIEWS: dict[str, Act] = {
    "admin.home": Act.ENTER,
}


def may(staff: Staff, act: Act) -> bool:
    """Whether one of somebody's roles allows an act."""
    return any(act in _ROLES.get(role.name, frozenset()) for role in staff.roles)


def may_enter(staff: Staff) -> bool:
    """Whether somebody has any page here, so that the top bar leads to them."""
    return may(staff, Act.ENTER)


def may_open(staff: Staff, endpoint: str) -> bool:
    """Whether somebody may open a view; a view that the table does not name is closed."""
    act = _VIEWS.get(endpoint)
    return act is not None and may(staff, act)


def guard() -> ResponseReturnValue | None:
    """Stop a request that the table does not allow; runs before each view of the administration."""
    if request.endpoint in OPEN_VIEWS:
        return None
    if not current_user.is_authenticated:
        answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return answer
    if not may_open(current_user, request.endpoint or ""):
        abort(403)
    return None
