"""Giving a ticket to a provider, its checklist, links, merging, confidentiality."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.database import Database
from bot.models import ChecklistPoint, ChecklistTemplate, Provider, Ticket, TicketEvent, TicketKind, TicketState
from bot.reference import seed_reference
from bot.tickets import TicketRequest, open_ticket
from tests.conftest import NOW
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City
from tests.integration.inbox.conftest import MovableClock

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


def _undo(browser: Browser, answer: TestResponse) -> str:
    found = re.search(r'data-toast="(\d+)"', answer.text)
    assert found is not None, answer.text
    return words(browser.post(f"/inbox/undo/{found[1]}"))


def _kinds(database: Database, number: str) -> list[str]:
    with database.reader() as session:
        events = select(TicketEvent.kind).join(Ticket).where(Ticket.number == number).order_by(TicketEvent.id)
        return list(session.scalars(events))


@pytest.mark.usefixtures("postgresql_too")
def test_merged_ticket_is_handled_again_when_the_merge_is_taken_back(
    login: Login, city: City, database: Database
) -> None:
    second, browser = _second_report(database, city), login("zhaolei")
    before = _ticket(database, second)
    answer = browser.post(f"/inbox/tickets/{second}/merge", other=city.tickets["lamp"])
    assert f"已并到工单 {city.tickets['lamp']}" in words(answer)
    assert "撤销了：并到工单" in _undo(browser, answer)
    after = _ticket(database, second)
    assert (after.state, after.closed_at, after.merged_into_id) == (before.state, None, None)
    assert after.next_due_at == before.next_due_at
    assert _kinds(database, second)[-2:] == ["merged", "undo"]
    assert _kinds(database, city.tickets["lamp"])[-2:] == ["merged_in", "undo"]


@pytest.mark.usefixtures("postgresql_too")
def test_link_is_gone_when_it_is_taken_back_and_stays_when_it_was_there_before(
    login: Login, city: City, database: Database
) -> None:
    second, browser = _second_report(database, city), login("zhaolei")
    address = f"/inbox/tickets/{second}/link"
    answer = browser.post(address, other=city.tickets["lamp"])
    assert "已关联工单" in words(answer)
    _undo(browser, answer)
    assert "已关联" not in words(browser.get(f"/inbox/tickets/{second}", part=True))
    assert _kinds(database, second)[-2:] == ["linked", "undo"]
    assert _kinds(database, city.tickets["lamp"])[-2:] == ["linked", "undo"]
    browser.post(address, other=city.tickets["lamp"])
    assert "data-toast" not in browser.post(address, other=city.tickets["lamp"]).text


@pytest.mark.usefixtures("postgresql_too")
def test_tick_is_taken_back_with_its_name_and_by_nobody_else(login: Login, city: City, database: Database) -> None:
    browser, address = login("wangfang"), f"/inbox/tickets/{city.tickets['noise']}/checklist"
    browser.post(address, point="给房东打电话")
    with database.reader() as session:
        point = session.scalars(select(ChecklistPoint.id)).one()
    answer = browser.post(f"{address}/{point}", done="1")
    change = re.search(r'data-toast="(\d+)"', answer.text)
    assert change is not None
    assert "不能撤销了" in words(login("sunmei").post(f"/inbox/undo/{change[1]}"))
    assert "撤销了：勾选“给房东打电话”" in _undo(browser, answer)
    with database.reader() as session:
        undone = session.get_one(ChecklistPoint, point)
        assert (undone.done_at, undone.done_by_id) == (None, None)
    # What somebody else has opened again since is theirs.
    answer = browser.post(f"{address}/{point}", done="1")
    login("liqiang").post(f"{address}/{point}", done="0")
    assert "不能撤销了" in _undo(browser, answer)


def test_after_ten_minutes_a_merge_stays(login: Login, city: City, database: Database, clock: MovableClock) -> None:
    second, browser = _second_report(database, city), login("zhaolei")
    answer = browser.post(f"/inbox/tickets/{second}/merge", other=city.tickets["lamp"])
    clock.moment += timedelta(minutes=11)
    assert "不能撤销了" in _undo(browser, answer)
    assert _ticket(database, second).state is TicketState.CLOSED
