"""What changed in what residents are told since some revision, as plain data that outlives its session."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.faq import revision
from bot.faq.content import from_json, to_entry
from bot.faq.lists import read_items
from bot.faq.sources import read_library
from bot.models import FaqEntry
from knowledge.entries import Entry
from knowledge.library import Library
from knowledge.lists import ListedItem
from knowledge.regulation import Document


@dataclass(frozen=True)
class News:
    """`number`: the revision it leads to; entries that came or changed, ids of those that went; library and lists as they are."""

    number: int
    put: tuple[Entry, ...]
    gone: tuple[int, ...]
    library: Library
    listed: tuple[ListedItem, ...]


def read_news(session: Session, since: int, shipped: Document) -> News:
    """All that is newer than a revision, as this session sees it: also what it has not committed yet."""
    changed = list(session.scalars(select(FaqEntry).where(FaqEntry.revision > since).order_by(FaqEntry.id)))
    return News(
        number=revision.current(session),
        put=tuple(
            to_entry(row.id, from_json(row.published), row.reviewed_at, shipped.title)
            for row in changed
            if row.published
        ),
        gone=tuple(row.id for row in changed if row.published is None),
        library=read_library(session, shipped),
        listed=tuple(read_items(session)),
    )
