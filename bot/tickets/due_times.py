"""The promised times of each kind of ticket: defaults with their sources, overruled by the table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.models import DueTime, TicketKind
from bot.tickets.clocks import due_at

_HOTLINE = "政务热线通行做法：1个工作日内联系，5个工作日内办结"

# kind: (first response hours, working days; handling hours, working days; source)
_DEFAULTS: dict[TicketKind, tuple[int | None, int | None, int | None, int | None, str]] = {
    TicketKind.DISPUTE: (None, 1, None, 22, "人民调解法未定时限，通常一个月内"),
    TicketKind.ELDERLY_CARE: (None, 1, None, 3, "社区事项通行做法：3日"),
    TicketKind.DOMESTIC_SERVICE: (None, 1, None, 3, "社区事项通行做法：3日"),
    TicketKind.PSYCH_HELP: (24, None, None, 5, _HOTLINE),
    TicketKind.LEGAL_QUESTION: (None, 1, None, 5, _HOTLINE),
    TicketKind.PUBLIC_ISSUE: (24, None, None, 5, "网格当日响应；" + _HOTLINE),
    TicketKind.VOLUNTEER_SIGNUP: (None, 3, None, 5, _HOTLINE),
    TicketKind.HUMAN_AGENT: (None, 1, None, 5, _HOTLINE),
    TicketKind.EMERGENCY: (0, None, 2, None, "涉及危险的事项2小时内处置"),
    TicketKind.PSYCH_CRISIS: (0, None, 2, None, "危机不排队：值班人员立即接手"),
}
# Power, water, gas and heat are mended sooner than other public issues; so many hours unless administrators set others.
SOON_HOURS = 24
_SOON_MATTERS = frozenset({"water", "power", "gas", "heat"})


def default_rows() -> list[DueTime]:
    """Return the defaults as rows, for a fresh database."""
    return [
        DueTime(
            kind=kind,
            first_response_hours=first_hours,
            first_response_working_days=first_days,
            handling_hours=hours,
            handling_working_days=days,
            source=source,
        )
        for kind, (first_hours, first_days, hours, days, source) in _DEFAULTS.items()
    ]


def promise(
    session: Session, kind: TicketKind, matter: str | None, start: datetime, soon_hours: int = SOON_HOURS
) -> tuple[datetime | None, datetime | None]:
    """Return when a ticket opened at `start` must have a first response, and when it must be handled."""
    row = session.get(DueTime, kind) or next(row for row in default_rows() if row.kind is kind)
    first = due_at(start, hours=row.first_response_hours, working_days=row.first_response_working_days)
    soon = soon_hours if kind is TicketKind.PUBLIC_ISSUE and matter in _SOON_MATTERS else None
    hours = min((value for value in (row.handling_hours, soon) if value is not None), default=None)
    return first, due_at(start, hours=hours, working_days=row.handling_working_days)
