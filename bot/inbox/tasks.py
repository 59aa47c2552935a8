"""Tasks: what can be done with one or many conversations and tickets at once, from the words of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import tickets
from bot.conversations import work
from bot.inbox import case, dossier, snoozes
from bot.inbox.refusals import Refused
from bot.models import Conversation, Label, Priority, Staff, Ticket, WorkChange
from bot.tickets.words import PRIORITY
from bot.work_changes import Ledger, Row

Do = Callable[[Ledger, Row], bool]
MOST = 100


@dataclass(frozen=True)
class Task:
    """What is done to each row, and how it is told afterwards: 交给李强."""

    words: str
    do: Do


def read_items(items: Sequence[str], session: Session, staff: Staff) -> list[Row]:
    """Return the rows that words such as "c12" and "tJZ…" name, locked; those out of sight are left out."""
    if not items:
        raise Refused("请先选中对话或工单。", 422)
    if len(items) > MOST:
        raise Refused(f"一次最多选 {MOST} 个。", 422)
    found = [_find(one, session, staff) for one in sorted(set(items))]
    return [one for one in found if one is not None]


def _find(item: str, session: Session, staff: Staff) -> Row | None:
    kind, key = item[:1], item[1:]
    if kind == "c" and key.isdigit():
        return case.find(session, staff, int(key), lock=True)
    return dossier.find(session, staff, key, lock=True) if kind == "t" else None


def read_task(form: Mapping[str, str], session: Session, now: datetime) -> Task:
    """Return what a form asks for. Raises `Refused` for what is not offered."""
    reader = _READERS.get(form.get("task", ""))
    task = reader(form.get("value", ""), session, now) if reader else None
    if task is None:
        raise Refused("这个选项已经没有了，请刷新页面再选。", 422)
    return task


def carry_out(task: Task, rows: Sequence[Row], ledger: Ledger) -> WorkChange | None:
    """Do a task with every row as one act; None when nothing was different afterwards."""
    changed = sum(task.do(ledger, row) for row in rows)
    return ledger.close(task.words if len(rows) == 1 else f"把 {changed} 个{task.words}")


def _assign(value: str, session: Session, _now: datetime) -> Task | None:
    to = session.get(Staff, int(value)) if value.isdigit() else None
    if to is None or not to.active:
        return None
    return Task(f"交给{to.name}", _for_conversations(lambda ledger, one: work.assign(ledger, one, to)))


def _snooze(value: str, _session: Session, now: datetime) -> Task | None:
    if value == "now":
        return Task("拿回来现在办", _for_conversations(lambda ledger, one: work.snooze(ledger, one, None)))
    until = snoozes.read(value, now)
    label = next((one.label for one in snoozes.choices(now) if one.key == value), "")
    return (
        Task(f"放到{label}再办", _for_conversations(lambda ledger, one: work.snooze(ledger, one, until)))
        if until
        else None
    )


def _prioritise(value: str, _session: Session, _now: datetime) -> Task | None:
    if value not in set(Priority):
        return None
    priority = Priority(value)

    def do(ledger: Ledger, row: Row) -> bool:
        if isinstance(row, Conversation):
            return work.prioritise(ledger, row, priority)
        return tickets.prioritise(ledger, row, priority)

    return Task(f"优先级改为“{PRIORITY[priority]}”", do)


def _label(value: str, session: Session, _now: datetime) -> Task | None:
    return _labelling(value, session, on=True)


def _unlabel(value: str, session: Session, _now: datetime) -> Task | None:
    return _labelling(value, session, on=False)


def _labelling(value: str, session: Session, *, on: bool) -> Task | None:
    label = session.scalar(select(Label).where(Label.id == int(value))) if value.isdigit() else None
    if label is None or (on and not label.active):
        return None

    def do(ledger: Ledger, row: Row) -> bool:
        if isinstance(row, Conversation):
            return work.put_label(ledger, row, label, on)
        return tickets.put_label(ledger, row, label, on)

    return Task(f"{'贴上' if on else '拿掉'}标签“{label.name}”", do)


def _confide(_value: str, _session: Session, _now: datetime) -> Task | None:
    return Task("设为保密", _for_tickets(lambda ledger, one: tickets.keep_confidential(ledger, one, True)))


def _open(_value: str, _session: Session, _now: datetime) -> Task | None:
    return Task("取消保密", _for_tickets(lambda ledger, one: tickets.keep_confidential(ledger, one, False)))


def _for_tickets(do: Callable[[Ledger, Ticket], bool]) -> Do:
    return lambda ledger, row: isinstance(row, Ticket) and do(ledger, row)


def _seen(_value: str, _session: Session, _now: datetime) -> Task | None:
    return Task("标为已看过", _for_conversations(work.mark_seen))


def _for_conversations(do: Callable[[Ledger, Conversation], bool]) -> Do:
    """What only conversations know leaves tickets as they are."""
    return lambda ledger, row: isinstance(row, Conversation) and do(ledger, row)


_READERS: dict[str, Callable[[str, Session, datetime], Task | None]] = {
    "assign": _assign,
    "snooze": _snooze,
    "priority": _prioritise,
    "label": _label,
    "unlabel": _unlabel,
    "seen": _seen,
    "confide": _confide,
    "open": _open,
}


def item_of(row: Row) -> dict[str, object]:
    """Return a row as news for open pages name it."""
    return {"ticket": row.number} if isinstance(row, Ticket) else {"conversation": row.id}
