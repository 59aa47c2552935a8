"""People as pages name them: residents masked, staff by name."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.masks import mask_phone
from bot.models import Resident, Staff


def resident_name(resident: Resident) -> str:
    """Return a resident's name, else the masked phone number, else that it is a resident of WeChat."""
    if resident.name:
        return resident.name
    return f"居民 {mask_phone(resident.phone)}" if resident.phone else "微信居民"


def staff_names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of staff by id."""
    known = {one for one in ids if one is not None}
    if not known:
        return {}
    found = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(known)))
    return dict(found.tuples().all())


def colleagues(session: Session) -> list[Staff]:
    """Return everybody who can be given something: active, and with a role."""
    found = session.scalars(select(Staff).where(Staff.active, Staff.roles.any()).order_by(Staff.name, Staff.id))
    return list(found)


def names_of_colleagues(session: Session) -> list[tuple[int, str]]:
    """Return the same people by id and name."""
    found = session.execute(
        select(Staff.id, Staff.name).where(Staff.active, Staff.roles.any()).order_by(Staff.name, Staff.id)
    )
    return [(id_, name) for id_, name in found]


def staff_id(actor: str) -> int | None:
    """Return the id in an actor such as "staff:7"."""
    kind, _, number = actor.partition(":")
    return int(number) if kind == "staff" and number.isdigit() else None


def actor_name(actor: str, names: dict[int, str]) -> str:
    """Return who did something to a ticket."""
    if (id_ := staff_id(actor)) is not None:
        return names.get(id_, "工作人员")
    return {"resident": "居民", "bot": "机器人", "clock": "系统"}.get(actor, "系统")
