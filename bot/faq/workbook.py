"""Entries as a table people fill in: every line is checked first, and one wrong line changes nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from bot.faq import editing
from bot.faq.content import EMPTY, Content, ContentRefused, check
from bot.faq.differences import LABELS, Difference, differences
from bot.faq.lifecycle import STATE_WORDS
from bot.models import FaqEntry, Staff

NUMBER, STATE = "编号", "状态"
ENTRY_HEADINGS = (NUMBER, *LABELS.values(), STATE)
ENTRY_NEEDED = (LABELS["title"], LABELS["answer"])
Line = tuple[int, Mapping[str, str]]


@dataclass(frozen=True)
class LineFault:
    """What is wrong in which line of the file."""

    line: int
    words: str


@dataclass(frozen=True)
class Taken:
    """How many lines were new, changed something, or changed nothing."""

    added: int = 0
    changed: int = 0
    same: int = 0


class WorkbookRefused(Exception):
    """Some lines are wrong, so nothing was changed; `faults` has one for each, `right` counts the other lines."""

    def __init__(self, faults: Sequence[LineFault], right: Taken | None = None) -> None:
        super().__init__(f"有{len(faults)}处要改，什么都没有导入。")
        self.faults, self.right = list(faults), right

    @property
    def wrong(self) -> int:
        """How many lines are wrong; one line may have several faults."""
        return len({fault.line for fault in self.faults})


class PlannedLine(Protocol):
    """What one line of a table would do."""

    @property
    def line(self) -> int:
        """Its number in the file."""

    @property
    def known(self) -> tuple[int, int] | None:
        """Number and version of the row that it changes, None for a new one."""

    @property
    def is_same(self) -> bool:
        """Whether the row stands so already."""


@dataclass(frozen=True)
class Planned:
    """What one line would do: the entry that it changes, or None for a new one, and its content."""

    line: int
    entry: FaqEntry | None
    content: Content

    @property
    def known(self) -> tuple[int, int] | None:
        """The entry's number and version."""
        return (self.entry.id, self.entry.version) if self.entry else None

    @property
    def is_same(self) -> bool:
        """Whether the entry stands so already."""
        return self.entry is not None and editing.working(self.entry) == self.content

    def differences(self, names: dict[str, dict[str, str]]) -> list[Difference]:
        """What went and what came; of a new entry all came."""
        return differences(editing.working(self.entry) if self.entry else EMPTY, self.content, names)


def entry_rows(entries: Iterable[FaqEntry], areas: Mapping[str, str], forms: Mapping[str, str]) -> Iterable[list[Any]]:
    """Each entry's working copy as a line under ENTRY_HEADINGS."""
    for entry in entries:
        content = editing.working(entry)
        values = {
            "variants": "\n".join(content.variants),
            "cites": "\n".join(content.cites),
            "area_id": areas.get(str(content.area_id), ""),
            "form": forms.get(content.form, "") if content.form else "",
            "valid_from": str(content.valid_from or ""),
            "valid_until": str(content.valid_until or ""),
        }
        cells = [values.get(name, getattr(content, name)) for name in LABELS]
        yield [entry.id, *cells, STATE_WORDS[entry.state]]


def plan_entries(
    session: Session, lines: Sequence[Line], names: Mapping[str, Mapping[str, str]], citable: Mapping[str, set[int]]
) -> list[Planned]:
    """Read lines without changing anything: with a number they are for that entry, without one they are new.

    Errors: WorkbookRefused names every wrong line.
    """
    faults, plan = _repeated(lines), []
    for line, cells in lines:
        try:
            entry = _entry(session, cells.get(NUMBER, ""))
            content = _content(cells, names, editing.working(entry) if entry else EMPTY)
            check(content, citable)
            plan.append(Planned(line, entry, content))
        except ContentRefused as refused:
            faults += [LineFault(line, f"{LABELS.get(name, name)}：{words}") for name, words in refused.faults.items()]
    if faults:
        wrong = {fault.line for fault in faults}
        right = count([one for one in plan if one.line not in wrong])
        raise WorkbookRefused(sorted(faults, key=lambda fault: fault.line), right)
    return plan


def count(plan: Iterable[PlannedLine]) -> Taken:
    """How many lines are new, change something, or change nothing."""
    return Taken(**Counter("added" if one.known is None else "same" if one.is_same else "changed" for one in plan))


def mark(plan: Iterable[PlannedLine]) -> str:
    """What a plan was made from: another mark means that somebody changed one of its rows since."""
    seen = [(one.line, *one.known) for one in plan if one.known]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def carry_out(session: Session, plan: Sequence[Planned], staff: Staff, now: datetime) -> Taken:
    """Write a plan's contents as drafts."""
    taken = count(plan)
    for one in plan:
        if one.entry is None:
            editing.create(session, one.content, staff, now, reason="表格导入")
        elif not one.is_same:
            editing.save(session, one.entry, one.content, one.entry.version, staff, now)
    return taken


def _repeated(lines: Sequence[Line]) -> list[LineFault]:
    """Two lines for one entry: nobody could say which was meant."""
    seen: dict[str, int] = {}
    faults = []
    for line, cells in lines:
        number = cells.get(NUMBER, "")
        if number and number in seen:
            faults.append(LineFault(line, f"{NUMBER}{number}在第{seen[number]}行已经有了。"))
        seen.setdefault(number, line)
    return faults


def _entry(session: Session, number: str) -> FaqEntry | None:
    if not number:
        return None
    entry = session.get(FaqEntry, int(number)) if number.isdecimal() else None
    if entry is None:
        raise ContentRefused({NUMBER: f"没有编号“{number}”的问答；新的问答请把编号空着。"})
    return entry


def _content(cells: Mapping[str, str], names: Mapping[str, Mapping[str, str]], known: Content) -> Content:
    """What a line says; a column that the file does not have changes nothing."""
    typed = {name: cells[label].strip() for name, label in LABELS.items() if label in cells}
    return replace(known, **{name: _value(name, text, names) for name, text in typed.items()})


def _value(name: str, text: str, names: Mapping[str, Mapping[str, str]]) -> Any:
    if name in ("variants", "cites"):
        return _lines(text)
    if name in ("valid_from", "valid_until"):
        return read_day(text, name)
    if name not in names:
        return text
    key = _key(names[name], text, name)
    return key if name == "form" else int(key) if key else None


def _key(known: Mapping[str, str], words: str, name: str) -> str:
    keys = [key for key, word in known.items() if word == words]
    if words and not keys:
        raise ContentRefused({name: f"没有“{words}”，请照页面上的写法填，或者空着。"})
    return keys[0] if keys else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def read_day(text: str, name: str) -> date | None:
    """In: a cell. Out: its date, None for an empty one. Errors: ContentRefused names the field."""
    # A cell that Excel takes for a date comes with a time of day.
    try:
        return date.fromisoformat(text.partition(" ")[0]) if text else None
    except ValueError as error:
        raise ContentRefused({name: "日期写成 2026-01-31 这样。"}) from error
