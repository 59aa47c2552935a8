"""Registers of what staff pick from: canned replies, labels, checklists."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot import canned_replies
from bot.admin.registers import fields
from bot.admin.registers.register import Refused, Register
from bot.models import CannedReply, ChecklistTemplate, Label, Staff
from bot.tickets.words import KIND

_LONGEST = 1500


def _has_known_gaps(_session: Session, row: CannedReply, _by: Staff | None, _now: datetime) -> None:
    if unknown := canned_replies.unknown_gaps(row.text):
        known = "、".join(f"{{{gap}}}" for gap in canned_replies.GAPS)
        raise Refused({"内容": f"不认识 {{{unknown[0]}}}，可以用：{known}"})


CANNED_REPLIES = Register(
    slug="canned-replies",
    noun="常用回复",
    intro="工作人员在回复框里打“/”就能选。花括号里的词会自动换成这位居民的："
    + "、".join(f"{{{gap}}}" for gap in canned_replies.GAPS)
    + "。",
    model=CannedReply,
    fields=(
        fields.text("shortcut", "简写", limit=20, hint="打“/”之后输入的几个字母或字"),
        fields.text("title", "标题", limit=40),
        fields.text("text", "内容", limit=_LONGEST, is_long=True),
        fields.number("position", "排在第几", is_required=True, default="0"),
        fields.switch("active", "在用", default="是"),
    ),
    key=("简写",),
    order=(CannedReply.position, CannedReply.id),
    name_of=lambda row: row.title,
    settle=_has_known_gaps,
)

LABELS = Register(
    slug="labels",
    noun="标签",
    intro="贴在对话和工单上，方便以后找。停用的标签留在原处，只是不再能选。",
    model=Label,
    fields=(
        fields.text("name", "名称", limit=12),
        fields.number("position", "排在第几", is_required=True, default="0"),
        fields.switch("active", "在用", default="是"),
    ),
    key=("名称",),
    order=(Label.position, Label.id),
    name_of=lambda row: row.name,
)

CHECKLISTS = Register(
    slug="checklists",
    noun="办理清单",
    intro="办一类事项通常要做哪几步，工作人员在工单里逐条打勾。",
    model=ChecklistTemplate,
    fields=(
        fields.text("name", "名称", limit=40),
        fields.choice("kind", "用于", KIND, is_required=False, hint="空着表示哪类工单都能用"),
        fields.lines("points", "步骤", hint="一行一步", is_required=True, in_table=False),
        fields.switch("active", "在用", default="是"),
    ),
    key=("名称",),
    order=(ChecklistTemplate.id,),
    name_of=lambda row: row.name,
)
