"""Saved views: lists with filters that somebody keeps for oneself or for a team, each an address with a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from bot.inbox import filtering, filters, lists
from bot.inbox.filters import Filters
from bot.inbox.lists import ListName
from bot.inbox.refusals import Refused
from bot.models import ADMINISTRATOR, SUPERVISOR, SavedView, Staff, Team, team_member
from bot.work_changes import Ledger

# More would not be looked at, and each is counted.
MOST = 12
LONGEST_NAME = 16
OWN_HEADING = "我的视图"


@dataclass(frozen=True)
class Line:
    """A view on the rail; `at` are the words of its address."""

    id: int
    name: str
    at: dict[str, str]
    count: int


@dataclass(frozen=True)
class Group:
    """Views under one heading: one's own, then those of each team."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Open:
    """The view that is open, and what can be done with it."""

    id: int
    name: str
    is_shared: bool
    can_change: bool
    is_first: bool
    is_last: bool


def address(name: ListName, wanted: Filters) -> dict[str, str]:
    """Return the words of the address of a narrowed list."""
    return {"list": name.value, **wanted.address()}


def read(view: SavedView) -> tuple[ListName, Filters]:
    """Return what a view shows; words that have no meaning any more are left out."""
    name = lists.read_name(view.filters.get("list"))
    return name, filters.read(view.filters, name)


def groups(session: Session, staff: Staff, now: datetime) -> tuple[Group, ...]:
    """Return the views of the rail, each with the count of what this person may see."""
    found = views_of(session, staff)
    return tuple(
        Group(heading, tuple(_line(session, view, staff, now) for view, _ in pairs))
        for heading, pairs in groupby(found, key=lambda pair: pair[1])
    )


def views_of(session: Session, staff: Staff) -> list[tuple[SavedView, str]]:
    """Return somebody's own views and those of that person's teams, in their order, each with its heading."""
    own = session.scalars(_ordered(_is_own(staff.id))).all()
    teams = session.scalars(select(Team).where(Team.id.in_(_teams_of(staff)), Team.active).order_by(Team.name)).all()
    shared = {one.id: one.name for one in teams}
    of_teams = session.scalars(_ordered(SavedView.team_id.in_(shared))).all() if shared else ()
    by_team = sorted(of_teams, key=lambda one: list(shared).index(one.team_id or 0))
    return [(one, OWN_HEADING) for one in own] + [(one, shared[one.team_id or 0]) for one in by_team]


def _line(session: Session, view: SavedView, staff: Staff, now: datetime) -> Line:
    name, wanted = read(view)
    return Line(view.id, view.name, address(name, wanted), filtering.count(session, staff, name, wanted, now))


def open_view(session: Session, staff: Staff, name: ListName, wanted: Filters) -> Open | None:
    """Return the view whose address is the one that is open, None when there is none."""
    found, here = views_of(session, staff), address(name, wanted)
    view, heading = next(((one, heading) for one, heading in found if address(*read(one)) == here), (None, ""))
    if view is None:
        return None
    beside = [one.id for one, other in found if other == heading]
    return Open(
        view.id,
        view.name,
        view.team_id is not None,
        may_change(view, staff),
        view.id == beside[0],
        view.id == beside[-1],
    )


def owners(session: Session, staff: Staff) -> list[tuple[str, str]]:
    """Return for whom somebody can keep a view: oneself, and each of one's teams."""
    teams = session.scalars(select(Team).where(Team.id.in_(_teams_of(staff)), Team.active).order_by(Team.name))
    return [("", "我自己"), *((str(one.id), one.name) for one in teams)]


def find(session: Session, staff: Staff, id_: int) -> SavedView | None:
    """Return a view if this person may see it."""
    seen = _is_own(staff.id) | SavedView.team_id.in_(_teams_of(staff))
    return session.scalar(select(SavedView).where(SavedView.id == id_, seen).with_for_update())


def may_change(view: SavedView, staff: Staff) -> bool:
    """Whether somebody may rename, move or delete a view: who made it, and whoever leads."""
    return view.staff_id == staff.id or any(role.name in (SUPERVISOR, ADMINISTRATOR) for role in staff.roles)


def keep(ledger: Ledger, name: str, team: str, at: dict[str, str]) -> SavedView:
    """Keep a list under a name; one's own view of that name is replaced. Raises `Refused`."""
    team_id = _team(ledger, team)
    beside = _beside(ledger.session, team_id, ledger.staff.id)
    same = next((one for one in beside if one.name == name), None)
    if same is not None:
        _refuse_unless_own(same, ledger.staff)
        ledger.set(same, filters=at)
        return same
    if len(beside) >= MOST:
        raise Refused(f"最多存 {MOST} 个视图，先删掉不用的。", 422)
    last = max((one.position for one in beside), default=-1)
    view = SavedView(staff_id=ledger.staff.id, team_id=team_id, name=name, filters=at, position=last + 1)
    ledger.session.add(view)
    ledger.session.flush()
    return view


def rename(ledger: Ledger, view: SavedView, name: str) -> bool:
    """Give a view another name; return whether it is another one. Raises `Refused` for one that is taken."""
    beside = _beside(ledger.session, view.team_id, view.staff_id)
    if any(one.name == name and one.id != view.id for one in beside):
        raise Refused(f"已经有叫“{name}”的视图了，换个名字。", 422)
    return ledger.set(view, name=name)


def move(session: Session, view: SavedView, step: int) -> None:
    """Put a view one place up (-1) or down (1) among those beside it; at an end it stays."""
    beside = list(_beside(session, view.team_id, view.staff_id))
    at = beside.index(view)
    beside.insert(max(0, min(at + step, len(beside) - 1)), beside.pop(at))
    for place, one in enumerate(beside):
        one.position = place
    session.flush()


def _beside(session: Session, team_id: int | None, staff_id: int) -> Sequence[SavedView]:
    """Return the views under the same heading."""
    mine = SavedView.team_id == team_id if team_id else _is_own(staff_id)
    return session.scalars(_ordered(mine)).all()


def _refuse_unless_own(view: SavedView, staff: Staff) -> None:
    if not may_change(view, staff):
        raise Refused(f"组里已经有叫“{view.name}”的视图了，换个名字。", 422)


def _team(ledger: Ledger, word: str) -> int | None:
    if not word:
        return None
    if word not in {value for value, _ in owners(ledger.session, ledger.staff)}:
        raise Refused("您不在这个组里，请刷新页面再选。", 422)
    return int(word)


def _ordered(condition: ColumnElement[bool]) -> Select[SavedView]:
    return select(SavedView).where(condition).order_by(SavedView.position, SavedView.id)


def _is_own(staff_id: int) -> ColumnElement[bool]:
    return (SavedView.staff_id == staff_id) & SavedView.team_id.is_(None)


def _teams_of(staff: Staff) -> Select[int]:
    return select(team_member.c.team_id).where(team_member.c.staff_id == staff.id)
