"""The demonstration's areas, desks, departments, people and logins, from `demo.yml`; development and tests only.

Only what is missing is added: what somebody changed or added by hand stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Area, AreaLevel, Department, Provider, ProviderRole, Role, Staff
from bot.reference import seed_reference

_FILE = Path(__file__).with_name("demo.yml")
_LEVELS = tuple(AreaLevel)

Node = Mapping[str, Any]


@cache
def read_demo() -> Node:
    """Return what `demo.yml` holds."""
    found: Node = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def password() -> str:
    """Return the password of every demonstration login."""
    return str(read_demo()["password"])


def seed_demo(session: Session) -> dict[str, int]:
    """Add what is missing, reference data included; return how many rows of each sort were added."""
    demo = read_demo()
    added = seed_reference(session) | {"areas": 0, "departments": 0, "providers": 0, "staff": 0}
    _add_area(session, demo["areas"], None, added)
    places = _places(session)
    for department in demo["departments"]:
        _add_department(session, department["name"], None, department["duties"], added)
    for provider in demo["providers"]:
        _add_provider(session, provider, places[provider["area"]], added)
    _add_staff(session, demo["staff"], places, added)
    return added


def _add_area(session: Session, node: Node, parent: Area | None, added: dict[str, int]) -> None:
    """Add an area, its desk, and what lies in it. A desk comes first: the oldest office of an area is its desk."""
    area = session.scalar(
        select(Area).where(Area.name == node["name"], Area.parent_id == (parent.id if parent else None))
    )
    if area is None:
        level = _LEVELS[_LEVELS.index(parent.level) + 1] if parent else AreaLevel.CITY
        area = Area(name=node["name"], aliases=node.get("aliases", []), level=level, parent=parent)
        session.add(area)
        session.flush()
        added["areas"] += 1
    if desk := node.get("desk"):
        _add_department(session, desk, area, [], added)
    for child in node.get("areas", ()):
        _add_area(session, child, area, added)


def _places(session: Session) -> dict[str, Area]:
    """Return areas by name, and by full name where two share one."""
    areas = session.scalars(select(Area)).all()
    shared = Counter(area.name for area in areas)
    return {area.name: area for area in areas if shared[area.name] == 1} | {area.full_name: area for area in areas}


def _add_department(
    session: Session, name: str, area: Area | None, duties: Sequence[str], added: dict[str, int]
) -> None:
    if session.scalar(select(Department.id).where(Department.name == name)) is None:
        session.add(Department(name=name, area_id=area.id if area else None, duties=list(duties)))
        session.flush()
        added["departments"] += 1


def _add_provider(session: Session, node: Node, area: Area, added: dict[str, int]) -> None:
    role = ProviderRole(node["role"])
    if _provider(session, node["name"], role) is None:
        session.add(
            Provider(
                name=node["name"],
                role=role,
                area=area,
                phone=node["phone"],
                skills=node.get("skills", []),
                capacity=node.get("capacity", 20),
            )
        )
        session.flush()
        added["providers"] += 1


def _provider(session: Session, name: str, role: ProviderRole | None = None) -> Provider | None:
    query = select(Provider).where(Provider.name == name).order_by(Provider.id).limit(1)
    return session.scalar(query if role is None else query.where(Provider.role == role))


def _add_staff(session: Session, nodes: Sequence[Node], places: Mapping[str, Area], added: dict[str, int]) -> None:
    missing = [node for node in nodes if _staff(session, node["username"]) is None]
    if not missing:
        return
    # Plain argon2, as Flask-Security stores it here; hashed once, since it is meant to be slow.
    hashed = PasswordHasher().hash(password())
    for node in missing:
        staff = Staff(
            username=node["username"],
            name=node["name"],
            password=hashed,
            fs_uniquifier=uuid4().hex,
            area=places[node["area"]],
            emergency_contact=node.get("emergency_contact", False),
            roles=list(session.scalars(select(Role).where(Role.name == node["role"]))),
        )
        session.add(staff)
        session.flush()
        added["staff"] += 1
        provider = _provider(session, node["provider"]) if "provider" in node else None
        if provider is not None and provider.staff_id is None:
            provider.staff_id = staff.id


def _staff(session: Session, username: str) -> Staff | None:
    return session.scalar(select(Staff).where(Staff.username == username))


def logins() -> list[dict[str, str]]:
    """Return the demonstration's logins: username, name and role."""
    return [{key: node[key] for key in ("username", "name", "role")} for node in read_demo()["staff"]]
