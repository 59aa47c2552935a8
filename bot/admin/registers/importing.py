"""Importing a sheet: every line is tried, every fault is told with its line, and one fault changes nothing at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot import audit
from bot.admin.registers import saving
from bot.admin.registers.register import Refused, Register, Sheet, by_key, key_of
from bot.models import Deed, Staff


@dataclass(frozen=True)
class Line:
    """What a line of the sheet does: `deed` is 新建, 修改 or 不变; `changes` are (label, before, after)."""

    number: int
    name: str
    deed: str
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line, and where."""

    number: int
    label: str
    words: str


@dataclass
class Report:
    """The outcome of a sheet; with a fault nothing may be committed."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def count(self, deed: str) -> int:
        """Return how many lines do that."""
        return sum(line.deed == deed for line in self.lines)

    @property
    def changes_something(self) -> bool:
        """Whether the sheet differs from what is stored."""
        return any(line.deed != "不变" for line in self.lines)


def run(
    session: Session,
    register: Register,
    sheets: Sequence[tuple[int, Sheet]],
    by: Staff | None,
    actor: audit.Actor,
    now: datetime,
) -> Report:
    """Write numbered lines in their order; the caller commits only a report without faults, and none for a preview."""
    report = Report()
    seen: dict[tuple[str, ...], int] = {}
    known = by_key(register, session.scalars(register.all_rows()).all())
    for number, sheet in sheets:
        key = key_of(register, sheet)
        if key in seen:
            report.faults.append(Fault(number, "、".join(register.key), f"和第 {seen[key]} 行重复"))
            continue
        seen[key] = number
        try:
            report.lines.append(_line(session, register, known, number, sheet, by, actor, now))
        except Refused as refused:
            report.faults += [Fault(number, label, words) for label, words in refused.errors.items()]
    if not report.faults and report.changes_something:
        counts = {deed: report.count(deed) for deed in ("新建", "修改", "不变")}
        whole = audit.Subject(register.noun, "*", f"{register.noun}表格")
        audit.record(session, actor, Deed.IMPORT, whole, now, after=counts)
    return report


def _line(
    session: Session, register: Register, known: dict, number: int, sheet: Sheet, by: Staff | None,
    actor: audit.Actor, now: datetime,
) -> Line:  # fmt: skip
    row = known.get(key_of(register, sheet))
    if row is None:
        if not register.can_add:
            raise Refused({"、".join(register.key): "没有这一项，这张表不能新增"})
        row = saving.create(session, register, sheet, by, actor, now)
        return Line(number, register.name_of(row), "新建")
    before = register.words(row)
    if not saving.change(session, register, row, sheet, by, actor, now):
        return Line(number, register.name_of(row), "不变")
    old, new = saving.differing(before, register.words(row))
    return Line(
        number, register.name_of(row), "修改", tuple((label, str(old[label]), str(new.get(label, ""))) for label in old)
    )
