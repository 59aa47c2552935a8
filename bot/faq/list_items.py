"""One item of a list of article 34: added, changed, taken out by hand. Each is one revision of what residents are told."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.faq import revision
from bot.faq.content import ContentRefused
from bot.faq.lifecycle import ChangedMeanwhile
from bot.faq.list_workbook import read_item
from bot.models import ListItem


def add(session: Session, cells: Mapping[str, str]) -> ListItem:
    """Add an item. Errors: ContentRefused names the fields, also where the list has an item of that name."""
    item = ListItem(**_values(session, cells, None), revision=revision.advance(session))
    session.add(item)
    session.flush()
    return item


def change(session: Session, item: ListItem, cells: Mapping[str, str], seen: int) -> None:
    """Write an item anew. Errors: ContentRefused; ChangedMeanwhile where `seen` is not its revision."""
    if seen != item.revision:
        raise ChangedMeanwhile("刚刚有人改过这一项，请看改动记录。您写的还在，看过再保存。")
    for name, value in _values(session, cells, item).items():
        setattr(item, name, value)
    item.revision = revision.advance(session)
    session.flush()


def remove(session: Session, item: ListItem) -> None:
    """Take an item out."""
    session.delete(item)
    revision.advance(session)


def _values(session: Session, cells: Mapping[str, str], item: ListItem | None) -> dict[str, object]:
    values = read_item(cells)
    same = select(ListItem.id).where(ListItem.kind == values["kind"], ListItem.name == values["name"])
    # Looked up before anything is set: a change that is half written would be found by its own search.
    known = session.scalar(same)
    if known is not None and (item is None or known != item.id):
        raise ContentRefused({"name": f"这个清单里已经有“{values['name']}”了，请改那一项。"})
    return values
