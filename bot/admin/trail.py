"""The audit trail as pages show it: filtered, and what changed side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from bot import moments
from bot.admin.registers import of_noun
from bot.audit import DEEDS, Subject
from bot.clock import SHANGHAI
from bot.models import AuditEntry, Deed
from bot.preferences import CATALOGUE, Preference, storing

_HISTORY = 30
_TONES = {Deed.CREATE: "done", Deed.REMOVE: "alarm", Deed.DEACTIVATE: "wait", Deed.RESET: "wait", Deed.CHANGE: "mine"}


@dataclass(frozen=True)
class Difference:
    """One label: `before` is red, `after` green; what did not exist is empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """A line of the trail."""

    id: int
    at: str
    exactly: str
    actor: str
    address: str
    deed: str
    tone: str
    kind: str
    subject: str
    differences: tuple[Difference, ...]
    can_restore: bool


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; empty means everything."""

    words: str = ""
    actor: str = ""
    kind: str = ""
    deed: str = ""
    since: date | None = None
    until: date | None = None


def condition(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the filters for the database; days are days in Asia/Shanghai."""
    wanted: list[ColumnElement[bool]] = []
    if filters.words:
        wanted.append(or_(AuditEntry.subject.contains(filters.words), AuditEntry.actor.contains(filters.words)))
    if filters.actor:
        wanted.append(AuditEntry.actor == filters.actor)
    if filters.kind:
        wanted.append(AuditEntry.subject_kind == filters.kind)
    if deed := next((deed for deed, words in DEEDS.items() if words == filters.deed), None):
        wanted.append(AuditEntry.deed == deed)
    if filters.since:
        wanted.append(AuditEntry.at >= _morning(filters.since))
    if filters.until:
        wanted.append(AuditEntry.at < _morning(filters.until + timedelta(days=1)))
    return wanted


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def found(filters: Filters) -> Select[AuditEntry]:
    """Return the entries that fit, the newest first."""
    return select(AuditEntry).where(*condition(filters)).order_by(AuditEntry.id.desc())


def entry(one: AuditEntry, now: datetime) -> Entry:
    """Return an entry as pages show it."""
    return Entry(
        id=one.id,
        at=moments.when(one.at, now),
        exactly=f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        actor=one.actor,
        address=one.address or "",
        deed=DEEDS[one.deed],
        tone=_TONES.get(one.deed, "quiet"),
        kind=one.subject_kind,
        subject=one.subject,
        differences=differences(one),
        can_restore=can_restore(one),
    )


def can_restore(one: AuditEntry) -> bool:
    """Whether what was before can be written back: a setting, or a register's row, told by its fields."""
    register, setting = of_noun(one.subject_kind), setting_of(one)
    labels = register.labels if register else (storing.VALUE,) if setting else ()
    return one.deed in (Deed.CHANGE, Deed.REMOVE) and bool(one.before) and set(one.before) <= set(labels)


def setting_of(one: AuditEntry) -> Preference | None:
    """Return the general setting that an entry is about."""
    return CATALOGUE.get(one.subject_key) if one.subject_kind == storing.NOUN else None


def differences(one: AuditEntry) -> tuple[Difference, ...]:
    """Return what an entry changed, in the order in which it was written."""
    labels = list(dict.fromkeys([*one.before, *one.after]))
    pairs = ((label, str(one.before.get(label, "")), str(one.after.get(label, ""))) for label in labels)
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def of_subject(session: Session, subject: Subject, now: datetime) -> list[Entry]:
    """Return the newest entries about one thing."""
    about = select(AuditEntry).where(AuditEntry.subject_kind == subject.kind, AuditEntry.subject_key == subject.key)
    return [entry(one, now) for one in session.scalars(about.order_by(AuditEntry.id.desc()).limit(_HISTORY))]


def newest(session: Session, subject: Subject, deed: Deed) -> int | None:
    """Return the id of the newest entry of a deed about one thing."""
    about = AuditEntry.subject_kind == subject.kind, AuditEntry.subject_key == subject.key, AuditEntry.deed == deed
    return session.scalar(select(AuditEntry.id).where(*about).order_by(AuditEntry.id.desc()).limit(1))


def kinds(session: Session) -> Sequence[str]:
    """Return what the trail is about, to choose from."""
    return session.scalars(select(AuditEntry.subject_kind).distinct().order_by(AuditEntry.subject_kind)).all()


def actors(session: Session) -> Sequence[str]:
    """Return who is in the trail, to choose from."""
    return session.scalars(select(AuditEntry.actor).distinct().order_by(AuditEntry.actor)).all()


HEADINGS = ("时间", "谁", "网络地址", "做了什么", "类别", "对象", "改之前", "改之后")


def sheet_row(one: AuditEntry) -> list[str]:
    """Return an entry as a line of the sheet."""
    shown = entry(one, one.at)
    return [
        shown.exactly, shown.actor, shown.address, shown.deed, shown.kind, shown.subject,
        _lines({each.label: each.before for each in shown.differences}),
        _lines({each.label: each.after for each in shown.differences}),
    ]  # fmt: skip


def _lines(values: dict[str, str]) -> str:
    return "\n".join(f"{label}：{value}" for label, value in values.items() if value)
