"""The lists of article 34 as tables: the first national list as a beginning, and what the knowledge room gets."""

from __future__ import annotations

from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.faq import revision
from bot.models import ListItem, ListKind
from knowledge.lists import ListedItem

FIRST_LIST = Path(__file__).parent / "first_list.yml"
KIND_WORDS = {
    ListKind.NOT_TO_CERTIFY: "不应由社区出具的证明",
    ListKind.COMMUNITY_MATTER: "社区工作事项",
    ListKind.ASSISTING_MATTER: "协助政府工作事项",
}


def read_items(session: Session) -> list[ListedItem]:
    """All items as plain data."""
    rows = session.scalars(select(ListItem).order_by(ListItem.id))
    return [ListedItem(row.kind.value, row.name, tuple(row.aliases), row.instead, in_words(row)) for row in rows]


def in_words(row: ListItem) -> str:
    """An item's source with its date."""
    day = f"，{row.dated.year}年{row.dated.month}月{row.dated.day}日" if row.dated else ""
    return f"{row.source}{day}"


def seed_first_list(session: Session) -> int:
    """Add the items of the first national list while there is no item at all; return how many."""
    if session.scalar(select(ListItem.id).limit(1)) is not None:
        return 0
    listed = yaml.safe_load(FIRST_LIST.read_text(encoding="utf-8"))
    number = revision.advance(session)
    session.add_all(
        ListItem(
            kind=ListKind.NOT_TO_CERTIFY,
            name=item["name"],
            aliases=item.get("aliases", []),
            instead=item.get("instead", ""),
            source=listed["source"],
            revision=number,
        )
        for item in listed["items"]
    )
    return len(listed["items"])
