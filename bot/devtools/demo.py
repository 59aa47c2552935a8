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

from bot.clock import utc_now
from bot.faq import first_entries
from bot.models import Area, AreaLevel, Department, FaqEntry, Provider, ProviderRole, Role, Staff
from bot.reference import seed_reference

_FILE = Path(__file__).with_name("demo.yml")
_LEVELS = tuple(AreaLevel)
_REVIEWERS = ("admin", "supervisor")

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
    reference = seed_reference(session)
    areas, desks = _add_areas(session, demo["areas"])
    places = _places(session)
    departments = [*desks, *(Department(name=one["name"], duties=one["duties"]) for one in demo["departments"])]
    return reference | {
        "areas": areas,
        "departments": _add_departments(session, departments),
        "providers": _add_providers(session, demo["providers"], places),
        "staff": _add_staff(session, demo["staff"], places),
        "entries": _publish_first_entries(session),
    }


def _publish_first_entries(session: Session) -> int:
    """Publish the first entries as if the demonstration's people had reviewed them, while there is no entry at all."""
    if session.scalar(select(FaqEntry.id).limit(1)) is not None:
        return 0
    editor, reviewer = (session.scalars(select(Staff).where(Staff.username == one)).one() for one in _REVIEWERS)
    return first_entries.publish(session, editor, reviewer, utc_now())


def _add_areas(session: Session, root: Node) -> tuple[int, list[Department]]:
    """Add the missing areas; return how many, and the desks that all areas of the file ought to have."""
    known = {_path(area): area for area in session.scalars(select(Area))}
    before = len(known)
    with_desk: list[tuple[str, Area]] = []

    def add(node: Node, above: tuple[str, ...]) -> None:
        path = (*above, node["name"])
        if path not in known:
            level = _LEVELS[len(above)]
            area = Area(name=node["name"], aliases=node.get("aliases", []), level=level, parent=known.get(above))
            session.add(area)
            known[path] = area
        if "desk" in node:
            with_desk.append((node["desk"], known[path]))
        for child in node.get("areas", ()):
            add(child, path)

    add(root, ())
    session.flush()
    return len(known) - before, [Department(name=name, area_id=area.id) for name, area in with_desk]


def _path(area: Area) -> tuple[str, ...]:
    return tuple(above.name for above in reversed(area.lineage()))


def _places(session: Session) -> dict[str, Area]:
    """Return areas by name, and by full name where two share one."""
    areas = session.scalars(select(Area)).all()
    shared = Counter(area.name for area in areas)
    return {area.name: area for area in areas if shared[area.name] == 1} | {area.full_name: area for area in areas}


def _add_departments(session: Session, wanted: Sequence[Department]) -> int:
    known = set(session.scalars(select(Department.name)))
    missing = [department for department in wanted if department.name not in known]
    session.add_all(missing)
    session.flush()
    return len(missing)


def _add_providers(session: Session, nodes: Sequence[Node], places: Mapping[str, Area]) -> int:
    known = {(one.name, one.role) for one in session.scalars(select(Provider))}
    missing = [
        Provider(
            name=node["name"],
            role=ProviderRole(node["role"]),
            area=places[node["area"]],
            phone=node["phone"],
            skills=node.get("skills", []),
            capacity=node.get("capacity", 20),
        )
        for node in nodes
        if (node["name"], ProviderRole(node["role"])) not in known
    ]
    session.add_all(missing)
    session.flush()
    return len(missing)


def _add_staff(session: Session, nodes: Sequence[Node], places: Mapping[str, Area]) -> int:
    known = set(session.scalars(select(Staff.username)))
    missing = [node for node in nodes if node["username"] not in known]
    # Plain argon2, as Flask-Security stores it here; hashed once, since it is meant to be slow.
    hashed = PasswordHasher().hash(password()) if missing else ""
    roles = {role.name: role for role in session.scalars(select(Role))}
    for node in missing:
        staff = Staff(
            username=node["username"],
            name=node["name"],
            password=hashed,
            fs_uniquifier=uuid4().hex,
            area=places[node["area"]],
            emergency_contact=node.get("emergency_contact", False),
            roles=[roles[node["role"]]],
        )
        session.add(staff)
        session.flush()
        _link(session, node.get("provider"), staff)
    return len(missing)


def _link(session: Session, provider: str | None, staff: Staff) -> None:
    """Say that a provider is this member of staff, unless somebody else is already."""
    found = session.scalar(select(Provider).where(Provider.name == provider).order_by(Provider.id).limit(1))
    if found is not None and found.staff_id is None:
        found.staff_id = staff.id


def logins() -> list[dict[str, str]]:
    """Return the demonstration's logins: username, name and role."""
    return [{key: node[key] for key in ("username", "name", "role")} for node in read_demo()["staff"]]
