"""The days to come on which answers change by themselves, and which golden questions go wrong then.

An end by date cannot be stopped on the day, so it is told beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from bot.faq.golden import Broken, Golden, check, newly_broken
from knowledge.answers import KnowledgeBase
from knowledge.entries import Entry
from knowledge.library import Library

AHEAD = timedelta(days=60)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Turn:
    """A day on which something begins or ends by its date, and what."""

    day: date
    words: str


@dataclass(frozen=True)
class Coming:
    """A golden question that will go wrong by itself, and through what."""

    broken: Broken
    because: str


def turns(entries: Iterable[Entry], library: Library, today: date, until: date) -> list[Turn]:
    """In: what is published. Out: the turns after today up to a day, in order."""
    found = [*_of_entries(entries), *_of_editions(library)]
    return sorted((one for one in found if today < one.day <= until), key=lambda one: (one.day, one.words))


def look_ahead(
    base: KnowledgeBase, questions: Sequence[Golden], coming: Iterable[Turn], wrong_today: Iterable[Broken]
) -> list[Coming]:
    """The golden questions that are right today and go wrong on one of the turns; each with its first day."""
    found: list[Coming] = []
    known = list(wrong_today)
    for day, group in groupby(coming, key=lambda one: one.day):
        wrong, because = newly_broken(known, check(base, questions, day)), "、".join(one.words for one in group)
        found += [Coming(one, because) for one in wrong]
        known += wrong
    return found


def ends_after(entry: Entry) -> date | None:
    """The first day on which an entry no longer holds."""
    return entry.valid_until + _DAY if entry.valid_until else None


def _of_entries(entries: Iterable[Entry]) -> Iterator[Turn]:
    for entry in entries:
        if entry.valid_from:
            yield Turn(entry.valid_from, f"{entry.place}“{entry.title}”开始有效")
        if ends := ends_after(entry):
            yield Turn(ends, f"{entry.place}“{entry.title}”到期")


def _of_editions(library: Library) -> Iterator[Turn]:
    for title in library.titles():
        for edition in library.editions(title):
            yield Turn(edition.document.in_force, f"《{title}》新的一版施行")
            if edition.document.repealed:
                yield Turn(edition.document.repealed, f"《{title}》废止")
