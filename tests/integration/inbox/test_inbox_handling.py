"""Giving a ticket to a provider, its checklist, links, merging, confidentiality."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.models import ChecklistPoint, ChecklistTemplate, Provider, Ticket, TicketEvent, TicketKind, TicketState
from bot.reference import seed_reference
from bot.tickets import TicketRequest, open_ticket
from tests.conftest import NOW
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


def _ticket(database: Database, number: str) -> Ticket:
    with database.reader() as session:
        return session.scalars(select(Ticket).where(Ticket.number == number)).one()


def _second_report(database: Database, city: City) -> str:
    with database.session() as session:
        first = session.scalars(select(Ticket).where(Ticket.number == city.tickets["lamp"])).one()
        request = TicketRequest(
            cause="second", kind=TicketKind.PUBLIC_ISSUE, matter="street_lamp", resident_id=first.resident_id,
            conversation_id=first.conversation_id, details="路灯还是不亮",
        )  # fmt: skip
        return open_ticket(session, request, NOW).number


@pytest.mark.usefixtures("postgresql_too")
def test_ticket_is_given_to_a_provider_of_its_area_and_nobody_else(
    login: Login, city: City, database: Database
) -> None:
    with database.reader() as session:
        counsellor = session.scalars(select(Provider).where(Provider.name == "何心怡")).one().id
    browser, address = login("wangfang"), f"/inbox/tickets/{city.tickets['noise']}/give"
    assert browser.post(address, provider=str(counsellor)).status_code == 200
    assert _ticket(database, city.tickets["noise"]).provider_id == counsellor
    assert "请换一位" in words(browser.post(address, provider="99999"))


@pytest.mark.usefixtures("postgresql_too")
def test_checklist_is_taken_once_and_each_point_is_done_by_name(login: Login, city: City, database: Database) -> None:
    with database.session() as session:
        seed_reference(session)
        template = session.scalars(select(ChecklistTemplate).where(ChecklistTemplate.name == "矛盾调解")).one()
    browser, address = login("wangfang"), f"/inbox/tickets/{city.tickets['noise']}/checklist"
    for _ in range(2):
        assert "问两边愿不愿意调解" in words(browser.post(address, template=str(template.id)))
    browser.post(address, point="给房东打电话")
    with database.reader() as session:
        points = session.scalars(select(ChecklistPoint).order_by(ChecklistPoint.position)).all()
    assert [point.text for point in points] == [*template.points, "给房东打电话"]
    page = words(browser.post(f"{address}/{points[0].id}", done="1"))
    assert "王芳 10:00" in page
    assert "完成清单" in page
    assert "王芳 10:00" not in words(browser.post(f"{address}/{points[0].id}", done="0")).partition("经过")[0]


@pytest.mark.usefixtures("postgresql_too")
def test_matter_that_was_reported_twice_goes_on_in_one_ticket(login: Login, city: City, database: Database) -> None:
    second, browser = _second_report(database, city), login("zhaolei")
    page = words(browser.get(f"/inbox/tickets/{second}", part=True))
    assert "同一位居民" in page
    merged = words(browser.post(f"/inbox/tickets/{second}/merge", other=city.tickets["lamp"]))
    assert f"这件事并到了工单 {city.tickets['lamp']}" in merged
    assert _ticket(database, second).state is TicketState.CLOSED
    with database.reader() as session:
        kinds = session.scalars(
            select(TicketEvent.kind).join(Ticket).where(Ticket.number == city.tickets["lamp"])
        ).all()
    assert kinds[-1] == "merged_in"


def test_ticket_is_not_merged_into_itself(login: Login, city: City, database: Database) -> None:
    number = city.tickets["lamp"]
    assert "只能把在办的工单" in words(login("zhaolei").post(f"/inbox/tickets/{number}/merge", other=number))
    assert _ticket(database, number).merged_into_id is None


def test_linked_tickets_show_each_other_once(login: Login, city: City, database: Database) -> None:
    second, browser = _second_report(database, city), login("zhaolei")
    for _ in range(2):
        browser.post(f"/inbox/tickets/{second}/link", other=city.tickets["lamp"])
    page = words(browser.get(f"/inbox/tickets/{city.tickets['lamp']}", part=True))
    assert page.count("已关联") == 1


@pytest.mark.usefixtures("postgresql_too")
def test_confidential_ticket_is_gone_for_everybody_but_those_concerned(
    login: Login, city: City, database: Database
) -> None:
    number = city.tickets["noise"]
    login("wangfang").post("/inbox/work", task="confide", item=f"t{number}", value="")
    assert login("wangfang").get(f"/inbox/tickets/{number}", part=True).status_code == 200  # holds the conversation
    assert login("sunmei").get(f"/inbox/tickets/{number}", part=True).status_code == 200  # supervises
    assert login("liqiang").get(f"/inbox/tickets/{number}", part=True).status_code == 404
    assert number not in login("liqiang").get("/inbox/lists?list=tickets", part=True).text
