"""The register of providers: volunteers, mediators, advisers, counsellors and grid workers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.admin.registers import fields
from bot.admin.registers.fields import Field, Widget, WrongValue
from bot.admin.registers.register import Register
from bot.models import Provider, Staff
from bot.tickets.words import MATTER, PROVIDER_ROLE

_SKILLS = {key: words for matters in MATTER.values() for key, words in matters.items()}


def _login() -> Field:
    """Whose login somebody has, by username: their tickets are in that person's inbox."""

    def parse(session: Session, words: str) -> int | None:
        if not words:
            return None
        found = session.scalar(select(Staff.id).where(Staff.username == words))
        if found is None:
            raise WrongValue(f"没有账号“{words}”，请先在“人员”里添加")
        return found

    def choices(session: Session) -> list[str]:
        return list(session.scalars(select(Staff.username).where(Staff.active).order_by(Staff.username)))

    def show(staff: Any) -> str:
        return staff.username if staff is not None else ""

    return Field(
        "staff_id", "账号", show, parse, Widget.CHOICE, choices=choices, hint="能登录收件箱的才填", in_table=False
    )


PROVIDERS = Register(
    slug="providers",
    noun="服务人员",
    intro="志愿者、调解员、法律顾问、心理咨询师和网格员。工单按区域远近、专长和手上的件数派给他们。",
    model=Provider,
    fields=(
        fields.text("name", "姓名", limit=40),
        fields.choice("role", "类别", PROVIDER_ROLE),
        fields.area("area_id", "服务区域", is_required=True),
        fields.phone("phone", "电话", is_private=True, hint="只显示头尾；不改就留着星号"),
        fields.checks("skills", "专长", _SKILLS, hint="都会就空着", in_table=False),
        fields.number("capacity", "最多同时办几件", lowest=1, highest=500, is_required=True, default="20"),
        _login(),
        fields.switch("active", "在岗", default="是"),
    ),
    key=("姓名", "类别", "服务区域"),
    order=(Provider.id,),
    name_of=lambda row: f"{row.name}（{PROVIDER_ROLE[row.role]}）",
)
