"""Filters: what narrows a list down, as the words of an address; an unknown word narrows nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.clock import SHANGHAI
from bot.inbox import matters
from bot.inbox.lists import ListName
from bot.models import Priority, TicketState

LONGEST = 60
# me, nobody, s7 (a colleague), t3 (a team)
_WHO = re.compile(r"me|nobody|[st]\d{1,9}")


class Waits(StrEnum):
    """For how long somebody has been waiting at least."""

    HALF_HOUR = "30m"
    HOUR = "1h"
    FOUR_HOURS = "4h"
    DAY = "1d"
    THREE_DAYS = "3d"
    WEEK = "7d"

    @property
    def span(self) -> timedelta:
        """The length of time."""
        number, unit = int(self.value[:-1]), self.value[-1]
        return {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}[unit] * number


class Due(StrEnum):
    """Until when a promise runs; said from today, so that a view stays true tomorrow."""

    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"
    THREE_DAYS = "3d"
    WEEK = "7d"

    def until(self, now: datetime) -> datetime:
        """Return the moment before which the promise runs out: now, or the end of a day in Asia/Shanghai."""
        if self is Due.LATE:
            return now
        days = {Due.TODAY: 1, Due.TOMORROW: 2, Due.THREE_DAYS: 3, Due.WEEK: 7}[self]
        return datetime.combine(now.astimezone(SHANGHAI).date() + timedelta(days=days), time(), SHANGHAI)


class Standing(StrEnum):
    """Where a conversation stands; tickets have states of their own."""

    WAITS = "waits"
    HELD = "held"
    BOT = "bot"
    SNOOZED = "snoozed"


@dataclass(frozen=True)
class Filters:
    """What is looked for, "" for anything. `state` is a ticket's, or where a conversation stands."""

    matter: str = ""
    area: str = ""
    label: str = ""
    priority: str = ""
    who: str = ""
    state: str = ""
    waits: str = ""
    due: str = ""
    words: str = ""

    def address(self) -> dict[str, str]:
        """Return the words of the address, those that narrow nothing left out."""
        return {one.name: word for one in fields(self) if (word := getattr(self, one.name))}

    def __bool__(self) -> bool:
        return bool(self.address())


NO_FILTERS = Filters()


def states_of(name: ListName) -> type[StrEnum] | None:
    """Return the states that a list can be narrowed to; most lists are a state themselves."""
    if name is ListName.TICKETS:
        return TicketState
    return Standing if name is ListName.ALL else None


def read(words: Mapping[str, str], name: ListName) -> Filters:
    """Return the filters of a list that an address, a form or a stored view names."""
    matter, who = words.get("matter", ""), words.get("who", "")
    return Filters(
        matter=matter if matters.read(matter) else "",
        area=_number(words, "area"),
        label=_number(words, "label"),
        priority=_one_of(words, "priority", Priority),
        who=who if _WHO.fullmatch(who) else "",
        state=_one_of(words, "state", states_of(name)),
        waits=_one_of(words, "waits", Waits),
        due=_one_of(words, "due", Due),
        words=" ".join(words.get("words", "").split())[:LONGEST],
    )


def _number(words: Mapping[str, str], name: str) -> str:
    word = words.get(name, "")
    return word if word.isdecimal() and word.isascii() and len(word) < 10 else ""


def _one_of(words: Mapping[str, str], name: str, kinds: type[StrEnum] | None) -> str:
    word = words.get(name, "")
    return word if kinds is not None and word in set(kinds) else ""
