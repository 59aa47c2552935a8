"""The register of due times: how soon each kind of ticket is answered and handled."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.admin.registers import fields
from bot.admin.registers.fields import Field
from bot.admin.registers.register import Refused, Register
from bot.models import DueTime, Staff
from bot.tickets.words import KIND


def _promises_both(_session: Session, row: DueTime, _by: Staff | None, _now: datetime) -> None:
    if row.first_response_hours is None and row.first_response_working_days is None:
        raise Refused({"首次联系（小时）": "小时和工作日至少填一个"})
    if row.handling_hours is None and row.handling_working_days is None:
        raise Refused({"办结（小时）": "小时和工作日至少填一个"})


def _kind() -> Field:
    return fields.choice("kind", "事项", KIND, is_fixed=True)


DUE_TIMES = Register(
    slug="due-times",
    noun="办理时限",
    intro="每类事项多久联系居民、多久办结。小时不分昼夜；工作日跳过周末和节假日，按下班时间 18:00 算。两个都填，以早的为准。",
    model=DueTime,
    fields=(
        _kind(),
        fields.number("first_response_hours", "首次联系（小时）", highest=720),
        fields.number("first_response_working_days", "首次联系（工作日）", highest=60),
        fields.number("handling_hours", "办结（小时）", highest=2000),
        fields.number("handling_working_days", "办结（工作日）", highest=365),
        fields.text("source", "依据", limit=300, hint="哪个文件或惯例这么规定"),
    ),
    key=("事项",),
    order=(DueTime.kind,),
    name_of=lambda row: KIND[row.kind],
    can_add=False,
    can_remove=False,
    settle=_promises_both,
)
