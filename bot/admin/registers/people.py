"""Registers of people who log in, and of their teams."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.accounts import logins
from bot.admin.registers import fields
from bot.admin.registers.fields import Field, Widget, WrongValue
from bot.admin.registers.register import Refused, Register
from bot.models import ADMINISTRATOR, RESIDENT_DESK, SPECIALIST, SUPERVISOR, Role, Staff, Team

ROLES: dict[str, str] = {
    RESIDENT_DESK: "居民服务台",
    SPECIALIST: "专业人员",
    SUPERVISOR: "督办",
    ADMINISTRATOR: "管理员",
}
_USERNAME = re.compile(r"[A-Za-z0-9._-]{2,32}")
_MEMBER = re.compile(r"[（(]([^（）()]+)[）)]$")


def _username() -> Field:
    def parse(_session: Session, words: str) -> str:
        if not _USERNAME.fullmatch(words):
            raise WrongValue("只能用 2 到 32 个字母、数字、点和横线")
        return words

    return Field(
        "username", "账号", lambda value: value or "", parse, is_required=True, is_fixed=True, hint="工号；建好后不能改"
    )


def _roles() -> Field:
    names = {words: name for name, words in ROLES.items()}

    def parse(session: Session, words: str) -> list[Role]:
        wanted = fields.split(words)
        if unknown := [one for one in wanted if one not in names]:
            raise WrongValue(f"没有“{unknown[0]}”，可以填：{'、'.join(names)}")
        return list(session.scalars(select(Role).where(Role.name.in_(names[one] for one in wanted)).order_by(Role.id)))

    def show(roles: Iterable[Role] | None) -> str:
        return "、".join(ROLES.get(role.name, "") for role in roles or ())

    return Field(
        "roles", "角色", show, parse, Widget.CHECKS, is_required=True, choices=lambda _session: list(names),
        hint="督办看全部对话和统计；管理员还能改这些资料",
    )  # fmt: skip


def _teams() -> Field:
    def parse(session: Session, words: str) -> list[Team]:
        wanted = fields.split(words)
        found = {team.name: team for team in session.scalars(select(Team).where(Team.name.in_(wanted)))}
        if unknown := [one for one in wanted if one not in found]:
            raise WrongValue(f"没有叫“{unknown[0]}”的班组，请先在“班组和排班”里添加")
        return [found[one] for one in wanted]

    def show(teams: Iterable[Team] | None) -> str:
        return "、".join(team.name for team in teams or ())

    def choices(session: Session) -> list[str]:
        return list(session.scalars(select(Team.name).where(Team.active).order_by(Team.name)))

    return Field("teams", "班组", show, parse, Widget.CHECKS, choices=choices)


def member_words(staff: Staff) -> str:
    """Return a member of a team: two people may share a name, never a username."""
    return f"{staff.name}（{staff.username}）"


def _members() -> Field:
    def parse(session: Session, words: str) -> list[Staff]:
        wanted = [(part, _MEMBER.search(part)) for part in fields.split(words)]
        names = [found.group(1) if found else part for part, found in wanted]
        found = {one.username: one for one in session.scalars(select(Staff).where(Staff.username.in_(names)))}
        if unknown := [name for name in names if name not in found]:
            raise WrongValue(f"没有账号“{unknown[0]}”，请先在“人员”里添加")
        return [found[name] for name in names]

    def show(members: Iterable[Staff] | None) -> str:
        return "、".join(member_words(one) for one in members or ())

    def choices(session: Session) -> list[str]:
        return [member_words(one) for one in session.scalars(select(Staff).where(Staff.active).order_by(Staff.name))]

    return Field("members", "成员", show, parse, Widget.CHECKS, choices=choices)


def _prepare(row: Staff) -> None:
    row.fs_uniquifier = uuid4().hex


def _settle(session: Session, row: Staff, by: Staff | None, now: datetime) -> None:
    """Nobody locks themselves out, and never is the last administrator lost; whoever is closed is out at once."""
    is_administrator = any(role.name == ADMINISTRATOR for role in row.roles)
    if by is not None and row.id == by.id and not (row.active and is_administrator):
        raise Refused({"": "不能停用自己，也不能去掉自己的管理员角色。请另一位管理员来改。"})
    left = select(func.count()).select_from(Staff).where(Staff.active, Staff.roles.any(Role.name == ADMINISTRATOR))
    if not session.scalar(left):
        raise Refused({"": "至少要留一位在用的管理员。"})
    if not row.active:
        logins.end_all(session, row.id, now)


STAFF = Register(
    slug="staff",
    noun="人员",
    intro="能登录收件箱的人。看得到哪些对话，由角色和区域决定。",
    model=Staff,
    fields=(
        _username(),
        fields.text("name", "姓名", limit=40),
        _roles(),
        fields.area("area_id", "区域", hint="看得到这个区域和下面的；空着表示全市"),
        _teams(),
        fields.switch("emergency_contact", "接警报", hint="不管几点，本区域有人遇险都通知"),
        fields.switch("active", "在用", default="是"),
    ),
    key=("账号",),
    order=(Staff.active.desc(), Staff.username),
    name_of=member_words,
    can_remove=False,
    prepare=_prepare,
    settle=_settle,
)

TEAMS = Register(
    slug="teams",
    noun="班组",
    intro="一起办事的人。排班决定下班后怎么告诉居民：没有人值班时，居民会知道什么时候有人。",
    model=Team,
    fields=(
        fields.text("name", "名称", limit=40),
        fields.area("area_id", "区域", hint="空着表示全市"),
        _members(),
        fields.switch("active", "在用", default="是"),
    ),
    key=("名称",),
    order=(Team.name,),
    name_of=lambda row: row.name,
)
