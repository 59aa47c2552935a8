"""Filter bar: what a list can be narrowed by, and the filters that are on, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.inbox import matters, scope, words
from bot.inbox.filters import Due, Filters, Standing, Waits, states_of
from bot.inbox.lists import ListName
from bot.inbox.people import colleagues
from bot.models import Area, AreaLevel, Label, Priority, Provider, Staff, Team, TicketState
from bot.tickets.words import KIND, PRIORITY, matter_label

# More than that nobody scrolls through: the smallest areas are left out first.
_MOST_AREAS = 300
_LEVELS = tuple(AreaLevel)
WAITS: dict[Waits, str] = {
    Waits.HALF_HOUR: "30 分钟以上",
    Waits.HOUR: "1 小时以上",
    Waits.FOUR_HOURS: "4 小时以上",
    Waits.DAY: "1 天以上",
    Waits.THREE_DAYS: "3 天以上",
    Waits.WEEK: "7 天以上",
}
DUE: dict[Due, str] = {
    Due.LATE: "已经超时",
    Due.TODAY: "今天到期",
    Due.TOMORROW: "明天到期",
    Due.THREE_DAYS: "三天内到期",
    Due.WEEK: "一周内到期",
}
STANDING: dict[Standing, str] = {
    Standing.WAITS: "有人在等",
    Standing.HELD: "有人在办",
    Standing.BOT: "机器人在办",
    Standing.SNOOZED: "稍后再办",
}
# What these lists say already.
_SAID = {
    ListName.MINE: {"who"},
    ListName.WAITING: {"who"},
    ListName.BOT: {"who", "waits"},
    ListName.RESIDENT: {"waits"},
}
_Named = TypeVar("_Named", Area, Label, Team, Staff)
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """One choice; `groups` are pairs of heading and options, the heading "" for those without one."""

    name: str
    label: str
    groups: tuple[tuple[str, Options], ...]


@dataclass(frozen=True)
class Chip:
    """A filter that is on; `rest` are the words of the address without it."""

    name: str
    label: str
    rest: dict[str, str]


def fields(session: Session, staff: Staff, name: ListName) -> tuple[Field, ...]:
    """Return what a list can be narrowed by, besides words."""
    states = states_of(name)
    offered = (
        Field(
            "matter", "事项", tuple((one.label, one.options) for one in matters.groups(with_danger=True, first="{}"))
        ),
        Field("area", "区域", (("", tuple(_areas(session, staff))),)),
        Field("state", "状态", (("", tuple((one.value, _state(one.value)) for one in states or ())),)),
        Field("who", "承办人" if name.holds_tickets else "负责人", _who(session, name)),
        Field("label", "标签", (("", tuple(_labels(session))),)),
        Field("priority", "优先级", (("", tuple((one.value, PRIORITY[one]) for one in Priority)),)),
        Field("waits", "受理了多久" if name.holds_tickets else "等了多久", (("", tuple(WAITS.items())),)),
        Field("due", "期限", (("", tuple(DUE.items())),)),
    )
    said = _SAID.get(name, set())
    return tuple(one for one in offered if one.name not in said and any(options for _, options in one.groups))


def chips(session: Session, filters: Filters, name: ListName) -> tuple[Chip, ...]:
    """Return the filters that are on, in words; what is not there any more is said."""
    before = {"who": "承办人：", "waits": "受理了 "} if name.holds_tickets else {"who": "负责人：", "waits": "等了 "}
    return tuple(
        Chip(key, before.get(key, "") + _CHIPS[key](session, word), replace(filters, **{key: ""}).address())
        for key, word in filters.address().items()
    )


def _matter(_session: Session, word: str) -> str:
    found = matters.read(word)
    return (matter_label(*found) or KIND[found[0]]) if found else word


def _state(word: str) -> str:
    return STANDING[Standing(word)] if word in set(Standing) else words.STATE[TicketState(word)]


def _person(session: Session, word: str) -> str:
    if word in ("me", "nobody"):
        return {"me": "我", "nobody": "还没有人"}[word]
    return _name(session, Team, word[1:]) if word[0] == "t" else _name(session, Staff, word[1:])


def _name(session: Session, kind: type[_Named], number: str) -> str:
    row = session.get(kind, int(number))
    return row.name if row else "已经删掉的"


_CHIPS: dict[str, Callable[[Session, str], str]] = {
    "matter": _matter,
    "area": lambda session, word: _name(session, Area, word),
    "state": lambda _session, word: _state(word),
    "who": _person,
    "label": lambda session, word: _name(session, Label, word),
    "priority": lambda _session, word: PRIORITY[Priority(word)],
    "waits": lambda _session, word: WAITS[Waits(word)],
    "due": lambda _session, word: DUE[Due(word)],
    "words": lambda _session, word: f"“{word}”",
}


def _who(session: Session, name: ListName) -> tuple[tuple[str, Options], ...]:
    teams = session.scalars(select(Team).where(Team.active).order_by(Team.name))
    people = colleagues(session)
    if name.holds_tickets:
        given = set(session.scalars(select(Provider.staff_id).where(Provider.active)))
        people = [one for one in people if one.id in given]
    return (
        ("", (("me", "我"), ("nobody", "还没有人"))),
        ("组", tuple((f"t{one.id}", one.name) for one in teams)),
        ("同事", tuple((f"s{one.id}", one.name) for one in people)),
    )


def _labels(session: Session) -> list[tuple[str, str]]:
    found = session.scalars(select(Label).where(Label.active).order_by(Label.position, Label.id))
    return [(str(one.id), one.name) for one in found]


def _areas(session: Session, staff: Staff) -> list[tuple[str, str]]:
    """Return somebody's area and those below, each after the one it lies in; for who sees all, all of them."""
    wanted = select(Area)
    if staff.area_id is not None and not scope.sees_all(staff):
        wanted = wanted.where(Area.id.in_(scope.areas_below(staff.area_id)))
    found = _fitting(session.scalars(wanted).all())
    depth = min((_LEVELS.index(one.level) for one in found), default=0)
    ordered = sorted(found, key=lambda one: [(area.name, area.id) for area in reversed(one.lineage())])
    return [(str(one.id), "　" * (_LEVELS.index(one.level) - depth) + one.name) for one in ordered]


def _fitting(areas: Sequence[Area]) -> list[Area]:
    left = list(areas)
    for level in reversed(_LEVELS):
        if len(left) > _MOST_AREAS:
            left = [one for one in left if one.level is not level]
    return left
