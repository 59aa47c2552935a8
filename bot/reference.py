"""Reference data that production needs as well: due times, hotlines, roles, canned replies, labels, checklists.

What is there is never changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import canned_replies, hotlines
from bot.faq.lists import seed_first_list
from bot.models import (
    ADMINISTRATOR,
    RESIDENT_DESK,
    ROLES,
    SPECIALIST,
    SUPERVISOR,
    Base,
    CannedReply,
    ChecklistTemplate,
    DueTime,
    Hotline,
    Label,
    Role,
)
from bot.tickets import due_times

_ROLE_NAMES = {
    RESIDENT_DESK: "居民服务台：接待本辖区的居民",
    SPECIALIST: "专业人员：办理派给自己的工单",
    SUPERVISOR: "督办：查看全部对话和工单",
    ADMINISTRATOR: "管理员：维护人员和基础数据",
}


def seed_reference(session: Session) -> dict[str, int]:
    """Add what is missing; return how many rows of each sort.

    Administrators correct these rows, so that a row that exists stays as it is.
    """
    times = [row for row in due_times.default_rows() if session.get(DueTime, row.kind) is None]
    lines = [Hotline(**row) for row in hotlines.DEFAULTS if session.get(Hotline, row["key"]) is None]
    known = set(session.scalars(select(Role.name)))
    roles = [Role(name=name, description=_ROLE_NAMES[name]) for name in ROLES if name not in known]
    session.add_all([*times, *lines, *roles])
    session.flush()
    return {"due_times": len(times), "hotlines": len(lines), "roles": len(roles)} | _seed_writing(session)


def _seed_writing(session: Session) -> dict[str, int]:
    """Add canned replies, labels and checklists, each sort only while there is none: staff may have removed some."""
    replies = [CannedReply(**row, position=place) for place, row in enumerate(canned_replies.DEFAULTS)]
    labels = [Label(name=name, position=place) for place, name in enumerate(canned_replies.LABELS)]
    checklists = [ChecklistTemplate(**row) for row in canned_replies.CHECKLISTS]
    added = {
        "canned_replies": _unless_any(session, CannedReply, replies),
        "labels": _unless_any(session, Label, labels),
        "checklists": _unless_any(session, ChecklistTemplate, checklists),
        "listed": seed_first_list(session),
    }
    session.flush()
    return added


def _unless_any(session: Session, kind: type[Base], rows: Sequence[Base]) -> int:
    if session.scalar(select(kind).limit(1)) is not None:
        return 0
    session.add_all(rows)
    return len(rows)
