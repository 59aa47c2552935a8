"""Lists of article 34 as a table people fill in: every line is checked first, and one wrong line changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.faq import revision
from bot.faq.content import ContentRefused
from bot.faq.differences import Difference, pieces
from bot.faq.lists import KIND_WORDS
from bot.faq.workbook import Line, LineFault, Taken, WorkbookRefused, count, read_day
from bot.models import ListItem, ListKind

LIST_HEADINGS = ("清单", "事项", "别的叫法", "该去哪里办", "来源", "日期")
LIST_NEEDED = ("清单", "事项", "来源")
_KINDS = {words: kind for kind, words in KIND_WORDS.items()}


@dataclass(frozen=True)
class PlannedItem:
    """What one line would do: the item that it changes, or None for a new one, and what that item says then."""

    line: int
    item: ListItem | None
    values: Mapping[str, Any]

    @property
    def known(self) -> tuple[int, int] | None:
        """The item's number and revision."""
        return (self.item.id, self.item.revision) if self.item else None

    @property
    def is_same(self) -> bool:
        """Whether the item stands so already."""
        return self.item is not None and all(getattr(self.item, name) == value for name, value in self.values.items())

    def differences(self) -> list[Difference]:
        """What went and what came; of a new item all came."""
        before = cells_of(self.item) if self.item else dict.fromkeys(LIST_HEADINGS, "")
        after = cells_of(ListItem(**self.values))
        return [
            Difference(one, tuple(pieces(before[one], after[one])))
            for one in LIST_HEADINGS
            if before[one] != after[one]
        ]


def cells_of(item: ListItem) -> dict[str, str]:
    """An item as people read and write it, under the headings of the table."""
    return dict(zip(LIST_HEADINGS, _cells(item), strict=True))


def list_rows(items: Iterable[ListItem]) -> Iterable[list[str]]:
    """Each item of the lists as a line under LIST_HEADINGS."""
    return map(_cells, items)


def plan_list(session: Session, lines: Sequence[Line]) -> list[PlannedItem]:
    """Read lines without changing anything; an item is known by its list and name. Errors: WorkbookRefused names every wrong line."""
    known = {(KIND_WORDS[item.kind], item.name): item for item in session.scalars(select(ListItem))}
    faults, plan, seen = list[LineFault](), list[PlannedItem](), dict[tuple[str, str], int]()
    for line, cells in lines:
        key = cells.get("清单", "").strip(), cells.get("事项", "").strip()
        item = known.get(key)
        try:
            # A column that the file does not have changes nothing.
            plan.append(PlannedItem(line, item, read_item((cells_of(item) if item else {}) | dict(cells))))
        except ContentRefused as refused:
            faults += [LineFault(line, words) for words in refused.faults.values()]
        if key in seen:
            faults.append(LineFault(line, f"这个清单里的“{key[1]}”在第{seen[key]}行已经有了。"))
        seen.setdefault(key, line)
    if faults:
        wrong = {fault.line for fault in faults}
        raise WorkbookRefused(faults, count([one for one in plan if one.line not in wrong]))
    return plan


def take_list(session: Session, plan: Sequence[PlannedItem]) -> Taken:
    """Do what was planned in the same session; residents hear of it at once."""
    taken, number = count(plan), revision.advance(session)
    for one in plan:
        if one.item is None:
            session.add(ListItem(**one.values, revision=number))
        elif not one.is_same:
            for name, value in one.values.items():
                setattr(one.item, name, value)
            one.item.revision = number
    return taken


def read_item(cells: Mapping[str, str]) -> dict[str, Any]:
    """In: an item's cells by heading. Out: what its row keeps. Errors: ContentRefused names the fields."""
    kind: ListKind | None = _KINDS.get(cells.get("清单", "").strip())
    name, source = cells.get("事项", "").strip(), cells.get("来源", "").strip()
    faults = {}
    if kind is None:
        faults["kind"] = f"清单请填：{'、'.join(_KINDS)}。"
    if not name:
        faults["name"] = "事项不能空着。"
    if not source:
        faults["source"] = "来源不能空着：居民要知道依据是什么。"
    if faults:
        raise ContentRefused(faults)
    typed = (word.strip() for word in cells.get("别的叫法", "").replace("，", "、").split("、"))
    return {
        "kind": kind, "name": name, "aliases": [word for word in typed if word],
        "instead": cells.get("该去哪里办", ""), "source": source, "dated": read_day(cells.get("日期", ""), "dated"),
    }  # fmt: skip


def _cells(item: ListItem) -> list[str]:
    return [KIND_WORDS[item.kind], item.name, "、".join(item.aliases), item.instead, item.source, str(item.dated or "")]
