"""A ticket that holds two matters becomes two; and is one again when that is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from bot.database import Database
from bot.models import (
    LinkKind,
    Message,
    OutboxItem,
    OutboxState,
    ProviderRole,
    StoredPreference,
    Ticket,
    TicketEvent,
    TicketKind,
    TicketLink,
    TicketState,
)
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City
from tests.integration.inbox.conftest import MovableClock
from tests.people import add_provider

Login = Callable[[str], Browser]
_VERSION = re.compile(r'name="version" value="(\w+)"')
_KEPT = "楼上天天半夜拖桌子，居民心脏不好。"


def _form(browser: Browser, number: str) -> TestResponse:
    return browser.get(f"/inbox/tickets/{number}/split", part=True)


def _split(browser: Browser, number: str, **filled: str) -> TestResponse:
    version = _VERSION.search(_form(browser, number).text)
    assert version is not None
    form = {"version": version[1], "matter": "psych_help/sleep", "place": "和平小区3号楼", "piece": "1"} | filled
    return browser.post(f"/inbox/tickets/{number}/split", **form)


def _tickets(database: Database) -> list[Ticket]:
    with database.reader() as session:
        return list(session.scalars(select(Ticket).order_by(Ticket.id)))


def _new(database: Database, before: list[Ticket]) -> Ticket:
    added = [one for one in _tickets(database) if one.id not in {ticket.id for ticket in before}]
    assert len(added) == 1
    return added[0]


def _events(database: Database, number: str) -> list[tuple[str, str | None]]:
    with database.reader() as session:
        found = select(TicketEvent.kind, TicketEvent.note).join(Ticket).where(Ticket.number == number)
        return list(session.execute(found.order_by(TicketEvent.id)).tuples())


def _notices(database: Database) -> list[Message]:
    with database.reader() as session:
        return [one for one in session.scalars(select(Message).order_by(Message.id)) if one.payload.get("notice")]


def _undo(browser: Browser, answer: TestResponse) -> str:
    change = re.search(r'data-toast="(\d+)"', answer.text)
    assert change is not None, answer.text
    return words(browser.post(f"/inbox/undo/{change[1]}"))


@pytest.mark.usefixtures("postgresql_too")
def test_second_matter_gets_its_own_number_provider_and_clocks(login: Login, city: City, database: Database) -> None:
    number, before = city.tickets["noise"], _tickets(database)
    browser = login("wangfang")
    answer = _split(browser, number, more="老人整夜睡不着。")
    new = _new(database, before)
    first = next(one for one in _tickets(database) if one.number == number)
    assert (first.details, new.details) == (_KEPT, "影响休息\n老人整夜睡不着。")
    assert (new.kind, new.matter, new.place) == (TicketKind.PSYCH_HELP, "sleep", "和平小区3号楼")
    assert (new.area.name, new.provider.name, new.phone) == ("幸福社区", "何心怡", "13839112345")
    assert new.first_response_due_at == new.created_at + timedelta(hours=24)
    assert (first.kind, first.provider.name, first.state) == (TicketKind.DISPUTE, "刘玉兰", TicketState.ASSIGNED)
    assert _events(database, number)[-1] == ("split_off", f"{new.number}：影响休息\n老人整夜睡不着。")
    assert [kind for kind, _ in _events(database, new.number)] == ["open", "assign", "split_from"]
    page = words(answer)
    assert f"已拆出工单 {new.number} ，派给心理咨询师何心怡" in page
    assert re.search(rf"{new.number} 拆出", page)
    assert re.search(rf"{number} 原工单", words(browser.get(f"/inbox/tickets/{new.number}", part=True)))
    with database.reader() as session:
        assert session.scalars(select(TicketLink.kind)).all() == [LinkKind.SPLIT]


@pytest.mark.usefixtures("postgresql_too")
def test_resident_is_told_once_however_often_the_form_arrives(login: Login, city: City, database: Database) -> None:
    browser, before = login("wangfang"), _tickets(database)
    form = _VERSION.search(_form(browser, city.tickets["noise"]).text)
    assert form is not None
    filled = {"version": form[1], "matter": "psych_help/sleep", "piece": "1", "once": "abcdefgh12345678"}
    for _ in range(2):
        browser.post(f"/inbox/tickets/{city.tickets['noise']}/split", **filled)
    new, told = _new(database, before), _notices(database)
    assert [one.text for one in told] == [
        "您说的里面有两件事，我们分开办，都有人管，您不用再说一遍。\n"
        f"“噪音”接着办，工单 {city.tickets['noise']}。\n"
        f"“睡眠”另开工单 {new.number}，已派给心理咨询师何心怡，最晚11月30日（周一）18:00前给您结果。"
    ]
    with database.reader() as session:
        assert session.scalar(select(func.count()).where(OutboxItem.message_id == told[0].id)) == 1


def test_water_that_is_split_off_is_promised_as_soon_as_administrators_say(
    login: Login, city: City, database: Database, now: datetime
) -> None:
    with database.session() as session:
        session.add(StoredPreference(name="soon_hours", words="6", changed_at=now, changed_by="张明远"))
    browser, before = login("wangfang"), _tickets(database)
    _split(browser, city.tickets["noise"], matter="public_issue/water")
    assert _new(database, before).handling_due_at == now + timedelta(hours=6)


def test_another_place_leads_to_the_people_of_that_place(login: Login, city: City, database: Database) -> None:
    with database.session() as session:
        far = session.scalars(select(Ticket).where(Ticket.number == city.tickets["far"])).one().area
        add_provider(session, far, ProviderRole.COUNSELLOR, "白雪")
    browser, before = login("wangfang"), _tickets(database)
    area = browser.get(f"/inbox/tickets/{city.tickets['noise']}/split/area?place=山阳区政府旁边", part=True)
    assert "会派到：山阳区" in words(area)
    _split(browser, city.tickets["noise"], place="山阳区政府旁边")
    new = _new(database, before)
    assert (new.area.name, new.provider.name) == ("山阳区", "白雪")
    assert login("chenjing").get(f"/inbox/tickets/{new.number}").status_code == 200
    assert login("liqiang").get(f"/inbox/tickets/{new.number}").status_code == 404


@pytest.mark.usefixtures("postgresql_too")
def test_part_of_a_confidential_ticket_is_confidential(login: Login, city: City, database: Database) -> None:
    browser, before = login("wangfang"), _tickets(database)
    browser.post("/inbox/work", task="confide", item=f"t{city.tickets['noise']}", value="")
    assert "新工单也保密" in words(_form(browser, city.tickets["noise"]))
    _split(browser, city.tickets["noise"])
    new = _new(database, before)
    assert new.confidential
    assert login("liqiang").get(f"/inbox/tickets/{new.number}", part=True).status_code == 404
    assert browser.get(f"/inbox/tickets/{new.number}", part=True).status_code == 200  # holds the conversation


@pytest.mark.usefixtures("postgresql_too")
def test_split_that_is_taken_back_leaves_one_ticket_with_all_words(
    login: Login, city: City, database: Database
) -> None:
    number, browser, before = city.tickets["noise"], login("wangfang"), _tickets(database)
    answer = _split(browser, number)
    new = _new(database, before)
    assert "撤销了：拆出工单" in _undo(browser, answer)
    first, closed = (next(one for one in _tickets(database) if one.id == ticket.id) for ticket in (before[0], new))
    assert first.details == "楼上天天半夜拖桌子，影响休息，居民心脏不好。"
    assert (closed.state, closed.merged_into_id) == (TicketState.CLOSED, first.id)
    assert closed.closed_at is not None
    assert (_events(database, number)[-1][0], _events(database, new.number)[-1][0]) == ("undo", "undo")
    with database.reader() as session:
        assert session.scalars(select(TicketLink.id)).all() == []
        assert session.scalars(select(OutboxItem.state).order_by(OutboxItem.id.desc())).first() is OutboxState.WITHDRAWN
    assert [one.payload["notice"] for one in _notices(database)] == ["split"]
    assert "这件事并到了工单" in words(browser.get(f"/inbox/tickets/{new.number}", part=True))


def test_resident_who_has_read_of_a_split_is_told_that_it_was_taken_back(
    login: Login, city: City, database: Database
) -> None:
    browser, before = login("wangfang"), _tickets(database)
    answer = _split(browser, city.tickets["noise"])
    with database.session() as session:
        newest = session.scalars(select(OutboxItem).order_by(OutboxItem.id.desc())).first()
        assert newest is not None
        newest.state = OutboxState.SENT
    _undo(browser, answer)
    new = _new(database, before)
    assert [one.text for one in _notices(database)][1:] == [
        f"刚才说分开办的两件事，还是放在一起办，工单 {city.tickets['noise']}。工单 {new.number} 不用管了。"
    ]


@pytest.mark.usefixtures("postgresql_too")
@pytest.mark.parametrize("act", ["step", "priority", "point", "link"])
def test_split_stays_once_something_has_happened_on_the_new_ticket(
    login: Login, city: City, database: Database, act: str
) -> None:
    browser, before = login("sunmei"), _tickets(database)
    answer = _split(browser, city.tickets["noise"])
    new = _new(database, before)
    acts = {
        "step": ("step", {"step": "start"}),
        "point": ("checklist", {"point": "打电话"}),
        "link": ("link", {"other": city.tickets["far"]}),
    }
    if act == "priority":
        login("wangfang").post("/inbox/work", task="priority", value="high", item=f"t{new.number}")
    else:
        address, form = acts[act]
        assert login("sunmei").post(f"/inbox/tickets/{new.number}/{address}", **form).status_code == 200
    assert "不能撤销了" in _undo(browser, answer)
    assert _new(database, before).merged_into_id is None
    assert next(one for one in _tickets(database) if one.id == before[0].id).details == _KEPT


def test_after_ten_minutes_a_split_stays(login: Login, city: City, clock: MovableClock, database: Database) -> None:
    browser = login("wangfang")
    answer = _split(browser, city.tickets["noise"])
    clock.moment += timedelta(minutes=11)
    assert "不能撤销了" in _undo(browser, answer)


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"matter": ""}, "请选新工单是什么事"),
        ({"matter": "psych_help/leak"}, "请选新工单是什么事"),
        ({"matter": "emergency"}, "请选新工单是什么事"),
        ({"piece": "", "more": " "}, "请勾选归新工单的话"),
        ({"version": "000000000000"}, "刚刚有人改过"),
    ],
)
def test_what_is_missing_is_said_and_what_was_written_stays(
    login: Login, city: City, database: Database, filled: dict[str, str], said: str
) -> None:
    before = _tickets(database)
    answer = _split(login("wangfang"), city.tickets["noise"], **({"more": "写好的话", "place": "别处"} | filled))
    assert answer.status_code in (409, 422)
    assert said in words(answer)
    assert 'value="别处"' in answer.text
    assert len(_tickets(database)) == len(before)


def test_the_first_ticket_keeps_something(login: Login, city: City, database: Database) -> None:
    browser, before = login("wangfang"), _tickets(database)
    version = _VERSION.search(_form(browser, city.tickets["noise"]).text)
    assert version is not None
    form = {"csrf_token": browser.token, "version": version[1], "matter": "psych_help", "piece": ["0", "1", "2"]}
    answer = browser.client.post(f"/inbox/tickets/{city.tickets['noise']}/split", data=form)
    assert "原来的工单也要留下一句话" in words(answer)
    assert len(_tickets(database)) == len(before)


def test_ticket_that_is_over_is_not_split(login: Login, city: City, database: Database) -> None:
    browser, number, before = login("wangfang"), city.tickets["noise"], _tickets(database)
    version = _VERSION.search(_form(browser, number).text)
    assert version is not None
    browser.post(f"/inbox/tickets/{number}/step", step="resolve")
    answer = browser.post(f"/inbox/tickets/{number}/split", version=version[1], matter="psych_help", piece="1")
    assert answer.status_code == 409
    assert "已经结束" in words(answer)
    assert len(_tickets(database)) == len(before)


def test_nobody_splits_what_is_not_theirs_to_see(login: Login, city: City, database: Database) -> None:
    browser, before = login("chenjing"), _tickets(database)
    address = f"/inbox/tickets/{city.tickets['noise']}/split"
    assert browser.get(address).status_code == 404
    assert browser.get(f"{address}/area?place=x").status_code == 404
    assert browser.post(address, matter="psych_help", piece="1").status_code == 404
    assert len(_tickets(database)) == len(before)
