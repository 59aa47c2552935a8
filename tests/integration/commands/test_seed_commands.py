"""The demonstration is added once, in development only; reference data everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask_security.utils import verify_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.devtools import demo
from bot.models import (
    Area,
    AreaLevel,
    Conversation,
    Department,
    DueTime,
    Hotline,
    Provider,
    Role,
    Staff,
    TicketKind,
)
from bot.reference import seed_reference
from bot.settings import Settings
from bot.tickets import TicketRequest, open_ticket
from bot.tickets.places import find_area
from tests.conftest import NOW
from tests.integration.commands.conftest import Commands, TestParts, make_app
from tests.people import add_conversation


def test_a_second_time_adds_nothing(run: Commands) -> None:
    first = run.json("seed-demo")["added"]
    assert all(first.values())
    assert set(run.json("seed-demo")["added"].values()) == {0}


def test_what_somebody_changed_stays_and_what_is_missing_comes_back(run: Commands, database: Database) -> None:
    run("seed-demo")
    with database.session() as session:
        session.get_one(Hotline, "government").number = "0391-12345"
        session.scalars(select(Area).where(Area.name == "幸福社区")).one().aliases = ["新名字"]
        session.delete(session.scalars(select(Staff).where(Staff.username == "desk")).one())
    added = run.json("seed-demo")["added"]
    assert {name for name, count in added.items() if count} == {"staff"}
    with database.reader() as session:
        assert session.get_one(Hotline, "government").number == "0391-12345"
        assert session.scalars(select(Area).where(Area.name == "幸福社区")).one().aliases == ["新名字"]


def test_production_refuses_the_demonstration(parts: TestParts) -> None:
    secrets = dict.fromkeys(
        ("secret_key", "data_key", "wechat_token", "wechat_app_id", "wechat_app_secret", "rasa_token"),
        "a-secret-of-our-own",
    )
    production = Settings(
        _env_file=None, linli_env="production", wechat_aes_key="a" * 43, redis_url=parts.settings.redis_url, **secrets
    )
    run = Commands(make_app(replace(parts, settings=production)))
    assert "refused in production" in run.refusal("seed-demo")
    with parts.database.reader() as session:
        assert session.scalar(select(Staff.id)) is None


def test_areas_have_their_levels_and_the_logins_their_roles_people_and_password(
    run: Commands, database: Database
) -> None:
    shown = run.text("seed-demo")
    assert "linli-demo-2026" in shown
    with database.reader() as session:
        grid = session.scalars(select(Area).where(Area.name == "幸福第二网格")).one()
        assert [area.level for area in grid.lineage()] == list(reversed(AreaLevel))
        lawyer = session.scalars(select(Staff).where(Staff.username == "lawyer")).one()
        assert [role.name for role in lawyer.roles] == ["specialist"]
        assert session.scalars(select(Provider.name).where(Provider.staff_id == lawyer.id)).all() == ["何正平"]
        with run.app.app_context():
            assert verify_password("linli-demo-2026", lawyer.password)
            assert not verify_password("linli-demo-2025", lawyer.password)


@pytest.fixture
def seeded(database: Database) -> Database:
    with database.session() as session:
        demo.seed_demo(session)
    return database


def test_places_are_found_by_the_words_that_residents_use(seeded: Database) -> None:
    expected = {
        "解放区幸福小区3号楼2单元": "解放区七百间街道幸福社区",
        "幸福小区北院5号楼": "解放区七百间街道幸福社区幸福第二网格",
        "和美路口的路灯": "解放区七百间街道和美社区",
        "七百间那边": "解放区七百间街道",
        # Two districts have a street of this name; the district that is named as well settles it.
        "沁阳市太行街道": "沁阳市太行街道",
        "山阳区太行街道": "山阳区太行街道",
        "武陟县詹店镇": "武陟县詹店镇",
        "马村": "马村区",
        "示范区苏家作乡": "城乡一体化示范区苏家作乡",
    }
    with seeded.reader() as session:
        found = {place: find_area(session, place) for place in expected}
        assert {place: area and area.full_name for place, area in found.items()} == expected


def test_tickets_find_somebody_near_or_the_desk(seeded: Database) -> None:
    expected = {
        (TicketKind.DISPUTE, "noise", "幸福小区"): "孙桂英",
        (TicketKind.DISPUTE, "land", "幸福小区"): "赵玉兰",
        (TicketKind.PUBLIC_ISSUE, "street_lamp", "幸福小区北院"): "冯小满",
        (TicketKind.ELDERLY_CARE, "meals", "和美家园"): "高玉琴",
        (TicketKind.DOMESTIC_SERVICE, "unlocking", "和美家园"): "邱明锁",
        (TicketKind.LEGAL_QUESTION, "inheritance", "松涛苑"): "崔书礼",
        (TicketKind.DISPUTE, "land", "赵堡镇太和村"): "邵守拳",
        # A crisis finds somebody wherever it comes from.
        (TicketKind.PSYCH_CRISIS, None, "哪儿都行"): "林静安",
        # Nobody's role, nobody there, no place told: the nearest desk.
        (TicketKind.HUMAN_AGENT, None, "幸福小区"): "幸福社区服务台",
        (TicketKind.DISPUTE, "noise", "示范区阳庙镇"): "城乡一体化示范区社区治理服务台",
        (TicketKind.PUBLIC_ISSUE, "road", ""): "焦作市社区治理服务台",
    }
    with seeded.session() as session:
        conversation = add_conversation(session, NOW)
        assert {case: routed(session, conversation, *case) for case in expected} == expected


def routed(
    session: Session, conversation: Conversation, kind: TicketKind, matter: str | None, place: str
) -> str | None:
    """The name of the person or desk that a ticket goes to."""
    resident_id = conversation.identity.resident_id
    request = TicketRequest(
        f"{kind} {place} {matter}", kind, resident_id, conversation.id, "…", matter=matter, place=place
    )
    ticket = open_ticket(session, request, NOW)
    one = ticket.provider or ticket.department
    return one.name if one else None


def test_city_departments_have_duties_and_are_nobody_s_desk(seeded: Database) -> None:
    with seeded.reader() as session:
        bureau = session.scalars(select(Department).where(Department.name == "焦作市城市管理局")).one()
        assert "路灯" in bureau.duties
        assert bureau.area_id is None


def test_reference_data_come_without_any_people(database: Database) -> None:
    with database.session() as session:
        assert all(seed_reference(session).values())
        assert set(seed_reference(session).values()) == {0}
        assert session.get(DueTime, TicketKind.DISPUTE) is not None
        assert len(session.scalars(select(Role)).all()) == 4
        assert session.scalar(select(Staff.id)) is None
        assert session.scalar(select(Area.id)) is None


def test_database_upgrade_makes_tables_and_reference_data_and_can_be_repeated(run: Commands) -> None:
    first = run.json("database", "upgrade")
    assert first["migration"]
    assert first["added"]["roles"] == 4
    assert set(run.json("database", "upgrade")["added"].values()) == {0}
    assert "migration" in run.text("database", "upgrade")
