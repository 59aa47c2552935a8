"""Areas of the bench's city: 10 districts of 10 streets of 20 communities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import Connection

from bot.models import AreaLevel, Base
from tests.inbox_bench.writing import Row, write

CITY = DEPARTMENT = 1_000_000


@dataclass
class Areas:
    """Their ids by size."""

    districts: list[int] = field(default_factory=list)
    streets: list[int] = field(default_factory=list)
    communities: list[int] = field(default_factory=list)

    def of_size(self, name: str) -> Sequence[int]:
        """Return all districts, streets or communities."""
        found: list[int] = getattr(self, name)
        return found


def write_areas(connection: Connection) -> Areas:
    """Write all areas, and the desk that answers for all of them."""
    areas = Areas()
    write(connection, Base.metadata.tables["area"], list(_rows(areas)))
    write(
        connection,
        Base.metadata.tables["department"],
        [{"id": DEPARTMENT, "name": "基准服务台", "area_id": CITY, "duties": []}],
    )
    return areas


def _rows(areas: Areas) -> Iterator[Row]:
    ids = count(CITY + 1)
    yield _area(CITY, None, AreaLevel.CITY, "基准市")
    for district in range(10):
        areas.districts.append(next(ids))
        yield _area(areas.districts[-1], CITY, AreaLevel.DISTRICT, f"第{district + 1}区")
        for street in range(10):
            areas.streets.append(next(ids))
            yield _area(areas.streets[-1], areas.districts[-1], AreaLevel.STREET, f"第{street + 1}街道")
            for community in range(20):
                areas.communities.append(next(ids))
                yield _area(areas.communities[-1], areas.streets[-1], AreaLevel.COMMUNITY, f"第{community + 1}社区")


def _area(id_: int, parent: int | None, level: AreaLevel, name: str) -> Row:
    return {"id": id_, "parent_id": parent, "level": level, "name": name, "aliases": []}
