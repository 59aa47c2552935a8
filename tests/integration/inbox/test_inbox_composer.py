"""The composer: canned replies, quotations, shared drafts, colleagues who are here, answers that cross."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from bot.database import Database
from bot.models import Draft, Mention, Message, OutboxItem
from bot.reference import seed_reference
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


def _page(city: City, key: str, act: str = "") -> str:
    return f"/inbox/conversations/{city.conversations[key]}{act and '/' + act}"


def test_canned_replies_come_filled_and_say_what_is_missing(login: Login, city: City, database: Database) -> None:
    with database.session() as session:
        seed_reference(session)
    browser = login("wangfang")
    offered = words(browser.get(_page(city, "noise", "canned"), part=True))
    assert "马秀英，您好！我是王芳，接下来由我帮您。" in offered
    assert f"工单号 {city.tickets['noise']}。人民调解员刘玉兰来办" in offered
    without_ticket = words(browser.get(_page(city, "pictures", "canned"), part=True))
    assert "还缺：工单号、承办人、承诺日期" in without_ticket


@pytest.mark.usefixtures("postgresql_too")
def test_draft_waits_for_the_colleague_and_is_gone_once_it_was_sent(
    login: Login, city: City, database: Database
) -> None:
    mine = login("wangfang")
    assert mine.post(_page(city, "noise", "draft"), text="马阿姨，我").status_code == 204
    assert "马阿姨，我" in mine.get(_page(city, "noise"), part=True).text
    seen = words(login("liqiang").post(_page(city, "noise", "here"), writing="0"))
    assert "王芳 10:00写到一半：马阿姨，我" in seen
    mine.post(_page(city, "noise", "reply"), text="马阿姨，我去看过了。")
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_nobody_writes_on_a_draft_of_what_another_holds(login: Login, city: City) -> None:
    assert login("wangfang").post(_page(city, "lunch", "draft"), text="抢").status_code == 409


def test_colleague_who_looks_or_writes_is_seen_and_oneself_is_not(login: Login, city: City) -> None:
    mine, other = login("wangfang"), login("liqiang")
    assert "李强" not in words(mine.post(_page(city, "noise", "here"), writing="0"))
    other.post(_page(city, "noise", "here"), writing="0")
    assert "李强也在看" in words(mine.post(_page(city, "noise", "here"), writing="0"))
    other.post(_page(city, "noise", "here"), writing="1")
    shown = words(mine.post(_page(city, "noise", "here"), writing="0"))
    assert "李强正在写" in shown
    assert "王芳" not in shown


@pytest.mark.usefixtures("postgresql_too")
def test_second_answer_is_stopped_and_shown_the_first(login: Login, city: City, database: Database) -> None:
    browser = login("wangfang")
    with database.reader() as session:
        seen = session.scalar(select(func.max(Message.id)).where(Message.author == "staff"))
    first = browser.post(_page(city, "noise", "reply"), text="我下午两点到。", seen=str(seen))
    assert first.status_code == 200
    second = browser.post(_page(city, "noise", "reply"), text="我明天到。", seen=str(seen))
    assert second.status_code == 409
    assert "王芳已经回复了：“我下午两点到。”" in words(second)
    with database.reader() as session:
        assert session.scalar(select(func.count()).where(OutboxItem.text == "我明天到。")) == 0


@pytest.mark.usefixtures("postgresql_too")
def test_colleague_named_in_a_note_finds_it_until_it_was_opened(login: Login, city: City, database: Database) -> None:
    login("wangfang").post(_page(city, "noise", "note"), text="@李强 房东电话您有吗？@王芳 @没有的人")
    with database.reader() as session:
        assert session.scalars(select(Mention.staff_id)).all() == [city.staff["liqiang"]]
    other = login("liqiang")
    row = f'id="row-c{city.conversations["noise"]}"'
    assert row in other.get("/inbox/lists?list=mentions", part=True).text
    other.get(_page(city, "noise"), part=True)
    assert row not in other.get("/inbox/lists?list=mentions", part=True).text


def test_resident_is_told_what_was_done_and_asked_whether_it_is_settled(
    login: Login, city: City, database: Database
) -> None:
    login("zhaolei").post(f"/inbox/tickets/{city.tickets['lamp']}/step", step="resolve", note="路灯线路接好了。")
    with database.reader() as session:
        item = session.scalars(select(OutboxItem).order_by(OutboxItem.id.desc()).limit(1)).one()
        assert item.text.startswith("您的“路灯”这件事办好了：路灯线路接好了。")
        assert city.tickets["lamp"] in item.text
        assert "没解决" in item.text
        assert item.message.conversation_id == city.conversations["lamp"]


def test_step_without_news_for_the_resident_tells_nothing(login: Login, city: City, database: Database) -> None:
    with database.reader() as session:
        before = session.scalar(select(func.count()).select_from(OutboxItem))
    login("wangfang").post(f"/inbox/tickets/{city.tickets['noise']}/step", step="start", note="联系调解员")
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(OutboxItem)) == before


def test_regulation_is_found_with_its_place_ready_to_be_quoted(login: Login, city: City) -> None:
    page = words(login("wangfang").get("/inbox/knowledge?q=第十九条", part=True))
    assert "第十九条" in page
    assert "放进回复" in page
