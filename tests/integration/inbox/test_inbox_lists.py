from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.database import Database
from bot.models import Attention, Conversation, Staff, Team
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City
from tests.integration.inbox.conftest import MovableClock
from tests.integration.inbox.crowd import add_crowd

pytestmark = pytest.mark.usefixtures("postgresql_too")
Login = Callable[[str], Browser]
_COUNT = re.compile(r'id="rail-(\w+)"(?:(?!</a>).)*?class="count count-(\w+)">(\d+)', re.DOTALL)


def _rail(browser: Browser) -> dict[str, tuple[str, int]]:
    page = browser.get("/inbox/lists", part=True).text
    return {name: (tone, int(count)) for name, tone, count in _COUNT.findall(page)}


def _order(browser: Browser, name: str) -> list[int]:
    page = browser.get(f"/inbox/lists?list={name}", part=True).text
    return [int(id_) for id_ in re.findall(r'id="row-c(\d+)"', page)]


def test_rail_counts_what_each_person_sees(login: Login) -> None:
    assert _rail(login("wangfang")) == {
        "alarms": ("alarm", 1),
        "waiting": ("wait", 3),
        "mine": ("wait", 1),
        "team": ("quiet", 0),
        "mentions": ("quiet", 0),
        "resident": ("quiet", 1),
        "snoozed": ("quiet", 0),
        "bot": ("quiet", 1),
        "due": ("alarm", 2),
    }
    assert _rail(login("zhaolei"))["due"] == ("alarm", 1)


def test_waiting_list_puts_danger_first_and_then_who_waits_longest(
    login: Login, city: City, database: Database
) -> None:
    ids = city.conversations
    assert _order(login("wangfang"), "waiting") == [ids["despair"], ids["counsel"], ids["pictures"]]


def test_alarm_that_nobody_acknowledged_stands_above_one_that_was(
    login: Login, city: City, database: Database, clock: MovableClock
) -> None:
    with database.session() as session:
        lamp = session.get_one(Conversation, city.conversations["lamp"])
        lamp.attention, lamp.attention_since = Attention.EMERGENCY, clock() - timedelta(hours=1)
        lamp.acknowledged_at, lamp.acknowledged_by_id = clock(), city.staff["liqiang"]
    assert _order(login("wangfang"), "alarms") == [city.conversations["despair"], city.conversations["lamp"]]


def test_my_list_puts_residents_who_wait_for_me_first(login: Login, city: City, clock: MovableClock) -> None:
    browser = login("wangfang")
    clock.moment += timedelta(minutes=1)
    browser.post(f"/inbox/conversations/{city.conversations['counsel']}/take-over")
    assert _order(browser, "mine") == [city.conversations["noise"], city.conversations["counsel"]]
    page = words(browser.get("/inbox/?list=mine"))
    assert "等您回复" in page
    assert "我在办" in page


def test_row_shows_the_residents_words_masked_and_who_has_it(login: Login) -> None:
    page = words(login("wangfang").get("/inbox/?list=all"))
    assert "有没有人能当面给俺说说" in page
    assert "居民 150****6688" in page
    assert "李强在办" in page
    assert "等了 26 分钟" in page


def test_tickets_stand_in_the_order_of_their_next_due_time(login: Login, city: City) -> None:
    page = login("sunmei").get("/inbox/?list=tickets").text
    numbers = re.findall(r'id="row-t([\d-]+)"', page)
    assert numbers[0] == city.tickets["lamp"]
    assert "办结已超 2 天" in page
    assert "首次答复已超 4 分钟" in page


def test_red_strip_names_each_alarm_on_every_page(login: Login, city: City) -> None:
    browser = login("wangfang")
    for address in ("/inbox/", "/inbox/?list=tickets", f"/inbox/conversations/{city.conversations['noise']}"):
        assert "警报：心理危机" in words(browser.get(address)), address


def test_unknown_list_is_the_one_of_those_who_wait(login: Login) -> None:
    page = login("wangfang").get("/inbox/?list=nonsense&rows=x").text
    assert 'id="rail-waiting"\n' in page
    assert re.search(r'is-chosen" id="rail-waiting"', page)


def test_long_list_offers_more(login: Login, city: City) -> None:
    browser = login("wangfang")
    page = browser.get("/inbox/lists?list=all&rows=4", part=True)
    assert "再显示一些" in words(page)
    assert len(re.findall('id="row-c', page.text)) == 4


def test_empty_lists_say_what_to_do(login: Login, database: Database) -> None:
    with database.session() as session:
        session.query(Conversation).update({"attention": None, "assignee_id": None})
    page = words(login("wangfang").get("/inbox/?list=mine"))
    assert "再点“接手”" in page
    assert "没有人在等" in words(login("wangfang").get("/inbox/?list=waiting"))


def test_team_list_holds_what_the_people_of_ones_teams_have(login: Login, city: City, database: Database) -> None:
    with database.session() as session:
        people = [session.get_one(Staff, city.staff[name]) for name in ("wangfang", "liqiang")]
        session.add(Team(name="幸福社区服务台", members=people))
    ids = city.conversations
    assert set(_order(login("wangfang"), "team")) == {ids["noise"], ids["lunch"]}
    assert _order(login("sunmei"), "team") == []


def test_somebody_of_one_area_finds_its_own_behind_a_city_that_was_there_later(
    login: Login, city: City, database: Database, clock: MovableClock
) -> None:
    before = {name: _order(login(name), "all") for name in ("wangfang", "zhaolei", "sunmei")}
    add_crowd(database, "山阳区", "小区垃圾没人清", clock.moment)
    assert _order(login("wangfang"), "all") == before["wangfang"]
    assert _order(login("zhaolei"), "all") == before["zhaolei"]
    assert not set(_order(login("sunmei"), "all")) & set(before["sunmei"])


def test_a_list_asks_as_many_questions_for_fifty_rows_as_for_a_few(
    login: Login, database: Database, clock: MovableClock
) -> None:
    browser = login("wangfang")
    few = _statements(lambda: _order(browser, "all"))
    add_crowd(database, "幸福社区", "路灯坏了", clock.moment, 60)
    assert 0 < _statements(lambda: _order(browser, "all")) <= few


def _statements(act: Callable[[], object]) -> int:
    """How many SQL statements something takes."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(seen)
