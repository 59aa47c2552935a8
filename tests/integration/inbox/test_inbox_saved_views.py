"""Views that people keep for themselves and for their teams: named, ordered, counted, deleted, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.database import Database
from bot.models import SavedView, Staff, Team, team_member
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City
from tests.integration.inbox.conftest import MovableClock

pytestmark = pytest.mark.usefixtures("postgresql_too")
Login = Callable[[str], Browser]
_LINE = re.compile(r'id="view-(\d+)" title="([^"]+)"(?:(?!</a>).)*?class="count[^"]*">(\d+)', re.DOTALL)
_LAMPS = {"list": "tickets", "matter": "public_issue/street_lamp", "due": "late"}


@pytest.fixture
def team(city: City, database: Database) -> int:
    """王芳 and 孙梅, who leads, share a team."""
    with database.session() as session:
        made = Team(name="服务台", members=[session.get_one(Staff, city.staff[one]) for one in ("wangfang", "sunmei")])
        session.add(made)
        session.flush()
        return made.id


def _join(database: Database, team: int, staff: int) -> None:
    with database.session() as session:
        session.execute(team_member.insert().values(team_id=team, staff_id=staff))


def _rail(browser: Browser) -> dict[str, int]:
    """Return the views by name with their counts, in order."""
    return {name: int(count) for _, name, count in _LINE.findall(browser.get("/inbox/views", part=True).text)}


def _id(browser: Browser, wanted: str) -> str:
    found = _LINE.findall(browser.get("/inbox/views", part=True).text)
    return next(id_ for id_, name, _ in found if name == wanted)


def _save(browser: Browser, name: str, team: str = "", **at: str) -> TestResponse:
    return browser.post("/inbox/views", name=name, team=team, **(at or _LAMPS))


def _undo(browser: Browser, answer: TestResponse) -> str:
    change = re.search(r'data-toast="(\d+)"', answer.text)
    assert change is not None, answer.text
    return words(browser.post(f"/inbox/undo/{change[1]}"))


def test_view_stands_on_the_rail_with_its_count_and_leads_to_its_address(login: Login, city: City) -> None:
    browser = login("wangfang")
    assert "已存为视图“超时的路灯”" in words(_save(browser, "  超时的路灯 "))
    assert _rail(browser) == {"超时的路灯": 1}
    page = browser.get("/inbox/views", part=True).text
    address = re.search(r'href="(/inbox/\?list=tickets[^"]+)"', page)
    assert address is not None
    opened = browser.get(address[1].replace("&amp;", "&"))
    assert city.tickets["lamp"] in opened.text
    assert re.search(r'view-line is-chosen" id="view-\d+" title="超时的路灯" aria-current="page"', opened.text)
    assert 'class="rail-line is-chosen"' not in opened.text
    assert 'id="view-menu-' in opened.text
    assert 'id="view-save"' not in opened.text


def test_own_view_is_nobody_elses_and_a_link_shows_each_what_that_person_may_see(login: Login, city: City) -> None:
    _save(login("wangfang"), "我的路灯")
    other = login("chenjing")
    assert _rail(other) == {}
    page = other.get("/inbox/?list=tickets&matter=public_issue%2Fstreet_lamp&due=late")
    assert city.tickets["lamp"] not in page.text
    assert "去掉一两个条件看看" in words(page)


def test_team_sees_a_view_and_each_counts_what_that_person_may_see(
    login: Login, city: City, database: Database, team: int
) -> None:
    _join(database, team, city.staff["chenjing"])
    _save(login("wangfang"), "公共问题", str(team), list="tickets", matter="public_issue")
    assert _rail(login("sunmei")) == {"公共问题": 2}
    assert _rail(login("wangfang")) == _rail(login("chenjing")) == {"公共问题": 1}
    assert _rail(login("liqiang")) == {}
    assert "服务台" in words(login("sunmei").get("/inbox/views", part=True))


def test_nobody_keeps_a_view_for_a_team_of_others(login: Login, city: City, team: int) -> None:
    answer = _save(login("liqiang"), "混进来", str(team))
    assert (answer.status_code, "您不在这个组里" in words(answer)) == (422, True)
    assert _rail(login("wangfang")) == {}


@pytest.mark.parametrize(
    ("name", "at", "said"),
    [
        ("", _LAMPS, "起个名字"),
        ("名" * 17, _LAMPS, "最多 16 个字"),
        ("没有条件", {"list": "tickets"}, "先选几个筛选条件"),
        ("看不懂的条件", {"list": "tickets", "matter": "nonsense"}, "先选几个筛选条件"),
    ],
)
def test_what_is_missing_is_said(login: Login, name: str, at: dict[str, str], said: str) -> None:
    browser = login("wangfang")
    answer = _save(browser, name, **at)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert _rail(browser) == {}


def test_same_name_is_the_same_view_with_other_filters(login: Login, city: City) -> None:
    browser = login("wangfang")
    _save(browser, "要紧的")
    answer = _save(browser, "要紧的", list="tickets", matter="dispute")
    assert _rail(browser) == {"要紧的": 1}
    assert "matter=dispute" in browser.get("/inbox/views", part=True).text
    _undo(browser, answer)
    assert "matter=public_issue/street_lamp" in browser.get("/inbox/views", part=True).text


def test_no_more_views_than_somebody_looks_at(login: Login, city: City) -> None:
    browser = login("wangfang")
    for number in range(12):
        assert _save(browser, f"视图{number}").status_code == 200
    assert "最多存 12 个视图" in words(_save(browser, "再来一个"))
    assert len(_rail(browser)) == 12


def test_view_is_renamed_and_that_is_taken_back(login: Login, city: City) -> None:
    browser = login("wangfang")
    _save(browser, "甲"), _save(browser, "乙", list="tickets", matter="dispute")
    address = f"/inbox/views/{_id(browser, '甲')}/rename"
    assert "已经有叫“乙”的视图" in words(browser.post(address, name="乙"))
    answer = browser.post(address, name="丙")
    assert list(_rail(browser)) == ["丙", "乙"]
    assert "撤销了：把视图改名为“丙”" in _undo(browser, answer)
    assert list(_rail(browser)) == ["甲", "乙"]


def test_views_are_put_into_another_order(login: Login, city: City) -> None:
    browser = login("wangfang")
    for name in ("甲", "乙", "丙"):
        _save(browser, name)
    browser.post(f"/inbox/views/{_id(browser, '丙')}/move", step="up")
    assert list(_rail(browser)) == ["甲", "丙", "乙"]
    for _ in range(3):
        browser.post(f"/inbox/views/{_id(browser, '甲')}/move", step="down")
    assert list(_rail(browser)) == ["丙", "乙", "甲"]
    assert browser.post(f"/inbox/views/{_id(browser, '甲')}/move", step="sideways").status_code == 400


def test_deleted_view_comes_back_to_its_place_when_that_is_taken_back(
    login: Login, city: City, clock: MovableClock
) -> None:
    browser = login("wangfang")
    for name in ("甲", "乙", "丙"):
        _save(browser, name)
    answer = browser.post(f"/inbox/views/{_id(browser, '乙')}/delete")
    assert list(_rail(browser)) == ["甲", "丙"]
    assert "撤销了：删除视图“乙”" in _undo(browser, answer)
    assert _rail(browser) == {"甲": 1, "乙": 1, "丙": 1}
    answer = browser.post(f"/inbox/views/{_id(browser, '丙')}/delete")
    clock.moment += timedelta(minutes=11)
    assert "不能撤销了" in _undo(browser, answer)
    assert list(_rail(browser)) == ["甲", "乙"]


def test_view_of_a_team_that_is_gone_does_not_come_back(
    login: Login, city: City, database: Database, team: int
) -> None:
    browser = login("wangfang")
    _save(browser, "组里的", str(team))
    answer = browser.post(f"/inbox/views/{_id(browser, '组里的')}/delete")
    with database.session() as session:
        session.delete(session.get_one(Team, team))
    assert "不能撤销了" in _undo(browser, answer)
    with database.reader() as session:
        assert session.scalars(select(SavedView)).all() == []


def test_team_view_is_changed_by_who_made_it_and_who_leads(
    login: Login, city: City, database: Database, team: int
) -> None:
    _join(database, team, city.staff["liqiang"])
    mine, other = login("wangfang"), login("liqiang")
    _save(mine, "组里的", str(team))
    id_ = _id(mine, "组里的")
    for act, form in (("rename", {"name": "抢来的"}), ("move", {"step": "up"}), ("delete", {})):
        assert "别人给组里存的视图" in words(other.post(f"/inbox/views/{id_}/{act}", **form)), act
    assert "已经有叫“组里的”的视图" in words(_save(other, "组里的", str(team)))
    assert 'id="view-menu-' not in other.get("/inbox/?list=tickets&matter=public_issue%2Fstreet_lamp&due=late").text
    assert login("sunmei").post(f"/inbox/views/{id_}/rename", name="督办改的").status_code == 200
    assert _rail(other) == {"督办改的": 1}


def test_nobody_touches_what_is_not_theirs_to_see(login: Login, city: City) -> None:
    mine, other = login("wangfang"), login("sunmei")
    _save(mine, "我自己的")
    id_ = _id(mine, "我自己的")
    for act, form in (("rename", {"name": "x"}), ("move", {"step": "up"}), ("delete", {})):
        assert other.post(f"/inbox/views/{id_}/{act}", **form).status_code == 404, act
    assert _rail(mine) == {"我自己的": 1}


def test_count_goes_up_to_many_only(login: Login, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inbox.lists.MANY", 1)
    browser = login("sunmei")
    _save(browser, "全部在办", list="tickets", due="7d")
    assert _rail(browser) == {"全部在办": 2}  # one more than many: there are four
