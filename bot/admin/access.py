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
    OVERRULE_GOLDEN = "overrule_golden"
    READ_AUDIT = "read_audit"
    MANAGE = "manage"


_ROLES: dict[str, frozenset[Act]] = {
    SUPERVISOR: frozenset({Act.ENTER, Act.WATCH, Act.EDIT_KNOWLEDGE, Act.OVERRULE_GOLDEN, Act.READ_AUDIT}),
    # Who maintains the knowledge does not also decide that a golden question no longer counts.
    ADMINISTRATOR: frozenset(Act) - {Act.OVERRULE_GOLDEN},
}

OPEN_VIEWS = frozenset({"admin.static"})
# What residents are told: entries, golden questions, what nobody could answer, sources, lists.
_KNOWLEDGE_VIEWS = (
    "admin.faq",
    "admin.faq_first",
    "admin.faq_new",
    "admin.faq_create",
    "admin.faq_edit",
    "admin.faq_save",
    "admin.faq_merge",
    "admin.faq_step",
    "admin.faq_history",
    "admin.faq_retire",
    "admin.faq_restore",
    "admin.faq_reviewed",
    "admin.faq_similar",
    "admin.try_out",
    "admin.golden",
    "admin.golden_run",
    "admin.golden_add",
    "admin.golden_remove",
    "admin.golden_from_message",
    "admin.unanswered",
    "admin.unanswered_answer",
    "admin.unanswered_entries",
    "admin.unanswered_settle",
    "admin.unanswered_reopen",
    "admin.faq_export",
    "admin.faq_import",
    "admin.faq_take",
    "admin.sources",
    "admin.sources_show",
    "admin.sources_shipped",
    "admin.sources_import",
    "admin.sources_read",
    "admin.sources_confirm",
    "admin.sources_repeal",
    "admin.sources_reviewed",
    "admin.lists",
    "admin.lists_new",
    "admin.lists_save",
    "admin.lists_show",
    "admin.lists_change",
    "admin.lists_remove",
    "admin.lists_export",
    "admin.lists_import",
    "admin.lists_take",
)
# What residents said and nobody understood; two people agree before it may be learnt.
_LESSON_VIEWS = (
    "admin.lessons",
    "admin.lessons_judge",
    "admin.lessons_dismiss",
    "admin.lessons_restore",
    "admin.lessons_export",
)
_VIEWS: dict[str, Act] = {
    "admin.home": Act.WATCH,
    "admin.home_board": Act.WATCH,
    "admin.figures": Act.WATCH,
    "admin.figures_export": Act.WATCH,
    "admin.reports": Act.WATCH,
    "admin.reports_show": Act.WATCH,
    "admin.reports_word": Act.WATCH,
    "admin.reports_make": Act.WATCH,
    **dict.fromkeys(_KNOWLEDGE_VIEWS, Act.EDIT_KNOWLEDGE),
    **dict.fromkeys(_LESSON_VIEWS, Act.EDIT_KNOWLEDGE),
    "admin.account_menu": Act.MANAGE,
    "admin.account_menu_check": Act.MANAGE,
    "admin.account_menu_save": Act.MANAGE,
    "admin.preferences": Act.MANAGE,
    "admin.preferences_edit": Act.MANAGE,
    "admin.preferences_save": Act.MANAGE,
    "admin.preferences_default": Act.MANAGE,
    "admin.register": Act.MANAGE,
    "admin.register_row": Act.MANAGE,
    "admin.register_new": Act.MANAGE,
    "admin.register_create": Act.MANAGE,
    "admin.register_save": Act.MANAGE,
    "admin.register_remove": Act.MANAGE,
    "admin.register_export": Act.MANAGE,
    "admin.register_import": Act.MANAGE,
    "admin.register_import_preview": Act.MANAGE,
    "admin.register_import_apply": Act.MANAGE,
    "admin.staff_password": Act.MANAGE,
    "admin.staff_second_factor": Act.MANAGE,
    "admin.staff_end_logins": Act.MANAGE,
    "admin.shift_add": Act.MANAGE,
    "admin.shift_remove": Act.MANAGE,
    "admin.audit": Act.READ_AUDIT,
    "admin.audit_export": Act.READ_AUDIT,
    "admin.audit_restore": Act.MANAGE,
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
