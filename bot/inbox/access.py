"""Who may open which view: closed unless this table says otherwise."""

from __future__ import annotations

from enum import StrEnum

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_security import current_user, url_for_security

from bot.models import ADMINISTRATOR, RESIDENT_DESK, SPECIALIST, SUPERVISOR, Staff


class Act(StrEnum):
    """What somebody wants to do."""

    SEE = "see"
    NOTE = "note"
    TALK = "talk"
    SEE_PHONE = "see_phone"
    MOVE_TICKET = "move_ticket"


_EVERY_ACT = frozenset(Act)
# What each role may do with the conversations and tickets that `scope.py` lets it see.
_ROLES: dict[str, frozenset[Act]] = {
    RESIDENT_DESK: _EVERY_ACT,
    SPECIALIST: _EVERY_ACT,
    SUPERVISOR: _EVERY_ACT,
    ADMINISTRATOR: _EVERY_ACT,
}

# Views that need no login. The login itself belongs to Flask-Security's own blueprint.
OPEN_VIEWS = frozenset({"inbox.static", "inbox.style", "inbox.script"})
_VIEWS: dict[str, Act] = {
    "inbox.home": Act.SEE,
    "inbox.lists": Act.SEE,
    "inbox.conversation": Act.SEE,
    "inbox.ticket": Act.SEE,
    "inbox.search": Act.SEE,
    "inbox.tour": Act.SEE,
    "inbox.media": Act.SEE,
    "inbox.sound": Act.SEE,
    "inbox.live": Act.SEE,
    "inbox.take_over": Act.TALK,
    "inbox.reply": Act.TALK,
    "inbox.picture": Act.TALK,
    "inbox.hand_back": Act.TALK,
    "inbox.acknowledge": Act.TALK,
    "inbox.bulk": Act.TALK,
    "inbox.work_on": Act.TALK,
    "inbox.undo_work": Act.TALK,
    "inbox.canned_replies": Act.SEE,
    "inbox.mentionable": Act.SEE,
    "inbox.knowledge": Act.SEE,
    "inbox.here": Act.SEE,
    "inbox.draft": Act.TALK,
    "inbox.note": Act.NOTE,
    "inbox.phone": Act.SEE_PHONE,
    "inbox.masked_phone": Act.SEE,
    "inbox.hear": Act.NOTE,
    "inbox.move_ticket": Act.MOVE_TICKET,
    "inbox.give_ticket": Act.MOVE_TICKET,
    "inbox.checklist": Act.MOVE_TICKET,
    "inbox.tick_point": Act.MOVE_TICKET,
    "inbox.link_ticket": Act.MOVE_TICKET,
    "inbox.merge_ticket": Act.MOVE_TICKET,
    "inbox.views": Act.SEE,
    "inbox.filter_form": Act.SEE,
    "inbox.save_view": Act.SEE,
    "inbox.rename_view": Act.SEE,
    "inbox.move_view": Act.SEE,
    "inbox.remove_view": Act.SEE,
    "inbox.split_form": Act.MOVE_TICKET,
    "inbox.split_area": Act.MOVE_TICKET,
    "inbox.split_ticket": Act.MOVE_TICKET,
}


def may(staff: Staff, act: Act) -> bool:
    """Whether one of somebody's roles allows an act; a role that the table does not know allows nothing."""
    return any(act in _ROLES.get(role.name, frozenset()) for role in staff.roles)


def may_see(staff: Staff) -> bool:
    """Whether somebody has any page here, so that the top bar leads to them."""
    return may(staff, Act.SEE)


def guard() -> ResponseReturnValue | None:
    """Stop a request that the table does not allow; runs before each view of the inbox."""
    if request.endpoint in OPEN_VIEWS:
        return None
    if not current_user.is_authenticated:
        return _ask_to_log_in()
    act = _VIEWS.get(request.endpoint or "")
    if act is None or not may(current_user, act):
        abort(403)
    return None


def _ask_to_log_in() -> ResponseReturnValue:
    """A page goes to the login; a part of a page must not put the login form into its place."""
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": url_for_security("login")})
    if request.accept_mimetypes.best == "text/event-stream":
        return Response(status=401)
    answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return answer
