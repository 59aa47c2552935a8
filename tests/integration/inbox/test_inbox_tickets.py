from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from bot.database import Database
from bot.models import Message, Ticket, TicketEvent, TicketState
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


def _said(database: Database) -> int:
    with database.reader() as session:
        return session.scalar(select(func.count()).select_from(Message)) or 0


def test_ticket_shows_promises_provider_and_history(login: Login, city: City) -> None:
    page = words(login("zhaolei").get(f"/inbox/tickets/{city.tickets['lamp']}"))
    for text in ("公共问题 · 路灯", "办理中", "按时完成", "已超 2 天", "赵磊（网格员）", "150****6688", "受理", "派单给赵磊",
                 "到现场看了，线路断了，等配件。"):  # fmt: skip
        assert text in page, text
    assert "15039176688" not in page


def test_step_is_written_with_name_and_note(login: Login, city: City, database: Database) -> None:
    number = city.tickets["lamp"]
    answer = login("zhaolei").post(f"/inbox/tickets/{number}/step", step="resolve", note="灯换好了。")
    assert answer.status_code == 200
    assert "已办结" in words(answer)
    assert "灯换好了。" in words(answer)
    with database.reader() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        last = session.scalars(
            select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.id)
        ).all()[-1]
        assert ticket.state is TicketState.RESOLVED
        assert (last.kind, last.actor, last.note) == ("resolve", f"staff:{city.staff['zhaolei']}", "灯换好了。")


@pytest.mark.usefixtures("postgresql_too")
def test_what_was_done_is_written_down_once_and_the_resident_hears_nothing(
    login: Login, city: City, database: Database
) -> None:
    number, browser = city.tickets["noise"], login("wangfang")
    before = _said(database)
    for _ in range(2):  # a double tap
        answer = browser.post(
            f"/inbox/tickets/{number}/step", step="note", note="房东 13800001111 没接电话。", once="abcdefgh12345678"
        )
    assert "已记下，居民看不到" in words(answer)
    assert "补充 王芳 10:00 房东 138****1111 没接电话。" in words(answer)
    with database.reader() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        assert [one.kind for one in ticket.events] == ["open", "assign", "add"]
        assert (ticket.state, ticket.first_responded_at) == (TicketState.ASSIGNED, None)
    assert _said(database) == before


def test_nothing_is_written_down_without_a_word(login: Login, city: City) -> None:
    answer = login("wangfang").post(f"/inbox/tickets/{city.tickets['noise']}/step", step="note", note=" ")
    assert answer.status_code == 422
    assert "请先写内容" in words(answer)


def test_nobody_writes_on_a_ticket_of_another_area(login: Login, city: City) -> None:
    address = f"/inbox/tickets/{city.tickets['noise']}/step"
    assert login("chenjing").post(address, step="note", note="越权").status_code == 404


def test_step_that_the_state_does_not_allow_is_refused_with_words(login: Login, city: City) -> None:
    browser, address = login("wangfang"), f"/inbox/tickets/{city.tickets['noise']}/step"
    assert browser.post(address, step="resolve").status_code == 200
    answer = browser.post(address, step="start")
    assert answer.status_code == 409
    assert "工单现在是“已办结”，不能开始办理。" in words(answer)


@pytest.mark.parametrize("step", ["withdraw", "assign", "", "fly"])
def test_steps_that_are_not_staffs_are_no_steps(login: Login, city: City, step: str) -> None:
    assert login("wangfang").post(f"/inbox/tickets/{city.tickets['noise']}/step", step=step).status_code == 400


def test_ticket_leads_to_its_conversation(login: Login, city: City) -> None:
    page = login("wangfang").get(f"/inbox/tickets/{city.tickets['noise']}").text
    assert f"/inbox/conversations/{city.conversations['noise']}" in page


def test_unknown_number_is_told_in_words(login: Login) -> None:
    answer = login("wangfang").get("/inbox/tickets/20260101-0001-0")
    assert answer.status_code == 404
    assert "没有找到" in words(answer)
