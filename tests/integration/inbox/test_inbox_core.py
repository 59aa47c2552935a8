from __future__ import annotations

from collections.abc import Callable

from bot.database import Database
from bot.models import Conversation
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


def test_somebody_logs_in_sees_who_waits_takes_over_answers_and_hands_back(
    login: Login, city: City, database: Database
) -> None:
    browser, id_ = login("wangfang"), city.conversations["counsel"]
    assert "周建军" in words(browser.get("/inbox/?list=waiting"))
    page = browser.get(f"/inbox/conversations/{id_}")
    assert "有没有人能当面给俺说说" in words(page)
    assert browser.post(f"/inbox/conversations/{id_}/take-over").status_code == 200
    answer = browser.post(f"/inbox/conversations/{id_}/reply", text="您好，我是王芳，下午三点在社区等您。")
    assert "等待发送" in words(answer)
    assert browser.post(f"/inbox/conversations/{id_}/hand-back", summary="下午三点见。").status_code == 200
    with database.reader() as session:
        assert session.get_one(Conversation, id_).assignee_id is None
