from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.admin.views.account_menu import read_buttons
from bot.database import Database
from bot.models import AccountMenu, AuditEntry, Deed
from bot.wechat.menu import DEFAULT_MENU
from bot.wechat.menu_desk import MenuDesk, saved_menu
from tests.integration.inbox.browser import Browser, words

Login = Callable[[str], Browser]
GOOD = {
    "name-0": "办事", "name-0-0": "调解纠纷", "does-0-0": "dispute", "name-0-1": "官网", "does-0-1": "网页",
    "url-0-1": "https://example.cn", "name-1": "找人", "does-1-own": "human_agent",
}  # fmt: skip


class FakeMenuApi:
    """WeChat's menu interface; remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[object] = []

    def create_menu(self, menu: object) -> None:
        self.given.append(menu)

    def get_menu(self) -> None:
        return None


def test_form_becomes_the_menu_that_wechat_wants(app) -> None:
    with app.test_request_context("/", method="POST", data=GOOD):
        assert read_buttons() == [
            {
                "name": "办事",
                "sub_button": [
                    {"type": "click", "name": "调解纠纷", "key": "dispute"},
                    {"type": "view", "name": "官网", "url": "https://example.cn"},
                ],
            },
            {"type": "click", "name": "找人", "key": "human_agent"},
        ]


def test_menu_is_checked_while_typing_without_being_saved(login: Login, database: Database) -> None:
    browser = login("zhangmy")
    answer = browser.post("/admin/menu/check", **GOOD | {"name-0": "名字实在是太长了"})
    assert "超过4个汉字" in words(answer)
    assert "符合微信的要求" in words(browser.post("/admin/menu/check", **GOOD))
    with database.reader() as session:
        assert session.scalar(select(AccountMenu.id)) is None


@pytest.mark.usefixtures("postgresql_too")
def test_saved_menu_is_kept_with_its_history_and_is_the_commands_menu_too(login: Login, database: Database) -> None:
    with database.reader() as session:
        assert saved_menu(session) == DEFAULT_MENU
    browser = login("zhangmy")
    assert browser.post("/admin/menu", part=False, **GOOD).status_code == 303
    with database.reader() as session:
        assert [button["name"] for button in saved_menu(session)["button"]] == ["办事", "找人"]
        entry = session.scalars(select(AuditEntry).where(AuditEntry.deed == Deed.CHANGE)).one()
        assert "找人办事" in entry.before["菜单"]
        assert entry.after["菜单"].splitlines()[0] == "办事"
    assert "还没有发布" in words(browser.get("/admin/menu"))


def test_menu_that_wechat_would_refuse_is_not_saved(login: Login, database: Database) -> None:
    answer = login("zhangmy").post("/admin/menu", part=False, **GOOD | {"does-0-0": ""})
    assert answer.status_code == 422
    with database.reader() as session:
        assert session.scalar(select(AccountMenu.id)) is None


def test_publishing_hands_the_menu_to_wechat() -> None:
    api = FakeMenuApi()
    buttons = [{"type": "click", "name": "找人", "key": "human_agent"}]
    assert MenuDesk(lambda: api).publish(buttons) == ""
    assert api.given == [{"button": buttons}]
    assert "超过" in MenuDesk(lambda: api).publish([{"type": "click", "name": "名字实在是太长了", "key": "help"}])
    assert len(api.given) == 1


def test_menu_is_the_administrators_alone(login: Login) -> None:
    browser = login("sunmei")
    assert browser.get("/admin/menu").status_code == 403
    assert browser.post("/admin/menu", part=False, **GOOD).status_code == 403
