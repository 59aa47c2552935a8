"""Reference data that production needs as well: due times, hotlines, roles. What is there is never changed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import hotlines
from bot.models import ADMINISTRATOR, RESIDENT_DESK, ROLES, SPECIALIST, SUPERVISOR, DueTime, Hotline, Role
from bot.tickets import due_times

_ROLE_NAMES = {
    RESIDENT_DESK: "居民服务台：接待本辖区的居民",
    SPECIALIST: "专业人员：办理派给自己的工单",
    SUPERVISOR: "督办：查看全部对话和工单",
    ADMINISTRATOR: "管理员：维护人员和基础数据",
}


def seed_reference(session: Session) -> dict[str, int]:
    """Add the due times, hotlines and roles that are missing; return how many of each.

    Administrators correct these rows, so that a row that exists stays as it is.
    """
    times = [row for row in due_times.default_rows() if session.get(DueTime, row.kind) is None]
    lines = [Hotline(**row) for row in hotlines.DEFAULTS if session.get(Hotline, row["key"]) is None]
    known = set(session.scalars(select(Role.name)))
    roles = [Role(name=name, description=_ROLE_NAMES[name]) for name in ROLES if name not in known]
    session.add_all([*times, *lines, *roles])
    session.flush()
    return {"due_times": len(times), "hotlines": len(lines), "roles": len(roles)}
