"""Small builders for tests: areas, providers, residents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.models import (
    Area,
    AreaLevel,
    Conversation,
    Department,
    Identity,
    Provider,
    ProviderRole,
    Resident,
    Staff,
)


def add_areas(session: Session) -> dict[str, Area]:
    """焦作市 > 解放区 > 民生街道 > 幸福社区 > 第一网格, and 山阳区 beside it."""
    city = Area(level=AreaLevel.CITY, name="焦作市", aliases=[])
    jiefang = Area(level=AreaLevel.DISTRICT, name="解放区", aliases=[], parent=city)
    shanyang = Area(level=AreaLevel.DISTRICT, name="山阳区", aliases=[], parent=city)
    street = Area(level=AreaLevel.STREET, name="民生街道", aliases=[], parent=jiefang)
    community = Area(level=AreaLevel.COMMUNITY, name="幸福社区", aliases=["和平小区"], parent=street)
    grid = Area(level=AreaLevel.GRID, name="幸福社区第一网格", aliases=[], parent=community)
    areas = [city, jiefang, shanyang, street, community, grid]
    session.add_all(areas)
    session.flush()
    return {area.name: area for area in areas}


def add_provider(session: Session, area: Area, role: ProviderRole, name: str = "王建国", **fields: object) -> Provider:
    """A provider of a role in an area."""
    provider = Provider(name=name, role=role, area=area, skills=[], **fields)
    session.add(provider)
    session.flush()
    return provider


def add_desk(session: Session, area: Area) -> Department:
    """The desk of an area."""
    desk = Department(name=f"{area.name}服务台", area_id=area.id, duties=[])
    session.add(desk)
    session.flush()
    return desk


def add_conversation(session: Session, now: datetime, openid: str = "oResident") -> Conversation:
    """A resident with an identity and a conversation."""
    resident = Resident(created_at=now)
    identity = Identity(channel="wechat", external_id=openid, created_at=now, resident=resident)
    session.add(identity)
    session.flush()
    conversation = Conversation(identity=identity, identity_id=identity.id, last_activity_at=now, created_at=now)
    session.add(conversation)
    session.flush()
    return conversation


def add_staff(session: Session, name: str = "李敏", username: str = "desk") -> Staff:
    """A member of staff."""
    staff = Staff(username=username, name=name, fs_uniquifier=username)
    session.add(staff)
    session.flush()
    return staff
