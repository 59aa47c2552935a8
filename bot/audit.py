"""The audit trail: who did what to what, when, from where, and how it was before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.models import AuditEntry, Deed, Staff

DEEDS: dict[Deed, str] = {
    Deed.CREATE: "新建",
    Deed.CHANGE: "修改",
    Deed.REMOVE: "删除",
    Deed.RESTORE: "恢复",
    Deed.DEACTIVATE: "停用",
    Deed.REACTIVATE: "启用",
    Deed.IMPORT: "导入",
    Deed.EXPORT: "导出",
    Deed.PUBLISH: "发布",
    Deed.RETIRE: "下线",
    Deed.PUSH: "推送",
    Deed.UNMASK: "查看隐藏信息",
    Deed.RESET: "重设",
    Deed.LOG_IN: "登录",
    Deed.LOG_OUT: "退出登录",
}


@dataclass(frozen=True)
class Actor:
    """Who does it: `name` is kept as it is today; `address` is the network address, None for commands and clocks."""

    staff_id: int | None
    name: str
    address: str | None = None


@dataclass(frozen=True)
class Subject:
    """What it is done to: its kind in Chinese (人员, 热线), a key that never changes, and its name as of today."""

    kind: str
    key: str
    name: str


OPERATOR = Actor(None, "命令行")
CLOCK = Actor(None, "系统")


def by_staff(staff: Staff, address: str | None) -> Actor:
    """Return a member of staff as an actor."""
    return Actor(staff.id, f"{staff.name}（{staff.username}）", address)


def record(
    session: Session,
    actor: Actor,
    deed: Deed,
    subject: Subject,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write one line in the caller's transaction, so that no change goes without it and no line without a change.

    Labels and values are Chinese words, numbers or lists of them; never a password, a secret or a clear phone number.
    """
    entry = AuditEntry(
        at=now,
        staff_id=actor.staff_id,
        actor=actor.name,
        address=actor.address,
        deed=deed,
        subject_kind=subject.kind,
        subject_key=subject.key,
        subject=subject.name,
        before=dict(before or {}),
        after=dict(after or {}),
    )
    session.add(entry)
    session.flush()
    return entry
