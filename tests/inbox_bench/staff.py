"""Staff of the bench's city: 50 people of every role, for a community, a street, a district or the whole city."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sqlalchemy import Connection, select

from bot.models import (
    ADMINISTRATOR,
    RESIDENT_DESK,
    SPECIALIST,
    SUPERVISOR,
    Base,
    ProviderRole,
    Role,
    team_member,
)
from bot.models.staff import staff_role
from tests.inbox_bench.areas import Areas
from tests.inbox_bench.writing import Row, write

STAFF, PASSWORD = 50, "linli-demo-2026"
FIRST = 1_000_001
IDS = range(FIRST, FIRST + STAFF)
# Of ten people: who they are, and how large their area is.
_TEN = (
    (SUPERVISOR, "city"), (SPECIALIST, "communities"), (SPECIALIST, "streets"), (SPECIALIST, "districts"),
    (RESIDENT_DESK, "communities"), (RESIDENT_DESK, "communities"), (RESIDENT_DESK, "communities"),
    (RESIDENT_DESK, "communities"), (RESIDENT_DESK, "streets"), (RESIDENT_DESK, "districts"),
)  # fmt: skip
_ADMINISTRATOR = IDS[-1]
_TEAM_OF = 10


def role_of(id_: int) -> tuple[str, str]:
    """Return somebody's role and the size of the area."""
    return (ADMINISTRATOR, "city") if id_ == _ADMINISTRATOR else _TEN[(id_ - FIRST) % len(_TEN)]


def username(id_: int) -> str:
    """Return the account that somebody logs in with."""
    return f"bench{id_ - FIRST + 1}"


def write_staff(connection: Connection, areas: Areas, hashed_password: str) -> tuple[list[int], list[int]]:
    """Write people, teams of ten, and specialists' places among the providers; return the ids of communities and providers."""
    people = list(_people(areas, hashed_password))
    write(connection, Base.metadata.tables["staff"], people)
    roles = {name: id_ for id_, name in connection.execute(select(Role.id, Role.name))}
    write(connection, staff_role, ({"staff_id": one, "role_id": roles[role_of(one)[0]]} for one in IDS))
    teams = range(1, STAFF // _TEAM_OF + 1)
    write(
        connection, Base.metadata.tables["team"], ({"id": one, "name": f"第{one}组", "active": True} for one in teams)
    )
    write(connection, team_member, ({"team_id": 1 + (one - FIRST) // _TEAM_OF, "staff_id": one} for one in IDS))
    providers = [_provider(one) for one in people if role_of(one["id"])[0] == SPECIALIST]
    write(connection, Base.metadata.tables["provider"], providers)
    return areas.communities, [one["id"] for one in providers]


def _people(areas: Areas, hashed_password: str) -> Iterator[Row]:
    chance = Random(50)
    for id_ in IDS:
        size = role_of(id_)[1]
        yield {
            "id": id_, "username": username(id_), "name": f"同事{id_ - FIRST + 1}", "password": hashed_password,
            "active": True, "fs_uniquifier": username(id_), "must_change_password": False,
            "area_id": None if size == "city" else chance.choice(areas.of_size(size)), "emergency_contact": id_ % 10 == 0,
        }  # fmt: skip


def _provider(person: Row) -> Row:
    return {
        "id": person["id"], "name": person["name"], "role": ProviderRole.MEDIATOR, "area_id": person["area_id"],
        "staff_id": person["id"], "skills": [], "capacity": 20, "active": True,
    }  # fmt: skip
