"""Places: which area a resident's words name."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Area, AreaLevel

_DEPTH = {level: depth for depth, level in enumerate(AreaLevel)}


def find_area(session: Session, place: str, home: Area | None = None) -> Area | None:
    """Return the smallest area that a text names, or `home` when it names none.

    A name that several areas bear is settled by the areas above them that the text names as well, else by `home`.
    """
    if not place.strip():
        return home
    named = [area for area in session.scalars(select(Area)) if _is_named(area, place)]
    if not named:
        return home
    ids = {area.id for area in named}
    home_ids = {area.id for area in home.lineage()} if home else set()

    def rank(area: Area) -> tuple[int, int, int]:
        above = [parent.id for parent in area.lineage()[1:]]
        return (_DEPTH[area.level], sum(one in ids for one in above), sum(one in home_ids for one in above))

    best = max(named, key=rank)
    return home if best.level is AreaLevel.CITY and home else best


def _is_named(area: Area, place: str) -> bool:
    short = area.name.removesuffix("街道").removesuffix("社区") if len(area.name) > 4 else area.name
    return any(name and name in place for name in (area.name, short, *area.aliases))
