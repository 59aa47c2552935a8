"""Assigning, putting off, priorities, labels: one or many at once, and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.models import (
    Attention,
    Author,
    Conversation,
    ConversationStatus,
    Label,
    Message,
    Priority,
    Ticket,
    TicketEvent,
)
from bot.reference import seed_reference
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City
from tests.integration.inbox.conftest import MovableClock

Login = Callable[[str], Browser]
_CHANGE = re.compile(r'data-toast="(\d+)"')


def _do(browser: Browser, task: str, value: str, *items: str) -> str:
    answer = browser.client.post(
        "/inbox/work",
        data={"csrf_token": browser.token, "task": task, "value": value, "item": list(items)},
        headers={"HX-Request": "true"},
    )
    return answer.text


def _undo(browser: Browser, toast: str) -> str:
    found = _CHANGE.search(toast)
    assert found is not None, toast
    return words(browser.post(f"/inbox/undo/{found[1]}"))


def _conversation(database: Database, id_: int) -> Conversation:
    with database.reader() as session:
        return session.get_one(Conversation, id_)


@pytest.mark.usefixtures("postgresql_too")
def test_given_conversation_waits_for_the_colleague_until_it_is_taken_back(
    login: Login, city: City, database: Database
) -> None:
    browser, id_ = login("wangfang"), city.conversations["lamp"]
    toast = _do(browser, "assign", str(city.staff["liqiang"]), f"c{id_}")
    assert "已交给李强" in toast
    given = _conversation(database, id_)
    assert (given.assignee_id, given.attention) == (city.staff["liqiang"], Attention.REQUESTED)
    assert given.is_held
    assert "撤销了：交给李强" in _undo(browser, toast)
    back = _conversation(database, id_)
    assert (back.assignee_id, back.attention, back.status) == (None, None, ConversationStatus.PENDING)


def test_act_that_others_have_changed_since_is_not_taken_back(login: Login, city: City, database: Database) -> None:
    mine, id_ = login("wangfang"), city.conversations["lamp"]
    toast = _do(mine, "assign", str(city.staff["liqiang"]), f"c{id_}")
    _do(login("sunmei"), "assign", str(city.staff["sunmei"]), f"c{id_}")
    assert "不能撤销了" in _undo(mine, toast)
    assert _conversation(database, id_).assignee_id == city.staff["sunmei"]


def test_nobody_takes_back_what_another_did_and_nobody_does_it_twice(login: Login, city: City) -> None:
    mine, id_ = login("wangfang"), city.conversations["noise"]
    toast = _do(mine, "priority", "urgent", f"c{id_}")
    assert "不能撤销了" in _undo(login("liqiang"), toast)
    assert "撤销了" in _undo(mine, toast)
    assert "不能撤销了" in _undo(mine, toast)


def test_after_ten_minutes_it_stays(login: Login, city: City, clock: MovableClock) -> None:
    mine = login("wangfang")
    toast = _do(mine, "priority", "urgent", f"c{city.conversations['noise']}")
    clock.moment += timedelta(minutes=11)
    assert "不能撤销了" in _undo(mine, toast)


def test_only_a_supervisor_takes_from_one_and_gives_to_another(login: Login, city: City, database: Database) -> None:
    id_ = city.conversations["lunch"]
    refused = _do(login("wangfang"), "assign", str(city.staff["wangfang"]), f"c{id_}")
    assert "对话在别人手上" in refused
    assert "已交给王芳" in _do(login("sunmei"), "assign", str(city.staff["wangfang"]), f"c{id_}")
    assert _conversation(database, id_).assignee_id == city.staff["wangfang"]


@pytest.mark.usefixtures("postgresql_too")
def test_what_is_put_off_leaves_the_lists_until_the_resident_writes(
    login: Login, city: City, database: Database, clock: MovableClock
) -> None:
    browser, id_ = login("wangfang"), city.conversations["noise"]
    toast = _do(browser, "snooze", "tomorrow", f"c{id_}")
    assert "已放到明早九点再办" in toast
    assert f'id="row-c{id_}"' not in browser.get("/inbox/lists?list=mine", part=True).text
    assert f'id="row-c{id_}"' in browser.get("/inbox/lists?list=snoozed", part=True).text
    assert "明天 09:00回来" in words(browser.get(f"/inbox/conversations/{id_}", part=True))
    _undo(browser, toast)
    assert f'id="row-c{id_}"' in browser.get("/inbox/lists?list=mine", part=True).text


def test_alarm_cannot_be_put_off(login: Login, city: City, database: Database) -> None:
    id_ = city.conversations["despair"]
    assert "已经是这样了" in _do(login("wangfang"), "snooze", "hour", f"c{id_}")
    assert _conversation(database, id_).snoozed_until is None


@pytest.mark.usefixtures("postgresql_too")
def test_many_at_once_are_one_act(login: Login, city: City, database: Database) -> None:
    browser = login("wangfang")
    ids = [city.conversations[key] for key in ("noise", "lamp", "counsel")]
    items = [*(f"c{id_}" for id_ in ids), f"t{city.tickets['lamp']}", f"c{city.conversations['far']}"]
    toast = _do(browser, "priority", "high", *items)
    assert "已把 4 个优先级改为“较急”" in toast
    with database.reader() as session:
        assert session.get_one(Conversation, city.conversations["far"]).priority is Priority.NORMAL
        assert all(session.get_one(Conversation, id_).priority is Priority.HIGH for id_ in ids)
    _undo(browser, toast)
    with database.reader() as session:
        assert all(session.get_one(Conversation, id_).priority is Priority.NORMAL for id_ in ids)
        lamp = session.scalars(select(Ticket).where(Ticket.number == city.tickets["lamp"])).one()
        assert lamp.priority is Priority.NORMAL
        kinds = session.scalars(select(TicketEvent.kind).where(TicketEvent.ticket_id == lamp.id))
        assert list(kinds)[-2:] == ["priority", "undo"]


@pytest.mark.usefixtures("postgresql_too")
def test_label_is_put_on_once_and_taken_off(login: Login, city: City, database: Database) -> None:
    with database.session() as session:
        seed_reference(session)
        label = session.scalars(select(Label).where(Label.name == "行动不便")).one().id
    browser, item = login("wangfang"), f"c{city.conversations['noise']}"
    assert "已贴上标签" in _do(browser, "label", str(label), item)
    assert "已经是这样了" in _do(browser, "label", str(label), item)
    assert "行动不便" in words(browser.get("/inbox/lists?list=mine", part=True))
    _undo(browser, _do(browser, "unlabel", str(label), item))
    assert "行动不便" in words(browser.get("/inbox/lists?list=mine", part=True))


@pytest.mark.parametrize(
    ("task", "value"), [("snooze", "yesterday"), ("priority", "top"), ("assign", "x"), ("burn", "1")]
)
def test_what_is_not_offered_is_refused(login: Login, city: City, task: str, value: str) -> None:
    assert "请刷新页面再选" in _do(login("wangfang"), task, value, f"c{city.conversations['noise']}")


def test_nothing_selected_is_said(login: Login) -> None:
    assert "请先选中" in _do(login("wangfang"), "priority", "high")


def test_seen_conversation_leaves_the_waiting_list_and_an_alarm_does_not(
    login: Login, city: City, database: Database
) -> None:
    items = [f"c{city.conversations[key]}" for key in ("counsel", "despair")]
    assert "已把 1 个标为已看过" in _do(login("wangfang"), "seen", "", *items)
    assert _conversation(database, city.conversations["counsel"]).attention is None
    assert _conversation(database, city.conversations["despair"]).attention is Attention.PSYCH_CRISIS


def test_tidying_up_does_not_move_a_conversation_to_the_top(login: Login, city: City, database: Database) -> None:
    before = _conversation(database, city.conversations["noise"]).last_activity_at
    _do(login("wangfang"), "priority", "high", f"c{city.conversations['noise']}")
    assert _conversation(database, city.conversations["noise"]).last_activity_at == before
    with database.reader() as session:
        event = session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
        assert (event.author, event.text) == (Author.EVENT, "王芳把优先级改为“较急”")
