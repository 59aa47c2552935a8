"""Registers of places and offices: areas, departments, hotlines."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.admin.registers import fields
from bot.admin.registers.register import Refused, Register
from bot.models import Area, AreaLevel, Department, Hotline, Staff

LEVELS: dict[AreaLevel, str] = {
    AreaLevel.CITY: "市",
    AreaLevel.DISTRICT: "县区",
    AreaLevel.STREET: "街道乡镇",
    AreaLevel.COMMUNITY: "社区村",
    AreaLevel.GRID: "网格",
}


def _is_below_its_parent(_session: Session, row: Area, _by: Staff | None, _now: datetime) -> None:
    order = list(LEVELS)
    if row.parent is not None and order.index(row.level) <= order.index(row.parent.level):
        raise Refused({"级别": f"“{LEVELS[row.level]}”不能放在“{LEVELS[row.parent.level]}”下面"})
    if row.parent is None and row.level is not AreaLevel.CITY:
        raise Refused({"上级": "除了市以外，都要写上级区域的全名"})


AREAS = Register(
    slug="areas",
    noun="区域",
    intro="市、县区、街道乡镇、社区村、网格。工单按区域派给人；别名是居民习惯的叫法，写了就能认出来。",
    model=Area,
    fields=(
        fields.text("name", "名称", limit=40),
        fields.choice("level", "级别", LEVELS),
        fields.area("parent_id", "上级", hint="上级区域的全名，例如：解放区七百间街道"),
        fields.listed("aliases", "别名", hint="小区、院子、路名，用顿号隔开"),
    ),
    key=("上级", "名称"),
    order=(Area.id,),
    name_of=fields.area_words,
    settle=_is_below_its_parent,
)

DEPARTMENTS = Register(
    slug="departments",
    noun="部门",
    intro="社区、街道的服务台和市县的部门。没有合适的服务人员时，工单派到所在区域的服务台。",
    model=Department,
    fields=(
        fields.text("name", "名称", limit=60),
        fields.area("area_id", "所在区域", hint="空着表示全市"),
        fields.phone("phone", "电话"),
        fields.listed("duties", "职责", hint="用顿号隔开", in_table=False),
    ),
    key=("名称",),
    order=(Department.id,),
    name_of=lambda row: row.name,
)

HOTLINES = Register(
    slug="hotlines",
    noun="热线",
    intro="机器人回复里会提到的公共电话。改了号码，回复里马上用新的。",
    model=Hotline,
    fields=(
        fields.text("name", "名称", limit=40),
        fields.phone("number", "号码", is_required=True),
        fields.text("hours", "服务时间", limit=60, is_required=False, hint="例如：全天"),
        fields.text("source", "依据", limit=200, hint="这个号码从哪里来的，方便以后核对"),
    ),
    key=("名称",),
    order=(Hotline.key,),
    name_of=lambda row: row.name,
    # Replies call hotlines by their keys: one more or one less would be a change of the program.
    can_add=False,
    can_remove=False,
)
