"""The list of entries: filters, full-text search, pages of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bot.models import FaqEntry, FaqState

PAGE = 30


class Sort(StrEnum):
    """What stands first in the list."""

    CHANGED = "changed"
    UNHELPFUL = "unhelpful"
    HITS = "hits"


SORT_WORDS = {Sort.CHANGED: "最后修改", Sort.UNHELPFUL: "没帮助最多", Sort.HITS: "被问到最多"}
_COLUMNS = {Sort.CHANGED: FaqEntry.updated_at, Sort.UNHELPFUL: FaqEntry.unhelpful, Sort.HITS: FaqEntry.hits}


@dataclass(frozen=True)
class Filters:
    """What the list shows; `page` counts from 1; `ends_by`: only what residents no longer get after this day, or already."""

    words: str = ""
    ends_by: date | None = None
    state: FaqState | None = None
    category: str = ""
    sort: Sort = Sort.CHANGED
    page: int = 1


@dataclass(frozen=True)
class Listing:
    """One page of entries with how many there are in all."""

    entries: Sequence[FaqEntry]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


def find(session: Session, filters: Filters) -> Listing:
    """The entries that match all filters: every word stands in question, variants or answer; most of what is sorted by first, then the latest change."""
    wanted = list(_conditions(filters))
    total = session.scalar(select(func.count(FaqEntry.id)).where(*wanted)) or 0
    page = min(max(1, filters.page), max(1, -(-total // PAGE)))
    order = (_COLUMNS[filters.sort].desc(), FaqEntry.updated_at.desc(), FaqEntry.id.desc())
    rows = session.scalars(select(FaqEntry).where(*wanted).order_by(*order).limit(PAGE).offset((page - 1) * PAGE))
    return Listing(list(rows), total, page)


def categories(session: Session) -> list[str]:
    """The categories in use."""
    used = select(FaqEntry.category).where(FaqEntry.category != "").distinct().order_by(FaqEntry.category)
    return list(session.scalars(used))


def count_ending(session: Session, by: date) -> int:
    """How many published entries have ended or end by a day."""
    return session.scalar(select(func.count(FaqEntry.id)).where(*_conditions(Filters(ends_by=by)))) or 0


def count_by_state(session: Session) -> dict[FaqState, int]:
    """How many entries stand where."""
    rows = session.execute(select(FaqEntry.state, func.count(FaqEntry.id)).group_by(FaqEntry.state))
    return {state: int(count) for state, count in rows}


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found = [FaqEntry.search_text.contains(word, autoescape=True) for word in filters.words.lower().split()]
    if filters.state:
        found.append(FaqEntry.state == filters.state)
    if filters.ends_by:
        # A day without one is null, which is not before any.
        found.append(FaqEntry.published["valid_until"].as_string() <= filters.ends_by.isoformat())
    if filters.category:
        found.append(FaqEntry.category == filters.category)
    return found
